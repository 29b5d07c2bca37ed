//! Where a unit stands, on its workbench.

use super::closed::closed;
use super::{Saying, Tone, field_label};
use crate::domain::views::{CaseStanding, EventKind, SuperiorView};
use crate::domain::{ApplicationKind, ApplicationState, Consent, DataField, Field, Instant};

/// `at_once`: whether it may end its tie without anybody's consent.
pub fn bound(superior: &SuperiorView, at_once: bool) -> Saying {
    if superior.disabled {
        return superior_disabled(superior);
    }
    let next = match at_once {
        true => "选错了的，请变更上级；也可以自行解除绑定，解除后立即生效。",
        false => "选错了的，请变更上级；不再隶属的，请申请解除绑定，由上级单位同意。",
    };
    Saying::new(
        Tone::Success,
        "已绑定上级单位",
        format!(
            "上级单位是「{}」，自 {} 起生效。",
            superior.name,
            superior.since.minute_shanghai()
        ),
        next,
    )
}

/// Nobody acts for the superior any more.
pub fn superior_disabled(superior: &SuperiorView) -> Saying {
    Saying::new(
        Tone::Warning,
        "上级单位已停用",
        format!(
            "上级单位是「{}」，自 {} 起绑定；它已由平台管理员停用，现在不能办理业务。",
            superior.name,
            superior.since.minute_shanghai()
        ),
        "请变更上级；也可以解除绑定，不用对方同意，立即生效。",
    )
}

/// Until when the superior may take its decision back: on a whole minute, not before the last
/// second of it.
pub fn undoable(until: Instant) -> String {
    let minute = until.plus_seconds(59).minute_shanghai();
    let (_, clock) = minute.split_once(' ').unwrap_or_default();
    format!("上级单位在 {clock} 前可以撤销这次审核。")
}

/// Above the fields that the superior found wrong.
pub const FOUND_WRONG: &str = "指出有误的信息：";
pub const TO_RESUBMIT_NOW: &str = "改好后去重新提交";
pub const RESUBMIT_NOTE: &str = "重新提交时，本页改过的内容一起保存。";
pub const RESUBMIT_ANYWAY: &str = "仍然重新提交";

/// Before a returned case goes out as it came back.
pub fn unchanged(asked: ApplicationKind, left: &[DataField]) -> Saying {
    let label = |field: &DataField| super::data_label_of(asked, *field);
    let names: Vec<&str> = left.iter().map(label).collect();
    let (title, body) = match names.is_empty() {
        true => (
            "还没有重新提交：什么都没有改",
            "申请和退回时完全一样，原样提交多半还会被退回。".to_owned(),
        ),
        false => (
            "还没有重新提交：指出有误的信息没有改",
            format!("「{}」和退回时一样。别的修改已经保存。", names.join("」「")),
        ),
    };
    Saying::new(
        Tone::Warning,
        title,
        body,
        "请按审核意见修改；确实不用改的，在页面底部按「仍然重新提交」。",
    )
}

/// A returned case whose unit is to be verified first.
pub fn verified_first(case: &CaseStanding, asked: bool) -> Saying {
    let next = match asked {
        true => "先等平台管理员认证本单位，认证通过后再到这里重新提交。改过的内容已经保存。",
        false => "先改好基本信息并重新申请认证，认证通过后再到这里重新提交。",
    };
    Saying {
        next: next.into(),
        ..standing(case)
    }
}

/// At a field that the superior found wrong.
pub fn found_wrong(why: &str) -> String {
    format!("上级单位指出有误：{why}")
}

/// An open or lately ended case, when nothing bars the unit.
pub fn standing(case: &CaseStanding) -> Saying {
    let superior = &case.superior;
    let at = case.last.at.minute_shanghai();
    let who = case.last.person.as_deref().unwrap_or_default();
    match case.state {
        ApplicationState::Pending if case.last.kind == EventKind::Undone => Saying::new(
            Tone::Info,
            "审核结果已撤销，重新等待审核",
            format!("「{superior}」{who} 于 {at} 撤销了刚才的审核结果，申请回到待审核。"),
            "等待审核，结果会写在这里。审核之前可以撤回。",
        ),
        ApplicationState::Pending => Saying::new(
            Tone::Info,
            format!("{}等待审核", asked(case.kind)),
            waits(case),
            match case.kind {
                ApplicationKind::Unbind => "等待审核，结果会写在这里。审核之前可以撤回。",
                _ => "等待审核，结果会写在这里。审核之前可以撤回；选错了的，撤回后重新申报。",
            },
        ),
        ApplicationState::Returned => Saying::new(
            Tone::Warning,
            format!("{}被退回修改", asked(case.kind)),
            format!("「{superior}」{who} 于 {at} 退回，审核意见："),
            "在本页改好基本信息并保存，然后重新提交。",
        ),
        ApplicationState::Rejected => Saying::new(
            Tone::Danger,
            format!("{}审核不通过", asked(case.kind)),
            format!("「{superior}」{who} 于 {at} 审核不通过，审核意见："),
            "核对后可以重新申报，或向别的上级单位申报。",
        ),
        ApplicationState::Closed if case.last.kind == EventKind::ConsentRefused => Saying::new(
            Tone::Warning,
            format!("{}已关闭", asked(case.kind)),
            format!(
                "「{}」于 {at} 不同意转出，说明：",
                case.left.as_deref().unwrap_or_default()
            ),
            "现有的绑定照旧。请与现在的上级单位商量，之后可以重新申报变更。",
        ),
        ApplicationState::Closed => closed(case, &at),
        ApplicationState::Terminated => relieved(case, who, &at),
        ApplicationState::Approved | ApplicationState::Withdrawn => {
            Saying::new(Tone::Info, super::state(case.state), "", "")
        }
    }
}

