//! Who else looks at a case: a page says that it is there, and hears of the others. It warns; what
//! two decide at once is settled by the version that each of them saw.

use super::refuse;
use crate::domain::Fault;
use crate::server::now;
use crate::server::request::caller_of;
use crate::server::state::AppState;
use crate::server::store::{self, Reviewer, Visit, masked_name};
use crate::texts;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use http::request::Parts;

/// Who has not been heard of for so many seconds is gone.
const GONE_AFTER: i64 = 30;

/// Says who else is here, in a sentence; an empty one for nobody.
pub async fn here(State(state): State<AppState>, Path(id): Path<String>, parts: Parts) -> Response {
    let said = async {
        let (reviewer, visit) = of(&parts, &id)?;
        note(&state, reviewer, visit).await
    };
    match said.await {
        Ok(sentence) => sentence.into_response(),
        Err(fault) => refuse(&fault),
    }
}

async fn note(state: &AppState, reviewer: Reviewer, visit: Visit) -> Result<String, Fault> {
    let at = now();
    let mut tx = state.db.begin().await?;
    store::case_for_review(&mut tx, reviewer.unit, visit.application)
        .await?
        .ok_or(Fault::NotFound)?;
    store::here(&mut tx, reviewer, visit, at).await?;
    let since = at.plus_seconds(-GONE_AFTER);
    let others = store::others_here(&mut tx, reviewer, visit.application, since).await?;
    tx.commit().await?;
    let names: Vec<String> = others.iter().map(|row| masked_name(&row.name)).collect();
    Ok(texts::also_here(&names))
}

pub async fn leave(
    State(state): State<AppState>,
    Path(id): Path<String>,
    parts: Parts,
) -> Response {
    let left = async {
        let (reviewer, visit) = of(&parts, &id)?;
        let at = now();
        let mut tx = state.db.begin().await?;
        store::leave(&mut tx, reviewer, visit, at, at.plus_seconds(-GONE_AFTER)).await?;
        Ok(tx.commit().await?)
    };
    match left.await {
        Ok(()) => StatusCode::NO_CONTENT.into_response(),
        Err(fault) => refuse(&fault),
    }
}

/// An address that is no number names no case.
fn of(parts: &Parts, id: &str) -> Result<(Reviewer, Visit), Fault> {
    let reviewer = caller_of(&parts.extensions)?.reviewing()?;
    let number = parts
        .uri
        .query()
        .and_then(|query| query.strip_prefix("visit="));
    let visit = Visit {
        application: id.parse().map_err(|_| Fault::NotFound)?,
        number: number
            .and_then(|number| number.parse().ok())
            .unwrap_or_default(),
    };
    Ok((reviewer, visit))
}
