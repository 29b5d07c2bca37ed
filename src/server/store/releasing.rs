//! 解除下级: a superior ends the tie of a unit directly below it.

use super::closing::{Closing, close_cases};
use super::ties::{end_ties, lock_ties};
use super::turn::take_turn;
use super::{
    Addressee, Conn, Happening, Result, Reviewer, Tx, barrier, record, sql, superior_of, tell,
};
use crate::domain::{Fault, Instant, Reason};

/// Which unit is released by whom, and why.
#[derive(Clone, Copy, Debug)]
pub struct Releasing<'a> {
    pub reviewer: Reviewer,
    pub unit: i64,
    pub why: &'a Reason,
}

/// Releases the unit, and tells it. Its 解绑 that waits for this superior is moot and closed; a 变更
/// goes on without a superior to leave. Sent twice, it is done once.
pub async fn release_below(tx: &mut Tx, releasing: Releasing<'_>, at: Instant) -> Result<()> {
    let Releasing {
        reviewer,
        unit,
        why,
    } = releasing;
    lock_ties(tx).await?;
    // Before the tie ends: who asks to be released meanwhile stands in line behind this.
    take_turn(tx, reviewer.unit).await?;
    let superior = superior_of(tx, unit).await?;
    if superior.is_none_or(|(id, _, _)| id != reviewer.unit) {
        return match is_repeated(tx, releasing).await? {
            true => Ok(()),
            false => Err(Fault::NotFound.into()),
        };
    }
    if let Some(barrier) = barrier(tx, reviewer, unit).await? {
        return Err(Fault::Forbidden(barrier).into());
    }
    end_ties(tx, &unit.to_string(), at).await?;
    let released = Happening {
        why: why.as_str(),
        tie: (Some(reviewer.unit), None),
        ..Happening::new(unit, "released", at).by(reviewer)
    };
    let event = record(tx, released).await?;
    tell(tx, event, Addressee::applicant(unit)).await?;
    let moot = format!(
        "a.applicant_id = {unit} AND a.superior_id = {} AND a.kind = 'unbind'",
        reviewer.unit
    );
    let closing = Closing::by(reviewer, why.as_str(), at);
    close_cases(tx, &moot, closing).await?;
    Ok(())
}

/// Whether the unit stands directly below the reviewer's, or was released by the reviewer just before:
/// to anybody else it does not exist.
pub async fn may_be_released(conn: &mut Conn, reviewer: Reviewer, unit: i64) -> Result<()> {
    let superior = superior_of(conn, unit).await?;
    if superior.is_some_and(|(id, _, _)| id == reviewer.unit) {
        return Ok(());
    }
    match last_release(conn, unit).await? {
        Some((by, from, _)) if by == reviewer.operator && from == reviewer.unit => Ok(()),
        _ => Err(Fault::NotFound.into()),
    }
}

/// Whether exactly this is what happened to the unit's tie last.
async fn is_repeated(conn: &mut Conn, releasing: Releasing<'_>) -> sqlx::Result<bool> {
    let Releasing {
        reviewer,
        unit,
        why,
    } = releasing;
    let last = last_release(conn, unit).await?;
    Ok(last.is_some_and(|(by, from, because)| {
        by == reviewer.operator && from == reviewer.unit && because == why.as_str()
    }))
}

/// Who released the unit, from what, and why, if that is what happened to its tie last.
async fn last_release(conn: &mut Conn, unit: i64) -> sqlx::Result<Option<(i64, i64, String)>> {
    let last: Option<(String, Option<i64>, Option<i64>, String)> =
        sql("SELECT kind, actor_id, tie_from, why FROM event
         WHERE unit_id = $1 AND (tie_from IS NOT NULL OR tie_to IS NOT NULL)
         ORDER BY id DESC LIMIT 1")
        .bind(unit)
        .optional(conn)
        .await?;
    Ok(last.and_then(|(kind, by, from, why)| match kind.as_str() {
        "released" => Some((by?, from?, why)),
        _ => None,
    }))
}
