//! The whole life of ties: a hundred thousand transitions on each engine, single ones at random and
//! batches, and then what must hold whatever was done, asked of the database itself.

mod crowd;
mod play;
mod snapshot;

use crate::support::{TestDatabase, World};
use lishu::domain::BindingPolicy;
use lishu::server::store::sql;
use play::{KINDS, Play, Tally, UNITS};
use std::collections::{BTreeSet, HashMap};

on_both_engines!(a_hundred_thousand_transitions_keep_the_rules);

/// Transitions at least; those that are not single ones are of batches.
const TRANSITIONS: i64 = 100_000;
/// Sequences of single steps: every other one under rules that ask for consent to 转出.
const SEQUENCES: u64 = 12;
/// Of each kind of step so many at least do something, in all sequences together.
const AT_LEAST: u64 = 3;
/// A kind that chance left short has so many sequences to come up in; one that never does anything is
/// found after them.
const SEQUENCES_AT_MOST: u64 = 60;

async fn a_hundred_thousand_transitions_keep_the_rules(database: TestDatabase) {
    let world = World::new(&database).await;
    let mut tally = Tally::new();
    for n in 0..SEQUENCES_AT_MOST {
        if n >= SEQUENCES && short(&tally).is_empty() {
            break;
        }
        let rules = BindingPolicy {
            consent_to_transfer: n % 2 == 1,
            ..BindingPolicy::default()
        };
        world.set_rules(rules).await;
        Play::new(&world, &mut tally).await.play().await;
        the_counts_hold(&world).await;
    }
    println!(
        "{} single transitions: {tally:?}",
        transitions(&world).await
    );
    assert_eq!(short(&tally), Vec::<&str>::new(), "did next to nothing");
    world.set_rules(BindingPolicy::default()).await;
    crowd::movers_go_back(&world).await;
    let crowd = crowd::crowd(&world).await;
    while transitions(&world).await < TRANSITIONS {
        crowd.there_and_back(&world).await;
    }
    ties_follow_one_another(&world).await;
    no_day_had_a_circle(&world).await;
    events_tell_it_all(&world).await;
    the_counts_hold(&world).await;
}

/// The kinds of step that did not do enough yet.
fn short(tally: &Tally) -> Vec<&'static str> {
    let done = |kind: &&str| tally.get(kind).copied().unwrap_or_default();
    KINDS
        .into_iter()
        .filter(|kind| done(kind) < AT_LEAST)
        .collect()
}

async fn transitions(world: &World) -> i64 {
    world.count("event WHERE version IS NOT NULL").await
}

/// What is kept is what is there to count; and nothing waits for who can't decide it.
async fn the_counts_hold(world: &World) {
    assert!(world.counts_hold().await, "of the queues");
    assert!(world.subtrees_hold().await, "of the units below");
    let nobodys = "application a JOIN unit s ON s.id = a.superior_id
        WHERE s.disabled_at IS NOT NULL AND a.state IN ('pending', 'returned')";
    assert_eq!(world.count(nobodys).await, 0, "wait for a disabled unit");
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
