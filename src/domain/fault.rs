//! Why a request was refused, as codes that reach the browser. The cause behind `Internal` is
//! logged where it is handled and never leaves the server.

use super::{ApplicationState, FieldProblem, Instant, Obstacle};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fault {
    /// Nobody is signed in, or no longer.
    SignInRequired,
    /// The answers do not belong together; which one is wrong is not said.
    WrongCredentials,
    Invalid(Vec<FieldProblem>),
    /// It does not exist, or not for you.
    NotFound,
    Forbidden(Barrier),
    /// The rules of binding stand against it.
    Obstacle(Obstacle),
    /// Somebody was faster.
    Stale(Stale),
    /// Somebody saved the unit's 基本信息 since the form was read.
    ProfileChanged,
    /// The database is locked; trying again helps.
    Busy,
    /// The database can't be written.
    ReadOnly,
    TooLarge,
    /// The browser could not reach the server.
    Unreachable,
    Internal,
}

/// What you may see but not do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Barrier {
    /// 经办 applies, and this operator does not.
    NotApplying,
    /// 审核 reviews, and this operator does not.
    NotReviewing,
    /// Who acts for both units can't decide between them.
    ActsForBoth,
    /// Only an enterprise unbinds by itself.
    NotEnterprise,
    /// The request came from another site, or did not say from where.
    CrossSite,
}

/// What happened to an application since it was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stale {
    pub state: ApplicationState,
    /// Masked name of who did it; none for the system.
    pub by: Option<String>,
    pub at: Instant,
}

impl From<Vec<FieldProblem>> for Fault {
    fn from(problems: Vec<FieldProblem>) -> Self {
        Self::Invalid(problems)
    }
}
