//! 代审: a reviewer hands the queue over for some days.

use super::views::Who;
use super::{Day, Field, FieldProblem, Instant, Problem, Problems, Reason};
use serde::{Deserialize, Serialize};

/// The form, as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DelegationDraft {
    /// The delegation that is to be ended; 0 for a new one
    pub ended: i64,
    /// The operator who stands in
    pub to: String,
    /// The first and the last day
    pub from: String,
    pub until: String,
    pub why: String,
}

/// A delegation that may begin.
#[derive(Clone, Debug)]
pub struct Delegation {
    pub to: i64,
    pub from: Instant,
    /// The end of the last day
    pub until: Instant,
    pub why: Reason,
}

impl Delegation {
    pub const LONGEST_DAYS: i64 = 60;

    /// `at`: no delegation begins before the day of this instant.
    pub fn read(draft: &DelegationDraft, at: Instant) -> Result<Self, Vec<FieldProblem>> {
        let mut problems = Problems::default();
        let to = draft.to.parse().map_err(|_| match draft.to.is_empty() {
            true => Problem::Required,
            false => Problem::NotOffered,
        });
        let to = problems.take(Field::StandsIn, to);
        let from = problems.take(Field::StandsFrom, day(&draft.from));
        let until = problems.take(Field::StandsUntil, day(&draft.until));
        let why = problems.take(Field::StandsWhy, Reason::parse(&draft.why));
        if from.is_some_and(|from| from.ends() <= at) {
            problems.add(Field::StandsFrom, Problem::InThePast);
        }
        if let (Some(from), Some(until)) = (from, until) {
            if until.begins() < from.begins() {
                problems.add(Field::StandsUntil, Problem::BeforeBeginning);
            } else if until.ends() > from.begins().plus_days(Self::LONGEST_DAYS) {
                let (min, max) = (1, 60);
                problems.add(Field::StandsUntil, Problem::OutOfRange { min, max });
            }
        }
        match (to, from, until, why) {
            (Some(to), Some(from), Some(until), Some(why)) if problems.is_empty() => Ok(Self {
                to,
                from: from.begins(),
                until: until.ends(),
                why,
            }),
            _ => Err(problems.into_vec()),
        }
    }
}

fn day(text: &str) -> Result<Day, Problem> {
    match text.trim() {
        "" => Err(Problem::Required),
        text => Day::parse(text),
    }
}

/// 代审
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DelegationsView {
    pub who: Who,
    /// Of the unit, the latest first.
    pub lines: Vec<DelegationLine>,
    /// Who may stand in: operators of the unit who don't review themselves, masked, with the masked
    /// phone.
    pub others: Vec<(i64, String)>,
    /// Whether the caller reviews in their own right, and so may hand over.
    pub may_hand_over: bool,
    /// Today, as a date field takes it.
    pub today: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DelegationLine {
    pub id: i64,
    /// Masked.
    pub from: String,
    pub to: String,
    pub from_at: Instant,
    pub until_at: Instant,
    pub why: String,
    pub standing: DelegationStanding,
    /// Whether the caller made it, and it can be ended.
    pub mine: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum DelegationStanding {
    Later,
    Now,
    Over,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(from: &str, until: &str) -> DelegationDraft {
        DelegationDraft {
            to: "7".into(),
            from: from.into(),
            until: until.into(),
            why: "休假".into(),
            ..DelegationDraft::default()
        }
    }

    #[test]
    fn it_has_a_beginning_and_an_end() {
        let at = Instant::from_minute_shanghai("2026-11-24T15:00").expect("a minute");
        let read = |from, until| Delegation::read(&draft(from, until), at);
        let today = read("2026-11-24", "2026-11-24").expect("a day");
        assert_eq!(today.until, today.from.plus_days(1));
        for (from, until, field) in [
            ("", "2026-11-25", Field::StandsFrom),
            ("2026-11-23", "2026-11-25", Field::StandsFrom),
            ("2026-11-26", "2026-11-25", Field::StandsUntil),
            ("2026-11-24", "2027-11-25", Field::StandsUntil),
        ] {
            let problems = read(from, until).expect_err("wrong");
            assert_eq!(problems[0].field, field, "{from} {until}");
        }
    }
}
