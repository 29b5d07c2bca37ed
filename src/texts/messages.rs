//! 站内消息, and the letters that tell of them.

use super::{Saying, Tone, state};
use crate::domain::{
    ApplicationKind, ApplicationState, Audience, MailChoice, MessageKind, MessageView, Unread,
};

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

fn to_applicant(kind: MessageKind, message: &MessageView) -> String {
    let asked = asked(message.asked);
    let superior = named(message.superior.as_deref(), "上级单位");
    match kind {
        MessageKind::Applied => format!("本单位已向{superior}提交{asked}。"),
        MessageKind::Decided => decided(message, &superior),
        MessageKind::Undone => {
            format!("{superior}撤销了对本单位{asked}的审核结果，申请回到待审核。")
        }
        MessageKind::Closed => format!("本单位向{superior}提交的{asked}已关闭。"),
        MessageKind::Unbound | MessageKind::Released => "本单位与上级单位的绑定已解除。".to_owned(),
        MessageKind::Reorganized => {
            "因单位合并或撤销，本单位的隶属关系有变动，请核对上级单位。".to_owned()
        }
        MessageKind::Reminded => {
            "上级单位的应绑清单里有本单位，还没有绑定，请尽快申报绑定。".to_owned()
        }
        MessageKind::Overdue => format!("本单位的{asked}已超过审核时限，已经告知{superior}。"),
        MessageKind::Urged => format!("已催办{superior}审核本单位的{asked}。"),
        MessageKind::Consent => consent_to_applicant(&message.event, &asked),
        MessageKind::Appeal => "本单位的申诉有了新的进展。".to_owned(),
        MessageKind::BarLifted => "本单位的终止审核已解除，可以重新申请绑定。".to_owned(),
        MessageKind::Delegated => "审核事项有了新的委托安排。".to_owned(),
        MessageKind::Invitation => match message.event.as_str() {
            "invitation_sent" => {
                format!("邀请的{superior}已经入驻，本单位的绑定申请已经自动提交。")
            }
            _ => "邀请的上级单位已经入驻，但绑定申请没能提交，请在工作台看原因。".to_owned(),
        },
    }
}

fn decided(message: &MessageView, superior: &str) -> String {
    let asked = asked(message.asked);
    let word = message.state.map_or("已审核", state);
    let next = match message.state {
        Some(ApplicationState::Returned) => "，请修改后重新提交",
        _ => "",
    };
    format!("{superior}审核了本单位的{asked}：{word}{next}。")
}

fn consent_to_applicant(event: &str, asked: &str) -> String {
    match event {
        "consent_given" => format!("原上级单位已同意本单位的{asked}。"),
        "consent_refused" => format!("原上级单位不同意本单位的{asked}。"),
        "consent_asked" => format!("本单位的{asked}正在等待原上级单位同意。"),
        _ => format!("原上级单位对本单位{asked}的意见有了新的进展。"),
    }
}

fn to_superior(kind: MessageKind, message: &MessageView) -> String {
    let asked = asked(message.asked);
    let unit = named(Some(&message.about), "");
    let superior = named(message.superior.as_deref(), "另一单位");
    let moves = message.asked == Some(ApplicationKind::Transfer);
    match kind {
        MessageKind::Applied if moves => {
            format!("{unit}申请把上级单位从本单位变更为{superior}，由对方审核。")
        }
        MessageKind::Applied => format!("{unit}提交了{asked}。"),
        MessageKind::Decided if moves => {
            let word = message.state.map_or("已审核", state);
            format!("{unit}变更上级单位的申请{word}，上级单位由本单位改为{superior}。")
        }
        MessageKind::Decided => format!(
            "{unit}的{asked}：{}。",
            message.state.map_or("已审核", state)
        ),
        MessageKind::Undone if moves => {
            format!("{superior}撤销了对{unit}变更申请的审核结果，请核对{unit}的上级单位。")
        }
        MessageKind::Undone => format!("{unit}的{asked}的审核结果已撤销。"),
        MessageKind::Closed => format!("{unit}的{asked}已关闭。"),
        MessageKind::Unbound | MessageKind::Released => format!("{unit}与本单位的绑定已解除。"),
        MessageKind::Reorganized => format!("因单位合并或撤销，{unit}的隶属关系有变动。"),
        MessageKind::Reminded => format!("{unit}的{asked}即将超过审核时限，请尽快审核。"),
        MessageKind::Overdue => format!("{unit}的{asked}已超过审核时限。"),
        MessageKind::Urged => format!("{unit}催办：请尽快审核{asked}。"),
        MessageKind::Consent => match message.event.as_str() {
            "consent_asked" => format!("{unit}申请变更为{superior}的下级单位，请本单位表示意见。"),
            _ => format!("{unit}变更上级单位一事，原上级单位的意见有了新的进展。"),
        },
        MessageKind::Appeal => format!("{unit}对审核结果的申诉有了新的进展。"),
        MessageKind::BarLifted => format!("{unit}的终止审核已解除。"),
        MessageKind::Delegated => "审核事项有了新的委托安排。".to_owned(),
        MessageKind::Invitation => format!("向{unit}发出的绑定邀请有了新的进展。"),
    }
}

fn asked(kind: Option<ApplicationKind>) -> String {
    match kind {
        Some(ApplicationKind::Transfer) => "变更上级单位的申请",
        Some(ApplicationKind::Unbind) => "解除绑定的申请",
        Some(ApplicationKind::Bind) | None => "绑定申请",
    }
    .to_owned()
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
        MessageKind::Decided => "审核结果",
        MessageKind::Undone => "撤销审核结果",
        MessageKind::Closed => "申请关闭",
        MessageKind::Unbound => "下级单位解除绑定",
        MessageKind::Released => "上级单位解除绑定",
        MessageKind::Reorganized => "单位合并或撤销",
        MessageKind::Reminded => "绑定提醒",
        MessageKind::Overdue => "超过审核时限",
        MessageKind::Urged => "催办",
        MessageKind::Consent => "原上级单位的意见",
        MessageKind::Appeal => "申诉",
        MessageKind::BarLifted => "解除终止审核",
        MessageKind::Delegated => "委托审核",
        MessageKind::Invitation => "绑定邀请",
    }
}

// 消息邮件
pub const MAIL: &str = "消息邮件";
pub const MAIL_NOTE: &str =
    "站内消息可以同时发到您的邮箱。邮件只写单位名称和事情，不写审核意见和个人信息。";
pub const OWN_MAIL: &str = "我的邮箱";
pub const OWN_MAIL_HINT: &str =
    "换了邮箱，要输入密码，再打开发到新邮箱的链接才生效。留空就不再收邮件。";
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

pub fn digest_subject(brand: &str, messages: usize) -> String {
    format!("{brand}：{messages} 条新消息")
}

/// A letter of several messages. `more`: there are others beside these.
pub fn digest(brand: &str, messages: &[MessageView], more: bool, url: &str) -> String {
    let line = |message: &MessageView| {
        let at = message.at.minute_shanghai();
        format!("{at}　【{}】{}\n", message.reader, told(message))
    };
    let lines: String = messages.iter().map(line).collect();
    let more = if more { "还有更多消息。\n" } else { "" };
    format!(
        "{brand}有新的消息：\n\n{lines}{more}\n请登录后查看：\n\n{url}\n\n\
         不想再收到邮件，或者想换一个时间，请到「我的账号」修改。\n"
    )
}
