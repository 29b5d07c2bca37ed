//! 撤销: a decision taken back by who made it, before anything was built on it.

use super::batch::find_batch;
use super::classify::{CHUNK, ids};
use super::ties::lock_ties;
use super::turn::{moved, take_turn};
use super::{Conn, Result, Reviewer, Statement, Tx, find_unit, sql};
use crate::domain::batch::{REFUSED_SHOWN, RefusedRow};
use crate::domain::{
    ApplicationState, Fault, Instant, Obstacle, Outcome, UNDO_WINDOW, UndoneBatch, Why,
};

/// A decision, and what became of its application since.
#[derive(sqlx::FromRow)]
struct Decided {
    application: i64,
    present: i64,
    name: String,
    version_seen: i64,
    outcome: String,
    reviewer_id: i64,
    decided_at: i64,
    undone_at: Option<i64>,
    /// Ties that the decision made and that still hold.
    ties: i64,
    /// A unit that was bound under the applicant since.
    child: Option<String>,
    /// Other open cases of the applicant.
    others: i64,
}

/// What became of these decisions, which are chosen first: a page of a batch is a page, however much
/// of the batch comes after it. What was bound under the applicant and is bound no longer stands on
/// nothing.
fn decided(chosen: &str) -> Statement {
    sql(format!(
        "SELECT a.id AS application, a.version AS present, u.name, d.version_seen,
            d.outcome, d.reviewer_id, d.decided_at, d.undone_at,
            (SELECT COUNT(*) FROM affiliation t WHERE t.unit_id = a.applicant_id
                AND t.application_id = a.id AND t.until_at IS NULL) AS ties,
            (SELECT MIN(c.name) FROM affiliation k JOIN unit c ON c.id = k.unit_id
                WHERE k.superior_id = a.applicant_id AND k.until_at IS NULL
                AND k.from_at >= d.decided_at) AS child,
            (SELECT COUNT(*) FROM application o WHERE o.applicant_id = a.applicant_id
                AND o.id <> a.id AND o.state IN ('pending', 'returned')) AS others
         FROM (SELECT application_id, version_seen, outcome, reviewer_id, decided_at, undone_at
               FROM decision WHERE {chosen}) d
         JOIN application a ON a.id = d.application_id
         JOIN unit u ON u.id = a.applicant_id ORDER BY a.id"
    ))
}

/// Takes back the decision that made this version of the application: the case is pending again, at
/// its old place. Sent twice, it is done once.
pub async fn undo(
    tx: &mut Tx,
    reviewer: Reviewer,
    application: i64,
    version_made: i64,
    at: Instant,
) -> Result<()> {
    lock_ties(tx).await?;
    let applicant = "SELECT applicant_id FROM application WHERE id = $1 AND superior_id = $2";
    lock_applicants(tx, applicant, application, reviewer.unit).await?;
    let seq = take_turn(tx, reviewer.unit).await?;
    let decided: Option<Decided> = decided(
        "application_id = $1 AND version_seen = $2
         AND application_id IN (SELECT id FROM application WHERE id = $1 AND superior_id = $3)",
    )
    .bind(application)
    .bind(version_made.saturating_sub(1))
    .bind(reviewer.unit)
    .optional(tx)
    .await?;
    let decided = decided.ok_or(Fault::NotFound)?;
    let outcome = Outcome::parse(&decided.outcome).ok_or(Fault::Internal)?;
    let disabled = disabled_superior(tx, reviewer).await?;
    if let Some(reason) = refusal(reviewer, outcome, &decided, disabled.as_ref(), at) {
        return Err(reason.into());
    }
    if decided.undone_at.is_some() {
        return Ok(());
    }
    take_back(tx, reviewer, &[&decided], at, seq).await?;
    let (from, to) = (outcome.state(), ApplicationState::Pending);
    Ok(moved(tx, reviewer.unit, Some(from), Some(to), 1).await?)
}

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
    // Only a unit whose case was closed may have applied again.
    if matches!(outcome, Outcome::Reject | Outcome::Terminate) {
        let applicants = "SELECT a.applicant_id FROM decision d
             JOIN application a ON a.id = d.application_id
             WHERE d.batch_id = $1 AND a.superior_id = $2";
        lock_applicants(tx, applicants, batch, reviewer.unit).await?;
    }
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

