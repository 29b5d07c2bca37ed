//! The whole life of ties: a hundred thousand transitions on each engine, single ones at random and
//! batches, and then what must hold whatever was done, asked of the database itself.

use crate::support::{Actor, TestDatabase, World};
use lishu::domain::batch::OrderDraft;
use lishu::domain::{ApplicationKind, BatchOrder, ChosenRow, Outcome};
use lishu::server::store::{self, Reviewer, sql};
use lishu::server::{Ticked, now, run_batch};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, TestRunner};
use std::collections::{BTreeSet, HashMap};

on_both_engines!(a_hundred_thousand_transitions_keep_the_rules);

/// Transitions at least.
const TRANSITIONS: i64 = 100_000;
/// Units that move, are bound and released at random; such sequences, and the steps of each.
const UNITS: usize = 12;
const SEQUENCES: usize = 6;
const STEPS: usize = 300;
/// Units of a batch.
const CROWD: i64 = 1_500;
/// Units that are moved in one batch.
const MOVERS: usize = 60;

#[derive(Clone, Copy, Debug)]
enum Step {
    Ask(ApplicationKind, usize, usize),
    /// One of the latest applications.
    Decide(usize, Outcome),
    Withdraw(usize),
    Undo(usize),
    /// An enterprise's own way out.
    Release(usize),
}

fn step() -> impl Strategy<Value = Step> {
    let kind = proptest::sample::select(ApplicationKind::ALL.to_vec());
    // Mostly approved: ties are what this is about.
    let outcome = prop_oneof![
        6 => Just(Outcome::Approve),
        1 => Just(Outcome::Return),
        1 => Just(Outcome::Reject),
    ];
    prop_oneof![
        8 => (kind, 0..UNITS, 0..UNITS).prop_map(|(kind, a, b)| Step::Ask(kind, a, b)),
        8 => (0..1000usize, outcome).prop_map(|(n, outcome)| Step::Decide(n, outcome)),
        1 => (0..1000usize).prop_map(Step::Withdraw),
        3 => (0..1000usize).prop_map(Step::Undo),
        1 => (0..UNITS).prop_map(Step::Release),
    ]
}

async fn a_hundred_thousand_transitions_keep_the_rules(database: TestDatabase) {
    let world = World::new(&database).await;
    for _ in 0..SEQUENCES {
        play(&world).await;
    }
    movers_go_back(&world).await;
    let crowd = crowd(&world).await;
    while transitions(&world).await < TRANSITIONS {
        crowd.there_and_back(&world).await;
    }
    ties_follow_one_another(&world).await;
    no_day_had_a_circle(&world).await;
    assert!(world.all_told_has_words().await);
    events_tell_it_all(&world).await;
    assert!(world.counts_hold().await);
}

async fn transitions(world: &World) -> i64 {
    world.count("event WHERE version IS NOT NULL").await
}

/// One random sequence. What is refused is refused; undone is as it was before.
async fn play(world: &World) {
    let mut units = Vec::new();
    for _ in 0..UNITS {
        units.push(world.enterprise().await);
    }
    let steps = prop::collection::vec(step(), STEPS)
        .new_tree(&mut TestRunner::new(Config::default()))
        .expect("a sequence")
        .current();
    let mut cases: Vec<(i64, usize)> = Vec::new();
    // The superior of each unit before each approval, by the application and the version that was seen.
    let mut before: HashMap<(i64, i64), Vec<Option<i64>>> = HashMap::new();
    // One of the latest: of older ones hardly any is open.
    let case = |cases: &[(i64, usize)], n: usize| {
        let latest = &cases[cases.len().saturating_sub(UNITS)..];
        latest.get(n % latest.len().max(1)).copied()
    };
    for step in steps {
        match step {
            Step::Ask(kind, from, to) => {
                if let Some(id) = done(world.ask(kind, &units[from], &units[to]).await) {
                    cases.push((id, to));
                }
            }
            Step::Decide(n, outcome) => {
                let Some((id, to)) = case(&cases, n) else {
                    continue;
                };
                let seen = (id, world.version(id).await);
                let tree = superiors(world, &units).await;
                let decided = done(world.decide(&units[to], id, outcome).await).is_some();
                if decided && outcome == Outcome::Approve {
                    before.insert(seen, tree);
                }
            }
            Step::Withdraw(n) => {
                let Some((id, _)) = case(&cases, n) else {
                    continue;
                };
                let of = applicant(world, &units, id).await;
                done(world.withdraw(&units[of], id).await);
            }
            Step::Undo(n) => {
                let Some((id, to)) = case(&cases, n) else {
                    continue;
                };
                let version = world.version(id).await;
                let of = applicant(world, &units, id).await;
                let now = superiors(world, &units).await;
                if done(world.undo(&units[to], id).await).is_some() {
                    // What decided nothing about the tie takes nothing of it back.
                    let was = before.get(&(id, version - 1)).unwrap_or(&now)[of];
                    assert_eq!(superiors(world, &units).await[of], was, "as it was");
                }
            }
            Step::Release(n) => release(world, &units[n]).await,
        }
    }
    assert!(cases.len() > 20, "the sequence did something");
}

