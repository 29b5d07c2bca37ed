//! The forms of 审核列表.

use super::{Posted, own_path};
use crate::api;
use crate::domain::BatchDraft;
use crate::pages::BatchDone;
use axum::response::Response;
use http::StatusCode;
use leptos::prelude::provide_context;

pub async fn approve_batch(posted: Posted) -> Response {
    let draft: BatchDraft = posted.draft();
    let path = own_path(&posted.parts);
    match posted.run(|| api::approve_batch(draft.clone())).await {
        Ok(lines) => {
            let done = BatchDone(lines);
            posted
                .show(&path, StatusCode::OK, move || provide_context(done.clone()))
                .await
        }
        Err(fault) => posted.page(&path, draft, fault).await,
    }
}
