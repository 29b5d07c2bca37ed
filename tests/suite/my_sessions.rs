//! 我的会话, time-outs, and what takes effect on the next request, everywhere.

use crate::support::server::Answer;
use crate::support::world::PASSWORD;
use crate::support::{Server, TestDatabase, World};
use lishu::domain::{Policy, Role};
use lishu::server::now;
use lishu::server::store::sql;
use reqwest::StatusCode;

on_both_engines!(
    sessions_are_listed_and_ended,
    another_s_session_can_t_be_ended,
    a_changed_password_ends_the_other_sessions_on_every_server,
    a_role_that_is_taken_is_gone_on_every_server,
    an_idle_session_ends,
    an_old_session_ends_whatever_was_done_in_it,
    what_a_page_asks_for_by_itself_keeps_nobody_signed_in,
    administrators_sign_in_at_their_own_page,
    a_password_is_in_no_page_that_signs_in_again,
);

const NEW: &str = "一句话 that nobody guesses";

fn is_out(answer: &Answer) -> bool {
    answer.location().starts_with("/login")
}

async fn sessions_are_listed_and_ended(database: TestDatabase) {
    let world = World::new(&database).await;
    let actor = world.unit().await;
    let server = Server::start(&database).await;
    let here = server.signed_in(&actor).await;
    let phone = server.browser_of("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5) Safari/604.1");
    let third = server.signed_in(&actor).await;
    let answer = phone
        .sign_in(actor.code.as_str(), &actor.mobile, PASSWORD)
        .await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    let page = here.get("/account").await.body;
    for text in [
        "Safari · iPhone",
        "未知设备",
        "示例单位1",
        "本次登录",
        "结束其他所有会话",
    ] {
        assert!(page.contains(text), "{text}: {page}");
    }
    assert_eq!(page.matches("本次登录").count(), 1);
    let name = name_after(&page, "Safari · iPhone");
    for (password, said) in [("", "请输入您的登录密码"), ("wrong", "您的登录密码不对")]
    {
        let form = [("name", name.as_str()), ("password", password)];
        let refused = here.post("/account/sessions", &form).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.body.contains(said), "{}", refused.body);
    }
    assert_eq!(phone.get("/workbench").await.status, StatusCode::OK);
    let form = [("name", name.as_str()), ("password", PASSWORD)];
    let answer = here.post("/account/sessions", &form).await;
    assert_eq!(answer.location(), "/account?done=sessions");
    assert!(is_out(&phone.get("/workbench").await));
    assert_eq!(third.get("/workbench").await.status, StatusCode::OK);
    here.post("/account/sessions", &[("password", PASSWORD)])
        .await;
    assert!(is_out(&third.get("/workbench").await));
    let page = here.get("/account?done=sessions").await;
    assert!(page.body.contains("会话已结束") && !page.body.contains("结束其他所有会话"));
    assert_eq!(world.count("act WHERE kind = 'sessions_ended'").await, 2);
}

/// The hidden name of the session in whose line the text stands.
fn name_after(page: &str, text: &str) -> String {
    let (_, rest) = page.split_once(text).expect("it is listed");
    let (_, rest) = rest.split_once("name=\"name\"").expect("it can be ended");
    let (_, rest) = rest.split_once("value=\"").expect("a name");
    rest.split('"').next().expect("a name").to_owned()
}

async fn another_s_session_can_t_be_ended(database: TestDatabase) {
    let world = World::new(&database).await;
    let (actor, other) = (world.unit().await, world.unit().await);
    let server = Server::start(&database).await;
    let browser = server.signed_in(&actor).await;
    let others = server.signed_in(&other).await;
    let mut conn = world.read().await;
    let token: (String,) = sql("SELECT token_hash FROM session WHERE person_id = $1")
        .bind(other.person)
        .one(&mut conn)
        .await
        .expect("read");
    for name in [&token.0[..16], token.0.as_str(), "%"] {
        let form = [("name", name), ("password", PASSWORD)];
        browser.post("/account/sessions", &form).await;
    }
    assert_eq!(others.get("/workbench").await.status, StatusCode::OK);
    assert_eq!(world.count("act WHERE kind = 'sessions_ended'").await, 0);
}

async fn a_changed_password_ends_the_other_sessions_on_every_server(database: TestDatabase) {
    let world = World::new(&database).await;
    let actor = world.unit().await;
    let (one, two) = (
        Server::start(&database).await,
        Server::start_beside(&database).await,
    );
    let (here, there) = (one.signed_in(&actor).await, two.signed_in(&actor).await);
    assert_eq!(there.get("/workbench").await.status, StatusCode::OK);
    let answer = here.change_password(PASSWORD, NEW).await;
    assert_eq!(answer.location(), "/account?done=password");
    assert!(is_out(&there.get("/workbench").await));
    assert_eq!(here.get("/workbench").await.status, StatusCode::OK);
}

async fn a_role_that_is_taken_is_gone_on_every_server(database: TestDatabase) {
    let world = World::new(&database).await;
    let actor = world.unit().await;
    let (one, two) = (
        Server::start(&database).await,
        Server::start_beside(&database).await,
    );
    let browsers = [
        one.session(actor.operator).await,
        two.session(actor.operator).await,
    ];
    for (change, path, status) in [
        ("reviews = 0", "/review", StatusCode::FORBIDDEN),
        ("disabled_at = 1", "/workbench", StatusCode::SEE_OTHER),
    ] {
        for browser in &browsers {
            assert_eq!(browser.get(path).await.status, StatusCode::OK, "{path}");
        }
        world.change(format!("UPDATE operator SET {change}")).await;
        for browser in &browsers {
            assert_eq!(browser.get(path).await.status, status, "{change}");
        }
    }
}

