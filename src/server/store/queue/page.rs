//! A page of the list.

use super::super::classify::ids;
use super::super::{Conn, Statement, sql};
use super::matching::Matching;
use super::order::Order;
use crate::domain::{
    Applicant, ApplicationKind, ApplicationState, Cursor, Instant, Key, Listed, Listing, Tab,
};
use std::collections::BTreeSet;

/// Which rows next to a cursor are asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Side {
    First,
    After(Cursor),
    Before(Cursor),
}

impl Side {
    /// From an address; what is not a cursor asks for the first page.
    pub fn read(after: Option<&str>, before: Option<&str>) -> Self {
        let after = after.and_then(Cursor::from_word).map(Self::After);
        let before = || before.and_then(Cursor::from_word).map(Self::Before);
        after.or_else(before).unwrap_or(Self::First)
    }

    fn cursor(&self) -> Option<&Cursor> {
        match self {
            Self::First => None,
            Self::After(cursor) | Self::Before(cursor) => Some(cursor),
        }
    }
}

/// A row of the list: the applicant as it was when it applied.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct QueueRow {
    pub id: i64,
    pub version: i64,
    pub name: String,
    pub uscc: String,
    pub unit_type: String,
    pub region: String,
    pub kind: String,
    /// How the applicant stands to the superior's list; empty where it has none.
    pub listed: String,
    pub state: String,
    /// The change of the queue that made it what it is.
    pub seq: i64,
    pub applied_at: i64,
    pub settled_at: Option<i64>,
    /// The key in the listing's order; none where that is the name's.
    micros: Option<i64>,
    name_key: String,
}

impl QueueRow {
    /// The row's place in the listing that it was read by.
    pub fn cursor(&self) -> Cursor {
        let key = match self.micros {
            Some(micros) => Key::Micros(micros),
            None => Key::Name(self.name_key.clone()),
        };
        Cursor { key, id: self.id }
    }

    /// What a filter looks at.
    pub fn applicant(&self) -> Applicant<'_> {
        Applicant {
            name: &self.name,
            code: &self.uscc,
            kind: &self.unit_type,
            region: &self.region,
            listed: Listed::parse(&self.listed),
            applied_at: Instant::from_micros(self.applied_at),
        }
    }
}

/// At most `limit` rows of the listing, in its order.
pub async fn queue_page(
    conn: &mut Conn,
    superior: i64,
    listing: &Listing,
    side: &Side,
    limit: i64,
) -> sqlx::Result<Vec<QueueRow>> {
    match page_statement(conn, superior, listing, None, side, limit).await? {
        Some(statement) => Ok(in_order(statement.all(conn).await?, side)),
        None => Ok(Vec::new()),
    }
}

/// What is nearest to a cursor is read first, and shown last when it lies before it.
fn in_order(mut rows: Vec<QueueRow>, side: &Side) -> Vec<QueueRow> {
    if matches!(side, Side::Before(_)) {
        rows.reverse();
    }
    rows
}

/// The statement of a page; with `as_of` only of rows that did not change since that number of the
/// queue. `None` where there can be no row.
pub(super) async fn page_statement(
    conn: &mut Conn,
    superior: i64,
    listing: &Listing,
    as_of: Option<i64>,
    side: &Side,
    limit: i64,
) -> sqlx::Result<Option<Statement>> {
    let mut order = Order::of(listing);
    let columns = columns(listing.tab(), order);
    let Some(mut matching) = Matching::now(conn, superior, &listing.filter, Some(order)).await?
    else {
        return Ok(None);
    };
    if matches!(side, Side::Before(_)) {
        order = order.reversed();
    }
    if let Some((key, id)) = side.cursor().and_then(|cursor| order.place(cursor)) {
        let (key, id) = (matching.bind(key), matching.bind(id));
        let (own, beyond) = (order.key, order.beyond());
        matching.and_plain(format!("({own}, a.id) {beyond} ({key}, {id})"));
    }
    if let Some(as_of) = as_of {
        matching.and("a.seq + 0 <= {}", as_of);
    }
    // Not bound: SQLite would compile the statement anew for each value.
    let rest = format!("ORDER BY {} LIMIT {limit}", order.by());
    Ok(Some(matching.select(&columns, &rest)))
}

/// What waits has one state and was never settled: said so, it need not be read, and an index holds
/// all the rest.
fn columns(tab: Tab, order: Order) -> String {
    let state = match tab {
        Tab::Pending => "'pending' AS state, CAST(NULL AS BIGINT) AS settled_at",
        Tab::Settled => "a.state, a.settled_at",
    };
    format!(
        "a.id, a.version, a.name, a.uscc, a.unit_type, a.region, a.kind, a.listed, {state}, a.seq,
            a.applied_at, {}",
        order.columns()
    )
}

/// Of the rows, those whose applicants stand below the superior now. Who asks to be bound doesn't yet.
pub async fn of_units_below(
    conn: &mut Conn,
    superior: i64,
    rows: &[QueueRow],
) -> sqlx::Result<BTreeSet<i64>> {
    let may = |row: &&QueueRow| {
        row.kind == ApplicationKind::Unbind.as_str()
            || row.state != ApplicationState::Pending.as_str()
    };
    let asked: Vec<i64> = rows.iter().filter(may).map(|row| row.id).collect();
    if asked.is_empty() {
        return Ok(BTreeSet::new());
    }
    let below: Vec<(i64,)> = sql(format!(
        "SELECT a.id FROM application a JOIN affiliation t
            ON t.unit_id = a.applicant_id AND t.superior_id = a.superior_id AND t.until_at IS NULL
         WHERE a.superior_id = $1 AND a.id IN ({})",
        ids(asked.into_iter())
    ))
    .once()
    .bind(superior)
    .all(conn)
    .await?;
    Ok(below.into_iter().map(|(id,)| id).collect())
}
