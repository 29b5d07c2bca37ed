use crate::domain::views::{BatchLine, QueueView};
use crate::domain::{BatchDraft, Fault, Tab};
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
