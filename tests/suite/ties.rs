//! How a tie is moved and ended, on both engines.

use crate::support::world::refused;
use crate::support::{Actor, TestDatabase, World};
use lishu::domain::{
    ApplicationKind, ApplicationState, BindingPolicy, Fault, Obstacle, Outcome, Why,
};
use lishu::server::now;
use lishu::server::store::{self, Answer, sql};

on_both_engines!(
    a_move_leaves_no_instant_without_a_superior,
    a_move_taken_back_puts_the_former_tie_back,
    a_move_under_an_own_inferior_closes_a_circle,
    a_move_waits_for_consent_where_the_rules_ask_for_it,
    a_move_that_is_not_consented_to_is_closed,
    who_was_released_meanwhile_is_bound_all_the_same,
    a_move_from_another_superior_than_was_asked_is_not_approved,
    rule_6_a_unit_is_released_with_its_superior_s_consent,
    a_release_taken_back_is_a_tie_again_unless_it_would_close_a_circle,
    a_tie_that_is_put_back_is_of_the_application_that_made_it,
    an_unbinding_is_not_terminated,
    outcomes_that_the_rules_do_not_offer_are_refused,
    outside_of_rounds_the_rules_decide,
);

/// The unit's ties in order: superior, from, until.
async fn ties(world: &World, unit: &Actor) -> Vec<(i64, i64, Option<i64>)> {
    let mut conn = world.read().await;
    sql("SELECT superior_id, from_at, until_at FROM affiliation WHERE unit_id = $1 ORDER BY id")
        .bind(unit.unit)
        .all(&mut conn)
        .await
        .expect("read")
}

