//! Who may bind (rules 2 to 8), on both engines.

use crate::support::world::refused;
use crate::support::{TestDatabase, World};
use lishu::domain::{ApplicationState, Fault, Obstacle, Outcome};
use lishu::server::now;
use lishu::server::store;

on_both_engines!(
    rule_2_both_units_have_entered_the_module,
    rule_2_is_checked_again_when_approving,
    rule_5_a_unit_never_binds_to_itself,
    rule_6_an_enterprise_unbinds_at_once,
    rule_7_one_open_case_a_unit,
    rule_7_one_superior_a_unit,
    rule_8_no_circle_of_any_length,
    rule_11_termination_bars_for_the_round_only,
    rule_12_returned_rejected_withdrawn,
    rule_14_a_disabled_superior_closes_what_is_open,
    outside_a_round_nothing_is_applied_for,
    sent_twice_an_application_is_one,
);

async fn rule_2_both_units_have_entered_the_module(database: TestDatabase) {
    let world = World::new(&database).await;
    let (unit, never) = (world.unit().await, world.never_entered().await);
    let fault = refused(world.apply(&unit, &never).await);
    assert!(matches!(
        fault,
        Fault::Obstacle(Obstacle::SuperiorNeverEntered { .. })
    ));
    let fault = refused(world.apply(&never, &unit).await);
    assert_eq!(fault, Fault::Obstacle(Obstacle::ApplicantNeverEntered));
    assert_eq!(world.count("application").await, 0);
}

async fn rule_2_is_checked_again_when_approving(database: TestDatabase) {
    let world = World::new(&database).await;
    let (unit, superior) = (world.unit().await, world.unit().await);
    let application = world.apply(&unit, &superior).await.expect("applied");
    world.disable(unit.unit).await;
    let fault = refused(world.decide(&superior, application, Outcome::Approve).await);
    assert_eq!(fault, Fault::Obstacle(Obstacle::ApplicantDisabled));
    assert_eq!(world.superior(unit.unit).await, None);
    assert_eq!(world.state(application).await, ApplicationState::Pending);
}

async fn rule_5_a_unit_never_binds_to_itself(database: TestDatabase) {
    let world = World::new(&database).await;
    let unit = world.unit().await;
    let fault = refused(world.apply(&unit, &unit).await);
    assert_eq!(fault, Fault::Obstacle(Obstacle::OwnCode));
}

async fn rule_6_an_enterprise_unbinds_at_once(database: TestDatabase) {
    let world = World::new(&database).await;
    let (company, superior) = (world.enterprise().await, world.unit().await);
    world.bind(&company, &superior).await;
    assert_eq!(world.superior(company.unit).await, Some(superior.unit));
    let row = world.row(company.unit).await;
    for _ in 0..2 {
        let mut tx = world.begin().await;
        store::release(&mut tx, &row, company.operator, now())
            .await
            .expect("released");
        tx.commit().await.expect("committed");
    }
    assert_eq!(world.superior(company.unit).await, None);
    assert_eq!(world.count("event WHERE kind = 'unbound'").await, 1);
    world.bind(&company, &superior).await;
    assert_eq!(world.count("affiliation").await, 2);
}

async fn rule_7_one_open_case_a_unit(database: TestDatabase) {
    let world = World::new(&database).await;
    let (unit, first, second) = (world.unit().await, world.unit().await, world.unit().await);
    let application = world.apply(&unit, &first).await.expect("applied");
    let fault = refused(world.apply(&unit, &second).await);
    assert!(matches!(
        fault,
        Fault::Obstacle(Obstacle::PendingElsewhere { .. })
    ));
    world
        .decide(&first, application, Outcome::Return)
        .await
        .expect("returned");
    let fault = refused(world.apply(&unit, &second).await);
    assert!(matches!(
        fault,
        Fault::Obstacle(Obstacle::ReturnedElsewhere { .. })
    ));
    world.withdraw(&unit, application).await.expect("withdrawn");
    world
        .apply(&unit, &second)
        .await
        .expect("free to apply again");
}

async fn rule_7_one_superior_a_unit(database: TestDatabase) {
    let world = World::new(&database).await;
    let (unit, first, second) = (world.unit().await, world.unit().await, world.unit().await);
    world.bind(&unit, &first).await;
    let fault = refused(world.apply(&unit, &second).await);
    assert!(matches!(
        fault,
        Fault::Obstacle(Obstacle::BoundElsewhere { .. })
    ));
    let fault = refused(world.apply(&unit, &first).await);
    assert!(matches!(
        fault,
        Fault::Obstacle(Obstacle::AlreadySuperior { .. })
    ));
}

