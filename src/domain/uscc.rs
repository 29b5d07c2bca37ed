//! 统一社会信用代码 (GB 32100-2015): the code every organisation has, and the key a unit is found
//! by.

mod slip;

use serde::{Deserialize, Serialize};

use super::identity_card::IdentityCard;
use super::normalise::compact;
use super::organization_code;
use super::unit_type::UnitType;
use super::value::{shown_whole, text_value};

/// 统一社会信用代码: 18 characters of `0123456789ABCDEFGHJKLMNPQRTUWXY` (GB 32100-2015,
/// 统一代码的构成): one for the 登记管理部门, one for the 机构类别, six region digits, the nine of
/// the 组织机构代码, one check digit.
///
/// A value has the right shape: its category is one the standard names and its 组织机构代码 passes
/// GB 11714. The check digit may still be wrong, for some codes were issued so: ask
/// [`Uscc::verdict`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Uscc(String);

impl Uscc {
    /// How many characters a code has.
    pub const LENGTH: usize = 18;

    /// Reads a code as people type it, [normalised](normalise) first.
    pub fn parse(text: &str) -> Result<Self, UsccError> {
        let code = normalise(text);
        match shape(&code) {
            Ok(()) if has_right_check_digit(&code) => Ok(Self(code)),
            // Some provinces' numbers are categories too. Only a code that is wholly right is
            // believed to be one although it reads as a person's number.
            _ if IdentityCard::parse(&code).is_ok() => Err(UsccError::IdentityCard),
            Ok(()) => Ok(Self(code)),
            // A slip of the pen leaves 18 characters; looking for one in a longer text takes long.
            Err(error @ (UsccError::Empty | UsccError::Length { .. })) => Err(error),
            Err(error) => Err(error.suggesting(slip::repaired(&code))),
        }
    }

    /// Completes the first 17 characters with their check digit. [`UsccError::Length`] counts what
    /// was given.
    pub fn with_check_digit(first17: &str) -> Result<Self, UsccError> {
        let first = normalise(first17);
        if first.is_empty() {
            return Err(UsccError::Empty);
        }
        let found = first.chars().count();
        if found != Self::LENGTH - 1 {
            return Err(UsccError::Length { found });
        }
        // Without a check digit some character is not of the alphabet; `parse` says which, whatever
        // stands last.
        let check = check_digit(&first).unwrap_or('0');
        Self::parse(&format!("{first}{check}"))
    }

    /// Whether the check digit, the last character, agrees with the other 17 (GB 32100-2015,
    /// 校验码).
    pub fn verdict(&self) -> Verdict {
        if has_right_check_digit(&self.0) {
            return Verdict::Valid;
        }
        Verdict::WrongCheck {
            expected: check_digit(&self.0[..17])
                .expect("a Uscc has only characters of the alphabet"),
            likely: slip::unswapped(&self.0),
        }
    }

    /// 登记管理部门 and 机构类别, the first two characters, such as `12` (事业单位).
    /// [`UnitType::of`] names it.
    pub fn category(&self) -> &str {
        &self.0[..2]
    }

    /// The six digits of the region whose 登记管理机关 gave the code (GB/T 2260 at that time;
    /// `100000` for the state itself).
    pub fn region_digits(&self) -> &str {
        &self.0[2..8]
    }

    /// 组织机构代码 (主体标识码, GB 11714): characters 9–17.
    pub fn organization_code(&self) -> &str {
        &self.0[8..17]
    }

    /// 组织机构代码 as it is printed, `XXXXXXXX-X` (GB 11714-1997 §2.2).
    pub fn organization_code_hyphenated(&self) -> String {
        format!("{}-{}", &self.0[8..16], &self.0[16..17])
    }
}

text_value!(Uscc, UsccError);
shown_whole!(Uscc);

/// What the check digit of a well-shaped code says. A wrong one is a warning, which an
/// administrator can allow for that code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Verdict {
    /// The check digit is right.
    Valid,
    /// The check digit should be `expected`; or, when there is exactly one such code, two
    /// neighbours changed places in `likely`.
    WrongCheck {
        expected: char,
        likely: Option<Uscc>,
    },
}

/// Why a text is no 统一社会信用代码. Where one slip explains it, `likely` is the whole code that
/// was probably meant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum UsccError {
    /// Nothing was given.
    #[error("empty")]
    Empty,
    /// Not 18 characters, once normalised.
    #[error("{found} characters, not 18")]
    Length { found: usize },
    /// A character outside the alphabet (I, O, S, V and Z are). `position` counts from 1 in the
    /// normalised text.
    #[error("character {position} can't be {found:?}")]
    Character {
        position: usize,
        found: char,
        likely: Option<Uscc>,
    },
    /// The first two characters are no pair that the standard names.
    #[error("no category {found:?}")]
    Category { found: String, likely: Option<Uscc> },
    /// A letter among the region's digits, characters 3–8. `position` counts from 1 in the whole
    /// text.
    #[error("character {position} must be a digit, not {found:?}")]
    Region {
        position: usize,
        found: char,
        likely: Option<Uscc>,
    },
    /// Characters 9–17 fail GB 11714: the 17th should be `expected`, or one of the eight before it
    /// is wrong.
    #[error("the organization code should end in {expected}")]
    OrganizationCode {
        expected: char,
        likely: Option<Uscc>,
    },
    /// It is a person's 居民身份证号, which must not be kept or shown as a unit's code.
    #[error("a person's identity number")]
    IdentityCard,
}

