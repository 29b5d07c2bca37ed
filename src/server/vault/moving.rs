//! Sealing what a database from before holds in the clear.

use super::Vault;
use crate::server::store::{self, Db, SEALED};

/// Rows of one transaction: what is written meanwhile waits some milliseconds.
const CHUNK: i64 = 500;

/// Seals every value that still stands in the clear, in parts: broken off, it goes on where it was.
/// Returns how many there were; `progress` hears how many are done, of how many.
pub async fn seal_what_is_plain(
    db: &Db,
    vault: &Vault,
    progress: &dyn Fn(u64, u64),
) -> anyhow::Result<u64> {
    let mut total = 0;
    for column in &SEALED {
        total += store::count_plain(&mut db.read().await?, column).await?;
    }
    if total == 0 {
        return Ok(0);
    }
    let mut done = 0;
    progress(done, total);
    for column in &SEALED {
        loop {
            let mut tx = db.begin().await?;
            let sealed = store::seal_plain(&mut tx, vault, column, CHUNK).await?;
            tx.commit().await?;
            if sealed == 0 {
                break;
            }
            done += sealed;
            progress(done, total.max(done));
        }
    }
    // What was overwritten would stay readable in the database's files.
    if let Err(error) = db.rewrite(&["person", "unit"]).await {
        tracing::warn!(%error, "the tables were not rewritten: old pages may still hold what is sealed now");
    }
    Ok(done)
}
