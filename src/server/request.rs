//! What a server function may ask of the request that it runs in.

use super::caller::{Administrator, Caller, SignedIn};
use super::fault::status;
use super::proxy::{NOWHERE, client_address, own_address};
use super::state::AppState;
use super::{now, session::Token, store};
use crate::domain::{Fault, Instant, Role};
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::request::Parts;
use http::{Extensions, HeaderMap, HeaderValue, header};
use leptos::prelude::{Owner, expect_context, provide_context, use_context};
use leptos::reactive::computed::ScopedFuture;
use leptos_axum::ResponseOptions;
use std::future::Future;
use std::net::IpAddr;

/// Who sent the request, found once by [`identify`].
type Found = Result<Option<SignedIn>, Fault>;

pub fn state() -> AppState {
    expect_context()
}

/// The operator who is signed in, or `SignInRequired`. An administrator acts for no unit: what
/// operators do does not exist for them.
pub fn caller() -> Result<Caller, Fault> {
    signed_in()?.operator()
}

/// The administrator who is signed in. For anybody else, and for the other two roles, it is
/// `NotFound`.
pub fn administrator(role: Role) -> Result<Administrator, Fault> {
    match signed_in() {
        Ok(found) => found.administrator(role),
        Err(Fault::SignInRequired) => Err(Fault::NotFound),
        Err(fault) => Err(fault),
    }
}

/// Whoever is signed in, or `SignInRequired`.
pub fn signed_in() -> Result<SignedIn, Fault> {
    use_context::<Parts>().map_or(Err(Fault::SignInRequired), |parts| {
        signed_in_of(&parts.extensions)
    })
}

/// The same outside of a server function.
pub fn signed_in_of(extensions: &Extensions) -> Result<SignedIn, Fault> {
    let found = extensions.get::<Found>().cloned();
    found.unwrap_or(Ok(None))?.ok_or(Fault::SignInRequired)
}

pub fn caller_of(extensions: &Extensions) -> Result<Caller, Fault> {
    signed_in_of(extensions)?.operator()
}

/// The address that the request came from; see [`client_address`].
pub fn client() -> IpAddr {
    use_context::<Parts>().map_or(NOWHERE, |parts| client_address(&parts, &state().settings))
}

/// Counts a try to sign in, to register or to recover an account, by the address that it comes
/// from; refuses one too many.
pub fn slow_down() -> Result<(), Fault> {
    state().addresses.check(client())
}

/// The same of who registers or asks to act for a unit, with fewer.
pub fn slow_newcomers_down() -> Result<(), Fault> {
    state().newcomers.check(client())
}

/// Where the site is reached, without a slash at its end: `site-url`, or as whoever sent the request reaches it. Only for
/// what the answer shows them: a letter names `site-url` alone. Empty where neither is known.
pub fn site() -> String {
    let settings = &state().settings;
    match settings.site_url.trim_end_matches('/') {
        "" => use_context::<Parts>()
            .and_then(|parts| own_address(&parts.headers, &parts.extensions, settings))
            .unwrap_or_default(),
        site => site.to_owned(),
    }
}

/// The request's headers.
pub fn headers() -> HeaderMap {
    use_context::<Parts>().map_or_else(HeaderMap::new, |parts| parts.headers)
}

/// Sends a cookie with the answer.
pub fn set_cookie(cookie: HeaderValue) {
    expect_context::<ResponseOptions>().append_header(header::SET_COOKIE, cookie);
}

/// The page's address has a secret in it: nothing of it goes along to where a press leads.
pub fn hide_address() {
    if let Some(response) = use_context::<ResponseOptions>() {
        let value = HeaderValue::from_static("no-referrer");
        response.insert_header(header::REFERRER_POLICY, value);
    }
}

/// Finishes a server function: the answer's status says what the fault is.
pub async fn respond<T>(work: impl Future<Output = Result<T, Fault>>) -> Result<T, Fault> {
    let answer = work.await;
    if let (Err(fault), Some(response)) = (&answer, use_context::<ResponseOptions>()) {
        response.set_status(status(fault));
    }
    answer
}

/// Middleware: looks up the caller of a session's cookie, once a request.
pub async fn identify(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    identify_parts(&state, &mut parts).await;
    next.run(Request::from_parts(parts, body)).await
}

pub async fn identify_parts(state: &AppState, parts: &mut Parts) {
    let found = match Token::of(&parts.headers, &state.settings) {
        None => Ok(None),
        Some(token) => find(state, parts, &token).await,
    };
    parts.extensions.insert::<Found>(found);
}

async fn find(state: &AppState, parts: &Parts, token: &Token) -> Found {
    let (hash, at) = (token.hash(), now());
    let row = {
        let mut conn = state.db.read().await?;
        store::find_caller(&mut conn, &hash, at).await?
    };
    if let Some(row) = &row
        && row.use_of().seen_at <= at.plus_seconds(-60)
        && !goes_by_itself(parts.uri.path())
    {
        touch(state, &hash, at).await;
    }
    Ok(row.map(SignedIn::from))
}

/// What an open page asks for by itself keeps no session awake.
fn goes_by_itself(path: &str) -> bool {
    path.ends_with("/live") || path.ends_with("/here") || path.ends_with("/leave")
}

/// Once a minute. A database that can't be written is told where something is to be written.
async fn touch(state: &AppState, token_hash: &str, at: Instant) {
    let touched = async {
        let mut tx = state.db.begin().await?;
        store::touch_session(&mut tx, token_hash, at).await?;
        tx.commit().await
    };
    if let Err(error) = touched.await {
        tracing::warn!(%error, "a session could not be marked as seen");
    }
}

/// Runs a server function outside of a page or an API call, in a request's context of its own, and
/// returns what it set on the response.
pub async fn in_request<T, F>(
    state: AppState,
    parts: Parts,
    work: impl FnOnce() -> F + Send,
) -> (T, ResponseOptions)
where
    F: Future<Output = T> + Send,
{
    let response = ResponseOptions::default();
    let owner = Owner::new();
    let future = owner.with(|| {
        provide_context(state);
        provide_context(parts);
        provide_context(response.clone());
        ScopedFuture::new(work())
    });
    let value = future.await;
    owner.unset_with_forced_cleanup();
    (value, response)
}
