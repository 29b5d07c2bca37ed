//! 停用 and 恢复使用 of a unit, by an administrator.

use super::closing::{Disabling, close_queue};
use super::events::administered;
use super::ties::lock_ties;
use super::turn::take_turn;
use super::{By, Tx, call_invited, end_sessions_where, sql, tell_all_below};
use crate::domain::{ApplicationState, Ended, Instant};

/// Disables a unit. Nobody acts for it from now on, the open applications to it are closed with the reason and never come
/// back, and the units below it hear of it. Returns how many were closed.
pub async fn disable(
    tx: &mut Tx,
    unit: i64,
    administrator: i64,
    why: &str,
    at: Instant,
) -> sqlx::Result<u64> {
    // Before all else, as for everybody: who ties units to it looks at it under this lock.
    lock_ties(tx).await?;
    let disabled = sql("UPDATE unit SET disabled_at = $2 WHERE id = $1 AND disabled_at IS NULL")
        .bind(unit)
        .bind(at)
        .execute(tx)
        .await?;
    if disabled == 0 {
        return Ok(0);
    }
    let event = administered(tx, unit, "disabled", administrator, why, at).await?;
    end_sessions_of_unit(tx, unit, By::Administrator(administrator)).await?;
    let seq = take_turn(tx, unit).await?;
    let disabling = Disabling {
        administrator,
        why,
        at,
    };
    let mut closed = 0;
    for state in [ApplicationState::Pending, ApplicationState::Returned] {
        closed += close_queue(tx, unit, state, (disabling, seq)).await?;
    }
    // Under both locks: nobody comes below it any more.
    tell_all_below(tx, event, unit).await?;
    Ok(closed)
}

/// Nobody acts for the unit any more; whoever does is told why.
pub(super) async fn end_sessions_of_unit(tx: &mut Tx, unit: i64, by: By) -> sqlx::Result<u64> {
    let of = "operator_id IN (SELECT id FROM operator WHERE unit_id = $1)";
    end_sessions_where(tx, (of, unit), Ended::UnitDisabled, by).await
}

/// Lets a unit be what it was. Applications that were closed stay closed.
pub async fn enable(
    tx: &mut Tx,
    unit: i64,
    administrator: i64,
    why: &str,
    at: Instant,
) -> sqlx::Result<()> {
    let enabled =
        sql("UPDATE unit SET disabled_at = NULL WHERE id = $1 AND disabled_at IS NOT NULL")
            .bind(unit)
            .execute(tx)
            .await?;
    if enabled == 1 {
        let event = administered(tx, unit, "enabled", administrator, why, at).await?;
        tell_all_below(tx, event, unit).await?;
        call_invited(tx, unit, at).await?;
    }
    Ok(())
}
