//! Codes that are right although their check digit is wrong: an administrator has seen the paper.

use super::{Conn, Result, Statement, Tx, sql};
use crate::domain::admin::AllowedCode;
use crate::domain::uscc::Verdict;
use crate::domain::{Fault, Field, Instant, Problem, Uscc};
use std::collections::BTreeSet;

/// Whether the code may be one: its check digit is right, or was allowed.
pub async fn may_be_code(conn: &mut Conn, code: &Uscc) -> sqlx::Result<bool> {
    match code.verdict() {
        Verdict::Valid => Ok(true),
        Verdict::WrongCheck { .. } => is_allowed(conn, code).await,
    }
}

async fn is_allowed(conn: &mut Conn, code: &Uscc) -> sqlx::Result<bool> {
    let found = sql("SELECT COUNT(*) FROM allowed_code WHERE uscc = $1")
        .bind(code.as_str())
        .int(conn)
        .await?;
    Ok(found > 0)
}

/// Those of the codes that were allowed.
pub async fn allowed_among(conn: &mut Conn, codes: &[Uscc]) -> sqlx::Result<BTreeSet<String>> {
    let mut allowed = BTreeSet::new();
    for part in codes.chunks(500) {
        let places: Vec<String> = (1..=part.len()).map(|n| format!("${n}")).collect();
        let statement = sql(format!(
            "SELECT uscc FROM allowed_code WHERE uscc IN ({})",
            places.join(", ")
        ));
        let bind = |statement: Statement, code: &Uscc| statement.bind(code.as_str());
        let found: Vec<(String,)> = part.iter().fold(statement, bind).once().all(conn).await?;
        allowed.extend(found.into_iter().map(|(code,)| code));
    }
    Ok(allowed)
}

#[derive(Clone, Debug, sqlx::FromRow)]
pub struct AllowedRow {
    pub uscc: String,
    pub why: String,
    /// Name of the administrator who allowed it, unmasked.
    pub by: String,
    pub at: i64,
}

/// At most `limit` codes behind one, in their order.
pub async fn allowed_codes(
    conn: &mut Conn,
    after: &str,
    limit: i64,
) -> sqlx::Result<Vec<AllowedRow>> {
    sql(
        "SELECT c.uscc, c.why, p.name AS by, c.at FROM allowed_code c
         JOIN administrator d ON d.id = c.administrator_id JOIN person p ON p.id = d.person_id
         WHERE c.uscc > $1 ORDER BY c.uscc LIMIT $2",
    )
    .bind(after)
    .bind(limit)
    .all(conn)
    .await
}

pub async fn allow_code(
    tx: &mut Tx,
    allowed: &AllowedCode,
    administrator: i64,
    at: Instant,
) -> Result<()> {
    let added = sql(
        "INSERT INTO allowed_code (uscc, why, administrator_id, at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (uscc) DO NOTHING",
    )
    .bind(allowed.code.as_str())
    .bind(allowed.why.as_str())
    .bind(administrator)
    .bind(at)
    .execute(tx)
    .await?;
    if added == 0 {
        return Err(Fault::at(Field::UnitCode, Problem::Taken).into());
    }
    Ok(())
}

/// Returns whether it was allowed until now.
pub async fn forbid_code(tx: &mut Tx, code: &Uscc) -> sqlx::Result<bool> {
    let removed = sql("DELETE FROM allowed_code WHERE uscc = $1")
        .bind(code.as_str())
        .execute(tx)
        .await?;
    Ok(removed > 0)
}
