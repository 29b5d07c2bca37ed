//! 应绑清单: its pages, its workbooks, and what is wrong in them.

use super::{Saying, Tone, problem};
use crate::domain::expected::{
    Column, ExpectedCounts, FileProblem, FileRow, ImportCounts, ImportMode, LIST_MAX, Reminded,
    RowProblem, Standing,
};
use crate::domain::{Field, Instant, Listed, Problem, UnitType};
use crate::texts::desk::grouped;

pub const EXPECTED: &str = "应绑清单";
pub const NOTE: &str = "导入应当绑定到本单位的单位，系统会对照每个申请，并列出还没有绑定的单位。";
pub const FIND: &str = "单位名称或代码";
pub const SHOW: &str = "显示";
pub const SHOW_ALL: &str = "全部";
pub const SHOW_MISSING: &str = "还没有绑定的";
pub const CODE: &str = "统一社会信用代码";
pub const NAME: &str = "单位名称";
pub const KIND: &str = "单位类型";
pub const STANDING: &str = "目前情况";
pub const REMINDED: &str = "最近提醒";
pub const NEVER: &str = "没有提醒过";
pub const REMIND: &str = "提醒";
pub const REMIND_ALL: &str = "提醒全部还没有绑定的单位";
pub const REMOVE: &str = "移出";
pub const EXPORT: &str = "导出还没有绑定的单位";
pub const EMPTY: &str = "清空清单";
pub const EMPTY_CONFIRM: &str = "我确认清空：不再对照申请，也不再列出还没有绑定的单位";
pub const EMPTY_UNCONFIRMED: &str = "请先勾选确认，再清空清单。";
pub const IMPORT: &str = "导入清单";
pub const FILE: &str = "清单文件";
pub const FILE_HINT: &str = "Excel 工作簿（.xlsx）或者 CSV，不超过 10 MB，最多 20,000 个单位。";
pub const UPLOAD: &str = "上传并检查";
pub const TEMPLATE: &str = "下载模板";
pub const UPLOAD_NOTE: &str = "上传后先检查，不会马上改动清单。";
pub const CHECKED: &str = "检查结果";
pub const MARKED: &str = "下载标出错误的清单";
pub const MODE: &str = "导入方式";
pub const DO_IMPORT: &str = "导入没有错误的行";
pub const GIVE_UP: &str = "不导入";
pub const BACK: &str = "返回应绑清单";
pub const LINE: &str = "行";
pub const FIELDS: &str = "字段";
pub const WHY: &str = "原因";
pub const WRONG_ROWS: &str = "有错误的行";
pub const NONE: &str = "清单是空的";
pub const NONE_NOTE: &str = "请在下面导入清单。";
pub const NONE_FOUND: &str = "没有符合条件的单位";
pub const NONE_FOUND_NOTE: &str = "请核对条件，或者清空条件再查。";

// Workbooks
pub const SHEET: &str = "应绑清单";
pub const NOTES_SHEET: &str = "填写说明";
pub const KINDS_SHEET: &str = "选项";
pub const MISSING_SHEET: &str = "还没有绑定";
pub const HEADS: [&str; 3] = ["统一社会信用代码 *", "单位名称 *", "单位类型"];
pub const EXAMPLE: [&str; 3] = ["例：12220100MB9000031N", "示例中学", "事业单位"];
pub const MARKS: [&str; 3] = [LINE, FIELDS, WHY];
pub const MISSING_HEADS: [&str; 4] = [CODE, NAME, STANDING, REMINDED];
pub const KIND_ERROR: &str = "请从列出的单位类型里选择，或者留空。";

pub fn notes(most: u32) -> Vec<String> {
    [
        "带 * 的列必填，其他列可以留空。".to_owned(),
        "统一社会信用代码：18 位，照证书填写；单元格请用文本格式，否则 Excel 会改掉第 15 位以后的数字。"
            .to_owned(),
        "单位名称：2 到 100 个字，照证书填写。申请的单位名称和这里不同的，会显示「名称不符」。"
            .to_owned(),
        "单位类型：从下拉列表里选择；填写了的，会和代码的前两位核对。".to_owned(),
        "以「例」开头的示例行不会导入，可以保留，也可以删去。".to_owned(),
        format!("一次最多 {} 行。表头请不要改动。", grouped(most.into())),
    ]
    .into()
}

/// What stands beside a wrong row: its number, the fields, and why.
pub fn marks(row: &FileRow, problems: &[RowProblem]) -> [String; 3] {
    let mut fields: Vec<&str> = problems.iter().map(|p| column(p.column())).collect();
    fields.dedup();
    let why: Vec<String> = problems.iter().map(row_problem).collect();
    [row.line.to_string(), fields.join("、"), why.join(" ")]
}

