//! 安全策略: one document, changed by who saw the last one, and what it asks of passwords.

use crate::support::world::{PASSWORD, refused};
use crate::support::{Server, TestDatabase, World};
use lishu::domain::{Fault, PasswordProfile, Policy, Role};
use lishu::server::now;
use lishu::server::store::{self, sql};
use reqwest::StatusCode;

on_both_engines!(
    a_policy_is_changed_by_who_saw_the_last,
    what_a_policy_does_not_say_is_as_by_default,
    a_new_password_is_long_and_not_a_common_one,
    dengbao3_wants_another_after_90_days,
    dengbao3_takes_none_of_the_last_five,
    a_wrong_present_password_changes_nothing,
);

async fn a_policy_is_changed_by_who_saw_the_last(database: TestDatabase) {
    let world = World::new(&database).await;
    let administrator = world.administrator(Role::Security).await;
    let mut conn = world.read().await;
    let none = store::latest_policy(&mut conn).await.expect("read");
    assert_eq!(none, (0, Policy::default()));
    let policy = Policy {
        idle_minutes: 10,
        ..Policy::default()
    };
    for (seen, version) in [(0, 1), (1, 2)] {
        let mut tx = world.begin().await;
        let set = store::set_policy(&mut tx, administrator, seen, &policy, now()).await;
        assert_eq!(set.expect("set"), version);
        tx.commit().await.expect("committed");
    }
    for stale in [0, 1, 7] {
        let mut tx = world.begin().await;
        let set = store::set_policy(&mut tx, administrator, stale, &policy, now()).await;
        assert_eq!(refused(set), Fault::ProfileChanged);
    }
    assert_eq!(store::policy(&mut conn).await.expect("read"), policy);
    assert_eq!(world.count("act WHERE kind = 'policy_changed'").await, 2);
}

async fn what_a_policy_does_not_say_is_as_by_default(database: TestDatabase) {
    let world = World::new(&database).await;
    let administrator = world.administrator(Role::Security).await;
    let insert = |version: i64, body: &'static str| {
        format!(
            "INSERT INTO policy (version, body, administrator_id, at)
             VALUES ({version}, '{body}', {administrator}, 1)"
        )
    };
    world.change(insert(1, "{\"idle_minutes\":7}")).await;
    let expected = Policy {
        idle_minutes: 7,
        ..Policy::default()
    };
    let mut conn = world.read().await;
    assert_eq!(store::policy(&mut conn).await.expect("read"), expected);
    world.change(insert(2, "nonsense")).await;
    let read = store::policy(&mut conn).await.expect("read");
    assert_eq!(read, Policy::default());
}

async fn a_new_password_is_long_and_not_a_common_one(database: TestDatabase) {
    let world = World::new(&database).await;
    let actor = world.unit().await;
    let server = Server::start(&database).await;
    let browser = server.signed_in(&actor).await;
    let page = browser.get("/account").await.body;
    assert!(
        page.contains("至少 12 个字符"),
        "the rules stand before the field"
    );
    for (new, said) in [
        ("elevenchars", "密码至少 12 个字符，现在是 11 个"),
        ("1qaz2wsx3edc", "太常见"),
        ("我在示例单位1上班很多年了", "密码里不要有「示例单位1」"),
        (actor.mobile.as_str(), "密码至少 12 个字符"),
    ] {
        let answer = browser.change_password(PASSWORD, new).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{new}");
        assert!(answer.body.contains(said), "{new}: {}", answer.body);
    }
    let new = "一句话 that nobody guesses";
    let answer = browser.change_password(PASSWORD, new).await;
    assert_eq!(answer.location(), "/account?done=password");
    assert_eq!(browser.get("/workbench").await.status, StatusCode::OK);
    for (password, status) in [
        (PASSWORD, StatusCode::UNAUTHORIZED),
        (new, StatusCode::SEE_OTHER),
    ] {
        let browser = server.browser();
        let answer = browser
            .sign_in(actor.code.as_str(), &actor.mobile, password)
            .await;
        assert_eq!(answer.status, status);
    }
    assert_eq!(world.count("act WHERE kind = 'password_changed'").await, 1);
}

