//! The forms of rounds, rules and the calendar.

use super::{Posted, own_path};
use crate::api;
use crate::domain::CalendarDraft;
use crate::domain::admin::{RoundDraft, RulesDraft};
use crate::domain::views::Retained;
use crate::server::now;
use crate::server::state::AppState;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use http::StatusCode;
use leptos::prelude::provide_context;
use serde::Deserialize;

pub async fn round(
    Path(word): Path<String>,
    State(_): State<AppState>,
    posted: Posted,
) -> Response {
    let draft: RoundDraft = posted.draft();
    let id = match word.as_str() {
        "new" => None,
        word => Some(word.parse().unwrap_or(0)),
    };
    match posted.run(|| api::save_round(id, draft.clone())).await {
        Ok(_) => Redirect::to("/admin/rounds?done=1").into_response(),
        Err(fault) => {
            let path = own_path(&posted.parts);
            posted.page(&path, draft, fault).await
        }
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Confirmed {
    confirmed: String,
}

/// First what would change is shown; confirmed, it does.
pub async fn rules(posted: Posted) -> Response {
    let draft: RulesDraft = posted.draft();
    let Confirmed { confirmed } = posted.draft();
    if confirmed.is_empty() && draft.clone().read(now()).is_ok() {
        let path = own_path(&posted.parts);
        let retained = Retained { draft, fault: None };
        let show = move || provide_context(retained.clone());
        return posted.show(&path, StatusCode::OK, show).await;
    }
    match posted.run(|| api::change_rules(draft.clone())).await {
        Ok(()) => Redirect::to("/admin/rules?done=1").into_response(),
        Err(fault) => posted.page("/admin/rules", draft, fault).await,
    }
}

pub async fn calendar(posted: Posted) -> Response {
    let draft: CalendarDraft = posted.draft();
    match posted.run(|| api::set_calendar(draft.clone())).await {
        Ok(year) => Redirect::to(&format!("/admin/calendar?year={year}&done=1")).into_response(),
        Err(fault) => {
            let year = crate::domain::CalendarYear::parse_year(&draft.year);
            let path = match year {
                Some(year) => format!("/admin/calendar?year={year}"),
                None => "/admin/calendar".to_owned(),
            };
            posted.page(&path, draft, fault).await
        }
    }
}
