//! Logs carry no personal data and no secrets, however much is logged.

use crate::support::server::Browser;
use crate::support::world::PASSWORD;
use crate::support::{Actor, KEYS, TestDatabase, World};
use lishu::server::store::{Db, sql};
use reqwest::{Client, redirect};
use serde_json::json;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

on_both_engines!(
    a_whole_run_s_log_holds_nobody_s_data_and_no_secret,
    what_is_refused_is_logged_without_anybody_s_data,
);

const CARD: &str = "11010519491231002X";
const WRONG_PASSWORD: &str = "not-the-password-77";
const STRANGER: &str = "15912345678";
const PHONE: &str = "13955556666";
const OPINION: &str = "请联系赵科长13800138000";

/// The real server, with everything logged.
struct Running {
    child: Child,
    origin: String,
    log: std::path::PathBuf,
}

impl Running {
    fn start(database: &TestDatabase, logged: Option<&str>) -> Self {
        let log = database.directory.path().join("log");
        let mut child = Command::new(env!("CARGO_BIN_EXE_lishu"))
            .args(["serve", "--addr", "127.0.0.1:0"])
            .args(["--database-url", &database.url])
            .env("LISHU_KEYS", KEYS)
            .env_remove("LISHU_LOG")
            .envs(logged.map(|logged| ("LISHU_LOG", logged)))
            .current_dir(database.directory.path())
            .stdout(Stdio::piped())
            .stderr(File::create(&log).expect("a log"))
            .spawn()
            .expect("it starts");
        let mut line = String::new();
        let stdout = child.stdout.take().expect("piped");
        BufReader::new(stdout).read_line(&mut line).expect("a line");
        let origin = line
            .trim()
            .rsplit(' ')
            .next()
            .expect("an address")
            .to_owned();
        Self { child, origin, log }
    }

    fn browser(&self) -> Browser {
        let client = Client::builder()
            .cookie_store(true)
            .redirect(redirect::Policy::none())
            .no_proxy()
            .build()
            .expect("a client");
        let origin = self.origin.clone();
        Browser { client, origin }
    }

    /// All that was logged.
    fn stop(mut self) -> String {
        let id = self.child.id().to_string();
        let told = Command::new("kill").args(["-TERM", &id]).status();
        told.expect("told to stop");
        self.child.wait().expect("it stops");
        std::fs::read_to_string(&self.log).expect("the log")
    }
}

async fn a_whole_run_s_log_holds_nobody_s_data_and_no_secret(database: TestDatabase) {
    let world = World::new(&database).await;
    let (unit, superior) = (world.unit().await, world.unit().await);
    world.identify(unit.person, CARD).await;
    let manages = "UPDATE operator SET manages = 1 WHERE id = $1";
    world.run(sql(manages).bind(unit.operator)).await;
    let server = Running::start(&database, Some("trace"));
    let mut secrets = Vec::new();
    let (applicant, token) = sign_in(&server, &unit).await;
    secrets.push(token);
    let (reviewer, token) = sign_in(&server, &superior).await;
    secrets.push(token);
    mistype(&server, &applicant, &unit).await;
    work(&world, &applicant, &reviewer, &unit, &superior).await;
    fail(&database, &applicant).await;
    applicant.post("/logout", &[]).await;

    let log = server.stop();
    assert!(
        log.contains("TRACE") && log.contains("the database refused"),
        "all is logged"
    );
    let key = KEYS.split_once(':').expect("id:key").1;
    let typed = [
        CARD,
        PASSWORD,
        WRONG_PASSWORD,
        STRANGER,
        PHONE,
        OPINION,
        key,
    ];
    let people = [&unit.mobile, &superior.mobile].map(String::as_str);
    let names = ["王小明", "周岚", "lishu="];
    let secrets = secrets.iter().map(String::as_str);
    for secret in secrets.chain(typed).chain(people).chain(names) {
        let line = log.lines().find(|line| holds(line, secret));
        assert_eq!(line, None, "{secret} is in the log");
    }
}