impl UsccError {
    fn suggesting(mut self, repaired: Option<Uscc>) -> Self {
        if let Self::Character { likely, .. }
        | Self::Category { likely, .. }
        | Self::Region { likely, .. }
        | Self::OrganizationCode { likely, .. } = &mut self
        {
            *likely = repaired;
        }
        self
    }
}

/// A code as typed, made comparable: full-width becomes half-width; white space (U+3000 too),
/// hyphens and invisible marks go; letters become capitals. Normalising twice changes nothing more.
pub fn normalise(text: &str) -> String {
    compact(text).to_ascii_uppercase()
}

/// Everything GB 32100 asks of a code but the check digit.
fn shape(code: &str) -> Result<(), UsccError> {
    if code.is_empty() {
        return Err(UsccError::Empty);
    }
    let found = code.chars().count();
    if found != Uscc::LENGTH {
        return Err(UsccError::Length { found });
    }
    let likely = None;
    if let Some((position, found)) = first(code, |c| value(c).is_none()) {
        return Err(UsccError::Character {
            position,
            found,
            likely,
        });
    }
    // From here on one character is one byte.
    if UnitType::parse(&code[..2]).is_err() {
        let found = code[..2].to_owned();
        return Err(UsccError::Category { found, likely });
    }
    if let Some((position, found)) = first(&code[2..8], |c| !c.is_ascii_digit()) {
        let position = position + 2;
        return Err(UsccError::Region {
            position,
            found,
            likely,
        });
    }
    match organization_code::check_character(&code[8..16]) {
        Some(expected) if !code[16..].starts_with(expected) => {
            Err(UsccError::OrganizationCode { expected, likely })
        }
        _ => Ok(()),
    }
}

/// The first character that is `wrong`, and its position from 1.
fn first(text: &str, wrong: impl Fn(char) -> bool) -> Option<(usize, char)> {
    let mut positions = (1..).zip(text.chars());
    positions.find(|&(_, c)| wrong(c))
}

fn has_right_check_digit(code: &str) -> bool {
    check_digit(&code[..Uscc::LENGTH - 1]).is_some_and(|check| code.ends_with(check))
}

/// GB 32100-2015, 校验码 (after GB/T 17710): weights 3^(i−1) mod 31, check = (31 − Σ mod 31) mod
/// 31. `None` if a character is not of the alphabet.
fn check_digit(first17: &str) -> Option<char> {
    let mut sum = 0;
    let mut weight = 1;
    for c in first17.chars() {
        sum += value(c)? * weight;
        weight = weight * 3 % 31;
    }
    ALPHABET.chars().nth((31 - sum % 31) % 31)
}

fn value(c: char) -> Option<usize> {
    ALPHABET.find(c)
}

const ALPHABET: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";

#[cfg(test)]
mod tests {
    use serde::de::IntoDeserializer;
    use serde::de::value::Error as PlainError;

    use super::*;

    /// Published codes of real organisations, then the invented ones of the demo.
    pub(super) const VALID: [&str; 16] = [
        "12100000400000624D",
        "12100000470095016Q",
        "12310000425022547M",
        "11140800558745220K",
        "51100000500002862F",
        "914403001922038216",
        "52610500MJU60350X1",
        "9144030071526726XG",
        "11220000MB9000015Y",
        "12220000MB9000023N",
        "12220100MB9000031N",
        "91220100MA90000460",
        "52220100MJ9000057M",
        "11220100MB9000066C",
        "12220100MB90000744",
        "11220000MB9000082W",
    ];
    const ISSUED_WITH_A_WRONG_CHECK_DIGIT: &str = "91350203M0001QKT19";

    fn uscc(text: &str) -> Uscc {
        Uscc::parse(text).unwrap()
    }

    fn error(text: &str) -> UsccError {
        Uscc::parse(text).unwrap_err()
    }

    #[test]
    fn right_codes_are_valid() {
        for text in VALID {
            assert_eq!(uscc(text).verdict(), Verdict::Valid, "{text}");
            assert_eq!(Uscc::with_check_digit(&text[..17]), Ok(uscc(text)));
        }
    }

    #[test]
    fn a_remainder_of_0_gives_0() {
        assert!(uscc("91220100MA90000460").as_str().ends_with('0'));
    }

    #[test]
    fn a_first_letter_is_taken() {
        for first17 in [
            "A1100000400000624",
            "N2220100MB9000031",
            "Y1220100MB9000031",
        ] {
            assert_eq!(
                Uscc::with_check_digit(first17).unwrap().verdict(),
                Verdict::Valid
            );
        }
    }

