//! Other systems that hear of events, and what of it did not arrive.

use super::outbox::take_head;
use super::{Conn, Tx, sql};
use crate::domain::Instant;

/// As many as a deployment has use for.
pub const WEBHOOKS_MAX: i64 = 20;

#[derive(Clone, Debug, sqlx::FromRow)]
pub struct WebhookRow {
    pub id: i64,
    pub url: String,
    /// Sealed.
    pub secret: String,
    /// Parted by commas.
    pub kinds: String,
    pub enabled: i64,
}

pub async fn webhooks(conn: &mut Conn) -> sqlx::Result<Vec<WebhookRow>> {
    sql("SELECT id, url, secret, kinds, enabled FROM webhook ORDER BY id LIMIT $1")
        .bind(WEBHOOKS_MAX)
        .all(conn)
        .await
}

pub async fn find_webhook(conn: &mut Conn, id: i64) -> sqlx::Result<Option<WebhookRow>> {
    sql("SELECT id, url, secret, kinds, enabled FROM webhook WHERE id = $1")
        .bind(id)
        .optional(conn)
        .await
}

/// Whether another than this one goes to the address. Of two who ask at once the second waits for the first.
pub async fn is_webhook_of_another(tx: &mut Tx, url: &str, own: i64) -> sqlx::Result<bool> {
    take_head(tx).await?;
    let found = sql("SELECT COUNT(*) FROM webhook WHERE url = $1 AND id <> $2");
    Ok(found.bind(url).bind(own).int(tx).await? > 0)
}

/// A webhook to be made. `salt`: what the names of its deliveries begin with, nobody else's.
pub struct NewWebhook<'a> {
    pub url: &'a str,
    pub secret: &'a str,
    pub salt: &'a str,
    pub kinds: &'a str,
    pub enabled: bool,
}

/// None where there are enough of them.
pub async fn add_webhook(
    tx: &mut Tx,
    new: NewWebhook<'_>,
    at: Instant,
) -> sqlx::Result<Option<i64>> {
    let row: Option<(i64,)> = sql(
        "INSERT INTO webhook (url, secret, salt, kinds, enabled, made_at)
         SELECT $1, $2, $3, $4, $5, $6
         WHERE (SELECT COUNT(*) FROM webhook) < $7 RETURNING id",
    )
    .bind(new.url)
    .bind(new.secret)
    .bind(new.salt)
    .bind(new.kinds)
    .bind(new.enabled)
    .bind(at)
    .bind(WEBHOOKS_MAX)
    .optional(tx)
    .await?;
    Ok(row.map(|(id,)| id))
}

/// Whether there is such a one.
pub async fn save_webhook(
    tx: &mut Tx,
    id: i64,
    url: &str,
    kinds: &str,
    enabled: bool,
) -> sqlx::Result<bool> {
    let text = "UPDATE webhook SET url = $2, kinds = $3, enabled = $4 WHERE id = $1";
    let saved = sql(text).bind(id).bind(url).bind(kinds).bind(enabled);
    Ok(saved.execute(tx).await? > 0)
}

pub async fn set_webhook_secret(tx: &mut Tx, id: i64, sealed: &str) -> sqlx::Result<bool> {
    let set = sql("UPDATE webhook SET secret = $2 WHERE id = $1");
    Ok(set.bind(id).bind(sealed).execute(tx).await? > 0)
}

/// With all that was to go to it.
pub async fn remove_webhook(tx: &mut Tx, id: i64) -> sqlx::Result<bool> {
    sql("DELETE FROM delivery WHERE webhook_id = $1")
        .bind(id)
        .execute(tx)
        .await?;
    let removed = sql("DELETE FROM webhook WHERE id = $1");
    Ok(removed.bind(id).execute(tx).await? > 0)
}

/// A delivery that is dead, or has failed before and waits for its next try.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct UnsentRow {
    pub id: i64,
    pub name: String,
    pub state: String,
    pub failures: i64,
    /// When it is tried next, where it waits.
    pub due_at: i64,
    /// The webhook's address, and whether it is in use; none for a letter.
    pub url: Option<String>,
    pub enabled: Option<i64>,
    /// The word of the event; none for a letter.
    pub event: Option<String>,
    pub error: String,
    /// When it was given up, or made.
    pub at: i64,
}

