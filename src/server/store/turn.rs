//! A turn in a superior's queue: every change of its applications takes one, so that the changes of
//! a queue are numbered in the order of their commits.

use super::{Tx, sql};
use crate::domain::ApplicationState;

/// The next number of the superior's queue. Whoever has it holds the queue's row until the end of
/// the transaction; locks are taken in the order tie_lock, queue, application.
pub async fn take_turn(tx: &mut Tx, superior: i64) -> sqlx::Result<i64> {
    sql("INSERT INTO queue (superior_id, seq) VALUES ($1, 1)
         ON CONFLICT (superior_id) DO UPDATE SET seq = queue.seq + 1 RETURNING seq")
    .bind(superior)
    .int(tx)
    .await
}

/// Keeps the counts: `n` applications of the superior went from one state to another. To be called
/// within a turn.
pub async fn moved(
    tx: &mut Tx,
    superior: i64,
    from: Option<ApplicationState>,
    to: Option<ApplicationState>,
    n: i64,
) -> sqlx::Result<()> {
    let changes = [(from, -n), (to, n)];
    for (state, change) in changes.into_iter().filter_map(|(s, n)| Some((s?, n))) {
        sql(
            "INSERT INTO queue_count (superior_id, state, n) VALUES ($1, $2, $3)
             ON CONFLICT (superior_id, state) DO UPDATE SET n = queue_count.n + excluded.n",
        )
        .bind(superior)
        .bind(state.as_str())
        .bind(change)
        .execute(tx)
        .await?;
    }
    Ok(())
}
