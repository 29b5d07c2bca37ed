//! The forms of 登录: a password, a code, and the form that was kept over them.

use super::{Posted, cookies, keep, local_path, with_cookies};
use crate::api;
use crate::domain::{
    AddDraft, AdministratorDraft, AppealDraft, ApplyDraft, CodeDraft, DecisionDraft, DeskDraft,
    Fault, NextStep, OperatorDraft, OrderDraft, ProfileDraft, RevealDraft, SignInDraft,
};
use crate::pages::{AdminLoginState, CodeState, HeldForm, LoginState, escape};
use crate::server::fault::status;
use crate::server::request::in_request;
use axum::response::{IntoResponse, Redirect, Response};
use http::{StatusCode, header};
use leptos::prelude::provide_context;
use leptos_axum::ResponseOptions;
use serde::Deserialize;

/// What the form carries through.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Carried {
    next: String,
    held_path: String,
    held: Option<String>,
}

impl Carried {
    fn next<'a>(&'a self, home: &'a str) -> &'a str {
        local_path(&self.next).unwrap_or(home)
    }

    fn held(&self) -> Option<HeldForm> {
        let path = local_path(&self.held_path)?.to_owned();
        let body = self.held.clone()?;
        Some(HeldForm { path, body })
    }
}

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
        (NextStep::Done, Some(held)) => restore(posted, held, answer).await,
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

/// Shows the page of a form that was kept over the sign-in, filled in as it was, as the operator
/// who is signed in now.
async fn restore(mut posted: Posted, held: HeldForm, answer: &ResponseOptions) -> Response {
    let cookies = cookies(answer);
    let pair = cookies
        .first()
        .and_then(|c| c.to_str().ok()?.split(';').next());
    if let Some(Ok(cookie)) = pair.map(str::parse) {
        posted.parts.headers.insert(header::COOKIE, cookie);
    }
    crate::server::request::identify_parts(&posted.state, &mut posted.parts).await;
    posted.body = held.body;
    let appeal = held.path.starts_with("/workbench?appeal") || held.path.starts_with("/appeals");
    let profile = held.path.starts_with("/workbench") && !appeal;
    let bind = held.path.starts_with("/bind");
    let batch = held.path.starts_with("/review/batch");
    let desk = held.path.split('?').next() == Some("/review");
    let apply: ApplyDraft = posted.draft();
    let rows: DeskDraft = posted.draft();
    let order: OrderDraft = posted.draft();
    let decision: DecisionDraft = posted.draft();
    let basics: ProfileDraft = posted.draft();
    let people = held.path.starts_with("/people");
    let added: AddDraft = posted.draft();
    let pressed: OperatorDraft = posted.draft();
    let looks: RevealDraft = posted.draft();
    let appealed: AppealDraft = posted.draft();
    posted
        .show(&held.path, StatusCode::OK, move || {
            if appeal {
                keep(appealed.clone());
            } else if profile {
                keep(basics.clone());
            } else if bind {
                keep(apply.clone());
            } else if desk {
                keep(rows.clone());
            } else if people && looks.operator > 0 {
                keep(looks.clone());
            } else if people {
                keep(added.clone());
                keep(pressed.clone());
            } else if batch {
                keep(order.clone());
            } else {
                keep(decision.clone());
            }
        })
        .await
}
