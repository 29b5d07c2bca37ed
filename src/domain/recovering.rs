//! 账号找回 and 忘记密码.

use super::people::Roles;
use super::registering::ChosenPassword;
use super::sign_in::{read_operator, read_unit};
use super::value::debug_hidden;
use super::{Field, FieldProblem, PasswordProfile, Principal, Problem, Problems};
use serde::{Deserialize, Serialize};

/// 忘记密码 as it was typed.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ForgotDraft {
    pub unit: String,
    pub operator: String,
}

/// The new password of a one-time link.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ResetDraft {
    pub token: String,
    #[serde(flatten)]
    pub chosen: ChosenPassword,
}

/// The link of a role that is offered, and the password of whoever takes it.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct OfferDraft {
    pub token: String,
    pub password: String,
}

debug_hidden!(ForgotDraft, ResetDraft, OfferDraft);

/// Who wants a link by mail, read but not yet looked for.
pub struct Forgot {
    pub unit: String,
    pub principal: Principal,
}

impl TryFrom<ForgotDraft> for Forgot {
    type Error = Vec<FieldProblem>;

    fn try_from(draft: ForgotDraft) -> Result<Self, Self::Error> {
        let mut problems = Problems::default();
        let unit = problems.take(Field::Unit, read_unit(&draft.unit));
        let principal = problems.take(Field::Operator, read_operator(&draft.operator));
        match (unit, principal) {
            (Some(unit), Some(principal)) => Ok(Self { unit, principal }),
            _ => Err(problems.into_vec()),
        }
    }
}

/// What `/recover` knows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecoverView {
    /// Whether links go out by mail.
    pub mail: bool,
    /// How the platform's administrators are reached; empty where the deployment does not say.
    pub platform: String,
    pub answer: Option<Recovered>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Recovered {
    Wrong(Problem),
    NotRegistered {
        code: String,
    },
    Registered {
        code: String,
        unit: String,
        helpers: Vec<Helper>,
    },
}

/// Somebody who can help, masked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Helper {
    pub name: String,
    pub mobile: String,
    /// None: of the unit itself; else the superior's name.
    pub superior: Option<String>,
}

/// A role that is offered to somebody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfferView {
    pub unit: String,
    /// Masked.
    pub person: String,
    pub roles: Roles,
}

/// Whose link it is, masked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResetView {
    pub person: String,
    pub profile: PasswordProfile,
}
