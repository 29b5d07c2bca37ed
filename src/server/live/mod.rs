//! What a reviewer's page hears while it is open: changes of the queue, and who else looks at a
//! case. A process keeps of it only who listens to itself.

mod feed;
mod presence;
mod watch;

pub use feed::open;
pub use presence::{here, leave};
pub use watch::Live;

use super::fault::status;
use crate::domain::Fault;
use crate::texts;
use axum::response::{IntoResponse, Response};

/// For a script, which reads the status.
fn refuse(fault: &Fault) -> Response {
    (status(fault), texts::fault(fault).title).into_response()
}
