//! Calling a server function over HTTP.

use super::body;
use super::fault::status;
use super::state::AppState;
use crate::domain::Fault;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use leptos::prelude::provide_context;
use server_fn::error::{FromServerFnError, SERVER_FN_ERROR_HEADER};

pub async fn server_function(State(state): State<AppState>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let Some(body) = body::read(body).await else {
        return refusal(&Fault::TooLarge);
    };
    let request = Request::from_parts(parts, Body::from(body));
    let context = move || provide_context(state.clone());
    let answer = leptos_axum::handle_server_fns_with_context(context, request)
        .await
        .into_response();
    match answer.headers().contains_key(SERVER_FN_ERROR_HEADER) {
        true => with_status(answer).await,
        false => answer,
    }
}

/// A fault as a server function answers it.
pub fn refusal(fault: &Fault) -> Response {
    (status(fault), fault.ser()).into_response()
}

/// A server function's error comes as 500, whatever it is; the fault in it says what it is.
async fn with_status(answer: Response) -> Response {
    let (mut parts, body) = answer.into_parts();
    let body = body::read(body).await.unwrap_or_default();
    parts.status = status(&Fault::de(body.clone().into()));
    Response::from_parts(parts, Body::from(body))
}
