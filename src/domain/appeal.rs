//! 申诉 against 终止审核: the barred unit asks, one person of its superior says what should be, and another
//! consents.

use super::text::{Lines, TextError, bounded, bounded_text};
use super::value::{shown_whole, text_value};
use super::views::Who;
use super::{Field, FieldProblem, Instant, Problem, Problems};
use serde::{Deserialize, Serialize};

bounded_text! {
    /// 申诉理由: 1–1000 characters on any number of lines.
    #[derive(Debug)]
    AppealText: 1..=1000, Many
}
shown_whole!(AppealText);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AppealState {
    /// Nobody has said anything yet.
    Open,
    /// One person has; another is to consent.
    Opined,
    /// The bar is lifted.
    Agreed,
    Refused,
    Withdrawn,
    /// The termination itself was taken back.
    Moot,
}

impl AppealState {
    pub const ALL: [Self; 6] = [
        Self::Open,
        Self::Opined,
        Self::Agreed,
        Self::Refused,
        Self::Withdrawn,
        Self::Moot,
    ];

    /// The word that the database keeps.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Opined => "opined",
            Self::Agreed => "agreed",
            Self::Refused => "refused",
            Self::Withdrawn => "withdrawn",
            Self::Moot => "moot",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == word)
    }

    pub fn is_open(self) -> bool {
        matches!(self, Self::Open | Self::Opined)
    }
}

/// A button of `/appeals`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AppealDraft {
    pub appeal: i64,
    /// The version that was seen.
    pub version: i64,
    /// `agree`, `refuse` and `take_back` of the first person, `consent` and `object` of the second.
    pub go: String,
    pub why: String,
}

/// What a person of the superior does about an appeal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AppealStep {
    /// The first says what should be.
    Opine { agrees: bool, why: AppealText },
    /// Another makes it so.
    Consent,
    /// Another does not: the appeal is open again.
    Object { why: AppealText },
    /// The first takes back what they said, before another has consented.
    TakeBack,
}

impl TryFrom<AppealDraft> for AppealStep {
    type Error = Vec<FieldProblem>;

    fn try_from(draft: AppealDraft) -> Result<Self, Self::Error> {
        let mut problems = Problems::default();
        let why = AppealText::parse(&draft.why);
        let step = match draft.go.as_str() {
            "agree" | "refuse" => {
                let agrees = draft.go == "agree";
                let why = problems.take(Field::AppealOpinion, why);
                why.map(|why| Self::Opine { agrees, why })
            }
            "object" => {
                let why = problems.take(Field::AppealOpinion, why);
                why.map(|why| Self::Object { why })
            }
            "consent" => Some(Self::Consent),
            "take_back" => Some(Self::TakeBack),
            _ => {
                problems.add(Field::AppealOpinion, Problem::NotOffered);
                None
            }
        };
        problems.none_or(step)
    }
}

/// An appeal as the superior's reviewers see it. Persons are masked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppealView {
    pub id: i64,
    pub version: i64,
    pub application: i64,
    pub unit: String,
    pub state: AppealState,
    pub body: String,
    /// None for the legal person.
    pub by: Option<String>,
    pub at: Instant,
    /// Who terminated, when, and why.
    pub terminated: (String, Instant, String),
    pub opinion: Option<OpinionView>,
    /// Who consented, and when it ended.
    pub consented_by: Option<String>,
    pub settled: Option<Instant>,
    /// Why whoever reads this can't consent.
    pub not_second: Option<NotSecond>,
    /// As things stand nobody can be the second person.
    pub stuck: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpinionView {
    pub agrees: bool,
    pub why: String,
    pub by: String,
    pub at: Instant,
}

/// Why somebody can't be the second person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum NotSecond {
    /// They were the first.
    First,
    /// They terminated the case.
    Terminated,
}

/// `/appeals`
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppealsView {
    pub who: Who,
    pub settled: bool,
    pub appeals: Vec<AppealView>,
    /// Where the next page begins.
    pub after: Option<i64>,
}

/// What the barred unit sees of its appeal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnAppeal {
    pub id: i64,
    pub state: AppealState,
    pub body: String,
    pub at: Instant,
    /// The answer, where it was refused.
    pub answer: String,
    /// As things stand nobody can be the second person.
    pub stuck: bool,
    pub settled: Option<Instant>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_says_something_gives_a_reason_and_who_consents_none() {
        let draft = |go: &str| AppealDraft {
            go: go.into(),
            ..AppealDraft::default()
        };
        for go in ["agree", "refuse", "object", "", "decide"] {
            let problems = AppealStep::try_from(draft(go)).expect_err(go);
            assert_eq!(problems[0].field, Field::AppealOpinion, "{go}");
        }
        for (go, step) in [
            ("consent", AppealStep::Consent),
            ("take_back", AppealStep::TakeBack),
        ] {
            assert_eq!(AppealStep::try_from(draft(go)), Ok(step));
        }
    }
}
