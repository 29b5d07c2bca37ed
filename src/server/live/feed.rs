//! `GET /review/live`: what changes in the queue of the reviewer's unit, as server-sent events. An
//! event's id is the number of the queue that it leads to, so that a broken stream goes on where
//! it was: the browser sends the id as Last-Event-ID.

use super::refuse;
use super::watch::{Live, Place};
use crate::domain::views::EventKind;
use crate::domain::{ApplicationState, Fault, Instant};
use crate::server::request::caller_of;
use crate::server::session::Token;
use crate::server::state::AppState;
use crate::server::store::{self, ChangeRow, Db, Reviewer};
use crate::server::{caller::SignedIn, now};
use crate::texts;
use axum::extract::{Query, State};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream::{self, Stream};
use http::request::Parts;
use http::{HeaderMap, StatusCode};
use serde::{Deserialize, Serialize};
use std::convert::Infallible;
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::{Interval, MissedTickBehavior, interval};

/// Changes that one event tells; whoever missed more loads the page again.
const MOST: i64 = 500;
/// How often the session is looked up again.
const CHECK: Duration = Duration::from_secs(30);
/// How often a silent stream says that it is there: proxies end those that don't.
const KEEP_ALIVE: Duration = Duration::from_secs(15);

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    after: String,
}

pub async fn open(State(state): State<AppState>, asked: Query<Asked>, parts: Parts) -> Response {
    let reviewer = caller_of(&parts.extensions).and_then(|caller| caller.reviewing());
    let reviewer = match reviewer {
        Ok(reviewer) => reviewer,
        Err(fault) => return refuse(&fault),
    };
    let Some(token) = Token::of(&parts.headers, &state.settings) else {
        return refuse(&Fault::SignInRequired);
    };
    let Some(place) = state.live.admit(reviewer.operator) else {
        return StatusCode::TOO_MANY_REQUESTS.into_response();
    };
    let after = resumed(&parts.headers, &asked);
    match Feed::begin(&state.db, &state.live, reviewer, token.hash(), place, after).await {
        Ok(feed) => answer(feed),
        Err(fault) => refuse(&fault),
    }
}

/// Where the stream goes on: what the browser heard last, or else what its page showed.
fn resumed(headers: &HeaderMap, asked: &Asked) -> Option<i64> {
    let heard = headers.get("last-event-id").and_then(|id| id.to_str().ok());
    heard.unwrap_or(&asked.after).parse().ok()
}

fn answer(feed: Feed) -> Response {
    events(stream::unfold(feed, |mut feed| async move {
        let event = feed.next().await?;
        Some((Ok::<_, Infallible>(event), feed))
    }))
}

/// The answer that goes on for as long as the page is open.
pub(super) fn events(
    events: impl Stream<Item = Result<Event, Infallible>> + Send + 'static,
) -> Response {
    let sse = Sse::new(events).keep_alive(KeepAlive::new().interval(KEEP_ALIVE));
    // A proxy that collects answers would keep the events to itself.
    ([("x-accel-buffering", "no")], sse).into_response()
}

/// When the session is looked up again.
pub(super) fn checks() -> Interval {
    let mut check = interval(CHECK);
    check.set_missed_tick_behavior(MissedTickBehavior::Delay);
    // The first tick is at once, and the session was looked up just now.
    check.reset();
    check
}

struct Feed {
    db: Db,
    reviewer: Reviewer,
    session: String,
    /// What was told already.
    told: i64,
    /// It heard of a number that this database never reached.
    lost: bool,
    queue: watch::Receiver<i64>,
    closing: watch::Receiver<bool>,
    check: Interval,
    _place: Place,
}

/// What a stream waits for.
enum Woken {
    Ends,
    Checks,
    /// The queue has this number now.
    Moved(i64),
}

/// What is told at once.
#[derive(Default, Serialize)]
struct News {
    arrived: usize,
    changed: Vec<Changed>,
}

#[derive(Serialize)]
struct Changed {
    id: i64,
    word: &'static str,
    who: String,
    minute: String,
}

impl Feed {
    async fn begin(
        db: &Db,
        live: &Live,
        reviewer: Reviewer,
        session: String,
        place: Place,
        after: Option<i64>,
    ) -> Result<Self, Fault> {
        let queue = live.queue(db, reviewer.unit);
        let present = store::queue_seq(&mut db.read().await?, reviewer.unit).await?;
        let after = after.unwrap_or(present);
        Ok(Self {
            db: db.clone(),
            reviewer,
            session,
            told: if after > present { 0 } else { after },
            lost: after > present,
            queue,
            closing: live.closing(),
            check: checks(),
            _place: place,
        })
    }

    /// The next event; none when the stream ends.
    async fn next(&mut self) -> Option<Event> {
        loop {
            match self.wake().await {
                Woken::Ends => return None,
                Woken::Checks if self.still_reviews().await => {}
                Woken::Checks => return None,
                Woken::Moved(seq) => match self.news(seq).await {
                    Ok(event) => return Some(event),
                    Err(_) => tokio::time::sleep(Duration::from_secs(1)).await,
                },
            }
        }
    }

    async fn wake(&mut self) -> Woken {
        let told = self.told;
        let moved = async { self.queue.wait_for(|seq| *seq > told).await.map(|seq| *seq) };
        tokio::select! {
            _ = self.closing.wait_for(|closing| *closing) => Woken::Ends,
            _ = self.check.tick() => Woken::Checks,
            // Without a watcher the server is about to stop.
            seq = moved => seq.map_or(Woken::Ends, Woken::Moved),
        }
    }

    /// Whether the session is open still, for the same unit. A database that does not answer ends
    /// no session.
    async fn still_reviews(&self) -> bool {
        let found = async {
            let mut conn = self.db.read().await?;
            store::find_caller(&mut conn, &self.session, now()).await
        };
        match found.await {
            Ok(row) => row
                .and_then(|row| SignedIn::from(row).operator().ok()?.reviewing().ok())
                .is_some_and(|found| found.unit == self.reviewer.unit),
            Err(_) => true,
        }
    }

    async fn news(&mut self, seq: i64) -> Result<Event, Fault> {
        let mut conn = self.db.read().await?;
        let unit = self.reviewer.unit;
        let rows = store::changes_since(&mut conn, unit, self.told, MOST + 1).await?;
        if std::mem::take(&mut self.lost) || rows.len() as i64 > MOST {
            self.told = seq;
            return Ok(event(seq).data(r#"{"reload":true}"#));
        }
        self.told = rows.last().map_or(seq, |row| row.seq.max(seq));
        let mut news = News::default();
        for row in rows {
            match arrived(&row) {
                true => news.arrived += 1,
                false => news.changed.extend(changed(row)),
            }
        }
        let text = serde_json::to_string(&news).map_err(|_| Fault::Internal)?;
        Ok(event(self.told).data(text))
    }
}

fn event(seq: i64) -> Event {
    Event::default().id(seq.to_string())
}

fn arrived(row: &ChangeRow) -> bool {
    matches!(
        EventKind::parse(&row.kind),
        Some(EventKind::Applied | EventKind::Resubmitted)
    )
}

fn changed(row: ChangeRow) -> Option<Changed> {
    let state = ApplicationState::parse(&row.state)?;
    let kind = EventKind::parse(&row.kind)?;
    // It waits as before.
    if kind == EventKind::ConsentGiven {
        return None;
    }
    Some(Changed {
        id: row.id,
        word: texts::changed_to(state, kind),
        who: row
            .who
            .as_deref()
            .map_or_else(String::new, store::masked_name),
        minute: Instant::from_micros(row.at).minute_shanghai(),
    })
}
