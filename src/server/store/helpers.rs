//! 账号找回: who can help somebody of a unit to get in again.

use super::{Conn, Statement, sql};
use crate::domain::Principal;
use crate::server::vault::{Purpose, Vault};

/// An administrator of the unit, or of its superior.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct HelperRow {
    /// Unmasked.
    pub name: String,
    /// Sealed; none for the legal person.
    pub mobile: Option<String>,
    /// 1: it is the unit's 法人账号, which has no person's name.
    pub legal: i64,
    pub unit_id: i64,
    pub unit_name: String,
}

/// Those that are told of each unit.
const TOLD: i64 = 5;

/// The unit's administrators, then its superior's.
pub async fn helpers_of(conn: &mut Conn, unit: i64) -> sqlx::Result<Vec<HelperRow>> {
    let mut found = managers_of(conn, unit).await?;
    if let Some((superior, _, _)) = super::superior_of(conn, unit).await? {
        found.extend(managers_of(conn, superior).await?);
    }
    Ok(found)
}

async fn managers_of(conn: &mut Conn, unit: i64) -> sqlx::Result<Vec<HelperRow>> {
    sql(
        "SELECT p.name, p.mobile_sealed AS mobile, o.legal, u.id AS unit_id, u.name AS unit_name
         FROM operator o JOIN person p ON p.id = o.person_id JOIN unit u ON u.id = o.unit_id
         WHERE o.unit_id = $1 AND o.manages = 1 AND o.waits = 0
           AND o.disabled_at IS NULL
         ORDER BY o.legal, o.id LIMIT $2",
    )
    .bind(unit)
    .bind(TOLD)
    .all(conn)
    .await
}

/// Where a link goes that somebody asks for who forgot their password.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct MailboxRow {
    pub unit_id: i64,
    pub unit_name: String,
    pub email: String,
    pub person_id: i64,
    /// Unmasked.
    pub name: String,
}

/// The unit's e-mail, if these two answers belong to somebody who acts for it.
pub async fn find_mailbox(
    conn: &mut Conn,
    vault: &Vault,
    unit: &str,
    principal: &Principal,
) -> sqlx::Result<Option<MailboxRow>> {
    let (column, digests) = match principal {
        Principal::Legal => return Ok(None),
        Principal::Mobile(mobile) => (
            "mobile_digest",
            vault.digests(Purpose::Mobile, mobile.as_str()),
        ),
        Principal::IdentityCard(card) => (
            "identity_digest",
            vault.digests(Purpose::IdentityCard, card.as_str()),
        ),
    };
    let places: Vec<String> = (2..digests.len() + 2).map(|n| format!("${n}")).collect();
    let found = sql(format!(
        "SELECT u.id AS unit_id, u.name AS unit_name, u.email, p.id AS person_id, p.name
         FROM person p JOIN operator o ON o.person_id = p.id JOIN unit u ON u.id = o.unit_id
         WHERE p.{column} IN ({}) AND (u.uscc = $1 OR u.account = $1) AND u.email <> ''
           AND o.waits = 0 AND o.disabled_at IS NULL AND u.disabled_at IS NULL",
        places.join(", ")
    ))
    .bind(unit);
    let found = digests.into_iter().fold(found, Statement::bind);
    found.optional(conn).await
}
