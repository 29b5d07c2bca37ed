//! 切换单位: one person with several operators.

use crate::support::world::{PASSWORD, refused};
use crate::support::{Server, TestDatabase, World};
use lishu::domain::{Barrier, Fault, Outcome};
use lishu::server::store::sql;
use reqwest::StatusCode;

on_both_engines!(
    one_account_switches_between_its_units,
    nobody_switches_to_where_they_do_not_act,
    rule_18_holds_whichever_unit_is_chosen,
);

async fn one_account_switches_between_its_units(database: TestDatabase) {
    let world = World::new(&database).await;
    let (one, other) = (world.unit().await, world.unit().await);
    let there = world.also_acts_for(&one, &other).await;
    let server = Server::start(&database).await;
    let browser = server.browser();
    let signed = browser
        .sign_in(one.code.as_str(), &one.mobile, PASSWORD)
        .await;
    let before = signed
        .cookie()
        .split(';')
        .next()
        .expect("a pair")
        .to_owned();
    let page = browser.get("/workbench").await.body;
    assert!(
        page.contains("切换单位") && page.contains("示例单位2"),
        "{page}"
    );
    let target = there.operator.to_string();
    let ends = "SELECT MAX(expires_at) FROM session";
    let until = sql(ends)
        .int(&mut world.read().await)
        .await
        .expect("a session");
    let switched = browser
        .post("/switch", &[("operator", target.as_str())])
        .await;
    assert_eq!(switched.location(), "/workbench", "{}", switched.body);
    let after = switched
        .cookie()
        .split(';')
        .next()
        .expect("a pair")
        .to_owned();
    assert_ne!(before, after, "the token is rotated");
    let page = browser.get("/workbench").await.body;
    assert!(page.contains("class=\"account-unit\">示例单位2"), "{page}");
    assert_eq!(world.count("session").await, 1, "the former token is ended");
    let still = sql(ends)
        .int(&mut world.read().await)
        .await
        .expect("a session");
    assert_eq!(until, still, "it ends no later than it would have");
    let act = sql("SELECT operator_id FROM act WHERE kind = 'switched_unit' AND unit_id = $1")
        .bind(other.unit)
        .int(&mut world.read().await)
        .await
        .expect("noted");
    assert_eq!(act, one.operator);
    let alone = world.unit().await;
    let lonely = server.session(alone.operator).await;
    assert!(!lonely.get("/workbench").await.body.contains("切换单位"));
}

async fn nobody_switches_to_where_they_do_not_act(database: TestDatabase) {
    let world = World::new(&database).await;
    let (one, stranger, former) = (world.unit().await, world.unit().await, world.unit().await);
    let there = world.also_acts_for(&one, &former).await;
    let server = Server::start(&database).await;
    let browser = server.session(one.operator).await;
    let waits = sql("UPDATE operator SET waits = 1 WHERE id = $1").bind(there.operator);
    world.run(waits).await;
    for target in [stranger.operator, there.operator, 999_999] {
        let answer = browser
            .post("/switch", &[("operator", &target.to_string())])
            .await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{target}");
    }
    let disabled = "UPDATE operator SET waits = 0, disabled_at = 1 WHERE id = $1";
    world.run(sql(disabled).bind(there.operator)).await;
    let answer = browser
        .post("/switch", &[("operator", &there.operator.to_string())])
        .await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    assert_eq!(
        browser.get("/workbench").await.status,
        StatusCode::OK,
        "nothing changed"
    );
}

async fn rule_18_holds_whichever_unit_is_chosen(database: TestDatabase) {
    let world = World::new(&database).await;
    let (unit, superior) = (world.unit().await, world.unit().await);
    let both = world.also_acts_for(&unit, &superior).await;
    let application = world.apply(&unit, &superior).await.expect("applied");
    let fault = refused(world.decide(&both, application, Outcome::Approve).await);
    assert_eq!(fault, Fault::Forbidden(Barrier::ActsForBoth));
    let server = Server::start(&database).await;
    let browser = server.signed_in(&unit).await;
    let target = both.operator.to_string();
    browser
        .post("/switch", &[("operator", target.as_str())])
        .await;
    let path = format!("/review/{application}");
    let form = [
        ("version", "1"),
        ("faulty", "no"),
        ("outcome", "approve"),
        ("opinion", ""),
    ];
    let answer = browser.post(&path, &form).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert_eq!(world.superior(unit.unit).await, None);
    // Who only asked to act for the applicant does not act for it.
    let waits = sql("UPDATE operator SET waits = 1 WHERE id = $1").bind(unit.operator);
    world.run(waits).await;
    world
        .decide(&both, application, Outcome::Approve)
        .await
        .expect("acts for one of them");
}
