//! What was done to accounts, policy and sessions, and who looked at whose data: append-only.

use super::{Tx, sql};
use crate::domain::{ActKind, Instant};
use serde_json::Value;

/// Who did something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// The system, or somebody who is not signed in
    Nobody,
    /// By id
    Operator(i64),
    /// By id
    Administrator(i64),
}

/// An act to be written. No personal data and no secrets: whom it concerns is told by ids.
#[derive(Clone, Debug)]
pub struct Act<'a> {
    pub kind: ActKind,
    pub by: By,
    /// The unit that it concerns
    pub unit: Option<i64>,
    /// The person whom it concerns
    pub person: Option<i64>,
    /// What else is to be known, as an object; `Value::Null` where that is nothing
    pub detail: Value,
    /// The reason that was given
    pub why: &'a str,
    pub at: Instant,
}

impl Act<'_> {
    /// An act that concerns nobody in particular, to be completed by `..`.
    pub fn new(kind: ActKind, by: By, at: Instant) -> Self {
        Self {
            kind,
            by,
            unit: None,
            person: None,
            detail: Value::Null,
            why: "",
            at,
        }
    }
}

/// Puts an act on record, in the transaction that does it.
pub async fn note(tx: &mut Tx, act: Act<'_>) -> sqlx::Result<()> {
    let (operator, administrator) = match act.by {
        By::Nobody => (None, None),
        By::Operator(id) => (Some(id), None),
        By::Administrator(id) => (None, Some(id)),
    };
    let detail = match act.detail {
        Value::Null => String::new(),
        detail => detail.to_string(),
    };
    sql("INSERT INTO act
            (kind, operator_id, administrator_id, unit_id, person_id, detail, why, at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)")
    .bind(act.kind.as_str())
    .bind(operator)
    .bind(administrator)
    .bind(act.unit)
    .bind(act.person)
    .bind(detail)
    .bind(act.why)
    .bind(act.at)
    .execute(tx)
    .await?;
    Ok(())
}
