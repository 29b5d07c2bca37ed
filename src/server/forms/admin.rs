//! The forms of `/admin`.

use super::{Posted, own_path};
use crate::api;
use crate::domain::admin::{AnnouncementDraft, ServiceDraft, UnitActDraft};
use crate::domain::views::Retained;
use crate::domain::{Fault, OperatorDraft};
use crate::pages::people::NewLink;
use crate::pages::{Preview, escape};
use crate::server::state::AppState;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use http::StatusCode;
use leptos::prelude::provide_context;

pub async fn unit(Path(id): Path<String>, State(_): State<AppState>, posted: Posted) -> Response {
    let draft: UnitActDraft = posted.draft();
    let id = id.parse().unwrap_or(0);
    match posted.run(|| api::act_on_unit(id, draft.clone())).await {
        // Only what is a press comes this far.
        Ok(()) => Redirect::to(&format!("/admin/units/{id}?done={}", draft.go)).into_response(),
        Err(fault) => refuse(posted, draft, fault).await,
    }
}

/// A link that was made is shown by the page that answers; asked for again it is not.
pub async fn operator(
    Path(id): Path<String>,
    State(_): State<AppState>,
    posted: Posted,
) -> Response {
    let draft: OperatorDraft = posted.draft();
    let id = id.parse().unwrap_or(0);
    let done = posted.run(|| api::change_operator_of_anybody(id, draft.clone()));
    match done.await {
        Ok(Some(link)) => {
            let path = own_path(&posted.parts);
            let link = NewLink(link);
            let tell = move || provide_context(link.clone());
            posted.show(&path, StatusCode::OK, tell).await
        }
        // Who was refused is no longer there.
        Ok(None) if draft.go == "refuse" => Redirect::to("/admin/units").into_response(),
        Ok(None) => {
            let path = format!("/admin/operators/{id}?done={}", escape(&draft.go));
            Redirect::to(&path).into_response()
        }
        Err(fault) => refuse(posted, draft.without_password(), fault).await,
    }
}

pub async fn announcement(
    Path(word): Path<String>,
    State(_): State<AppState>,
    posted: Posted,
) -> Response {
    let draft: AnnouncementDraft = posted.draft();
    let id = match word.as_str() {
        "new" => None,
        word => Some(word.parse().unwrap_or(0)),
    };
    if draft.go == "preview" {
        return preview(posted, draft).await;
    }
    match posted
        .run(|| api::save_announcement(id, draft.clone()))
        .await
    {
        Ok(_) if draft.go == "withdraw" => {
            Redirect::to("/admin/announcements?done=withdrawn").into_response()
        }
        Ok(_) => Redirect::to("/admin/announcements?done=1").into_response(),
        Err(fault) => refuse(posted, draft, fault).await,
    }
}

async fn preview(posted: Posted, draft: AnnouncementDraft) -> Response {
    let html = match posted
        .run(|| api::preview_announcement(draft.clone()))
        .await
    {
        Ok(html) => html,
        Err(fault) => return refuse(posted, draft, fault).await,
    };
    let path = own_path(&posted.parts);
    let fault = None;
    let retained = Retained { draft, fault };
    posted
        .show(&path, StatusCode::OK, move || {
            provide_context(retained.clone());
            provide_context(Preview(html.clone()));
        })
        .await
}

pub async fn service(posted: Posted) -> Response {
    let draft: ServiceDraft = posted.draft();
    match posted.run(|| api::save_service(draft.clone())).await {
        Ok(()) if draft.go == "remove" => {
            Redirect::to("/admin/modules?done=removed").into_response()
        }
        Ok(()) => Redirect::to("/admin/modules?done=1").into_response(),
        Err(fault) => refuse(posted, draft, fault).await,
    }
}

async fn refuse<D: Clone + Send + Sync + 'static>(
    posted: Posted,
    draft: D,
    fault: Fault,
) -> Response {
    let path = own_path(&posted.parts);
    posted.page(&path, draft, fault).await
}
