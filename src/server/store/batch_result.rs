//! What became of a batch: what it decided, and what it left.

use super::{Conn, Reviewer, sql};
use crate::domain::batch::{NamedRow, PASSED_SHOWN, REFUSED_SHOWN, RefusedRow};
use crate::domain::{BatchView, ChosenRow, Fault, Instant, Outcome, UNDO_WINDOW};

#[derive(sqlx::FromRow)]
pub(super) struct BatchRow {
    pub reviewer_id: i64,
    pub outcome: String,
    opinion: String,
    selection: String,
    asked: i64,
    passed: i64,
    pub decided_at: i64,
    pub undone_at: Option<i64>,
}

/// The batch, if it was decided for this unit.
pub(super) async fn find_batch(
    conn: &mut Conn,
    superior: i64,
    batch: i64,
) -> sqlx::Result<Option<BatchRow>> {
    sql(
        "SELECT reviewer_id, outcome, opinion, selection, asked, passed, decided_at, undone_at
         FROM batch WHERE id = $1 AND superior_id = $2",
    )
    .bind(batch)
    .bind(superior)
    .optional(conn)
    .await
}

/// The reviewer's batch of this key.
pub async fn batch_of_key(
    conn: &mut Conn,
    reviewer: Reviewer,
    key: &str,
) -> sqlx::Result<Option<i64>> {
    let found: Option<(i64,)> = sql("SELECT id FROM batch WHERE reviewer_id = $1 AND key = $2")
        .bind(reviewer.operator)
        .bind(key)
        .optional(conn)
        .await?;
    Ok(found.map(|(id,)| id))
}

/// What became of a batch of the reviewer's unit.
pub async fn batch_result(
    conn: &mut Conn,
    reviewer: Reviewer,
    batch: i64,
) -> sqlx::Result<Option<BatchView>> {
    let Some(row) = find_batch(conn, reviewer.unit, batch).await? else {
        return Ok(None);
    };
    let Some(outcome) = Outcome::parse(&row.outcome) else {
        return Ok(None);
    };
    let decided_at = Instant::from_micros(row.decided_at);
    let undoable =
        row.reviewer_id == reviewer.operator && row.undone_at.is_none() && row.passed > 0;
    Ok(Some(BatchView {
        id: batch,
        outcome,
        opinion: row.opinion,
        selection: row.selection,
        asked: row.asked,
        passed: row.passed,
        named: named_rows(conn, reviewer.unit, batch).await?,
        refused: refused_rows(conn, reviewer.unit, batch).await?,
        decided_at,
        undone_at: row.undone_at.map(Instant::from_micros),
        undoable_until: undoable.then(|| decided_at.plus_seconds(UNDO_WINDOW)),
    }))
}

/// The first rows that were decided, in the order in which the batch went through them.
async fn named_rows(conn: &mut Conn, superior: i64, batch: i64) -> sqlx::Result<Vec<NamedRow>> {
    let rows: Vec<(i64, String)> = sql("SELECT d.application_id, u.name
         FROM decision d JOIN application a ON a.id = d.application_id AND a.superior_id = $2
         JOIN unit u ON u.id = a.applicant_id
         WHERE d.batch_id = $1 ORDER BY d.application_id LIMIT $3")
    .bind(batch)
    .bind(superior)
    .bind(PASSED_SHOWN as i64)
    .all(conn)
    .await?;
    let named = |(application, name)| NamedRow { application, name };
    Ok(rows.into_iter().map(named).collect())
}

/// The first rows that were refused; of another superior's application not even the name.
async fn refused_rows(conn: &mut Conn, superior: i64, batch: i64) -> sqlx::Result<Vec<RefusedRow>> {
    let rows: Vec<(i64, Option<String>, String)> = sql("SELECT r.application_id, u.name, r.fault
         FROM batch_refusal r
         LEFT JOIN application a ON a.id = r.application_id AND a.superior_id = $2
         LEFT JOIN unit u ON u.id = a.applicant_id
         WHERE r.batch_id = $1 ORDER BY r.application_id LIMIT $3")
    .bind(batch)
    .bind(superior)
    .bind(REFUSED_SHOWN)
    .all(conn)
    .await?;
    let read = |(application, name, fault): (i64, Option<String>, String)| RefusedRow {
        application,
        name: name.unwrap_or_default(),
        fault: serde_json::from_str(&fault).unwrap_or(Fault::Internal),
    };
    Ok(rows.into_iter().map(read).collect())
}

/// The refused rows of a batch that are pending now, as they are now: what to try again. The next
/// `limit` after an application, in the order of their ids.
pub async fn refused_rows_of(
    conn: &mut Conn,
    superior: i64,
    batch: i64,
    after: i64,
    limit: i64,
) -> sqlx::Result<Vec<ChosenRow>> {
    let rows: Vec<(i64, i64)> = sql("SELECT a.id, a.version FROM batch_refusal r
         JOIN batch b ON b.id = r.batch_id AND b.superior_id = $2
         JOIN application a ON a.id = r.application_id AND a.superior_id = $2
         WHERE r.batch_id = $1 AND r.application_id > $3 AND a.state = 'pending'
         ORDER BY r.application_id LIMIT $4")
    .bind(batch)
    .bind(superior)
    .bind(after)
    .bind(limit)
    .all(conn)
    .await?;
    let chosen = |(application, version)| ChosenRow {
        application,
        version,
    };
    Ok(rows.into_iter().map(chosen).collect())
}
