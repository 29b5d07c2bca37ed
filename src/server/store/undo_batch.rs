//! 撤销 of a batch.

use super::batch_result::find_batch;
use super::classify::CHUNK;
use super::ties::lock_ties;
use super::turn::{moved, take_turn};
use super::undo::{
    Decided, decided, disabled_superior, is_late, lock_applicants, refusal, take_back,
};
use super::{Result, Reviewer, Tx, sql};
use crate::domain::batch::{REFUSED_SHOWN, RefusedRow};
use crate::domain::{ApplicationState, Fault, Instant, Outcome, UndoneBatch, Why};

/// Takes back what can be taken back of a batch, and says of the rest why it stays. Sent twice, it
/// is done once: then the rest is told again.
pub async fn undo_batch(
    tx: &mut Tx,
    reviewer: Reviewer,
    batch: i64,
    at: Instant,
) -> Result<UndoneBatch> {
    lock_ties(tx).await?;
    let row = find_batch(tx, reviewer.unit, batch)
        .await?
        .ok_or(Fault::NotFound)?;
    let outcome = Outcome::parse(&row.outcome).ok_or(Fault::Internal)?;
    if row.reviewer_id != reviewer.operator {
        return Err(Fault::NotUndoable(Why::NotYours).into());
    }
    if row.undone_at.is_none() && is_late(row.decided_at, at) {
        return Err(Fault::NotUndoable(Why::TooLate).into());
    }
    let applicants = "SELECT a.applicant_id FROM decision d
         JOIN application a ON a.id = d.application_id
         WHERE d.batch_id = $1 AND a.superior_id = $2";
    lock_applicants(tx, applicants, batch, reviewer.unit).await?;
    let seq = take_turn(tx, reviewer.unit).await?;
    // Somebody else's request may have been first while this one waited.
    let row = find_batch(tx, reviewer.unit, batch)
        .await?
        .ok_or(Fault::NotFound)?;
    let again = row.undone_at.map(Instant::from_micros);
    let (undone, now) = undo_rows(tx, reviewer, (batch, outcome), again, at, seq).await?;
    if again.is_none() {
        let (from, to) = (outcome.state(), ApplicationState::Pending);
        moved(tx, reviewer.unit, Some(from), Some(to), now).await?;
        sql("UPDATE batch SET undone_at = $2 WHERE id = $1")
            .bind(batch)
            .bind(at)
            .execute(tx)
            .await?;
    }
    Ok(undone)
}

/// Walks through the decisions of a batch. `again` is when it was undone before: then nothing
/// changes any more. Beside the answer the number of those that were taken back just now.
async fn undo_rows(
    tx: &mut Tx,
    reviewer: Reviewer,
    (batch, outcome): (i64, Outcome),
    again: Option<Instant>,
    at: Instant,
    seq: i64,
) -> Result<(UndoneBatch, i64)> {
    let mut answer = UndoneBatch::default();
    let mut now = 0;
    let disabled = disabled_superior(tx, reviewer).await?;
    let mut after = 0;
    loop {
        let page: Vec<Decided> = decided(&format!(
            "batch_id = $1 AND application_id > $2 ORDER BY application_id LIMIT {CHUNK}"
        ))
        .bind(batch)
        .bind(after)
        .all(tx)
        .await?;
        let Some(last) = page.last() else {
            answer.undone += now;
            return Ok((answer, now));
        };
        after = last.application;
        let mut able = Vec::with_capacity(page.len());
        for row in &page {
            let asked_at = again.unwrap_or(at);
            match refusal(reviewer, outcome, row, disabled.as_ref(), asked_at) {
                // What was done once is done, whatever came after.
                _ if row.undone_at.is_some() => answer.undone += 1,
                Some(fault) => keep(&mut answer, row, fault),
                None if again.is_some() => {
                    keep(&mut answer, row, Fault::NotUndoable(Why::ChangedSince));
                }
                None => able.push(row),
            }
        }
        take_back(tx, reviewer, &able, at, seq).await?;
        now += i64::try_from(able.len()).unwrap_or(i64::MAX);
    }
}

fn keep(answer: &mut UndoneBatch, row: &Decided, fault: Fault) {
    answer.kept += 1;
    if answer.kept <= REFUSED_SHOWN {
        answer.rows.push(RefusedRow {
            application: row.application,
            name: row.name.clone(),
            fault,
        });
    }
}
