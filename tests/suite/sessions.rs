//! Signing in and out (rule 1), the cookie, and where a mutation may come from.

use crate::support::server::send;
use crate::support::world::PASSWORD;
use crate::support::{Server, TestDatabase, World};
use lishu::server::store::sql;
use reqwest::StatusCode;

on_both_engines!(
    rule_1_code_or_account_with_mobile_or_identity_card,
    an_unknown_account_is_answered_as_a_wrong_password,
    the_cookie_is_kept_from_scripts_and_rotated,
    signing_out_ends_the_session_everywhere,
    a_disabled_operator_is_out_at_the_next_request,
    a_mutation_comes_from_our_own_pages,
    who_is_not_signed_in_is_led_there_and_back,
    a_form_outlives_the_session,
);

async fn rule_1_code_or_account_with_mobile_or_identity_card(database: TestDatabase) {
    let world = World::new(&database).await;
    let actor = world.unit().await;
    world.identify(actor.person, "11010519491231002X").await;
    let server = Server::start(&database).await;
    let lower = actor.code.as_str().to_lowercase();
    let (code, mobile) = (actor.code.as_str(), actor.mobile.as_str());
    for (unit, operator) in [
        (code, mobile),
        ("unit1", mobile),
        (code, "11010519491231002X"),
        ("unit1", "11010519491231002x"),
        (lower.as_str(), mobile),
    ] {
        let answer = server.browser().sign_in(unit, operator, PASSWORD).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{unit} {operator}");
        assert_eq!(answer.location(), "/");
    }
}

async fn an_unknown_account_is_answered_as_a_wrong_password(database: TestDatabase) {
    let world = World::new(&database).await;
    let (actor, other) = (world.unit().await, world.unit().await);
    let server = Server::start(&database).await;
    let code = actor.code.as_str();
    for (unit, operator, password) in [
        (code, actor.mobile.as_str(), "wrong"),
        (code, "13811112222", PASSWORD),
        (code, other.mobile.as_str(), PASSWORD),
        ("nobody", actor.mobile.as_str(), PASSWORD),
    ] {
        let answer = server.browser().sign_in(unit, operator, password).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
        assert!(answer.body.contains("账号、手机号/身份证号或密码不对"));
        assert!(
            !answer.body.contains(password),
            "a password never comes back"
        );
        assert_eq!(answer.cookie(), "");
    }
}

async fn the_cookie_is_kept_from_scripts_and_rotated(database: TestDatabase) {
    let world = World::new(&database).await;
    let actor = world.unit().await;
    let (code, mobile) = (actor.code.as_str(), actor.mobile.as_str());
    let server = Server::start(&database).await;
    let browser = server.browser();
    let first = browser
        .sign_in(code, mobile, PASSWORD)
        .await
        .cookie()
        .to_owned();
    assert!(
        first.starts_with("lishu=") && first.contains("; HttpOnly; SameSite=Lax"),
        "{first}"
    );
    let token = first["lishu=".len()..]
        .split(';')
        .next()
        .expect("a value")
        .to_owned();
    assert_eq!(token.len(), 64, "256 bits in hexadecimal");
    let found = world.count("session").await;
    assert_eq!(
        (found, world.count("session WHERE token_hash = ''").await),
        (1, 0)
    );
    let mut conn = world.read().await;
    let kept: (String,) = sql("SELECT token_hash FROM session")
        .one(&mut conn)
        .await
        .expect("one");
    assert_ne!(kept.0, token, "only its hash is kept");
    drop(conn);
    let second = browser
        .sign_in(code, mobile, PASSWORD)
        .await
        .cookie()
        .to_owned();
    assert_ne!(first, second);
    assert_eq!(
        world.count("session").await,
        1,
        "the former session is ended"
    );
    let https = Server::start_as(&database, true).await;
    let cookie = https
        .browser()
        .sign_in(code, mobile, PASSWORD)
        .await
        .cookie()
        .to_owned();
    assert!(
        cookie.starts_with("__Host-lishu=") && cookie.ends_with("; Secure"),
        "{cookie}"
    );
}

async fn signing_out_ends_the_session_everywhere(database: TestDatabase) {
    let world = World::new(&database).await;
    let actor = world.unit().await;
    let server = Server::start(&database).await;
    let browser = server.browser();
    let (code, mobile) = (actor.code.as_str(), actor.mobile.as_str());
    let cookie = browser
        .sign_in(code, mobile, PASSWORD)
        .await
        .cookie()
        .to_owned();
    let pair = cookie.split(';').next().expect("a pair");
    assert_eq!(browser.get("/workbench").await.status, StatusCode::OK);
    assert_eq!(browser.post("/logout", &[]).await.location(), "/");
    let stolen = server.browser();
    let request = stolen.client.get(format!("{}/workbench", stolen.origin));
    let request = request.header("accept", "text/html");
    let answer = send(request.header("cookie", pair)).await;
    assert!(answer.status.is_redirection() && answer.location().starts_with("/login"));
}

