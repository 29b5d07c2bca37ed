//! 姓名: a person's name.

use super::text::{Lines, TextError, bounded, bounded_text};
use super::value::{debug_masked, text_value};

bounded_text! {
    /// 姓名: 1–50 characters on one line, of any script (阿卜杜·热合曼, Anna Müller).
    ///
    /// `Debug` shows the masked form only.
    PersonName: 1..=50, One
}

impl PersonName {
    /// The first character, the surname's, then one `*` for every other: 张*, 张**. A name of one
    /// character is hidden whole.
    pub fn masked(&self) -> String {
        let hidden = self.0.chars().count().saturating_sub(1);
        match self.0.chars().next() {
            Some(surname) if hidden > 0 => format!("{surname}{}", "*".repeat(hidden)),
            _ => "*".to_owned(),
        }
    }
}

debug_masked!(PersonName);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_any_script_are_taken() {
        for name in ["张三", "阿卜杜·热合曼", "Anna Müller", "𠮷"] {
            assert_eq!(
                PersonName::parse(&format!("　{name} ")).unwrap().as_str(),
                name
            );
        }
    }

    #[test]
    fn one_to_fifty_characters_on_one_line() {
        assert_eq!(PersonName::parse(" "), Err(TextError::Empty));
        assert!(PersonName::parse(&"名".repeat(50)).is_ok());
        assert_eq!(
            PersonName::parse(&"名".repeat(51)),
            Err(TextError::TooLong { max: 50, found: 51 })
        );
        assert_eq!(
            PersonName::parse("张\n三"),
            Err(TextError::Forbidden { found: '\n' })
        );
        assert_eq!(
            PersonName::parse("张\0三"),
            Err(TextError::Forbidden { found: '\0' })
        );
    }

    #[test]
    fn masked_keeps_the_surname_and_counts_the_rest() {
        let masked = |name: &str| PersonName::parse(name).unwrap().masked();
        assert_eq!(masked("张三"), "张*");
        assert_eq!(masked("张三丰"), "张**");
        assert_eq!(masked("欧阳锋三"), "欧***");
        assert_eq!(masked("𠮷"), "*");
    }

    #[test]
    fn debug_shows_the_masked_form() {
        let name = PersonName::parse("张三").unwrap();
        assert_eq!(format!("{name:?}"), "PersonName(\"张*\")");
    }
}
