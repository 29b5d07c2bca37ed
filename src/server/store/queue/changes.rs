//! What changed in a superior's queue.

use super::super::{Conn, sql};

/// The number of the queue's latest change; 0 before the first.
pub async fn queue_seq(conn: &mut Conn, superior: i64) -> sqlx::Result<i64> {
    sql("SELECT COALESCE(MAX(seq), 0) FROM queue WHERE superior_id = $1")
        .bind(superior)
        .int(conn)
        .await
}

/// An application that changed, and what happened to it last.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct ChangeRow {
    pub id: i64,
    pub state: String,
    pub seq: i64,
    pub kind: String,
    /// Unmasked; none for the system.
    pub who: Option<String>,
    pub at: i64,
}

/// The applications of the superior that changed after a number of its queue, the earliest change
/// first. Changes of one number belong together: where `limit` rows come back, more may be missing
/// than a later call would bring.
pub async fn changes_since(
    conn: &mut Conn,
    superior: i64,
    seq: i64,
    limit: i64,
) -> sqlx::Result<Vec<ChangeRow>> {
    sql("SELECT a.id, a.state, a.seq, e.kind, p.name AS who, e.at
         FROM application a
         JOIN event e ON e.application_id = a.id AND e.version = a.version
         LEFT JOIN operator o ON o.id = e.actor_id
         LEFT JOIN person p ON p.id = o.person_id
         WHERE a.superior_id = $1 AND a.seq > $2 ORDER BY a.seq, a.id LIMIT $3")
    .bind(superior)
    .bind(seq)
    .bind(limit)
    .all(conn)
    .await
}
