//! Passwords: argon2id with 19 MiB, 2 passes, 1 lane (the OWASP minimum), hashed away from the
//! async threads, and not more at once than the machine can bear.

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use std::sync::Arc;
use tokio::sync::Semaphore;

/// Hashes and verifies; cheap to clone.
#[derive(Clone)]
pub struct Passwords {
    permits: Arc<Semaphore>,
    /// Verified when nobody has the account, so that the answer takes as long.
    nobody: Arc<str>,
}

impl Passwords {
    pub fn new() -> Self {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Self {
            permits: Arc::new(Semaphore::new(cores)),
            nobody: hash("nobody has this password").into(),
        }
    }

    /// Whether the password is the one behind `hash`; with no hash the answer is no, as late.
    pub async fn verify(&self, hash: Option<String>, password: String) -> bool {
        let known = hash.is_some();
        let hash = hash.unwrap_or_else(|| self.nobody.to_string());
        let Ok(_permit) = self.permits.acquire().await else {
            return false;
        };
        let checked = tokio::task::spawn_blocking(move || matches(&hash, &password)).await;
        known && checked.unwrap_or(false)
    }
}

impl Default for Passwords {
    fn default() -> Self {
        Self::new()
    }
}

/// The PHC string of a password, with a salt of its own.
pub fn hash(password: &str) -> String {
    argon2id()
        .hash_password(password.as_bytes())
        .expect("the parameters are constant and the system has randomness")
        .to_string()
}

fn matches(hash: &str, password: &str) -> bool {
    PasswordHash::new(hash).is_ok_and(|hash| {
        argon2id()
            .verify_password(password.as_bytes(), &hash)
            .is_ok()
    })
}

fn argon2id() -> Argon2<'static> {
    let params = Params::new(19 * 1024, 2, 1, None).expect("the parameters are constant");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_the_right_password_of_a_known_account_passes() {
        let passwords = Passwords::new();
        let kept = hash("Lishu-2026!");
        assert!(
            kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
            "{kept}"
        );
        assert!(
            passwords
                .verify(Some(kept.clone()), "Lishu-2026!".into())
                .await
        );
        assert!(!passwords.verify(Some(kept), "lishu-2026!".into()).await);
        assert!(
            !passwords
                .verify(None, "nobody has this password".into())
                .await
        );
    }
}
