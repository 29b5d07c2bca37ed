//! What 审核详情 shows.

use super::views::{BarredView, EventView, UnitView};
use super::{
    ApplicationKind, ApplicationState, Barrier, BindingStatus, Consent, DataField, Instant, Listed,
    Outcome, Walk, WrongField,
};
use serde::{Deserialize, Serialize};

/// 审核详情
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseView {
    pub id: i64,
    pub version: i64,
    pub kind: ApplicationKind,
    /// The superior that the applicant leaves.
    pub left: Option<String>,
    pub consent: Consent,
    pub state: ApplicationState,
    pub binding: BindingStatus,
    /// How it stands to the unit's list, while it waits.
    pub listed: Option<ListedView>,
    pub applied_at: Instant,
    /// Working days from then to its decision, or to now.
    pub waited: i64,
    /// In how many it is to be decided; 0: there is no limit.
    pub review_days: u32,
    /// The outcomes that the rules offer.
    pub outcomes: Vec<Outcome>,
    pub special_reason: String,
    /// The applicant as it was when it last submitted.
    pub unit: UnitView,
    /// What is, or was before, something else than what was submitted.
    pub differences: Vec<Difference>,
    /// What was named when it was returned the last time, while what was submitted since is looked at.
    pub named_last: Vec<NamedLast>,
    /// The name of the region whose digits the code has, where it is known.
    pub code_region: Option<String>,
    /// The units above the applicant, the nearest first.
    pub superiors: Vec<String>,
    /// Those that 审核通过 would put above it.
    pub superiors_if_approved: Vec<String>,
    /// The applicant's earlier applications to this superior, the latest first.
    pub earlier: Vec<EarlierView>,
    /// The round whose rest 终止审核 would bar.
    pub round: Option<BarredView>,
    /// Why this reviewer can't decide it although they may see it.
    pub barrier: Option<Barrier>,
    pub decision: Option<DecisionView>,
    pub events: Vec<EventView>,
    /// 常用意见 of the unit that reviews.
    pub canned: Vec<CannedView>,
    /// The way on which the case was come to, with our place on it where there is one.
    pub walk: Walk,
    /// The cases beside this one on the walk.
    pub previous: Option<i64>,
    pub next: Option<i64>,
}

/// How an applicant stands to its superior's list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListedView {
    pub listed: Listed,
    /// The name on the list, where it is another.
    pub name: Option<String>,
}

impl CaseView {
    /// Whether the field is, or was before, something else than what was submitted.
    pub fn differs(&self, field: DataField) -> bool {
        self.differences.iter().any(|found| found.field == field)
    }

    /// What was said of the field when the case was returned the last time.
    pub fn named_last(&self, field: DataField) -> Option<&NamedLast> {
        self.named_last.iter().find(|named| named.field == field)
    }
}

/// A field of the applicant that changed around what was submitted last. At least one of the two is
/// there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    pub field: DataField,
    /// As it is now, where it is not as it was submitted.
    pub now: Option<String>,
    /// As it was submitted before, where that was something else.
    pub before: Option<String>,
}

/// A field that was named when the case was returned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedLast {
    pub field: DataField,
    pub why: String,
    /// It was submitted as something else since.
    pub changed: bool,
}

/// An earlier application, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EarlierView {
    pub id: i64,
    pub applied_at: Instant,
    pub state: ApplicationState,
    /// Empty where nothing was decided, or nothing said.
    pub opinion: String,
}

/// 常用意见
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CannedView {
    pub id: i64,
    pub outcome: Outcome,
    pub text: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecisionView {
    pub outcome: Outcome,
    pub faulty: bool,
    pub opinion: String,
    /// Masked.
    pub by: String,
    pub at: Instant,
    /// The fields that it names.
    pub wrong: Vec<WrongField>,
    /// Until when the reviewer who reads this may take it back; none where they can't.
    pub undoable_until: Option<Instant>,
}

/// A case that was decided just before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DoneView {
    pub id: i64,
    pub name: String,
    pub state: ApplicationState,
}
