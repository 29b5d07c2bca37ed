//! 审计管理员: the trail.

use crate::domain::trail_view::TrailView;
use crate::domain::{Fault, TrailDraft};
use leptos::prelude::*;
use server_fn::codec::Json;

/// A page of the trail. That it was read is on record before it is read.
#[server(name = TrailQuery, prefix = "/api", endpoint = "trail", input = Json)]
pub async fn trail(draft: TrailDraft) -> Result<TrailView, Fault> {
    use crate::domain::Role;
    use crate::server;
    server::respond(async {
        let administrator = server::administrator(Role::Audit)?;
        server::read_trail(&server::state().db, &administrator, &draft).await
    })
    .await
}
