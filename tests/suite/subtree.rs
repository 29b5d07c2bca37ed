//! Kept counters equal counted ones, whatever is tied, moved, released and taken back.

use crate::support::{Actor, TestDatabase, World};
use lishu::domain::{ApplicationKind, BindingPolicy, Outcome, Reason};
use lishu::server::now;
use lishu::server::store::{self, Applying, sql};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, TestRunner};

on_both_engines!(
    kept_counters_equal_counted_ones,
    a_thousand_approvals_are_a_handful_of_counts,
    what_was_there_before_is_counted,
);

const UNITS: usize = 7;
const SEQUENCES: usize = 12;
const STEPS: usize = 40;

#[derive(Clone, Copy, Debug)]
enum Step {
    Bind(usize, usize),
    Move(usize, usize),
    Unbind(usize),
    Undo(usize),
    ReleaseItself(usize),
    ReleaseBelow(usize),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        8 => (0..UNITS, 0..UNITS).prop_map(|(a, b)| Step::Bind(a, b)),
        4 => (0..UNITS, 0..UNITS).prop_map(|(a, b)| Step::Move(a, b)),
        2 => (0..UNITS).prop_map(Step::Unbind),
        4 => (0..1000usize).prop_map(Step::Undo),
        1 => (0..UNITS).prop_map(Step::ReleaseItself),
        1 => (0..UNITS).prop_map(Step::ReleaseBelow),
    ]
}

async fn kept_counters_equal_counted_ones(database: TestDatabase) {
    let world = World::new(&database).await;
    without_consent(&world).await;
    let mut runner = TestRunner::new(Config::default());
    let mut done = 0;
    for _ in 0..SEQUENCES {
        let steps = prop::collection::vec(step(), STEPS)
            .new_tree(&mut runner)
            .expect("a sequence")
            .current();
        let mut units = Vec::new();
        for _ in 0..UNITS {
            units.push(world.unit().await);
        }
        let mut decided = Vec::new();
        for (index, step) in steps.iter().enumerate() {
            done += usize::from(take(&world, &units, &mut decided, *step).await);
            assert!(world.subtrees_hold().await, "after {:?}", &steps[..=index]);
        }
    }
    assert!(done > SEQUENCES * STEPS / 8, "only {done} steps were done");
}

/// A move waits for nobody but its new superior.
async fn without_consent(world: &World) {
    let rules = BindingPolicy {
        consent_to_transfer: false,
        ..BindingPolicy::default()
    };
    let administrator = world.administrator(lishu::domain::Role::System).await;
    let body = serde_json::to_string(&rules).expect("JSON");
    let text = "INSERT INTO binding_policy (version, body, holds_from, administrator_id, at)
        VALUES (1, $1, 0, $2, 0)";
    world.run(sql(text).bind(body).bind(administrator)).await;
}

/// Whether it was done: the rules refuse much of it.
async fn take(world: &World, units: &[Actor], decided: &mut Vec<(usize, i64)>, step: Step) -> bool {
    match step {
        Step::Bind(from, to) => ask(world, units, decided, ApplicationKind::Bind, (from, to)).await,
        Step::Move(from, to) => {
            ask(world, units, decided, ApplicationKind::Transfer, (from, to)).await
        }
        Step::Unbind(from) => {
            let superior = world.superior(units[from].unit).await;
            let to = units.iter().position(|unit| Some(unit.unit) == superior);
            match to {
                Some(to) => ask(world, units, decided, ApplicationKind::Unbind, (from, to)).await,
                None => false,
            }
        }
        Step::Undo(number) => {
            let Some((to, application)) = decided.get(number % decided.len().max(1)).copied()
            else {
                return false;
            };
            let undone = world.undo(&units[to], application).await.is_ok();
            if undone {
                // Open again, it would stand in the way of all that follows.
                let applicant = applicant(world, units, application).await;
                world
                    .withdraw(applicant, application)
                    .await
                    .expect("withdrawn");
            }
            undone
        }
        Step::ReleaseItself(unit) => {
            let unit = &units[unit];
            let row = world.row(unit.unit).await;
            let mut tx = world.begin().await;
            let released = store::release(&mut tx, &row, unit.operator, now()).await;
            released.expect("released");
            tx.commit().await.expect("committed");
            true
        }
        Step::ReleaseBelow(unit) => {
            let unit = units[unit].unit;
            let superior = world.superior(unit).await;
            let Some(superior) = units.iter().find(|actor| Some(actor.unit) == superior) else {
                return false;
            };
            let why = Reason::parse("机构改革").expect("a reason");
            let releasing = store::Releasing {
                reviewer: superior.reviewer(),
                unit,
                why: &why,
            };
            let mut tx = world.begin().await;
            let released = store::release_below(&mut tx, releasing, now()).await;
            released.expect("released");
            tx.commit().await.expect("committed");
            true
        }
    }
}

