//! Demo data: eight units that tests and the README count on, and as many invented ones as are
//! asked for. Nobody in it exists.

mod accounts;
mod announcements;
mod bulk;
mod cast;
mod contract;
mod history;
mod insert;
mod invented;
mod people;
mod plan;
mod random;
mod tree;
mod words;
mod workdays;

pub use accounts::accounts;
pub use contract::{ADMINISTRATORS, Duty, EDUCATION_DEPARTMENT, Member, PASSWORD, UNITS, Unit};

use super::store::{Conn, Db, sql};
use super::vault::Vault;
use super::{hash_password, now};
use anyhow::{Context, bail};
use bulk::Bulk;
use plan::Plan;

/// How much is invented besides the eight units.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    /// Invented units, those of `pending` among them; never fewer than these.
    pub units: u64,
    /// Units that have an application 待审核 at 示例省教育厅.
    pub pending: u64,
}

impl Default for Size {
    fn default() -> Self {
        Self {
            units: 0,
            pending: 120,
        }
    }
}

/// What was put into the database besides the eight units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Filled {
    pub units: u64,
    pub pending: u64,
    /// Invented units that stand under a superior.
    pub bound: u64,
}

/// Units of one transaction: some dozen megabytes.
const TRANSACTION: u64 = 20_000;

/// Fills an empty, migrated database. `progress` hears how many of the invented units are there.
///
/// The eight units and the first invented ones come in one transaction, so that a usual demo is
/// there whole or not at all; a large one is committed in parts.
pub async fn fill(
    db: &Db,
    vault: &Vault,
    size: Size,
    progress: &dyn Fn(u64, u64),
) -> anyhow::Result<Filled> {
    let total = size.units.max(size.pending);
    if total > invented::MOST_UNITS || size.pending > invented::MOST_PENDING {
        bail!(
            "demo data has at most {} units and {} applications",
            invented::MOST_UNITS,
            invented::MOST_PENDING
        );
    }
    let at = now();
    let password_hash = tokio::task::spawn_blocking(|| hash_password(PASSWORD))
        .await
        .context("the demo password could not be hashed")?;
    widen(db).await?;
    let mut tx = db.begin().await?;
    if !is_empty_on(&mut tx).await? {
        bail!("the database has data already; demo data goes into an empty one only");
    }
    let round = announcements::publish(&mut tx, at).await?;
    let education = cast::enrol(&mut tx, vault, &password_hash, at).await?;
    let plan = Plan::new(size.pending, total, at);
    let mut bulk = Bulk::new(plan, vault.clone(), education, round, password_hash, at);
    progress(0, total);
    while bulk.write(&mut tx, TRANSACTION).await? {
        tx.commit().await?;
        learn(db).await?;
        progress(bulk.filled().units, total);
        tx = db.begin().await?;
    }
    tx.commit().await?;
    progress(total, total);
    learn(db).await?;
    Ok(bulk.filled())
}

/// Whether there is no unit and no person yet.
pub async fn is_empty(db: &Db) -> anyhow::Result<bool> {
    Ok(is_empty_on(&mut db.read().await?).await?)
}

/// Whether what is there is a demo: then its accounts may be told.
pub async fn is_demo(db: &Db) -> anyhow::Result<bool> {
    let mut conn = db.read().await?;
    let found = sql("SELECT COUNT(*) FROM unit WHERE uscc = $1")
        .bind(EDUCATION_DEPARTMENT)
        .int(&mut conn)
        .await?;
    Ok(found > 0)
}

/// Room in memory for the indexes of a million units: SQLite would read their pages from the file, over
/// and over, with what a server gives it.
async fn widen(db: &Db) -> anyhow::Result<()> {
    if let Db::Sqlite { write, .. } = db {
        sqlx::query("PRAGMA cache_size = -262144")
            .execute(write)
            .await?;
    }
    Ok(())
}

async fn is_empty_on(conn: &mut Conn) -> sqlx::Result<bool> {
    let found = sql("SELECT CAST(COUNT(*) AS BIGINT) FROM (
            SELECT 1 FROM (SELECT id FROM unit LIMIT 1) AS u
            UNION ALL SELECT 1 FROM (SELECT id FROM person LIMIT 1) AS p) AS any_row")
    .int(conn)
    .await?;
    Ok(found == 0)
}

/// PostgreSQL would go on with the plans that it made for empty tables until its autovacuum comes by:
/// the trigger against circles, for one, would read all ties for each new one.
async fn learn(db: &Db) -> sqlx::Result<()> {
    if let Db::Postgres(pool) = db {
        sqlx::query("ANALYZE").execute(pool).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