async fn rule_8_no_circle_of_any_length(database: TestDatabase) {
    let world = World::new(&database).await;
    let mut chain = vec![world.unit().await];
    for _ in 0..6 {
        let superior = world.unit().await;
        world.bind(chain.last().expect("begun"), &superior).await;
        chain.push(superior);
    }
    let top = chain.last().expect("begun");
    for below in &chain[..chain.len() - 1] {
        let fault = refused(world.apply(top, below).await);
        assert!(
            matches!(fault, Fault::Obstacle(Obstacle::Circle { .. })),
            "{fault:?}"
        );
    }
}

async fn rule_11_termination_bars_for_the_round_only(database: TestDatabase) {
    let world = World::new(&database).await;
    let (unit, superior) = (world.unit().await, world.unit().await);
    let application = world.apply(&unit, &superior).await.expect("applied");
    world
        .decide(&superior, application, Outcome::Terminate)
        .await
        .expect("terminated");
    let fault = refused(world.apply(&unit, &superior).await);
    assert!(matches!(fault, Fault::Obstacle(Obstacle::Barred { .. })));
    world.end_rounds().await;
    let mut tx = world.begin().await;
    let at = now();
    store::sql("INSERT INTO round (name, opens_at, closes_at) VALUES ('下一批', $1, $2)")
        .bind(at.plus_days(-1))
        .bind(at.plus_days(1))
        .execute(&mut tx)
        .await
        .expect("the next round");
    tx.commit().await.expect("committed");
    world
        .apply(&unit, &superior)
        .await
        .expect("the bar ended with its round");
}

async fn rule_12_returned_rejected_withdrawn(database: TestDatabase) {
    let world = World::new(&database).await;
    let (unit, superior) = (world.unit().await, world.unit().await);
    let application = world.apply(&unit, &superior).await.expect("applied");
    world
        .decide(&superior, application, Outcome::Return)
        .await
        .expect("returned");
    world
        .resubmit(&unit, application)
        .await
        .expect("the same case again");
    assert_eq!(world.state(application).await, ApplicationState::Pending);
    world
        .decide(&superior, application, Outcome::Reject)
        .await
        .expect("rejected");
    let again = world
        .apply(&unit, &superior)
        .await
        .expect("a new application");
    assert_ne!(again, application);
    world.withdraw(&unit, again).await.expect("withdrawn");
    let fault = refused(world.withdraw(&unit, again).await);
    assert!(
        matches!(fault, Fault::Stale(_)),
        "a withdrawn case stays withdrawn"
    );
    assert_eq!(world.count("application").await, 2);
}

async fn rule_14_a_disabled_superior_closes_what_is_open(database: TestDatabase) {
    let world = World::new(&database).await;
    let superior = world.unit().await;
    let (pending, returned) = (world.unit().await, world.unit().await);
    let first = world.apply(&pending, &superior).await.expect("applied");
    let second = world.apply(&returned, &superior).await.expect("applied");
    world
        .decide(&superior, second, Outcome::Return)
        .await
        .expect("returned");
    assert_eq!(world.disable(superior.unit).await, 2);
    assert_eq!(world.disable(superior.unit).await, 0, "once");
    for application in [first, second] {
        assert_eq!(world.state(application).await, ApplicationState::Closed);
        let fault = refused(world.decide(&superior, application, Outcome::Approve).await);
        assert!(
            matches!(fault, Fault::Stale(_)),
            "it never comes back to life"
        );
    }
    assert_eq!(
        world
            .count("event WHERE kind = 'closed' AND why = '单位撤销'")
            .await,
        2
    );
    let fault = refused(world.apply(&pending, &superior).await);
    assert!(matches!(
        fault,
        Fault::Obstacle(Obstacle::SuperiorDisabled { .. })
    ));
}

async fn outside_a_round_nothing_is_applied_for(database: TestDatabase) {
    let world = World::new(&database).await;
    let (unit, superior) = (world.unit().await, world.unit().await);
    world.end_rounds().await;
    let fault = refused(world.apply(&unit, &superior).await);
    assert_eq!(fault, Fault::Obstacle(Obstacle::NoRound));
}

async fn sent_twice_an_application_is_one(database: TestDatabase) {
    let world = World::new(&database).await;
    let (unit, superior) = (world.unit().await, world.unit().await);
    let (first, second) =
        tokio::join!(world.apply(&unit, &superior), world.apply(&unit, &superior));
    assert_eq!(first.expect("applied"), second.expect("the same answer"));
    assert_eq!(world.count("application").await, 1);
    assert_eq!(world.count("event").await, 1);
}