/// What events say of the unit's superior, in order.
async fn told_ties(world: &World, unit: &Actor) -> Vec<(Option<i64>, Option<i64>)> {
    let mut conn = world.read().await;
    sql("SELECT tie_from, tie_to FROM event
         WHERE unit_id = $1 AND (tie_from IS NOT NULL OR tie_to IS NOT NULL) ORDER BY id")
    .bind(unit.unit)
    .all(&mut conn)
    .await
    .expect("read")
}

pub fn obstacle<T: std::fmt::Debug>(result: store::Result<T>) -> Obstacle {
    match refused(result) {
        Fault::Obstacle(obstacle) => obstacle,
        other => panic!("{other:?}"),
    }
}

pub async fn three(world: &World) -> (Actor, Actor, Actor) {
    let (unit, old, new) = (world.unit().await, world.unit().await, world.unit().await);
    world.bind(&unit, &old).await;
    (unit, old, new)
}

async fn a_move_leaves_no_instant_without_a_superior(database: TestDatabase) {
    let world = World::new(&database).await;
    let (unit, old, new) = three(&world).await;
    let case = world
        .ask(ApplicationKind::Transfer, &unit, &new)
        .await
        .expect("asked");
    assert_eq!(
        world.superior(unit.unit).await,
        Some(old.unit),
        "until it is approved"
    );
    world
        .decide(&new, case, Outcome::Approve)
        .await
        .expect("approved");
    assert_eq!(world.superior(unit.unit).await, Some(new.unit));
    let ties = ties(&world, &unit).await;
    assert_eq!(ties.len(), 2);
    assert_eq!(ties[0].2, Some(ties[1].1), "one ends when the next begins");
    assert_eq!(
        told_ties(&world, &unit).await,
        [(None, Some(old.unit)), (Some(old.unit), Some(new.unit))]
    );
    // There and then: the next from here.
    let again = world.ask(ApplicationKind::Transfer, &unit, &new).await;
    assert!(matches!(obstacle(again), Obstacle::AlreadySuperior { .. }));
    let alone = world.unit().await;
    let moved = world.ask(ApplicationKind::Transfer, &alone, &new).await;
    assert_eq!(obstacle(moved), Obstacle::NotBound);
}

async fn a_move_taken_back_puts_the_former_tie_back(database: TestDatabase) {
    let world = World::new(&database).await;
    let (unit, old, new) = three(&world).await;
    let case = world
        .ask(ApplicationKind::Transfer, &unit, &new)
        .await
        .expect("asked");
    world
        .decide(&new, case, Outcome::Approve)
        .await
        .expect("approved");
    world.undo(&new, case).await.expect("taken back");
    assert_eq!(world.superior(unit.unit).await, Some(old.unit));
    assert_eq!(world.state(case).await, ApplicationState::Pending);
    let ties = ties(&world, &unit).await;
    assert_eq!(ties.len(), 3);
    assert_eq!(ties[1].2, Some(ties[2].1));
    assert_eq!(
        told_ties(&world, &unit).await[2],
        (Some(new.unit), Some(old.unit))
    );
    world
        .decide(&new, case, Outcome::Approve)
        .await
        .expect("and again");
    assert_eq!(world.superior(unit.unit).await, Some(new.unit));
    // Moved on since: nothing to take back to.
    let third = world.unit().await;
    let next = world
        .ask(ApplicationKind::Transfer, &unit, &third)
        .await
        .expect("asked");
    world
        .decide(&third, next, Outcome::Approve)
        .await
        .expect("approved");
    let late = world.undo(&new, case).await;
    assert_eq!(refused(late), Fault::NotUndoable(Why::ChangedSince));
}

async fn a_move_under_an_own_inferior_closes_a_circle(database: TestDatabase) {
    let world = World::new(&database).await;
    let (unit, _, below) = three(&world).await;
    world.bind(&below, &unit).await;
    let asked = world.ask(ApplicationKind::Transfer, &unit, &below).await;
    assert!(matches!(obstacle(asked), Obstacle::Circle { .. }));
    // One that became a circle only after it was asked for.
    let (unit, _, new) = three(&world).await;
    let case = world
        .ask(ApplicationKind::Transfer, &unit, &new)
        .await
        .expect("asked");
    world.bind(&new, &unit).await;
    let approved = world.decide(&new, case, Outcome::Approve).await;
    assert!(matches!(obstacle(approved), Obstacle::Circle { .. }));
}

pub async fn consent(world: &World, of: &Actor, case: i64, consents: bool) -> store::Result<()> {
    let answer = Answer {
        application: case,
        version: world.version(case).await,
        consents,
        why: "划转手续已办",
    };
    let mut tx = world.begin().await;
    store::answer_leaving(&mut tx, of.reviewer(), answer, now()).await?;
    Ok(tx.commit().await?)
}

pub async fn consent_asked(world: &World) {
    let rules = BindingPolicy {
        consent_to_transfer: true,
        ..BindingPolicy::default()
    };
    world.set_rules(rules).await;
}

async fn a_move_waits_for_consent_where_the_rules_ask_for_it(database: TestDatabase) {
    let world = World::new(&database).await;
    consent_asked(&world).await;
    let (unit, old, new) = three(&world).await;
    let case = world
        .ask(ApplicationKind::Transfer, &unit, &new)
        .await
        .expect("asked");
    let early = world.decide(&new, case, Outcome::Approve).await;
    assert!(matches!(obstacle(early), Obstacle::ConsentMissing { .. }));
    let mut conn = world.read().await;
    let leaving = store::leaving(&mut conn, old.unit, 0, 9)
        .await
        .expect("read");
    assert_eq!(leaving.iter().map(|row| row.id).collect::<Vec<_>>(), [case]);
    let elsewhere = store::leaving(&mut conn, new.unit, 0, 9)
        .await
        .expect("read");
    assert!(elsewhere.is_empty());
    drop(conn);
    let stranger = consent(&world, &new, case, true).await;
    assert_eq!(
        refused(stranger),
        Fault::NotFound,
        "the new superior has no say in it"
    );
    for _ in 0..2 {
        consent(&world, &old, case, true)
            .await
            .expect("given, and given again");
    }
    world
        .decide(&new, case, Outcome::Approve)
        .await
        .expect("approved");
    assert_eq!(world.superior(unit.unit).await, Some(new.unit));
}

async fn a_move_that_is_not_consented_to_is_closed(database: TestDatabase) {
    let world = World::new(&database).await;
    consent_asked(&world).await;
    let (unit, old, new) = three(&world).await;
    let case = world
        .ask(ApplicationKind::Transfer, &unit, &new)
        .await
        .expect("asked");
    consent(&world, &old, case, false).await.expect("refused");
    assert_eq!(world.state(case).await, ApplicationState::Closed);
    assert_eq!(world.superior(unit.unit).await, Some(old.unit));
    assert!(world.counts_hold().await);
    assert!(matches!(
        refused(consent(&world, &old, case, true).await),
        Fault::Stale(_)
    ));
    world
        .ask(ApplicationKind::Transfer, &unit, &new)
        .await
        .expect("it may ask again");
}

async fn who_was_released_meanwhile_is_bound_all_the_same(database: TestDatabase) {
    let world = World::new(&database).await;
    let (old, new) = (world.unit().await, world.unit().await);
    let unit = world.enterprise().await;
    world.bind(&unit, &old).await;
    let case = world
        .ask(ApplicationKind::Transfer, &unit, &new)
        .await
        .expect("asked");
    let row = world.row(unit.unit).await;
    let mut tx = world.begin().await;
    store::release(&mut tx, &row, unit.operator, now())
        .await
        .expect("released");
    tx.commit().await.expect("committed");
    world
        .decide(&new, case, Outcome::Approve)
        .await
        .expect("approved");
    assert_eq!(world.superior(unit.unit).await, Some(new.unit));
    assert_eq!(told_ties(&world, &unit).await[2], (None, Some(new.unit)));
    world.undo(&new, case).await.expect("taken back");
    assert_eq!(
        world.superior(unit.unit).await,
        None,
        "as it was, not as it was asked"
    );
}

async fn a_move_from_another_superior_than_was_asked_is_not_approved(database: TestDatabase) {
    let world = World::new(&database).await;
    let (unit, old, new) = three(&world).await;
    let case = world
        .ask(ApplicationKind::Transfer, &unit, &new)
        .await
        .expect("asked");
    // As a reorganisation does it.
    let third = world.unit().await;
    world
        .change(format!(
            "UPDATE affiliation SET until_at = from_at WHERE unit_id = {} AND superior_id = {}",
            unit.unit, old.unit
        ))
        .await;
    world.tie(unit.unit, third.unit).await;
    let approved = world.decide(&new, case, Outcome::Approve).await;
    assert_eq!(obstacle(approved), Obstacle::SuperiorChanged);
    world
        .decide(&new, case, Outcome::Return)
        .await
        .expect("it can be returned");
}

async fn rule_6_a_unit_is_released_with_its_superior_s_consent(database: TestDatabase) {
    let world = World::new(&database).await;
    let (unit, old, new) = three(&world).await;
    let elsewhere = world.ask(ApplicationKind::Unbind, &unit, &new).await;
    assert_eq!(obstacle(elsewhere), Obstacle::NotBound);
    let case = world
        .ask(ApplicationKind::Unbind, &unit, &old)
        .await
        .expect("asked");
    assert_eq!(world.superior(unit.unit).await, Some(old.unit));
    let second = world.ask(ApplicationKind::Transfer, &unit, &new).await;
    assert!(
        matches!(obstacle(second), Obstacle::PendingElsewhere { .. }),
        "one case at a time"
    );
    world
        .decide(&old, case, Outcome::Approve)
        .await
        .expect("consented");
    assert_eq!(world.superior(unit.unit).await, None);
    assert_eq!(told_ties(&world, &unit).await[1], (Some(old.unit), None));
    world.bind(&unit, &new).await;
    let ties = ties(&world, &unit).await;
    assert!(ties[0].2 <= Some(ties[1].1));
}

async fn a_release_taken_back_is_a_tie_again_unless_it_would_close_a_circle(
    database: TestDatabase,
) {
    let world = World::new(&database).await;
    let (unit, old, _) = three(&world).await;
    let case = world
        .ask(ApplicationKind::Unbind, &unit, &old)
        .await
        .expect("asked");
    world
        .decide(&old, case, Outcome::Approve)
        .await
        .expect("consented");
    world.undo(&old, case).await.expect("taken back");
    assert_eq!(world.superior(unit.unit).await, Some(old.unit));
    assert_eq!(told_ties(&world, &unit).await[2], (None, Some(old.unit)));
    world
        .decide(&old, case, Outcome::Approve)
        .await
        .expect("consented");
    world.bind(&old, &unit).await;
    let circle = world.undo(&old, case).await;
    assert_eq!(refused(circle), Fault::NotUndoable(Why::ChangedSince));
    assert_eq!(world.superior(unit.unit).await, None);
}

async fn an_unbinding_is_not_terminated(database: TestDatabase) {
    let world = World::new(&database).await;
    let (unit, old, _) = three(&world).await;
    let case = world
        .ask(ApplicationKind::Unbind, &unit, &old)
        .await
        .expect("asked");
    let barred = world.decide(&old, case, Outcome::Terminate).await;
    assert_eq!(obstacle(barred), Obstacle::NotForUnbinding);
    world
        .decide(&old, case, Outcome::Reject)
        .await
        .expect("rejected");
    assert_eq!(world.superior(unit.unit).await, Some(old.unit));
}

async fn outcomes_that_the_rules_do_not_offer_are_refused(database: TestDatabase) {
    let world = World::new(&database).await;
    let rules = BindingPolicy {
        outcomes: vec![Outcome::Return],
        ..BindingPolicy::default()
    };
    world.set_rules(rules).await;
    let (unit, superior) = (world.unit().await, world.unit().await);
    let case = world.apply(&unit, &superior).await.expect("applied");
    for outcome in [Outcome::Reject, Outcome::Terminate] {
        let decided = world.decide(&superior, case, outcome).await;
        assert_eq!(
            obstacle(decided),
            Obstacle::OutcomeNotOffered,
            "{outcome:?}"
        );
    }
    world
        .decide(&superior, case, Outcome::Return)
        .await
        .expect("returned");
}

async fn outside_of_rounds_the_rules_decide(database: TestDatabase) {
    let world = World::new(&database).await;
    let (unit, old, new) = three(&world).await;
    world
        .change("UPDATE round SET closes_at = opens_at + 1 WHERE standing = 0".to_owned())
        .await;
    let asked = world.ask(ApplicationKind::Transfer, &unit, &new).await;
    assert_eq!(obstacle(asked), Obstacle::NoRound);
    // A tie is given up whenever.
    let case = world
        .ask(ApplicationKind::Unbind, &unit, &old)
        .await
        .expect("asked");
    world.withdraw(&unit, case).await.expect("withdrawn");
    let rules = BindingPolicy {
        outside_rounds: true,
        ..BindingPolicy::default()
    };
    world.set_rules(rules).await;
    world
        .ask(ApplicationKind::Transfer, &unit, &new)
        .await
        .expect("asked");
}

async fn a_tie_that_is_put_back_is_of_the_application_that_made_it(database: TestDatabase) {
    let world = World::new(&database).await;
    let (unit, superior) = (world.unit().await, world.unit().await);
    let ask = async |kind| {
        let asked = world.ask(kind, &unit, &superior).await.expect("asked");
        world
            .decide(&superior, asked, Outcome::Approve)
            .await
            .expect("approved");
        asked
    };
    let made = ask(ApplicationKind::Bind).await;
    let ended = ask(ApplicationKind::Unbind).await;
    // Bound to the same superior meanwhile, and that was taken back.
    let again = ask(ApplicationKind::Bind).await;
    world.undo(&superior, again).await.expect("taken back");
    world.withdraw(&unit, again).await.expect("withdrawn");
    world.undo(&superior, ended).await.expect("taken back");
    let tie = format!(
        "affiliation WHERE unit_id = {} AND superior_id = {} AND until_at IS NULL
         AND application_id = {made}",
        unit.unit, superior.unit
    );
    assert_eq!(world.count(&tie).await, 1);
}
