//! 批量审核, on both engines: many decisions are what the same decisions are one by one.

use crate::support::world::{decide, decision, refused};
use crate::support::{Actor, TestDatabase, World};
use lishu::domain::batch::{KEY_LIFE, Progress};
use lishu::domain::{
    ApplicationState, Barrier, BatchOrder, ChosenRow, Fault, Instant, Obstacle, Opinion,
    OrderDraft, Outcome,
};
use lishu::server::store::{self, Conn, sql};
use lishu::server::{Chosen, RefusedOf, Ticked, dry_run, now, run_batch};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, TestRunner};

on_both_engines!(
    a_batch_is_the_same_decisions_one_by_one,
    each_refused_row_has_its_reason_and_can_be_tried_again,
    a_batch_that_fails_halfway_changes_nothing,
    the_same_key_is_the_same_batch,
    the_same_key_at_the_same_instant_is_one_batch,
    an_opinion_is_filled_for_each_applicant,
    of_two_batches_over_the_same_rows_each_row_is_decided_once,
    a_batch_goes_through_many_chunks_and_tells_of_each,
);

fn order(key: &str, outcome: Outcome, opinion: &str) -> BatchOrder {
    BatchOrder::try_from(OrderDraft {
        key: key.into(),
        outcome: outcome.as_str().into(),
        opinion: opinion.into(),
        selection: "tab=pending".into(),
        ..OrderDraft::default()
    })
    .expect("a complete order")
}

fn row(application: i64) -> ChosenRow {
    ChosenRow {
        application,
        version: 1,
    }
}

fn rows(applications: &[i64]) -> Ticked {
    Ticked::new(applications.iter().copied().map(row).collect())
}

async fn run_at(
    world: &World,
    reviewer: &Actor,
    order: &BatchOrder,
    mut chosen: impl Chosen,
    at: Instant,
) -> Result<i64, Fault> {
    let mut tx = world.begin().await;
    let reviewer = reviewer.reviewer();
    let batch = run_batch(&mut tx, reviewer, order, &mut chosen, 0, at, |_| {}).await?;
    tx.commit().await?;
    Ok(batch)
}

async fn run(world: &World, reviewer: &Actor, order: &BatchOrder, chosen: impl Chosen) -> i64 {
    run_at(world, reviewer, order, chosen, now())
        .await
        .expect("decided")
}

async fn view(world: &World, reviewer: &Actor, batch: i64) -> lishu::domain::BatchView {
    let mut conn = world.read().await;
    let found = store::batch_result(&mut conn, reviewer.reviewer(), batch).await;
    found.expect("read").expect("the batch")
}

/// What may have happened to an application before it is decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Trait {
    Plain,
    Disabled,
    NeverEntered,
    BoundElsewhere,
    /// It stands above the superior by now.
    Above,
    ReturnedByColleague,
    SubmittedAgain,
    ReviewerActsForBoth,
    ToAnother,
}

const TRAITS: [Trait; 9] = [
    Trait::Plain,
    Trait::Disabled,
    Trait::NeverEntered,
    Trait::BoundElsewhere,
    Trait::Above,
    Trait::ReturnedByColleague,
    Trait::SubmittedAgain,
    Trait::ReviewerActsForBoth,
    Trait::ToAnother,
];

/// A superior with its applicants.
struct Scene {
    superior: Actor,
    stranger: Actor,
    units: Vec<Actor>,
    applications: Vec<i64>,
}

async fn scene(world: &World, traits: &[Trait]) -> Scene {
    let (superior, stranger) = (world.unit().await, world.unit().await);
    let colleague = world.colleague(&superior, "周岚").await;
    let (mut units, mut applications) = (Vec::new(), Vec::new());
    let mut top = superior.unit;
    for kind in traits {
        let unit = world.unit().await;
        let to = match kind {
            Trait::ToAnother => &stranger,
            _ => &superior,
        };
        let application = world.apply(&unit, to).await.expect("applied");
        match kind {
            Trait::Plain | Trait::ToAnother => {}
            Trait::Disabled => drop(world.disable(unit.unit).await),
            Trait::NeverEntered => {
                let never = "UPDATE unit SET entered_at = NULL WHERE id = $1";
                world.run(sql(never).bind(unit.unit)).await;
            }
            Trait::BoundElsewhere => world.tie(unit.unit, stranger.unit).await,
            Trait::Above => {
                world.tie(top, unit.unit).await;
                top = unit.unit;
            }
            Trait::ReturnedByColleague | Trait::SubmittedAgain => {
                let done = world.decide(&colleague, application, Outcome::Return).await;
                done.expect("returned");
                if *kind == Trait::SubmittedAgain {
                    world.resubmit(&unit, application).await.expect("again");
                }
            }
            Trait::ReviewerActsForBoth => drop(world.also_acts_for(&superior, &unit).await),
        }
        units.push(unit);
        applications.push(application);
    }
    Scene {
        superior,
        stranger,
        units,
        applications,
    }
}

