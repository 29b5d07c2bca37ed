//! Personal data at rest: sealed under a key that the database does not hold, and found by a keyed
//! digest.

mod key;
mod moving;
mod place;
mod rekey;
mod unlock;

pub use key::{Key, KeyError};
pub use moving::seal_what_is_plain;
pub use rekey::Rekeying;
pub use unlock::unlock;

use std::collections::HashSet;
use std::sync::Arc;

/// The deployment's keys. What is sealed is sealed under the first of them, the current one; what
/// any of them sealed opens. Cheap to clone.
#[derive(Clone)]
pub struct Vault(Arc<[Key]>);

/// What a text is sealed or digested for. Sealed for one purpose it opens for no other, so that
/// nobody can move it to another column; digested for two, one value gives two digests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// 手机号 of a person
    Mobile,
    /// 身份证号 of a person
    IdentityCard,
    /// 报送联系电话 of a unit
    ReportPhone,
    /// The phone of a unit's contact
    ContactPhone,
    /// The secret of a second factor
    Totp,
    /// Where a person wants letters about messages
    Mail,
    /// The secret that signs what goes to another system
    Webhook,
    /// What was typed as an account, to count attempts by
    Attempt,
}

/// A value as a row keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    pub sealed: String,
    /// By which the row is found.
    pub digest: String,
}

impl Vault {
    /// Reads keys as they stand in the key file, one a line, or in the environment, where `;` may
    /// part them. Blank lines and lines that begin with `#` say nothing.
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        let lines = text.lines().filter(|line| !line.starts_with('#'));
        let words = lines.flat_map(|line| line.split(';')).map(str::trim);
        let keys = words.filter(|word| !word.is_empty()).map(Key::parse);
        let keys = keys.collect::<Result<Vec<_>, _>>()?;
        let mut met = HashSet::new();
        match keys.iter().find(|key| !met.insert(key.id())) {
            Some(twice) => Err(KeyError::Twice(twice.id().to_owned())),
            None if keys.is_empty() => Err(KeyError::Missing),
            None => Ok(Self(keys.into())),
        }
    }

    /// The one of the unit tests.
    #[cfg(test)]
    pub fn of_tests() -> Self {
        Self::parse(&format!("test:{}", "07".repeat(32))).expect("a key")
    }

    /// Seals a text under the current key: `v1.<key>.<nonce and ciphertext in base64url>`.
    pub fn seal(&self, purpose: Purpose, text: &str) -> String {
        self.current().seal(purpose, text)
    }

    /// The text that was sealed for this purpose. None where its key is not there, or where it is
    /// not what was sealed: that is logged, as nothing else would tell.
    pub fn open(&self, purpose: Purpose, sealed: &str) -> Option<String> {
        let opened = self.0.iter().find_map(|key| key.open(purpose, sealed));
        if opened.is_none() {
            tracing::error!(?purpose, "a sealed text can't be opened");
        }
        opened
    }

    /// The digest under the current key, to be kept.
    pub fn digest(&self, purpose: Purpose, value: &str) -> String {
        self.current().digest(purpose, value)
    }

    /// The digests under every key: a row may have any of them. Whoever adds a value that must be
    /// nobody else's yet looks for all of them first.
    pub fn digests(&self, purpose: Purpose, value: &str) -> Vec<String> {
        let digest = |key: &Key| key.digest(purpose, value);
        self.0.iter().map(digest).collect()
    }

    /// The value sealed, and its digest.
    pub fn keep(&self, purpose: Purpose, value: &str) -> Kept {
        Kept {
            sealed: self.seal(purpose, value),
            digest: self.digest(purpose, value),
        }
    }

    /// The key that seals.
    pub fn current(&self) -> &Key {
        &self.0[0]
    }

    /// The key of this id, if it is there.
    pub fn key(&self, id: &str) -> Option<&Key> {
        self.0.iter().find(|key| key.id() == id)
    }
}

/// The keys' ids alone.
impl std::fmt::Debug for Vault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let ids = self.0.iter().map(Key::id);
        f.debug_list().entries(ids).finish()
    }
}

impl Purpose {
    /// The word that is bound into what is sealed: it never changes.
    fn word(self) -> &'static str {
        match self {
            Self::Mobile => "mobile",
            Self::IdentityCard => "identity_card",
            Self::ReportPhone => "report_phone",
            Self::ContactPhone => "contact_phone",
            Self::Totp => "totp",
            Self::Mail => "mail",
            Self::Webhook => "webhook",
            Self::Attempt => "attempt",
        }
    }
}

#[cfg(test)]
mod tests;
