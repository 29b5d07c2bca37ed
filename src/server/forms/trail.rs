//! `/admin/trail.csv`: what is found in the trail, as a file that spreadsheets read.

use crate::domain::trail_view::TrailLine;
use crate::domain::{ActKind, Fault, Role, TrailDraft, TrailSearch};
use crate::server::fault::status;
use crate::server::request::signed_in_of;
use crate::server::state::AppState;
use crate::server::store::{self, Db, TrailRow};
use crate::server::trail::{line, record};
use crate::texts;
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use futures_util::stream::{self, Stream, StreamExt};
use http::header;
use http::request::Parts;

/// Rows that are in memory at a time.
const PART: i64 = 500;

pub async fn export(State(state): State<AppState>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    match begin(&state, &parts).await {
        Ok(search) => {
            let headers = [
                (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
                (
                    header::CONTENT_DISPOSITION,
                    "attachment; filename=\"lishu-trail.csv\"",
                ),
            ];
            (headers, Body::from_stream(file(state.db, search))).into_response()
        }
        Err(fault) => (status(&fault), texts::fault(&fault).title).into_response(),
    }
}

/// Authorises, and puts it on record before a row is sent.
async fn begin(state: &AppState, request: &Parts) -> Result<TrailSearch, Fault> {
    let administrator = signed_in_of(&request.extensions)?.administrator(Role::Audit)?;
    let draft = TrailDraft::from_query(request.uri.query().unwrap_or_default());
    let search = TrailSearch::try_from(&draft).map_err(Fault::Invalid)?;
    record(&state.db, &administrator, ActKind::TrailExported, &draft).await?;
    Ok(search)
}

/// The file, a part after another: however much is found, little of it is in memory.
fn file(db: Db, search: TrailSearch) -> impl Stream<Item = Result<Bytes, std::io::Error>> {
    // By the mark at its beginning Excel knows that it is UTF-8.
    let head = written(&[texts::trail::COLUMNS.map(str::to_owned).to_vec()]);
    let head = head.map(|head| Bytes::from([b"\xEF\xBB\xBF", head.as_ref()].concat()));
    let parts = stream::unfold(Some(search), move |search| {
        let db = db.clone();
        async move {
            let search = search?;
            match part(&db, &search).await {
                Ok((rows, next)) => Some((rows, next)),
                Err(error) => {
                    tracing::error!(%error, "an export of the trail broke off");
                    Some((Err(std::io::Error::other("the export broke off")), None))
                }
            }
        }
    });
    // Fused: the compression asks once more after the end.
    stream::iter([head]).chain(parts).fuse()
}

type Written = Result<Bytes, std::io::Error>;

async fn part(db: &Db, search: &TrailSearch) -> sqlx::Result<(Written, Option<TrailSearch>)> {
    let mut conn = db.read().await?;
    let rows = store::search_trail(&mut conn, search, PART).await?;
    let whole = rows.len() as i64 == PART;
    let next = rows.last().filter(|_| whole).map(|last| TrailSearch {
        after: Some(last.cursor()),
        ..search.clone()
    });
    let records: Vec<Vec<String>> = rows.into_iter().map(record_of).collect();
    Ok((written(&records), next))
}

fn record_of(row: TrailRow) -> Vec<String> {
    let line: TrailLine = line(row);
    texts::trail::columns(&line)
        .into_iter()
        .map(harmless)
        .collect()
}

/// A spreadsheet takes a cell that begins with one of these for a formula, as it does where the sign is of full
/// width. Behind an apostrophe it is a text.
fn harmless(cell: String) -> String {
    match cell.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠', '\t', '\r', '\n']) {
        true => format!("'{cell}"),
        false => cell,
    }
}

fn written(records: &[Vec<String>]) -> Written {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for record in records {
        writer.write_record(record)?;
    }
    let bytes = writer.into_inner().map_err(|error| error.into_error())?;
    Ok(Bytes::from(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        for cell in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"] {
            assert_eq!(harmless(cell.to_owned()), format!("'{cell}"));
        }
        assert_eq!(harmless("2026-11-24".to_owned()), "2026-11-24");
    }

    #[test]
    fn what_separates_cells_is_quoted() {
        let record = ["a,b", "say \"x\"", "two\nlines"]
            .map(str::to_owned)
            .to_vec();
        let bytes = written(&[record]).expect("written");
        assert_eq!(bytes, "\"a,b\",\"say \"\"x\"\"\",\"two\nlines\"\n");
    }
}
