//! 消息推送: other systems that hear of events.

use super::super::text::{Lines, bounded};
use super::super::value::text_value;
use super::super::{Field, FieldProblem, Instant, MessageKind, Problem, Problems};
use super::{AdminWho, Unsent};
use serde::{Deserialize, Serialize};

/// Where events are sent: https, or http to this machine alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebhookUrl(String);

impl WebhookUrl {
    const MAX: usize = 500;

    pub fn parse(text: &str) -> Result<Self, Problem> {
        let text = bounded(text, 1, Self::MAX, Lines::One)?;
        let plain = |c: char| c.is_ascii_graphic() && !"\\\"<>#@{}|^`".contains(c);
        let right = match text.split_once("://") {
            Some(("https", rest)) => is_host(host(rest)),
            Some(("http", rest)) => is_loopback(host(rest)),
            _ => false,
        };
        match right && text.chars().all(plain) {
            true => Ok(Self(text)),
            false => Err(Problem::NotAWebhook),
        }
    }
}

text_value!(WebhookUrl, Problem);

/// What stands before the path, with the port.
fn host(rest: &str) -> &str {
    rest.split(['/', '?']).next().unwrap_or_default()
}

fn without_port(host: &str) -> Option<&str> {
    let bracketed = host.ends_with(']');
    match host.rsplit_once(':').filter(|_| !bracketed) {
        Some((name, port)) => port.parse::<u16>().ok().map(|_| name),
        None => Some(host),
    }
}

fn is_host(host: &str) -> bool {
    without_port(host).is_some_and(|name| !name.is_empty())
}

fn is_loopback(host: &str) -> bool {
    matches!(
        without_port(host),
        Some("localhost" | "127.0.0.1" | "[::1]")
    )
}

/// The form, as it was filled in. Without an id it is a new webhook.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct WebhookDraft {
    pub id: String,
    pub url: String,
    pub kinds: Vec<String>,
    pub enabled: String,
    /// `test`, `secret`, `remove`, `again` or `again-all`; any other word saves.
    pub go: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Webhook {
    pub url: WebhookUrl,
    pub kinds: Vec<MessageKind>,
    pub enabled: bool,
}

impl Webhook {
    /// As the database keeps the kinds.
    pub fn words(&self) -> String {
        let words: Vec<&str> = self.kinds.iter().map(|kind| kind.as_str()).collect();
        words.join(",")
    }
}

/// What a button of the page does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WebhookPress {
    Add(Webhook),
    Save(i64, Webhook),
    Test(i64),
    /// A new secret
    Secret(i64),
    Remove(i64),
    /// 重发 of a delivery
    Again(i64),
    /// 重发 of all that were given up
    AllAgain,
}

impl TryFrom<WebhookDraft> for WebhookPress {
    type Error = Vec<FieldProblem>;

    fn try_from(draft: WebhookDraft) -> Result<Self, Self::Error> {
        // No row has the number 0.
        let id = draft.id.parse().unwrap_or(0);
        match draft.go.as_str() {
            "test" => Ok(Self::Test(id)),
            "secret" => Ok(Self::Secret(id)),
            "remove" => Ok(Self::Remove(id)),
            "again" => Ok(Self::Again(id)),
            "again-all" => Ok(Self::AllAgain),
            _ if draft.id.is_empty() => webhook(draft).map(Self::Add),
            _ => Ok(Self::Save(id, webhook(draft)?)),
        }
    }
}

fn webhook(draft: WebhookDraft) -> Result<Webhook, Vec<FieldProblem>> {
    let mut problems = Problems::default();
    let url = problems.take(Field::WebhookUrl, WebhookUrl::parse(&draft.url));
    let chosen = |kind: &MessageKind| draft.kinds.iter().any(|word| word == kind.as_str());
    let kinds: Vec<MessageKind> = MessageKind::ALL.into_iter().filter(chosen).collect();
    if kinds.is_empty() {
        problems.add(Field::WebhookKinds, Problem::Required);
    }
    let enabled = !draft.enabled.is_empty();
    match (url, problems.is_empty()) {
        (Some(url), true) => Ok(Webhook {
            url,
            kinds,
            enabled,
        }),
        _ => Err(problems.into_vec()),
    }
}

/// What a press came to, where it is more than done.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum WebhookDone {
    Saved,
    Removed,
    /// The secret, shown this once.
    Secret(String),
    /// What the other system made of a test.
    Tested(Result<(), Unsent>),
    Again,
    /// Of those that were given up, so many at once as one press sends.
    AllAgain,
    /// It was sent, or is being sent, since the page was read.
    OnItsWay,
}

/// Debug keeps the secret out of any log.
impl std::fmt::Debug for WebhookDone {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Saved => "Saved",
            Self::Removed => "Removed",
            Self::Secret(_) => "Secret(…)",
            Self::Tested(_) => "Tested",
            Self::Again => "Again",
            Self::AllAgain => "AllAgain",
            Self::OnItsWay => "OnItsWay",
        })
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WebhooksView {
    pub who: AdminWho,
    /// Whether 业务规则 lets events out at all.
    pub allowed: bool,
    pub webhooks: Vec<WebhookLine>,
    pub unsent: Vec<UnsentLine>,
    /// Whether some of those, on whichever page, were given up.
    pub given_up: bool,
    /// With which delivery the next page of those goes on.
    pub before: Option<i64>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WebhookLine {
    pub id: i64,
    pub url: String,
    pub kinds: Vec<MessageKind>,
    pub enabled: bool,
}

/// When a delivery that failed is tried again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum NextTry {
    /// At this moment it is.
    Now,
    At(Instant),
    /// Its address is 停用, or the rules allow no sending: once they do.
    Held,
    /// It was given up, until somebody sends it again.
    Never,
}

/// A delivery that did not arrive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnsentLine {
    pub id: i64,
    pub name: String,
    /// None for a letter.
    pub url: Option<String>,
    pub kind: Option<MessageKind>,
    pub why: Unsent,
    /// How often it failed.
    pub tries: i64,
    pub next: NextTry,
    pub at: Instant,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_leave_encrypted_or_not_at_all() {
        for good in [
            "https://example.cn/hook?a=b",
            "https://10.0.0.1:8443",
            "http://127.0.0.1:9000/x",
            "http://[::1]:9000",
            "http://localhost/x",
        ] {
            assert!(WebhookUrl::parse(good).is_ok(), "{good}");
        }
        for bad in [
            "",
            "https://",
            "https://:443/",
            "http://example.cn",
            "http://127.0.0.1.example.cn/",
            "http://localhost@example.cn/",
            "https://a:b@example.cn/",
            "https://example.cn/#x",
            "https://example.cn:x/",
            "ftp://example.cn",
            "/hook",
            "https://例子.cn/",
        ] {
            assert!(WebhookUrl::parse(bad).is_err(), "{bad}");
        }
    }
}