pub fn missing_cells(code: &str, name: &str, of: &str, reminded_at: Option<i64>) -> [String; 4] {
    let of = Standing::parse(of).map_or("", standing);
    let reminded = reminded_at.map(Instant::from_micros);
    let reminded = reminded.map_or(String::new(), Instant::minute_shanghai);
    [code.to_owned(), name.to_owned(), of.to_owned(), reminded]
}

pub fn column(of: Column) -> &'static str {
    match of {
        Column::Code => CODE,
        Column::Name => NAME,
        Column::Kind => KIND,
    }
}

pub fn row_problem(of: &RowProblem) -> String {
    match of {
        RowProblem::Code(Problem::Required) => "没有填写代码。".to_owned(),
        RowProblem::Code(found) => {
            let told = problem(Field::UnitCode, found);
            match super::suggestion(found) {
                Some(likely) => format!("{told}是不是 {likely}？"),
                None => told,
            }
        }
        RowProblem::Number => {
            "代码的单元格是数字格式，Excel 只保留 15 位。请改成文本格式后重新填写。".to_owned()
        }
        RowProblem::OwnCode => "这是本单位的代码，不能绑定到自己。".to_owned(),
        RowProblem::Twice { first } => format!("和第 {first} 行的代码相同。"),
        RowProblem::Name(Problem::Required) => "没有填写单位名称。".to_owned(),
        RowProblem::Name(found) => problem(Field::Name, found),
        RowProblem::Kind => KIND_ERROR.to_owned(),
        RowProblem::OtherKind(code) => format!(
            "和代码不符：代码以 {} 开头，是{}。请核对代码和单位类型。",
            code.category(),
            UnitType::of(code).name()
        ),
    }
}

pub fn file_problem(of: FileProblem) -> String {
    match of {
        FileProblem::Missing => "请选择要上传的清单文件。".to_owned(),
        FileProblem::TooLarge => {
            "文件太大，没有读取。请只保留清单的内容，或者分成几个文件上传。".to_owned()
        }
        FileProblem::OldOrLocked => {
            "这是旧版的 .xls 文件，或者设了打开密码。请在 Excel 里另存为没有密码的 .xlsx 再上传。"
                .to_owned()
        }
        FileProblem::Unreadable => {
            "文件读不出来。请上传 .xlsx 工作簿，或者用 UTF-8、GBK 保存的 CSV。".to_owned()
        }
        FileProblem::NoHeads => {
            "没有找到表头。前 10 行里应有一行写着「统一社会信用代码」和「单位名称」。".to_owned()
        }
        FileProblem::NoRows => "表头下面没有内容，没有可以导入的单位。".to_owned(),
        FileProblem::TooManyRows => format!(
            "超过 {} 行，没有读取。请分成几个文件，用「追加」导入。",
            grouped(LIST_MAX.into())
        ),
    }
}

pub fn standing(of: Standing) -> &'static str {
    match of {
        Standing::Unregistered => "未注册",
        Standing::Disabled => "单位已停用",
        Standing::NeverEntered => "未进入",
        Standing::NotApplied => "未申报",
        Standing::Pending => "待审核",
        Standing::Returned => "退回修改",
        Standing::Rejected => "审核不通过",
        Standing::Terminated => "终止审核",
        Standing::BoundHere => "已绑定本单位",
        Standing::BoundElsewhere => "已绑定其他单位",
    }
}

pub fn standing_tone(of: Standing) -> Option<Tone> {
    match of {
        Standing::BoundHere => Some(Tone::Success),
        Standing::Pending => Some(Tone::Info),
        Standing::Returned | Standing::Rejected | Standing::BoundElsewhere => Some(Tone::Warning),
        Standing::Disabled | Standing::Terminated => Some(Tone::Danger),
        Standing::Unregistered | Standing::NeverEntered | Standing::NotApplied => None,
    }
}

/// How an application stands to the list.
pub fn listed(of: Listed) -> &'static str {
    match of {
        Listed::Match => "相符",
        Listed::Renamed => "名称不符",
        Listed::Unlisted => "不在清单",
    }
}

pub fn listed_tone(of: Listed) -> Tone {
    match of {
        Listed::Match => Tone::Success,
        Listed::Renamed => Tone::Warning,
        Listed::Unlisted => Tone::Danger,
    }
}

/// The same on the case's page, with the name on the list where it is another.
pub fn listed_fact(of: Listed, name: Option<&str>) -> String {
    match name {
        Some(name) => format!("{}：清单上是「{name}」", listed(of)),
        None => listed(of).to_owned(),
    }
}

pub fn select_matching(n: i64) -> String {
    format!("选择全部相符的 {} 条", super::desk::view_count(n))
}

