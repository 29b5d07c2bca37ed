//! 工作日历

use super::{Conn, Result, Tx, sql};
use crate::domain::{Calendar, CalendarDay, CalendarYear, Fault, Instant};

/// The days between two instants that are not what their weekday says: a few for each month.
pub async fn calendar(conn: &mut Conn, from: Instant, until: Instant) -> sqlx::Result<Calendar> {
    let days: Vec<(String, i64)> =
        sql("SELECT day, working FROM calendar_day WHERE day >= $1 AND day <= $2 ORDER BY day")
            .bind(from.date_shanghai())
            .bind(until.date_shanghai())
            .all(conn)
            .await?;
    let days = days.into_iter().map(|(day, working)| (day, working == 1));
    Ok(Calendar::of(days))
}

/// What is known of a year, and its version; none where nothing is.
pub async fn calendar_year(
    conn: &mut Conn,
    year: i64,
) -> sqlx::Result<Option<(i64, Vec<CalendarDay>)>> {
    let version: Option<(i64,)> = sql("SELECT version FROM calendar_year WHERE year = $1")
        .bind(year)
        .optional(conn)
        .await?;
    let Some((version,)) = version else {
        return Ok(None);
    };
    let (first, last) = ends_of(year);
    let days: Vec<(String, i64)> =
        sql("SELECT day, working FROM calendar_day WHERE day >= $1 AND day <= $2 ORDER BY day")
            .bind(first)
            .bind(last)
            .all(conn)
            .await?;
    let day = |(day, working)| CalendarDay {
        day,
        working: working == 1,
    };
    Ok(Some((version, days.into_iter().map(day).collect())))
}

/// Who changed a year last, unmasked, and when; none where it is as it came.
pub async fn calendar_changed(
    conn: &mut Conn,
    year: i64,
) -> sqlx::Result<Option<(String, Instant)>> {
    let changed: Option<(String, i64)> = sql("SELECT p.name, y.at FROM calendar_year y
         JOIN administrator d ON d.id = y.administrator_id JOIN person p ON p.id = d.person_id
         WHERE y.year = $1")
    .bind(year)
    .optional(conn)
    .await?;
    Ok(changed.map(|(by, at)| (by, Instant::from_micros(at))))
}

/// The years of which something is known: one a year.
pub async fn calendar_years(conn: &mut Conn) -> sqlx::Result<Vec<i64>> {
    let years: Vec<(i64,)> = sql("SELECT year FROM calendar_year ORDER BY year")
        .all(conn)
        .await?;
    Ok(years.into_iter().map(|(year,)| year).collect())
}

/// Says all that is known of a year. Refused where somebody said it since it was read; `seen` is 0
/// where nothing was known.
pub async fn set_calendar(
    tx: &mut Tx,
    administrator: i64,
    seen: i64,
    year: &CalendarYear,
    at: Instant,
) -> Result<()> {
    let statement = match seen {
        0 => sql(
            "INSERT INTO calendar_year (year, version, administrator_id, at)
             VALUES ($1, $2 + 1, $3, $4) ON CONFLICT (year) DO NOTHING",
        ),
        _ => sql(
            "UPDATE calendar_year SET version = version + 1, administrator_id = $3, at = $4
             WHERE year = $1 AND version = $2",
        ),
    };
    let set = statement
        .bind(year.year)
        .bind(seen)
        .bind(administrator)
        .bind(at)
        .execute(tx)
        .await?;
    if set == 0 {
        return Err(Fault::Changed.into());
    }
    let (first, last) = ends_of(year.year);
    sql("DELETE FROM calendar_day WHERE day >= $1 AND day <= $2")
        .bind(first)
        .bind(last)
        .execute(tx)
        .await?;
    for day in &year.days {
        sql("INSERT INTO calendar_day (day, working) VALUES ($1, $2)")
            .bind(day.day.as_str())
            .bind(day.working)
            .execute(tx)
            .await?;
    }
    Ok(())
}

fn ends_of(year: i64) -> (String, String) {
    (format!("{year:04}-01-01"), format!("{year:04}-12-31"))
}
