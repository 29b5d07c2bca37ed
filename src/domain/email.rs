//! 电子邮箱: an e-mail address.

use super::normalise::half_width;
use super::text::{Lines, TextError, bounded};
use super::value::{shown_whole, text_value};

/// 电子邮箱: at most 254 characters (RFC 5321 §4.5.3.1.3 less the brackets).
///
/// The check is a pragmatic one: something, one `@`, a host with a dot, no white space. Only a
/// letter that arrives proves more. Full-width characters, `＠` above all, become half-width;
/// letters keep their case.
#[derive(
    Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(try_from = "String", into = "String")]
pub struct Email(String);

impl Email {
    /// The most characters an address has.
    pub const MAX: usize = 254;

    /// Reads an address as people type it.
    pub fn parse(text: &str) -> Result<Self, TextError> {
        let text: String = text.chars().map(half_width).collect();
        let address = bounded(&text, 1, Self::MAX, Lines::One)?;
        match address.split_once('@') {
            Some((local, host)) if is_local(local) && is_host(host) => Ok(Self(address)),
            _ => Err(TextError::Email),
        }
    }

    /// The same, for a field that may stay empty.
    pub fn optional(text: &str) -> Result<Option<Self>, TextError> {
        match Self::parse(text) {
            Err(TextError::Empty) => Ok(None),
            result => result.map(Some),
        }
    }
}

text_value!(Email, TextError);
shown_whole!(Email);

/// RFC 5321 allows 64 octets before the `@`. Brackets, quotes, commas and semicolons are what is
/// pasted from an address book.
fn is_local(local: &str) -> bool {
    (1..=64).contains(&local.len())
        && !local.contains(|c: char| c.is_whitespace() || r#"<>()[]",;:\"#.contains(c))
}

/// Labels of letters (of any script), digits and hyphens, at least two of them.
fn is_host(host: &str) -> bool {
    let is_label = |label: &str| {
        !label.is_empty()
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|c| c.is_alphanumeric() || c == '-')
    };
    host.contains('.') && host.split('.').all(is_label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everyday_addresses_are_taken() {
        for text in [
            "zhang.san@example.com",
            "a+b_c@mail.example.com.cn",
            "1@例子.公司",
            "o'neil@example.org",
        ] {
            assert_eq!(Email::parse(text).unwrap().as_str(), text);
        }
    }

    #[test]
    fn full_width_signs_are_put_right() {
        let email = Email::parse("　zhang＠example．com ").unwrap();
        assert_eq!(email.as_str(), "zhang@example.com");
    }

    #[test]
    fn what_no_letter_could_reach_is_refused() {
        for text in [
            "zhang",
            "@example.com",
            "zhang@",
            "zhang@example",
            "a@b@example.com",
            "a b@example.com",
            "a@exa mple.com",
            "a@.com",
            "a@example..com",
            "a@-x.com",
            "a@example.com.",
            "<a@example.com>",
            "a@x.com;b@x.com",
            "张三@example。com",
        ] {
            assert_eq!(Email::parse(text), Err(TextError::Email), "{text}");
        }
    }

    #[test]
    fn the_length_is_bounded() {
        let address = |n: usize| format!("a@{}.com", "x".repeat(n - 6));
        assert!(Email::parse(&address(254)).is_ok());
        assert_eq!(
            Email::parse(&address(255)),
            Err(TextError::TooLong {
                max: 254,
                found: 255
            })
        );
        assert_eq!(
            Email::parse(&format!("{}@example.com", "a".repeat(65))),
            Err(TextError::Email)
        );
    }

    #[test]
    fn an_empty_field_may_stay_empty() {
        assert_eq!(Email::optional("\u{3000}"), Ok(None));
        assert_eq!(Email::parse(""), Err(TextError::Empty));
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod properties {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn parse_never_panics(text in any::<String>(), near in r"[a-z@＠.．é长 ]{1,12}") {
            for text in [text, near] {
                if let Ok(value) = Email::parse(&text) {
                    prop_assert_eq!(Email::parse(value.as_str()), Ok(value));
                }
            }
        }
    }
}
