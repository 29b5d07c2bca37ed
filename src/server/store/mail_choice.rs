//! 消息邮件: whether, when and where a person wants letters about messages.

use super::inbox::{MessageRow, message_columns, message_tables};
use super::outbox::hears;
use super::{Conn, Result, Tx, sql};
use crate::domain::{Fault, Instant, MailChoice};

/// For how long the link works that proves an address.
pub const MAIL_LINK_HOURS: i64 = 24;
/// Links that a person may have mailed within a day.
pub const MAIL_LINKS_A_DAY: i64 = 5;

#[derive(Clone, Debug, Default, sqlx::FromRow)]
pub struct MailRow {
    /// Sealed; empty where there is none.
    pub mail_sealed: String,
    pub mail_choice: String,
    pub mail_hour: i64,
}

pub async fn mail_of(conn: &mut Conn, person: i64) -> sqlx::Result<MailRow> {
    sql("SELECT mail_sealed, mail_choice, mail_hour FROM person WHERE id = $1")
        .bind(person)
        .one(conn)
        .await
}

/// The address, sealed, that waits to be proved.
pub async fn mail_to_prove(
    conn: &mut Conn,
    person: i64,
    at: Instant,
) -> sqlx::Result<Option<String>> {
    let row: Option<(String,)> = sql("SELECT mail_sealed FROM mail_link
         WHERE person_id = $1 AND used_at IS NULL AND expires_at > $2 ORDER BY id DESC LIMIT 1")
    .bind(person)
    .bind(at)
    .optional(conn)
    .await?;
    Ok(row.map(|(sealed,)| sealed))
}

/// What was gathered for a former wish is sent by the new one: without letters it is dropped.
pub async fn set_mail_choice(
    tx: &mut Tx,
    person: i64,
    choice: MailChoice,
    hour: i64,
    at: Instant,
) -> sqlx::Result<()> {
    // Who begins to get letters hears of what comes from now on.
    sql("UPDATE operator SET mailed_at = $2
         WHERE person_id = (SELECT id FROM person WHERE id = $1 AND mail_choice = 'none')")
    .bind(person)
    .bind(at)
    .execute(tx)
    .await?;
    sql("UPDATE person SET mail_choice = $2, mail_hour = $3 WHERE id = $1")
        .bind(person)
        .bind(choice.as_str())
        .bind(hour)
        .execute(tx)
        .await?;
    if choice == MailChoice::None {
        sql("DELETE FROM mail_item WHERE person_id = $1 AND delivery_id IS NULL")
            .bind(person)
            .execute(tx)
            .await?;
    }
    Ok(())
}

/// No address any more, and none that waits to be proved.
pub async fn forget_mail(tx: &mut Tx, person: i64, at: Instant) -> sqlx::Result<()> {
    spend_mail_links(tx, person, at).await?;
    sql("UPDATE person SET mail_sealed = '' WHERE id = $1")
        .bind(person)
        .execute(tx)
        .await?;
    set_mail_choice(tx, person, MailChoice::None, 9, at).await
}

/// A link to be mailed to the address; those before it are spent. Not where the person had enough
/// of them today: nobody's mailbox is flooded.
pub async fn make_mail_link(
    tx: &mut Tx,
    person: i64,
    token_hash: &str,
    sealed: &str,
    at: Instant,
) -> sqlx::Result<bool> {
    let today = sql("SELECT COUNT(*) FROM mail_link WHERE person_id = $1 AND made_at > $2")
        .bind(person)
        .bind(at.plus_days(-1))
        .int(tx)
        .await?;
    if today >= MAIL_LINKS_A_DAY {
        return Ok(false);
    }
    spend_mail_links(tx, person, at).await?;
    sql(
        "INSERT INTO mail_link (token_hash, person_id, mail_sealed, made_at, expires_at)
         VALUES ($1, $2, $3, $4, $5)",
    )
    .bind(token_hash)
    .bind(person)
    .bind(sealed)
    .bind(at)
    .bind(at.plus_seconds(3600 * MAIL_LINK_HOURS))
    .execute(tx)
    .await?;
    Ok(true)
}

async fn spend_mail_links(tx: &mut Tx, person: i64, at: Instant) -> sqlx::Result<()> {
    sql("UPDATE mail_link SET used_at = $2 WHERE person_id = $1 AND used_at IS NULL")
        .bind(person)
        .bind(at)
        .execute(tx)
        .await?;
    Ok(())
}

/// Whether the link works.
pub async fn mail_link_works(conn: &mut Conn, token_hash: &str, at: Instant) -> sqlx::Result<bool> {
    let found = sql("SELECT COUNT(*) FROM mail_link
         WHERE token_hash = $1 AND used_at IS NULL AND expires_at > $2")
    .bind(token_hash)
    .bind(at)
    .int(conn)
    .await?;
    Ok(found > 0)
}

/// The address holds from now on. Of two at once one wins. Returns whose it is.
pub async fn use_mail_link(tx: &mut Tx, token_hash: &str, at: Instant) -> Result<i64> {
    let spent: Option<(i64, String)> = sql("UPDATE mail_link SET used_at = $2
         WHERE token_hash = $1 AND used_at IS NULL AND expires_at > $2
         RETURNING person_id, mail_sealed")
    .bind(token_hash)
    .bind(at)
    .optional(tx)
    .await?;
    let (person, sealed) = spent.ok_or(Fault::LinkSpent)?;
    sql("UPDATE person SET mail_sealed = $2 WHERE id = $1")
        .bind(person)
        .bind(sealed)
        .execute(tx)
        .await?;
    Ok(person)
}

/// What a letter tells: those of its messages that the person is still to hear of, the oldest
/// first.
pub async fn messages_of_letter(
    conn: &mut Conn,
    delivery: i64,
    person: i64,
    most: i64,
    at: Instant,
) -> sqlx::Result<Vec<MessageRow>> {
    let picked = format!(
        "SELECT m.id FROM mail_item i JOIN message m ON m.id = i.message_id
         WHERE i.delivery_id = $1 AND EXISTS (SELECT 1 FROM operator o
            WHERE o.person_id = $2 AND o.unit_id = m.unit_id AND {hears})
         ORDER BY m.id LIMIT $3",
        hears = hears("$4")
    );
    sql(format!(
        "SELECT {columns} FROM {tables} ORDER BY m.id",
        columns = message_columns("1"),
        tables = message_tables(&picked),
    ))
    .bind(delivery)
    .bind(person)
    .bind(most)
    .bind(at)
    .all(conn)
    .await
}
