//! What a unit hears of what it asked for, and of its own tie.

use super::super::state;
use super::reorganizations::{because_of, ended, moved, reorganization};
use super::{asked, delegated, named, ours};
use crate::domain::{ApplicationState, Audience, MessageKind, MessageView};

pub(super) fn to_applicant(kind: MessageKind, message: &MessageView) -> String {
    let (asked, ours) = (asked(message.asked), ours(message.asked));
    let superior = named(message.superior.as_deref(), "上级单位");
    match kind {
        MessageKind::Applied => format!("本单位已向{superior}提交{asked}。"),
        MessageKind::Withdrawn => format!("本单位撤回了向{superior}提交的{asked}。"),
        MessageKind::Resubmitted => format!("本单位已向{superior}重新提交{asked}。"),
        MessageKind::Decided => decided(message, &superior),
        MessageKind::Undone => {
            format!("{superior}撤销了对{ours}的审核结果，申请回到待审核。")
        }
        MessageKind::Closed => {
            let because = because_of(message);
            format!("{because}本单位向{superior}提交的{asked}已关闭，请在工作台看下一步怎么办。")
        }
        MessageKind::Unbound => "本单位与上级单位的绑定已解除。".to_owned(),
        MessageKind::Released => {
            let superior = named(message.released_by.as_deref(), "上级单位");
            format!("{superior}解除了与本单位的绑定。")
        }
        MessageKind::Reorganized if message.event == "abolished" => ended(message),
        MessageKind::Reorganized => moved(message),
        MessageKind::Reorganization => {
            format!(
                "{}{}",
                reorganization(message),
                nobody_reviews(message.audience)
            )
        }
        MessageKind::Disabled => above(message),
        MessageKind::Reminded => expected(message),
        MessageKind::Overdue => format!("{ours}已超过审核时限，已经告知{superior}。"),
        MessageKind::Urged => format!("已催办{superior}审核{ours}。"),
        MessageKind::Consent => consent_to_applicant(message),
        MessageKind::Appeal => appeal(&message.event, &superior),
        MessageKind::BarLifted => "本单位的终止审核已解除，可以重新申请绑定。".to_owned(),
        MessageKind::Delegated => delegated(message, "由您代审"),
        MessageKind::Invitation => match message.event.as_str() {
            "invitation_sent" => {
                format!("邀请的{superior}已经入驻，本单位的绑定申请已经自动提交。")
            }
            "invitation_refused" => {
                "邀请的上级单位已经入驻，但绑定申请没能提交，请在工作台看原因。".to_owned()
            }
            _ => "本单位发出的绑定邀请有了新的进展。".to_owned(),
        },
        MessageKind::Verification => verification(&message.event).to_owned(),
        MessageKind::JoinAsked => {
            "有人申请成为本单位的经办人，请在经办人管理里核实，再同意或者不同意。".to_owned()
        }
    }
}

fn verification(event: &str) -> &'static str {
    match event {
        "verified" => "本单位已通过认证。",
        "unit_returned" => "本单位的认证申请被退回，请在工作台改好后重新申请认证。",
        _ => "本单位的认证有了新的进展。",
    }
}

fn appeal(event: &str, superior: &str) -> String {
    match event {
        "appeal_agreed" => {
            format!("申诉已同意：{superior}解除了终止审核的限制，本单位可以重新申报。")
        }
        "appeal_refused" => format!("申诉未获同意：{superior}的答复写在工作台。"),
        _ => "本单位的申诉有了新的进展。".to_owned(),
    }
}

fn decided(message: &MessageView, superior: &str) -> String {
    let ours = ours(message.asked);
    let word = message.state.map_or("已审核", state);
    let next = match message.state {
        Some(ApplicationState::Returned) => "，请修改后重新提交",
        _ => "",
    };
    format!("{superior}审核了{ours}：{word}{next}。")
}

fn consent_to_applicant(message: &MessageView) -> String {
    let ours = ours(message.asked);
    let left = named(message.left.as_deref(), "原上级单位");
    let superior = named(message.superior.as_deref(), "新的上级单位");
    match message.event.as_str() {
        "consent_given" => format!("{left}已同意转出，{superior}可以审核{ours}了。"),
        "consent_refused" => format!("{left}不同意转出，{ours}已关闭，上级单位不变。"),
        "consent_asked" => format!("{ours}正在等待{left}同意转出。"),
        _ => format!("{left}对{ours}的意见有了新的进展。"),
    }
}

/// A reminder says who expects the unit, by the name and by the code that is searched for.
fn expected(message: &MessageView) -> String {
    let whose = match &message.expected_by {
        Some(by) => format!("「{}」（统一社会信用代码 {}）", by.unit, by.code),
        None => "上级单位".to_owned(),
    };
    let superior = message.expected_by.as_ref();
    let superior = superior.and_then(|by| Some((by.superior.as_deref()?, by.bound)));
    let standing = match superior {
        Some((_, true)) => "现在已经绑定".to_owned(),
        Some((other, false)) => {
            format!("本单位现在的上级单位是「{other}」，确实应由对方管理的，请申报变更上级")
        }
        None => "还没有绑定，请尽快申报绑定".to_owned(),
    };
    format!("{whose}的应绑清单里有本单位，{standing}。")
}

/// What became of the superior.
fn above(message: &MessageView) -> String {
    let superior = named(Some(&message.about), "");
    match message.event.as_str() {
        "enabled" => format!("上级单位{superior}已恢复使用，可以照常办理。"),
        _ => format!(
            "上级单位{superior}已由平台管理员停用，请变更上级；停用期间也可以解除绑定，不用对方同意，立即生效。"
        ),
    }
}

/// To whom a unit's reorganization is told in the place of reviewers, for there are none.
fn nobody_reviews(audience: Audience) -> &'static str {
    match audience {
        Audience::Manages => "没有审核人的，请在经办人管理里指定一位。",
        _ => "没有审核人的，请上级单位或平台管理员先指定一位单位管理员。",
    }
}
