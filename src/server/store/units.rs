//! 单位

use super::{Conn, Happening, Tx, call_invited, record, sql};
use crate::domain::admin::Hangs;
use crate::domain::{Instant, Uscc};

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
