use crate::domain::{Fault, RevealDraft, Revealed};
use leptos::prelude::*;
use server_fn::codec::Json;

/// 查看, by a 单位管理员: of an operator of the own unit.
#[server(prefix = "/api", endpoint = "reveal", input = Json)]
pub async fn reveal(draft: RevealDraft) -> Result<Revealed, Fault> {
    use crate::server;
    server::respond(async {
        let looking = server::Looking::manager(&server::caller()?)?;
        server::reveal(&server::state(), &looking, draft).await
    })
    .await
}

/// 查看, by a 系统管理员: of an operator of any unit.
#[server(prefix = "/api", endpoint = "admin_reveal", input = Json)]
pub async fn admin_reveal(draft: RevealDraft) -> Result<Revealed, Fault> {
    use crate::domain::Role;
    use crate::server;
    server::respond(async {
        let administrator = server::administrator(Role::System)?;
        let looking = server::Looking::administrator(&administrator);
        server::reveal(&server::state(), &looking, draft).await
    })
    .await
}
