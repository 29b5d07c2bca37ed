//! What leaves the platform, in the background of every server. A process that is killed leaves its
//! leases behind: when they are over another sends the same delivery, under the same name.

mod hook;
mod letter;
mod post;
mod under_way;

pub use hook::{Hook, test_body};

use super::now;
use super::settings::Settings;
use super::state::AppState;
use super::store::{self, Allowed, Claimed, Db, Target};
use super::vault::Vault;
use crate::domain::admin::Unsent;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::{Instant, MissedTickBehavior, interval};
use under_way::UnderWay;

/// How often a server looks.
const PERIOD: Duration = Duration::from_secs(1);
/// How often it removes what is done for long.
const SWEEPS: Duration = Duration::from_secs(3600);
/// How often it looks for queues that somebody is to be written of.
const QUEUES: Duration = Duration::from_secs(60);
/// Seconds of a lease: longer than anything that is sent may take.
const LEASE: i64 = 120;
/// Chunks of messages that are distributed before anything else has its turn.
const CHUNKS: usize = 20;
/// Letters that are made in one transaction.
const LETTERS: usize = 100;

#[derive(Clone)]
struct Outbox {
    db: Db,
    settings: Arc<Settings>,
    vault: Vault,
}

/// A server's own, until it is stopped.
pub struct Sending {
    closing: watch::Sender<bool>,
    task: JoinHandle<()>,
}

impl Sending {
    /// Begins nothing more, and waits for what is under way: so nothing is left in doubt.
    pub async fn stop(self) {
        self.closing.send_replace(true);
        if let Err(error) = self.task.await {
            tracing::error!(%error, "the outbox ended badly");
        }
    }
}

/// From now on sends all that is due.
pub fn keep_sending(state: &AppState) -> Sending {
    let outbox = Outbox {
        db: state.db.clone(),
        settings: state.settings.clone(),
        vault: state.vault.clone(),
    };
    let (closing, closed) = watch::channel(false);
    let task = tokio::spawn(run(outbox, closed));
    Sending { closing, task }
}

/// A name that no other delivery has.
pub fn name() -> String {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).expect("the system has randomness");
    hex::encode(bytes)
}

async fn run(outbox: Outbox, mut closing: watch::Receiver<bool>) {
    let mut ticks = interval(PERIOD);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut under_way = UnderWay::default();
    let mut last = Last::default();
    loop {
        tokio::select! {
            _ = closing.wait_for(|closing| *closing) => break,
            _ = ticks.tick() => {}
            Some(ended) = under_way.tasks.join_next() => under_way.end(ended),
        }
        match round(&outbox, &mut under_way, &mut last).await {
            Ok(()) => {}
            Err(sqlx::Error::PoolClosed) => break,
            Err(error) => {
                tracing::error!(%error, "the outbox was not looked through; trying again");
                // Not at once: whatever ends meanwhile would wake it.
                tokio::time::sleep(PERIOD).await;
            }
        }
    }
    while under_way.tasks.join_next().await.is_some() {}
}

/// All that is to be done now.
async fn round(outbox: &Outbox, under_way: &mut UnderWay, last: &mut Last) -> sqlx::Result<()> {
    let allowed = allowed(outbox).await?;
    for _ in 0..CHUNKS {
        // Read first: SQLite's one writer is not taken for nothing.
        if !store::outbox_waits(&mut outbox.db.read().await?).await? {
            break;
        }
        let mut tx = outbox.db.begin().await?;
        store::distribute(&mut tx, allowed, now()).await?;
        tx.commit().await?;
    }
    if allowed.mail && store::letters_due(&mut outbox.db.read().await?, now()).await? {
        let names: Vec<String> = (0..LETTERS).map(|_| name()).collect();
        let mut tx = outbox.db.begin().await?;
        store::gather_letters(&mut tx, &names, now()).await?;
        tx.commit().await?;
    }
    if allowed.mail && is_over(last.queues, QUEUES) {
        last.queues = Some(Instant::now());
        write_of_queues(outbox).await?;
    }
    let at = now();
    let targets = store::due_targets(&mut outbox.db.read().await?, allowed, at).await?;
    for target in targets {
        send_some(outbox, under_way, target).await?;
    }
    if is_over(last.swept, SWEEPS) {
        last.swept = Some(Instant::now());
        sweep(outbox).await?;
    }
    Ok(())
}

/// When the rarer things were done.
#[derive(Default)]
struct Last {
    swept: Option<Instant>,
    queues: Option<Instant>,
}

fn is_over(last: Option<Instant>, period: Duration) -> bool {
    last.is_none_or(|last| last.elapsed() > period)
}

/// Makes the letters to those in whose queues applications came.
async fn write_of_queues(outbox: &Outbox) -> sqlx::Result<()> {
    for _ in 0..CHUNKS {
        if !store::queue_letters_due(&mut outbox.db.read().await?, now()).await? {
            break;
        }
        let names: Vec<String> = (0..LETTERS).map(|_| name()).collect();
        let mut tx = outbox.db.begin().await?;
        store::gather_queue_letters(&mut tx, &names, now()).await?;
        tx.commit().await?;
    }
    Ok(())
}

async fn allowed(outbox: &Outbox) -> sqlx::Result<Allowed> {
    let rules = store::binding_policy(&mut outbox.db.read().await?, now()).await?;
    Ok(Allowed {
        webhook: rules.webhook,
        mail: rules.mail && outbox.settings.sends_mail(),
    })
}

async fn send_some(outbox: &Outbox, under_way: &mut UnderWay, target: Target) -> sqlx::Result<()> {
    let free = i64::try_from(under_way.free(target)).unwrap_or(0);
    if free == 0 {
        return Ok(());
    }
    let at = now();
    let mut tx = outbox.db.begin().await?;
    let claimed = store::claim(&mut tx, target, free, at, at.plus_seconds(LEASE)).await?;
    tx.commit().await?;
    for claimed in claimed {
        under_way.begin(outbox, target, claimed);
    }
    Ok(())
}

/// Sends one, and writes down at once what came of it. Where that can't be written, the lease runs
/// out, and it is sent again: rather twice than never.
async fn deliver(outbox: &Outbox, claimed: &Claimed) {
    let settled = async {
        let sent = match (claimed.webhook_id, claimed.person_id) {
            (Some(webhook), _) => hook::deliver(outbox, claimed, webhook).await?,
            (None, Some(person)) => letter::deliver(outbox, claimed, person).await?,
            (None, None) => Ok(()),
        };
        let mut tx = outbox.db.begin().await?;
        match sent {
            Ok(()) => store::delivered(&mut tx, claimed, now()).await?,
            Err(why) => store::failed(&mut tx, claimed, &why.word(), now()).await?,
        }
        tx.commit().await
    };
    if let Err(error) = settled.await {
        tracing::error!(%error, delivery = claimed.name, "it is not known what came of a delivery");
    }
}

/// What came of sending; the outer error is the database's.
type Sent = sqlx::Result<Result<(), Unsent>>;

async fn sweep(outbox: &Outbox) -> sqlx::Result<()> {
    loop {
        let mut tx = outbox.db.begin().await?;
        let more = store::sweep(&mut tx, now()).await?;
        tx.commit().await?;
        if !more {
            return Ok(());
        }
    }
}
