//! Whose session ended because something was changed about them is told why at the sign-in, and nobody else is.

use crate::support::server::Browser;
use crate::support::{Server, TestDatabase, World};
use lishu::domain::Ended;
use lishu::server::now;
use lishu::server::session::Token;
use lishu::server::store;

on_both_engines!(
    who_is_signed_out_by_a_change_is_told_why,
    whose_own_act_it_was_is_told_that_it_is_done,
    whose_unit_is_disabled_is_told_so,
    a_stranger_is_told_nothing,
    why_a_session_ended_is_kept_no_longer_than_it,
);

const CHANGED: &str = "您的权限或账号有变化，请重新登录";

/// What the sign-in says that a page leads to.
async fn led_to(browser: &Browser) -> String {
    let next = browser.get("/workbench").await;
    assert!(next.location().starts_with("/login"), "{}", next.body);
    browser.get(next.location()).await.body
}

async fn who_is_signed_out_by_a_change_is_told_why(database: TestDatabase) {
    let world = World::new(&database).await;
    let manager = world.manager().await;
    let clerk = world.colleague(&manager, "李新").await;
    let server = Server::start(&database).await;
    let browser = server.session(manager.operator).await;
    let path = format!("/people/{}", clerk.operator);
    let presses = [
        (
            vec![("go", "roles"), ("version", "1"), ("roles", "applies")],
            "您在单位里的权限有了变动",
        ),
        (
            vec![("go", "disable"), ("version", "2"), ("why", "长期休假")],
            "您在单位里的账号已停用",
        ),
    ];
    for (form, said) in presses {
        let theirs = server.session(clerk.operator).await;
        let done = browser.post(&path, &form).await;
        assert!(done.location().contains("done="), "{}", done.body);
        let page = led_to(&theirs).await;
        assert!(page.contains(CHANGED) && page.contains(said), "{page}");
        // A form that they send then is kept, and the page says why too.
        let sent = theirs.post("/withdraw", &[("application", "1")]).await;
        assert!(sent.body.contains(CHANGED), "{}", sent.body);
    }
}

async fn whose_own_act_it_was_is_told_that_it_is_done(database: TestDatabase) {
    let world = World::new(&database).await;
    let manager = world.manager().await;
    let heir = world.colleague(&manager, "李新").await;
    let server = Server::start(&database).await;
    let (browser, theirs) = (
        server.session(manager.operator).await,
        server.session(heir.operator).await,
    );
    let path = format!("/people/{}", manager.operator);
    let successor = heir.operator.to_string();
    let form = [
        ("go", "hand-over"),
        ("version", "1"),
        ("successor", successor.as_str()),
        ("why", "离职"),
    ];
    let done = browser.post(&path, &form).await;
    let next = browser.get(done.location()).await;
    assert!(next.location().starts_with("/login"), "{}", next.body);
    let page = browser.get(next.location()).await.body;
    assert!(
        page.contains(CHANGED) && page.contains("交接完成"),
        "{page}"
    );
    let page = led_to(&theirs).await;
    assert!(
        page.contains("您在单位里的权限有了变动") && !page.contains("交接完成"),
        "{page}"
    );
}

async fn whose_unit_is_disabled_is_told_so(database: TestDatabase) {
    let world = World::new(&database).await;
    let (unit, other) = (world.unit().await, world.unit().await);
    let elsewhere = world.also_acts_for(&unit, &other).await;
    let server = Server::start(&database).await;
    let (browser, beside) = (
        server.session(unit.operator).await,
        server.session(elsewhere.operator).await,
    );
    world.disable(unit.unit).await;
    let page = led_to(&browser).await;
    assert!(
        page.contains("您的单位已停用，登录已结束") && !page.contains("登录已过期"),
        "{page}"
    );
    let sent = browser.post("/withdraw", &[("application", "1")]).await;
    assert!(
        sent.body.contains("您的单位已停用，登录已结束"),
        "{}",
        sent.body
    );
    let still = beside.get("/workbench").await;
    assert_eq!(still.status, http::StatusCode::OK, "for the other unit");
}

async fn a_stranger_is_told_nothing(database: TestDatabase) {
    let world = World::new(&database).await;
    let manager = world.manager().await;
    let server = Server::start(&database).await;
    let signed_in = server.session(manager.operator).await;
    for browser in [&server.browser(), &signed_in] {
        let page = browser.get("/login?panel=operator").await.body;
        assert!(!page.contains(CHANGED), "{page}");
    }
    // Who signs out has nothing changed.
    signed_in.post("/logout", &[]).await;
    assert!(!led_to(&signed_in).await.contains(CHANGED));
}

async fn why_a_session_ended_is_kept_no_longer_than_it(database: TestDatabase) {
    let world = World::new(&database).await;
    let actor = world.unit().await;
    let (first, second) = (Token::random(), Token::random());
    let at = now();
    let open = async |token: &Token, at: lishu::domain::Instant| {
        let mut tx = world.begin().await;
        let hash = token.hash();
        let new = store::NewSession {
            token_hash: &hash,
            person: actor.person,
            operator: Some(actor.operator),
            administrator: None,
            expires: at.plus_seconds(60),
            proved: true,
            device: "",
        };
        store::open_session(&mut tx, new, at).await.expect("opened");
        tx.commit().await.expect("committed");
    };
    open(&first, at).await;
    let mut tx = world.begin().await;
    let ended = store::end_sessions_of(&mut tx, actor.person, None, Ended::FactorOff).await;
    assert_eq!(ended.expect("ended"), 1);
    tx.commit().await.expect("committed");
    let found = async |at| {
        let mut conn = world.read().await;
        let found = store::find_ended(&mut conn, &first.hash(), at).await;
        found.expect("read")
    };
    assert_eq!(found(at).await, Some((Ended::FactorOff, false)));
    let later = at.plus_seconds(61);
    assert_eq!(found(later).await, None);
    open(&second, later).await;
    assert_eq!(world.count("ended_session").await, 0);
}

#[test]
fn each_word_is_of_one_reason() {
    for why in Ended::ALL {
        assert_eq!(Ended::parse(why.as_str()), Some(why));
    }
}
