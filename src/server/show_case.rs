//! From a case's records to what 审核详情 shows.

use super::caller::Caller;
use super::now;
use super::show::{events, reviewers_status, unit};
use super::store::{self, Conn, Side};
use crate::domain::views::*;
use crate::domain::{
    ApplicationState, Cursor, Fault, Instant, Key, Listing, Outcome, Tab, UNDO_WINDOW,
};

pub async fn case(
    conn: &mut Conn,
    caller: &Caller,
    application: i64,
    tab: Tab,
) -> Result<CaseView, Fault> {
    let reviewer = caller.reviewing()?;
    let case = store::case_for_review(conn, reviewer.unit, application)
        .await?
        .ok_or(Fault::NotFound)?;
    let applicant = store::find_unit(conn, case.applicant_id)
        .await?
        .ok_or(Fault::NotFound)?;
    let state = ApplicationState::parse(&case.state).ok_or(Fault::Internal)?;
    let cursor = Cursor {
        key: Key::Micros(match tab {
            Tab::Pending => case.applied_at,
            Tab::Settled => case.settled_at.unwrap_or(case.applied_at),
        }),
        id: case.id,
    };
    let (listing, unit_id) = (Listing::of_tab(tab), reviewer.unit);
    let (before, after) = (Side::Before(cursor.clone()), Side::After(cursor));
    let before = store::queue_page(conn, unit_id, &listing, &before, 1).await?;
    let after = store::queue_page(conn, unit_id, &listing, &after, 1).await?;
    let round = store::current_round(conn, now()).await?;
    Ok(CaseView {
        id: case.id,
        version: case.version,
        state,
        binding: reviewers_status(state),
        applied_at: Instant::from_micros(case.applied_at),
        unit: unit(&applicant),
        round: round.map(|round| BarredView {
            round: round.name,
            until: Instant::from_micros(round.closes_at),
        }),
        barrier: store::barrier(conn, reviewer, case.applicant_id).await?,
        decision: store::latest_decision(conn, case.id)
            .await?
            .and_then(|row| decision(row, reviewer.operator, case.version)),
        events: events(conn, case.id).await?,
        special_reason: case.special_reason,
        tab,
        previous: before.first().map(|row| row.id),
        next: after.first().map(|row| row.id),
    })
}

fn decision(row: store::DecisionRow, reader: i64, present: i64) -> Option<DecisionView> {
    let decided_at = Instant::from_micros(row.decided_at);
    // Who decided may take it back as long as nothing happened since.
    let undoable = row.reviewer_id == reader && row.version_seen + 1 == present;
    Some(DecisionView {
        outcome: Outcome::parse(&row.outcome)?,
        faulty: row.faulty == 1,
        opinion: row.opinion,
        by: store::masked_name(&row.reviewer),
        at: decided_at,
        wrong: row.wrong,
        undoable_until: undoable.then(|| decided_at.plus_seconds(UNDO_WINDOW)),
    })
}
