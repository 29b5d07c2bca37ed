//! 两步验证: setting it up, the second step of a sign-in, and who must have it.

use crate::support::server::{Answer, Browser};
use crate::support::world::PASSWORD;
use crate::support::{Actor, Server, TestDatabase, World};
use lishu::domain::{Policy, Role, SecondFactorFor};
use lishu::server::now;
use lishu::server::store::sql;
use reqwest::StatusCode;
use totp_rs::{Builder, Secret, Totp};

on_both_engines!(
    a_sign_in_has_two_steps_once_it_is_on,
    a_code_and_a_recovery_code_are_taken_once,
    wrong_codes_make_the_next_wait,
    a_secret_is_sealed_and_shown_only_until_it_is_in_use,
    switching_it_off_wants_password_and_code,
    who_must_have_it_sets_it_up_before_anything_else,
    an_administrator_has_it_too,
    a_form_outlives_both_steps,
    who_found_a_session_open_locks_nobody_out,
    what_somebody_lost_is_switched_off_for_them,
);

/// A phone with the app.
struct Phone {
    totp: Totp,
}

impl Phone {
    fn with(secret: &str) -> Self {
        let secret = Secret::try_from_base32(secret).expect("base32");
        let totp = Builder::new()
            .with_secret(secret)
            .build()
            .expect("a secret");
        Self { totp }
    }

    /// The code of so many steps later.
    fn code(&self, later: i64) -> String {
        let seconds = now().as_micros() / 1_000_000 + 30 * later;
        self.totp
            .generate(u64::try_from(seconds).expect("after 1970"))
            .to_string()
    }
}

/// Sets it up in a browser; the phone and the recovery codes.
async fn enrol(browser: &Browser) -> (Phone, Vec<String>) {
    let begun = browser.factor("begin", "", "").await;
    assert_eq!(begun.location(), "/account/second-factor");
    let page = browser.get("/account/second-factor").await.body;
    assert!(page.contains("<svg") && page.contains("viewBox"), "{page}");
    let secret = between(&page, "class=\"code secret\">", "<").replace(' ', "");
    let phone = Phone::with(&secret);
    let answer = browser.factor("confirm", PASSWORD, &phone.code(0)).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    let codes = answer.body.split("<li class=\"code\">").skip(1);
    let codes: Vec<String> = codes
        .filter_map(|rest| rest.split('<').next().map(str::to_owned))
        .collect();
    assert_eq!(codes.len(), 10, "{}", answer.body);
    (phone, codes)
}

async fn prove(browser: &Browser, code: &str) -> Answer {
    browser.post("/login/code", &[("code", code)]).await
}

async fn password_only(server: &Server, actor: &Actor) -> Browser {
    let browser = server.browser();
    let answer = browser
        .sign_in(actor.code.as_str(), &actor.mobile, PASSWORD)
        .await;
    assert_eq!(answer.location(), "/login/code?next=/", "{}", answer.body);
    browser
}

async fn a_sign_in_has_two_steps_once_it_is_on(database: TestDatabase) {
    let world = World::new(&database).await;
    let actor = world.unit().await;
    let server = Server::start(&database).await;
    let (phone, _) = enrol(&server.signed_in(&actor).await).await;
    let browser = password_only(&server, &actor).await;
    let page = browser.get("/workbench").await;
    assert!(
        page.location().starts_with("/login"),
        "nothing yet is allowed"
    );
    assert!(browser.get("/login/code").await.body.contains("输入验证码"));
    assert_eq!(world.count("session WHERE proved = 0").await, 1);
    let answer = prove(&browser, &phone.code(1)).await;
    assert_eq!(answer.location(), "/", "{}", answer.body);
    assert!(
        answer.cookie().starts_with("lishu="),
        "the token is another one"
    );
    assert_eq!(world.count("session WHERE proved = 0").await, 0);
    assert_eq!(browser.get("/workbench").await.status, StatusCode::OK);
    let nobody = prove(&server.browser(), &phone.code(1)).await;
    assert_eq!(nobody.status, StatusCode::UNAUTHORIZED);
}

