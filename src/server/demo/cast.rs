//! Enters the eight units of the contract: who stands behind them, and what they did.

use super::contract::{ADMINISTRATORS, Duty, EDUCATION_DEPARTMENT, UNITS, Unit};
use super::people::{Person, Rights, employ};
use crate::domain::admin::AdminAccount;
use crate::domain::{Instant, PersonName, UnitType, Uscc};
use crate::server::store::{
    Appointment, Happening, Tx, appoint, enter, index_name, record, sql, tie,
};
use crate::server::vault::{Purpose, Vault};
use anyhow::{Context, anyhow};
use std::collections::HashMap;

/// Inserts the eight units. Returns the id of 示例省教育厅.
pub(super) async fn enrol(
    tx: &mut Tx,
    vault: &Vault,
    password_hash: &str,
    at: Instant,
) -> anyhow::Result<i64> {
    let mut ids = HashMap::new();
    for unit in &UNITS {
        let id = register(tx, vault, unit, at).await?;
        let actor = staff(tx, vault, unit, id, password_hash).await?;
        if unit.entered {
            enter(tx, id, actor, at.plus_days(-150)).await?;
        }
        ids.insert(unit.uscc, id);
    }
    for unit in &UNITS {
        if let Some(superior) = unit.superior {
            let id_of = |code| {
                ids.get(code)
                    .copied()
                    .context("a superior is one of the eight")
            };
            bind(tx, id_of(unit.uscc)?, id_of(superior)?, at.plus_days(-120)).await?;
        }
    }
    appoint_all(tx, password_hash, at.plus_days(-400)).await?;
    let education = ids.get(EDUCATION_DEPARTMENT).copied();
    education.context("示例省教育厅 is one of the eight")
}

async fn appoint_all(tx: &mut Tx, password_hash: &str, at: Instant) -> anyhow::Result<()> {
    for (role, account, name) in ADMINISTRATORS {
        let appointment = Appointment {
            account: &AdminAccount::parse(account).map_err(|_| anyhow!("no account: {account}"))?,
            name: &PersonName::parse(name)?,
            role,
            password_hash,
        };
        let made = appoint(tx, appointment, at).await;
        made.map_err(|error| anyhow!("{account} can't be made: {error:?}"))?;
    }
    Ok(())
}

async fn register(tx: &mut Tx, vault: &Vault, unit: &Unit, at: Instant) -> anyhow::Result<i64> {
    let uscc = Uscc::parse(unit.uscc)?;
    let [contact, phone, department] = unit.report.unwrap_or_default();
    let phone = match phone {
        "" => String::new(),
        phone => vault.seal(Purpose::ReportPhone, phone),
    };
    let id = sql(
        "INSERT INTO unit (uscc, account, name, unit_type, industry, region, email, address,
            report_contact, report_phone, report_department, verified_at, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) RETURNING id",
    )
    .bind(uscc.as_str())
    .bind(unit.account)
    .bind(unit.name)
    .bind(UnitType::of(&uscc).code())
    .bind(unit.industry)
    .bind(unit.region)
    .bind(format!("{}@example.cn", unit.account))
    .bind(unit.address)
    .bind(contact)
    .bind(phone)
    .bind(department)
    .bind(at.plus_days(-398))
    .bind(at.plus_days(-400))
    .int(tx)
    .await?;
    index_name(tx, id, "", unit.name).await?;
    Ok(id)
}

/// The legal person and the members. Returns the first member's operator.
async fn staff(
    tx: &mut Tx,
    vault: &Vault,
    unit: &Unit,
    id: i64,
    password_hash: &str,
) -> anyhow::Result<i64> {
    let legal_person = Person {
        name: "法定代表人",
        mobile: None,
        identity_card: None,
        password_hash,
    };
    let legal = Rights {
        legal: true,
        applies: true,
        manages: true,
        ..Rights::default()
    };
    employ(tx, vault, id, legal_person, legal).await?;
    let mut first = None;
    for member in unit.members {
        let person = Person {
            name: member.name,
            mobile: Some(member.mobile),
            identity_card: Some(member.identity_card),
            password_hash,
        };
        let operator = employ(tx, vault, id, person, rights(member.duty)).await?;
        first = first.or(Some(operator));
    }
    first.context("each of the eight has a member")
}

fn rights(duty: Duty) -> Rights {
    Rights {
        legal: false,
        applies: duty != Duty::Manager,
        reviews: duty == Duty::Reviewer,
        manages: duty == Duty::Manager,
    }
}

/// A tie from before there were applications.
async fn bind(tx: &mut Tx, unit: i64, superior: i64, at: Instant) -> sqlx::Result<()> {
    tie(tx, unit, superior, at).await?;
    let bound = Happening {
        tie: (None, Some(superior)),
        ..Happening::new(unit, "bound", at)
    };
    record(tx, bound).await?;
    Ok(())
}
