//! The forms of the 安全管理员.

use super::{Posted, own_path};
use crate::api;
use crate::domain::admin::{CodeDraft, DropFactorDraft, EndSessionsDraft, UnlockDraft};
use crate::domain::views::Retained;
use crate::domain::{Policy, PolicyDraft};
use crate::pages::escape;
use axum::response::{IntoResponse, Redirect, Response};
use http::StatusCode;
use leptos::prelude::provide_context;
use serde::Deserialize;

pub async fn code(posted: Posted) -> Response {
    let draft: CodeDraft = posted.draft();
    match posted.run(|| api::save_code(draft.clone())).await {
        Ok(()) if draft.go == "remove" => Redirect::to("/admin/codes?done=removed").into_response(),
        Ok(()) => Redirect::to("/admin/codes?done=1").into_response(),
        Err(fault) => posted.page("/admin/codes", draft, fault).await,
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Confirmed {
    confirmed: String,
}

/// First what would change is shown; confirmed, it does.
pub async fn policy(posted: Posted) -> Response {
    let draft: PolicyDraft = posted.draft();
    let Confirmed { confirmed } = posted.draft();
    if confirmed.is_empty() && Policy::try_from(draft.clone()).is_ok() {
        if let Err(fault) = posted.run(|| api::admin_policy(None)).await {
            return posted.page("/admin/policy", draft, fault).await;
        }
        let path = own_path(&posted.parts);
        let retained = Retained { draft, fault: None };
        let show = move || provide_context(retained.clone());
        return posted.show(&path, StatusCode::OK, show).await;
    }
    match posted.run(|| api::change_policy(draft.clone())).await {
        Ok(()) => Redirect::to("/admin/policy?done=1").into_response(),
        Err(fault) => posted.page("/admin/policy", draft, fault).await,
    }
}

pub async fn sessions(posted: Posted) -> Response {
    let draft: EndSessionsDraft = posted.draft();
    let place = format!(
        "/admin/sessions?unit={}&operator={}",
        escape(&draft.unit),
        draft.operator
    );
    match posted.run(|| api::end_sessions_of_operator(draft)).await {
        Ok(()) => Redirect::to(&format!("{place}&done=1")).into_response(),
        Err(fault) => posted.page(&place, (), fault).await,
    }
}

pub async fn drop_factor(posted: Posted) -> Response {
    let draft: DropFactorDraft = posted.draft();
    let place = format!(
        "/admin/sessions?unit={}&operator={}",
        escape(&draft.unit),
        draft.operator
    );
    match posted
        .run(|| api::drop_factor_of_operator(draft.clone()))
        .await
    {
        Ok(()) => Redirect::to(&format!("{place}&done=factor")).into_response(),
        Err(fault) => posted.page(&place, draft.without_password(), fault).await,
    }
}

pub async fn unlock(posted: Posted) -> Response {
    let draft: UnlockDraft = posted.draft();
    match posted.run(|| api::unlock(draft.clone())).await {
        Ok(()) => Redirect::to("/admin/locks?done=1").into_response(),
        Err(fault) => posted.page("/admin/locks", draft, fault).await,
    }
}
