//! 隶属关系 from the unit's own side: from records to what its pages show, and what its forms do.

use super::caller::Caller;
use super::show::{self, unit as unit_view};
use super::store::{self, Conn, InvitationRow, Inviting, UnitRow};
use super::{Vault, at, now, regions};
use crate::domain::tie::*;
use crate::domain::views::SuperiorView;
use crate::domain::{
    ApplicationKind, ApplicationState, Calendar, Fault, Field, Instant, Obstacle, Reason,
    RegionCode, Role, Uscc,
};
use crate::texts;

/// Superiors and events on the page.
const PERIODS: i64 = 50;
const EVENTS: i64 = 100;
/// Units that leave, on a page.
const LEAVING: i64 = 50;

pub async fn tie(conn: &mut Conn, vault: &Vault, caller: &Caller) -> Result<TieView, Fault> {
    let row = own_unit(conn, caller).await?;
    let superior = store::superior_of(conn, row.id).await?;
    let periods = store::superiors_over_time(conn, row.id, PERIODS).await?;
    let events = store::tie_events(conn, row.id, EVENTS).await?;
    Ok(TieView {
        who: caller.who(),
        may_apply: caller.may_apply(),
        superior: superior_view(conn, superior).await?,
        case: show::standing(conn, vault, row.id).await?,
        invitation: invitation(conn, row.id).await?,
        route: route(conn, &row, None).await?,
        periods: periods.into_iter().map(period).collect(),
        events: events.into_iter().map(event).collect(),
        unit: unit_view(&row),
    })
}

/// The present superior, as [`store::superior_of`] has it.
pub async fn superior_view(
    conn: &mut Conn,
    superior: Option<(i64, String, i64)>,
) -> Result<Option<SuperiorView>, Fault> {
    let Some((id, name, since)) = superior else {
        return Ok(None);
    };
    Ok(Some(SuperiorView {
        name,
        since: Instant::from_micros(since),
        disabled: is_disabled(conn, id).await?,
    }))
}

async fn is_disabled(conn: &mut Conn, unit: i64) -> Result<bool, Fault> {
    let found = store::find_unit(conn, unit).await?;
    Ok(found.is_none_or(|unit| unit.disabled_at.is_some()))
}

fn period(row: store::PeriodRow) -> Period {
    Period {
        superior: row.superior,
        disabled: row.disabled == 1,
        from: Instant::from_micros(row.from_at),
        until: row.until_at.map(Instant::from_micros),
    }
}

fn event(row: store::TieEventRow) -> TieEvent {
    let person = row.person.as_deref();
    let person = person.map(|name| show::who_decided(name, row.stood_for.as_deref()));
    TieEvent {
        state: row.to_state.as_deref().and_then(ApplicationState::parse),
        asked: row.asked.as_deref().and_then(ApplicationKind::parse),
        by: row.by_unit.zip(person),
        role: row.role.as_deref().and_then(Role::parse),
        superior: row.superior,
        branch: row.branch.news(),
        kind: row.kind,
        why: row.why,
        at: Instant::from_micros(row.at),
    }
}

/// The way of the unit's business: as it is, or as it would be under another superior.
pub async fn route(
    conn: &mut Conn,
    unit: &UnitRow,
    under: Option<&UnitRow>,
) -> Result<Route, Fault> {
    let mut units = vec![unit.name.clone()];
    match under {
        Some(superior) => {
            units.push(superior.name.clone());
            units.append(&mut store::chain_above(conn, superior.id).await?);
        }
        None => units.append(&mut store::chain_above(conn, unit.id).await?),
    }
    let region = RegionCode::parse(&unit.region).ok();
    let office = region.and_then(|code| {
        let name = regions::full_name(&code)?;
        Some(texts::tie::office(&name, code.level()))
    });
    Ok(Route { units, office })
}

/// The invitation that waits, or that came to nothing since; what was sent is a case by now.
pub async fn invitation(conn: &mut Conn, unit: i64) -> Result<Option<InvitationView>, Fault> {
    let row = store::latest_invitation(conn, unit).await?;
    let told = row.filter(|row| matches!(row.state.as_str(), "waiting" | "refused"));
    let view = |row: InvitationRow| InvitationView {
        code: row.uscc,
        name: row.name,
        made_at: Instant::from_micros(row.made_at),
        refused: row.fault.and_then(|text| serde_json::from_str(&text).ok()),
    };
    Ok(told.map(view))
}

