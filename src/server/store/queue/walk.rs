//! Walking through the list from case to case, as it was when the walk began.

use super::super::{Conn, sql};
use super::matching::Matching;
use super::order::Order;
use super::page::{QueueRow, Side, page_statement};
use crate::domain::{Cursor, Key, Listing, Sort};

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

/// The place that an application of the superior has in the order of a listing, whether it is in
/// the listing or, decided meanwhile, is not.
pub async fn walk_cursor(
    conn: &mut Conn,
    superior: i64,
    listing: &Listing,
    application: i64,
) -> sqlx::Result<Option<Cursor>> {
    let found: Option<(Option<i64>, String, i64)> = sql(format!(
        "SELECT {}, a.applied_at FROM application a WHERE a.id = $1 AND a.superior_id = $2",
        Order::of(listing).columns()
    ))
    .bind(application)
    .bind(superior)
    .optional(conn)
    .await?;
    Ok(found.map(|(micros, name_key, applied_at)| Cursor {
        key: match listing.sort {
            Sort::Name => Key::Name(name_key),
            // What waits again was settled at no time.
            _ => Key::Micros(micros.unwrap_or(applied_at)),
        },
        id: application,
    }))
}
