//! 隶属关系 from the unit's own side.

use super::trail::EVENT_KINDS;
use super::{Saying, Tone};
use crate::domain::tie::{Consequences, InvitationView, Period, TieEvent};
use crate::domain::views::CaseStanding;
use crate::domain::{
    ApplicationKind, ApplicationState, BranchNews, Instant, Obstacle, RegionLevel,
};

pub const TITLE: &str = "隶属关系";
pub const TO_TIE: &str = "查看路线和全部经过";
pub const ROUTE: &str = "办理路线";
pub const ROUTE_NOTE: &str = "本单位的申报按这条路线逐级办理；人社部门由所属行政区划决定。";
pub const ROUTE_IF: &str = "审核通过后的办理路线";
pub const NO_SUPERIOR_YET: &str = "（还没有上级单位）";
pub const PERIODS: &str = "历任上级单位";
pub const NO_PERIODS: &str = "还没有绑定过上级单位。";
pub const SUPERIOR: &str = "上级单位";
pub const SINCE: &str = "起";
pub const UNTIL: &str = "止";
pub const NOW: &str = "现在";
pub const EVENTS: &str = "全部经过";
pub const BACK: &str = "返回工作台";
/// Of a superior.
pub const DISABLED: &str = "已停用";

pub const MOVE: &str = "变更上级";
pub const UNBIND: &str = "解除绑定";
pub const URGE: &str = "催办";
pub const INVITE: &str = "邀请对方入驻";

/// 人社部门 of a region.
pub fn office(region: &str, level: RegionLevel) -> String {
    let kind = match level {
        RegionLevel::Province => "人力资源和社会保障厅",
        RegionLevel::City | RegionLevel::County => "人力资源和社会保障局",
    };
    // The region's parts stand apart where they are listed; in the office's name they don't.
    format!("{}{kind}", region.replace(' ', ""))
}

/// At which unit an open case stands, and what it waits for.
pub fn waits_at(case: &CaseStanding) -> Option<Saying> {
    let asked = kind(case.kind);
    let superior = &case.superior;
    match case.state {
        ApplicationState::Pending => Some(Saying::new(
            Tone::Info,
            format!("申请现在在「{superior}」"),
            format!(
                "{asked}的申请等待「{superior}」审核，第 {} 个工作日。",
                case.waited.max(1)
            ),
            "审核结果会写在工作台，审核之前可以在工作台撤回。",
        )),
        ApplicationState::Returned => Some(Saying::new(
            Tone::Warning,
            "申请现在在本单位",
            format!("「{superior}」退回了{asked}的申请，等待本单位修改。"),
            "请回到工作台，按审核意见修改，然后重新提交。",
        )),
        _ => None,
    }
}

/// Where there is no tie to be moved or ended.
pub fn unbound() -> Saying {
    Saying::new(
        Tone::Info,
        "本单位现在没有上级单位",
        "变更和解除都从现有的上级单位开始。",
        "需要上级单位的，请去绑定。",
    )
}

/// Why release can't be asked for. What is said of binding ends with another step.
pub fn no_unbinding(obstacle: &Obstacle) -> Saying {
    let saying = super::obstacle(obstacle);
    let next = match obstacle {
        Obstacle::PendingElsewhere { .. } => "等对方审核；或者先在工作台撤回，再申请解除绑定。",
        Obstacle::ReturnedElsewhere { .. } => "请在工作台重新提交它；或者先撤回，再申请解除绑定。",
        _ => return saying,
    };
    Saying {
        next: next.into(),
        ..saying
    }
}

pub fn kind(kind: ApplicationKind) -> &'static str {
    match kind {
        ApplicationKind::Bind => "绑定上级单位",
        ApplicationKind::Transfer => "变更上级单位",
        ApplicationKind::Unbind => "解除绑定",
    }
}

/// What a case is about, in front of the applicant's name in a list.
pub fn short_kind(kind: ApplicationKind) -> &'static str {
    match kind {
        ApplicationKind::Bind => "绑定",
        ApplicationKind::Transfer => "变更",
        ApplicationKind::Unbind => "解除",
    }
}

/// The superior that a unit has, or had.
pub fn period(period: &Period) -> String {
    match period.until.is_none() && period.disabled {
        true => format!("{}（{DISABLED}）", period.superior),
        false => period.superior.clone(),
    }
}

