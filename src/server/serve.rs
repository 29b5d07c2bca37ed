//! Connections: how many there are, how long each may take to say what it wants, and how they end.

use super::settings::Settings;
use super::taken::Taken;
use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::serve::Listener;
use http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tower::ServiceExt;

/// The head of a request: its line and its headers. hyper takes no more than 100 headers.
const LARGEST_HEAD: usize = 64 * 1024;
/// How long requests that are under way are waited for when the server stops.
const LAST_REQUESTS: Duration = Duration::from_secs(20);

/// Serves until `stopped`, and then to the end of what is under way.
pub async fn serve(
    mut listener: TcpListener,
    router: Router,
    settings: &Settings,
    stopped: impl Future<Output = ()>,
) {
    let patience = Duration::from_secs(settings.idle_seconds);
    let for_an_answer = Duration::from_secs(settings.answer_seconds);
    let places = Arc::new(Semaphore::new(settings.connections));
    let ending = GracefulShutdown::new();
    let mut stopped = pin!(stopped);
    loop {
        let (place, stream, peer) = tokio::select! {
            accepted = accept(&mut listener, &places) => accepted,
            () = &mut stopped => break,
        };
        let connection = builder(patience).serve_connection(
            TokioIo::new(Taken::within(for_an_answer, stream)),
            TowerToHyperService::new(of_peer(router.clone(), peer)),
        );
        let connection = ending.watch(connection);
        tokio::spawn(async move {
            // A browser that went away is nobody's fault.
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection ended");
            }
            drop(place);
        });
    }
    drop(listener);
    if tokio::time::timeout(LAST_REQUESTS, ending.shutdown())
        .await
        .is_err()
    {
        tracing::warn!("requests were cut off that took too long to end");
    }
}

/// The next connection, once there is a place for it.
async fn accept(
    listener: &mut TcpListener,
    places: &Arc<Semaphore>,
) -> (Option<OwnedSemaphorePermit>, TcpStream, SocketAddr) {
    let place = places.clone().acquire_owned().await.ok();
    let (stream, peer) = Listener::accept(listener).await;
    // An answer is written at once; waiting for more of it helps nobody.
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "a connection can't be set up");
    }
    (place, stream, peer)
}

fn builder(patience: Duration) -> http1::Builder {
    let mut builder = http1::Builder::new();
    builder
        .timer(TokioTimer::new())
        // From the end of the last answer, too: so an idle connection ends.
        .header_read_timeout(patience)
        .max_header_size(LARGEST_HEAD);
    builder
}

/// The router, which is told where each request comes from.
fn of_peer(
    router: Router,
    peer: SocketAddr,
) -> impl tower::Service<
    Request<Incoming>,
    Response = axum::response::Response,
    Error = std::convert::Infallible,
    Future: Send,
> + Clone {
    router.map_request(move |request: Request<Incoming>| {
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(ConnectInfo(peer));
        request
    })
}
