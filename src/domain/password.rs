//! A password that somebody chooses. One that is in use already is only compared.

use super::PasswordProfile;
use serde::{Deserialize, Serialize};

/// A password that the deployment's profile takes.
#[derive(Clone, PartialEq, Eq)]
pub struct NewPassword(String);

/// What is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PasswordError {
    TooShort {
        min: u32,
        found: u32,
    },
    TooLong {
        max: u32,
        found: u32,
    },
    /// Fewer than three of capitals, small letters, digits and others.
    TooFewClasses,
    /// One that is tried first.
    Common,
    /// It contains what anybody knows of its owner.
    Contains {
        word: String,
    },
    /// One of the last so many.
    UsedBefore {
        last: u32,
    },
    /// The two fields differ.
    NotRepeated,
    /// 原密码 is another one.
    NotTheCurrent,
}

/// Debug keeps the password out of any log.
impl std::fmt::Debug for NewPassword {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("NewPassword(…)")
    }
}

impl NewPassword {
    /// The most characters of a password.
    pub const MAX: u32 = 128;

    /// The fewest characters that the profile takes.
    pub fn min(profile: PasswordProfile) -> u32 {
        match profile {
            PasswordProfile::Asvs => 12,
            PasswordProfile::Dengbao3 => 8,
        }
    }

    /// `context`: the unit's name, the account, the mobile: what a password of theirs does not
    /// contain. Words of fewer than four characters are passed over. The text is taken as it is:
    /// spaces and any script are part of it.
    pub fn parse(
        text: &str,
        profile: PasswordProfile,
        context: &[&str],
    ) -> Result<Self, PasswordError> {
        let found = u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
        let min = Self::min(profile);
        if found < min {
            return Err(PasswordError::TooShort { min, found });
        }
        if found > Self::MAX {
            let max = Self::MAX;
            return Err(PasswordError::TooLong { max, found });
        }
        if profile == PasswordProfile::Dengbao3 && classes(text) < 3 {
            return Err(PasswordError::TooFewClasses);
        }
        let folded = text.to_lowercase();
        let mut words = context.iter().filter(|word| word.chars().count() >= 4);
        if let Some(word) = words.find(|word| folded.contains(&word.to_lowercase())) {
            let word = (*word).to_owned();
            return Err(PasswordError::Contains { word });
        }
        if is_common(&folded) || repeats(&folded) {
            return Err(PasswordError::Common);
        }
        Ok(Self(text.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// How many of the four classes of characters it has: capitals, small letters, digits, others.
fn classes(text: &str) -> usize {
    let of: [fn(char) -> bool; 4] = [
        |c| c.is_ascii_uppercase(),
        |c| c.is_ascii_lowercase(),
        |c| c.is_ascii_digit(),
        |c| !c.is_ascii_alphanumeric(),
    ];
    of.into_iter()
        .filter(|class| text.chars().any(class))
        .count()
}

/// Whether it is on the list of common passwords: twelve thousand, half of them of twelve
/// characters and more. Only the server asks, so the list never reaches the browser.
fn is_common(folded: &str) -> bool {
    COMMON.lines().any(|line| line == folded)
}

/// In small letters; see NOTICE.
const COMMON: &str = include_str!("common_passwords.txt");

/// Whether it is a short piece again and again.
fn repeats(folded: &str) -> bool {
    let characters: Vec<char> = folded.chars().collect();
    (1..=4).any(|n| (n..characters.len()).all(|i| characters[i] == characters[i - n]))
}

#[cfg(test)]
mod tests {
    use super::PasswordProfile::{Asvs, Dengbao3};
    use super::*;

    fn told(text: &str, profile: PasswordProfile) -> Option<PasswordError> {
        let context = ["长春大学示例", "ccdxsl", "13900000002", "王"];
        NewPassword::parse(text, profile, &context).err()
    }

    #[test]
    fn asvs_wants_length_and_nothing_of_composition() {
        let (min, found) = (12, 11);
        let short = PasswordError::TooShort { min, found };
        assert_eq!(told("Lishu-2026!", Asvs), Some(short));
        for taken in [
            "纸船 绕过 三座旧石桥吧",
            "plain words in a row",
            "!!??##,,;;::",
        ] {
            assert_eq!(told(taken, Asvs), None, "{taken}");
        }
        let (max, found) = (128, 129);
        let long = "ab c".repeat(32) + "d";
        assert_eq!(
            told(&long, Asvs),
            Some(PasswordError::TooLong { max, found })
        );
    }

    #[test]
    fn common_ones_are_refused_in_any_case_and_repeated_pieces_too() {
        for common in [
            "1qaz2wsx3edc",
            "Qwerty123456",
            "aaaaaaaaaaaa",
            "王王王王王王王王王王王王",
            "ab1!ab1!ab1!",
        ] {
            assert_eq!(told(common, Asvs), Some(PasswordError::Common), "{common}");
        }
    }

    #[test]
    fn the_list_is_long_enough() {
        let long = COMMON.lines().filter(|line| line.chars().count() >= 12);
        assert!(long.count() >= 3_000, "ASVS 6.2.4");
    }

    #[test]
    fn what_anybody_knows_is_not_in_it() {
        for known in [
            "my CCDXSL account",
            "我在长春大学示例上班很久",
            "call 13900000002 now",
        ] {
            let error = told(known, Asvs);
            assert!(
                matches!(error, Some(PasswordError::Contains { .. })),
                "{known}"
            );
        }
        assert_eq!(
            told("王是一个很短很短的词语", Dengbao3),
            Some(PasswordError::TooFewClasses)
        );
    }

    #[test]
    fn dengbao3_wants_three_of_four_classes() {
        assert_eq!(
            told("lishu20x", Dengbao3),
            Some(PasswordError::TooFewClasses)
        );
        assert_eq!(told("Lishu20x", Dengbao3), None);
        assert_eq!(told("lishu-26", Dengbao3), None);
        let (min, found) = (8, 7);
        let short = PasswordError::TooShort { min, found };
        assert_eq!(told("Lishu-2", Dengbao3), Some(short));
    }

    #[test]
    fn it_never_shows() {
        let password = NewPassword::parse("plain words in a row", Asvs, &[]);
        assert_eq!(format!("{password:?}"), "Ok(NewPassword(…))");
    }
}
