//! 平台管理: from records to what the administrators' pages show, and what they do.

mod announcements;
mod calendar;
mod codes;
pub mod command;
mod markdown;
mod rounds;
mod rules;
mod security;
mod services;
mod unit_file;
mod units;
mod webhooks;

pub use announcements::{announcement_form, announcement_list, press_announcement};
pub use calendar::{calendar_view, set_calendar};
pub use codes::{code_list, press_code};
pub use markdown::markdown;
pub use rounds::{round_form, round_list, save_round};
pub use rules::{change_rules, rules_view};
pub use security::{
    change_policy, drop_factor_of_operator, end_sessions_of_operator, policy_view, session_view,
    unlock,
};
pub use services::{press_service, service_list, services_of_menu};
pub use unit_file::{Older, unit_file};
pub use units::{act_on_unit, unit_list};
pub use webhooks::{press_webhook, webhook_list};

use super::caller::Administrator;
use super::now;
use super::store::{self, Act, By};
use crate::domain::ActKind;
use crate::domain::admin::AdminWho;
use serde_json::{Value, json};

pub fn who(administrator: &Administrator) -> AdminWho {
    AdminWho {
        role: administrator.role(),
        name: store::masked_name(administrator.name()),
    }
}

/// What an administrator did, to one thing of a kind.
pub fn act(
    administrator: &Administrator,
    kind: ActKind,
    what: &str,
    which: impl Into<Value>,
) -> Act<'static> {
    Act {
        detail: json!({ what: which.into() }),
        ..Act::new(kind, By::Administrator(administrator.id()), now())
    }
}
