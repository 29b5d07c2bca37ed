//! What a page hears while it is open: changes of the queue, who else looks at a case, and how
//! many messages are unread. A process keeps of it only who listens to itself.

mod bell;
mod feed;
mod presence;
mod watch;

pub use bell::listen;
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
