//! A point in time, and how it reads in China.

use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};
use time::{Date, Month};

/// A point in time: microseconds since 1970-01-01T00:00:00Z, leap seconds not counted. Serialised
/// as that number.
///
/// There is no `now` here: the domain reads no clock; the server makes one from [`SystemTime`]. On
/// the screen it is Asia/Shanghai, which is UTC+8 the year round (北京时间): China has had no
/// daylight saving time since 1991.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Instant(i64);

impl Instant {
    /// From microseconds since the Unix epoch.
    pub const fn from_micros(micros: i64) -> Self {
        Self(micros)
    }

    /// Microseconds since the Unix epoch.
    pub const fn as_micros(self) -> i64 {
        self.0
    }

    /// The beginning of a day in Shanghai, given as `2026-11-23` (as a date field sends it). `None`
    /// if it is no day of years 0–9999.
    pub fn from_date_shanghai(text: &str) -> Option<Self> {
        let date = calendar_date(text)?;
        let days = i64::from(date.to_julian_day()) - UNIX_EPOCH_JULIAN_DAY;
        Some(Self(
            (days * SECONDS_OF_DAY - SHANGHAI_SECONDS) * MICROS_OF_SECOND,
        ))
    }

    /// A minute in Shanghai, given as `2026-11-23T15:04` (as a `datetime-local` field sends it).
    pub fn from_minute_shanghai(text: &str) -> Option<Self> {
        let (date, time) = text.split_once('T')?;
        let (hour, minute) = time.split_once(':')?;
        let two_digits = |text: &str, below: i64| {
            let digits = text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit());
            text.parse::<i64>().ok().filter(|n| digits && *n < below)
        };
        let (hour, minute) = (two_digits(hour, 24)?, two_digits(minute, 60)?);
        let day = Self::from_date_shanghai(date)?;
        Some(day.plus_seconds((hour * 60 + minute) * 60))
    }

    /// So many seconds later (or earlier); at the ends of time it stays there.
    pub const fn plus_seconds(self, seconds: i64) -> Self {
        Self(
            self.0
                .saturating_add(seconds.saturating_mul(MICROS_OF_SECOND)),
        )
    }

    /// So many days of 24 hours later (or earlier), which in Shanghai is the same time of day; at
    /// the ends of time it stays there.
    pub const fn plus_days(self, days: i64) -> Self {
        self.plus_seconds(days.saturating_mul(SECONDS_OF_DAY))
    }

    /// The day in Shanghai: `2026-11-23`.
    ///
    /// This and its neighbours show what lies before the year 0 or after 9999 as the first or last
    /// second of those.
    pub fn date_shanghai(self) -> String {
        let [year, month, day, ..] = self.shanghai();
        format!("{year:04}-{month:02}-{day:02}")
    }

    /// Day and minute in Shanghai: `2026-11-23 15:04`. Seconds are cut off, not rounded.
    pub fn minute_shanghai(self) -> String {
        let [.., hour, minute, _] = self.shanghai();
        format!("{} {hour:02}:{minute:02}", self.date_shanghai())
    }

    /// The same as a `datetime-local` field takes it: `2026-11-23T15:04`.
    pub fn field_shanghai(self) -> String {
        self.minute_shanghai().replace(' ', "T")
    }

    /// Day and second in Shanghai: `2026-11-23 15:04:05`.
    pub fn second_shanghai(self) -> String {
        let [.., second] = self.shanghai();
        format!("{}:{second:02}", self.minute_shanghai())
    }

    /// Year, month, day, hour, minute and second in Shanghai.
    fn shanghai(self) -> [i64; 6] {
        let seconds = self.0.div_euclid(MICROS_OF_SECOND) + SHANGHAI_SECONDS;
        let seconds = seconds.clamp(FIRST_SECOND, LAST_SECOND);
        let julian_day = seconds.div_euclid(SECONDS_OF_DAY) + UNIX_EPOCH_JULIAN_DAY;
        let date = i32::try_from(julian_day)
            .ok()
            .and_then(|day| Date::from_julian_day(day).ok())
            .expect("clamped to the years 0–9999, which Date covers");
        let (year, month, day) = date.to_calendar_date();
        let second = seconds.rem_euclid(SECONDS_OF_DAY);
        [
            year.into(),
            u8::from(month).into(),
            day.into(),
            second / 3600,
            second / 60 % 60,
            second % 60,
        ]
    }
}

impl From<i64> for Instant {
    fn from(micros: i64) -> Self {
        Self(micros)
    }
}

impl From<Instant> for i64 {
    fn from(instant: Instant) -> Self {
        instant.0
    }
}

impl From<SystemTime> for Instant {
    fn from(time: SystemTime) -> Self {
        let micros = |duration: Duration| i64::try_from(duration.as_micros()).unwrap_or(i64::MAX);
        match time.duration_since(SystemTime::UNIX_EPOCH) {
            Ok(since) => Self(micros(since)),
            Err(before) => Self(-micros(before.duration())),
        }
    }
}

