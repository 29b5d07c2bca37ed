//! Which rows are chosen, as the database has them.

use super::super::classify::ids;
use super::super::{Conn, sql};
use super::matching::{Matching, words};
use super::page::QueueRow;
use crate::domain::{AllOf, ApplicationState, Selection};
use std::collections::{BTreeSet, HashMap};

/// A row that is chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chosen {
    pub id: i64,
    /// The version at which it was chosen.
    pub version: i64,
    /// Its present state.
    pub state: String,
    pub name: String,
    /// Whether it still has that version.
    pub unchanged: bool,
}

#[derive(sqlx::FromRow)]
struct Found {
    id: i64,
    version: i64,
    state: String,
    name: String,
    /// The version at the number of the queue; present where the number is not older.
    version_then: Option<i64>,
}

/// The state that the row `a` had at a number of the queue, NULL if it arrived later. What happened
/// before queues had numbers happened before all of them; what has no version (催办, say) changed
/// nothing of the row.
pub(super) fn state_then(as_of: &str) -> String {
    at_number("to_state", as_of)
}

fn at_number(column: &str, as_of: &str) -> String {
    format!(
        "(SELECT e.{column} FROM event e
          WHERE e.application_id = a.id AND e.version IS NOT NULL AND COALESCE(e.seq, 0) <= {as_of}
          ORDER BY e.version DESC LIMIT 1)"
    )
}

/// The next `limit` rows that are chosen after an id, in the order of their ids, so that a batch
/// need not hold them all.
pub async fn chosen_after(
    conn: &mut Conn,
    superior: i64,
    selection: &Selection,
    after: i64,
    limit: i64,
) -> sqlx::Result<Vec<Chosen>> {
    let rows = match selection.all() {
        Some(all) => read_all(conn, superior, selection, all, after, limit).await?,
        None => read_picked(conn, superior, selection, after, limit).await?,
    };
    let chosen = |row: Found| {
        let seen = selection.picked().get(&row.id).copied();
        let seen = seen.or(row.version_then).unwrap_or(row.version);
        Chosen {
            id: row.id,
            version: seen,
            state: row.state,
            name: row.name,
            unchanged: seen == row.version,
        }
    };
    Ok(rows.into_iter().map(chosen).collect())
}

async fn read_picked(
    conn: &mut Conn,
    superior: i64,
    selection: &Selection,
    after: i64,
    limit: i64,
) -> sqlx::Result<Vec<Found>> {
    let picked = selection.picked().keys().copied();
    sql(format!(
        "SELECT a.id, a.version, a.state, a.name, CAST(NULL AS BIGINT) AS version_then
         FROM application a
         WHERE a.id IN ({}) AND a.superior_id + 0 = $1 ORDER BY a.id LIMIT $2",
        ids(picked.filter(|id| *id > after))
    ))
    .once()
    .bind(superior)
    .bind(limit)
    .all(conn)
    .await
}

async fn read_all(
    conn: &mut Conn,
    superior: i64,
    selection: &Selection,
    AllOf { filter, as_of }: &AllOf,
    after: i64,
    limit: i64,
) -> sqlx::Result<Vec<Found>> {
    let states = filter.states();
    let picked = ids(selection.picked().keys().copied());
    let except = ids(selection.except().iter().copied());
    let mut matching = Matching::whatever_state(superior, filter);
    let applicant = matching.split_off_applicant();
    let as_of = matching.bind(*as_of);
    let one_of_all = match states.as_slice() {
        [] => "1 = 0".to_owned(),
        states => format!(
            "a.id NOT IN ({except}) AND {applicant}
             AND (CASE WHEN a.seq <= {as_of} THEN a.state ELSE {} END) IN ({})",
            state_then(&as_of),
            words(states)
        ),
    };
    matching.and_plain(format!("(a.id IN ({picked}) OR ({one_of_all}))"));
    matching.and("a.id > {}", after);
    let limit = matching.bind(limit);
    let columns = format!(
        "a.id, a.version, a.state, a.name,
         CASE WHEN a.seq <= {as_of} THEN a.version ELSE {} END AS version_then",
        at_number("version", &as_of)
    );
    let rest = format!("ORDER BY a.id LIMIT {limit}");
    matching.select(&columns, &rest).once().all(conn).await
}

/// Which of the rows of a page are ticked.
pub async fn selected_among(
    conn: &mut Conn,
    selection: &Selection,
    rows: &[QueueRow],
) -> sqlx::Result<BTreeSet<i64>> {
    let states = match selection.all() {
        Some(all) => states_then(conn, all.as_of, rows).await?,
        None => HashMap::new(),
    };
    let is_ticked = |row: &&QueueRow| {
        let in_all = selection.all().is_some_and(|all| {
            let state = match row.seq <= all.as_of {
                true => ApplicationState::parse(&row.state),
                false => states.get(&row.id).copied(),
            };
            all.has(row.applicant(), state)
        });
        selection.is_ticked(row.id, in_all)
    };
    Ok(rows.iter().filter(is_ticked).map(|row| row.id).collect())
}

/// The states of rows that changed since.
async fn states_then(
    conn: &mut Conn,
    as_of: i64,
    rows: &[QueueRow],
) -> sqlx::Result<HashMap<i64, ApplicationState>> {
    let changed = rows.iter().filter(|row| row.seq > as_of).map(|row| row.id);
    let changed: Vec<i64> = changed.collect();
    if changed.is_empty() {
        return Ok(HashMap::new());
    }
    let then: Vec<(i64, Option<String>)> = sql(format!(
        "SELECT a.id, {} FROM application a WHERE a.id IN ({})",
        state_then("$1"),
        ids(changed.into_iter())
    ))
    .once()
    .bind(as_of)
    .all(conn)
    .await?;
    let read = |(id, state): (i64, Option<String>)| Some((id, ApplicationState::parse(&state?)?));
    Ok(then.into_iter().filter_map(read).collect())
}
