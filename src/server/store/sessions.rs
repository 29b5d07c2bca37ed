//! 会话. Only the hash of a token is kept: who reads the table can't sign in with it.

use super::{Conn, Tx, sql};
use crate::domain::Instant;

/// Who a request comes from.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct CallerRow {
    pub operator_id: i64,
    pub person_id: i64,
    pub person_name: String,
    pub unit_id: i64,
    pub unit_name: String,
    pub legal: i64,
    pub applies: i64,
    pub reviews: i64,
}

/// Opens a session, and clears away those that ran out.
pub async fn open_session(
    tx: &mut Tx,
    token_hash: &str,
    operator: i64,
    at: Instant,
    expires: Instant,
) -> sqlx::Result<()> {
    sql("DELETE FROM session WHERE expires_at <= $1")
        .bind(at)
        .execute(tx)
        .await?;
    sql(
        "INSERT INTO session (token_hash, person_id, operator_id, opened_at, seen_at, expires_at)
         SELECT $1, o.person_id, o.id, $3, $3, $4 FROM operator o WHERE o.id = $2",
    )
    .bind(token_hash)
    .bind(operator)
    .bind(at)
    .bind(expires)
    .execute(tx)
    .await?;
    Ok(())
}

/// The caller of an open session, as long as operator and unit are not disabled.
pub async fn find_caller(
    conn: &mut Conn,
    token_hash: &str,
    at: Instant,
) -> sqlx::Result<Option<CallerRow>> {
    sql(
        "SELECT o.id AS operator_id, p.id AS person_id, p.name AS person_name,
            u.id AS unit_id, u.name AS unit_name, o.legal, o.applies, o.reviews
         FROM session s JOIN operator o ON o.id = s.operator_id
         JOIN person p ON p.id = o.person_id JOIN unit u ON u.id = o.unit_id
         WHERE s.token_hash = $1 AND s.expires_at > $2
           AND o.disabled_at IS NULL AND u.disabled_at IS NULL",
    )
    .bind(token_hash)
    .bind(at)
    .optional(conn)
    .await
}

pub async fn close_session(tx: &mut Tx, token_hash: &str) -> sqlx::Result<()> {
    sql("DELETE FROM session WHERE token_hash = $1")
        .bind(token_hash)
        .execute(tx)
        .await?;
    Ok(())
}
