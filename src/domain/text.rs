//! Texts people write, bounded: what a field may hold, counted in characters.

use serde::{Deserialize, Serialize};

use super::normalise::is_invisible;
use super::value::{shown_whole, text_value};

/// Why a text does not fit its field. Lengths are in characters (Unicode scalar values) of the
/// trimmed text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum TextError {
    /// Nothing but white space was given.
    #[error("empty")]
    Empty,
    /// Fewer than `min` characters.
    #[error("{found} characters, at least {min} wanted")]
    TooShort { min: usize, found: usize },
    /// More than `max` characters.
    #[error("{found} characters, at most {max} allowed")]
    TooLong { max: usize, found: usize },
    /// A control character; where the field has several lines, line feed and tab are allowed.
    #[error("{found:?} is not allowed")]
    Forbidden { found: char },
    /// Not shaped like an e-mail address.
    #[error("not an e-mail address")]
    Email,
}

/// Whether a field has one line or many.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Lines {
    One,
    Many,
}

/// Trims white space (U+3000 too) and checks what is left. Line ends become line feeds, as a form
/// sends CRLF for what the browser counted as one character; marks that show nothing are left out,
/// so that no text looks empty or reads other than it is written. Everything else stays as it was
/// written: full-width forms and emoji too.
pub(super) fn bounded(
    text: &str,
    min: usize,
    max: usize,
    lines: Lines,
) -> Result<String, TextError> {
    let text = text.replace("\r\n", "\n").replace(is_invisible, "");
    let text = text.trim();
    if text.is_empty() {
        return Err(TextError::Empty);
    }
    let allowed = |c: char| !c.is_control() || (lines == Lines::Many && matches!(c, '\n' | '\t'));
    if let Some(found) = text.chars().find(|&c| !allowed(c)) {
        return Err(TextError::Forbidden { found });
    }
    match text.chars().count() {
        found if found < min => Err(TextError::TooShort { min, found }),
        found if found > max => Err(TextError::TooLong { max, found }),
        _ => Ok(text.to_owned()),
    }
}

/// A text type of so many characters, on one line or many, with `MIN` and `MAX` for the field that
/// asks for it.
macro_rules! bounded_text {
    ($(#[$attribute:meta])* $name:ident: $min:literal..=$max:literal, $lines:ident) => {
        $(#[$attribute])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// The fewest characters a value has.
            pub const MIN: usize = $min;
            /// The most characters a value has.
            pub const MAX: usize = $max;

            /// Reads a text as people write it; see [`TextError`] for what is refused.
            pub fn parse(text: &str) -> Result<Self, TextError> {
                bounded(text, $min, $max, Lines::$lines).map(Self)
            }

            /// The same, for a field that may stay empty.
            pub fn optional(text: &str) -> Result<Option<Self>, TextError> {
                match Self::parse(text) {
                    Err(TextError::Empty) => Ok(None),
                    result => result.map(Some),
                }
            }
        }

        text_value!($name, TextError);
    };
}

pub(super) use bounded_text;

bounded_text! {
    /// 审核意见: what a reviewer says of an application, 1–500 characters on any number of lines.
    #[derive(Debug)]
    Opinion: 1..=500, Many
}
shown_whole!(Opinion);

bounded_text! {
    /// What is wrong with one field, 1–200 characters on any number of lines.
    #[derive(Debug)]
    Remark: 1..=200, Many
}
shown_whole!(Remark);

bounded_text! {
    /// The name that an operator gives a filter, 1–20 characters.
    #[derive(Debug)]
    ViewName: 1..=20, One
}
shown_whole!(ViewName);

bounded_text! {
    /// 特殊情况说明: why a unit applies although it normally would not, 1–500 characters on any number of lines.
    #[derive(Debug)]
    Reason: 1..=500, Many
}
shown_whole!(Reason);

bounded_text! {
    /// 单位名称: 2–100 characters.
    #[derive(Debug)]
    UnitName: 2..=100, One
}
shown_whole!(UnitName);

bounded_text! {
    /// 地址: 1–200 characters; where it may be left out, [`Address::optional`].
    #[derive(Debug)]
    Address: 1..=200, One
}
shown_whole!(Address);

bounded_text! {
    /// 联系方式: how a unit is reached, 1–100 characters: a landline with its extension, an office, whom to ask for.
    #[derive(Debug)]
    Contact: 1..=100, One
}
shown_whole!(Contact);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blank_is_empty() {
        for text in ["", " \t\r\n", "\u{3000}", "\u{200B}\u{FEFF}"] {
            assert_eq!(Opinion::parse(text), Err(TextError::Empty), "{text:?}");
            assert_eq!(Address::optional(text), Ok(None), "{text:?}");
        }
    }

    #[test]
    fn both_ends_are_trimmed_and_full_width_stays() {
        let opinion = Opinion::parse("\u{3000}同意。ＡＢＣ　１２\n").unwrap();
        assert_eq!(opinion.as_str(), "同意。ＡＢＣ　１２");
    }

    #[test]
    fn length_is_counted_in_characters_not_bytes() {
        assert!(Opinion::parse(&"意".repeat(500)).is_ok());
        assert_eq!(
            Opinion::parse(&"意".repeat(501)),
            Err(TextError::TooLong {
                max: 500,
                found: 501
            })
        );
        assert_eq!(
            UnitName::parse("局"),
            Err(TextError::TooShort { min: 2, found: 1 })
        );
        assert!(UnitName::parse("某局").is_ok());
        assert!(Reason::parse(&"🙂".repeat(500)).is_ok());
    }

    #[test]
    fn a_line_end_counts_as_one_character() {
        let text = format!("{}\r\n{}", "意".repeat(249), "见".repeat(250));
        assert_eq!(Opinion::parse(&text).unwrap().as_str().chars().count(), 500);
    }

    #[test]
    fn control_characters_are_refused() {
        for found in ['\0', '\u{1B}', '\u{7F}', '\u{85}', '\r'] {
            let text = format!("同{found}意");
            assert_eq!(Opinion::parse(&text), Err(TextError::Forbidden { found }));
        }
    }

    #[test]
    fn line_feed_and_tab_only_where_there_are_many_lines() {
        assert!(Reason::parse("一\n\t二").is_ok());
        assert_eq!(
            UnitName::parse("一\n二"),
            Err(TextError::Forbidden { found: '\n' })
        );
        assert_eq!(
            Address::parse("一\t二"),
            Err(TextError::Forbidden { found: '\t' })
        );
    }

    #[test]
    fn emoji_are_allowed_joined_ones_too() {
        assert_eq!(Opinion::parse("好👨‍👩‍👧").unwrap().as_str(), "好👨‍👩‍👧");
    }

    #[test]
    fn marks_that_reverse_the_reading_go() {
        assert_eq!(
            UnitName::parse("某\u{202E}局\u{200B}").unwrap().as_str(),
            "某局"
        );
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod properties {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_parse_gives_parses_to_itself(text in any::<String>()) {
            if let Ok(opinion) = Opinion::parse(&text) {
                prop_assert_eq!(Opinion::parse(opinion.as_str()), Ok(opinion));
            }
        }
    }
}
