//! 撤销: a decision taken back by who made it, before anything was built on it.

use super::applications::stale;
use super::classify::ids;
use super::ties::{lock_ties, undo_ties};
use super::turn::{moved, take_turn};
use super::{
    Conn, Result, Reviewer, Statement, Tx, case_for_review, find_unit, relist, sql,
    tell_applicants, tell_the_left,
};
use crate::domain::{ApplicationState, Fault, Instant, Obstacle, Outcome, UNDO_WINDOW, Why};

/// A decision, and what became of its application since.
#[derive(sqlx::FromRow)]
pub(super) struct Decided {
    pub application: i64,
    present: i64,
    pub name: String,
    version_seen: i64,
    outcome: String,
    reviewer_id: i64,
    decided_at: i64,
    pub undone_at: Option<i64>,
    /// Whether the tie is still what an approval made of it: there, or gone.
    stands: i64,
    /// The superior that would be one again stands below the unit by now, or is disabled.
    barred: i64,
    /// A unit that was bound under the applicant since.
    child: Option<String>,
    /// Other open cases of the applicant, and an invitation that waits.
    others: i64,
    /// Whether a case that was closed asks for what is no longer to be asked: the unit was bound, moved or released
    /// since the decision.
    elsewhere: i64,
}

/// What became of these decisions, which are chosen first: a page of a batch is a page, however much
/// of the batch comes after it. What was bound under the applicant and is bound no longer stands on
/// nothing.
pub(super) fn decided(chosen: &str) -> Statement {
    sql(format!(
        "SELECT a.id AS application, a.version AS present, u.name, d.version_seen,
            d.outcome, d.reviewer_id, d.decided_at, d.undone_at,
            CASE WHEN a.kind = 'unbind'
                THEN 1 - (SELECT COUNT(*) FROM affiliation t
                    WHERE t.unit_id = a.applicant_id AND t.until_at IS NULL)
                ELSE (SELECT COUNT(*) FROM affiliation t WHERE t.unit_id = a.applicant_id
                    AND t.application_id = a.id AND t.until_at IS NULL) END AS stands,
            CASE WHEN a.kind = 'bind' OR d.outcome <> 'approve' THEN CAST(0 AS BIGINT)
                ELSE (SELECT COUNT(*) FROM event e JOIN unit s ON s.id = e.tie_from
                    WHERE e.application_id = a.id AND e.version = d.version_seen + 1
                    AND (s.disabled_at IS NOT NULL OR a.applicant_id IN (
                        WITH RECURSIVE chain (id) AS (
                            SELECT s.id
                            UNION
                            SELECT t.superior_id FROM affiliation t
                            JOIN chain c ON t.unit_id = c.id AND t.until_at IS NULL
                        )
                        SELECT id FROM chain))) END AS barred,
            (SELECT MIN(c.name) FROM affiliation k JOIN unit c ON c.id = k.unit_id
                WHERE k.superior_id = a.applicant_id AND k.until_at IS NULL
                AND k.from_at >= d.decided_at) AS child,
            (SELECT COUNT(*) FROM application o WHERE o.applicant_id = a.applicant_id
                AND o.id <> a.id AND o.state IN ('pending', 'returned'))
                + (SELECT COUNT(*) FROM invitation i WHERE i.applicant_id = a.applicant_id
                    AND i.state = 'waiting') AS others,
            CASE WHEN d.outcome NOT IN ('reject', 'terminate') THEN CAST(0 AS BIGINT)
                ELSE (SELECT COUNT(*) FROM affiliation t WHERE t.unit_id = a.applicant_id
                    AND ((t.until_at IS NULL AND t.from_at >= d.decided_at)
                        OR (t.from_at < d.decided_at AND t.until_at >= d.decided_at))) END AS elsewhere
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
    let Some(decided) = decided else {
        // Who sees the case is told how it stands: no decision made that version.
        return Err(
            match case_for_review(tx, reviewer.unit, application).await? {
                Some(_) => stale(tx, application).await?,
                None => Fault::NotFound.into(),
            },
        );
    };
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

/// Why the decision stays as it is.
pub(super) fn refusal(
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
    } else if row.present != row.version_seen + 1
        || row.elsewhere > 0
        || (outcome == Outcome::Approve && (row.stands == 0 || row.barred > 0))
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

pub(super) fn is_late(decided_at: i64, at: Instant) -> bool {
    at > Instant::from_micros(decided_at).plus_seconds(UNDO_WINDOW)
}

pub(super) async fn disabled_superior(
    conn: &mut Conn,
    reviewer: Reviewer,
) -> sqlx::Result<Option<Obstacle>> {
    let superior = find_unit(conn, reviewer.unit).await?;
    let disabled = superior.filter(|unit| unit.disabled_at.is_some());
    Ok(disabled.map(|unit| Obstacle::SuperiorDisabled {
        superior: unit.name,
    }))
}

/// An applicant applies with its own row locked, and takes the turn after that: so do we, or its
/// new application and the old one might come to be open at the same time.
pub(super) async fn lock_applicants(
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
pub(super) async fn take_back(
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
    let pair = |row: &&Decided| format!("({}, {})", row.application, row.version_seen);
    let pairs: Vec<String> = rows.iter().map(pair).collect();
    let pairs = pairs.join(",");
    let statements = [
        // The event first: it still sees the state that is left.
        sql(format!(
            "INSERT INTO event (unit_id, application_id, version, kind, from_state, to_state,
                actor_id, at, seq, for_id, tie_from, tie_to)
             SELECT a.applicant_id, a.id, a.version + 1, 'undone', a.state, 'pending', $1, $2, $3, $4,
                CASE WHEN a.state = 'approved' THEN (SELECT t.superior_id FROM affiliation t
                    WHERE t.unit_id = a.applicant_id AND t.until_at IS NULL) END,
                CASE WHEN a.state = 'approved' THEN (SELECT e.tie_from FROM event e
                    WHERE e.application_id = a.id AND e.version = a.version) END
             FROM application a WHERE a.id IN ({which})"
        ))
        .bind(reviewer.operator)
        .bind(at)
        .bind(seq)
        .bind(reviewer.stands_for),
        sql(format!(
            "WITH taken (id, version) AS (VALUES {pairs})
             UPDATE decision SET undone_at = $1 FROM taken
             WHERE application_id = taken.id AND version_seen = taken.version"
        ))
        .bind(at),
        sql(format!(
            "UPDATE application SET state = 'pending', version = version + 1, settled_at = NULL,
                bars_round = NULL, seq = $1 WHERE id IN ({which})"
        ))
        .bind(seq),
    ];
    // What was asked against a termination that is no more.
    sql(format!(
        "UPDATE appeal SET state = 'moot', settled_at = $1, version = version + 1
         WHERE application_id IN ({which}) AND state IN ('open', 'opined')"
    ))
    .once()
    .bind(at)
    .execute(tx)
    .await?;
    let [event, rest @ ..] = statements;
    event.once().execute(tx).await?;
    tell_applicants(tx, &which).await?;
    tell_the_left(tx, &which).await?;
    if rows
        .iter()
        .any(|row| row.outcome == Outcome::Approve.as_str())
    {
        undo_ties(tx, &which, at).await?;
    }
    for statement in rest {
        statement.once().execute(tx).await?;
    }
    // The list may have been another when it was decided.
    relist(tx, reviewer.unit, Some(&which)).await
}
