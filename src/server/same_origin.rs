//! Every mutation comes from our own pages: Sec-Fetch-Site says so, or where a browser does not
//! send it, Origin. A request that carries neither is refused.

use super::refusals::log_refusal;
use super::routes::endpoint;
use super::state::AppState;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, Method, StatusCode, Uri, header};

pub async fn same_origin(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    if reads || is_ours(request.headers(), state.settings.https) {
        return next.run(request).await;
    }
    let endpoint = endpoint(request.extensions());
    // Before anybody is looked up.
    log_refusal(request.method(), endpoint, "unknown", "cross-site");
    (StatusCode::FORBIDDEN, crate::texts::CROSS_SITE).into_response()
}

/// `https`: whether our pages are served by https, so that one that is not is not ours.
fn is_ours(headers: &HeaderMap, https: bool) -> bool {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    match text(header::HeaderName::from_static("sec-fetch-site")) {
        Some(site) => site == "same-origin",
        None => match (text(header::ORIGIN), text(header::HOST)) {
            (Some(origin), Some(host)) => is_at(origin, host, https),
            _ => false,
        },
    }
}

fn is_at(origin: &str, host: &str, https: bool) -> bool {
    let Ok(uri) = origin.parse::<Uri>() else {
        return false;
    };
    let secure = uri.scheme_str() == Some("https");
    uri.authority().is_some_and(|authority| authority == host) && (secure || !https)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ours(pairs: &[(&'static str, &'static str)]) -> bool {
        is_ours(&headers(pairs), false)
    }

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| {
                (
                    name.parse().expect("a name"),
                    value.parse().expect("a value"),
                )
            })
            .collect()
    }

    #[test]
    fn sec_fetch_site_decides_where_it_is_sent() {
        assert!(ours(&[("sec-fetch-site", "same-origin")]));
        for site in ["cross-site", "same-site", "none", ""] {
            assert!(!ours(&[
                ("sec-fetch-site", site),
                ("host", "a"),
                ("origin", "http://a")
            ]));
        }
    }

    #[test]
    fn origin_decides_where_it_is_not() {
        assert!(ours(&[("host", "a:3000"), ("origin", "http://a:3000")]));
        assert!(!ours(&[("host", "a:3000"), ("origin", "http://b:3000")]));
        assert!(!ours(&[("host", "a:3000"), ("origin", "null")]));
        assert!(!ours(&[("host", "a:3000")]));
        assert!(!ours(&[]));
    }

    #[test]
    fn a_page_in_the_clear_is_not_ours_where_pages_are_https() {
        let host = ("host", "a");
        assert!(is_ours(&headers(&[host, ("origin", "https://a")]), true));
        assert!(!is_ours(&headers(&[host, ("origin", "http://a")]), true));
    }
}
