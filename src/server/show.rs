//! From records to what the screens show.

use super::admin::markdown;
use super::appeals::bar;
use super::caller::Caller;
use super::store::{self, Conn};
use super::vault::{Purpose, Vault};
use super::{now, regions, tie};
use crate::domain::views::*;
use crate::domain::{
    ApplicationKind, ApplicationState, BindingPolicy, BindingStatus, Consent, Fault, Industry,
    Instant, ProfileDraft, RegionCode, Role, Season, UNDO_WINDOW, UnitType, Uscc, last_moment,
    mask_phone, missing_report_fields,
};
use crate::server::store::{EventRow, UnitRow};
use crate::texts;

/// Announcements on a page.
const ANNOUNCEMENTS: i64 = 50;

pub async fn home(conn: &mut Conn, caller: Option<&Caller>) -> Result<HomeView, Fault> {
    Ok(HomeView {
        who: caller.map(Caller::who),
        announcements: announcements(conn, 5).await?,
        season: season(conn).await?,
    })
}

/// Which round is open, and which comes next.
pub async fn season(conn: &mut Conn) -> Result<Season, Fault> {
    let at = now();
    let open = store::current_round(conn, at).await?;
    let next = store::next_round(conn, at).await?;
    Ok(Season {
        open: open.map(|round| (round.name, last_moment(round.closes_at))),
        next: next.map(|round| (round.name, Instant::from_micros(round.opens_at))),
        outside: store::binding_policy(conn, at).await?.outside_rounds,
    })
}

pub async fn announcements(
    conn: &mut Conn,
    limit: impl Into<Option<i64>>,
) -> Result<Vec<AnnouncementView>, Fault> {
    let limit = limit.into().unwrap_or(ANNOUNCEMENTS);
    let rows = store::announcements(conn, now(), limit).await?;
    let view = |row: store::AnnouncementRow| AnnouncementView {
        id: row.id,
        title: row.title,
        html: markdown(&row.body),
        pinned: row.pinned == 1,
        published_at: Instant::from_micros(row.published_at),
    };
    Ok(rows.into_iter().map(view).collect())
}

pub fn unit(row: &UnitRow) -> UnitView {
    let unit_type = UnitType::parse(&row.unit_type).ok();
    let organization = Uscc::parse(&row.uscc).map(|code| code.organization_code().to_owned());
    UnitView {
        name: row.name.clone(),
        code: row.uscc.clone(),
        organization_code: organization.unwrap_or_default(),
        unit_type: unit_type.map_or(String::new(), |t| t.name().to_owned()),
        enterprise: unit_type.is_some_and(UnitType::is_enterprise),
        industry: Industry::parse(&row.industry).map_or(String::new(), |i| i.name().to_owned()),
        region: RegionCode::parse(&row.region)
            .ok()
            .and_then(|code| regions::full_name(&code))
            .unwrap_or_default(),
        email: row.email.clone(),
        address: row.address.clone(),
        verified: row.verified_at.is_some(),
    }
}

pub async fn workbench(
    conn: &mut Conn,
    vault: &Vault,
    caller: &Caller,
    province: &str,
) -> Result<WorkbenchView, Fault> {
    let row = own_unit(conn, caller).await?;
    let superior = store::superior_of(conn, row.id).await?;
    let (barred, appeal) = bar(conn, row.id).await?;
    let rules = store::binding_policy(conn, now()).await?;
    let state = store::verification_of(conn, row.id).await?;
    let contact_phone = opened(vault, Purpose::ContactPhone, &state.contact_phone);
    Ok(WorkbenchView {
        verification_required: store::policy(conn).await?.verification_required,
        verification: verification(&row, &state),
        who: caller.who(),
        entered: row.entered_at.is_some(),
        may_apply: caller.may_apply(),
        unit: unit(&row),
        released: match superior {
            Some(_) => None,
            None => released(conn, row.id).await?,
        },
        superior: tie::superior_view(conn, superior).await?,
        unbinds_at_once: tie::unbinds_at_once(conn, &row).await?,
        invitation: tie::invitation(conn, row.id).await?,
        case: standing(conn, vault, row.id).await?,
        barred,
        appeal,
        season: season(conn).await?,
        exempt: rules.exempts(&row.unit_type),
        exempt_kinds: exempt_kinds(&rules),
        missing: missing_report_fields(
            &row.report_contact,
            &row.report_phone,
            &row.report_department,
        ),
        regions: region_groups(province),
        profile: ProfileDraft {
            version: row.version,
            name: row.name,
            region: row.region,
            industry: row.industry,
            email: row.email,
            address: row.address,
            contact_name: state.contact_name,
            contact_phone,
            report_contact: row.report_contact,
            report_phone: opened(vault, Purpose::ReportPhone, &row.report_phone),
            report_department: row.report_department,
            password: String::new(),
        },
    })
}

