//! 下级单位: the words of the tree under a unit, and of releasing one.

use super::{Saying, Tone};
use crate::domain::Instant;

pub const TITLE: &str = "下级单位";
pub const NOTE: &str = "绑定到本单位的单位，以及它们的下级。点名称前的按钮打开或收起。";
pub const ON: &str = "日期";
pub const ON_HINT: &str = "填写日期，看那一天结束时的隶属关系；不填就是现在。";
pub const FIND_WHAT: &str = "代码或名称";
pub const FIND_HINT: &str = "完整的 18 位代码，或者名称中连续的两个字或更多。";
pub const SHOW: &str = "查看";
pub const CLEAR: &str = "回到现在";
pub const EXPORT: &str = "导出表格";
pub const REORGANIZE: &str = "划转、撤销、合并";
pub const NONE: &str = "还没有下级单位";
pub const NONE_NOTE: &str = "下级单位申报绑定、审核通过后，会列在这里。";
pub const NONE_THEN: &str = "那一天没有下级单位";
pub const NONE_THEN_NOTE: &str = "请换一个日期再看。";
pub const PREVIOUS: &str = "上一页";
pub const NEXT: &str = "下一页";
pub const LAST: &str = "末页";
pub const DISABLED: &str = "已停用";
pub const RELEASE: &str = "解除";
pub const FOUND: &str = "查到的单位";
pub const FOUND_HERE: &str = "查到";

pub fn as_of(day: &str) -> String {
    format!("{day} 时的隶属关系")
}

pub const PAST_NOTE: &str =
    "是这一天结束时的隶属关系。单位的名称、类型和行政区划照现在的写，下级单位数不显示。";

pub fn open(name: &str) -> String {
    format!("打开 {name} 的下级")
}

pub fn close(name: &str) -> String {
    format!("收起 {name} 的下级")
}

pub fn below(name: &str) -> String {
    format!("{name} 的下级单位")
}

pub fn pages_of(name: &str) -> String {
    format!("{name} 的下级单位分页")
}

pub fn since(since: Instant) -> String {
    format!("{} 起", since.date_shanghai())
}

/// `直接下级 3 个，共 17 个`
pub fn counts(children: i64, descendants: i64) -> String {
    match (children, descendants) {
        (0, _) => "没有下级".to_owned(),
        (children, all) if children == all => format!("下级 {children} 个"),
        (children, all) => format!("直接下级 {children} 个，连同以下共 {all} 个"),
    }
}

pub fn nothing_found(looked_at: Option<usize>) -> Saying {
    let body = match looked_at {
        None => "本单位的下级里没有这样的单位。".to_owned(),
        Some(_) => looked(looked_at),
    };
    Saying::new(
        Tone::Warning,
        "没有查到",
        body,
        "请核对代码；或者把名称写得更完整，再查一次。",
    )
}

/// That not all were looked at.
pub fn looked(looked_at: Option<usize>) -> String {
    looked_at.map_or_else(String::new, |n| {
        format!("名称里有这些字的单位太多，只在其中的前 {n} 个里查了本单位的下级。")
    })
}

pub fn found(shown: usize, more: bool) -> String {
    match more {
        true => format!("查到的单位很多，只列出 {shown} 个。把名称写得更完整，可以少一些。"),
        false => format!("查到 {shown} 个单位，点名称在下面打开。"),
    }
}

// 解除
pub const RELEASE_TITLE: &str = "解除下级";
pub const CODE: &str = "统一社会信用代码";
pub const KIND: &str = "单位类型";
pub const REGION: &str = "所属行政区划";
pub const SINCE: &str = "绑定时间";
pub const BELOW_IT: &str = "它的下级";
pub const BACK: &str = "返回下级单位";
pub const CONSEQUENCES: &str = "解除之后";
pub const RELEASE_BUTTON: &str = "确认解除";
pub const WHY_HINT: &str = "必填，这个单位会看到。";

/// What comes of it, a sentence each.
pub fn consequences(
    name: &str,
    descendants: i64,
    unbinding: bool,
    moving: Option<&str>,
) -> Vec<String> {
    let mut lines = vec![
        format!("「{name}」立即不再是本单位的下级，可以另行申报绑定。"),
        format!(
            "「{name}」的经办人会收到消息和解除的原因；是谁、什么时候解除的，写在它的「隶属关系」里。"
        ),
        "在此之前的审核和隶属记录都保留。".to_owned(),
    ];
    if descendants > 0 {
        lines.push(format!(
            "它以下的 {descendants} 个单位仍然隶属于它，也就不再在本单位之下。"
        ));
    }
    if unbinding {
        lines.push("它向本单位提出的解除申请不用再审核，随之关闭。".to_owned());
    }
    if let Some(superior) = moving {
        lines.push(format!(
            "它变更到「{superior}」的申请继续有效，由对方审核。"
        ));
    }
    lines
}

pub fn released() -> Saying {
    Saying::new(
        Tone::Success,
        "已解除",
        "这个单位已经不是本单位的下级，它的经办人会收到消息。",
        "",
    )
}

// The workbook
/// The workbook's sheet, with the day as of which it is.
pub fn sheet(on: Option<&str>) -> String {
    match on {
        Some(day) => format!("下级单位 {day}"),
        None => "下级单位".to_owned(),
    }
}

/// The workbook itself.
pub fn file(on: Option<&str>) -> String {
    match on {
        Some(day) => format!("lishu-units-{day}.xlsx"),
        None => "lishu-units.xlsx".to_owned(),
    }
}
pub const COLUMNS: [&str; 5] = ["层级", "单位名称", "代码", "上级", "起"];

pub fn too_many(max: usize) -> Saying {
    Saying::new(
        Tone::Warning,
        "没有导出：下级单位太多",
        format!("一次最多导出 {max} 个单位。"),
        "请打开下一级单位，分别导出。",
    )
}
