//! 待对方入驻: who is asked to be a superior and is not there yet.

use super::{
    Addressee, Applying, Conn, Happening, Result, Tx, apply, find_unit, find_unit_by_code,
    open_case, record, sql, superior_of, tell,
};
use crate::domain::{ApplicationKind, Fault, Instant, Obstacle, Reason, Uscc};

/// An invitation, as the unit that made it knows it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct InvitationRow {
    pub id: i64,
    pub applicant_id: i64,
    pub uscc: String,
    pub name: String,
    pub special_reason: String,
    pub operator_id: i64,
    pub state: String,
    pub fault: Option<String>,
    pub made_at: i64,
}

const INVITATION: &str = "SELECT id, applicant_id, uscc, name, special_reason, operator_id, state,
    fault, made_at FROM invitation";

/// The unit's latest invitation.
pub async fn latest_invitation(
    conn: &mut Conn,
    applicant: i64,
) -> sqlx::Result<Option<InvitationRow>> {
    sql(format!(
        "{INVITATION} WHERE applicant_id = $1 ORDER BY id DESC LIMIT 1"
    ))
    .bind(applicant)
    .optional(conn)
    .await
}

/// The name that the unit waits for, while it waits.
pub(super) async fn invited_by(conn: &mut Conn, applicant: i64) -> sqlx::Result<Option<String>> {
    let row: Option<(String,)> =
        sql("SELECT name FROM invitation WHERE applicant_id = $1 AND state = 'waiting'")
            .bind(applicant)
            .optional(conn)
            .await?;
    Ok(row.map(|(name,)| name))
}

/// Who is invited, by whom, and why the unit binds if it says so.
pub struct Inviting<'a> {
    pub applicant: i64,
    pub actor: i64,
    pub code: &'a Uscc,
    pub name: &'a str,
    pub special_reason: Option<&'a Reason>,
}