async fn an_idle_session_ends(database: TestDatabase) {
    let world = World::new(&database).await;
    let actor = world.unit().await;
    let server = Server::start(&database).await;
    let browser = server.signed_in(&actor).await;
    seen_minutes_ago(&world, 29).await;
    assert_eq!(browser.get("/workbench").await.status, StatusCode::OK);
    let mut conn = world.read().await;
    let seen = sql("SELECT seen_at FROM session").int(&mut conn).await;
    let minute = now().plus_seconds(-60).as_micros();
    assert!(seen.expect("read") > minute, "it was seen again");
    seen_minutes_ago(&world, 31).await;
    assert!(is_out(&browser.get("/workbench").await));
    // The policy of now counts.
    let browser = server.signed_in(&actor).await;
    world
        .set_policy(Policy {
            idle_minutes: 5,
            ..Policy::default()
        })
        .await;
    seen_minutes_ago(&world, 6).await;
    assert!(is_out(&browser.get("/workbench").await));
}

async fn seen_minutes_ago(world: &World, minutes: i64) {
    let at = now().plus_seconds(-60 * minutes).as_micros();
    world
        .change(format!("UPDATE session SET seen_at = {at}"))
        .await;
}

async fn an_old_session_ends_whatever_was_done_in_it(database: TestDatabase) {
    let world = World::new(&database).await;
    let actor = world.unit().await;
    let server = Server::start(&database).await;
    for hours in [12, 2] {
        world
            .set_policy(Policy {
                absolute_hours: hours,
                ..Policy::default()
            })
            .await;
        let browser = server.browser();
        let answer = browser
            .sign_in(actor.code.as_str(), &actor.mobile, PASSWORD)
            .await;
        assert!(
            answer
                .cookie()
                .contains(&format!("Max-Age={}", hours * 3600))
        );
        for (minutes, out) in [(-1, false), (1, true)] {
            let opened = now().plus_seconds(-i64::from(hours) * 3600 - minutes * 60);
            let opened = opened.as_micros();
            world
                .change(format!("UPDATE session SET opened_at = {opened}"))
                .await;
            assert_eq!(
                is_out(&browser.get("/workbench").await),
                out,
                "{hours} h, {minutes}"
            );
        }
    }
}

async fn what_a_page_asks_for_by_itself_keeps_nobody_signed_in(database: TestDatabase) {
    let world = World::new(&database).await;
    let (unit, superior) = (world.unit().await, world.unit().await);
    let application = world.apply(&unit, &superior).await.expect("applied");
    let server = Server::start(&database).await;
    let browser = server.signed_in(&superior).await;
    seen_minutes_ago(&world, 20).await;
    let mut conn = world.read().await;
    let before = sql("SELECT seen_at FROM session").int(&mut conn).await;
    browser
        .post(&format!("/review/{application}/here"), &[])
        .await;
    let after = sql("SELECT seen_at FROM session").int(&mut conn).await;
    assert_eq!(before.expect("read"), after.expect("read"));
}

async fn administrators_sign_in_at_their_own_page(database: TestDatabase) {
    let world = World::new(&database).await;
    let administrator = world.administrator_account(Role::System).await;
    let server = Server::start(&database).await;
    let browser = server.browser();
    let page = browser.get("/admin/login").await.body;
    assert!(page.contains("平台管理员登录") && page.contains("管理员账号"));
    for (account, password) in [
        (administrator.account.as_str(), "wrong"),
        ("nobody", PASSWORD),
    ] {
        let answer = browser.sign_in_administrator(account, password).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
        assert!(answer.body.contains("没有登录成功") && !answer.body.contains(PASSWORD));
    }
    let answer = browser
        .sign_in_administrator(&administrator.account, PASSWORD)
        .await;
    assert_eq!(answer.location(), "/admin");
    assert_eq!(browser.get("/account").await.status, StatusCode::OK);
    assert_eq!(
        browser.get("/workbench").await.status,
        StatusCode::NOT_FOUND
    );
    let answer = browser.change_password(PASSWORD, NEW).await;
    assert_eq!(
        answer.location(),
        "/account?done=password",
        "{}",
        answer.body
    );
    world
        .change("UPDATE administrator SET disabled_at = 1".to_owned())
        .await;
    assert!(is_out(&browser.get("/account").await));
    let answer = browser
        .sign_in_administrator(&administrator.account, NEW)
        .await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
}

async fn a_password_is_in_no_page_that_signs_in_again(database: TestDatabase) {
    World::new(&database).await;
    let server = Server::start(&database).await;
    let ending = [("name", "x"), ("password", PASSWORD)];
    for answer in [
        server.browser().change_password(PASSWORD, NEW).await,
        server.browser().post("/account/sessions", &ending).await,
    ] {
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
        assert!(answer.body.contains("请登录后重新输入"), "{}", answer.body);
        assert!(!answer.body.contains(PASSWORD) && !answer.body.contains("name=\"held\""));
    }
    // A form that has a password beside what was typed is kept without it.
    for path in ["/workbench", "/people/1", "/admin/operators/1"] {
        let form = [("mobile", "13600001111"), ("password", PASSWORD)];
        let answer = server.browser().post(path, &form).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{path}");
        assert!(!answer.body.contains(PASSWORD), "{path}");
        let held = answer.form().into_iter().find(|(name, _)| *name == "held");
        assert_eq!(held, Some(("held", "mobile=13600001111")), "{path}");
    }
}
