//! 经办人管理: who acts for a unit is decided by its administrator, by its superior's, or by the
//! platform's. Each verb holds the unit's row, so that of two administrators who take each other's
//! role away the second sees the first.

mod changing;
mod joining;

pub use changing::{change_phone, change_roles, disable_operator, enable_operator, hand_over};
pub use joining::{Added, add_operator, admit, ask_to_act, asks_are_full, refuse};

pub(super) use joining::employ;

use super::applications::lock_unit;
use super::{Act, By, Conn, Result, Tx, acts_elsewhere, sql};
use crate::domain::{Fault, Roles};
use serde_json::{Value, json};

/// Who manages people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Managing {
    /// An operator, for their own unit and those that are bound to it.
    Unit { unit: i64, operator: i64 },
    /// An administrator of the platform, for every unit.
    Platform { administrator: i64 },
}

impl Managing {
    pub fn by(self) -> By {
        match self {
            Self::Unit { operator, .. } => By::Operator(operator),
            Self::Platform { administrator } => By::Administrator(administrator),
        }
    }
}

/// Whether a person's password and phone are out of the reach of whoever manages: the person is something to a unit
/// that they have no say in.
pub async fn is_out_of_reach(
    conn: &mut Conn,
    managing: Managing,
    person: i64,
) -> sqlx::Result<bool> {
    match managing {
        Managing::Unit { unit, .. } => acts_elsewhere(conn, unit, person).await,
        Managing::Platform { .. } => Ok(false),
    }
}

/// Somebody who acts for a unit, or asked to. The numbers are sealed.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct OperatorRow {
    pub id: i64,
    pub unit_id: i64,
    pub unit_name: String,
    pub person_id: i64,
    /// Unmasked.
    pub name: String,
    pub mobile: Option<String>,
    pub card: Option<String>,
    pub legal: i64,
    pub applies: i64,
    pub reviews: i64,
    pub manages: i64,
    pub waits: i64,
    /// 1: waits for the person, who has an account already, to take the role.
    pub offered: i64,
    pub disabled_at: Option<i64>,
    pub since_at: i64,
    pub version: i64,
}

impl OperatorRow {
    pub fn roles(&self) -> Roles {
        Roles {
            applies: self.applies == 1,
            reviews: self.reviews == 1,
            manages: self.manages == 1,
        }
    }

    fn acts(&self) -> bool {
        self.waits == 0 && self.disabled_at.is_none()
    }
}

/// The most people that a unit's page lists beside those who ask; a unit has a handful.
pub const PEOPLE_MAX: i64 = 500;
/// The most who ask that it lists.
const ASKING_MAX: i64 = 50;
const OPERATOR: &str = "SELECT o.id, o.unit_id, u.name AS unit_name, o.person_id, p.name,
        p.mobile_sealed AS mobile, p.identity_sealed AS card, o.legal, o.applies, o.reviews,
        o.manages, o.waits, CASE WHEN f.operator_id IS NULL THEN CAST(0 AS BIGINT) ELSE 1 END
        AS offered, o.disabled_at, o.since_at, o.version
    FROM operator o JOIN person p ON p.id = o.person_id JOIN unit u ON u.id = o.unit_id
        LEFT JOIN offer f ON f.operator_id = o.id";
/// Asked, and was neither admitted nor refused yet.
const ASKS: &str =
    "(o.waits = 1 AND NOT EXISTS (SELECT 1 FROM offer f WHERE f.operator_id = o.id))";

/// Everybody of a unit; those first who ask. Strangers who ask push nobody off it who is there.
pub async fn people_of(conn: &mut Conn, unit: i64) -> sqlx::Result<Vec<OperatorRow>> {
    let mut people = Vec::new();
    for (which, most) in [
        (ASKS.to_owned(), ASKING_MAX),
        (format!("NOT {ASKS}"), PEOPLE_MAX),
    ] {
        let listed: Vec<OperatorRow> = sql(format!(
            "{OPERATOR} WHERE o.unit_id = $1 AND {which} ORDER BY o.id LIMIT $2"
        ))
        .bind(unit)
        .bind(most)
        .all(conn)
        .await?;
        people.extend(listed);
    }
    Ok(people)
}

/// Whether whoever manages has a say in the unit.
pub async fn has_say(conn: &mut Conn, managing: Managing, unit: i64) -> sqlx::Result<bool> {
    let own = match managing {
        Managing::Platform { .. } => return Ok(true),
        Managing::Unit { unit: own, .. } if own == unit => return Ok(true),
        Managing::Unit { unit: own, .. } => own,
    };
    let bound = sql("SELECT COUNT(*) FROM affiliation
         WHERE unit_id = $1 AND superior_id = $2 AND until_at IS NULL")
    .bind(unit)
    .bind(own)
    .int(conn)
    .await?;
    Ok(bound > 0)
}

/// An operator whom the caller manages; to anybody else there is none.
pub async fn operator_of(
    conn: &mut Conn,
    managing: Managing,
    operator: i64,
) -> Result<OperatorRow> {
    let found: Option<OperatorRow> = sql(format!("{OPERATOR} WHERE o.id = $1"))
        .bind(operator)
        .optional(conn)
        .await?;
    let found = found.ok_or(Fault::NotFound)?;
    match has_say(conn, managing, found.unit_id).await? {
        true => Ok(found),
        false => Err(Fault::NotFound.into()),
    }
}

/// The operator, with the unit's row held, and everybody who acts for it as they are under it.
pub(super) async fn locked(tx: &mut Tx, managing: Managing, operator: i64) -> Result<OperatorRow> {
    let row = operator_of(tx, managing, operator).await?;
    lock_unit(tx, row.unit_id).await?;
    operator_of(tx, managing, operator).await
}

/// The same, for what is done only to those who act.
pub(super) async fn acting(tx: &mut Tx, managing: Managing, operator: i64) -> Result<OperatorRow> {
    let row = locked(tx, managing, operator).await?;
    match row.acts() {
        true => Ok(row),
        false => Err(Fault::Changed.into()),
    }
}

async fn set_roles(tx: &mut Tx, row: &OperatorRow, roles: Roles, seen: i64) -> Result<()> {
    let set = sql(
        "UPDATE operator SET applies = $3, reviews = $4, manages = $5, version = version + 1
         WHERE id = $1 AND version = $2",
    )
    .bind(row.id)
    .bind(seen)
    .bind(roles.applies)
    .bind(roles.reviews)
    .bind(roles.manages)
    .execute(tx)
    .await?;
    match set {
        0 => Err(Fault::Changed.into()),
        _ => Ok(()),
    }
}

/// An act that concerns a person of a unit.
pub(super) fn concerning<'a>(
    act: Act<'a>,
    unit: i64,
    person: i64,
    detail: Value,
    why: &'a str,
) -> Act<'a> {
    Act {
        unit: Some(unit),
        person: Some(person),
        detail,
        why,
        ..act
    }
}

pub(super) fn in_words(roles: Roles) -> Value {
    let words = Roles::WORDS.into_iter().filter(|word| roles.has(word));
    json!({ "roles": words.collect::<Vec<_>>() })
}
