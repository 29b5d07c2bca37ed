//! What the 安全管理员 fills in and sees: policy, sessions, unlocks.

use super::super::views::Who;
use super::super::{
    Field, FieldProblem, Instant, Policy, PolicyDraft, Problems, Reason, SessionView, SignIn,
    SignInDraft,
};
use super::{AdminAccount, AdminWho};
use serde::{Deserialize, Serialize};

/// `/admin/policy`
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyView {
    pub who: AdminWho,
    pub policy: Policy,
    /// As the form shows it.
    pub draft: PolicyDraft,
    pub versions: Vec<PolicyVersion>,
    pub older: Option<i64>,
}

/// What the policy became, and what it was before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyVersion {
    pub version: i64,
    pub before: Policy,
    pub policy: Policy,
    /// The masked name of who changed it.
    pub by: String,
    pub at: Instant,
}

/// Whose sessions are looked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SessionSearchDraft {
    /// A unit's code, or its 法人账号
    pub unit: String,
    /// Whom of the unit
    pub operator: String,
    /// Behind which operator the list begins
    pub after: String,
}

/// `/admin/sessions`
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionsView {
    pub who: AdminWho,
    /// Name of the unit that was found.
    pub unit: Option<String>,
    pub operators: Vec<super::OperatorLine>,
    pub more: Option<i64>,
    /// The operator who was chosen, and the sessions of that person.
    pub chosen: Option<(Who, Vec<SessionView>)>,
    /// Whether that person has 两步验证 in use.
    pub factor: bool,
    pub problems: Vec<FieldProblem>,
}

/// Ends one of the sessions of an operator's person, or with none named all of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct EndSessionsDraft {
    pub unit: String,
    pub operator: i64,
    pub session: String,
}

/// 关闭两步验证 of an operator's person, who has lost phone and recovery codes.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DropFactorDraft {
    pub unit: String,
    pub operator: i64,
    pub why: String,
    /// Of the administrator
    pub password: String,
}

impl DropFactorDraft {
    /// What comes back to the page.
    pub fn without_password(mut self) -> Self {
        self.password.clear();
        self
    }
}

impl std::fmt::Debug for DropFactorDraft {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("DropFactorDraft").finish_non_exhaustive()
    }
}

/// The same, filled in.
pub struct DroppingFactor {
    pub unit: String,
    pub operator: i64,
    pub why: Reason,
    pub password: String,
}

impl TryFrom<DropFactorDraft> for DroppingFactor {
    type Error = Vec<FieldProblem>;

    fn try_from(draft: DropFactorDraft) -> Result<Self, Self::Error> {
        let mut problems = Problems::default();
        let why = problems.take(Field::Because, Reason::parse(&draft.why));
        let password = problems.take(Field::OwnPassword, SignIn::password(draft.password));
        match (why, password) {
            (Some(why), Some(password)) => Ok(Self {
                unit: draft.unit,
                operator: draft.operator,
                why,
                password,
            }),
            _ => Err(problems.into_vec()),
        }
    }
}

/// Whose account is unlocked, as they type it when they sign in. Debug keeps the person out of logs.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct UnlockDraft {
    pub unit: String,
    /// Empty for 法人
    pub operator: String,
    /// Of one of 三员, in place of the two others
    pub account: String,
    /// The button: `administrator` for one of 三员
    pub go: String,
}

impl std::fmt::Debug for UnlockDraft {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("UnlockDraft").finish_non_exhaustive()
    }
}

/// Whose account it is.
pub enum Unlocking {
    Operator(SignIn),
    Administrator(AdminAccount),
}

impl TryFrom<UnlockDraft> for Unlocking {
    type Error = Vec<FieldProblem>;

    fn try_from(draft: UnlockDraft) -> Result<Self, Self::Error> {
        // A form has one or the other; one with neither is that of a unit.
        if draft.account.trim().is_empty() && draft.go != "administrator" {
            return SignIn::try_from(draft).map(Self::Operator);
        }
        let account = AdminAccount::parse(&draft.account);
        account.map(Self::Administrator).map_err(|problem| {
            let field = Field::AdministratorAccount;
            vec![FieldProblem { field, problem }]
        })
    }
}

impl TryFrom<UnlockDraft> for SignIn {
    type Error = Vec<FieldProblem>;

    fn try_from(draft: UnlockDraft) -> Result<Self, Self::Error> {
        let panel = match draft.operator.trim() {
            "" => "legal",
            _ => "operator",
        };
        Self::try_from(SignInDraft {
            panel: panel.to_owned(),
            unit: draft.unit,
            operator: draft.operator,
            // Nobody signs in: who it would be is all that is asked.
            password: "-".to_owned(),
        })
    }
}
