//! 审核看板: how a superior's queue stands, at a glance.

use super::Instant;
use super::views::Who;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BoardView {
    pub who: Who,
    /// What waits, by working days: from, to (none: and more), and how many.
    pub ages: Vec<(i64, Option<i64>, i64)>,
    /// What was decided on each of the last days, the oldest first.
    pub days: Vec<(String, i64)>,
    /// What each reviewer decided in these days, masked; who decided nothing is left out.
    pub reviewers: Vec<(String, i64)>,
    pub oldest: Option<OldestView>,
    pub orphans: OrphansView,
}

/// The case that has waited longest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OldestView {
    pub application: i64,
    pub name: String,
    pub applied_at: Instant,
    /// In working days.
    pub waited: i64,
}

/// 无上级的单位: whom nobody is above of, though this unit would or did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrphansView {
    /// How many of 应绑清单 are registered and stand below nobody; none where there is no list.
    pub expected: Option<i64>,
    /// Who left in these days and stands below nobody now, the latest first, and when they left. At most
    /// [`ORPHANS`].
    pub left: Vec<(String, Instant)>,
}

/// Each number is counted up to so many.
pub const COUNTED: i64 = 10_000;
/// The last days that the board looks at.
pub const DAYS: i64 = 14;
/// So many of the units that left are named.
pub const ORPHANS: i64 = 20;
/// Where the ages part, in working days.
pub const AGES: [i64; 5] = [0, 2, 4, 6, 11];
