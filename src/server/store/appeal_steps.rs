//! 申诉, settled: one person of the superior says what should be, another makes it so.

use super::appeals::{APPEAL, happening};
use super::bars::{LiftedBy, lift};
use super::{
    Addressee, AppealRow, Happening, Result, Reviewer, Tx, barrier, lock_unit, record, sql, tell,
};
use crate::domain::{AppealState, AppealStep, AppealText, Barrier, Fault, Instant};

/// What a person of the superior does about an appeal of the version that they saw.
pub async fn settle_appeal(
    tx: &mut Tx,
    reviewer: Reviewer,
    appeal: i64,
    seen: i64,
    step: &AppealStep,
    at: Instant,
) -> Result<()> {
    let found = sql(format!("{APPEAL} WHERE p.id = $1 AND p.superior_id = $2"));
    let found: Option<AppealRow> = found.bind(appeal).bind(reviewer.unit).optional(tx).await?;
    let unit = found.ok_or(Fault::NotFound)?.unit_id;
    // The applicant withdraws and applies, and an administrator lifts, with this row held.
    lock_unit(tx, unit).await?;
    let found = sql(format!("{APPEAL} WHERE p.id = $1"));
    let row: AppealRow = found.bind(appeal).one(tx).await?;
    if let Some(barrier) = barrier(tx, reviewer, unit).await? {
        return Err(Fault::Forbidden(barrier).into());
    }
    if is_repeated(&row, reviewer, seen, step) {
        return Ok(());
    }
    match step {
        AppealStep::Opine { agrees, why } => {
            expect(&row, AppealState::Open, seen)?;
            opine(tx, reviewer, &row, *agrees, why, at).await
        }
        AppealStep::Consent => {
            expect(&row, AppealState::Opined, seen)?;
            not_second(&row, reviewer)?;
            consent(tx, reviewer, &row, at).await
        }
        AppealStep::Object { why } => {
            expect(&row, AppealState::Opined, seen)?;
            not_second(&row, reviewer)?;
            object(tx, reviewer, &row, why, at).await
        }
        AppealStep::TakeBack => {
            expect(&row, AppealState::Opined, seen)?;
            if row.opined_by != Some(reviewer.operator) {
                return Err(Fault::Forbidden(Barrier::NotFirst).into());
            }
            take_back(tx, reviewer, &row, at).await
        }
    }
}

fn expect(row: &AppealRow, state: AppealState, seen: i64) -> Result<()> {
    match row.state() == state && row.version == seen {
        true => Ok(()),
        false => Err(Fault::Changed.into()),
    }
}

/// Neither who spoke first, nor who terminated the case, nor who stands in for them: two persons at least have looked at it, and
/// one of them anew.
fn not_second(row: &AppealRow, reviewer: Reviewer) -> Result<()> {
    let is = |operator: Option<i64>| operator.is_some_and(|id| reviewer.acts_as(id));
    let barrier = if is(row.opined_by) {
        Barrier::NotSecond
    } else if is(row.terminated_by) {
        Barrier::Terminated
    } else {
        return Ok(());
    };
    Err(Fault::Forbidden(barrier).into())
}

/// Whether this person has just done this.
fn is_repeated(row: &AppealRow, reviewer: Reviewer, seen: i64, step: &AppealStep) -> bool {
    let me = Some(reviewer.operator);
    match step {
        AppealStep::Opine { agrees, why } => {
            row.state() == AppealState::Opined
                && row.opined_by == me
                && row.agrees == Some(i64::from(*agrees))
                && row.opinion == why.as_str()
        }
        AppealStep::Consent => row.consented_by == me,
        AppealStep::Object { .. } => false,
        // Whoever opened it again: what was said of that version stands no more.
        AppealStep::TakeBack => row.state() == AppealState::Open && row.version == seen + 1,
    }
}

async fn opine(
    tx: &mut Tx,
    reviewer: Reviewer,
    row: &AppealRow,
    agrees: bool,
    why: &AppealText,
    at: Instant,
) -> Result<()> {
    sql(
        "UPDATE appeal SET state = 'opined', agrees = $2, opinion = $3, opined_by = $4,
            opined_at = $5, opined_for = $6, version = version + 1 WHERE id = $1",
    )
    .bind(row.id)
    .bind(agrees)
    .bind(why.as_str())
    .bind(reviewer.operator)
    .bind(at)
    .bind(reviewer.stands_for)
    .execute(tx)
    .await?;
    // Colleagues hear that a second person is needed; the unit hears of what comes of it.
    tell_colleagues(tx, reviewer, row, "appeal_opined", why.as_str(), at).await
}

async fn object(
    tx: &mut Tx,
    reviewer: Reviewer,
    row: &AppealRow,
    why: &AppealText,
    at: Instant,
) -> Result<()> {
    open_again(tx, row).await?;
    tell_colleagues(tx, reviewer, row, "appeal_reopened", why.as_str(), at).await
}

/// Whoever may speak speaks anew, also who could not have been the second before.
async fn take_back(tx: &mut Tx, reviewer: Reviewer, row: &AppealRow, at: Instant) -> Result<()> {
    open_again(tx, row).await?;
    tell_colleagues(tx, reviewer, row, "appeal_taken_back", "", at).await
}

async fn open_again(tx: &mut Tx, row: &AppealRow) -> Result<()> {
    sql(
        "UPDATE appeal SET state = 'open', agrees = NULL, opinion = '', opined_by = NULL,
            opined_for = NULL, opined_at = NULL, version = version + 1 WHERE id = $1",
    )
    .bind(row.id)
    .execute(tx)
    .await?;
    Ok(())
}

async fn tell_colleagues(
    tx: &mut Tx,
    reviewer: Reviewer,
    row: &AppealRow,
    kind: &str,
    why: &str,
    at: Instant,
) -> Result<()> {
    let (unit, case, actor) = (row.unit_id, row.application_id, reviewer.operator);
    let happening = Happening {
        why,
        ..happening(unit, case, actor, kind, at).by(reviewer)
    };
    let event = record(tx, happening).await?;
    Ok(tell(tx, event, Addressee::superior(row.superior_id)).await?)
}

/// What the first person said is done.
async fn consent(tx: &mut Tx, reviewer: Reviewer, row: &AppealRow, at: Instant) -> Result<()> {
    let agrees = row.agrees == Some(1);
    let (state, kind) = match agrees {
        true => (AppealState::Agreed, "appeal_agreed"),
        false => (AppealState::Refused, "appeal_refused"),
    };
    sql(
        "UPDATE appeal SET state = $2, consented_by = $3, settled_at = $4, consented_for = $5,
            version = version + 1 WHERE id = $1",
    )
    .bind(row.id)
    .bind(state.as_str())
    .bind(reviewer.operator)
    .bind(at)
    .bind(reviewer.stands_for)
    .execute(tx)
    .await?;
    let (unit, case, actor) = (row.unit_id, row.application_id, reviewer.operator);
    let settled = Happening {
        why: &row.opinion,
        ..happening(unit, case, actor, kind, at).by(reviewer)
    };
    let event = record(tx, settled).await?;
    tell(tx, event, Addressee::applicant(unit)).await?;
    if agrees {
        let by = LiftedBy::Appeal(row.id, reviewer);
        let event = lift(tx, unit, (case, row.case_version), by, &row.opinion, at).await?;
        tell(tx, event, Addressee::superior(row.superior_id)).await?;
    }
    Ok(())
}
