//! Sends, in the background, the applications of who waited for their superior to come.

use super::now;
use super::store::{self, Db, Error};
use crate::domain::{Fault, Obstacle};
use std::time::Duration;
use tokio::time::MissedTickBehavior;

/// How often a server looks.
const PERIOD: Duration = Duration::from_secs(2);
/// As many at a time.
const LIMIT: i64 = 100;
/// What waits for a round is tried again after so many seconds.
const ROUND_WAIT: i64 = 600;

/// From now on sends what is due; until the database is closed.
pub fn keep_inviting(db: Db) {
    tokio::spawn(async move {
        let mut ticks = tokio::time::interval(PERIOD);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            ticks.tick().await;
            match send_due_invitations(&db).await {
                Ok(_) => {}
                Err(sqlx::Error::PoolClosed) => return,
                Err(error) => tracing::error!(%error, "invitations were not sent; trying again"),
            }
        }
    });
}

/// Sends what is due now, each in a transaction of its own. Returns how many were looked at.
pub async fn send_due_invitations(db: &Db) -> sqlx::Result<usize> {
    let mut looked_at = 0;
    loop {
        let mut conn = db.read().await?;
        let due = store::due_invitations(&mut conn, now(), LIMIT).await?;
        drop(conn);
        if due.is_empty() {
            return Ok(looked_at);
        }
        looked_at += due.len();
        for due in due {
            send(db, due).await?;
        }
    }
}

async fn send(db: &Db, due: (i64, i64)) -> sqlx::Result<()> {
    let (id, _) = due;
    let at = now();
    let mut tx = db.begin().await?;
    let fault = match store::send_invitation(&mut tx, id, at).await {
        Ok(()) => return tx.commit().await,
        Err(Error::Refused(fault)) => fault,
        Err(Error::Database(error)) => return Err(error),
    };
    drop(tx);
    let mut tx = db.begin().await?;
    match &fault {
        Fault::Obstacle(
            Obstacle::SuperiorNeverEntered { .. }
            | Obstacle::SuperiorNotVerified { .. }
            | Obstacle::SuperiorDisabled { .. },
        ) => store::keep_waiting(&mut tx, due, None).await?,
        Fault::Obstacle(Obstacle::NoRound | Obstacle::ApplicantNotVerified) => {
            let until = at.plus_seconds(ROUND_WAIT);
            store::keep_waiting(&mut tx, due, Some(until)).await?;
        }
        fault => store::refuse_invitation(&mut tx, id, fault, at).await?,
    }
    tx.commit().await
}
