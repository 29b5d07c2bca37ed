//! The forms of 经办人管理, and 切换单位.

use super::{Posted, own_path, with_cookies};
use crate::api;
use crate::domain::{AddDraft, OperatorDraft};
use crate::pages::people::{JustAdded, NewLink};
use crate::server::request::in_request;
use crate::server::state::AppState;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use http::StatusCode;
use leptos::prelude::provide_context;
use serde::Deserialize;

pub async fn add(posted: Posted) -> Response {
    add_to(posted, None).await
}

pub async fn add_below(
    Path(unit): Path<String>,
    State(_): State<AppState>,
    posted: Posted,
) -> Response {
    let unit = unit.parse().unwrap_or(0);
    add_to(posted, Some(unit)).await
}

/// The page that answers shows the link; asked for again it does not.
async fn add_to(posted: Posted, unit: Option<i64>) -> Response {
    let draft: AddDraft = posted.draft();
    let path = own_path(&posted.parts);
    match posted.run(|| api::add_operator(unit, draft.clone())).await {
        Ok(added) => {
            let added = JustAdded(added);
            let tell = move || provide_context(added.clone());
            posted.show(&path, StatusCode::OK, tell).await
        }
        Err(fault) => posted.page(&path, draft, fault).await,
    }
}

/// Every button of an operator's page comes here; `go` says which it was.
pub async fn press(
    Path(operator): Path<String>,
    State(_): State<AppState>,
    posted: Posted,
) -> Response {
    let operator = operator.parse().unwrap_or(0);
    let draft: OperatorDraft = posted.draft();
    let path = own_path(&posted.parts);
    match posted
        .run(|| api::change_operator(operator, draft.clone()))
        .await
    {
        Ok(Some(link)) => {
            let link = NewLink(link);
            let tell = move || provide_context(link.clone());
            posted.show(&path, StatusCode::OK, tell).await
        }
        // Who was refused is no longer there.
        Ok(None) if draft.go == "refuse" => Redirect::to("/people?done=refuse").into_response(),
        Ok(None) => {
            let done = crate::pages::escape(&draft.go);
            Redirect::to(&format!("/people/{operator}?done={done}")).into_response()
        }
        Err(fault) => posted.page(&path, draft.without_password(), fault).await,
    }
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct SwitchDraft {
    operator: i64,
}

pub async fn switch(posted: Posted) -> Response {
    let SwitchDraft { operator } = posted.draft();
    let (state, parts) = (posted.state.clone(), posted.parts.clone());
    let (done, answer) = in_request(state, parts, || api::switch_unit(operator)).await;
    match done {
        Ok(()) => with_cookies(Redirect::to("/workbench").into_response(), &answer),
        Err(fault) => posted.page("/workbench", (), fault).await,
    }
}