pub fn counts(of: &ExpectedCounts) -> String {
    format!(
        "共 {} 个单位：已绑定本单位 {} 个，还没有绑定 {} 个（其中未注册 {} 个）。",
        grouped(of.units),
        grouped(of.bound),
        grouped(of.missing()),
        grouped(of.unregistered)
    )
}

pub fn remind_one(name: &str) -> String {
    format!("提醒 {name}")
}

pub fn remove_one(name: &str) -> String {
    format!("从清单移出 {name}")
}

pub fn mode(of: ImportMode) -> &'static str {
    match of {
        ImportMode::Replace => "替换：清单换成这些单位",
        ImportMode::Add => "追加：加到现有的清单里",
    }
}

/// What an import would do.
pub fn plan(of: &ImportCounts) -> String {
    format!(
        "新增 {} 个，移出 {} 个，改名 {} 个；之后共 {} 个。",
        grouped(of.added),
        grouped(of.removed),
        grouped(of.renamed),
        grouped(of.units)
    )
}

pub fn checked(right: i64, wrong: i64) -> Saying {
    let body = match wrong {
        0 => String::new(),
        wrong => format!(
            "{} 行有错误，不会导入。可以下载标出错误的清单，改好后重新上传。",
            grouped(wrong)
        ),
    };
    let (tone, title) = match (right, wrong) {
        (0, _) => (Tone::Danger, "没有可以导入的行".to_owned()),
        (right, 0) => (Tone::Success, format!("{} 行都没有错误", grouped(right))),
        (right, _) => (Tone::Warning, format!("{} 行可以导入", grouped(right))),
    };
    Saying::new(tone, title, body, "")
}

pub fn and_more(n: i64) -> String {
    format!(
        "另有 {} 行有错误，没有列出；下载的清单里有全部。",
        grouped(n)
    )
}

pub const TO_CHECKED: &str = "去确认导入";

pub fn waiting(rows: i64) -> Saying {
    Saying::new(
        Tone::Warning,
        "上传的清单等待确认，还没有导入",
        format!(
            "共 {} 行，已经检查过，上传后保留一小时；下面仍是原来的清单。",
            grouped(rows)
        ),
        "",
    )
}

pub fn no_upload() -> Saying {
    Saying::new(
        Tone::Warning,
        "没有等待导入的清单",
        "上传的内容只保留一小时；也可能已经导入，或者您在别处上传了另一份。",
        "请回到应绑清单，重新上传。",
    )
}

pub fn imported(of: &ImportCounts) -> Saying {
    Saying::new(Tone::Success, "已导入应绑清单", plan(of), "")
}

pub fn removed() -> Saying {
    Saying::new(Tone::Success, "已从清单移出", "", "")
}

pub fn emptied() -> Saying {
    Saying::new(Tone::Success, "清单已清空", "", "")
}

pub fn reminded(of: &Reminded) -> Saying {
    let rest = [
        (of.unregistered, "没有注册，系统通知不到，请用其他方式联系"),
        (of.today, "今天已经提醒过，每天最多提醒一次"),
        (of.waiting, "已经申报，等待本单位审核"),
        (of.unable, "已停用，或者在本次申报中不能再申报"),
    ];
    let rest = rest.into_iter().filter(|(n, _)| *n > 0);
    let rest: Vec<String> = rest
        .map(|(n, why)| format!("{} 个{why}", grouped(n)))
        .collect();
    let body = match rest.is_empty() {
        true => String::new(),
        false => format!("没有提醒的：{}。", rest.join("；")),
    };
    match of.told {
        0 => Saying::new(Tone::Warning, "没有可以提醒的单位", body, ""),
        n => {
            let title = format!("已提醒 {} 个单位", grouped(n));
            Saying::new(Tone::Success, title, body, "")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::expected::FileCheck;
    use std::collections::BTreeSet;

    #[test]
    fn a_reason_names_the_likely_code() {
        let row = FileRow {
            line: 7,
            code: "12220000MB900O023N".into(),
            name: "松江中学".into(),
            ..FileRow::default()
        };
        let check = FileCheck::of(std::slice::from_ref(&row), "", &BTreeSet::new());
        let problems = &check.wrong[&0];
        let [line, fields, why] = marks(&row, problems);
        assert_eq!((line.as_str(), fields.as_str()), ("7", CODE));
        assert!(why.contains("12220000MB9000023N"), "{why}");
    }

    #[test]
    fn who_can_t_be_told_is_told_of() {
        let saying = reminded(&Reminded {
            told: 2,
            unregistered: 1,
            ..Reminded::default()
        });
        assert!(saying.title.contains("已提醒 2 个单位"));
        assert!(saying.body.contains("1 个没有注册"), "{}", saying.body);
    }
}
