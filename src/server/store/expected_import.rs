//! Changing 应绑清单: what was uploaded, importing it, taking a unit off, emptying it. Each change
//! takes a turn in the superior's queue, so that what is submitted meanwhile is compared with the
//! list as it was, or as it is.

use super::classify::ids;
use super::{
    Act, By, Conn, Result, Reviewer, Tx, has_list, name_key, note, relist, sql, take_turn,
};
use crate::domain::expected::{ExpectedUnit, FileSheet, ImportCounts, ImportMode, LIST_MAX};
use crate::domain::{ActKind, Fault, Field, Instant, Problem, Uscc};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// An upload that is not imported is forgotten after an hour.
const DRAFT_SECONDS: i64 = 3_600;
/// Units of one statement.
const PART: usize = 500;

/// Keeps what a reviewer uploaded, in place of what they uploaded before; what others left behind
/// for too long goes.
pub async fn save_upload(
    tx: &mut Tx,
    reviewer: Reviewer,
    sheet: &FileSheet,
    at: Instant,
) -> Result<()> {
    let body = serde_json::to_string(sheet).map_err(|_| Fault::Internal)?;
    sql("DELETE FROM expected_draft WHERE at <= $1")
        .bind(at.plus_seconds(-DRAFT_SECONDS))
        .execute(tx)
        .await?;
    sql(
        "INSERT INTO expected_draft (operator_id, superior_id, body, at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (operator_id) DO UPDATE SET superior_id = excluded.superior_id,
            body = excluded.body, imported = '', at = excluded.at",
    )
    .bind(reviewer.operator)
    .bind(reviewer.unit)
    .bind(body)
    .bind(at)
    .execute(tx)
    .await?;
    Ok(())
}

/// What a reviewer uploaded within the hour.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Upload {
    Sheet(FileSheet),
    /// It was imported, and this is what that did.
    Imported(ImportCounts),
}

