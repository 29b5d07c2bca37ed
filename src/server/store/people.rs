//! 经办人管理: who acts for a unit is decided by its administrator, by its superior's, or by the
//! platform's. Each verb holds the unit's row, so that of two administrators who take each other's
//! role away the second sees the first.

use super::applications::lock_unit;
use super::links::spend_links;
use super::offers::{offer, withdraw_offer};
use super::persons::{add_person, administers, lock_person, other_person, set_mobile};
use super::{
    Act, Addressee, By, Conn, Happening, Known, Result, Tx, acts_elsewhere, end_sessions_where,
    find_known, note, record, sql, tell,
};
use crate::domain::{
    ActKind, Adding, Barrier, Ended, Fault, Field, Instant, Mobile, Problem, Reason, Roles,
};
use crate::server::vault::Vault;
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
/// So many may ask at a time: anybody can, also in invented names.
const ASKS_MAX: i64 = 20;

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
pub(super) async fn employ(
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

/// Changes what an operator may do.
pub async fn change_roles(
    tx: &mut Tx,
    managing: Managing,
    operator: i64,
    roles: Roles,
    seen: i64,
    at: Instant,
) -> Result<()> {
    let row = acting(tx, managing, operator).await?;
    if row.roles() == roles {
        return Ok(());
    }
    set_roles(tx, &row, roles, seen).await?;
    keep_a_manager(tx, managing, row.unit_id).await?;
    end_sessions(tx, managing, operator, Ended::Roles).await?;
    let act = Act::new(ActKind::RolesChanged, managing.by(), at);
    let act = concerning(act, row.unit_id, row.person_id, in_words(roles), "");
    Ok(note(tx, act).await?)
}

/// Gives the person behind an operator another 手机号.
pub async fn change_phone(
    tx: &mut Tx,
    vault: &Vault,
    managing: Managing,
    operator: i64,
    mobile: &Mobile,
    at: Instant,
) -> Result<()> {
    let row = acting(tx, managing, operator).await?;
    lock_person(tx, row.person_id).await?;
    if is_out_of_reach(tx, managing, row.person_id).await? {
        return Err(Fault::Forbidden(Barrier::ActsElsewhere).into());
    }
    set_mobile(tx, vault, row.person_id, mobile).await?;
    let of = ("person_id = $1", row.person_id);
    end_sessions_where(tx, of, Ended::Phone, managing.by()).await?;
    let act = Act::new(ActKind::PhoneChanged, managing.by(), at);
    Ok(note(
        tx,
        concerning(act, row.unit_id, row.person_id, Value::Null, ""),
    )
    .await?)
}

/// 停用: from the next request on the operator is out. Said twice, it is so once.
pub async fn disable_operator(
    tx: &mut Tx,
    managing: Managing,
    operator: i64,
    why: &Reason,
    at: Instant,
) -> Result<()> {
    let row = locked(tx, managing, operator).await?;
    if row.waits == 1 {
        return Err(Fault::Changed.into());
    }
    if row.disabled_at.is_some() {
        return Ok(());
    }
    put_out(tx, managing, operator, Ended::Disabled, at).await?;
    keep_a_manager(tx, managing, row.unit_id).await?;
    let act = Act::new(ActKind::OperatorDisabled, managing.by(), at);
    let act = concerning(act, row.unit_id, row.person_id, Value::Null, why.as_str());
    Ok(note(tx, act).await?)
}

/// 恢复: the operator may do again what they might.
pub async fn enable_operator(
    tx: &mut Tx,
    managing: Managing,
    operator: i64,
    at: Instant,
) -> Result<()> {
    let row = locked(tx, managing, operator).await?;
    let enabled = sql(
        "UPDATE operator SET disabled_at = NULL, version = version + 1
         WHERE id = $1 AND disabled_at IS NOT NULL",
    )
    .bind(operator)
    .execute(tx)
    .await?;
    if enabled == 0 {
        return Ok(());
    }
    let act = Act::new(ActKind::OperatorEnabled, managing.by(), at);
    Ok(note(
        tx,
        concerning(act, row.unit_id, row.person_id, Value::Null, ""),
    )
    .await?)
}

/// 经办人离职: the successor gets the leaver's roles beside their own, and the leaver is disabled, in
/// one act. Cases are a unit's, so what is open goes on with whoever has the roles.
pub async fn hand_over(
    tx: &mut Tx,
    managing: Managing,
    leaver: i64,
    successor: i64,
    why: &Reason,
    at: Instant,
) -> Result<()> {
    let row = acting(tx, managing, leaver).await?;
    let heir = operator_of(tx, managing, successor).await?;
    if heir.unit_id != row.unit_id || !heir.acts() || heir.id == row.id {
        return Err(Fault::at(Field::Successor, Problem::NotOffered).into());
    }
    let (had, has) = (row.roles(), heir.roles());
    let roles = Roles {
        applies: had.applies || has.applies,
        reviews: had.reviews || has.reviews,
        manages: had.manages || has.manages,
    };
    set_roles(tx, &heir, roles, heir.version).await?;
    put_out(tx, managing, leaver, Ended::HandedOver, at).await?;
    end_sessions(tx, managing, successor, Ended::Roles).await?;
    keep_a_manager(tx, managing, row.unit_id).await?;
    let detail = json!({ "leaver": leaver, "successor": successor });
    let act = Act::new(ActKind::HandedOver, managing.by(), at);
    let act = concerning(act, row.unit_id, row.person_id, detail, why.as_str());
    Ok(note(tx, act).await?)
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

async fn put_out(
    tx: &mut Tx,
    managing: Managing,
    operator: i64,
    why: Ended,
    at: Instant,
) -> sqlx::Result<()> {
    sql("UPDATE operator SET disabled_at = $2, version = version + 1 WHERE id = $1")
        .bind(operator)
        .bind(at)
        .execute(tx)
        .await?;
    end_sessions(tx, managing, operator, why).await
}

async fn end_sessions(
    tx: &mut Tx,
    managing: Managing,
    operator: i64,
    why: Ended,
) -> sqlx::Result<()> {
    let of = ("operator_id = $1", operator);
    end_sessions_where(tx, of, why, managing.by()).await?;
    Ok(())
}

/// A unit does not put out its own last administrator. Its superior and the platform may: they can
/// name another.
async fn keep_a_manager(tx: &mut Tx, managing: Managing, unit: i64) -> Result<()> {
    if !matches!(managing, Managing::Unit { unit: own, .. } if own == unit) {
        return Ok(());
    }
    let managers = sql("SELECT COUNT(*) FROM operator
         WHERE unit_id = $1 AND manages = 1 AND waits = 0 AND disabled_at IS NULL")
    .bind(unit)
    .int(tx)
    .await?;
    match managers {
        0 => Err(Fault::Forbidden(Barrier::LastManager).into()),
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
