//! 业务规则: the document that holds.

use super::{Conn, sql};
use crate::domain::{BindingPolicy, Instant};

/// The rules of binding that hold at this instant.
pub async fn binding_policy(conn: &mut Conn, at: Instant) -> sqlx::Result<BindingPolicy> {
    let row: Option<(String,)> = sql("SELECT body FROM binding_policy
         WHERE holds_from <= $1 ORDER BY version DESC LIMIT 1")
    .bind(at)
    .optional(conn)
    .await?;
    Ok(row.map_or_else(BindingPolicy::default, |(body,)| {
        serde_json::from_str(&body).unwrap_or_else(|error| {
            tracing::error!(%error, "the rules of binding can't be read; the defaults hold");
            BindingPolicy::default()
        })
    }))
}
