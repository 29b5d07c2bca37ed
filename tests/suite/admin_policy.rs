//! The pages of the 安全管理员: policy, sessions, unlocks, allowed codes.

use crate::support::server::Browser;
use crate::support::world::PASSWORD;
use crate::support::{Server, TestDatabase, World};
use lishu::domain::{Policy, Role, Uscc};
use lishu::server::store;
use reqwest::StatusCode;

on_both_engines!(
    a_policy_is_shown_as_a_difference_before_it_holds,
    a_policy_that_somebody_else_changed_is_not_overwritten,
    somebody_s_sessions_are_ended,
    somebody_is_unlocked_and_nobody_is_told_who_there_is,
    a_colleague_is_unlocked_and_nobody_unlocks_themself,
    a_code_with_a_wrong_check_digit_is_allowed_and_no_longer,
);

/// A code that was issued with a wrong check digit.
const ODD: &str = "91350203M0001QKT19";

async fn begun(database: &TestDatabase) -> (World, Server, Browser) {
    let world = World::new(database).await;
    let server = Server::start(database).await;
    let administrator = world.administrator(Role::Security).await;
    let browser = server.administration(administrator).await;
    (world, server, browser)
}

fn policy<'a>(version: &'a str, idle: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("version", version),
        ("verification_required", "yes"),
        ("password_profile", "asvs"),
        ("idle_minutes", idle),
        ("absolute_hours", "12"),
        ("trail_months", "12"),
        ("second_factor", "reviewing"),
    ]
}

fn confirmed(mut form: Vec<(&'static str, &'static str)>) -> Vec<(&'static str, &'static str)> {
    form.push(("confirmed", "1"));
    form
}

async fn read(world: &World) -> Policy {
    store::policy(&mut world.read().await).await.expect("read")
}

async fn a_policy_is_shown_as_a_difference_before_it_holds(database: TestDatabase) {
    let (world, _server, browser) = begun(&database).await;
    let page = browser.post("/admin/policy", &policy("0", "15")).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("：30 → 15"), "{}", page.body);
    assert!(page.body.contains("：不要求 → 审核"), "{}", page.body);
    assert_eq!(
        read(&world).await,
        Policy::default(),
        "nothing has changed yet"
    );
    let form = page.form();
    let answer = browser.post("/admin/policy", &form).await;
    assert_eq!(answer.location(), "/admin/policy?done=1", "{}", answer.body);
    let held = read(&world).await;
    assert!(held.idle_minutes == 15 && held.second_factor.reviewing);
    assert_eq!(
        world
            .count("act WHERE kind = 'policy_changed' AND administrator_id > 0")
            .await,
        1
    );
    let page = browser.get("/admin/policy").await.body;
    assert!(
        page.contains("第 1 版") && page.contains("：30 → 15"),
        "{page}"
    );
    let wrong = browser.post("/admin/policy", &policy("1", "1")).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(read(&world).await, held);
}

async fn a_policy_that_somebody_else_changed_is_not_overwritten(database: TestDatabase) {
    let (world, _server, browser) = begun(&database).await;
    let first = browser
        .post("/admin/policy", &confirmed(policy("0", "15")))
        .await;
    assert!(first.status.is_redirection(), "{}", first.body);
    let late = browser
        .post("/admin/policy", &confirmed(policy("0", "45")))
        .await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.body.contains("value=\"45\""), "nothing typed is lost");
    assert_eq!(read(&world).await.idle_minutes, 15);
}

async fn somebody_s_sessions_are_ended(database: TestDatabase) {
    let (world, server, browser) = begun(&database).await;
    let unit = world.unit().await;
    let (one, two) = (
        server.session(unit.operator).await,
        server.session(unit.operator).await,
    );
    let place = format!("/admin/sessions?unit={}", unit.code.as_str());
    let people = browser.get(&place).await.body;
    assert!(
        people.contains("王**") && !people.contains(&unit.mobile),
        "{people}"
    );
    let operator = unit.operator.to_string();
    let page = browser
        .get(&format!("{place}&operator={operator}"))
        .await
        .body;
    assert_eq!(
        page.matches("name=\"session\"").count(),
        3,
        "two, and all at once"
    );
    let session = page.split("name=\"session\" value=\"").nth(1);
    let session = session
        .and_then(|rest| rest.split('"').next())
        .expect("a session");
    let end = async |session: &str| {
        let form = [
            ("unit", unit.code.as_str()),
            ("operator", &operator),
            ("session", session),
        ];
        browser.post("/admin/sessions", &form).await
    };
    assert!(end(session).await.location().ends_with("&done=1"));
    let open = async |browser: &Browser| browser.get("/workbench").await.status == StatusCode::OK;
    assert!(open(&one).await != open(&two).await, "one of the two");
    end("").await;
    assert!(!open(&one).await && !open(&two).await);
    let noted = "act WHERE kind = 'sessions_ended' AND administrator_id > 0 AND person_id > 0";
    assert_eq!(world.count(noted).await, 2);
    let other = world.unit().await;
    let strange = [
        ("unit", other.code.as_str()),
        ("operator", operator.as_str()),
    ];
    let answer = browser.post("/admin/sessions", &strange).await;
    assert_eq!(
        answer.status,
        StatusCode::NOT_FOUND,
        "an operator of another unit"
    );
}

