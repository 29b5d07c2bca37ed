//! How far a batch is, told to the processes that don't run it. What is told is not of the batch's own
//! transaction, of which nothing is seen before its commit.

use super::{Conn, Reviewer, Tx, sql};
use crate::domain::batch::Progress;
use crate::domain::{Fault, Instant};

/// Keeps the latest of what is told, and forgets runs that told nothing since `stale`.
pub async fn tell_run(
    tx: &mut Tx,
    reviewer: Reviewer,
    key: &str,
    progress: Progress,
    fault: Option<&Fault>,
    at: Instant,
    stale: Instant,
) -> sqlx::Result<()> {
    let fault = fault.and_then(|fault| serde_json::to_string(fault).ok());
    sql(
        "INSERT INTO batch_run (reviewer_id, key, asked, seen, passed, fault, told_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (reviewer_id, key) DO UPDATE SET seen = excluded.seen, passed = excluded.passed,
            fault = excluded.fault, told_at = excluded.told_at",
    )
    .bind(reviewer.operator)
    .bind(key)
    .bind(progress.asked)
    .bind(progress.seen)
    .bind(progress.passed)
    .bind(fault)
    .bind(at)
    .execute(tx)
    .await?;
    sql("DELETE FROM batch_run WHERE reviewer_id = $1 AND told_at <= $2")
        .bind(reviewer.operator)
        .bind(stale)
        .execute(tx)
        .await?;
    Ok(())
}

/// The run came to its end, which the batch itself tells.
pub async fn forget_run(tx: &mut Tx, reviewer: Reviewer, key: &str) -> sqlx::Result<()> {
    sql("DELETE FROM batch_run WHERE reviewer_id = $1 AND key = $2")
        .bind(reviewer.operator)
        .bind(key)
        .execute(tx)
        .await?;
    Ok(())
}

/// What was told since: how far it is, or why nothing came of it.
pub async fn told_run(
    conn: &mut Conn,
    reviewer: Reviewer,
    key: &str,
    since: Instant,
) -> sqlx::Result<Option<Result<Progress, Fault>>> {
    let told: Option<(i64, i64, i64, Option<String>)> =
        sql("SELECT asked, seen, passed, fault FROM batch_run
         WHERE reviewer_id = $1 AND key = $2 AND told_at > $3")
        .bind(reviewer.operator)
        .bind(key)
        .bind(since)
        .optional(conn)
        .await?;
    Ok(told.map(|(asked, seen, passed, fault)| match fault {
        Some(fault) => Err(serde_json::from_str(&fault).unwrap_or(Fault::Internal)),
        None => Ok(Progress {
            asked,
            seen,
            passed,
        }),
    }))
}
