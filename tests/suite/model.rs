//! Random sequences of everything that can be done, against a small model, on both engines: never
//! two superiors, never a circle, never two open cases, every transition exactly one event.

use crate::support::{Actor, TestDatabase, World};
use lishu::domain::{ApplicationState, Outcome};
use lishu::server::store;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, TestRunner};
use std::collections::{HashMap, HashSet};

on_both_engines!(random_sequences_keep_the_rules);

/// Units of one sequence, sequences, and steps in each.
const UNITS: usize = 5;
const SEQUENCES: usize = 40;
const STEPS: usize = 30;

#[derive(Clone, Copy, Debug)]
enum Step {
    Apply(usize, usize),
    /// The n-th application of the sequence, modulo how many there are.
    Decide(usize, Outcome),
    Withdraw(usize),
    Resubmit(usize),
    Undo(usize),
    Disable(usize),
}

fn step() -> impl Strategy<Value = Step> {
    let outcome = proptest::sample::select(Outcome::ALL.to_vec());
    prop_oneof![
        8 => (0..UNITS, 0..UNITS).prop_map(|(a, b)| Step::Apply(a, b)),
        8 => (any::<prop::sample::Index>(), outcome)
            .prop_map(|(n, outcome)| Step::Decide(n.index(1000), outcome)),
        2 => (0..1000usize).prop_map(Step::Withdraw),
        2 => (0..1000usize).prop_map(Step::Resubmit),
        4 => (0..1000usize).prop_map(Step::Undo),
        1 => (0..UNITS).prop_map(Step::Disable),
    ]
}

/// What the rules say should be.
#[derive(Default)]
struct Model {
    applications: Vec<Case>,
    superior: HashMap<usize, usize>,
    /// The case by which a unit came under its superior.
    bound_by: HashMap<usize, usize>,
    disabled: HashSet<usize>,
    /// Decisions so far.
    decisions: usize,
}

struct Case {
    id: i64,
    from: usize,
    to: usize,
    state: ApplicationState,
    transitions: i64,
    /// The decision that made it what it is, and its place among all decisions.
    decided: Option<(Outcome, usize)>,
}

impl Model {
    fn may_apply(&self, from: usize, to: usize) -> bool {
        from != to
            && !self.disabled.contains(&from)
            && !self.disabled.contains(&to)
            && !self.superior.contains_key(&from)
            && !self
                .applications
                .iter()
                .any(|a| a.from == from && a.state.is_open())
            && !self
                .applications
                .iter()
                .any(|a| a.from == from && a.state == ApplicationState::Terminated)
            && !self.reaches(to, from)
    }

    fn may_decide(&self, case: &Case, outcome: Outcome) -> bool {
        let (from, to) = (case.from, case.to);
        case.state == ApplicationState::Pending
            && (outcome != Outcome::Approve
                || (!self.disabled.contains(&from)
                    && !self.disabled.contains(&to)
                    && !self.superior.contains_key(&from)
                    && !self.reaches(to, from)))
    }

    /// Nothing came after the decision, on the case or under its applicant.
    fn may_undo(&self, number: usize) -> bool {
        let case = &self.applications[number];
        let Some((outcome, place)) = case.decided else {
            return false;
        };
        let built_on = |(child, superior): (&usize, &usize)| {
            let by = self.bound_by[child];
            let since = self.applications[by]
                .decided
                .is_some_and(|(_, p)| p > place);
            *superior == case.from && since
        };
        let mut others = self.applications.iter().enumerate();
        !self.disabled.contains(&case.to)
            && (outcome != Outcome::Approve || !self.superior.iter().any(built_on))
            // Who was bound since no longer asks for what was refused.
            && (!matches!(outcome, Outcome::Reject | Outcome::Terminate)
                || !self.superior.contains_key(&case.from))
            && !others.any(|(n, a)| n != number && a.from == case.from && a.state.is_open())
    }

    /// Whether the chain of superiors from `unit` comes to `sought`. Ends, as there is no circle.
    fn reaches(&self, unit: usize, sought: usize) -> bool {
        let mut at = Some(unit);
        for _ in 0..=UNITS {
            match at {
                Some(here) if here == sought => return true,
                Some(here) => at = self.superior.get(&here).copied(),
                None => return false,
            }
        }
        panic!("a circle in the model");
    }
}

async fn random_sequences_keep_the_rules(database: TestDatabase) {
    let world = World::new(&database).await;
    let mut runner = TestRunner::new(Config::default());
    for _ in 0..SEQUENCES {
        let steps = prop::collection::vec(step(), STEPS)
            .new_tree(&mut runner)
            .expect("a sequence")
            .current();
        play(&world, &steps).await;
    }
    whole_database_keeps_the_rules(&world).await;
}

async fn play(world: &World, steps: &[Step]) {
    let mut units = Vec::new();
    for _ in 0..UNITS {
        units.push(world.unit().await);
    }
    let mut model = Model::default();
    for (index, step) in steps.iter().enumerate() {
        let played = &steps[..=index];
        let agreed = take(world, &units, &mut model, *step).await;
        assert!(
            agreed,
            "the store and the model differ at the end of {played:?}"
        );
    }
    for case in &model.applications {
        assert_eq!(world.state(case.id).await, case.state, "{steps:?}");
        assert_eq!(world.version(case.id).await, case.transitions, "{steps:?}");
    }
    for (number, unit) in units.iter().enumerate() {
        let expected = model
            .superior
            .get(&number)
            .map(|&superior| units[superior].unit);
        assert_eq!(world.superior(unit.unit).await, expected, "{steps:?}");
    }
}

