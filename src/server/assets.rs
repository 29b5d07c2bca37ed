//! The built site, inside the binary: one file is the whole deployment.

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use rust_embed::{EmbeddedFile, RustEmbed};
use serde::Deserialize;
use std::borrow::Cow;
use std::sync::LazyLock;

/// Release builds carry the files; debug builds read them from the folder.
#[derive(RustEmbed)]
#[folder = "target/site"]
#[allow_missing = true]
struct Site;

/// The names of this build's files, which change with their content.
#[derive(Clone, Debug, Deserialize)]
pub struct Manifest {
    /// `lishu-<hash>`, with which the names of the script and the wasm begin.
    pub output_name: String,
    /// Address of the style sheet.
    pub css: String,
}

/// None where the site was not built: pages then come without style and script.
pub static MANIFEST: LazyLock<Option<Manifest>> = LazyLock::new(|| {
    let file = Site::get("manifest.json")?;
    serde_json::from_slice(&file.data).ok()
});

/// Serves a file of the site, precompressed if the browser takes that.
pub async fn serve(uri: Uri, headers: HeaderMap) -> Response {
    let path = uri.path().trim_start_matches('/');
    match pick(path, &headers) {
        Some((file, encoding)) => respond(path, file, encoding),
        None => (StatusCode::NOT_FOUND, crate::texts::NOT_FOUND_TITLE).into_response(),
    }
}

fn pick(path: &str, headers: &HeaderMap) -> Option<(EmbeddedFile, Option<&'static str>)> {
    let accepted = headers
        .get(header::ACCEPT_ENCODING)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let takes = |name: &str| {
        accepted
            .split(',')
            .any(|entry| entry.split(';').next().is_some_and(|e| e.trim() == name))
    };
    for (name, ending) in [("br", "br"), ("gzip", "gz")] {
        if takes(name)
            && let Some(file) = Site::get(&format!("{path}.{ending}"))
        {
            return Some((file, Some(name)));
        }
    }
    Some((Site::get(path)?, None))
}

fn respond(path: &str, file: EmbeddedFile, encoding: Option<&'static str>) -> Response {
    let body = match file.data {
        Cow::Borrowed(bytes) => Body::from(bytes),
        Cow::Owned(bytes) => Body::from(bytes),
    };
    let mut response = Response::new(body);
    let kind = mime_guess::from_path(path).first_or_octet_stream();
    let cache = if path.starts_with("pkg/") {
        // The name carries the content's hash.
        "public, max-age=31536000, immutable"
    } else {
        "public, max-age=3600"
    };
    let headers = response.headers_mut();
    if let Ok(kind) = HeaderValue::from_str(kind.essence_str()) {
        headers.insert(header::CONTENT_TYPE, kind);
    }
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if let Some(encoding) = encoding {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    response
}
