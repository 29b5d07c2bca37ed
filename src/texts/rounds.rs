//! 申报批次, 业务规则 and 工作日历: the words of their pages, and of what they mean for units.

use super::{Saying, Tone, field_label};
use crate::domain::admin::{RoundState, RulesVersion};
use crate::domain::{AtLimit, BindingPolicy, Field, Instant, Season, UnitType};

// Rounds
pub const ROUNDS: &str = "申报批次";
pub const ROUNDS_NOTE: &str =
    "批次从开始日的零点到结束日的最后一刻开放，日期按北京时间。批次之间不能重叠。";
pub const OUTSIDE_NOTE: &str = "按现行业务规则，没有批次开放时也可以申报，归入「常年受理」。";
pub const NEW_ROUND: &str = "新增批次";
pub const EDIT_ROUND: &str = "修改批次";
pub const ROUND_NAME: &str = "批次名称";
pub const YEAR: &str = "年度";
pub const OPENS: &str = "开始日期";
pub const CLOSES: &str = "结束日期";
pub const NO_ROUNDS: &str = "还没有批次";
pub const KEEPS_OPENING: &str = "已经有单位在这个批次里申报，开始日期不能再改。";
pub const CLOSES_HINT: &str = "这一天仍然可以申报。";

pub fn round_state(state: RoundState) -> (Tone, &'static str) {
    match state {
        RoundState::Open => (Tone::Success, "开放中"),
        RoundState::Next => (Tone::Info, "未开始"),
        RoundState::Past => (Tone::Warning, "已结束"),
    }
}

/// What is open until when, or what opens next.
pub fn season(season: &Season) -> String {
    let next = season.next.as_ref();
    let next = next.map(|(name, opens)| format!("「{name}」自 {} 起受理。", opens.date_shanghai()));
    match (&season.open, season.outside, next) {
        (Some((name, until)), _, _) => {
            format!("「{name}」正在受理，到 {} 为止。", until.date_shanghai())
        }
        (None, true, None) => "现在常年受理，不受申报批次的限制。".to_owned(),
        (None, true, Some(next)) => format!("现在没有批次开放，常年受理。下一批次{next}"),
        (None, false, Some(next)) => format!("现在没有开放的申报批次。下一批次{next}"),
        (None, false, None) => "现在没有开放的申报批次，请留意公示公告。".to_owned(),
    }
}

/// The last day of something that may have no end.
pub fn until(last: Instant) -> String {
    match last.date_shanghai() {
        day if day.as_str() >= "9999" => "限制解除时".to_owned(),
        day => format!(" {day} "),
    }
}

// Rules
pub const RULES: &str = "业务规则";
pub const RULES_NOTE: &str = "对全平台的绑定业务生效，从选定的日期起。";
pub const HOLDS_FROM: &str = "生效日期";
pub const HOLDS_FROM_HINT: &str = "今天或以后；选今天的，保存后立即生效。";
pub const EXEMPT: &str = "一般不需要绑定上级的单位类型";
pub const EXEMPT_HINT: &str = "这些单位申报时要写明特殊情况。自行解除绑定的，仍然只有企业。";
pub const OUTCOMES: &str = "审核结果（「审核通过」总是提供）";
pub const CONSENT_TO_TRANSFER: &str = "变更上级要先由原上级单位同意";
pub const CONSENT_TO_UNBIND: &str = "企业以外的单位解除绑定要由上级单位同意";
pub const OUTSIDE_ROUNDS: &str = "没有批次开放时也可以申报";
pub const RESUBMISSIONS: &str = "退回后最多重新提交几次";
pub const RESUBMISSIONS_HINT: &str = "0 为不限。";
pub const REVIEW_DAYS: &str = "审核时限（工作日）";
pub const REVIEW_DAYS_HINT: &str = "0 为不设时限。超过时限只提醒，不会自动通过。";
pub const AT_LIMIT: &str = "超过审核时限时";
pub const URGE_AFTER_DAYS: &str = "多少个工作日后可以催办";
pub const MAIL: &str = "允许用邮件通知";
pub const WEBHOOK: &str = "允许通知其他系统";
pub const REVIEW_CHANGES: &str = "查看改动";
pub const CONFIRM_CHANGES: &str = "请确认下面的改动";
pub const NO_CHANGES: &str = "和现行规则一样，没有改动。";
pub const CONFIRM: &str = "确认修改";
pub const BACK_TO_FORM: &str = "不改了";
pub const SAVE_ALL_THE_SAME: &str = "仍然保存，取消将要生效的版本";
pub const VERSIONS: &str = "修改记录";
pub const NEVER: &str = "没有修改过，用的是默认规则。";

