//! What a reviewer's page hears while it is open: changes of the queue, and who else looks at a
//! case. A process keeps of it only who listens to itself.

mod feed;
mod presence;
mod watch;

pub use watch::Live;

use super::fault::status;
use super::state::AppState;
use crate::domain::Fault;
use crate::texts;
use axum::Router;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};

pub fn live() -> Router<AppState> {
    Router::new()
        .route("/review/live", get(feed::open))
        .route("/review/{id}/here", post(presence::here))
        .route("/review/{id}/leave", post(presence::leave))
}

/// For a script, which reads the status.
fn refuse(fault: &Fault) -> Response {
    (status(fault), texts::fault(fault).title).into_response()
}
