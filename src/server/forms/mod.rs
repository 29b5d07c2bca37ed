//! Plain forms: a page's own address takes its POST, runs the same server function as the browser's
//! half, and leads on, or shows the page again with what was typed and why it was not done.

pub mod account;
pub mod admin;
pub mod appeals;
pub mod case;
pub mod desk;
pub mod expected;
mod held;
pub mod messages;
pub mod people;
pub mod registering;
pub mod reveal;
pub mod rounds;
pub mod security;
pub mod sign_in;
pub mod superior;
pub mod tie;
pub mod trail;
pub mod units;
pub mod unsent;
pub mod webhooks;

use crate::api;
use crate::domain::views::Retained;
use crate::domain::{ApplyDraft, Fault, Resubmission, SignInDraft, WorkbenchDraft};
use crate::pages::{HeldForm, LoginState, escape};
use crate::server::fault::status;
use crate::server::page::page;
use crate::server::request::in_request;
use crate::server::state::AppState;
use axum::body::Body;
use axum::extract::{FromRequest, Request};
use axum::response::{IntoResponse, Redirect, Response};
use http::request::Parts;
use http::{HeaderValue, Method, StatusCode, header};
use leptos::prelude::provide_context;
use leptos_axum::ResponseOptions;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::future::Future;
use std::sync::PoisonError;

/// A form as it came in.
pub struct Posted {
    state: AppState,
    parts: Parts,
    body: String,
}

impl FromRequest<AppState> for Posted {
    type Rejection = Response;

    async fn from_request(request: Request, state: &AppState) -> Result<Self, Response> {
        let (parts, body) = request.into_parts();
        let bytes = crate::server::body::read(body).await;
        let path = own_path(&parts);
        let too_large = bytes.is_none();
        let body = String::from_utf8(bytes.unwrap_or_default()).unwrap_or_default();
        let state = state.clone();
        let posted = Self { state, parts, body };
        match too_large {
            false => Ok(posted),
            true => {
                let refuse = || provide_context(Fault::TooLarge);
                Err(posted.show(&path, status(&Fault::TooLarge), refuse).await)
            }
        }
    }
}

impl Posted {
    /// The draft that the form holds. What can't be read is as if it had not been filled in: the
    /// draft's own check then says what is missing.
    fn draft<D: DeserializeOwned + Default>(&self) -> D {
        serde_html_form::from_str(&self.body).unwrap_or_default()
    }

    /// Runs a server function in the context of this request.
    async fn run<T, F>(&self, work: impl FnOnce() -> F + Send) -> Result<T, Fault>
    where
        F: Future<Output = Result<T, Fault>> + Send,
    {
        in_request(self.state.clone(), self.parts.clone(), work)
            .await
            .0
    }

    /// The page at `path`, with the draft and the fault in their places; the sign-in instead, with the whole form
    /// kept, where nobody is signed in any more, and so what is due first.
    async fn page<D: Clone + Send + Sync + 'static>(
        self,
        path: &str,
        draft: D,
        fault: Fault,
    ) -> Response {
        match fault {
            Fault::SignInRequired => return self.sign_in_page(path).await,
            // To who is not signed in what administrators have does not exist, but for the page of their sign-in.
            Fault::NotFound if self.is_administrators(path) && self.is_nobody_s() => {
                return self.sign_in_page(path).await;
            }
            Fault::Due(due) => return self.due_page(path, due).await,
            _ => {}
        }
        let code = status(&fault);
        let fault = Some(fault);
        let retained = Retained { draft, fault };
        self.show(path, code, move || provide_context(retained.clone()))
            .await
    }

    /// The sign-in without the form: none with a password goes through it inside a page.
    async fn sign_in_anew(self, path: &str) -> Response {
        let login = LoginState {
            draft: SignInDraft::of_operator(),
            next: path.to_owned(),
            dropped: true,
            ..LoginState::default()
        };
        self.show("/login", StatusCode::UNAUTHORIZED, move || {
            provide_context(login.clone());
        })
        .await
    }

    /// Renders the page of `path` in answer to this form.
    async fn show(
        self,
        path: &str,
        code: StatusCode,
        context: impl Fn() + Clone + Send + Sync + 'static,
    ) -> Response {
        let Ok(uri) = path.parse() else {
            return Redirect::to("/").into_response();
        };
        let mut parts = self.parts;
        parts.uri = uri;
        parts.method = Method::GET;
        let request = Request::from_parts(parts, Body::empty());
        let mut response = page(self.state, request, context).await;
        // A redirect or an error of the page itself goes first.
        if response.status().is_success() {
            *response.status_mut() = code;
        }
        response
    }
}

