//! A server that is killed at any moment loses nothing that was to leave, and sends twice only what
//! it was sending just then, under the same name.

use crate::outbox::{hook, wants};
use crate::support::letters::MailServer;
use crate::support::{KEYS, TestDatabase, World};
use axum::Router;
use axum::extract::State;
use axum::routing::post;
use http::{HeaderMap, StatusCode};
use lishu::domain::Outcome;
use lishu::server::store::sql;
use std::collections::{BTreeMap, HashSet};
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tokio::net::TcpListener;

on_both_engines!(each_event_arrives_though_servers_are_killed);

const LIVES: usize = 6;
/// Units that are decided about in each life.
const EACH: usize = 8;

/// What came, and when.
type Receipts = Arc<Mutex<Vec<(Instant, String)>>>;

async fn each_event_arrives_though_servers_are_killed(database: TestDatabase) {
    let world = World::new(&database).await;
    let superior = world.unit().await;
    let (port, receipts) = receiver().await;
    let mail = MailServer::open().await;
    hook(&world, &format!("http://127.0.0.1:{port}/hook"), "decided").await;
    let mut kills = Vec::new();
    for life in 0..LIVES {
        for _ in 0..EACH {
            let unit = world.unit().await;
            wants(&world, &unit, "now", 0).await;
            let application = world.apply(&unit, &superior).await.expect("applied");
            let decided = world.decide(&superior, application, Outcome::Return);
            decided.await.expect("decided");
        }
        let mut server = start(&database, &mail);
        // A moment of its own in each life: from before the first look to far into the sending.
        let moment = 150 + 430 * life as u64 % 1500 + u64::from(random()) % 200;
        tokio::time::sleep(Duration::from_millis(moment)).await;
        server.kill().expect("killed");
        server.wait().expect("gone");
        // What it had sent by then has arrived.
        tokio::time::sleep(Duration::from_millis(200)).await;
        kills.push(Instant::now());
        // As if its leases had run out.
        world
            .change("UPDATE delivery SET due_at = 1 WHERE state = 'sending'".to_owned())
            .await;
    }
    let mut server = start(&database, &mail);
    all_settled(&world).await;
    server.kill().expect("killed");
    server.wait().expect("gone");

    let decided = (LIVES * EACH) as i64;
    let of_events = "delivery WHERE webhook_id IS NOT NULL AND state = 'done'";
    assert_eq!(world.count(of_events).await, decided);
    assert_eq!(
        world.count("mail_item WHERE delivery_id IS NOT NULL").await,
        decided
    );
    let letters = mail.letters().into_iter();
    let letters = letters
        .map(|(at, letter)| (at, message_id(&letter.data)))
        .collect();
    let hooks = receipts.lock().expect("nobody panicked").clone();
    for (of, receipts) in [("webhook_id", hooks), ("person_id", letters)] {
        let text = format!("SELECT name FROM delivery WHERE {of} IS NOT NULL");
        let names: Vec<(String,)> = sql(text).all(&mut world.read().await).await.expect("read");
        let names: HashSet<String> = names.into_iter().map(|(name,)| name).collect();
        let repeats = check(&names, receipts, &kills);
        println!(
            "{of}: {} arrived, {repeats} of them once more after a kill",
            names.len()
        );
    }
}

/// Each name came, nothing else did, and none came again unless a server was killed in between.
/// Returns how many came again.
fn check(names: &HashSet<String>, receipts: Vec<(Instant, String)>, kills: &[Instant]) -> usize {
    let mut by_name: BTreeMap<String, Vec<Instant>> = BTreeMap::new();
    for (at, name) in receipts {
        by_name.entry(name).or_default().push(at);
    }
    // Who drops what has come already processes each once.
    let processed: HashSet<String> = by_name.keys().cloned().collect();
    assert_eq!(&processed, names);
    let mut repeats = 0;
    for (name, times) in by_name {
        for pair in times.windows(2) {
            let killed = kills.iter().any(|kill| pair[0] < *kill && *kill < pair[1]);
            assert!(
                killed,
                "{name} came twice, and no server was killed in between"
            );
            repeats += 1;
        }
    }
    repeats
}

fn message_id(data: &str) -> String {
    let line = data
        .lines()
        .find_map(|line| line.strip_prefix("Message-ID: <"));
    let id = line.expect("a letter has an id");
    id.split('@').next().unwrap_or_default().to_owned()
}

/// A system that takes some time to answer.
async fn receiver() -> (u16, Receipts) {
    let receipts = Receipts::default();
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let port = listener.local_addr().expect("bound").port();
    let router = Router::new()
        .route("/hook", post(take))
        .with_state(receipts.clone());
    tokio::spawn(async move { axum::serve(listener, router).await });
    (port, receipts)
}

async fn take(State(receipts): State<Receipts>, headers: HeaderMap) -> StatusCode {
    let name = headers["lishu-delivery"]
        .to_str()
        .expect("ASCII")
        .to_owned();
    let at = Instant::now();
    receipts.lock().expect("nobody panicked").push((at, name));
    tokio::time::sleep(Duration::from_millis(20)).await;
    StatusCode::NO_CONTENT
}

/// A server, once it serves.
fn start(database: &TestDatabase, mail: &MailServer) -> Child {
    let mut server = Command::new(env!("CARGO_BIN_EXE_lishu"))
        .args([
            "serve",
            "--addr",
            "127.0.0.1:0",
            "--database-url",
            &database.url,
        ])
        .current_dir(database.directory.path())
        .env("LISHU_KEYS", KEYS)
        .env("LISHU_SMTP_URL", mail.url())
        .env("LISHU_MAIL_FROM", "lishu@example.cn")
        .env("LISHU_SITE_URL", "https://bind.example.cn")
        .stdout(Stdio::piped())
        .spawn()
        .expect("it starts");
    let stdout = server.stdout.take().expect("piped");
    let mut line = String::new();
    let mut stdout = BufReader::new(stdout);
    stdout.read_line(&mut line).expect("a line");
    assert!(line.starts_with("Lishu serves"), "{line}");
    server
}

async fn all_settled(world: &World) {
    let begun = Instant::now();
    loop {
        let waiting = world.count("delivery WHERE state <> 'done'").await
            + world.count("mail_item WHERE delivery_id IS NULL").await
            + world.count("outbox").await;
        if waiting == 0 {
            return;
        }
        assert!(
            begun.elapsed() < Duration::from_secs(60),
            "{waiting} are left"
        );
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

fn random() -> u8 {
    let mut byte = [0];
    getrandom::fill(&mut byte).expect("randomness");
    byte[0]
}
