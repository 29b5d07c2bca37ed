//! Why a request was refused, as codes that reach the browser. The cause behind `Internal` is
//! logged where it is handled and never leaves the server.

use super::reorganization::Objection;
use super::{
    ApplicationKind, ApplicationState, DataField, Due, Field, FieldProblem, Instant, Obstacle,
    Problem,
};
use serde::{Deserialize, Serialize};
use std::mem::discriminant;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fault {
    /// Nobody is signed in, or no longer.
    SignInRequired,
    /// The answers do not belong together; which one is wrong is not said.
    WrongCredentials,
    /// Too many failures of one who says to be somebody: whether there is such a one is not said.
    LockedFor {
        seconds: i64,
    },
    /// Too many tries from one address.
    TooManyTries {
        seconds: i64,
    },
    /// Something is to be done before anything else.
    Due(Due),
    Invalid(Vec<FieldProblem>),
    /// It does not exist, or not for you.
    NotFound,
    Forbidden(Barrier),
    /// The rules of binding stand against it.
    Obstacle(Obstacle),
    /// Somebody was faster.
    Stale(Stale),
    /// 退回修改 names fields that could have been named the last time: to be confirmed.
    NamedLate {
        asked: ApplicationKind,
        fields: Vec<DataField>,
    },
    /// A returned case that was not corrected: the fields that were found wrong and are as they were, or none where
    /// nothing was changed at all. To be confirmed.
    Unchanged {
        asked: ApplicationKind,
        left: Vec<DataField>,
    },
    /// A decision that can't be taken back.
    NotUndoable(Why),
    /// Somebody saved the unit's 基本信息 since the form was read.
    ProfileChanged,
    /// Somebody changed what an administrator's form is about since it was read.
    Changed,
    /// 催办 is for what has waited some working days, once a working day.
    TooSoon,
    /// A branch can't be changed so.
    Objection(Objection),
    /// A one-time link that was used, replaced or ran out.
    LinkSpent,
    /// The database is locked; trying again helps.
    Busy,
    /// The database can't be written.
    ReadOnly,
    TooLarge,
    /// The browser could not reach the server.
    Unreachable,
    Internal,
}

impl Fault {
    /// A value that its field can't hold.
    pub fn at(field: Field, problem: impl Into<Problem>) -> Self {
        let problem = problem.into();
        Self::Invalid(vec![FieldProblem { field, problem }])
    }
}

/// What you may see but not do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Barrier {
    /// 经办 applies, and this operator does not.
    NotApplying,
    /// 审核 reviews, and this operator does not.
    NotReviewing,
    /// 停用, or ended by 合并 or 撤销
    UnitDisabled,
    /// 单位管理员 manages the unit's people, and this operator does not.
    NotManaging,
    /// A unit keeps one 单位管理员 at least.
    LastManager,
    /// The person acts for a unit that the caller has no say in.
    ActsElsewhere,
    /// Who acts for both units can't decide between them.
    ActsForBoth,
    /// Who was the first to say something about an appeal can't be the second.
    NotSecond,
    /// Only who said it takes it back.
    NotFirst,
    /// Who terminated a case can't be the second person on its appeal.
    Terminated,
    /// What one proposes another person carries out.
    OwnProposal,
    /// Only who proposed it withdraws it.
    NotProposer,
    /// The request came from another site, or did not say from where.
    CrossSite,
}

/// Why a decision stays as it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Why {
    /// [`UNDO_WINDOW`](super::UNDO_WINDOW) is over.
    TooLate,
    /// Only who decided takes it back.
    NotYours,
    /// Something happened to the case, or to the tie that it made.
    ChangedSince,
    /// A unit was bound under the applicant since it was approved.
    ChildBound { unit: String },
    /// The applicant has another open case by now.
    NewApplication,
}

/// What happened to an application since it was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stale {
    pub state: ApplicationState,
    /// Masked name of who did it; none for the system.
    pub by: Option<String>,
    pub at: Instant,
}

impl Fault {
    /// Whether two faults are of one kind, whatever names and times they carry.
    pub fn is_like(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Obstacle(one), Self::Obstacle(other)) => {
                discriminant(one) == discriminant(other)
            }
            (Self::NotUndoable(one), Self::NotUndoable(other)) => {
                discriminant(one) == discriminant(other)
            }
            (Self::Forbidden(one), Self::Forbidden(other)) => one == other,
            (Self::Objection(one), Self::Objection(other)) => {
                discriminant(one) == discriminant(other)
            }
            _ => discriminant(self) == discriminant(other),
        }
    }
}

impl From<Obstacle> for Fault {
    fn from(obstacle: Obstacle) -> Self {
        Self::Obstacle(obstacle)
    }
}

impl From<Vec<FieldProblem>> for Fault {
    fn from(problems: Vec<FieldProblem>) -> Self {
        Self::Invalid(problems)
    }
}
