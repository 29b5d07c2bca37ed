//! The `lishu` command, run as an operator runs it.

use crate::support::{KEYS, TestDatabase};
use lishu::server::store::sql;
use std::net::TcpListener;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

fn lishu(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_lishu"))
        .args(arguments)
        .env_remove("DATABASE_URL")
        .env("LISHU_KEYS", KEYS)
        .output()
        .expect("the command runs")
}

/// The one plain sentence with which the command stopped.
fn refusal(arguments: &[&str]) -> String {
    let output = lishu(arguments);
    assert!(!output.status.success(), "{arguments:?}");
    let text = String::from_utf8(output.stderr).expect("UTF-8");
    let lines: Vec<&str> = text
        .lines()
        .filter(|line| line.starts_with("lishu: "))
        .collect();
    assert_eq!(lines.len(), 1, "{text}");
    assert!(!text.contains("panicked"), "{text}");
    lines[0].to_owned()
}

#[test]
fn help_names_the_commands_and_their_options() {
    let help = String::from_utf8(lishu(&["--help"]).stdout).expect("UTF-8");
    for command in ["serve", "migrate", "demo"] {
        assert!(help.contains(command), "{help}");
        let own = String::from_utf8(lishu(&[command, "--help"]).stdout).expect("UTF-8");
        assert!(own.contains("--database-url"), "{own}");
    }
    let serve = String::from_utf8(lishu(&["serve", "--help"]).stdout).expect("UTF-8");
    assert!(serve.contains("--addr <HOST:PORT>"), "{serve}");
}

#[test]
fn an_unknown_engine_a_missing_folder_and_a_silent_server_are_told() {
    let said = refusal(&["migrate", "--database-url", "mysql://localhost/x"]);
    assert!(said.contains("sqlite:// or postgres://"), "{said}");
    let said = refusal(&["serve", "--database-url", "sqlite:///nowhere/at/all/x.db"]);
    assert!(said.contains("can't open the database"), "{said}");
    let closed = TcpListener::bind("127.0.0.1:0")
        .expect("a port")
        .local_addr()
        .expect("bound");
    let url = format!("postgres://me:secret@{closed}/x");
    let said = refusal(&["serve", "--database-url", &url]);
    assert!(
        said.contains("can't open the database") && !said.contains("secret"),
        "{said}"
    );
}

/// No connection in the clear where the address asks for TLS; the cluster of the tests speaks none.
#[tokio::test]
async fn a_database_without_tls_is_refused_where_tls_is_asked_for() {
    let database = TestDatabase::postgres().await;
    for mode in ["require", "verify-ca", "verify-full"] {
        let url = format!("{}?sslmode={mode}", database.url);
        let said = refusal(&["migrate", "--database-url", &url]);
        assert!(said.contains("can't open the database"), "{mode}: {said}");
        assert!(said.contains("does not support TLS"), "{mode}: {said}");
    }
    let plain = lishu(&[
        "migrate",
        "--database-url",
        &format!("{}?sslmode=prefer", database.url),
    ]);
    assert!(plain.status.success());
}

#[test]
fn a_wrong_setting_stops_the_start() {
    let output = Command::new(env!("CARGO_BIN_EXE_lishu"))
        .args(["migrate", "--database-url", "sqlite::memory:"])
        .env("LISHU_KEYS", KEYS)
        .env("LISHU_TRIES_PER_MINUTE", "many")
        .output()
        .expect("the command runs");
    let said = String::from_utf8(output.stderr).expect("UTF-8");
    assert!(
        !output.status.success() && said.contains("tries-per-minute"),
        "{said}"
    );
}

#[tokio::test]
async fn a_busy_port_is_told() {
    let database = TestDatabase::sqlite().await;
    let busy = TcpListener::bind("127.0.0.1:0").expect("a port");
    let addr = busy.local_addr().expect("bound").to_string();
    let said = refusal(&["serve", "--database-url", &database.url, "--addr", &addr]);
    assert!(said.contains(&format!("can't listen on {addr}")), "{said}");
}

