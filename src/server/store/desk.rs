//! 绑定审核: what a superior's reviewer sees and decides. Every query is scoped to the reviewer's
//! unit: to anybody else the application does not exist.

use super::applications::{lock_application, stale, unfit};
use super::ties::{lock_ties, tie};
use super::{
    Conn, Error, Happening, Result, Tx, UnitRow, ancestors_reach, find_unit, record, sql,
    superior_of,
};
use crate::domain::{ApplicationState, Barrier, Decision, Fault, Instant, Obstacle, Outcome};

/// The reviewer who decides, and the unit for which.
#[derive(Clone, Copy, Debug)]
pub struct Reviewer {
    pub operator: i64,
    pub person: i64,
    pub unit: i64,
}

#[derive(Clone, Debug, sqlx::FromRow)]
pub struct CaseRow {
    pub id: i64,
    pub applicant_id: i64,
    pub state: String,
    pub version: i64,
    pub special_reason: String,
    pub applied_at: i64,
    pub settled_at: Option<i64>,
}

/// The application, if it is addressed to this unit.
pub async fn case_for_review(
    conn: &mut Conn,
    superior: i64,
    application: i64,
) -> sqlx::Result<Option<CaseRow>> {
    sql(
        "SELECT id, applicant_id, state, version, special_reason, applied_at, settled_at
         FROM application WHERE id = $1 AND superior_id = $2",
    )
    .bind(application)
    .bind(superior)
    .optional(conn)
    .await
}

