//! What every answer tells the browser: where scripts may come from, who may frame a page, and that
//! the next request is to be https.

use super::proxy::came_in_clear;
use super::settings::Settings;
use super::state::AppState;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use http::uri::Authority;
use http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use leptos::config::{LeptosOptions, ReloadWSProtocol};
use leptos::nonce::Nonce;

/// The same for every answer.
const ALWAYS: [(HeaderName, &str); 6] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "same-origin"),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
    (HeaderName::from_static("permissions-policy"), PERMISSIONS),
];

/// Of what a page could ask of a device, ours ask nothing.
const PERMISSIONS: &str = "accelerometer=(), autoplay=(), browsing-topics=(), camera=(), \
    display-capture=(), encrypted-media=(), fullscreen=(), geolocation=(), gyroscope=(), hid=(), \
    idle-detection=(), local-fonts=(), magnetometer=(), microphone=(), midi=(), payment=(), \
    publickey-credentials-get=(), screen-wake-lock=(), serial=(), usb=(), xr-spatial-tracking=()";

/// What is no page loads nothing.
const NO_PAGE: &str =
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// Two years, as browsers' lists of such sites want it.
const ALWAYS_HTTPS: &str = "max-age=63072000; includeSubDomains";

pub async fn headers(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    let settings = &state.settings;
    let clear = came_in_clear(request.headers(), request.extensions(), settings);
    let over_https = settings.https && !clear;
    let nonce = Nonce::new();
    request.extensions_mut().insert(nonce.clone());
    let mut response = match to_https(&request).filter(|_| settings.https && clear) {
        Some(address) => Redirect::permanent(&address).into_response(),
        None => next.run(request).await,
    };
    let policy = match is_page(response.headers()) {
        true => of_page(&nonce, settings, &state.leptos),
        false => NO_PAGE.to_owned(),
    };
    let headers = response.headers_mut();
    for (name, value) in ALWAYS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    if over_https {
        let value = HeaderValue::from_static(ALWAYS_HTTPS);
        headers.insert(header::STRICT_TRANSPORT_SECURITY, value);
    }
    response
}

/// The address once more, by https. What is sent in the clear is not sent on.
fn to_https(request: &Request) -> Option<String> {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    let host = request.headers().get(header::HOST)?.to_str().ok()?;
    let host: Authority = host.parse().ok()?;
    let path = request.uri().path_and_query()?;
    reads.then(|| format!("https://{}{path}", host.host()))
}

fn is_page(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE);
    kind.and_then(|kind| kind.to_str().ok())
        .is_some_and(|kind| kind.starts_with("text/html"))
}

/// The script that carries the nonce loads the wasm, and nothing else runs.
fn of_page(nonce: &Nonce, settings: &Settings, leptos: &LeptosOptions) -> String {
    let upgrade = match settings.https {
        true => "; upgrade-insecure-requests",
        false => "",
    };
    let reload = reload(leptos);
    format!(
        "default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'; \
         style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'{reload}; \
         base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'{upgrade}"
    )
}

/// While a developer's server watches, its pages listen at another port.
fn reload(leptos: &LeptosOptions) -> String {
    if std::env::var_os("LEPTOS_WATCH").is_none() {
        return String::new();
    }
    let port = leptos.reload_external_port.unwrap_or(leptos.reload_port);
    match leptos.reload_ws_protocol {
        ReloadWSProtocol::WS => format!(" ws://*:{port}"),
        ReloadWSProtocol::WSS => format!(" wss://*:{port}"),
    }
}
