//! What is to leave the platform: messages wait in the outbox until a server distributes them.

use super::delegations::reviews_at;
use super::inbox::not_told_alone;
use super::queue_letters::tell_of_queues;
use super::{Conn, Tx, sql};
use crate::domain::{Instant, MessageKind};

/// Messages that are distributed in one transaction.
const CHUNK: i64 = 500;
/// For how long what is done stays here, and for how long open pages can hear of a message.
const KEPT_DAYS: i64 = 30;
const BELL_SECONDS: i64 = 3600;
/// Rows that one sweep removes.
const SWEPT: i64 = 2000;

/// Whether messages wait to be distributed.
pub async fn outbox_waits(conn: &mut Conn) -> sqlx::Result<bool> {
    let found = sql("SELECT COUNT(*) FROM (SELECT 1 FROM outbox LIMIT 1) AS first")
        .int(conn)
        .await?;
    Ok(found > 0)
}

/// Distributes some of the messages that wait: rings for the units that were told, makes a delivery
/// for each system that wants to hear of the event, and an item for each person who wants letters.
/// One after another, so that numbers of the bell are in the order of their commits. Returns
/// whether there were any.
pub async fn distribute(tx: &mut Tx, allowed: Allowed, at: Instant) -> sqlx::Result<bool> {
    take_head(tx).await?;
    let taken: Vec<(i64,)> = sql("SELECT message_id FROM outbox ORDER BY message_id LIMIT $1")
        .bind(CHUNK)
        .all(tx)
        .await?;
    if taken.is_empty() {
        return Ok(false);
    }
    let which = list(taken.into_iter().map(|(id,)| id));
    sql(format!(
        "INSERT INTO bell (unit_id, at)
         SELECT unit_id, $1 FROM message WHERE id IN ({which}) GROUP BY unit_id"
    ))
    .once()
    .bind(at)
    .execute(tx)
    .await?;
    if allowed.webhook {
        to_systems(tx, &which, at).await?;
    }
    if allowed.mail {
        to_people(tx, &which, at).await?;
    }
    sql(format!("DELETE FROM outbox WHERE message_id IN ({which})"))
        .once()
        .execute(tx)
        .await?;
    Ok(true)
}

/// Which ways out of the platform are open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Allowed {
    pub webhook: bool,
    pub mail: bool,
}

pub(super) async fn take_head(tx: &mut Tx) -> sqlx::Result<()> {
    sql("UPDATE outbox_head SET taken = taken + 1 WHERE id = 1")
        .execute(tx)
        .await?;
    Ok(())
}

pub(super) fn list(ids: impl Iterator<Item = i64>) -> String {
    let ids: Vec<String> = ids.map(|id| id.to_string()).collect();
    ids.join(",")
}

async fn to_systems(tx: &mut Tx, which: &str, at: Instant) -> sqlx::Result<()> {
    let told: Vec<(String,)> = sql(format!(
        "SELECT DISTINCT e.kind FROM message m JOIN event e ON e.id = m.event_id
         WHERE m.id IN ({which})"
    ))
    .once()
    .all(tx)
    .await?;
    let systems: Vec<(i64, String)> =
        sql("SELECT id, kinds FROM webhook WHERE enabled = 1 ORDER BY id")
            .all(tx)
            .await?;
    for (webhook, kinds) in systems {
        let wanted: Vec<&str> = told
            .iter()
            .map(|(event,)| event.as_str())
            .filter(|event| wants(&kinds, event))
            .collect();
        if wanted.is_empty() {
            continue;
        }
        let places: Vec<String> = (3..wanted.len() + 3).map(|n| format!("${n}")).collect();
        let insert = sql(format!(
            "INSERT INTO delivery (name, webhook_id, event_id, state, due_at, made_at)
             SELECT w.salt || '-' || CAST(e.id AS TEXT), w.id, e.id, 'waiting', $2, $2
             FROM event e JOIN webhook w ON w.id = $1
             WHERE e.id IN (SELECT event_id FROM message WHERE id IN ({which}))
               AND e.kind IN ({kinds})
             ON CONFLICT (webhook_id, event_id) DO NOTHING",
            kinds = places.join(", ")
        ));
        let insert = insert.once().bind(webhook).bind(at);
        let insert = wanted
            .into_iter()
            .fold(insert, |insert, kind| insert.bind(kind));
        insert.execute(tx).await?;
    }
    Ok(())
}

/// Whether a system that wants these kinds hears of the event.
fn wants(kinds: &str, event: &str) -> bool {
    let kind = MessageKind::of(event);
    kind.is_some_and(|kind| kinds.split(',').any(|word| word == kind.as_str()))
}

/// An operator hears what is for a role of theirs: now, or at the hour that they chose.
async fn to_people(tx: &mut Tx, which: &str, at: Instant) -> sqlx::Result<()> {
    let midnight = Instant::from_date_shanghai(&at.date_shanghai()).unwrap_or(at);
    sql(format!(
        "INSERT INTO mail_item (person_id, message_id, due_at)
         SELECT DISTINCT p.id, m.id, CASE
            WHEN p.mail_choice = 'now' THEN $1
            WHEN $2 + p.mail_hour * 3600000000 > $1 THEN $2 + p.mail_hour * 3600000000
            ELSE $2 + (p.mail_hour + 24) * 3600000000 END
         FROM message m
         JOIN operator o ON o.unit_id = m.unit_id AND {hears}
         JOIN person p ON p.id = o.person_id AND p.mail_choice <> 'none' AND p.mail_sealed <> ''
         WHERE m.id IN ({which}) AND m.with_id IS NULL
         ON CONFLICT (person_id, message_id) DO NOTHING",
        hears = hears("$1")
    ))
    .once()
    .bind(at)
    .bind(midnight)
    .execute(tx)
    .await?;
    Ok(())
}