/// The name of the unit that applies, if it applies to this superior.
pub async fn applicant_name(
    conn: &mut Conn,
    superior: i64,
    application: i64,
) -> sqlx::Result<Option<String>> {
    let found: Option<(String,)> = sql("SELECT u.name
         FROM application a JOIN unit u ON u.id = a.applicant_id
         WHERE a.id = $1 AND a.superior_id = $2")
    .bind(application)
    .bind(superior)
    .optional(conn)
    .await?;
    Ok(found.map(|(name,)| name))
}

#[derive(Clone, Debug, sqlx::FromRow)]
pub struct DecisionRow {
    pub outcome: String,
    pub faulty: i64,
    pub opinion: String,
    /// Unmasked.
    pub reviewer: String,
    pub decided_at: i64,
}

/// The decision that stands last on an application.
pub async fn latest_decision(
    conn: &mut Conn,
    application: i64,
) -> sqlx::Result<Option<DecisionRow>> {
    sql(
        "SELECT d.outcome, d.faulty, d.opinion, p.name AS reviewer, d.decided_at
         FROM decision d JOIN operator o ON o.id = d.reviewer_id JOIN person p ON p.id = o.person_id
         WHERE d.application_id = $1 ORDER BY d.version_seen DESC LIMIT 1",
    )
    .bind(application)
    .optional(conn)
    .await
}

/// What keeps this reviewer from deciding for this applicant: acting for both units.
pub async fn barrier(
    conn: &mut Conn,
    reviewer: Reviewer,
    applicant: i64,
) -> sqlx::Result<Option<Barrier>> {
    let acting = sql("SELECT COUNT(*) FROM operator
         WHERE person_id = $1 AND unit_id = $2 AND disabled_at IS NULL")
    .bind(reviewer.person)
    .bind(applicant)
    .int(conn)
    .await?;
    Ok((acting > 0).then_some(Barrier::ActsForBoth))
}

/// Decides one application. Sent twice, it is one decision with one answer; against a version that
/// is no longer the present one nothing changes.
pub async fn decide(
    tx: &mut Tx,
    reviewer: Reviewer,
    decision: &Decision,
    at: Instant,
) -> Result<()> {
    if decision.outcome() == Outcome::Approve {
        lock_ties(tx).await?;
    }
    decide_locked(tx, reviewer, decision, None, at).await
}

/// Decides many in one transaction, each under the rules of [`decide`]: one result per row, in the
/// order given. Only a failing database fails the whole.
pub async fn decide_batch(
    tx: &mut Tx,
    reviewer: Reviewer,
    decisions: &[Decision],
    batch: &str,
    at: Instant,
) -> sqlx::Result<Vec<std::result::Result<(), Fault>>> {
    lock_ties(tx).await?;
    let mut results = Vec::with_capacity(decisions.len());
    for decision in decisions {
        match decide_locked(tx, reviewer, decision, Some(batch), at).await {
            Ok(()) => results.push(Ok(())),
            Err(Error::Refused(fault)) => results.push(Err(fault)),
            Err(Error::Database(error)) => return Err(error),
        }
    }
    Ok(results)
}

async fn decide_locked(
    tx: &mut Tx,
    reviewer: Reviewer,
    decision: &Decision,
    batch: Option<&str>,
    at: Instant,
) -> Result<()> {
    lock_application(tx, decision.application()).await?;
    let case = case_for_review(tx, reviewer.unit, decision.application())
        .await?
        .ok_or(Fault::NotFound)?;
    if let Some(barrier) = barrier(tx, reviewer, case.applicant_id).await? {
        return Err(Error::Refused(Fault::Forbidden(barrier)));
    }
    let pending = case.state == ApplicationState::Pending.as_str();
    if !pending || case.version != decision.version() {
        return match is_repeated(tx, reviewer, decision, case.version).await? {
            true => Ok(()),
            false => Err(stale(tx, case.id).await?),
        };
    }
    if decision.outcome() == Outcome::Approve {
        let applicant = find_unit(tx, case.applicant_id)
            .await?
            .ok_or(Fault::NotFound)?;
        let superior = find_unit(tx, reviewer.unit).await?.ok_or(Fault::NotFound)?;
        if let Some(obstacle) = obstacle_to_approval(tx, &applicant, &superior).await? {
            return Err(obstacle.into());
        }
        tie(tx, applicant.id, superior.id, case.id, at).await?;
    }
    settle(tx, reviewer, &case, decision, batch, at).await
}

/// Whether exactly this decision, by this reviewer, made the present version.
async fn is_repeated(
    conn: &mut Conn,
    reviewer: Reviewer,
    decision: &Decision,
    present: i64,
) -> sqlx::Result<bool> {
    let same = sql("SELECT COUNT(*) FROM decision
         WHERE application_id = $1 AND version_seen = $2 AND reviewer_id = $3 AND outcome = $4
           AND faulty = $5 AND opinion = $6")
    .bind(decision.application())
    .bind(decision.version())
    .bind(reviewer.operator)
    .bind(decision.outcome().as_str())
    .bind(decision.faulty())
    .bind(decision.opinion())
    .int(conn)
    .await?;
    Ok(same > 0 && present == decision.version() + 1)
}

/// The rules once more, under the lock that lets no other tie come between.
async fn obstacle_to_approval(
    conn: &mut Conn,
    applicant: &UnitRow,
    superior: &UnitRow,
) -> sqlx::Result<Option<Obstacle>> {
    if let Some(obstacle) = unfit(applicant, superior) {
        return Ok(Some(obstacle));
    }
    if let Some((_, present, _)) = superior_of(conn, applicant.id).await? {
        return Ok(Some(Obstacle::BoundElsewhere { superior: present }));
    }
    let circle = ancestors_reach(conn, superior.id, applicant.id).await?;
    Ok(circle.then(|| Obstacle::Circle {
        superior: superior.name.clone(),
    }))
}

async fn settle(
    tx: &mut Tx,
    reviewer: Reviewer,
    case: &CaseRow,
    decision: &Decision,
    batch: Option<&str>,
    at: Instant,
) -> Result<()> {
    let state = decision.outcome().state();
    sql(
        "UPDATE application SET state = $3, version = version + 1, settled_at = $4
         WHERE id = $1 AND version = $2",
    )
    .bind(case.id)
    .bind(case.version)
    .bind(state.as_str())
    .bind(at)
    .execute(tx)
    .await?;
    sql(
        "INSERT INTO decision (application_id, outcome, faulty, opinion, reviewer_id, version_seen,
            batch, decided_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(case.id)
    .bind(decision.outcome().as_str())
    .bind(decision.faulty())
    .bind(decision.opinion())
    .bind(reviewer.operator)
    .bind(case.version)
    .bind(batch)
    .bind(at)
    .execute(tx)
    .await?;
    let decided = Happening {
        unit: case.applicant_id,
        application: Some((case.id, case.version + 1)),
        kind: "decided",
        from: Some(ApplicationState::Pending),
        to: Some(state),
        actor: Some(reviewer.operator),
        why: decision.opinion(),
        at,
        seq: None,
    };
    Ok(record(tx, decided).await?)
}
