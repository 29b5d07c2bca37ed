//! 安全策略: the policy that holds, and those before it.

use super::invitations::call_all_invited;
use super::{Act, By, Conn, Result, Tx, note, sql};
use crate::domain::{ActKind, Fault, Instant, Policy};
use serde_json::json;

/// The policy that holds.
pub async fn policy(conn: &mut Conn) -> sqlx::Result<Policy> {
    Ok(latest_policy(conn).await?.1)
}

/// The same with its version; 0 while nobody has changed the defaults.
pub async fn latest_policy(conn: &mut Conn) -> sqlx::Result<(i64, Policy)> {
    let row: Option<(i64, String)> =
        sql("SELECT version, body FROM policy ORDER BY version DESC LIMIT 1")
            .optional(conn)
            .await?;
    Ok(row.map_or((0, Policy::default()), |(version, body)| {
        (version, read_policy(&body))
    }))
}

/// A document that can't be read is as if there were none: the defaults are the safe side.
pub(super) fn read_policy(body: &str) -> Policy {
    serde_json::from_str(body).unwrap_or_else(|error| {
        tracing::error!(%error, "the policy can't be read; the defaults hold");
        Policy::default()
    })
}

/// The next version of the policy, by an administrator who saw the version `seen`.
pub async fn set_policy(
    tx: &mut Tx,
    administrator: i64,
    seen: i64,
    policy: &Policy,
    at: Instant,
) -> Result<i64> {
    let (latest, before) = latest_policy(tx).await?;
    let body = serde_json::to_string(policy).map_err(|error| sqlx::Error::Encode(error.into()))?;
    let version = seen + 1;
    // Of two at once the second finds the number taken.
    let written = sql(
        "INSERT INTO policy (version, body, administrator_id, at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (version) DO NOTHING",
    )
    .bind(version)
    .bind(body)
    .bind(administrator)
    .bind(at);
    if latest != seen || written.execute(tx).await? == 0 {
        return Err(Fault::ProfileChanged.into());
    }
    if before.verification_required && !policy.verification_required {
        call_all_invited(tx, at).await?;
    }
    let act = Act {
        detail: json!({ "version": version, "policy": policy }),
        ..Act::new(ActKind::PolicyChanged, By::Administrator(administrator), at)
    };
    note(tx, act).await?;
    Ok(version)
}
