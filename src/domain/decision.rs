//! 审核: what a reviewer decides, from the raw form to the typed decision.

use super::template::read_opinion;
use super::wrong::read_wrong;
use super::{
    DecisionDraft, Field, FieldProblem, Opinion, Outcome, Problem, Problems, WrongField, fold_name,
};

/// A decision that keeps the rules a single form can know: every outcome but 审核通过 has an
/// opinion, faulty data is never approved, and a field that is named wrong has a reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    application: i64,
    version: i64,
    faulty: bool,
    outcome: Outcome,
    opinion: Option<Opinion>,
    wrong: Vec<WrongField>,
}

impl Decision {
    /// One row of 批量通过.
    pub fn approval(application: i64, version: i64, opinion: Option<Opinion>) -> Self {
        Self {
            application,
            version,
            faulty: false,
            outcome: Outcome::Approve,
            opinion,
            wrong: Vec::new(),
        }
    }

    pub fn application(&self) -> i64 {
        self.application
    }

    pub fn version(&self) -> i64 {
        self.version
    }

    pub fn faulty(&self) -> bool {
        self.faulty
    }

    pub fn outcome(&self) -> Outcome {
        self.outcome
    }

    /// 审核意见, empty where none was given.
    pub fn opinion(&self) -> &str {
        self.opinion.as_ref().map_or("", Opinion::as_str)
    }

    /// The fields that are wrong, in the order of [`DataField::ALL`].
    pub fn wrong(&self) -> &[WrongField] {
        &self.wrong
    }
}

impl Decision {
    /// The draft as the form sends it for an applicant, who is known by any of these names: 终止审核
    /// wants the name typed, so that nobody is barred by a slip.
    pub fn for_applicant(draft: DecisionDraft, names: &[&str]) -> Result<Self, Vec<FieldProblem>> {
        let mut found = Vec::new();
        if Outcome::parse(&draft.outcome) == Some(Outcome::Terminate) {
            let typed = fold_name(&draft.confirm);
            let problem = match typed.is_empty() {
                true => Some(Problem::Required),
                false if names.iter().any(|name| fold_name(name) == typed) => None,
                false => Some(Problem::OtherName),
            };
            let field = Field::Confirm;
            found.extend(problem.map(|problem| FieldProblem { field, problem }));
        }
        match Self::try_from(draft) {
            Ok(decision) if found.is_empty() => Ok(decision),
            Ok(_) => Err(found),
            Err(mut problems) => {
                problems.append(&mut found);
                Err(problems)
            }
        }
    }
}

impl TryFrom<DecisionDraft> for Decision {
    type Error = Vec<FieldProblem>;

    fn try_from(draft: DecisionDraft) -> Result<Self, Self::Error> {
        let mut problems = Problems::default();
        let faulty = problems.take(Field::Faulty, parse_faulty(&draft.faulty));
        let outcome = problems.take(Field::Outcome, parse_outcome(&draft.outcome));
        let opinion = match read_opinion(&draft.opinion) {
            Ok(None) if outcome.is_some_and(|o| o != Outcome::Approve) => Err(Problem::Required),
            other => other,
        };
        let opinion = problems.take(Field::Opinion, opinion);
        if faulty == Some(true) && outcome == Some(Outcome::Approve) {
            problems.add(Field::Outcome, Problem::FaultyCannotPass);
        }
        // What was named before 「否」 was chosen is no longer meant.
        let wrong = match faulty {
            Some(true) => read_wrong(
                &draft.wrong,
                |field| draft.why(field).to_owned(),
                &mut problems,
            ),
            _ => Vec::new(),
        };
        match (faulty, outcome, opinion) {
            (Some(faulty), Some(outcome), Some(opinion)) if problems.is_empty() => Ok(Self {
                application: draft.application,
                version: draft.version,
                faulty,
                outcome,
                opinion,
                wrong,
            }),
            _ => Err(problems.into_vec()),
        }
    }
}

