//! 登录: what a person types to say who they are.

use super::{Field, FieldProblem, IdentityCard, Mobile, Problem, Problems, TextError, Uscc, uscc};
use serde::{Deserialize, Serialize};

/// The sign-in form as it was typed. `operator` stays empty when the legal person signs in.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SignInDraft {
    pub panel: String,
    /// 单位统一信用代码/法人账号
    pub unit: String,
    /// 经办人手机号/身份证号
    pub operator: String,
    pub password: String,
}

impl SignInDraft {
    /// An empty form of 经办人账号登录.
    pub fn of_operator() -> Self {
        Self {
            panel: "operator".to_owned(),
            ..Self::default()
        }
    }
}

/// Debug keeps the password and the person out of any log.
impl std::fmt::Debug for SignInDraft {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SignInDraft").finish_non_exhaustive()
    }
}

/// The panel of 统一认证登录.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Panel {
    /// 个人登录
    Person,
    /// 法人登录
    #[default]
    Legal,
    /// 经办人账号登录
    Operator,
}

impl Panel {
    /// The word of the address; anything else is 法人登录.
    pub fn from_word(word: &str) -> Self {
        match word {
            "person" => Self::Person,
            "operator" => Self::Operator,
            _ => Self::Legal,
        }
    }
}

/// Who wants to sign in, read but not yet believed.
pub struct SignIn {
    pub unit: String,
    pub principal: Principal,
    pub password: String,
}

pub enum Principal {
    Legal,
    Mobile(Mobile),
    IdentityCard(IdentityCard),
}

impl SignIn {
    /// A password that is in use, as it was typed.
    pub fn password(text: String) -> Result<String, Problem> {
        match text.len() {
            0 => Err(Problem::Required),
            n if n > PASSWORD_MAX => Err(Problem::PasswordTooLong),
            _ => Ok(text),
        }
    }

    /// What failures are counted by: the unit, by its code where it has one, and the number that was typed. Whether
    /// anybody has that number plays no part. Mobile and 身份证 of one person are counted apart: together, a wait
    /// at one after failures at the other would tell strangers that the two numbers are one person's.
    pub fn key_of(unit: &str, principal: &Principal) -> String {
        let principal = match principal {
            Principal::Legal => "legal",
            Principal::Mobile(mobile) => mobile.as_str(),
            Principal::IdentityCard(card) => card.as_str(),
        };
        format!("operator|{unit}|{principal}")
    }
}

/// The longest password that is hashed, in bytes: more is nobody's password.
const PASSWORD_MAX: usize = 512;

impl TryFrom<SignInDraft> for SignIn {
    type Error = Vec<FieldProblem>;

    fn try_from(draft: SignInDraft) -> Result<Self, Self::Error> {
        let mut problems = Problems::default();
        let unit = problems.take(Field::Unit, read_unit(&draft.unit));
        let principal = match Panel::from_word(&draft.panel) {
            Panel::Operator => problems.take(Field::Operator, read_operator(&draft.operator)),
            Panel::Legal | Panel::Person => Some(Principal::Legal),
        };
        let password = problems.take(Field::Password, Self::password(draft.password));
        match (unit, principal, password) {
            (Some(unit), Some(principal), Some(password)) => Ok(Self {
                unit,
                principal,
                password,
            }),
            _ => Err(problems.into_vec()),
        }
    }
}

/// A code or a 法人账号. What is as long as a code is read as one, so that a slip in it is told.
pub(super) fn read_unit(text: &str) -> Result<String, Problem> {
    let account = uscc::normalise(text);
    if let Some(found) = account.chars().find(|c| c.is_control()) {
        return Err(Problem::Text(TextError::Forbidden { found }));
    }
    match account.chars().count() {
        0 => Err(Problem::Required),
        1..=15 => Ok(account.to_lowercase()),
        _ => Ok(Uscc::parse(&account)?.as_str().to_owned()),
    }
}

pub(super) fn read_operator(text: &str) -> Result<Principal, Problem> {
    if text.trim().is_empty() {
        return Err(Problem::Required);
    }
    if let Ok(mobile) = Mobile::parse(text) {
        return Ok(Principal::Mobile(mobile));
    }
    IdentityCard::parse(text)
        .map(Principal::IdentityCard)
        .map_err(|_| Problem::NeitherMobileNorIdentityCard)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(unit: &str, operator: &str) -> SignInDraft {
        SignInDraft {
            panel: "operator".into(),
            unit: unit.into(),
            operator: operator.into(),
            password: "x".into(),
        }
    }

    #[test]
    fn rule_1_either_form_of_both_is_accepted() {
        for unit in [" 12220000mb9000023n", "ccdx", "CCDX "] {
            assert!(SignIn::try_from(draft(unit, "139 0000 0002")).is_ok());
        }
        assert!(SignIn::try_from(draft("ccdx", "11010519491231002X")).is_ok());
    }

    #[test]
    fn a_slip_is_told_at_its_field() {
        let problems = SignIn::try_from(draft("12220000MB9000O23N", "1390000")).map(|_| ());
        let fields: Vec<_> = problems
            .expect_err("both are wrong")
            .into_iter()
            .map(|p| p.field)
            .collect();
        assert_eq!(fields, [Field::Unit, Field::Operator]);
    }

    #[test]
    fn a_draft_never_shows_its_password() {
        let shown = format!("{:?}", draft("ccdx", "13900000002"));
        assert_eq!(shown, "SignInDraft { .. }");
    }
}
