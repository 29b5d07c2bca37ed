//! What is ticked, against a plain set: in the domain by itself, and in the store on both engines.

use crate::support::{Actor, TestDatabase, World};
use lishu::domain::{Applicant, ApplicationState, Instant, Listing, Outcome, Selection, Tab};
use lishu::server::now;
use lishu::server::store::{
    self, Side, chosen_after, count_selected, queue_page, queue_seq, selected_among,
};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, TestRunner};
use std::collections::BTreeMap;

on_both_engines!(
    the_store_and_a_plain_set_agree,
    who_was_urged_is_chosen_as_it_was_seen,
);

/// Filters that people change between.
const FILTERS: [&str; 8] = [
    "",
    "kind=12",
    "kind=91",
    "name=%E7%A4%BA%E4%BE%8B",
    "tab=settled",
    "state=rejected",
    "state=returned&kind=12",
    "tab=settled&binding=unbound",
];

#[derive(Clone, Copy, Debug)]
enum Step {
    /// The box of the n-th row.
    Tick(usize),
    Untick(usize),
    /// The boxes of all rows from one to another.
    Range(usize, usize, bool),
    /// All rows of the filter.
    All,
    Clear,
    /// Another filter, with what is ticked or without.
    Filter(usize, bool),
    /// An application of an enterprise, or of another unit.
    Arrive(bool),
    /// A colleague decides the n-th row, if it waits.
    Decide(usize, Outcome),
    /// The n-th row is submitted again, if it was returned.
    Resubmit(usize),
    /// What is ticked goes through an address.
    Carry,
}

fn step() -> impl Strategy<Value = Step> {
    let outcomes = vec![Outcome::Return, Outcome::Reject, Outcome::Approve];
    prop_oneof![
        4 => (0..40usize).prop_map(Step::Tick),
        4 => (0..40usize).prop_map(Step::Untick),
        2 => (0..40usize, 0..40usize, any::<bool>()).prop_map(|(a, b, on)| Step::Range(a, b, on)),
        3 => Just(Step::All),
        1 => Just(Step::Clear),
        2 => (0..FILTERS.len(), any::<bool>()).prop_map(|(filter, keep)| Step::Filter(filter, keep)),
        6 => any::<bool>().prop_map(Step::Arrive),
        4 => (0..40usize, prop::sample::select(outcomes)).prop_map(|(n, o)| Step::Decide(n, o)),
        2 => (0..40usize).prop_map(Step::Resubmit),
        1 => Just(Step::Carry),
    ]
}

/// An application with all that it ever was.
struct Row {
    id: i64,
    enterprise: bool,
    /// Number of the queue and state, for each version from 1.
    history: Vec<(i64, ApplicationState)>,
}

impl Row {
    fn applicant(&self) -> Applicant<'static> {
        Applicant {
            name: "示例单位",
            code: "",
            kind: if self.enterprise { "91" } else { "12" },
            region: "",
            listed: None,
            applied_at: Instant::from_micros(0),
        }
    }

    fn version(&self) -> i64 {
        self.history.len() as i64
    }

    fn state(&self) -> ApplicationState {
        self.history.last().expect("it arrived").1
    }

    fn state_at(&self, seq: i64) -> Option<ApplicationState> {
        let then = self.history.iter().rev().find(|(at, _)| *at <= seq);
        then.map(|(_, state)| *state)
    }
}

#[derive(Default)]
struct Desk {
    rows: Vec<Row>,
    seq: i64,
    listing: Listing,
    selection: Selection,
    /// The plain set: what is ticked, at the version that was seen.
    plain: BTreeMap<i64, i64>,
}

impl Desk {
    /// The n-th of the rows that the filter shows now.
    fn shown(&self, n: usize) -> Option<(i64, i64)> {
        let shown = self.all_shown();
        shown.get(n % shown.len().max(1)).copied()
    }

    fn all_shown(&self) -> Vec<(i64, i64)> {
        let filter = &self.listing.filter;
        let has = |row: &&Row| filter.has_state(row.state()) && filter.has(row.applicant());
        self.rows
            .iter()
            .filter(has)
            .map(|row| (row.id, row.version()))
            .collect()
    }