/// With what is logged by default.
async fn what_is_refused_is_logged_without_anybody_s_data(database: TestDatabase) {
    let world = World::new(&database).await;
    let (unit, superior) = (world.unit().await, world.unit().await);
    let application = world.apply(&unit, &superior).await.expect("applied");
    let deny = "UPDATE operator SET applies = 0 WHERE id = $1";
    world.run(sql(deny).bind(unit.operator)).await;
    let server = Running::start(&database, None);
    let (browser, token) = sign_in(&server, &unit).await;
    let case = format!("/review/{application}");
    // A case of another unit's, a form that is not theirs to send, an administrator's page, a call.
    for path in [case.as_str(), "/admin/trail"] {
        assert_eq!(browser.get(path).await.status, 404, "{path}");
    }
    let forbidden = browser.post("/unbind", &[("why", OPINION)]).await;
    assert_eq!(forbidden.status, 403);
    let stale = json!({ "application": application, "version": 1 });
    assert_eq!(browser.call("undo", &stale).await.status, 404);
    let address = format!("{}/bind?code={CARD}", server.origin);
    let request = browser
        .client
        .post(&address)
        .header("origin", "https://evil.example");
    let crossed = request
        .form(&[("code", CARD)])
        .send()
        .await
        .expect("an answer");
    assert_eq!(crossed.status(), 403);
    let plain = browser
        .client
        .post(&address)
        .header("sec-fetch-site", "same-origin");
    let plain = plain.header("content-type", "text/plain").body(OPINION);
    assert_eq!(plain.send().await.expect("an answer").status(), 415);
    // What is nobody's secret is no refusal.
    assert_eq!(browser.get("/announcements").await.status, 200);
    assert_eq!(browser.get("/nowhere").await.status, 404);

    let log = server.stop();
    let refused: Vec<&str> = log
        .lines()
        .filter(|line| line.contains("lishu::security"))
        .collect();
    for (method, endpoint, caller, reason) in [
        (
            "GET",
            "/review/{id}",
            "operator",
            "not found, or not theirs",
        ),
        (
            "GET",
            "/admin/trail",
            "operator",
            "not found, or not theirs",
        ),
        ("POST", "/unbind", "operator", "seen, but not theirs to do"),
        ("POST", "/api/undo", "operator", "not found, or not theirs"),
        ("POST", "/bind", "unknown", "cross-site"),
        ("POST", "/bind", "operator", "not sent as our pages send it"),
    ] {
        let line = format!(
            "refused method={method} endpoint=\"{endpoint}\" caller=\"{caller}\" reason=\"{reason}\""
        );
        let found = refused.iter().filter(|one| one.contains(&line)).count();
        assert_eq!(found, 1, "{line} in\n{log}");
    }
    assert_eq!(refused.len(), 6, "{log}");
    for secret in [
        CARD,
        OPINION,
        "evil",
        &token,
        &unit.mobile,
        unit.code.as_str(),
    ] {
        assert!(
            !log.lines().any(|line| holds(line, secret)),
            "{secret}: {log}"
        );
    }
}

/// Also as it stands in an address.
fn holds(line: &str, secret: &str) -> bool {
    line.contains(secret) || line.contains(&lishu::pages::escape(secret))
}

/// Once wrongly, then rightly; the token that the browser got.
async fn sign_in(server: &Running, actor: &Actor) -> (Browser, String) {
    let browser = server.browser();
    let code = actor.code.as_str();
    for (operator, password) in [
        (actor.mobile.as_str(), WRONG_PASSWORD),
        (STRANGER, PASSWORD),
        (CARD, WRONG_PASSWORD),
        ("王小明", PASSWORD),
    ] {
        let refused = browser.sign_in(code, operator, password).await;
        assert!(refused.status.is_client_error(), "{}", refused.status);
    }
    let answer = browser.sign_in(code, &actor.mobile, PASSWORD).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    let cookie = answer.cookie();
    let token = cookie
        .strip_prefix("lishu=")
        .and_then(|rest| rest.split(';').next());
    (browser, token.expect("a token").to_owned())
}

