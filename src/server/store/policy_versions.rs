//! The policies there were.

use super::policy::read_policy;
use super::{Conn, sql};
use crate::domain::Policy;

#[derive(Clone, Debug)]
pub struct PolicyRow {
    pub version: i64,
    pub policy: Policy,
    /// Name of the administrator who set it, unmasked.
    pub by: String,
    pub at: i64,
}

/// At most `limit` policies before a version, the latest first.
pub async fn policy_versions(
    conn: &mut Conn,
    before: Option<i64>,
    limit: i64,
) -> sqlx::Result<Vec<PolicyRow>> {
    // In PostgreSQL a version is an INTEGER.
    let rows: Vec<(i64, String, String, i64)> = sql(
        "SELECT CAST(v.version AS BIGINT), v.body, p.name, v.at FROM policy v
         JOIN administrator d ON d.id = v.administrator_id JOIN person p ON p.id = d.person_id
         WHERE v.version < $1 ORDER BY v.version DESC LIMIT $2",
    )
    .bind(before.unwrap_or(i64::from(i32::MAX)))
    .bind(limit)
    .all(conn)
    .await?;
    let row = |(version, body, by, at): (i64, String, String, i64)| PolicyRow {
        version,
        policy: read_policy(&body),
        by,
        at,
    };
    Ok(rows.into_iter().map(row).collect())
}
