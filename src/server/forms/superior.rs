//! The form of 代审.

use super::Posted;
use crate::api;
use crate::domain::DelegationDraft;
use axum::response::{IntoResponse, Redirect, Response};

pub async fn delegate(posted: Posted) -> Response {
    let draft: DelegationDraft = posted.draft();
    match posted.run(|| api::delegate(draft.clone())).await {
        Ok(()) => Redirect::to("/delegation").into_response(),
        Err(fault) => posted.page("/delegation", draft, fault).await,
    }
}
