//! 锁定: after some failures each further one makes the next try wait longer. It is forgotten after
//! a day, so nobody is locked out for good, and who guesses has a hundred tries a day.

/// So many failures make nobody wait.
const FREE: i64 = 4;
const FIRST_SECONDS: i64 = 60;
const LONGEST_SECONDS: i64 = 15 * 60;

/// Failures are forgotten when there was none for so long.
pub const FORGOTTEN_SECONDS: i64 = 24 * 3600;

/// How long the next try waits after so many failures.
pub fn delay_seconds(failures: i64) -> i64 {
    match failures - FREE {
        ..=0 => 0,
        n => (FIRST_SECONDS << (n - 1).min(8)).min(LONGEST_SECONDS),
    }
}

#[cfg(test)]
mod tests {
    use super::delay_seconds;

    #[test]
    fn the_delay_doubles_up_to_a_quarter_of_an_hour() {
        let minutes = |failures| delay_seconds(failures) / 60;
        assert_eq!((0..5).map(minutes).max(), Some(0));
        let grown: Vec<i64> = (5..11).map(minutes).collect();
        assert_eq!(grown, [1, 2, 4, 8, 15, 15]);
        assert_eq!(minutes(i64::MAX), 15);
    }
}
