//! The parts of pages that come alive in the browser. Each is rendered by the server with what is
//! to be seen, as real forms that work without it; hydrated, it answers in place.

mod bind_dialog;
mod bind_result;
mod case_desk;
mod case_facts;
mod decision_form;
mod review_desk;

pub use bind_dialog::{BindDialog, Shown};
pub use case_desk::{CaseDesk, Leaving};
pub use case_facts::Fact;
pub use review_desk::ReviewDesk;
