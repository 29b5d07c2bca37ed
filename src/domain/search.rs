//! 查询上级单位: the question, and why an answer is what it is.

use super::tie::Route;
use super::{
    ApplicationState, BindingStatus, Field, FieldProblem, Instant, Problem, Problems, Uscc,
};
use serde::{Deserialize, Serialize};

/// The dialog's fields as they were typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SearchDraft {
    /// 单位名称: only narrows
    pub name: String,
    /// 社会统一信用代码
    pub code: String,
    /// 绑定状态: empty for all; only narrows
    pub status: String,
}

/// A search that may run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Search {
    pub code: Uscc,
    pub name: String,
    pub status: Option<BindingStatus>,
}

impl TryFrom<SearchDraft> for Search {
    type Error = Vec<FieldProblem>;

    fn try_from(draft: SearchDraft) -> Result<Self, Self::Error> {
        let mut problems = Problems::default();
        let code = problems.take(Field::Code, Uscc::parse(&draft.code));
        let status = problems.take(Field::Status, parse_status(&draft.status));
        match (code, status) {
            (Some(code), Some(status)) => Ok(Self {
                code,
                name: draft.name.trim().to_owned(),
                status,
            }),
            _ => Err(problems.into_vec()),
        }
    }
}

fn parse_status(word: &str) -> Result<Option<BindingStatus>, Problem> {
    match word {
        "" => Ok(None),
        word => BindingStatus::parse(word)
            .map(Some)
            .ok_or(Problem::NotOffered),
    }
}

/// One row of the dialog's table, or none, and the reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SearchAnswer {
    pub row: Option<SuperiorRow>,
    /// Why there is no row, or why the row can't be bound.
    pub obstacle: Option<Obstacle>,
    /// The way of the unit's business once it is bound; where it may be bound.
    pub route: Option<Route>,
}

/// The superior as the applicant sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SuperiorRow {
    pub name: String,
    pub code: Uscc,
    pub status: BindingStatus,
    /// 业务状态 of the applicant's open case with this superior.
    pub case: Option<ApplicationState>,
}

/// Why a unit can't be bound to a superior. Each has a sentence and a next step in `texts`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Obstacle {
    /// No unit has this code. `likely`: the code that a slip of the pen would explain.
    NotRegistered {
        wrong_check: bool,
        likely: Option<Uscc>,
    },
    /// The superior is registered but never entered 大人才一体化.
    SuperiorNeverEntered {
        superior: String,
    },
    /// The applicant itself never entered it.
    ApplicantNeverEntered,
    OwnCode,
    Circle {
        superior: String,
    },
    AlreadySuperior {
        superior: String,
    },
    BoundElsewhere {
        superior: String,
    },
    PendingHere {
        superior: String,
    },
    PendingElsewhere {
        superior: String,
    },
    ReturnedHere {
        superior: String,
    },
    ReturnedElsewhere {
        superior: String,
    },
    Barred {
        round: String,
        until: Instant,
    },
    NoRound,
    /// The applicant waits for a unit that it invited.
    Invited {
        name: String,
    },
    /// Who is to be invited is there: it can be asked.
    AlreadyThere,
    /// There is no superior to be moved from, or this is not the one to be released by.
    NotBound,
    /// The unit has another superior by now than when it asked.
    SuperiorChanged,
    /// The superior that is left has not consented yet.
    ConsentMissing {
        superior: String,
    },
    /// 终止审核 is of who applies to be bound.
    NotForUnbinding,
    /// The rules of binding do not offer this outcome.
    OutcomeNotOffered,
    /// The case was returned and submitted again as often as the rules allow.
    ResubmissionsSpent {
        limit: u32,
    },
    /// Nothing bars the unit.
    NotBarred,
    /// An appeal against this termination was refused.
    AppealRefused,
    SuperiorDisabled {
        superior: String,
    },
    ApplicantDisabled,
    /// The platform has not verified it yet, or returned it.
    ApplicantNotVerified,
    SuperiorNotVerified {
        superior: String,
    },
    /// The code is right, the typed name is not part of the unit's.
    NameDiffers,
    /// The code is right, the unit is in another 绑定状态.
    StatusDiffers {
        actual: BindingStatus,
    },
}

/// The form of 绑定 in a row.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ApplyDraft {
    pub code: String,
    /// 特殊情况说明, which an enterprise must give
    pub special_reason: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rule_3_an_empty_code_is_an_error_at_the_field() {
        let problems = Search::try_from(SearchDraft::default()).expect_err("no code");
        assert_eq!(
            problems,
            [FieldProblem {
                field: Field::Code,
                problem: Problem::Required
            }]
        );
    }

    #[test]
    fn a_padded_full_width_lower_case_code_is_understood() {
        let search = Search::try_from(SearchDraft {
            code: "　１１22 0000mb9000015y ".into(),
            ..SearchDraft::default()
        })
        .expect("the code is well-formed");
        assert_eq!(search.code.as_str(), "11220000MB9000015Y");
    }

    #[test]
    fn a_status_that_is_not_offered_is_refused() {
        let problems = Search::try_from(SearchDraft {
            code: "11220000MB9000015Y".into(),
            status: "every".into(),
            ..SearchDraft::default()
        })
        .expect_err("no such status");
        assert_eq!(problems[0].field, Field::Status);
    }
}
