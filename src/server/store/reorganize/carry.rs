//! 同意, 驳回 and 撤回 of a proposal.

use super::super::classify::ids;
use super::super::closing::{Closing, close_cases};
use super::super::disabling::end_sessions_of_unit;
use super::super::ties::{begin_ties, end_ties, lock_ties};
use super::super::turn::take_turn;
use super::super::{
    Addressee, By, CHUNK, Happening, Result, Reviewer, Tx, lock_unit, record, sql, superior_of,
    tell, tell_the_superior,
};
use super::plan::closing_cases;
use super::{Order, ReorganizationRow, is_of, plan, reorganization};
use crate::domain::reorganization::ProposalState;
use crate::domain::{Barrier, Fault, Instant, Reason};

/// Carries the proposal out, all of it or nothing: by another person than who proposed it, and only as
/// `seen`, the digest of what was looked at, says. Sent twice, it is done once.
pub async fn agree(
    tx: &mut Tx,
    reviewer: Reviewer,
    (id, version): (i64, i64),
    seen: &str,
    at: Instant,
) -> Result<()> {
    lock_ties(tx).await?;
    let row = locked(tx, reviewer, id).await?;
    if is_repeated(&row, reviewer, ProposalState::Done) {
        return Ok(());
    }
    is_second(&row, reviewer)?;
    is_as_seen(&row, version)?;
    let order = row.order(tx).await?;
    // Nobody applies to the unit, or asks it for anything, behind what is looked at now; nor does it apply itself.
    // Its row comes before its queue, as for everybody.
    lock_unit(tx, order.unit).await?;
    take_turn(tx, order.unit).await?;
    let plan = plan(tx, &order).await?;
    if let Some(objection) = plan.view.objection {
        return Err(objection.into());
    }
    if plan.view.digest != seen {
        return Err(Fault::Changed.into());
    }
    let carrying = Closing {
        proposal: Some(id),
        ..Closing::by(reviewer, &row.why, at)
    };
    close_cases(tx, &closing_cases(&order), carrying).await?;
    for units in plan.units.chunks(CHUNK) {
        move_units(tx, units, (id, order.target), carrying).await?;
    }
    let above = match order.kind.ends_unit() {
        true => end_unit(tx, id, &order, carrying).await?,
        false => None,
    };
    // Who had the units, or the unit that ended.
    let left = match order.kind.ends_unit() {
        true => above,
        false => Some(order.unit),
    };
    tell_of(tx, (id, &order), left, carrying, reviewer).await?;
    settle(tx, id, ProposalState::Done, reviewer, ("", at)).await?;
    sql("UPDATE reorganization SET units = $2 WHERE id = $1")
        .bind(id)
        .bind(plan.view.units)
        .execute(tx)
        .await?;
    Ok(())
}

/// Tells whose branch it is, who takes the units over, and who had them that it is done; who takes them over has it in
/// its own history too.
async fn tell_of(
    tx: &mut Tx,
    (id, order): (i64, &Order),
    left: Option<i64>,
    carrying: Closing<'_>,
    reviewer: Reviewer,
) -> sqlx::Result<()> {
    let happening = |unit, kind| Happening {
        why: carrying.why,
        ..Happening::new(unit, kind, carrying.at).by(reviewer)
    };
    let done = record(tx, happening(order.unit, "reorganization_done")).await?;
    is_of(tx, id, &[done]).await?;
    if let Some(target) = order.target {
        let received = record(tx, happening(target, "reorganization_received")).await?;
        is_of(tx, id, &[received]).await?;
    }
    for unit in [Some(reviewer.unit), order.target, left]
        .into_iter()
        .flatten()
    {
        tell_the_superior(tx, done, unit).await?;
    }
    Ok(())
}

/// 驳回
pub async fn refuse_reorganization(
    tx: &mut Tx,
    reviewer: Reviewer,
    (id, version): (i64, i64),
    why: &Reason,
    at: Instant,
) -> Result<()> {
    let row = locked(tx, reviewer, id).await?;
    if is_repeated(&row, reviewer, ProposalState::Refused) {
        return Ok(());
    }
    is_second(&row, reviewer)?;
    is_as_seen(&row, version)?;
    let refused = Happening {
        why: why.as_str(),
        ..Happening::new(row.unit_id, "reorganization_refused", at).by(reviewer)
    };
    let event = record(tx, refused).await?;
    is_of(tx, id, &[event]).await?;
    tell(tx, event, Addressee::superior(reviewer.unit)).await?;
    settle(tx, id, ProposalState::Refused, reviewer, (why.as_str(), at)).await
}

/// 撤回, by who proposed it.
pub async fn withdraw_reorganization(
    tx: &mut Tx,
    reviewer: Reviewer,
    (id, version): (i64, i64),
    at: Instant,
) -> Result<()> {
    let row = locked(tx, reviewer, id).await?;
    if is_repeated(&row, reviewer, ProposalState::Withdrawn) {
        return Ok(());
    }
    if row.proposer_id != reviewer.operator {
        return Err(Fault::Forbidden(Barrier::NotProposer).into());
    }
    is_as_seen(&row, version)?;
    let withdrawn = Happening::new(row.unit_id, "reorganization_withdrawn", at);
    let event = record(tx, withdrawn.by(reviewer)).await?;
    is_of(tx, id, &[event]).await?;
    settle(tx, id, ProposalState::Withdrawn, reviewer, ("", at)).await
}

