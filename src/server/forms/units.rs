//! The forms of 下级单位, and its workbook.

use super::{Posted, own_path};
use crate::api;
use crate::domain::branch::{ReleaseDraft, TreeAddress, end_of_day};
use crate::domain::reorganization::{ProposalAnswer, ProposalDraft, VerdictDraft};
use crate::domain::{Fault, Instant};
use crate::pages::{Previewed, TooManyUnits, escape};
use crate::server::fault::status;
use crate::server::page::{fault_page, page};
use crate::server::request::caller_of;
use crate::server::state::AppState;
use crate::server::workbook::{self, MOST};
use crate::server::{now, store};
use crate::texts::branch as words;
use axum::body::Body;
use axum::extract::{Path, Request, State};
use axum::response::{IntoResponse, Redirect, Response};
use http::request::Parts;
use http::{StatusCode, header};
use leptos::prelude::provide_context;

pub async fn release(
    Path(unit): Path<String>,
    State(_): State<AppState>,
    posted: Posted,
) -> Response {
    let unit = unit.parse().unwrap_or(0);
    let draft: ReleaseDraft = posted.draft();
    let path = own_path(&posted.parts);
    match posted.run(|| api::release_below(unit, draft.clone())).await {
        Ok(()) => Redirect::to("/units?released=1").into_response(),
        Err(fault) => posted.page(&path, draft, fault).await,
    }
}

/// 预览 is the page once more, with what the form would do.
pub async fn propose(posted: Posted) -> Response {
    let mut draft: ProposalDraft = posted.draft();
    let path = own_path(&posted.parts);
    let mut again = false;
    loop {
        match posted.run(|| api::propose(draft.clone())).await {
            Ok(ProposalAnswer::Preview(plan)) => {
                let code = match again {
                    true => status(&Fault::Changed),
                    false => StatusCode::OK,
                };
                let previewed = Previewed { draft, plan, again };
                let tell = move || provide_context(previewed.clone());
                return posted.show(&path, code, tell).await;
            }
            Ok(ProposalAnswer::Proposed(id)) => {
                let to = format!("/units/reorganize/{id}?done=proposed");
                return Redirect::to(&to).into_response();
            }
            // What was previewed is no longer so: it is shown as it is now.
            Err(Fault::Changed) if !again => {
                again = true;
                draft.go = "preview".to_owned();
            }
            Err(fault) => return posted.page(&path, draft, fault).await,
        }
    }
}

pub async fn settle(Path(id): Path<String>, State(_): State<AppState>, posted: Posted) -> Response {
    let id = id.parse().unwrap_or(0);
    let draft: VerdictDraft = posted.draft();
    let path = own_path(&posted.parts);
    match posted.run(|| api::settle_proposal(id, draft.clone())).await {
        Ok(()) => {
            let to = format!("/units/reorganize/{id}?done={}", escape(&draft.go));
            Redirect::to(&to).into_response()
        }
        Err(fault) => posted.page(&path, draft, fault).await,
    }
}

/// `/units.xlsx`: all that stands below the caller's unit, or below another of its tree, now or as of
/// a day.
pub async fn export(State(state): State<AppState>, request: Request) -> Response {
    let (mut parts, _) = request.into_parts();
    match made(&state, &parts).await {
        Ok(Some((name, bytes))) => {
            let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
            let name = format!("attachment; filename=\"{name}\"");
            let headers = [
                (header::CONTENT_TYPE, kind.to_owned()),
                (header::CONTENT_DISPOSITION, name),
            ];
            (headers, bytes).into_response()
        }
        Ok(None) => {
            parts.uri = http::Uri::from_static("/units");
            let request = Request::from_parts(parts, Body::empty());
            let tell = || provide_context(TooManyUnits(MOST));
            let mut response = page(state, request, tell).await;
            *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
            response
        }
        Err(fault) => fault_page(state, Request::from_parts(parts, Body::empty()), fault).await,
    }
}

/// The file's name, and the file. None where there are too many.
async fn made(state: &AppState, request: &Parts) -> Result<Option<(String, Vec<u8>)>, Fault> {
    let own = caller_of(&request.extensions)?.reviewing()?.unit;
    let query = request.uri.query().unwrap_or_default();
    let address = TreeAddress::from_query(query);
    let on: Option<Instant> = match address.on.trim() {
        "" => None,
        // Only our own page names a day.
        day => Some(end_of_day(day, now()).map_err(|_| Fault::NotFound)?),
    };
    let unit = address.open.first().copied().unwrap_or(own);
    let turn = workbook::turn().await?;
    let mut conn = state.db.read().await?;
    let above = store::path_down(&mut conn, own, unit, on).await?;
    let depth = above.ok_or(Fault::NotFound)?.len();
    let root = store::find_unit(&mut conn, unit).await?;
    let root = root.ok_or(Fault::NotFound)?;
    let units = store::whole_branch(&mut conn, unit, on, MOST + 1).await?;
    drop(conn);
    if units.len() > MOST {
        return Ok(None);
    }
    // The end of a day is the beginning of the next.
    let day = on.map(|end| end.plus_seconds(-1).date_shanghai());
    let file = words::file(day.as_deref());
    let writing = move || {
        let sheet = words::sheet(day.as_deref());
        workbook::workbook((root.id, &root.name), depth, units, &sheet)
    };
    let written = workbook::written(turn, writing).await?;
    Ok(Some((file, written)))
}
