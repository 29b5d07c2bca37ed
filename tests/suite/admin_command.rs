//! `lishu admin`: the only way to become an administrator.

use crate::support::{KEYS, Server, TestDatabase};
use lishu::server::store::sql;
use reqwest::StatusCode;
use std::io::Write;
use std::process::{Command, Output, Stdio};

on_both_engines!(
    an_invented_password_is_shown_once_and_signs_in,
    a_password_comes_from_standard_input_and_is_checked,
    a_disabled_administrator_is_out_at_once,
    an_account_is_made_once,
);

fn admin(database: &TestDatabase, arguments: &[&str], stdin: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_lishu"))
        .arg("admin")
        .args(arguments)
        .args(["--database-url", &database.url])
        .env_remove("DATABASE_URL")
        .env("LISHU_KEYS", KEYS)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command runs");
    let mut pipe = child.stdin.take().expect("piped");
    pipe.write_all(stdin.as_bytes()).expect("written");
    drop(pipe);
    child.wait_with_output().expect("it ends")
}

fn create<'a>(role: &'a str, account: &'a str) -> [&'a str; 7] {
    [
        "create",
        "--role",
        role,
        "--account",
        account,
        "--name",
        "高远",
    ]
}

async fn an_invented_password_is_shown_once_and_signs_in(database: TestDatabase) {
    let made = admin(&database, &create("security", "anquan"), "");
    let told = String::from_utf8(made.stdout).expect("UTF-8");
    assert!(made.status.success(), "{told}");
    let password = told.trim().rsplit(' ').next().expect("a password");
    let server = Server::start(&database).await;
    let browser = server.browser();
    let answer = browser.sign_in_administrator("anquan", password).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    assert_eq!(browser.get("/admin/codes").await.status, StatusCode::OK);
    assert_eq!(
        browser.get("/admin/units").await.status,
        StatusCode::NOT_FOUND
    );
    let listed = admin(&database, &["list"], "");
    let listed = String::from_utf8(listed.stdout).expect("UTF-8");
    assert!(
        listed.contains("anquan  security  高远") && !listed.contains(password),
        "{listed}"
    );
    let mut conn = database.db.read().await.expect("a connection");
    let noted = "SELECT COUNT(*) FROM act WHERE kind = 'administrator_created' AND person_id > 0";
    assert_eq!(sql(noted).int(&mut conn).await.expect("a count"), 1);
}

async fn a_password_comes_from_standard_input_and_is_checked(database: TestDatabase) {
    let arguments: Vec<&str> = create("system", "xitong")
        .into_iter()
        .chain(["--password-stdin"])
        .collect();
    let short = admin(&database, &arguments, "short\n");
    let said = String::from_utf8(short.stderr).expect("UTF-8");
    assert!(
        !short.status.success() && said.contains("至少 12 个字符"),
        "{said}"
    );
    let taken = admin(&database, &arguments, "一句话 that nobody guesses\n");
    let told = String::from_utf8(taken.stdout).expect("UTF-8");
    assert!(
        taken.status.success() && !told.contains("guesses"),
        "{told}"
    );
    let browser = Server::start(&database).await.browser();
    let answer = browser
        .sign_in_administrator("xitong", "一句话 that nobody guesses")
        .await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
}

async fn a_disabled_administrator_is_out_at_once(database: TestDatabase) {
    let made = admin(&database, &create("audit", "shenji"), "");
    let told = String::from_utf8(made.stdout).expect("UTF-8");
    let password = told.trim().rsplit(' ').next().expect("a password");
    let server = Server::start(&database).await;
    let browser = server.browser();
    browser.sign_in_administrator("shenji", password).await;
    assert_eq!(browser.get("/admin").await.status, StatusCode::OK);
    let disable = ["disable", "--account", "shenji"];
    assert!(admin(&database, &disable, "").status.success());
    assert!(
        browser
            .get("/admin")
            .await
            .location()
            .starts_with("/admin/login")
    );
    let again = server
        .browser()
        .sign_in_administrator("shenji", password)
        .await;
    assert_eq!(again.status, StatusCode::UNAUTHORIZED);
    assert!(!admin(&database, &disable, "").status.success(), "once");
    assert!(
        !admin(&database, &["disable", "--account", "nobody"], "")
            .status
            .success()
    );
}

async fn an_account_is_made_once(database: TestDatabase) {
    assert!(
        admin(&database, &create("audit", "shenji"), "")
            .status
            .success()
    );
    let again = admin(&database, &create("system", "ShenJi"), "");
    let said = String::from_utf8(again.stderr).expect("UTF-8");
    assert!(
        !again.status.success() && said.contains("already"),
        "{said}"
    );
    let odd = admin(&database, &create("system", "1"), "");
    assert!(!odd.status.success());
    let none = admin(&database, &create("everything", "root"), "");
    assert!(!none.status.success(), "there is no fourth role");
}
