//! 申报批次, as the administrator sets them. Regular rounds do not overlap.

use super::{Conn, Result, Tx, sql};
use crate::domain::admin::Round;
use crate::domain::{Fault, Field, FieldProblem, Instant, Problem};

#[derive(Clone, Debug, sqlx::FromRow)]
pub struct RoundOfYear {
    pub id: i64,
    pub name: String,
    pub year: i64,
    pub opens_at: i64,
    pub closes_at: i64,
    pub version: i64,
}

const ROUND: &str =
    "SELECT id, name, year, opens_at, closes_at, version FROM round WHERE standing = 0";

/// At most `limit` rounds that open before one, the latest first.
pub async fn rounds(
    conn: &mut Conn,
    before: Option<i64>,
    limit: i64,
) -> sqlx::Result<Vec<RoundOfYear>> {
    sql(format!(
        "{ROUND} AND opens_at < $1 ORDER BY opens_at DESC LIMIT $2"
    ))
    .bind(before.unwrap_or(i64::MAX))
    .bind(limit)
    .all(conn)
    .await
}

pub async fn find_round(conn: &mut Conn, id: i64) -> sqlx::Result<Option<RoundOfYear>> {
    sql(format!("{ROUND} AND id = $1"))
        .bind(id)
        .optional(conn)
        .await
}

/// Whether anybody has applied in it, or is barred for it.
pub async fn round_is_used(conn: &mut Conn, id: i64) -> sqlx::Result<bool> {
    let found: Option<(i64,)> =
        sql("SELECT id FROM application WHERE round_id = $1 OR bars_round = $1 LIMIT 1")
            .bind(id)
            .optional(conn)
            .await?;
    Ok(found.is_some())
}

/// Returns the new one's id.
pub async fn add_round(tx: &mut Tx, round: &Round, at: Instant) -> Result<i64> {
    lock_rounds(tx).await?;
    let mut problems = in_the_way(tx, 0, round).await?;
    if round.closes.ends() <= at {
        problems.push(problem(Field::Closes, Problem::Past));
    }
    if !problems.is_empty() {
        return Err(Fault::Invalid(problems).into());
    }
    Ok(sql(
        "INSERT INTO round (name, year, opens_at, closes_at) VALUES ($1, $2, $3, $4) RETURNING id",
    )
    .bind(round.name.as_str())
    .bind(round.year)
    .bind(round.opens.begins())
    .bind(round.closes.ends())
    .int(tx)
    .await?)
}

/// Refused where somebody saved it since it was read. A round that has applications keeps its
/// opening, and no round is closed in the past.
pub async fn save_round(tx: &mut Tx, id: i64, seen: i64, round: &Round, at: Instant) -> Result<()> {
    lock_rounds(tx).await?;
    let before = find_round(tx, id).await?.ok_or(Fault::NotFound)?;
    if before.version != seen {
        return Err(Fault::Changed.into());
    }
    let (opens, closes) = (round.opens.begins(), round.closes.ends());
    let mut problems = in_the_way(tx, id, round).await?;
    // The day of its opening is all that the form knows.
    let opened = Instant::from_micros(before.opens_at);
    let same_opening = opened.date_shanghai() == round.opens.to_string();
    if !same_opening && round_is_used(tx, id).await? {
        problems.push(problem(Field::Opens, Problem::KeepsOpening));
    }
    if closes.as_micros() != before.closes_at && closes <= at {
        problems.push(problem(Field::Closes, Problem::Past));
    }
    if !problems.is_empty() {
        return Err(Fault::Invalid(problems).into());
    }
    sql(
        "UPDATE round SET name = $2, year = $3, opens_at = $4, closes_at = $5, version = version + 1
         WHERE id = $1",
    )
    .bind(id)
    .bind(round.name.as_str())
    .bind(round.year)
    .bind(if same_opening { opened } else { opens })
    .bind(closes)
    .execute(tx)
    .await?;
    Ok(())
}

/// Whoever adds or changes a round holds the standing one until the end of the transaction: of two
/// that would overlap, the second sees the first.
async fn lock_rounds(tx: &mut Tx) -> sqlx::Result<()> {
    sql("UPDATE round SET version = version WHERE standing = 1")
        .execute(tx)
        .await?;
    Ok(())
}

/// What other rounds stand against it.
async fn in_the_way(conn: &mut Conn, id: i64, round: &Round) -> sqlx::Result<Vec<FieldProblem>> {
    let mut problems = Vec::new();
    let taken = sql("SELECT COUNT(*) FROM round WHERE name = $1 AND id <> $2")
        .bind(round.name.as_str())
        .bind(id)
        .int(conn)
        .await?;
    if taken > 0 {
        problems.push(problem(Field::RoundName, Problem::Taken));
    }
    let other: Option<(String,)> = sql("SELECT name FROM round
         WHERE standing = 0 AND id <> $1 AND opens_at < $3 AND closes_at > $2
         ORDER BY opens_at LIMIT 1")
    .bind(id)
    .bind(round.opens.begins())
    .bind(round.closes.ends())
    .optional(conn)
    .await?;
    if let Some((round,)) = other {
        problems.push(problem(Field::Opens, Problem::Overlaps { round }));
    }
    Ok(problems)
}

fn problem(field: Field, problem: Problem) -> FieldProblem {
    FieldProblem { field, problem }
}