/// What did not arrive, the newest first, from before one on.
pub async fn unsent_deliveries(
    conn: &mut Conn,
    before: Option<i64>,
    most: i64,
) -> sqlx::Result<Vec<UnsentRow>> {
    sql(
        "SELECT d.id, d.name, d.state, d.failures, d.due_at, w.url, w.enabled, e.kind AS event, d.error,
            COALESCE(d.settled_at, d.made_at) AS at
         FROM delivery d LEFT JOIN webhook w ON w.id = d.webhook_id
         LEFT JOIN event e ON e.id = d.event_id
         WHERE d.state <> 'done' AND d.failures > 0 AND d.id < $1
         ORDER BY d.id DESC LIMIT $2",
    )
    .bind(before.unwrap_or(i64::MAX))
    .bind(most)
    .all(conn)
    .await
}

/// Whether anything was given up.
pub async fn gave_up(conn: &mut Conn) -> sqlx::Result<bool> {
    let found = sql("SELECT COUNT(*) FROM
            (SELECT 1 FROM delivery WHERE state = 'dead' LIMIT 1) AS first");
    Ok(found.int(conn).await? > 0)
}

const AGAIN: &str =
    "UPDATE delivery SET state = 'waiting', failures = 0, due_at = $1, settled_at = NULL";

/// 重发: from the beginning, under the same name; what waits for its next try need not wait any longer.
/// Whether there was one.
pub async fn send_again(tx: &mut Tx, delivery: i64, at: Instant) -> sqlx::Result<bool> {
    let again = sql(format!(
        "{AGAIN} WHERE id = $2 AND (state = 'dead' OR state = 'waiting' AND failures > 0)"
    ));
    Ok(again.bind(at).bind(delivery).execute(tx).await? > 0)
}

/// Whether there is such a one, whatever became of it.
pub async fn is_delivery(conn: &mut Conn, delivery: i64) -> sqlx::Result<bool> {
    let found = sql("SELECT COUNT(*) FROM delivery WHERE id = $1").bind(delivery);
    Ok(found.int(conn).await? > 0)
}

/// How many are sent again at once.
pub const AGAIN_MAX: i64 = 1_000;

/// 全部重发: the oldest of those that were given up. How many there were.
pub async fn send_all_again(tx: &mut Tx, at: Instant) -> sqlx::Result<i64> {
    let again = sql(format!(
        "{AGAIN} WHERE id IN (SELECT id FROM delivery WHERE state = 'dead' ORDER BY id LIMIT $2)"
    ));
    let done = again.bind(at).bind(AGAIN_MAX).execute(tx).await?;
    Ok(i64::try_from(done).unwrap_or(i64::MAX))
}

/// What another system is told of an event.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct EventFacts {
    pub event: String,
    /// Codes
    pub unit: String,
    /// Whom the application names, or whose list a unit is reminded of.
    pub superior: Option<String>,
    pub application: Option<i64>,
    pub asked: Option<String>,
    pub from_state: Option<String>,
    pub to_state: Option<String>,
    pub tie_from: Option<String>,
    pub tie_to: Option<String>,
    pub at: i64,
}

pub async fn event_facts(conn: &mut Conn, event: i64) -> sqlx::Result<Option<EventFacts>> {
    sql("SELECT e.kind AS event, u.uscc AS unit, COALESCE(s.uscc, w.uscc) AS superior,
            e.application_id AS application, a.kind AS asked, e.from_state, e.to_state, f.uscc AS tie_from, t.uscc AS tie_to, e.at
         FROM event e JOIN unit u ON u.id = e.unit_id
         LEFT JOIN application a ON a.id = e.application_id
         LEFT JOIN unit s ON s.id = a.superior_id
         LEFT JOIN operator x ON x.id = e.actor_id AND e.kind = 'reminded'
         LEFT JOIN unit w ON w.id = x.unit_id
         LEFT JOIN unit f ON f.id = e.tie_from
         LEFT JOIN unit t ON t.id = e.tie_to
         WHERE e.id = $1")
    .bind(event)
    .optional(conn)
    .await
}
