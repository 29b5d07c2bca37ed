//! 审核详情: what goes beyond the manual's own words.

use super::{Saying, Tone, data_label_of, problem, state};
use crate::domain::views::DoneView;
use crate::domain::{
    ApplicationKind, DataField, Field, Instant, Problem, Uscc, UsccError, Verdict,
};

// The fields that are wrong
pub const WRONG_FIELDS: &str = "有误的信息";
pub const WRONG_FIELDS_HINT: &str =
    "请一次勾选全部有误的信息，并写明错在哪里、应为什么，申报单位会看到。";
pub const NAME_ANYWAY: &str = "仍然退回";

/// What a field held when it was submitted, beside its box.
pub fn shown_value(value: &str) -> String {
    match value {
        "" => super::NOT_GIVEN.to_owned(),
        value => value.to_owned(),
    }
}

/// One line of what a decision names.
pub fn wrong_field(kind: ApplicationKind, field: DataField, why: &str) -> String {
    format!("{}：{why}", data_label_of(kind, field))
}

pub fn named_late(asked: ApplicationKind, fields: &[DataField]) -> Saying {
    let label = |field: &DataField| data_label_of(asked, *field);
    let names: Vec<&str> = fields.iter().map(label).collect();
    Saying::new(
        Tone::Warning,
        "还没有保存：这些信息上次就可以指出",
        format!(
            "「{}」和上次提交时一样，上次退回时没有指出。分几次提出，申报单位要多改几次。",
            names.join("」「")
        ),
        "请核对是否确实有误；确实有误的，按「仍然退回」。",
    )
}

// The data beside itself
pub fn now_is(value: &str) -> String {
    format!("现为：{}", shown_value(value))
}

pub fn last_was(value: &str) -> String {
    format!("上次：{}", shown_value(value))
}

/// At a field that was named when the case was returned the last time.
pub fn named_last(why: &str, changed: bool) -> String {
    let since = if changed { "已修改" } else { "没有修改" };
    format!("上次退回：{why}（{since}）")
}

pub const AS_SUBMITTED: &str = "以下为申报时的信息；与现在或上次提交不同的，注在下面。";
pub const CODE_CHECK: &str = "代码核对";
pub const CHAIN: &str = "隶属关系";
pub const CHAIN_NOW: &str = "现在";
pub const CHAIN_IF_APPROVED: &str = "审核通过后";
pub const THIS_UNIT: &str = "本单位";
pub const EARLIER: &str = "以往申请";

/// The units from one upwards.
pub fn chain(unit: &str, superiors: &[String]) -> String {
    match superiors.is_empty() {
        true => format!("{unit}（没有上级单位）"),
        false => format!("{unit} → {}", superiors.join(" → ")),
    }
}

/// What the code says of itself, one sentence each: shape, check digit, region, organization.
pub fn code_check(code: &str, region: Option<&str>) -> Vec<String> {
    let code = match Uscc::parse(code) {
        Ok(code) => code,
        Err(error) => return vec![code_fault(error)],
    };
    let region = region.unwrap_or("未知，可能是已经停用的区划代码");
    vec![
        format!("形式：18 位，开头「{}」是规定的类别。", code.category()),
        check_digit(&code),
        format!(
            "登记地区：第 3 到 8 位 {}，{region}。",
            code.region_digits()
        ),
        format!(
            "组织机构代码：第 9 到 17 位 {}，校验正确。",
            code.organization_code_hyphenated()
        ),
    ]
}

fn code_fault(error: UsccError) -> String {
    problem(Field::Code, &Problem::Uscc(error))
}

fn check_digit(code: &Uscc) -> String {
    match code.verdict() {
        Verdict::Valid => "校验码：第 18 位正确。".to_owned(),
        Verdict::WrongCheck { expected, likely } => {
            let likely = likely.map(|likely| format!("；也可能是相邻两位写反，应为 {likely}"));
            format!(
                "校验码：第 18 位不符，按前 17 位应为 {expected}{}。请照证书核对。",
                likely.unwrap_or_default()
            )
        }
    }
}

// 撤销
pub const UNDO: &str = "撤销";

pub fn undo_until(until: Instant) -> String {
    let minute = until.minute_shanghai();
    let (_, time) = minute.split_once(' ').unwrap_or(("", &minute));
    format!("{time} 前可以撤销")
}

pub fn undone() -> Saying {
    Saying::new(
        Tone::Success,
        "已撤销，申请回到待审核",
        "申报单位会看到这次撤销。",
        "请重新审核，或从列表继续。",
    )
}

// The walk
pub const SAVE_AND_NEXT: &str = "保存并下一条";
pub const LOOK_AGAIN: &str = "查看";

pub fn place(at: i64, of: i64) -> String {
    format!("第 {at} / {of} 条")
}

/// What 保存并下一条 did. `more`: whether there was a next case.
pub fn done(case: &DoneView, more: bool) -> Saying {
    let body = match more {
        true => format!("「{}」已经处理，下面是下一条。", case.name),
        false => format!("「{}」已经处理，后面没有要审核的申请了。", case.name),
    };
    Saying::new(Tone::Success, super::saved(state(case.state)), body, "")
}

// 终止审核
pub const CONFIRM_NAME: &str = "输入单位名称以确认";
pub const CONFIRM_NAME_HINT: &str = "只在选择终止审核时需要。";

// 常用意见
pub const USE_CANNED: &str = "使用常用意见";
pub const NO_CANNED: &str = "不使用";
pub const CANNED_HINT: &str = "意见栏空着时，用这里选的一条。";
pub const KEEP_CANNED: &str = "存为常用意见";
pub const KEEP_CANNED_HINT: &str =
    "可以写 {单位名称}、{统一社会信用代码}、{申请日期}，保存时换成各单位自己的。";
pub const MANAGE_CANNED: &str = "管理常用意见";
pub const FORGET_CANNED: &str = "删去";

pub fn forget_canned(text: &str) -> String {
    format!("删去常用意见：{text}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_told_in_words() {
        let told = code_check("11220000MB9000015Y", Some("吉林省")).join("");
        assert!(told.contains("第 18 位正确") && told.contains("220000，吉林省"));
        let told = code_check("91350203M0001QKT19", None).join("");
        assert!(told.contains("应为 F") && told.contains("未知"));
        assert_eq!(code_check("x", None).len(), 1);
    }

    #[test]
    fn until_when_is_told_by_the_clock() {
        let until = Instant::from_micros(1_700_000_000_000_000);
        assert_eq!(undo_until(until), "06:13 前可以撤销");
    }
}
