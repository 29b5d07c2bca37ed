//! The guard before each endpoint. It refuses by the table alone, before a page is rendered or a body
//! read, but for what somebody typed into a form that they may not send; and each kind of endpoint in the
//! way that its askers understand.

use super::entry::{Kind, Who};
use crate::domain::Fault;
use crate::pages::{due_path, escape};
use crate::server::fault::status;
use crate::server::forms::unsent::unsent_page;
use crate::server::function;
use crate::server::page::fault_page;
use crate::server::refusals::{kind_of, log_refusal, reason};
use crate::server::request::signed_in_of;
use crate::server::routes::endpoint;
use crate::server::state::AppState;
use crate::texts;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use http::{StatusCode, Uri};

pub async fn guard(
    State((state, kind, who)): State<(AppState, Kind, Who)>,
    request: Request,
    next: Next,
) -> Response {
    let found = signed_in_of(request.extensions());
    let method = request.method().clone();
    let endpoint = endpoint(request.extensions()).to_owned();
    let caller = kind_of(&found);
    let log = |reason| log_refusal(&method, &endpoint, caller, reason);
    if !kind.takes(request.headers()) {
        log("not sent as our pages send it");
        return StatusCode::UNSUPPORTED_MEDIA_TYPE.into_response();
    }
    let response = match who.admit(found) {
        Ok(()) => next.run(request).await,
        // The form keeps what was typed, and goes on after the sign-in, or after what is due.
        Err(Fault::SignInRequired | Fault::Due(_)) if kind == Kind::Form => next.run(request).await,
        Err(fault) => refuse(state, kind, who, request, fault).await,
    };
    // Also what the endpoint itself refuses: a record of another unit's.
    if let Some(reason) = reason(response.status()).filter(|_| who != Who::Anybody) {
        log(reason);
    }
    response
}

async fn refuse(state: AppState, kind: Kind, who: Who, request: Request, fault: Fault) -> Response {
    match kind {
        Kind::Page | Kind::File | Kind::Form | Kind::Upload => match fault {
            Fault::SignInRequired => {
                Redirect::to(&sign_in(who, place(kind, request.uri()))).into_response()
            }
            Fault::Due(due) => Redirect::to(due_path(due)).into_response(),
            Fault::Forbidden(_) if kind == Kind::Form => unsent_page(state, request, fault).await,
            fault => fault_page(state, request, fault).await,
        },
        Kind::Call => function::refusal(&fault),
        Kind::Signal | Kind::Stream | Kind::Asset => {
            (status(&fault), texts::fault(&fault).title).into_response()
        }
    }
}

/// Where somebody who signs in goes on. What takes a file is no page: its form stands on the one above.
fn place(kind: Kind, to: &Uri) -> &str {
    match kind {
        Kind::Upload => to.path().rsplit_once('/').map_or("/", |(above, _)| above),
        _ => to.path_and_query().map_or("/", |path| path.as_str()),
    }
}

/// The sign-in that leads back to where the request wanted to go.
fn sign_in(who: Who, to: &str) -> String {
    match who.administers() {
        true => format!("/admin/login?next={}", escape(to)),
        false => format!("/login?panel=operator&next={}", escape(to)),
    }
}
