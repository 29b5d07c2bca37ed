//! 站内消息, and the letters that tell of them.

mod letters;
mod reorganizations;
mod to_applicant;
mod to_superior;

pub use letters::Digest;

use super::{Saying, Tone};
use crate::domain::{ApplicationKind, Audience, MailChoice, MessageKind, MessageView, Unread};
use to_applicant::to_applicant;
use to_superior::to_superior;

pub const TITLE: &str = "站内消息";
pub const SHORT: &str = "消息";
pub const NONE: &str = "没有消息";
pub const NONE_NOTE: &str = "申请有了结果，或者有事要办时，会在这里告诉您。";
pub const ABOUT: &str = "内容";
pub const AT: &str = "时间";
pub const STANDING: &str = "状态";
pub const UNREAD: &str = "未读";
pub const READ: &str = "已读";
pub const READ_ALL: &str = "全部标为已读";
pub const READ_ONE: &str = "标为已读";
pub const GO: &str = "去查看";
/// Behind the count in the band.
pub const UNREAD_COUNT: &str = "条未读";

pub fn unread_note(unread: Unread) -> String {
    match unread.none() {
        true => "没有未读消息。".to_owned(),
        false => format!("{unread} 条未读。"),
    }
}

/// What a button is about, to who hears it out of its row.
pub fn of(button: &str, sentence: &str) -> String {
    format!("{button}：{sentence}")
}

/// What is told, in a sentence. None for an event that is never told.
pub fn sentence(message: &MessageView) -> Option<String> {
    let kind = MessageKind::of(&message.event)?;
    Some(match message.audience {
        Audience::Applies | Audience::Manages => to_applicant(kind, message),
        Audience::Reviews => to_superior(kind, message),
    })
}

/// The same, of whichever event: what nobody knows any more is told as it can be.
pub fn told(message: &MessageView) -> String {
    sentence(message).unwrap_or_else(|| format!("「{}」有一项新的变动。", message.about))
}

fn delegated(message: &MessageView, how: &str) -> String {
    let Some(days) = &message.stands_in else {
        return "本单位的审核有了新的代审安排。".to_owned();
    };
    // The end of the last day is the beginning of the next.
    let last = days.until.plus_seconds(-1).date_shanghai();
    let from = days.from.date_shanghai();
    if message.event == "delegation_ended" {
        return format!("{from} 至 {last} 的代审已提前结束。");
    }
    let ended = if days.ended {
        "（已提前结束）"
    } else {
        ""
    };
    format!("{from} 至 {last}，本单位的审核{how}{ended}。")
}

fn asked(kind: Option<ApplicationKind>) -> String {
    match kind {
        Some(ApplicationKind::Transfer) => "变更上级单位的申请",
        Some(ApplicationKind::Unbind) => "解除绑定的申请",
        Some(ApplicationKind::Bind) | None => "绑定申请",
    }
    .to_owned()
}

/// The same, of the reader's unit.
fn ours(kind: Option<ApplicationKind>) -> String {
    match kind {
        Some(ApplicationKind::Transfer | ApplicationKind::Unbind) => {
            format!("本单位{}", asked(kind))
        }
        Some(ApplicationKind::Bind) | None => format!("本单位的{}", asked(kind)),
    }
}

fn named(name: Option<&str>, or: &str) -> String {
    match name {
        Some(name) if !name.is_empty() => format!("「{name}」"),
        _ => or.to_owned(),
    }
}

/// The kinds of message, as a system administrator chooses among them.
pub fn kind(kind: MessageKind) -> &'static str {
    match kind {
        MessageKind::Applied => "申请变更上级单位",
        MessageKind::Withdrawn => "撤回变更上级单位的申请",
        MessageKind::Resubmitted => "重新提交变更上级单位的申请",
        MessageKind::Decided => "审核结果",
        MessageKind::Undone => "撤销审核结果",
        MessageKind::Closed => "申请关闭",
        MessageKind::Unbound => "下级单位解除绑定",
        MessageKind::Released => "上级单位解除绑定",
        MessageKind::Reorganized => "随单位划转、撤销或合并变动",
        MessageKind::Reorganization => "单位划转、撤销和合并的办理",
        MessageKind::Disabled => "上级单位停用和恢复使用",
        MessageKind::Reminded => "绑定提醒",
        MessageKind::Overdue => "超过审核时限",
        MessageKind::Urged => "催办",
        MessageKind::Consent => "原上级单位的意见",
        MessageKind::Appeal => "申诉",
        MessageKind::BarLifted => "解除终止审核",
        MessageKind::Delegated => "代审",
        MessageKind::Invitation => "绑定邀请",
        MessageKind::Verification => "单位认证",
        MessageKind::JoinAsked => "申请成为经办人",
    }
}

// 消息邮件
pub const MAIL: &str = "消息邮件";
pub const MAIL_NOTE: &str = "站内消息可以同时发到您的邮箱；审核人还会收到新申请的条数。邮件只写单位名称和事情，不写审核意见和个人信息。";
pub const OWN_MAIL: &str = "我的邮箱";
pub const OWN_MAIL_HINT: &str =
    "换了邮箱，要输入您的登录密码，再打开发到新邮箱的链接才生效。留空就不再收邮件。";
pub const MAIL_CHOICE: &str = "什么时候发";
pub const MAIL_HOUR: &str = "每天几点发";
pub const MAIL_HOUR_HINT: &str = "只在选择「每天一次」时有用。";
pub const MAIL_PASSWORD_HINT: &str = "只在更换或删除邮箱时需要。";
pub const PROVE: &str = "验证邮箱";
pub const PROVE_NOTE: &str = "按下面的按钮，以后的消息邮件就发到收到这封信的邮箱。";

pub fn mail_choice(choice: MailChoice) -> &'static str {
    match choice {
        MailChoice::None => "不发邮件",
        MailChoice::Now => "有消息就发",
        MailChoice::Daily => "每天一次",
    }
}

pub fn hour(hour: i64) -> String {
    format!("{hour} 点")
}

pub fn to_prove(mail: &str) -> Saying {
    Saying::new(
        Tone::Info,
        "有一个邮箱等待验证",
        format!("验证链接已发到 {mail}，24 小时内有效。打开链接以前，仍用原来的邮箱。"),
        "没有收到的，请核对邮箱后再保存一次。",
    )
}

/// What the address of 我的账号 says was done.
pub fn mail_done(word: &str) -> Option<Saying> {
    let (title, body) = match word {
        "mail" => ("消息邮件的设置已保存", ""),
        "mail-link" => (
            "设置已保存，验证链接已发出",
            "请到新邮箱打开链接，邮箱才生效。",
        ),
        _ => return None,
    };
    Some(Saying::new(Tone::Success, title, body, ""))
}

pub fn proved() -> Saying {
    Saying::new(
        Tone::Success,
        "邮箱已验证",
        "以后的消息邮件发到这个邮箱。",
        "",
    )
}

pub fn no_mail_link() -> Saying {
    Saying::new(
        Tone::Warning,
        "这个链接已经不能用了",
        "链接只能用一次，24 小时内有效；又保存过邮箱的，以最后一封信为准。",
        "请登录后到「我的账号」重新保存邮箱。",
    )
}

pub fn prove_subject(brand: &str) -> String {
    format!("{brand}：验证邮箱")
}

pub fn prove_letter(brand: &str, url: &str) -> String {
    format!(
        "有人在{brand}把消息邮件的邮箱设为这个邮箱。请在 24 小时内打开下面的链接确认：\n\n\
         {url}\n\n\
         不是您本人设置的，请不要打开链接，不会再有邮件发来。\n"
    )
}
