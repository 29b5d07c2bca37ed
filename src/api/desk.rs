//! 审核列表 and 批量审核.

use crate::domain::views::{Ordered, PlanView, QueueView, Run, Who};
use crate::domain::{BatchView, DeskDraft, Fault, OrderDraft, UndoneBatch};
use leptos::prelude::*;
use server_fn::codec::Json;

/// A page of 审核列表, by the query of its address.
#[server(name = QueueQuery, prefix = "/api", endpoint = "queue", input = Json)]
pub async fn queue(query: String) -> Result<QueueView, Fault> {
    use crate::domain::DeskAddress;
    use crate::server;
    server::respond(async {
        let caller = server::caller()?;
        let state = server::state();
        let address = DeskAddress::from_query(&query);
        let mut conn = state.db.read().await?;
        server::queue(&mut conn, &caller, &address, &state.settings.region).await
    })
    .await
}

/// A press on 审核列表; answers with the path that it leads to.
#[server(prefix = "/api", endpoint = "press", input = Json)]
pub async fn press(draft: DeskDraft) -> Result<String, Fault> {
    use crate::server;
    server::respond(async {
        let reviewer = server::caller()?.reviewing()?;
        server::press(&server::state().db, reviewer, draft).await
    })
    .await
}

/// What a batch would do. Nothing changes.
#[server(prefix = "/api", endpoint = "plan_batch", input = Json)]
pub async fn plan_batch(outcome: String, selection: String) -> Result<PlanView, Fault> {
    use crate::domain::Outcome;
    use crate::server;
    server::respond(async {
        let caller = server::caller()?;
        let reviewer = caller.reviewing()?;
        let outcome = Outcome::parse(&outcome).ok_or(Fault::NotFound)?;
        let mut conn = server::state().db.read().await?;
        server::plan(&mut conn, reviewer, caller.who(), outcome, &selection).await
    })
    .await
}

/// Does a batch, or begins it where it is a large one: one result per row, under the rules of
/// single decisions. Sent twice, it is one batch.
#[server(prefix = "/api", endpoint = "order_batch", input = Json)]
pub async fn order_batch(draft: OrderDraft) -> Result<Ordered, Fault> {
    use crate::domain::BatchOrder;
    use crate::server;
    server::respond(async {
        let reviewer = server::caller()?.reviewing()?;
        let asked = draft.asked.parse().unwrap_or(0);
        let order = BatchOrder::try_from(draft)?;
        server::order(&server::state(), reviewer, order, asked).await
    })
    .await
}

/// How far the batch of this key is.
#[server(prefix = "/api", endpoint = "batch_progress", input = Json)]
pub async fn batch_progress(key: String) -> Result<(Who, Run), Fault> {
    use crate::server;
    server::respond(async {
        let caller = server::caller()?;
        let run = server::how_far(&server::state(), caller.reviewing()?, &key).await?;
        Ok((caller.who(), run))
    })
    .await
}

/// What became of a batch of the reviewer's unit.
#[server(name = BatchQuery, prefix = "/api", endpoint = "batch", input = Json)]
pub async fn batch(id: i64) -> Result<(Who, BatchView), Fault> {
    use crate::server::{self, store};
    server::respond(async {
        let caller = server::caller()?;
        let mut conn = server::state().db.read().await?;
        let found = store::batch_result(&mut conn, caller.reviewing()?, id).await?;
        Ok((caller.who(), found.ok_or(Fault::NotFound)?))
    })
    .await
}

/// 撤销 of a batch: takes back what can be taken back.
#[server(prefix = "/api", endpoint = "undo_batch", input = Json)]
pub async fn undo_batch(id: i64) -> Result<UndoneBatch, Fault> {
    use crate::server::{self, store};
    server::respond(async {
        let reviewer = server::caller()?.reviewing()?;
        let mut tx = server::state().db.begin().await?;
        let undone = store::undo_batch(&mut tx, reviewer, id, server::now()).await?;
        tx.commit().await?;
        Ok(undone)
    })
    .await
}
