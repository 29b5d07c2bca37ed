//! 批量审核: many decisions from whatever chooses the rows, in one transaction.

use super::store::{
    self, CHUNK, Conn, Deciding, Ground, Opened, Reviewer, Tx, classify, refused_rows_of,
};
use crate::domain::batch::{BATCH_MAX, Progress};
use crate::domain::{
    BatchOrder, ChosenRow, DryRun, Fault, Field, Instant, Outcome, Problem, Selection,
};
use std::future::Future;

/// Where the chosen rows come from: a list that was ticked, or a walk through a selection.
pub trait Chosen: Send {
    /// The next rows, at most `limit`; none at the end.
    fn next(
        &mut self,
        conn: &mut Conn,
        limit: usize,
    ) -> impl Future<Output = sqlx::Result<Vec<ChosenRow>>> + Send;

    /// Refuses what does not say any more what it said when it was chosen. Asked within the turn.
    fn stands(&self, _: &mut Conn) -> impl Future<Output = Result<(), Fault>> + Send {
        async { Ok(()) }
    }
}

/// Rows that were ticked one by one; each counts once.
pub struct Ticked(std::vec::IntoIter<ChosenRow>);

impl Ticked {
    pub fn new(mut rows: Vec<ChosenRow>) -> Self {
        rows.sort_by_key(|row| row.application);
        rows.dedup_by_key(|row| row.application);
        Self(rows.into_iter())
    }
}

impl Chosen for Ticked {
    async fn next(&mut self, _: &mut Conn, limit: usize) -> sqlx::Result<Vec<ChosenRow>> {
        Ok(self.0.by_ref().take(limit).collect())
    }
}

/// The rows of a selection, page by page.
pub struct Selected {
    superior: i64,
    selection: Selection,
    after: i64,
}

impl Selected {
    pub fn new(reviewer: Reviewer, selection: Selection) -> Self {
        Self {
            superior: reviewer.unit,
            selection,
            after: 0,
        }
    }
}

impl Chosen for Selected {
    async fn next(&mut self, conn: &mut Conn, limit: usize) -> sqlx::Result<Vec<ChosenRow>> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let (superior, selection) = (self.superior, &self.selection);
        let rows = store::chosen_after(conn, superior, selection, self.after, limit).await?;
        self.after = rows.last().map_or(self.after, |row| row.id);
        let chosen = |row: store::Chosen| ChosenRow {
            application: row.id,
            version: row.version,
        };
        Ok(rows.into_iter().map(chosen).collect())
    }

    /// All that were on a list, as of before the list was changed, are not those that are on it now.
    async fn stands(&self, conn: &mut Conn) -> Result<(), Fault> {
        let all = self.selection.all();
        let Some(all) = all.filter(|all| all.filter.listed().is_some()) else {
            return Ok(());
        };
        match store::list_seq(conn, self.superior).await? > all.as_of {
            true => Err(Fault::Changed),
            false => Ok(()),
        }
    }
}

/// The rows that a batch refused, as they are now.
pub struct RefusedOf {
    superior: i64,
    batch: i64,
    after: i64,
}

impl RefusedOf {
    pub fn new(reviewer: Reviewer, batch: i64) -> Self {
        Self {
            superior: reviewer.unit,
            batch,
            after: 0,
        }
    }
}

impl Chosen for RefusedOf {
    async fn next(&mut self, conn: &mut Conn, limit: usize) -> sqlx::Result<Vec<ChosenRow>> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let rows = refused_rows_of(conn, self.superior, self.batch, self.after, limit).await?;
        self.after = rows.last().map_or(self.after, |row| row.application);
        Ok(rows)
    }
}

/// Decides all chosen rows in this transaction and returns the batch, whose result can then be
/// asked for. The key that was sent before is the batch that there is. `progress` is told after
/// every chunk; nothing of it is so before the commit.
pub async fn run_batch(
    tx: &mut Tx,
    reviewer: Reviewer,
    order: &BatchOrder,
    chosen: &mut impl Chosen,
    asked: i64,
    at: Instant,
    mut progress: impl FnMut(Progress) + Send,
) -> Result<i64, Fault> {
    let batch = match store::open_batch(tx, reviewer, order, asked, at).await? {
        Opened::Repeated(batch) => return Ok(batch),
        Opened::New(batch) => batch,
    };
    let mut deciding = Deciding::begin(tx, reviewer, batch, order, at).await?;
    chosen.stands(tx).await?;
    loop {
        let rows = chosen.next(tx, CHUNK).await?;
        if rows.is_empty() {
            break;
        }
        deciding.chunk(tx, &rows).await?;
        let (seen, passed) = deciding.so_far();
        within_limit(seen)?;
        let asked = asked.max(seen);
        progress(Progress {
            seen,
            asked,
            passed,
        });
    }
    deciding.close(tx).await?;
    Ok(batch)
}

/// What a batch would do now. Nothing changes.
pub async fn dry_run(
    conn: &mut Conn,
    reviewer: Reviewer,
    outcome: Outcome,
    chosen: &mut impl Chosen,
) -> Result<DryRun, Fault> {
    chosen.stands(conn).await?;
    let ground = Ground::of(conn, reviewer, super::now()).await?;
    let mut tried = DryRun::default();
    loop {
        let rows = chosen.next(conn, CHUNK).await?;
        if rows.is_empty() {
            return Ok(tried);
        }
        for row in classify(conn, &ground, outcome, &rows).await? {
            tried.note(row.chosen.application, row.name(), row.result.clone());
        }
        within_limit(tried.asked())?;
    }
}

fn within_limit(rows: i64) -> Result<(), Fault> {
    match rows > i64::from(BATCH_MAX) {
        false => Ok(()),
        true => Err(Fault::at(
            Field::Rows,
            Problem::TooManyRows { max: BATCH_MAX },
        )),
    }
}
