//! One POST to another system. No redirect is followed, no proxy asked, and of the answer only the
//! status is read.

use crate::domain::admin::{Unsent, WebhookUrl};
use http::{HeaderValue, Request, StatusCode, Uri, header};
use http_body_util::Full;
use hyper::body::Bytes;
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use std::pin::pin;
use std::sync::{Arc, LazyLock};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

/// For all of it: the name, the connection, and the answer.
const PATIENCE: Duration = Duration::from_secs(10);
const USER_AGENT: HeaderValue =
    HeaderValue::from_static(concat!("Lishu/", env!("CARGO_PKG_VERSION")));
const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// What everybody's browsers trust.
static TLS: LazyLock<Option<TlsConnector>> = LazyLock::new(|| {
    let roots = RootCertStore {
        roots: webpki_roots::TLS_SERVER_ROOTS.to_vec(),
    };
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .ok()?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Some(TlsConnector::from(Arc::new(config)))
});

/// Sends the body. It has arrived where the answer is a 2xx.
pub async fn post<const N: usize>(
    url: &WebhookUrl,
    headers: [(&'static str, HeaderValue); N],
    body: String,
) -> Result<(), Unsent> {
    let uri: Uri = url.as_str().parse().map_err(|_| Unsent::Unreachable)?;
    let request = request(&uri, headers, body)?;
    let sent = tokio::time::timeout(PATIENCE, send(&uri, request));
    match sent.await.map_err(|_| Unsent::TooLate)?? {
        status if status.is_success() => Ok(()),
        status if status.is_redirection() => Err(Unsent::Redirected),
        status => Err(Unsent::Refused(status.as_u16())),
    }
}

fn request<const N: usize>(
    uri: &Uri,
    headers: [(&'static str, HeaderValue); N],
    body: String,
) -> Result<Request<Full<Bytes>>, Unsent> {
    let host = uri.authority().ok_or(Unsent::Unreachable)?;
    let path = uri.path_and_query().map_or("/", |path| path.as_str());
    let mut request = Request::post(path)
        .header(header::HOST, host.as_str())
        .header(header::USER_AGENT, USER_AGENT)
        .header(header::CONTENT_TYPE, JSON)
        .header(header::CONNECTION, "close");
    for (name, value) in headers {
        request = request.header(name, value);
    }
    let body = Full::new(Bytes::from(body));
    request.body(body).map_err(|_| Unsent::Unreachable)
}

async fn send(uri: &Uri, request: Request<Full<Bytes>>) -> Result<StatusCode, Unsent> {
    let host = uri.host().ok_or(Unsent::Unreachable)?;
    let host = host.trim_start_matches('[').trim_end_matches(']');
    let encrypted = uri.scheme_str() != Some("http");
    let port = uri.port_u16().unwrap_or(if encrypted { 443 } else { 80 });
    let stream = TcpStream::connect((host, port)).await;
    let stream = stream.map_err(|_| Unsent::Unreachable)?;
    if !encrypted {
        return talk(stream, request).await;
    }
    let name = ServerName::try_from(host.to_owned()).map_err(|_| Unsent::Unreachable)?;
    let tls = TLS.as_ref().ok_or(Unsent::Untrusted)?;
    let stream = tls.connect(name, stream).await;
    talk(stream.map_err(|_| Unsent::Untrusted)?, request).await
}

async fn talk(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    request: Request<Full<Bytes>>,
) -> Result<StatusCode, Unsent> {
    let hands = http1::handshake(TokioIo::new(stream)).await;
    let (mut sender, connection) = hands.map_err(|_| Unsent::Broken)?;
    let mut answer = pin!(sender.send_request(request));
    let mut connection = pin!(connection);
    let answer = tokio::select! {
        biased;
        answer = &mut answer => answer,
        // The other side may close as soon as it has answered.
        _ = &mut connection => answer.await,
    };
    Ok(answer.map_err(|_| Unsent::Broken)?.status())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_system_that_never_answers_is_given_up() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await;
        let listener = listener.expect("a free port");
        let address = listener.local_addr().expect("bound");
        let url = WebhookUrl::parse(&format!("http://{address}/")).expect("an address");
        let begun = std::time::Instant::now();
        let sent = post::<0>(&url, [], "{}".to_owned()).await;
        assert_eq!(sent, Err(Unsent::TooLate));
        assert!(begun.elapsed() >= PATIENCE);
    }
}