/// The superior that the unit had last, and until when.
async fn released(conn: &mut Conn, unit: i64) -> sqlx::Result<Option<SuperiorView>> {
    let last = store::superiors_over_time(conn, unit, 1).await?;
    let ended = last.into_iter().next().and_then(|row| {
        let since = Instant::from_micros(row.until_at?);
        let name = row.superior;
        let disabled = row.disabled == 1;
        Some(SuperiorView {
            name,
            since,
            disabled,
        })
    });
    Ok(ended)
}

/// The names of the kinds that need no superior, where they are not 企业 alone.
fn exempt_kinds(rules: &BindingPolicy) -> Option<Vec<String>> {
    let kinds = rules.exempt.iter();
    let kinds: Vec<UnitType> = kinds.filter_map(|c| UnitType::parse(c).ok()).collect();
    match kinds.as_slice() {
        [one] if one.is_enterprise() => None,
        kinds => Some(kinds.iter().map(|kind| kind.name().to_owned()).collect()),
    }
}

pub(super) fn opened(vault: &Vault, purpose: Purpose, sealed: &str) -> String {
    let opened = (!sealed.is_empty()).then(|| vault.open(purpose, sealed));
    opened.flatten().unwrap_or_default()
}

fn verification(row: &UnitRow, state: &store::Verification) -> Verification {
    match (row.verified_at, state.returned_at) {
        (Some(_), _) => Verification::Verified,
        (None, Some(at)) => Verification::Returned {
            at: Instant::from_micros(at),
            why: state.returned_why.clone(),
        },
        (None, None) => Verification::Waiting(state.asked_at.map(Instant::from_micros)),
    }
}

async fn own_unit(conn: &mut Conn, caller: &Caller) -> Result<UnitRow, Fault> {
    store::find_unit(conn, caller.unit())
        .await?
        .ok_or(Fault::NotFound)
}

/// The unit's latest case, and what happened to it last.
pub async fn standing(
    conn: &mut Conn,
    vault: &Vault,
    unit: i64,
) -> Result<Option<CaseStanding>, Fault> {
    let Some(case) = store::latest_case(conn, unit).await? else {
        return Ok(None);
    };
    let mut steps = events(conn, case.id).await?;
    let relief = relief(&steps);
    steps.retain(|event| event.kind.is_step());
    let last = steps.pop();
    let (Some(state), Some(last)) = (ApplicationState::parse(&case.state), last) else {
        return Ok(None);
    };
    let rules = store::binding_policy(conn, now()).await?;
    // One that something happened after no longer says where the case stands.
    let decision = store::latest_decision(conn, case.id).await?;
    let decision = decision.filter(|row| row.version_seen + 1 == case.version);
    let until = decision.as_ref().map(|row| undoable_until(row.decided_at));
    let applied_at = Instant::from_micros(case.applied_at);
    let urged_at = case.urged_at.map(Instant::from_micros);
    let urge_after = rules.urge_after_days;
    let waits = state == ApplicationState::Pending;
    Ok(Some(CaseStanding {
        id: case.id,
        version: case.version,
        kind: ApplicationKind::parse(&case.kind).unwrap_or_default(),
        left: case.from_superior,
        consent: Consent::parse(&case.consent).unwrap_or_default(),
        contact: contact(conn, vault, case.superior_id).await?,
        may_urge: waits && tie::may_urge(conn, urge_after, applied_at, urged_at).await?,
        urge_after,
        superior: case.superior,
        state,
        special_reason: case.special_reason,
        applied_at,
        closed_by: match last.kind {
            EventKind::Closed => {
                let ends = (case.id, case.version);
                closed_by(conn, ends, (unit, case.superior_id)).await?
            }
            _ => None,
        },
        last,
        relief,
        wrong: decision.map_or_else(Vec::new, |row| row.wrong),
        undoable_until: until.filter(|until| *until > now()),
        waited: waited(conn, case.applied_at, None).await?,
        review_days: rules.review_days,
        resubmissions_left: match rules.resubmissions {
            0 => None,
            limit => {
                let spent = store::resubmissions(conn, case.id).await?;
                Some(limit.saturating_sub(u32::try_from(spent).unwrap_or(limit)))
            }
        },
    }))
}

