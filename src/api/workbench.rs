//! 工作台: where a unit stands, and its 基本信息.

use crate::domain::views::WorkbenchView;
use crate::domain::{Fault, ProfileDraft, Resubmission, ResubmitDraft};
use leptos::prelude::*;
use server_fn::codec::Json;

#[server(name = WorkbenchQuery, prefix = "/api", endpoint = "workbench", input = Json)]
pub async fn workbench() -> Result<WorkbenchView, Fault> {
    use crate::server;
    server::respond(async {
        let caller = server::caller()?;
        let state = server::state();
        let mut conn = state.db.read().await?;
        server::workbench(&mut conn, &state.vault, &caller, &state.settings.region).await
    })
    .await
}

/// Enters 大人才一体化; from then on the unit can bind and be bound to.
#[server(prefix = "/api", endpoint = "enter", input = Json)]
pub async fn enter() -> Result<(), Fault> {
    use crate::server::{self, store};
    server::respond(async {
        let caller = server::caller()?;
        let mut tx = server::state().db.begin().await?;
        store::enter(&mut tx, caller.unit(), caller.operator(), server::now()).await?;
        Ok(tx.commit().await?)
    })
    .await
}

/// 保存 of 基本信息 and 人才分类定级报送信息.
#[server(prefix = "/api", endpoint = "save_profile", input = Json)]
pub async fn save_profile(draft: ProfileDraft) -> Result<(), Fault> {
    use crate::server;
    server::respond(async {
        let caller = server::caller()?;
        caller.applying()?;
        server::save_profile(&server::state(), &server::headers(), &caller, draft).await
    })
    .await
}

/// Saves what was corrected, and submits a returned case again.
#[server(prefix = "/api", endpoint = "resubmit", input = Json)]
pub async fn resubmit(case: ResubmitDraft, profile: ProfileDraft) -> Result<Resubmission, Fault> {
    use crate::server;
    server::respond(async {
        let (state, headers) = (server::state(), server::headers());
        server::resubmit(&state, &headers, &server::caller()?, &case, profile).await
    })
    .await
}

/// 重新申请认证, after what was wrong is put right.
#[server(prefix = "/api", endpoint = "ask_verification", input = Json)]
pub async fn ask_verification() -> Result<(), Fault> {
    use crate::server::{self, store};
    server::respond(async {
        let caller = server::caller()?;
        let (unit, operator) = (caller.applying()?.unit(), caller.operator());
        let mut tx = server::state().db.begin().await?;
        store::ask_verification(&mut tx, unit, operator, server::now()).await?;
        Ok(tx.commit().await?)
    })
    .await
}
