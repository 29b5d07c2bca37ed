//! 批量审核: a batch, opened once for its key and decided in one turn.

use super::classify::{Ground, Judged, classify, ids};
use super::decide::{Verdict, settle, take_locks};
use super::turn::moved;
use super::{Reviewer, Tx, sql};
use crate::domain::batch::KEY_LIFE;
use crate::domain::{ApplicationState, BatchOrder, ChosenRow, Fault, Instant};

/// What a key led to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opened {
    New(i64),
    /// The same key was sent before: that batch is the answer.
    Repeated(i64),
}

/// Opens a batch for its key. A second request with the key waits here until the first is done. A
/// key is remembered for [`KEY_LIFE`].
pub async fn open_batch(
    tx: &mut Tx,
    reviewer: Reviewer,
    order: &BatchOrder,
    asked: i64,
    at: Instant,
) -> sqlx::Result<Opened> {
    sql("UPDATE batch SET key = key || '.' || CAST(id AS TEXT)
         WHERE reviewer_id = $1 AND key = $2 AND decided_at <= $3")
    .bind(reviewer.operator)
    .bind(order.key())
    .bind(at.plus_seconds(-KEY_LIFE))
    .execute(tx)
    .await?;
    let opened: Option<(i64,)> = sql("INSERT INTO batch
            (key, reviewer_id, superior_id, outcome, opinion, selection, asked, passed, decided_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, 0, $8)
         ON CONFLICT (reviewer_id, key) DO NOTHING RETURNING id")
    .bind(order.key())
    .bind(reviewer.operator)
    .bind(reviewer.unit)
    .bind(order.outcome().as_str())
    .bind(order.opinion())
    .bind(order.selection())
    .bind(asked)
    .bind(at)
    .optional(tx)
    .await?;
    match opened {
        Some((id,)) => Ok(Opened::New(id)),
        None => sql("SELECT id FROM batch WHERE reviewer_id = $1 AND key = $2")
            .bind(reviewer.operator)
            .bind(order.key())
            .int(tx)
            .await
            .map(Opened::Repeated),
    }
}

/// A batch that is being decided: it has the locks and the turn.
pub struct Deciding<'a> {
    batch: i64,
    order: &'a BatchOrder,
    ground: Ground,
    at: Instant,
    seq: i64,
    asked: i64,
    passed: i64,
}

impl<'a> Deciding<'a> {
    /// Takes the locks and the turn for the batch that was opened.
    pub async fn begin(
        tx: &mut Tx,
        reviewer: Reviewer,
        batch: i64,
        order: &'a BatchOrder,
        at: Instant,
    ) -> super::Result<Self> {
        let seq = take_locks(tx, reviewer.unit, order.outcome()).await?;
        Ok(Self {
            batch,
            order,
            ground: Ground::of(tx, reviewer, at).await?,
            at,
            seq,
            asked: 0,
            passed: 0,
        })
    }

    /// Decides at most [`CHUNK`](super::CHUNK) rows: one result a row, under the rules of a single
    /// decision.
    pub async fn chunk(&mut self, tx: &mut Tx, rows: &[ChosenRow]) -> sqlx::Result<Vec<Judged>> {
        let judged = classify(tx, &self.ground, self.order.outcome(), rows).await?;
        let passing: Vec<_> = (judged.iter())
            .filter(|row| row.result.is_ok())
            .filter_map(|row| row.case.as_ref())
            .collect();
        let verdict = Verdict {
            reviewer: self.ground.reviewer,
            outcome: self.order.outcome(),
            faulty: false,
            opinion: self.order.opinion(),
            batch: Some(self.batch),
            at: self.at,
            seq: self.seq,
        };
        settle(tx, &verdict, &passing).await?;
        note_refusals(tx, self.batch, &judged).await?;
        self.passed += i64::try_from(passing.len()).unwrap_or(i64::MAX);
        self.asked += i64::try_from(judged.len()).unwrap_or(i64::MAX);
        Ok(judged)
    }

    /// Rows looked at, and rows decided, so far.
    pub fn so_far(&self) -> (i64, i64) {
        (self.asked, self.passed)
    }

    /// Keeps the counts and writes what became of the batch.
    pub async fn close(self, tx: &mut Tx) -> sqlx::Result<()> {
        let (from, to) = (ApplicationState::Pending, self.order.outcome().state());
        let superior = self.ground.reviewer.unit;
        moved(tx, superior, Some(from), Some(to), self.passed).await?;
        sql("UPDATE batch SET asked = $2, passed = $3 WHERE id = $1")
            .bind(self.batch)
            .bind(self.asked)
            .bind(self.passed)
            .execute(tx)
            .await?;
        Ok(())
    }
}

/// An application that does not exist at all has no row to be noted by; the sums tell of it.
async fn note_refusals(tx: &mut Tx, batch: i64, judged: &[Judged]) -> sqlx::Result<()> {
    let refused: Vec<(i64, &Fault)> = (judged.iter())
        .filter_map(|row| Some((row.chosen.application, row.result.as_ref().err()?)))
        .filter(|(id, _)| *id > 0)
        .collect();
    if refused.is_empty() {
        return Ok(());
    }
    let values: Vec<String> = (refused.iter().enumerate())
        .map(|(n, (id, _))| format!("(CAST({id} AS BIGINT), ${})", n + 2))
        .collect();
    let mut statement = sql(format!(
        "WITH refused (id, fault) AS (VALUES {})
         INSERT INTO batch_refusal (batch_id, application_id, fault)
         SELECT $1, a.id, r.fault FROM refused r JOIN application a ON a.id = r.id
         WHERE a.id IN ({}) ON CONFLICT (batch_id, application_id) DO NOTHING",
        values.join(","),
        ids(refused.iter().map(|(id, _)| *id))
    ))
    .once()
    .bind(batch);
    for (_, fault) in refused {
        let text =
            serde_json::to_string(fault).map_err(|error| sqlx::Error::Encode(error.into()))?;
        statement = statement.bind(text);
    }
    statement.execute(tx).await?;
    Ok(())
}
