//! What the screens show: made on the server, read by pages and islands. Persons are masked here.

use super::batch::Progress;
pub use super::case_view::*;
use super::{
    ApplicationKind, ApplicationState, BindingStatus, BranchNews, Consent, DryRun, Fault, Field,
    Instant, Listed, Outcome, OwnAppeal, ProfileDraft, Role, Season, WrongField,
};
use serde::{Deserialize, Serialize};

/// Who is signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Who {
    pub unit: String,
    /// Masked; none for the legal person, who signs in as the unit.
    pub person: Option<String>,
    /// 单位管理员
    pub manages: bool,
    /// 审核
    pub reviews: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HomeView {
    pub who: Option<Who>,
    pub announcements: Vec<AnnouncementView>,
    pub season: Season,
}

/// 公示公告
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnnouncementView {
    pub id: i64,
    pub title: String,
    /// HTML, made of Markdown by the server.
    pub html: String,
    pub pinned: bool,
    pub published_at: Instant,
}

/// A unit as its own workbench and its superior's reviewer see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitView {
    pub name: String,
    pub code: String,
    pub organization_code: String,
    pub unit_type: String,
    pub enterprise: bool,
    pub industry: String,
    pub region: String,
    pub email: String,
    pub address: String,
    pub verified: bool,
}

/// 认证: whether the platform knows the unit to be what it says it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Verification {
    Verified,
    /// 待认证, and since when it asked.
    Waiting(Option<Instant>),
    /// 被退回, and why.
    Returned {
        at: Instant,
        why: String,
    },
}

/// The workbench of a unit that entered 大人才一体化.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkbenchView {
    pub who: Who,
    pub entered: bool,
    pub may_apply: bool,
    pub unit: UnitView,
    pub superior: Option<SuperiorView>,
    /// The tie that ended last, of a unit that has none: which superior, and when.
    pub released: Option<SuperiorView>,
    /// The unit may end its tie without anybody's consent.
    pub unbinds_at_once: bool,
    /// 待对方入驻
    pub invitation: Option<super::tie::InvitationView>,
    /// The latest case, while it still says something about where things stand.
    pub case: Option<CaseStanding>,
    pub barred: Option<BarredView>,
    /// The unit's appeal against what bars it.
    pub appeal: Option<OwnAppeal>,
    pub season: Season,
    /// The rules ask no superior of units of its kind.
    pub exempt: bool,
    /// The names of those kinds; none where they are 企业 alone, of which the manual's sentence speaks.
    pub exempt_kinds: Option<Vec<String>>,
    pub profile: ProfileDraft,
    /// 人才分类定级报送信息 that is still missing.
    pub missing: Vec<Field>,
    pub regions: Vec<RegionGroup>,
    pub verification: Verification,
    /// Whether the policy asks that a unit is verified.
    pub verification_required: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SuperiorView {
    pub name: String,
    pub since: Instant,
    /// 停用: nobody acts for it any more.
    pub disabled: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BarredView {
    pub round: String,
    pub until: Instant,
}

/// A city and the regions that can be chosen under it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegionGroup {
    pub city: String,
    /// Code and name.
    pub regions: Vec<(String, String)>,
}

/// An application as its applicant sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseStanding {
    pub id: i64,
    pub version: i64,
    pub kind: ApplicationKind,
    /// The superior that it leaves, and whether that one lets it go.
    pub left: Option<String>,
    pub consent: Consent,
    /// Whom to ask at the superior, masked; empty where none is given.
    pub contact: String,
    /// Whether it may be urged now; where not, after how many working days.
    pub may_urge: bool,
    pub urge_after: u32,
    pub superior: String,
    pub state: ApplicationState,
    pub special_reason: String,
    pub applied_at: Instant,
    /// The last thing that happened to it.
    pub last: EventView,
    /// What closed it, where that was not somebody's own step.
    pub closed_by: Option<ClosedBy>,
    /// What ended 终止审核 before its time, or said that it stays: the last of what was decided of it.
    pub relief: Option<EventView>,
    /// What the decision that stands names as wrong.
    pub wrong: Vec<WrongField>,
    /// Until when the superior may take that decision back, while it may.
    pub undoable_until: Option<Instant>,
    /// Working days since it was submitted.
    pub waited: i64,
    /// In how many it is to be decided; 0: there is no limit.
    pub review_days: u32,
    /// How often it may still be submitted again; none: as often as it is returned.
    pub resubmissions_left: Option<u32>,
}

/// What made an open application moot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ClosedBy {
    /// An administrator disabled the superior.
    Disabled,
    /// The superior was merged or abolished.
    Ended(BranchNews),
    /// The applicant came below another superior, or below none.
    Moved(BranchNews),
    /// The applicant itself was merged or abolished.
    Itself(BranchNews),
}