    /// What the reviewer does.
    fn take(&mut self, step: Step) {
        match step {
            Step::Tick(n) => {
                if let Some((id, version)) = self.shown(n) {
                    self.selection.pick(id, version).expect("few");
                    self.plain.insert(id, version);
                }
            }
            Step::Untick(n) => {
                if let Some((id, _)) = self.shown(n) {
                    self.selection.drop(id).expect("few");
                    self.plain.remove(&id);
                }
            }
            Step::Range(a, b, on) => self.range(a.min(b), a.max(b), on),
            Step::All => {
                self.selection
                    .select_all(self.listing.filter.clone(), self.seq);
                self.plain = self.all_shown().into_iter().collect();
            }
            Step::Clear => self.clear(),
            Step::Filter(filter, keep) => {
                self.listing = Listing::from_query(FILTERS[filter]);
                if !keep {
                    self.clear();
                }
            }
            Step::Carry => {
                let word = self.selection.to_word();
                self.selection = Selection::from_word(&word).expect("its own word");
            }
            Step::Arrive(_) | Step::Decide(..) | Step::Resubmit(_) => {}
        }
    }

    fn clear(&mut self) {
        self.selection.clear();
        self.plain.clear();
    }

    fn range(&mut self, first: usize, last: usize, on: bool) {
        let rows: Vec<_> = self
            .all_shown()
            .into_iter()
            .skip(first)
            .take(last - first + 1)
            .collect();
        if on {
            self.selection.pick_many(rows.iter().copied()).expect("few");
            self.plain.extend(rows);
        } else {
            self.selection
                .drop_many(rows.iter().map(|(id, _)| *id))
                .expect("few");
            self.plain
                .retain(|id, _| !rows.iter().any(|(row, _)| row == id));
        }
    }

    fn arrived(&mut self, id: i64, enterprise: bool, seq: i64) {
        self.seq = seq;
        let history = vec![(seq, ApplicationState::Pending)];
        self.rows.push(Row {
            id,
            enterprise,
            history,
        });
    }

    fn changed(&mut self, n: usize, state: ApplicationState, seq: i64) {
        self.seq = seq;
        self.rows[n].history.push((seq, state));
    }

    /// The n-th row, if it has this state.
    fn row_in(&self, n: usize, state: ApplicationState) -> Option<usize> {
        let n = n % self.rows.len().max(1);
        self.rows
            .get(n)
            .filter(|row| row.state() == state)
            .map(|_| n)
    }

    fn agrees(&self) -> bool {
        self.rows.iter().all(|row| {
            let in_all = self
                .selection
                .all()
                .is_some_and(|all| all.has(row.applicant(), row.state_at(all.as_of)));
            self.selection.is_ticked(row.id, in_all) == self.plain.contains_key(&row.id)
        })
    }
}

#[test]
fn the_domain_and_a_plain_set_agree() {
    let config = Config {
        cases: 10_000,
        ..Config::default()
    };
    let steps = prop::collection::vec(step(), 1..40);
    TestRunner::new(config)
        .run(&steps, |steps| {
            let mut desk = Desk::default();
            for step in steps {
                let seq = desk.seq + 1;
                match step {
                    Step::Arrive(enterprise) => desk.arrived(seq * 3, enterprise, seq),
                    Step::Decide(n, outcome) => {
                        if let Some(n) = desk.row_in(n, ApplicationState::Pending) {
                            desk.changed(n, outcome.state(), seq);
                        }
                    }
                    Step::Resubmit(n) => {
                        if let Some(n) = desk.row_in(n, ApplicationState::Returned) {
                            desk.changed(n, ApplicationState::Pending, seq);
                        }
                    }
                    step => desk.take(step),
                }
                prop_assert!(desk.agrees(), "after {:?}", step);
            }
            Ok(())
        })
        .expect("no mismatch");
}

async fn the_store_and_a_plain_set_agree(database: TestDatabase) {
    let world = World::new(&database).await;
    let mut runner = TestRunner::new(Config::default());
    for _ in 0..30 {
        let steps = prop::collection::vec(step(), 25)
            .new_tree(&mut runner)
            .expect("steps")
            .current();
        let superior = world.unit().await;
        let mut desk = Desk::default();
        let mut units = Vec::new();
        for step in &steps {
            play(&world, &superior, &mut desk, &mut units, *step).await;
        }
        compare(&world, &superior, &desk, &steps).await;
    }
}

/// Takes a step in the store and at the desk.
async fn play(
    world: &World,
    superior: &Actor,
    desk: &mut Desk,
    units: &mut Vec<Actor>,
    step: Step,
) {
    match step {
        Step::Arrive(enterprise) => {
            let unit = if enterprise {
                world.enterprise().await
            } else {
                world.unit().await
            };
            let id = world.apply(&unit, superior).await.expect("applied");
            units.push(unit);
            desk.arrived(id, enterprise, seq(world, superior).await);
        }
        Step::Decide(n, outcome) => {
            if let Some(n) = desk.row_in(n, ApplicationState::Pending) {
                world
                    .decide(superior, desk.rows[n].id, outcome)
                    .await
                    .expect("decided");
                desk.changed(n, outcome.state(), seq(world, superior).await);
            }
        }
        Step::Resubmit(n) => {
            if let Some(n) = desk.row_in(n, ApplicationState::Returned) {
                world
                    .resubmit(&units[n], desk.rows[n].id)
                    .await
                    .expect("submitted again");
                desk.changed(n, ApplicationState::Pending, seq(world, superior).await);
            }
        }
        step => desk.take(step),
    }
}

