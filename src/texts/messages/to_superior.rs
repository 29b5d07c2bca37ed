//! What a superior hears: the one that decides, the one that is left, and who is above them.

use super::super::state;
use super::reorganizations::{because_of, reorganization};
use super::{asked, delegated, named};
use crate::domain::{ApplicationState, MessageKind, MessageView, Seat};

pub(super) fn to_superior(kind: MessageKind, message: &MessageView) -> String {
    let asked = asked(message.asked);
    let unit = named(Some(&message.about), "");
    match (kind, message.seat) {
        (
            MessageKind::Applied
            | MessageKind::Withdrawn
            | MessageKind::Resubmitted
            | MessageKind::Decided
            | MessageKind::Undone
            | MessageKind::Closed
            | MessageKind::Urged,
            Seat::IsLeft,
        ) => to_the_left(kind, message),
        (MessageKind::Applied, _) => format!("{unit}提交了{asked}。"),
        (MessageKind::Withdrawn, _) => format!("{unit}撤回了{asked}。"),
        (MessageKind::Resubmitted, _) => format!("{unit}重新提交了{asked}。"),
        (MessageKind::Decided, _) => {
            let word = message.state.map_or("已审核", state);
            format!("{unit}的{asked}：{word}。")
        }
        (MessageKind::Undone, _) => format!("{unit}的{asked}的审核结果已撤销。"),
        (MessageKind::Closed, _) => format!("{}{unit}的{asked}已关闭。", because_of(message)),
        (MessageKind::Disabled, _) => format!("{unit}的使用状态有变动。"),
        (MessageKind::Unbound | MessageKind::Released, _) => {
            format!("{unit}与本单位的绑定已解除。")
        }
        (MessageKind::Reorganized, _) => {
            format!("因单位划转、撤销或合并，{unit}的隶属关系有变动。")
        }
        (MessageKind::Reorganization, _) => reorganization(message),
        (MessageKind::Reminded, _) => format!("已提醒{unit}尽快申报绑定。"),
        (MessageKind::Overdue, _) => overdue(message),
        (MessageKind::Urged, _) => format!("{unit}催办：请尽快审核{asked}。"),
        (MessageKind::Consent, _) => consent_to_superior(message),
        (MessageKind::Appeal, _) => format!("{unit}对审核结果的申诉有了新的进展。"),
        (MessageKind::BarLifted, _) => format!("{unit}的终止审核已解除。"),
        (MessageKind::Delegated, _) => delegated(message, "交给他人代审"),
        (MessageKind::Verification, _) => format!("{unit}的认证有了新的进展。"),
        (MessageKind::JoinAsked, _) => format!("有人申请成为{unit}的经办人。"),
        (MessageKind::Invitation, _) => format!("向{unit}发出的绑定邀请有了新的进展。"),
    }
}

/// To a superior that a unit asks to leave: what becomes of it.
fn to_the_left(kind: MessageKind, message: &MessageView) -> String {
    let unit = named(Some(&message.about), "");
    let superior = named(message.superior.as_deref(), "另一单位");
    match kind {
        MessageKind::Applied => format!(
            "{unit}申请把上级单位从本单位变更为{superior}，{}。",
            what_is_next(message)
        ),
        MessageKind::Withdrawn => {
            format!("{unit}撤回了把上级单位从本单位变更为{superior}的申请，上级单位不变。")
        }
        MessageKind::Resubmitted => format!(
            "{unit}重新提交了把上级单位从本单位变更为{superior}的申请，{}。",
            what_is_next(message)
        ),
        MessageKind::Decided if message.state == Some(ApplicationState::Approved) => {
            format!("{unit}变更上级单位的申请审核通过，上级单位由本单位改为{superior}。")
        }
        MessageKind::Decided => {
            let word = message.state.map_or("已审核", state);
            format!("{superior}审核了{unit}变更上级单位的申请：{word}，上级单位不变。")
        }
        MessageKind::Undone => format!(
            "{superior}撤销了对{unit}变更申请的审核结果，申请回到待审核，请核对{unit}的上级单位。"
        ),
        MessageKind::Urged => {
            format!("{unit}催办：请尽快对变更为{superior}的下级单位一事表示意见。")
        }
        _ => {
            let because = because_of(message);
            format!("{because}{unit}变更为{superior}的下级单位的申请已关闭。")
        }
    }
}

/// Who is to act now that a unit asks to leave.
fn what_is_next(message: &MessageView) -> &'static str {
    if message.consent_asked {
        "请本单位表示意见：同意转出或者不同意"
    } else {
        "由对方审核"
    }
}

/// Whose answer is late is said to whoever it is not.
fn overdue(message: &MessageView) -> String {
    let asked = asked(message.asked);
    let unit = named(Some(&message.about), "");
    let superior = named(message.superior.as_deref(), "上级单位");
    let left = named(message.left.as_deref(), "原上级单位");
    match (message.seat, message.consent_asked) {
        (Seat::Decides, _) if message.others > 0 => {
            format!("{}已超过审核时限，请尽快审核。", several(message))
        }
        _ if message.others > 0 => {
            format!("{}已超过{superior}的审核时限。", several(message))
        }
        (Seat::Decides, false) => format!("{unit}的{asked}已超过审核时限，请尽快审核。"),
        (Seat::Decides, true) => format!("{unit}的{asked}已超过审核时限，{left}还没有表示意见。"),
        (Seat::IsLeft, true) => {
            format!("{unit}变更为{superior}的下级单位的申请已超过审核时限，请本单位尽快表示意见。")
        }
        (Seat::Elsewhere, true) => {
            format!("{unit}变更为{superior}的下级单位的申请已超过审核时限，{left}还没有表示意见。")
        }
        (Seat::IsLeft | Seat::Elsewhere, false) => {
            format!("{unit}的{asked}已超过{superior}的审核时限。")
        }
    }
}

fn several(message: &MessageView) -> String {
    let unit = named(Some(&message.about), "");
    format!("{unit}等 {} 个单位的申请", message.others + 1)
}

fn consent_to_superior(message: &MessageView) -> String {
    let unit = named(Some(&message.about), "");
    let left = named(message.left.as_deref(), "原上级单位");
    let superior = named(message.superior.as_deref(), "另一单位");
    match message.event.as_str() {
        "consent_asked" => format!("{unit}申请变更为{superior}的下级单位，请本单位表示意见。"),
        "consent_given" => format!("{left}同意{unit}变更上级单位，可以审核了。"),
        "consent_refused" => format!("{left}不同意{unit}变更上级单位，申请已关闭。"),
        _ => format!("{unit}变更上级单位一事，原上级单位的意见有了新的进展。"),
    }
}
