//! Passwords: argon2id with 19 MiB, 2 passes, 1 lane (the OWASP minimum), on threads of their own.
//! They are half of the cores and give way to everything else, and who comes when too many wait
//! already is told so: a flood of sign-ins slows down the sign-ins.

use crate::domain::{Fault, NewPassword};
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};

/// Hashes and verifies; cheap to clone.
#[derive(Clone)]
pub struct Passwords {
    jobs: Sender<Job>,
    places: Arc<Semaphore>,
    /// Verified when nobody has the account, so that the answer takes as long.
    nobody: Arc<str>,
}

type Job = Box<dyn FnOnce() + Send>;

/// Those that wait for a thread or have one. At some 30 ms each, the last waits for seconds; one
/// that is turned away comes again at once, which costs a page each time.
const PLACES: usize = 256;

impl Passwords {
    pub fn new() -> Self {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Self::with(cores.div_ceil(2), PLACES)
    }

    fn with(threads: usize, places: usize) -> Self {
        let (jobs, waiting) = channel();
        let waiting = Arc::new(Mutex::new(waiting));
        for _ in 0..threads {
            let waiting = waiting.clone();
            std::thread::Builder::new()
                .name("passwords".to_owned())
                .spawn(move || work(&waiting))
                .expect("the system starts threads at the beginning");
        }
        Self {
            jobs,
            places: Arc::new(Semaphore::new(places)),
            nobody: hash("nobody has this password").into(),
        }
    }

    /// A place among those that wait; `Busy` when there is none.
    pub fn turn(&self) -> Result<Turn, Fault> {
        let place = self.places.clone().try_acquire_owned();
        let place = place.map_err(|_| {
            tracing::warn!("too many passwords wait to be checked");
            Fault::Busy
        })?;
        Ok(Turn {
            passwords: self.clone(),
            place: Arc::new(place),
        })
    }
}

impl Default for Passwords {
    fn default() -> Self {
        Self::new()
    }
}

/// A place among those that wait. What was begun keeps it, even if nobody waits for it any more.
pub struct Turn {
    passwords: Passwords,
    place: Arc<OwnedSemaphorePermit>,
}

impl Turn {
    /// Whether the password is the one behind `hash`; with no hash the answer is no, as late.
    pub async fn verify(&self, hash: Option<String>, password: String) -> bool {
        let known = hash.is_some();
        let hash = hash.unwrap_or_else(|| self.passwords.nobody.to_string());
        let verified = self.run(move || matches(&hash, &password)).await;
        known && verified.unwrap_or(false)
    }

    /// Whether it is the password behind any of the hashes.
    pub async fn is_one_of(&self, hashes: Vec<String>, password: &NewPassword) -> bool {
        let password = password.as_str().to_owned();
        let found = self.run(move || hashes.iter().any(|hash| matches(hash, &password)));
        found.await.unwrap_or(false)
    }

    /// What is kept of a new password.
    pub async fn hash(&self, password: &NewPassword) -> Result<String, Fault> {
        let password = password.as_str().to_owned();
        self.run(move || hash(&password))
            .await
            .ok_or(Fault::Internal)
    }

    async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Option<T> {
        let (reply, answer) = oneshot::channel();
        let place = self.place.clone();
        let job = move || {
            if !reply.is_closed() {
                drop(reply.send(work()));
            }
            drop(place);
        };
        self.passwords.jobs.send(Box::new(job)).ok()?;
        answer.await.ok()
    }
}

/// A thread's life: until the last that could send it something is gone.
fn work(waiting: &Mutex<Receiver<Job>>) {
    give_way();
    loop {
        let waiting = waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let Ok(job) = waiting.recv() else { return };
        drop(waiting);
        if catch_unwind(AssertUnwindSafe(job)).is_err() {
            tracing::error!("a password could not be hashed");
        }
    }
}

/// On Linux the niceness is a thread's own.
fn give_way() {
    #[cfg(target_os = "linux")]
    if let Err(error) = rustix::process::setpriority_process(None, 10) {
        tracing::debug!(%error, "passwords are hashed at the usual priority");
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
    use crate::domain::PasswordProfile;

    #[tokio::test]
    async fn only_the_right_password_of_a_known_account_passes() {
        let turn = Passwords::new().turn().expect("a place");
        let kept = hash("Lishu-2026!");
        assert!(
            kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
            "{kept}"
        );
        assert!(turn.verify(Some(kept.clone()), "Lishu-2026!".into()).await);
        assert!(!turn.verify(Some(kept), "lishu-2026!".into()).await);
        assert!(!turn.verify(None, "nobody has this password".into()).await);
    }

    #[tokio::test]
    async fn a_new_password_is_compared_with_those_before() {
        let turn = Passwords::new().turn().expect("a place");
        let new = |text| NewPassword::parse(text, PasswordProfile::Asvs, &[]).expect("long enough");
        let (first, second) = (
            new("the first of some words"),
            new("the second of some words"),
        );
        let hashes = vec![turn.hash(&first).await.expect("hashed")];
        assert!(turn.is_one_of(hashes.clone(), &first).await);
        assert!(!turn.is_one_of(hashes, &second).await);
    }

    #[tokio::test]
    async fn who_comes_when_all_places_are_taken_is_told_so() {
        let passwords = Passwords::with(1, 2);
        let turns = (
            passwords.turn().expect("one"),
            passwords.turn().expect("two"),
        );
        assert_eq!(passwords.turn().err(), Some(Fault::Busy));
        assert!(!turns.0.verify(None, "x".into()).await);
        drop(turns);
        // The thread gives a place back when it is done with it.
        while passwords.turn().is_err() {
            tokio::task::yield_now().await;
        }
    }
}
