//! 安全管理员: what holds for everybody's security.

use crate::domain::Fault;
use crate::domain::PolicyDraft;
use crate::domain::admin::{
    AdminWho, CodeDraft, CodesView, DropFactorDraft, EndSessionsDraft, PolicyView,
    SessionSearchDraft, SessionsView, UnlockDraft,
};
use leptos::prelude::*;
use server_fn::codec::Json;

/// Codes that are allowed although their check digit is wrong.
#[server(name = AdminCodesQuery, prefix = "/api", endpoint = "admin_codes", input = Json)]
pub async fn admin_codes(after: String) -> Result<CodesView, Fault> {
    use crate::domain::Role;
    use crate::server::{self, admin};
    server::respond(async {
        let administrator = server::administrator(Role::Security)?;
        let mut conn = server::state().db.read().await?;
        admin::code_list(&mut conn, &administrator, &after).await
    })
    .await
}

/// Allows a code, or no longer.
#[server(prefix = "/api", endpoint = "save_code", input = Json)]
pub async fn save_code(draft: CodeDraft) -> Result<(), Fault> {
    use crate::domain::{ActKind, Role};
    use crate::server::{self, admin, store};
    server::respond(async {
        let administrator = server::administrator(Role::Security)?;
        let kind = match draft.go.as_str() {
            "remove" => ActKind::CodeForbidden,
            _ => ActKind::CodeAllowed,
        };
        let why = draft.why.clone();
        let mut tx = server::state().db.begin().await?;
        let code = admin::press_code(&mut tx, administrator.id(), draft).await?;
        let act = admin::act(&administrator, kind, "code", code.as_str());
        store::note(&mut tx, store::Act { why: &why, ..act }).await?;
        Ok(tx.commit().await?)
    })
    .await
}

/// 安全策略, and what it was before a version.
#[server(name = AdminPolicyQuery, prefix = "/api", endpoint = "admin_policy", input = Json)]
pub async fn admin_policy(before: Option<i64>) -> Result<PolicyView, Fault> {
    use crate::domain::Role;
    use crate::server::{self, admin};
    server::respond(async {
        let administrator = server::administrator(Role::Security)?;
        let mut conn = server::state().db.read().await?;
        admin::policy_view(&mut conn, &administrator, before).await
    })
    .await
}

#[server(prefix = "/api", endpoint = "change_policy", input = Json)]
pub async fn change_policy(draft: PolicyDraft) -> Result<(), Fault> {
    use crate::domain::Role;
    use crate::server::{self, admin};
    server::respond(async {
        let administrator = server::administrator(Role::Security)?;
        admin::change_policy(&server::state(), &administrator, draft).await
    })
    .await
}

/// The people of a unit, and the sessions of one of them.
#[server(name = AdminSessionsQuery, prefix = "/api", endpoint = "admin_sessions", input = Json)]
pub async fn admin_sessions(search: SessionSearchDraft) -> Result<SessionsView, Fault> {
    use crate::domain::Role;
    use crate::server::{self, admin};
    server::respond(async {
        let administrator = server::administrator(Role::Security)?;
        let state = server::state();
        let mut conn = state.db.read().await?;
        admin::session_view(&mut conn, &state.vault, &administrator, search).await
    })
    .await
}

#[server(prefix = "/api", endpoint = "end_sessions_of_operator", input = Json)]
pub async fn end_sessions_of_operator(draft: EndSessionsDraft) -> Result<(), Fault> {
    use crate::domain::Role;
    use crate::server::{self, admin};
    server::respond(async {
        let administrator = server::administrator(Role::Security)?;
        admin::end_sessions_of_operator(&server::state(), &administrator, draft).await
    })
    .await
}

/// 关闭两步验证 of somebody who has lost phone and recovery codes.
#[server(prefix = "/api", endpoint = "drop_factor_of_operator", input = Json)]
pub async fn drop_factor_of_operator(draft: DropFactorDraft) -> Result<(), Fault> {
    use crate::domain::Role;
    use crate::server::{self, admin};
    server::respond(async {
        let administrator = server::administrator(Role::Security)?;
        let (state, headers) = (server::state(), server::headers());
        admin::drop_factor_of_operator(&state, &headers, &administrator, draft).await
    })
    .await
}

/// Which administrator of security is signed in: the form of `/admin/locks` shows nothing else.
#[server(name = AdminLocksQuery, prefix = "/api", endpoint = "admin_locks", input = Json)]
pub async fn admin_locks() -> Result<AdminWho, Fault> {
    use crate::domain::Role;
    use crate::server::{self, admin};
    server::respond(async { Ok(admin::who(&server::administrator(Role::Security)?)) }).await
}

/// Lets somebody who failed to sign in try again at once.
#[server(prefix = "/api", endpoint = "unlock", input = Json)]
pub async fn unlock(draft: UnlockDraft) -> Result<(), Fault> {
    use crate::domain::Role;
    use crate::server::{self, admin};
    server::respond(async {
        let administrator = server::administrator(Role::Security)?;
        admin::unlock(&server::state(), &administrator, draft).await
    })
    .await
}
