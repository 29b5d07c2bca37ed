//! 审核列表 and batches.

use super::{Saying, Tone, binding, state};
use crate::domain::batch::Progress;
use crate::domain::views::SavedView;
use crate::domain::{
    ApplicationState, DryRun, Filter, Instant, Listing, Outcome, PageSize, Selection, Sort, Tab,
};

pub const DESK: &str = "审核列表";
pub const FILTER: &str = "筛选";
pub const FIND: &str = "查询";
pub const RESET: &str = "清空条件";
pub const SORT: &str = "排序";
pub const PAGE_SIZE: &str = "每页";
pub const KIND: &str = "单位类型";
pub const CODE: &str = "社会统一信用代码";
pub const FROM: &str = "申请日期从";
pub const UNTIL: &str = "到";
pub const JUMP: &str = "跳转";
pub const JUMP_DAY: &str = "跳到日期";
pub const WAITED: &str = "等待时间";
pub const WHOLE_CITY: &str = "全市";
pub const SELECT_NOTHING: &str = "取消选择";
pub const ON_THIS_PAGE: &str = "本页已选";
pub const PAGE_SELECTED: &str = "本页已全选";
pub const VIEWS: &str = "常用筛选";
pub const VIEW_NAME: &str = "名称";
pub const SAVE_VIEW: &str = "存为常用筛选";
pub const KEEP_SELECTION: &str = "保留选择";
pub const BATCH_CHECK: &str = "批量审核：核对";
pub const BATCH_RESULT: &str = "批量审核：结果";
pub const BATCH_RUNNING: &str = "批量审核：正在办理";
pub const CANNED: &str = "常用意见";
pub const NO_CANNED: &str = "不使用";
pub const CONFIRM_COUNT: &str = "将被终止的单位数";
pub const CHANGE_SELECTION: &str = "返回修改";
pub const UNDO_BATCH: &str = "撤销这次批量审核";
pub const RUNNING_NOTE: &str = "可以离开本页，办理会继续；回到本页可以看到结果。";
/// Behind how many rows are not named.
pub const SEE_IN_LIST: &str = "到审核列表里看";
pub const SEE_IN_SETTLED: &str = "到「已处理」里看";
pub const REFRESH: &str = "刷新";
pub const BATCH_OPINION_HINT: &str =
    "申报单位会看到。可以写 {单位名称}、{统一社会信用代码}、{申请日期}，会换成各单位自己的。";
/// Behind it, where there are any.
pub const BATCH_CANNED_HINT: &str = "留空而选了常用意见时，用常用意见。";

pub fn sort(sort: Sort) -> &'static str {
    match sort {
        Sort::Newest => "最近的在前",
        Sort::Oldest => "最早的在前",
        Sort::Name => "按单位名称",
        Sort::Waited => "等待最久的在前",
    }
}

pub fn page_size(size: PageSize) -> String {
    format!("{} 条", size.rows())
}

/// 待审核 120
pub fn counted(name: &str, n: i64) -> String {
    format!("{name} {}", grouped(n))
}

/// 12,345
pub fn grouped(n: i64) -> String {
    let digits = n.unsigned_abs().to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if n < 0 { format!("-{text}") } else { text }
}

/// 选择全部符合条件的 12,345 条; without the number where nobody has counted yet.
pub fn select_everything(n: Option<i64>) -> String {
    match n {
        Some(n) => format!("选择全部符合条件的 {} 条", grouped(n)),
        None => "选择全部符合条件的申请".to_owned(),
    }
}

pub fn elsewhere(n: i64) -> String {
    format!("，其他页已选 {} 条", grouped(n))
}

/// How many, which filter, how many excluded.
pub fn selection(selection: &Selection, n: i64) -> String {
    let Some(all) = selection.all() else {
        return format!("已逐条选择 {} 条。", grouped(n));
    };
    all_selected(&filter(&all.filter), selection.except().len() as i64, n)
}

