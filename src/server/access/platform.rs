//! 平台管理, of 三员.

use super::entry::Entry;
use super::entry::Who::{Administrator, AnyAdministrator};
use super::entry::Whose::Platform;
use super::entry::{call, file, form, page};
use crate::api;
use crate::domain::Role;
use crate::server::forms;

/// The endpoints of this room.
pub(super) fn entries() -> Vec<Entry> {
    [administration(), rounds(), webhooks(), security(), audit()]
        .into_iter()
        .flatten()
        .collect()
}

/// 平台管理, of 系统管理员.
fn administration() -> Vec<Entry> {
    let system = Administrator(Role::System);
    vec![
        page("/admin", AnyAdministrator, Platform),
        page("/admin/units", system, Platform),
        page("/admin/units/{id}", system, Platform),
        page("/admin/operators/{id}", system, Platform),
        page("/admin/announcements", system, Platform),
        page("/admin/announcements/{id}", system, Platform),
        page("/admin/modules", system, Platform),
        form("/admin/units/{id}", system, Platform, forms::admin::unit),
        form(
            "/admin/operators/{id}",
            system,
            Platform,
            forms::admin::operator,
        ),
        form(
            "/admin/announcements/{id}",
            system,
            Platform,
            forms::admin::announcement,
        ),
        form("/admin/modules", system, Platform, forms::admin::service),
        form("/admin/reveal", system, Platform, forms::reveal::of_anybody),
        call::<api::AdminReveal>(system, Platform),
        call::<api::AdminQuery>(AnyAdministrator, Platform),
        call::<api::AdminUnitsQuery>(system, Platform),
        call::<api::AdminUnitQuery>(system, Platform),
        call::<api::ActOnUnit>(system, Platform),
        call::<api::AdminOperatorQuery>(system, Platform),
        call::<api::ChangeOperatorOfAnybody>(system, Platform),
        call::<api::AdminAnnouncementsQuery>(system, Platform),
        call::<api::AdminAnnouncementQuery>(system, Platform),
        call::<api::PreviewAnnouncement>(system, Platform),
        call::<api::SaveAnnouncement>(system, Platform),
        call::<api::AdminServicesQuery>(system, Platform),
        call::<api::SaveService>(system, Platform),
    ]
}

/// 申报批次, 业务规则 and 工作日历, of 系统管理员.
fn rounds() -> Vec<Entry> {
    let system = Administrator(Role::System);
    vec![
        page("/admin/rounds", system, Platform),
        page("/admin/rounds/{id}", system, Platform),
        page("/admin/rules", system, Platform),
        page("/admin/calendar", system, Platform),
        form("/admin/rounds/{id}", system, Platform, forms::rounds::round),
        form("/admin/rules", system, Platform, forms::rounds::rules),
        form("/admin/calendar", system, Platform, forms::rounds::calendar),
        call::<api::AdminRoundsQuery>(system, Platform),
        call::<api::AdminRoundQuery>(system, Platform),
        call::<api::SaveRound>(system, Platform),
        call::<api::AdminRulesQuery>(system, Platform),
        call::<api::ChangeRules>(system, Platform),
        call::<api::AdminCalendarQuery>(system, Platform),
        call::<api::SetCalendar>(system, Platform),
    ]
}

/// Where other systems are told of what happens.
fn webhooks() -> Vec<Entry> {
    let system = Administrator(Role::System);
    vec![
        page("/admin/webhooks", system, Platform),
        form("/admin/webhooks", system, Platform, forms::webhooks::press),
        call::<api::AdminWebhooksQuery>(system, Platform),
        call::<api::PressWebhook>(system, Platform),
    ]
}

/// 平台管理, of 安全管理员.
fn security() -> Vec<Entry> {
    let security = Administrator(Role::Security);
    vec![
        page("/admin/policy", security, Platform),
        page("/admin/sessions", security, Platform),
        page("/admin/locks", security, Platform),
        page("/admin/codes", security, Platform),
        form("/admin/policy", security, Platform, forms::security::policy),
        form(
            "/admin/sessions",
            security,
            Platform,
            forms::security::sessions,
        ),
        form(
            "/admin/sessions/factor",
            security,
            Platform,
            forms::security::drop_factor,
        ),
        form("/admin/locks", security, Platform, forms::security::unlock),
        form("/admin/codes", security, Platform, forms::security::code),
        call::<api::AdminPolicyQuery>(security, Platform),
        call::<api::ChangePolicy>(security, Platform),
        call::<api::AdminSessionsQuery>(security, Platform),
        call::<api::EndSessionsOfOperator>(security, Platform),
        call::<api::DropFactorOfOperator>(security, Platform),
        call::<api::AdminLocksQuery>(security, Platform),
        call::<api::Unlock>(security, Platform),
        call::<api::AdminCodesQuery>(security, Platform),
        call::<api::SaveCode>(security, Platform),
    ]
}

/// 平台管理, of 审计管理员.
fn audit() -> Vec<Entry> {
    let audit = Administrator(Role::Audit);
    vec![
        page("/admin/trail", audit, Platform),
        file("/admin/trail.csv", audit, Platform, forms::trail::export),
        call::<api::TrailQuery>(audit, Platform),
    ]
}
