//! Batches that go on by themselves: how far each is. The process that does one knows it; where several
//! processes share a database, it tells the others.

use super::now;
use super::store::{self, Conn, Db, Reviewer};
use crate::domain::batch::Progress;
use crate::domain::views::Run;
use crate::domain::{Fault, Instant};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::watch;

/// Often enough for a bar that moves.
const TOLD_EVERY: Duration = Duration::from_secs(1);
/// A run that told nothing for so many seconds ended with its process.
const STALE: i64 = 60;

/// The batches under way in this process, by who ordered them and their keys.
#[derive(Clone, Default)]
pub struct Runs(Arc<Mutex<HashMap<(i64, String), Run>>>);

impl Runs {
    pub fn set(&self, reviewer: Reviewer, key: &str, run: Run) {
        let mut runs = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        runs.insert((reviewer.operator, key.to_owned()), run);
    }

    pub fn get(&self, reviewer: Reviewer, key: &str) -> Option<Run> {
        let runs = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        runs.get(&(reviewer.operator, key.to_owned())).cloned()
    }

    pub fn forget(&self, reviewer: Reviewer, key: &str) {
        let mut runs = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        runs.remove(&(reviewer.operator, key.to_owned()));
    }
}

/// Tells the other processes how far a batch is. Where there can be none, nobody.
pub struct Telling(Option<watch::Sender<Run>>);

impl Telling {
    pub fn begin(db: &Db, reviewer: Reviewer, key: &str, begun: Progress) -> Self {
        if !db.is_shared() {
            return Self(None);
        }
        let (sender, mut told) = watch::channel(Run::Running(begun));
        told.mark_changed();
        tokio::spawn(follow(db.clone(), reviewer, key.to_owned(), begun, told));
        Self(Some(sender))
    }

    pub fn tell(&self, run: Run) {
        if let Some(sender) = &self.0 {
            sender.send_replace(run);
        }
    }
}

/// Until the run ends; the last that was told is always written.
async fn follow(
    db: Db,
    reviewer: Reviewer,
    key: String,
    mut progress: Progress,
    mut told: watch::Receiver<Run>,
) {
    while told.changed().await.is_ok() {
        let run = told.borrow_and_update().clone();
        if let Run::Running(now) = run {
            progress = now;
        }
        if let Err(error) = write(&db, reviewer, &key, progress, &run).await {
            tracing::warn!(%error, "how far a batch is could not be told");
        }
        tokio::time::sleep(TOLD_EVERY).await;
    }
}

async fn write(
    db: &Db,
    reviewer: Reviewer,
    key: &str,
    progress: Progress,
    run: &Run,
) -> sqlx::Result<()> {
    let mut tx = db.begin().await?;
    let fault = match run {
        Run::Failed(fault) => Some(fault),
        Run::Running(_) => None,
        Run::Done(_) | Run::Unknown => {
            store::forget_run(&mut tx, reviewer, key).await?;
            return tx.commit().await;
        }
    };
    let at = now();
    store::tell_run(&mut tx, reviewer, key, progress, fault, at, stale(at)).await?;
    tx.commit().await
}

/// What another process told of the batch.
pub async fn told(conn: &mut Conn, reviewer: Reviewer, key: &str) -> Result<Run, Fault> {
    let told = store::told_run(conn, reviewer, key, stale(now())).await?;
    Ok(match told {
        None => Run::Unknown,
        Some(Ok(progress)) => Run::Running(progress),
        Some(Err(fault)) => Run::Failed(fault),
    })
}

fn stale(at: Instant) -> Instant {
    at.plus_seconds(-STALE)
}
