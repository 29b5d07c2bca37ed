//! The forms of 审核详情.

use super::{Posted, keep, own_path};
use crate::api;
use crate::domain::{DecisionDraft, Tab};
use crate::pages::Leaving;
use crate::server::state::AppState;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use http::StatusCode;
use leptos::prelude::provide_context;
use serde::Deserialize;

/// Which button of the decision's form was pressed: 保存, or 上一条 and 下一条.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Walk {
    go: String,
    tab: String,
}

pub async fn decide(Path(id): Path<String>, State(_): State<AppState>, posted: Posted) -> Response {
    let mut draft: DecisionDraft = posted.draft();
    // The address says which case it is.
    draft.application = id.parse().unwrap_or(0);
    let walk: Walk = posted.draft();
    let path = own_path(&posted.parts);
    let query: Walk =
        serde_html_form::from_str(posted.parts.uri.query().unwrap_or_default()).unwrap_or_default();
    let tab = Tab::from_word(&query.tab);
    if !walk.go.is_empty() {
        return leave(posted, draft, &walk.go, tab, path).await;
    }
    match posted.run(|| api::decide(draft.clone(), tab)).await {
        Ok(case) => Redirect::to(&case_path(case.id, tab, "saved=1")).into_response(),
        Err(fault) => posted.page(&path, draft, fault).await,
    }
}

/// To the case beside this one, unless something typed would be lost: then the page asks.
async fn leave(posted: Posted, draft: DecisionDraft, go: &str, tab: Tab, path: String) -> Response {
    let case = match posted.run(|| api::case(draft.application, tab)).await {
        Ok(case) => case,
        Err(fault) => return posted.page(&path, draft, fault).await,
    };
    let to = match go {
        "previous" => case.previous,
        _ => case.next,
    };
    match to {
        None => Redirect::to(&path).into_response(),
        Some(to) if draft.is_touched() => {
            posted
                .show(&path, StatusCode::OK, move || {
                    keep(draft.clone());
                    provide_context(Leaving { to });
                })
                .await
        }
        Some(to) => Redirect::to(&case_path(to, tab, "")).into_response(),
    }
}

fn case_path(id: i64, tab: Tab, more: &str) -> String {
    let tab = match tab {
        Tab::Pending => String::new(),
        Tab::Settled => format!("tab={}", tab.as_str()),
    };
    let query: Vec<&str> = [tab.as_str(), more]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect();
    match query.is_empty() {
        true => format!("/review/{id}"),
        false => format!("/review/{id}?{}", query.join("&")),
    }
}
