//! One random sequence of single steps: whatever can be done to a case, a tie and a unit. What is
//! refused is refused; what is taken back is as it was before.

use super::snapshot::{Everything, Standing};
use crate::support::{Actor, World};
use lishu::domain::reorganization::BranchChange;
use lishu::domain::{ApplicationKind, Outcome, Reason, Role};
use lishu::server::now;
use lishu::server::store::{self, Answer, Order, Releasing, sql};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use std::collections::{BTreeMap, HashMap};

/// Units that move, are bound, released and reorganized; and the steps of a sequence.
pub const UNITS: usize = 12;
const STEPS: usize = 500;

/// How many steps of each kind did something.
pub type Tally = BTreeMap<&'static str, u64>;

#[derive(Clone, Copy, Debug)]
enum Step {
    Ask(ApplicationKind, usize, usize),
    /// One of the latest applications that wait; those below are of the latest likewise.
    Decide(usize, Outcome),
    /// Decided, and taken back before anything else happens.
    ThereAndBack(usize, Outcome),
    Undo(usize),
    Withdraw(usize),
    Resubmit(usize),
    /// Whether the superior that is left lets the unit go.
    Answer(usize, bool),
    /// An enterprise's own way out.
    Release(usize),
    /// Its superior's.
    ReleaseBelow(usize),
    /// In the branch of a unit: one of it, and to another of it.
    Reorganize(BranchChange, usize, usize, usize),
    Disable(usize),
    Enable(usize),
    LiftBar(usize),
}

pub const KINDS: [&str; 18] = [
    "bind",
    "transfer",
    "unbind",
    "approve",
    "return",
    "reject",
    "terminate",
    "there and back",
    "undo",
    "withdraw",
    "resubmit",
    "answer",
    "release",
    "release below",
    "reorganize",
    "disable",
    "enable",
    "lift bar",
];

fn step() -> impl Strategy<Value = Step> {
    let kind = proptest::sample::select(ApplicationKind::ALL.to_vec());
    let change = proptest::sample::select(BranchChange::ALL.to_vec());
    // Mostly approved: ties are what this is about.
    let outcome = || {
        prop_oneof![
            6 => Just(Outcome::Approve),
            2 => Just(Outcome::Return),
            1 => Just(Outcome::Reject),
            1 => Just(Outcome::Terminate),
        ]
    };
    let (unit, case) = (0..UNITS, 0..1000usize);
    prop_oneof![
        20 => (kind, unit.clone(), unit.clone()).prop_map(|(kind, a, b)| Step::Ask(kind, a, b)),
        12 => (case.clone(), outcome()).prop_map(|(n, outcome)| Step::Decide(n, outcome)),
        6 => (case.clone(), outcome()).prop_map(|(n, outcome)| Step::ThereAndBack(n, outcome)),
        6 => case.clone().prop_map(Step::Undo),
        2 => case.clone().prop_map(Step::Withdraw),
        6 => case.clone().prop_map(Step::Resubmit),
        6 => (case.clone(), any::<bool>()).prop_map(|(n, gives)| Step::Answer(n, gives)),
        2 => unit.clone().prop_map(Step::Release),
        2 => unit.clone().prop_map(Step::ReleaseBelow),
        5 => (change, unit.clone(), unit.clone(), unit.clone())
            .prop_map(|(change, a, b, c)| Step::Reorganize(change, a, b, c)),
        1 => unit.clone().prop_map(Step::Disable),
        4 => unit.clone().prop_map(Step::Enable),
        4 => case.prop_map(Step::LiftBar),
    ]
}

/// An application, and the places of the two units in the sequence.
#[derive(Clone, Copy, Debug)]
struct Case {
    id: i64,
    from: usize,
    to: usize,
}

pub struct Play<'w> {
    world: &'w World,
    tally: &'w mut Tally,
    units: Vec<Actor>,
    /// A second reviewer of each.
    seconds: Vec<Actor>,
    administrator: i64,
    cases: Vec<Case>,
    /// How it stood before each decision, by the application and the version that was seen.
    before: HashMap<(i64, i64), Standing>,
}

impl<'w> Play<'w> {
    pub async fn new(world: &'w World, tally: &'w mut Tally) -> Self {
        let (mut units, mut seconds) = (Vec::new(), Vec::new());
        for _ in 0..UNITS {
            let unit = world.enterprise().await;
            seconds.push(world.colleague(&unit, "李核对").await);
            units.push(unit);
        }
        Self {
            world,
            tally,
            units,
            seconds,
            administrator: world.administrator(Role::System).await,
            cases: Vec::new(),
            before: HashMap::new(),
        }
    }

