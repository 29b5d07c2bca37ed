//! 审核: one decision, and the writing of many of one kind.

use super::classify::{AtDesk, Ground, classify, ids};
use super::obstacles::round_for;
use super::ties::{carry_out, lock_ties};
use super::turn::{moved, take_turn};
use super::wrong::name_wrong;
use super::{Conn, Result, Reviewer, Tx, sql, tell_applicants, tell_the_left, wrong_fields};
use crate::domain::template::{fill, has_placeholder};
use crate::domain::{
    ApplicationKind, ApplicationState, ChosenRow, Decision, Fault, Instant, Outcome,
};

/// What is said of every application of one settling.
pub(super) struct Verdict<'a> {
    pub reviewer: Reviewer,
    pub outcome: Outcome,
    pub faulty: bool,
    /// May hold placeholders.
    pub opinion: &'a str,
    pub batch: Option<i64>,
    pub at: Instant,
    /// The number of the superior's queue.
    pub seq: i64,
}

/// Decides one application. Sent twice, it is one decision with one answer; against a version that
/// is no longer the present one nothing changes.
pub async fn decide(
    tx: &mut Tx,
    reviewer: Reviewer,
    decision: &Decision,
    at: Instant,
) -> Result<()> {
    let outcome = decision.outcome();
    let seq = take_locks(tx, reviewer.unit, outcome).await?;
    let ground = Ground::of(tx, reviewer, at).await?;
    let chosen = ChosenRow {
        application: decision.application(),
        version: decision.version(),
    };
    let judged = classify(tx, &ground, outcome, &[chosen]).await?.pop();
    let judged = judged.ok_or(Fault::NotFound)?;
    let case = judged.case.ok_or(Fault::NotFound)?;
    match judged.result {
        Ok(()) => {}
        Err(Fault::Stale(_)) if is_repeated(tx, reviewer, decision, &case).await? => return Ok(()),
        Err(fault) => return Err(fault.into()),
    }
    let verdict = Verdict {
        reviewer,
        outcome,
        faulty: decision.faulty(),
        opinion: decision.opinion(),
        batch: None,
        at,
        seq,
    };
    settle(tx, &verdict, &[&case]).await?;
    name_wrong(tx, chosen.application, chosen.version, decision.wrong()).await?;
    let (from, to) = (ApplicationState::Pending, outcome.state());
    Ok(moved(tx, reviewer.unit, Some(from), Some(to), 1).await?)
}

/// All that deciding holds until the end of the transaction, in the order in which everybody takes
/// it. Returns the number of the queue: from here on no application of the superior changes but by
/// this transaction.
pub(super) async fn take_locks(tx: &mut Tx, superior: i64, outcome: Outcome) -> sqlx::Result<i64> {
    if outcome == Outcome::Approve {
        lock_ties(tx).await?;
    }
    take_turn(tx, superior).await
}

