//! 单位

use super::closing::{Disabling, close_queue};
use super::events::administered;
use super::turn::take_turn;
use super::{
    By, Conn, Happening, Tx, call_invited, end_sessions_where, record, sql, tell_all_below,
};
use crate::domain::admin::Hangs;
use crate::domain::{ApplicationState, Ended, Instant, Uscc};

#[derive(Clone, Debug, sqlx::FromRow)]
pub struct UnitRow {
    pub id: i64,
    pub uscc: String,
    pub name: String,
    pub unit_type: String,
    pub industry: String,
    pub region: String,
    pub email: String,
    pub address: String,
    pub report_contact: String,
    /// Sealed, or empty.
    pub report_phone: String,
    pub report_department: String,
    pub verified_at: Option<i64>,
    pub entered_at: Option<i64>,
    pub disabled_at: Option<i64>,
    pub version: i64,
}

const UNIT: &str = "SELECT id, uscc, name, unit_type, industry, region, email, address,
    report_contact, report_phone, report_department, verified_at, entered_at, disabled_at, version
    FROM unit";

pub async fn find_unit(conn: &mut Conn, id: i64) -> sqlx::Result<Option<UnitRow>> {
    sql(format!("{UNIT} WHERE id = $1"))
        .bind(id)
        .optional(conn)
        .await
}

/// The unit with exactly this code: a search never lists units to somebody who does not know it.
pub async fn find_unit_by_code(conn: &mut Conn, code: &Uscc) -> sqlx::Result<Option<UnitRow>> {
    sql(format!("{UNIT} WHERE uscc = $1"))
        .bind(code.as_str())
        .optional(conn)
        .await
}

/// The unit by its code or 法人账号, as who signs in types it.
pub async fn find_unit_typed(conn: &mut Conn, typed: &str) -> sqlx::Result<Option<UnitRow>> {
    sql(format!("{UNIT} WHERE uscc = $1 OR account = $1"))
        .bind(typed)
        .optional(conn)
        .await
}

/// The code of the unit that is meant by a code or a 法人账号; of none, what was typed.
pub async fn code_typed(conn: &mut Conn, typed: &str) -> sqlx::Result<String> {
    let found: Option<(String,)> = sql("SELECT uscc FROM unit WHERE uscc = $1 OR account = $1")
        .bind(typed)
        .optional(conn)
        .await?;
    Ok(found.map_or_else(|| typed.to_owned(), |(code,)| code))
}

/// Notes that the unit entered 大人才一体化, once.
pub async fn enter(tx: &mut Tx, unit: i64, actor: i64, at: Instant) -> sqlx::Result<()> {
    let first = sql("UPDATE unit SET entered_at = $2 WHERE id = $1 AND entered_at IS NULL")
        .bind(unit)
        .bind(at)
        .execute(tx)
        .await?;
    if first == 1 {
        let entered = Happening {
            actor: Some(actor),
            ..Happening::new(unit, "entered", at)
        };
        record(tx, entered).await?;
        call_invited(tx, unit, at).await?;
    }
    Ok(())
}

/// Disables a unit. Nobody acts for it from now on, the open applications to it are closed with the reason and never come
/// back, and the units below it hear of it. Returns how many were closed.
pub async fn disable(
    tx: &mut Tx,
    unit: i64,
    administrator: i64,
    why: &str,
    at: Instant,
) -> sqlx::Result<u64> {
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
    // In its turn: nobody comes below it any more.
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

/// When 合并 or 撤销 ended a unit, the last time.
pub async fn abolished_at(conn: &mut Conn, unit: i64) -> sqlx::Result<Option<Instant>> {
    let (at,): (Option<i64>,) =
        sql("SELECT MAX(at) FROM event WHERE unit_id = $1 AND kind = 'abolished'")
            .bind(unit)
            .one(conn)
            .await?;
    Ok(at.map(Instant::from_micros))
}

/// What disabling the unit would touch.
pub async fn hanging_on(conn: &mut Conn, unit: i64) -> sqlx::Result<Hangs> {
    let (waiting, below): (i64, i64) = sql("SELECT
            COALESCE((SELECT n FROM queue_count WHERE superior_id = $1 AND state = 'pending'), 0),
            COALESCE((SELECT children FROM subtree WHERE unit_id = $1), 0)")
    .bind(unit)
    .one(conn)
    .await?;
    Ok(Hangs { waiting, below })
}
