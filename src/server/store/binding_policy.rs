//! 业务规则: the document that holds, and those before and after it.

use super::{Act, By, Conn, Result, Tx, note, sql};
use crate::domain::admin::Rules;
use crate::domain::{ActKind, BindingPolicy, Fault, Instant};
use serde_json::json;

/// The rules of binding that hold at this instant.
pub async fn binding_policy(conn: &mut Conn, at: Instant) -> sqlx::Result<BindingPolicy> {
    let row: Option<(String,)> = sql("SELECT body FROM binding_policy
         WHERE holds_from <= $1 ORDER BY version DESC LIMIT 1")
    .bind(at)
    .optional(conn)
    .await?;
    Ok(row.map_or_else(BindingPolicy::default, |(body,)| read(&body)))
}

fn read(body: &str) -> BindingPolicy {
    serde_json::from_str(body).unwrap_or_else(|error| {
        tracing::error!(%error, "the rules of binding can't be read; the defaults hold");
        BindingPolicy::default()
    })
}

/// The number of the latest version and from when it holds; 0 while nobody has changed the defaults.
pub async fn latest_rules(conn: &mut Conn) -> sqlx::Result<(i64, Instant)> {
    let row: Option<(i64, i64)> =
        sql("SELECT version, holds_from FROM binding_policy ORDER BY version DESC LIMIT 1")
            .optional(conn)
            .await?;
    let (version, from) = row.unwrap_or_default();
    Ok((version, Instant::from_micros(from)))
}

#[derive(Clone, Debug)]
pub struct RulesRow {
    pub version: i64,
    pub policy: BindingPolicy,
    pub holds_from: i64,
    /// Name of the administrator who set them, unmasked.
    pub by: String,
    pub at: i64,
}

/// At most `limit` versions before one, the latest first.
pub async fn rules_versions(
    conn: &mut Conn,
    before: Option<i64>,
    limit: i64,
) -> sqlx::Result<Vec<RulesRow>> {
    let rows: Vec<(i64, String, i64, String, i64)> = sql(
        "SELECT v.version, v.body, v.holds_from, p.name, v.at FROM binding_policy v
         JOIN administrator d ON d.id = v.administrator_id JOIN person p ON p.id = d.person_id
         WHERE v.version < $1 ORDER BY v.version DESC LIMIT $2",
    )
    .bind(before.unwrap_or(i64::MAX))
    .bind(limit)
    .all(conn)
    .await?;
    let row = |(version, body, holds_from, by, at): (i64, String, i64, String, i64)| RulesRow {
        version,
        policy: read(&body),
        holds_from,
        by,
        at,
    };
    Ok(rows.into_iter().map(row).collect())
}

/// The next version of the rules, by an administrator who saw the version `seen`. It takes the place
/// of what was to hold later.
pub async fn set_rules(
    tx: &mut Tx,
    administrator: i64,
    seen: i64,
    rules: &Rules,
    at: Instant,
) -> Result<i64> {
    let (latest, _) = latest_rules(tx).await?;
    let body =
        serde_json::to_string(&rules.policy).map_err(|error| sqlx::Error::Encode(error.into()))?;
    let version = seen.saturating_add(1);
    // What was done earlier today was done under the rules of then.
    let holds_from = rules.holds_from.begins().max(at);
    // Of two at once the second finds the number taken.
    let written = sql(
        "INSERT INTO binding_policy (version, body, holds_from, administrator_id, at)
         VALUES ($1, $2, $3, $4, $5) ON CONFLICT (version) DO NOTHING",
    )
    .bind(version)
    .bind(body)
    .bind(holds_from)
    .bind(administrator)
    .bind(at);
    if latest != seen || written.execute(tx).await? == 0 {
        return Err(Fault::Changed.into());
    }
    let day = rules.holds_from.to_string();
    let act = Act {
        detail: json!({ "version": version, "holds_from": day, "rules": rules.policy }),
        ..Act::new(ActKind::RulesChanged, By::Administrator(administrator), at)
    };
    note(tx, act).await?;
    Ok(version)
}