async fn somebody_is_unlocked_and_nobody_is_told_who_there_is(database: TestDatabase) {
    let (world, server, browser) = begun(&database).await;
    let unit = world.unit().await;
    let code = unit.code.as_str();
    let mut answers = Vec::new();
    for mobile in [unit.mobile.as_str(), "13811112222"] {
        for _ in 0..5 {
            server.browser().sign_in(code, mobile, "wrong").await;
        }
        let locked = server.browser().sign_in(code, mobile, PASSWORD).await;
        assert_eq!(locked.status, StatusCode::TOO_MANY_REQUESTS);
        let form = [("unit", code), ("operator", mobile)];
        let answer = browser.post("/admin/locks", &form).await;
        answers.push((answer.status, answer.location().to_owned()));
        let again = server.browser().sign_in(code, mobile, PASSWORD).await;
        assert_ne!(again.status, StatusCode::TOO_MANY_REQUESTS);
    }
    assert_eq!(answers[0], answers[1]);
    assert_eq!(answers[0].1, "/admin/locks?done=1");
    assert_eq!(
        world
            .count("act WHERE kind = 'unlocked' AND administrator_id > 0")
            .await,
        2
    );
    let wrong = browser
        .post("/admin/locks", &[("unit", ""), ("operator", "x")])
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
}

async fn a_colleague_is_unlocked_and_nobody_unlocks_themself(database: TestDatabase) {
    let world = World::new(&database).await;
    let server = Server::start(&database).await;
    let own = world.administrator_account(Role::Security).await;
    let browser = server.administration(own.id).await;
    let colleague = world.administrator_account(Role::Audit).await;
    let mut answers = Vec::new();
    for account in [colleague.account.as_str(), "nobody"] {
        for _ in 0..5 {
            let stranger = server.browser();
            stranger.sign_in_administrator(account, "wrong").await;
        }
        let sign_in = async || {
            server
                .browser()
                .sign_in_administrator(account, PASSWORD)
                .await
        };
        assert_eq!(sign_in().await.status, StatusCode::TOO_MANY_REQUESTS);
        let capitals = account.to_uppercase();
        let form = [("go", "administrator"), ("account", capitals.as_str())];
        let answer = browser.post("/admin/locks", &form).await;
        answers.push((answer.status, answer.location().to_owned()));
        assert_ne!(sign_in().await.status, StatusCode::TOO_MANY_REQUESTS);
    }
    assert_eq!(answers[0], answers[1], "who there is, is not told");
    assert_eq!(answers[0].1, "/admin/locks?done=1");
    let noted = format!(
        "act WHERE kind = 'unlocked' AND administrator_id = {} AND person_id = {}",
        own.id, colleague.person
    );
    let noted: &'static str = noted.leak();
    assert_eq!(world.count(noted).await, 1);
    for (account, said) in [
        (own.account.as_str(), "不能由自己解除锁定"),
        ("", "请输入管理员账号"),
        ("1", "以字母开头"),
    ] {
        let form = [("go", "administrator"), ("account", account)];
        let refused = browser.post("/admin/locks", &form).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.body.contains(said), "{}", refused.body);
    }
    assert_eq!(world.count("act WHERE kind = 'unlocked'").await, 2);
}

async fn a_code_with_a_wrong_check_digit_is_allowed_and_no_longer(database: TestDatabase) {
    let (world, server, browser) = begun(&database).await;
    let unit = world.unit().await;
    let operator = server.session(unit.operator).await;
    let code = Uscc::parse(ODD).expect("its shape is right");
    let search = format!("/bind?code={ODD}");
    let warned = operator.get(&search).await.body;
    let may = async || {
        let mut conn = world.read().await;
        store::may_be_code(&mut conn, &code).await.expect("read")
    };
    assert!(!may().await);
    let right = [("code", unit.code.as_str()), ("why", "x")];
    let answer = browser.post("/admin/codes", &right).await;
    assert!(answer.body.contains("不用允许"), "{}", answer.body);
    let form = [("code", ODD), ("why", "核对过登记证书")];
    let answer = browser.post("/admin/codes", &form).await;
    assert_eq!(answer.location(), "/admin/codes?done=1", "{}", answer.body);
    assert!(may().await);
    assert_ne!(
        operator.get(&search).await.body,
        warned,
        "the search no longer warns"
    );
    let twice = browser.post("/admin/codes", &form).await;
    assert_eq!(twice.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = browser.get("/admin/codes").await.body;
    assert!(
        page.contains(ODD) && page.contains("核对过登记证书"),
        "{page}"
    );
    let answer = browser
        .post("/admin/codes", &[("code", ODD), ("go", "remove")])
        .await;
    assert_eq!(answer.location(), "/admin/codes?done=removed");
    let page = browser.get(answer.location()).await.body;
    assert!(
        page.contains("已删除") && !page.contains("已保存"),
        "{page}"
    );
    assert!(!may().await);
    for kind in [
        "act WHERE kind = 'code_allowed' AND administrator_id > 0",
        "act WHERE kind = 'code_forbidden' AND administrator_id > 0",
    ] {
        assert_eq!(world.count(kind).await, 1, "{kind}");
    }
}
