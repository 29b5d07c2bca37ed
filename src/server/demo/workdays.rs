//! When offices work: invented applications come in then.

use super::random::Random;
use crate::domain::Instant;

/// The working days of the last weeks, the oldest first, each as its beginning in Shanghai.
pub(super) struct Workdays(Vec<Instant>);

/// With the time of day, still less than 60 days ago.
const DAYS_BACK: i64 = 59;

impl Workdays {
    /// Those of the 59 days before today, Monday to Friday.
    pub(super) fn before(at: Instant) -> Self {
        let today = Instant::from_date_shanghai(&at.date_shanghai()).unwrap_or(at);
        let days = (1..=DAYS_BACK).rev().map(|back| today.plus_days(-back));
        Self(days.filter(|day| weekday(*day) < 5).collect())
    }

    pub(super) fn first(&self) -> Instant {
        self.0[0]
    }

    /// A time in office hours for the `index`th of `count`: earlier ones on earlier days, the same
    /// number every day, within a day in no order.
    pub(super) fn time(&self, index: u64, count: u64, random: &mut Random) -> Instant {
        let day = index * self.0.len() as u64 / count.max(1);
        // 08:30–11:30 and 13:30–17:00.
        let morning = 3 * 3600;
        let second = random.below(morning + 7 * 1800);
        let lunch = if second < morning { 0 } else { 2 * 3600 };
        self.0[day as usize].plus_seconds((17 * 1800 + second + lunch) as i64)
    }
}

/// 0 for Monday. The epoch was a Thursday.
fn weekday(day: Instant) -> i64 {
    let in_shanghai = day.plus_seconds(8 * 3600);
    (in_shanghai.as_micros().div_euclid(86_400_000_000) + 3).rem_euclid(7)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_in_office_hours_of_the_last_60_days() {
        let at = Instant::from_date_shanghai("2026-11-23").expect("a Monday");
        let days = Workdays::before(at);
        let mut random = Random::seeded(1);
        for index in 0..1000 {
            let time = days.time(index, 1000, &mut random);
            assert!(time < at && at.plus_days(-60) <= time);
            assert!(weekday(time) < 5);
            let minute = time.minute_shanghai();
            assert!(("08:30".."17:00").contains(&&minute[11..]), "{minute}");
        }
        assert_eq!(days.first().date_shanghai(), "2026-09-25");
    }
}