async fn seq(world: &World, superior: &Actor) -> i64 {
    let mut conn = world.read().await;
    queue_seq(&mut conn, superior.unit).await.expect("read")
}

async fn compare(world: &World, superior: &Actor, desk: &Desk, steps: &[Step]) {
    let mut conn = world.read().await;
    let (unit, selection) = (superior.unit, &desk.selection);
    let (mut chosen, mut after) = (BTreeMap::new(), 0);
    loop {
        let page = chosen_after(&mut conn, unit, selection, after, 3)
            .await
            .expect("read");
        let Some(last) = page.last() else { break };
        after = last.id;
        for row in page {
            let own = desk
                .rows
                .iter()
                .find(|own| own.id == row.id)
                .expect("a known row");
            assert_eq!(row.unchanged, row.version == own.version(), "{steps:?}");
            assert_eq!(row.state, own.state().as_str(), "{steps:?}");
            assert!(row.name.starts_with("示例单位"));
            chosen.insert(row.id, row.version);
        }
    }
    assert_eq!(chosen, desk.plain, "{steps:?}");
    let count = count_selected(&mut conn, unit, selection)
        .await
        .expect("counted");
    assert_eq!(count, desk.plain.len() as i64, "{steps:?}");
    for tab in [Tab::Pending, Tab::Settled] {
        let listing = Listing::of_tab(tab);
        let page = queue_page(&mut conn, unit, &listing, &Side::First, 100)
            .await
            .expect("read");
        let ticked = selected_among(&mut conn, selection, &page)
            .await
            .expect("read");
        for row in page {
            assert_eq!(
                ticked.contains(&row.id),
                desk.plain.contains_key(&row.id),
                "{steps:?}"
            );
        }
    }
    // To another superior these rows don't exist.
    let stranger = world.unit().await.unit;
    assert_eq!(
        count_selected(&mut conn, stranger, selection)
            .await
            .expect("counted"),
        0
    );
    let chosen = chosen_after(&mut conn, stranger, selection, 0, 9)
        .await
        .expect("read");
    assert!(chosen.is_empty(), "{steps:?}");
}

/// 催办 changes nothing of a row, and is no state that it had.
async fn who_was_urged_is_chosen_as_it_was_seen(database: TestDatabase) {
    let world = World::new(&database).await;
    let (unit, superior) = (world.unit().await, world.unit().await);
    let case = world.apply(&unit, &superior).await.expect("applied");
    let mut tx = world.begin().await;
    let (of, by) = (unit.unit, unit.operator);
    let urged = store::urge(&mut tx, of, case, by, now(), |_, _| true).await;
    urged.expect("urged");
    tx.commit().await.expect("committed");

    let mut all = Selection::default();
    let pending = Listing::of_tab(Tab::Pending).filter;
    all.select_all(pending, seq(&world, &superior).await);
    let chosen = async || {
        let mut conn = world.read().await;
        let rows = chosen_after(&mut conn, superior.unit, &all, 0, 9).await;
        let rows = rows.expect("read").into_iter();
        rows.map(|row| (row.version, row.unchanged))
            .collect::<Vec<_>>()
    };
    assert_eq!(chosen().await, [(1, true)]);
    let returned = world.decide(&superior, case, Outcome::Return).await;
    returned.expect("returned");
    world.resubmit(&unit, case).await.expect("submitted again");
    assert_eq!(
        chosen().await,
        [(1, false)],
        "the version that was seen, which is no longer there"
    );

    // Returned when it was said: it is not among what waits.
    let returned = world.decide(&superior, case, Outcome::Return).await;
    returned.expect("returned");
    let mut all = Selection::default();
    let pending = Listing::of_tab(Tab::Pending).filter;
    all.select_all(pending, seq(&world, &superior).await);
    world.resubmit(&unit, case).await.expect("submitted again");
    let mut conn = world.read().await;
    let rows = chosen_after(&mut conn, superior.unit, &all, 0, 9).await;
    assert!(rows.expect("read").is_empty());
    let count = count_selected(&mut conn, superior.unit, &all).await;
    assert_eq!(count.expect("counted"), 0);
}
