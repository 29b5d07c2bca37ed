//! 审核时限: tells of cases that wait for longer than the rules allow, in the background. Where it has
//! come to is in the database: several servers may do it at once, and any may be killed.

use super::now;
use super::store::{self, Db};
use crate::domain::{BindingPolicy, Calendar, Instant};
use std::time::Duration;
use tokio::time::MissedTickBehavior;

/// How often a server looks. A limit is of days.
const PERIOD: Duration = Duration::from_secs(60);
/// So many days back the working days of a limit are looked for: the longest limit, with its weekends
/// and holidays.
const LOOKED_BACK: i64 = 600;

/// From now on tells, every minute, of what has become overdue; until the database is closed.
pub fn keep_telling_overdue(db: Db) {
    tokio::spawn(async move {
        let mut ticks = tokio::time::interval(PERIOD);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            ticks.tick().await;
            match tell_all_overdue(&db, now()).await {
                Ok(_) => {}
                Err(sqlx::Error::PoolClosed) => return,
                Err(error) => {
                    tracing::error!(%error, "time limits were not looked at; trying again")
                }
            }
        }
    });
}

/// Tells of all that is overdue at this time, a few at once. Returns how many.
pub async fn tell_all_overdue(db: &Db, at: Instant) -> sqlx::Result<u64> {
    let mut conn = db.read().await?;
    let rules = store::binding_policy(&mut conn, at).await?;
    let calendar = store::calendar(&mut conn, at.plus_days(-LOOKED_BACK), at).await?;
    drop(conn);
    let Some(before) = limit(&rules, &calendar, at) else {
        return Ok(0);
    };
    let mut told = 0;
    loop {
        // Read first: SQLite's one writer is not taken for nothing.
        let due = store::due_cases(&mut db.read().await?, before).await?;
        if due.is_empty() {
            return Ok(told);
        }
        for (superior, cases) in due {
            let mut tx = db.begin().await?;
            let at_limit = rules.at_limit;
            told += store::tell_overdue(&mut tx, superior, &cases, before, at_limit, at).await?;
            tx.commit().await?;
        }
    }
}

/// What was submitted before this is overdue; none where the rules set no limit.
fn limit(rules: &BindingPolicy, calendar: &Calendar, at: Instant) -> Option<Instant> {
    (rules.review_days > 0).then(|| calendar.overdue_before(rules.review_days, at))
}
