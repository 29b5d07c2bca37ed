//! 批量审核: a batch, what it decided, and what it left.

use super::classify::{Ground, Judged, classify, ids};
use super::decide::{Verdict, settle, take_locks};
use super::turn::moved;
use super::{Conn, Reviewer, Tx, sql};
use crate::domain::batch::{KEY_LIFE, REFUSED_SHOWN, RefusedRow};
use crate::domain::{
    ApplicationState, BatchOrder, BatchView, ChosenRow, Fault, Instant, Outcome, UNDO_WINDOW,
};

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
            ground: Ground::of(tx, reviewer).await?,
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

#[derive(sqlx::FromRow)]
pub(super) struct BatchRow {
    pub reviewer_id: i64,
    pub outcome: String,
    opinion: String,
    selection: String,
    asked: i64,
    passed: i64,
    pub decided_at: i64,
    pub undone_at: Option<i64>,
}

/// The batch, if it was decided for this unit.
pub(super) async fn find_batch(
    conn: &mut Conn,
    superior: i64,
    batch: i64,
) -> sqlx::Result<Option<BatchRow>> {
    sql(
        "SELECT reviewer_id, outcome, opinion, selection, asked, passed, decided_at, undone_at
         FROM batch WHERE id = $1 AND superior_id = $2",
    )
    .bind(batch)
    .bind(superior)
    .optional(conn)
    .await
}

/// What became of a batch of the reviewer's unit.
pub async fn batch_result(
    conn: &mut Conn,
    reviewer: Reviewer,
    batch: i64,
) -> sqlx::Result<Option<BatchView>> {
    let Some(row) = find_batch(conn, reviewer.unit, batch).await? else {
        return Ok(None);
    };
    let Some(outcome) = Outcome::parse(&row.outcome) else {
        return Ok(None);
    };
    let decided_at = Instant::from_micros(row.decided_at);
    let undoable =
        row.reviewer_id == reviewer.operator && row.undone_at.is_none() && row.passed > 0;
    Ok(Some(BatchView {
        id: batch,
        outcome,
        opinion: row.opinion,
        selection: row.selection,
        asked: row.asked,
        passed: row.passed,
        refused: refused_rows(conn, reviewer.unit, batch).await?,
        decided_at,
        undone_at: row.undone_at.map(Instant::from_micros),
        undoable_until: undoable.then(|| decided_at.plus_seconds(UNDO_WINDOW)),
    }))
}

/// The first rows that were refused; of another superior's application not even the name.
async fn refused_rows(conn: &mut Conn, superior: i64, batch: i64) -> sqlx::Result<Vec<RefusedRow>> {
    let rows: Vec<(i64, Option<String>, String)> = sql("SELECT r.application_id, u.name, r.fault
         FROM batch_refusal r
         LEFT JOIN application a ON a.id = r.application_id AND a.superior_id = $2
         LEFT JOIN unit u ON u.id = a.applicant_id
         WHERE r.batch_id = $1 ORDER BY r.application_id LIMIT $3")
    .bind(batch)
    .bind(superior)
    .bind(REFUSED_SHOWN)
    .all(conn)
    .await?;
    let read = |(application, name, fault): (i64, Option<String>, String)| RefusedRow {
        application,
        name: name.unwrap_or_default(),
        fault: serde_json::from_str(&fault).unwrap_or(Fault::Internal),
    };
    Ok(rows.into_iter().map(read).collect())
}

/// The refused rows of a batch that are pending now, as they are now: what to try again. The next
/// `limit` after an application, in the order of their ids.
pub async fn refused_rows_of(
    conn: &mut Conn,
    superior: i64,
    batch: i64,
    after: i64,
    limit: i64,
) -> sqlx::Result<Vec<ChosenRow>> {
    let rows: Vec<(i64, i64)> = sql("SELECT a.id, a.version FROM batch_refusal r
         JOIN batch b ON b.id = r.batch_id AND b.superior_id = $2
         JOIN application a ON a.id = r.application_id AND a.superior_id = $2
         WHERE r.batch_id = $1 AND r.application_id > $3 AND a.state = 'pending'
         ORDER BY r.application_id LIMIT $4")
    .bind(batch)
    .bind(superior)
    .bind(after)
    .bind(limit)
    .all(conn)
    .await?;
    let chosen = |(application, version)| ChosenRow {
        application,
        version,
    };
    Ok(rows.into_iter().map(chosen).collect())
}