/// 已选择「待审核」的全部申请，其中除去 3 条，共 100,000 条。 `of`: the filter in words.
pub fn all_selected(of: &str, except: i64, n: i64) -> String {
    let but = match except {
        k if k > 0 => format!("，其中除去 {} 条", grouped(k)),
        _ => String::new(),
    };
    format!(
        "已选择「{of}」的全部申请{but}，共 {} 条。之后新来的申请不在其中。",
        grouped(n)
    )
}

/// A filter in words.
pub fn filter(filter: &Filter) -> String {
    let mut parts = vec![super::tab(filter.tab()).to_owned()];
    if let Some(chosen) = filter.state() {
        parts[0] = state(chosen).to_owned();
    }
    let listed = filter.listed().map(super::expected::listed);
    parts.extend(listed.map(str::to_owned));
    parts.extend(filter.status().map(|status| binding(status).to_owned()));
    parts.extend(
        filter
            .name()
            .map(|name| format!("名称含“{}”", name.as_str())),
    );
    parts.extend(filter.code().map(|code| code.as_str().to_owned()));
    parts.extend(filter.kind().map(|kind| kind.name().to_owned()));
    parts.extend(filter.area().map(|area| format!("区划 {}", area.as_str())));
    parts.extend(
        filter
            .since()
            .map(|day| format!("{} 起", day.date_shanghai())),
    );
    parts.extend(
        filter
            .before()
            .map(|day| format!("{} 止", day.plus_days(-1).date_shanghai())),
    );
    parts.join("、")
}

/// What is listed and in which order: paper shows neither the filter's fields nor the tabs.
pub fn listing(listing: &Listing) -> String {
    format!("{}（{}）", filter(&listing.filter), sort(listing.sort))
}

pub fn refiltered(n: i64) -> Saying {
    Saying::new(
        Tone::Info,
        format!("筛选条件变了，之前选的 {} 条要保留吗？", grouped(n)),
        "保留的话，之后的批量审核仍然包括它们，不论它们在不在现在的列表里。",
        "",
    )
}

pub fn others_selection() -> Saying {
    Saying::new(
        Tone::Info,
        "这个地址里带着您的同事勾选的单位，没有替您勾选",
        "筛选条件保持不变，请自己勾选要审核的单位。",
        "",
    )
}

pub fn view_count(n: i64) -> String {
    match n >= SavedView::COUNTED {
        true => format!("{}+", grouped(SavedView::COUNTED - 1)),
        false => grouped(n),
    }
}

/// What was done to 常用筛选, as the address says it.
pub fn view_done(word: &str) -> Option<Saying> {
    let title = match word {
        "saved" => "已存为常用筛选",
        "removed" => "已删除",
        _ => return None,
    };
    Some(Saying::new(Tone::Success, title, "", ""))
}

pub fn remove_view(name: &str) -> String {
    format!("删除常用筛选 {name}")
}

/// 批量通过 …
pub fn batch(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Approve => "批量通过",
        Outcome::Return => "批量退回",
        Outcome::Reject => "批量不通过",
        Outcome::Terminate => "批量终止",
    }
}

/// What the dry run says first.
pub fn planned(outcome: Outcome, run: &DryRun) -> Saying {
    let (can, of) = (run.passable, run.asked());
    let title = format!("{} 条可{}", grouped(can), verb(outcome));
    let (tone, body) = match of - can {
        0 => (Tone::Info, String::new()),
        rest => (
            Tone::Warning,
            format!(
                "另有 {} 条不能办理，会保持原样，原因列在下面。",
                grouped(rest)
            ),
        ),
    };
    Saying::new(tone, title, body, "")
}

fn verb(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Approve => "通过",
        Outcome::Return => "退回",
        Outcome::Reject => "定为不通过",
        Outcome::Terminate => "终止",
    }
}

/// Above the names of whom a batch would be done to.
pub fn to_be_decided(outcome: Outcome) -> String {
    format!("将要{}的单位", verb(outcome))
}

/// Above the names of whom it was done to.
pub fn decided(outcome: Outcome) -> String {
    format!("{}的单位", verb(outcome))
}

