//! The forms of 单位注册, 申请成为经办人, 忘记密码 and one-time links.

use super::Posted;
use crate::api;
use crate::domain::{AskDraft, Fault, ForgotDraft, OfferDraft, RegisterDraft, ResetDraft};
use crate::server::state::AppState;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};

pub async fn register(posted: Posted) -> Response {
    let draft: RegisterDraft = posted.draft();
    match posted.run(|| api::register(draft.clone())).await {
        Ok(()) => Redirect::to("/login?panel=operator&done=registered").into_response(),
        Err(fault) => {
            posted
                .page("/register", draft.without_passwords(), fault)
                .await
        }
    }
}

pub async fn ask(posted: Posted) -> Response {
    let draft: AskDraft = posted.draft();
    match posted.run(|| api::ask_to_act(draft.clone())).await {
        Ok(()) => Redirect::to("/login?panel=operator&done=asked").into_response(),
        Err(fault) => posted.page("/ask", draft.without_passwords(), fault).await,
    }
}

pub async fn forgot(posted: Posted) -> Response {
    let draft: ForgotDraft = posted.draft();
    match posted.run(|| api::forgot(draft.clone())).await {
        Ok(()) => Redirect::to("/recover?done=mailed").into_response(),
        Err(fault) => posted.page("/recover", draft, fault).await,
    }
}

pub async fn reset(
    Path(token): Path<String>,
    State(_): State<AppState>,
    posted: Posted,
) -> Response {
    let mut draft: ResetDraft = posted.draft();
    draft.token = token;
    let path = format!("/reset/{}", crate::pages::escape(&draft.token));
    match posted.run(|| api::reset_password(draft)).await {
        Ok(()) => Redirect::to("/login?panel=operator&done=reset").into_response(),
        // The page itself says that the link is spent.
        Err(Fault::LinkSpent) => Redirect::to(&path).into_response(),
        Err(fault) => posted.page(&path, (), fault).await,
    }
}

pub async fn accept(
    Path(token): Path<String>,
    State(_): State<AppState>,
    posted: Posted,
) -> Response {
    let mut draft: OfferDraft = posted.draft();
    draft.token = token;
    let path = format!("/join/{}", crate::pages::escape(&draft.token));
    match posted.run(|| api::accept_offer(draft)).await {
        Ok(()) => Redirect::to("/login?panel=operator&done=joined").into_response(),
        // The page itself says that the link is spent.
        Err(Fault::LinkSpent) => Redirect::to(&path).into_response(),
        Err(fault) => posted.page(&path, (), fault).await,
    }
}
