//! The forms of 登录: a password, a code, and the form that was kept over them.

use super::held::restore;
use super::{Carried, Posted, with_cookies};
use crate::api;
use crate::domain::{AdministratorDraft, CodeDraft, Fault, NextStep, SignInDraft};
use crate::pages::{AdminLoginState, CodeState, LoginState, escape};
use crate::server::fault::status;
use crate::server::request::in_request;
use axum::response::{IntoResponse, Redirect, Response};
use http::StatusCode;
use leptos::prelude::provide_context;
use leptos_axum::ResponseOptions;

pub async fn sign_in(posted: Posted) -> Response {
    let draft: SignInDraft = posted.draft();
    let carried: Carried = posted.draft();
    let typed = draft.clone();
    let (state, parts) = (posted.state.clone(), posted.parts.clone());
    let (done, answer) = in_request(state, parts, || api::sign_in(typed)).await;
    match done {
        Ok(step) => lead_on(posted, step, &carried, "/", &answer).await,
        Err(fault) => {
            let code = status(&fault);
            let login = LoginState {
                draft,
                fault: Some(fault),
                next: carried.next("/").to_owned(),
                held: carried.held(),
                dropped: false,
            };
            posted
                .show("/login", code, move || provide_context(login.clone()))
                .await
        }
    }
}

pub async fn sign_in_administrator(posted: Posted) -> Response {
    let draft: AdministratorDraft = posted.draft();
    let carried: Carried = posted.draft();
    let account = draft.account.clone();
    let (state, parts) = (posted.state.clone(), posted.parts.clone());
    let work = || api::sign_in_administrator(draft);
    let (done, answer) = in_request(state, parts, work).await;
    match done {
        Ok(step) => lead_on(posted, step, &carried, "/admin", &answer).await,
        Err(fault) => {
            let code = status(&fault);
            let login = AdminLoginState {
                account,
                fault: Some(fault),
                next: carried.next("").to_owned(),
                held: carried.held(),
            };
            posted
                .show("/admin/login", code, move || provide_context(login.clone()))
                .await
        }
    }
}

/// The second step.
pub async fn prove(posted: Posted) -> Response {
    let draft: CodeDraft = posted.draft();
    let carried: Carried = posted.draft();
    let (state, parts) = (posted.state.clone(), posted.parts.clone());
    let (done, answer) = in_request(state, parts, || api::prove(draft)).await;
    match done {
        Ok(step) => lead_on(posted, step, &carried, "/", &answer).await,
        // It waited too long for its code, or was never begun.
        Err(Fault::SignInRequired) => {
            let login = LoginState {
                draft: SignInDraft::of_operator(),
                fault: Some(Fault::SignInRequired),
                next: carried.next("/").to_owned(),
                held: carried.held(),
                dropped: false,
            };
            let tell = move || provide_context(login.clone());
            posted.show("/login", StatusCode::UNAUTHORIZED, tell).await
        }
        Err(fault) => {
            let code = status(&fault);
            posted.ask_for_code(&carried, Some(fault), code).await
        }
    }
}

/// To the code, to the form that was kept, or to where the sign-in was wanted.
async fn lead_on(
    posted: Posted,
    step: NextStep,
    carried: &Carried,
    home: &str,
    answer: &ResponseOptions,
) -> Response {
    let next = carried.next(home);
    let response = match (step, carried.held()) {
        (NextStep::Done, None) => Redirect::to(next).into_response(),
        (NextStep::Done, Some(held)) => restore(posted, held, Some(answer)).await,
        (NextStep::Code, None) => {
            let path = format!("/login/code?next={}", escape(next));
            Redirect::to(&path).into_response()
        }
        (NextStep::Code, Some(_)) => posted.ask_for_code(carried, None, StatusCode::OK).await,
    };
    with_cookies(response, answer)
}

impl Posted {
    async fn ask_for_code(
        self,
        carried: &Carried,
        fault: Option<Fault>,
        code: StatusCode,
    ) -> Response {
        let state = CodeState {
            fault,
            next: carried.next("/").to_owned(),
            held: carried.held(),
        };
        self.show("/login/code", code, move || provide_context(state.clone()))
            .await
    }
}