/// Takes a step in both; whether they agree on its being allowed.
async fn take(world: &World, units: &[Actor], model: &mut Model, step: Step) -> bool {
    let cases = model.applications.len();
    match step {
        Step::Apply(from, to) => {
            let open_here = model
                .applications
                .iter()
                .any(|a| a.from == from && a.to == to && a.state == ApplicationState::Pending);
            let done = world.apply(&units[from], &units[to]).await;
            match (done, model.may_apply(from, to)) {
                (Ok(id), true) => {
                    let (state, transitions) = (ApplicationState::Pending, 1);
                    model.applications.push(Case {
                        id,
                        from,
                        to,
                        state,
                        transitions,
                        decided: None,
                    });
                    true
                }
                // Sent twice: the application that there is.
                (Ok(id), false) => open_here && model.applications.iter().any(|a| a.id == id),
                (Err(store::Error::Refused(_)), expected) => !expected,
                (Err(error), _) => panic!("{error:?}"),
            }
        }
        _ if cases == 0 && !matches!(step, Step::Disable(_)) => true,
        Step::Decide(number, outcome) => {
            let number = number % cases;
            let case = &model.applications[number];
            let expected = model.may_decide(case, outcome);
            let done = world.decide(&units[case.to], case.id, outcome).await;
            let done = settled(done);
            if done {
                let (from, to) = (case.from, case.to);
                moved(&mut model.applications[number], outcome.state());
                model.decisions += 1;
                model.applications[number].decided = Some((outcome, model.decisions));
                if outcome == Outcome::Approve {
                    model.superior.insert(from, to);
                    model.bound_by.insert(from, number);
                }
            }
            done == expected
        }
        Step::Withdraw(number) => {
            let case = &mut model.applications[number % cases];
            let expected = case.state.is_open();
            let done = settled(world.withdraw(&units[case.from], case.id).await);
            if done {
                moved(case, ApplicationState::Withdrawn);
            }
            done == expected
        }
        Step::Resubmit(number) => {
            let case = &mut model.applications[number % cases];
            let live = !model.disabled.contains(&case.from) && !model.disabled.contains(&case.to);
            let expected = case.state == ApplicationState::Returned && live;
            let done = settled(world.resubmit(&units[case.from], case.id).await);
            if done {
                moved(case, ApplicationState::Pending);
            }
            done == expected
        }
        Step::Undo(number) => {
            let number = number % cases;
            let expected = model.may_undo(number);
            let case = &mut model.applications[number];
            let done = settled(world.undo(&units[case.to], case.id).await);
            if done {
                let undone = case.decided;
                moved(case, ApplicationState::Pending);
                if let Some((Outcome::Approve, _)) = undone {
                    model.superior.remove(&case.from);
                }
            }
            done == expected
        }
        Step::Disable(unit) => {
            let open = |case: &&mut Case| case.to == unit && case.state.is_open();
            let first = model.disabled.insert(unit);
            let closing: Vec<_> = model.applications.iter_mut().filter(open).collect();
            let expected = if first { closing.len() } else { 0 };
            closing
                .into_iter()
                .for_each(|case| moved(case, ApplicationState::Closed));
            world.disable(units[unit].unit).await == expected as u64
        }
    }
}

fn moved(case: &mut Case, state: ApplicationState) {
    case.state = state;
    case.transitions += 1;
    case.decided = None;
}

/// Whether it was done; only the rules may refuse.
fn settled(done: store::Result<()>) -> bool {
    match done {
        Ok(()) => true,
        Err(store::Error::Refused(_)) => false,
        Err(store::Error::Database(error)) => panic!("{error}"),
    }
}

/// The invariants, asked of the database itself.
async fn whole_database_keeps_the_rules(world: &World) {
    let none = [
        "(SELECT unit_id FROM affiliation WHERE until_at IS NULL
          GROUP BY unit_id HAVING COUNT(*) > 1) AS two_superiors",
        "(SELECT applicant_id FROM application WHERE state IN ('pending', 'returned')
          GROUP BY applicant_id HAVING COUNT(*) > 1) AS two_open",
        "(SELECT a.id FROM application a JOIN event e ON e.application_id = a.id
          GROUP BY a.id, a.version HAVING COUNT(*) <> a.version) AS not_one_event_each",
        "(SELECT unit_id FROM affiliation WHERE until_at IS NULL AND unit_id = superior_id) AS own",
        "(SELECT c.n FROM queue_count c WHERE c.n <> (SELECT COUNT(*) FROM application a
          WHERE a.superior_id = c.superior_id AND a.state = c.state)) AS miscounted",
        "(SELECT a.id FROM application a WHERE NOT EXISTS (SELECT 1 FROM queue_count c
          WHERE c.superior_id = a.superior_id AND c.state = a.state)) AS not_counted",
        "(SELECT a.id FROM application a JOIN event e ON e.application_id = a.id
          WHERE e.seq IS NULL OR (e.version = a.version AND e.seq <> a.seq)) AS without_turn",
        "(SELECT e.id FROM event e JOIN event later ON later.application_id = e.application_id
          AND later.version > e.version WHERE later.seq <= e.seq) AS not_in_turn",
        "(SELECT a.id FROM application a JOIN queue q ON q.superior_id = a.superior_id
          WHERE a.seq > q.seq) AS ahead_of_the_queue",
        "(SELECT a.id FROM application a JOIN event e ON e.application_id = a.id
          AND e.kind IN ('applied', 'resubmitted') WHERE NOT EXISTS (SELECT 1 FROM submission s
          WHERE s.application_id = a.id AND s.version = e.version)) AS not_kept",
    ];
    for violation in none {
        assert_eq!(world.count(violation).await, 0, "{violation}");
    }
    assert!(
        world.count("event").await > 0,
        "the sequences did something"
    );
}