/// A line of 全部经过.
pub fn happened(event: &TieEvent) -> String {
    let known = EVENT_KINDS.iter().find(|(word, _)| *word == event.kind);
    let word = known.map_or("其他操作", |(_, text)| text);
    let branch = event.branch.as_ref();
    let told = branch.and_then(|of| super::reorganization::happened(&event.kind, of));
    let word = told.as_deref().unwrap_or(word);
    let asked = event.asked.map(|asked| format!("（{}）", kind(asked)));
    let asked = asked.unwrap_or_default();
    let to = event.superior.as_deref();
    let to = to.map_or_else(String::new, |name| format!("：「{name}」"));
    match (event.kind.as_str(), event.state) {
        ("decided", Some(state)) => format!("审核结果：{}{asked}", super::state(state)),
        ("applied", _) => format!("提交申请{asked}{to}"),
        ("resubmitted", _) => format!("修改后重新提交{asked}{to}"),
        ("withdrawn", _) => format!("撤回申请{asked}{to}"),
        ("closed", _) => format!("{word}{asked}{to}{}", because(branch)),
        ("urged" | "overdue", _) => format!("{word}{asked}{to}"),
        _ => format!("{word}{asked}"),
    }
}

/// What made an application moot, where that was a reorganization.
fn because(branch: Option<&BranchNews>) -> String {
    let what = branch.map(super::reorganization::what_happened);
    what.map_or_else(String::new, |what| format!("，因{what}"))
}

/// Who did it; nobody is the system.
pub fn by(event: &TieEvent) -> String {
    match (&event.by, event.role) {
        (Some((unit, person)), _) => format!("{unit} {person}"),
        (None, Some(_)) => super::PLATFORM.to_owned(),
        (None, None) => "系统".to_owned(),
    }
}

// 变更
pub const MOVE_NOTE: &str = "由新的上级单位审核。审核通过的同时，现在的绑定解除、新的绑定开始，中间没有空档；审核之前一切照旧。";
pub const FROM: &str = "现在的上级单位";
pub const TO: &str = "新的上级单位";
pub const NEW_CODE: &str = "新上级单位的社会统一信用代码";
pub const LOOK_UP: &str = "查询";
pub const ASK_MOVE: &str = "申报变更";
pub const MOVE_REASON_HINT: &str = "两个上级单位都会看到。例如：选错了上级单位、机构改革划转。";
pub const MOVED_NOTE: &str = "申报成功!等待审核";
pub const CONSEQUENCES: &str = "会发生什么";

pub fn consequences_of_move(found: &Consequences) -> Vec<String> {
    let mut lines = vec![
        below(found.below, "随本单位一起变更，它们与本单位的绑定不变"),
        waiting(found.waiting),
        "已经申报出去的业务不受影响，仍由原来受理的部门办理；以后的申报走新的路线。".to_owned(),
    ];
    if found.consent {
        lines.push(
            "按现行规则，要先由现在的上级单位同意转出，新的上级单位才能审核通过。".to_owned(),
        );
    } else {
        lines.push("现在的上级单位会收到通知，不需要它同意。".to_owned());
    }
    lines
}

pub fn consequences_of_unbinding(found: &Consequences) -> Vec<String> {
    vec![
        "解除之后，本单位没有上级单位，需要逐级办理的业务要等重新绑定。".to_owned(),
        below(found.below, "仍然绑定在本单位之下"),
        waiting(found.waiting),
        "只是要换上级单位的，请用「变更上级」：中间没有空档。".to_owned(),
    ]
}

fn below(n: i64, what: &str) -> String {
    match n {
        0 => "本单位没有下级单位。".to_owned(),
        n => format!("本单位的 {} 个下级单位{what}。", counted(n)),
    }
}

fn waiting(n: i64) -> String {
    match n {
        0 => "没有等待本单位审核的申请。".to_owned(),
        n => format!("等待本单位审核的 {} 条申请仍由本单位审核。", counted(n)),
    }
}

fn counted(n: i64) -> String {
    match n >= Consequences::COUNTED {
        true => format!("{n} 以上"),
        false => n.to_string(),
    }
}

// 解除
/// Why a 解绑 that waits is closed.
pub const UNBOUND_MEANWHILE: &str = "单位已经解除绑定，不再需要审核。";
pub const UNBIND_AT_ONCE: &str = "解除后立即生效。";
pub const UNBIND_WITHOUT_ASKING: &str = "上级单位已停用，不用它同意，解除后立即生效。";
pub const UNBIND_ASKS: &str = "要由现在的上级单位同意。同意之前，绑定照旧。";
pub const UNBIND_REASON_HINT: &str = "上级单位会看到。";
pub const ASK_UNBIND: &str = "申请解除绑定";
pub const UNBIND_NOW: &str = "确认解除绑定";

// 催办
pub fn urged() -> Saying {
    Saying::new(
        Tone::Success,
        "已经催办",
        "审核单位会收到提醒。",
        "一个工作日之后可以再催一次。",
    )
}

