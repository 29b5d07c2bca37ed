//! 保存期限: acts that the policy need not keep any longer. An event is never removed: cases and units are told by
//! their events.

use super::rows::{Told, told_before};
use super::{PART, link};
use crate::domain::{ActKind, Instant};
use crate::server::store::classify::ids;
use crate::server::store::{Act, By, Conn, Statement, Tx, note, sql};
use serde::{Deserialize, Serialize};

/// A transaction removes so many parts of acts at most: nobody waits long for it to end.
const PARTS: usize = 10;

/// What the record of a pruning says, as its act's detail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Pruning {
    /// How many acts were removed
    pub(super) acts: i64,
    /// Microseconds: all of them were older
    pub(super) before: i64,
    /// None of them had a later link
    pub(super) through: i64,
}

/// How many acts that are linked are older than this. Reads all of them: for a command, not for a page.
pub async fn count_prunable(conn: &mut Conn, before: Instant) -> sqlx::Result<i64> {
    sql(
        "SELECT COUNT(*) FROM act a JOIN trail t ON t.source = 'act' AND t.source_id = a.id
         WHERE a.at < $1 AND a.kind <> $2",
    )
    .bind(before)
    .bind(ActKind::TrailPruned.as_str())
    .int(conn)
    .await
}

/// Removes the oldest acts of before a time, some thousands at most, keeps the digest of each, and
/// puts that on record in the chain. Returns how many; the caller comes again until there are none.
pub async fn prune(tx: &mut Tx, before: Instant, at: Instant) -> sqlx::Result<i64> {
    let mut pruning = Pruning {
        acts: 0,
        before: before.as_micros(),
        through: 0,
    };
    for _ in 0..PARTS {
        let acts = told_before(tx, before, PART).await?;
        if acts.is_empty() {
            break;
        }
        keep_digests(tx, &acts).await?;
        pruning.acts += remove(tx, &acts).await?;
        let linked = acts.iter().map(|(seq, _)| *seq);
        pruning.through = linked.fold(pruning.through, i64::max);
    }
    if pruning.acts > 0 {
        let detail = serde_json::to_value(pruning).map_err(|e| sqlx::Error::Encode(e.into()))?;
        let act = Act::new(ActKind::TrailPruned, By::Nobody, at);
        note(tx, Act { detail, ..act }).await?;
        // At once: who verifies sees either the acts or the record of their removal.
        while link(tx).await? > 0 {}
    }
    Ok(pruning.acts)
}

async fn keep_digests(tx: &mut Tx, acts: &[(i64, Told)]) -> sqlx::Result<()> {
    let values = acts.iter().enumerate();
    let values = values.map(|(n, (_, act))| format!("({}, ${})", act.id, n + 1));
    let insert = sql(format!(
        "INSERT INTO act_pruned (act_id, digest) VALUES {}",
        values.collect::<Vec<_>>().join(", ")
    ));
    let digests = acts.iter().map(|(_, act)| hex::encode(act.digest));
    let insert = digests.fold(insert.once(), Statement::bind);
    insert.execute(tx).await?;
    Ok(())
}

async fn remove(tx: &mut Tx, acts: &[(i64, Told)]) -> sqlx::Result<i64> {
    let gone = ids(acts.iter().map(|(_, act)| act.id));
    let delete = sql(format!("DELETE FROM act WHERE id IN ({gone})")).once();
    Ok(i64::try_from(delete.execute(tx).await?).unwrap_or(i64::MAX))
}

/// All prunings that the chain has on record up to a link, each with its time.
pub(super) async fn prunings(
    conn: &mut Conn,
    newest: i64,
) -> sqlx::Result<Vec<(Instant, Option<Pruning>)>> {
    let rows: Vec<(i64, String)> = sql(
        "SELECT a.at, a.detail FROM act a JOIN trail t ON t.source = 'act' AND t.source_id = a.id
         WHERE a.kind = $1 AND t.seq <= $2 ORDER BY t.seq",
    )
    .bind(ActKind::TrailPruned.as_str())
    .bind(newest)
    .all(conn)
    .await?;
    let read = |(at, detail): (i64, String)| {
        let pruning = serde_json::from_str(&detail).ok();
        (Instant::from_micros(at), pruning)
    };
    Ok(rows.into_iter().map(read).collect())
}
