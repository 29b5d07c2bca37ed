//! Walking through the list from case to case, as it was when the walk began.

use super::super::Conn;
use super::matching::Matching;
use super::order::Order;
use super::page::{QueueRow, Side, page_statement};
use crate::domain::{Cursor, Listing};

/// The nearest row on a side that is as it was at a number of the queue: neither arrived nor decided
/// since.
pub async fn walk_next(
    conn: &mut Conn,
    superior: i64,
    listing: &Listing,
    as_of: i64,
    side: &Side,
) -> sqlx::Result<Option<QueueRow>> {
    match page_statement(conn, superior, listing, Some(as_of), side, 1).await? {
        Some(statement) => statement.optional(conn).await,
        None => Ok(None),
    }
}

/// The how manieth of how many the row at a cursor is. Counts them all: once, when a walk begins.
pub async fn walk_place(
    conn: &mut Conn,
    superior: i64,
    listing: &Listing,
    as_of: i64,
    cursor: &Cursor,
) -> sqlx::Result<(i64, i64)> {
    let order = Order::of(listing);
    let matching = Matching::now(conn, superior, &listing.filter, Some(order)).await?;
    let (Some(mut matching), Some((key, id))) = (matching, order.place(cursor)) else {
        return Ok((0, 0));
    };
    matching.and("a.seq + 0 <= {}", as_of);
    let (own, up_to) = (order.key, order.reversed().beyond());
    let (key, id) = (matching.bind(key), matching.bind(id));
    let columns =
        format!("COUNT(CASE WHEN ({own}, a.id) {up_to}= ({key}, {id}) THEN 1 END), COUNT(*)");
    matching.select(&columns, "").one(conn).await
}
