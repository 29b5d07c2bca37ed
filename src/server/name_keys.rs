//! The order of names, for a database from before it was kept.

use super::store::{self, Db};

/// Rows of one transaction: what is written meanwhile waits some milliseconds.
const PART: i64 = 500;

/// Makes the keys that are missing, in parts: broken off, it goes on where it was.
pub async fn key_names(db: &Db) -> sqlx::Result<()> {
    loop {
        // Nothing is written where nothing is missing: a server's start takes no lock.
        let missing = store::sql("SELECT id FROM unit WHERE name_key = '' LIMIT 1");
        let missing: Option<(i64,)> = missing.optional(&mut db.read().await?).await?;
        if missing.is_none() {
            return Ok(());
        }
        let mut tx = db.begin().await?;
        store::key_names(&mut tx, PART).await?;
        tx.commit().await?;
    }
}
