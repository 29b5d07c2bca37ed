//! 两步验证: a person's secret, sealed, and the hashes of their recovery codes.

use super::{Conn, Tx, sql};
use crate::domain::Instant;

#[derive(Clone, Debug, sqlx::FromRow)]
pub struct FactorRow {
    pub totp_sealed: Option<String>,
    /// None: begun, not yet confirmed.
    pub totp_since: Option<i64>,
    /// Recovery codes that were not used yet.
    pub codes_left: i64,
}

pub async fn find_factor(conn: &mut Conn, person: i64) -> sqlx::Result<Option<FactorRow>> {
    sql("SELECT totp_sealed, totp_since,
            (SELECT COUNT(*) FROM recovery_code WHERE person_id = $1 AND used_at IS NULL)
                AS codes_left
         FROM person WHERE id = $1")
    .bind(person)
    .optional(conn)
    .await
}

/// Puts a secret in place that is still to be confirmed. One that is in use stays.
pub async fn begin_factor(tx: &mut Tx, person: i64, sealed: &str) -> sqlx::Result<bool> {
    let begun = sql("UPDATE person SET totp_sealed = $2, totp_step = 0
         WHERE id = $1 AND totp_since IS NULL")
    .bind(person)
    .bind(sealed);
    Ok(begun.execute(tx).await? == 1)
}

/// The first code was right.
pub async fn confirm_factor(tx: &mut Tx, person: i64, at: Instant) -> sqlx::Result<bool> {
    let confirmed = sql("UPDATE person SET totp_since = $2 WHERE id = $1 AND totp_since IS NULL")
        .bind(person)
        .bind(at);
    Ok(confirmed.execute(tx).await? == 1)
}

/// Takes a step of the clock: of two that come with its code, and of all that come later, one.
pub async fn take_step(tx: &mut Tx, person: i64, step: i64) -> sqlx::Result<bool> {
    let taken = sql("UPDATE person SET totp_step = $2 WHERE id = $1 AND totp_step < $2")
        .bind(person)
        .bind(step);
    Ok(taken.execute(tx).await? == 1)
}

/// New recovery codes in place of all that there were.
pub async fn set_recovery_codes(tx: &mut Tx, person: i64, hashes: &[String]) -> sqlx::Result<()> {
    sql("DELETE FROM recovery_code WHERE person_id = $1")
        .bind(person)
        .execute(tx)
        .await?;
    for hash in hashes {
        sql("INSERT INTO recovery_code (person_id, hash) VALUES ($1, $2)")
            .bind(person)
            .bind(hash.as_str())
            .execute(tx)
            .await?;
    }
    Ok(())
}

/// Takes a recovery code, once.
pub async fn take_recovery_code(
    tx: &mut Tx,
    person: i64,
    hash: &str,
    at: Instant,
) -> sqlx::Result<bool> {
    let taken = sql("UPDATE recovery_code SET used_at = $3
         WHERE person_id = $1 AND hash = $2 AND used_at IS NULL")
    .bind(person)
    .bind(hash)
    .bind(at);
    Ok(taken.execute(tx).await? == 1)
}

pub async fn drop_factor(tx: &mut Tx, person: i64) -> sqlx::Result<()> {
    set_recovery_codes(tx, person, &[]).await?;
    sql("UPDATE person SET totp_sealed = NULL, totp_since = NULL WHERE id = $1")
        .bind(person)
        .execute(tx)
        .await?;
    Ok(())
}
