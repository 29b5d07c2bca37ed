use crate::domain::Fault;
use crate::domain::views::{AnnouncementView, HomeView};
use leptos::prelude::*;
use server_fn::codec::Json;

#[server(name = HomeQuery, prefix = "/api", endpoint = "home", input = Json)]
pub async fn home() -> Result<HomeView, Fault> {
    use crate::server;
    server::respond(async {
        let caller = match server::caller() {
            Ok(caller) => Some(caller),
            // An administrator has no unit to be named here.
            Err(Fault::SignInRequired | Fault::NotFound) => None,
            Err(fault) => return Err(fault),
        };
        let mut conn = server::state().db.read().await?;
        server::home(&mut conn, caller.as_ref()).await
    })
    .await
}

#[server(prefix = "/api", endpoint = "announcements", input = Json)]
pub async fn announcements() -> Result<Vec<AnnouncementView>, Fault> {
    use crate::server;
    server::respond(async {
        let mut conn = server::state().db.read().await?;
        server::announcements(&mut conn, None).await
    })
    .await
}