pub fn at_limit(at_limit: AtLimit) -> &'static str {
    match at_limit {
        AtLimit::Remind => "提醒审核单位",
        AtLimit::Escalate => "提醒审核单位，并告知它的上级单位",
    }
}

pub fn unit_type(unit_type: UnitType) -> String {
    let (code, authority, name) = (unit_type.code(), unit_type.authority(), unit_type.name());
    format!("{code} {authority} {name}")
}

/// Before rules are confirmed: from when they would hold.
pub fn would_hold(from: &str) -> String {
    format!("自 {from} 起生效。")
}

pub fn later(version: i64, from: Instant) -> Saying {
    Saying::new(
        Tone::Info,
        format!("第 {version} 版将于 {} 生效", from.date_shanghai()),
        "下面的表单是现行规则。再保存一版，会取代将要生效的这一版。",
        "",
    )
}

/// How a version stands, and from when it holds.
pub fn version(version: &RulesVersion) -> String {
    format!(
        "第 {} 版，自 {} 起生效",
        version.version,
        version.holds_from.minute_shanghai()
    )
}

/// What differs between two documents, a line each.
pub fn changes(before: &BindingPolicy, after: &BindingPolicy) -> Vec<String> {
    let line = |name: &str, from: String, to: String| {
        (from != to).then(|| format!("{name}：{from} → {to}"))
    };
    let yes = |yes: bool| if yes { super::YES } else { super::NO }.to_owned();
    let ticked = |name: &str, from: bool, to: bool| line(name, yes(from), yes(to));
    let lines = [
        line(EXEMPT, kinds(before), kinds(after)),
        line(
            field_label(Field::Outcomes),
            outcomes(before),
            outcomes(after),
        ),
        ticked(
            CONSENT_TO_TRANSFER,
            before.consent_to_transfer,
            after.consent_to_transfer,
        ),
        ticked(
            CONSENT_TO_UNBIND,
            before.consent_to_unbind,
            after.consent_to_unbind,
        ),
        ticked(OUTSIDE_ROUNDS, before.outside_rounds, after.outside_rounds),
        line(
            RESUBMISSIONS,
            limit(before.resubmissions, "次"),
            limit(after.resubmissions, "次"),
        ),
        line(
            REVIEW_DAYS,
            limit(before.review_days, "个工作日"),
            limit(after.review_days, "个工作日"),
        ),
        line(
            AT_LIMIT,
            at_limit(before.at_limit).to_owned(),
            at_limit(after.at_limit).to_owned(),
        ),
        line(
            URGE_AFTER_DAYS,
            before.urge_after_days.to_string(),
            after.urge_after_days.to_string(),
        ),
        ticked(MAIL, before.mail, after.mail),
        ticked(WEBHOOK, before.webhook, after.webhook),
    ];
    lines.into_iter().flatten().collect()
}

fn limit(n: u32, of: &str) -> String {
    match n {
        0 => "不限".to_owned(),
        n => format!("{n} {of}"),
    }
}

fn kinds(policy: &BindingPolicy) -> String {
    let kinds = policy
        .exempt
        .iter()
        .filter_map(|code| UnitType::parse(code).ok());
    match kinds.map(unit_type).collect::<Vec<_>>().join("、") {
        none if none.is_empty() => "没有".to_owned(),
        kinds => kinds,
    }
}

fn outcomes(policy: &BindingPolicy) -> String {
    let outcomes = policy
        .outcomes
        .iter()
        .map(|outcome| super::outcome(*outcome));
    outcomes.collect::<Vec<_>>().join("、")
}

