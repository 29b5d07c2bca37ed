//! Codes whose check digit is wrong, and which are right all the same.

use super::super::uscc::Verdict;
use super::super::{Field, FieldProblem, Problem, Problems, Reason, Uscc};
use serde::{Deserialize, Serialize};

/// The form, as it was filled in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CodeDraft {
    pub code: String,
    pub why: String,
    /// `remove` where a code is not to be allowed any longer; none to allow it.
    pub go: String,
}

/// A code to be allowed, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AllowedCode {
    pub code: Uscc,
    pub why: Reason,
}

impl TryFrom<CodeDraft> for AllowedCode {
    type Error = Vec<FieldProblem>;

    fn try_from(draft: CodeDraft) -> Result<Self, Self::Error> {
        let mut problems = Problems::default();
        let code = problems.take(Field::UnitCode, Uscc::parse(&draft.code));
        if code.as_ref().is_some_and(|c| c.verdict() == Verdict::Valid) {
            problems.add(Field::UnitCode, Problem::RightAnyway);
        }
        let why = problems.take(Field::Ground, Reason::parse(&draft.why));
        match (code, why, problems.is_empty()) {
            (Some(code), Some(why), true) => Ok(Self { code, why }),
            _ => Err(problems.into_vec()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allowed(code: &str, why: &str) -> Result<AllowedCode, Vec<FieldProblem>> {
        let (code, why) = (code.to_owned(), why.to_owned());
        let go = String::new();
        CodeDraft { code, why, go }.try_into()
    }

    #[test]
    fn only_a_wrong_check_digit_needs_to_be_allowed() {
        assert!(allowed("91350203M0001QKT19", "证书如此").is_ok());
        let right = allowed("11220000MB9000015Y", "证书如此").expect_err("it is right");
        assert_eq!(right[0].problem, Problem::RightAnyway);
        assert!(allowed("91350203M0001QKT1", "证书如此").is_err());
        assert!(allowed("91350203M0001QKT19", "").is_err());
    }
}