fn done<T>(result: store::Result<T>) -> Option<T> {
    match result {
        Ok(value) => Some(value),
        Err(store::Error::Refused(_)) => None,
        Err(store::Error::Database(error)) => panic!("{error}"),
    }
}

async fn superiors(world: &World, units: &[Actor]) -> Vec<Option<i64>> {
    let mut found = Vec::new();
    for unit in units {
        found.push(world.superior(unit.unit).await);
    }
    found
}

async fn applicant(world: &World, units: &[Actor], application: i64) -> usize {
    let mut conn = world.read().await;
    let (unit,): (i64,) = sql("SELECT applicant_id FROM application WHERE id = $1")
        .bind(application)
        .one(&mut conn)
        .await
        .expect("read");
    let place = units.iter().position(|actor| actor.unit == unit);
    place.expect("one of the units")
}

/// A batch of moves that is taken back: each unit is under whom it was under, but for who has left since.
async fn movers_go_back(world: &World) {
    let olds = [world.unit().await, world.unit().await];
    let new = world.unit().await;
    let mut units = Vec::new();
    for n in 0..MOVERS {
        let unit = world.enterprise().await;
        world.bind(&unit, &olds[n % 2]).await;
        let asked = world.ask(ApplicationKind::Transfer, &unit, &new).await;
        asked.expect("asked");
        units.push(unit);
    }
    let mut before = superiors(world, &units).await;
    let rows = cases_of(world, new.unit).await;
    let batch = order(world, new.reviewer(), Outcome::Approve, rows).await;
    assert_eq!(
        superiors(world, &units).await,
        vec![Some(new.unit); MOVERS],
        "moved"
    );
    release(world, &units[0]).await;
    before[0] = None;
    assert_eq!(
        take_back(world, new.reviewer(), batch).await,
        (MOVERS as i64 - 1, 1)
    );
    assert_eq!(superiors(world, &units).await, before);
}

async fn release(world: &World, unit: &Actor) {
    let row = world.row(unit.unit).await;
    let mut tx = world.begin().await;
    let released = store::release(&mut tx, &row, unit.operator, now()).await;
    released.expect("released");
    tx.commit().await.expect("committed");
}

/// How many decisions of a batch were taken back, and how many were kept.
async fn take_back(world: &World, reviewer: Reviewer, batch: i64) -> (i64, i64) {
    let mut tx = world.begin().await;
    let undone = store::undo_batch(&mut tx, reviewer, batch, now()).await;
    let undone = undone.expect("taken back");
    tx.commit().await.expect("committed");
    (undone.undone, undone.kept)
}

async fn cases_of(world: &World, superior: i64) -> Vec<ChosenRow> {
    let mut conn = world.read().await;
    let rows: Vec<(i64, i64)> =
        sql("SELECT id, version FROM application WHERE superior_id = $1 ORDER BY id")
            .bind(superior)
            .all(&mut conn)
            .await
            .expect("read");
    let chosen = rows.into_iter().map(|(application, version)| ChosenRow {
        application,
        version,
    });
    chosen.collect()
}

/// Many units under one superior, decided and taken back in batches.
struct Crowd {
    reviewer: Reviewer,
    applications: Vec<i64>,
}

async fn crowd(world: &World) -> Crowd {
    let superior = world.unit().await;
    Crowd {
        reviewer: superior.reviewer(),
        applications: world.applicants(&superior, CROWD).await,
    }
}

impl Crowd {
    /// Every outcome once, taken back each time.
    async fn there_and_back(&self, world: &World) {
        for outcome in Outcome::ALL {
            let tree = self.bound(world).await;
            let batch = self.decide(world, outcome).await;
            assert_eq!(self.bound(world).await == tree, outcome != Outcome::Approve);
            assert_eq!(take_back(world, self.reviewer, batch).await, (CROWD, 0));
            assert_eq!(self.bound(world).await, tree);
        }
    }

    async fn bound(&self, world: &World) -> i64 {
        let ties = format!(
            "affiliation WHERE superior_id = {} AND until_at IS NULL",
            self.reviewer.unit
        );
        world.count(&ties).await
    }

    async fn decide(&self, world: &World, outcome: Outcome) -> i64 {
        let rows = cases_of(world, self.reviewer.unit).await;
        assert_eq!(rows.len(), self.applications.len());
        order(world, self.reviewer, outcome, rows).await
    }
}

