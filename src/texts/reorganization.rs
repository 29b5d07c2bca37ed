//! 划转, 撤销 and 合并: the words of proposing, looking and agreeing.

use super::{Saying, Tone};
use crate::domain::BranchNews;
use crate::domain::reorganization::{BranchChange, Objection, PlanView, ProposalState};

pub const TITLE: &str = "划转、撤销、合并";
pub const NOTE: &str = "一人提出，本单位另一位审核人核对后同意，才一次办完。换上级或不再有上级的每个单位都会收到消息。";
pub const NEW: &str = "提出";
pub const KIND: &str = "办理事项";
pub const UNIT: &str = "从哪个单位（代码）";
pub const UNIT_HINT: &str = "被划出下级的单位，或者要撤销、被合并的单位。";
pub const TARGET: &str = "到哪个单位（代码）";
pub const TARGET_HINT: &str = "接收下级的单位。撤销时可以不填：下级随之解除隶属。";
pub const CHOSEN: &str = "划转哪些下级（代码）";
pub const CHOSEN_HINT: &str = "一行一个代码；不填就是全部直接下级。撤销和合并总是全部。";
pub const WHY_HINT: &str = "必填，有关单位都会看到。";
pub const PREVIEW: &str = "预览";
pub const PROPOSE: &str = "提交给同事核对";
pub const PREVIEW_TITLE: &str = "将会办理";
pub const PREVIEW_NOTE: &str = "下面是预览，还没有提交。";
pub const NOW: &str = "现在同意会办理";
pub const LIST: &str = "已提出的";
pub const NOTHING_YET: &str = "还没有提出过";
pub const NOTHING_YET_NOTE: &str = "在上面填写，预览后提交。";
pub const OLDER: &str = "更早的";
pub const STATE: &str = "状态";
pub const PROPOSER: &str = "提出人";
pub const AT: &str = "提出时间";
pub const WHAT: &str = "事项";
pub const UNITS: &str = "单位数";
pub const WHY: &str = "原因";
pub const OPEN: &str = "查看";
pub const AGREE: &str = "同意并办理";
pub const REFUSE: &str = "驳回";
pub const REFUSE_WHY_HINT: &str = "驳回时必填，提出人会看到。";
pub const WITHDRAW: &str = "撤回";
pub const BACK: &str = "返回列表";
pub const DECIDED: &str = "办理结果";
pub const YOURS: &str = "这是您提出的，请本单位另一位审核人核对。同意之前可以撤回。";
pub const NOT_DIRECTLY_BELOW: &str =
    "有的代码不是「从哪个单位」的直接下级。请照下级单位的列表核对。";

pub const OWN_PROPOSAL: (&str, &str) = (
    "这是您自己提出的，要由本单位另一位审核人同意或驳回。",
    "请同事核对；不办了，可以撤回。",
);
pub const NOT_PROPOSER: (&str, &str) = ("只有提出人可以撤回。", "不同意的，请驳回并写明原因。");

pub fn kind(kind: BranchChange) -> &'static str {
    match kind {
        BranchChange::Move => "划转下级",
        BranchChange::Abolish => "撤销单位",
        BranchChange::Merge => "合并单位",
    }
}

/// The kind, with what happens to whom.
pub fn choice(of: BranchChange) -> &'static str {
    match of {
        BranchChange::Move => "划转：下级换到另一个单位",
        BranchChange::Abolish => "撤销：单位不再存在，下级换到另一个单位或解除",
        BranchChange::Merge => "合并：单位并入另一个单位，下级一起过去",
    }
}

pub fn state(state: ProposalState) -> (Tone, &'static str) {
    match state {
        ProposalState::Proposed => (Tone::Info, "等待核对"),
        ProposalState::Done => (Tone::Success, "已办理"),
        ProposalState::Refused => (Tone::Danger, "已驳回"),
        ProposalState::Withdrawn => (Tone::Warning, "已撤回"),
    }
}

/// `划转下级：春城大学 → 示例市教育局`
pub fn line(of: BranchChange, unit: &str, target: Option<&str>) -> String {
    match target {
        Some(target) => format!("{}：{unit} → {target}", kind(of)),
        None => format!("{}：{unit}", kind(of)),
    }
}

/// What became of the unit itself: the subject of a clause.
pub fn what_happened(branch: &BranchNews) -> String {
    let unit = &branch.unit;
    match (branch.change, &branch.target) {
        (BranchChange::Move, Some(target)) => format!("「{unit}」的下级单位划转到「{target}」"),
        (BranchChange::Move, None) => format!("「{unit}」的下级单位划转"),
        (BranchChange::Abolish, _) => format!("「{unit}」撤销"),
        (BranchChange::Merge, Some(target)) => format!("「{unit}」并入「{target}」"),
        (BranchChange::Merge, None) => format!("「{unit}」合并"),
    }
}

/// What was done to the unit, and to those below it.
pub fn carried_out(branch: &BranchNews) -> String {
    let BranchNews {
        change,
        unit,
        target,
    } = branch;
    let below = match target {
        Some(target) => format!("下级单位划转到「{target}」"),
        None => "下级单位不再有上级单位".to_owned(),
    };
    match (change, target) {
        (BranchChange::Move, _) => format!("「{unit}」的{below}"),
        (BranchChange::Abolish, _) => format!("「{unit}」已撤销，{below}"),
        (BranchChange::Merge, Some(target)) => {
            format!("「{unit}」已并入「{target}」，下级单位一并划转")
        }
        (BranchChange::Merge, None) => format!("「{unit}」已合并，{below}"),
    }
}

