//! 消息推送: the words of the page for other systems.

use super::{Saying, Tone};
use crate::domain::admin::{NextTry, Unsent, WebhookDone};

pub const TITLE: &str = "消息推送";
pub const NOTE: &str = "把消息推送到别的系统：只有事情、单位代码、状态和时间，没有个人信息。怎样接收和验签，见 docs/webhooks.md。";
pub const URL: &str = "接收地址";
pub const URL_HINT: &str = "https:// 开头的网址；http:// 只能用于本机。";
pub const KINDS: &str = "推送哪些消息";
pub const ON: &str = "启用";
pub const OFF: &str = "停用";
pub const STANDING: &str = "状态";
pub const NEW: &str = "新增推送";
pub const EDIT: &str = "修改推送";
pub const NONE: &str = "还没有推送地址";
pub const NONE_NOTE: &str = "在下面新增一个。密钥由系统生成，只显示一次。";
pub const CHANGE: &str = "修改";
pub const TEST: &str = "测试";
pub const NEW_SECRET: &str = "换密钥";
pub const REMOVE: &str = "删除";
pub const SECRET: &str = "签名密钥";
pub const UNSENT: &str = "没有送达的消息";
pub const UNSENT_NOTE: &str = "发送失败的列在这里：隔一段时间自动再试，试过七次仍不行的，不再自动发送。问题解决后，请按「重发」，不用等下一次。";
pub const NO_UNSENT: &str = "没有";
pub const ALL_AGAIN: &str = "重发全部已停发的";
pub const ALL_KINDS: &str = "全部";
pub const NUMBER: &str = "编号";
pub const WHAT: &str = "消息";
pub const WHERE: &str = "发往";
pub const WHY: &str = "原因";
pub const SINCE: &str = "时间";
pub const AGAIN: &str = "重发";
pub const LETTER: &str = "消息邮件";
pub const MAILBOX: &str = "个人邮箱";

pub fn of(button: &str, what: &str) -> String {
    format!("{button}：{what}")
}

pub fn off() -> Saying {
    Saying::new(
        Tone::Warning,
        "业务规则不允许推送",
        "现在的业务规则关闭了向其他系统推送，下面的设置不起作用；已经在等待的消息，等允许后再发。",
        "",
    )
}

pub fn done(done: &WebhookDone) -> Saying {
    match done {
        WebhookDone::Saved => Saying::new(Tone::Success, "已保存", "", ""),
        WebhookDone::Removed => {
            Saying::new(Tone::Success, "已删除", "还没有发往它的消息也不再发。", "")
        }
        WebhookDone::Again => Saying::new(
            Tone::Success,
            "已排队重发",
            "编号不变，几秒内发出；发往停用的地址的，等启用以后再发。再次失败的仍列在下面。",
            "",
        ),
        WebhookDone::AllAgain => Saying::new(
            Tone::Success,
            "已排队重发",
            "一次最多重发 1,000 条，从最早的开始，编号不变；再次失败的仍列在下面。",
            "下面还有已停发的，请再按一次。",
        ),
        WebhookDone::OnItsWay => Saying::new(
            Tone::Info,
            "不用重发",
            "在您查看这一页之后，它已经送达，或者正在发送。",
            "",
        ),
        WebhookDone::Secret(_) => Saying::new(
            Tone::Success,
            "密钥已生成",
            "只显示这一次。原来的密钥（如果有）立即失效。",
            "请把它交给接收系统，用来核对签名。",
        ),
        WebhookDone::Tested(Ok(())) => {
            Saying::new(Tone::Success, "测试成功", "对方收下了测试消息。", "")
        }
        WebhookDone::Tested(Err(why)) => {
            Saying::new(Tone::Warning, "测试没有成功", unsent(*why), "")
        }
    }
}

/// How often something was tried, and what comes next.
pub fn tried(tries: i64, next: NextTry) -> String {
    match next {
        NextTry::Now => format!("已试 {tries} 次，正在再试。"),
        NextTry::At(at) => format!("已试 {tries} 次，{} 自动再试。", at.minute_shanghai()),
        NextTry::Held => format!("已试 {tries} 次，现在停用，启用以后再发。"),
        NextTry::Never => format!("已试 {tries} 次，已停发。"),
    }
}

/// Why something did not arrive, and who can help.
pub fn unsent(why: Unsent) -> String {
    match why {
        Unsent::Unreachable => "连不上对方：请核对地址，以及两边的网络和防火墙。".to_owned(),
        Unsent::Untrusted => {
            "对方的 https 证书不可信：请对方换用正规机构签发、没有过期的证书。".to_owned()
        }
        Unsent::TooLate => "对方 10 秒内没有答复：请对方先收下、再处理。".to_owned(),
        Unsent::Broken => "连接中断，没有得到完整的答复。".to_owned(),
        Unsent::Redirected => "对方要求转到别的网址：请直接填写最终的地址。".to_owned(),
        Unsent::Refused(status) => {
            format!("对方没有收下，答复的状态是 {status}：请对方查看原因。")
        }
        Unsent::Mail => "邮件服务器没有收下：请核对邮件设置，以及收件人的邮箱。".to_owned(),
        Unsent::Sealed => "签名密钥打不开：请核对密钥文件，或者换一个密钥。".to_owned(),
    }
}
