//! 经办人 and 法人: who may sign in for a unit.

use super::{Conn, Statement, sql};
use crate::domain::Principal;
use crate::server::vault::{Purpose, Vault};

/// What a sign-in is checked against: of an operator of a unit, or of an administrator.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Credentials {
    pub person_id: i64,
    pub operator_id: Option<i64>,
    pub unit_id: Option<i64>,
    pub administrator_id: Option<i64>,
    pub password_hash: String,
    /// 1: a second factor is in use.
    pub has_factor: i64,
    /// 1: nobody may act for the unit any more.
    pub unit_disabled: i64,
}

/// What [`Credentials`] are read from, of a person `p`, an operator `o` and its unit `u`.
const OF_OPERATOR: &str = "p.id AS person_id, o.id AS operator_id, o.unit_id,
    CAST(NULL AS BIGINT) AS administrator_id, p.password_hash,
    CASE WHEN p.totp_since IS NULL THEN CAST(0 AS BIGINT) ELSE 1 END AS has_factor,
    CASE WHEN u.disabled_at IS NULL THEN CAST(0 AS BIGINT) ELSE 1 END AS unit_disabled";

/// The operator that belongs to the unit (its code or 法人账号) and to the mobile or identity card.
pub async fn find_operator(
    conn: &mut Conn,
    vault: &Vault,
    unit: &str,
    principal: &Principal,
) -> sqlx::Result<Option<Credentials>> {
    let (column, digests) = match principal {
        Principal::Legal => return find_legal_person(conn, unit).await,
        Principal::Mobile(mobile) => (
            "mobile_digest",
            vault.digests(Purpose::Mobile, mobile.as_str()),
        ),
        Principal::IdentityCard(card) => (
            "identity_digest",
            vault.digests(Purpose::IdentityCard, card.as_str()),
        ),
    };
    let binds = (2..).take(digests.len()).map(|n| format!("${n}"));
    let found = sql(format!(
        "SELECT {OF_OPERATOR}
         FROM person p JOIN operator o ON o.person_id = p.id JOIN unit u ON u.id = o.unit_id
         WHERE p.{column} IN ({}) AND (u.uscc = $1 OR u.account = $1)
           AND o.legal = 0 AND o.waits = 0
           AND o.disabled_at IS NULL",
        binds.collect::<Vec<_>>().join(", ")
    ))
    .bind(unit);
    digests
        .into_iter()
        .fold(found, Statement::bind)
        .optional(conn)
        .await
}

/// What is kept sealed of a person, or of a unit, and whose it is.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct SealedOf {
    pub person_id: Option<i64>,
    pub unit_id: i64,
    pub sealed: String,
}

/// What is kept of an operator, whether they may sign in now or not; `within`: only if they are of
/// this unit. `column` is a name of ours, not data.
pub async fn find_sealed(
    conn: &mut Conn,
    within: Option<i64>,
    operator: i64,
    column: &'static str,
) -> sqlx::Result<Option<SealedOf>> {
    sql(format!(
        "SELECT o.person_id, o.unit_id, p.{column} AS sealed
         FROM operator o JOIN person p ON p.id = o.person_id
         WHERE o.id = $1 AND p.{column} IS NOT NULL AND o.unit_id = COALESCE($2, o.unit_id)"
    ))
    .bind(operator)
    .bind(within)
    .optional(conn)
    .await
}

/// The same of a unit's 联系电话.
pub async fn find_sealed_of_unit(
    conn: &mut Conn,
    within: Option<i64>,
    unit: i64,
) -> sqlx::Result<Option<SealedOf>> {
    sql(
        "SELECT CAST(NULL AS BIGINT) AS person_id, id AS unit_id, contact_phone AS sealed FROM unit
         WHERE id = $1 AND contact_phone <> '' AND id = COALESCE($2, id)",
    )
    .bind(unit)
    .bind(within)
    .optional(conn)
    .await
}

/// The legal person, who signs in with 法人账号 or the code.
async fn find_legal_person(conn: &mut Conn, account: &str) -> sqlx::Result<Option<Credentials>> {
    sql(format!(
        "SELECT {OF_OPERATOR}
         FROM unit u JOIN operator o ON o.unit_id = u.id JOIN person p ON p.id = o.person_id
         WHERE (u.account = $1 OR u.uscc = $1) AND o.legal = 1 AND o.waits = 0
           AND o.disabled_at IS NULL"
    ))
    .bind(account)
    .optional(conn)
    .await
}

/// One of 三员, by account.
pub async fn find_administrator_credentials(
    conn: &mut Conn,
    account: &str,
) -> sqlx::Result<Option<Credentials>> {
    sql(
        "SELECT p.id AS person_id, CAST(NULL AS BIGINT) AS operator_id,
            CAST(NULL AS BIGINT) AS unit_id, a.id AS administrator_id, p.password_hash,
            CASE WHEN p.totp_since IS NULL THEN CAST(0 AS BIGINT) ELSE 1 END AS has_factor,
            CAST(0 AS BIGINT) AS unit_disabled
         FROM administrator a JOIN person p ON p.id = a.person_id
         WHERE a.account = $1 AND a.disabled_at IS NULL",
    )
    .bind(account)
    .optional(conn)
    .await
}
