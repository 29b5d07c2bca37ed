use crate::domain::recovering::{OfferView, RecoverView, ResetView};
use crate::domain::registering::RegisterView;
use crate::domain::{AskDraft, Fault, ForgotDraft, OfferDraft, RegisterDraft, ResetDraft};
use leptos::prelude::*;
use server_fn::codec::Json;

/// What the form of 单位注册 offers.
#[server(name = RegisterQuery, prefix = "/api", endpoint = "register_form", input = Json)]
pub async fn register_form() -> Result<RegisterView, Fault> {
    use crate::server;
    server::respond(async { server::register_form(&server::state()).await }).await
}

/// 单位注册
#[server(prefix = "/api", endpoint = "register", input = Json)]
pub async fn register(draft: RegisterDraft) -> Result<(), Fault> {
    use crate::server;
    server::respond(async {
        server::slow_newcomers_down()?;
        server::register(&server::state(), &server::headers(), draft).await?;
        Ok(())
    })
    .await
}

/// 申请成为经办人
#[server(prefix = "/api", endpoint = "ask_to_act", input = Json)]
pub async fn ask_to_act(draft: AskDraft) -> Result<(), Fault> {
    use crate::server;
    server::respond(async {
        server::slow_newcomers_down()?;
        server::ask(&server::state(), &server::headers(), draft).await
    })
    .await
}

/// 账号找回: whether a code is registered, and who can help.
#[server(name = RecoverQuery, prefix = "/api", endpoint = "recover", input = Json)]
pub async fn recover(code: String) -> Result<RecoverView, Fault> {
    use crate::server;
    server::respond(async {
        if !code.trim().is_empty() {
            server::slow_down()?;
        }
        server::recover(&server::state(), &code).await
    })
    .await
}

/// 忘记密码: a link goes to the unit's e-mail, if there is such an account. The answer is the same.
#[server(name = MailLink, prefix = "/api", endpoint = "forgot", input = Json)]
pub async fn forgot(draft: ForgotDraft) -> Result<(), Fault> {
    use crate::server;
    server::respond(async {
        server::slow_down()?;
        server::forgot(&server::state(), draft.try_into()?)
    })
    .await
}

/// Whose one-time link it is; none where it does not work any more.
#[server(name = ResetQuery, prefix = "/api", endpoint = "reset_link", input = Json)]
pub async fn reset_link(token: String) -> Result<Option<ResetView>, Fault> {
    use crate::server;
    server::respond(async {
        server::hide_address();
        server::slow_down()?;
        server::reset_link(&server::state(), &token).await
    })
    .await
}

/// Sets a new password through a one-time link.
#[server(prefix = "/api", endpoint = "reset_password", input = Json)]
pub async fn reset_password(draft: ResetDraft) -> Result<(), Fault> {
    use crate::server;
    server::respond(async {
        server::slow_down()?;
        server::reset(&server::state(), draft).await
    })
    .await
}

/// Which role a one-time link offers; none where it does not work any more.
#[server(name = OfferQuery, prefix = "/api", endpoint = "offer", input = Json)]
pub async fn offer(token: String) -> Result<Option<OfferView>, Fault> {
    use crate::server;
    server::respond(async {
        server::hide_address();
        server::slow_down()?;
        server::offer(&server::state(), &token).await
    })
    .await
}

/// Takes the role that a one-time link offers.
#[server(prefix = "/api", endpoint = "accept_offer", input = Json)]
pub async fn accept_offer(draft: OfferDraft) -> Result<(), Fault> {
    use crate::server;
    server::respond(async {
        server::slow_down()?;
        server::accept_offer(&server::state(), &server::headers(), draft).await
    })
    .await
}