/// State, version, events, and the superior by its part, of each application.
async fn told(world: &World, scene: &Scene) -> Vec<(ApplicationState, i64, Option<&'static str>)> {
    let mut told = Vec::new();
    for (unit, application) in scene.units.iter().zip(&scene.applications) {
        let superior = world.superior(unit.unit).await.map(|id| match id {
            id if id == scene.superior.unit => "superior",
            id if id == scene.stranger.unit => "stranger",
            _ => "other",
        });
        let state = world.state(*application).await;
        told.push((state, world.version(*application).await, superior));
    }
    told
}

async fn a_batch_is_the_same_decisions_one_by_one(database: TestDatabase) {
    let world = World::new(&database).await;
    let mut runner = TestRunner::new(Config::default());
    let picked = proptest::sample::select(TRAITS.to_vec());
    let worlds = (
        prop::collection::vec(picked, 1..9),
        proptest::sample::select(Outcome::ALL.to_vec()),
    );
    for number in 0..10 {
        let (traits, outcome) = worlds.new_tree(&mut runner).expect("a world").current();
        let (at_once, singly) = (scene(&world, &traits).await, scene(&world, &traits).await);
        let order = order(&format!("{number}"), outcome, "请核对");
        let chosen = || rows(&at_once.applications);
        let mut conn = world.read().await;
        let tried = dry_run(
            &mut conn,
            at_once.superior.reviewer(),
            outcome,
            &mut chosen(),
        )
        .await;
        let tried = tried.expect("tried");
        drop(conn);
        let batch = run(&world, &at_once.superior, &order, chosen()).await;
        let mut expected: Vec<Fault> = Vec::new();
        for &application in &singly.applications {
            let one = decision(application, 1, outcome);
            match decide(&world.db, &singly.superior, one).await {
                Ok(()) => {}
                failed => expected.push(refused(failed)),
            }
        }
        let done = view(&world, &at_once.superior, batch).await;
        let found: Vec<_> = done.refused.iter().map(|row| &row.fault).collect();
        assert_eq!(found.len(), expected.len(), "{traits:?} {outcome:?}");
        for (one, other) in found.iter().zip(&expected) {
            assert!(one.is_like(other), "{one:?} {other:?}");
        }
        assert_eq!((done.asked, done.passed), (tried.asked(), tried.passable));
        assert_eq!(done.asked - done.passed, found.len() as i64);
        let (one, other) = (told(&world, &at_once).await, told(&world, &singly).await);
        assert_eq!(one, other, "{traits:?} {outcome:?}");
        assert!(world.counts_hold().await);
    }
    let violation = "(SELECT a.id FROM application a JOIN event e ON e.application_id = a.id
          GROUP BY a.id, a.version HAVING COUNT(*) <> a.version) AS not_one_event_each";
    assert_eq!(world.count(violation).await, 0);
}

