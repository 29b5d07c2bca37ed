//! 代审: who stands in for a reviewer, and when.

use super::{
    Act, Addressee, By, Conn, Happening, Result, Reviewer, Tx, note, record, sql, tell, tell_person,
};
use crate::domain::delegation::Delegation;
use crate::domain::{ActKind, Fault, Field, Instant, Problem};
use serde_json::json;

#[derive(Clone, Debug, sqlx::FromRow)]
pub struct DelegationRow {
    pub id: i64,
    pub from_operator_id: i64,
    /// Unmasked.
    pub from_name: String,
    pub to_name: String,
    pub from_at: i64,
    pub until_at: i64,
    pub why: String,
    pub ended_at: Option<i64>,
}

/// The unit's delegations, the latest first.
pub async fn delegations(
    conn: &mut Conn,
    unit: i64,
    limit: i64,
) -> sqlx::Result<Vec<DelegationRow>> {
    sql(
        "SELECT d.id, d.from_operator_id, f.name AS from_name, t.name AS to_name, d.from_at,
            d.until_at, d.why, d.ended_at
         FROM delegation d
         JOIN operator fo ON fo.id = d.from_operator_id JOIN person f ON f.id = fo.person_id
         JOIN operator so ON so.id = d.to_operator_id JOIN person t ON t.id = so.person_id
         WHERE d.unit_id = $1 ORDER BY d.id DESC LIMIT $2",
    )
    .bind(unit)
    .bind(limit)
    .all(conn)
    .await
}

/// Who may stand in.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct StandIn {
    pub operator: i64,
    /// Unmasked.
    pub name: String,
    /// Sealed.
    pub mobile: Option<String>,
}

/// The operators of the unit who don't review in their own right: they may stand in.
pub async fn stand_ins(conn: &mut Conn, unit: i64) -> sqlx::Result<Vec<StandIn>> {
    sql(
        "SELECT o.id AS operator, p.name, p.mobile_sealed AS mobile FROM operator o JOIN person p ON p.id = o.person_id
         WHERE o.unit_id = $1 AND o.reviews = 0 AND o.legal = 0 AND o.waits = 0
           AND o.disabled_at IS NULL
         ORDER BY o.id LIMIT 200",
    )
    .bind(unit)
    .all(conn)
    .await
}

/// Those for whom an operator stands in at a time, as what comes after FROM: `d` is the delegation. Of
/// the two the names are said as they stand in the query.
pub(super) fn standing_in(operator: &str, at: &str) -> String {
    format!(
        "delegation d JOIN operator f ON f.id = d.from_operator_id AND f.reviews = 1
            AND f.waits = 0 AND f.disabled_at IS NULL
         WHERE d.to_operator_id = {operator} AND d.ended_at IS NULL AND d.from_at <= {at}
            AND d.until_at > {at}"
    )
}

/// Whether operator `o` reviews at a time: in their own right, or for somebody.
pub(super) fn reviews_at(at: &str) -> String {
    format!(
        "(o.reviews = 1 OR EXISTS (SELECT 1 FROM {}))",
        standing_in("o.id", at)
    )
}

/// Hands the reviewer's queue over, and tells who stands in, and whoever else reviews. Who was named must be one of [`stand_ins`].
pub async fn hand_queue_over(
    tx: &mut Tx,
    reviewer: Reviewer,
    delegation: &Delegation,
    at: Instant,
) -> Result<i64> {
    let offered = stand_ins(tx, reviewer.unit).await?;
    if !offered.iter().any(|one| one.operator == delegation.to) {
        return Err(Fault::at(Field::StandsIn, Problem::NotOffered).into());
    }
    let delegated = Happening {
        actor: Some(reviewer.operator),
        why: delegation.why.as_str(),
        ..Happening::new(reviewer.unit, "delegated", at)
    };
    let event = record(tx, delegated).await?;
    tell(tx, event, Addressee::superior(reviewer.unit)).await?;
    // The days may begin later, so whoever stands in may not be one of the reviewers yet.
    tell_person(tx, event, reviewer.unit, delegation.to).await?;
    let id = sql("INSERT INTO delegation
            (unit_id, from_operator_id, to_operator_id, from_at, until_at, why, made_at, event_id)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id")
    .bind(reviewer.unit)
    .bind(reviewer.operator)
    .bind(delegation.to)
    .bind(delegation.from)
    .bind(delegation.until)
    .bind(delegation.why.as_str())
    .bind(at)
    .bind(event)
    .int(tx)
    .await?;
    let act = Act {
        unit: Some(reviewer.unit),
        detail: json!({ "delegation": id, "to": delegation.to, "until": delegation.until }),
        why: delegation.why.as_str(),
        ..Act::new(ActKind::Delegated, By::Operator(reviewer.operator), at)
    };
    note(tx, act).await?;
    Ok(id)
}

/// Ends a delegation of one's own before its time, and tells whoever heard of it. Said twice, it is so once.
pub async fn end_delegation(
    tx: &mut Tx,
    reviewer: Reviewer,
    delegation: i64,
    at: Instant,
) -> Result<()> {
    let own = "SELECT to_operator_id FROM delegation WHERE id = $1 AND from_operator_id = $2";
    let own = sql(own).bind(delegation).bind(reviewer.operator);
    let Some((stands_in,)) = own.optional::<(i64,)>(tx).await? else {
        return Err(Fault::NotFound.into());
    };
    let ended = sql("UPDATE delegation SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL")
        .bind(delegation)
        .bind(at)
        .execute(tx)
        .await?;
    if ended == 0 {
        return Ok(());
    }
    let over = Happening {
        actor: Some(reviewer.operator),
        ..Happening::new(reviewer.unit, "delegation_ended", at)
    };
    let event = record(tx, over).await?;
    sql("UPDATE delegation SET ended_event_id = $2 WHERE id = $1")
        .bind(delegation)
        .bind(event)
        .execute(tx)
        .await?;
    tell(tx, event, Addressee::superior(reviewer.unit)).await?;
    tell_person(tx, event, reviewer.unit, stands_in).await?;
    let by = By::Operator(reviewer.operator);
    let act = Act {
        unit: Some(reviewer.unit),
        detail: json!({ "delegation": delegation }),
        ..Act::new(ActKind::DelegationEnded, by, at)
    };
    note(tx, act).await?;
    Ok(())
}
