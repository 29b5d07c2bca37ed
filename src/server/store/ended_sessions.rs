//! Sessions that ended before their time, and why: told to who still comes with the token, and to nobody else.

use super::{By, Conn, Tx, sql};
use crate::domain::{Ended, Instant};

/// Ends the sessions under a condition of `$1`; how many those were. `by`: whoever made them end.
pub(super) async fn end_sessions_where(
    tx: &mut Tx,
    (condition, of): (&str, i64),
    why: Ended,
    by: By,
) -> sqlx::Result<u64> {
    end_sessions_but(tx, (condition, of), None, why, by).await
}

/// The same, but for the one of this token.
pub(super) async fn end_sessions_but(
    tx: &mut Tx,
    (condition, of): (&str, i64),
    kept: Option<&str>,
    why: Ended,
    by: By,
) -> sqlx::Result<u64> {
    let operator = match by {
        By::Operator(id) => id,
        By::Administrator(_) | By::Nobody => 0,
    };
    sql(format!(
        "INSERT INTO ended_session (token_hash, why, own, expires_at)
         SELECT token_hash, $3, CASE WHEN person_id =
                (SELECT o.person_id FROM operator o WHERE o.id = $4) THEN 1 ELSE 0 END, expires_at
         FROM session WHERE {condition} AND token_hash <> $2
         ON CONFLICT (token_hash) DO NOTHING"
    ))
    .bind(of)
    .bind(kept.unwrap_or_default())
    .bind(why.as_str())
    .bind(operator)
    .execute(tx)
    .await?;
    sql(format!(
        "DELETE FROM session WHERE {condition} AND token_hash <> $2"
    ))
    .bind(of)
    .bind(kept.unwrap_or_default())
    .execute(tx)
    .await
}

/// Forgets those that would be over by now.
pub(super) async fn forget_ended(tx: &mut Tx, at: Instant) -> sqlx::Result<()> {
    sql("DELETE FROM ended_session WHERE expires_at <= $1")
        .bind(at)
        .execute(tx)
        .await?;
    Ok(())
}

/// Why the session of this token ended, and whether its owner did it themself.
pub async fn find_ended(
    conn: &mut Conn,
    token_hash: &str,
    at: Instant,
) -> sqlx::Result<Option<(Ended, bool)>> {
    let found: Option<(String, i64)> =
        sql("SELECT why, own FROM ended_session WHERE token_hash = $1 AND expires_at > $2")
            .bind(token_hash)
            .bind(at)
            .optional(conn)
            .await?;
    Ok(found.and_then(|(why, own)| Some((Ended::parse(&why)?, own == 1))))
}