/// What belongs elsewhere, at every place where something can be typed.
async fn mistype(server: &Running, browser: &Browser, actor: &Actor) {
    let stranger = server.browser();
    for path in [
        format!("/bind?code={CARD}&name=王小明"),
        format!("/{STRANGER}?x={CARD}"),
        format!("/review?name=王小明&state={CARD}"),
        format!("/review/{STRANGER}"),
        format!("/login?panel=operator&next=/bind?code={CARD}"),
        format!("/api/{STRANGER}"),
        format!("/pkg/{CARD}.js"),
    ] {
        browser.get(&path).await;
        stranger.get(&path).await;
    }
    for (path, form) in [
        ("/bind", [("code", CARD), ("special_reason", OPINION)]),
        ("/login", [("unit", CARD), ("password", PASSWORD)]),
        ("/workbench", [("region", CARD), ("report_phone", PHONE)]),
        ("/nowhere", [("what", CARD), ("password", PASSWORD)]),
    ] {
        browser.post(path, &form).await;
        stranger.post(path, &form).await;
        // From another site.
        let request = browser
            .client
            .post(format!("{}{path}?x={CARD}", browser.origin));
        let refused = request.header("origin", format!("https://{STRANGER}.example"));
        refused.form(&form).send().await.expect("an answer");
    }
    for (function, arguments) in [
        ("search_superior", json!({ "draft": { "code": CARD } })),
        ("search_superior", json!({ "draft": { "code": [CARD] } })),
        (
            "sign_in",
            json!({ "draft": { "operator": STRANGER, "password": PASSWORD } }),
        ),
        ("sign_in", json!([PASSWORD])),
        (CARD, json!({})),
    ] {
        browser.call(function, &arguments).await;
    }
    let draft = json!({ "operator": actor.operator, "what": "identity_card", "why": OPINION });
    let revealed = browser.call("reveal", &json!({ "draft": draft })).await;
    assert!(revealed.body.contains(CARD), "{}", revealed.body);
}

/// The main path.
async fn work(
    world: &World,
    applicant: &Browser,
    reviewer: &Browser,
    unit: &Actor,
    superior: &Actor,
) {
    applicant.get("/workbench").await;
    let saved = applicant.post("/workbench", &profile("1")).await;
    assert_eq!(saved.status, 303, "{}", saved.body);
    // Another name has to be verified anew.
    let mut tx = world.begin().await;
    let verified = sql("UPDATE unit SET verified_at = 1 WHERE id = $1").bind(unit.unit);
    verified.execute(&mut tx).await.expect("verified");
    tx.commit().await.expect("committed");
    let code = superior.code.as_str();
    applicant.get(&format!("/bind?code={code}")).await;
    let applied = applicant.post("/bind", &[("code", code)]).await;
    assert_eq!(applied.status, 303, "{}", applied.body);
    let mut conn = world.read().await;
    let application = sql("SELECT id FROM application WHERE applicant_id = $1")
        .bind(unit.unit)
        .int(&mut conn)
        .await
        .expect("it is there");
    drop(conn);
    reviewer.get("/review").await;
    let path = format!("/review/{application}");
    reviewer.get(&path).await;
    let form = [
        ("version", "1"),
        ("faulty", "no"),
        ("outcome", "reject"),
        ("opinion", OPINION),
    ];
    let decided = reviewer.post(&path, &form).await;
    assert_eq!(decided.status, 303, "{}", decided.body);
}

fn profile(version: &str) -> [(&str, &str); 5] {
    [
        ("version", version),
        ("name", "示例单位"),
        ("region", "220104"),
        ("report_contact", "周岚"),
        ("report_phone", PHONE),
    ]
}

/// A statement that the database refuses, whose values it would tell.
async fn fail(database: &TestDatabase, browser: &Browser) {
    match &database.db {
        Db::Sqlite { write, .. } => {
            let refuse = "CREATE TRIGGER refuse BEFORE UPDATE ON unit
                BEGIN SELECT RAISE(ABORT, 'refused'); END";
            sqlx::query(refuse).execute(write).await.expect("a trigger");
        }
        Db::Postgres(pool) => {
            let refuse = "ALTER TABLE unit ADD CHECK (report_contact <> '周岚') NOT VALID";
            sqlx::query(refuse).execute(pool).await.expect("a rule");
        }
    }
    let refused = browser.post("/workbench", &profile("2")).await;
    assert_eq!(refused.status, 500, "{}", refused.body);
}
