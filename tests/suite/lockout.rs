//! Failed sign-ins make the next ones wait, and tell nothing about whose account it is.

use crate::support::server::{Answer, Browser};
use crate::support::world::{PASSWORD, card};
use crate::support::{Actor, Server, TestDatabase, World, vault};
use lishu::domain::Role;
use lishu::server::store::{self, Counted, sql};
use lishu::server::{forget_failures, now};
use reqwest::StatusCode;

on_both_engines!(
    a_unit_s_code_and_its_account_are_counted_as_one,
    after_five_failures_the_next_waits_whoever_it_is,
    of_many_at_once_no_more_are_judged_than_one_by_one,
    a_success_and_a_day_make_it_forgotten,
    a_browser_that_signed_in_before_is_counted_by_itself,
    a_device_cookie_helps_only_who_signed_in_with_it,
    somebody_is_let_in_again,
    one_address_has_so_many_tries_a_minute,
    failures_go_on_record_without_names,
);

/// Fails so often that the next try waits.
async fn fail_five_times(browser: &Browser, code: &str, mobile: &str) -> Answer {
    for _ in 0..4 {
        let answer = browser.sign_in(code, mobile, "wrong").await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    }
    browser.sign_in(code, mobile, "wrong").await
}

async fn after_five_failures_the_next_waits_whoever_it_is(database: TestDatabase) {
    let world = World::new(&database).await;
    let actor = world.unit().await;
    let server = Server::start(&database).await;
    let code = actor.code.as_str();
    let mut pages = Vec::new();
    for mobile in [actor.mobile.as_str(), "13811112222"] {
        let answer = fail_five_times(&server.browser(), code, mobile).await;
        assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
        assert!(answer.body.contains("后再试"), "{}", answer.body);
        assert!(answer.body.contains("忘记密码"), "the next step");
        // Not even the right password is looked at.
        let answer = server.browser().sign_in(code, mobile, PASSWORD).await;
        assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
        let (_, main) = answer.body.split_once("<main").expect("a page");
        pages.push(without_the_wait(
            &main[..main.find("</main>").expect("a page")],
        ));
    }
    assert_eq!(pages[0], pages[1], "known and unknown look the same");
    let other = world.unit().await;
    server.signed_in(&other).await;
}

/// For an account that nobody has as well: the count tells nothing of who there is.
async fn a_unit_s_code_and_its_account_are_counted_as_one(database: TestDatabase) {
    let world = World::new(&database).await;
    let actor = world.unit().await;
    let server = Server::start(&database).await;
    for mobile in [actor.mobile.as_str(), "13811112222"] {
        for unit in [actor.code.as_str(), "unit1", "UNIT1", actor.code.as_str()] {
            let answer = server.browser().sign_in(unit, mobile, "wrong").await;
            assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{unit}");
        }
        let answer = server.browser().sign_in("unit1", mobile, "wrong").await;
        assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
        // Another number at the same unit is another's.
        let answer = server.browser().sign_in("unit1", &card(2), "wrong").await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
        world.change("DELETE FROM attempt".to_owned()).await;
    }
}

/// A page without how long it says to wait: a second later a minute is 59 seconds.
fn without_the_wait(page: &str) -> String {
    let page = page.replace("分钟", "").replace(['分', '秒'], "");
    page.chars().filter(|c| !c.is_ascii_digit()).collect()
}

async fn of_many_at_once_no_more_are_judged_than_one_by_one(database: TestDatabase) {
    let world = World::new(&database).await;
    let tries = (0..40).map(|_| {
        let db = world.db.clone();
        tokio::spawn(async move {
            let mut tx = db.begin().await.expect("a transaction");
            let counted = store::count_attempt(&mut tx, "one", now()).await;
            tx.commit().await.expect("committed");
            counted.expect("counted")
        })
    });
    let mut judged = 0;
    for one in tries.collect::<Vec<_>>() {
        judged += usize::from(matches!(one.await.expect("done"), Counted::Judged { .. }));
    }
    assert_eq!(
        judged, 5,
        "four free ones, and the one that makes the rest wait"
    );
}

async fn a_success_and_a_day_make_it_forgotten(database: TestDatabase) {
    let world = World::new(&database).await;
    let actor = world.unit().await;
    let server = Server::start(&database).await;
    let (code, mobile) = (actor.code.as_str(), actor.mobile.as_str());
    for _ in 0..2 {
        let browser = server.browser();
        for _ in 0..4 {
            browser.sign_in(code, mobile, "wrong").await;
        }
        server.signed_in(&actor).await;
        assert_eq!(world.count("attempt").await, 0);
    }
    let at = now();
    let yesterday = at.plus_seconds(-24 * 3600);
    let mut tx = world.begin().await;
    for _ in 0..9 {
        let counted = store::count_attempt(&mut tx, "x", yesterday)
            .await
            .expect("counted");
        if let Counted::Judged { next: Some(next) } = counted {
            assert!(next <= yesterday.plus_seconds(15 * 60));
        }
        free(&mut tx).await;
    }
    let counted = store::count_attempt(&mut tx, "x", at)
        .await
        .expect("counted");
    assert_eq!(counted, Counted::Judged { next: None });
}

