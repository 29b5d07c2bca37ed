//! `GET /messages/live`: how many messages are unread, as server-sent events. Each event says the
//! whole count, so that a stream that is opened anew goes on by itself. The database is asked once
//! a period for all who listen here; a listener counts only when its own unit was told something.

use super::watch::{Live, PERIOD, Place};
use super::{feed, refuse};
use crate::domain::Fault;
use crate::server::request::caller_of;
use crate::server::session::Token;
use crate::server::state::AppState;
use crate::server::store::{self, Db, Reader};
use crate::server::{caller::SignedIn, now};
use axum::extract::State;
use axum::response::sse::Event;
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use http::StatusCode;
use http::request::Parts;
use std::collections::HashSet;
use std::convert::Infallible;
use std::sync::Arc;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{broadcast, watch};
use tokio::time::Interval;

/// Numbers of the bell that are read at once.
const MOST: i64 = 5000;

/// Who was told something. One answer for everybody who listens.
pub(super) type Rung = Arc<Told>;

pub(super) enum Told {
    /// Perhaps anybody: it was not looked before.
    Anybody,
    Units(HashSet<i64>),
}

impl Told {
    fn concerns(&self, unit: i64) -> bool {
        match self {
            Self::Anybody => true,
            Self::Units(units) => units.contains(&unit),
        }
    }

    fn nobody(&self) -> bool {
        matches!(self, Self::Units(units) if units.is_empty())
    }
}

pub async fn listen(State(state): State<AppState>, parts: Parts) -> Response {
    let caller = match caller_of(&parts.extensions) {
        Ok(caller) => caller,
        Err(fault) => return refuse(&fault),
    };
    let Some(token) = Token::of(&parts.headers, &state.settings) else {
        return refuse(&Fault::SignInRequired);
    };
    let Some(place) = state.live.admit_to_bell(caller.operator()) else {
        return StatusCode::TOO_MANY_REQUESTS.into_response();
    };
    let listener = Listener {
        // Before the first count: what comes between the two is heard.
        bell: state.live.bell(&state.db),
        db: state.db.clone(),
        reader: caller.reader(),
        session: token.hash(),
        told: None,
        counts: true,
        closing: state.live.closing(),
        check: feed::checks(),
        _place: place,
    };
    let events = stream::unfold(listener, |mut listener| async move {
        let event = listener.next().await?;
        Some((Ok::<_, Infallible>(event), listener))
    });
    feed::events(events)
}

struct Listener {
    db: Db,
    reader: Reader,
    session: String,
    /// The count that was told last.
    told: Option<String>,
    /// Whether it is to be counted anew.
    counts: bool,
    bell: broadcast::Receiver<Rung>,
    closing: watch::Receiver<bool>,
    check: Interval,
    _place: Place,
}

/// What a listener waits for.
enum Woken {
    Ends,
    Checks,
    /// Somebody was told something: whether its own unit was.
    Rung(bool),
}

impl Listener {
    /// The next event; none when the stream ends.
    async fn next(&mut self) -> Option<Event> {
        loop {
            if std::mem::take(&mut self.counts) {
                match self.count().await {
                    Ok(count) if self.told.as_ref() != Some(&count) => {
                        self.told = Some(count.clone());
                        return Some(Event::default().data(count));
                    }
                    Ok(_) => {}
                    Err(_) => {
                        self.counts = true;
                        tokio::time::sleep(PERIOD).await;
                    }
                }
            }
            match self.wake().await {
                Woken::Ends => return None,
                Woken::Checks => self.still_here().await?,
                Woken::Rung(concerned) => self.counts |= concerned,
            }
        }
    }

    async fn wake(&mut self) -> Woken {
        let unit = self.reader.unit;
        tokio::select! {
            _ = self.closing.wait_for(|closing| *closing) => Woken::Ends,
            _ = self.check.tick() => Woken::Checks,
            rung = self.bell.recv() => match rung {
                Ok(told) => Woken::Rung(told.concerns(unit)),
                // It missed some: it may have been meant.
                Err(RecvError::Lagged(_)) => Woken::Rung(true),
                Err(RecvError::Closed) => Woken::Ends,
            },
        }
    }

    async fn count(&self) -> sqlx::Result<String> {
        let mut conn = self.db.read().await?;
        Ok(store::unread(&mut conn, &self.reader).await?.to_string())
    }

    /// Whether the session is open still, for the same unit and roles. A database that does not
    /// answer ends no session.
    async fn still_here(&self) -> Option<()> {
        let found = async {
            let mut conn = self.db.read().await?;
            store::find_caller(&mut conn, &self.session, now()).await
        };
        let Ok(row) = found.await else {
            return Some(());
        };
        let caller = SignedIn::from(row?).operator().ok()?;
        let reader = caller.reader();
        let same = reader.unit == self.reader.unit && reader.audiences == self.reader.audiences;
        same.then_some(())
    }
}

/// Looks once a period as long as somebody listens. What fails is tried again: the cause is logged
/// by whoever else asks the database.
pub(super) async fn ring(live: Live, db: Db, bell: broadcast::Sender<Rung>) {
    let mut closing = live.closing();
    let mut heard = None;
    while !live.forget_unheard_bell(&bell) {
        if let Ok(told) = rung(&db, &mut heard).await
            && !told.nobody()
        {
            // Where nobody hears it the next turn ends this.
            let _ = bell.send(Arc::new(told));
        }
        tokio::select! {
            () = tokio::time::sleep(PERIOD) => {}
            _ = closing.wait_for(|closing| *closing) => return,
        }
    }
}

/// Who was told something since it was looked last.
async fn rung(db: &Db, heard: &mut Option<i64>) -> sqlx::Result<Told> {
    let mut conn = db.read().await?;
    let Some(seq) = *heard else {
        *heard = Some(store::bell_seq(&mut conn).await?);
        return Ok(Told::Anybody);
    };
    let rows = store::rung_since(&mut conn, seq, MOST).await?;
    *heard = rows.last().map_or(*heard, |(seq, _)| Some(*seq));
    let units = rows.into_iter().map(|(_, unit)| unit).collect();
    Ok(Told::Units(units))
}
