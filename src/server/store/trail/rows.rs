//! The rows that links stand for, and what each says, in bytes. A column that is added to `event` or
//! `act` is added here, under a new name of the encoding.

use super::{Canon, RowDigest};
use crate::domain::{ActKind, Instant, Source};
use crate::server::store::{Conn, Statement, sql};
use std::collections::HashMap;

/// A row of either table, as far as the trail cares.
#[derive(Clone, Copy, Debug)]
pub(super) struct Told {
    pub(super) source: Source,
    pub(super) id: i64,
    /// None where only the digest is left of it
    pub(super) at: Option<i64>,
    pub(super) digest: RowDigest,
}

/// Rows that wait to be linked, `limit` at most: the oldest of each table, by time.
pub(super) async fn waiting(conn: &mut Conn, limit: i64) -> sqlx::Result<Vec<Told>> {
    let events: Vec<Event> = sql(format!(
        "SELECT {EVENT} FROM unlinked w JOIN event e ON e.id = w.source_id
         WHERE w.source = 'event' ORDER BY w.source_id LIMIT $1"
    ))
    .bind(limit)
    .all(conn)
    .await?;
    let left = limit - i64::try_from(events.len()).unwrap_or(limit);
    let acts: Vec<Act> = sql(format!(
        "SELECT {ACT} FROM unlinked w JOIN act a ON a.id = w.source_id
         WHERE w.source = 'act' ORDER BY w.source_id LIMIT $1"
    ))
    .bind(left)
    .all(conn)
    .await?;
    let mut rows = told(&events, &acts);
    rows.sort_by_key(|row| (row.at, row.source, row.id));
    Ok(rows)
}

/// The rows of the links from `first` to `last`.
pub(super) async fn of_links(
    conn: &mut Conn,
    first: i64,
    last: i64,
) -> sqlx::Result<HashMap<(Source, i64), Told>> {
    let of = |statement: Statement| statement.bind(first).bind(last);
    let events: Vec<Event> = of(linked(EVENTS)).all(conn).await?;
    let acts: Vec<Act> = of(linked(ACTS)).all(conn).await?;
    let pruned: Vec<(i64, String)> = of(linked(PRUNED)).all(conn).await?;
    // What is there counts, not what was kept of it.
    let rows = pruned
        .into_iter()
        .filter_map(|(id, digest)| left_of(id, &digest));
    let rows = rows.chain(told(&events, &acts));
    Ok(rows.map(|row| ((row.source, row.id), row)).collect())
}

/// What rows say, the table that they are joined from, and the source of their links.
type Linked = (&'static str, &'static str, Source);

const EVENTS: Linked = (EVENT, "event e ON e.id", Source::Event);
const ACTS: Linked = (ACT, "act a ON a.id", Source::Act);
const PRUNED: Linked = (
    "p.act_id, p.digest",
    "act_pruned p ON p.act_id",
    Source::Act,
);

/// Of the links from $1 to $2. Not by the index of sources and their rows, which SQLite would take for a bare `source`: each
/// part would walk over the whole trail.
fn linked((columns, row, source): Linked) -> Statement {
    sql(format!(
        "SELECT {columns} FROM trail t JOIN {row} = t.source_id
         WHERE t.source || '' = '{source}' AND t.seq BETWEEN $1 AND $2"
    ))
}

/// An act of which only the digest is left.
fn left_of(id: i64, digest: &str) -> Option<Told> {
    Some(Told {
        source: Source::Act,
        id,
        at: None,
        digest: hex::decode(digest).ok()?.try_into().ok()?,
    })
}

/// The oldest linked acts of before a time that may be removed, each with its link's number.
pub(super) async fn told_before(
    conn: &mut Conn,
    before: Instant,
    limit: i64,
) -> sqlx::Result<Vec<(i64, Told)>> {
    let acts: Vec<LinkedAct> = sql(format!(
        "SELECT t.seq, {ACT} FROM act a JOIN trail t ON t.source = 'act' AND t.source_id = a.id
         WHERE a.at < $1 AND a.kind <> $2 ORDER BY a.at, a.id LIMIT $3"
    ))
    .bind(before)
    .bind(ActKind::TrailPruned.as_str())
    .bind(limit)
    .all(conn)
    .await?;
    Ok(acts.iter().map(|row| (row.seq, row.act.told())).collect())
}

