//! The letters that tell of messages, and of what waits in a queue.

use super::told;
use crate::domain::{MessageView, Unread};

/// What a letter tells.
pub struct Digest {
    pub messages: Vec<MessageView>,
    /// There are others beside these.
    pub more: bool,
    /// Units with how many applications came to them, as far as anybody counts.
    pub queues: Vec<(String, i64)>,
}

impl Digest {
    pub fn subject(&self, brand: &str) -> String {
        let messages = match self.messages.len() {
            0 => None,
            n => Some(format!("{n} 条新消息")),
        };
        let parts: Vec<String> = messages.into_iter().chain(self.arrived()).collect();
        format!("{brand}：{}", parts.join("，"))
    }

    fn arrived(&self) -> Option<String> {
        let all = self.queues.iter().map(|(_, n)| n).sum();
        (all > 0).then(|| new_applications(all))
    }

    /// `site`: where the platform is, without a slash behind it.
    pub fn body(&self, brand: &str, site: &str) -> String {
        let parts: String = [self.told(site), self.waiting(site)]
            .into_iter()
            .flatten()
            .collect();
        format!(
            "{brand}有新的消息：\n\n{parts}\
             不想再收到邮件，或者想换一个时间，请到「我的账号」修改。\n"
        )
    }

    fn told(&self, site: &str) -> Option<String> {
        let line = |message: &MessageView| {
            let at = message.at.minute_shanghai();
            format!("{at}　【{}】{}\n", message.reader, told(message))
        };
        let lines: String = self.messages.iter().map(line).collect();
        let more = if self.more {
            "还有更多消息。\n"
        } else {
            ""
        };
        (!lines.is_empty()).then(|| format!("{lines}{more}\n请登录后查看：\n\n{site}/messages\n\n"))
    }

    fn waiting(&self, site: &str) -> Option<String> {
        let line = |(unit, n): &(String, i64)| format!("【{unit}】{}\n", new_applications(*n));
        let lines: String = self.queues.iter().map(line).collect();
        (!lines.is_empty()).then(|| format!("{lines}\n请登录后审核：\n\n{site}/review\n\n"))
    }
}

fn new_applications(n: i64) -> String {
    format!("{} 条新申请等待审核", Unread(n))
}
