//! Where a case stands on the walk through the list, and what stands beside it.

use super::store::{self, CaseRow, Conn, Side, UnitRow};
use crate::domain::{Applicant, ApplicationState, Cursor, Fault, Instant, Listed, Walk};

pub struct Way {
    /// The walk, begun if it had not.
    pub walk: Walk,
    pub previous: Option<i64>,
    pub next: Option<i64>,
}

/// What a listing's filter looks at in a case.
pub fn shown<'a>(as_submitted: &'a UnitRow, case: &CaseRow) -> Applicant<'a> {
    Applicant {
        name: &as_submitted.name,
        code: &as_submitted.uscc,
        kind: &as_submitted.unit_type,
        region: &as_submitted.region,
        listed: Listed::parse(&case.listed),
        applied_at: Instant::from_micros(case.applied_at),
    }
}

pub async fn find_way(
    conn: &mut Conn,
    superior: i64,
    case: &CaseRow,
    applicant: Applicant<'_>,
    walk: Walk,
) -> Result<Way, Fault> {
    let cursor = store::walk_cursor(conn, superior, &walk.listing, case.id)
        .await?
        .ok_or(Fault::NotFound)?;
    let listed = walk.listing.filter.has(applicant)
        && ApplicationState::parse(&case.state)
            .is_some_and(|state| walk.listing.filter.has_state(state));
    let (walk, as_of) = begin(conn, superior, &cursor, listed, walk).await?;
    let (before, after) = (Side::Before(cursor.clone()), Side::After(cursor));
    let listing = &walk.listing;
    let previous = store::walk_next(conn, superior, listing, as_of, &before).await?;
    let next = store::walk_next(conn, superior, listing, as_of, &after).await?;
    Ok(Way {
        previous: previous.map(|row| row.id),
        next: next.map(|row| row.id),
        walk,
    })
}

/// A walk begins with the first case that is looked at: what the queue is then, is walked. A case
/// that the listing does not have has no place in it.
async fn begin(
    conn: &mut Conn,
    superior: i64,
    cursor: &Cursor,
    listed: bool,
    walk: Walk,
) -> Result<(Walk, i64), Fault> {
    if let Walk {
        as_of: Some(as_of),
        at: Some(_),
        of: Some(_),
        ..
    } = walk
    {
        return Ok((walk, as_of));
    }
    let as_of = store::queue_seq(conn, superior).await?;
    if !listed {
        return Ok((walk.anew(), as_of));
    }
    let (at, of) = store::walk_place(conn, superior, &walk.listing, as_of, cursor).await?;
    let walk = Walk {
        as_of: Some(as_of),
        at: Some(at),
        of: Some(of),
        ..walk
    };
    Ok((walk, as_of))
}
