//! Who is added, asks to act for a unit, and is let in or not.

use super::super::applications::lock_unit;
use super::super::links::spend_links;
use super::super::offers::{offer, withdraw_offer};
use super::super::persons::{add_person, administers, lock_person, other_person};
use super::super::{
    Act, Addressee, By, Conn, Happening, Known, Result, Tx, find_known, note, record, sql, tell,
};
use super::{ASKS, Managing, concerning, has_say, in_words, locked, set_roles};
use crate::domain::{ActKind, Adding, Fault, Field, Instant, Problem, Reason, Roles};
use crate::server::vault::Vault;
use serde_json::Value;

/// So many may ask at a time: anybody can, also in invented names.
const ASKS_MAX: i64 = 20;

/// Somebody who was added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Added {
    pub operator: i64,
    /// The person was added with it: they have no password of their own yet. Else they have an account, and wait until
    /// they took the role.
    pub fresh: bool,
}

/// 新增经办人. Who has an account keeps it, and waits until they took the role with it: the adder can't know whose it
/// is. `unset_hash` is what a new one has until its owner sets a password.
pub async fn add_operator(
    tx: &mut Tx,
    vault: &Vault,
    managing: Managing,
    unit: i64,
    adding: &Adding,
    unset_hash: &str,
    at: Instant,
) -> Result<Added> {
    let (person, roles) = (&adding.person, adding.roles);
    if !has_say(tx, managing, unit).await? {
        return Err(Fault::NotFound.into());
    }
    lock_unit(tx, unit).await?;
    let (id, fresh) = match find_known(tx, vault, person).await? {
        Known::Nobody => match add_person(tx, vault, person, unset_hash, at).await? {
            Some(id) => (id, true),
            // Somebody came at the same instant. Tried again, they are known.
            None => return Err(Fault::Changed.into()),
        },
        Known::Person(id) => (id, false),
        Known::Other(field) => return Err(other_person(field).into()),
    };
    let operator = employ(tx, unit, id, roles, !fresh, at).await?;
    if !fresh {
        offer(tx, operator).await?;
    }
    let act = Act::new(ActKind::OperatorAdded, managing.by(), at);
    note(tx, concerning(act, unit, id, in_words(roles), "")).await?;
    Ok(Added { operator, fresh })
}

/// Whether as many ask to act for the unit as may.
pub async fn asks_are_full(conn: &mut Conn, unit: i64) -> sqlx::Result<bool> {
    let asking = sql(format!(
        "SELECT COUNT(*) FROM operator o WHERE o.unit_id = $1 AND {ASKS}"
    ))
    .bind(unit)
    .int(conn)
    .await?;
    Ok(asking >= ASKS_MAX)
}

/// 申请成为经办人: waits until the unit's administrator says yes.
pub async fn ask_to_act(tx: &mut Tx, unit: i64, person: i64, at: Instant) -> Result<()> {
    lock_unit(tx, unit).await?;
    let full = asks_are_full(tx, unit).await?;
    employ(tx, unit, person, Roles::default(), true, at).await?;
    if full {
        return Err(Fault::at(Field::OwnCode, Problem::TooManyAsk).into());
    }
    let act = Act::new(ActKind::OperatorAsked, By::Nobody, at);
    note(tx, concerning(act, unit, person, Value::Null, "")).await?;
    // Who decides about it hears of it; who asked, the act alone says.
    let event = record(tx, Happening::new(unit, "join_asked", at)).await?;
    Ok(tell(tx, event, Addressee::managers(unit)).await?)
}

/// Makes an operator of a person who is none of this unit. Links that others made for the person before are spent: with
/// one of them they would come in here too.
pub(in crate::server::store) async fn employ(
    tx: &mut Tx,
    unit: i64,
    person: i64,
    roles: Roles,
    waits: bool,
    at: Instant,
) -> Result<i64> {
    if administers(tx, person).await? {
        return Err(other_person(Field::Mobile).into());
    }
    lock_person(tx, person).await?;
    let here = sql("SELECT COUNT(*) FROM operator WHERE unit_id = $1 AND person_id = $2")
        .bind(unit)
        .bind(person)
        .int(tx)
        .await?;
    if here > 0 {
        return Err(Fault::at(Field::Mobile, Problem::AlreadyHere).into());
    }
    spend_links(tx, person, at).await?;
    Ok(sql(
        "INSERT INTO operator (unit_id, person_id, applies, reviews, manages, waits, since_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id",
    )
    .bind(unit)
    .bind(person)
    .bind(roles.applies)
    .bind(roles.reviews)
    .bind(roles.manages)
    .bind(waits)
    .bind(at)
    .int(tx)
    .await?)
}

/// Lets somebody in who asked. Who is offered a role takes it themself.
pub async fn admit(
    tx: &mut Tx,
    managing: Managing,
    operator: i64,
    roles: Roles,
    seen: i64,
    at: Instant,
) -> Result<()> {
    let row = locked(tx, managing, operator).await?;
    if row.waits == 0 || row.offered == 1 {
        return Err(Fault::Changed.into());
    }
    sql("UPDATE operator SET waits = 0, since_at = $2 WHERE id = $1")
        .bind(operator)
        .bind(at)
        .execute(tx)
        .await?;
    set_roles(tx, &row, roles, seen).await?;
    let act = Act::new(ActKind::OperatorAdmitted, managing.by(), at);
    let act = concerning(act, row.unit_id, row.person_id, in_words(roles), "");
    Ok(note(tx, act).await?)
}

/// Does not let somebody in who asked, or takes an offer back. They may ask again.
pub async fn refuse(
    tx: &mut Tx,
    managing: Managing,
    operator: i64,
    why: &Reason,
    at: Instant,
) -> Result<()> {
    let row = locked(tx, managing, operator).await?;
    if row.waits == 0 {
        return Err(Fault::Changed.into());
    }
    withdraw_offer(tx, operator).await?;
    sql("DELETE FROM operator WHERE id = $1 AND waits = 1")
        .bind(operator)
        .execute(tx)
        .await?;
    let act = Act::new(ActKind::OperatorRefused, managing.by(), at);
    let act = concerning(act, row.unit_id, row.person_id, Value::Null, why.as_str());
    Ok(note(tx, act).await?)
}
