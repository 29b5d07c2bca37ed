//! 批量审核: one outcome for many applications, what would become of it, and what became.

use super::template::read_opinion;
use super::{Fault, Field, FieldProblem, Instant, Opinion, Outcome, Problem, Problems};
use serde::{Deserialize, Serialize};

/// How many applications one batch may hold.
pub const BATCH_MAX: u32 = 100_000;
/// A batch of more rows goes on by itself, and its page tells how far it is.
pub const AT_ONCE: i64 = 1_000;
/// How many rows are named one by one where reasons are told.
pub const LISTED: usize = 100;
/// How many of those that are decided are named.
pub const PASSED_SHOWN: usize = 20;
/// How many refused rows are shown of a batch that was done.
pub const REFUSED_SHOWN: i64 = 200;
/// How many seconds a decision can be taken back.
pub const UNDO_WINDOW: i64 = 600;
/// How many seconds the key of a batch is remembered.
pub const KEY_LIFE: i64 = 24 * 3600;

/// A batch as its form was sent, without the rows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct OrderDraft {
    /// Made by the form; sent twice, it is one batch.
    pub key: String,
    pub outcome: String,
    pub opinion: String,
    /// 常用意见 that stands for an opinion that was not typed.
    pub canned: String,
    /// Which rows are meant, as an address carries it.
    pub selection: String,
    /// How many rows the form spoke of.
    pub asked: String,
    /// The same number, typed: 终止审核 wants it.
    pub confirm: String,
}

/// One outcome for many applications. The opinion may hold placeholders; every outcome but 审核通过
/// has one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BatchOrder {
    key: String,
    outcome: Outcome,
    opinion: Option<Opinion>,
    selection: String,
}

impl BatchOrder {
    /// 批量通过
    pub fn approval(key: String, opinion: Option<Opinion>, selection: String) -> Self {
        Self {
            key,
            outcome: Outcome::Approve,
            opinion,
            selection,
        }
    }

    pub fn key(&self) -> &str {
        &self.key
    }

    pub fn outcome(&self) -> Outcome {
        self.outcome
    }

    /// 审核意见 as it was typed, empty where none was given.
    pub fn opinion(&self) -> &str {
        self.opinion.as_ref().map_or("", Opinion::as_str)
    }

    pub fn selection(&self) -> &str {
        &self.selection
    }
}

impl TryFrom<OrderDraft> for BatchOrder {
    type Error = Vec<FieldProblem>;

    fn try_from(draft: OrderDraft) -> Result<Self, Self::Error> {
        let mut problems = Problems::default();
        let outcome = match draft.outcome.as_str() {
            "" => Err(Problem::Required),
            word => Outcome::parse(word).ok_or(Problem::NotOffered),
        };
        let outcome = problems.take(Field::Outcome, outcome);
        let typed = match draft.opinion.trim() {
            "" => &draft.canned,
            _ => &draft.opinion,
        };
        let opinion = match read_opinion(typed) {
            Ok(None) if outcome.is_some_and(|o| o != Outcome::Approve) => Err(Problem::Required),
            other => other,
        };
        let opinion = problems.take(Field::Opinion, opinion);
        if outcome == Some(Outcome::Terminate) && draft.confirm.trim() != draft.asked {
            problems.add(Field::Count, Problem::NotTheNumber);
        }
        // Our forms always send one; a batch without could be done twice.
        if draft.key.is_empty() || draft.key.len() > 100 {
            problems.add(Field::Rows, Problem::NotOffered);
        }
        match (outcome, opinion) {
            (Some(outcome), Some(opinion)) if problems.is_empty() => Ok(Self {
                key: draft.key,
                outcome,
                opinion,
                selection: draft.selection,
            }),
            _ => Err(problems.into_vec()),
        }
    }
}

/// A row that was, or would be, decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedRow {
    pub application: i64,
    pub name: String,
}

/// A row that was, or would be, left as it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefusedRow {
    pub application: i64,
    /// Empty where there is no such application for this reviewer.
    pub name: String,
    pub fault: Fault,
}

/// One reason of refusal: the first fault of its kind, how often, and the first rows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefusedGroup {
    pub fault: Fault,
    pub count: i64,
    pub rows: Vec<RefusedRow>,
}

/// What a batch would do if it were done now.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DryRun {
    pub passable: i64,
    /// The first of them, at most [`PASSED_SHOWN`].
    pub named: Vec<NamedRow>,
    pub refused: Vec<RefusedGroup>,
}

