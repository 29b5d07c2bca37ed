//! 审核详情: one application, and the decision of it.

use crate::domain::views::{CaseView, DoneView};
use crate::domain::{DecisionDraft, Fault, Walk};
use leptos::prelude::*;
use server_fn::codec::Json;

/// 审核详情, with the cases beside it on the walk.
#[server(name = CaseQuery, prefix = "/api", endpoint = "case", input = Json)]
pub async fn case(application: i64, walk: Walk) -> Result<CaseView, Fault> {
    use crate::server;
    server::respond(async {
        let caller = server::caller()?;
        let mut conn = server::state().db.read().await?;
        server::case(&mut conn, &caller, application, walk).await
    })
    .await
}

/// 保存: decides one application, and answers with the case as it then stands.
#[server(prefix = "/api", endpoint = "decide", input = Json)]
pub async fn decide(draft: DecisionDraft, walk: Walk) -> Result<CaseView, Fault> {
    use crate::server;
    server::respond(async {
        let caller = server::caller()?;
        let mut tx = server::state().db.begin().await?;
        let application = draft.application;
        let walk = server::begun(&mut tx, &caller, application, walk).await?;
        server::decide(&mut tx, &caller, draft).await?;
        let case = server::case(&mut tx, &caller, application, walk).await?;
        tx.commit().await?;
        Ok(case)
    })
    .await
}

/// 撤销: takes back the decision that made this version.
#[server(prefix = "/api", endpoint = "undo", input = Json)]
pub async fn undo(application: i64, version: i64) -> Result<(), Fault> {
    use crate::server::{self, store};
    server::respond(async {
        let reviewer = server::caller()?.reviewing()?;
        let mut tx = server::state().db.begin().await?;
        store::undo(&mut tx, reviewer, application, version, server::now()).await?;
        Ok(tx.commit().await?)
    })
    .await
}

/// The case that was decided just before, if it was.
#[server(prefix = "/api", endpoint = "done", input = Json)]
pub async fn done(application: i64) -> Result<Option<DoneView>, Fault> {
    use crate::server;
    server::respond(async {
        let caller = server::caller()?;
        let mut conn = server::state().db.read().await?;
        server::done(&mut conn, &caller, application).await
    })
    .await
}

/// Forgets one of the unit's 常用意见.
#[server(prefix = "/api", endpoint = "forget_canned", input = Json)]
pub async fn forget_canned(canned: i64) -> Result<(), Fault> {
    use crate::server::{self, store};
    server::respond(async {
        let reviewer = server::caller()?.reviewing()?;
        let mut tx = server::state().db.begin().await?;
        store::remove_canned(&mut tx, reviewer.unit, canned).await?;
        Ok(tx.commit().await?)
    })
    .await
}
