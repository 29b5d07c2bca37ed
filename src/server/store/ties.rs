//! 隶属: which unit stands under which, from when until when.

use super::{Conn, Happening, Tx, UnitRow, record, sql};
use crate::domain::Instant;

/// How many units above one are shown.
pub const CHAIN_MAX: i64 = 20;

/// The present superior and since when it is one.
pub async fn superior_of(conn: &mut Conn, unit: i64) -> sqlx::Result<Option<(i64, String, i64)>> {
    sql(
        "SELECT u.id, u.name, a.from_at FROM affiliation a JOIN unit u ON u.id = a.superior_id
         WHERE a.unit_id = $1 AND a.until_at IS NULL",
    )
    .bind(unit)
    .optional(conn)
    .await
}

/// Whether the chain of superiors that begins at `from`, itself included, comes to `unit`: then
/// binding `unit` to `from` would close a circle.
pub async fn ancestors_reach(conn: &mut Conn, from: i64, unit: i64) -> sqlx::Result<bool> {
    let reached = sql("WITH RECURSIVE chain (id) AS (
            SELECT CAST($1 AS BIGINT)
            UNION
            SELECT a.superior_id FROM affiliation a
            JOIN chain c ON a.unit_id = c.id AND a.until_at IS NULL
         )
         SELECT COUNT(*) FROM chain WHERE id = $2")
    .bind(from)
    .bind(unit)
    .int(conn)
    .await?;
    Ok(reached > 0)
}

/// The unit and all that stands above it.
pub(super) async fn ancestors_of(conn: &mut Conn, unit: i64) -> sqlx::Result<Vec<i64>> {
    let chain: Vec<(i64,)> = sql("WITH RECURSIVE chain (id) AS (
            SELECT CAST($1 AS BIGINT)
            UNION
            SELECT a.superior_id FROM affiliation a
            JOIN chain c ON a.unit_id = c.id AND a.until_at IS NULL
         )
         SELECT id FROM chain")
    .bind(unit)
    .all(conn)
    .await?;
    Ok(chain.into_iter().map(|(id,)| id).collect())
}

/// The names of the units above, the nearest first, as far as they are shown.
pub async fn chain_above(conn: &mut Conn, unit: i64) -> sqlx::Result<Vec<String>> {
    let chain: Vec<(String,)> = sql("WITH RECURSIVE chain (id, depth) AS (
            SELECT superior_id, 1 FROM affiliation WHERE unit_id = $1 AND until_at IS NULL
            UNION ALL
            SELECT a.superior_id, c.depth + 1 FROM affiliation a
            JOIN chain c ON a.unit_id = c.id AND a.until_at IS NULL
            WHERE c.depth < $2
         )
         SELECT u.name FROM chain c JOIN unit u ON u.id = c.id ORDER BY c.depth")
    .bind(unit)
    .bind(CHAIN_MAX)
    .all(conn)
    .await?;
    Ok(chain.into_iter().map(|(name,)| name).collect())
}

/// Whoever opens or closes a tie holds this lock until the end of the transaction.
pub(super) async fn lock_ties(tx: &mut Tx) -> sqlx::Result<()> {
    sql("UPDATE tie_lock SET taken = taken + 1 WHERE id = 1")
        .execute(tx)
        .await?;
    Ok(())
}

/// Ends the unit's tie at once, by the unit itself: what an enterprise may do.
pub async fn release(tx: &mut Tx, unit: &UnitRow, actor: i64, at: Instant) -> sqlx::Result<()> {
    lock_ties(tx).await?;
    let Some((_, superior, _)) = superior_of(tx, unit.id).await? else {
        // Sent twice: one effect, the same answer.
        return Ok(());
    };
    sql("UPDATE affiliation SET until_at = $2 WHERE unit_id = $1 AND until_at IS NULL")
        .bind(unit.id)
        .bind(at)
        .execute(tx)
        .await?;
    let unbound = Happening {
        unit: unit.id,
        application: None,
        kind: "unbound",
        from: None,
        to: None,
        actor: Some(actor),
        administrator: None,
        why: &superior,
        at,
        seq: None,
    };
    record(tx, unbound).await
}
