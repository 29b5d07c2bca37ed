//! What comes alive in the browser. Everything is rendered by the server, as real links and forms
//! that work without a script. Visits answer them in place; islands add what only a script
//! can: a modal dialog, a count that follows the ticks.

mod arrivals;
mod bell;
mod bind_dialog;
mod drafts;
mod keys;
mod page;
mod presence;
mod review_desk;
mod stream;
mod swap;
mod visits;

pub use arrivals::Arrivals;
pub use bind_dialog::BindDialog;
pub use presence::Presence;
pub use review_desk::{EVERYTHING, ROWS, ReviewDesk};

/// Answers what its reader does, for as long as the page lives.
pub fn start() {
    visits::start();
    keys::start();
    drafts::start();
    arrivals::start();
    presence::start();
    bell::start();
    awaken();
}

/// Attends to what is shown now: when the page is loaded, and after each visit.
fn awaken() {
    drafts::awaken();
    arrivals::awaken();
    presence::awaken();
    bell::awaken();
}
