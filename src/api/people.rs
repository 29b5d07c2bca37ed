use crate::domain::people::{AddedView, LinkView, OperatorPageView, PeopleView};
use crate::domain::{AddDraft, Fault, OperatorDraft};
use leptos::prelude::*;
use server_fn::codec::Json;

/// 经办人管理 of the own unit, or of one that is bound to it. `below`: a code to look for among those.
#[server(name = PeopleQuery, prefix = "/api", endpoint = "people", input = Json)]
pub async fn people(unit: Option<i64>, below: String) -> Result<PeopleView, Fault> {
    use crate::server;
    server::respond(async {
        let caller = server::caller()?;
        server::people(&server::state(), &caller, unit, &below).await
    })
    .await
}

/// 新增经办人
#[server(prefix = "/api", endpoint = "add_operator", input = Json)]
pub async fn add_operator(unit: Option<i64>, draft: AddDraft) -> Result<AddedView, Fault> {
    use crate::server;
    server::respond(async {
        let (caller, state) = (server::caller()?, server::state());
        // Somebody else's unit does not exist, whatever the form says.
        server::people(&state, &caller, unit, "").await?;
        server::add_operator(&state, &caller, unit, draft.try_into()?).await
    })
    .await
}

/// An operator's page.
#[server(name = OperatorQuery, prefix = "/api", endpoint = "operator", input = Json)]
pub async fn operator(operator: i64) -> Result<OperatorPageView, Fault> {
    use crate::server;
    server::respond(async {
        let caller = server::caller()?;
        server::operator(&server::state(), &caller, operator).await
    })
    .await
}

/// A button of an operator's page; a link that was made is the answer, once.
#[server(prefix = "/api", endpoint = "change_operator", input = Json)]
pub async fn change_operator(
    operator: i64,
    draft: OperatorDraft,
) -> Result<Option<LinkView>, Fault> {
    use crate::server;
    server::respond(async {
        let (caller, state) = (server::caller()?, server::state());
        // An operator of somebody else's does not exist, whatever the form says.
        server::operator(&state, &caller, operator).await?;
        let seen = draft.version;
        let (managing, headers) = (caller.people()?, server::headers());
        let (person, change) = (caller.person(), draft.try_into()?);
        server::change_operator(&state, &headers, person, managing, operator, seen, change).await
    })
    .await
}

/// The other units that the person may act for: operator and name.
#[server(name = OtherUnits, prefix = "/api", endpoint = "other_units", input = Json)]
pub async fn other_units() -> Result<Vec<(i64, String)>, Fault> {
    use crate::server::{self, store};
    server::respond(async {
        // Every page's frame asks: of who acts for no unit there is nothing to say.
        let Ok(caller) = server::caller() else {
            return Ok(Vec::new());
        };
        let mut conn = server::state().db.read().await?;
        Ok(store::other_units(&mut conn, caller.person(), caller.operator()).await?)
    })
    .await
}

/// 切换单位
#[server(prefix = "/api", endpoint = "switch_unit", input = Json)]
pub async fn switch_unit(operator: i64) -> Result<(), Fault> {
    use crate::server;
    server::respond(async {
        let (caller, headers) = (server::caller()?, server::headers());
        let state = server::state();
        let cookie = server::switch_unit(&state, &headers, &caller, operator).await?;
        server::set_cookie(cookie);
        Ok(())
    })
    .await
}
