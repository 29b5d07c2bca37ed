//! Rendering a page, as the answer to its address, or to a form of it.

use super::admin::services_of_menu;
use super::assets::MANIFEST;
use super::caller::SignedIn;
use super::fault::status;
use super::request::signed_in_of;
use super::session::Token;
use super::state::AppState;
use super::{now, store};
use crate::app::shell;
use crate::domain::Fault;
use crate::domain::views::{Brand, ServiceLink};
use crate::pages::{Administers, EndedSession};
use axum::body::Body;
use axum::extract::{Request, State};
use axum::response::Response;
use http::Method;
use leptos::nonce::Nonce;
use leptos::prelude::provide_context;

pub async fn any_page(State(state): State<AppState>, request: Request) -> Response {
    page(state, request, || {}).await
}

/// The page for an address that nothing has.
pub async fn no_page(State(state): State<AppState>, request: Request) -> Response {
    fault_page(state, request, Fault::NotFound).await
}

/// The page in place of one that is refused.
pub async fn fault_page(state: AppState, request: Request, fault: Fault) -> Response {
    let code = status(&fault);
    let mut response = page(state, get(request), move || provide_context(fault.clone())).await;
    *response.status_mut() = code;
    response
}

/// The same request for the page itself: whatever was sent is left unread.
fn get(request: Request) -> Request {
    let (mut parts, _) = request.into_parts();
    parts.method = Method::GET;
    Request::from_parts(parts, Body::empty())
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
    let ended = match request.uri().path() {
        "/login" => ended_session(&state, token_of_nobody(&state, &request)).await,
        _ => None,
    };
    let administers = matches!(
        signed_in_of(request.extensions()),
        Ok(SignedIn::Administrator(_))
    );
    let nonce = request.extensions().get::<Nonce>().cloned();
    let context = move || {
        provide_context(state.clone());
        provide_context(brand(&state, services.clone()));
        provide_context(front.clone());
        // The one that the header names, in place of leptos's own.
        if let Some(nonce) = nonce.clone() {
            provide_context(nonce);
        }
        if administers {
            provide_context(Administers);
        }
        if let Some(ended) = ended {
            provide_context(ended);
        }
        more();
    };
    leptos_axum::render_app_async_with_context(context, move || shell(options.clone()))(request)
        .await
}

/// The session's token that the request has though nobody is signed in with it.
fn token_of_nobody(state: &AppState, request: &Request) -> Option<Token> {
    let found = signed_in_of(request.extensions());
    let token = || Token::of(request.headers(), &state.settings);
    matches!(found, Err(Fault::SignInRequired)).then(token)?
}

/// Why the session of this token ended. Who has none is told nothing.
async fn ended_session(state: &AppState, token: Option<Token>) -> Option<EndedSession> {
    let token = token?;
    // The sign-in works without it.
    let mut conn = state.db.read().await.ok()?;
    let found = store::find_ended(&mut conn, &token.hash(), now()).await;
    found.ok()?.map(|(why, own)| EndedSession(why, own))
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
