//! The form of 消息推送.

use super::Posted;
use crate::api;
use crate::domain::admin::{WebhookDone, WebhookDraft};
use crate::pages::JustPressed;
use axum::response::{IntoResponse, Redirect, Response};
use http::StatusCode;
use leptos::prelude::provide_context;

pub async fn press(posted: Posted) -> Response {
    let draft: WebhookDraft = posted.draft();
    match posted.run(|| api::press_webhook(draft.clone())).await {
        Ok(WebhookDone::Saved) => Redirect::to("/admin/webhooks?done=1").into_response(),
        Ok(WebhookDone::Removed) => Redirect::to("/admin/webhooks?done=removed").into_response(),
        Ok(WebhookDone::Again) => Redirect::to("/admin/webhooks?done=again").into_response(),
        Ok(WebhookDone::AllAgain) => Redirect::to("/admin/webhooks?done=all-again").into_response(),
        Ok(WebhookDone::OnItsWay) => Redirect::to("/admin/webhooks?done=sent").into_response(),
        // Shown in this answer alone: asked for again, the page has none of it.
        Ok(done) => {
            let pressed = JustPressed(done);
            let tell = move || provide_context(pressed.clone());
            posted.show("/admin/webhooks", StatusCode::OK, tell).await
        }
        Err(fault) => posted.page("/admin/webhooks", draft, fault).await,
    }
}