/// A termination that bars no more, and what ended it.
fn relieved(case: &CaseStanding, who: &str, at: &str) -> Saying {
    let superior = &case.superior;
    let relief = case.relief.as_ref();
    let (tone, title, how) = match relief.map(|event| (event.kind, event.at.minute_shanghai())) {
        Some((EventKind::AppealAgreed, on)) => (
            Tone::Success,
            "申诉已同意，可以重新申报",
            format!("「{superior}」于 {on} 同意了申诉，终止的限制已经解除。"),
        ),
        Some((EventKind::BarLifted, on)) => (
            Tone::Info,
            "终止审核的限制已经解除",
            format!("平台的系统管理员于 {on} 解除了限制。"),
        ),
        Some((EventKind::AppealRefused, on)) => (
            Tone::Warning,
            "上次的绑定申请被终止审核",
            format!("申诉于 {on} 未获同意；当时的批次已经结束。"),
        ),
        _ => (
            Tone::Warning,
            "上次的绑定申请被终止审核",
            "当时的批次已经结束。".to_owned(),
        ),
    };
    Saying::new(
        tone,
        title,
        format!("{how}「{superior}」{who} 于 {at} 终止审核时的意见："),
        "可以重新申报。",
    )
}

/// What a unit that has no superior any more had last.
pub fn released(superior: &str, at: Instant, exempt: bool) -> Saying {
    let next = match exempt {
        true => "一般不用再绑定；确需绑定的，按「去绑定」申报。",
        false => "需要逐级办理业务的，按「去绑定」申报新的上级单位。",
    };
    Saying::new(
        Tone::Info,
        "已解除绑定",
        format!(
            "与「{superior}」的绑定已于 {} 解除，现在没有上级单位。",
            at.minute_shanghai()
        ),
        next,
    )
}

/// What the button of the workbench just did, where the records say the same.
pub fn withdrawn(case: &CaseStanding) -> Saying {
    Saying::new(
        Tone::Success,
        format!("已撤回{}", asked(case.kind)),
        format!(
            "向「{}」的申请于 {} 撤回，已经结束。",
            case.superior,
            case.last.at.minute_shanghai()
        ),
        match case.kind {
            ApplicationKind::Bind => "需要的话，可以重新申报。",
            ApplicationKind::Transfer | ApplicationKind::Unbind => {
                "现有的绑定照旧；需要的话，可以重新申请。"
            }
        },
    )
}

/// What was asked, as the subject of a sentence.
pub(super) fn asked(kind: ApplicationKind) -> &'static str {
    match kind {
        ApplicationKind::Bind => "绑定申请",
        ApplicationKind::Transfer => "变更上级的申请",
        ApplicationKind::Unbind => "解除绑定的申请",
    }
}

/// Since when it waits, for whom, and whom to ask.
fn waits(case: &CaseStanding) -> String {
    let mut text = format!(
        "已于 {} 申报，{}，由「{}」审核",
        case.applied_at.minute_shanghai(),
        match case.waited {
            ..1 => "待审核（当天）".to_owned(),
            days => format!("待审核第 {days} 个工作日"),
        },
        case.superior
    );
    if !case.contact.is_empty() {
        text.push_str(&format!("（联系人 {}）", case.contact));
    }
    text.push('。');
    if let (Consent::Asked, Some(left)) = (case.consent, &case.left) {
        text.push_str(&format!("还要等「{left}」同意转出。"));
    }
    text
}

pub fn barred(case: &CaseStanding, round: &str, until: Instant) -> Saying {
    Saying::new(
        Tone::Danger,
        "本次申报已被终止审核",
        format!(
            "「{}」{} 于 {} 终止审核。「{round}」期间不能再申报绑定，至{}止。审核意见：",
            case.superior,
            case.last.person.as_deref().unwrap_or_default(),
            case.last.at.minute_shanghai(),
            super::rounds::until(until)
        ),
        "不服的可以在本页申诉；下一批次开始后可以重新申报。",
    )
}

/// Whether staff can file 人才分类定级评定, plainly.
pub fn report(missing: &[Field]) -> Saying {
    if missing.is_empty() {
        return Saying::new(
            Tone::Success,
            "人才分类定级报送信息已完善",
            "单位人员可以申报「人才分类定级评定」。",
            "",
        );
    }
    let labels: Vec<&str> = missing.iter().map(|field| field_label(*field)).collect();
    Saying::new(
        Tone::Warning,
        "人才分类定级报送信息未完善",
        format!(
            "还缺：{}。完善之前，单位人员不能申报「人才分类定级评定」。",
            labels.join("、")
        ),
        "",
    )
}
