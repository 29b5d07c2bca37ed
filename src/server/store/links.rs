//! One-time links: who has lost the password sets another. Only a link's hash is kept.

use super::people::{acting, concerning, is_out_of_reach, locked};
use super::persons::lock_person;
use super::{
    Act, By, Conn, Managing, Result, Tx, acts_elsewhere, end_sessions_of, note, set_password, sql,
};
use crate::domain::{ActKind, Barrier, Ended, Fault, Instant};
use serde_json::{Value, json};

/// For how long a link works.
pub const LINK_MINUTES: i64 = 30;
/// For how long a link that is spent stays on record here; the acts keep what matters.
const KEPT_DAYS: i64 = 30;

/// Makes a link for the person behind an operator, and spends those before it. A person who also
/// is something to a unit that the maker has no say in gets none: it would open that unit's door. The platform, which
/// has a say everywhere, makes one for who waits or is disabled too: their numbers may have been used by somebody else.
pub async fn make_link(
    tx: &mut Tx,
    managing: Managing,
    operator: i64,
    token_hash: &str,
    at: Instant,
) -> Result<Instant> {
    let row = match managing {
        Managing::Unit { .. } => acting(tx, managing, operator).await?,
        Managing::Platform { .. } => locked(tx, managing, operator).await?,
    };
    lock_person(tx, row.person_id).await?;
    if is_out_of_reach(tx, managing, row.person_id).await? {
        return Err(Fault::Forbidden(Barrier::ActsElsewhere).into());
    }
    let until = insert(tx, row.person_id, managing.by(), false, token_hash, at).await?;
    let act = Act::new(ActKind::LinkMade, managing.by(), at);
    note(
        tx,
        concerning(act, row.unit_id, row.person_id, Value::Null, ""),
    )
    .await?;
    Ok(until)
}

/// Makes a link that goes to the unit's e-mail, under the same rule.
pub async fn make_mailed_link(
    tx: &mut Tx,
    unit: i64,
    person: i64,
    token_hash: &str,
    at: Instant,
) -> Result<Instant> {
    lock_person(tx, person).await?;
    if acts_elsewhere(tx, unit, person).await? {
        return Err(Fault::Forbidden(Barrier::ActsElsewhere).into());
    }
    let until = insert(tx, person, By::Nobody, true, token_hash, at).await?;
    let act = Act::new(ActKind::LinkMade, By::Nobody, at);
    note(
        tx,
        concerning(act, unit, person, json!({ "by": "mail" }), ""),
    )
    .await?;
    Ok(until)
}

async fn insert(
    tx: &mut Tx,
    person: i64,
    by: By,
    by_mail: bool,
    token_hash: &str,
    at: Instant,
) -> sqlx::Result<Instant> {
    sql("DELETE FROM one_time_link WHERE person_id = $1 AND expires_at < $2")
        .bind(person)
        .bind(at.plus_days(-KEPT_DAYS))
        .execute(tx)
        .await?;
    spend_links(tx, person, at).await?;
    let (operator, administrator) = match by {
        By::Nobody => (None, None),
        By::Operator(id) => (Some(id), None),
        By::Administrator(id) => (None, Some(id)),
    };
    let until = at.plus_seconds(LINK_MINUTES * 60);
    sql("INSERT INTO one_time_link
            (token_hash, person_id, operator_id, administrator_id, by_mail, made_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)")
    .bind(token_hash)
    .bind(person)
    .bind(operator)
    .bind(administrator)
    .bind(by_mail)
    .bind(at)
    .bind(until)
    .execute(tx)
    .await?;
    Ok(until)
}

/// From now on none of the person's links works.
pub(super) async fn spend_links(tx: &mut Tx, person: i64, at: Instant) -> sqlx::Result<()> {
    sql("UPDATE one_time_link SET used_at = $2 WHERE person_id = $1 AND used_at IS NULL")
        .bind(person)
        .bind(at)
        .execute(tx)
        .await?;
    Ok(())
}

/// Whose link it is, as long as it works.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct LinkRow {
    pub person_id: i64,
    /// Unmasked.
    pub name: String,
    /// Sealed.
    pub mobile: Option<String>,
}

pub async fn find_link(
    conn: &mut Conn,
    token_hash: &str,
    at: Instant,
) -> sqlx::Result<Option<LinkRow>> {
    sql("SELECT l.person_id, p.name, p.mobile_sealed AS mobile
         FROM one_time_link l JOIN person p ON p.id = l.person_id
         WHERE l.token_hash = $1 AND l.used_at IS NULL AND l.expires_at > $2")
    .bind(token_hash)
    .bind(at)
    .optional(conn)
    .await
}

/// Spends the link on a new password, and ends all sessions of its owner. Of two at once one wins.
pub async fn use_link(
    tx: &mut Tx,
    token_hash: &str,
    password_hash: &str,
    at: Instant,
) -> Result<()> {
    let link = find_link(tx, token_hash, at).await?;
    let link = link.ok_or(Fault::LinkSpent)?;
    lock_person(tx, link.person_id).await?;
    let spent = sql("UPDATE one_time_link SET used_at = $2
         WHERE token_hash = $1 AND used_at IS NULL AND expires_at > $2")
    .bind(token_hash)
    .bind(at)
    .execute(tx)
    .await?;
    if spent == 0 {
        return Err(Fault::LinkSpent.into());
    }
    set_password(tx, link.person_id, password_hash, at).await?;
    end_sessions_of(tx, link.person_id, None, Ended::Password).await?;
    for kind in [ActKind::LinkUsed, ActKind::PasswordChanged] {
        let act = Act::new(kind, By::Nobody, at);
        let person = Some(link.person_id);
        note(tx, Act { person, ..act }).await?;
    }
    Ok(())
}