/// The path and query that the form was sent to.
fn own_path(parts: &Parts) -> String {
    parts
        .uri
        .path_and_query()
        .map_or_else(|| "/".to_owned(), ToString::to_string)
}

/// What a form carries through: the page that was wanted, and another form that waits to go on.
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

fn keep<D: Clone + Send + Sync + 'static>(draft: D) {
    provide_context(Retained { draft, fault: None });
}

/// A path of our own: no other host, no other scheme.
fn local_path(path: &str) -> Option<&str> {
    let ours = path.starts_with('/') && !path.starts_with("//") && !path.contains('\\');
    (ours && !path.chars().any(char::is_control)).then_some(path)
}

fn with_cookies(mut response: Response, answer: &ResponseOptions) -> Response {
    for cookie in cookies(answer) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

/// The cookies that a server function has set.
fn cookies(answer: &ResponseOptions) -> Vec<HeaderValue> {
    let parts = answer.0.read();
    let parts = parts.unwrap_or_else(PoisonError::into_inner);
    let cookies = parts.headers.get_all(header::SET_COOKIE);
    cookies.iter().cloned().collect()
}

pub async fn sign_out(posted: Posted) -> Response {
    let (state, parts) = (posted.state.clone(), posted.parts.clone());
    let (done, answer) = in_request(state, parts, api::sign_out).await;
    match done {
        Ok(()) => with_cookies(Redirect::to("/").into_response(), &answer),
        Err(fault) => posted.page("/workbench", (), fault).await,
    }
}

pub async fn enter(posted: Posted) -> Response {
    match posted.run(api::enter).await {
        Ok(()) => Redirect::to("/workbench").into_response(),
        Err(fault) => posted.page("/workbench", (), fault).await,
    }
}

pub async fn save_profile(posted: Posted) -> Response {
    let draft = workbench_draft(&posted);
    let profile = draft.profile.clone();
    match posted.run(|| api::save_profile(profile)).await {
        Ok(()) => Redirect::to("/workbench?saved=1").into_response(),
        Err(fault) => {
            posted
                .page("/workbench", without_password(draft), fault)
                .await
        }
    }
}

/// Two drafts of one form: flattened into one, a number could not be read.
fn workbench_draft(posted: &Posted) -> WorkbenchDraft {
    WorkbenchDraft {
        profile: posted.draft(),
        case: posted.draft(),
    }
}

/// What comes back to the page.
fn without_password(draft: WorkbenchDraft) -> WorkbenchDraft {
    WorkbenchDraft {
        profile: draft.profile.without_password(),
        ..draft
    }
}

pub async fn ask_verification(posted: Posted) -> Response {
    match posted.run(api::ask_verification).await {
        Ok(()) => Redirect::to("/workbench").into_response(),
        Err(fault) => posted.page("/workbench", (), fault).await,
    }
}

pub async fn apply(posted: Posted) -> Response {
    let draft: ApplyDraft = posted.draft();
    let here = format!("/bind?code={}", escape(&draft.code));
    match posted.run(|| api::apply(draft.clone())).await {
        Ok(_) => Redirect::to(&format!("{here}&applied=1")).into_response(),
        Err(fault) => posted.page(&here, draft, fault).await,
    }
}

/// The case that a button of the workbench means.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct CaseDraft {
    application: i64,
    version: i64,
}

pub async fn withdraw(posted: Posted) -> Response {
    let case: CaseDraft = posted.draft();
    let done = posted.run(|| api::withdraw(case.application, case.version));
    match done.await {
        Ok(()) => Redirect::to("/workbench?done=withdrawn").into_response(),
        Err(fault) => posted.page("/workbench", (), fault).await,
    }
}

pub async fn resubmit(posted: Posted) -> Response {
    let draft = workbench_draft(&posted);
    let WorkbenchDraft { profile, case } = draft.clone();
    match posted.run(|| api::resubmit(case, profile)).await {
        Ok(Resubmission::Sent) => Redirect::to("/workbench?done=resubmitted").into_response(),
        Ok(Resubmission::AwaitsVerification) => Redirect::to("/workbench?saved=1").into_response(),
        Err(fault) => {
            posted
                .page("/workbench", without_password(draft), fault)
                .await
        }
    }
}

#[cfg(test)]
mod tests {
    use super::local_path;

    #[test]
    fn a_sign_in_leads_nowhere_else() {
        assert_eq!(
            local_path("/review/5?tab=settled"),
            Some("/review/5?tab=settled")
        );
        for foreign in [
            "",
            "//evil.example",
            "https://evil.example",
            "/\\evil",
            "/a\r\nb",
        ] {
            assert_eq!(local_path(foreign), None, "{foreign}");
        }
    }
}
