//! 公示公告

use super::{Conn, Result, Tx, sql};
use crate::domain::admin::Announcement;
use crate::domain::{Fault, Instant};

#[derive(Clone, Debug, sqlx::FromRow)]
pub struct AnnouncementRow {
    pub id: i64,
    pub title: String,
    /// Markdown
    pub body: String,
    pub published_at: i64,
    pub withdrawn_at: Option<i64>,
    pub pinned: i64,
    pub version: i64,
}

const ANNOUNCEMENT: &str =
    "SELECT id, title, body, published_at, withdrawn_at, pinned, version FROM announcement";

/// What is published and not withdrawn: the pinned ones first, and then the newest.
pub async fn announcements(
    conn: &mut Conn,
    at: Instant,
    limit: i64,
) -> sqlx::Result<Vec<AnnouncementRow>> {
    sql(format!(
        "{ANNOUNCEMENT} WHERE published_at <= $1 AND (withdrawn_at IS NULL OR withdrawn_at > $1)
         ORDER BY pinned DESC, published_at DESC, id DESC LIMIT $2"
    ))
    .bind(at)
    .bind(limit)
    .all(conn)
    .await
}

/// All, the last written first: at most `limit` that were written before one.
pub async fn all_announcements(
    conn: &mut Conn,
    before: Option<i64>,
    limit: i64,
) -> sqlx::Result<Vec<AnnouncementRow>> {
    sql(format!(
        "{ANNOUNCEMENT} WHERE id < $1 ORDER BY id DESC LIMIT $2"
    ))
    .bind(before.unwrap_or(i64::MAX))
    .bind(limit)
    .all(conn)
    .await
}

pub async fn find_announcement(conn: &mut Conn, id: i64) -> sqlx::Result<Option<AnnouncementRow>> {
    sql(format!("{ANNOUNCEMENT} WHERE id = $1"))
        .bind(id)
        .optional(conn)
        .await
}

/// Returns the new one's id.
pub async fn add_announcement(
    tx: &mut Tx,
    announcement: &Announcement,
    at: Instant,
) -> sqlx::Result<i64> {
    sql(
        "INSERT INTO announcement (title, body, published_at, withdrawn_at, pinned)
         VALUES ($1, $2, $3, $4, $5) RETURNING id",
    )
    .bind(announcement.title.as_str())
    .bind(announcement.body.as_str())
    .bind(announcement.published.unwrap_or(at))
    .bind(announcement.withdrawn.map(Instant::as_micros))
    .bind(announcement.pinned)
    .int(tx)
    .await
}

/// Refused where somebody saved it since it was read.
pub async fn save_announcement(
    tx: &mut Tx,
    id: i64,
    seen: i64,
    announcement: &Announcement,
    at: Instant,
) -> Result<()> {
    let saved = sql(
        "UPDATE announcement SET title = $3, body = $4, published_at = $5, withdrawn_at = $6,
            pinned = $7, version = version + 1
         WHERE id = $1 AND version = $2",
    )
    .bind(id)
    .bind(seen)
    .bind(announcement.title.as_str())
    .bind(announcement.body.as_str())
    .bind(announcement.published.unwrap_or(at))
    .bind(announcement.withdrawn.map(Instant::as_micros))
    .bind(announcement.pinned)
    .execute(tx)
    .await?;
    changed(tx, id, saved).await
}

/// 撤回: from now on nobody sees it.
pub async fn withdraw_announcement(tx: &mut Tx, id: i64, seen: i64, at: Instant) -> Result<()> {
    let saved = sql(
        "UPDATE announcement SET withdrawn_at = $3, version = version + 1
         WHERE id = $1 AND version = $2",
    )
    .bind(id)
    .bind(seen)
    .bind(at)
    .execute(tx)
    .await?;
    changed(tx, id, saved).await
}

async fn changed(conn: &mut Conn, id: i64, saved: u64) -> Result<()> {
    match saved {
        0 if find_announcement(conn, id).await?.is_none() => Err(Fault::NotFound.into()),
        0 => Err(Fault::Changed.into()),
        _ => Ok(()),
    }
}
