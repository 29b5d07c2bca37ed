//! The router: pages, server functions, forms, and the built site.

use super::admin::services_of_menu;
use super::assets::{self, MANIFEST};
use super::fault::status;
use super::forms::forms;
use super::live::live;
use super::regions;
use super::request::identify;
use super::same_origin::same_origin;
use super::state::AppState;
use crate::app::{App, shell};
use crate::domain::Fault;
use crate::domain::views::{Brand, ServiceLink};
use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header::CONTENT_TYPE};
use leptos::prelude::provide_context;
use leptos_axum::{LeptosRoutes, generate_route_list};
use server_fn::error::{FromServerFnError, SERVER_FN_ERROR_HEADER};
use std::time::Duration;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::timeout::TimeoutLayer;
use tower_http::trace::TraceLayer;

const LONGEST_REQUEST: Duration = Duration::from_secs(30);

pub fn router(state: AppState) -> Router {
    regions::add(&state.settings.regions);
    let pages = generate_route_list(App);
    let dynamic = Router::new()
        .route("/api/{*function}", post(server_function))
        .leptos_routes_with_handler(pages, get(any_page))
        .merge(forms())
        .merge(live())
        .fallback(no_page)
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

/// The router's own page for an address that no route has.
async fn no_page(State(state): State<AppState>, request: Request) -> Response {
    let mut response = page(state, request, || {}).await;
    *response.status_mut() = StatusCode::NOT_FOUND;
    response
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
    let front = options.clone();
    let services = match state.db.read().await {
        Ok(mut conn) => services_of_menu(&mut conn, &state.settings).await,
        // The page itself says why nothing can be read.
        Err(_) => Vec::new(),
    };
    let context = move || {
        provide_context(state.clone());
        provide_context(brand(&state, services.clone()));
        provide_context(front.clone());
        more();
    };
    leptos_axum::render_app_async_with_context(context, move || shell(options.clone()))(request)
        .await
}

fn brand(state: &AppState, services: Vec<ServiceLink>) -> Brand {
    let settings = &state.settings;
    Brand {
        name: settings.brand.clone(),
        module: settings.module.clone(),
        workbench: settings.workbench.clone(),
        services,
        personal_sign_in: settings.personal_sign_in.clone(),
        css: MANIFEST.as_ref().map(|manifest| manifest.css.clone()),
    }
}

async fn server_function(State(state): State<AppState>, request: Request) -> Response {
    // Forms of other kinds can be sent across sites without asking; JSON can't.
    if !is_json(request.headers()) {
        return StatusCode::UNSUPPORTED_MEDIA_TYPE.into_response();
    }
    let (parts, body) = request.into_parts();
    let Some(body) = super::body::read(body).await else {
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

fn refusal(fault: &Fault) -> Response {
    (status(fault), fault.ser()).into_response()
}

/// A server function's error comes as 500, whatever it is; the fault in it says what it is.
async fn with_status(answer: Response) -> Response {
    let (mut parts, body) = answer.into_parts();
    let body = super::body::read(body).await.unwrap_or_default();
    parts.status = status(&Fault::de(body.clone().into()));
    Response::from_parts(parts, Body::from(body))
}

fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    kind.is_some_and(|kind| kind.split(';').next() == Some("application/json"))
}
