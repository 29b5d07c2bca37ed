//! 审计记录: what an act says beside its reason, in words.

use super::admin::{NOT_ASKED, factor_for, profile, role};
use super::{NO, YES, field_label};
use crate::domain::expected::ImportMode;
use crate::domain::{
    AtLimit, Field, Instant, Outcome, PasswordProfile, PersonalData, Role, SecondFactorFor,
    UnitType,
};

/// What the record of an act holds, a line each. `record`: its fields as text, those within others after a dot, lists
/// with commas. What only a machine needs (a digest) is left to the record.
pub fn details(record: &[(String, String)]) -> Vec<String> {
    let find = |name: &str| {
        let found = record.iter().find(|(key, _)| key == name);
        found.map_or("", |(_, value)| value.as_str())
    };
    let lines = record.iter().filter_map(|(key, value)| match key.as_str() {
        "before" => Some(before(value, find("through"))),
        "until" if !find("delegation").is_empty() => Some(said("代审到", &minute(value))),
        key => line(key, value),
    });
    lines.chain(second_factor_for(record)).collect()
}

fn line(key: &str, value: &str) -> Option<String> {
    if value.is_empty() {
        return None;
    }
    let label = match key {
        "digest" | "after" | "through" => return None,
        key if key.starts_with(FACTOR_FOR) => return None,
        "device" => "设备",
        "second_factor" => return Some(said("两步验证", yes(value))),
        "what" => return Some(said("查看的内容", what(value))),
        "account" => "账号",
        "role" => {
            return Some(said(
                "角色",
                Role::parse(value).map_or(value, |found| role(found)),
            ));
        }
        "sessions_ended" => return Some(format!("结束的登录：{value} 个")),
        "forgotten" => return Some(format!("解除的计数：{value} 项")),
        "key" => "现用密钥",
        "former" => "停用的密钥",
        "operator" => "换到的经办人记录",
        "leaver" => "离职的经办人记录",
        "successor" => "接替的经办人记录",
        "by" if value == "offer" => return Some("链接用来确认加入".to_owned()),
        "by" if value == "mail" => return Some("链接发到单位邮箱".to_owned()),
        "by" => "查询的操作人",
        "person" => "查询的涉及人员",
        "from" => "查询从",
        "until" => "查询到",
        "kind" => "查询的类别",
        "code" => super::admin::CODE,
        "roles" => return Some(said(field_label(Field::Roles), &roles(value))),
        "version" => return Some(format!("第 {value} 版")),
        "announcement" => "公告编号",
        "webhook" => "接收系统编号",
        "deliveries" => return Some(format!("重发了 {value} 条")),
        "round" => "批次编号",
        "year" => "年份",
        "delegation" => "代审编号",
        "to" => "代审人的经办人记录",
        "mode" => return Some(said("导入方式", import_mode(value))),
        "added" => return Some(format!("新增 {value} 家")),
        "removed" => return Some(format!("移除 {value} 家")),
        "renamed" => return Some(format!("更新名称 {value} 家")),
        "units" => return Some(format!("清单共 {value} 家")),
        "holds_from" => "生效时间",
        "module" => "服务",
        "acts" => return Some(format!("清理了 {value} 条操作记录")),
        // All of a policy: who reads the trail can't see the page of the policy.
        "policy.verification_required" => {
            return Some(said(super::admin::VERIFICATION, yes(value)));
        }
        "policy.password_profile" => {
            let known = PasswordProfile::parse(value).map_or(value, |found| profile(found));
            return Some(said(field_label(Field::PasswordProfile), known));
        }
        "policy.idle_minutes" => field_label(Field::IdleMinutes),
        "policy.absolute_hours" => field_label(Field::AbsoluteHours),
        "policy.trail_months" => field_label(Field::TrailMonths),
        key => match key.strip_prefix("rules.") {
            Some(rule) => return Some(rule_in_words(rule, value)),
            None => key,
        },
    };
    Some(said(label, value))
}

/// A rule of a version of the rules: who reads the trail can't see the page of the rules.
fn rule_in_words(rule: &str, value: &str) -> String {
    use super::rounds as rules;
    let (label, words) = match rule {
        "exempt" => (rules::EXEMPT, each(value, kind)),
        "outcomes" => (field_label(Field::Outcomes), each(value, outcome)),
        "consent_to_transfer" => (rules::CONSENT_TO_TRANSFER, yes(value).to_owned()),
        "consent_to_unbind" => (rules::CONSENT_TO_UNBIND, yes(value).to_owned()),
        "outside_rounds" => (rules::OUTSIDE_ROUNDS, yes(value).to_owned()),
        "resubmissions" => (rules::RESUBMISSIONS, value.to_owned()),
        "review_days" => (rules::REVIEW_DAYS, value.to_owned()),
        "at_limit" => (rules::AT_LIMIT, at_limit(value)),
        "urge_after_days" => (rules::URGE_AFTER_DAYS, value.to_owned()),
        "mail" => (rules::MAIL, yes(value).to_owned()),
        "webhook" => (rules::WEBHOOK, yes(value).to_owned()),
        other => (other, value.to_owned()),
    };
    said(label, &words)
}

fn each(words: &str, name: impl Fn(&str) -> String) -> String {
    let words = words.split(',').filter(|word| !word.is_empty());
    words.map(name).collect::<Vec<_>>().join("、")
}

