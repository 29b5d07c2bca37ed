//! 查询 and 绑定: what lies between the dialog's words and the store's verbs.

use super::caller::Caller;
use super::store::{self, Conn, UnitRow};
use super::{now, regions, tie};
use crate::domain::{
    ApplicationKind, ApplicationState, BindingStatus, Fault, Field, Obstacle, Problem, Reason,
    RegionCode, Search, SearchAnswer, SuperiorRow, Uscc, Verdict,
};

/// Answers a search, and says why wherever there is nothing to bind.
pub async fn search(
    conn: &mut Conn,
    applicant: i64,
    search: &Search,
) -> Result<SearchAnswer, Fault> {
    let superior = match registered(conn, &search.code).await {
        Ok(superior) => superior,
        Err(Fault::Obstacle(obstacle)) => return Ok(nothing(obstacle)),
        Err(fault) => return Err(fault),
    };
    if !superior.name.contains(&search.name) {
        return Ok(nothing(Obstacle::NameDiffers));
    }
    let answer = answer(conn, applicant, &superior).await?;
    match (&answer.row, search.status) {
        (Some(row), Some(status)) if row.status != status => {
            Ok(nothing(Obstacle::StatusDiffers { actual: row.status }))
        }
        _ => Ok(answer),
    }
}

/// The unit with this code, or why there is none.
pub async fn registered(conn: &mut Conn, code: &Uscc) -> Result<UnitRow, Fault> {
    if let Some(unit) = store::find_unit_by_code(conn, code).await? {
        return Ok(unit);
    }
    let (wrong_check, likely) = match code.verdict() {
        Verdict::WrongCheck { likely, .. } if !store::may_be_code(conn, code).await? => {
            (true, likely)
        }
        _ => (false, None),
    };
    Err(Fault::Obstacle(Obstacle::NotRegistered {
        wrong_check,
        likely,
    }))
}

/// The superior's row as this applicant sees it now, and what stands in the way.
pub async fn answer(
    conn: &mut Conn,
    applicant: i64,
    superior: &UnitRow,
) -> Result<SearchAnswer, Fault> {
    let applicant = store::find_unit(conn, applicant)
        .await?
        .ok_or(Fault::NotFound)?;
    let obstacle =
        store::find_obstacle(conn, ApplicationKind::Bind, &applicant, superior, now()).await?;
    let (status, case) = match &obstacle {
        None
        | Some(
            Obstacle::BoundElsewhere { .. }
            | Obstacle::PendingElsewhere { .. }
            | Obstacle::ReturnedElsewhere { .. }
            | Obstacle::Barred { .. }
            | Obstacle::NoRound,
        ) => (BindingStatus::Unbound, None),
        Some(Obstacle::PendingHere { .. }) => {
            (BindingStatus::Applied, Some(ApplicationState::Pending))
        }
        Some(Obstacle::ReturnedHere { .. }) => {
            (BindingStatus::Unbound, Some(ApplicationState::Returned))
        }
        Some(Obstacle::AlreadySuperior { .. }) => (BindingStatus::Bound, None),
        // A unit that can't be a superior at all is not listed as one.
        Some(_) => {
            return Ok(SearchAnswer {
                row: None,
                obstacle,
                route: None,
            });
        }
    };
    let row = SuperiorRow {
        name: superior.name.clone(),
        code: Uscc::parse(&superior.uscc).map_err(|_| Fault::Internal)?,
        status,
        case,
    };
    let route = match obstacle {
        None => Some(tie::route(conn, &applicant, Some(superior)).await?),
        Some(_) => None,
    };
    Ok(SearchAnswer {
        row: Some(row),
        obstacle,
        route,
    })
}

/// 特殊情况说明: read where the rules ask no superior of such units, and left out where they do.
pub async fn special_reason(
    conn: &mut Conn,
    caller: &Caller,
    text: &str,
) -> Result<Option<Reason>, Fault> {
    let unit = store::find_unit(conn, caller.unit())
        .await?
        .ok_or(Fault::NotFound)?;
    match store::binding_policy(conn, now())
        .await?
        .exempts(&unit.unit_type)
    {
        true => at(Field::SpecialReason, Reason::parse(text)).map(Some),
        false => Ok(None),
    }
}

/// What a case asks, and the reason that goes with it when it is submitted again.
pub async fn reason_of_case(
    conn: &mut Conn,
    caller: &Caller,
    application: i64,
    text: &str,
) -> Result<(ApplicationKind, Option<Reason>), Fault> {
    let case = store::open_case(conn, caller.unit()).await?;
    let case = case.filter(|case| case.id == application);
    let kind = case.and_then(|case| ApplicationKind::parse(&case.kind));
    match kind.unwrap_or_default() {
        ApplicationKind::Bind => Ok((
            ApplicationKind::Bind,
            special_reason(conn, caller, text).await?,
        )),
        kind => Ok((kind, at(Field::MoveReason, Reason::parse(text)).map(Some)?)),
    }
}

/// A value that a single field holds.
pub fn at<T, E: Into<Problem>>(field: Field, value: Result<T, E>) -> Result<T, Fault> {
    value.map_err(|problem| Fault::at(field, problem))
}

/// Whether the table knows the region.
pub fn offers_region(code: &str) -> bool {
    RegionCode::parse(code).is_ok_and(|code| regions::name_of(&code).is_some())
}

fn nothing(obstacle: Obstacle) -> SearchAnswer {
    SearchAnswer {
        row: None,
        obstacle: Some(obstacle),
        route: None,
    }
}
