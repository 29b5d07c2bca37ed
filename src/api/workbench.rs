//! 工作台: where a unit stands, and its 基本信息.

use crate::domain::views::WorkbenchView;
use crate::domain::{Fault, ProfileDraft};
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
    use crate::domain::{Field, FieldProblem, Problem, Profile};
    use crate::server::{self, store};
    server::respond(async {
        let caller = server::caller()?;
        let (unit, operator) = (caller.applying()?.unit(), caller.operator());
        let (seen, password) = (draft.version, draft.password.clone());
        let profile = Profile::try_from(draft)?;
        if !server::offers_region(profile.region()) {
            let (field, problem) = (Field::Region, Problem::NotOffered);
            return Err(vec![FieldProblem { field, problem }].into());
        }
        let (state, headers) = (server::state(), server::headers());
        let former =
            server::prove_reach(&state, &headers, &caller, &profile, seen, password).await?;
        let (mut tx, at) = (state.db.begin().await?, server::now());
        store::save_profile(&mut tx, &state.vault, unit, &profile, seen, operator, at).await?;
        tx.commit().await?;
        if let Some(former) = former {
            server::tell_former(&state, former);
        }
        Ok(())
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
