//! Deliveries: each is sent by whoever holds its lease, under one name.

use super::{Allowed, Conn, Tx, sql};
use crate::domain::Instant;

/// Seconds after which what failed is tried again; what failed once more than that is dead.
pub const RETRIES: [i64; 6] = [10, 60, 600, 3600, 6 * 3600, 24 * 3600];

/// Where deliveries go: to a system, or with the mail.
pub type Target = Option<i64>;

/// The targets for which something is due.
pub async fn due_targets(
    conn: &mut Conn,
    allowed: Allowed,
    at: Instant,
) -> sqlx::Result<Vec<Target>> {
    let mut targets = Vec::new();
    if allowed.webhook {
        let systems: Vec<(i64,)> = sql("SELECT w.id FROM webhook w WHERE w.enabled = 1 AND EXISTS
                (SELECT 1 FROM delivery d WHERE d.webhook_id = w.id
                 AND d.state IN ('waiting', 'sending') AND d.due_at <= $1)
             ORDER BY w.id")
        .bind(at)
        .all(conn)
        .await?;
        targets.extend(systems.into_iter().map(|(id,)| Some(id)));
    }
    if allowed.mail {
        let letters = sql("SELECT COUNT(*) FROM (SELECT 1 FROM delivery d
             WHERE d.webhook_id IS NULL AND d.state IN ('waiting', 'sending') AND d.due_at <= $1
             LIMIT 1) AS first")
        .bind(at)
        .int(conn)
        .await?;
        targets.extend((letters > 0).then_some(None));
    }
    Ok(targets)
}

/// A delivery that is to be sent now, by who holds its lease.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Claimed {
    pub id: i64,
    /// What the receiver knows it by, however often it comes.
    pub name: String,
    pub webhook_id: Option<i64>,
    pub event_id: Option<i64>,
    pub person_id: Option<i64>,
    /// Which lease it is: an older one says nothing any more.
    pub attempts: i64,
}

/// Takes leases of what is due for a target. Of two processes that try at once one gets each: what
/// another has taken meanwhile is not due any more.
pub async fn claim(
    tx: &mut Tx,
    target: Target,
    most: i64,
    at: Instant,
    until: Instant,
) -> sqlx::Result<Vec<Claimed>> {
    let of_target = match target {
        Some(id) => format!("webhook_id = {id}"),
        None => "webhook_id IS NULL".to_owned(),
    };
    sql(format!(
        "UPDATE delivery SET state = 'sending', attempts = attempts + 1, due_at = $2
         WHERE id IN (SELECT id FROM delivery WHERE {of_target}
                AND state IN ('waiting', 'sending') AND due_at <= $1 ORDER BY due_at, id LIMIT $3)
           AND state IN ('waiting', 'sending') AND due_at <= $1
         RETURNING id, name, webhook_id, event_id, person_id, attempts"
    ))
    .once()
    .bind(at)
    .bind(until)
    .bind(most)
    .all(tx)
    .await
}

/// It arrived, or is not wanted any more.
pub async fn delivered(tx: &mut Tx, claimed: &Claimed, at: Instant) -> sqlx::Result<()> {
    sql(
        "UPDATE delivery SET state = 'done', error = '', settled_at = $3
         WHERE id = $1 AND attempts = $2 AND state = 'sending'",
    )
    .bind(claimed.id)
    .bind(claimed.attempts)
    .bind(at)
    .execute(tx)
    .await?;
    Ok(())
}

/// It did not arrive: it waits for the next try, or is dead after the last.
pub async fn failed(tx: &mut Tx, claimed: &Claimed, why: &str, at: Instant) -> sqlx::Result<()> {
    let waits: Vec<String> = RETRIES
        .iter()
        .enumerate()
        .map(|(n, seconds)| format!("WHEN {n} THEN {seconds}"))
        .collect();
    sql(format!(
        "UPDATE delivery SET error = $3, failures = failures + 1,
            state = CASE WHEN failures >= {last} THEN 'dead' ELSE 'waiting' END,
            settled_at = CASE WHEN failures >= {last} THEN $4 END,
            due_at = $4 + CAST(1000000 AS BIGINT) * (CASE failures {waits} ELSE 0 END)
         WHERE id = $1 AND attempts = $2 AND state = 'sending'",
        last = RETRIES.len(),
        waits = waits.join(" ")
    ))
    .bind(claimed.id)
    .bind(claimed.attempts)
    .bind(why)
    .bind(at)
    .execute(tx)
    .await?;
    Ok(())
}
