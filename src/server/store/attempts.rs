//! Tries to sign in, counted by a keyed digest of what was typed.

use super::{Tx, sql};
use crate::domain::Instant;
use crate::domain::lockout::{FORGOTTEN_SECONDS, delay_seconds};

/// What became of a try that was to be counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counted {
    /// It may be judged. If it fails, the next waits until then.
    Judged { next: Option<Instant> },
    /// None is judged until then.
    Refused { until: Instant },
}

/// Counts a try before it is judged, as if it had failed: of many at once no more are judged than
/// one by one. One that succeeds is forgotten afterwards ([`forget_attempts`]).
pub async fn count_attempt(tx: &mut Tx, digest: &str, at: Instant) -> sqlx::Result<Counted> {
    // Nothing comes back while the row says to wait.
    let failures: Option<(i64,)> = sql(
        "INSERT INTO attempt (digest, failures, failed_at, until_at) VALUES ($1, 1, $2, 0)
         ON CONFLICT (digest) DO UPDATE SET failed_at = $2,
            failures = CASE WHEN attempt.failed_at <= $3 THEN 1 ELSE attempt.failures + 1 END
         WHERE attempt.until_at <= $2 RETURNING failures",
    )
    .bind(digest)
    .bind(at)
    .bind(at.plus_seconds(-FORGOTTEN_SECONDS))
    .optional(tx)
    .await?;
    let Some((failures,)) = failures else {
        let until = sql("SELECT until_at FROM attempt WHERE digest = $1").bind(digest);
        let until = Instant::from_micros(until.int(tx).await?);
        return Ok(Counted::Refused { until });
    };
    let delay = delay_seconds(failures);
    if delay == 0 {
        return Ok(Counted::Judged { next: None });
    }
    let until = at.plus_seconds(delay);
    sql("UPDATE attempt SET until_at = $2 WHERE digest = $1")
        .bind(digest)
        .bind(until)
        .execute(tx)
        .await?;
    Ok(Counted::Judged { next: Some(until) })
}

/// Forgets the failures that were counted by these digests; how many of them there were.
pub async fn forget_attempts(tx: &mut Tx, digests: &[String]) -> sqlx::Result<u64> {
    let mut found = 0;
    for digest in digests {
        let gone = sql("DELETE FROM attempt WHERE digest = $1").bind(digest.as_str());
        found += gone.execute(tx).await?;
    }
    Ok(found)
}

/// Clears away some of those that are forgotten anyway, so that the table does not grow for ever.
pub async fn clear_attempts(tx: &mut Tx, at: Instant) -> sqlx::Result<()> {
    sql("DELETE FROM attempt WHERE digest IN (
             SELECT digest FROM attempt WHERE failed_at <= $1 AND until_at <= $2
             ORDER BY failed_at LIMIT 1000)")
    .bind(at.plus_seconds(-FORGOTTEN_SECONDS))
    .bind(at)
    .execute(tx)
    .await?;
    Ok(())
}
