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

/// Each number is counted up to so many.
pub const COUNTED: i64 = 10_000;
/// The last days that the board looks at.
pub const DAYS: i64 = 14;
/// Where the ages part, in working days.
pub const AGES: [i64; 5] = [0, 2, 4, 6, 11];
