//! 站内消息: from records to what their reader sees.

use super::caller::Caller;
use super::now;
use super::state::AppState;
use super::store::{self, MessageRow, Reader};
use crate::domain::{
    ApplicationKind, ApplicationState, Audience, Fault, Instant, MessageView, MessagesView,
};

/// Messages of a page.
const PAGE: i64 = 20;

impl Caller {
    /// Whose messages the operator reads: what is for a role that they have.
    pub fn reader(&self) -> Reader {
        let has = |audience: &Audience| match audience {
            Audience::Applies => self.may_apply(),
            Audience::Reviews => self.reviewing().is_ok(),
            Audience::Manages => self.may_manage(),
        };
        Reader {
            operator: self.operator(),
            unit: self.unit(),
            audiences: Audience::ALL.into_iter().filter(has).collect(),
        }
    }
}

pub async fn messages(
    state: &AppState,
    caller: &Caller,
    before: Option<i64>,
) -> Result<MessagesView, Fault> {
    let reader = caller.reader();
    let mut conn = state.db.read().await?;
    let mut rows = store::messages(&mut conn, &reader, before, PAGE + 1).await?;
    let more = rows.len() as i64 > PAGE;
    rows.truncate(PAGE as usize);
    Ok(MessagesView {
        who: caller.who(),
        before: rows.last().filter(|_| more).map(|row| row.id),
        unread: store::unread(&mut conn, &reader).await?,
        messages: rows.into_iter().map(|row| view(row, reader.unit)).collect(),
    })
}

/// `unit`: the reader's.
pub fn view(row: MessageRow, unit: i64) -> MessageView {
    let audience = Audience::parse(&row.audience).unwrap_or(Audience::Manages);
    MessageView {
        link: link(&row, audience, unit),
        id: row.id,
        event: row.event,
        audience,
        reader: row.reader,
        about: row.about,
        asked: row.asked.as_deref().and_then(ApplicationKind::parse),
        state: row.state.as_deref().and_then(ApplicationState::parse),
        superior: row.superior,
        why: row.why,
        at: Instant::from_micros(row.at),
        unread: row.unread == 1,
    }
}

/// Where something can be done about it. A case is open to the superior that it was sent to alone.
fn link(row: &MessageRow, audience: Audience, unit: i64) -> Option<String> {
    match audience {
        Audience::Applies => Some("/workbench".to_owned()),
        Audience::Manages => Some("/people".to_owned()),
        Audience::Reviews => {
            let here = row.superior_id == Some(unit);
            match row.application {
                Some(id) if here => Some(format!("/review/{id}")),
                // A unit that leaves this superior asks another one.
                Some(_) if row.consent_asked == 1 => Some("/leaving".to_owned()),
                _ => None,
            }
        }
    }
}

/// Reads one. Returns where something can be done about it.
pub async fn read_message(
    state: &AppState,
    caller: &Caller,
    message: i64,
) -> Result<Option<String>, Fault> {
    let reader = caller.reader();
    let mut tx = state.db.begin().await?;
    let row = store::read_message(&mut tx, &reader, message).await?;
    tx.commit().await?;
    Ok(view(row, reader.unit).link)
}

pub async fn read_messages(state: &AppState, caller: &Caller) -> Result<(), Fault> {
    let mut tx = state.db.begin().await?;
    store::read_all(&mut tx, &caller.reader(), now()).await?;
    Ok(tx.commit().await?)
}
