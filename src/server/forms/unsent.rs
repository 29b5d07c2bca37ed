//! A form whose sender may not send it any more: a 代审 that ended meanwhile, a role that was taken
//! away. The record that it is about does not exist for them, so its page can't come back; what they
//! typed does, to be copied.

use crate::domain::Fault;
use crate::pages::Unsent;
use crate::server::body;
use crate::server::fault::status;
use crate::server::page::page;
use crate::server::state::AppState;
use crate::texts;
use axum::body::Body;
use axum::extract::Request;
use axum::response::Response;
use http::Method;
use leptos::prelude::provide_context;

pub async fn unsent_page(state: AppState, request: Request, fault: Fault) -> Response {
    let (mut parts, body) = request.into_parts();
    let sent = body::read(body).await.unwrap_or_default();
    let fields: Vec<(String, String)> = serde_html_form::from_bytes(&sent).unwrap_or_default();
    let typed = fields
        .iter()
        .filter_map(|(name, text)| texts::typed(name, text));
    let unsent = Unsent(typed.collect());
    let code = status(&fault);
    parts.method = Method::GET;
    let request = Request::from_parts(parts, Body::empty());
    let tell = move || {
        provide_context(fault.clone());
        provide_context(unsent.clone());
    };
    let mut response = page(state, request, tell).await;
    *response.status_mut() = code;
    response
}
