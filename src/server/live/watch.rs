//! One watcher for each superior that anybody here listens to, however many do, and one for all
//! messages.

use super::bell::{Rung, ring};
use crate::server::store::{self, Db};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::{broadcast, watch};

/// How often a watcher looks. The database is asked, not a colleague process: so it does not matter
/// which of them made the change.
pub(super) const PERIOD: Duration = Duration::from_secs(1);
/// Streams of a kind that an operator may hold at this process: as many pages as anybody looks at.
const STREAMS: usize = 10;
/// Times that the bell rings before who is slow has missed one.
const RINGS: usize = 64;

/// Who listens at this process. Cheap to clone.
#[derive(Clone)]
pub struct Live {
    kept: Arc<Mutex<Kept>>,
    closing: watch::Sender<bool>,
}

#[derive(Default)]
struct Kept {
    /// The number of each watched queue, by superior.
    queues: HashMap<i64, watch::Sender<i64>>,
    /// Streams by kind and operator.
    streams: HashMap<(Kind, i64), usize>,
    /// For all who listen to messages.
    bell: Option<broadcast::Sender<Rung>>,
}

/// What a stream tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Kind {
    Queue,
    Messages,
}

impl Default for Live {
    fn default() -> Self {
        Self {
            kept: Arc::default(),
            closing: watch::Sender::new(false),
        }
    }
}

impl Live {
    /// Ends every stream, and those that are still to come: the server stops.
    pub fn close(&self) {
        self.closing.send_replace(true);
    }

    pub(super) fn closing(&self) -> watch::Receiver<bool> {
        self.closing.subscribe()
    }

    /// A place for one more stream of this operator; none where it holds enough of them.
    pub(super) fn admit(&self, operator: i64) -> Option<Place> {
        self.admit_to((Kind::Queue, operator))
    }

    /// The same for messages.
    pub(super) fn admit_to_bell(&self, operator: i64) -> Option<Place> {
        self.admit_to((Kind::Messages, operator))
    }

    fn admit_to(&self, whose: (Kind, i64)) -> Option<Place> {
        let mut kept = self.kept();
        let streams = kept.streams.entry(whose).or_default();
        if *streams >= STREAMS {
            return None;
        }
        *streams += 1;
        let live = self.clone();
        Some(Place { live, whose })
    }

    /// Rings for the units that are told something from now on.
    pub(super) fn bell(&self, db: &Db) -> broadcast::Receiver<Rung> {
        let mut kept = self.kept();
        if let Some(bell) = &kept.bell {
            return bell.subscribe();
        }
        let (bell, listener) = broadcast::channel(RINGS);
        kept.bell = Some(bell.clone());
        tokio::spawn(ring(self.clone(), db.clone(), bell));
        listener
    }

    /// Forgets the bell when nobody listens any more.
    pub(super) fn forget_unheard_bell(&self, bell: &broadcast::Sender<Rung>) -> bool {
        let mut kept = self.kept();
        let unheard = bell.receiver_count() == 0;
        if unheard {
            kept.bell = None;
        }
        unheard
    }

    /// The number of the superior's queue, and every later one. 0 until it was looked up.
    pub(super) fn queue(&self, db: &Db, superior: i64) -> watch::Receiver<i64> {
        let mut kept = self.kept();
        if let Some(queue) = kept.queues.get(&superior) {
            return queue.subscribe();
        }
        let (queue, listener) = watch::channel(0);
        kept.queues.insert(superior, queue.clone());
        tokio::spawn(look(self.clone(), db.clone(), superior, queue));
        listener
    }

    /// Forgets a queue that nobody listens to any more.
    fn forget_unheard(&self, superior: i64, queue: &watch::Sender<i64>) -> bool {
        // Who comes now waits for the lock, and starts another watcher.
        let mut kept = self.kept();
        let unheard = queue.receiver_count() == 0;
        if unheard {
            kept.queues.remove(&superior);
        }
        unheard
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Looks once a period as long as somebody listens. What fails is tried again: the cause is logged
/// by whoever else asks the database.
async fn look(live: Live, db: Db, superior: i64, queue: watch::Sender<i64>) {
    let mut closing = live.closing();
    while !live.forget_unheard(superior, &queue) {
        if let Ok(seq) = number(&db, superior).await {
            queue.send_if_modified(|known| std::mem::replace(known, seq) != seq);
        }
        tokio::select! {
            () = tokio::time::sleep(PERIOD) => {}
            // The streams end by themselves.
            _ = closing.wait_for(|closing| *closing) => return,
        }
    }
}

async fn number(db: &Db, superior: i64) -> sqlx::Result<i64> {
    store::queue_seq(&mut db.read().await?, superior).await
}

/// A stream's place, free again when it is dropped.
pub(super) struct Place {
    live: Live,
    whose: (Kind, i64),
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut kept = self.live.kept();
        if let Some(streams) = kept.streams.get_mut(&self.whose) {
            *streams -= 1;
            if *streams == 0 {
                kept.streams.remove(&self.whose);
            }
        }
    }
}
