//! 绑定申请 from the applicant's side: apply, withdraw, submit again.

use super::queue::{Submitted, keep};
use super::turn::{moved, take_turn};
use super::{
    Conn, Error, Happening, Result, Tx, UnitRow, ancestors_reach, current_round, find_unit, policy,
    record, sql, superior_of,
};
use crate::domain::{
    ApplicationState, Fault, Instant, Obstacle, PersonName, Reason, Stale, UnitType,
};

/// A case as its applicant knows it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct CaseOfUnit {
    pub id: i64,
    pub superior_id: i64,
    pub superior: String,
    pub state: String,
    pub version: i64,
    pub special_reason: String,
    pub applied_at: i64,
}

/// The unit's open case: 待审核 or 退回修改.
pub async fn open_case(conn: &mut Conn, applicant: i64) -> sqlx::Result<Option<CaseOfUnit>> {
    sql(
        "SELECT a.id, a.superior_id, u.name AS superior, a.state, a.version, a.special_reason,
            a.applied_at
         FROM application a JOIN unit u ON u.id = a.superior_id
         WHERE a.applicant_id = $1 AND a.state IN ('pending', 'returned')",
    )
    .bind(applicant)
    .optional(conn)
    .await
}

/// The latest case of a unit, open or not.
pub async fn latest_case(conn: &mut Conn, applicant: i64) -> sqlx::Result<Option<CaseOfUnit>> {
    sql(
        "SELECT a.id, a.superior_id, u.name AS superior, a.state, a.version, a.special_reason,
            a.applied_at
         FROM application a JOIN unit u ON u.id = a.superior_id
         WHERE a.applicant_id = $1 ORDER BY a.id DESC LIMIT 1",
    )
    .bind(applicant)
    .optional(conn)
    .await
}

/// What stands against binding `applicant` under `superior`, the nearest reason first. `None`: it
/// can be asked for.
pub async fn find_obstacle(
    conn: &mut Conn,
    applicant: &UnitRow,
    superior: &UnitRow,
    at: Instant,
) -> sqlx::Result<Option<Obstacle>> {
    if applicant.id == superior.id {
        return Ok(Some(Obstacle::OwnCode));
    }
    let required = policy(conn).await?.verification_required;
    if let Some(obstacle) = unfit(applicant, superior, required) {
        return Ok(Some(obstacle));
    }
    let name = superior.name.clone();
    if let Some((id, present, _)) = superior_of(conn, applicant.id).await? {
        return Ok(Some(if id == superior.id {
            Obstacle::AlreadySuperior { superior: name }
        } else {
            Obstacle::BoundElsewhere { superior: present }
        }));
    }
    if let Some(case) = open_case(conn, applicant.id).await? {
        return Ok(Some(case_in_the_way(case, superior.id)));
    }
    match current_round(conn, at).await? {
        None => return Ok(Some(Obstacle::NoRound)),
        Some(round) if is_barred(conn, applicant.id, round.id).await? => {
            return Ok(Some(Obstacle::Barred {
                round: round.name,
                until: Instant::from_micros(round.closes_at),
            }));
        }
        Some(_) => {}
    }
    let circle = ancestors_reach(conn, superior.id, applicant.id).await?;
    Ok(circle.then_some(Obstacle::Circle { superior: name }))
}

/// What of the two units themselves stands against a binding; checked when searching, when
/// applying, and again when approving. `required`: the policy asks that both are verified.
pub(super) fn unfit(applicant: &UnitRow, superior: &UnitRow, required: bool) -> Option<Obstacle> {
    let name = superior.name.clone();
    if applicant.disabled_at.is_some() {
        Some(Obstacle::ApplicantDisabled)
    } else if superior.disabled_at.is_some() {
        Some(Obstacle::SuperiorDisabled { superior: name })
    } else if required && applicant.verified_at.is_none() {
        Some(Obstacle::ApplicantNotVerified)
    } else if required && superior.verified_at.is_none() {
        Some(Obstacle::SuperiorNotVerified { superior: name })
    } else if superior.entered_at.is_none() {
        Some(Obstacle::SuperiorNeverEntered { superior: name })
    } else if applicant.entered_at.is_none() {
        Some(Obstacle::ApplicantNeverEntered)
    } else {
        None
    }
}

