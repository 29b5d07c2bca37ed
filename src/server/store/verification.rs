//! 认证: whether the platform's administrator knows a unit to be what it says it is.

use super::events::administered;
use super::{Addressee, Conn, Happening, Result, Tx, call_invited, record, sql, tell};
use crate::domain::{Fault, Instant};

/// 已认证, for the data of the version that was seen. Said twice, it is so once.
pub async fn verify_unit(
    tx: &mut Tx,
    unit: i64,
    seen: i64,
    administrator: i64,
    at: Instant,
) -> Result<()> {
    let verified = sql(
        "UPDATE unit SET verified_at = $3, returned_at = NULL, returned_why = ''
         WHERE id = $1 AND version = $2 AND verified_at IS NULL",
    )
    .bind(unit)
    .bind(seen)
    .bind(at)
    .execute(tx)
    .await?;
    match verified {
        0 => unchanged(tx, unit, seen, Asked::Verified).await,
        _ => {
            let event = administered(tx, unit, "verified", administrator, "", at).await?;
            tell(tx, event, Addressee::applicant(unit)).await?;
            call_invited(tx, unit, at).await?;
            Ok(())
        }
    }
}

/// 退回, with what is to be put right. The unit may ask again.
pub async fn return_unit(
    tx: &mut Tx,
    unit: i64,
    seen: i64,
    administrator: i64,
    why: &str,
    at: Instant,
) -> Result<()> {
    let returned = sql("UPDATE unit SET returned_at = $3, returned_why = $4
         WHERE id = $1 AND version = $2 AND verified_at IS NULL AND returned_at IS NULL")
    .bind(unit)
    .bind(seen)
    .bind(at)
    .bind(why)
    .execute(tx)
    .await?;
    match returned {
        0 => unchanged(tx, unit, seen, Asked::Returned).await,
        _ => {
            let event = administered(tx, unit, "unit_returned", administrator, why, at).await?;
            tell(tx, event, Addressee::applicant(unit)).await?;
            Ok(())
        }
    }
}

/// Asks for 认证 once more, after what was wrong is put right. Said twice, it is so once.
pub async fn ask_verification(tx: &mut Tx, unit: i64, actor: i64, at: Instant) -> Result<()> {
    let asked = sql(
        "UPDATE unit SET asked_at = $2, returned_at = NULL, returned_why = ''
         WHERE id = $1 AND verified_at IS NULL AND returned_at IS NOT NULL",
    )
    .bind(unit)
    .bind(at)
    .execute(tx)
    .await?;
    if asked == 1 {
        record(
            tx,
            Happening {
                actor: Some(actor),
                ..Happening::new(unit, "verification_asked", at)
            },
        )
        .await?;
    }
    Ok(())
}

#[derive(PartialEq, Eq)]
enum Asked {
    Verified,
    Returned,
}

/// Nothing was done: because it was done already, or because the unit is no longer what was seen.
async fn unchanged(conn: &mut Conn, unit: i64, seen: i64, asked: Asked) -> Result<()> {
    let (version, verified, returned): (i64, Option<i64>, Option<i64>) =
        sql("SELECT version, verified_at, returned_at FROM unit WHERE id = $1")
            .bind(unit)
            .optional(conn)
            .await?
            .ok_or(Fault::NotFound)?;
    let done = match asked {
        Asked::Verified => verified.is_some(),
        Asked::Returned => verified.is_none() && returned.is_some(),
    };
    match done && version == seen {
        true => Ok(()),
        false => Err(Fault::Changed.into()),
    }
}

/// What was said of the unit's data when they were returned, and whom to ask.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Verification {
    pub returned_at: Option<i64>,
    pub returned_why: String,
    pub contact_name: String,
    /// Sealed, or empty.
    pub contact_phone: String,
    pub asked_at: Option<i64>,
}

pub async fn verification_of(conn: &mut Conn, unit: i64) -> sqlx::Result<Verification> {
    sql("SELECT returned_at, returned_why, contact_name, contact_phone, asked_at FROM unit WHERE id = $1")
        .bind(unit)
        .one(conn)
        .await
}
