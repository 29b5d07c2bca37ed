//! Checking the trail, link by link, in parts: as much memory for a million links as for a thousand.

use super::explain::explain;
use super::prune::prunings;
use super::rows::{Told, of_links};
use super::{Damage, PART, Unverified, hash};
use crate::domain::{Anchor, Instant, Policy, Source};
use crate::server::store::{Conn, Db, sql};
use std::collections::HashMap;

/// A row whose time is so much before that of a row linked ahead of it is worth a look.
const AN_HOUR: i64 = 3600;

/// What is to be said of a trail that is whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// How many links there are
    pub links: i64,
    /// Rows that wait to be linked, and the time of the oldest
    pub waiting: i64,
    pub waiting_since: Option<Instant>,
    /// Rows that tell of an earlier time than was linked ahead of them, and the first such link
    pub late: i64,
    pub first_late: Option<i64>,
    /// What was removed after its time, and is on record as removed
    pub pruned: Option<Pruned>,
}

/// All prunings together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pruned {
    pub prunings: usize,
    pub acts: i64,
    /// All acts that were removed were older
    pub before: Instant,
    pub last: Instant,
}

#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct Link {
    pub(super) seq: i64,
    source: String,
    pub(super) source_id: i64,
    pub(super) hash: String,
}

impl Link {
    /// The table's CHECK allows no other word; whoever got past it is found by the hash.
    pub(super) fn of(&self) -> Source {
        Source::parse(&self.source).unwrap_or(Source::Event)
    }
}

/// Recomputes all links and looks for rows that have none. `anchor` is a link as it once was;
/// `progress` is told how many links of how many are done.
pub async fn verify(
    db: &Db,
    anchor: Option<&Anchor>,
    progress: &(dyn Fn(i64, i64) + Sync),
) -> Result<Verified, Unverified> {
    // One moment: what is linked or pruned meanwhile is not seen by halves.
    let mut conn = db.snapshot().await?;
    let head = head(&mut conn).await?;
    let mut walk = Walk::new(anchor);
    loop {
        progress(walk.seq, head.seq);
        let links = links_from(&mut conn, walk.seq + 1, head.newest).await?;
        let (Some(first), Some(last)) = (links.first(), links.last()) else {
            break;
        };
        let rows = of_links(&mut conn, first.seq, last.seq).await?;
        for link in &links {
            if let Err(damage) = walk.step(link, &rows) {
                return Err(explain(&mut conn, damage, &walk.hash, &head).await?.into());
            }
        }
    }
    walk.ends_with(&head)?;
    let pruned = pruned(&mut conn, &walk, &head).await?;
    for of in Source::ALL {
        never_linked(&mut conn, of).await?;
    }
    let (waiting, since) = waiting(&mut conn).await?;
    Ok(Verified {
        links: walk.seq,
        waiting,
        waiting_since: since,
        late: walk.late,
        first_late: walk.first_late,
        pruned,
    })
}

/// What is gone must be what the chain has on record as removed: no more, no less, and no younger.
async fn pruned(
    conn: &mut Conn,
    walk: &Walk<'_>,
    head: &Head,
) -> Result<Option<Pruned>, Unverified> {
    let mut all: Option<Pruned> = None;
    let mut through = 0;
    for (at, pruning) in prunings(conn, head.newest).await? {
        let pruning = pruning.ok_or(Damage::PrunedEarly)?;
        let before = Instant::from_micros(pruning.before);
        if before > Policy::youngest_to_prune(at) {
            return Err(Damage::PrunedEarly.into());
        }
        through = through.max(pruning.through);
        let so_far = all.unwrap_or(Pruned {
            prunings: 0,
            acts: 0,
            before,
            last: at,
        });
        all = Some(Pruned {
            prunings: so_far.prunings + 1,
            acts: so_far.acts.saturating_add(pruning.acts),
            before: so_far.before.max(before),
            last: at,
        });
    }
    if let Some((seq, of, id)) = walk.last_gone.filter(|(seq, ..)| *seq > through) {
        return Err(Damage::PrunedBeyond { seq, of, id }.into());
    }
    let (gone, recorded) = (walk.gone, all.map_or(0, |all| all.acts));
    match gone == recorded {
        true => Ok(all),
        false => Err(Damage::PrunedOther { gone, recorded }.into()),
    }
}

/// The head, and the newest link that there is beside it.
#[derive(sqlx::FromRow)]
pub(super) struct Head {
    seq: i64,
    pub(super) hash: String,
    pub(super) newest: i64,
}

/// In one statement: both are of the same moment.
async fn head(conn: &mut Conn) -> sqlx::Result<Head> {
    sql(
        "SELECT COALESCE(MAX(h.seq), 0) AS seq, COALESCE(MAX(h.hash), '') AS hash,
            (SELECT COALESCE(MAX(t.seq), 0) FROM trail t) AS newest
         FROM trail_head h WHERE h.id = 1",
    )
    .one(conn)
    .await
}

