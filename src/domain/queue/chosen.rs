use serde::{Deserialize, Serialize};

/// A row chosen, at the version that was seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChosenRow {
    pub application: i64,
    pub version: i64,
}

impl ChosenRow {
    /// The value of a row's checkbox, `id.version`.
    pub fn to_word(self) -> String {
        format!("{}.{}", self.application, self.version)
    }

    pub fn from_word(word: &str) -> Option<Self> {
        let (application, version) = word.split_once('.')?;
        Some(Self {
            application: application.parse().ok()?,
            version: version.parse().ok()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::ChosenRow;

    #[test]
    fn a_forged_word_is_no_row() {
        assert!(ChosenRow::from_word("7.2").is_some_and(|row| row.to_word() == "7.2"));
        assert_eq!(ChosenRow::from_word("7"), None);
        assert_eq!(ChosenRow::from_word("7.x"), None);
    }
}