impl DryRun {
    /// All rows that were looked at.
    pub fn asked(&self) -> i64 {
        self.passable + self.refused.iter().map(|group| group.count).sum::<i64>()
    }

    /// Adds a row. Of all reasons together at most [`LISTED`] rows are kept by name.
    pub fn note(&mut self, application: i64, name: &str, result: Result<(), Fault>) {
        let Err(fault) = result else {
            self.passable += 1;
            if self.named.len() < PASSED_SHOWN {
                let name = name.to_owned();
                self.named.push(NamedRow { application, name });
            }
            return;
        };
        let listed: usize = self.refused.iter().map(|group| group.rows.len()).sum();
        let group = match self.refused.iter().position(|g| g.fault.is_like(&fault)) {
            Some(known) => &mut self.refused[known],
            None => {
                self.refused.push(RefusedGroup {
                    fault: fault.clone(),
                    count: 0,
                    rows: Vec::new(),
                });
                let last = self.refused.len() - 1;
                &mut self.refused[last]
            }
        };
        group.count += 1;
        if listed < LISTED {
            group.rows.push(RefusedRow {
                application,
                name: name.to_owned(),
                fault,
            });
        }
    }
}

/// How far a batch has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// Rows that were looked at so far, and of how many.
    pub seen: i64,
    pub asked: i64,
    pub passed: i64,
}

/// A batch that was done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BatchView {
    pub id: i64,
    pub outcome: Outcome,
    pub opinion: String,
    pub selection: String,
    pub asked: i64,
    pub passed: i64,
    /// The first of the rows that were decided, at most [`PASSED_SHOWN`].
    pub named: Vec<NamedRow>,
    /// The first of the rows that were not decided.
    pub refused: Vec<RefusedRow>,
    pub decided_at: Instant,
    pub undone_at: Option<Instant>,
    /// Until when the reviewer who reads this may take it back; none for anybody else, or when it
    /// was taken back already.
    pub undoable_until: Option<Instant>,
}

/// What became of taking a batch back.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UndoneBatch {
    pub undone: i64,
    /// Decisions that stay as they are.
    pub kept: i64,
    /// The first of them, and why.
    pub rows: Vec<RefusedRow>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Obstacle;

    fn draft(key: &str, outcome: &str, opinion: &str) -> OrderDraft {
        OrderDraft {
            key: key.into(),
            outcome: outcome.into(),
            opinion: opinion.into(),
            ..OrderDraft::default()
        }
    }

    #[test]
    fn all_but_approval_wants_an_opinion() {
        for outcome in ["return", "reject", "terminate"] {
            let problems = BatchOrder::try_from(draft("k", outcome, " ")).expect_err("no opinion");
            assert_eq!(problems[0].field, Field::Opinion);
            assert!(BatchOrder::try_from(draft("k", outcome, "请核对")).is_ok());
        }
        let mut unsure = draft("k", "terminate", "材料虚假");
        unsure.asked = "12".into();
        let problems = BatchOrder::try_from(unsure).expect_err("the number was not typed");
        assert_eq!(problems[0].field, Field::Count);
        assert!(BatchOrder::try_from(draft("k", "approve", "")).is_ok());
    }

    #[test]
    fn a_batch_has_a_key_and_an_outcome() {
        assert!(BatchOrder::try_from(draft("", "approve", "")).is_err());
        assert!(BatchOrder::try_from(draft("k", "", "")).is_err());
        assert!(BatchOrder::try_from(draft("k", "undo", "")).is_err());
    }

    #[test]
    fn reasons_of_one_kind_are_one_group_and_few_rows_are_listed() {
        let mut run = DryRun::default();
        for application in -50..=1 {
            run.note(application, "甲局", Ok(()));
        }
        for application in 2..=200 {
            let superior = format!("{application}");
            let fault = Fault::Obstacle(Obstacle::BoundElsewhere { superior });
            run.note(application, "乙局", Err(fault));
        }
        run.note(
            300,
            "丙局",
            Err(Fault::Obstacle(Obstacle::ApplicantDisabled)),
        );
        assert_eq!((run.passable, run.refused.len()), (52, 2));
        assert_eq!(run.named.len(), PASSED_SHOWN);
        assert_eq!((run.refused[0].count, run.refused[1].count), (199, 1));
        assert_eq!(run.refused[0].rows.len(), LISTED);
        assert_eq!(run.asked(), 252);
    }
}
