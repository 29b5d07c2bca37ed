//! The forms of 我的账号.

use super::{Posted, own_path};
use crate::api;
use crate::domain::{FactorDraft, FactorStep, Fault, PasswordDraft};
use crate::pages::NewCodes;
use axum::response::{IntoResponse, Redirect, Response};
use http::StatusCode;
use leptos::prelude::provide_context;
use serde::Deserialize;

pub async fn change_password(posted: Posted) -> Response {
    let draft: PasswordDraft = posted.draft();
    match posted.run(|| api::change_password(draft)).await {
        Ok(()) => Redirect::to("/account?done=password").into_response(),
        Err(Fault::SignInRequired) => posted.sign_in_anew("/account").await,
        Err(fault) => {
            let path = "/account";
            posted.page(path, PasswordDraft::default(), fault).await
        }
    }
}

/// The session that a button ends; without one, all others.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct SessionDraft {
    name: String,
}

pub async fn end_sessions(posted: Posted) -> Response {
    let draft: SessionDraft = posted.draft();
    match posted.run(|| api::end_sessions(draft.name)).await {
        Ok(()) => Redirect::to("/account?done=sessions").into_response(),
        Err(fault) => posted.page("/account", (), fault).await,
    }
}

pub async fn change_factor(posted: Posted) -> Response {
    let draft: FactorDraft = posted.draft();
    let path = own_path(&posted.parts);
    let step = draft.step();
    match posted.run(|| api::change_factor(draft.clone())).await {
        Ok(codes) if !codes.is_empty() => {
            // Shown in this answer alone: asked for again, the page has none.
            let codes = NewCodes(codes);
            let tell = move || provide_context(codes.clone());
            posted.show(&path, StatusCode::OK, tell).await
        }
        Ok(_) if step == FactorStep::Off => {
            Redirect::to("/account/second-factor?done=off").into_response()
        }
        Ok(_) => Redirect::to("/account/second-factor").into_response(),
        Err(Fault::SignInRequired) => posted.sign_in_anew("/account").await,
        Err(fault) => {
            let kept = FactorDraft {
                step: draft.step,
                ..FactorDraft::default()
            };
            posted.page("/account/second-factor", kept, fault).await
        }
    }
}
