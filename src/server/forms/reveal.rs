//! 查看: the page that the form stands on is the answer, with the value in it, once.

use super::{Posted, local_path};
use crate::api;
use crate::domain::{Fault, RevealDraft, Revealed};
use axum::response::Response;
use http::StatusCode;
use leptos::prelude::provide_context;
use std::future::Future;

pub async fn of_unit(posted: Posted) -> Response {
    answer(posted, "/people", api::reveal).await
}

pub async fn of_anybody(posted: Posted) -> Response {
    answer(posted, "/admin", api::admin_reveal).await
}

async fn answer<F>(
    posted: Posted,
    home: &str,
    reveal: impl FnOnce(RevealDraft) -> F + Send,
) -> Response
where
    F: Future<Output = Result<Revealed, Fault>> + Send,
{
    let draft: RevealDraft = posted.draft();
    let back = local_path(&draft.back).unwrap_or(home).to_owned();
    match posted.run(|| reveal(draft.clone())).await {
        Ok(revealed) => {
            let shown = move || provide_context(revealed.clone());
            posted.show(&back, StatusCode::OK, shown).await
        }
        Err(fault) => posted.page(&back, draft, fault).await,
    }
}
