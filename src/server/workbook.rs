//! Workbooks that are written for download; here that of the tree under a unit: a row a unit, each below its
//! superior.

use super::store::Walked;
use crate::domain::{Fault, Instant};
use crate::texts::branch as words;
use rust_xlsxwriter::{Workbook, XlsxError};
use std::collections::HashMap;
use tokio::sync::{Semaphore, SemaphorePermit};

/// Each is in memory as a whole, so there are not many at a time.
static WRITERS: Semaphore = Semaphore::const_new(2);

/// Of the workbooks that are made at this moment; to be taken before what goes into one is read.
pub struct Turn(SemaphorePermit<'static>);

pub async fn turn() -> Result<Turn, Fault> {
    let place = WRITERS.acquire().await;
    place.map(Turn).map_err(|_| Fault::Internal)
}

/// Writes one, on a thread of its own. Who asked may be gone before it is written: the turn ends with the writing.
pub async fn written(
    turn: Turn,
    write: impl FnOnce() -> Result<Vec<u8>, XlsxError> + Send + 'static,
) -> Result<Vec<u8>, Fault> {
    let writing = move || {
        let _turn = turn.0;
        write()
    };
    let failed = |error: &dyn std::fmt::Display| {
        tracing::error!(%error, "a workbook could not be written");
        Fault::Internal
    };
    let written = tokio::task::spawn_blocking(writing).await;
    written
        .map_err(|error| failed(&error))?
        .map_err(|error| failed(&error))
}

/// More units are not in one workbook.
pub const MOST: usize = 200_000;

/// `depth`: how far the root stands below the unit whose levels are counted. Rows go to a file of the
/// system as they are written: only the units themselves are in memory.
pub fn workbook(
    (root, name): (i64, &str),
    depth: usize,
    units: Vec<Walked>,
    sheet_name: &str,
) -> Result<Vec<u8>, XlsxError> {
    let mut below: HashMap<i64, Vec<Walked>> = HashMap::new();
    for unit in units {
        below.entry(unit.superior_id).or_default().push(unit);
    }
    // The last comes first off the stack.
    for children in below.values_mut() {
        children.sort_unstable_by(|one, other| {
            (&other.name_key, other.id).cmp(&(&one.name_key, one.id))
        });
    }
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet_with_constant_memory()?;
    sheet.set_name(sheet_name)?;
    for (column, width) in [8.0, 40.0, 24.0, 40.0, 14.0].into_iter().enumerate() {
        sheet.set_column_width(u16::try_from(column).unwrap_or_default(), width)?;
    }
    for (column, head) in (0..).zip(words::COLUMNS) {
        sheet.write_string(0, column, head)?;
    }
    let first = below.remove(&root).unwrap_or_default();
    let mut stack: Vec<(usize, String, Walked)> = Vec::with_capacity(first.len());
    stack.extend(
        first
            .into_iter()
            .map(|unit| (depth + 1, name.to_owned(), unit)),
    );
    let mut row = 1;
    while let Some((level, superior, unit)) = stack.pop() {
        let level = u32::try_from(level).unwrap_or(u32::MAX);
        sheet.write_number(row, 0, level)?;
        sheet.write_string(row, 1, unit.name.as_str())?;
        sheet.write_string(row, 2, unit.uscc.as_str())?;
        sheet.write_string(row, 3, superior)?;
        let since = Instant::from_micros(unit.since).date_shanghai();
        sheet.write_string(row, 4, since)?;
        row += 1;
        let level = level as usize + 1;
        let children = below.remove(&unit.id).unwrap_or_default();
        let child = |child| (level, unit.name.clone(), child);
        stack.extend(children.into_iter().map(child));
    }
    workbook.save_to_buffer()
}
