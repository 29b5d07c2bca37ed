//! 查看: personal data is shown masked; who has to see all of it says why.

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
}

impl PersonalData {
    /// As the form and the trail name it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Mobile => "mobile",
            Self::IdentityCard => "identity_card",
        }
    }
}

/// The form as it was typed.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RevealDraft {
    /// Whose it is, as an operator of a unit.
    pub operator: i64,
    pub what: PersonalData,
    pub why: String,
    /// The page that the form stands on.
    pub back: String,
}

/// What somebody wants to see, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reveal {
    pub operator: i64,
    pub what: PersonalData,
    pub why: Reason,
}

impl TryFrom<RevealDraft> for Reveal {
    type Error = Vec<FieldProblem>;

    fn try_from(draft: RevealDraft) -> Result<Self, Self::Error> {
        let mut problems = Problems::default();
        let (operator, what) = (draft.operator, draft.what);
        match problems.take(Field::RevealReason, Reason::parse(&draft.why)) {
            Some(why) => Ok(Self {
                operator,
                what,
                why,
            }),
            None => Err(problems.into_vec()),
        }
    }
}

/// The whole value, shown once.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revealed {
    pub operator: i64,
    pub what: PersonalData,
    pub value: String,
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
            what: PersonalData::Mobile,
            value: "13900000001".into(),
        };
        assert_eq!(format!("{revealed:?}"), "Revealed { .. }");
    }
}
