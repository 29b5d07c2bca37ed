use crate::domain::{AdministratorDraft, Fault, NextStep, SignInDraft};
use leptos::prelude::*;
use server_fn::codec::Json;

/// Opens a session; the answer carries its cookie.
#[server(prefix = "/api", endpoint = "sign_in", input = Json)]
pub async fn sign_in(draft: SignInDraft) -> Result<NextStep, Fault> {
    use crate::server;
    server::respond(async {
        server::slow_down()?;
        let state = server::state();
        let entered = server::sign_in(&state, &server::headers(), draft.try_into()?).await?;
        entered.cookies.into_iter().for_each(server::set_cookie);
        Ok(entered.next)
    })
    .await
}

/// The same for one of 三员.
#[server(prefix = "/api", endpoint = "sign_in_administrator", input = Json)]
pub async fn sign_in_administrator(draft: AdministratorDraft) -> Result<NextStep, Fault> {
    use crate::server;
    server::respond(async {
        server::slow_down()?;
        let (state, headers) = (server::state(), server::headers());
        let sign_in = draft.try_into()?;
        let entered = server::sign_in_administrator(&state, &headers, sign_in).await?;
        entered.cookies.into_iter().for_each(server::set_cookie);
        Ok(entered.next)
    })
    .await
}

/// 退出
#[server(prefix = "/api", endpoint = "sign_out", input = Json)]
pub async fn sign_out() -> Result<(), Fault> {
    use crate::server;
    server::respond(async {
        let who = server::signed_in().ok();
        let state = server::state();
        let cookie = server::sign_out(&state, &server::headers(), who.as_ref()).await?;
        server::set_cookie(cookie);
        Ok(())
    })
    .await
}
