//! Applications that were closed: what happened, and what there is to do.

use super::reorganization::what_happened;
use super::standing::asked;
use super::{Saying, Tone};
use crate::domain::BranchNews;
use crate::domain::reorganization::BranchChange;
use crate::domain::views::{CaseStanding, ClosedBy};

/// An application that somebody else's step made moot: what happened, and what there is to do.
pub(super) fn closed(case: &CaseStanding, at: &str) -> Saying {
    let superior = &case.superior;
    let asked = asked(case.kind);
    let (body, next) = match &case.closed_by {
        None => (
            format!("向「{superior}」的申请于 {at} 关闭，原因："),
            "请询问主管部门现在的上级单位，需要的话重新申报。".to_owned(),
        ),
        Some(ClosedBy::Disabled) => (
            format!("「{superior}」已由平台管理员停用，向「{superior}」的申请于 {at} 关闭，原因："),
            "请询问主管部门现在的上级单位，需要的话重新申报。".to_owned(),
        ),
        Some(ClosedBy::Ended(branch)) => (
            format!(
                "因{}，向「{superior}」的申请于 {at} 关闭，说明：",
                what_happened(branch)
            ),
            instead(branch),
        ),
        Some(ClosedBy::Moved(branch)) => moved(branch, superior, at),
        Some(ClosedBy::Itself(branch)) => (
            format!(
                "因{}，本单位的申请于 {at} 关闭，说明：",
                what_happened(branch)
            ),
            "需要上级单位的，请重新申报绑定。".to_owned(),
        ),
    };
    Saying::new(Tone::Warning, format!("{asked}已关闭"), body, next)
}

/// To whom to apply in the place of a unit that is no more.
fn instead(branch: &BranchNews) -> String {
    match (&branch.target, branch.change) {
        (Some(target), BranchChange::Merge) => {
            format!("业务由「{target}」承接，需要的话向「{target}」重新申报。")
        }
        (Some(target), _) => {
            format!("原来的下级单位由「{target}」接收，需要的话向「{target}」重新申报。")
        }
        (None, _) => "请询问主管部门由哪个单位接替，需要的话重新申报。".to_owned(),
    }
}

/// The unit has another superior by now, or none, so what it asked for is moot.
fn moved(branch: &BranchNews, superior: &str, at: &str) -> (String, String) {
    let happened = what_happened(branch);
    match &branch.target {
        Some(target) => (
            format!(
                "因{happened}，本单位的上级单位改为「{target}」，向「{superior}」的申请于 {at} 关闭，说明："
            ),
            "请核对现在的上级单位；仍要变更或解除的，请重新申请。".to_owned(),
        ),
        None => (
            format!(
                "因{happened}，本单位与原上级单位的绑定已解除，向「{superior}」的申请于 {at} 关闭，说明："
            ),
            "现在没有上级单位；需要逐级办理业务的，请申报新的上级单位。".to_owned(),
        ),
    }
}