fn case_in_the_way(case: CaseOfUnit, superior: i64) -> Obstacle {
    let here = case.superior_id == superior;
    let pending = case.state == ApplicationState::Pending.as_str();
    let superior = case.superior;
    match (pending, here) {
        (true, true) => Obstacle::PendingHere { superior },
        (true, false) => Obstacle::PendingElsewhere { superior },
        (false, true) => Obstacle::ReturnedHere { superior },
        (false, false) => Obstacle::ReturnedElsewhere { superior },
    }
}

/// 终止审核 bars the applicant for the round in which it was said.
pub async fn is_barred(conn: &mut Conn, applicant: i64, round: i64) -> sqlx::Result<bool> {
    let terminated = sql("SELECT COUNT(*) FROM application
         WHERE applicant_id = $1 AND round_id = $2 AND state = 'terminated'")
    .bind(applicant)
    .bind(round)
    .int(conn)
    .await?;
    Ok(terminated > 0)
}

/// Who applies, and why if it is an enterprise.
pub struct Applying<'a> {
    pub applicant: i64,
    pub actor: i64,
    pub special_reason: Option<&'a Reason>,
}

/// 绑定: sends the application to the superior. Sent twice, it is one application.
pub async fn apply(
    tx: &mut Tx,
    applying: Applying<'_>,
    superior: &UnitRow,
    at: Instant,
) -> Result<i64> {
    lock_unit(tx, applying.applicant).await?;
    let seq = take_turn(tx, superior.id).await?;
    let applicant = find_unit(tx, applying.applicant)
        .await?
        .ok_or(Fault::NotFound)?;
    match find_obstacle(tx, &applicant, superior, at).await? {
        None => {}
        Some(Obstacle::PendingHere { .. }) => {
            let case = open_case(tx, applicant.id).await?.ok_or(Fault::NotFound)?;
            return Ok(case.id);
        }
        Some(obstacle) => return Err(obstacle.into()),
    }
    let round = current_round(tx, at).await?.ok_or(Obstacle::NoRound)?;
    let reason = applying.special_reason.map_or("", Reason::as_str);
    let id = sql("INSERT INTO application
            (applicant_id, superior_id, round_id, state, version, special_reason, applied_at, seq)
         VALUES ($1, $2, $3, 'pending', 1, $4, $5, $6) RETURNING id")
    .bind(applicant.id)
    .bind(superior.id)
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
        unit: applicant.id,
        application: Some((id, 1)),
        kind: "applied",
        from: None,
        to: Some(ApplicationState::Pending),
        actor: Some(applying.actor),
        administrator: None,
        why: reason,
        at,
        seq: Some(seq),
    };
    record(tx, applied).await?;
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
        unit: applicant,
        application: Some((application, version + 1)),
        kind: "withdrawn",
        from: Some(from),
        to: Some(ApplicationState::Withdrawn),
        actor: Some(actor),
        administrator: None,
        why: "",
        at,
        seq: Some(seq),
    };
    record(tx, withdrawn).await?;
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
            applied_at = $4, settled_at = NULL, seq = $5
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
        unit: applicant.id,
        application: Some((application, version + 1)),
        kind: "resubmitted",
        from: Some(from),
        to: Some(ApplicationState::Pending),
        actor: Some(applying.actor),
        administrator: None,
        why: reason,
        at,
        seq: Some(seq),
    };
    record(tx, resubmitted).await?;
    let to = ApplicationState::Pending;
    Ok(moved(tx, superior.id, Some(from), Some(to), 1).await?)
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

/// 企业: says why it binds, and may unbind by itself.
pub fn is_enterprise(unit: &UnitRow) -> bool {
    UnitType::parse(&unit.unit_type).is_ok_and(UnitType::is_enterprise)
}

/// 张*: how a person is named to others.
pub fn masked_name(name: &str) -> String {
    PersonName::parse(name).map_or_else(|_| "*".to_owned(), |name| name.masked())
}
