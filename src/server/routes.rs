//! The router: pages, server functions, forms, and the built site.

use super::assets::{self, MANIFEST};
use super::forms::forms;
use super::request::identify;
use super::same_origin::same_origin;
use super::state::AppState;
use crate::app::{App, shell};
use crate::domain::views::{Brand, ServiceLink};
use axum::Router;
use axum::extract::{Request, State};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::Response;
use axum::routing::{get, post};
use http::{HeaderName, HeaderValue, StatusCode};
use leptos::prelude::provide_context;
use leptos_axum::{LeptosRoutes, generate_route_list};
use std::time::Duration;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::timeout::TimeoutLayer;
use tower_http::trace::TraceLayer;

/// More than any form of ours holds; a field's own limit answers long before.
pub const LARGEST_BODY: usize = 4 * 1024 * 1024;
const LONGEST_REQUEST: Duration = Duration::from_secs(30);

pub fn router(state: AppState) -> Router {
    let pages = generate_route_list(App);
    let dynamic = Router::new()
        .route(
            "/api/{*function}",
            post(server_function).layer(RequestBodyLimitLayer::new(LARGEST_BODY)),
        )
        .leptos_routes_with_handler(pages, get(any_page))
        .merge(forms())
        .fallback(any_page)
        .layer(from_fn_with_state(state.clone(), identify))
        .layer(from_fn(same_origin))
        .layer(header("cache-control", "no-store"))
        .layer(TimeoutLayer::with_status_code(
            StatusCode::SERVICE_UNAVAILABLE,
            LONGEST_REQUEST,
        ))
        .layer(CompressionLayer::new());
    Router::new()
        .route("/pkg/{*file}", get(assets::serve))
        .route("/favicon.svg", get(assets::serve))
        .merge(dynamic)
        .layer(header("x-content-type-options", "nosniff"))
        .layer(header("referrer-policy", "same-origin"))
        .layer(header("x-frame-options", "DENY"))
        .layer(CatchPanicLayer::new())
        .layer(TraceLayer::new_for_http())
        .with_state(state)
}

fn header(name: &'static str, value: &'static str) -> SetResponseHeaderLayer<HeaderValue> {
    SetResponseHeaderLayer::if_not_present(
        HeaderName::from_static(name),
        HeaderValue::from_static(value),
    )
}

async fn any_page(State(state): State<AppState>, request: Request) -> Response {
    page(state, request, || {}).await
}

/// Renders the page of the request's address; `more` provides what an answer to a form adds.
pub async fn page(
    state: AppState,
    request: Request,
    more: impl Fn() + Clone + Send + Sync + 'static,
) -> Response {
    let mut options = state.leptos.clone();
    if let Some(manifest) = &*MANIFEST {
        options.output_name = manifest.output_name.as_str().into();
    }
    let context = move || {
        provide_context(state.clone());
        provide_context(brand(&state));
        more();
    };
    leptos_axum::render_app_async_with_context(context, move || shell(options.clone()))(request)
        .await
}

fn brand(state: &AppState) -> Brand {
    let settings = &state.settings;
    let service = |service: &super::settings::Service| ServiceLink {
        name: service.name.clone(),
        url: service.url.clone(),
    };
    Brand {
        name: settings.brand.clone(),
        module: settings.module.clone(),
        workbench: settings.workbench.clone(),
        services: settings.services.iter().map(service).collect(),
        personal_sign_in: settings.personal_sign_in.clone(),
        css: MANIFEST.as_ref().map(|manifest| manifest.css.clone()),
    }
}

async fn server_function(State(state): State<AppState>, request: Request) -> Response {
    use axum::response::IntoResponse;
    leptos_axum::handle_server_fns_with_context(move || provide_context(state.clone()), request)
        .await
        .into_response()
}
