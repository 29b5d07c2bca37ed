//! Ordering a batch: what it would do, doing it, and how far it is. A large one goes on by itself,
//! so that leaving its page loses nothing.

use super::batch::{Chosen, RefusedOf, Selected, dry_run, run_batch};
use super::now;
use super::runs::{self, Telling};
use super::session::Token;
use super::state::AppState;
use super::store::{self, Conn, Reviewer};
use crate::domain::batch::{AT_ONCE, Progress};
use crate::domain::views::{BarredView, Ordered, PlanView, Run, Who};
use crate::domain::{
    BatchOrder, ChosenRow, DryRun, Fault, Field, Outcome, Problem, Selection, last_moment,
};

/// Which rows an order means: a selection, or those that a batch refused.
pub enum Meant {
    Selected(Box<Selected>),
    Refused(RefusedOf),
}

impl Meant {
    /// `batch-7` means what batch 7 refused; anything else is a selection's word.
    pub fn read(reviewer: Reviewer, word: &str) -> Result<Self, Fault> {
        if let Some(batch) = word.strip_prefix("batch-").and_then(|id| id.parse().ok()) {
            return Ok(Self::Refused(RefusedOf::new(reviewer, batch)));
        }
        match Selection::from_word(word) {
            Ok(selection) if selection.is_of_another(reviewer.operator) => {
                Err(at_rows(Problem::TickedByAnother))
            }
            Ok(selection) if !selection.is_empty() => {
                Ok(Self::Selected(Box::new(Selected::new(reviewer, selection))))
            }
            Ok(_) => Err(at_rows(Problem::Required)),
            Err(problem) => Err(at_rows(problem)),
        }
    }
}

impl Chosen for Meant {
    async fn next(&mut self, conn: &mut Conn, limit: usize) -> sqlx::Result<Vec<ChosenRow>> {
        match self {
            Self::Selected(chosen) => chosen.next(conn, limit).await,
            Self::Refused(chosen) => chosen.next(conn, limit).await,
        }
    }

    async fn stands(&self, conn: &mut Conn) -> Result<(), Fault> {
        match self {
            Self::Selected(chosen) => chosen.stands(conn).await,
            Self::Refused(_) => Ok(()),
        }
    }
}

fn at_rows(problem: Problem) -> Fault {
    Fault::at(Field::Rows, problem)
}

pub async fn plan(
    conn: &mut Conn,
    reviewer: Reviewer,
    who: Who,
    outcome: Outcome,
    word: &str,
) -> Result<PlanView, Fault> {
    let mut meant = Meant::read(reviewer, word)?;
    let run: DryRun = dry_run(conn, reviewer, outcome, &mut meant).await?;
    let canned = store::canned(conn, reviewer.unit, outcome).await?;
    let round = store::current_round(conn, now()).await?;
    Ok(PlanView {
        who,
        outcome,
        run,
        key: Token::random().hash(),
        canned: canned.into_iter().map(|row| row.text).collect(),
        round: round.map(|round| BarredView {
            round: round.name,
            until: last_moment(round.closes_at),
        }),
    })
}

/// Does the batch, or begins it. `asked`: how many rows its form spoke of.
pub async fn order(
    state: &AppState,
    reviewer: Reviewer,
    order: BatchOrder,
    asked: i64,
) -> Result<Ordered, Fault> {
    if asked <= AT_ONCE {
        let alone = |_| ();
        let batch = carry_out(state, reviewer, &order, asked, alone).await?;
        return Ok(Ordered::Done(batch));
    }
    if let Some(Run::Running(_)) = state.runs.get(reviewer, order.key()) {
        return Ok(Ordered::Running);
    }
    let begun = Progress {
        asked,
        ..Progress::default()
    };
    state.runs.set(reviewer, order.key(), Run::Running(begun));
    let telling = Telling::begin(&state.db, reviewer, order.key(), begun);
    tokio::spawn(go_on(state.clone(), reviewer, order, asked, telling));
    Ok(Ordered::Running)
}

async fn go_on(
    state: AppState,
    reviewer: Reviewer,
    order: BatchOrder,
    asked: i64,
    telling: Telling,
) {
    let tell = |progress| {
        let run = Run::Running(progress);
        telling.tell(run.clone());
        state.runs.set(reviewer, order.key(), run);
    };
    let ended = match carry_out(&state, reviewer, &order, asked, tell).await {
        Ok(batch) => Run::Done(batch),
        Err(fault) => Run::Failed(fault),
    };
    match &ended {
        Run::Failed(_) => state.runs.set(reviewer, order.key(), ended.clone()),
        // From now on the database knows it.
        _ => state.runs.forget(reviewer, order.key()),
    }
    telling.tell(ended);
}

async fn carry_out(
    state: &AppState,
    reviewer: Reviewer,
    order: &BatchOrder,
    asked: i64,
    tell: impl FnMut(Progress) + Send,
) -> Result<i64, Fault> {
    let mut meant = Meant::read(reviewer, order.selection())?;
    let mut tx = state.db.begin().await?;
    let batch = run_batch(&mut tx, reviewer, order, &mut meant, asked, now(), tell).await?;
    tx.commit().await?;
    Ok(batch)
}

/// How far the batch of this key is.
pub async fn how_far(state: &AppState, reviewer: Reviewer, key: &str) -> Result<Run, Fault> {
    if let Some(run) = state.runs.get(reviewer, key) {
        if matches!(run, Run::Failed(_)) {
            state.runs.forget(reviewer, key);
        }
        return Ok(run);
    }
    let mut conn = state.db.read().await?;
    let batch = store::batch_of_key(&mut conn, reviewer, key).await?;
    match batch {
        Some(batch) => Ok(Run::Done(batch)),
        None => runs::told(&mut conn, reviewer, key).await,
    }
}
