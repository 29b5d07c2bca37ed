//! Components that know nothing of binding and reviewing.

mod field;
mod form;
mod notice;
mod table;

pub use field::{Choice, TextArea, TextField};
pub use form::{checked_values, form_text, resubmit_natively};
pub use notice::{Notice, notice_class};
pub use table::Badge;
