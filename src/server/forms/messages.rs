//! The forms of 站内消息 and of 消息邮件.

use super::Posted;
use crate::api;
use crate::domain::{Fault, MailDraft, MessageDraft};
use crate::pages::escape;
use crate::server::state::AppState;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};

pub async fn press(posted: Posted) -> Response {
    let draft: MessageDraft = posted.draft();
    let done = match draft.go.as_str() {
        "read" | "open" => posted.run(|| api::read_message(draft.id)).await,
        _ => posted.run(api::read_messages).await.map(|()| None),
    };
    match done {
        Ok(Some(link)) if draft.go == "open" => Redirect::to(&link).into_response(),
        Ok(_) => Redirect::to("/messages").into_response(),
        Err(fault) => posted.page("/messages", (), fault).await,
    }
}

/// The password never comes back.
pub async fn save_mail(posted: Posted) -> Response {
    let draft: MailDraft = posted.draft();
    match posted.run(|| api::save_mail(draft.clone())).await {
        Ok(true) => Redirect::to("/account?done=mail-link").into_response(),
        Ok(false) => Redirect::to("/account?done=mail").into_response(),
        Err(Fault::SignInRequired) => posted.sign_in_anew("/account").await,
        Err(fault) => {
            let kept = MailDraft {
                mail_password: String::new(),
                ..draft
            };
            posted.page("/account", kept, fault).await
        }
    }
}

pub async fn prove_mail(
    Path(token): Path<String>,
    State(_): State<AppState>,
    posted: Posted,
) -> Response {
    let path = format!("/mail/{}", escape(&token));
    match posted.run(|| api::prove_mail(token)).await {
        Ok(()) => Redirect::to("/mail/done").into_response(),
        // The page says what is wrong with it.
        Err(Fault::LinkSpent) => Redirect::to(&path).into_response(),
        Err(fault) => posted.page(&path, (), fault).await,
    }
}
