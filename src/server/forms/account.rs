//! The forms of 我的账号. Each carries through a form that waits for what is due here.

use super::{Carried, Posted, own_path};
use crate::api;
use crate::domain::{EndOwnDraft, FactorDraft, FactorStep, Fault, PasswordDraft};
use crate::pages::{Held, NewCodes};
use crate::server::fault::status;
use axum::response::{IntoResponse, Redirect, Response};
use http::StatusCode;
use leptos::prelude::provide_context;

pub async fn change_password(posted: Posted) -> Response {
    let draft: PasswordDraft = posted.draft();
    let carried: Carried = posted.draft();
    match posted.run(|| api::change_password(draft)).await {
        Ok(()) => match posted.go_on(&carried).await {
            Ok(page) => page,
            Err(_) => Redirect::to("/account?done=password").into_response(),
        },
        Err(Fault::SignInRequired) => posted.sign_in_anew("/account").await,
        Err(fault) => {
            let draft = PasswordDraft::default();
            posted.again("/account", &carried, draft, fault).await
        }
    }
}

/// The session that a button ends; without one, all others.
pub async fn end_sessions(posted: Posted) -> Response {
    let draft: EndOwnDraft = posted.draft();
    match posted.run(|| api::end_sessions(draft)).await {
        Ok(()) => Redirect::to("/account?done=sessions").into_response(),
        Err(Fault::SignInRequired) => posted.sign_in_anew("/account").await,
        Err(fault) => {
            let draft = EndOwnDraft::default();
            posted.page("/account", draft, fault).await
        }
    }
}

pub async fn change_factor(posted: Posted) -> Response {
    let draft: FactorDraft = posted.draft();
    let carried: Carried = posted.draft();
    let posted = match draft.step.as_str() {
        "go-on" => match posted.go_on(&carried).await {
            Ok(page) => return page,
            Err(_) => return Redirect::to("/account/second-factor").into_response(),
        },
        _ => posted,
    };
    let path = own_path(&posted.parts);
    let step = draft.step();
    match posted.run(|| api::change_factor(draft.clone())).await {
        Ok(codes) => match (codes.is_empty(), carried.held()) {
            (true, None) if step == FactorStep::Off => {
                Redirect::to("/account/second-factor?done=off").into_response()
            }
            (true, None) => Redirect::to("/account/second-factor").into_response(),
            // Codes are shown in this answer alone: asked for again, the page has none.
            (_, held) => {
                let tell = move || {
                    if !codes.is_empty() {
                        provide_context(NewCodes(codes.clone()));
                    }
                    if let Some(held) = held.clone() {
                        provide_context(Held(held));
                    }
                };
                posted.show(&path, StatusCode::OK, tell).await
            }
        },
        Err(Fault::SignInRequired) => posted.sign_in_anew("/account").await,
        Err(fault) => {
            let kept = FactorDraft {
                step: draft.step,
                ..FactorDraft::default()
            };
            let path = "/account/second-factor";
            posted.again(path, &carried, kept, fault).await
        }
    }
}

impl Posted {
    /// The page again, with why, and with the form that waits.
    async fn again<D: Clone + Send + Sync + 'static>(
        self,
        path: &str,
        carried: &Carried,
        draft: D,
        fault: Fault,
    ) -> Response {
        let Some(held) = carried.held() else {
            return self.page(path, draft, fault).await;
        };
        let code = status(&fault);
        let fault = Some(fault);
        let retained = crate::domain::views::Retained { draft, fault };
        let tell = move || {
            provide_context(retained.clone());
            provide_context(Held(held.clone()));
        };
        self.show(path, code, tell).await
    }
}
