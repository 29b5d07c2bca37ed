//! 消息推送, of 系统管理员.

use crate::domain::Fault;
use crate::domain::admin::{WebhookDone, WebhookDraft, WebhooksView};
use leptos::prelude::*;
use server_fn::codec::Json;

/// The webhooks, and what never arrived, from before one of those on.
#[server(name = AdminWebhooksQuery, prefix = "/api", endpoint = "admin_webhooks", input = Json)]
pub async fn admin_webhooks(before: Option<i64>) -> Result<WebhooksView, Fault> {
    use crate::domain::Role;
    use crate::server::{self, admin};
    server::respond(async {
        let administrator = server::administrator(Role::System)?;
        let mut conn = server::state().db.read().await?;
        admin::webhook_list(&mut conn, &administrator, before).await
    })
    .await
}

#[server(prefix = "/api", endpoint = "press_webhook", input = Json)]
pub async fn press_webhook(draft: WebhookDraft) -> Result<WebhookDone, Fault> {
    use crate::domain::Role;
    use crate::server::{self, admin};
    server::respond(async {
        let administrator = server::administrator(Role::System)?;
        admin::press_webhook(&server::state(), &administrator, draft.try_into()?).await
    })
    .await
}