/// What closed an application at a version, from one unit to the other.
async fn closed_by(
    conn: &mut Conn,
    (application, version): (i64, i64),
    (applicant, superior): (i64, i64),
) -> Result<Option<ClosedBy>, Fault> {
    let Some(row) = store::closed_by(conn, application, version).await? else {
        return Ok(None);
    };
    let leaves = row.asked_to_leave();
    let Some(news) = row.branch.news() else {
        return Ok(row.administrator_id.map(|_| ClosedBy::Disabled));
    };
    let ended = row.changed_id.filter(|_| news.change.ends_unit());
    Ok(Some(match ended {
        Some(unit) if unit == applicant => ClosedBy::Itself(news),
        // Who asked to leave it was moved from it.
        Some(unit) if unit == superior && !leaves => ClosedBy::Ended(news),
        _ => ClosedBy::Moved(news),
    }))
}

/// What ended the last 终止审核, and where nothing did, that an appeal was refused. An appeal that was agreed to says
/// more than the lifting that came with it.
fn relief(events: &[EventView]) -> Option<EventView> {
    let since: Vec<&EventView> = events
        .iter()
        .rev()
        .take_while(|event| !event.kind.is_step())
        .collect();
    let latest = |kind| since.iter().find(|event| event.kind == kind);
    [
        EventKind::AppealAgreed,
        EventKind::BarLifted,
        EventKind::AppealRefused,
    ]
    .into_iter()
    .find_map(latest)
    .map(|event| (*event).clone())
}

/// Whom to ask at a unit, masked.
async fn contact(conn: &mut Conn, vault: &Vault, unit: i64) -> Result<String, Fault> {
    let of = store::verification_of(conn, unit).await?;
    if of.contact_name.is_empty() {
        return Ok(String::new());
    }
    let phone = opened(vault, Purpose::ContactPhone, &of.contact_phone);
    let name = store::masked_name(&of.contact_name);
    Ok(format!("{name} {}", mask_phone(&phone)).trim().to_owned())
}

/// Working days from an application to its end, or to now.
pub async fn waited(conn: &mut Conn, from: i64, until: Option<i64>) -> sqlx::Result<i64> {
    let from = Instant::from_micros(from);
    let until = until.map_or_else(now, Instant::from_micros);
    Ok(store::calendar(conn, from, until)
        .await?
        .working_days(from, until))
}

fn undoable_until(decided_at: i64) -> Instant {
    Instant::from_micros(decided_at).plus_seconds(UNDO_WINDOW)
}

pub async fn events(conn: &mut Conn, application: i64) -> Result<Vec<EventView>, Fault> {
    let rows = store::events_of(conn, application).await?;
    Ok(rows.into_iter().filter_map(event).collect())
}

/// Who decided, masked, and in whose place.
pub fn who_decided(reviewer: &str, stood_for: Option<&str>) -> String {
    let reviewer = store::masked_name(reviewer);
    match stood_for {
        Some(of) => texts::superior::stands_for(&reviewer, &store::masked_name(of)),
        None => reviewer,
    }
}

fn event(row: EventRow) -> Option<EventView> {
    Some(EventView {
        kind: EventKind::parse(&row.kind)?,
        state: ApplicationState::parse(&row.to_state?)?,
        unit: row.actor_unit,
        person: row
            .actor
            .map(|name| who_decided(&name, row.stood_for.as_deref())),
        role: row.role.as_deref().and_then(Role::parse),
        why: row.why,
        at: Instant::from_micros(row.at),
    })
}

/// The province's cities, each with itself and its counties.
pub fn region_groups(province: &str) -> Vec<RegionGroup> {
    let mut groups: Vec<RegionGroup> = Vec::new();
    for (code, name) in regions::under(province) {
        if code.ends_with("00") {
            groups.push(RegionGroup {
                city: name.to_owned(),
                regions: Vec::new(),
            });
        }
        if let Some(group) = groups.last_mut() {
            group.regions.push((code.to_owned(), name.to_owned()));
        }
    }
    groups
}

/// Where the applicant stands now: while 待审核 it is not below the reviewer's unit yet, and other things than the
/// approval of a case end a tie too.
pub fn reviewers_status(stands_below: bool) -> BindingStatus {
    match stands_below {
        true => BindingStatus::Bound,
        false => BindingStatus::Unbound,
    }
}