/// Waits for the unit with this code. Said twice, it waits once.
pub async fn invite(tx: &mut Tx, inviting: Inviting<'_>, at: Instant) -> Result<()> {
    let applicant = find_unit(tx, inviting.applicant)
        .await?
        .ok_or(Fault::NotFound)?;
    if applicant.uscc == inviting.code.as_str() {
        return Err(Obstacle::OwnCode.into());
    }
    super::applications::lock_unit(tx, applicant.id).await?;
    if let Some((_, superior, _)) = superior_of(tx, applicant.id).await? {
        return Err(Obstacle::BoundElsewhere { superior }.into());
    }
    if let Some(case) = open_case(tx, applicant.id).await? {
        let superior = case.superior;
        return Err(Obstacle::PendingElsewhere { superior }.into());
    }
    let there = find_unit_by_code(tx, inviting.code).await?;
    if there.is_some_and(|unit| unit.entered_at.is_some()) {
        return Err(Obstacle::AlreadyThere.into());
    }
    let made = sql("INSERT INTO invitation
            (applicant_id, uscc, name, special_reason, operator_id, state, made_at)
         VALUES ($1, $2, $3, $4, $5, 'waiting', $6)
         ON CONFLICT DO NOTHING")
    .bind(applicant.id)
    .bind(inviting.code.as_str())
    .bind(inviting.name)
    .bind(inviting.special_reason.map_or("", Reason::as_str))
    .bind(inviting.actor)
    .bind(at)
    .execute(tx)
    .await?;
    if made == 1 {
        let invited = Happening {
            actor: Some(inviting.actor),
            why: inviting.name,
            ..Happening::new(applicant.id, "invited", at)
        };
        record(tx, invited).await?;
    }
    Ok(())
}

/// The unit no longer waits. Said twice, it is so once.
pub async fn withdraw_invitation(
    tx: &mut Tx,
    applicant: i64,
    actor: i64,
    at: Instant,
) -> Result<()> {
    let ended = sql("UPDATE invitation SET state = 'withdrawn', ended_at = $2
         WHERE applicant_id = $1 AND state = 'waiting'")
    .bind(applicant)
    .bind(at)
    .execute(tx)
    .await?;
    if ended == 1 {
        let withdrawn = Happening {
            actor: Some(actor),
            ..Happening::new(applicant, "invitation_withdrawn", at)
        };
        record(tx, withdrawn).await?;
    }
    Ok(())
}

/// The unit is there now, or can be bound to again: who waits for it is to be sent.
pub(super) async fn call_invited(tx: &mut Tx, unit: i64, at: Instant) -> sqlx::Result<()> {
    sql("UPDATE invitation SET due_at = $2
         WHERE state = 'waiting' AND uscc = (SELECT uscc FROM unit WHERE id = $1)")
    .bind(unit)
    .bind(at)
    .execute(tx)
    .await?;
    Ok(())
}

/// Whoever waits for a unit that is there is to be sent: what the policy asks of it is less than it was.
pub(super) async fn call_all_invited(tx: &mut Tx, at: Instant) -> sqlx::Result<()> {
    sql(
        "UPDATE invitation SET due_at = $1 WHERE state = 'waiting' AND EXISTS (
            SELECT 1 FROM unit u WHERE u.uscc = invitation.uscc AND u.entered_at IS NOT NULL)",
    )
    .bind(at)
    .execute(tx)
    .await?;
    Ok(())
}

/// Invitations that may be sent now, the oldest first: their ids, and since when they may.
pub async fn due_invitations(
    conn: &mut Conn,
    at: Instant,
    limit: i64,
) -> sqlx::Result<Vec<(i64, i64)>> {
    sql("SELECT id, due_at FROM invitation
         WHERE state = 'waiting' AND due_at <= $1 ORDER BY due_at, id LIMIT $2")
    .bind(at)
    .bind(limit)
    .all(conn)
    .await
}

/// Sends the application for which the invitation waited. What can't be asked now is `Refused`, and
/// the transaction is to be given up: [`keep_waiting`] or [`refuse_invitation`] says then what is so.
pub async fn send_invitation(tx: &mut Tx, id: i64, at: Instant) -> Result<()> {
    let sent = sql("UPDATE invitation SET state = 'sent', ended_at = $2
         WHERE id = $1 AND state = 'waiting'")
    .bind(id)
    .bind(at)
    .execute(tx)
    .await?;
    if sent == 0 {
        // Withdrawn meanwhile, or sent by another process.
        return Ok(());
    }
    let row: InvitationRow = sql(format!("{INVITATION} WHERE id = $1"))
        .bind(id)
        .one(tx)
        .await?;
    let code = Uscc::parse(&row.uscc).map_err(|_| Fault::NotFound)?;
    let superior = find_unit_by_code(tx, &code).await?.ok_or(Fault::NotFound)?;
    let reason = Reason::parse(&row.special_reason).ok();
    let applying = Applying {
        kind: ApplicationKind::Bind,
        applicant: row.applicant_id,
        actor: row.operator_id,
        special_reason: reason.as_ref(),
    };
    let application = apply(tx, applying, &superior, at).await?;
    sql("UPDATE invitation SET application_id = $2 WHERE id = $1")
        .bind(id)
        .bind(application)
        .execute(tx)
        .await?;
    let happened = Happening {
        why: &superior.name,
        ..Happening::new(row.applicant_id, "invitation_sent", at)
    };
    let event = record(tx, happened).await?;
    tell(tx, event, Addressee::applicant(row.applicant_id)).await?;
    Ok(())
}

/// It can't be sent yet; to be tried again then, or when the other unit changes. `due` is when it was due: where the
/// unit has changed since, it is due anew, and stays so.
pub async fn keep_waiting(
    tx: &mut Tx,
    (id, due): (i64, i64),
    until: Option<Instant>,
) -> sqlx::Result<()> {
    sql("UPDATE invitation SET due_at = $3 WHERE id = $1 AND due_at = $2 AND state = 'waiting'")
        .bind(id)
        .bind(due)
        .bind(until.map(Instant::as_micros))
        .execute(tx)
        .await?;
    Ok(())
}

/// It can't be sent at all: the applicant hears why, and is free to do something else.
pub async fn refuse_invitation(
    tx: &mut Tx,
    id: i64,
    fault: &Fault,
    at: Instant,
) -> sqlx::Result<()> {
    let fault = serde_json::to_string(fault).map_err(|error| sqlx::Error::Encode(error.into()))?;
    let ended = sql(
        "UPDATE invitation SET state = 'refused', fault = $2, ended_at = $3
         WHERE id = $1 AND state = 'waiting'",
    )
    .bind(id)
    .bind(fault)
    .bind(at)
    .execute(tx)
    .await?;
    if ended == 0 {
        return Ok(());
    }
    let (applicant, name): (i64, String) =
        sql("SELECT applicant_id, name FROM invitation WHERE id = $1")
            .bind(id)
            .one(tx)
            .await?;
    let refused = Happening {
        why: &name,
        ..Happening::new(applicant, "invitation_refused", at)
    };
    let event = record(tx, refused).await?;
    tell(tx, event, Addressee::applicant(applicant)).await
}
