//! 工作日历

use super::super::caller::Administrator;
use super::super::now;
use super::super::store::{self, Conn, Tx};
use super::who;
use crate::domain::admin::CalendarView;
use crate::domain::{CalendarDraft, CalendarYear, Fault};

/// A year; the present one where the address names none.
pub async fn calendar_view(
    conn: &mut Conn,
    administrator: &Administrator,
    year: &str,
) -> Result<CalendarView, Fault> {
    let today = now().date_shanghai();
    let this_year = CalendarYear::parse_year(today.get(..4).unwrap_or_default());
    let asked = CalendarYear::parse_year(year);
    let no_year = (asked.is_none() && !year.is_empty()).then(|| year.to_owned());
    let year = asked.or(this_year);
    let year = year.unwrap_or(*CalendarYear::YEARS.start());
    let found = store::calendar_year(conn, year).await?;
    let (version, days) = found.unwrap_or_default();
    let changed = store::calendar_changed(conn, year).await?;
    Ok(CalendarView {
        who: who(administrator),
        year,
        no_year,
        draft: CalendarDraft {
            year: year.to_string(),
            version,
            days: CalendarYear::lines(&days),
        },
        days,
        years: store::calendar_years(conn).await?,
        changed: changed.map(|(by, at)| (store::masked_name(&by), at)),
    })
}

/// Returns the year.
pub async fn set_calendar(
    tx: &mut Tx,
    administrator: &Administrator,
    draft: CalendarDraft,
) -> store::Result<i64> {
    let seen = draft.version;
    let year = CalendarYear::try_from(draft).map_err(Fault::from)?;
    store::set_calendar(tx, administrator.id(), seen, &year, now()).await?;
    Ok(year.year)
}
