//! 系统管理员: rounds, the rules of binding, the calendar of working days.

use crate::domain::admin::{
    CalendarView, RoundDraft, RoundForm, RoundsView, RulesDraft, RulesView,
};
use crate::domain::{CalendarDraft, Fault};
use leptos::prelude::*;
use server_fn::codec::Json;

/// 申报批次, those that open before an instant.
#[server(name = AdminRoundsQuery, prefix = "/api", endpoint = "admin_rounds", input = Json)]
pub async fn admin_rounds(before: Option<i64>) -> Result<RoundsView, Fault> {
    use crate::domain::Role;
    use crate::server::{self, admin};
    server::respond(async {
        let administrator = server::administrator(Role::System)?;
        let mut conn = server::state().db.read().await?;
        admin::round_list(&mut conn, &administrator, before).await
    })
    .await
}

/// The form of a round, or of a new one.
#[server(name = AdminRoundQuery, prefix = "/api", endpoint = "admin_round", input = Json)]
pub async fn admin_round(id: Option<i64>) -> Result<RoundForm, Fault> {
    use crate::domain::Role;
    use crate::server::{self, admin};
    server::respond(async {
        let administrator = server::administrator(Role::System)?;
        let mut conn = server::state().db.read().await?;
        admin::round_form(&mut conn, &administrator, id).await
    })
    .await
}

#[server(prefix = "/api", endpoint = "save_round", input = Json)]
pub async fn save_round(id: Option<i64>, draft: RoundDraft) -> Result<i64, Fault> {
    use crate::domain::{ActKind, Role};
    use crate::server::{self, admin, store};
    server::respond(async {
        let administrator = server::administrator(Role::System)?;
        let kind = match id {
            None => ActKind::RoundAdded,
            Some(_) => ActKind::RoundChanged,
        };
        let what = format!("{}（{}—{}）", draft.name, draft.opens, draft.closes);
        let mut tx = server::state().db.begin().await?;
        let id = admin::save_round(&mut tx, id, draft).await?;
        let act = admin::act(&administrator, kind, "round", id);
        store::note(&mut tx, store::Act { why: &what, ..act }).await?;
        tx.commit().await?;
        Ok(id)
    })
    .await
}

/// 业务规则, and what they were before a version.
#[server(name = AdminRulesQuery, prefix = "/api", endpoint = "admin_rules", input = Json)]
pub async fn admin_rules(before: Option<i64>) -> Result<RulesView, Fault> {
    use crate::domain::Role;
    use crate::server::{self, admin};
    server::respond(async {
        let administrator = server::administrator(Role::System)?;
        let mut conn = server::state().db.read().await?;
        admin::rules_view(&mut conn, &administrator, before).await
    })
    .await
}

#[server(prefix = "/api", endpoint = "change_rules", input = Json)]
pub async fn change_rules(draft: RulesDraft) -> Result<(), Fault> {
    use crate::domain::Role;
    use crate::server::{self, admin};
    server::respond(async {
        let administrator = server::administrator(Role::System)?;
        let mut tx = server::state().db.begin().await?;
        admin::change_rules(&mut tx, &administrator, draft).await?;
        Ok(tx.commit().await?)
    })
    .await
}

/// 工作日历 of a year; of the present one where none is named.
#[server(name = AdminCalendarQuery, prefix = "/api", endpoint = "admin_calendar", input = Json)]
pub async fn admin_calendar(year: String) -> Result<CalendarView, Fault> {
    use crate::domain::Role;
    use crate::server::{self, admin};
    server::respond(async {
        let administrator = server::administrator(Role::System)?;
        let mut conn = server::state().db.read().await?;
        admin::calendar_view(&mut conn, &administrator, &year).await
    })
    .await
}

#[server(prefix = "/api", endpoint = "set_calendar", input = Json)]
pub async fn set_calendar(draft: CalendarDraft) -> Result<i64, Fault> {
    use crate::domain::{ActKind, Role};
    use crate::server::{self, admin, store};
    server::respond(async {
        let administrator = server::administrator(Role::System)?;
        let mut tx = server::state().db.begin().await?;
        let year = admin::set_calendar(&mut tx, &administrator, draft).await?;
        let act = admin::act(&administrator, ActKind::CalendarChanged, "year", year);
        store::note(&mut tx, act).await?;
        tx.commit().await?;
        Ok(year)
    })
    .await
}
