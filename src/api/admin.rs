//! 系统管理员: units, announcements, the menu's services.

use crate::domain::admin::{
    AdminWho, AnnouncementDraft, AnnouncementForm, AnnouncementsView, OperatorFile, ServiceDraft,
    ServicesView, UnitActDraft, UnitFile, UnitSearchDraft, UnitsView,
};
use crate::domain::people::LinkView;
use crate::domain::{Fault, OperatorDraft};
use leptos::prelude::*;
use server_fn::codec::Json;

/// Which administrator is signed in: `/admin` leads each to their work.
#[server(name = AdminQuery, prefix = "/api", endpoint = "admin", input = Json)]
pub async fn admin() -> Result<AdminWho, Fault> {
    use crate::server::{self, caller::SignedIn};
    server::respond(async {
        match server::signed_in()? {
            SignedIn::Administrator(administrator) => Ok(server::admin::who(&administrator)),
            SignedIn::Operator(_) => Err(Fault::NotFound),
        }
    })
    .await
}

#[server(name = AdminUnitsQuery, prefix = "/api", endpoint = "admin_units", input = Json)]
pub async fn admin_units(draft: UnitSearchDraft) -> Result<UnitsView, Fault> {
    use crate::domain::Role;
    use crate::server::{self, admin};
    server::respond(async {
        let administrator = server::administrator(Role::System)?;
        let mut conn = server::state().db.read().await?;
        admin::unit_list(&mut conn, &administrator, draft).await
    })
    .await
}

/// A unit with its people, versions and history; each of these lists begins where it is said.
#[server(name = AdminUnitQuery, prefix = "/api", endpoint = "admin_unit", input = Json)]
pub async fn admin_unit(
    id: i64,
    operators: Option<i64>,
    versions: Option<i64>,
    history: Option<String>,
) -> Result<UnitFile, Fault> {
    use crate::domain::Role;
    use crate::server::{self, admin};
    server::respond(async {
        let administrator = server::administrator(Role::System)?;
        let older = admin::Older {
            operators,
            versions,
            history,
        };
        let state = server::state();
        let mut conn = state.db.read().await?;
        admin::unit_file(&mut conn, &state.vault, &administrator, id, older).await
    })
    .await
}

/// 认证, 退回, 停用, 恢复.
#[server(prefix = "/api", endpoint = "act_on_unit", input = Json)]
pub async fn act_on_unit(id: i64, draft: UnitActDraft) -> Result<(), Fault> {
    use crate::domain::Role;
    use crate::domain::admin::UnitAct;
    use crate::server::{self, admin};
    server::respond(async {
        let administrator = server::administrator(Role::System)?;
        let act = UnitAct::try_from(draft)?;
        let mut tx = server::state().db.begin().await?;
        admin::act_on_unit(&mut tx, administrator.id(), id, &act).await?;
        Ok(tx.commit().await?)
    })
    .await
}

/// An operator of any unit.
#[server(name = AdminOperatorQuery, prefix = "/api", endpoint = "admin_operator", input = Json)]
pub async fn admin_operator(operator: i64) -> Result<OperatorFile, Fault> {
    use crate::domain::Role;
    use crate::server::{self, admin};
    server::respond(async {
        let administrator = server::administrator(Role::System)?;
        let page = server::operator_of_anybody(&server::state(), &administrator, operator).await?;
        let who = admin::who(&administrator);
        Ok(OperatorFile { who, page })
    })
    .await
}

/// A button of an operator's page; a link that was made is the answer, once.
#[server(prefix = "/api", endpoint = "change_operator_of_anybody", input = Json)]
pub async fn change_operator_of_anybody(
    operator: i64,
    draft: OperatorDraft,
) -> Result<Option<LinkView>, Fault> {
    use crate::domain::Role;
    use crate::server;
    server::respond(async {
        let administrator = server::administrator(Role::System)?;
        let (state, managing) = (server::state(), server::platform(&administrator));
        // An operator who is not there is not found, whatever the form says.
        server::operator_of_anybody(&state, &administrator, operator).await?;
        let seen = draft.version;
        let (person, change) = (administrator.person(), draft.try_into()?);
        let headers = server::headers();
        server::change_operator(&state, &headers, person, managing, operator, seen, change).await
    })
    .await
}

