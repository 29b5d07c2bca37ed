//! 提醒: tells units of 应绑清单 that they are expected, at most once a day each.

use super::classify::ids;
use super::expected::{known, standing};
use super::{Conn, Reviewer, Tx, sql};
use crate::domain::expected::{Reminded, Standing};
use crate::domain::{Instant, Uscc};

/// Units that are told in one transaction.
pub const REMIND_PART: i64 = 500;

/// How the missing units of the list are to be reminded, before any of them is.
pub async fn to_be_reminded(
    conn: &mut Conn,
    superior: i64,
    only: Option<&Uscc>,
    at: Instant,
) -> sqlx::Result<Reminded> {
    let found: Vec<(String, Option<i64>, i64)> = sql(format!(
        "SELECT standing, today, COUNT(*) FROM (
            SELECT {} AS standing, CASE WHEN e.reminded_at >= $3 THEN CAST(1 AS BIGINT) END AS today
            FROM {} WHERE e.superior_id = $1 AND e.uscc LIKE $4) AS asked
         GROUP BY standing, today",
        standing("$2"),
        known("expected e")
    ))
    .bind(superior)
    .bind(at)
    .bind(today(at))
    .bind(only.map_or("%", Uscc::as_str))
    .all(conn)
    .await?;
    let mut reminded = Reminded::default();
    for (standing, today, n) in found {
        match Standing::parse(&standing) {
            None | Some(Standing::BoundHere) => {}
            Some(Standing::Unregistered) => reminded.unregistered += n,
            Some(Standing::Pending) => reminded.waiting += n,
            Some(standing) if !standing.can_be_reminded() => reminded.unable += n,
            Some(_) if today.is_some() => reminded.today += n,
            Some(_) => {}
        }
    }
    Ok(reminded)
}

/// Reminds at most [`REMIND_PART`] units of the superior's list: those of `only`, or whoever is
/// missing. Each gets an event and a message; who was reminded today is left alone. Returns how many
/// were.
pub async fn remind(
    tx: &mut Tx,
    reviewer: Reviewer,
    only: Option<&Uscc>,
    at: Instant,
) -> sqlx::Result<i64> {
    let words = Standing::ALL.into_iter().filter(|s| s.can_be_reminded());
    let words: Vec<String> = words.map(|s| format!("'{}'", s.as_str())).collect();
    // Who else reminds them at this moment is waited for.
    sql("UPDATE queue SET seq = seq WHERE superior_id = $1")
        .bind(reviewer.unit)
        .execute(tx)
        .await?;
    let marked: Vec<(String,)> = sql(format!(
        "UPDATE expected SET reminded_at = $2
         WHERE superior_id = $1 AND uscc IN (
            SELECT e.uscc FROM {}
            WHERE e.superior_id = $1 AND e.uscc LIKE $4
                AND (e.reminded_at IS NULL OR e.reminded_at < $3) AND {} IN ({})
            ORDER BY e.uscc LIMIT {REMIND_PART})
         RETURNING uscc",
        known("expected e"),
        standing("$2"),
        words.join(", ")
    ))
    .bind(reviewer.unit)
    .bind(at)
    .bind(today(at))
    .bind(only.map_or("%", Uscc::as_str))
    .all(tx)
    .await?;
    if marked.is_empty() {
        return Ok(0);
    }
    let places: Vec<String> = (3..marked.len() + 3).map(|n| format!("${n}")).collect();
    let events = sql(format!(
        "INSERT INTO event (unit_id, kind, actor_id, at)
         SELECT id, 'reminded', $1, $2 FROM unit WHERE uscc IN ({}) RETURNING id",
        places.join(", ")
    ));
    let events = events.bind(reviewer.operator).bind(at);
    let bind = |statement: super::Statement, (code,): &(String,)| statement.bind(code.as_str());
    let events: Vec<(i64,)> = marked.iter().fold(events, bind).once().all(tx).await?;
    let told = sql(format!(
        "INSERT INTO message (unit_id, audience, event_id, at)
         SELECT unit_id, 'applies', id, at FROM event WHERE id IN ({})",
        ids(events.into_iter().map(|(id,)| id))
    ))
    .once()
    .execute(tx)
    .await?;
    Ok(i64::try_from(told).unwrap_or(i64::MAX))
}

/// When the day began, in Shanghai.
fn today(at: Instant) -> Instant {
    Instant::from_date_shanghai(&at.date_shanghai()).unwrap_or(at)
}