/// An event that came of it, as a line of a unit's history. None where the event's own word says all.
pub fn happened(event: &str, branch: &BranchNews) -> Option<String> {
    let unit = &branch.unit;
    Some(match (event, &branch.target) {
        ("reorganized", Some(target)) => match branch.change {
            BranchChange::Move => format!("随单位划转，上级单位由「{unit}」变更为「{target}」"),
            BranchChange::Abolish | BranchChange::Merge => {
                format!("随{}，上级单位变更为「{target}」", what_happened(branch))
            }
        },
        ("reorganized", None) => format!("随上级单位「{unit}」撤销解除绑定"),
        ("abolished", Some(target)) if branch.change == BranchChange::Merge => {
            format!("并入「{target}」，单位停用")
        }
        ("abolished", _) => "单位撤销并停用".to_owned(),
        ("reorganization_done", _) => format!("完成单位调整：{}", carried_out(branch)),
        ("reorganization_received", _) => format!("接收下级单位：{}", carried_out(branch)),
        _ => return None,
    })
}

/// All that it does, a sentence each.
pub fn consequences(plan: &PlanView) -> Vec<String> {
    let PlanView {
        unit,
        units,
        along,
        closing,
        waiting,
        ..
    } = plan;
    let mut lines = Vec::new();
    lines.push(match (units, &plan.target) {
        (0, Some(_)) => format!("「{unit}」没有直接下级，没有单位换上级。"),
        (0, None) => format!("「{unit}」没有直接下级，没有单位失去上级。"),
        (_, Some(target)) => {
            format!(
                "{units} 个单位的上级从「{unit}」换成「{target}」，同一时刻生效，中间没有空档。"
            )
        }
        (_, None) => format!("{units} 个单位不再隶属于「{unit}」，可以各自另行申报绑定。"),
    });
    if *along > 0 {
        lines.push(format!("它们以下的 {along} 个单位跟着走，各自的上级不变。"));
    }
    if plan.kind.ends_unit() {
        lines.push(match &plan.above {
            Some(above) => {
                format!("「{unit}」解除与「{above}」的隶属并停用，账号不能再登录，也不能再绑定。")
            }
            None => format!("「{unit}」停用，账号不能再登录，也不能再绑定。"),
        });
    }
    if *closing > 0 {
        lines.push(match waiting {
            0 => format!("{closing} 个未办完的申请随之关闭，写明这里的原因。"),
            _ => format!(
                "{closing} 个未办完的申请随之关闭，写明这里的原因；其中 {waiting} 个正等待「{unit}」审核。"
            ),
        });
    }
    if *units > 0 {
        lines.push(format!(
            "{}都会收到消息。",
            match plan.target {
                Some(_) => "换上级的每个单位",
                None => "不再有上级的每个单位",
            }
        ));
    }
    lines
}

/// Above the names.
pub fn named(plan: &PlanView) -> String {
    let names = match plan.target {
        Some(_) => "换上级的单位",
        None => "不再有上级的单位",
    };
    let (shown, of) = (plan.names.len(), plan.units);
    match i64::try_from(shown).is_ok_and(|shown| shown < of) {
        true => format!("{names}（共 {of} 个，列出前 {shown} 个）"),
        false => format!("{names}（{of} 个）"),
    }
}

pub fn objection(objection: &Objection) -> Saying {
    let (title, body, next) = match objection {
        Objection::NothingMoves => (
            "不能办理：没有可以划转的单位",
            "这个单位没有直接下级，或者选定的单位已经不是它的直接下级。".to_owned(),
            "请照下级单位的列表核对。",
        ),
        Objection::TooMany { max } => (
            "不能办理：单位太多",
            format!("一次最多换 {max} 个单位的上级。"),
            "请逐个填写代码，分几次办理。",
        ),
        Objection::Circle { names } => (
            "不能办理：会形成循环",
            format!(
                "接收单位就是要换上级的「{}」，或者在它之下，下级不能再做上级。",
                names.join("」「")
            ),
            "请另选接收单位；或者只划转别的下级。",
        ),
        Objection::NotBelow => (
            "不能办理：单位不在本单位之下",
            "两个单位都要在本单位之下，现在有一个不是，或者已经不是。".to_owned(),
            "请照下级单位的列表核对。",
        ),
        Objection::AlreadyProposed => (
            "没有提交：这个单位已有一个等待核对的事项",
            "同一个单位一次只能有一个。".to_owned(),
            "请先办完或撤回前一个。",
        ),
    };
    Saying::new(Tone::Warning, title, body, next)
}

/// It would do something else by now.
pub fn changed() -> Saying {
    Saying::new(
        Tone::Warning,
        "提出之后有了变化",
        "现在会办理的和提出时不一样，下面是现在的情况。",
        "请重新核对，再决定是否同意。",
    )
}

/// The preview that was pressed on is not the one of now.
pub fn look_again() -> Saying {
    Saying::new(
        Tone::Warning,
        "没有办理：情况刚刚有变化",
        "您核对之后，有关单位或申请又有了变化。",
        "请核对下面现在的情况，再按一次。",
    )
}

/// What a form has done.
pub fn done(word: &str) -> Option<Saying> {
    let (title, body) = match word {
        "proposed" => ("已提交", "请本单位另一位审核人核对。"),
        "agree" => ("已办理", "有关单位都会收到消息。"),
        "refuse" => ("已驳回", "提出人会看到原因。"),
        "withdraw" => ("已撤回", "没有单位受到影响。"),
        _ => return None,
    };
    Some(Saying::new(Tone::Success, title, body, ""))
}