/// Whether exactly this decision, by this reviewer, made the present version.
async fn is_repeated(
    conn: &mut Conn,
    reviewer: Reviewer,
    decision: &Decision,
    case: &AtDesk,
) -> sqlx::Result<bool> {
    let same = sql("SELECT COUNT(*) FROM decision d
         JOIN application a ON a.id = d.application_id AND a.version = d.version_seen + 1
         WHERE d.application_id = $1 AND d.version_seen = $2 AND d.reviewer_id = $3
           AND d.outcome = $4 AND d.faulty = $5 AND d.opinion = $6")
    .bind(decision.application())
    .bind(decision.version())
    .bind(reviewer.operator)
    .bind(decision.outcome().as_str())
    .bind(decision.faulty())
    .bind(fill(decision.opinion(), case.addressee()))
    .int(conn)
    .await?;
    if same == 0 {
        return Ok(false);
    }
    let wrong = wrong_fields(conn, decision.application(), decision.version()).await?;
    Ok(wrong == decision.wrong())
}

/// Writes the verdict on each of the cases, which are pending and known to allow it: the tie, the
/// decision, the event, the new state. The caller keeps the counts.
pub(super) async fn settle(
    tx: &mut Tx,
    verdict: &Verdict<'_>,
    cases: &[&AtDesk],
) -> sqlx::Result<()> {
    if cases.is_empty() {
        return Ok(());
    }
    let which = ids(cases.iter().map(|case| case.application()));
    write_decisions(tx, verdict, cases, &which).await?;
    write_events(tx, verdict, &which).await?;
    tell_applicants(tx, &which).await?;
    tell_the_left(tx, &which).await?;
    if verdict.outcome == Outcome::Approve {
        carry_out(tx, &which, verdict.at).await?;
    }
    let bars = match verdict.outcome {
        Outcome::Terminate => barred_for(tx, verdict.at).await?,
        _ => String::new(),
    };
    sql(format!(
        "UPDATE application SET state = $1, version = version + 1, settled_at = $2, seq = $3{bars}
         WHERE id IN ({which})"
    ))
    .once()
    .bind(verdict.outcome.state().as_str())
    .bind(verdict.at)
    .bind(verdict.seq)
    .execute(tx)
    .await?;
    Ok(())
}

/// 终止审核 bars for the round of now: what is said after its round is over bars for the one that
/// began since. Where there is none, it is the case's own.
async fn barred_for(conn: &mut Conn, at: Instant) -> sqlx::Result<String> {
    let round = round_for(conn, ApplicationKind::Bind, at).await?;
    Ok(match round {
        Some(round) => format!(", bars_round = {}", round.id),
        None => ", bars_round = round_id".to_owned(),
    })
}

/// The events say which tie the approval ends and which one it makes: they come before it is done.
async fn write_events(tx: &mut Tx, verdict: &Verdict<'_>, which: &str) -> sqlx::Result<()> {
    let ties = match verdict.outcome {
        Outcome::Approve => {
            "(SELECT t.superior_id FROM affiliation t
              WHERE t.unit_id = a.applicant_id AND t.until_at IS NULL),
             CASE WHEN a.kind <> 'unbind' THEN a.superior_id END"
        }
        Outcome::Return | Outcome::Reject | Outcome::Terminate => {
            "CAST(NULL AS BIGINT), CAST(NULL AS BIGINT)"
        }
    };
    sql(format!(
        "INSERT INTO event (unit_id, application_id, version, kind, from_state, to_state, actor_id,
            why, at, seq, for_id, tie_from, tie_to)
         SELECT a.applicant_id, a.id, a.version + 1, 'decided', a.state, $1, $2, d.opinion, $3, $4,
            d.for_id, {ties}
         FROM application a
         JOIN decision d ON d.application_id = a.id AND d.version_seen = a.version
         WHERE a.id IN ({which})"
    ))
    .once()
    .bind(verdict.outcome.state().as_str())
    .bind(verdict.reviewer.operator)
    .bind(verdict.at)
    .bind(verdict.seq)
    .execute(tx)
    .await?;
    Ok(())
}

async fn write_decisions(
    tx: &mut Tx,
    verdict: &Verdict<'_>,
    cases: &[&AtDesk],
    which: &str,
) -> sqlx::Result<()> {
    let (with, opinion, from) = match has_placeholder(verdict.opinion) {
        false => (String::new(), "$6", "application a".to_owned()),
        true => {
            let values: Vec<String> = (cases.iter().enumerate())
                .map(|(n, case)| format!("(CAST({} AS BIGINT), ${})", case.application(), n + 6))
                .collect();
            (
                format!(
                    "WITH filled (id, opinion) AS (VALUES {}) ",
                    values.join(",")
                ),
                "f.opinion",
                "filled f JOIN application a ON a.id = f.id".to_owned(),
            )
        }
    };
    let stands_for = match verdict.reviewer.stands_for {
        Some(reviewer) => format!("CAST({reviewer} AS BIGINT)"),
        None => "CAST(NULL AS BIGINT)".to_owned(),
    };
    let mut statement = sql(format!(
        "{with}INSERT INTO decision (application_id, outcome, faulty, opinion, reviewer_id,
            version_seen, batch_id, decided_at, for_id)
         SELECT a.id, $1, $2, {opinion}, $3, a.version, $4, $5, {stands_for} FROM {from} WHERE a.id IN ({which})"
    ))
    .once()
    .bind(verdict.outcome.as_str())
    .bind(verdict.faulty)
    .bind(verdict.reviewer.operator)
    .bind(verdict.batch)
    .bind(verdict.at);
    if has_placeholder(verdict.opinion) {
        for case in cases {
            statement = statement.bind(fill(verdict.opinion, case.addressee()));
        }
    } else {
        statement = statement.bind(verdict.opinion);
    }
    statement.execute(tx).await?;
    Ok(())
}
