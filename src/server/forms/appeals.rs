//! The forms of 申诉.

use super::{Posted, own_path};
use crate::api;
use crate::domain::AppealDraft;
use axum::response::{IntoResponse, Redirect, Response};

/// A button of a reviewer.
pub async fn settle(posted: Posted) -> Response {
    let draft: AppealDraft = posted.draft();
    match posted.run(|| api::settle_appeal(draft.clone())).await {
        Ok(()) => Redirect::to("/appeals?done=1").into_response(),
        Err(fault) => {
            let path = own_path(&posted.parts);
            posted.page(&path, draft, fault).await
        }
    }
}

/// What the barred unit writes.
pub async fn appeal(posted: Posted) -> Response {
    let draft: AppealDraft = posted.draft();
    match posted.run(|| api::appeal(draft.why.clone())).await {
        Ok(()) => Redirect::to("/workbench").into_response(),
        Err(fault) => posted.page("/workbench?appeal=1", draft, fault).await,
    }
}

pub async fn withdraw(posted: Posted) -> Response {
    let draft: AppealDraft = posted.draft();
    match posted.run(|| api::withdraw_appeal(draft.appeal)).await {
        Ok(()) => Redirect::to("/workbench").into_response(),
        Err(fault) => posted.page("/workbench", (), fault).await,
    }
}
