//! 申报批次, as the 系统管理员 sets it.

use super::super::calendar::CalendarYear;
use super::super::text::{Lines, TextError, bounded, bounded_text};
use super::super::value::{shown_whole, text_value};
use super::super::{Day, Field, FieldProblem, Instant, Problem, Problems};
use super::AdminWho;
use serde::{Deserialize, Serialize};

bounded_text! {
    /// 批次名称: 2–40 characters.
    #[derive(Debug)]
    RoundName: 2..=40, One
}
shown_whole!(RoundName);

/// The form, as it was filled in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RoundDraft {
    /// The version that was read; 0 for a new one.
    pub version: i64,
    pub name: String,
    pub year: String,
    /// The first day, as a date field sends it.
    pub opens: String,
    /// The last day.
    pub closes: String,
}

/// A round: from the beginning of a day to the end of another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Round {
    pub name: RoundName,
    pub year: i64,
    pub opens: Day,
    pub closes: Day,
}

impl TryFrom<RoundDraft> for Round {
    type Error = Vec<FieldProblem>;

    fn try_from(draft: RoundDraft) -> Result<Self, Self::Error> {
        let mut problems = Problems::default();
        let name = problems.take(Field::RoundName, RoundName::parse(&draft.name));
        let year = match draft.year.trim() {
            "" => Err(Problem::Required),
            text => CalendarYear::parse_year(text).ok_or(Problem::NotAYear),
        };
        let year = problems.take(Field::Year, year);
        let day = |text: &str| match text.trim() {
            "" => Err(Problem::Required),
            text => Day::parse(text),
        };
        let opens = problems.take(Field::Opens, day(&draft.opens));
        let closes = problems.take(Field::Closes, day(&draft.closes));
        if let (Some(opens), Some(closes)) = (opens, closes)
            && closes < opens
        {
            problems.add(Field::Closes, Problem::FromAfterUntil);
        }
        match (name, year, opens, closes, problems.is_empty()) {
            (Some(name), Some(year), Some(opens), Some(closes), true) => Ok(Self {
                name,
                year,
                opens,
                closes,
            }),
            _ => Err(problems.into_vec()),
        }
    }
}

/// How a round stands to a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum RoundState {
    Open,
    Next,
    Past,
}

impl RoundState {
    pub fn at(at: Instant, opens: Instant, closes: Instant) -> Self {
        if at < opens {
            Self::Next
        } else if at < closes {
            Self::Open
        } else {
            Self::Past
        }
    }
}

/// `/admin/rounds`
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoundsView {
    pub who: AdminWho,
    pub rounds: Vec<RoundLine>,
    /// Where the page of what is older begins.
    pub older: Option<i64>,
    /// Whether the rules allow to apply outside of rounds.
    pub outside: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoundLine {
    pub id: i64,
    pub name: String,
    pub year: i64,
    pub opens: Instant,
    /// The last moment.
    pub closes: Instant,
    pub state: RoundState,
}

/// The form of a round, or of a new one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoundForm {
    pub who: AdminWho,
    pub draft: RoundDraft,
    /// There are applications in it: it keeps its opening.
    pub used: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft() -> RoundDraft {
        RoundDraft {
            name: "2027年度申报".into(),
            year: "2027".into(),
            opens: "2027-01-01".into(),
            closes: "2027-01-01".into(),
            ..RoundDraft::default()
        }
    }

    #[test]
    fn a_round_may_last_a_day_and_not_less() {
        let round = Round::try_from(draft()).expect("a day");
        assert_eq!(round.closes.ends(), round.opens.begins().plus_days(1));
        let before = RoundDraft {
            closes: "2026-12-31".into(),
            ..draft()
        };
        let problems = Round::try_from(before).expect_err("too early");
        assert_eq!(problems[0].problem, Problem::FromAfterUntil);
    }

    #[test]
    fn all_that_is_wrong_is_told_at_once() {
        let draft = RoundDraft {
            year: "27".into(),
            opens: "soon".into(),
            ..RoundDraft::default()
        };
        let problems = Round::try_from(draft).expect_err("four slips");
        let fields: Vec<Field> = problems.iter().map(|problem| problem.field).collect();
        assert_eq!(
            fields,
            [Field::RoundName, Field::Year, Field::Opens, Field::Closes]
        );
    }
}
