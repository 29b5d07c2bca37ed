//! The form of 代审.

use super::Posted;
use crate::api;
use crate::domain::DelegationDraft;
use axum::response::{IntoResponse, Redirect, Response};

pub async fn delegate(posted: Posted) -> Response {
    let draft: DelegationDraft = posted.draft();
    match posted.run(|| api::delegate(draft.clone())).await {
        Ok(()) if draft.ended == 0 => Redirect::to("/delegation?done=handed").into_response(),
        Ok(()) => Redirect::to("/delegation?done=ended").into_response(),
        Err(fault) => posted.page("/delegation", draft, fault).await,
    }
}
