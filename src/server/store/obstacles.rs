//! What stands against an application.

use super::{
    CaseOfUnit, Conn, RoundRow, UnitRow, ancestors_reach, binding_policy, current_round,
    invited_by, is_barred, open_case, policy, standing_round, superior_of,
};
use crate::domain::{ApplicationKind, ApplicationState, Instant, Obstacle};

/// What stands against binding `applicant` under `superior`, the nearest reason first. `None`: it
/// can be asked for.
pub async fn find_obstacle(
    conn: &mut Conn,
    kind: ApplicationKind,
    applicant: &UnitRow,
    superior: &UnitRow,
    at: Instant,
) -> sqlx::Result<Option<Obstacle>> {
    if applicant.id == superior.id {
        return Ok(Some(Obstacle::OwnCode));
    }
    let present = superior_of(conn, applicant.id).await?;
    if kind == ApplicationKind::Unbind {
        return against_unbinding(conn, present.map(|(id, _, _)| id), applicant, superior).await;
    }
    let required = policy(conn).await?.verification_required;
    if let Some(obstacle) = unfit(applicant, superior, required) {
        return Ok(Some(obstacle));
    }
    let name = superior.name.clone();
    match (kind, present) {
        (_, Some((id, _, _))) if id == superior.id => {
            return Ok(Some(Obstacle::AlreadySuperior { superior: name }));
        }
        (ApplicationKind::Bind, Some((_, present, _))) => {
            return Ok(Some(Obstacle::BoundElsewhere { superior: present }));
        }
        (ApplicationKind::Transfer, None) => return Ok(Some(Obstacle::NotBound)),
        _ => {}
    }
    if let Some(case) = open_case(conn, applicant.id).await? {
        return Ok(Some(case_in_the_way(case, superior.id)));
    }
    if let Some(name) = invited_by(conn, applicant.id).await? {
        return Ok(Some(Obstacle::Invited { name }));
    }
    match round_for(conn, kind, at).await? {
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

/// A tie can be given up whatever round is open, and by whoever is bound: also where the applicant
/// could not bind.
async fn against_unbinding(
    conn: &mut Conn,
    present: Option<i64>,
    applicant: &UnitRow,
    superior: &UnitRow,
) -> sqlx::Result<Option<Obstacle>> {
    if present != Some(superior.id) {
        return Ok(Some(Obstacle::NotBound));
    }
    if superior.disabled_at.is_some() {
        let superior = superior.name.clone();
        return Ok(Some(Obstacle::SuperiorDisabled { superior }));
    }
    let case = open_case(conn, applicant.id).await?;
    Ok(case.map(|case| case_in_the_way(case, superior.id)))
}

/// The round that an application of this kind belongs to: the one that is open, or the standing one
/// where the rules allow to apply outside of rounds. Giving a tie up waits for no round.
pub(super) async fn round_for(
    conn: &mut Conn,
    kind: ApplicationKind,
    at: Instant,
) -> sqlx::Result<Option<RoundRow>> {
    if let Some(round) = current_round(conn, at).await? {
        return Ok(Some(round));
    }
    let outside = kind == ApplicationKind::Unbind || binding_policy(conn, at).await?.outside_rounds;
    match outside {
        true => standing_round(conn).await,
        false => Ok(None),
    }
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
