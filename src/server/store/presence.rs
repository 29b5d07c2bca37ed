//! Who else looks at a case.

use super::{Conn, Reviewer, Tx, sql};
use crate::domain::Instant;

/// Notes that the reviewer looks at the case now. An application of another superior is not seen.
pub async fn here(
    tx: &mut Tx,
    reviewer: Reviewer,
    application: i64,
    at: Instant,
) -> sqlx::Result<()> {
    sql("INSERT INTO presence (application_id, operator_id, seen_at)
         SELECT id, $1, $2 FROM application WHERE id = $3 AND superior_id = $4
         ON CONFLICT (application_id, operator_id) DO UPDATE SET seen_at = excluded.seen_at")
    .bind(reviewer.operator)
    .bind(at)
    .bind(application)
    .bind(reviewer.unit)
    .execute(tx)
    .await?;
    Ok(())
}

/// The reviewer turned to something else.
pub async fn leave(tx: &mut Tx, reviewer: Reviewer, application: i64) -> sqlx::Result<()> {
    sql("DELETE FROM presence WHERE application_id = $1 AND operator_id = $2")
        .bind(application)
        .bind(reviewer.operator)
        .execute(tx)
        .await?;
    Ok(())
}

#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct PresentRow {
    /// Unmasked.
    pub name: String,
    pub seen_at: i64,
}

/// The others of the reviewer's unit who looked at the case since then, the latest first.
pub async fn others_here(
    conn: &mut Conn,
    reviewer: Reviewer,
    application: i64,
    since: Instant,
) -> sqlx::Result<Vec<PresentRow>> {
    sql("SELECT p.name, h.seen_at FROM presence h
         JOIN operator o ON o.id = h.operator_id AND o.unit_id = $2
         JOIN person p ON p.id = o.person_id
         WHERE h.application_id = $1 AND h.operator_id <> $3 AND h.seen_at >= $4
         ORDER BY h.seen_at DESC, o.id LIMIT 20")
    .bind(application)
    .bind(reviewer.unit)
    .bind(reviewer.operator)
    .bind(since)
    .all(conn)
    .await
}