/// Why the decision stays as it is.
fn refusal(
    reviewer: Reviewer,
    outcome: Outcome,
    row: &Decided,
    disabled: Option<&Obstacle>,
    at: Instant,
) -> Option<Fault> {
    let why = if row.reviewer_id != reviewer.operator {
        Why::NotYours
    } else if row.undone_at.is_some() {
        return None;
    } else if is_late(row.decided_at, at) {
        Why::TooLate
    } else if row.present != row.version_seen + 1 || (outcome == Outcome::Approve && row.ties == 0)
    {
        Why::ChangedSince
    } else if let (Outcome::Approve, Some(unit)) = (outcome, row.child.clone()) {
        Why::ChildBound { unit }
    } else if row.others > 0 {
        Why::NewApplication
    } else {
        // Nothing waits for a unit that is disabled.
        return disabled.cloned().map(Fault::Obstacle);
    };
    Some(Fault::NotUndoable(why))
}

fn is_late(decided_at: i64, at: Instant) -> bool {
    at > Instant::from_micros(decided_at).plus_seconds(UNDO_WINDOW)
}

async fn disabled_superior(conn: &mut Conn, reviewer: Reviewer) -> sqlx::Result<Option<Obstacle>> {
    let superior = find_unit(conn, reviewer.unit).await?;
    let disabled = superior.filter(|unit| unit.disabled_at.is_some());
    Ok(disabled.map(|unit| Obstacle::SuperiorDisabled {
        superior: unit.name,
    }))
}

/// An applicant applies with its own row locked, and takes the turn after that: so do we, or its
/// new application and the old one might come to be open at the same time.
async fn lock_applicants(
    tx: &mut Tx,
    which: &'static str,
    of: i64,
    superior: i64,
) -> sqlx::Result<()> {
    sql(format!(
        "UPDATE unit SET version = version WHERE id IN ({which})"
    ))
    .bind(of)
    .bind(superior)
    .execute(tx)
    .await?;
    Ok(())
}

/// Back to pending, each with its event. `applied_at` stays, so the case returns to its place. The
/// caller keeps the counts.
async fn take_back(
    tx: &mut Tx,
    reviewer: Reviewer,
    rows: &[&Decided],
    at: Instant,
    seq: i64,
) -> sqlx::Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let which = ids(rows.iter().map(|row| row.application));
    let statements = [
        // The event first: it still sees the state that is left.
        sql(format!(
            "INSERT INTO event (unit_id, application_id, version, kind, from_state, to_state,
                actor_id, at, seq)
             SELECT applicant_id, id, version + 1, 'undone', state, 'pending', $1, $2, $3
             FROM application WHERE id IN ({which})"
        ))
        .bind(reviewer.operator)
        .bind(at)
        .bind(seq),
        sql(format!(
            "UPDATE decision SET undone_at = $1 WHERE application_id IN ({which})
             AND version_seen = (SELECT a.version - 1 FROM application a
                WHERE a.id = decision.application_id)"
        ))
        .bind(at),
        // A server's clock may be behind that of the server which made the tie.
        sql(format!(
            "UPDATE affiliation SET until_at = CASE WHEN from_at > $1 THEN from_at ELSE $1 END
             WHERE until_at IS NULL AND application_id IN ({which})
             AND unit_id IN (SELECT applicant_id FROM application WHERE id IN ({which}))"
        ))
        .bind(at),
        sql(format!(
            "UPDATE application SET state = 'pending', version = version + 1, settled_at = NULL,
                seq = $1 WHERE id IN ({which})"
        ))
        .bind(seq),
    ];
    for statement in statements {
        statement.once().execute(tx).await?;
    }
    Ok(())
}
