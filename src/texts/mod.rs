//! Every sentence that people read, in one place, so that another language can follow. The words of
//! the manual are constants here; what depends on data is a function of domain values.

pub mod account;
mod acts;
pub mod admin;
pub mod appeals;
pub mod branch;
pub mod case;
mod closed;
pub mod desk;
pub mod expected;
mod faults;
pub mod help;
mod labels;
mod live;
pub mod messages;
mod obstacles;
pub mod people;
mod problems;
pub mod registering;
pub mod reorganization;
pub mod reveal;
pub mod rounds;
mod standing;
pub mod superior;
pub mod tie;
pub mod trail;
mod trail_details;
mod typed;
pub mod webhooks;

pub use acts::act;
pub use faults::{fault, not_for_administrators, row_fault, stale};
pub use labels::*;
pub use live::*;
pub use obstacles::obstacle;
pub use problems::{data_label, data_label_of, field_label, problem, suggestion, why_label_of};
pub use standing::{
    FOUND_WRONG, RESUBMIT_ANYWAY, RESUBMIT_NOTE, TO_RESUBMIT_NOW, released, verified_first,
    withdrawn,
};
pub use standing::{barred, bound, found_wrong, report, standing, superior_disabled, undoable};
pub use typed::{UNSENT, UNSENT_NOTE, typed};

/// A message with its next step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saying {
    pub tone: Tone,
    pub title: String,
    pub body: String,
    /// What to do now; empty where nothing is to be done.
    pub next: String,
}

/// How a message is meant, and so coloured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    Info,
    Success,
    Warning,
    Danger,
}

impl Saying {
    pub fn new(
        tone: Tone,
        title: impl Into<String>,
        body: impl Into<String>,
        next: impl Into<String>,
    ) -> Self {
        Self {
            tone,
            title: title.into(),
            body: body.into(),
            next: next.into(),
        }
    }
}
