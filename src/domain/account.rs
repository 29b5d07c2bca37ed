//! 我的账号: the forms about one's own password and second factor.

use super::{Field, FieldProblem, PasswordError, Problem, Problems, SignIn};
use serde::{Deserialize, Serialize};

/// What must be done before anything else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Due {
    /// The password is too old for the policy.
    Password,
    /// The policy asks for a second factor.
    SecondFactor,
}

/// Debug of these forms keeps what was typed out of any log.
macro_rules! never_shown {
    ($($form:ident),+) => {
        $(impl std::fmt::Debug for $form {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_struct(stringify!($form)).finish_non_exhaustive()
            }
        })+
    };
}

never_shown!(
    PasswordDraft,
    EndOwnDraft,
    FactorDraft,
    CodeDraft,
    AdministratorDraft
);

/// 修改密码
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PasswordDraft {
    pub current: String,
    pub new: String,
    pub repeated: String,
}

/// The same, filled in; whether the new one is good enough is the policy's.
pub struct PasswordChange {
    pub current: String,
    pub new: String,
}

impl TryFrom<PasswordDraft> for PasswordChange {
    type Error = Vec<FieldProblem>;

    fn try_from(draft: PasswordDraft) -> Result<Self, Self::Error> {
        let mut problems = Problems::default();
        let current = problems.take(Field::CurrentPassword, SignIn::password(draft.current));
        match (draft.new.is_empty(), draft.repeated.is_empty()) {
            (true, _) => problems.add(Field::NewPassword, Problem::Required),
            (false, true) => problems.add(Field::RepeatedPassword, Problem::Required),
            (false, false) if draft.new != draft.repeated => {
                problems.add(Field::RepeatedPassword, PasswordError::NotRepeated.into());
            }
            (false, false) => {}
        }
        match current.filter(|_| problems.is_empty()) {
            Some(current) => Ok(Self {
                current,
                new: draft.new,
            }),
            None => Err(problems.into_vec()),
        }
    }
}

/// 结束 of 我的会话.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct EndOwnDraft {
    /// The session; with none all but this one.
    pub name: String,
    pub password: String,
}

/// The password of whoever is signed in, once more, before what might keep its owner out.
pub fn own_password(text: String) -> Result<String, Vec<FieldProblem>> {
    SignIn::password(text).map_err(|problem| {
        let field = Field::OwnPassword;
        vec![FieldProblem { field, problem }]
    })
}

/// What a button of 两步验证 does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FactorStep {
    /// Shows a new secret.
    Begin,
    /// The first code proves that the secret has arrived.
    Confirm,
    /// New recovery codes in place of the old ones.
    Renew,
    Off,
}

/// The form of 两步验证.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct FactorDraft {
    pub step: String,
    pub password: String,
    /// A page has two fields of it, and a name of its own for each.
    #[serde(alias = "code_for_off")]
    pub code: String,
}

impl FactorDraft {
    /// The step of the button; any other word begins, which changes nothing that is in use.
    pub fn step(&self) -> FactorStep {
        match self.step.as_str() {
            "confirm" => FactorStep::Confirm,
            "renew" => FactorStep::Renew,
            "off" => FactorStep::Off,
            _ => FactorStep::Begin,
        }
    }
}

/// The second step of a sign-in.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CodeDraft {
    pub code: String,
}

/// A code as it was typed, without what only makes it readable.
pub fn read_code(text: &str) -> Result<String, Problem> {
    let code: String = text
        .chars()
        .map(super::normalise::half_width)
        .filter(char::is_ascii_alphanumeric)
        .collect();
    match code.is_empty() {
        true => Err(Problem::Required),
        false => Ok(code.to_ascii_uppercase()),
    }
}

/// The sign-in of 三员.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AdministratorDraft {
    pub account: String,
    pub password: String,
}

pub struct AdministratorSignIn {
    pub account: String,
    pub password: String,
}

impl AdministratorSignIn {
    /// What failures are counted by; see [`SignIn::key_of`].
    pub fn key(&self) -> String {
        Self::key_of(&self.account)
    }

    pub fn key_of(account: &str) -> String {
        format!("administrator|{account}")
    }
}

impl TryFrom<AdministratorDraft> for AdministratorSignIn {
    type Error = Vec<FieldProblem>;

    fn try_from(draft: AdministratorDraft) -> Result<Self, Self::Error> {
        let mut problems = Problems::default();
        let account = match draft.account.trim() {
            "" => Err(Problem::Required),
            account => Ok(account.to_lowercase()),
        };
        let account = problems.take(Field::AdministratorAccount, account);
        let password = problems.take(Field::Password, SignIn::password(draft.password));
        match (account, password) {
            (Some(account), Some(password)) => Ok(Self { account, password }),
            _ => Err(problems.into_vec()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_password_is_typed_twice() {
        let draft = |new: &str, repeated: &str| PasswordDraft {
            current: "x".into(),
            new: new.into(),
            repeated: repeated.into(),
        };
        assert!(PasswordChange::try_from(draft("a b", "a b")).is_ok());
        for (new, repeated, field) in [
            ("", "", Field::NewPassword),
            ("a", "", Field::RepeatedPassword),
            ("a", "b", Field::RepeatedPassword),
        ] {
            let problems = PasswordChange::try_from(draft(new, repeated)).map(|_| ());
            assert_eq!(problems.expect_err("refused")[0].field, field);
        }
    }

    #[test]
    fn a_code_is_read_as_it_is_copied() {
        assert_eq!(read_code(" 123 456 ").as_deref(), Ok("123456"));
        assert_eq!(read_code("１２３４５６").as_deref(), Ok("123456"));
        assert_eq!(read_code("abcd-efgh").as_deref(), Ok("ABCDEFGH"));
        assert_eq!(read_code(" - "), Err(Problem::Required));
    }
}
