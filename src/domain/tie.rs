//! 隶属关系 from the unit's own side: the forms by which a tie is moved and ended, and what its pages
//! show.

use super::views::{CaseStanding, SuperiorView, UnitView, Who};
use super::{
    ApplicationKind, BranchNews, Field, FieldProblem, Instant, Obstacle, Problems, Reason, Role,
    UnitName, Uscc,
};
use serde::{Deserialize, Serialize};

/// 变更上级, as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct MoveDraft {
    /// 社会统一信用代码 of the superior that is to be
    pub code: String,
    pub reason: String,
}

/// A move that may be asked for.
#[derive(Clone, Debug)]
pub struct Move {
    pub code: Uscc,
    pub reason: Reason,
}

impl TryFrom<MoveDraft> for Move {
    type Error = Vec<FieldProblem>;

    fn try_from(draft: MoveDraft) -> Result<Self, Self::Error> {
        let mut problems = Problems::default();
        let code = problems.take(Field::Code, Uscc::parse(&draft.code));
        let reason = problems.take(Field::MoveReason, Reason::parse(&draft.reason));
        match (code, reason) {
            (Some(code), Some(reason)) => Ok(Self { code, reason }),
            _ => Err(problems.into_vec()),
        }
    }
}

/// 解除绑定. An enterprise needs no reason.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct UnbindDraft {
    pub reason: String,
}

/// 邀请上级单位入驻
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct InviteDraft {
    pub code: String,
    pub name: String,
    /// 特殊情况说明, which is given where the rules ask no superior of such units
    pub special_reason: String,
}

/// Who is invited.
#[derive(Clone, Debug)]
pub struct Invited {
    pub code: Uscc,
    pub name: UnitName,
}

impl Invited {
    pub fn read(draft: &InviteDraft) -> Result<Self, Vec<FieldProblem>> {
        let mut problems = Problems::default();
        let code = problems.take(Field::Code, Uscc::parse(&draft.code));
        let name = problems.take(Field::InvitedName, UnitName::parse(&draft.name));
        match (code, name) {
            (Some(code), Some(name)) => Ok(Self { code, name }),
            _ => Err(problems.into_vec()),
        }
    }
}

/// 同意转出, or not.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ConsentDraft {
    pub application: i64,
    pub version: i64,
    /// "consent" or "refuse": the button that was pressed
    pub go: String,
    /// Required to refuse
    pub why: String,
}

/// 隶属关系
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TieView {
    pub who: Who,
    pub may_apply: bool,
    pub unit: UnitView,
    pub superior: Option<SuperiorView>,
    pub case: Option<CaseStanding>,
    pub invitation: Option<InvitationView>,
    pub route: Route,
    /// The superiors there were, the latest first.
    pub periods: Vec<Period>,
    /// What happened, the latest first.
    pub events: Vec<TieEvent>,
}

/// 本单位 → 上级 → … → 人社部门
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Route {
    /// The unit itself, then those above it.
    pub units: Vec<String>,
    /// 人社部门 of the unit's region, which receives its filings; none where no region is given.
    pub office: Option<String>,
}

/// A superior, from when until when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Period {
    pub superior: String,
    /// It is disabled now.
    pub disabled: bool,
    pub from: Instant,
    pub until: Option<Instant>,
}

/// A line of 全部经过.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TieEvent {
    pub kind: String,
    pub state: Option<super::ApplicationState>,
    /// What was asked, where it is about an application.
    pub asked: Option<ApplicationKind>,
    /// The superior that was asked.
    pub superior: Option<String>,
    /// What was reorganized, where it came of that.
    pub branch: Option<BranchNews>,
    /// Who did it: the unit, and the masked person; none for the system.
    pub by: Option<(String, String)>,
    /// Who did it for the platform.
    pub role: Option<Role>,
    pub why: String,
    pub at: Instant,
}

/// 待对方入驻, or why that came to nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitationView {
    pub code: String,
    pub name: String,
    pub made_at: Instant,
    /// Why the application could not be sent; none while it waits.
    pub refused: Option<super::Fault>,
}

/// 变更上级, before it is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MoveView {
    pub who: Who,
    /// None where there is no superior to be moved from.
    pub from: Option<String>,
    /// The superior that is to be, where the code is of one.
    pub to: Option<String>,
    pub obstacle: Option<Obstacle>,
    pub consequences: Consequences,
    pub route: Route,
}

/// What a move or a release does, and what it leaves.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consequences {
    /// Units directly below, which stay below: counted up to [`Consequences::COUNTED`].
    pub below: i64,
    /// Applications that wait for this unit: they stay with it. Counted likewise.
    pub waiting: i64,
    /// Whether the superior that is left must consent.
    pub consent: bool,
}

impl Consequences {
    pub const COUNTED: i64 = 1_000;
}

/// 解除绑定, before it is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnbindView {
    pub who: Who,
    pub superior: Option<String>,
    /// It is disabled: nobody could consent.
    pub superior_disabled: bool,
    /// It holds at once: of an enterprise, or where the rules ask for no consent, or nobody could give it.
    pub at_once: bool,
    pub enterprise: bool,
    pub obstacle: Option<Obstacle>,
    pub consequences: Consequences,
}

/// The sheet that invites a superior.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InviteView {
    pub who: Who,
    pub unit: String,
    pub code: String,
    /// The rules ask no superior of it, and it says why it binds.
    pub exempt: bool,
    pub obstacle: Option<Obstacle>,
    /// An invitation that waits.
    pub waiting: Option<InvitationView>,
    /// Where the other registers, or signs in.
    pub link: String,
    /// Whether the other is registered already and only never entered.
    pub registered: bool,
}

/// 转出: the units that wait for this superior's consent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeavingView {
    pub who: Who,
    pub rows: Vec<LeavingLine>,
    /// The key of the next page.
    pub after: Option<i64>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeavingLine {
    pub application: i64,
    pub version: i64,
    pub unit: String,
    pub code: String,
    pub to: String,
    pub reason: String,
    pub applied_at: Instant,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_move_says_all_that_is_missing() {
        let problems = Move::try_from(MoveDraft::default()).expect_err("nothing was typed");
        let fields: Vec<_> = problems.iter().map(|p| p.field).collect();
        assert_eq!(fields, [Field::Code, Field::MoveReason]);
    }
}
