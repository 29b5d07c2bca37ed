use crate::domain::views::{BatchLine, CaseView, QueueView};
use crate::domain::{BatchDraft, DecisionDraft, Fault, Tab};
use leptos::prelude::*;
use server_fn::codec::Json;

/// A page of 审核列表, beside the cursor `after` or `before`, or the first.
#[server(name = QueueQuery, prefix = "/api", endpoint = "queue", input = Json)]
pub async fn queue(
    tab: Tab,
    after: Option<String>,
    before: Option<String>,
) -> Result<QueueView, Fault> {
    use crate::server::{self, store::Side};
    server::respond(async {
        let caller = server::caller()?;
        let side = Side::read(after.as_deref(), before.as_deref());
        let mut conn = server::state().db.read().await?;
        server::queue(&mut conn, &caller, tab, side).await
    })
    .await
}

/// 审核详情, with the cases beside it in the tab.
#[server(name = CaseQuery, prefix = "/api", endpoint = "case", input = Json)]
pub async fn case(application: i64, tab: Tab) -> Result<CaseView, Fault> {
    use crate::server;
    server::respond(async {
        let caller = server::caller()?;
        let mut conn = server::state().db.read().await?;
        server::case(&mut conn, &caller, application, tab).await
    })
    .await
}

/// 保存: decides one application, and answers with the case as it then stands.
#[server(prefix = "/api", endpoint = "decide", input = Json)]
pub async fn decide(draft: DecisionDraft, tab: Tab) -> Result<CaseView, Fault> {
    use crate::domain::Decision;
    use crate::server::{self, store};
    server::respond(async {
        let caller = server::caller()?;
        let reviewer = caller.reviewing()?;
        let mut tx = server::state().db.begin().await?;
        // What is not for this reviewer does not exist, whatever else is wrong with the form.
        server::case(&mut tx, &caller, draft.application, tab).await?;
        let decision = Decision::try_from(draft)?;
        store::decide(&mut tx, reviewer, &decision, server::now()).await?;
        let case = server::case(&mut tx, &caller, decision.application(), tab).await?;
        tx.commit().await?;
        Ok(case)
    })
    .await
}

/// 批量通过: one result per row, under the rules of single decisions.
#[server(prefix = "/api", endpoint = "approve_batch", input = Json)]
pub async fn approve_batch(draft: BatchDraft) -> Result<Vec<BatchLine>, Fault> {
    use crate::domain::Batch;
    use crate::server;
    server::respond(async {
        let reviewer = server::caller()?.reviewing()?;
        let batch = Batch::try_from(draft)?;
        let mut tx = server::state().db.begin().await?;
        let lines = server::decide_batch(&mut tx, reviewer, &batch).await?;
        tx.commit().await?;
        Ok(lines)
    })
    .await
}
