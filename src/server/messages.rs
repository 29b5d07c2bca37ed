//! 站内消息: from records to what their reader sees.

use super::caller::Caller;
use super::now;
use super::state::AppState;
use super::store::{self, MessageRow, Reader};
use crate::domain::reorganization::BranchChange;
use crate::domain::{
    ApplicationKind, ApplicationState, Audience, BranchNews, ExpectedBy, Fault, Instant,
    MessageKind, MessageView, MessagesView, Seat, StandInDays,
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
        messages: rows.into_iter().map(view).collect(),
    })
}

pub fn view(row: MessageRow) -> MessageView {
    let audience = Audience::parse(&row.audience).unwrap_or(Audience::Manages);
    let seat = seat(&row);
    MessageView {
        link: link(&row, audience, seat),
        branch: branch(&row),
        stands_in: stands_in(&row),
        seat,
        id: row.id,
        event: row.event,
        audience,
        reader: row.reader,
        about: row.about,
        asked: row.asked.as_deref().and_then(ApplicationKind::parse),
        state: row.state.as_deref().and_then(ApplicationState::parse),
        superior: row.superior,
        left: row.left_unit,
        consent_asked: row.consent_asked == 1,
        expected_by: (row.expected_by.zip(row.expected_by_code)).map(|(unit, code)| ExpectedBy {
            unit,
            code,
            superior: row.superior_now,
            bound: row.bound_here == 1,
        }),
        released_by: row.released_by,
        others: row.others,
        why: row.why,
        at: Instant::from_micros(row.at),
        unread: row.unread == 1,
    }
}

fn seat(row: &MessageRow) -> Seat {
    let here = Some(row.unit_id);
    let moves = row.asked.as_deref() == Some(ApplicationKind::Transfer.as_str());
    if row.superior_id == here {
        Seat::Decides
    } else if moves && row.from_superior_id == here {
        Seat::IsLeft
    } else {
        Seat::Elsewhere
    }
}

fn branch(row: &MessageRow) -> Option<BranchNews> {
    Some(BranchNews {
        change: BranchChange::parse(row.change.as_deref()?)?,
        unit: row.changed.clone()?,
        target: row.target.clone(),
    })
}

fn stands_in(row: &MessageRow) -> Option<StandInDays> {
    Some(StandInDays {
        from: Instant::from_micros(row.stands_from?),
        until: Instant::from_micros(row.stands_until?),
        ended: row.stands_ended.is_some(),
    })
}

/// The queue is open to who stands in on these days alone.
fn stands_in_now(row: &MessageRow) -> bool {
    let at = now().as_micros();
    row.stands_ended.is_none()
        && row.stands_from.is_some_and(|from| from <= at)
        && row.stands_until.is_some_and(|until| at < until)
}

/// Where something can be done about it.
fn link(row: &MessageRow, audience: Audience, seat: Seat) -> Option<String> {
    match (MessageKind::of(&row.event), audience) {
        (Some(MessageKind::Delegated), Audience::Applies) => Some(
            match stands_in_now(row) {
                true => "/review",
                false => "/workbench",
            }
            .to_owned(),
        ),
        (Some(MessageKind::Delegated), _) => Some("/delegation".to_owned()),
        (Some(MessageKind::Reminded), Audience::Applies) => Some(reminded(row)),
        (Some(MessageKind::Reorganization), Audience::Applies) => Some("/tie".to_owned()),
        (_, Audience::Applies) => Some("/workbench".to_owned()),
        (_, Audience::Manages) => Some("/people".to_owned()),
        (Some(MessageKind::Reorganization), Audience::Reviews) => Some(proposal(row)),
        (_, Audience::Reviews) => case(row, seat),
    }
}

/// Who has a superior already is to move.
fn reminded(row: &MessageRow) -> String {
    let to = match row.superior_now {
        Some(_) if row.bound_here == 1 => return "/tie".to_owned(),
        Some(_) => "/move",
        None => "/bind",
    };
    match &row.expected_by_code {
        Some(code) => format!("{to}?code={code}"),
        None => to.to_owned(),
    }
}

/// A proposal is open to the reviewers of the unit that made it; what it did, to whom it concerns.
fn proposal(row: &MessageRow) -> String {
    match row.proposal {
        Some(id) if row.proposal_of == Some(row.unit_id) => format!("/units/reorganize/{id}"),
        _ => "/units".to_owned(),
    }
}

/// A case is open to the superior that it was sent to alone, and the question for consent to the one
/// that is left. Who is above them finds them among the units below.
fn case(row: &MessageRow, seat: Seat) -> Option<String> {
    let application = row.application?;
    match seat {
        Seat::Decides if row.others > 0 => Some("/review?sort=oldest".to_owned()),
        Seat::Decides => Some(format!("/review/{application}")),
        Seat::IsLeft => (row.consent_asked == 1).then(|| "/leaving".to_owned()),
        Seat::Elsewhere => Some("/units".to_owned()),
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
    Ok(view(row).link)
}

pub async fn read_messages(state: &AppState, caller: &Caller) -> Result<(), Fault> {
    let mut tx = state.db.begin().await?;
    store::read_all(&mut tx, &caller.reader(), now()).await?;
    Ok(tx.commit().await?)
}
