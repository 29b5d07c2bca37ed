//! 代审 and 审核看板.

use super::{Saying, Tone};
use crate::domain::board::COUNTED;
use crate::domain::delegation::DelegationStanding;

pub const DELEGATION: &str = "代审";
pub const DELEGATION_NOTE: &str =
    "把审核交给本单位的另一位经办人几天：期间由对方审核，审核记录写明「代」。您自己仍然可以审核。";
pub const TO: &str = "代审人";
pub const FROM_WHOM: &str = "委托人";
pub const FROM: &str = "从";
pub const UNTIL: &str = "到";
pub const WHY: &str = "原因";
pub const STANDING: &str = "状态";
pub const CHOOSE: &str = "请选择";
pub const HAND_OVER: &str = "交给代审";
pub const END: &str = "提前结束";
pub const NO_OTHERS: &str =
    "本单位没有可以代审的经办人：代审人是本单位没有审核权限的经办人。请先由单位管理员添加。";
pub const NONE: &str = "还没有过代审。";
pub const ONLY_OWN: &str = "您现在是代别人审核，不能再交给别人。";
pub const BOARD: &str = "审核看板";
pub const WAITING: &str = "等待审核的申请，按已等的工作日";
pub const AGE: &str = "已等工作日";
pub const HOW_MANY: &str = "条数";
pub const DECIDED: &str = "最近 14 天每天办结的申请";
pub const DAY: &str = "日期";
pub const BY_REVIEWER: &str = "最近 14 天每人的审核";
pub const REVIEWER: &str = "审核人";
pub const NOBODY: &str = "最近 14 天没有人审核。";
pub const OLDEST: &str = "等得最久的申请";
pub const NO_OLDEST: &str = "没有等待审核的申请。";
pub const ORPHANS: &str = "没有上级的单位";
pub const LEFT: &str = "最近 14 天离开本单位、现在没有上级的单位：";
pub const NOBODY_LEFT: &str = "最近 14 天没有单位离开后无上级。";
pub const AS_TABLE: &str = "以表格显示";

/// What the address says was done.
pub fn done(word: &str) -> Option<Saying> {
    let (title, body) = match word {
        "handed" => (
            "已交给代审",
            "代审人已收到消息。日子到了自动结束；要提早结束的，请按下面的「提前结束」。",
        ),
        "ended" => ("代审已结束", "代审人已收到消息，不能再审核。"),
        _ => return None,
    };
    Some(Saying::new(Tone::Success, title, body, ""))
}

/// Who decided, in whose place.
pub fn stands_for(person: &str, of: &str) -> String {
    format!("{person} 代 {of}")
}

pub fn standing(standing: DelegationStanding) -> (Tone, &'static str) {
    match standing {
        DelegationStanding::Later => (Tone::Info, "未开始"),
        DelegationStanding::Now => (Tone::Success, "代审中"),
        DelegationStanding::Over => (Tone::Warning, "已结束"),
    }
}

pub fn age(from: i64, to: Option<i64>) -> String {
    match to {
        Some(to) if to == from => format!("{from} 天"),
        Some(to) => format!("{from}–{to} 天"),
        None => format!("{from} 天以上"),
    }
}

pub fn counted(n: i64) -> String {
    match n >= COUNTED {
        true => format!("{n} 以上"),
        false => n.to_string(),
    }
}

pub fn oldest(name: &str, day: &str, waited: i64) -> String {
    format!("「{name}」，{day} 申报，已等 {waited} 个工作日")
}

/// How many of 应绑清单 stand below nobody.
pub fn expected_orphans(n: i64) -> String {
    format!("应绑清单中已注册、还没有上级的单位：{n} 家")
}

pub fn left(name: &str, day: &str) -> String {
    format!("「{name}」，{day} 离开")
}

/// What a chart says to who does not see it.
pub fn chart(title: &str, rows: &[(String, i64)]) -> String {
    let rows: Vec<String> = rows
        .iter()
        .map(|(name, n)| format!("{name} {}", counted(*n)))
        .collect();
    format!("{title}：{}", rows.join("，"))
}