    #[test]
    fn a_wrong_check_digit_is_a_warning() {
        let Verdict::WrongCheck { expected, .. } = uscc(ISSUED_WITH_A_WRONG_CHECK_DIGIT).verdict()
        else {
            panic!("its check digit is wrong");
        };
        assert_eq!(expected, 'F');
    }

    #[test]
    fn typing_habits_are_put_right() {
        for text in [
            "11220000mb9000015y",
            "　1122 0000-MB900001-5Y\r\n",
            "１１２２００００ＭＢ９０００01５ｙ",
            "\u{202D}11220000\u{200B}MB9000015Y\u{202C}",
        ] {
            assert_eq!(uscc(text).as_str(), "11220000MB9000015Y");
        }
    }

    #[test]
    fn nothing_is_empty() {
        for text in ["", "  ", "\u{3000}", "-"] {
            assert_eq!(error(text), UsccError::Empty);
        }
    }

    #[test]
    fn length_is_counted_in_characters() {
        assert_eq!(error("11220000MB9000015"), UsccError::Length { found: 17 });
        assert_eq!(
            error("11220000MB9000015YY"),
            UsccError::Length { found: 19 }
        );
        assert_eq!(error("长春市某局"), UsccError::Length { found: 5 });
    }

    #[test]
    fn a_character_outside_the_alphabet_is_named() {
        let (position, found, likely) = (9, '长', None);
        assert_eq!(
            error("11220000长B9000015Y"),
            UsccError::Character {
                position,
                found,
                likely
            }
        );
    }

    #[test]
    fn a_region_is_six_digits() {
        let (position, found, likely) = (3, 'A', None);
        assert_eq!(
            error("11A20000MB9000015Y"),
            UsccError::Region {
                position,
                found,
                likely
            }
        );
    }

    #[test]
    fn a_category_the_standard_does_not_name_is_refused() {
        for (text, pair) in [("36220000MB9000015Y", "36"), ("Y9220000MB9000015Y", "Y9")] {
            let found = pair.to_owned();
            assert_eq!(
                error(text),
                UsccError::Category {
                    found,
                    likely: None
                }
            );
        }
    }

    #[test]
    fn a_wrong_organization_code_is_refused() {
        let (expected, likely) = ('5', None);
        assert_eq!(
            error("11220000MB9000019Y"),
            UsccError::OrganizationCode { expected, likely }
        );
    }

    #[test]
    fn an_identity_number_is_refused_as_such() {
        // It passes mod 31, so the check digit alone would let it through.
        assert!(has_right_check_digit("362322198709086409"));
        assert_eq!(error("362322198709086409"), UsccError::IdentityCard);
        // Here the first two digits are a category as well.
        assert_eq!(error("11010519491231002x"), UsccError::IdentityCard);
    }

    #[test]
    fn the_parts_stand_where_the_standard_puts_them() {
        let uscc = uscc("52610500MJU60350X1");
        assert_eq!(uscc.category(), "52");
        assert_eq!(uscc.region_digits(), "610500");
        assert_eq!(uscc.organization_code(), "MJU60350X");
        assert_eq!(uscc.organization_code_hyphenated(), "MJU60350-X");
    }

    #[test]
    fn with_check_digit_wants_17_characters_of_the_right_shape() {
        assert_eq!(Uscc::with_check_digit(" "), Err(UsccError::Empty));
        assert_eq!(
            Uscc::with_check_digit("11220000MB9000015Y"),
            Err(UsccError::Length { found: 18 })
        );
        assert!(matches!(
            Uscc::with_check_digit("1122000OMB9000015"),
            Err(UsccError::Character { position: 8, .. })
        ));
    }

    #[test]
    fn reading_from_a_request_or_a_row_checks_too() {
        let read = |text: &str| {
            let text: serde::de::value::StrDeserializer<'_, PlainError> = text.into_deserializer();
            Uscc::deserialize(text)
        };
        assert_eq!(
            read("11220000mb9000015y").unwrap(),
            uscc("11220000MB9000015Y")
        );
        assert!(read("11220000").is_err());
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod properties {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn parse_never_panics(text in any::<String>(), near in r"[0-9A-Zａ-ｚ长\-　]{16,20}") {
            for text in [text, near] {
                if let Ok(uscc) = Uscc::parse(&text) {
                    uscc.verdict();
                }
            }
        }

        #[test]
        fn normalise_is_idempotent(text in any::<String>()) {
            let once = normalise(&text);
            prop_assert_eq!(normalise(&once), once);
        }
    }

    #[test]
    fn no_single_substitution_of_a_right_code_is_valid() {
        for code in tests::VALID {
            for (i, other) in (0..18).flat_map(|i| ALPHABET.chars().map(move |c| (i, c))) {
                let changed = format!("{}{other}{}", &code[..i], &code[i + 1..]);
                let valid =
                    Uscc::parse(&changed).is_ok_and(|uscc| uscc.verdict() == Verdict::Valid);
                assert_eq!(valid, changed == code, "{changed}");
            }
        }
    }
}
