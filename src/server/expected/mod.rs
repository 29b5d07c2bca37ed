//! 应绑清单: from an uploaded file to the list, and from the list to what its pages show.

mod bounds;
pub mod read;
pub mod workbook;

use super::caller::Caller;
use super::now;
use super::state::AppState;
use super::store::{self, Conn, ExpectedRow, REMIND_PART, Reviewer, Upload};
use super::workbook::{turn, written};
use crate::domain::expected::{
    ExpectedDone, ExpectedLine, ExpectedPress, ExpectedSearch, ExpectedView, FileCheck,
    FileProblem, FileRow, FileSheet, ImportCounts, ImportMode, LIST_MAX, Reminded, Standing,
    UploadView, WrongRow,
};
use crate::domain::{Fault, Instant, Obstacle, Uscc};
use tokio::sync::Semaphore;

/// Units of a page.
const PAGE: i64 = 50;

/// Files that are read at a time: each takes a core, and up to some hundred megabytes.
static READERS: Semaphore = Semaphore::const_new(2);

/// A page of the list.
pub async fn expected(
    conn: &mut Conn,
    caller: &Caller,
    search: &ExpectedSearch,
) -> Result<ExpectedView, Fault> {
    let reviewer = caller.reviewing()?;
    let at = now();
    let mut rows = store::expected_page(conn, reviewer.unit, search, PAGE + 1, at).await?;
    let more = rows.len() as i64 > PAGE;
    rows.truncate(PAGE as usize);
    let (waiting, imported) = match store::find_upload(conn, reviewer, at).await? {
        Some(Upload::Sheet(sheet)) => (Some(sheet.rows.len() as i64), None),
        Some(Upload::Imported(counts)) => (None, Some(counts)),
        None => (None, None),
    };
    Ok(ExpectedView {
        who: caller.who(),
        after: rows.last().filter(|_| more).map(|row| row.uscc.clone()),
        lines: rows.into_iter().filter_map(|row| line(row, at)).collect(),
        counts: store::expected_counts(conn, reviewer.unit).await?,
        waiting,
        imported,
    })
}

fn line(row: ExpectedRow, at: Instant) -> Option<ExpectedLine> {
    let standing = Standing::parse(&row.standing)?;
    let reminded_at = row.reminded_at.map(Instant::from_micros);
    let today = reminded_at.is_some_and(|then| then.date_shanghai() == at.date_shanghai());
    Some(ExpectedLine {
        code: row.uscc,
        name: row.name,
        standing,
        reminded_at,
        remindable: standing.can_be_reminded() && !today,
    })
}

/// Reads what was uploaded, on a thread of its own.
pub async fn read_file(file: Vec<u8>) -> Result<FileSheet, FileProblem> {
    let turn = READERS.acquire().await;
    // Who asked may be gone before the file is read: its turn ends with the reading.
    let read = tokio::task::spawn_blocking(move || {
        let _turn = turn;
        read::read(&file)
    })
    .await;
    // What a reader does not bear is no table.
    read.unwrap_or(Err(FileProblem::Unreadable))
}

/// The rows that wait to be imported, checked.
pub async fn checked(
    conn: &mut Conn,
    reviewer: Reviewer,
) -> Result<Option<(FileSheet, FileCheck)>, Fault> {
    let Some(Upload::Sheet(sheet)) = store::find_upload(conn, reviewer, now()).await? else {
        return Ok(None);
    };
    let own = store::find_unit(conn, reviewer.unit).await?;
    let own = own.ok_or(Fault::NotFound)?.uscc;
    let allowed = store::allowed_among(conn, &FileCheck::to_be_allowed(&sheet.rows)).await?;
    let check = FileCheck::of(&sheet.rows, &own, &allowed);
    Ok(Some((sheet, check)))
}

/// What was uploaded, and what importing it would do.
pub async fn upload_view(conn: &mut Conn, reviewer: Reviewer) -> Result<Option<UploadView>, Fault> {
    let Some((sheet, check)) = checked(conn, reviewer).await? else {
        return Ok(None);
    };
    let shown = check.wrong.iter().take(UploadView::SHOWN);
    let shown = shown.filter_map(|(place, problems)| {
        let row = FileRow {
            others: Vec::new(),
            ..sheet.rows.get(*place)?.clone()
        };
        let problems = problems.clone();
        Some(WrongRow { row, problems })
    });
    let unit = reviewer.unit;
    let (right, wrong) = (check.right.len() as i64, check.wrong.len() as i64);
    Ok(Some(UploadView {
        right,
        wrong,
        shown: shown.collect(),
        units: store::expected_counts(conn, unit).await?.units,
        replace: store::plan_import(conn, unit, &check.right, ImportMode::Replace).await?,
        add: store::plan_import(conn, unit, &check.right, ImportMode::Add).await?,
    }))
}

