//! 查看: personal data is shown masked; who has to see all of it says why.

use super::mask::middle;
use super::value::debug_hidden;
use super::{Field, FieldProblem, Problems, Reason};
use serde::{Deserialize, Serialize};

/// What is kept sealed of a person, and shown masked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PersonalData {
    /// 手机号
    #[default]
    Mobile,
    /// 身份证号
    IdentityCard,
    /// 联系电话, of a unit
    ContactPhone,
}

impl PersonalData {
    /// As the form and the trail name it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Mobile => "mobile",
            Self::IdentityCard => "identity_card",
            Self::ContactPhone => "contact_phone",
        }
    }
}

/// The form as it was typed.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RevealDraft {
    /// Whose it is, as an operator of a unit.
    pub operator: i64,
    /// Whose it is, where it is the unit's own.
    pub unit: i64,
    pub what: PersonalData,
    pub why: String,
    /// The page that the form stands on.
    pub back: String,
}

/// Why somebody wants to see something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reveal {
    pub why: Reason,
}

impl TryFrom<RevealDraft> for Reveal {
    type Error = Vec<FieldProblem>;

    fn try_from(draft: RevealDraft) -> Result<Self, Self::Error> {
        let mut problems = Problems::default();
        match problems.take(Field::RevealReason, Reason::parse(&draft.why)) {
            Some(why) => Ok(Self { why }),
            None => Err(problems.into_vec()),
        }
    }
}

/// The whole value, shown once.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revealed {
    pub operator: i64,
    #[serde(default, skip_serializing_if = "is_none")]
    pub unit: i64,
    pub what: PersonalData,
    pub value: String,
}

fn is_none(number: &i64) -> bool {
    *number == 0
}

/// A phone of any kind, as it is shown to those who need not know all of it.
pub fn masked_phone(text: &str) -> String {
    middle(text, 3, 4)
}

debug_hidden!(RevealDraft, Revealed);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Problem, problem_at};

    #[test]
    fn nothing_is_shown_without_a_reason() {
        let draft = RevealDraft {
            operator: 1,
            why: " \u{3000}".into(),
            ..RevealDraft::default()
        };
        let problems = Reveal::try_from(draft.clone()).expect_err("no reason");
        let problem = problem_at(&problems, Field::RevealReason);
        assert_eq!(problem, Some(&Problem::Required));
        let why = "核对报送人员".into();
        assert!(Reveal::try_from(RevealDraft { why, ..draft }).is_ok());
    }

    #[test]
    fn debug_shows_no_value() {
        let revealed = Revealed {
            operator: 1,
            unit: 0,
            what: PersonalData::Mobile,
            value: "13900000001".into(),
        };
        assert_eq!(format!("{revealed:?}"), "Revealed { .. }");
    }
}
