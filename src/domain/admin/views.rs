//! What the administrators' pages show. Persons are masked here.

use super::super::people::OperatorPageView;
use super::super::views::{BarredView, UnitView};
use super::super::{FieldProblem, Instant, Role};
use super::{AnnouncementDraft, UnitState};
use serde::{Deserialize, Serialize};

/// Which administrator is signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AdminWho {
    pub role: Role,
    /// Masked.
    pub name: String,
}

/// A page of `/admin/units`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitsView {
    pub who: AdminWho,
    pub units: Vec<UnitLine>,
    /// Where the next page begins.
    pub after: Option<String>,
    /// What of the search can't be searched for.
    pub problems: Vec<FieldProblem>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitLine {
    pub id: i64,
    pub name: String,
    pub code: String,
    pub state: UnitState,
    /// Since when it waits to be verified; else since when it is there.
    pub since: Instant,
}

/// What hangs on a unit that is to be disabled.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hangs {
    /// Applications that wait for it: they would be closed for good.
    pub waiting: i64,
    /// Units directly below it: they would stay.
    pub below: i64,
}

impl Hangs {
    /// Whether nobody else is touched.
    pub fn nothing(self) -> bool {
        self == Self::default()
    }
}

/// `/admin/units/{id}`: all that the platform knows of a unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitFile {
    pub who: AdminWho,
    pub id: i64,
    pub version: i64,
    /// What disabling it would leave.
    pub hangs: Hangs,
    pub unit: UnitView,
    pub state: UnitState,
    /// Whether the code's check digit is right, or allowed.
    pub right_code: bool,
    pub returned_why: String,
    pub contact: String,
    /// Masked.
    pub contact_phone: String,
    pub entered: Option<Instant>,
    /// When 合并 or 撤销 ended it, where that is why it is disabled.
    pub abolished: Option<Instant>,
    pub superiors: Vec<String>,
    pub operators: Vec<OperatorLine>,
    pub versions: Vec<VersionLine>,
    pub history: Vec<HistoryLine>,
    /// Addresses of what is older.
    pub older_versions: Option<i64>,
    pub older_history: Option<String>,
    pub more_operators: Option<i64>,
    /// The round for which 终止审核 bars it.
    pub barred: Option<BarredView>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OperatorLine {
    pub id: i64,
    /// Masked.
    pub name: String,
    /// Masked.
    pub mobile: String,
    pub legal: bool,
    pub applies: bool,
    pub reviews: bool,
    pub manages: bool,
    pub waits: bool,
    pub disabled: bool,
}

/// `/admin/operators/{id}`
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OperatorFile {
    pub who: AdminWho,
    pub page: OperatorPageView,
}

/// 基本信息 as it was at a version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VersionLine {
    pub version: i64,
    pub unit: UnitView,
    pub by: Actor,
    pub at: Instant,
}

/// Who did something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Actor {
    /// The masked name of an operator, and the unit that they acted for
    Operator(String, String),
    Administrator(Role, String),
    System,
}

/// An event or an act that concerns a unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryLine {
    /// The word of the event or of the act.
    pub kind: String,
    /// 业务状态 that it led to, where it is of an application.
    pub state: Option<super::super::ApplicationState>,
    /// What was reorganized, where it came of that.
    pub branch: Option<super::super::BranchNews>,
    pub by: Actor,
    pub why: String,
    pub at: Instant,
}

/// A page of `/admin/announcements`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnnouncementsView {
    pub who: AdminWho,
    pub announcements: Vec<AnnouncementLine>,
    pub older: Option<i64>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnnouncementLine {
    pub id: i64,
    pub title: String,
    pub published: Instant,
    pub withdrawn: Option<Instant>,
    pub pinned: bool,
    pub standing: Shown,
}

/// Whether an announcement is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Shown {
    /// It will be.
    Later,
    Now,
    /// It was withdrawn.
    Withdrawn,
}

impl Shown {
    pub fn at(now: Instant, published: Instant, withdrawn: Option<Instant>) -> Self {
        match () {
            () if withdrawn.is_some_and(|until| until <= now) => Self::Withdrawn,
            () if published > now => Self::Later,
            () => Self::Now,
        }
    }
}

/// An announcement in its form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnnouncementForm {
    pub who: AdminWho,
    pub draft: AnnouncementDraft,
    pub standing: Option<Shown>,
}

/// `/admin/modules`
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServicesView {
    pub who: AdminWho,
    pub services: Vec<ServiceLine>,
    /// Names of those that the configuration adds.
    pub configured: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceLine {
    pub id: i64,
    pub name: String,
    pub url: String,
    pub position: i64,
    pub hidden: bool,
}

/// A page of `/admin/codes`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodesView {
    pub who: AdminWho,
    pub codes: Vec<CodeLine>,
    pub after: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodeLine {
    pub code: String,
    pub why: String,
    /// The masked name of who allowed it.
    pub by: String,
    pub at: Instant,
}
