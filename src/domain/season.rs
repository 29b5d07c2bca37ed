//! When one may apply: the round that is open, and the next.

use super::Instant;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Season {
    /// The round that is open, and its last moment.
    pub open: Option<(String, Instant)>,
    /// The next one, and when it opens.
    pub next: Option<(String, Instant)>,
    /// The rules allow to apply while no round is open.
    pub outside: bool,
}

/// The last moment of something that ends at an instant: its day is the last day.
pub fn last_moment(closes_at: i64) -> Instant {
    Instant::from_micros(closes_at.saturating_sub(1))
}
