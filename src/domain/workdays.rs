//! Working days: from Monday to Friday, in Shanghai.

use super::Instant;

const DAY: i64 = 86_400_000_000;
const SHANGHAI: i64 = 8 * 3_600_000_000;
/// 1970-01-01 was a Thursday; Monday is 0.
const EPOCH_WEEKDAY: i64 = 3;

/// The working days after the day of `from`, up to and with the day of `until`: 1 on the first working
/// day after it.
pub fn workdays_since(from: Instant, until: Instant) -> i64 {
    up_to(day(until)).saturating_sub(up_to(day(from))).max(0)
}

fn day(instant: Instant) -> i64 {
    instant.as_micros().saturating_add(SHANGHAI).div_euclid(DAY)
}

/// The working days up to and with this one, from a Monday before the epoch.
fn up_to(day: i64) -> i64 {
    let since_monday = day.saturating_add(EPOCH_WEEKDAY);
    let (weeks, weekday) = (since_monday.div_euclid(7), since_monday.rem_euclid(7));
    weeks.saturating_mul(5) + (weekday + 1).min(5)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minute: &str) -> Instant {
        Instant::from_minute_shanghai(minute).expect("a minute")
    }

    #[test]
    fn a_weekend_is_no_working_time() {
        // 2026-11-20 is a Friday.
        let friday = at("2026-11-20T16:00");
        for (until, expected) in [
            ("2026-11-20T23:59", 0),
            ("2026-11-21T00:00", 0),
            ("2026-11-22T12:00", 0),
            ("2026-11-23T00:00", 1),
            ("2026-11-27T09:00", 5),
            ("2026-11-29T09:00", 5),
            ("2026-11-30T09:00", 6),
        ] {
            assert_eq!(workdays_since(friday, at(until)), expected, "{until}");
        }
        assert_eq!(workdays_since(friday, at("2026-11-01T00:00")), 0);
    }
}
