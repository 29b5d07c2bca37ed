//! Components that know nothing of binding and reviewing.

mod chart;
mod field;
mod form;
mod notice;
mod table;

pub use chart::BarChart;
pub use field::{Choice, GroupProblem, TextArea, TextField};
pub use form::{boxes, closest};
pub use notice::{Notice, notice_class};
pub use table::Badge;
