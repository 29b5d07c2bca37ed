//! 工作日: Monday to Friday, but for what the State Council's yearly notices (放假调休) make of single days.

use super::{Day, Field, FieldProblem, Instant, Problem};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::ops::RangeInclusive;

const MICROS_OF_DAY: i64 = 86_400_000_000;
const SHANGHAI_MICROS: i64 = 8 * 3_600_000_000;

/// The days, as numbers since 1970-01-01 in Asia/Shanghai, that are not what their weekday says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Calendar(BTreeMap<i64, bool>);

impl Calendar {
    /// Of days as the database keeps them, each with whether offices work. What is no day is left out.
    pub fn of(days: impl IntoIterator<Item = (String, bool)>) -> Self {
        let day = |(text, working): (String, bool)| {
            let begins = Instant::from_date_shanghai(&text)?;
            Some((number(begins), working))
        };
        Self(days.into_iter().filter_map(day).collect())
    }

    /// How many working days lie between two instants: the day of the first does not count, the day
    /// of the second does. Somebody who applied on a Friday has waited for one on Monday. Costs as
    /// much as there are exceptions between the two.
    pub fn working_days(&self, from: Instant, until: Instant) -> i64 {
        let (first, last) = (number(from) + 1, number(until));
        if last < first {
            return 0;
        }
        let plain = weekdays_before(last + 1) - weekdays_before(first);
        let change = |(day, working): (&i64, &bool)| match (is_weekday(*day), working) {
            (false, true) => 1,
            (true, false) => -1,
            _ => 0,
        };
        plain + self.0.range(first..=last).map(change).sum::<i64>()
    }

    /// What began before this has waited for more than `days` working days at `at`.
    pub fn overdue_before(&self, days: u32, at: Instant) -> Instant {
        let (mut day, mut counted) = (number(at), 0);
        loop {
            counted += u32::from(self.is_working(day));
            // However many exceptions there are, a calendar of nothing but holidays ends the walk too.
            if counted > days || number(at) - day > LONGEST {
                return begins(day);
            }
            day -= 1;
        }
    }

    fn is_working(&self, day: i64) -> bool {
        let exception = self.0.get(&day);
        exception.copied().unwrap_or_else(|| is_weekday(day))
    }
}

/// So far back a limit is looked for.
const LONGEST: i64 = 2_000;

/// The day's number in Shanghai.
fn number(at: Instant) -> i64 {
    let micros = at.as_micros().saturating_add(SHANGHAI_MICROS);
    micros.div_euclid(MICROS_OF_DAY)
}

fn begins(day: i64) -> Instant {
    Instant::from_micros(day * MICROS_OF_DAY - SHANGHAI_MICROS)
}

/// 0 for Monday. Day 0 was a Thursday.
fn weekday(day: i64) -> i64 {
    (day + 3).rem_euclid(7)
}

fn is_weekday(day: i64) -> bool {
    weekday(day) < 5
}

/// How many days from Monday to Friday lie before a day, counted from the Monday before day 0.
fn weekdays_before(day: i64) -> i64 {
    let since_monday = day + 3;
    since_monday.div_euclid(7) * 5 + since_monday.rem_euclid(7).min(5)
}

/// A day that is not what its weekday says.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct CalendarDay {
    /// `2027-01-01`
    pub day: String,
    /// 班, not 休
    pub working: bool,
}

impl CalendarDay {
    pub fn word(&self) -> &'static str {
        match self.working {
            true => "班",
            false => "休",
        }
    }

    /// 0 for Monday.
    pub fn weekday(&self) -> Option<usize> {
        let begins = Instant::from_date_shanghai(&self.day)?;
        usize::try_from(weekday(number(begins))).ok()
    }
}

/// The form of a year, as it was filled in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CalendarDraft {
    pub year: String,
    /// The version of the year that was read; 0 where nothing was known of it.
    pub version: i64,
    /// `2027-01-01 休`, one a line.
    pub days: String,
}

/// What is known of a year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalendarYear {
    pub year: i64,
    pub days: Vec<CalendarDay>,
}

impl CalendarYear {
    pub const YEARS: RangeInclusive<i64> = 2000..=2100;

    pub fn parse_year(text: &str) -> Option<i64> {
        let year = text.trim().parse().ok()?;
        Self::YEARS.contains(&year).then_some(year)
    }

    /// As the form has it.
    pub fn lines(days: &[CalendarDay]) -> String {
        let line = |day: &CalendarDay| format!("{} {}", day.day, day.word());
        days.iter().map(line).collect::<Vec<_>>().join("\n")
    }
}

impl TryFrom<CalendarDraft> for CalendarYear {
    type Error = Vec<FieldProblem>;