async fn dengbao3_wants_another_after_90_days(database: TestDatabase) {
    let world = World::new(&database).await;
    let actor = world.unit().await;
    world.rotate_passwords().await;
    let server = Server::start(&database).await;
    world.password_set(&actor, 89).await;
    let browser = server.signed_in(&actor).await;
    assert_eq!(browser.get("/workbench").await.status, StatusCode::OK);
    world.password_set(&actor, 91).await;
    assert_eq!(browser.get("/workbench").await.location(), "/account");
    let pressed = browser.post("/enter", &[]).await;
    assert_eq!(pressed.status, StatusCode::FORBIDDEN);
    assert!(pressed.body.contains("请先修改密码"), "{}", pressed.body);
    let page = browser.get("/account").await;
    assert!(page.body.contains("请先修改密码"), "{}", page.body);
    let answer = browser.change_password(PASSWORD, "Paper-boat-9").await;
    assert_eq!(answer.location(), "/account?done=password");
    assert_eq!(browser.get("/workbench").await.status, StatusCode::OK);
}

async fn dengbao3_takes_none_of_the_last_five(database: TestDatabase) {
    let world = World::new(&database).await;
    let actor = world.unit().await;
    world.rotate_passwords().await;
    world.password_set(&actor, 0).await;
    let server = Server::start(&database).await;
    let browser = server.signed_in(&actor).await;
    let of = |n: usize| match n {
        0 => PASSWORD.to_owned(),
        n => format!("Paper-boat-{n}{n}"),
    };
    for n in 0..5 {
        let answer = browser.change_password(&of(n), &of(n + 1)).await;
        assert_eq!(answer.location(), "/account?done=password", "{n}");
    }
    for used in 1..=5 {
        let answer = browser.change_password(&of(5), &of(used)).await;
        assert!(
            answer.body.contains("不能使用最近 5 次用过的密码"),
            "{used}"
        );
    }
    let answer = browser.change_password(&of(5), PASSWORD).await;
    assert_eq!(
        answer.location(),
        "/account?done=password",
        "the sixth is free again"
    );
    assert!(world.count("password_before").await <= 6);
}

async fn a_wrong_present_password_changes_nothing(database: TestDatabase) {
    let world = World::new(&database).await;
    let actor = world.unit().await;
    let server = Server::start(&database).await;
    let browser = server.signed_in(&actor).await;
    for _ in 0..4 {
        let answer = browser
            .change_password("wrong", "一句话 that nobody guesses")
            .await;
        assert!(answer.body.contains("原密码不对"), "{}", answer.body);
    }
    let answer = browser
        .change_password("wrong", "一句话 that nobody guesses")
        .await;
    assert_eq!(
        answer.status,
        StatusCode::TOO_MANY_REQUESTS,
        "counted like a sign-in"
    );
    assert!(
        !answer.body.contains("nobody guesses"),
        "a password never comes back"
    );
    let mut conn = world.read().await;
    let hash: (String,) = sql("SELECT password_hash FROM person WHERE id = $1")
        .bind(actor.person)
        .one(&mut conn)
        .await
        .expect("read");
    assert_eq!(world.count("password_before").await, 0);
    assert!(hash.0.starts_with("$argon2id$"));
}

impl World {
    /// Sets the password's age in days.
    async fn password_set(&self, actor: &crate::support::Actor, days: i64) {
        let at = now().plus_days(-days).as_micros();
        self.change(format!(
            "UPDATE person SET password_set_at = {at} WHERE id = {}",
            actor.person
        ))
        .await;
    }

    async fn rotate_passwords(&self) {
        self.set_policy(Policy {
            password_profile: PasswordProfile::Dengbao3,
            ..Policy::default()
        })
        .await;
    }
}
