//! 划转, 撤销 and 合并: what one reviewer proposes to do to a branch, and another carries out.

use super::{Fault, Field, FieldProblem, Problem, Problems, Reason, Uscc};
use super::{Instant, views::Who};
use serde::{Deserialize, Serialize};

/// What is done to the units directly below one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum BranchChange {
    /// 划转: they, or some of them, come below another.
    Move,
    /// 撤销: the unit is no more; they come below another, or are released.
    Abolish,
    /// 合并: the unit becomes a part of another, which takes them over.
    Merge,
}

impl BranchChange {
    pub const ALL: [Self; 3] = [Self::Move, Self::Abolish, Self::Merge];

    /// The word that the database keeps, and a form sends.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Move => "move",
            Self::Abolish => "abolish",
            Self::Merge => "merge",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }

    /// Whether the unit itself goes, with all that waits for it.
    pub fn ends_unit(self) -> bool {
        matches!(self, Self::Abolish | Self::Merge)
    }
}

/// How far a proposal is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ProposalState {
    Proposed,
    Done,
    Refused,
    Withdrawn,
}

impl ProposalState {
    pub const ALL: [Self; 4] = [Self::Proposed, Self::Done, Self::Refused, Self::Withdrawn];

    /// The word that the database keeps.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Proposed => "proposed",
            Self::Done => "done",
            Self::Refused => "refused",
            Self::Withdrawn => "withdrawn",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == word)
    }
}

/// Why a branch can't be changed so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Objection {
    /// No unit stands below the one that they are to be moved from.
    NothingMoves,
    TooMany {
        max: usize,
    },
    /// The target is one of those that are moved, or stands below one of them.
    Circle {
        names: Vec<String>,
    },
    /// One of the two no longer stands below the unit whose branch it is.
    NotBelow,
    /// The same unit is in another proposal that waits.
    AlreadyProposed,
}

/// 发起, as it was filled in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ProposalDraft {
    /// `preview` or `propose`
    pub go: String,
    pub kind: String,
    /// Code of the unit whose units below are moved.
    pub unit: String,
    /// Code of the unit that they come below.
    pub target: String,
    /// Codes, one a line; empty: all.
    pub chosen: String,
    pub why: String,
    /// The digest of the preview that was shown.
    pub seen: String,
}

/// What is proposed, by the codes of the units.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    pub kind: BranchChange,
    pub unit: Uscc,
    pub target: Option<Uscc>,
    /// Empty: all.
    pub chosen: Vec<Uscc>,
    pub why: Reason,
}

impl Proposal {
    /// The most units that are chosen one by one.
    pub const CHOSEN_MAX: u32 = 500;
}

impl TryFrom<&ProposalDraft> for Proposal {
    type Error = Vec<FieldProblem>;

    fn try_from(draft: &ProposalDraft) -> Result<Self, Self::Error> {
        let mut problems = Problems::default();
        let kind = match draft.kind.trim() {
            "" => Err(Problem::Required),
            word => BranchChange::parse(word).ok_or(Problem::NotOffered),
        };
        let kind = problems.take(Field::BranchKind, kind);
        let unit = problems.take(Field::BranchUnit, Uscc::parse(&draft.unit));
        let target = problems.optional(Field::BranchTarget, &draft.target, |text| {
            Uscc::parse(text).map_err(Problem::from)
        });
        let wants_target = matches!(kind, Some(BranchChange::Move | BranchChange::Merge));
        if wants_target && draft.target.trim().is_empty() {
            problems.add(Field::BranchTarget, Problem::Required);
        }
        if target.is_some() && target == unit {
            problems.add(Field::BranchTarget, Problem::SameUnit);
        }
        let chosen = match kind {
            Some(BranchChange::Move) => codes(&draft.chosen, &mut problems),
            _ => Vec::new(),
        };
        let why = problems.take(Field::Because, Reason::parse(&draft.why));
        let proposal = match (kind, unit, why) {
            (Some(kind), Some(unit), Some(why)) => Some(Self {
                kind,
                unit,
                target,
                chosen,
                why,
            }),
            _ => None,
        };
        problems.none_or(proposal)
    }
}

/// One a line, or apart by commas and spaces, each once.
fn codes(text: &str, problems: &mut Problems) -> Vec<Uscc> {
    let words = text.split(|c: char| c.is_whitespace() || ",，;；、".contains(c));
    let mut codes: Vec<Uscc> = Vec::new();
    for word in words.filter(|word| !word.is_empty()) {
        match problems.take(Field::BranchChosen, Uscc::parse(word)) {
            Some(code) if codes.contains(&code) => {}
            Some(code) => codes.push(code),
            // The first slip is told.
            None => return Vec::new(),
        }
    }
    let max = Proposal::CHOSEN_MAX;
    if codes.len() > max as usize {
        problems.add(Field::BranchChosen, Problem::TooManyRows { max });
    }
    codes
}

