//! From a superior's queue to what 审核列表 shows.

use super::caller::Caller;
use super::now;
use super::show::{region_groups, reviewers_status};
use super::store::{self, Conn, QueueRow, Side};
use crate::domain::views::{QueueLine, QueueView, SavedView};
use crate::domain::{
    ApplicationKind, ApplicationState, Calendar, DeskAddress, Fault, Instant, Listed, Listing,
};
use std::collections::BTreeSet;

pub async fn queue(
    conn: &mut Conn,
    caller: &Caller,
    address: &DeskAddress,
    province: &str,
) -> Result<QueueView, Fault> {
    let reviewer = caller.reviewing()?;
    let superior = reviewer.unit;
    // Read first: what changes while the page is made is then told as news, not missed.
    let seq = store::queue_seq(conn, superior).await?;
    let size = i64::from(address.listing.size.rows());
    let (side, mut rows) = page(conn, superior, address, size + 1).await?;
    // The other side was read because there is nothing on the one that was asked for.
    let turned = side != self::side(address);
    // One row more than a page says whether there is another page on that side.
    let more = rows.len() as i64 > size;
    let (before, after) = match side {
        Side::First => (false, more),
        Side::After(_) => (!turned, more),
        Side::Before(_) => (more, !turned),
    };
    if more && matches!(side, Side::Before(_)) {
        rows.remove(0);
    } else if more {
        rows.pop();
    }
    let others_selection = address.selection.is_of_another(reviewer.operator);
    let ticked = match others_selection {
        true => BTreeSet::new(),
        false => store::selected_among(conn, &address.selection, &rows).await?,
    };
    let below = store::of_units_below(conn, superior, &rows).await?;
    let word = |row: Option<&QueueRow>| row.map(|row| row.cursor().to_word());
    let at = now();
    let rules = store::binding_policy(conn, at).await?;
    let first = rows.iter().map(|row| row.applied_at).min();
    let first = first.map_or(at, Instant::from_micros);
    let calendar = store::calendar(conn, first, at).await?;
    Ok(QueueView {
        who: caller.who(),
        before: word(rows.first()).filter(|_| before),
        after: word(rows.last()).filter(|_| after),
        rows: rows
            .into_iter()
            .filter_map(|row| line(row, (&ticked, &below), &calendar, rules.review_days, at))
            .collect(),
        outcomes: rules.offered(),
        counts: store::queue_counts(conn, superior).await?,
        seq,
        others_selection,
        matching: matching(conn, superior).await?,
        regions: region_groups(province),
        views: views(conn, superior, reviewer.operator).await?,
    })
}

/// The rows that the address asks for; where there are none beyond its place, those before it: the
/// rows of a page may all have been decided meanwhile.
async fn page(
    conn: &mut Conn,
    superior: i64,
    address: &DeskAddress,
    limit: i64,
) -> Result<(Side, Vec<QueueRow>), Fault> {
    let mut side = side(address);
    let listing = &address.listing;
    let mut rows = store::queue_page(conn, superior, listing, &side, limit).await?;
    let other = match &side {
        Side::After(cursor) => Side::Before(cursor.clone()),
        Side::Before(cursor) => Side::After(cursor.clone()),
        Side::First => return Ok((side, rows)),
    };
    if rows.is_empty() {
        side = other;
        rows = store::queue_page(conn, superior, listing, &side, limit).await?;
    }
    Ok((side, rows))
}

fn side(address: &DeskAddress) -> Side {
    match (&address.after, &address.before) {
        (Some(cursor), _) => Side::After(cursor.clone()),
        (None, Some(cursor)) => Side::Before(cursor.clone()),
        (None, None) => Side::First,
    }
}

fn line(
    row: QueueRow,
    (ticked, below): (&BTreeSet<i64>, &BTreeSet<i64>),
    calendar: &Calendar,
    review_days: u32,
    at: Instant,
) -> Option<QueueLine> {
    let state = ApplicationState::parse(&row.state)?;
    let kind = ApplicationKind::parse(&row.kind)?;
    let until = row.settled_at.map_or(at, Instant::from_micros);
    let waited_days = calendar.working_days(Instant::from_micros(row.applied_at), until);
    Some(QueueLine {
        id: row.id,
        version: row.version,
        name: row.name,
        code: row.uscc,
        kind,
        binding: reviewers_status(below.contains(&row.id)),
        listed: Listed::parse(&row.listed).filter(|_| state == ApplicationState::Pending),
        applied_at: Instant::from_micros(row.applied_at),
        waited_days,
        overdue: state == ApplicationState::Pending
            && review_days > 0
            && waited_days > i64::from(review_days),
        state,
        ticked: ticked.contains(&row.id),
    })
}

/// How many that wait are as the unit's list has them, bounded; none where it has no list.
async fn matching(conn: &mut Conn, superior: i64) -> Result<Option<i64>, Fault> {
    if !store::has_list(conn, superior).await? {
        return Ok(None);
    }
    let (listing, most) = (Listing::from_query("listed=match"), SavedView::COUNTED);
    let n = store::count_matching_up_to(conn, superior, &listing, most).await?;
    Ok(Some(n))
}

async fn views(conn: &mut Conn, superior: i64, operator: i64) -> Result<Vec<SavedView>, Fault> {
    let mut views = Vec::new();
    for row in store::saved_views(conn, operator).await? {
        let listing = Listing::from_query(&row.query);
        let most = SavedView::COUNTED;
        let count = store::count_matching_up_to(conn, superior, &listing, most).await?;
        views.push(SavedView {
            id: row.id,
            name: row.name,
            query: row.query,
            count,
        });
    }
    Ok(views)
}
