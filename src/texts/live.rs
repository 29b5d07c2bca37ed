//! What an open page learns while somebody looks at it, and what its keys do.

use crate::domain::ApplicationState;
use crate::domain::views::EventKind;

/// Behind the number of them.
pub const NEW_APPLICATIONS: &str = "条新申请";
pub const LIST_IS_OLD: &str = "列表变动较多，请刷新";

/// What became of an application, in its row.
pub fn changed_to(state: ApplicationState, kind: EventKind) -> &'static str {
    match kind {
        EventKind::Undone => "审核已撤销",
        _ => super::state(state),
    }
}

/// Who else looks at the case; nobody is no sentence.
pub fn also_here(names: &[String]) -> String {
    match names {
        [] => String::new(),
        _ => format!("{} 正在审核此条", names.join("、")),
    }
}
