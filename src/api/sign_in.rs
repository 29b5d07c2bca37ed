use crate::domain::{Fault, SignInDraft};
use leptos::prelude::*;
use server_fn::codec::Json;

/// Opens a session; the answer carries its cookie.
#[server(prefix = "/api", endpoint = "sign_in", input = Json)]
pub async fn sign_in(draft: SignInDraft) -> Result<(), Fault> {
    use crate::server;
    server::respond(async {
        let state = server::state();
        let cookie = server::sign_in(&state, &server::headers(), draft.try_into()?).await?;
        server::set_cookie(cookie);
        Ok(())
    })
    .await
}

/// 退出
#[server(prefix = "/api", endpoint = "sign_out", input = Json)]
pub async fn sign_out() -> Result<(), Fault> {
    use crate::server;
    server::respond(async {
        let cookie = server::sign_out(&server::state(), &server::headers()).await?;
        server::set_cookie(cookie);
        Ok(())
    })
    .await
}
