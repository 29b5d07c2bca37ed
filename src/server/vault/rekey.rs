//! Changing the key: everything is sealed and digested anew under the current one, while servers
//! run. They look for the digests of every key that they have, so nobody is lost meanwhile.

use super::Vault;
use crate::domain::ActKind;
use crate::server::now;
use crate::server::store::{self, Act, By, Db, SEALED};
use anyhow::bail;

/// Rows of one transaction: what is written meanwhile waits some milliseconds.
const CHUNK: i64 = 500;
/// So many rows that can't be opened are named.
const NAMED: usize = 10;

/// How far it is. Broken off, another one goes on where this one was.
pub struct Rekeying {
    db: Db,
    vault: Vault,
    /// The column that is being done, and the last row of it.
    column: usize,
    after: i64,
    done: u64,
    total: u64,
    /// What can't be opened, by table and row.
    shut: Vec<String>,
}

impl Rekeying {
    pub async fn begin(db: &Db, vault: &Vault) -> sqlx::Result<Self> {
        Ok(Self {
            total: count(db, vault).await?,
            db: db.clone(),
            vault: vault.clone(),
            column: 0,
            after: 0,
            done: 0,
            shut: Vec::new(),
        })
    }

    /// How many values are done, of how many.
    pub fn progress(&self) -> (u64, u64) {
        (self.done, self.total.max(self.done))
    }

    /// Does some rows. Returns whether there may be more.
    pub async fn step(&mut self) -> sqlx::Result<bool> {
        let Some(column) = SEALED.get(self.column) else {
            return Ok(false);
        };
        let mut tx = self.db.begin().await?;
        let part = store::reseal(&mut tx, &self.vault, column, self.after, CHUNK).await?;
        tx.commit().await?;
        self.done += part.resealed;
        let named = part
            .shut
            .iter()
            .map(|id| format!("{} {id}", column.describe()));
        self.shut.extend(named);
        match part.last {
            Some(last) => self.after = last,
            None => (self.column, self.after) = (self.column + 1, 0),
        }
        Ok(self.column < SEALED.len())
    }

    /// Forgets the former keys, whose ids it returns, and puts the change on record; not as long as anything is sealed with one.
    pub async fn finish(self) -> anyhow::Result<Vec<String>> {
        if !self.shut.is_empty() {
            let named = self.shut[..self.shut.len().min(NAMED)].join(", ");
            bail!(
                "{} values can't be opened and are as they were: {named}; the former keys are still needed",
                self.shut.len()
            );
        }
        if count(&self.db, &self.vault).await? > 0 {
            bail!(
                "a server still seals with a former key: restart all of them with the keys as they are now, then run the same command again"
            );
        }
        let current = self.vault.current().id();
        let mut tx = self.db.begin().await?;
        let known = store::vault_keys(&mut tx).await?;
        store::forget_vault_keys_but(&mut tx, current).await?;
        let known = known.into_iter().map(|(id, _)| id);
        let former: Vec<String> = known.filter(|id| id != current).collect();
        if !former.is_empty() {
            let act = Act {
                detail: serde_json::json!({ "key": current, "former": former }),
                ..Act::new(ActKind::Rekeyed, By::Nobody, now())
            };
            store::note(&mut tx, act).await?;
        }
        tx.commit().await?;
        Ok(former)
    }
}

/// Values that are not yet sealed with the current key.
async fn count(db: &Db, vault: &Vault) -> sqlx::Result<u64> {
    let mut conn = db.read().await?;
    let mut total = 0;
    for column in &SEALED {
        total += store::count_of_former_keys(&mut conn, vault, column).await?;
    }
    Ok(total)
}