pub(super) async fn links_from(conn: &mut Conn, first: i64, last: i64) -> sqlx::Result<Vec<Link>> {
    sql("SELECT seq, source, source_id, hash FROM trail
         WHERE seq BETWEEN $1 AND $2 ORDER BY seq LIMIT $3")
    .bind(first)
    .bind(last)
    .bind(PART)
    .all(conn)
    .await
}

/// How far the walk along the links is.
struct Walk<'a> {
    anchor: Option<&'a Anchor>,
    seq: i64,
    hash: String,
    /// The latest time so far
    at: i64,
    late: i64,
    first_late: Option<i64>,
    /// Rows of which only the digest is left, and the last of them
    gone: i64,
    last_gone: Option<(i64, Source, i64)>,
}

impl<'a> Walk<'a> {
    fn new(anchor: Option<&'a Anchor>) -> Self {
        Self {
            anchor,
            seq: 0,
            hash: String::new(),
            at: i64::MIN,
            late: 0,
            first_late: None,
            gone: 0,
            last_gone: None,
        }
    }

    /// Goes on to the next link, if it follows.
    fn step(&mut self, link: &Link, rows: &HashMap<(Source, i64), Told>) -> Result<(), Damage> {
        let seq = self.seq + 1;
        if link.seq != seq {
            return Err(Damage::LinkMissing { seq });
        }
        let (of, id) = (link.of(), link.source_id);
        let row = rows.get(&(of, id));
        let row = row.ok_or(Damage::RowMissing { seq, of, id })?;
        if link.hash != hash(&self.hash, seq, of, id, &row.digest) {
            return Err(Damage::NotFollowing { seq, of, id });
        }
        if self
            .anchor
            .is_some_and(|a| a.seq() == seq && a.hash() != link.hash)
        {
            return Err(Damage::AnchorDiffers { seq });
        }
        match row.at {
            None => {
                self.gone += 1;
                self.last_gone = Some((seq, of, id));
            }
            Some(at) if at < self.at.saturating_sub(AN_HOUR * 1_000_000) => {
                self.late += 1;
                self.first_late = self.first_late.or(Some(seq));
            }
            Some(at) => self.at = self.at.max(at),
        }
        self.seq = seq;
        self.hash.clone_from(&link.hash);
        Ok(())
    }

    fn ends_with(&self, head: &Head) -> Result<(), Damage> {
        let last = self.seq;
        if let Some(anchor) = self.anchor.filter(|anchor| anchor.seq() > last) {
            return Err(Damage::AnchorBeyond {
                seq: anchor.seq(),
                last,
            });
        }
        match (last, &self.hash) == (head.seq, &head.hash) {
            true => Ok(()),
            false => Err(Damage::HeadDiffers {
                head: head.seq,
                last,
            }),
        }
    }
}

/// Rows that have no link and don't wait for one.
async fn never_linked(conn: &mut Conn, of: Source) -> Result<(), Unverified> {
    let word = of.as_str();
    // The words are those of the tables, not data.
    let found: Option<(i64,)> = sql(format!(
        "SELECT r.id FROM {word} r
         WHERE NOT EXISTS (SELECT 1 FROM trail t WHERE t.source = '{word}' AND t.source_id = r.id)
           AND NOT EXISTS
             (SELECT 1 FROM unlinked w WHERE w.source = '{word}' AND w.source_id = r.id)
         ORDER BY r.id LIMIT 1"
    ))
    .optional(conn)
    .await?;
    if let Some((id,)) = found {
        return Err(Damage::NeverLinked { of, id }.into());
    }
    let gone: Option<(i64,)> = sql(format!(
        "SELECT w.source_id FROM unlinked w WHERE w.source = '{word}'
           AND NOT EXISTS (SELECT 1 FROM {word} r WHERE r.id = w.source_id)
         ORDER BY w.source_id LIMIT 1"
    ))
    .optional(conn)
    .await?;
    match gone {
        Some((id,)) => Err(Damage::GoneUnlinked { of, id }.into()),
        None => Ok(()),
    }
}

async fn waiting(conn: &mut Conn) -> sqlx::Result<(i64, Option<Instant>)> {
    let (waiting, since): (i64, Option<i64>) =
        sql("SELECT COUNT(*), MIN(COALESCE(e.at, a.at)) FROM unlinked w
         LEFT JOIN event e ON w.source = 'event' AND e.id = w.source_id
         LEFT JOIN act a ON w.source = 'act' AND a.id = w.source_id")
        .one(conn)
        .await?;
    Ok((waiting, since.map(Instant::from_micros)))
}