async fn a_code_and_a_recovery_code_are_taken_once(database: TestDatabase) {
    let world = World::new(&database).await;
    let actor = world.unit().await;
    let server = Server::start(&database).await;
    let (phone, codes) = enrol(&server.signed_in(&actor).await).await;
    let browser = password_only(&server, &actor).await;
    let answer = prove(&browser, &phone.code(0)).await;
    assert!(
        answer.body.contains("验证码不对，或者已经用过"),
        "{}",
        answer.body
    );
    assert_eq!(prove(&browser, &phone.code(1)).await.location(), "/");
    for late in [phone.code(1), phone.code(0), phone.code(-1)] {
        let answer = prove(&password_only(&server, &actor).await, &late).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let typed = codes[3].to_lowercase();
    let answer = prove(&password_only(&server, &actor).await, &typed).await;
    assert_eq!(answer.location(), "/", "{}", answer.body);
    let answer = prove(&password_only(&server, &actor).await, &typed).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "once");
    assert_eq!(world.count("act WHERE kind = 'recovery_used'").await, 1);
    assert_eq!(
        world.count("recovery_code WHERE used_at IS NOT NULL").await,
        1
    );
}

async fn wrong_codes_make_the_next_wait(database: TestDatabase) {
    let world = World::new(&database).await;
    let actor = world.unit().await;
    let server = Server::start(&database).await;
    let own = server.signed_in(&actor).await;
    let (phone, _) = enrol(&own).await;
    let browser = password_only(&server, &actor).await;
    for _ in 0..4 {
        let answer = prove(&browser, "000000").await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let answer = prove(&browser, "000000").await;
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
    // A new sign-in does not begin to count anew.
    let browser = password_only(&server, &actor).await;
    let answer = prove(&browser, &phone.code(1)).await;
    assert_eq!(
        answer.status,
        StatusCode::TOO_MANY_REQUESTS,
        "not even the right one"
    );
}

async fn a_secret_is_sealed_and_shown_only_until_it_is_in_use(database: TestDatabase) {
    let world = World::new(&database).await;
    let actor = world.unit().await;
    let server = Server::start(&database).await;
    let browser = server.signed_in(&actor).await;
    browser.factor("begin", "", "").await;
    let page = browser.get("/account/second-factor").await.body;
    let secret = between(&page, "class=\"code secret\">", "<").replace(' ', "");
    let mut conn = world.read().await;
    let kept: (String,) = sql("SELECT totp_sealed FROM person WHERE id = $1")
        .bind(actor.person)
        .one(&mut conn)
        .await
        .expect("read");
    assert!(!kept.0.contains(&secret), "sealed");
    let answer = browser.factor("confirm", PASSWORD, "000000").await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let phone = Phone::with(&secret);
    let answer = browser.factor("confirm", PASSWORD, &phone.code(0)).await;
    assert!(answer.body.contains("请现在抄下或打印这些恢复码"));
    let first = between(&answer.body, "<li class=\"code\">", "<").to_owned();
    // Begun once more, the one in use stays.
    browser.factor("begin", "", "").await;
    let page = browser.get("/account/second-factor").await.body;
    assert!(
        !page.contains(&secret[..4]) && !page.contains(&first),
        "shown once"
    );
    assert!(page.contains("还有 10 个恢复码没有用过"));
    let answer = browser.factor("renew", "", &phone.code(1)).await;
    assert!(answer.body.contains("请现在抄下或打印这些恢复码"));
    assert!(!answer.body.contains(&first));
    assert_eq!(world.count("recovery_code").await, 10);
}

async fn switching_it_off_wants_password_and_code(database: TestDatabase) {
    let world = World::new(&database).await;
    let actor = world.unit().await;
    let server = Server::start(&database).await;
    let browser = server.signed_in(&actor).await;
    let (phone, _) = enrol(&browser).await;
    for (password, code) in [
        ("wrong", phone.code(1)),
        (PASSWORD, "000000".to_owned()),
        ("", phone.code(1)),
    ] {
        let answer = browser.factor("off", password, &code).await;
        assert_eq!(
            answer.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{password}"
        );
    }
    let answer = browser.factor("off", PASSWORD, &phone.code(1)).await;
    assert_eq!(
        answer.location(),
        "/account/second-factor?done=off",
        "{}",
        answer.body
    );
    let page = browser.get("/account/second-factor?done=off").await.body;
    assert!(page.contains("两步验证已关闭") && page.contains("开始设置"));
    server.signed_in(&actor).await;
    for kind in [
        "act WHERE kind = 'factor_on'",
        "act WHERE kind = 'factor_off'",
    ] {
        assert_eq!(world.count(kind).await, 1, "{kind}");
    }
}

async fn who_must_have_it_sets_it_up_before_anything_else(database: TestDatabase) {
    let world = World::new(&database).await;
    let actor = world.unit().await;
    world
        .set_policy(Policy {
            second_factor: SecondFactorFor {
                reviewing: true,
                ..SecondFactorFor::default()
            },
            ..Policy::default()
        })
        .await;
    let server = Server::start(&database).await;
    let browser = server.signed_in(&actor).await;
    for path in ["/", "/workbench", "/review"] {
        assert_eq!(
            browser.get(path).await.location(),
            "/account/second-factor",
            "{path}"
        );
    }
    let refused = browser.call("enter", &serde_json::json!({})).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let page = browser.get("/account/second-factor").await;
    assert!(page.body.contains("请先开启两步验证"));
    enrol(&browser).await;
    assert_eq!(browser.get("/workbench").await.status, StatusCode::OK);
    // Who does not review is not asked.
    let other = world.unit().await;
    world
        .change(format!(
            "UPDATE operator SET reviews = 0 WHERE id = {}",
            other.operator
        ))
        .await;
    let browser = server.signed_in(&other).await;
    assert_eq!(browser.get("/workbench").await.status, StatusCode::OK);
}

async fn an_administrator_has_it_too(database: TestDatabase) {
    let world = World::new(&database).await;
    let administrator = world.administrator_account(Role::Audit).await;
    let server = Server::start(&database).await;
    let browser = server.browser();
    let account = administrator.account.to_uppercase();
    let answer = browser.sign_in_administrator(&account, PASSWORD).await;
    assert_eq!(answer.location(), "/admin", "{}", answer.body);
    let (phone, _) = enrol(&browser).await;
    let browser = server.browser();
    let answer = browser.sign_in_administrator(&account, PASSWORD).await;
    assert_eq!(answer.location(), "/login/code?next=/admin");
    let form = [("code", phone.code(1)), ("next", "/admin".into())];
    let form: Vec<(&str, &str)> = form.iter().map(|(k, v)| (*k, v.as_str())).collect();
    assert_eq!(
        browser.post("/login/code", &form).await.location(),
        "/admin"
    );
    assert_eq!(browser.get("/account").await.status, StatusCode::OK);
}

async fn a_form_outlives_both_steps(database: TestDatabase) {
    let world = World::new(&database).await;
    let (unit, superior) = (world.unit().await, world.unit().await);
    let application = world.apply(&unit, &superior).await.expect("applied");
    let server = Server::start(&database).await;
    let (phone, _) = enrol(&server.signed_in(&superior).await).await;
    let browser = server.browser();
    let path = format!("/review/{application}");
    let typed = [
        ("application", "1"),
        ("version", "1"),
        ("opinion", "不属于本厅主管范围"),
    ];
    let page = browser.post(&path, &typed).await;
    assert_eq!(page.status, StatusCode::UNAUTHORIZED);
    let held =
        |page: &Answer| between(&page.body, "name=\"held\" value=\"", "\"").replace("&amp;", "&");
    let kept = held(&page);
    let form = [
        ("panel", "operator"),
        ("unit", superior.code.as_str()),
        ("operator", superior.mobile.as_str()),
        ("password", PASSWORD),
        ("held_path", path.as_str()),
        ("held", kept.as_str()),
    ];
    let page = browser.post("/login", &form).await;
    assert!(page.body.contains("输入验证码"), "{}", page.body);
    let wrong = [
        ("code", "000000"),
        ("held_path", path.as_str()),
        ("held", kept.as_str()),
    ];
    let page = browser.post("/login/code", &wrong).await;
    let kept = held(&page);
    let code = phone.code(1);
    let form = [
        ("code", code.as_str()),
        ("held_path", path.as_str()),
        ("held", kept.as_str()),
    ];
    let page = browser.post("/login/code", &form).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(
        page.body.contains("不属于本厅主管范围</textarea>"),
        "{}",
        page.body
    );
}

async fn who_found_a_session_open_locks_nobody_out(database: TestDatabase) {
    let world = World::new(&database).await;
    let actor = world.unit().await;
    let server = Server::start(&database).await;
    let (found, elsewhere) = (
        server.signed_in(&actor).await,
        server.signed_in(&actor).await,
    );
    found.factor("begin", "", "").await;
    let page = found.get("/account/second-factor").await.body;
    let phone = Phone::with(&between(&page, "class=\"code secret\">", "<").replace(' ', ""));
    for (password, said) in [
        ("", "请输入您的登录密码"),
        ("wrong-password", "您的登录密码不对"),
    ] {
        let answer = found.factor("confirm", password, &phone.code(0)).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.body.contains(said), "{}", answer.body);
    }
    assert_eq!(world.count("person WHERE totp_since IS NOT NULL").await, 0);
    let answer = found.factor("confirm", PASSWORD, &phone.code(0)).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    assert_eq!(found.get("/workbench").await.status, StatusCode::OK);
    let ended = elsewhere.get("/workbench").await;
    assert!(ended.location().starts_with("/login"), "the others end");
}

