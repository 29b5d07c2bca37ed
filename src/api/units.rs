//! 下级单位: the tree, and what is done to branches of it.

use crate::domain::Fault;
use crate::domain::branch::{BelowView, ReleaseDraft, TreeView};
use crate::domain::reorganization::{
    ProposalAnswer, ProposalDraft, ProposalView, ProposalsView, VerdictDraft,
};
use leptos::prelude::*;
use server_fn::codec::Json;

/// 下级单位, by the query of its address.
#[server(name = TreeQuery, prefix = "/api", endpoint = "tree", input = Json)]
pub async fn tree(query: String) -> Result<TreeView, Fault> {
    use crate::domain::branch::TreeAddress;
    use crate::server;
    server::respond(async {
        let caller = server::caller()?;
        let mut conn = server::state().db.read().await?;
        server::tree(&mut conn, &caller, TreeAddress::from_query(&query)).await
    })
    .await
}

/// A unit directly below.
#[server(name = BelowQuery, prefix = "/api", endpoint = "below", input = Json)]
pub async fn below(unit: i64) -> Result<BelowView, Fault> {
    use crate::server;
    server::respond(async {
        let caller = server::caller()?;
        let mut conn = server::state().db.read().await?;
        server::below(&mut conn, &caller, unit).await
    })
    .await
}

/// 解除下级
#[server(prefix = "/api", endpoint = "release_below", input = Json)]
pub async fn release_below(unit: i64, draft: ReleaseDraft) -> Result<(), Fault> {
    use crate::domain::Reason;
    use crate::server::{self, store};
    server::respond(async {
        let reviewer = server::caller()?.reviewing()?;
        let mut tx = server::state().db.begin().await?;
        // Somebody else's unit does not exist, whatever the form says.
        store::may_be_released(&mut tx, reviewer, unit).await?;
        let why = Reason::try_from(&draft)?;
        let releasing = store::Releasing {
            reviewer,
            unit,
            why: &why,
        };
        store::release_below(&mut tx, releasing, server::now()).await?;
        Ok(tx.commit().await?)
    })
    .await
}

/// What was proposed to be done to branches.
#[server(name = ProposalsQuery, prefix = "/api", endpoint = "proposals", input = Json)]
pub async fn proposals(before: Option<i64>) -> Result<ProposalsView, Fault> {
    use crate::server;
    server::respond(async {
        let caller = server::caller()?;
        let mut conn = server::state().db.read().await?;
        server::proposals(&mut conn, &caller, before).await
    })
    .await
}

/// 预览, or 提出 of what was previewed.
#[server(prefix = "/api", endpoint = "propose", input = Json)]
pub async fn propose(draft: ProposalDraft) -> Result<ProposalAnswer, Fault> {
    use crate::domain::reorganization::Proposal;
    use crate::server;
    server::respond(async {
        let caller = server::caller()?;
        caller.reviewing()?;
        let proposal = Proposal::try_from(&draft)?;
        let seen = (draft.go == "propose").then_some(draft.seen.as_str());
        server::propose(&server::state().db, &caller, &proposal, seen).await
    })
    .await
}

/// A proposal, with what it would do now.
#[server(name = ProposalQuery, prefix = "/api", endpoint = "proposal", input = Json)]
pub async fn proposal(id: i64) -> Result<ProposalView, Fault> {
    use crate::server;
    server::respond(async {
        let caller = server::caller()?;
        let mut conn = server::state().db.read().await?;
        server::proposal(&mut conn, &caller, id).await
    })
    .await
}

/// 同意, 驳回 or 撤回.
#[server(prefix = "/api", endpoint = "settle_proposal", input = Json)]
pub async fn settle_proposal(id: i64, draft: VerdictDraft) -> Result<(), Fault> {
    use crate::domain::reorganization::ProposalVerdict;
    use crate::server::{self, store};
    server::respond(async {
        let caller = server::caller()?;
        let state = server::state();
        // Another unit's proposal does not exist, whatever the form says.
        let mut conn = state.db.read().await?;
        let found = store::reorganization(&mut conn, caller.reviewing()?.unit, id).await?;
        found.ok_or(Fault::NotFound)?;
        drop(conn);
        let verdict = ProposalVerdict::try_from(&draft)?;
        server::settle_proposal(&state.db, &caller, (id, draft.version), verdict).await
    })
    .await
}
