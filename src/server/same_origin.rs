//! Every mutation comes from our own pages: Sec-Fetch-Site says so, or where a browser does not
//! send it, Origin. A request that carries neither is refused.

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, Method, StatusCode, Uri, header};

pub async fn same_origin(request: Request, next: Next) -> Response {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    if reads || is_ours(request.headers()) {
        return next.run(request).await;
    }
    tracing::warn!(
        path = request.uri().path(),
        "a cross-site request was refused"
    );
    (StatusCode::FORBIDDEN, crate::texts::CROSS_SITE).into_response()
}

fn is_ours(headers: &HeaderMap) -> bool {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    match text(header::HeaderName::from_static("sec-fetch-site")) {
        Some(site) => site == "same-origin",
        None => match (text(header::ORIGIN), text(header::HOST)) {
            (Some(origin), Some(host)) => authority(origin).is_some_and(|ours| ours == host),
            _ => false,
        },
    }
}

fn authority(origin: &str) -> Option<String> {
    let uri: Uri = origin.parse().ok()?;
    uri.authority().map(ToString::to_string)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ours(pairs: &[(&'static str, &'static str)]) -> bool {
        let headers = pairs
            .iter()
            .map(|(name, value)| {
                (
                    name.parse().expect("a name"),
                    value.parse().expect("a value"),
                )
            })
            .collect();
        is_ours(&headers)
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
}