async fn each_refused_row_has_its_reason_and_can_be_tried_again(database: TestDatabase) {
    let world = World::new(&database).await;
    let scene = scene(&world, &TRAITS).await;
    let mut chosen = scene.applications.clone();
    chosen.extend([987_654_321, -1]);
    let order = order("key", Outcome::Approve, "");
    let batch = run(&world, &scene.superior, &order, rows(&chosen)).await;
    let done = view(&world, &scene.superior, batch).await;
    assert_eq!((done.asked, done.passed), (11, 1));
    let faults: Vec<_> = done.refused.iter().map(|row| row.fault.clone()).collect();
    let Fault::Stale(stale) = &faults[4] else {
        panic!("{faults:?}");
    };
    assert_eq!(stale.state, ApplicationState::Returned);
    assert_eq!(stale.by.as_deref(), Some("周*"));
    let stranger = world.row(scene.stranger.unit).await.name;
    assert_eq!(faults[0], Fault::Obstacle(Obstacle::ApplicantDisabled));
    assert_eq!(faults[1], Fault::Obstacle(Obstacle::ApplicantNeverEntered));
    let elsewhere = Obstacle::BoundElsewhere { superior: stranger };
    assert_eq!(faults[2], Fault::Obstacle(elsewhere));
    assert!(matches!(
        faults[3],
        Fault::Obstacle(Obstacle::Circle { .. })
    ));
    assert!(matches!(faults[5], Fault::Stale(_)));
    assert_eq!(faults[6], Fault::Forbidden(Barrier::ActsForBoth));
    assert_eq!(faults[7], Fault::NotFound);
    let foreign = done.refused.last().expect("a row");
    assert_eq!(
        foreign.name, "",
        "another superior's applicant has no name here"
    );
    assert_eq!(
        done.refused[0].name,
        world.row(scene.units[1].unit).await.name
    );

    let mut conn = world.read().await;
    let foreign = store::batch_result(&mut conn, scene.stranger.reviewer(), batch).await;
    assert!(foreign.expect("read").is_none());
    drop(conn);
    // One has entered since, one was submitted again and is chosen as it is now.
    let entered = "UPDATE unit SET entered_at = 1 WHERE id = $1";
    world.run(sql(entered).bind(scene.units[2].unit)).await;
    let retry = RefusedOf::new(scene.superior.reviewer(), batch);
    let order = self::order("again", Outcome::Approve, "");
    let again = run(&world, &scene.superior, &order, retry).await;
    let again = view(&world, &scene.superior, again).await;
    assert_eq!((again.asked, again.passed), (6, 2));
    for place in [2, 6] {
        let superior = world.superior(scene.units[place].unit).await;
        assert_eq!(superior, Some(scene.superior.unit));
    }
}

/// Gives the rows it has, then fails.
struct Failing(Ticked, bool);

impl Chosen for Failing {
    async fn next(&mut self, conn: &mut Conn, limit: usize) -> sqlx::Result<Vec<ChosenRow>> {
        match std::mem::replace(&mut self.1, true) {
            false => self.0.next(conn, limit).await,
            true => Err(sqlx::Error::PoolClosed),
        }
    }
}

async fn a_batch_that_fails_halfway_changes_nothing(database: TestDatabase) {
    let world = World::new(&database).await;
    let (unit, superior) = (world.unit().await, world.unit().await);
    let application = world.apply(&unit, &superior).await.expect("applied");
    let order = order("key", Outcome::Approve, "");
    let failing = Failing(rows(&[application]), false);
    let failed = run_at(&world, &superior, &order, failing, now()).await;
    assert_eq!(failed, Err(Fault::Busy));
    assert_eq!(world.state(application).await, ApplicationState::Pending);
    for table in ["batch", "decision", "affiliation"] {
        assert_eq!(world.count(table).await, 0, "{table}");
    }
}

async fn the_same_key_is_the_same_batch(database: TestDatabase) {
    let world = World::new(&database).await;
    let superior = world.unit().await;
    let colleague = world.colleague(&superior, "周岚").await;
    let applications = world.applicants(&superior, 3).await;
    let order = order("key", Outcome::Reject, "请核对");
    let at = now();
    let run = async |who: &Actor, applications: &[i64], at| {
        run_at(&world, who, &order, rows(applications), at)
            .await
            .expect("decided")
    };
    let first = run(&superior, &applications[..1], at).await;
    let again = run(&superior, &applications, at.plus_seconds(KEY_LIFE - 1)).await;
    assert_eq!(first, again);
    assert_eq!(world.count("decision").await, 1);
    assert!(world.counts_hold().await);
    let anothers = run(&colleague, &applications[..2], at).await;
    assert_ne!(first, anothers);
    assert_eq!(view(&world, &superior, anothers).await.passed, 1);
    let forgotten = run(&superior, &applications, at.plus_seconds(KEY_LIFE)).await;
    assert_ne!(first, forgotten);
    assert_eq!(view(&world, &superior, forgotten).await.passed, 1);
    assert_eq!(view(&world, &superior, first).await.passed, 1);
    assert!(world.counts_hold().await);
}

