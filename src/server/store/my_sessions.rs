//! 我的会话: the sessions of a person, and their end.

use super::ended_sessions::end_sessions_but;
use super::{By, Conn, Tx, sql};
use crate::domain::{Ended, Instant};

/// The most that are listed, the newest first.
const LISTED: i64 = 50;
/// So many characters of a token's hash name a session to its owner.
const NAME: usize = 16;

#[derive(Clone, Debug, sqlx::FromRow)]
pub struct SessionRow {
    pub token_hash: String,
    pub unit: Option<String>,
    pub opened_at: i64,
    pub seen_at: i64,
    pub device: String,
}

impl SessionRow {
    pub fn name(&self) -> String {
        session_name(&self.token_hash)
    }
}

pub fn session_name(token_hash: &str) -> String {
    token_hash.chars().take(NAME).collect()
}

pub async fn sessions_of(
    conn: &mut Conn,
    person: i64,
    at: Instant,
) -> sqlx::Result<Vec<SessionRow>> {
    sql(
        "SELECT s.token_hash, u.name AS unit, s.opened_at, s.seen_at, s.device
         FROM session s LEFT JOIN operator o ON o.id = s.operator_id
         LEFT JOIN unit u ON u.id = o.unit_id
         WHERE s.person_id = $1 AND s.expires_at > $2 AND s.proved = 1
         ORDER BY s.opened_at DESC LIMIT $3",
    )
    .bind(person)
    .bind(at)
    .bind(LISTED)
    .all(conn)
    .await
}

/// Something was done in the session.
pub async fn touch_session(tx: &mut Tx, token_hash: &str, at: Instant) -> sqlx::Result<()> {
    sql("UPDATE session SET seen_at = $2 WHERE token_hash = $1")
        .bind(token_hash)
        .bind(at)
        .execute(tx)
        .await?;
    Ok(())
}

/// Ends a session of the person; how many there were of that name.
pub async fn end_session(tx: &mut Tx, person: i64, name: &str) -> sqlx::Result<u64> {
    sql(format!(
        "INSERT INTO ended_session (token_hash, why, own, expires_at)
         SELECT token_hash, $3, 0, expires_at FROM session
         WHERE person_id = $1 AND SUBSTR(token_hash, 1, {NAME}) = $2
         ON CONFLICT (token_hash) DO NOTHING"
    ))
    .bind(person)
    .bind(name)
    .bind(Ended::Closed.as_str())
    .execute(tx)
    .await?;
    sql(format!(
        "DELETE FROM session WHERE person_id = $1 AND SUBSTR(token_hash, 1, {NAME}) = $2"
    ))
    .bind(person)
    .bind(name)
    .execute(tx)
    .await
}

/// Ends all sessions of the person but the one that is kept; how many those were.
pub async fn end_sessions_of(
    tx: &mut Tx,
    person: i64,
    kept: Option<&str>,
    why: Ended,
) -> sqlx::Result<u64> {
    end_sessions_but(tx, ("person_id = $1", person), kept, why, By::Nobody).await
}
