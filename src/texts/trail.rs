//! 审计记录: the words of the trail's page and of its file.

use super::admin::role;
pub use super::trail_details::details;
use crate::domain::trail_view::{Doer, TrailLine};
use crate::domain::{ActKind, Source};

pub const TITLE: &str = "审计记录";
pub const NOTE: &str = "谁在什么时候做了什么，按时间从新到旧。您的查阅和导出也会记录在这里。";
pub const FROM: &str = "从";
pub const UNTIL: &str = "到";
pub const KIND: &str = "类别";
pub const CODE: &str = "涉及单位的统一社会信用代码";
pub const BY: &str = "操作人";
pub const PERSON: &str = "涉及人员";
pub const PERSON_HINT: &str = "输入管理员账号，或者记录中的人员编号，例如 #17。";
pub const NOT_A_PERSON: &str = "请输入管理员账号，或者记录中的人员编号，例如 #17。";
pub const EXPORT: &str = "导出 CSV";
pub const NONE: &str = "没有符合条件的记录";
pub const NONE_NOTE: &str = "请核对条件，或者清除条件再查。";
pub const AT: &str = "时间";
pub const WHAT: &str = "做了什么";
pub const WHY: &str = "说明";
pub const LINK: &str = "链上位置";
pub const ABOUT: &str = "涉及";
pub const RECORD: &str = "原始记录";
pub const NOT_LINKED: &str = "待入链";
pub const ACTS: &str = "账号、安全和平台";
pub const EVENTS: &str = "单位和申请";

/// The kinds of event, by the word that the database keeps.
pub const EVENT_KINDS: [(&str, &str); 44] = [
    ("registered", "登记单位"),
    ("verification_asked", "申请认证"),
    ("verified", "认证通过"),
    ("unit_returned", "退回认证申请"),
    ("entered", "首次进入"),
    ("profile_saved", "修改基本信息"),
    ("disabled", "停用单位"),
    ("enabled", "恢复使用"),
    ("bound", "绑定上级单位"),
    ("unbound", "解除绑定"),
    ("applied", "提交绑定申请"),
    ("resubmitted", "重新提交绑定申请"),
    ("withdrawn", "撤回绑定申请"),
    ("decided", "审核绑定申请"),
    ("undone", "撤销审核结果"),
    ("closed", "申请关闭"),
    ("urged", "催办"),
    ("consent_given", "同意转出"),
    ("consent_refused", "不同意转出"),
    ("invited", "邀请上级单位入驻"),
    ("invitation_withdrawn", "撤回邀请"),
    ("invitation_sent", "对方入驻，申请自动提交"),
    ("invitation_refused", "对方入驻，申请未能提交"),
    ("overdue", "审核超过时限"),
    ("appealed", "提交申诉"),
    ("appeal_opined", "提出申诉处理意见"),
    ("appeal_reopened", "不同意申诉处理意见"),
    ("appeal_taken_back", "撤回申诉处理意见"),
    ("appeal_agreed", "同意申诉"),
    ("appeal_refused", "不同意申诉"),
    ("appeal_withdrawn", "撤回申诉"),
    ("bar_lifted", "解除终止审核的限制"),
    ("released", "上级单位解除绑定"),
    ("reorganized", "随单位调整变更或解除上级"),
    ("abolished", "单位撤销"),
    ("reorganization_proposed", "提出单位调整"),
    ("reorganization_done", "完成单位调整"),
    ("reorganization_received", "接收调整来的下级单位"),
    ("reorganization_refused", "驳回单位调整"),
    ("reorganization_withdrawn", "撤回单位调整"),
    ("reminded", "提醒绑定"),
    ("delegated", "委托代审"),
    ("delegation_ended", "提前结束代审"),
    ("join_asked", "有人申请成为经办人"),
];

pub fn what(line: &TrailLine) -> String {
    let known = match line.source {
        Source::Act => ActKind::parse(&line.kind).map(super::act),
        Source::Event => {
            let found = EVENT_KINDS.iter().find(|(word, _)| *word == line.kind);
            found.map(|(_, text)| *text)
        }
    };
    known.map_or_else(|| line.kind.clone(), str::to_owned)
}

pub fn by(doer: &Doer) -> String {
    match doer {
        Doer::Nobody => "系统或未登录的人".to_owned(),
        Doer::Operator { name, unit, .. } => format!("{unit} {name}"),
        Doer::Administrator {
            account, role: of, ..
        } => format!("{} {account}", role(*of)),
    }
}

/// The number by which a person is searched for.
pub fn number(doer: &Doer) -> Option<i64> {
    match doer {
        Doer::Nobody => None,
        Doer::Operator { number, .. } | Doer::Administrator { number, .. } => Some(*number),
    }
}

pub fn only_of(number: i64) -> String {
    format!("只看人员 #{number} 的操作")
}

pub fn only_about(number: i64) -> String {
    format!("只看涉及人员 #{number} 的记录")
}

/// The columns of the file.
pub const COLUMNS: [&str; 13] = [
    "时间",
    "做了什么",
    "类别",
    "操作人",
    "操作人编号",
    "涉及单位",
    "统一社会信用代码",
    "涉及人员",
    "涉及人员编号",
    "说明",
    "详情",
    "链上序号",
    "链上哈希",
];

pub fn columns(line: &TrailLine) -> [String; 13] {
    let number_text = |number: Option<i64>| number.map_or(String::new(), |n| n.to_string());
    let (unit, code) = line.unit.clone().unwrap_or_default();
    let (person, person_name) = match &line.person {
        Some((number, name)) => (Some(*number), name.clone()),
        None => (None, String::new()),
    };
    let (seq, hash) = match &line.link {
        Some((seq, hash)) => (Some(*seq), hash.clone()),
        None => (None, String::new()),
    };
    [
        line.at.second_shanghai(),
        what(line),
        format!("{}.{}", line.source, line.kind),
        by(&line.by),
        number_text(number(&line.by)),
        unit,
        code,
        person_name,
        number_text(person),
        line.why.clone(),
        line.detail.clone(),
        number_text(seq),
        hash,
    ]
}
