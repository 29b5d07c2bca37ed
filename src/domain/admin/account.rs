//! The account that an administrator signs in with.

use super::super::Problem;
use super::super::normalise::compact;
use super::super::value::{shown_whole, text_value};

/// 3–32 of a–z, 0–9, `.`, `_`: capitals are none of their own. Codes and phone numbers, by which
/// units and operators sign in, begin with a digit; an account with a letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AdminAccount(String);

impl AdminAccount {
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let text = compact(text).to_ascii_lowercase();
        let letters = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "._".contains(c);
        let first = text.starts_with(|c: char| c.is_ascii_lowercase());
        match first && (3..=32).contains(&text.len()) && text.chars().all(letters) {
            true => Ok(Self(text)),
            false if text.is_empty() => Err(Problem::Required),
            false => Err(Problem::NotAnAccount),
        }
    }
}

text_value!(AdminAccount, Problem);
shown_whole!(AdminAccount);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals_and_full_width_are_no_difference() {
        assert_eq!(
            AdminAccount::parse(" Ｘitong ").expect("one").as_str(),
            "xitong"
        );
    }

    #[test]
    fn other_signs_and_lengths_are_refused() {
        for text in ["", "ab", "1abc", "系统", "a b c!", &"a".repeat(33)] {
            assert!(AdminAccount::parse(text).is_err(), "{text}");
        }
    }
}
