//! 申诉, from both sides.

use crate::domain::{AppealDraft, AppealsView, Fault};
use leptos::prelude::*;
use server_fn::codec::Json;

/// Those to the caller's unit that wait, or that ended.
#[server(name = AppealsQuery, prefix = "/api", endpoint = "appeals", input = Json)]
pub async fn appeals(settled: bool, after: Option<i64>) -> Result<AppealsView, Fault> {
    use crate::server;
    server::respond(async {
        let caller = server::caller()?;
        let mut conn = server::state().db.read().await?;
        server::appeals(&mut conn, &caller, settled, after).await
    })
    .await
}

/// What the first person says, or the second.
#[server(prefix = "/api", endpoint = "settle_appeal", input = Json)]
pub async fn settle_appeal(draft: AppealDraft) -> Result<(), Fault> {
    use crate::domain::AppealStep;
    use crate::server::{self, store};
    server::respond(async {
        let reviewer = server::caller()?.reviewing()?;
        let (appeal, seen) = (draft.appeal, draft.version);
        let step = AppealStep::try_from(draft)?;
        let mut tx = server::state().db.begin().await?;
        let at = server::now();
        store::settle_appeal(&mut tx, reviewer, appeal, seen, &step, at).await?;
        Ok(tx.commit().await?)
    })
    .await
}

/// 申诉 of the caller's unit, against what bars it.
#[server(prefix = "/api", endpoint = "appeal", input = Json)]
pub async fn appeal(body: String) -> Result<(), Fault> {
    use crate::domain::{AppealText, Field};
    use crate::server::{self, store};
    server::respond(async {
        let caller = server::caller()?;
        let (unit, operator) = (caller.applying()?.unit(), caller.operator());
        let body = server::at(Field::Appeal, AppealText::parse(&body))?;
        let mut tx = server::state().db.begin().await?;
        store::appeal(&mut tx, unit, operator, &body, server::now()).await?;
        Ok(tx.commit().await?)
    })
    .await
}

/// 撤回申诉
#[server(prefix = "/api", endpoint = "withdraw_appeal", input = Json)]
pub async fn withdraw_appeal(appeal: i64) -> Result<(), Fault> {
    use crate::server::{self, store};
    server::respond(async {
        let caller = server::caller()?;
        let (unit, operator) = (caller.applying()?.unit(), caller.operator());
        let mut tx = server::state().db.begin().await?;
        store::withdraw_appeal(&mut tx, unit, operator, appeal, server::now()).await?;
        Ok(tx.commit().await?)
    })
    .await
}
