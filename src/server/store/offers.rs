//! A role that is offered to somebody who has an account already. Whoever adds them knows their numbers, not whether the
//! account of these numbers is theirs: somebody else may have registered with them first. So the link is handed to the
//! person, and with it and the account's password they take the role. Only the link's hash is kept, of the newest one.

use super::applications::lock_unit;
use super::links::LINK_MINUTES;
use super::people::{concerning, in_words, locked};
use super::{Act, By, Conn, Managing, Result, Tx, note, sql};
use crate::domain::{ActKind, Fault, Instant, Roles};
use serde_json::json;

/// Notes that an operator, who waits, is offered their role.
pub(super) async fn offer(tx: &mut Tx, operator: i64) -> sqlx::Result<()> {
    sql("INSERT INTO offer (operator_id) VALUES ($1)")
        .bind(operator)
        .execute(tx)
        .await?;
    Ok(())
}

/// If there is one.
pub(super) async fn withdraw_offer(tx: &mut Tx, operator: i64) -> sqlx::Result<()> {
    sql("DELETE FROM offer WHERE operator_id = $1")
        .bind(operator)
        .execute(tx)
        .await?;
    Ok(())
}

/// Makes a link to take the role with, in place of the one before. It works as long as one that sets a password.
pub async fn make_offer(
    tx: &mut Tx,
    managing: Managing,
    operator: i64,
    token_hash: &str,
    at: Instant,
) -> Result<Instant> {
    let row = locked(tx, managing, operator).await?;
    let until = at.plus_seconds(LINK_MINUTES * 60);
    let made = sql("UPDATE offer SET token_hash = $2, expires_at = $3 WHERE operator_id = $1")
        .bind(operator)
        .bind(token_hash)
        .bind(until)
        .execute(tx)
        .await?;
    if made == 0 {
        return Err(Fault::Changed.into());
    }
    let act = Act::new(ActKind::LinkMade, managing.by(), at);
    let detail = json!({ "by": "offer" });
    note(tx, concerning(act, row.unit_id, row.person_id, detail, "")).await?;
    Ok(until)
}

/// What is offered to whom, as long as the link works.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct OfferRow {
    pub operator_id: i64,
    pub unit_id: i64,
    pub unit_name: String,
    pub person_id: i64,
    /// Unmasked.
    pub name: String,
    pub applies: i64,
    pub reviews: i64,
    pub manages: i64,
}

impl OfferRow {
    pub fn roles(&self) -> Roles {
        Roles {
            applies: self.applies == 1,
            reviews: self.reviews == 1,
            manages: self.manages == 1,
        }
    }
}

pub async fn find_offer(
    conn: &mut Conn,
    token_hash: &str,
    at: Instant,
) -> sqlx::Result<Option<OfferRow>> {
    sql(
        "SELECT f.operator_id, o.unit_id, u.name AS unit_name, o.person_id, p.name, o.applies,
            o.reviews, o.manages
         FROM offer f JOIN operator o ON o.id = f.operator_id JOIN unit u ON u.id = o.unit_id
            JOIN person p ON p.id = o.person_id
         WHERE f.token_hash = $1 AND f.expires_at > $2",
    )
    .bind(token_hash)
    .bind(at)
    .optional(conn)
    .await
}

/// The person takes the role, which spends the link. Whether it is them, the caller has asked.
pub async fn accept_offer(tx: &mut Tx, token_hash: &str, at: Instant) -> Result<()> {
    let found = find_offer(tx, token_hash, at).await?;
    let offer = found.ok_or(Fault::LinkSpent)?;
    lock_unit(tx, offer.unit_id).await?;
    let spent = sql("DELETE FROM offer WHERE token_hash = $1")
        .bind(token_hash)
        .execute(tx)
        .await?;
    if spent == 0 {
        return Err(Fault::LinkSpent.into());
    }
    sql("UPDATE operator SET waits = 0, since_at = $2, version = version + 1 WHERE id = $1")
        .bind(offer.operator_id)
        .bind(at)
        .execute(tx)
        .await?;
    let (by, roles) = (By::Operator(offer.operator_id), in_words(offer.roles()));
    let act = Act::new(ActKind::OperatorAdmitted, by, at);
    Ok(note(
        tx,
        concerning(act, offer.unit_id, offer.person_id, roles, ""),
    )
    .await?)
}