/// A list asks after other units, and 提醒 speaks to them: only for a unit that could be bound to.
pub async fn may_expect(conn: &mut Conn, reviewer: Reviewer) -> Result<(), Fault> {
    let own = store::find_unit(conn, reviewer.unit).await?;
    let own = own.ok_or(Fault::NotFound)?;
    if own.entered_at.is_none() {
        return Err(Obstacle::ApplicantNeverEntered.into());
    }
    if own.verified_at.is_none() && store::policy(conn).await?.verification_required {
        return Err(Obstacle::ApplicantNotVerified.into());
    }
    Ok(())
}

/// Imports the rows without an error. Sent twice, it is done once, and answered the same.
pub async fn import(
    state: &AppState,
    reviewer: Reviewer,
    mode: ImportMode,
) -> Result<ImportCounts, Fault> {
    let mut tx = state.db.begin().await?;
    may_expect(&mut tx, reviewer).await?;
    store::lock_upload(&mut tx, reviewer).await?;
    let found = checked(&mut tx, reviewer).await?;
    let Some((_, check)) = found.filter(|(_, check)| !check.right.is_empty()) else {
        return match store::find_upload(&mut tx, reviewer, now()).await? {
            Some(Upload::Imported(counts)) => Ok(counts),
            _ => Err(Fault::Changed),
        };
    };
    let counts = store::import_expected(&mut tx, reviewer, &check.right, mode, now()).await?;
    tx.commit().await?;
    Ok(counts)
}

pub async fn press(
    state: &AppState,
    reviewer: Reviewer,
    press: ExpectedPress,
) -> Result<ExpectedDone, Fault> {
    match press {
        ExpectedPress::Remind(code) => remind_one(state, reviewer, &code).await,
        ExpectedPress::RemindAll => remind(state, reviewer, None).await,
        ExpectedPress::Remove(code) => {
            let mut tx = state.db.begin().await?;
            let removed = store::remove_expected(&mut tx, reviewer, &code, now()).await?;
            tx.commit().await?;
            removed
                .then_some(ExpectedDone::Removed)
                .ok_or(Fault::NotFound)
        }
        ExpectedPress::Empty => {
            let mut tx = state.db.begin().await?;
            store::empty_expected(&mut tx, reviewer, now()).await?;
            tx.commit().await?;
            Ok(ExpectedDone::Emptied)
        }
    }
}

async fn remind_one(
    state: &AppState,
    reviewer: Reviewer,
    code: &Uscc,
) -> Result<ExpectedDone, Fault> {
    let found = {
        let mut conn = state.db.read().await?;
        store::expected_name(&mut conn, reviewer.unit, code.as_str()).await?
    };
    found.ok_or(Fault::NotFound)?;
    remind(state, reviewer, Some(code)).await
}

/// A part after another, so that nobody waits long for a long list. What is broken off goes on when
/// it is pressed again: who was told is not told twice.
async fn remind(
    state: &AppState,
    reviewer: Reviewer,
    only: Option<&Uscc>,
) -> Result<ExpectedDone, Fault> {
    let at = now();
    let mut reminded = {
        let mut conn = state.db.read().await?;
        may_expect(&mut conn, reviewer).await?;
        store::to_be_reminded(&mut conn, reviewer.unit, only, at).await?
    };
    loop {
        let mut tx = state.db.begin().await?;
        let told = store::remind(&mut tx, reviewer, only, at).await?;
        tx.commit().await?;
        reminded.told += told;
        if told < REMIND_PART {
            return Ok(ExpectedDone::Reminded(Reminded { ..reminded }));
        }
    }
}

/// The workbook of who is missing.
pub async fn missing_file(conn: &mut Conn, reviewer: Reviewer) -> Result<Vec<u8>, Fault> {
    let search = ExpectedSearch {
        missing: true,
        ..ExpectedSearch::default()
    };
    let most = i64::from(LIST_MAX);
    let rows = store::expected_page(conn, reviewer.unit, &search, most, now()).await?;
    let counts = store::expected_counts(conn, reviewer.unit).await?;
    written(turn().await?, move || workbook::missing(&rows, counts)).await
}

/// What was uploaded, with its errors.
pub async fn marked_file(conn: &mut Conn, reviewer: Reviewer) -> Result<Vec<u8>, Fault> {
    let (sheet, check) = checked(conn, reviewer).await?.ok_or(Fault::NotFound)?;
    written(turn().await?, move || workbook::marked(&sheet, &check)).await
}

pub async fn template_file() -> Result<Vec<u8>, Fault> {
    written(turn().await?, workbook::template).await
}
