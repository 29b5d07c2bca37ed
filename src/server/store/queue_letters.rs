//! 消息邮件 of a queue: how many applications came that its reviewers were not written of yet. There is no
//! message of each: the queue itself says so to whoever has it open.

use super::delegations::reviews_at;
use super::outbox::{new_letter, take_head};
use super::{Conn, Tx, sql};
use crate::domain::{Instant, Unread};

/// Who gets letters at once is written of a queue at most once in so many seconds.
const PAUSE: i64 = 3600;
/// For how long an application may come to light after a letter that is later than it: longer than any
/// transaction takes.
const LATE_MINUTES: i64 = 15;

/// A reviewer whose queue changed since they were written of it.
#[derive(Clone, Copy, Debug, sqlx::FromRow)]
struct Reviewing {
    operator_id: i64,
    person_id: i64,
    unit_id: i64,
    mailed_seq: i64,
    mailed_at: i64,
    /// The queue's number now.
    seq: i64,
}

/// Those who get letters, under a condition. Binds: $1 the time.
fn reviewing(condition: &str) -> String {
    format!(
        "SELECT o.id AS operator_id, o.person_id, o.unit_id, o.mailed_seq, o.mailed_at, q.seq
         FROM person p
         JOIN operator o ON o.person_id = p.id AND o.disabled_at IS NULL AND o.waits = 0
            AND {reviews}
         JOIN unit u ON u.id = o.unit_id AND u.disabled_at IS NULL
         JOIN queue q ON q.superior_id = o.unit_id AND q.seq > o.mailed_seq
         WHERE p.mail_choice <> 'none' AND p.mail_sealed <> '' AND {condition}
         ORDER BY o.person_id, o.id",
        reviews = reviews_at("$1")
    )
}

/// Whether it is time to write: for some a while after the last letter, for others within the hour that
/// they chose. Binds: $1 the time, $2 when its day began.
const IS_TIME: &str = "(p.mail_choice = 'now' AND o.mailed_at <= $1 - $3
     OR p.mail_choice = 'daily' AND o.mailed_at < $2 + p.mail_hour * 3600000000
        AND $1 >= $2 + p.mail_hour * 3600000000
        AND $1 < $2 + (p.mail_hour + 1) * 3600000000)";

async fn due(conn: &mut Conn, at: Instant, most: i64) -> sqlx::Result<Vec<Reviewing>> {
    let midnight = Instant::from_date_shanghai(&at.date_shanghai()).unwrap_or(at);
    sql(format!("{} LIMIT $4", reviewing(IS_TIME)))
        .bind(at)
        .bind(midnight)
        .bind(1_000_000 * PAUSE)
        .bind(most)
        .all(conn)
        .await
}

/// Whether somebody may have to be written of a queue.
pub async fn queue_letters_due(conn: &mut Conn, at: Instant) -> sqlx::Result<bool> {
    Ok(!due(conn, at, 1).await?.is_empty())
}

/// Makes a letter for each person in whose queues applications came, at most as many as there are names.
/// Whoever was looked at is not looked at again before the queue changes.
pub async fn gather_queue_letters(tx: &mut Tx, names: &[String], at: Instant) -> sqlx::Result<()> {
    take_head(tx).await?;
    let most = i64::try_from(names.len()).unwrap_or(i64::MAX);
    let mut names = names.iter();
    let mut letter = None;
    for reviewing in due(tx, at, most).await? {
        let n = arrived(tx, reviewing).await?;
        if n > 0 {
            let delivery = match letter {
                Some((person, delivery)) if person == reviewing.person_id => delivery,
                _ => match names.next() {
                    Some(name) => new_letter(tx, name, reviewing.person_id, at).await?,
                    None => return Ok(()),
                },
            };
            letter = Some((reviewing.person_id, delivery));
            say(tx, delivery, reviewing, n).await?;
        }
        written(tx, reviewing, n, at).await?;
    }
    Ok(())
}

/// Adds to a letter what came in the person's queues.
pub(super) async fn tell_of_queues(
    tx: &mut Tx,
    delivery: i64,
    person: i64,
    at: Instant,
) -> sqlx::Result<()> {
    let rows: Vec<Reviewing> = sql(reviewing("p.id = $2"))
        .bind(at)
        .bind(person)
        .all(tx)
        .await?;
    for reviewing in rows {
        let n = arrived(tx, reviewing).await?;
        if n > 0 {
            say(tx, delivery, reviewing, n).await?;
        }
        written(tx, reviewing, n, at).await?;
    }
    Ok(())
}

/// How many applications came to the queue and wait, up to [`Unread::MOST`]. What is older than the last
/// letter was in it, whatever changed of it since; numbers are in the order of commits, times are not.
async fn arrived(conn: &mut Conn, reviewing: Reviewing) -> sqlx::Result<i64> {
    sql(format!(
        "SELECT COUNT(*) FROM (SELECT a.id FROM application a
         WHERE a.superior_id = $1 AND a.state = 'pending' AND a.applied_at > $2
            AND a.seq > $3 AND a.seq <= $4
         LIMIT {}) AS counted",
        Unread::MOST
    ))
    .bind(reviewing.unit_id)
    .bind(Instant::from_micros(reviewing.mailed_at).plus_seconds(-60 * LATE_MINUTES))
    .bind(reviewing.mailed_seq)
    .bind(reviewing.seq)
    .int(conn)
    .await
}

async fn say(tx: &mut Tx, delivery: i64, reviewing: Reviewing, n: i64) -> sqlx::Result<()> {
    sql("INSERT INTO letter_queue (delivery_id, operator_id, n) VALUES ($1, $2, $3)")
        .bind(delivery)
        .bind(reviewing.operator_id)
        .bind(n)
        .execute(tx)
        .await?;
    Ok(())
}

/// Remembers how far it was looked; and when, where there was something to write.
async fn written(tx: &mut Tx, reviewing: Reviewing, n: i64, at: Instant) -> sqlx::Result<()> {
    sql("UPDATE operator SET mailed_seq = $2, mailed_at = CASE WHEN $3 > 0 THEN $4 ELSE mailed_at END
         WHERE id = $1")
    .bind(reviewing.operator_id)
    .bind(reviewing.seq)
    .bind(n)
    .bind(at)
    .execute(tx)
    .await?;
    Ok(())
}

/// What a letter says of queues: the unit of each, and how many came. Who reviews for it no more is not
/// told.
pub async fn queues_of_letter(
    conn: &mut Conn,
    delivery: i64,
    at: Instant,
) -> sqlx::Result<Vec<(String, i64)>> {
    sql(format!(
        "SELECT u.name, l.n FROM letter_queue l
         JOIN operator o ON o.id = l.operator_id AND o.disabled_at IS NULL AND o.waits = 0
            AND {}
         JOIN unit u ON u.id = o.unit_id
         WHERE l.delivery_id = $1 ORDER BY o.id",
        reviews_at("$2")
    ))
    .bind(delivery)
    .bind(at)
    .all(conn)
    .await
}