/// 变更上级, to the unit with this code: what it would do. Nothing changes.
pub async fn preview_move(conn: &mut Conn, caller: &Caller, code: &str) -> Result<MoveView, Fault> {
    let row = own_unit(conn, caller).await?;
    let from = store::superior_of(conn, row.id).await?;
    let mut view = MoveView {
        who: caller.who(),
        obstacle: from.is_none().then_some(Obstacle::NotBound),
        from: from.map(|(_, name, _)| name),
        to: None,
        consequences: consequences(conn, row.id).await?,
        route: Route::default(),
    };
    if code.is_empty() || view.obstacle.is_some() {
        return Ok(view);
    }
    let code = at(Field::Code, Uscc::parse(code))?;
    match super::registered(conn, &code).await {
        Ok(superior) => {
            let kind = ApplicationKind::Transfer;
            view.obstacle = store::find_obstacle(conn, kind, &row, &superior, now()).await?;
            view.route = route(conn, &row, Some(&superior)).await?;
            view.to = Some(superior.name);
        }
        Err(Fault::Obstacle(obstacle)) => view.obstacle = Some(obstacle),
        Err(fault) => return Err(fault),
    }
    Ok(view)
}

/// 解除绑定: what it would do. Nothing changes.
pub async fn preview_unbinding(conn: &mut Conn, caller: &Caller) -> Result<UnbindView, Fault> {
    let row = own_unit(conn, caller).await?;
    let superior = store::superior_of(conn, row.id).await?;
    let at_once = unbinds_at_once(conn, &row).await?;
    let enterprise = store::is_enterprise(&row);
    let superior_disabled = match &superior {
        Some((id, ..)) => is_disabled(conn, *id).await?,
        None => false,
    };
    let obstacle = match (&superior, at_once) {
        (None, _) => Some(Obstacle::NotBound),
        (Some(_), true) => None,
        (Some((id, _, _)), false) => {
            let above = store::find_unit(conn, *id).await?.ok_or(Fault::NotFound)?;
            let kind = ApplicationKind::Unbind;
            store::find_obstacle(conn, kind, &row, &above, now()).await?
        }
    };
    let superior = superior.map(|(_, name, _)| name);
    Ok(UnbindView {
        who: caller.who(),
        superior,
        superior_disabled,
        at_once,
        enterprise,
        obstacle,
        consequences: consequences(conn, row.id).await?,
    })
}

/// Whether the unit may end its tie without anybody's consent: nobody of a superior that is disabled could give it.
pub async fn unbinds_at_once(conn: &mut Conn, unit: &UnitRow) -> Result<bool, Fault> {
    let rules = store::binding_policy(conn, now()).await?;
    let nobody_to_ask = match store::superior_of(conn, unit.id).await? {
        Some((id, _, _)) => is_disabled(conn, id).await?,
        None => false,
    };
    Ok(store::is_enterprise(unit) || nobody_to_ask || !rules.consent_to_unbind)
}

/// 解除绑定: at once where nobody is to be asked, and else asks the superior.
pub async fn unbind(tx: &mut store::Tx, caller: &Caller, draft: &UnbindDraft) -> Result<(), Fault> {
    let at = now();
    // Which superior it has, and so whether anybody is to be asked, stays so.
    store::lock_ties(tx).await?;
    let unit = own_unit(tx, caller).await?;
    if unbinds_at_once(tx, &unit).await? {
        return unbind_now(tx, &unit, caller.operator(), at).await;
    }
    let reason = super::at(Field::MoveReason, Reason::parse(&draft.reason))?;
    let (superior, _, _) = store::superior_of(tx, unit.id)
        .await?
        .ok_or(Obstacle::NotBound)?;
    let superior = store::find_unit(tx, superior)
        .await?
        .ok_or(Fault::NotFound)?;
    let applying = caller.applicant(ApplicationKind::Unbind, Some(&reason));
    store::apply(tx, applying, &superior, at).await?;
    Ok(())
}

/// A 解绑 that the superior was asked for before is moot.
async fn unbind_now(
    tx: &mut store::Tx,
    unit: &UnitRow,
    operator: i64,
    at: Instant,
) -> Result<(), Fault> {
    store::release(tx, unit, operator, at).await?;
    let moot = texts::tie::UNBOUND_MEANWHILE;
    Ok(store::close_unbinding(tx, unit.id, operator, moot, at).await?)
}

async fn consequences(conn: &mut Conn, unit: i64) -> Result<Consequences, Fault> {
    let (below, waiting) = store::counted_below(conn, unit, Consequences::COUNTED).await?;
    let rules = store::binding_policy(conn, now()).await?;
    let asks_nobody = match store::superior_of(conn, unit).await? {
        Some((id, _, _)) => is_disabled(conn, id).await?,
        None => false,
    };
    let consent = rules.consent_to_transfer && !asks_nobody;
    Ok(Consequences {
        below,
        waiting,
        consent,
    })
}