    fn try_from(draft: CalendarDraft) -> Result<Self, Self::Error> {
        let at = |field, problem| vec![FieldProblem { field, problem }];
        let Some(year) = Self::parse_year(&draft.year) else {
            return Err(at(Field::Year, Problem::NotAYear));
        };
        let mut days = BTreeMap::new();
        for (line, text) in (1..).zip(draft.days.lines()) {
            if text.trim().is_empty() {
                continue;
            }
            let read = read_line(year, text);
            let fresh = read.is_some_and(|day| days.insert(day.day, day.working).is_none());
            if !fresh {
                return Err(at(Field::CalendarDays, Problem::NotACalendarLine { line }));
            }
        }
        let day = |(day, working)| CalendarDay { day, working };
        let days = days.into_iter().map(day).collect();
        Ok(Self { year, days })
    }
}

fn read_line(year: i64, text: &str) -> Option<CalendarDay> {
    let mut words = text.split_whitespace();
    let (day, word) = (words.next()?, words.next()?);
    let day = Day::parse(day).ok()?.to_string();
    let working = match (word, words.next()) {
        ("班", None) => true,
        ("休", None) => false,
        _ => return None,
    };
    day.starts_with(&format!("{year:04}-"))
        .then_some(CalendarDay { day, working })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn minute(text: &str) -> Instant {
        Instant::from_minute_shanghai(text).expect("a minute")
    }

    /// 国庆 2026: a Sunday that is worked, and a week that is not.
    fn october() -> Calendar {
        let free = (1..=7).map(|day| (format!("2026-10-{day:02}"), false));
        let worked = ["2026-09-20", "2026-10-10"].map(|day| (day.to_owned(), true));
        Calendar::of(free.chain(worked))
    }

    #[test]
    fn the_day_itself_does_not_count_and_the_last_one_does() {
        let plain = Calendar::default();
        let friday = minute("2026-11-20T23:59");
        for (until, days) in [
            ("2026-11-20T23:59", 0),
            ("2026-11-21T10:00", 0),
            ("2026-11-22T23:59", 0),
            ("2026-11-23T00:00", 1),
            ("2026-11-27T12:00", 5),
            ("2026-11-30T00:00", 6),
        ] {
            assert_eq!(plain.working_days(friday, minute(until)), days, "{until}");
        }
        assert_eq!(plain.working_days(friday, minute("2026-11-01T00:00")), 0);
    }

    #[test]
    fn holidays_do_not_count_and_the_days_worked_for_them_do() {
        let applied = minute("2026-09-30T09:00");
        let after = |text| october().working_days(applied, minute(text));
        assert_eq!(after("2026-10-07T12:00"), 0, "七天 free");
        assert_eq!(after("2026-10-08T12:00"), 1);
        assert_eq!(after("2026-10-10T12:00"), 3, "a Saturday that is worked");
        assert_eq!(after("2026-10-11T12:00"), 3);
    }

    #[test]
    fn a_year_is_read_line_by_line() {
        let draft = |days: &str| CalendarDraft {
            year: "2027".into(),
            version: 0,
            days: days.into(),
        };
        let year = CalendarYear::try_from(draft("2027-01-01 休\r\n\r\n 2027-01-03  班 ")).unwrap();
        assert_eq!(
            CalendarYear::lines(&year.days),
            "2027-01-01 休\n2027-01-03 班"
        );
        for (days, line) in [
            ("2027-01-01 休\n2027-02-30 休", 2),
            ("2026-12-31 休", 1),
            ("2027-01-01 休\n\n2027-01-01 班", 3),
            ("2027-01-01", 1),
            ("2027-01-01 休 班", 1),
        ] {
            let problems = CalendarYear::try_from(draft(days)).expect_err(days);
            assert_eq!(
                problems[0].problem,
                Problem::NotACalendarLine { line },
                "{days}"
            );
        }
        let other = CalendarYear::try_from(CalendarDraft {
            year: "27".into(),
            ..draft("")
        });
        assert_eq!(other.expect_err("no year")[0].field, Field::Year);
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod properties {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn days_are_counted_as_one_by_one(
            from in 0_i64..60_000, length in 0_i64..400,
            exceptions in proptest::collection::btree_map(0_i64..400, any::<bool>(), 0..40),
        ) {
            let calendar = Calendar(exceptions.into_iter().map(|(n, w)| (from + n, w)).collect());
            let counted = calendar.working_days(begins(from), begins(from + length));
            let one_by_one = (from + 1..=from + length).filter(|day| calendar.is_working(*day));
            prop_assert_eq!(counted, one_by_one.count() as i64);
        }

        #[test]
        fn what_began_before_has_waited_longer(at in 20_000_i64..30_000, days in 0_u32..60) {
            let calendar = Calendar::default();
            let limit = calendar.overdue_before(days, begins(at));
            let waited = |from| calendar.working_days(from, begins(at));
            prop_assert!(waited(limit.plus_seconds(-1)) > i64::from(days));
            prop_assert!(waited(limit) <= i64::from(days));
        }
    }
}