/// As if the wait were over.
async fn free(tx: &mut store::Tx) {
    let free = sql("UPDATE attempt SET until_at = 0").execute(tx).await;
    free.expect("freed");
}

async fn a_browser_that_signed_in_before_is_counted_by_itself(database: TestDatabase) {
    let world = World::new(&database).await;
    let actor = world.unit().await;
    let server = Server::start(&database).await;
    let own = server.signed_in(&actor).await;
    own.post("/logout", &[]).await;
    let (code, mobile) = (actor.code.as_str(), actor.mobile.as_str());
    fail_five_times(&server.browser(), code, mobile).await;
    let elsewhere = server.browser().sign_in(code, mobile, PASSWORD).await;
    assert_eq!(elsewhere.status, StatusCode::TOO_MANY_REQUESTS);
    let answer = own.sign_in(code, mobile, PASSWORD).await;
    assert_eq!(
        answer.status,
        StatusCode::SEE_OTHER,
        "a stranger locks nobody out"
    );
    // Nor does it guess for ever.
    own.post("/logout", &[]).await;
    let answer = fail_five_times(&own, code, mobile).await;
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
}

async fn a_device_cookie_helps_only_who_signed_in_with_it(database: TestDatabase) {
    let world = World::new(&database).await;
    let (actor, other) = (world.unit().await, world.unit().await);
    let server = Server::start(&database).await;
    let browser = server.signed_in(&other).await;
    browser.post("/logout", &[]).await;
    let (code, mobile) = (actor.code.as_str(), actor.mobile.as_str());
    fail_five_times(&browser, code, mobile).await;
    let answer = server.browser().sign_in(code, mobile, PASSWORD).await;
    assert_eq!(
        answer.status,
        StatusCode::TOO_MANY_REQUESTS,
        "counted with everybody's"
    );
}

async fn somebody_is_let_in_again(database: TestDatabase) {
    let world = World::new(&database).await;
    let actor = world.unit().await;
    let server = Server::start(&database).await;
    fail_five_times(&server.browser(), actor.code.as_str(), &actor.mobile).await;
    world.identify(actor.person, &card(1)).await;
    fail_five_times(&server.browser(), "unit1", &card(1)).await;
    let mut tx = world.begin().await;
    let found = forget_failures(&mut tx, &vault(), actor.person).await;
    tx.commit().await.expect("committed");
    assert_eq!(
        found.expect("forgotten"),
        2,
        "by the mobile and by the identity card"
    );
    server.signed_in(&actor).await;
    // An administrator likewise.
    let administrator = world.administrator_account(Role::System).await;
    let browser = server.browser();
    for _ in 0..5 {
        browser
            .sign_in_administrator(&administrator.account, "wrong")
            .await;
    }
    let locked = browser
        .sign_in_administrator(&administrator.account, PASSWORD)
        .await;
    assert_eq!(locked.status, StatusCode::TOO_MANY_REQUESTS);
    let mut tx = world.begin().await;
    let found = forget_failures(&mut tx, &vault(), administrator.person).await;
    tx.commit().await.expect("committed");
    assert_eq!(found.expect("forgotten"), 1);
    let answer = browser
        .sign_in_administrator(&administrator.account, PASSWORD)
        .await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
}

async fn one_address_has_so_many_tries_a_minute(database: TestDatabase) {
    let world = World::new(&database).await;
    let actor = world.unit().await;
    let server = Server::start_limited(&database, 3).await;
    let try_as = async |actor: &Actor, password: &str| {
        let browser = server.browser();
        browser
            .sign_in(actor.code.as_str(), &actor.mobile, password)
            .await
    };
    for _ in 0..3 {
        let answer = try_as(&world.unit().await, "wrong").await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    }
    let answer = try_as(&actor, PASSWORD).await;
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(answer.body.contains("尝试得太频繁"), "{}", answer.body);
}

async fn failures_go_on_record_without_names(database: TestDatabase) {
    let world = World::new(&database).await;
    let actor = world.unit().await;
    let server = Server::start(&database).await;
    fail_five_times(&server.browser(), actor.code.as_str(), &actor.mobile).await;
    let mut conn = world.read().await;
    let acts: Vec<(String, String, Option<i64>)> =
        sql("SELECT kind, detail, person_id FROM act ORDER BY id")
            .all(&mut conn)
            .await
            .expect("read");
    let kinds: Vec<&str> = acts.iter().map(|act| act.0.as_str()).collect();
    let failed = "sign_in_failed";
    assert_eq!(kinds, [failed, failed, failed, failed, failed, "locked"]);
    for (_, detail, person) in acts {
        assert_eq!(person, None);
        assert!(
            !detail.contains(&actor.mobile) && detail.contains("digest"),
            "{detail}"
        );
    }
}