#[tokio::test]
async fn demo_data_goes_into_an_empty_database_only() {
    let database = TestDatabase::sqlite().await;
    let url = database.url.as_str();
    let first = lishu(&["demo", "--database-url", url]);
    let told = String::from_utf8(first.stdout).expect("UTF-8");
    assert!(first.status.success() && told.contains("slsjyt") && told.contains("Lishu-2026!"));
    let said = refusal(&["demo", "--database-url", url]);
    assert!(said.contains("has data already"), "{said}");
    let quiet = lishu(&["demo", "--if-empty", "--database-url", url]);
    let again = String::from_utf8(quiet.stdout).expect("UTF-8");
    assert!(
        quiet.status.success() && again.contains("slsjyt"),
        "whoever starts it sees them"
    );
}

#[tokio::test]
async fn the_server_starts_anywhere_and_stops_when_told() {
    let database = TestDatabase::sqlite().await;
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
        .stdout(Stdio::piped())
        .spawn()
        .expect("it starts");
    let mut line = String::new();
    let stdout = server.stdout.take().expect("piped");
    std::io::BufRead::read_line(&mut std::io::BufReader::new(stdout), &mut line).expect("a line");
    assert!(line.starts_with("Lishu serves http://127.0.0.1:"), "{line}");
    let address = line
        .trim()
        .rsplit(' ')
        .next()
        .expect("an address")
        .to_owned();
    let page = reqwest::get(&address)
        .await
        .expect("an answer")
        .text()
        .await
        .expect("a page");
    assert!(page.contains("单位登录"));
    let id = server.id().to_string();
    Command::new("kill")
        .args(["-TERM", &id])
        .status()
        .expect("told to stop");
    let asked = Instant::now();
    while server.try_wait().expect("its state").is_none() {
        assert!(asked.elapsed() < Duration::from_secs(10), "it stops");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test]
async fn a_database_that_can_only_be_read_says_so() {
    use crate::support::{Server, World};
    let database = TestDatabase::postgres().await;
    let world = World::new(&database).await;
    let (unit, superior) = (world.unit().await, world.unit().await);
    let server = Server::start(&database).await;
    let browser = server.signed_in(&unit).await;
    let mut conn = world.read().await;
    let (name,): (String,) = sql("SELECT current_database()::text")
        .one(&mut conn)
        .await
        .expect("a name");
    sql(format!(
        "ALTER DATABASE {name} SET default_transaction_read_only = on"
    ))
    .execute(&mut conn)
    .await
    .expect("read-only from the next connection on");
    drop(conn);
    // New connections only: as after a failover to a standby.
    let standby = TestDatabase {
        db: database.another().await,
        url: database.url.clone(),
        directory: tempfile::TempDir::new().expect("a folder"),
    };
    let server = Server::start(&standby).await;
    let elsewhere = server.browser();
    let cookies = browser.get("/workbench").await;
    assert!(cookies.status.is_success());
    let refused = elsewhere
        .sign_in(
            unit.code.as_str(),
            &unit.mobile,
            crate::support::world::PASSWORD,
        )
        .await;
    assert_eq!(refused.status.as_u16(), 503);
    assert!(refused.body.contains("系统正在维护"), "{}", refused.body);
    drop(superior);
}

#[tokio::test]
async fn a_locked_database_says_so_and_nothing_is_lost() {
    use crate::support::{Server, World};
    let database = TestDatabase::sqlite().await;
    let world = World::new(&database).await;
    let (unit, superior) = (world.unit().await, world.unit().await);
    let server = Server::start(&database).await;
    let browser = server.signed_in(&unit).await;
    let other = database.another().await;
    let held = other.begin().await.expect("another process writes");
    let code = superior.code.as_str();
    let refused = browser.post("/bind", &[("code", code)]).await;
    assert_eq!(refused.status.as_u16(), 503);
    assert!(
        refused.body.contains("系统正忙") && refused.body.contains(code),
        "{}",
        refused.body
    );
    drop(held);
    // The rollback of a dropped transaction runs when its connection is used next.
    other.close().await;
    assert!(
        browser
            .post("/bind", &[("code", code)])
            .await
            .status
            .is_redirection()
    );
}
