//! The forms of 审核详情.

use super::{Posted, keep, own_path};
use crate::api;
use crate::domain::{DecisionDraft, Fault, Walk};
use crate::pages::Leaving;
use crate::server::state::AppState;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use http::StatusCode;
use leptos::prelude::provide_context;
use serde::Deserialize;

/// The number of the 常用意见 whose button was pressed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Forget {
    forget: String,
}

/// Every button of the page comes here; `go` says which it was.
pub async fn decide(Path(id): Path<String>, State(_): State<AppState>, posted: Posted) -> Response {
    let mut draft: DecisionDraft = posted.draft();
    // The address says which case it is.
    draft.application = id.parse().unwrap_or(0);
    let walk = Walk::from_query(posted.parts.uri.query().unwrap_or_default());
    let Forget { forget } = posted.draft();
    if !forget.is_empty() {
        return forget_canned(posted, draft, &forget).await;
    }
    match draft.go.as_str() {
        "previous" | "next" => leave(posted, draft, walk).await,
        "undo" => undo(posted, draft, walk).await,
        _ => save(posted, draft, walk).await,
    }
}

/// 保存, and 保存并下一条, which goes on to the next case, or to the list after the last.
async fn save(posted: Posted, draft: DecisionDraft, walk: Walk) -> Response {
    let case = match posted.run(|| api::decide(draft.clone(), walk)).await {
        Ok(case) => case,
        Err(fault) => return refuse(posted, draft, fault).await,
    };
    let done = case.id.to_string();
    // 仍然退回 leads to where the button before it would have led.
    let on = draft.go == "save-next" || draft.confirmed == "save-next";
    let to = match (on, case.next) {
        (true, Some(next)) => case.walk.stepped(1).case(next, &[("done", &done)]),
        (true, None) => case.walk.list(&[("done", &done)]),
        _ => case.walk.case(case.id, &[("saved", "1")]),
    };
    Redirect::to(&to).into_response()
}

/// To the case beside this one, unless something typed would be lost: then the page asks.
async fn leave(posted: Posted, draft: DecisionDraft, walk: Walk) -> Response {
    let case = match posted.run(|| api::case(draft.application, walk)).await {
        Ok(case) => case,
        Err(fault) => return refuse(posted, draft, fault).await,
    };
    let (to, by) = match draft.go.as_str() {
        "previous" => (case.previous, -1),
        _ => (case.next, 1),
    };
    let Some(to) = to else {
        return Redirect::to(&case.walk.case(case.id, &[])).into_response();
    };
    let to = case.walk.stepped(by).case(to, &[]);
    if draft.is_touched() {
        return show(posted, draft, Some(Leaving { to })).await;
    }
    Redirect::to(&to).into_response()
}

/// Taken back, the case waits again, and is walked to anew.
async fn undo(posted: Posted, draft: DecisionDraft, walk: Walk) -> Response {
    let (id, version) = (draft.application, draft.version);
    match posted.run(|| api::undo(id, version)).await {
        Ok(()) => Redirect::to(&walk.anew().case(id, &[("undone", "1")])).into_response(),
        Err(fault) => refuse(posted, draft, fault).await,
    }
}

/// What was typed stays; only the list of 常用意见 is shorter.
async fn forget_canned(posted: Posted, mut draft: DecisionDraft, forget: &str) -> Response {
    let canned = forget.parse().unwrap_or(0);
    if let Err(fault) = posted.run(|| api::forget_canned(canned)).await {
        return refuse(posted, draft, fault).await;
    }
    if draft.canned == forget {
        draft.canned.clear();
    }
    show(posted, draft, None).await
}

async fn refuse(posted: Posted, draft: DecisionDraft, fault: Fault) -> Response {
    let path = own_path(&posted.parts);
    posted.page(&path, draft, fault).await
}

/// The page with what was typed, which nobody has tried to save.
async fn show(posted: Posted, draft: DecisionDraft, leaving: Option<Leaving>) -> Response {
    let path = own_path(&posted.parts);
    posted
        .show(&path, StatusCode::OK, move || {
            keep(draft.clone());
            if let Some(leaving) = leaving.clone() {
                provide_context(leaving);
            }
        })
        .await
}
