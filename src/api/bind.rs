//! 查询上级单位 and 绑定: what the applicant's dialog asks.

use crate::domain::{ApplyDraft, Fault, SearchAnswer, SearchDraft};
use leptos::prelude::*;
use server_fn::codec::Json;

/// 查询: the unit with exactly this code, or the reason why it can't be a superior.
#[server(prefix = "/api", endpoint = "search_superior", input = Json)]
pub async fn search_superior(draft: SearchDraft) -> Result<SearchAnswer, Fault> {
    use crate::domain::Search;
    use crate::server;
    server::respond(async {
        let caller = server::caller()?;
        let search = Search::try_from(draft)?;
        let mut conn = server::state().db.read().await?;
        server::search(&mut conn, caller.applying()?.unit(), &search).await
    })
    .await
}

/// 绑定: sends the application, and answers with the row as it then stands.
#[server(prefix = "/api", endpoint = "apply", input = Json)]
pub async fn apply(draft: ApplyDraft) -> Result<SearchAnswer, Fault> {
    use crate::domain::{ApplicationKind, Uscc};
    use crate::server::{self, store};
    server::respond(async {
        let caller = server::caller()?;
        caller.applying()?;
        let code = server::at(crate::domain::Field::Code, Uscc::parse(&draft.code))?;
        let mut tx = server::state().db.begin().await?;
        let reason = server::special_reason(&mut tx, &caller, &draft.special_reason).await?;
        let superior = server::registered(&mut tx, &code).await?;
        let applying = caller.applicant(ApplicationKind::Bind, reason.as_ref());
        store::apply(&mut tx, applying, &superior, server::now()).await?;
        let answer = server::answer(&mut tx, caller.unit(), &superior).await?;
        tx.commit().await?;
        Ok(answer)
    })
    .await
}

/// 撤回
#[server(prefix = "/api", endpoint = "withdraw", input = Json)]
pub async fn withdraw(application: i64, version: i64) -> Result<(), Fault> {
    use crate::server::{self, store};
    server::respond(async {
        let caller = server::caller()?;
        let (unit, operator) = (caller.applying()?.unit(), caller.operator());
        let mut tx = server::state().db.begin().await?;
        let at = server::now();
        store::withdraw(&mut tx, unit, application, version, operator, at).await?;
        Ok(tx.commit().await?)
    })
    .await
}
