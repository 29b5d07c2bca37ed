//! 密码: kept as hashes, the last ones too, so that none comes back too soon.

use super::{Conn, Tx, sql};
use crate::domain::Instant;

/// How many hashes of before are kept beside the present one.
const KEPT: i64 = 5;

/// What a person's password is compared with, and since when it is theirs.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct PasswordRow {
    pub password_hash: String,
    pub password_set_at: i64,
}

pub async fn find_password(conn: &mut Conn, person: i64) -> sqlx::Result<Option<PasswordRow>> {
    sql("SELECT password_hash, password_set_at FROM person WHERE id = $1")
        .bind(person)
        .optional(conn)
        .await
}

/// The present password and those before it, `n` in all, the newest first.
pub async fn last_passwords(conn: &mut Conn, person: i64, n: u32) -> sqlx::Result<Vec<String>> {
    let rows: Vec<(String,)> = sql("SELECT hash FROM (
             SELECT password_hash AS hash, 1 AS present, password_set_at AS set_at
             FROM person WHERE id = $1
             UNION ALL SELECT hash, 0, set_at FROM password_before WHERE person_id = $1) AS one
         ORDER BY present DESC, set_at DESC LIMIT $2")
    .bind(person)
    .bind(i64::from(n))
    .all(conn)
    .await?;
    Ok(rows.into_iter().map(|(hash,)| hash).collect())
}

/// Gives the person a new password; the former goes to those of before.
pub async fn set_password(tx: &mut Tx, person: i64, hash: &str, at: Instant) -> sqlx::Result<()> {
    sql("INSERT INTO password_before (person_id, hash, set_at)
         SELECT id, password_hash, password_set_at FROM person WHERE id = $1")
    .bind(person)
    .execute(tx)
    .await?;
    sql(
        "DELETE FROM password_before WHERE person_id = $1 AND set_at < (
             SELECT MIN(set_at) FROM (SELECT set_at FROM password_before WHERE person_id = $1
             ORDER BY set_at DESC LIMIT $2) AS kept)",
    )
    .bind(person)
    .bind(KEPT)
    .execute(tx)
    .await?;
    sql("UPDATE person SET password_hash = $2, password_set_at = $3 WHERE id = $1")
        .bind(person)
        .bind(hash)
        .bind(at)
        .execute(tx)
        .await?;
    Ok(())
}
