//! 居民身份证号 (公民身份号码, GB 11643-1999): a person's number.

use serde::{Deserialize, Serialize};
use time::{Date, Month};

use super::mask;
use super::normalise::compact;
use super::value::{debug_masked, text_value};

/// 居民身份证号: 17 digits and a check character, 0–9 or X (GB 11643-1999): six for the place,
/// eight for the birth date, three for the order, one check.
///
/// The place is not looked up: cards keep the codes of places long renamed. `Debug` shows the
/// masked form only.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct IdentityCard(String);

impl IdentityCard {
    /// How many characters a number has. The 15 digits of the first generation ended in 2013 and
    /// are refused.
    pub const LENGTH: usize = 18;

    /// Reads a number as people type it: full-width, white space and hyphens are put right, a final
    /// x becomes X.
    pub fn parse(text: &str) -> Result<Self, IdentityCardError> {
        let number = compact(text).to_ascii_uppercase();
        if number.is_empty() {
            return Err(IdentityCardError::Empty);
        }
        let found = number.chars().count();
        if found != Self::LENGTH {
            return Err(IdentityCardError::Length { found });
        }
        if let Some((position, found)) = (1..).zip(number.chars()).find(misplaced) {
            return Err(IdentityCardError::Character { position, found });
        }
        if birth_date(&number).is_none() {
            return Err(IdentityCardError::BirthDate);
        }
        if !number.ends_with(check_character(&number)) {
            return Err(IdentityCardError::Check);
        }
        Ok(Self(number))
    }

    /// The first three characters and the last four: `220***********1234`.
    pub fn masked(&self) -> String {
        mask::middle(&self.0, 3, 4)
    }
}

text_value!(IdentityCard, IdentityCardError);
debug_masked!(IdentityCard);

/// Why a text is no 居民身份证号.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum IdentityCardError {
    /// Nothing was given.
    #[error("empty")]
    Empty,
    /// Not 18 characters, once normalised.
    #[error("{found} characters, not 18")]
    Length { found: usize },
    /// Not a digit (or, at the end, an X). `position` counts from 1 in the normalised text.
    #[error("character {position} can't be {found:?}")]
    Character { position: usize, found: char },
    /// Characters 7–14 are no day from 1900 to 2099.
    #[error("no birth date")]
    BirthDate,
    /// The check character disagrees. The right one is not told: nobody is helped to make a number
    /// up.
    #[error("wrong check character")]
    Check,
}

/// A digit may stand anywhere but a zero first; an X only last.
fn misplaced(&(position, c): &(usize, char)) -> bool {
    match position {
        1 => !('1'..='9').contains(&c),
        IdentityCard::LENGTH => !(c.is_ascii_digit() || c == 'X'),
        _ => !c.is_ascii_digit(),
    }
}

/// The domain has no clock, so a day that is still to come passes.
fn birth_date(number: &str) -> Option<Date> {
    let year = number[6..10].parse().ok()?;
    let month = number[10..12].parse::<u8>().ok()?;
    let day = number[12..14].parse().ok()?;
    let date = Date::from_calendar_date(year, Month::try_from(month).ok()?, day).ok()?;
    (1900..=2099).contains(&year).then_some(date)
}

/// GB 11643-1999 (ISO 7064 MOD 11-2), over the first 17 digits.
fn check_character(number: &str) -> char {
    const WEIGHTS: [usize; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    const CHECKS: [char; 11] = ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'];
    let digits = number.bytes().map(|byte| usize::from(byte - b'0'));
    CHECKS[digits.zip(WEIGHTS).map(|(d, w)| d * w).sum::<usize>() % 11]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example that GB 11643-1999 gives in its annex A.
    const EXAMPLE: &str = "11010519491231002X";

    fn error(text: &str) -> IdentityCardError {
        IdentityCard::parse(text).unwrap_err()
    }

    #[test]
    fn the_standards_own_example_is_right() {
        assert_eq!(IdentityCard::parse(EXAMPLE).unwrap().as_str(), EXAMPLE);
        assert!(IdentityCard::parse("440524188001010014").is_err(), "1880");
    }

    #[test]
    fn typing_habits_are_put_right() {
        for text in [
            "11010519491231002x",
            " 110105 19491231 002X\u{3000}",
            "１１０１０５１９４９１２３１００２ｘ",
            "110105-19491231-002x",
        ] {
            assert_eq!(IdentityCard::parse(text).unwrap().as_str(), EXAMPLE);
        }
    }

    #[test]
    fn length_is_counted_in_characters() {
        assert_eq!(error(" \u{3000}"), IdentityCardError::Empty);
        assert_eq!(
            error("110105491231002"),
            IdentityCardError::Length { found: 15 }
        );
        assert_eq!(error("身份证号"), IdentityCardError::Length { found: 4 });
    }

    #[test]
    fn an_x_stands_only_at_the_end() {
        let expected = IdentityCardError::Character {
            position: 3,
            found: 'X',
        };
        assert_eq!(error("11X10519491231002X"), expected);
        let expected = IdentityCardError::Character {
            position: 18,
            found: 'Y',
        };
        assert_eq!(error("11010519491231002Y"), expected);
        let expected = IdentityCardError::Character {
            position: 1,
            found: '0',
        };
        assert_eq!(error("01010519491231002X"), expected);
    }

    #[test]
    fn the_birth_date_is_a_day_of_the_calendar() {
        for text in [
            "11010519490229002X",
            "11010519491331002X",
            "110105194912000020",
            "110105999912310020",
        ] {
            assert_eq!(error(text), IdentityCardError::BirthDate, "{text}");
        }
        assert_ne!(error("110105200002290020"), IdentityCardError::BirthDate);
    }

    #[test]
    fn a_wrong_check_character_is_refused() {
        assert_eq!(error("110105194912310021"), IdentityCardError::Check);
    }

    #[test]
    fn masked_and_debug_hide_the_birth_date() {
        let card = IdentityCard::parse(EXAMPLE).unwrap();
        assert_eq!(card.masked(), "110***********002X");
        assert_eq!(format!("{card:?}"), "IdentityCard(\"110***********002X\")");
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod properties {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn parse_never_panics(text in any::<String>(), near in r"[1-9０-９][0-9]{5}(19|20)[0-9０-９]{9}[0-9Xx长]") {
            for text in [text, near] {
                if let Ok(value) = IdentityCard::parse(&text) {
                    prop_assert_eq!(IdentityCard::parse(value.as_str()), Ok(value));
                }
            }
        }
    }
}
