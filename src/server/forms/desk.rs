//! The forms of 审核列表 and of batches.

use super::{Posted, own_path};
use crate::api;
use crate::domain::views::Ordered;
use crate::domain::{DeskAddress, DeskDraft, OrderDraft, under};
use crate::pages::{BatchUndone, escape};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use http::StatusCode;
use leptos::prelude::provide_context;

use crate::server::state::AppState;

pub async fn press(posted: Posted) -> Response {
    let draft: DeskDraft = posted.draft();
    match posted.run(|| api::press(draft.clone())).await {
        Ok(path) => Redirect::to(&path).into_response(),
        Err(fault) => {
            let path = under("/review", &draft.place);
            posted.page(&path, draft, fault).await
        }
    }
}

pub async fn order(posted: Posted) -> Response {
    let draft: OrderDraft = posted.draft();
    let place = DeskAddress::from_query(posted.parts.uri.query().unwrap_or_default());
    match posted.run(|| api::order_batch(draft.clone())).await {
        Ok(Ordered::Done(id)) => {
            let path = under(
                &format!("/review/batch/{id}"),
                &place.unselected().to_query(),
            );
            Redirect::to(&path).into_response()
        }
        Ok(Ordered::Running) => {
            let query = place.unselected().to_query();
            let path = format!("/review/batch/running?key={}&{query}", escape(&draft.key));
            Redirect::to(&path).into_response()
        }
        Err(fault) => {
            let path = own_path(&posted.parts);
            posted.page(&path, draft, fault).await
        }
    }
}

pub async fn undo(Path(id): Path<String>, State(_): State<AppState>, posted: Posted) -> Response {
    let id = id.parse().unwrap_or(0);
    let path = own_path(&posted.parts);
    match posted.run(|| api::undo_batch(id)).await {
        Ok(undone) => {
            let undone = BatchUndone(undone);
            let tell = move || provide_context(undone.clone());
            posted.show(&path, StatusCode::OK, tell).await
        }
        Err(fault) => posted.page(&path, (), fault).await,
    }
}
