//! Opening a database's vault: its keys must be there, and be the right ones.

use super::Vault;
use super::place::Place;
use crate::server::settings::Settings;
use crate::server::store::{self, Db};
use anyhow::bail;

/// The vault of a database whose schema is up to date. A first key is made where there is none and
/// nothing is sealed yet; where something is, a missing or a wrong key is an error that names it.
pub async fn unlock(db: &Db, settings: &Settings) -> anyhow::Result<Vault> {
    let place = Place::of(settings);
    let known = store::vault_keys(&mut db.read().await?).await?;
    let vault = match place.read()? {
        Some(vault) => vault,
        None if known.is_empty() => place.make()?,
        None => bail!(missing(&known[0].0, &place)),
    };
    for (id, proof) in &known {
        match vault.key(id) {
            None => bail!(missing(id, &place)),
            Some(key) if key.proof() != *proof => bail!(
                "the key {id} of {place} is another than the key {id} that the database's personal data is sealed with: put the right one back"
            ),
            Some(_) => {}
        }
    }
    let current = vault.current();
    if !known.iter().any(|(id, _)| id == current.id()) {
        let mut tx = db.begin().await?;
        store::note_vault_key(&mut tx, current.id(), &current.proof()).await?;
        tx.commit().await?;
    }
    Ok(vault)
}

fn missing(id: &str, place: &Place) -> String {
    format!(
        "the database's personal data is sealed with the key {id}, which is not in {place}: put that key back (the copy that was kept of it); without it the data can't be read"
    )
}
