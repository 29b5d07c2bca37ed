//! Links what was written, in the background: a chain is serial, and writers should not wait for one
//! another because of it.

use super::store::{self, Db};
use std::time::Duration;
use tokio::time::MissedTickBehavior;

/// How often a server looks. Until then a row is on record, but not yet in the chain.
const PERIOD: Duration = Duration::from_secs(1);

/// From now on links, every second, all that waits; until the database is closed.
pub fn keep_linking(db: Db) {
    tokio::spawn(async move {
        let mut ticks = tokio::time::interval(PERIOD);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            ticks.tick().await;
            match link_all(&db, |_| ()).await {
                Ok(_) => {}
                Err(sqlx::Error::PoolClosed) => return,
                Err(error) => tracing::error!(%error, "the trail was not linked; trying again"),
            }
        }
    });
}

/// Links all that waits, and tells how many links were made so far. Returns their number.
pub async fn link_all(db: &Db, progress: impl Fn(usize)) -> sqlx::Result<usize> {
    let mut linked = 0;
    loop {
        // Read first: SQLite's one writer is not taken for nothing.
        let mut conn = db.read().await?;
        let done = store::is_all_linked(&mut conn).await?;
        drop(conn);
        let links = match done {
            true => 0,
            false => link_some(db).await?,
        };
        if links == 0 {
            return Ok(linked);
        }
        linked += links;
        progress(linked);
    }
}

async fn link_some(db: &Db) -> sqlx::Result<usize> {
    let mut tx = db.begin().await?;
    let links = store::link(&mut tx).await?;
    tx.commit().await?;
    Ok(links)
}