/// The sheet that invites the unit with this code.
pub async fn invite_view(
    conn: &mut Conn,
    caller: &Caller,
    code: &str,
    site: &str,
) -> Result<InviteView, Fault> {
    let row = own_unit(conn, caller).await?;
    let rules = store::binding_policy(conn, now()).await?;
    let waiting = invitation(conn, row.id).await?;
    let waiting = waiting.filter(|found| found.refused.is_none());
    let code = match &waiting {
        Some(found) => found.code.clone(),
        None => code.to_owned(),
    };
    let mut obstacle = None;
    let mut registered = false;
    if let Ok(parsed) = Uscc::parse(&code) {
        match super::registered(conn, &parsed).await {
            Ok(unit) => {
                registered = true;
                obstacle = unit.entered_at.map(|_| Obstacle::AlreadyThere);
            }
            Err(Fault::Obstacle(Obstacle::NotRegistered {
                wrong_check: false, ..
            })) => {}
            Err(Fault::Obstacle(found)) => obstacle = Some(found),
            Err(fault) => return Err(fault),
        }
    }
    let site = site.trim_end_matches('/');
    let link = match registered {
        _ if site.is_empty() => String::new(),
        true => format!("{site}/login?panel=operator&next=/workbench"),
        false => format!("{site}/register?code={code}"),
    };
    Ok(InviteView {
        who: caller.who(),
        unit: row.name.clone(),
        exempt: rules.exempts(&row.unit_type),
        code,
        obstacle,
        waiting,
        link,
        registered,
    })
}

/// 邀请
pub async fn invite(
    tx: &mut store::Tx,
    caller: &Caller,
    invited: &Invited,
    special_reason: Option<&Reason>,
) -> Result<(), Fault> {
    // The same sentences as a search: a slip in the code is told before anybody waits for it.
    match super::registered(tx, &invited.code).await {
        Ok(_)
        | Err(Fault::Obstacle(Obstacle::NotRegistered {
            wrong_check: false, ..
        })) => {}
        Err(fault) => return Err(fault),
    }
    let inviting = Inviting {
        applicant: caller.unit(),
        actor: caller.operator(),
        code: &invited.code,
        name: invited.name.as_str(),
        special_reason,
    };
    Ok(store::invite(tx, inviting, now()).await?)
}

/// 催办 by an operator of the unit, where it has waited long enough and nobody hurried it today.
pub async fn urge(
    tx: &mut store::Tx,
    (unit, operator): (i64, i64),
    application: i64,
    at: Instant,
) -> Result<(), Fault> {
    let days = store::binding_policy(tx, at).await?.urge_after_days;
    let since = at.plus_days(-i64::from(days) * 3 - 60);
    let calendar = store::calendar(tx, since, at).await?;
    let may = |applied, urged| is_time_to_urge(&calendar, days, applied, urged, at);
    Ok(store::urge(tx, unit, application, operator, at, may).await?)
}

/// Whether a case that was submitted and urged then may be urged now.
pub async fn may_urge(
    conn: &mut Conn,
    after_days: u32,
    applied: Instant,
    urged: Option<Instant>,
) -> Result<bool, Fault> {
    let at = now();
    let calendar = store::calendar(conn, applied, at).await?;
    Ok(is_time_to_urge(&calendar, after_days, applied, urged, at))
}

fn is_time_to_urge(
    calendar: &Calendar,
    after_days: u32,
    applied: Instant,
    urged: Option<Instant>,
    at: Instant,
) -> bool {
    calendar.working_days(applied, at) >= i64::from(after_days)
        && urged.is_none_or(|urged| calendar.working_days(urged, at) >= 1)
}

/// The units that wait for consent to leave this superior.
pub async fn leaving(conn: &mut Conn, caller: &Caller, after: i64) -> Result<LeavingView, Fault> {
    let reviewer = caller.reviewing()?;
    let mut rows = store::leaving(conn, reviewer.unit, after, LEAVING + 1).await?;
    let more = rows.len() as i64 > LEAVING;
    rows.truncate(LEAVING as usize);
    let after = rows.last().filter(|_| more).map(|row| row.id);
    let line = |row: store::LeavingRow| LeavingLine {
        application: row.id,
        version: row.version,
        unit: row.unit,
        code: row.uscc,
        to: row.superior,
        reason: row.special_reason,
        applied_at: Instant::from_micros(row.applied_at),
    };
    Ok(LeavingView {
        who: caller.who(),
        rows: rows.into_iter().map(line).collect(),
        after,
    })
}

async fn own_unit(conn: &mut Conn, caller: &Caller) -> Result<UnitRow, Fault> {
    store::find_unit(conn, caller.unit())
        .await?
        .ok_or(Fault::NotFound)
}