async fn what_somebody_lost_is_switched_off_for_them(database: TestDatabase) {
    let world = World::new(&database).await;
    let actor = world.unit().await;
    let server = Server::start(&database).await;
    let own = server.signed_in(&actor).await;
    enrol(&own).await;
    let administrator = world.administrator(Role::Security).await;
    let browser = server.administration(administrator).await;
    let (code, id) = (actor.code.as_str(), actor.operator.to_string());
    let place = format!("/admin/sessions?unit={code}&operator={id}");
    assert!(browser.get(&place).await.body.contains("关闭两步验证"));
    let path = "/admin/sessions/factor";
    let form = [("unit", code), ("operator", id.as_str())];
    for (more, field) in [
        ([("why", ""), ("password", PASSWORD)], "why"),
        ([("why", "手机丢失"), ("password", "")], "password"),
        ([("why", "手机丢失"), ("password", "wrong")], "password"),
    ] {
        let refused = browser.post(path, &[&form[..], &more[..]].concat()).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        let marked = format!("id=\"{field}-error\"");
        assert!(refused.body.contains(&marked), "{}", refused.body);
    }
    assert_eq!(world.count("person WHERE totp_since IS NOT NULL").await, 1);
    let more = [("why", "手机丢失，已核实本人"), ("password", PASSWORD)];
    let done = browser.post(path, &[&form[..], &more[..]].concat()).await;
    assert_eq!(
        done.location(),
        format!("{place}&done=factor"),
        "{}",
        done.body
    );
    let page = browser.get(done.location()).await.body;
    assert!(
        page.contains("两步验证已关闭") && !page.contains(path),
        "{page}"
    );
    assert!(
        own.get("/workbench").await.location().starts_with("/login"),
        "out"
    );
    server.signed_in(&actor).await;
    let noted = "act WHERE kind = 'factor_off' AND administrator_id IS NOT NULL AND why <> ''";
    assert_eq!(world.count(noted).await, 1);
    let again = browser.post(path, &[&form[..], &more[..]].concat()).await;
    assert_eq!(again.status, StatusCode::CONFLICT, "there is none any more");
}

fn between<'a>(text: &'a str, start: &str, end: &str) -> &'a str {
    let from = text.find(start).expect("the start is there") + start.len();
    let length = text[from..].find(end).expect("the end is there");
    &text[from..from + length]
}