async fn ask(
    world: &World,
    units: &[Actor],
    decided: &mut Vec<(usize, i64)>,
    kind: ApplicationKind,
    (from, to): (usize, usize),
) -> bool {
    let superior = world.row(units[to].unit).await;
    let reason = Reason::parse("改革").expect("a reason");
    let applying = Applying {
        kind,
        applicant: units[from].unit,
        actor: units[from].operator,
        special_reason: Some(&reason),
    };
    let mut tx = world.begin().await;
    let Ok(application) = store::apply(&mut tx, applying, &superior, now()).await else {
        return false;
    };
    tx.commit().await.expect("committed");
    let outcome = world
        .decide(&units[to], application, Outcome::Approve)
        .await;
    outcome.expect("approved");
    decided.push((to, application));
    true
}

async fn applicant<'a>(world: &World, units: &'a [Actor], application: i64) -> &'a Actor {
    let mut conn = world.read().await;
    let id = sql("SELECT applicant_id FROM application WHERE id = $1")
        .bind(application)
        .int(&mut conn)
        .await
        .expect("read");
    let found = units.iter().find(|unit| unit.unit == id);
    found.expect("one of the units")
}

async fn a_thousand_approvals_are_a_handful_of_counts(database: TestDatabase) {
    let world = World::new(&database).await;
    let (top, middle) = (world.unit().await, world.unit().await);
    world.tie(middle.unit, top.unit).await;
    let applications = world.applicants(&middle, 1_500).await;
    let chosen: Vec<_> = applications
        .iter()
        .map(|&application| lishu::domain::ChosenRow {
            application,
            version: 1,
        })
        .collect();
    let order = lishu::domain::BatchOrder::try_from(lishu::domain::OrderDraft {
        key: "many".into(),
        outcome: Outcome::Approve.as_str().into(),
        selection: "tab=pending".into(),
        ..lishu::domain::OrderDraft::default()
    })
    .expect("an order");
    let mut chosen = lishu::server::Ticked::new(chosen);
    let mut tx = world.begin().await;
    let batch = lishu::server::run_batch(
        &mut tx,
        middle.reviewer(),
        &order,
        &mut chosen,
        1_500,
        now(),
        |_| {},
    );
    batch.await.expect("decided");
    tx.commit().await.expect("committed");
    let mut conn = world.read().await;
    assert_eq!(
        store::counts_below(&mut conn, middle.unit)
            .await
            .expect("read"),
        (1_500, 1_500)
    );
    assert_eq!(
        store::counts_below(&mut conn, top.unit)
            .await
            .expect("read"),
        (1, 1_501)
    );
    drop(conn);
    assert!(world.subtrees_hold().await);
}

async fn what_was_there_before_is_counted(database: TestDatabase) {
    let db = database.of_migration(6).await;
    let mut tx = db.begin().await.expect("a transaction");
    for record in [
        "INSERT INTO unit (id, uscc, account, name, unit_type, created_at) VALUES
            (1, 'A', 'a', '示例省教育厅', '11', 1), (2, 'B', 'b', '松江中学', '12', 1),
            (3, 'C', 'c', '北原小学', '12', 1), (4, 'D', 'd', '静湖小学', '12', 1)",
        "INSERT INTO affiliation (unit_id, superior_id, from_at) VALUES
            (2, 1, 1), (3, 2, 1), (4, 2, 1)",
        "UPDATE affiliation SET until_at = 2 WHERE unit_id = 4",
    ] {
        sql(record).execute(&mut tx).await.expect("a record");
    }
    tx.commit().await.expect("committed");
    db.migrate().await.expect("the schema");
    lishu::server::key_names(&db).await.expect("keyed");
    let mut conn = db.read().await.expect("a connection");
    for (unit, counts) in [(1, (1, 2)), (2, (1, 1)), (3, (0, 0)), (4, (0, 0))] {
        let kept = store::counts_below(&mut conn, unit).await.expect("read");
        assert_eq!(kept, counts, "unit {unit}");
    }
    let unkeyed = sql(
        "SELECT COUNT(*) FROM affiliation t JOIN unit u ON u.id = t.unit_id
        WHERE t.name_key <> u.name_key OR u.name_key = ''",
    );
    assert_eq!(unkeyed.int(&mut conn).await.expect("read"), 0);
}
