//! What comes alive in the browser. Everything is rendered by the server, as real links and forms
//! that work without a script. Visits answer them in place; islands add what only a script
//! can: a modal dialog, a count that follows the ticks.

mod bind_dialog;
mod review_desk;
mod swap;
mod visits;

pub use bind_dialog::BindDialog;
pub use review_desk::{ROWS, ReviewDesk};
pub use visits::start as start_visits;
