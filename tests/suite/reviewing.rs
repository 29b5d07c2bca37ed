//! Reviewing (rules 10, 17 to 20, 22), on both engines.

use crate::support::world::{decide, decision, refused};
use crate::support::{TestDatabase, World};
use lishu::domain::{
    ApplicationState, Barrier, DataField, Decision, DecisionDraft, Fault, Outcome,
};
use lishu::server::store;

on_both_engines!(
    rule_10_only_approval_makes_a_superior,
    rule_17_to_others_an_application_does_not_exist,
    rule_18_who_acts_for_both_decides_nothing,
    rule_19_a_stale_decision_changes_nothing,
    rule_19_sent_twice_a_decision_is_one,
    rule_22_every_transition_is_one_event,
    the_fields_that_a_decision_names_are_kept,
);

async fn rule_10_only_approval_makes_a_superior(database: TestDatabase) {
    let world = World::new(&database).await;
    let superior = world.unit().await;
    for outcome in Outcome::ALL {
        let unit = world.unit().await;
        let application = world.apply(&unit, &superior).await.expect("applied");
        assert_eq!(world.superior(unit.unit).await, None);
        world
            .decide(&superior, application, outcome)
            .await
            .expect("decided");
        assert_eq!(world.state(application).await, outcome.state());
        let expected = (outcome == Outcome::Approve).then_some(superior.unit);
        assert_eq!(world.superior(unit.unit).await, expected, "{outcome:?}");
    }
}

async fn rule_17_to_others_an_application_does_not_exist(database: TestDatabase) {
    let world = World::new(&database).await;
    let (unit, superior, stranger) = (world.unit().await, world.unit().await, world.unit().await);
    let application = world.apply(&unit, &superior).await.expect("applied");
    for other in [&stranger, &unit] {
        let fault = refused(world.decide(other, application, Outcome::Approve).await);
        assert_eq!(fault, Fault::NotFound);
        let mut conn = world.read().await;
        let seen = store::case_for_review(&mut conn, other.unit, application).await;
        assert!(seen.expect("read").is_none());
    }
    let fault = refused(decide(&world.db, &superior, decision(987_654, 1, Outcome::Approve)).await);
    assert_eq!(fault, Fault::NotFound);
}

async fn rule_18_who_acts_for_both_decides_nothing(database: TestDatabase) {
    let world = World::new(&database).await;
    let (unit, superior) = (world.unit().await, world.unit().await);
    let both = world.also_acts_for(&unit, &superior).await;
    let application = world.apply(&unit, &superior).await.expect("applied");
    let fault = refused(world.decide(&both, application, Outcome::Approve).await);
    assert_eq!(fault, Fault::Forbidden(Barrier::ActsForBoth));
    world
        .decide(&superior, application, Outcome::Approve)
        .await
        .expect("a colleague may");
}

async fn rule_19_a_stale_decision_changes_nothing(database: TestDatabase) {
    let world = World::new(&database).await;
    let (unit, superior) = (world.unit().await, world.unit().await);
    let colleague = world.colleague(&superior, "周岚").await;
    let application = world.apply(&unit, &superior).await.expect("applied");
    let seen = decision(application, 1, Outcome::Approve);
    decide(
        &world.db,
        &colleague,
        decision(application, 1, Outcome::Return),
    )
    .await
    .expect("first");
    let fault = refused(decide(&world.db, &superior, seen).await);
    let Fault::Stale(stale) = fault else {
        panic!("{fault:?}");
    };
    assert_eq!(stale.state, ApplicationState::Returned);
    assert_eq!(stale.by.as_deref(), Some("周*"));
    assert_eq!(world.superior(unit.unit).await, None);
    // Another's equal decision is not one's own sent twice.
    let fault = refused(
        decide(
            &world.db,
            &superior,
            decision(application, 1, Outcome::Return),
        )
        .await,
    );
    assert!(matches!(fault, Fault::Stale(_)));
}

async fn rule_19_sent_twice_a_decision_is_one(database: TestDatabase) {
    let world = World::new(&database).await;
    let (unit, superior) = (world.unit().await, world.unit().await);
    let application = world.apply(&unit, &superior).await.expect("applied");
    let again = || {
        decide(
            &world.db,
            &superior,
            decision(application, 1, Outcome::Approve),
        )
    };
    let (first, second) = tokio::join!(again(), again());
    first.expect("decided");
    second.expect("the same answer");
    assert_eq!(world.count("decision").await, 1);
    assert_eq!(world.count("affiliation").await, 1);
    assert_eq!(world.count("event").await, 2);
}

async fn rule_22_every_transition_is_one_event(database: TestDatabase) {
    let world = World::new(&database).await;
    let (unit, superior) = (world.unit().await, world.unit().await);
    let application = world.apply(&unit, &superior).await.expect("applied");
    world
        .decide(&superior, application, Outcome::Return)
        .await
        .expect("returned");
    world.resubmit(&unit, application).await.expect("again");
    world
        .decide(&superior, application, Outcome::Approve)
        .await
        .expect("approved");
    let mut conn = world.read().await;
    let events = store::events_of(&mut conn, application)
        .await
        .expect("read");
    let told: Vec<_> = events
        .iter()
        .map(|e| (e.kind.as_str(), e.to_state.as_deref().unwrap_or_default()))
        .collect();
    assert_eq!(
        told,
        [
            ("applied", "pending"),
            ("decided", "returned"),
            ("resubmitted", "pending"),
            ("decided", "approved"),
        ]
    );
    assert_eq!(world.version(application).await, 4);
}

async fn the_fields_that_a_decision_names_are_kept(database: TestDatabase) {
    let world = World::new(&database).await;
    let (unit, superior) = (world.unit().await, world.unit().await);
    let application = world.apply(&unit, &superior).await.expect("applied");
    let naming = |version: i64, region: &str| {
        Decision::try_from(DecisionDraft {
            application,
            version,
            faulty: "yes".into(),
            outcome: "return".into(),
            opinion: "请核对".into(),
            wrong: vec!["email".into(), "region".into()],
            why_region: region.into(),
            why_email: "已停用".into(),
            ..DecisionDraft::default()
        })
        .expect("complete")
    };
    for _ in 0..2 {
        decide(&world.db, &superior, naming(1, "应为朝阳区"))
            .await
            .expect("returned, and the same answer again");
    }
    let fault = refused(decide(&world.db, &superior, naming(1, "应为南关区")).await);
    assert!(matches!(fault, Fault::Stale(_)), "it says something else");
    let mut conn = world.read().await;
    let latest = store::latest_decision(&mut conn, application).await;
    let wrong = latest.expect("read").expect("a decision").wrong;
    let named: Vec<_> = wrong.iter().map(|w| (w.field, w.why.as_str())).collect();
    let expected = [
        (DataField::Region, "应为朝阳区"),
        (DataField::Email, "已停用"),
    ];
    assert_eq!(named, expected);
    drop(conn);

    world.resubmit(&unit, application).await.expect("again");
    decide(&world.db, &superior, naming(3, "仍应为朝阳区"))
        .await
        .expect("returned again");
    let mut conn = world.read().await;
    let before = store::fields_named_before(&mut conn, application).await;
    let before = before.expect("read");
    assert_eq!(before.len(), 2);
    assert_eq!(before[0].why.as_str(), "仍应为朝阳区");
}
