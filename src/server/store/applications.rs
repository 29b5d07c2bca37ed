//! 绑定申请 from the applicant's side: apply, withdraw, submit again.

use super::consents::CONSENT_NOW;
use super::queue::{Submitted, keep};
use super::turn::{moved, take_turn};
use super::{
    Addressee, Conn, Error, Happening, Result, Statement, Tx, UnitRow, binding_policy,
    find_obstacle, find_unit, policy, record, round_for, sql, superior_of, tell, unfit,
};
use crate::domain::{
    ApplicationKind, ApplicationState, Consent, Fault, Instant, Obstacle, PersonName, Reason,
    Stale, UnitType,
};

/// A case as its applicant knows it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct CaseOfUnit {
    pub id: i64,
    pub kind: String,
    pub from_superior: Option<String>,
    pub consent: String,
    pub urged_at: Option<i64>,
    pub superior_id: i64,
    pub superior: String,
    pub state: String,
    pub version: i64,
    pub special_reason: String,
    pub applied_at: i64,
}

fn case_of_unit(which: &str) -> Statement {
    sql(format!(
        "SELECT a.id, a.kind, l.name AS from_superior, {CONSENT_NOW} AS consent, a.urged_at,
            a.superior_id, u.name AS superior, a.state, a.version, a.special_reason, a.applied_at
         FROM application a JOIN unit u ON u.id = a.superior_id
         LEFT JOIN unit l ON l.id = a.from_superior_id
         WHERE a.applicant_id = $1 {which}"
    ))
}

/// The unit's open case: 待审核 or 退回修改.
pub async fn open_case(conn: &mut Conn, applicant: i64) -> sqlx::Result<Option<CaseOfUnit>> {
    case_of_unit("AND a.state IN ('pending', 'returned')")
        .bind(applicant)
        .optional(conn)
        .await
}

/// The latest case of a unit, open or not.
pub async fn latest_case(conn: &mut Conn, applicant: i64) -> sqlx::Result<Option<CaseOfUnit>> {
    case_of_unit("ORDER BY a.id DESC LIMIT 1")
        .bind(applicant)
        .optional(conn)
        .await
}

/// Who applies, for what, and why: an enterprise that binds says so, and whoever moves or unbinds.
pub struct Applying<'a> {
    pub kind: ApplicationKind,
    pub applicant: i64,
    pub actor: i64,
    pub special_reason: Option<&'a Reason>,
}

