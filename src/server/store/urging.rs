//! 催办: the applicant asks whoever it waits for to hurry.

use super::consents::CONSENT_NOW;
use super::{Addressee, Happening, Result, Tx, record, sql, tell};
use crate::domain::{ApplicationState, Fault, Instant};

/// Asks to hurry about a case that waits. `may`: says of when it was submitted, and last urged, whether
/// that is long enough ago.
pub async fn urge(
    tx: &mut Tx,
    applicant: i64,
    application: i64,
    actor: i64,
    at: Instant,
    may: impl Fn(Instant, Option<Instant>) -> bool,
) -> Result<()> {
    super::applications::lock_application(tx, application).await?;
    // Until the superior that is left has consented, it is the one that is waited for.
    let found: Option<(i64, String, i64, Option<i64>)> = sql(format!(
        "SELECT CASE WHEN {CONSENT_NOW} = 'asked' THEN a.from_superior_id ELSE a.superior_id END,
            a.state, a.applied_at, a.urged_at FROM application a
         WHERE a.id = $1 AND a.applicant_id = $2"
    ))
    .bind(application)
    .bind(applicant)
    .optional(tx)
    .await?;
    let (waited_for, state, applied_at, urged_at) = found.ok_or(Fault::NotFound)?;
    if state != ApplicationState::Pending.as_str() {
        return Err(super::applications::stale(tx, application).await?);
    }
    let urged_at = urged_at.map(Instant::from_micros);
    if !may(Instant::from_micros(applied_at), urged_at) {
        return Err(Fault::TooSoon.into());
    }
    sql("UPDATE application SET urged_at = $2 WHERE id = $1")
        .bind(application)
        .bind(at)
        .execute(tx)
        .await?;
    let urged = Happening {
        about: Some(application),
        from: Some(ApplicationState::Pending),
        to: Some(ApplicationState::Pending),
        actor: Some(actor),
        ..Happening::new(applicant, "urged", at)
    };
    let event = record(tx, urged).await?;
    Ok(tell(tx, event, Addressee::superior(waited_for)).await?)
}
