//! A place in the list.

use super::word;
use serde::{Deserialize, Serialize};

/// What a row has in the order of the list.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Key {
    /// A time, or how long it took, in microseconds
    Micros(i64),
    /// The name as it is sorted
    Name(String),
}

/// A row's key in the order of the list, and its id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cursor {
    pub key: Key,
    pub id: i64,
}

impl Cursor {
    /// As an address carries it.
    pub fn to_word(&self) -> String {
        match &self.key {
            Key::Micros(micros) => format!("{micros}.{}", self.id),
            Key::Name(name) => format!("~{}.{}", word::encode(name.as_bytes()), self.id),
        }
    }

    pub fn from_word(text: &str) -> Option<Self> {
        let (key, id) = text.split_once('.')?;
        let key = match key.strip_prefix('~') {
            Some(name) => Key::Name(read_name(name)?),
            None => Key::Micros(key.parse().ok()?),
        };
        let id = id.parse().ok()?;
        Some(Self { key, id })
    }
}

/// A NUL is in no name, and no database takes one.
fn read_name(text: &str) -> Option<String> {
    let name = String::from_utf8(word::decode(text)?).ok()?;
    (!name.contains('\0')).then_some(name)
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod properties {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_cursor_reads_back(micros: i64, name in "[^\0]*", id: i64) {
            for key in [Key::Micros(micros), Key::Name(name)] {
                let cursor = Cursor { key, id };
                prop_assert_eq!(Cursor::from_word(&cursor.to_word()), Some(cursor));
            }
        }

        #[test]
        fn no_text_panics(text: String) {
            let _ = Cursor::from_word(&text);
        }
    }
}
