//! Tries to prove who one is, counted before they are judged. Failures are counted by what was
//! typed; a browser that has signed in before is counted by itself (server/device.rs), so that a
//! stranger's failures don't lock out its owner.

use super::device::Device;
use super::now;
use super::state::AppState;
use super::store::{self, Act, By, Counted, Tx};
use super::vault::{Purpose, Vault};
use crate::domain::{
    ActKind, AdministratorSignIn, Fault, IdentityCard, Instant, Mobile, Principal, SignIn,
};
use serde_json::json;

/// A try that was counted and may be judged.
pub struct Attempt {
    digest: String,
    /// If it fails, the next waits until then.
    next: Option<Instant>,
}

/// Counts a try by `key`; refuses it where the ones before make it wait.
pub async fn attempt(state: &AppState, key: &str) -> Result<Attempt, Fault> {
    let digest = state.vault.digest(Purpose::Attempt, key);
    let at = now();
    // Now and then, and apart: who clears away waits for nobody's try, nor the other way round.
    if at.as_micros() % 64 == 0 {
        clear(state, at).await;
    }
    let mut tx = state.db.begin().await?;
    let counted = store::count_attempt(&mut tx, &digest, at).await?;
    tx.commit().await?;
    match counted {
        Counted::Judged { next } => Ok(Attempt { digest, next }),
        Counted::Refused { until } => Err(locked(until)),
    }
}

async fn clear(state: &AppState, at: Instant) {
    let cleared = async {
        let mut tx = state.db.begin().await?;
        store::clear_attempts(&mut tx, at).await?;
        tx.commit().await
    };
    if let Err(error) = cleared.await {
        tracing::warn!(%error, "old tries could not be cleared away");
    }
}

impl Attempt {
    /// It failed: goes on record by its digest only. Returns `fault`, or how long the next waits.
    pub async fn fail(self, state: &AppState, fault: Fault) -> Fault {
        match self.record(state).await {
            Ok(()) => self.next.map_or(fault, locked),
            Err(error) => error.into(),
        }
    }

    async fn record(&self, state: &AppState) -> sqlx::Result<()> {
        let at = now();
        let mut tx = state.db.begin().await?;
        let kinds = [ActKind::SignInFailed, ActKind::Locked];
        let kinds = kinds.into_iter().take(1 + usize::from(self.next.is_some()));
        for kind in kinds {
            let detail = json!({ "digest": self.digest });
            let act = Act::new(kind, By::Nobody, at);
            store::note(&mut tx, Act { detail, ..act }).await?;
        }
        tx.commit().await
    }

    /// It succeeded: the failures before it are forgotten.
    pub async fn succeed(self, tx: &mut Tx) -> sqlx::Result<()> {
        store::forget_attempts(tx, &[self.digest]).await?;
        Ok(())
    }
}

/// What the tries of a browser are counted by: by itself where it knows the person.
pub fn counted_by(
    device: Option<&Device>,
    vault: &Vault,
    person: Option<i64>,
    key: &str,
) -> String {
    // Nobody has the person 0: who is not known takes as long.
    let known = device.filter(|device| device.knows(vault, person.unwrap_or(0)));
    known.map_or_else(|| key.to_owned(), |device| device.key(key))
}

/// What the codes of a person's second factor are counted by.
pub fn code_key(person: i64) -> String {
    format!("code|{person}")
}

/// What wrong passwords of a person who is signed in are counted by.
pub fn password_key(person: i64) -> String {
    format!("password|{person}")
}

/// What is counted by who registers or asks with numbers that are known: by the mobile that was typed, whoever has it.
pub fn newcomer_key(mobile: &str) -> String {
    format!("newcomer|{mobile}")
}

/// Lets somebody try again at once, in whatever form they say who they are.
pub async fn forget_failures(tx: &mut Tx, vault: &Vault, person: i64) -> sqlx::Result<u64> {
    let typed = store::typed_as(tx, person).await?;
    let mobile = typed
        .mobile_sealed
        .and_then(|text| vault.open(Purpose::Mobile, &text));
    let newcomer = mobile.as_deref().map(newcomer_key);
    let card = typed
        .identity_sealed
        .and_then(|text| vault.open(Purpose::IdentityCard, &text));
    let principals = [
        Some(Principal::Legal),
        mobile
            .and_then(|text| Mobile::parse(&text).ok())
            .map(Principal::Mobile),
        card.and_then(|text| IdentityCard::parse(&text).ok())
            .map(Principal::IdentityCard),
    ];
    let mut keys = vec![code_key(person), password_key(person)];
    keys.extend(newcomer);
    keys.extend(
        typed
            .administrator
            .map(|account| AdministratorSignIn::key_of(&account)),
    );
    for (unit, legal) in &typed.units {
        let own = principals.iter().flatten();
        let own = own.filter(|principal| matches!(principal, Principal::Legal) == *legal);
        keys.extend(own.map(|principal| SignIn::key_of(unit, principal)));
    }
    let digests: Vec<String> = keys
        .iter()
        .flat_map(|key| vault.digests(Purpose::Attempt, key))
        .collect();
    store::forget_attempts(tx, &digests).await
}

/// The same for what was typed, where nobody has that account.
pub async fn forget_typed(tx: &mut Tx, vault: &Vault, key: &str) -> sqlx::Result<u64> {
    store::forget_attempts(tx, &vault.digests(Purpose::Attempt, key)).await
}

fn locked(until: Instant) -> Fault {
    let micros = until.as_micros().saturating_sub(now().as_micros());
    // The last second is told as one.
    Fault::LockedFor {
        seconds: micros.max(0) / 1_000_000 + 1,
    }
}
