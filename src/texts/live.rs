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

pub const KEYS: &str = "键盘操作";
pub const KEYS_IN_LIST: &str = "审核列表";
pub const KEYS_IN_CASE: &str = "审核详情";
pub const KEYS_NOTE: &str = "正在输入文字时，只有 Ctrl+Enter 有效。";

/// Keys of the list, and what they do.
pub const LIST_KEYS: [(&[&str], &str); 5] = [
    (&["j", "k"], "下一行、上一行"),
    (&["x"], "选择或取消选择这一行"),
    (&["Enter"], "打开这一行"),
    (&["a", "r"], "对选中的行批量通过、批量退回"),
    (&["?"], "打开这个说明"),
];

/// Keys of the case.
pub const CASE_KEYS: [(&[&str], &str); 5] = [
    (
        &["a"],
        "信息无误、审核通过，保存并到下一条。写了审核意见，或已选了别的结果时，不会直接保存，光标移到那一处",
    ),
    (&["r"], "选择退回修改，光标移到审核意见"),
    (&["e"], "光标移到审核意见"),
    (&["Ctrl+Enter"], "保存"),
    (&["j", "k"], "下一条、上一条"),
];