/// The workbench's sentence, where the rules are not about 企业 alone.
pub fn exempt(kinds: &[String]) -> String {
    match kinds.is_empty() {
        true => "注意: 按现行规则, 各类单位都要绑定上级单位。".to_owned(),
        false => format!("注意: {}除特殊情况无需绑定上级单位。", kinds.join("、")),
    }
}

// Limits
/// The how manyeth working day it is since a case came.
pub fn waited(days: i64) -> String {
    match days {
        0 => "当天".to_owned(),
        days => format!("第 {days} 个工作日"),
    }
}

pub const OVERDUE: &str = "超过时限";

/// How long a case waits, and in how many days it is to be decided.
pub fn limit_of(waited_days: i64, review_days: u32) -> String {
    let now = match waited_days {
        0 => "今天刚刚申报".to_owned(),
        days => format!("今天是第 {days} 个工作日"),
    };
    match review_days {
        0 => format!("{now}。"),
        limit if waited_days > i64::from(limit) => {
            format!("审核时限是 {limit} 个工作日，{now}，已经超过时限。")
        }
        limit => format!("审核时限是 {limit} 个工作日，{now}。"),
    }
}

pub fn resubmissions_left(left: u32) -> String {
    match left {
        0 => "重新提交的次数已经用完。可以撤回后重新申报。".to_owned(),
        left => format!("还可以重新提交 {left} 次。"),
    }
}

// Calendar
pub const CALENDAR: &str = "工作日历";
pub const CALENDAR_NOTE: &str =
    "审核时限和等待时间按工作日计算：周一到周五，加上下面的放假和调休。";
pub const YEARS: &str = "年份";
pub const OTHER_YEAR: &str = "查看";
pub const DAY: &str = "日期";
pub const WEEKDAY: &str = "星期";
pub const WORKING: &str = "安排";
pub const DAYS: &str = "放假和调休";
pub const DAYS_HINT: &str = "每行一天：日期，空格，「休」或「班」，例如 2027-01-01 休。照国务院办公厅的放假通知填写，保存的内容会替换这一年原有的。";
pub const SAVE_YEAR: &str = "保存这一年";

pub fn no_year(year: i64) -> Saying {
    Saying::new(
        Tone::Warning,
        format!("还没有 {year} 年的放假安排"),
        "现在按周一到周五上班、周六周日休息计算，不考虑节假日和调休。",
        "国务院办公厅公布放假通知后，请填写在下面。",
    )
}

pub fn days_of(year: i64) -> String {
    format!("{year} 年的放假和调休")
}

pub fn weekday(weekday: Option<usize>) -> &'static str {
    const NAMES: [&str; 7] = [
        "星期一",
        "星期二",
        "星期三",
        "星期四",
        "星期五",
        "星期六",
        "星期日",
    ];
    weekday
        .and_then(|n| NAMES.get(n))
        .copied()
        .unwrap_or_default()
}

pub fn day_kind(working: bool) -> (Tone, &'static str) {
    match working {
        true => (Tone::Info, "上班"),
        false => (Tone::Success, "休息"),
    }
}

pub fn calendar_changed(by: &str, at: Instant) -> String {
    format!("{by} 于 {} 修改。", at.minute_shanghai())
}

// 解除终止
pub fn barred(round: &str, last: Instant) -> String {
    format!("{round}（至{}止）", until(last))
}
pub const BARRED: &str = "终止审核的限制";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Outcome;

    #[test]
    fn a_difference_is_told_from_old_to_new_in_words() {
        let before = BindingPolicy::default();
        assert!(changes(&before, &before).is_empty());
        let after = BindingPolicy {
            exempt: Vec::new(),
            outcomes: vec![Outcome::Return],
            review_days: 0,
            resubmissions: 3,
            ..before.clone()
        };
        let lines = changes(&before, &after).join("\n");
        for said in [
            "工商 企业 → 没有",
            "退回修改、审核不通过、终止审核 → 退回修改",
            "10 个工作日 → 不限",
            "不限 → 3 次",
        ] {
            assert!(lines.contains(said), "{said} in {lines}");
        }
    }

    #[test]
    fn a_round_that_never_closes_has_no_last_day() {
        let never = Instant::from_micros(253_402_271_999_000_000);
        assert_eq!(until(never.plus_seconds(-1)), "限制解除时");
    }
}
