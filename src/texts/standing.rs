//! Where a unit stands, on its workbench.

use super::{Saying, Tone, field_label};
use crate::domain::views::{CaseStanding, EventKind};
use crate::domain::{ApplicationKind, ApplicationState, Consent, Field, Instant};

pub fn bound(superior: &str, since: Instant, enterprise: bool) -> Saying {
    let next = match enterprise {
        true => "选错了的，请变更上级；企业也可以自行解除绑定，解除后立即生效。",
        false => "选错了的，请变更上级；不再隶属的，请申请解除绑定，由上级单位同意。",
    };
    Saying::new(
        Tone::Success,
        "已绑定上级单位",
        format!(
            "上级单位是「{superior}」，自 {} 起生效。",
            since.minute_shanghai()
        ),
        next,
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
            "等待审核，结果会写在这里。审核之前可以撤回；选错了的，撤回后重新申报。",
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
        ApplicationState::Closed => Saying::new(
            Tone::Warning,
            format!("{}已关闭", asked(case.kind)),
            format!("向「{superior}」的申请于 {at} 关闭，原因："),
            "请询问主管部门现在的上级单位，需要的话重新申报。",
        ),
        ApplicationState::Terminated => Saying::new(
            Tone::Warning,
            "上次的绑定申请被终止审核",
            format!("「{superior}」{who} 于 {at} 终止审核，审核意见："),
            "终止的限制已经解除，或者当时的批次已经结束，可以重新申报。",
        ),
        ApplicationState::Approved | ApplicationState::Withdrawn => {
            Saying::new(Tone::Info, super::state(case.state), "", "")
        }
    }
}

/// What was asked, as the subject of a sentence.
fn asked(kind: ApplicationKind) -> &'static str {
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
            ..1 => "待审核当天".to_owned(),
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
