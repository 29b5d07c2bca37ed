//! From a superior's queue to 审核看板.

use super::caller::Caller;
use super::now;
use super::store::{self, Conn};
use crate::domain::board::{AGES, BoardView, COUNTED, DAYS, ORPHANS, OldestView, OrphansView};
use crate::domain::{Calendar, Fault, Instant};

/// As many days the oldest age may lie back.
const MOST_DAYS: u32 = 60;

pub async fn board(conn: &mut Conn, caller: &Caller) -> Result<BoardView, Fault> {
    let reviewer = caller.reviewing()?;
    let (superior, at) = (reviewer.unit, now());
    let since = day_before(at, DAYS - 1);
    let decided = store::decided_by(conn, superior, since, COUNTED).await?;
    let reviewers = decided.into_iter().filter(|(_, n)| *n > 0);
    let oldest = store::oldest_waiting(conn, superior).await?;
    let begin = oldest
        .as_ref()
        .map_or(at, |(_, _, at)| Instant::from_micros(*at));
    let calendar = store::calendar(conn, begin.min(since.plus_days(-60)), at).await?;
    Ok(BoardView {
        who: caller.who(),
        ages: ages(conn, &calendar, superior, at).await?,
        days: days(conn, superior, at).await?,
        reviewers: reviewers
            .map(|(name, n)| (store::masked_name(&name), n))
            .collect(),
        orphans: orphans(conn, superior, since).await?,
        oldest: oldest.map(|(application, name, applied_at)| {
            let applied_at = Instant::from_micros(applied_at);
            OldestView {
                application,
                name,
                applied_at,
                waited: calendar.working_days(applied_at, at),
            }
        }),
    })
}

async fn orphans(conn: &mut Conn, superior: i64, since: Instant) -> Result<OrphansView, Fault> {
    let expected = match store::has_list(conn, superior).await? {
        true => Some(store::expected_orphans(conn, superior).await?),
        false => None,
    };
    let left = store::left_for_nobody(conn, superior, since, ORPHANS).await?;
    let left = left.into_iter();
    Ok(OrphansView {
        expected,
        left: left
            .map(|(name, at)| (name, Instant::from_micros(at)))
            .collect(),
    })
}

/// What waits, by its age in working days.
async fn ages(
    conn: &mut Conn,
    calendar: &Calendar,
    superior: i64,
    at: Instant,
) -> Result<Vec<(i64, Option<i64>, i64)>, Fault> {
    let mut found = Vec::new();
    for (n, &from) in AGES.iter().enumerate() {
        let next = AGES.get(n + 1).copied();
        let until = begin_of_age(calendar, at, from);
        let begins = next.map_or(Instant::from_micros(0), |next| {
            begin_of_age(calendar, at, next)
        });
        let count = store::count_waiting(conn, superior, begins, until, COUNTED).await?;
        found.push((from, next.map(|next| next - 1), count));
    }
    Ok(found)
}

/// What was submitted before this has waited at least so many working days.
fn begin_of_age(calendar: &Calendar, at: Instant, workdays: i64) -> Instant {
    let mut begin = day_before(at, -1);
    // A calendar of nothing but holidays ends the walk too.
    for _ in 0..MOST_DAYS {
        if calendar.working_days(begin.plus_seconds(-1), at) >= workdays {
            break;
        }
        begin = begin.plus_days(-1);
    }
    begin
}

async fn days(conn: &mut Conn, superior: i64, at: Instant) -> Result<Vec<(String, i64)>, Fault> {
    let mut found = Vec::new();
    for before in (0..DAYS).rev() {
        let begin = day_before(at, before);
        let end = begin.plus_days(1);
        let count = store::count_decided(conn, superior, begin, end, COUNTED).await?;
        found.push((begin.date_shanghai(), count));
    }
    Ok(found)
}

/// The beginning of the day so many days before.
fn day_before(at: Instant, days: i64) -> Instant {
    let today = Instant::from_date_shanghai(&at.date_shanghai()).unwrap_or(at);
    today.plus_days(-days)
}
