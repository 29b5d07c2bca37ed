//! 常用意见: what a unit's reviewers often say with an outcome.

use super::applications::lock_unit;
use super::{Conn, Result, Tx, sql};
use crate::domain::{Fault, Field, Instant, Opinion, Outcome, Problem};

/// How many a unit keeps, of all outcomes together.
pub const CANNED_MAX: u32 = 50;

#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct CannedRow {
    pub id: i64,
    pub text: String,
}

/// The unit's opinions for an outcome, the oldest first.
pub async fn canned(conn: &mut Conn, unit: i64, outcome: Outcome) -> sqlx::Result<Vec<CannedRow>> {
    sql("SELECT id, text FROM canned_opinion
         WHERE unit_id = $1 AND outcome = $2 ORDER BY id LIMIT $3")
    .bind(unit)
    .bind(outcome.as_str())
    .bind(i64::from(CANNED_MAX))
    .all(conn)
    .await
}

/// An opinion that a unit keeps, whatever its outcome is.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct CannedOfUnit {
    pub id: i64,
    pub outcome: String,
    pub text: String,
}

const OF_UNIT: &str = "SELECT id, outcome, text FROM canned_opinion WHERE unit_id = $1";

/// All opinions of the unit, the oldest first.
pub async fn canned_of_unit(conn: &mut Conn, unit: i64) -> sqlx::Result<Vec<CannedOfUnit>> {
    sql(format!("{OF_UNIT} ORDER BY id LIMIT $2"))
        .bind(unit)
        .bind(i64::from(CANNED_MAX))
        .all(conn)
        .await
}

/// The opinion, if it is the unit's.
pub async fn find_canned(
    conn: &mut Conn,
    unit: i64,
    id: i64,
) -> sqlx::Result<Option<CannedOfUnit>> {
    sql(format!("{OF_UNIT} AND id = $2"))
        .bind(unit)
        .bind(id)
        .optional(conn)
        .await
}

/// Keeps an opinion for the unit. Kept already, it is the one that there is.
pub async fn add_canned(
    tx: &mut Tx,
    unit: i64,
    outcome: Outcome,
    text: &Opinion,
    at: Instant,
) -> Result<i64> {
    lock_unit(tx, unit).await?;
    let known: Option<(i64,)> = sql("SELECT id FROM canned_opinion
         WHERE unit_id = $1 AND outcome = $2 AND text = $3")
    .bind(unit)
    .bind(outcome.as_str())
    .bind(text.as_str())
    .optional(tx)
    .await?;
    if let Some((id,)) = known {
        return Ok(id);
    }
    let kept = sql("SELECT COUNT(*) FROM canned_opinion WHERE unit_id = $1")
        .bind(unit)
        .int(tx)
        .await?;
    if kept >= i64::from(CANNED_MAX) {
        return Err(Fault::at(Field::Opinion, Problem::Full { max: CANNED_MAX }).into());
    }
    Ok(sql(
        "INSERT INTO canned_opinion (unit_id, outcome, text, created_at)
             VALUES ($1, $2, $3, $4) RETURNING id",
    )
    .bind(unit)
    .bind(outcome.as_str())
    .bind(text.as_str())
    .bind(at)
    .int(tx)
    .await?)
}

/// Forgets an opinion of the unit; of another unit's it knows nothing.
pub async fn remove_canned(tx: &mut Tx, unit: i64, id: i64) -> sqlx::Result<()> {
    sql("DELETE FROM canned_opinion WHERE id = $1 AND unit_id = $2")
        .bind(id)
        .bind(unit)
        .execute(tx)
        .await?;
    Ok(())
}
