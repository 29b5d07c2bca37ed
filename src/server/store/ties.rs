//! 隶属: which unit stands under which, from when until when.

use super::subtree::{BRANCH, Branch, keep_counts};
use super::{Addressee, Conn, Happening, Tx, UnitRow, record, sql, tell};
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
pub async fn lock_ties(tx: &mut Tx) -> sqlx::Result<()> {
    sql("UPDATE tie_lock SET taken = taken + 1 WHERE id = 1")
        .execute(tx)
        .await?;
    Ok(())
}

/// Ends the present ties of these units. `units`: a query of ids, or a list of them. A server's clock
/// may be behind that of the server which made the tie.
pub(super) async fn end_ties(tx: &mut Tx, units: &str, at: Instant) -> sqlx::Result<()> {
    let ended: Vec<Branch> = sql(format!(
        "UPDATE affiliation SET until_at = CASE WHEN from_at > $1 THEN from_at ELSE $1 END
         WHERE until_at IS NULL AND unit_id IN ({units}) RETURNING {BRANCH}"
    ))
    .once()
    .bind(at)
    .all(tx)
    .await?;
    keep_counts(tx, &ended, -1).await
}

/// Makes ties from now on: rows of `unit_id`, `superior_id`, `application_id`. What a unit had before
/// has ended, and the next tie does not begin before that end, whatever the clock says: no instant
/// has two superiors, nor one that a move should have had.
pub(super) async fn begin_ties(tx: &mut Tx, rows: &str, at: Instant) -> sqlx::Result<()> {
    let begun: Vec<Branch> = sql(format!(
        "INSERT INTO affiliation (unit_id, superior_id, application_id, from_at, name_key)
         SELECT n.unit_id, n.superior_id, n.application_id, CASE
            WHEN l.until_at > $1 THEN l.until_at ELSE $1 END, u.name_key
         FROM ({rows}) n JOIN unit u ON u.id = n.unit_id LEFT JOIN
            (SELECT unit_id, MAX(until_at) AS until_at FROM affiliation
             WHERE unit_id IN (SELECT unit_id FROM ({rows}) m) GROUP BY unit_id) l
         ON l.unit_id = n.unit_id
         RETURNING {BRANCH}"
    ))
    .once()
    .bind(at)
    .all(tx)
    .await?;
    keep_counts(tx, &begun, 1).await
}

/// A tie that no application made: from before there were any.
pub async fn tie(tx: &mut Tx, unit: i64, superior: i64, at: Instant) -> sqlx::Result<()> {
    lock_ties(tx).await?;
    let row = format!(
        "SELECT CAST({unit} AS BIGINT) AS unit_id, CAST({superior} AS BIGINT) AS superior_id,
            CAST(NULL AS BIGINT) AS application_id"
    );
    begin_ties(tx, &row, at).await
}

/// Does to the ties what the approval of these applications says: a move ends one and begins the next
/// at the same instant.
pub(super) async fn carry_out(tx: &mut Tx, which: &str, at: Instant) -> sqlx::Result<()> {
    let leaving =
        format!("SELECT applicant_id FROM application WHERE id IN ({which}) AND kind <> 'bind'");
    end_ties(tx, &leaving, at).await?;
    let coming = format!(
        "SELECT applicant_id AS unit_id, superior_id, id AS application_id FROM application
         WHERE id IN ({which}) AND kind <> 'unbind'"
    );
    begin_ties(tx, &coming, at).await?;
    Ok(())
}

/// Undoes it: the ties that the approvals made end, and those that they ended begin again. What they
/// ended is what their events say, whatever was asked for; and it is the tie that ended with them, not
/// one with the same superior that was made and taken back since.
pub(super) async fn undo_ties(tx: &mut Tx, which: &str, at: Instant) -> sqlx::Result<()> {
    let made =
        format!("SELECT applicant_id FROM application WHERE id IN ({which}) AND kind <> 'unbind'");
    end_ties(tx, &made, at).await?;
    let ended = format!(
        "SELECT a.applicant_id AS unit_id, e.tie_from AS superior_id,
            (SELECT t.application_id FROM affiliation t
             WHERE t.unit_id = a.applicant_id AND t.superior_id = e.tie_from
               AND t.until_at = CASE WHEN t.from_at > e.at THEN t.from_at ELSE e.at END
             ORDER BY t.id LIMIT 1) AS application_id
         FROM application a
         JOIN event e ON e.application_id = a.id AND e.version = a.version
         WHERE a.id IN ({which}) AND e.tie_from IS NOT NULL"
    );
    begin_ties(tx, &ended, at).await?;
    Ok(())
}

/// Ends the unit's tie at once, by the unit itself: what an enterprise may do.
pub async fn release(tx: &mut Tx, unit: &UnitRow, actor: i64, at: Instant) -> sqlx::Result<()> {
    lock_ties(tx).await?;
    let Some((id, superior, _)) = superior_of(tx, unit.id).await? else {
        // Sent twice: one effect, the same answer.
        return Ok(());
    };
    end_ties(tx, &unit.id.to_string(), at).await?;
    let unbound = Happening {
        actor: Some(actor),
        why: &superior,
        tie: (Some(id), None),
        ..Happening::new(unit.id, "unbound", at)
    };
    let event = record(tx, unbound).await?;
    tell(tx, event, Addressee::superior(id)).await
}