#[server(name = AdminAnnouncementsQuery, prefix = "/api", endpoint = "admin_announcements", input = Json)]
pub async fn admin_announcements(before: Option<i64>) -> Result<AnnouncementsView, Fault> {
    use crate::domain::Role;
    use crate::server::{self, admin};
    server::respond(async {
        let administrator = server::administrator(Role::System)?;
        let mut conn = server::state().db.read().await?;
        admin::announcement_list(&mut conn, &administrator, before).await
    })
    .await
}

/// The form of an announcement, or of a new one.
#[server(name = AdminAnnouncementQuery, prefix = "/api", endpoint = "admin_announcement", input = Json)]
pub async fn admin_announcement(id: Option<i64>) -> Result<AnnouncementForm, Fault> {
    use crate::domain::Role;
    use crate::server::{self, admin};
    server::respond(async {
        let administrator = server::administrator(Role::System)?;
        let mut conn = server::state().db.read().await?;
        admin::announcement_form(&mut conn, &administrator, id).await
    })
    .await
}

/// How a text will look. Nothing changes.
#[server(prefix = "/api", endpoint = "preview_announcement", input = Json)]
pub async fn preview_announcement(draft: AnnouncementDraft) -> Result<String, Fault> {
    use crate::domain::Role;
    use crate::domain::admin::Announcement;
    use crate::server::{self, admin};
    server::respond(async {
        server::administrator(Role::System)?;
        let announcement = Announcement::try_from(draft)?;
        Ok(admin::markdown(announcement.body.as_str()))
    })
    .await
}

/// 保存 or 撤回. Returns the announcement's id.
#[server(prefix = "/api", endpoint = "save_announcement", input = Json)]
pub async fn save_announcement(id: Option<i64>, draft: AnnouncementDraft) -> Result<i64, Fault> {
    use crate::domain::{ActKind, Role};
    use crate::server::{self, admin, store};
    server::respond(async {
        let administrator = server::administrator(Role::System)?;
        let kind = match draft.go.as_str() {
            "withdraw" => ActKind::AnnouncementWithdrawn,
            _ => ActKind::AnnouncementWritten,
        };
        let mut tx = server::state().db.begin().await?;
        let id = admin::press_announcement(&mut tx, id, draft).await?;
        let act = admin::act(&administrator, kind, "announcement", id);
        store::note(&mut tx, act).await?;
        tx.commit().await?;
        Ok(id)
    })
    .await
}

#[server(name = AdminServicesQuery, prefix = "/api", endpoint = "admin_services", input = Json)]
pub async fn admin_services() -> Result<ServicesView, Fault> {
    use crate::domain::Role;
    use crate::server::{self, admin};
    server::respond(async {
        let administrator = server::administrator(Role::System)?;
        let state = server::state();
        let mut conn = state.db.read().await?;
        admin::service_list(&mut conn, &administrator, &state.settings).await
    })
    .await
}

/// 保存 or 删除 of a service of the menu.
#[server(prefix = "/api", endpoint = "save_service", input = Json)]
pub async fn save_service(draft: ServiceDraft) -> Result<(), Fault> {
    use crate::domain::{ActKind, Role};
    use crate::server::{self, admin, store};
    server::respond(async {
        let administrator = server::administrator(Role::System)?;
        let mut tx = server::state().db.begin().await?;
        let name = admin::press_service(&mut tx, draft).await?;
        let act = admin::act(&administrator, ActKind::ModuleChanged, "module", name);
        store::note(&mut tx, act).await?;
        Ok(tx.commit().await?)
    })
    .await
}
