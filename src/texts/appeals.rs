//! 申诉

use super::{Saying, Tone};
use crate::domain::{AppealState, AppealView, Instant, NotSecond, OwnAppeal};

pub const APPEALS: &str = "申诉处理";
pub const NOTE: &str = "被终止审核的单位可以申诉。由一人提出处理意见，再由另一人同意后生效；终止审核的人不能做第二人。";
pub const WAITING: &str = "待处理";
pub const SETTLED: &str = "已办结";
pub const NONE_WAITING: &str = "没有待处理的申诉";
pub const NONE_SETTLED: &str = "没有已办结的申诉";
pub const OPINION: &str = "处理意见";
pub const OPINION_HINT: &str = "申诉办结后，申诉单位会看到。";
pub const OBJECTION: &str = "不同意的理由";
pub const OBJECTION_HINT: &str = "只在不同意时填写，申诉会回到待处理。";
pub const AGREE: &str = "同意申诉";
pub const REFUSE: &str = "不同意申诉";
pub const CONSENT: &str = "同意这个意见";
pub const OBJECT: &str = "不同意这个意见";
pub const TAKE_BACK: &str = "撤回我的意见";
/// Where nobody can be the second person.
pub const STUCK: &str = "本单位现在没有可以做第二人的审核人员：提出意见的人和终止审核的人都不能做第二人。已经提出的意见可以撤回，换一人提出；也可以请单位管理员增加审核人员，或者请平台管理员解除限制。";
pub const CASE: &str = "查看申请";
pub const LIST: &str = "申诉办理状态";

pub const APPEAL: &str = "申诉";
pub const REASON: &str = "申诉理由";
pub const REASON_HINT: &str = "写明为什么不应终止审核。审核单位会看到。";
pub const SEND: &str = "提交申诉";
pub const WITHDRAW: &str = "撤回申诉";

pub fn state(state: AppealState) -> (Tone, &'static str) {
    match state {
        AppealState::Open => (Tone::Info, "待提出意见"),
        AppealState::Opined => (Tone::Warning, "待第二人同意"),
        AppealState::Agreed => (Tone::Success, "已解除限制"),
        AppealState::Refused => (Tone::Danger, "未同意"),
        AppealState::Withdrawn => (Tone::Info, "已撤回"),
        AppealState::Moot => (Tone::Info, "终止已撤销"),
    }
}

pub fn said(agrees: bool) -> &'static str {
    match agrees {
        true => AGREE,
        false => REFUSE,
    }
}

pub fn appealed(appeal: &AppealView) -> String {
    let by = appeal.by.as_deref().unwrap_or(super::LEGAL_PERSON);
    format!("{by} 于 {} 申诉：", appeal.at.minute_shanghai())
}

pub fn terminated(by: &str, at: Instant) -> String {
    format!("{by} 于 {} 终止审核：", at.minute_shanghai())
}

pub fn opined(by: &str, agrees: bool, at: Instant) -> String {
    format!(
        "{by} 于 {} 提出意见「{}」：",
        at.minute_shanghai(),
        said(agrees)
    )
}

pub fn consented(by: &str, at: Instant) -> String {
    format!("{by} 于 {} 同意。", at.minute_shanghai())
}

pub fn not_second(why: NotSecond) -> &'static str {
    match why {
        NotSecond::First => "这个意见是您提出的，要由另一位审核人员同意。",
        NotSecond::Terminated => "是您终止审核的，要由另一位审核人员同意这个意见。",
    }
}

/// What the barred unit sees of its appeal.
pub fn own(appeal: &OwnAppeal) -> Saying {
    let at = appeal.at.minute_shanghai();
    match appeal.state {
        AppealState::Open | AppealState::Opined if appeal.stuck => Saying::new(
            Tone::Warning,
            "申诉正在处理",
            format!("已于 {at} 提交。审核单位现在没有可以处理它的两位人员。"),
            "平台管理员也可以解除这个限制，请与平台管理员联系。",
        ),
        AppealState::Open | AppealState::Opined => Saying::new(
            Tone::Info,
            "申诉正在处理",
            format!("已于 {at} 提交，由审核单位的两位人员处理。"),
            "处理结果会写在这里。处理完之前可以撤回。",
        ),
        AppealState::Refused => {
            let settled = appeal.settled.map_or(at, Instant::minute_shanghai);
            Saying::new(
                Tone::Danger,
                "申诉未获同意",
                format!("审核单位于 {settled} 答复："),
                "还有疑问的，请联系平台管理员。",
            )
        }
        AppealState::Agreed | AppealState::Withdrawn | AppealState::Moot => {
            Saying::new(Tone::Info, "申诉已经结束", "", "")
        }
    }
}

pub fn done() -> Saying {
    Saying::new(Tone::Success, "已办理", "", "")
}
