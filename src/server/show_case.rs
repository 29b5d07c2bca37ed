//! From a case's records to what 审核详情 shows.

use super::caller::Caller;
use super::case_walk::{find_way, shown};
use super::show::{self, events, reviewers_status, unit, waited};
use super::store::{self, CaseRow, Conn, Reviewer, SubmissionRow, UnitRow};
use super::{now, regions};
use crate::domain::views::*;
use crate::domain::{
    ApplicationKind, ApplicationState, Consent, DataField, Fault, Instant, Listed, Outcome,
    RegionCode, UNDO_WINDOW, Uscc, Walk, WrongField, last_moment,
};

pub async fn case(
    conn: &mut Conn,
    caller: &Caller,
    application: i64,
    walk: Walk,
) -> Result<CaseView, Fault> {
    let reviewer = caller.reviewing()?;
    let case = store::case_for_review(conn, reviewer.unit, application)
        .await?
        .ok_or(Fault::NotFound)?;
    let applicant = store::find_unit(conn, case.applicant_id)
        .await?
        .ok_or(Fault::NotFound)?;
    let state = ApplicationState::parse(&case.state).ok_or(Fault::Internal)?;
    let now_unit = SubmissionRow::now(&applicant, &case.special_reason);
    let submitted = store::latest_submissions(conn, case.id).await?;
    let latest = submitted.first().unwrap_or(&now_unit);
    let as_submitted = latest.unit(&applicant);
    let way = find_way(
        conn,
        reviewer.unit,
        &case,
        shown(&as_submitted, &case),
        walk,
    )
    .await?;
    let kind = ApplicationKind::parse(&case.kind).unwrap_or_default();
    let superiors_if_approved = match state {
        ApplicationState::Pending if kind.ties() => chain_over(conn, reviewer).await?,
        _ => Vec::new(),
    };
    let superior = store::superior_of(conn, case.applicant_id).await?;
    let stands_below = superior.is_some_and(|(id, ..)| id == reviewer.unit);
    let decided = store::latest_decision(conn, case.id).await?;
    let round = store::current_round(conn, now()).await?;
    let rules = store::binding_policy(conn, now()).await?;
    Ok(CaseView {
        id: case.id,
        version: case.version,
        kind,
        left: case.left_superior.clone(),
        consent: Consent::parse(&case.consent).unwrap_or_default(),
        state,
        binding: reviewers_status(stands_below),
        listed: listed(conn, reviewer, &case, &as_submitted.uscc).await?,
        applied_at: Instant::from_micros(case.applied_at),
        waited: waited(conn, case.applied_at, case.settled_at).await?,
        review_days: rules.review_days,
        outcomes: offered(kind, rules.offered()),
        special_reason: latest.special_reason.clone(),
        differences: differences(latest, &now_unit, submitted.get(1), &applicant),
        named_last: match (state, &decided) {
            (ApplicationState::Pending, Some(decided)) => {
                named_last(&decided.wrong, latest, submitted.get(1))
            }
            _ => Vec::new(),
        },
        code_region: code_region(&as_submitted.uscc),
        unit: unit(&as_submitted),
        superiors: store::chain_above(conn, case.applicant_id).await?,
        superiors_if_approved,
        earlier: earlier(conn, reviewer, &case).await?,
        round: round.map(|round| BarredView {
            round: round.name,
            until: last_moment(round.closes_at),
        }),
        barrier: store::barrier(conn, reviewer, case.applicant_id).await?,
        decision: decided.and_then(|row| decision(row, reviewer.operator, case.version)),
        events: events(conn, case.id).await?,
        canned: canned(conn, reviewer).await?,
        walk: way.walk,
        previous: way.previous,
        next: way.next,
    })
}

/// Nobody is barred from binding because it asks to be released.
fn offered(kind: ApplicationKind, outcomes: Vec<Outcome>) -> Vec<Outcome> {
    let fits = |outcome: &Outcome| *outcome != Outcome::Terminate || kind.ties();
    outcomes.into_iter().filter(fits).collect()
}

/// How a case that waits stands to the unit's list.
async fn listed(
    conn: &mut Conn,
    reviewer: Reviewer,
    case: &CaseRow,
    code: &str,
) -> Result<Option<ListedView>, Fault> {
    let waits = case.state == ApplicationState::Pending.as_str();
    let Some(listed) = Listed::parse(&case.listed).filter(|_| waits) else {
        return Ok(None);
    };
    let name = match listed {
        Listed::Renamed => store::expected_name(conn, reviewer.unit, code).await?,
        Listed::Match | Listed::Unlisted => None,
    };
    Ok(Some(ListedView { listed, name }))
}

/// The walk as it is before the case is decided, after which the listing may not have it.
pub async fn begun(
    conn: &mut Conn,
    caller: &Caller,
    application: i64,
    walk: Walk,
) -> Result<Walk, Fault> {
    match walk.as_of {
        Some(_) => Ok(walk),
        None => Ok(case(conn, caller, application, walk).await?.walk),
    }
}

