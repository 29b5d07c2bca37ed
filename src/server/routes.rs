//! The router, built from the table of [`access`](super::access), and what every request passes
//! before it gets there.

use super::access::{Kind, table};
use super::headers::headers;
use super::page::no_page;
use super::regions;
use super::request::identify;
use super::same_origin::same_origin;
use super::state::AppState;
use crate::app::App;
use axum::Router;
use axum::extract::{MatchedPath, Request};
use axum::middleware::{from_fn_with_state, map_response};
use axum::response::Response;
use http::{Extensions, HeaderValue, StatusCode, header::CACHE_CONTROL};
use leptos_axum::generate_route_list;
use std::time::Duration;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::timeout::TimeoutLayer;
use tower_http::trace::TraceLayer;
use tracing::Span;

pub fn router(state: AppState) -> Router {
    regions::add(&state.settings.regions);
    // The table says which pages there are; leptos begins its own work with this.
    generate_route_list(App);
    let (files, rest): (Vec<_>, Vec<_>) = table()
        .into_iter()
        .partition(|entry| entry.kind == Kind::Asset);
    let route = |router, entry: super::access::Entry| entry.route(router, &state);
    let within = Duration::from_secs(state.settings.request_seconds);
    let rest = rest
        .into_iter()
        .fold(Router::new(), route)
        .fallback(no_page)
        .layer(from_fn_with_state(state.clone(), identify))
        .layer(from_fn_with_state(state.clone(), same_origin))
        .layer(map_response(keep_nowhere))
        .layer(TimeoutLayer::with_status_code(
            StatusCode::SERVICE_UNAVAILABLE,
            within,
        ))
        .layer(CompressionLayer::new());
    files
        .into_iter()
        .fold(rest, route)
        .layer(CatchPanicLayer::new())
        .layer(from_fn_with_state(state.clone(), headers))
        .layer(TraceLayer::new_for_http().make_span_with(span))
        .with_state(state)
}

/// What the log says of a request: the endpoint, not the address, which may hold what somebody
/// searched for, or a link that lets them in.
fn span(request: &Request) -> Span {
    let endpoint = endpoint(request.extensions());
    tracing::debug_span!("request", method = %request.method(), endpoint)
}

/// The endpoint as the table has it.
pub fn endpoint(extensions: &Extensions) -> &str {
    let matched = extensions.get::<MatchedPath>();
    matched.map_or("none", MatchedPath::as_str)
}

/// What is shown to one person is kept nowhere on the way.
async fn keep_nowhere(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers
        .entry(CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    response
}
