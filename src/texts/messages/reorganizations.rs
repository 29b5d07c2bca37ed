//! What is told of 划转, 撤销 and 合并.

use crate::domain::reorganization::BranchChange;
use crate::domain::{BranchNews, MessageView};
use crate::texts::reorganization::{carried_out, what_happened};

/// To a unit that changed its superior.
pub(super) fn moved(message: &MessageView) -> String {
    let Some(branch) = &message.branch else {
        return "因单位划转、撤销或合并，本单位的隶属关系有变动，请核对上级单位。".to_owned();
    };
    let BranchNews {
        change,
        unit,
        target,
    } = branch;
    let because = match change {
        BranchChange::Move => "因单位划转".to_owned(),
        BranchChange::Abolish | BranchChange::Merge => format!("因{}", what_happened(branch)),
    };
    match target {
        Some(target) => {
            format!("{because}，本单位的上级单位由「{unit}」改为「{target}」，请核对。")
        }
        None => format!("{because}，本单位不再有上级单位，请重新申请绑定。"),
    }
}

/// Why an application was closed, where it came of a reorganization: what a sentence begins with.
pub(super) fn because_of(message: &MessageView) -> String {
    let branch = message.branch.as_ref();
    branch.map_or_else(String::new, |branch| {
        format!("因{}，", what_happened(branch))
    })
}

/// To a unit that is no more.
pub(super) fn ended(message: &MessageView) -> String {
    match &message.branch {
        Some(BranchNews {
            change: BranchChange::Merge,
            target: Some(target),
            ..
        }) => format!("本单位已并入「{target}」，不再使用。"),
        _ => "本单位已撤销，不再使用。".to_owned(),
    }
}

/// What is proposed, was done, or was refused: the same to everybody, for all units are named.
pub(super) fn reorganization(message: &MessageView) -> String {
    let (about, done) = match &message.branch {
        Some(branch) => (proposed(branch), carried_out(branch)),
        None => {
            let about = format!("对「{}」的调整", message.about);
            let done = format!("「{}」的下级单位有了调整", message.about);
            (about, done)
        }
    };
    match message.event.as_str() {
        "reorganization_proposed" => format!("有人提出{about}，请另一位审核人核对后办理。"),
        "reorganization_done" => format!("{done}，请核对下级单位。"),
        "reorganization_refused" => format!("{about}没有通过核对，已驳回。"),
        "reorganization_withdrawn" => format!("{about}已由提出人撤回。"),
        _ => format!("{about}有了新的进展。"),
    }
}

fn proposed(branch: &BranchNews) -> String {
    let BranchNews {
        change,
        unit,
        target,
    } = branch;
    let to = match target {
        Some(target) => format!("，下级单位划转到「{target}」"),
        None => "，下级单位解除绑定".to_owned(),
    };
    match (change, target) {
        (BranchChange::Move, Some(target)) => format!("把「{unit}」的下级单位划转到「{target}」"),
        (BranchChange::Move, None) => format!("划转「{unit}」的下级单位"),
        (BranchChange::Abolish, _) => format!("撤销「{unit}」{to}"),
        (BranchChange::Merge, Some(target)) => format!("把「{unit}」并入「{target}」"),
        (BranchChange::Merge, None) => format!("合并「{unit}」"),
    }
}
