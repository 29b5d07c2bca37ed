//! 手机号: a mobile number of the Chinese mainland.

use serde::{Deserialize, Serialize};

use super::mask;
use super::normalise::compact;
use super::value::{debug_masked, text_value};

/// 手机号: eleven digits, `^1[3-9]\d{9}$`. No tighter: operators are given new ranges every few
/// years.
///
/// `Debug` shows the masked form only.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Mobile(String);

impl Mobile {
    /// How many digits a number has.
    pub const LENGTH: usize = 11;

    /// Reads a number as people type it: full-width, white space, hyphens and the country's 86
    /// (+86, 0086) are put right.
    pub fn parse(text: &str) -> Result<Self, MobileError> {
        let number = normalise(text);
        if number.is_empty() {
            return Err(MobileError::Empty);
        }
        if let Some((position, found)) =
            (1..).zip(number.chars()).find(|(_, c)| !c.is_ascii_digit())
        {
            return Err(MobileError::Character { position, found });
        }
        if number.len() != Self::LENGTH {
            let found = number.len();
            return Err(MobileError::Length { found });
        }
        if !is_mobile_range(&number) {
            return Err(MobileError::Range);
        }
        Ok(Self(number))
    }

    /// The first three digits and the last four: `139****0001`.
    pub fn masked(&self) -> String {
        mask::middle(&self.0, 3, 4)
    }
}

text_value!(Mobile, MobileError);
debug_masked!(Mobile);

/// Why a text is no 手机号.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum MobileError {
    /// Nothing was given.
    #[error("empty")]
    Empty,
    /// Not a digit. `position` counts from 1 in the normalised text.
    #[error("character {position} can't be {found:?}")]
    Character { position: usize, found: char },
    /// Not eleven digits.
    #[error("{found} digits, not 11")]
    Length { found: usize },
    /// Eleven digits that begin with none of 13–19, as a landline's do.
    #[error("not a mobile number's beginning")]
    Range,
}

/// The country's number goes only where what is left is a mobile number's length and beginning, so
/// that nothing is cut off a text that is wrong anyway, and normalising twice changes nothing more.
fn normalise(text: &str) -> String {
    let number = compact(text);
    let national = ["+86", "0086", "86"]
        .iter()
        .filter_map(|country| number.strip_prefix(country))
        .find(|rest| rest.len() == Mobile::LENGTH && is_mobile_range(rest));
    match national {
        Some(rest) => rest.to_owned(),
        None => number,
    }
}

fn is_mobile_range(number: &str) -> bool {
    matches!(number.as_bytes(), [b'1', b'3'..=b'9', ..])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(text: &str) -> MobileError {
        Mobile::parse(text).unwrap_err()
    }

    #[test]
    fn typing_habits_are_put_right() {
        for text in [
            "13900000001",
            "139 0000 0001",
            "139-0000-0001",
            "+86 139 0000 0001",
            "＋８６　１３９０００００００１",
            "0086-13900000001",
            "8613900000001",
            "\u{202D}13900000001\u{202C}",
        ] {
            assert_eq!(
                Mobile::parse(text).unwrap().as_str(),
                "13900000001",
                "{text}"
            );
        }
    }

    #[test]
    fn every_range_from_13_to_19_is_taken() {
        for second in 3..=9 {
            assert!(Mobile::parse(&format!("1{second}900000001")).is_ok());
        }
        for text in ["12900000001", "10900000001", "04318888888"] {
            assert_eq!(error(text), MobileError::Range, "{text}");
        }
    }

    #[test]
    fn the_error_says_what_is_wrong() {
        assert_eq!(error("\u{3000}"), MobileError::Empty);
        assert_eq!(error("1390000000"), MobileError::Length { found: 10 });
        assert_eq!(
            error("+8612900000001"),
            MobileError::Character {
                position: 1,
                found: '+'
            }
        );
        assert_eq!(
            error("1390000000a"),
            MobileError::Character {
                position: 11,
                found: 'a'
            }
        );
        assert_eq!(
            error("139000O0001"),
            MobileError::Character {
                position: 7,
                found: 'O'
            }
        );
    }

    #[test]
    fn masked_and_debug_hide_the_middle() {
        let mobile = Mobile::parse("13900000001").unwrap();
        assert_eq!(mobile.masked(), "139****0001");
        assert_eq!(format!("{mobile:?}"), "Mobile(\"139****0001\")");
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod properties {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn parse_never_panics(text in any::<String>()) {
            let _ = Mobile::parse(&text);
        }

        #[test]
        fn normalise_is_idempotent(text in r"[+＋]?(00)?(86)*[0-9０-９ \-a]{0,14}") {
            let once = normalise(&text);
            prop_assert_eq!(normalise(&once), once);
        }
    }
}
