//! 审核列表: which rows are asked for and in what order, a place among them, and which are chosen.

mod address;
mod chosen;
mod cursor;
mod filter;
mod listing;
mod name;
pub(super) mod query;
mod selection;
mod tab;
mod walk;
mod word;

pub use address::{DeskAddress, DeskDraft, Press, under};
pub use chosen::ChosenRow;
pub use cursor::{Cursor, Key};
pub use filter::{Applicant, Area, Day, Filter, NamePart};
pub use listing::{Listing, ListingDraft};
pub use name::{fold_name, grams};
pub use selection::{AllOf, NotASelection, Selection};
pub use tab::{PageSize, Sort, Tab};
pub use walk::Walk;

#[cfg(test)]
mod tests;