/// Sends the application to the superior that decides: 绑定 and 变更 to the one that is to be, 解绑 to
/// the one that is. Sent twice, it is one application.
pub async fn apply(
    tx: &mut Tx,
    applying: Applying<'_>,
    superior: &UnitRow,
    at: Instant,
) -> Result<i64> {
    let kind = applying.kind;
    lock_unit(tx, applying.applicant).await?;
    let seq = take_turn(tx, superior.id).await?;
    let applicant = find_unit(tx, applying.applicant)
        .await?
        .ok_or(Fault::NotFound)?;
    // Who disables it, or ends it, holds its turn: it may be another since it was found.
    let superior = &find_unit(tx, superior.id).await?.ok_or(Fault::NotFound)?;
    match find_obstacle(tx, kind, &applicant, superior, at).await? {
        None => {}
        Some(Obstacle::PendingHere { .. }) => {
            let case = open_case(tx, applicant.id).await?.ok_or(Fault::NotFound)?;
            return Ok(case.id);
        }
        Some(obstacle) => return Err(obstacle.into()),
    }
    let round = round_for(tx, kind, at).await?.ok_or(Obstacle::NoRound)?;
    let rules = binding_policy(tx, at).await?;
    let left = match kind {
        ApplicationKind::Bind => None,
        ApplicationKind::Transfer | ApplicationKind::Unbind => {
            superior_of(tx, applicant.id).await?
        }
    };
    let left = left.map(|(id, _, _)| id);
    let consent = match kind {
        ApplicationKind::Transfer if rules.consent_to_transfer => Consent::Asked,
        _ => Consent::None,
    };
    let reason = applying.special_reason.map_or("", Reason::as_str);
    let id = sql("INSERT INTO application
            (kind, applicant_id, superior_id, from_superior_id, consent, round_id, state, version,
             special_reason, applied_at, seq)
         VALUES ($1, $2, $3, $4, $5, $6, 'pending', 1, $7, $8, $9) RETURNING id")
    .bind(kind.as_str())
    .bind(applicant.id)
    .bind(superior.id)
    .bind(left)
    .bind(consent.as_str())
    .bind(round.id)
    .bind(reason)
    .bind(at)
    .bind(seq)
    .int(tx)
    .await?;
    let submitted = Submitted {
        superior: superior.id,
        application: id,
        version: 1,
        applicant: &applicant,
        special_reason: reason,
    };
    keep(tx, &submitted).await?;
    let applied = Happening {
        application: Some((id, 1)),
        to: Some(ApplicationState::Pending),
        actor: Some(applying.actor),
        why: reason,
        seq: Some(seq),
        ..Happening::new(applicant.id, "applied", at)
    };
    let event = record(tx, applied).await?;
    // Whom a unit leaves hears of it before it is decided.
    if let (ApplicationKind::Transfer, Some(left)) = (kind, left) {
        tell(tx, event, Addressee::superior(left)).await?;
    }
    moved(tx, superior.id, None, Some(ApplicationState::Pending), 1).await?;
    Ok(id)
}

/// Two requests of one unit stand in line here, on either engine.
pub(super) async fn lock_unit(tx: &mut Tx, unit: i64) -> sqlx::Result<()> {
    sql("UPDATE unit SET version = version WHERE id = $1")
        .bind(unit)
        .execute(tx)
        .await?;
    Ok(())
}

/// 撤回: the applicant gives the case up while it is pending or returned.
pub async fn withdraw(
    tx: &mut Tx,
    applicant: i64,
    application: i64,
    version: i64,
    actor: i64,
    at: Instant,
) -> Result<()> {
    let OwnCase {
        superior,
        from,
        seq,
    } = own_case(tx, applicant, application, version).await?;
    sql(
        "UPDATE application SET state = 'withdrawn', version = version + 1, settled_at = $3,
            seq = $4
         WHERE id = $1 AND version = $2",
    )
    .bind(application)
    .bind(version)
    .bind(at)
    .bind(seq)
    .execute(tx)
    .await?;
    let withdrawn = Happening {
        application: Some((application, version + 1)),
        from: Some(from),
        to: Some(ApplicationState::Withdrawn),
        actor: Some(actor),
        seq: Some(seq),
        ..Happening::new(applicant, "withdrawn", at)
    };
    let event = record(tx, withdrawn).await?;
    tell_who_is_left(tx, event, application).await?;
    let to = ApplicationState::Withdrawn;
    Ok(moved(tx, superior, Some(from), Some(to), 1).await?)
}

/// Submits a returned case again: the same case, with what was corrected.
pub async fn resubmit(
    tx: &mut Tx,
    applying: Applying<'_>,
    application: i64,
    version: i64,
    at: Instant,
) -> Result<()> {
    let OwnCase {
        superior,
        from,
        seq,
    } = own_case(tx, applying.applicant, application, version).await?;
    if from != ApplicationState::Returned {
        return Err(stale(tx, application).await?);
    }
    let limit = binding_policy(tx, at).await?.resubmissions;
    if limit > 0 && resubmissions(tx, application).await? >= i64::from(limit) {
        return Err(Obstacle::ResubmissionsSpent { limit }.into());
    }
    let applicant = find_unit(tx, applying.applicant)
        .await?
        .ok_or(Fault::NotFound)?;
    let superior = find_unit(tx, superior).await?.ok_or(Fault::NotFound)?;
    let required = policy(tx).await?.verification_required;
    if let Some(obstacle) = unfit(&applicant, &superior, required) {
        return Err(obstacle.into());
    }
    let reason = applying.special_reason.map_or("", Reason::as_str);
    sql(
        "UPDATE application SET state = 'pending', version = version + 1, special_reason = $3,
            applied_at = $4, settled_at = NULL, seq = $5, overdue_at = NULL
         WHERE id = $1 AND version = $2",
    )
    .bind(application)
    .bind(version)
    .bind(reason)
    .bind(at)
    .bind(seq)
    .execute(tx)
    .await?;
    let submitted = Submitted {
        superior: superior.id,
        application,
        version: version + 1,
        applicant: &applicant,
        special_reason: reason,
    };
    keep(tx, &submitted).await?;
    let resubmitted = Happening {
        application: Some((application, version + 1)),
        from: Some(from),
        to: Some(ApplicationState::Pending),
        actor: Some(applying.actor),
        why: reason,
        seq: Some(seq),
        ..Happening::new(applicant.id, "resubmitted", at)
    };
    let event = record(tx, resubmitted).await?;
    tell_who_is_left(tx, event, application).await?;
    let to = ApplicationState::Pending;
    Ok(moved(tx, superior.id, Some(from), Some(to), 1).await?)
}

/// Says what happened to the case meanwhile, unless it is the applicant's, returned, and at this version. Takes its turn.
pub async fn expect_returned(
    tx: &mut Tx,
    applicant: i64,
    application: i64,
    version: i64,
) -> Result<()> {
    match own_case(tx, applicant, application, version).await?.from {
        ApplicationState::Returned => Ok(()),
        _ => Err(stale(tx, application).await?),
    }
}

/// Whom a unit asks to leave hears what becomes of it.
async fn tell_who_is_left(tx: &mut Tx, event: i64, application: i64) -> sqlx::Result<()> {
    let left: Option<(i64,)> = sql("SELECT from_superior_id FROM application
         WHERE id = $1 AND kind = 'transfer' AND from_superior_id IS NOT NULL")
    .bind(application)
    .optional(tx)
    .await?;
    match left {
        Some((left,)) => tell(tx, event, Addressee::superior(left)).await,
        None => Ok(()),
    }
}

/// How often the case was submitted again.
pub async fn resubmissions(conn: &mut Conn, application: i64) -> sqlx::Result<i64> {
    sql("SELECT COUNT(*) FROM event WHERE application_id = $1 AND kind = 'resubmitted'")
        .bind(application)
        .int(conn)
        .await
}

/// The applicant's own open case, locked.
struct OwnCase {
    superior: i64,
    from: ApplicationState,
    /// The turn taken in the superior's queue.
    seq: i64,
}

/// The applicant's own open case, if it still has the version that was seen. Takes a turn first: an
/// application keeps its superior.
async fn own_case(tx: &mut Tx, applicant: i64, application: i64, version: i64) -> Result<OwnCase> {
    let (superior,): (i64,) =
        sql("SELECT superior_id FROM application WHERE id = $1 AND applicant_id = $2")
            .bind(application)
            .bind(applicant)
            .optional(tx)
            .await?
            .ok_or(Fault::NotFound)?;
    let seq = take_turn(tx, superior).await?;
    lock_application(tx, application).await?;
    let (state, present): (String, i64) =
        sql("SELECT state, version FROM application WHERE id = $1")
            .bind(application)
            .one(tx)
            .await?;
    match ApplicationState::parse(&state) {
        Some(from) if from.is_open() && present == version => Ok(OwnCase {
            superior,
            from,
            seq,
        }),
        _ => Err(stale(tx, application).await?),
    }
}

/// Decisions and withdrawals of one application stand in line here, on either engine.
pub(super) async fn lock_application(tx: &mut Tx, application: i64) -> sqlx::Result<()> {
    sql("UPDATE application SET version = version WHERE id = $1")
        .bind(application)
        .execute(tx)
        .await?;
    Ok(())
}

/// What happened to the application last, for who came too late.
pub(super) async fn stale(conn: &mut Conn, application: i64) -> sqlx::Result<Error> {
    let (state, by, at): (String, Option<String>, i64) =
        sql("SELECT a.state, p.name, e.at FROM application a
             JOIN event e ON e.application_id = a.id AND e.version = a.version
             LEFT JOIN operator o ON o.id = e.actor_id LEFT JOIN person p ON p.id = o.person_id
             WHERE a.id = $1")
        .bind(application)
        .one(conn)
        .await?;
    Ok(Error::Refused(Fault::Stale(Stale {
        state: ApplicationState::parse(&state).unwrap_or(ApplicationState::Closed),
        by: by.map(|name| masked_name(&name)),
        at: Instant::from_micros(at),
    })))
}

/// 企业: may unbind by itself.
pub fn is_enterprise(unit: &UnitRow) -> bool {
    UnitType::parse(&unit.unit_type).is_ok_and(UnitType::is_enterprise)
}

/// 张*: how a person is named to others.
pub fn masked_name(name: &str) -> String {
    PersonName::parse(name).map_or_else(|_| "*".to_owned(), |name| name.masked())
}
