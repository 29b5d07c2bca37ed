//! Persons, whichever units they act for: who they are, and what of them is anybody else's.

use super::{Conn, Result, Statement, Tx, sql};
use crate::domain::{Fault, Field, Instant, Mobile, NewPerson, Problem};
use crate::server::vault::{Purpose, Vault};

/// Whether somebody has these numbers already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    Nobody,
    Person(i64),
    /// The number in this field is of another person than the other number.
    Other(Field),
}

/// Looks for the person by both numbers. A person whose 身份证 is not on record is known by the
/// mobile alone.
pub async fn find_known(conn: &mut Conn, vault: &Vault, person: &NewPerson) -> sqlx::Result<Known> {
    let mobile = vault.digests(Purpose::Mobile, person.mobile.as_str());
    let card = vault.digests(Purpose::IdentityCard, person.card.as_str());
    let by_mobile = find_by(conn, "mobile_digest", mobile).await?;
    let by_card = find_by(conn, "identity_digest", card).await?;
    Ok(match (by_mobile, by_card) {
        (None, None) => Known::Nobody,
        (Some((one, _)), Some((other, _))) if one == other => Known::Person(one),
        (Some((one, None)), None) => Known::Person(one),
        (Some(_), _) => Known::Other(Field::Mobile),
        (None, Some(_)) => Known::Other(Field::IdentityCard),
    })
}

/// The person, and the digest of their 身份证.
async fn find_by(
    conn: &mut Conn,
    column: &str,
    digests: Vec<String>,
) -> sqlx::Result<Option<(i64, Option<String>)>> {
    let places: Vec<String> = (1..=digests.len()).map(|n| format!("${n}")).collect();
    let found = sql(format!(
        "SELECT id, identity_digest FROM person WHERE {column} IN ({})",
        places.join(", ")
    ));
    let found = digests.into_iter().fold(found, Statement::bind);
    found.optional(conn).await
}

/// Adds a person whom nobody knows yet. Of two at once the second finds the numbers taken: none.
pub(super) async fn add_person(
    tx: &mut Tx,
    vault: &Vault,
    person: &NewPerson,
    password_hash: &str,
    at: Instant,
) -> sqlx::Result<Option<i64>> {
    let mobile = vault.keep(Purpose::Mobile, person.mobile.as_str());
    let card = vault.keep(Purpose::IdentityCard, person.card.as_str());
    let added: Option<(i64,)> = sql(
        "INSERT INTO person (name, mobile_sealed, mobile_digest, identity_sealed,
            identity_digest, password_hash, password_set_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING RETURNING id",
    )
    .bind(person.name.as_str())
    .bind(mobile.sealed)
    .bind(mobile.digest)
    .bind(card.sealed)
    .bind(card.digest)
    .bind(password_hash)
    .bind(at)
    .optional(tx)
    .await?;
    Ok(added.map(|(id,)| id))
}

/// Holds the person's row: who judges by what the person is to units does so under it, and so does who makes them
/// something to one.
pub(super) async fn lock_person(tx: &mut Tx, person: i64) -> sqlx::Result<()> {
    sql("UPDATE person SET name = name WHERE id = $1")
        .bind(person)
        .execute(tx)
        .await?;
    Ok(())
}

/// Gives the person another 手机号, which must be nobody else's.
pub(super) async fn set_mobile(
    tx: &mut Tx,
    vault: &Vault,
    person: i64,
    mobile: &Mobile,
) -> Result<()> {
    let digests = vault.digests(Purpose::Mobile, mobile.as_str());
    let owner = find_by(tx, "mobile_digest", digests).await?;
    if owner.is_some_and(|(owner, _)| owner != person) {
        return Err(other_person(Field::Mobile).into());
    }
    let kept = vault.keep(Purpose::Mobile, mobile.as_str());
    let set = sql("UPDATE person SET mobile_sealed = $2, mobile_digest = $3 WHERE id = $1")
        .bind(person)
        .bind(kept.sealed)
        .bind(kept.digest);
    match set.execute(tx).await {
        Ok(_) => Ok(()),
        // Of two at once the second finds it taken.
        Err(sqlx::Error::Database(cause)) if cause.is_unique_violation() => {
            Err(other_person(Field::Mobile).into())
        }
        Err(error) => Err(error.into()),
    }
}

/// What is told to a stranger whose numbers are known and who does not prove to be that person: the same whichever of
/// numbers and password is wrong, so that it tells nobody whose numbers belong together.
pub fn not_theirs() -> Fault {
    Fault::at(Field::NewPassword, Problem::NotTheirPassword)
}

pub fn other_person(field: Field) -> Fault {
    Fault::at(field, Problem::OtherPerson)
}

/// Whether the person is anything to a unit that is neither `unit` nor bound to it: their password and phone open that
/// unit's door too. It counts who waits there or is disabled: one word of that unit, and they act.
pub async fn acts_elsewhere(conn: &mut Conn, unit: i64, person: i64) -> sqlx::Result<bool> {
    let elsewhere = sql("SELECT COUNT(*) FROM operator o
         WHERE o.person_id = $1 AND o.unit_id <> $2
           AND NOT EXISTS (SELECT 1 FROM affiliation a WHERE a.unit_id = o.unit_id
               AND a.superior_id = $2 AND a.until_at IS NULL)")
    .bind(person)
    .bind(unit)
    .int(conn)
    .await?;
    Ok(elsewhere > 0)
}

/// Whether the person is one of 三员, who act for no unit.
pub async fn administers(conn: &mut Conn, person: i64) -> sqlx::Result<bool> {
    let found = sql("SELECT COUNT(*) FROM administrator WHERE person_id = $1")
        .bind(person)
        .int(conn)
        .await?;
    Ok(found > 0)
}

/// The units that the person may act for beside one: operator and name, in the order of the names.
pub async fn other_units(
    conn: &mut Conn,
    person: i64,
    but: i64,
) -> sqlx::Result<Vec<(i64, String)>> {
    sql(
        "SELECT o.id, u.name FROM operator o JOIN unit u ON u.id = o.unit_id
         WHERE o.person_id = $1 AND o.id <> $2 AND o.disabled_at IS NULL AND o.waits = 0
           AND u.disabled_at IS NULL
         ORDER BY u.name, o.id LIMIT 50",
    )
    .bind(person)
    .bind(but)
    .all(conn)
    .await
}