/// The proposal; of two who decide it, the second sees the first.
async fn locked(tx: &mut Tx, reviewer: Reviewer, id: i64) -> Result<ReorganizationRow> {
    sql("UPDATE reorganization SET version = version WHERE id = $1 AND superior_id = $2")
        .bind(id)
        .bind(reviewer.unit)
        .execute(tx)
        .await?;
    let row = reorganization(tx, reviewer.unit, id).await?;
    Ok(row.ok_or(Fault::NotFound)?)
}

fn is_repeated(row: &ReorganizationRow, reviewer: Reviewer, state: ProposalState) -> bool {
    row.state() == Some(state) && row.decider_id == Some(reviewer.operator)
}

/// The same person at another account is no second one, nor is who stands in for them.
fn is_second(row: &ReorganizationRow, reviewer: Reviewer) -> Result<()> {
    match row.proposer_person == reviewer.person || reviewer.acts_as(row.proposer_id) {
        true => Err(Fault::Forbidden(Barrier::OwnProposal).into()),
        false => Ok(()),
    }
}

fn is_as_seen(row: &ReorganizationRow, version: i64) -> Result<()> {
    match row.state() == Some(ProposalState::Proposed) && row.version == version {
        true => Ok(()),
        false => Err(Fault::Changed.into()),
    }
}

async fn settle(
    tx: &mut Tx,
    id: i64,
    state: ProposalState,
    reviewer: Reviewer,
    (answer, at): (&str, Instant),
) -> Result<()> {
    sql(
        "UPDATE reorganization SET state = $2, version = version + 1, decider_id = $3,
            decided_at = $4, answer = $5, decider_for = $6 WHERE id = $1",
    )
    .bind(id)
    .bind(state.as_str())
    .bind(reviewer.operator)
    .bind(at)
    .bind(answer)
    .bind(reviewer.stands_for)
    .execute(tx)
    .await?;
    Ok(())
}

/// One event and one message each; the new tie begins with the instant in which the old one ends.
async fn move_units(
    tx: &mut Tx,
    units: &[i64],
    (proposal, target): (i64, Option<i64>),
    carrying: Closing<'_>,
) -> sqlx::Result<()> {
    let which = ids(units.iter().copied());
    let events: Vec<(i64,)> = sql(format!(
        "INSERT INTO event (unit_id, kind, actor_id, why, at, tie_from, tie_to, for_id)
         SELECT t.unit_id, 'reorganized', $1, $2, $3, t.superior_id, $4, $5
         FROM affiliation t WHERE t.until_at IS NULL AND t.unit_id IN ({which}) RETURNING id"
    ))
    .once()
    .bind(carrying.actor)
    .bind(carrying.why)
    .bind(carrying.at)
    .bind(target)
    .bind(carrying.stands_for)
    .all(tx)
    .await?;
    let events: Vec<i64> = events.into_iter().map(|(id,)| id).collect();
    is_of(tx, proposal, &events).await?;
    sql(format!(
        "INSERT INTO message (unit_id, audience, event_id, at)
         SELECT unit_id, 'applies', id, at FROM event WHERE id IN ({})",
        ids(events.into_iter())
    ))
    .once()
    .execute(tx)
    .await?;
    end_ties(tx, &which, carrying.at).await?;
    if let Some(target) = target {
        let rows = format!(
            "SELECT id AS unit_id, CAST({target} AS BIGINT) AS superior_id,
                CAST(NULL AS BIGINT) AS application_id
             FROM unit WHERE id IN ({which})"
        );
        begin_ties(tx, &rows, carrying.at).await?;
    }
    Ok(())
}

/// The unit itself: released, and no longer one that anybody is bound to. Its cases, and those that
/// waited for it, are closed already. Returns the superior that it had.
async fn end_unit(
    tx: &mut Tx,
    proposal: i64,
    order: &Order,
    carrying: Closing<'_>,
) -> sqlx::Result<Option<i64>> {
    let above = superior_of(tx, order.unit).await?.map(|(id, ..)| id);
    end_ties(tx, &order.unit.to_string(), carrying.at).await?;
    sql("UPDATE unit SET disabled_at = $2 WHERE id = $1 AND disabled_at IS NULL")
        .bind(order.unit)
        .bind(carrying.at)
        .execute(tx)
        .await?;
    end_sessions_of_unit(tx, order.unit, By::Operator(carrying.actor)).await?;
    let abolished = Happening {
        actor: Some(carrying.actor),
        stands_for: carrying.stands_for,
        why: carrying.why,
        tie: (above, None),
        ..Happening::new(order.unit, "abolished", carrying.at)
    };
    let event = record(tx, abolished).await?;
    is_of(tx, proposal, &[event]).await?;
    tell(tx, event, Addressee::applicant(order.unit)).await?;
    Ok(above)
}
