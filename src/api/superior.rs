//! 审核看板 and 代审.

use crate::domain::Fault;
use crate::domain::board::BoardView;
use crate::domain::delegation::{DelegationDraft, DelegationsView};
use leptos::prelude::*;
use server_fn::codec::Json;

/// 审核看板
#[server(name = BoardQuery, prefix = "/api", endpoint = "board", input = Json)]
pub async fn board() -> Result<BoardView, Fault> {
    use crate::server;
    server::respond(async {
        let caller = server::caller()?;
        let mut conn = server::state().db.read().await?;
        server::board::board(&mut conn, &caller).await
    })
    .await
}

/// 代审
#[server(name = DelegationsQuery, prefix = "/api", endpoint = "delegations", input = Json)]
pub async fn delegations() -> Result<DelegationsView, Fault> {
    use crate::server;
    server::respond(async {
        let caller = server::caller()?;
        let state = server::state();
        let mut conn = state.db.read().await?;
        server::delegating::delegations(&mut conn, &state.vault, &caller).await
    })
    .await
}

/// Hands the queue over, or takes it back.
#[server(prefix = "/api", endpoint = "delegate", input = Json)]
pub async fn delegate(draft: DelegationDraft) -> Result<(), Fault> {
    use crate::server;
    server::respond(async {
        let caller = server::caller()?;
        caller.reviewing()?;
        let mut tx = server::state().db.begin().await?;
        server::delegating::press(&mut tx, &caller, &draft).await?;
        Ok(tx.commit().await?)
    })
    .await
}
