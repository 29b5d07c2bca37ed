//! 公示公告, as it is written.

use super::super::caller::Administrator;
use super::super::now;
use super::super::store::{self, Conn, Tx};
use super::who;
use crate::domain::admin::{
    Announcement, AnnouncementDraft, AnnouncementForm, AnnouncementLine, AnnouncementsView, Shown,
};
use crate::domain::{Fault, Instant};
use crate::server::store::AnnouncementRow;

/// Announcements of a page.
const PAGE: i64 = 20;

pub async fn announcement_list(
    conn: &mut Conn,
    administrator: &Administrator,
    before: Option<i64>,
) -> Result<AnnouncementsView, Fault> {
    let mut rows = store::all_announcements(conn, before, PAGE + 1).await?;
    let more = rows.len() as i64 > PAGE;
    rows.truncate(PAGE as usize);
    Ok(AnnouncementsView {
        who: who(administrator),
        older: rows.last().filter(|_| more).map(|row| row.id),
        announcements: rows.into_iter().map(line).collect(),
    })
}

fn line(row: AnnouncementRow) -> AnnouncementLine {
    let standing = standing(&row);
    AnnouncementLine {
        id: row.id,
        title: row.title,
        published: Instant::from_micros(row.published_at),
        withdrawn: row.withdrawn_at.map(Instant::from_micros),
        pinned: row.pinned == 1,
        standing,
    }
}

fn standing(row: &AnnouncementRow) -> Shown {
    let withdrawn = row.withdrawn_at.map(Instant::from_micros);
    Shown::at(now(), Instant::from_micros(row.published_at), withdrawn)
}

/// The form of an announcement; an empty one for none.
pub async fn announcement_form(
    conn: &mut Conn,
    administrator: &Administrator,
    id: Option<i64>,
) -> Result<AnnouncementForm, Fault> {
    let who = who(administrator);
    let Some(id) = id else {
        return Ok(AnnouncementForm {
            who,
            draft: AnnouncementDraft::default(),
            standing: None,
        });
    };
    let row = store::find_announcement(conn, id).await?;
    let row = row.ok_or(Fault::NotFound)?;
    let minute = |micros| Instant::from_micros(micros).field_shanghai();
    Ok(AnnouncementForm {
        who,
        standing: Some(standing(&row)),
        draft: AnnouncementDraft {
            version: row.version,
            title: row.title,
            body: row.body,
            published: minute(row.published_at),
            withdrawn: row.withdrawn_at.map_or_else(String::new, minute),
            pinned: if row.pinned == 1 { "1" } else { "" }.to_owned(),
            go: String::new(),
        },
    })
}

/// 保存 or 撤回. Returns the announcement's id.
pub async fn press_announcement(
    tx: &mut Tx,
    id: Option<i64>,
    draft: AnnouncementDraft,
) -> store::Result<i64> {
    let (at, seen) = (now(), draft.version);
    match (id, draft.go.as_str()) {
        (Some(id), "withdraw") => {
            store::withdraw_announcement(tx, id, seen, at).await?;
            Ok(id)
        }
        (id, _) => {
            let announcement = Announcement::try_from(draft).map_err(Fault::from)?;
            match id {
                None => Ok(store::add_announcement(tx, &announcement, at).await?),
                Some(id) => {
                    store::save_announcement(tx, id, seen, &announcement, at).await?;
                    Ok(id)
                }
            }
        }
    }
}