async fn order(world: &World, reviewer: Reviewer, outcome: Outcome, rows: Vec<ChosenRow>) -> i64 {
    let asked = rows.len().to_string();
    let order = BatchOrder::try_from(OrderDraft {
        key: transitions(world).await.to_string(),
        outcome: outcome.as_str().into(),
        opinion: "照章办理".into(),
        selection: "tab=pending".into(),
        confirm: asked.clone(),
        asked,
        ..OrderDraft::default()
    });
    let order = order.expect("a complete order");
    let mut chosen = Ticked::new(rows);
    let mut tx = world.begin().await;
    let batch = run_batch(&mut tx, reviewer, &order, &mut chosen, CROWD, now(), |_| {}).await;
    let batch = batch.expect("decided");
    tx.commit().await.expect("committed");
    batch
}

/// One superior at any instant, no overlap; and a move has no gap.
async fn ties_follow_one_another(world: &World) {
    let overlapping = "(SELECT a.unit_id FROM affiliation a JOIN affiliation b
         ON b.unit_id = a.unit_id AND b.id > a.id
         WHERE a.until_at IS NULL OR b.from_at < a.until_at) AS overlapping";
    assert_eq!(world.count(overlapping).await, 0);
    let gaps = "(SELECT e.id FROM event e WHERE e.tie_from IS NOT NULL AND e.tie_to IS NOT NULL
         AND NOT EXISTS (SELECT 1 FROM affiliation a JOIN affiliation b
            ON b.unit_id = a.unit_id AND b.from_at = a.until_at
            WHERE a.unit_id = e.unit_id AND a.superior_id = e.tie_from
              AND b.superior_id = e.tie_to)) AS gaps";
    assert_eq!(world.count(gaps).await, 0);
    assert!(
        world
            .count("event WHERE tie_from IS NOT NULL AND tie_to IS NOT NULL")
            .await
            > 0
    );
}

/// The tree of any instant is what the events up to it say, and has no circle.
async fn no_day_had_a_circle(world: &World) {
    let mut conn = world.read().await;
    let ties: Vec<(i64, i64, i64, Option<i64>)> =
        sql("SELECT unit_id, superior_id, from_at, until_at FROM affiliation")
            .all(&mut conn)
            .await
            .expect("read");
    let events: Vec<(i64, Option<i64>, Option<i64>, i64)> =
        sql("SELECT unit_id, tie_from, tie_to, at FROM event
             WHERE tie_from IS NOT NULL OR tie_to IS NOT NULL ORDER BY id")
        .all(&mut conn)
        .await
        .expect("read");
    let instants: BTreeSet<i64> = events.iter().map(|event| event.3).collect();
    let mut replayed: HashMap<i64, i64> = HashMap::new();
    let mut told = events.iter().peekable();
    let every = (instants.len() / 300).max(1);
    for (n, &at) in instants.iter().enumerate() {
        while let Some((unit, from, to, _)) = told.next_if(|event| event.3 <= at) {
            assert_eq!(
                replayed.get(unit).copied(),
                *from,
                "an event says what was before"
            );
            match to {
                Some(superior) => replayed.insert(*unit, *superior),
                None => replayed.remove(unit),
            };
        }
        if n % every != 0 {
            continue;
        }
        let holds = |from: i64, until: Option<i64>| from <= at && until.is_none_or(|u| at < u);
        let tree: HashMap<i64, i64> = ties
            .iter()
            .filter(|(_, _, from, until)| holds(*from, *until))
            .map(|(unit, superior, ..)| (*unit, *superior))
            .collect();
        assert_eq!(tree, replayed, "the tree at {at}");
        for &unit in tree.keys() {
            let mut above = unit;
            let mut steps = 0;
            while let Some(&superior) = tree.get(&above) {
                (above, steps) = (superior, steps + 1);
                assert!(steps <= UNITS, "a circle at {at}");
            }
        }
    }
}

/// Every change has one event; what ended stays ended but for 撤销.
async fn events_tell_it_all(world: &World) {
    for violation in [
        "(SELECT a.id FROM application a JOIN event e ON e.application_id = a.id
          AND e.version IS NOT NULL GROUP BY a.id, a.version
          HAVING COUNT(*) <> a.version) AS not_one_event_each",
        "(SELECT e.id FROM event e JOIN event n ON n.application_id = e.application_id
          AND n.version = e.version + 1 WHERE n.from_state <> e.to_state) AS not_from_where_it_was",
        "(SELECT id FROM event WHERE kind <> 'undone' AND from_state IN
          ('approved', 'rejected', 'terminated', 'withdrawn', 'closed')) AS back_to_life",
        "(SELECT id FROM event WHERE kind = 'undone'
          AND from_state IN ('withdrawn', 'closed')) AS undone_by_nobody",
    ] {
        assert_eq!(world.count(violation).await, 0, "{violation}");
    }
}
