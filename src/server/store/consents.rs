//! 转出: what a superior that a unit leaves says to it.

use super::turn::{moved, take_turn};
use super::{Addressee, Conn, Happening, Result, Reviewer, Tx, barrier, record, sql, tell};
use crate::domain::{ApplicationState, Consent, Fault, Instant};

/// A unit that asks to leave this superior.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct LeavingRow {
    pub id: i64,
    pub version: i64,
    pub unit: String,
    pub uscc: String,
    /// The superior that it would have.
    pub superior: String,
    pub special_reason: String,
    pub consent: String,
    pub applied_at: i64,
}

/// What the consent of the application `a` is now: nobody is asked any more once the unit was released, moved, or
/// its superior disabled, in which nobody could answer.
pub(super) const CONSENT_NOW: &str = "CASE WHEN a.consent = 'asked' AND NOT EXISTS (
        SELECT 1 FROM affiliation l JOIN unit lu ON lu.id = l.superior_id
        WHERE l.unit_id = a.applicant_id AND l.until_at IS NULL
          AND l.superior_id = a.from_superior_id AND lu.disabled_at IS NULL)
     THEN 'none' ELSE a.consent END";

/// The units that wait for this superior's consent to leave it, the oldest first.
pub async fn leaving(
    conn: &mut Conn,
    superior: i64,
    after: i64,
    limit: i64,
) -> sqlx::Result<Vec<LeavingRow>> {
    sql(format!(
        "SELECT a.id, a.version, u.name AS unit, u.uscc, s.name AS superior, a.special_reason,
            a.consent, a.applied_at
         FROM application a JOIN unit u ON u.id = a.applicant_id
         JOIN unit s ON s.id = a.superior_id
         WHERE a.from_superior_id = $1 AND a.state = 'pending' AND a.consent = 'asked'
           AND {CONSENT_NOW} = 'asked' AND a.id > $2
         ORDER BY a.id LIMIT $3"
    ))
    .bind(superior)
    .bind(after)
    .bind(limit)
    .all(conn)
    .await
}

/// What the reviewer of the superior that is left says, for the version that was seen.
pub struct Answer<'a> {
    pub application: i64,
    pub version: i64,
    pub consents: bool,
    pub why: &'a str,
}

/// 同意转出, or not: then the case is closed with the reason. Sent twice, it is one answer.
pub async fn answer_leaving(
    tx: &mut Tx,
    reviewer: Reviewer,
    answer: Answer<'_>,
    at: Instant,
) -> Result<()> {
    let found: Option<(i64, i64)> = sql("SELECT superior_id, applicant_id FROM application
         WHERE id = $1 AND from_superior_id = $2")
    .bind(answer.application)
    .bind(reviewer.unit)
    .optional(tx)
    .await?;
    let (superior, applicant) = found.ok_or(Fault::NotFound)?;
    let seq = take_turn(tx, superior).await?;
    super::applications::lock_application(tx, answer.application).await?;
    if let Some(barrier) = barrier(tx, reviewer, applicant).await? {
        return Err(Fault::Forbidden(barrier).into());
    }
    let (state, version, consent): (String, i64, String) = sql(format!(
        "SELECT a.state, a.version, {CONSENT_NOW} FROM application a WHERE a.id = $1"
    ))
    .bind(answer.application)
    .one(tx)
    .await?;
    if consent == Consent::Given.as_str() && answer.consents {
        return Ok(());
    }
    let asked = consent == Consent::Asked.as_str();
    if state != ApplicationState::Pending.as_str() || version != answer.version || !asked {
        return Err(super::applications::stale(tx, answer.application).await?);
    }
    let event = match answer.consents {
        true => give(tx, reviewer, applicant, &answer, seq, at).await?,
        false => refuse(tx, reviewer, (applicant, superior), &answer, seq, at).await?,
    };
    tell(tx, event, Addressee::applicant(applicant)).await?;
    Ok(tell(tx, event, Addressee::superior(superior)).await?)
}

async fn give(
    tx: &mut Tx,
    reviewer: Reviewer,
    applicant: i64,
    answer: &Answer<'_>,
    seq: i64,
    at: Instant,
) -> Result<i64> {
    sql("UPDATE application SET consent = 'given', version = version + 1, seq = $2 WHERE id = $1")
        .bind(answer.application)
        .bind(seq)
        .execute(tx)
        .await?;
    let given = Happening {
        application: Some((answer.application, answer.version + 1)),
        from: Some(ApplicationState::Pending),
        to: Some(ApplicationState::Pending),
        why: answer.why,
        seq: Some(seq),
        ..Happening::new(applicant, "consent_given", at).by(reviewer)
    };
    Ok(record(tx, given).await?)
}

async fn refuse(
    tx: &mut Tx,
    reviewer: Reviewer,
    (applicant, superior): (i64, i64),
    answer: &Answer<'_>,
    seq: i64,
    at: Instant,
) -> Result<i64> {
    sql(
        "UPDATE application SET state = 'closed', version = version + 1, settled_at = $2, seq = $3
         WHERE id = $1",
    )
    .bind(answer.application)
    .bind(at)
    .bind(seq)
    .execute(tx)
    .await?;
    let (from, to) = (ApplicationState::Pending, ApplicationState::Closed);
    let refused = Happening {
        application: Some((answer.application, answer.version + 1)),
        from: Some(from),
        to: Some(to),
        why: answer.why,
        seq: Some(seq),
        ..Happening::new(applicant, "consent_refused", at).by(reviewer)
    };
    let event = record(tx, refused).await?;
    moved(tx, superior, Some(from), Some(to), 1).await?;
    Ok(event)
}
