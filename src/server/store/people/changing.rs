//! What becomes of who acts for a unit: their roles, their phone, 停用, 恢复 and 经办人离职.

use super::super::persons::{lock_person, set_mobile};
use super::super::{Act, Result, Tx, end_sessions_where, note, sql};
use super::{
    Managing, acting, concerning, in_words, is_out_of_reach, locked, operator_of, set_roles,
};
use crate::domain::{
    ActKind, Barrier, Ended, Fault, Field, Instant, Mobile, Problem, Reason, Roles,
};
use crate::server::vault::Vault;
use serde_json::{Value, json};

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
