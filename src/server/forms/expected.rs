//! The forms of 应绑清单, its upload, and its workbooks.

use super::{Posted, own_path};
use crate::api;
use crate::domain::Fault;
use crate::domain::expected::{ExpectedDone, ExpectedDraft, FileProblem, ImportDraft};
use crate::pages::{ListChanged, UploadRefused};
use crate::server::caller::Caller;
use crate::server::expected::read::FILE_MAX;
use crate::server::expected::{marked_file, may_expect, missing_file, read_file, template_file};
use crate::server::fault::status;
use crate::server::page::fault_page;
use crate::server::request::caller_of;
use crate::server::state::AppState;
use crate::server::store::{self, Reviewer};
use crate::server::{body, now};
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Redirect, Response};
use futures_util::stream;
use http::request::Parts;
use http::{StatusCode, header};
use leptos::prelude::provide_context;
use multer::{Multipart, parse_boundary};

/// The page that the pages of an upload lead back to.
const LIST: &str = "/expected";
const UPLOADED: &str = "/expected/import";
/// Beside the file a form sends its own lines.
const BODY_MAX: usize = FILE_MAX + 64 * 1024;

/// Every button beside the list comes here; `go` says which it was.
pub async fn press(posted: Posted) -> Response {
    let draft: ExpectedDraft = posted.draft();
    let path = own_path(&posted.parts);
    match posted.run(|| api::change_expected(draft.clone())).await {
        Ok(done) => {
            let tell = move || provide_context::<ListChanged>(ListChanged(done));
            match done {
                ExpectedDone::Reminded(_) => posted.show(&path, StatusCode::OK, tell).await,
                // Of a list that is shorter by now the page may be another.
                ExpectedDone::Removed => Redirect::to("/expected?done=removed").into_response(),
                ExpectedDone::Emptied => Redirect::to("/expected?done=emptied").into_response(),
            }
        }
        Err(fault) => posted.page(&path, draft, fault).await,
    }
}

/// 导入 or 不导入 of what was uploaded.
pub async fn import(posted: Posted) -> Response {
    let draft: ImportDraft = posted.draft();
    if draft.go == "drop" {
        return match posted.run(api::drop_upload).await {
            Ok(()) => Redirect::to(LIST).into_response(),
            Err(fault) => posted.page(UPLOADED, draft, fault).await,
        };
    }
    match posted.run(|| api::import_expected(draft.clone())).await {
        Ok(_) => Redirect::to("/expected?done=imported").into_response(),
        // The page says that there is nothing any more.
        Err(Fault::Changed) => Redirect::to(UPLOADED).into_response(),
        Err(fault) => posted.page(UPLOADED, draft, fault).await,
    }
}

/// Takes a file, and leads to what was found in it. Nothing of the list changes.
pub async fn upload(State(state): State<AppState>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let taken = take(&state, &parts, body).await;
    let posted = Posted {
        state,
        parts,
        body: String::new(),
    };
    match taken {
        Ok(Ok(())) => Redirect::to(UPLOADED).into_response(),
        Ok(Err(problem)) => {
            let refused = move || provide_context(UploadRefused(problem));
            let code = match problem {
                FileProblem::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
                _ => StatusCode::UNPROCESSABLE_ENTITY,
            };
            posted.show(LIST, code, refused).await
        }
        Err(fault) => {
            let code = status(&fault);
            posted
                .show(LIST, code, move || provide_context(fault.clone()))
                .await
        }
    }
}

async fn take(
    state: &AppState,
    parts: &Parts,
    body: Body,
) -> Result<Result<(), FileProblem>, Fault> {
    let reviewer = caller_of(&parts.extensions)?.reviewing()?;
    {
        let mut conn = state.db.read().await?;
        may_expect(&mut conn, reviewer).await?;
    }
    let Some(body) = body::read_up_to(body, BODY_MAX).await else {
        return Ok(Err(FileProblem::TooLarge));
    };
    let file = match file_of(parts, body).await {
        Ok(file) => file,
        Err(problem) => return Ok(Err(problem)),
    };
    let sheet = match read_file(file).await {
        Ok(sheet) => sheet,
        Err(problem) => return Ok(Err(problem)),
    };
    let mut tx = state.db.begin().await?;
    store::save_upload(&mut tx, reviewer, &sheet, now()).await?;
    tx.commit().await?;
    Ok(Ok(()))
}

/// The file of the form.
async fn file_of(parts: &Parts, body: Vec<u8>) -> Result<Vec<u8>, FileProblem> {
    let sent = parts.headers.get(header::CONTENT_TYPE);
    let sent = sent.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let boundary = parse_boundary(sent).map_err(|_| FileProblem::Missing)?;
    let whole = Ok::<_, std::convert::Infallible>(Bytes::from(body));
    let mut form = Multipart::new(stream::iter([whole]), boundary);
    while let Ok(Some(field)) = form.next_field().await {
        if field.name() == Some("file") {
            let file = field.bytes().await.map_err(|_| FileProblem::Missing)?;
            return Ok(file.to_vec());
        }
    }
    Err(FileProblem::Missing)
}

pub async fn template(State(state): State<AppState>, request: Request) -> Response {
    download(state, request, "lishu-template.xlsx", async |_, _| {
        template_file().await
    })
    .await
}

pub async fn marked(State(state): State<AppState>, request: Request) -> Response {
    download(
        state,
        request,
        "lishu-errors.xlsx",
        async |state, reviewer| {
            let mut conn = state.db.read().await?;
            // Without an upload there is no file; its page says what became of it.
            marked_file(&mut conn, reviewer).await
        },
    )
    .await
}

pub async fn missing(State(state): State<AppState>, request: Request) -> Response {
    download(
        state,
        request,
        "lishu-missing.xlsx",
        async |state, reviewer| {
            let mut conn = state.db.read().await?;
            missing_file(&mut conn, reviewer).await
        },
    )
    .await
}

/// Authorises, and answers with a workbook under this name.
async fn download(
    state: AppState,
    request: Request,
    name: &'static str,
    write: impl AsyncFnOnce(AppState, Reviewer) -> Result<Vec<u8>, Fault>,
) -> Response {
    let reviewer = caller_of(request.extensions()).and_then(|caller: Caller| caller.reviewing());
    let written = match reviewer {
        Ok(reviewer) => write(state.clone(), reviewer).await,
        Err(fault) => Err(fault),
    };
    match written {
        Ok(file) => {
            const KIND: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
            let headers = [
                (header::CONTENT_TYPE, KIND.to_owned()),
                (
                    header::CONTENT_DISPOSITION,
                    format!("attachment; filename=\"{name}\""),
                ),
            ];
            (headers, Body::from(file)).into_response()
        }
        Err(fault) => fault_page(state, request, fault).await,
    }
}
