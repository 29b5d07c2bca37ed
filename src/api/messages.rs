//! 站内消息, and the letters that tell of them.

use crate::domain::{Fault, MailDraft, MailView, MessagesView, Unread};
use leptos::prelude::*;
use server_fn::codec::Json;

/// Newest first, from before a message on.
#[server(name = MessagesQuery, prefix = "/api", endpoint = "messages", input = Json)]
pub async fn messages(before: Option<i64>) -> Result<MessagesView, Fault> {
    use crate::server;
    server::respond(async {
        let caller = server::caller()?;
        server::messages(&server::state(), &caller, before).await
    })
    .await
}

/// How many are unread. Every page's frame asks: for who acts for no unit there are none.
#[server(name = UnreadQuery, prefix = "/api", endpoint = "unread", input = Json)]
pub async fn unread() -> Result<Option<Unread>, Fault> {
    use crate::server::{self, store};
    server::respond(async {
        let Ok(caller) = server::caller() else {
            return Ok(None);
        };
        let mut conn = server::state().db.read().await?;
        Ok(Some(store::unread(&mut conn, &caller.reader()).await?))
    })
    .await
}

/// 标为已读. Returns where something can be done about it.
#[server(prefix = "/api", endpoint = "read_message", input = Json)]
pub async fn read_message(message: i64) -> Result<Option<String>, Fault> {
    use crate::server;
    server::respond(async {
        let caller = server::caller()?;
        server::read_message(&server::state(), &caller, message).await
    })
    .await
}

/// 全部标为已读
#[server(prefix = "/api", endpoint = "read_messages", input = Json)]
pub async fn read_messages() -> Result<(), Fault> {
    use crate::server;
    server::respond(async {
        let caller = server::caller()?;
        server::read_messages(&server::state(), &caller).await
    })
    .await
}

/// 消息邮件 of whoever is signed in; none where there are no such letters for them.
#[server(name = MailQuery, prefix = "/api", endpoint = "mail_choice", input = Json)]
pub async fn mail_choice() -> Result<Option<MailView>, Fault> {
    use crate::server;
    server::respond(async {
        let who = server::signed_in()?;
        server::mail_choice(&server::state(), &who).await
    })
    .await
}

/// Returns whether a link was mailed that proves the address.
#[server(prefix = "/api", endpoint = "save_mail", input = Json)]
pub async fn save_mail(draft: MailDraft) -> Result<bool, Fault> {
    use crate::server;
    server::respond(async {
        let (caller, state) = (server::caller()?, server::state());
        server::save_mail(&state, &server::headers(), &caller, draft).await
    })
    .await
}

/// Whether a link still proves an address.
#[server(name = MailLinkQuery, prefix = "/api", endpoint = "mail_link", input = Json)]
pub async fn mail_link(token: String) -> Result<bool, Fault> {
    use crate::server;
    server::respond(async {
        server::hide_address();
        server::mail_link(&server::state(), &token).await
    })
    .await
}

#[server(prefix = "/api", endpoint = "prove_mail", input = Json)]
pub async fn prove_mail(token: String) -> Result<(), Fault> {
    use crate::server;
    server::respond(async {
        server::slow_down()?;
        server::prove_mail(&server::state(), &token).await
    })
    .await
}
