//! 申报批次

use super::{Conn, sql};
use crate::domain::Instant;

#[derive(Clone, Debug, sqlx::FromRow)]
pub struct RoundRow {
    pub id: i64,
    pub name: String,
    pub opens_at: i64,
    pub closes_at: i64,
}

/// The round that is open at this instant.
pub async fn current_round(conn: &mut Conn, at: Instant) -> sqlx::Result<Option<RoundRow>> {
    sql("SELECT id, name, opens_at, closes_at FROM round
         WHERE standing = 0 AND opens_at <= $1 AND $1 < closes_at ORDER BY opens_at DESC LIMIT 1")
    .bind(at)
    .optional(conn)
    .await
}

/// The next round that opens.
pub async fn next_round(conn: &mut Conn, at: Instant) -> sqlx::Result<Option<RoundRow>> {
    sql("SELECT id, name, opens_at, closes_at FROM round
         WHERE standing = 0 AND opens_at > $1 ORDER BY opens_at LIMIT 1")
    .bind(at)
    .optional(conn)
    .await
}

/// The round of what is asked outside of all rounds.
pub(super) async fn standing_round(conn: &mut Conn) -> sqlx::Result<Option<RoundRow>> {
    sql("SELECT id, name, opens_at, closes_at FROM round WHERE standing = 1")
        .optional(conn)
        .await
}