fn parse_faulty(word: &str) -> Result<bool, Problem> {
    match word {
        "yes" => Ok(true),
        "no" => Ok(false),
        "" => Err(Problem::Required),
        _ => Err(Problem::NotOffered),
    }
}

fn parse_outcome(word: &str) -> Result<Outcome, Problem> {
    match word {
        "" => Err(Problem::Required),
        word => Outcome::parse(word).ok_or(Problem::NotOffered),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::DataField;

    fn draft(faulty: &str, outcome: &str, opinion: &str) -> DecisionDraft {
        DecisionDraft {
            application: 1,
            version: 1,
            faulty: faulty.into(),
            outcome: outcome.into(),
            opinion: opinion.into(),
            ..DecisionDraft::default()
        }
    }

    fn problems(draft: DecisionDraft) -> Vec<(Field, Problem)> {
        let found = Decision::try_from(draft).expect_err("the draft is wrong");
        found.into_iter().map(|p| (p.field, p.problem)).collect()
    }

    #[test]
    fn rule_13_faulty_data_cannot_pass() {
        assert_eq!(
            problems(draft("yes", "approve", "地址有误")),
            [(Field::Outcome, Problem::FaultyCannotPass)]
        );
        assert!(Decision::try_from(draft("yes", "return", "地址有误")).is_ok());
    }

    #[test]
    fn rule_13_all_but_approval_wants_an_opinion() {
        for outcome in ["return", "reject", "terminate"] {
            assert_eq!(
                problems(draft("no", outcome, " \n")),
                [(Field::Opinion, Problem::Required)]
            );
            assert!(Decision::try_from(draft("no", outcome, "不属于本单位")).is_ok());
        }
        assert!(Decision::try_from(draft("no", "approve", "")).is_ok());
    }

    #[test]
    fn a_field_that_is_named_wrong_has_a_reason() {
        let mut typed = draft("yes", "return", "请核对");
        typed.wrong = vec!["region".into(), "email".into(), "forged".into()];
        typed.why_region = "应为朝阳区".into();
        assert_eq!(
            problems(typed.clone()),
            [(Field::Why(DataField::Email), Problem::Required)]
        );
        typed.why_email = "已停用".into();
        let decision = Decision::try_from(typed.clone()).expect("both have reasons");
        let named: Vec<_> = decision.wrong().iter().map(|w| w.field).collect();
        assert_eq!(named, [DataField::Region, DataField::Email]);
        typed.faulty = "no".into();
        let decision = Decision::try_from(typed).expect("nothing is wrong");
        assert!(decision.wrong().is_empty());
    }

    #[test]
    fn all_that_is_missing_is_told_at_once() {
        assert_eq!(
            problems(draft("", "", "")),
            [
                (Field::Faulty, Problem::Required),
                (Field::Outcome, Problem::Required)
            ]
        );
        assert_eq!(
            problems(draft("maybe", "undo", "")),
            [
                (Field::Faulty, Problem::NotOffered),
                (Field::Outcome, Problem::NotOffered)
            ]
        );
    }

    #[test]
    fn termination_wants_the_name() {
        let confirmed = |confirm: &str| {
            let confirm = confirm.to_owned();
            let typed = draft("no", "terminate", "不属于本次申报");
            let problems =
                Decision::for_applicant(DecisionDraft { confirm, ..typed }, &["春城（一）学校"]);
            problems
                .err()
                .and_then(|found| Some(found.first()?.problem.clone()))
        };
        assert_eq!(confirmed(" "), Some(Problem::Required));
        assert_eq!(confirmed("春城学校"), Some(Problem::OtherName));
        assert_eq!(confirmed("春城(一)学校 "), None);
        assert!(Decision::for_applicant(draft("no", "approve", ""), &[]).is_ok());
    }

    #[test]
    fn a_draft_is_touched_by_any_answer() {
        assert!(!draft("", "", " ").is_touched());
        assert!(draft("no", "", "").is_touched());
        assert!(draft("", "", "好").is_touched());
    }
}
