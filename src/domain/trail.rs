//! 审计记录: events and acts in one chain of hashes.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Where a link's row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Source {
    /// What was done to accounts, policy and sessions
    Act,
    /// What happened to units and their applications
    Event,
}

impl Source {
    pub const ALL: [Self; 2] = [Self::Act, Self::Event];

    /// The word that the database keeps; also the table's name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Act => "act",
            Self::Event => "event",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|source| source.as_str() == word)
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A link that is kept elsewhere: whoever rewrites the trail can't rewrite that. Reads and writes as
/// `SEQ:HASH`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Anchor {
    seq: i64,
    hash: String,
}

/// Hexadecimal digits of a hash (SM3, 256 bits).
const DIGITS: usize = 64;

#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("an anchor is SEQ:HASH, as `lishu audit anchor` prints it")]
pub struct NotAnAnchor;

impl Anchor {
    /// `hash` is hexadecimal, as the trail holds it.
    pub fn new(seq: i64, hash: &str) -> Result<Self, NotAnAnchor> {
        let digits = hash.len() == DIGITS && hash.bytes().all(|b| b.is_ascii_hexdigit());
        match seq > 0 && digits {
            true => Ok(Self {
                seq,
                hash: hash.to_ascii_lowercase(),
            }),
            false => Err(NotAnAnchor),
        }
    }

    pub fn seq(&self) -> i64 {
        self.seq
    }

    pub fn hash(&self) -> &str {
        &self.hash
    }
}

impl std::str::FromStr for Anchor {
    type Err = NotAnAnchor;

    fn from_str(text: &str) -> Result<Self, NotAnAnchor> {
        let (seq, hash) = text.trim().split_once(':').ok_or(NotAnAnchor)?;
        Self::new(seq.parse().map_err(|_| NotAnAnchor)?, hash)
    }
}

impl fmt::Display for Anchor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.seq, self.hash)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_anchor_reads_back_and_nothing_else_is_one() {
        let text = format!("17:{}", "0f".repeat(32));
        let anchor: Anchor = text.parse().expect("an anchor");
        assert_eq!(anchor.to_string(), text);
        let hash = "0f".repeat(32);
        for wrong in [
            "",
            "17",
            ":",
            &hash,
            &format!("0:{hash}"),
            "17:0f",
            &format!("-1:{hash}"),
        ] {
            assert_eq!(wrong.parse::<Anchor>(), Err(NotAnAnchor), "{wrong}");
        }
    }
}