async fn a_disabled_operator_is_out_at_the_next_request(database: TestDatabase) {
    let world = World::new(&database).await;
    let actor = world.unit().await;
    let server = Server::start(&database).await;
    let browser = server.signed_in(&actor).await;
    let mut tx = world.begin().await;
    sql("UPDATE operator SET disabled_at = 1")
        .execute(&mut tx)
        .await
        .expect("disabled");
    tx.commit().await.expect("committed");
    assert!(
        browser
            .get("/workbench")
            .await
            .location()
            .starts_with("/login")
    );
}

async fn a_mutation_comes_from_our_own_pages(database: TestDatabase) {
    let world = World::new(&database).await;
    let actor = world.unit().await;
    let server = Server::start(&database).await;
    let browser = server.signed_in(&actor).await;
    let post = |path: &str| browser.client.post(format!("{}{path}", browser.origin));
    let forms = [
        "/login",
        "/logout",
        "/enter",
        "/workbench",
        "/bind",
        "/withdraw",
        "/resubmit",
    ];
    let more = [
        "/unbind",
        "/review",
        "/review/1",
        "/api/apply",
        "/api/decide",
        "/api/enter",
    ];
    for path in forms.into_iter().chain(more) {
        for (name, value) in [
            ("x-nothing", "neither header"),
            ("origin", "https://evil.example"),
            ("origin", "null"),
            ("sec-fetch-site", "cross-site"),
            ("sec-fetch-site", "none"),
        ] {
            let answer = send(post(path).header(name, value)).await;
            assert_eq!(
                answer.status,
                StatusCode::FORBIDDEN,
                "{path} {name}: {value}"
            );
        }
        if path != "/login"
            && path != "/workbench"
            && path != "/bind"
            && path != "/unbind"
            && !path.starts_with("/review")
        {
            let answer = browser.get(path).await;
            let refused = [StatusCode::METHOD_NOT_ALLOWED, StatusCode::NOT_FOUND];
            assert!(
                refused.contains(&answer.status),
                "GET {path}: {}",
                answer.status
            );
        }
    }
    let answer = send(
        post("/api/enter")
            .header("sec-fetch-site", "same-origin")
            .body("{}"),
    )
    .await;
    assert!(
        !answer.status.is_success(),
        "only JSON is taken: {}",
        answer.status
    );
    assert_eq!(
        browser.get("/workbench").await.status,
        StatusCode::OK,
        "still signed in"
    );
}

async fn who_is_not_signed_in_is_led_there_and_back(database: TestDatabase) {
    let world = World::new(&database).await;
    let actor = world.unit().await;
    let server = Server::start(&database).await;
    let browser = server.browser();
    let answer = browser.get("/bind?code=11220000MB9000015Y").await;
    let expected = "/login?panel=operator&next=/bind%3Fcode%3D11220000MB9000015Y";
    assert_eq!(answer.location(), expected);
    let page = browser.get(expected).await;
    assert!(
        page.body
            .contains("value=\"/bind?code=11220000MB9000015Y\""),
        "{}",
        page.body
    );
    let form = [
        ("panel", "operator"),
        ("unit", actor.code.as_str()),
        ("operator", actor.mobile.as_str()),
        ("password", PASSWORD),
        ("next", "//evil.example"),
    ];
    assert_eq!(browser.post("/login", &form).await.location(), "/");
}

async fn a_form_outlives_the_session(database: TestDatabase) {
    let world = World::new(&database).await;
    let (unit, superior) = (world.unit().await, world.unit().await);
    let application = world.apply(&unit, &superior).await.expect("applied");
    let server = Server::start(&database).await;
    let browser = server.browser();
    let path = format!("/review/{application}");
    let typed = [
        ("application", application.to_string()),
        ("version", "1".into()),
        ("faulty", "no".into()),
        ("outcome", "reject".into()),
        ("opinion", "不属于本厅主管范围".into()),
    ];
    let typed: Vec<(&str, &str)> = typed.iter().map(|(k, v)| (*k, v.as_str())).collect();
    let answer = browser.post(&path, &typed).await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    assert!(answer.body.contains("登录已过期"));
    let held = between(&answer.body, "name=\"held\" value=\"", "\"").replace("&amp;", "&");
    let form = [
        ("panel", "operator"),
        ("unit", superior.code.as_str()),
        ("operator", superior.mobile.as_str()),
        ("password", PASSWORD),
        ("held_path", path.as_str()),
        ("held", held.as_str()),
    ];
    let page = browser.post("/login", &form).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.cookie().starts_with("lishu="));
    assert!(
        page.body.contains("不属于本厅主管范围</textarea>"),
        "{}",
        page.body
    );
    assert_eq!(
        world.version(application).await,
        1,
        "nothing is decided by signing in"
    );
    assert_eq!(browser.get(&path).await.status, StatusCode::OK, "signed in");
}

fn between<'a>(text: &'a str, start: &str, end: &str) -> &'a str {
    let from = text.find(start).expect("the start is there") + start.len();
    let length = text[from..].find(end).expect("the end is there");
    &text[from..from + length]
}
