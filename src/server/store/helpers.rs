//! 账号找回: who can help somebody of a unit to get in again.

use super::{Conn, sql};

/// An administrator of the unit, or of its superior.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct HelperRow {
    /// Unmasked.
    pub name: String,
    /// Sealed; none for the legal person.
    pub mobile: Option<String>,
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
    sql("SELECT p.name, p.mobile_sealed AS mobile, u.id AS unit_id, u.name AS unit_name
         FROM operator o JOIN person p ON p.id = o.person_id JOIN unit u ON u.id = o.unit_id
         WHERE o.unit_id = $1 AND o.manages = 1 AND o.legal = 0 AND o.waits = 0
           AND o.disabled_at IS NULL
         ORDER BY o.id LIMIT $2")
    .bind(unit)
    .bind(TOLD)
    .all(conn)
    .await
}