/// When a case may be urged, where it may not yet.
pub fn urge_later(days: u32) -> String {
    format!("申报满 {days} 个工作日之后可以催办，一个工作日一次。")
}

// 邀请
pub const INVITED_NAME_HINT: &str = "照证书上的名称填写，会印在邀请单上。";
pub const INVITE_NOTE: &str =
    "对方注册并第一次进入大人才一体化之后，本单位的绑定申请会自动提交，不用再来操作。";
pub const ASK_INVITE: &str = "邀请，并等待对方入驻";
pub const SHEET: &str = "入驻邀请单";
pub const PRINT_HINT: &str = "请用浏览器的打印功能（Ctrl+P）打印这一页，或者把上面的网址发给对方。";
pub const NO_SITE: &str = "请照浏览器地址栏抄写本系统的网址";
pub const WITHDRAW_INVITATION: &str = "撤回邀请";
pub const LINK: &str = "网址";

pub fn sheet(name: &str, unit: &str) -> String {
    format!("{name}：{unit}请贵单位在系统中作为其上级单位入驻，以便审核其绑定申请。")
}

pub fn steps(registered: bool) -> [&'static str; 3] {
    match registered {
        true => [
            "贵单位已经注册。请经办人打开上面的网址，用「经办人账号登录」登录。",
            "进入一次「大人才一体化」。",
            "申请单位的绑定申请会自动到达，请在「业务审核」中审核。",
        ],
        false => [
            "打开上面的网址注册单位，准备好统一社会信用代码证书和经办人的身份证、手机号。",
            "平台管理员认证后，登录并进入一次「大人才一体化」。",
            "申请单位的绑定申请会自动到达，请在「业务审核」中审核。",
        ],
    }
}

pub fn waits(invitation: &InvitationView) -> Saying {
    let since = invitation.made_at.minute_shanghai();
    match &invitation.refused {
        None => Saying::new(
            Tone::Info,
            "待对方入驻",
            format!(
                "{since} 邀请了「{}」，对方进入大人才一体化后，申请会自动提交。",
                invitation.name
            ),
            "请把邀请单交给对方；要向别的单位申报的，先撤回邀请。",
        ),
        Some(fault) => {
            let why = super::fault(fault);
            Saying::new(
                Tone::Warning,
                format!("「{}」已经入驻，但申请没能提交", invitation.name),
                format!("{}：{}", why.title, why.body),
                why.next,
            )
        }
    }
}

// 转出
pub const LEAVING: &str = "转出";
pub const TO_LEAVING: &str = "等待同意转出的单位";
pub const LEAVING_NOTE: &str = "这些单位申报了变更上级。同意之后，新的上级单位才能审核通过；不同意的，申请关闭，对方会看到说明。";
pub const NOBODY_LEAVES: &str = "没有等待同意转出的单位。";
/// What became of an answer, by the word of the address that it leads to.
pub fn answered(done: &str) -> Option<Saying> {
    match done {
        "consent" => Some(Saying::new(
            Tone::Success,
            "已同意转出",
            "新的上级单位可以审核了，审核结果会用站内消息告诉本单位。",
            "",
        )),
        "refuse" => Some(Saying::new(
            Tone::Success,
            "已记录不同意",
            "申请已关闭，申请单位仍然隶属本单位；申请单位和新的上级单位都会看到说明。",
            "",
        )),
        _ => None,
    }
}

pub const CONSENT: &str = "同意转出";
pub const REFUSE: &str = "不同意";
pub const CONSENT_HINT: &str = "不同意时必须写明。";

pub fn leaves(unit: &str, to: &str, at: Instant) -> String {
    format!("「{unit}」于 {} 申报变更到「{to}」。", at.minute_shanghai())
}

// What a reviewer reads
pub fn asks(kind: ApplicationKind, left: Option<&str>, consent: Option<bool>) -> Saying {
    match kind {
        ApplicationKind::Bind => Saying::new(Tone::Info, "申请绑定到本单位", "", ""),
        ApplicationKind::Unbind => Saying::new(
            Tone::Warning,
            "申请解除与本单位的绑定",
            "审核通过后，它与本单位的绑定立即解除。",
            "不同意的，请选择审核不通过，并写明原因。",
        ),
        ApplicationKind::Transfer => {
            let left = left.unwrap_or("原上级单位");
            let consent = match consent {
                Some(true) => "原上级单位已经同意转出。",
                Some(false) => "还没有取得原上级单位的同意，暂时不能审核通过。",
                None => "原上级单位已经收到通知，不需要它同意。",
            };
            Saying::new(
                Tone::Info,
                format!("申请从「{left}」变更到本单位"),
                format!("审核通过的同时，它与「{left}」的绑定解除。{consent}"),
                "",
            )
        }
    }
}