/// The case that was decided just before this page; none where the address says what is not so.
pub async fn done(
    conn: &mut Conn,
    caller: &Caller,
    application: i64,
) -> Result<Option<DoneView>, Fault> {
    let Ok(Reviewer { unit, .. }) = caller.reviewing() else {
        return Ok(None);
    };
    let case = store::case_for_review(conn, unit, application).await?;
    let name = store::applicant_name(conn, unit, application).await?;
    let done = |(case, name): (CaseRow, String)| {
        let state = ApplicationState::parse(&case.state)?;
        let id = case.id;
        (state != ApplicationState::Pending).then_some(DoneView { id, name, state })
    };
    Ok(case.zip(name).and_then(done))
}

/// The reviewer's unit, and what stands above it.
async fn chain_over(conn: &mut Conn, reviewer: Reviewer) -> Result<Vec<String>, Fault> {
    let superior = store::find_unit(conn, reviewer.unit).await?;
    let mut chain: Vec<String> = superior.map(|unit| unit.name).into_iter().collect();
    chain.append(&mut store::chain_above(conn, reviewer.unit).await?);
    Ok(chain)
}

/// The fields that are not what was submitted last: now, or the time before.
fn differences(
    latest: &SubmissionRow,
    now: &SubmissionRow,
    before: Option<&SubmissionRow>,
    applicant: &UnitRow,
) -> Vec<Difference> {
    let other = |other: &SubmissionRow, field: DataField| {
        let differs = other.value(field) != latest.value(field);
        differs.then(|| in_words(other, field, applicant))
    };
    let difference = |field: DataField| {
        let before = before.and_then(|before| other(before, field));
        let now = other(now, field);
        (now.is_some() || before.is_some()).then_some(Difference { field, now, before })
    };
    DataField::ALL.into_iter().filter_map(difference).collect()
}

/// What was named when the case was returned, and whether it was submitted as something else since.
fn named_last(
    wrong: &[WrongField],
    latest: &SubmissionRow,
    before: Option<&SubmissionRow>,
) -> Vec<NamedLast> {
    let changed = |field| before.is_some_and(|before| before.value(field) != latest.value(field));
    let named = wrong.iter().map(|named| NamedLast {
        field: named.field,
        why: named.why.as_str().to_owned(),
        changed: changed(named.field),
    });
    named.collect()
}

/// A field as the screen shows it.
fn in_words(submitted: &SubmissionRow, field: DataField, applicant: &UnitRow) -> String {
    let unit = unit(&submitted.unit(applicant));
    match field {
        DataField::Name => unit.name,
        DataField::UnitType => unit.unit_type,
        DataField::Industry => unit.industry,
        DataField::Region => unit.region,
        DataField::Email => unit.email,
        DataField::Address => unit.address,
        DataField::SpecialReason => submitted.special_reason.clone(),
    }
}

fn code_region(code: &str) -> Option<String> {
    let code = Uscc::parse(code).ok()?;
    regions::full_name(&RegionCode::parse(code.region_digits()).ok()?)
}

async fn earlier(
    conn: &mut Conn,
    reviewer: Reviewer,
    case: &CaseRow,
) -> Result<Vec<EarlierView>, Fault> {
    let rows = store::earlier_cases(conn, reviewer.unit, case).await?;
    let view = |row: store::EarlierRow| {
        Some(EarlierView {
            id: row.id,
            applied_at: Instant::from_micros(row.applied_at),
            state: ApplicationState::parse(&row.state)?,
            opinion: row.opinion.unwrap_or_default(),
        })
    };
    Ok(rows.into_iter().filter_map(view).collect())
}

async fn canned(conn: &mut Conn, reviewer: Reviewer) -> Result<Vec<CannedView>, Fault> {
    let rows = store::canned_of_unit(conn, reviewer.unit).await?;
    let view = |row: store::CannedOfUnit| {
        Some(CannedView {
            id: row.id,
            outcome: Outcome::parse(&row.outcome)?,
            text: row.text,
        })
    };
    Ok(rows.into_iter().filter_map(view).collect())
}

fn decision(row: store::DecisionRow, reader: i64, present: i64) -> Option<DecisionView> {
    let decided_at = Instant::from_micros(row.decided_at);
    let until = decided_at.plus_seconds(UNDO_WINDOW);
    // Who decided may take it back as long as nothing happened since.
    let undoable = row.reviewer_id == reader && row.version_seen + 1 == present && now() <= until;
    Some(DecisionView {
        outcome: Outcome::parse(&row.outcome)?,
        faulty: row.faulty == 1,
        opinion: row.opinion,
        by: show::who_decided(&row.reviewer, row.stood_for.as_deref()),
        at: decided_at,
        wrong: row.wrong,
        undoable_until: undoable.then_some(until),
    })
}
