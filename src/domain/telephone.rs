//! 联系电话: a mobile number, or a landline with its area code.

use super::mask::mask_phone;
use super::normalise::half_width;
use super::value::{debug_masked, text_value};
use super::{Mobile, MobileError, Problem};
use serde::{Deserialize, Serialize};

/// A telephone number: 手机号, or 座机 as `0431-12345678`, with an extension as `0431-12345678-801`.
///
/// `Debug` shows the masked form only.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Telephone(String);

/// Why a text is no telephone number.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TelephoneError {
    #[error("empty")]
    Empty,
    /// It begins as a mobile number does.
    #[error(transparent)]
    Mobile(MobileError),
    /// Neither a mobile number nor a landline with its area code.
    #[error("not a telephone number")]
    NotANumber,
}

impl Telephone {
    /// Reads a number as people type it: full-width, white space, brackets, hyphens of every kind, the country's 86, and
    /// 转 or 分机 before an extension are put right.
    pub fn parse(text: &str) -> Result<Self, TelephoneError> {
        let groups = groups(text)?;
        if groups.is_empty() {
            return Err(TelephoneError::Empty);
        }
        let whole = groups.concat();
        match Mobile::parse(&whole) {
            Ok(mobile) => return Ok(Self(mobile.as_str().to_owned())),
            Err(error) if matches!(whole.as_bytes(), [b'1', b'3'..=b'9', ..]) => {
                return Err(TelephoneError::Mobile(error));
            }
            Err(_) => {}
        }
        landline(&groups)
            .map(Self)
            .ok_or(TelephoneError::NotANumber)
    }

    /// As others see it.
    pub fn masked(&self) -> String {
        mask_phone(&self.0)
    }
}

text_value!(Telephone, TelephoneError);
debug_masked!(Telephone);

impl From<TelephoneError> for Problem {
    fn from(error: TelephoneError) -> Self {
        match error {
            TelephoneError::Empty => Self::Required,
            TelephoneError::Mobile(error) => error.into(),
            TelephoneError::NotANumber => Self::NotATelephone,
        }
    }
}

/// The digits, in the groups in which they were written; the country's number is left out.
fn groups(text: &str) -> Result<Vec<String>, TelephoneError> {
    let text: String = text.chars().map(half_width).collect();
    let text = text.replace("分机号", "-").replace("分机", "-");
    let text = text.trim().trim_start_matches("+86");
    let text = text.strip_prefix("0086").unwrap_or(text);
    let mut groups = vec![String::new()];
    for c in text.chars() {
        match c {
            '0'..='9' => groups
                .last_mut()
                .into_iter()
                .for_each(|group| group.push(c)),
            _ if separates(c) => groups.push(String::new()),
            _ => return Err(TelephoneError::NotANumber),
        }
    }
    groups.retain(|group| !group.is_empty());
    if groups.len() > 1 && groups.first().is_some_and(|first| first == "86") {
        groups.remove(0);
    }
    Ok(groups)
}

fn separates(c: char) -> bool {
    !c.is_alphanumeric() || matches!(c, '转' | 'x' | 'X')
}

/// The number ends with the group that completes it; what follows is an extension.
fn landline(groups: &[String]) -> Option<String> {
    let mut digits = String::new();
    for (at, group) in groups.iter().enumerate() {
        digits.push_str(group);
        let Some((area, number)) = of_an_area(&digits) else {
            continue;
        };
        let extension = groups[at + 1..].concat();
        return match extension.len() {
            0 => Some(format!("{area}-{number}")),
            1..=6 => Some(format!("{area}-{number}-{extension}")),
            _ => None,
        };
    }
    None
}

/// 010 and 02x have three digits, every other area has four; numbers have seven or eight, and do not begin with 0.
fn of_an_area(digits: &str) -> Option<(&str, &str)> {
    let length = match digits.as_bytes() {
        [b'0', b'1', b'0', ..] | [b'0', b'2', ..] => 3,
        [b'0', b'3'..=b'9', ..] => 4,
        _ => return None,
    };
    let (area, number) = digits.split_at_checked(length)?;
    let fits = matches!(number.len(), 7 | 8) && !number.starts_with('0');
    fits.then_some((area, number))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<String, TelephoneError> {
        Telephone::parse(text).map(|number| number.as_str().to_owned())
    }

    #[test]
    fn a_mobile_and_a_landline_are_read_as_people_type_them() {
        for (typed, kept) in [
            ("139 0000 0001", "13900000001"),
            ("＋８６　１３９０００００００１", "13900000001"),
            ("0431-2234567", "0431-2234567"),
            ("043122345678", "0431-22345678"),
            ("（０４３１）２２３４５６７８", "0431-22345678"),
            ("0431 2234 5678", "0431-22345678"),
            ("010—22345678", "010-22345678"),
            ("0431-22345678-801", "0431-22345678-801"),
            ("0431-22345678转801", "0431-22345678-801"),
            ("0431-2234567 分机 8", "0431-2234567-8"),
            ("+86 0431-22345678", "0431-22345678"),
        ] {
            assert_eq!(read(typed).as_deref(), Ok(kept), "{typed}");
            assert_eq!(read(kept).as_deref(), Ok(kept), "once more");
        }
    }

    #[test]
    fn nonsense_is_refused() {
        assert_eq!(read(" \u{3000}"), Err(TelephoneError::Empty));
        assert_eq!(
            read("139"),
            Err(TelephoneError::Mobile(MobileError::Length { found: 3 }))
        );
        for typed in [
            "123",
            "22345678",
            "0431-12345",
            "0431-02345678",
            "0431-22345678-1234567",
            "电话 0431-22345678",
            "00000000000",
        ] {
            assert_eq!(read(typed), Err(TelephoneError::NotANumber), "{typed}");
        }
    }

    #[test]
    fn a_landline_keeps_its_area_when_it_is_masked() {
        let masked = |text: &str| Telephone::parse(text).map(|number| number.masked());
        assert_eq!(masked("0431-22345678").as_deref(), Ok("0431-******78"));
        assert_eq!(
            masked("0431-22345678-801").as_deref(),
            Ok("0431-******78-***")
        );
        assert_eq!(masked("13900000001").as_deref(), Ok("139******01"));
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod properties {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn parse_never_panics_and_is_idempotent(text in any::<String>()) {
            if let Ok(number) = Telephone::parse(&text) {
                prop_assert_eq!(Telephone::parse(number.as_str()), Ok(number));
            }
        }

        #[test]
        fn what_looks_like_a_number_is_read_or_refused_once(text in r"[+（(]?(86)?[ -]?0[0-9 -]{2,16}(转[0-9]{1,4})?") {
            if let Ok(number) = Telephone::parse(&text) {
                prop_assert_eq!(Telephone::parse(number.as_str()), Ok(number));
            }
        }
    }
}
