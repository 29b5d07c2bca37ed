//! 审核列表: a superior's applications by keyset, in each order and by each filter, so that the deepest
//! page answers as the first; which of them are chosen; what changed.

mod changes;
mod chosen;
mod count;
mod keep;
mod matching;
mod order;
mod page;
mod walk;

pub use changes::{ChangeRow, changes_since, queue_seq};
pub use chosen::{Chosen, chosen_after, selected_among};
pub use count::{count_matching, count_matching_up_to, count_selected, queue_counts};
pub(super) use keep::{Submitted, keep};
pub use keep::{city_of, name_key};
pub use page::{QueueRow, Side, of_units_below, queue_page};
pub use walk::{walk_cursor, walk_next, walk_place};

#[cfg(test)]
mod plans;
