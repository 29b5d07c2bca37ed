//! 安全管理员: what holds for everybody's security.

use crate::domain::Fault;
use crate::domain::admin::{CodeDraft, CodesView};
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