pub async fn find_upload(
    conn: &mut Conn,
    reviewer: Reviewer,
    at: Instant,
) -> Result<Option<Upload>> {
    let found: Option<(String, String)> = sql("SELECT body, imported FROM expected_draft
         WHERE operator_id = $1 AND superior_id = $2 AND at > $3")
    .bind(reviewer.operator)
    .bind(reviewer.unit)
    .bind(at.plus_seconds(-DRAFT_SECONDS))
    .optional(conn)
    .await?;
    let read = |(body, imported): (String, String)| match imported.as_str() {
        "" => serde_json::from_str(&body).map(Upload::Sheet),
        imported => serde_json::from_str(imported).map(Upload::Imported),
    };
    // Of another release: as if it had never been.
    Ok(found.and_then(|found| read(found).ok()))
}

/// Two requests that import what the reviewer uploaded stand in line here.
pub async fn lock_upload(tx: &mut Tx, reviewer: Reviewer) -> sqlx::Result<()> {
    sql("UPDATE expected_draft SET at = at WHERE operator_id = $1")
        .bind(reviewer.operator)
        .execute(tx)
        .await?;
    Ok(())
}

pub async fn drop_upload(tx: &mut Tx, reviewer: Reviewer) -> sqlx::Result<()> {
    sql("DELETE FROM expected_draft WHERE operator_id = $1")
        .bind(reviewer.operator)
        .execute(tx)
        .await?;
    Ok(())
}

/// What an import would do now. Nothing changes.
pub async fn plan_import(
    conn: &mut Conn,
    superior: i64,
    units: &[ExpectedUnit],
    mode: ImportMode,
) -> sqlx::Result<ImportCounts> {
    let rows: Vec<(String, String)> = sql("SELECT uscc, name FROM expected WHERE superior_id = $1")
        .bind(superior)
        .all(conn)
        .await?;
    let present: BTreeMap<String, String> = rows.into_iter().collect();
    let mut counts = ImportCounts::default();
    for unit in units {
        match present.get(unit.code.as_str()) {
            None => counts.added += 1,
            Some(name) if *name != unit.name.as_str() => counts.renamed += 1,
            Some(_) => {}
        }
    }
    if mode == ImportMode::Replace {
        let codes: BTreeSet<&str> = units.iter().map(|unit| unit.code.as_str()).collect();
        let gone = present.keys().filter(|code| !codes.contains(code.as_str()));
        counts.removed = gone.count() as i64;
    }
    counts.units = present.len() as i64 + counts.added - counts.removed;
    Ok(counts)
}

/// Imports these units, all at once, and answers with what that did. What the reviewer uploaded is
/// forgotten but for this answer.
pub async fn import_expected(
    tx: &mut Tx,
    reviewer: Reviewer,
    units: &[ExpectedUnit],
    mode: ImportMode,
    at: Instant,
) -> Result<ImportCounts> {
    begin_change(tx, reviewer.unit).await?;
    let counts = plan_import(tx, reviewer.unit, units, mode).await?;
    if counts.units > i64::from(LIST_MAX) {
        return Err(Fault::at(Field::ImportMode, Problem::Full { max: LIST_MAX }).into());
    }
    if mode == ImportMode::Replace {
        sql("UPDATE expected SET imported_at = 0 WHERE superior_id = $1")
            .bind(reviewer.unit)
            .execute(tx)
            .await?;
    }
    for part in units.chunks(PART) {
        write(tx, reviewer.unit, part, at).await?;
    }
    if mode == ImportMode::Replace {
        sql("DELETE FROM expected WHERE superior_id = $1 AND imported_at = 0")
            .bind(reviewer.unit)
            .execute(tx)
            .await?;
    }
    relist(tx, reviewer.unit, None).await?;
    let imported = serde_json::to_string(&counts).map_err(|_| Fault::Internal)?;
    sql("UPDATE expected_draft SET body = '', imported = $2 WHERE operator_id = $1")
        .bind(reviewer.operator)
        .bind(imported)
        .execute(tx)
        .await?;
    let act = Act {
        unit: Some(reviewer.unit),
        detail: json!({
            "mode": mode.as_str(), "added": counts.added, "removed": counts.removed,
            "renamed": counts.renamed, "units": counts.units,
        }),
        ..Act::new(ActKind::ListImported, By::Operator(reviewer.operator), at)
    };
    note(tx, act).await?;
    Ok(counts)
}

async fn write(
    tx: &mut Tx,
    superior: i64,
    units: &[ExpectedUnit],
    at: Instant,
) -> sqlx::Result<()> {
    let place = |n: usize| format!("($1, ${}, ${}, ${}, $2)", 3 * n + 3, 3 * n + 4, 3 * n + 5);
    let places: Vec<String> = (0..units.len()).map(place).collect();
    let statement = sql(format!(
        "INSERT INTO expected (superior_id, uscc, name, name_key, imported_at) VALUES {}
         ON CONFLICT (superior_id, uscc) DO UPDATE SET name = excluded.name,
            name_key = excluded.name_key, imported_at = excluded.imported_at",
        places.join(", ")
    ));
    let statement = statement.bind(superior).bind(at);
    let bind = |statement: super::Statement, unit: &ExpectedUnit| {
        let statement = statement.bind(unit.code.as_str()).bind(unit.name.as_str());
        statement.bind(name_key(unit.name.as_str()))
    };
    units.iter().fold(statement, bind).execute(tx).await?;
    Ok(())
}

/// Takes a unit off the list. Returns whether it was on it.
pub async fn remove_expected(
    tx: &mut Tx,
    reviewer: Reviewer,
    code: &Uscc,
    at: Instant,
) -> sqlx::Result<bool> {
    begin_change(tx, reviewer.unit).await?;
    let removed = sql("DELETE FROM expected WHERE superior_id = $1 AND uscc = $2")
        .bind(reviewer.unit)
        .bind(code.as_str())
        .execute(tx)
        .await?;
    if removed == 0 {
        return Ok(false);
    }
    let which = match has_list(tx, reviewer.unit).await? {
        true => Some(waiting(tx, reviewer.unit, code).await?),
        false => None,
    };
    relist(tx, reviewer.unit, which.as_deref()).await?;
    let act = Act {
        unit: Some(reviewer.unit),
        detail: json!({ "code": code.as_str() }),
        ..Act::new(ActKind::ListShortened, By::Operator(reviewer.operator), at)
    };
    note(tx, act).await?;
    Ok(true)
}

/// The applications of this code that wait, for an `IN (…)`: one at most, for a unit has one open case.
async fn waiting(tx: &mut Tx, superior: i64, code: &Uscc) -> sqlx::Result<String> {
    let found: Vec<(i64,)> = sql("SELECT id FROM application
         WHERE superior_id = $1 AND uscc = $2 AND state || '' = 'pending'")
    .bind(superior)
    .bind(code.as_str())
    .all(tx)
    .await?;
    Ok(ids(found.into_iter().map(|(id,)| id)))
}

/// Empties the list: what waits is compared with nothing any more.
pub async fn empty_expected(tx: &mut Tx, reviewer: Reviewer, at: Instant) -> sqlx::Result<()> {
    begin_change(tx, reviewer.unit).await?;
    let removed = sql("DELETE FROM expected WHERE superior_id = $1")
        .bind(reviewer.unit)
        .execute(tx)
        .await?;
    if removed == 0 {
        return Ok(());
    }
    relist(tx, reviewer.unit, None).await?;
    let act = Act {
        unit: Some(reviewer.unit),
        detail: json!({ "removed": removed }),
        ..Act::new(ActKind::ListEmptied, By::Operator(reviewer.operator), at)
    };
    note(tx, act).await
}

/// Takes the turn of a change of the list. What was selected by the list before is not what it says
/// any more.
async fn begin_change(tx: &mut Tx, superior: i64) -> sqlx::Result<()> {
    let seq = take_turn(tx, superior).await?;
    sql("UPDATE queue SET list_seq = $2 WHERE superior_id = $1")
        .bind(superior)
        .bind(seq)
        .execute(tx)
        .await?;
    Ok(())
}
