//! Why something that was to leave the platform did not arrive.

use serde::{Deserialize, Serialize};

/// Why something did not arrive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Unsent {
    /// Nobody answers at that address.
    Unreachable,
    /// The certificate is not one that is trusted.
    Untrusted,
    TooLate,
    /// It broke off, or was no answer.
    Broken,
    /// It answered that it would rather be asked elsewhere.
    Redirected,
    /// It answered, and not that it has taken it.
    Refused(u16),
    /// The mail server did not take the letter.
    Mail,
    /// Its secret can't be opened.
    Sealed,
}

impl Unsent {
    /// The word that the database keeps.
    pub fn word(self) -> String {
        match self {
            Self::Unreachable => "unreachable".to_owned(),
            Self::Untrusted => "untrusted".to_owned(),
            Self::TooLate => "too_late".to_owned(),
            Self::Broken => "broken".to_owned(),
            Self::Redirected => "redirected".to_owned(),
            Self::Refused(status) => format!("refused {status}"),
            Self::Mail => "mail".to_owned(),
            Self::Sealed => "sealed".to_owned(),
        }
    }

    /// A word that nobody knows any more is as if it had broken off.
    pub fn read(word: &str) -> Self {
        match word {
            "unreachable" => Self::Unreachable,
            "untrusted" => Self::Untrusted,
            "too_late" => Self::TooLate,
            "redirected" => Self::Redirected,
            "mail" => Self::Mail,
            "sealed" => Self::Sealed,
            word => match word.strip_prefix("refused ").map(str::parse) {
                Some(Ok(status)) => Self::Refused(status),
                _ => Self::Broken,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn why_it_did_not_arrive_survives_the_database() {
        for why in [
            Unsent::Unreachable,
            Unsent::Untrusted,
            Unsent::TooLate,
            Unsent::Broken,
            Unsent::Redirected,
            Unsent::Refused(503),
            Unsent::Mail,
            Unsent::Sealed,
        ] {
            assert_eq!(Unsent::read(&why.word()), why);
        }
    }
}