fn told(events: &[Event], acts: &[Act]) -> Vec<Told> {
    let events = events.iter().map(Event::told);
    events.chain(acts.iter().map(Act::told)).collect()
}

const EVENT: &str =
    "e.id, e.unit_id, e.application_id, e.version, e.kind, e.from_state, e.to_state,
    e.actor_id, e.administrator_id, e.why, e.at, e.seq, e.tie_from, e.tie_to, e.for_id";

#[derive(sqlx::FromRow)]
struct Event {
    id: i64,
    unit_id: i64,
    application_id: Option<i64>,
    version: Option<i64>,
    kind: String,
    from_state: Option<String>,
    to_state: Option<String>,
    actor_id: Option<i64>,
    administrator_id: Option<i64>,
    why: String,
    at: i64,
    seq: Option<i64>,
    tie_from: Option<i64>,
    tie_to: Option<i64>,
    for_id: Option<i64>,
}

impl Event {
    fn told(&self) -> Told {
        // What nobody did in another's place is said as it was before anybody could.
        let encoding = match self.for_id {
            None => "lishu event 2",
            Some(_) => "lishu event 3",
        };
        let digest = Canon::begin(encoding)
            .int(self.id)
            .int(self.unit_id)
            .int_or_null(self.application_id)
            .int_or_null(self.version)
            .text(&self.kind)
            .text_or_null(self.from_state.as_deref())
            .text_or_null(self.to_state.as_deref())
            .int_or_null(self.actor_id)
            .int_or_null(self.administrator_id)
            .text(&self.why)
            .int(self.at)
            .int_or_null(self.seq)
            .int_or_null(self.tie_from)
            .int_or_null(self.tie_to);
        let digest = match self.for_id {
            None => digest.end(),
            Some(_) => digest.int_or_null(self.for_id).end(),
        };
        Told {
            source: Source::Event,
            id: self.id,
            at: Some(self.at),
            digest,
        }
    }
}

const ACT: &str =
    "a.id, a.kind, a.operator_id, a.administrator_id, a.unit_id, a.person_id, a.detail,
    a.why, a.at";

#[derive(sqlx::FromRow)]
struct Act {
    id: i64,
    kind: String,
    operator_id: Option<i64>,
    administrator_id: Option<i64>,
    unit_id: Option<i64>,
    person_id: Option<i64>,
    detail: String,
    why: String,
    at: i64,
}

#[derive(sqlx::FromRow)]
struct LinkedAct {
    seq: i64,
    #[sqlx(flatten)]
    act: Act,
}

impl Act {
    fn told(&self) -> Told {
        let digest = Canon::begin("lishu act 1")
            .int(self.id)
            .text(&self.kind)
            .int_or_null(self.operator_id)
            .int_or_null(self.administrator_id)
            .int_or_null(self.unit_id)
            .int_or_null(self.person_id)
            .text(&self.detail)
            .text(&self.why)
            .int(self.at)
            .end();
        Told {
            source: Source::Act,
            id: self.id,
            at: Some(self.at),
            digest,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::store::Db;

    #[tokio::test]
    async fn a_part_of_the_trail_is_read_by_the_numbers_of_its_links() {
        let folder = tempfile::tempdir().expect("a folder");
        let url = format!("sqlite://{}/trail.db", folder.path().display());
        let db = Db::open(&url.parse().expect("a URL"), 2).await;
        let db = db.expect("opened");
        db.migrate().await.expect("the schema");
        let mut conn = db.read().await.expect("a connection");
        for of in [EVENTS, ACTS, PRUNED] {
            let statement = linked(of)
                .explained("EXPLAIN QUERY PLAN")
                .bind(1_i64)
                .bind(9_i64);
            let steps: Vec<(i64, i64, i64, String)> =
                statement.all(&mut conn).await.expect("a plan");
            let by_number = |step: &str| step.contains("seq>?");
            assert!(steps.iter().any(|(.., step)| by_number(step)), "{steps:?}");
        }
    }
}
