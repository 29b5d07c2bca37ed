//! Who else looks at a case.

use super::{Conn, Reviewer, Tx, sql};
use crate::domain::Instant;

/// What a page says of itself: which case is open, and which visit of it this is.
#[derive(Clone, Copy, Debug)]
pub struct Visit {
    pub application: i64,
    /// A number of the page's own. It tells a visit that was left from the next one.
    pub number: i64,
}

/// Notes that the reviewer looks at the case now. An application of another superior is not seen, and
/// a visit that was left does not begin again: what was said of it before may arrive after.
pub async fn here(tx: &mut Tx, reviewer: Reviewer, visit: Visit, at: Instant) -> sqlx::Result<()> {
    sql(
        "INSERT INTO presence (application_id, operator_id, visit, seen_at)
         SELECT id, $1, $2, $3 FROM application WHERE id = $4 AND superior_id = $5
         ON CONFLICT (application_id, operator_id) DO UPDATE
         SET visit = excluded.visit, seen_at = excluded.seen_at, left_at = NULL
         WHERE presence.left_at IS NULL OR presence.visit <> excluded.visit",
    )
    .bind(reviewer.operator)
    .bind(visit.number)
    .bind(at)
    .bind(visit.application)
    .bind(reviewer.unit)
    .execute(tx)
    .await?;
    Ok(())
}

/// The reviewer turned to something else. Forgets what is older than `forgotten` of the same operator.
pub async fn leave(
    tx: &mut Tx,
    reviewer: Reviewer,
    visit: Visit,
    at: Instant,
    forgotten: Instant,
) -> sqlx::Result<()> {
    sql("DELETE FROM presence WHERE operator_id = $1 AND seen_at < $2")
        .bind(reviewer.operator)
        .bind(forgotten)
        .execute(tx)
        .await?;
    sql(
        "INSERT INTO presence (application_id, operator_id, visit, seen_at, left_at)
         SELECT id, $1, $2, $3, $3 FROM application WHERE id = $4 AND superior_id = $5
         ON CONFLICT (application_id, operator_id) DO UPDATE
         SET seen_at = excluded.seen_at, left_at = excluded.left_at
         WHERE presence.visit = excluded.visit",
    )
    .bind(reviewer.operator)
    .bind(visit.number)
    .bind(at)
    .bind(visit.application)
    .bind(reviewer.unit)
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
         WHERE h.application_id = $1 AND h.operator_id <> $3 AND h.seen_at >= $4 AND h.left_at IS NULL
         ORDER BY h.seen_at DESC, o.id LIMIT 20")
    .bind(application)
    .bind(reviewer.unit)
    .bind(reviewer.operator)
    .bind(since)
    .all(conn)
    .await
}
