//! 平台管理: what administrators fill in, and what they see.

mod account;
mod announcement;
mod calendar;
mod code;
mod round;
mod rules;
mod security;
mod service;
mod unit;
mod unsent;
mod views;
mod webhook;

pub use account::AdminAccount;
pub use announcement::{Announcement, AnnouncementDraft, Headline, Markdown};
pub use calendar::CalendarView;
pub use code::{AllowedCode, CodeDraft};
pub use round::{Round, RoundDraft, RoundForm, RoundLine, RoundName, RoundState, RoundsView};
pub use rules::{Rules, RulesDraft, RulesVersion, RulesView};
pub use security::{
    DropFactorDraft, DroppingFactor, EndSessionsDraft, PolicyVersion, PolicyView,
    SessionSearchDraft, SessionsView, UnlockDraft, Unlocking,
};
pub use service::{Href, Service, ServiceDraft, ServiceName};
pub use unit::{UnitAct, UnitActDraft, UnitPress, UnitSearch, UnitSearchDraft, UnitState};
pub use unsent::Unsent;
pub use views::*;
pub use webhook::{
    NextTry, UnsentLine, Webhook, WebhookDone, WebhookDraft, WebhookLine, WebhookPress, WebhookUrl,
    WebhooksView,
};