    pub async fn play(mut self) {
        // A sequence that fails can be played again.
        let asked = std::env::var("LISHU_LIFE_SEED").ok();
        let asked = asked.and_then(|seed| seed.parse().ok());
        let seed: u64 = asked.unwrap_or_else(|| now().as_micros().unsigned_abs());
        println!("LISHU_LIFE_SEED={seed}");
        let mut bytes = [0; 32];
        bytes[..8].copy_from_slice(&seed.to_le_bytes());
        let random = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
        let steps = prop::collection::vec(step(), STEPS)
            .new_tree(&mut TestRunner::new_with_rng(Config::default(), random))
            .expect("a sequence")
            .current();
        for step in steps {
            if let Some(kind) = self.take(step).await {
                *self.tally.entry(kind).or_default() += 1;
            }
        }
    }

    /// What kind of step it was, where it did something.
    async fn take(&mut self, step: Step) -> Option<&'static str> {
        match step {
            Step::Ask(kind, from, to) => self.ask(kind, from, to).await,
            Step::Decide(n, outcome) => {
                let case = self.case(n, "state = 'pending'").await?;
                self.decide(case, outcome).await
            }
            Step::ThereAndBack(n, outcome) => {
                let case = self.case(n, "state = 'pending'").await?;
                self.there_and_back(case, outcome).await
            }
            Step::Undo(n) => {
                let decided = "state IN ('approved', 'returned', 'rejected', 'terminated')";
                let case = self.case(n, decided).await?;
                self.undo(case).await.then_some("undo")
            }
            Step::Withdraw(n) => {
                let case = self.case(n, "state IN ('pending', 'returned')").await?;
                let applicant = &self.units[case.from];
                done(self.world.withdraw(applicant, case.id).await).map(|()| "withdraw")
            }
            Step::Resubmit(n) => {
                let case = self.case(n, "state = 'returned'").await?;
                let applicant = &self.units[case.from];
                done(self.world.resubmit(applicant, case.id).await).map(|()| "resubmit")
            }
            Step::Answer(n, consents) => {
                let case = self
                    .case(n, "state = 'pending' AND consent = 'asked'")
                    .await?;
                self.answer(case, consents).await
            }
            Step::Release(n) => self.release(n).await,
            Step::ReleaseBelow(n) => self.release_below(n).await,
            Step::Reorganize(change, top, unit, target) => {
                self.reorganize(change, top, unit, target).await
            }
            Step::Disable(n) => self.disable(n).await,
            Step::Enable(n) => self.enable(n).await,
            Step::LiftBar(n) => self.lift_bar(n).await,
        }
    }

    /// One of the latest that are so; now and then one of the latest, however it is: then nothing
    /// should come of it.
    async fn case(&self, n: usize, so: &str) -> Option<Case> {
        let so = if n.is_multiple_of(8) { "1 = 1" } else { so };
        let (first, last) = (self.units[0].unit, self.units[UNITS - 1].unit);
        let found = sql(format!(
            "SELECT id FROM application WHERE applicant_id BETWEEN $1 AND $2 AND {so}
             ORDER BY id DESC LIMIT $3"
        ));
        let mut conn = self.world.read().await;
        let found = found.bind(first).bind(last).bind(UNITS as i64);
        let found: Vec<(i64,)> = found.all(&mut conn).await.expect("read");
        let (id,) = *found.get(n / 8 % found.len().max(1))?;
        self.cases.iter().find(|case| case.id == id).copied()
    }

    async fn ask(&mut self, kind: ApplicationKind, from: usize, to: usize) -> Option<&'static str> {
        // A tie is given up to the superior that there is.
        let to = match kind {
            ApplicationKind::Unbind => self.superior_of(from).await?,
            ApplicationKind::Bind | ApplicationKind::Transfer => to,
        };
        let asked = self
            .world
            .ask(kind, &self.units[from], &self.units[to])
            .await;
        let id = done(asked)?;
        if self.cases.iter().all(|case| case.id != id) {
            self.cases.push(Case { id, from, to });
        }
        Some(kind.as_str())
    }

    async fn decide(&mut self, case: Case, outcome: Outcome) -> Option<&'static str> {
        let before = Standing::of(self.world, case.id).await;
        let reviewer = &self.units[case.to];
        done(self.world.decide(reviewer, case.id, outcome).await)?;
        self.before.insert((case.id, before.version), before);
        Some(outcome.as_str())
    }

    /// Nothing happened between: whatever the two could have touched is as it was, of whichever unit.
    async fn there_and_back(&mut self, case: Case, outcome: Outcome) -> Option<&'static str> {
        let before = Everything::of(self.world, &self.units).await;
        let superior = self.superior_of(case.from).await;
        self.decide(case, outcome).await?;
        if !self.undo(case).await {
            let left = superior.expect("it left one");
            let left = self.world.row(self.units[left].unit).await;
            assert!(left.disabled_at.is_some(), "nobody goes back below it");
            return Some(outcome.as_str());
        }
        let after = Everything::of(self.world, &self.units).await;
        assert_eq!(after, before, "{outcome:?} of {case:?}, there and back");
        Some("there and back")
    }

    /// Whether the latest decision was taken back. Then the case stands as it stood before it; so does
    /// the applicant's tie where it was an approval, and any other leaves the tie as it is.
    async fn undo(&mut self, case: Case) -> bool {
        let present = Standing::of(self.world, case.id).await;
        let undone = self.world.undo(&self.units[case.to], case.id).await;
        if done(undone).is_none() {
            return false;
        }
        let after = Standing::of(self.world, case.id).await;
        let was = self.before.get(&(case.id, present.version - 1));
        let was = was.expect("what is taken back was decided");
        let approved = present.case.1 == "approved";
        let expected = Standing {
            version: was.version + 2,
            tie: if approved { was.tie } else { present.tie },
            ..was.clone()
        };
        assert_eq!(after, expected, "as it was");
        true
    }

    async fn answer(&mut self, case: Case, consents: bool) -> Option<&'static str> {
        let standing = Standing::of(self.world, case.id).await;
        let left = self.place(standing.case.3?);
        let answer = Answer {
            application: case.id,
            version: standing.version,
            consents,
            why: "已经核对",
        };
        let reviewer = self.units[left].reviewer();
        let mut tx = self.world.begin().await;
        done(store::answer_leaving(&mut tx, reviewer, answer, now()).await)?;
        tx.commit().await.expect("committed");
        Some("answer")
    }

    async fn release(&mut self, n: usize) -> Option<&'static str> {
        self.superior_of(n).await?;
        let row = self.world.row(self.units[n].unit).await;
        let mut tx = self.world.begin().await;
        let released = store::release(&mut tx, &row, self.units[n].operator, now()).await;
        released.expect("released");
        tx.commit().await.expect("committed");
        assert_eq!(self.superior_of(n).await, None);
        Some("release")
    }

    async fn release_below(&mut self, n: usize) -> Option<&'static str> {
        let superior = self.superior_of(n).await?;
        let why = Reason::parse("不再主管").expect("a reason");
        let releasing = Releasing {
            reviewer: self.units[superior].reviewer(),
            unit: self.units[n].unit,
            why: &why,
        };
        let mut tx = self.world.begin().await;
        done(store::release_below(&mut tx, releasing, now()).await)?;
        tx.commit().await.expect("committed");
        assert_eq!(self.superior_of(n).await, None);
        Some("release below")
    }

    /// Proposed by one and carried out by another, as it was looked at: all of it, and nothing else.
    async fn reorganize(
        &mut self,
        change: BranchChange,
        top: usize,
        unit: usize,
        target: usize,
    ) -> Option<&'static str> {
        let mut tree = self.tree().await;
        // Mostly of a unit that has a branch.
        let tops: Vec<usize> = (0..UNITS).filter(|n| tree.contains(&Some(*n))).collect();
        let top = tops.get(top).copied().unwrap_or(top);
        let branch = branch(&tree, top);
        let (unit, target) = (branch[unit % branch.len()], branch[target % branch.len()]);
        let released = change == BranchChange::Abolish && target == unit;
        if target == unit && !released {
            return None;
        }
        let order = Order {
            superior: self.units[top].unit,
            kind: change,
            unit: self.units[unit].unit,
            target: (!released).then(|| self.units[target].unit),
            chosen: None,
        };
        let mut conn = self.world.read().await;
        let plan = store::plan(&mut conn, &order).await.expect("planned");
        drop(conn);
        let why = Reason::parse("机构改革").expect("a reason");
        let (first, second) = (self.units[top].reviewer(), self.seconds[top].reviewer());
        let seen = plan.view.digest.as_str();
        let mut tx = self.world.begin().await;
        let proposed = store::propose(&mut tx, first, &order, (&why, seen), now()).await;
        let refused = plan.view.objection.is_some();
        assert_eq!(proposed.is_err(), refused, "{:?}", plan.view.objection);
        let id = done(proposed)?;
        tx.commit().await.expect("committed");
        let mut tx = self.world.begin().await;
        let agreed = store::agree(&mut tx, second, (id, 1), seen, now()).await;
        agreed.expect("as it was proposed");
        tx.commit().await.expect("committed");
        for moved in plan.units {
            tree[self.place(moved)] = (!released).then_some(target);
        }
        if change.ends_unit() {
            tree[unit] = None;
        }
        assert_eq!(self.tree().await, tree, "{order:?}");
        Some("reorganize")
    }

    async fn disable(&mut self, n: usize) -> Option<&'static str> {
        let (unit, by) = (self.units[n].unit, self.administrator);
        if self.world.row(unit).await.disabled_at.is_some() {
            return None;
        }
        let mut tx = self.world.begin().await;
        let disabled = store::disable(&mut tx, unit, by, "停用", now()).await;
        disabled.expect("disabled");
        tx.commit().await.expect("committed");
        Some("disable")
    }

    /// One of those that are disabled.
    async fn enable(&mut self, n: usize) -> Option<&'static str> {
        let mut conn = self.world.read().await;
        let (first, last) = (self.units[0].unit, self.units[UNITS - 1].unit);
        let text = "SELECT id FROM unit
            WHERE disabled_at IS NOT NULL AND id BETWEEN $1 AND $2 ORDER BY id";
        let found = sql(text).bind(first).bind(last).all(&mut conn).await;
        drop(conn);
        let disabled: Vec<(i64,)> = found.expect("read");
        let (unit,) = *disabled.get(n % disabled.len().max(1))?;
        let mut tx = self.world.begin().await;
        let enabled = store::enable(&mut tx, unit, self.administrator, "恢复", now()).await;
        enabled.expect("enabled");
        tx.commit().await.expect("committed");
        Some("enable")
    }

    async fn lift_bar(&mut self, n: usize) -> Option<&'static str> {
        let case = self.case(n, "state = 'terminated'").await?;
        let mut tx = self.world.begin().await;
        let (unit, by) = (self.units[case.from].unit, self.administrator);
        done(store::lift_bar(&mut tx, unit, by, "终止有误", now()).await)?;
        tx.commit().await.expect("committed");
        Some("lift bar")
    }

    async fn superior_of(&self, n: usize) -> Option<usize> {
        let superior = self.world.superior(self.units[n].unit).await?;
        Some(self.place(superior))
    }

    /// The superior of each.
    async fn tree(&self) -> Vec<Option<usize>> {
        let (first, last) = (self.units[0].unit, self.units[UNITS - 1].unit);
        let text = "SELECT unit_id, superior_id FROM affiliation
            WHERE until_at IS NULL AND unit_id BETWEEN $1 AND $2";
        let mut conn = self.world.read().await;
        let ties = sql(text).bind(first).bind(last).all(&mut conn).await;
        let ties: Vec<(i64, i64)> = ties.expect("read");
        let mut tree = vec![None; UNITS];
        for (unit, superior) in ties {
            tree[self.place(unit)] = Some(self.place(superior));
        }
        tree
    }

    fn place(&self, unit: i64) -> usize {
        let place = self.units.iter().position(|actor| actor.unit == unit);
        place.expect("one of the units")
    }
}

/// A unit and all that stand below it.
fn branch(tree: &[Option<usize>], top: usize) -> Vec<usize> {
    let mut found = vec![top];
    let mut next = 0;
    while let Some(&above) = found.get(next) {
        let below = (0..tree.len()).filter(|n| tree[*n] == Some(above));
        found.extend(below);
        next += 1;
    }
    found
}

fn done<T>(result: store::Result<T>) -> Option<T> {
    match result {
        Ok(value) => Some(value),
        Err(store::Error::Refused(_)) => None,
        Err(store::Error::Database(error)) => panic!("{error}"),
    }
}
