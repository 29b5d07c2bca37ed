//! The forms of 隶属关系.

use super::Posted;
use crate::api;
use crate::domain::{ConsentDraft, InviteDraft, MoveDraft, UnbindDraft};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

pub async fn move_unit(posted: Posted) -> Response {
    let draft: MoveDraft = posted.draft();
    match posted.run(|| api::move_unit(draft.clone())).await {
        Ok(()) => Redirect::to("/workbench").into_response(),
        Err(fault) => posted.page("/move", draft, fault).await,
    }
}

pub async fn unbind(posted: Posted) -> Response {
    let draft: UnbindDraft = posted.draft();
    match posted.run(|| api::unbind(draft.clone())).await {
        Ok(()) => Redirect::to("/workbench").into_response(),
        Err(fault) => posted.page("/unbind", draft, fault).await,
    }
}

/// The case that 催办 means.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Urged {
    application: i64,
}

pub async fn urge(posted: Posted) -> Response {
    let urged: Urged = posted.draft();
    match posted.run(|| api::urge(urged.application)).await {
        Ok(()) => Redirect::to("/tie?urged=1").into_response(),
        Err(fault) => posted.page("/tie", (), fault).await,
    }
}

pub async fn invite(posted: Posted) -> Response {
    let draft: InviteDraft = posted.draft();
    match posted.run(|| api::invite(draft.clone())).await {
        Ok(()) => Redirect::to("/invite").into_response(),
        Err(fault) => posted.page("/invite", draft, fault).await,
    }
}

pub async fn withdraw_invitation(posted: Posted) -> Response {
    match posted.run(api::withdraw_invitation).await {
        Ok(()) => Redirect::to("/workbench").into_response(),
        Err(fault) => posted.page("/invite", InviteDraft::default(), fault).await,
    }
}

pub async fn answer_leaving(posted: Posted) -> Response {
    let draft: ConsentDraft = posted.draft();
    match posted.run(|| api::answer_leaving(draft.clone())).await {
        Ok(()) if draft.go == "refuse" => Redirect::to("/leaving?done=refuse").into_response(),
        Ok(()) => Redirect::to("/leaving?done=consent").into_response(),
        Err(fault) => posted.page("/leaving", draft, fault).await,
    }
}