fn kind(code: &str) -> String {
    UnitType::parse(code).map_or_else(|_| code.to_owned(), super::rounds::unit_type)
}

/// Outcomes and what happens at the limit are kept by the names that they have in the code.
fn outcome(word: &str) -> String {
    let found = Outcome::ALL
        .into_iter()
        .find(|of| format!("{of:?}") == word);
    found.map_or_else(|| word.to_owned(), |of| super::outcome(of).to_owned())
}

fn at_limit(word: &str) -> String {
    let found = [AtLimit::Remind, AtLimit::Escalate];
    let found = found.into_iter().find(|of| format!("{of:?}") == word);
    found.map_or_else(
        || word.to_owned(),
        |of| super::rounds::at_limit(of).to_owned(),
    )
}

fn import_mode(word: &str) -> &str {
    match ImportMode::parse(word) {
        Some(found) => super::expected::mode(found),
        None => word,
    }
}

fn said(label: &str, text: &str) -> String {
    format!("{label}：{text}")
}

fn yes(value: &str) -> &'static str {
    if value == "true" { YES } else { NO }
}

fn what(word: &str) -> &str {
    let all = [
        PersonalData::Mobile,
        PersonalData::IdentityCard,
        PersonalData::ContactPhone,
    ];
    let found = all.into_iter().find(|what| what.as_str() == word);
    found.map_or(word, |found| super::reveal::name(found))
}

fn roles(words: &str) -> String {
    let name = |word| match word {
        "applies" => "经办",
        "reviews" => "审核",
        "manages" => "单位管理员",
        other => other,
    };
    words.split(',').map(name).collect::<Vec<_>>().join("、")
}

/// Of a pruning, whose times are microseconds.
fn before(micros: &str, through: &str) -> String {
    format!("都早于 {}，到链上第 {through} 位为止", minute(micros))
}

fn minute(micros: &str) -> String {
    let at = micros.parse().map(Instant::from_micros);
    at.map_or_else(|_| micros.to_owned(), Instant::minute_shanghai)
}

const FACTOR_FOR: &str = "policy.second_factor.";

/// Of whom a policy asks for a second factor, in one line.
fn second_factor_for(record: &[(String, String)]) -> Option<String> {
    let asked = |word: &&str| {
        let of = |(key, value): &(String, String)| {
            key.strip_prefix(FACTOR_FOR) == Some(word) && value == "true"
        };
        record.iter().any(of)
    };
    if !record.iter().any(|(key, _)| key.starts_with(FACTOR_FOR)) {
        return None;
    }
    let words = SecondFactorFor::WORDS.into_iter().filter(asked);
    let words = words.map(factor_for).collect::<Vec<_>>().join("、");
    let words = if words.is_empty() { NOT_ASKED } else { &words };
    Some(said(field_label(Field::SecondFactorFor), words))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(record: &[(&str, &str)]) -> String {
        let pairs = record
            .iter()
            .map(|(k, v)| ((*k).to_owned(), (*v).to_owned()));
        details(&pairs.collect::<Vec<_>>()).join("|")
    }

    #[test]
    fn a_record_is_told_in_words() {
        let pruned = [
            ("acts", "3"),
            ("before", "1700000000000000"),
            ("through", "9"),
        ];
        for (record, said) in [
            (&[("what", "mobile")][..], "查看的内容：手机号"),
            (&[("roles", "applies,manages")], "权限：经办、单位管理员"),
            (
                &[("device", "Chrome · Linux"), ("second_factor", "true")],
                "设备：Chrome · Linux|两步验证：是",
            ),
            (&[("digest", "v1.abc")], ""),
            (&[("sessions_ended", "2")], "结束的登录：2 个"),
            (
                &[("by", "#3"), ("from", "2026-11-01")],
                "查询的操作人：#3|查询从：2026-11-01",
            ),
            (&[("by", "mail")], "链接发到单位邮箱"),
            (&[("unheard_of", "1,x")], "unheard_of：1,x"),
            (
                &pruned,
                "清理了 3 条操作记录|都早于 2023-11-15 06:13，到链上第 9 位为止",
            ),
            (
                &[
                    ("policy.idle_minutes", "15"),
                    ("policy.second_factor.applying", "false"),
                ],
                "多少分钟不操作后退出登录：15|必须开启两步验证的人员：不要求",
            ),
            (
                &[
                    ("policy.second_factor.applying", "true"),
                    ("policy.second_factor.managing", "true"),
                ],
                "必须开启两步验证的人员：经办、单位管理员",
            ),
            (
                &[
                    ("delegation", "2"),
                    ("to", "138"),
                    ("until", "1700000000000000"),
                ],
                "代审编号：2|代审人的经办人记录：138|代审到：2023-11-15 06:13",
            ),
            (
                &[("rules.outcomes", "Return,Reject"), ("rules.mail", "true")],
                "提供的审核结果：退回修改、审核不通过|允许用邮件通知：是",
            ),
            (
                &[("mode", "add"), ("added", "3")],
                "导入方式：追加：加到现有的清单里|新增 3 家",
            ),
            (&[], ""),
        ] {
            assert_eq!(told(record), said, "{record:?}");
        }
    }
}
