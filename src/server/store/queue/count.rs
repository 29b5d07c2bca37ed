//! How many: kept for the tabs, counted where somebody asks.

use super::super::classify::ids;
use super::super::{Conn, sql};
use super::chosen::state_then;
use super::matching::{Matching, words};
use crate::domain::{AllOf, ApplicationState, Filter, Listing, Selection};

/// How many applications of the superior are in each state; a state that none ever had is missing.
pub async fn queue_counts(
    conn: &mut Conn,
    superior: i64,
) -> sqlx::Result<Vec<(ApplicationState, i64)>> {
    let rows: Vec<(String, i64)> =
        sql("SELECT state, n FROM queue_count WHERE superior_id = $1 ORDER BY state")
            .bind(superior)
            .all(conn)
            .await?;
    let read = |(state, n): (String, i64)| Some((ApplicationState::parse(&state)?, n));
    Ok(rows.into_iter().filter_map(read).collect())
}

/// Exactly how many rows the listing has. Counts them, unless the kept counts say it.
pub async fn count_matching(
    conn: &mut Conn,
    superior: i64,
    listing: &Listing,
) -> sqlx::Result<i64> {
    let filter = &listing.filter;
    if filter.is_plain() {
        let counts = queue_counts(conn, superior).await?;
        let of_tab = |&(state, n): &(ApplicationState, i64)| filter.has_state(state).then_some(n);
        return Ok(counts.iter().filter_map(of_tab).sum());
    }
    match Matching::now(conn, superior, filter, None).await? {
        Some(matching) => matching.select("COUNT(*)", "").int(conn).await,
        None => Ok(0),
    }
}

/// How many rows the listing has, `limit` for as many or more.
pub async fn count_matching_up_to(
    conn: &mut Conn,
    superior: i64,
    listing: &Listing,
    limit: i64,
) -> sqlx::Result<i64> {
    let Some(mut matching) = Matching::now(conn, superior, &listing.filter, None).await? else {
        return Ok(0);
    };
    let limit = matching.bind(limit);
    let rows = matching.text("1", &format!("LIMIT {limit}"));
    let text = format!("SELECT COUNT(*) FROM ({rows}) AS bounded");
    matching.statement(text).int(conn).await
}

/// Exactly how many rows are ticked.
pub async fn count_selected(
    conn: &mut Conn,
    superior: i64,
    selection: &Selection,
) -> sqlx::Result<i64> {
    let picked = sql(format!(
        "SELECT COUNT(*) FROM application a WHERE a.id IN ({}) AND a.superior_id + 0 = $1",
        ids(selection.picked().keys().copied())
    ))
    .once()
    .bind(superior)
    .int(conn)
    .await?;
    match selection.all() {
        Some(all) => Ok(picked + count_all(conn, superior, selection, all).await?),
        None => Ok(picked),
    }
}

/// Those of all that are neither excepted nor picked: what did not change since by the index of its
/// half of the list, and what did by the numbers of the queue.
async fn count_all(
    conn: &mut Conn,
    superior: i64,
    selection: &Selection,
    all: &AllOf,
) -> sqlx::Result<i64> {
    let AllOf { filter, as_of } = all;
    let named = selection.picked().keys().chain(selection.except());
    let others = format!("a.id NOT IN ({})", ids(named.copied()));
    let unchanged = match Matching::now(conn, superior, filter, None).await? {
        None => 0,
        Some(mut matching) => {
            matching.and("a.seq + 0 <= {}", *as_of);
            matching.and_plain(others.as_str());
            matching.select("COUNT(*)", "").once().int(conn).await?
        }
    };
    Ok(unchanged + count_changed(conn, superior, filter, *as_of, others).await?)
}

async fn count_changed(
    conn: &mut Conn,
    superior: i64,
    filter: &Filter,
    as_of: i64,
    others: String,
) -> sqlx::Result<i64> {
    let states = filter.states();
    if states.is_empty() {
        return Ok(0);
    }
    let mut matching = Matching::whatever_state(superior, filter);
    let as_of = matching.bind(as_of);
    matching.and_plain(format!("a.seq > {as_of}"));
    matching.and_plain(format!("{} IN ({})", state_then(&as_of), words(&states)));
    matching.and_plain(others);
    matching.select("COUNT(*)", "").once().int(conn).await
}