/// One line of 办理经过.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventView {
    pub kind: EventKind,
    pub state: ApplicationState,
    pub unit: Option<String>,
    /// Masked.
    pub person: Option<String>,
    /// Who did it for the platform.
    pub role: Option<Role>,
    pub why: String,
    pub at: Instant,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum EventKind {
    Applied,
    Resubmitted,
    Withdrawn,
    Decided,
    Undone,
    Closed,
    /// 催办
    Urged,
    /// The superior that is left lets the unit go.
    ConsentGiven,
    ConsentRefused,
    Overdue,
    Appealed,
    AppealOpined,
    AppealReopened,
    AppealTakenBack,
    AppealAgreed,
    AppealRefused,
    AppealWithdrawn,
    BarLifted,
}

impl EventKind {
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "applied" => Some(Self::Applied),
            "resubmitted" => Some(Self::Resubmitted),
            "withdrawn" => Some(Self::Withdrawn),
            "decided" => Some(Self::Decided),
            "undone" => Some(Self::Undone),
            "closed" => Some(Self::Closed),
            "urged" => Some(Self::Urged),
            "consent_given" => Some(Self::ConsentGiven),
            "consent_refused" => Some(Self::ConsentRefused),
            "overdue" => Some(Self::Overdue),
            "appealed" => Some(Self::Appealed),
            "appeal_opined" => Some(Self::AppealOpined),
            "appeal_reopened" => Some(Self::AppealReopened),
            "appeal_taken_back" => Some(Self::AppealTakenBack),
            "appeal_agreed" => Some(Self::AppealAgreed),
            "appeal_refused" => Some(Self::AppealRefused),
            "appeal_withdrawn" => Some(Self::AppealWithdrawn),
            "bar_lifted" => Some(Self::BarLifted),
            _ => None,
        }
    }

    /// Whether it brought the case to where it stands. The rest happened beside it.
    pub fn is_step(self) -> bool {
        matches!(
            self,
            Self::Applied
                | Self::Resubmitted
                | Self::Withdrawn
                | Self::Decided
                | Self::Undone
                | Self::Closed
                | Self::ConsentRefused
        )
    }
}

/// A page of 审核列表.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueueView {
    pub who: Who,
    pub rows: Vec<QueueLine>,
    /// Cursors of the pages beside this one.
    pub before: Option<String>,
    pub after: Option<String>,
    /// How many applications are in each state.
    pub counts: Vec<(ApplicationState, i64)>,
    /// The number of the queue's latest change when the page was made.
    pub seq: i64,
    /// The address has what a colleague ticked, which is not ticked here.
    pub others_selection: bool,
    /// How many that wait are on the unit's list by code and name, counted up to
    /// [`SavedView::COUNTED`]; none where the unit has no list.
    pub matching: Option<i64>,
    /// Cities and counties to filter by.
    pub regions: Vec<RegionGroup>,
    pub views: Vec<SavedView>,
    /// The outcomes that the rules offer.
    pub outcomes: Vec<Outcome>,
}

/// 常用筛选
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedView {
    pub id: i64,
    pub name: String,
    pub query: String,
    /// How many rows it has, counted up to [`SavedView::COUNTED`].
    pub count: i64,
}

impl SavedView {
    pub const COUNTED: i64 = 1_000;
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueueLine {
    pub id: i64,
    pub version: i64,
    pub kind: ApplicationKind,
    pub name: String,
    pub code: String,
    pub binding: BindingStatus,
    /// How it stands to the unit's list, while it waits.
    pub listed: Option<Listed>,
    pub applied_at: Instant,
    /// Working days from the application to its decision, or to now.
    pub waited_days: i64,
    /// It waits for longer than the rules allow.
    pub overdue: bool,
    pub state: ApplicationState,
    pub ticked: bool,
}

/// What a batch would do, before it is done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanView {
    pub who: Who,
    pub outcome: Outcome,
    pub run: DryRun,
    /// Made for this form: sent twice, it is one batch.
    pub key: String,
    /// 常用意见 of the unit for the outcome.
    pub canned: Vec<String>,
    /// The round whose rest 终止审核 would bar.
    pub round: Option<BarredView>,
}

/// Where a batch that was ordered is to be seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Ordered {
    Done(i64),
    /// It goes on; its key asks how far it is.
    Running,
}

/// How far a batch is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Run {
    Done(i64),
    Running(Progress),
    Failed(Fault),
    /// Nobody here knows of it: it was never begun, or a server was stopped under it and nothing of
    /// it was done.
    Unknown,
}

/// How the deployment names itself, and what its menu offers beside 绑定.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Brand {
    pub name: String,
    pub module: String,
    pub workbench: String,
    pub services: Vec<ServiceLink>,
    /// Where 个人登录 leads; empty where persons are served elsewhere.
    pub personal_sign_in: String,
    /// Address of the style sheet, once the site is built.
    pub css: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceLink {
    pub name: String,
    pub url: String,
}

/// A form that comes back to its page: what was typed, and why it was not done. Without a fault it
/// was kept over a sign-in and has not been tried yet.
#[derive(Clone, Debug)]
pub struct Retained<D> {
    pub draft: D,
    pub fault: Option<Fault>,
}
