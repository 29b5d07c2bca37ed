//! 工作日历, as the administrator sees it.

use super::super::{CalendarDay, CalendarDraft, Instant};
use super::AdminWho;
use serde::{Deserialize, Serialize};

/// `/admin/calendar`: a year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarView {
    pub who: AdminWho,
    pub year: i64,
    /// What was asked for instead and is no year.
    pub no_year: Option<String>,
    pub days: Vec<CalendarDay>,
    pub draft: CalendarDraft,
    /// The years of which something is known.
    pub years: Vec<i64>,
    /// Who changed the year last, masked, and when; none where nobody did.
    pub changed: Option<(String, Instant)>,
}