/// Reads `2026-11-23`: exactly four, two and two digits.
fn calendar_date(text: &str) -> Option<Date> {
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let lengths = [year.len(), month.len(), day.len()];
    if parts.next().is_some() || lengths != [4, 2, 2] || ![year, month, day].into_iter().all(digits)
    {
        return None;
    }
    let month = Month::try_from(month.parse::<u8>().ok()?).ok()?;
    Date::from_calendar_date(year.parse().ok()?, month, day.parse().ok()?).ok()
}

const MICROS_OF_SECOND: i64 = 1_000_000;
const SECONDS_OF_DAY: i64 = 86_400;
/// UTC+8.
const SHANGHAI_SECONDS: i64 = 8 * 3600;
/// 1970-01-01 as a Julian day number.
const UNIX_EPOCH_JULIAN_DAY: i64 = 2_440_588;
/// 0000-01-01 00:00:00, in seconds since 1970-01-01 00:00:00 of the same clock.
const FIRST_SECOND: i64 = -62_167_219_200;
/// 9999-12-31 23:59:59, likewise.
const LAST_SECOND: i64 = 253_402_300_799;

#[cfg(test)]
mod tests {
    use super::*;

    /// 2026-11-23 15:04:05.678901 in Shanghai.
    const INSTANT: Instant = Instant::from_micros(1_795_417_445_678_901);

    #[test]
    fn a_minute_reads_back_from_its_field() {
        for text in ["2026-11-23T15:04", "1970-01-01T00:00"] {
            let minute = Instant::from_minute_shanghai(text).expect("a minute");
            assert_eq!(minute.field_shanghai(), text);
        }
        for text in [
            "",
            "2026-11-23",
            "2026-11-23T24:00",
            "2026-11-23T1:04",
            "2026-11-23T+1:04",
        ] {
            assert_eq!(Instant::from_minute_shanghai(text), None, "{text}");
        }
    }

    #[test]
    fn shanghai_is_eight_hours_ahead_of_utc() {
        let epoch = Instant::from_micros(0);
        assert_eq!(epoch.second_shanghai(), "1970-01-01 08:00:00");
        let last_of_day = Instant::from_micros(16 * 3_600_000_000 - 1);
        assert_eq!(last_of_day.second_shanghai(), "1970-01-01 23:59:59");
        assert_eq!(last_of_day.plus_seconds(1).date_shanghai(), "1970-01-02");
    }

    #[test]
    fn it_reads_as_day_minute_and_second() {
        assert_eq!(INSTANT.date_shanghai(), "2026-11-23");
        assert_eq!(INSTANT.minute_shanghai(), "2026-11-23 15:04");
        assert_eq!(INSTANT.second_shanghai(), "2026-11-23 15:04:05");
    }

    #[test]
    fn before_1970_it_counts_down() {
        assert_eq!(
            Instant::from_micros(-1).second_shanghai(),
            "1970-01-01 07:59:59"
        );
        let day = Instant::from_date_shanghai("1949-10-01").unwrap();
        assert_eq!(day.second_shanghai(), "1949-10-01 00:00:00");
    }

    #[test]
    fn a_day_keeps_the_time_of_day() {
        assert_eq!(
            INSTANT.plus_days(8).second_shanghai(),
            "2026-12-01 15:04:05"
        );
        assert_eq!(
            INSTANT.plus_days(-23).second_shanghai(),
            "2026-10-31 15:04:05"
        );
    }

    #[test]
    fn the_ends_of_time_are_shown_and_not_left() {
        let (first, last) = (
            Instant::from_micros(i64::MIN),
            Instant::from_micros(i64::MAX),
        );
        assert_eq!(first.second_shanghai(), "0000-01-01 00:00:00");
        assert_eq!(last.second_shanghai(), "9999-12-31 23:59:59");
        assert_eq!(last.plus_days(1), last);
        assert_eq!(first.plus_days(i64::MIN), first);
    }

    #[test]
    fn a_date_is_the_beginning_of_its_day() {
        let day = Instant::from_date_shanghai("2024-02-29").unwrap();
        assert_eq!(day.second_shanghai(), "2024-02-29 00:00:00");
        for text in [
            "",
            "2023-02-29",
            "2024-2-29",
            "2024-13-01",
            "+024-02-29",
            "2024-02-29-",
            "二〇二四",
        ] {
            assert_eq!(Instant::from_date_shanghai(text), None, "{text}");
        }
    }

    #[test]
    fn the_systems_clock_converts_both_sides_of_the_epoch() {
        let second = Duration::from_secs(1);
        let after = Instant::from(SystemTime::UNIX_EPOCH + second);
        let before = Instant::from(SystemTime::UNIX_EPOCH - second);
        assert_eq!(
            (after.as_micros(), before.as_micros()),
            (1_000_000, -1_000_000)
        );
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod properties {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn no_instant_panics(micros in any::<i64>(), days in any::<i64>()) {
            let instant = Instant::from_micros(micros).plus_days(days);
            prop_assert_eq!(instant.second_shanghai().len(), 19);
        }

        #[test]
        fn a_date_reads_back(days in -719_528_i64..=2_932_896) {
            let date = Instant::from_micros(0).plus_days(days).date_shanghai();
            prop_assert_eq!(Instant::from_date_shanghai(&date).unwrap().date_shanghai(), date);
        }
    }
}
