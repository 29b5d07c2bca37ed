//! How many deliveries a process has under way.

use super::{Outbox, deliver};
use crate::server::store::{Claimed, Target};
use std::collections::HashMap;
use tokio::task::{JoinError, JoinSet};

/// Deliveries to one target that are under way at this process: a slow one keeps no other waiting.
const PLACES: usize = 4;

/// Deliveries of this process that have not ended.
#[derive(Default)]
pub struct UnderWay {
    pub tasks: JoinSet<Target>,
    places: HashMap<Target, usize>,
}

impl UnderWay {
    pub fn free(&self, target: Target) -> usize {
        PLACES - self.places.get(&target).copied().unwrap_or(0).min(PLACES)
    }

    pub fn begin(&mut self, outbox: &Outbox, target: Target, claimed: Claimed) {
        *self.places.entry(target).or_default() += 1;
        let outbox = outbox.clone();
        self.tasks.spawn(async move {
            deliver(&outbox, &claimed).await;
            target
        });
    }

    pub fn end(&mut self, ended: Result<Target, JoinError>) {
        match ended {
            Ok(target) => {
                if let Some(taken) = self.places.get_mut(&target) {
                    *taken -= 1;
                }
            }
            Err(error) => tracing::error!(%error, "a delivery ended badly"),
        }
        if self.tasks.is_empty() {
            self.places.clear();
        }
    }
}
