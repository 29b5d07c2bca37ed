//! 基本信息, and what it was at each version.

use super::{Error, Happening, Result, Tx, UnitRow, find_unit, index_name, policy, record, sql};
use crate::domain::{Fault, Instant, Profile};
use crate::server::vault::{Purpose, Vault};

/// 保存 of the workbench. Refused as stale when somebody saved since the form was read. Another name
/// or region of a verified unit is to be verified anew, where the policy asks for it.
pub async fn save_profile(
    tx: &mut Tx,
    vault: &Vault,
    unit: i64,
    profile: &Profile,
    seen: i64,
    actor: i64,
    at: Instant,
) -> Result<()> {
    let before = find_unit(tx, unit).await?.ok_or(Fault::NotFound)?;
    keep_first_version(tx, &before).await?;
    write(tx, vault, unit, profile, seen).await?;
    index_name(tx, unit, &before.name, profile.name()).await?;
    keep_version(tx, unit, Author::Operator(actor), at).await?;
    record(
        tx,
        Happening {
            actor: Some(actor),
            ..Happening::new(unit, "profile_saved", at)
        },
    )
    .await?;
    let moved = before.name != profile.name() || before.region != profile.region();
    if moved && before.verified_at.is_some() && policy(tx).await?.verification_required {
        sql("UPDATE unit SET verified_at = NULL, asked_at = $2 WHERE id = $1")
            .bind(unit)
            .bind(at)
            .execute(tx)
            .await?;
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

async fn write(tx: &mut Tx, vault: &Vault, unit: i64, profile: &Profile, seen: i64) -> Result<()> {
    let sealed = |purpose, text: &str| match text {
        "" => String::new(),
        text => vault.seal(purpose, text),
    };
    let saved = sql(
        "UPDATE unit SET name = $3, region = $4, industry = $5, email = $6, address = $7,
            contact_name = $8, contact_phone = $9, report_contact = $10, report_phone = $11,
            report_department = $12, version = version + 1
         WHERE id = $1 AND version = $2",
    )
    .bind(unit)
    .bind(seen)
    .bind(profile.name())
    .bind(profile.region())
    .bind(profile.industry())
    .bind(profile.email())
    .bind(profile.address())
    .bind(profile.contact_name())
    .bind(sealed(Purpose::ContactPhone, profile.contact_phone()))
    .bind(profile.report_contact())
    .bind(sealed(Purpose::ReportPhone, profile.report_phone()))
    .bind(profile.report_department())
    .execute(tx)
    .await?;
    match saved {
        0 => Err(Error::Refused(Fault::ProfileChanged)),
        _ => Ok(()),
    }
}

/// Who made a version.
#[derive(Clone, Copy, Debug)]
pub enum Author {
    Operator(i64),
    /// Nobody knows any more.
    Unknown,
}

/// Keeps 基本信息 as it is now.
pub(super) async fn keep_version(
    tx: &mut Tx,
    unit: i64,
    author: Author,
    at: Instant,
) -> sqlx::Result<()> {
    let operator = match author {
        Author::Operator(id) => Some(id),
        Author::Unknown => None,
    };
    sql("INSERT INTO unit_version
            (unit_id, version, name, unit_type, industry, region, email, address, operator_id, at)
         SELECT id, version, name, unit_type, industry, region, email, address, $2, $3
         FROM unit WHERE id = $1
         ON CONFLICT (unit_id, version) DO NOTHING")
    .bind(unit)
    .bind(operator)
    .bind(at)
    .execute(tx)
    .await?;
    Ok(())
}

/// A unit from before there were versions: what it was is kept before it is changed.
async fn keep_first_version(tx: &mut Tx, unit: &UnitRow) -> sqlx::Result<()> {
    let kept = sql("SELECT COUNT(*) FROM unit_version WHERE unit_id = $1")
        .bind(unit.id)
        .int(tx)
        .await?;
    if kept > 0 {
        return Ok(());
    }
    let since = sql("SELECT created_at FROM unit WHERE id = $1")
        .bind(unit.id)
        .int(tx)
        .await?;
    keep_version(tx, unit.id, Author::Unknown, Instant::from_micros(since)).await
}