/// The button that does it.
pub fn carry_out(outcome: Outcome, n: i64) -> String {
    format!("确认{} {} 条", batch(outcome), grouped(n))
}

pub fn rows(n: i64) -> String {
    format!("{} 条", grouped(n))
}

pub fn and_more(n: i64) -> String {
    format!("等，另有 {} 条未列出", grouped(n))
}

pub fn terminating_many(n: i64, round: &str, until: Instant) -> Saying {
    Saying::new(
        Tone::Danger,
        "注意：选择终止审核后，申报者将无法参与本次申报!",
        format!(
            "{} 个单位在「{round}」结束（{}）之前都不能再申报。",
            grouped(n),
            super::rounds::until(until).trim()
        ),
        format!("确定要终止，请在下面照写单位数 {n}。"),
    )
}

pub fn batch_done(outcome: Outcome, passed: i64, refused: i64) -> Saying {
    let what = verb(outcome);
    match refused {
        0 => Saying::new(
            Tone::Success,
            format!("批量审核完成：{what} {} 条", grouped(passed)),
            "",
            "",
        ),
        _ => Saying::new(
            Tone::Warning,
            format!(
                "批量审核完成：{what} {} 条，未办理 {} 条",
                grouped(passed),
                grouped(refused)
            ),
            "未办理的保持原样，原因列在下面。",
            "",
        ),
    }
}

pub fn undoable(until: Instant) -> String {
    format!("{} 前可以撤销。", until.minute_shanghai())
}

pub fn batch_undone(undone: i64, kept: i64) -> Saying {
    let title = format!("已撤销 {} 条，它们回到待审核", grouped(undone));
    match kept {
        0 => Saying::new(Tone::Success, title, "", ""),
        _ => Saying::new(
            Tone::Warning,
            title,
            format!("另有 {} 条不能撤销，保持原样。", grouped(kept)),
            "",
        ),
    }
}

pub fn undone_at(at: Instant) -> String {
    format!("已于 {} 撤销。", at.minute_shanghai())
}

pub fn retry(n: i64) -> String {
    format!("重试失败的 {} 条", grouped(n))
}

pub fn progress(progress: Progress) -> String {
    format!(
        "已办理 {} / {} 条",
        grouped(progress.seen),
        grouped(progress.asked)
    )
}

pub fn batch_unknown() -> Saying {
    Saying::new(
        Tone::Warning,
        "没有找到这次批量审核",
        "它没有开始，或者在办理中系统重新启动了：那样的话一条也没有办理。",
        "请回到审核列表，重新选择后再办理。",
    )
}

pub fn queue_name(tab: Tab) -> &'static str {
    match tab {
        Tab::Pending => "等待审核的申请",
        Tab::Settled => "已处理的申请",
    }
}

pub fn queue_empty(tab: Tab, filtered: bool) -> &'static str {
    match (filtered, tab) {
        (true, _) => "没有符合条件的申请。请放宽或清空筛选条件。",
        (false, Tab::Pending) => {
            "没有等待审核的申请。有单位申报时会出现在这里；审核过的在「已处理」里。"
        }
        (false, Tab::Settled) => "还没有处理过的申请。审核之后，结果会列在这里。",
    }
}

/// The states that a filter of the tab can ask for.
pub fn states(tab: Tab) -> Vec<(ApplicationState, &'static str)> {
    let of_tab = |s: &ApplicationState| (*s == ApplicationState::Pending) == (tab == Tab::Pending);
    let all = ApplicationState::ALL.into_iter().filter(of_tab);
    all.map(|s| (s, state(s))).collect()
}

#[cfg(test)]
mod tests {
    use super::grouped;

    #[test]
    fn thousands_are_grouped() {
        assert_eq!(grouped(0), "0");
        assert_eq!(grouped(999), "999");
        assert_eq!(grouped(12_345), "12,345");
        assert_eq!(grouped(-1_000_000), "-1,000,000");
    }
}
