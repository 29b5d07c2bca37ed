//! 单位注册: a unit and its first operator come together, or not at all.

use super::people::{concerning, employ};
use super::persons::{add_person, not_theirs};
use super::unit_data::{Author, keep_version};
use super::{
    Act, By, Conn, Happening, Result, Tx, find_unit_by_code, index_name, note, record, sql,
};
use crate::domain::{ActKind, Fault, Field, Instant, NewPerson, Problem, Registration, Roles};
use crate::server::vault::{Purpose, Vault};
use serde_json::Value;

/// Who registers or asks: somebody who has an account, or who gets one with this password.
pub enum Comer<'a> {
    Known(i64),
    New {
        person: &'a NewPerson,
        password_hash: &'a str,
    },
}

impl Comer<'_> {
    /// The person, added where they are new.
    pub async fn enter(&self, tx: &mut Tx, vault: &Vault, at: Instant) -> Result<i64> {
        match self {
            Self::Known(person) => Ok(*person),
            Self::New {
                person,
                password_hash,
            } => match add_person(tx, vault, person, password_hash, at).await? {
                Some(id) => Ok(id),
                // Somebody came at the same instant, who may be the same person or another.
                None => Err(not_theirs().into()),
            },
        }
    }
}

/// A unit that was registered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Registered {
    pub unit: i64,
    pub operator: i64,
    pub account: String,
}

/// Registers a unit. `verified`: the policy asks for no verification, so it is verified at once.
pub async fn register(
    tx: &mut Tx,
    vault: &Vault,
    registration: &Registration,
    comer: Comer<'_>,
    verified: bool,
    at: Instant,
) -> Result<Registered> {
    let account = free_account(tx, registration).await?;
    let unit = insert(tx, vault, registration, &account, verified, at).await?;
    index_name(tx, unit, "", registration.name.as_str()).await?;
    let person = comer.enter(tx, vault, at).await?;
    let operator = employ(tx, unit, person, Roles::ALL, false, at).await?;
    keep_version(tx, unit, Author::Operator(operator), at).await?;
    record(
        tx,
        Happening {
            actor: Some(operator),
            ..Happening::new(unit, "registered", at)
        },
    )
    .await?;
    if verified {
        record(tx, Happening::new(unit, "verified", at)).await?;
    }
    let act = Act::new(ActKind::OperatorAdded, By::Operator(operator), at);
    note(tx, concerning(act, unit, person, Value::Null, "")).await?;
    Ok(Registered {
        unit,
        operator,
        account,
    })
}

async fn insert(
    tx: &mut Tx,
    vault: &Vault,
    registration: &Registration,
    account: &str,
    verified: bool,
    at: Instant,
) -> Result<i64> {
    let phone = vault.seal(Purpose::ContactPhone, registration.contact_phone.as_str());
    // Of two at once the second finds the code taken, or the account.
    let made: Option<(i64,)> = sql(
        "INSERT INTO unit (uscc, account, name, unit_type, industry, region, email, address,
            contact_name, contact_phone, verified_at, asked_at, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12)
         ON CONFLICT DO NOTHING RETURNING id",
    )
    .bind(registration.code.as_str())
    .bind(account)
    .bind(registration.name.as_str())
    .bind(registration.unit_type.code())
    .bind(registration.industry.code().to_string())
    .bind(registration.region.as_str())
    .bind(registration.email.as_str())
    .bind(registration.address.as_str())
    .bind(registration.contact_name.as_str())
    .bind(phone)
    .bind(verified.then(|| at.as_micros()))
    .bind(at)
    .optional(tx)
    .await?;
    if let Some((id,)) = made {
        return Ok(id);
    }
    Err(match find_unit_by_code(tx, &registration.code).await? {
        Some(_) => Fault::at(Field::OwnCode, Problem::CodeRegistered),
        None => Fault::at(Field::UnitAccount, Problem::Taken),
    }
    .into())
}

/// The account that was chosen, or one made of the code: its 组织机构代码, or else all of it.
async fn free_account(tx: &mut Tx, registration: &Registration) -> Result<String> {
    if let Some(account) = &registration.account {
        return match is_taken(tx, account.as_str()).await? {
            true => Err(Fault::at(Field::UnitAccount, Problem::Taken).into()),
            false => Ok(account.as_str().to_owned()),
        };
    }
    let code = registration.code.organization_code().to_lowercase();
    match is_taken(tx, &code).await? {
        true => Ok(registration.code.as_str().to_lowercase()),
        false => Ok(code),
    }
}

pub async fn is_taken(conn: &mut Conn, account: &str) -> sqlx::Result<bool> {
    let taken = sql("SELECT COUNT(*) FROM unit WHERE account = $1")
        .bind(account)
        .int(conn)
        .await?;
    Ok(taken > 0)
}