/// A button of a proposal's page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct VerdictDraft {
    /// `agree`, `refuse` or `withdraw`
    pub go: String,
    pub version: i64,
    /// The digest of the preview that was shown.
    pub seen: String,
    pub why: String,
}

/// What becomes of a proposal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProposalVerdict {
    /// 同意, of a preview that was looked at
    Agree {
        seen: String,
    },
    /// 驳回
    Refuse {
        why: Reason,
    },
    Withdraw,
}

impl TryFrom<&VerdictDraft> for ProposalVerdict {
    type Error = Vec<FieldProblem>;

    fn try_from(draft: &VerdictDraft) -> Result<Self, Self::Error> {
        match draft.go.as_str() {
            "agree" => Ok(Self::Agree {
                seen: draft.seen.clone(),
            }),
            "withdraw" => Ok(Self::Withdraw),
            "refuse" => {
                let mut problems = Problems::default();
                let why = problems.take(Field::Because, Reason::parse(&draft.why));
                problems.none_or(why.map(|why| Self::Refuse { why }))
            }
            _ => Err(Vec::new()),
        }
    }
}

/// All that it does, as of now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanView {
    pub kind: BranchChange,
    pub unit: String,
    /// None: they are released.
    pub target: Option<String>,
    /// The superior that the unit itself has, and loses where it goes.
    pub above: Option<String>,
    /// How many units change their superior, and the first of their names.
    pub units: i64,
    pub names: Vec<String>,
    /// How many stand below those, and move along.
    pub along: i64,
    /// Open cases that are closed; of these, how many wait for the unit.
    pub closing: i64,
    pub waiting: i64,
    pub objection: Option<Fault>,
    pub digest: String,
}

/// `/units/reorganize`
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProposalsView {
    pub who: Who,
    pub proposals: Vec<ProposalLine>,
    /// Older ones begin before this.
    pub older: Option<i64>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProposalLine {
    pub id: i64,
    pub kind: BranchChange,
    pub unit: String,
    pub target: Option<String>,
    pub units: i64,
    pub state: ProposalState,
    /// Masked.
    pub proposer: String,
    pub at: Instant,
}

/// `/units/reorganize/{id}`
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProposalView {
    pub who: Who,
    pub line: ProposalLine,
    pub version: i64,
    pub why: String,
    /// While it waits: what it would do now.
    pub plan: Option<PlanView>,
    /// It would do something else than when it was proposed.
    pub changed: bool,
    /// Proposed by the caller.
    pub mine: bool,
    /// Masked name of who decided, when, and why it was refused.
    pub decided: Option<(String, Instant, String)>,
}

/// The answer to 发起: what it would do, or the proposal's number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ProposalAnswer {
    Preview(PlanView),
    Proposed(i64),
}

#[cfg(test)]
mod tests {
    use super::*;

    const CODE: &str = "11220000MB9000015Y";

    fn draft(kind: &str, target: &str, chosen: &str) -> ProposalDraft {
        ProposalDraft {
            kind: kind.into(),
            unit: CODE.into(),
            target: target.into(),
            chosen: chosen.into(),
            why: "机构改革".into(),
            ..ProposalDraft::default()
        }
    }

    #[test]
    fn all_that_is_missing_is_told_at_once() {
        let problems = Proposal::try_from(&ProposalDraft::default()).expect_err("empty");
        let fields: Vec<Field> = problems.iter().map(|problem| problem.field).collect();
        let wanted = [Field::BranchKind, Field::BranchUnit, Field::Because];
        assert_eq!(fields, wanted);
    }

    #[test]
    fn only_what_is_abolished_needs_no_target() {
        assert!(Proposal::try_from(&draft("abolish", "", "")).is_ok());
        for kind in ["move", "merge"] {
            let problems = Proposal::try_from(&draft(kind, " ", "")).expect_err("no target");
            assert_eq!(problems[0].field, Field::BranchTarget, "{kind}");
        }
        let problems = Proposal::try_from(&draft("merge", CODE, "")).expect_err("itself");
        assert_eq!(problems[0].problem, Problem::SameUnit);
    }

    #[test]
    fn codes_are_read_however_they_are_apart_each_once() {
        let chosen = "12220000MB9000023N\r\n12220100MB9000031N， 12220000MB9000023N";
        let proposal = Proposal::try_from(&draft("move", "11220100MB9000066C", chosen));
        assert_eq!(proposal.expect("complete").chosen.len(), 2);
        let slip = draft("move", "11220100MB9000066C", "12220000MB9000023N 122");
        let problems = Proposal::try_from(&slip).expect_err("a slip");
        assert_eq!(problems[0].field, Field::BranchChosen);
    }
}