/// Whether operator `o` is one that message `m` is for: alone, or by what they do at a time.
pub(super) fn hears(at: &str) -> String {
    format!(
        "o.disabled_at IS NULL AND o.waits = 0 AND (m.operator_id = o.id OR m.operator_id IS NULL AND {others}
         AND (m.audience = 'applies' AND o.applies = 1 OR m.audience = 'reviews' AND {reviews}
            OR m.audience = 'manages' AND o.manages = 1))",
        others = not_told_alone("o.id"),
        reviews = reviews_at(at)
    )
}

/// Whether letters are due.
pub async fn letters_due(conn: &mut Conn, at: Instant) -> sqlx::Result<bool> {
    let found = sql("SELECT COUNT(*) FROM (SELECT 1 FROM mail_item
         WHERE delivery_id IS NULL AND due_at <= $1 LIMIT 1) AS first")
    .bind(at)
    .int(conn)
    .await?;
    Ok(found > 0)
}

/// Makes one letter for each person whose items are due, at most as many as there are names: it says
/// too how much waits in their queues by now. A name is what the letter is known by.
pub async fn gather_letters(tx: &mut Tx, names: &[String], at: Instant) -> sqlx::Result<()> {
    take_head(tx).await?;
    let most = i64::try_from(names.len()).unwrap_or(i64::MAX);
    let people: Vec<(i64,)> = sql("SELECT DISTINCT person_id FROM
            (SELECT person_id FROM mail_item WHERE delivery_id IS NULL AND due_at <= $1
             ORDER BY due_at LIMIT $2) AS due")
    .bind(at)
    .bind(most)
    .all(tx)
    .await?;
    for ((person,), name) in people.into_iter().zip(names) {
        let delivery = new_letter(tx, name, person, at).await?;
        sql("UPDATE mail_item SET delivery_id = $1
             WHERE person_id = $2 AND delivery_id IS NULL AND due_at <= $3")
        .bind(delivery)
        .bind(person)
        .bind(at)
        .execute(tx)
        .await?;
        tell_of_queues(tx, delivery, person, at).await?;
    }
    Ok(())
}

/// A letter to a person, which says nothing yet.
pub(super) async fn new_letter(
    tx: &mut Tx,
    name: &str,
    person: i64,
    at: Instant,
) -> sqlx::Result<i64> {
    sql(
        "INSERT INTO delivery (name, person_id, state, due_at, made_at)
         VALUES ($1, $2, 'waiting', $3, $3) RETURNING id",
    )
    .bind(name)
    .bind(person)
    .bind(at)
    .int(tx)
    .await
}

/// Removes some of what is done for long, and what no open page waits to hear. Returns whether more
/// is left.
pub async fn sweep(tx: &mut Tx, at: Instant) -> sqlx::Result<bool> {
    let old: Vec<(i64,)> = sql("SELECT id FROM delivery
         WHERE state = 'done' AND settled_at < $1 ORDER BY settled_at LIMIT $2")
    .bind(at.plus_days(-KEPT_DAYS))
    .bind(SWEPT)
    .all(tx)
    .await?;
    let more = old.len() as i64 == SWEPT;
    if !old.is_empty() {
        let which = list(old.into_iter().map(|(id,)| id));
        for text in [
            format!("DELETE FROM mail_item WHERE delivery_id IN ({which})"),
            format!("DELETE FROM letter_queue WHERE delivery_id IN ({which})"),
            format!("DELETE FROM delivery WHERE id IN ({which})"),
        ] {
            sql(text).once().execute(tx).await?;
        }
    }
    sql("DELETE FROM bell WHERE at < $1 AND seq < (SELECT MAX(seq) FROM bell)")
        .bind(at.plus_seconds(-BELL_SECONDS))
        .execute(tx)
        .await?;
    sql("DELETE FROM mail_link WHERE expires_at < $1")
        .bind(at.plus_days(-KEPT_DAYS))
        .execute(tx)
        .await?;
    Ok(more)
}

/// The number up to which units were told something.
pub async fn bell_seq(conn: &mut Conn) -> sqlx::Result<i64> {
    sql("SELECT COALESCE(MAX(seq), 0) FROM bell")
        .int(conn)
        .await
}

/// Which units were told something since, with the numbers.
pub async fn rung_since(conn: &mut Conn, seq: i64, most: i64) -> sqlx::Result<Vec<(i64, i64)>> {
    sql("SELECT seq, unit_id FROM bell WHERE seq > $1 ORDER BY seq LIMIT $2")
        .bind(seq)
        .bind(most)
        .all(conn)
        .await
}

#[cfg(test)]
mod tests {
    use super::wants;

    #[test]
    fn a_system_hears_of_what_it_wants_alone() {
        assert!(wants("applied,decided", "decided"));
        assert!(wants("consent", "consent_given"));
        for (kinds, event) in [
            ("", "decided"),
            ("decided", "undone"),
            ("decided", "decided_x"),
            ("verified", "verified"),
        ] {
            assert!(!wants(kinds, event), "{kinds}: {event}");
        }
    }
}