async fn the_same_key_at_the_same_instant_is_one_batch(database: TestDatabase) {
    let world = World::new(&database).await;
    let other = World::beside(&world, database.another().await);
    let superior = world.unit().await;
    for number in 0..20 {
        let applications = world.applicants(&superior, 5).await;
        let order = order(&format!("{number}"), Outcome::Approve, "");
        let (one, two) = tokio::join!(
            run(&world, &superior, &order, rows(&applications)),
            run(&other, &superior, &order, rows(&applications)),
        );
        assert_eq!(one, two);
        assert_eq!(view(&world, &superior, one).await.passed, 5);
    }
}

async fn an_opinion_is_filled_for_each_applicant(database: TestDatabase) {
    let world = World::new(&database).await;
    let superior = world.unit().await;
    let template = "{单位名称}（{统一社会信用代码}）{申请日期}：请核对";
    let mut applications = Vec::new();
    let mut expected = Vec::new();
    for _ in 0..3 {
        let unit = world.unit().await;
        applications.push(world.apply(&unit, &superior).await.expect("applied"));
        let row = world.row(unit.unit).await;
        let today = now().date_shanghai();
        expected.push(format!("{}（{}）{today}：请核对", row.name, row.uscc));
    }
    let order = order("key", Outcome::Return, template);
    let batch = run(&world, &superior, &order, rows(&applications[..2])).await;
    assert_eq!(view(&world, &superior, batch).await.opinion, template);
    let single = lishu::domain::DecisionDraft {
        application: applications[2],
        version: 1,
        faulty: "no".into(),
        outcome: "return".into(),
        opinion: template.into(),
        ..Default::default()
    };
    for _ in 0..2 {
        let single = single.clone().try_into().expect("complete");
        decide(&world.db, &superior, single)
            .await
            .expect("decided, and the same answer again");
    }
    let mut conn = world.read().await;
    for (application, expected) in applications.iter().zip(expected) {
        let latest = store::latest_decision(&mut conn, *application).await;
        assert_eq!(latest.expect("read").expect("decided").opinion, expected);
        let events = store::events_of(&mut conn, *application)
            .await
            .expect("read");
        assert_eq!(events[1].why, expected);
    }
}

async fn of_two_batches_over_the_same_rows_each_row_is_decided_once(database: TestDatabase) {
    let world = World::new(&database).await;
    let other = World::beside(&world, database.another().await);
    let superior = world.unit().await;
    let colleague = world.colleague(&superior, "周岚").await;
    for number in 0..10 {
        let applications = world.applicants(&superior, 40).await;
        let approve = order(&format!("{number}"), Outcome::Approve, "");
        let reject = order(&format!("{number}"), Outcome::Reject, "请核对");
        let (one, two) = tokio::join!(
            run(&world, &superior, &approve, rows(&applications[..30])),
            run(&other, &colleague, &reject, rows(&applications[10..])),
        );
        let (one, two) = (
            view(&world, &superior, one).await,
            view(&world, &superior, two).await,
        );
        assert_eq!(one.passed + two.passed, 40);
        assert_eq!(one.refused.len() + two.refused.len(), 20);
        for row in one.refused.iter().chain(&two.refused) {
            assert!(matches!(row.fault, Fault::Stale(_)));
        }
        assert!(world.counts_hold().await);
    }
    let twice = "(SELECT application_id FROM decision GROUP BY application_id
          HAVING COUNT(*) <> 1) AS twice";
    assert_eq!(world.count(twice).await, 0);
}

async fn a_batch_goes_through_many_chunks_and_tells_of_each(database: TestDatabase) {
    let world = World::new(&database).await;
    let superior = world.unit().await;
    let applications = world.applicants(&superior, 2_500).await;
    let opinion = Opinion::parse("同意").expect("an opinion");
    let order = BatchOrder::approval("key".into(), Some(opinion), String::new());
    let mut told = Vec::new();
    let mut tx = world.begin().await;
    let (reviewer, mut chosen) = (superior.reviewer(), rows(&applications));
    let tell = |progress: Progress| told.push(progress.seen);
    let batch = run_batch(&mut tx, reviewer, &order, &mut chosen, 2_500, now(), tell).await;
    tx.commit().await.expect("committed");
    assert_eq!(told, [1_000, 2_000, 2_500]);
    let done = view(&world, &superior, batch.expect("decided")).await;
    assert_eq!((done.asked, done.passed), (2_500, 2_500));
    assert_eq!(world.count("affiliation").await, 2_500);
    assert!(world.counts_hold().await);
    let turns = "(SELECT DISTINCT seq FROM event WHERE kind = 'decided') AS turns";
    assert_eq!(world.count(turns).await, 1, "the batch is one turn");
}
