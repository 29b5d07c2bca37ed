use crate::domain::views::CaseView;
use crate::domain::{DecisionDraft, Fault, Tab};
use leptos::prelude::*;
use server_fn::codec::Json;

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
