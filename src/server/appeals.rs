//! From an appeal's records to what its unit and its superior see.

use super::caller::Caller;
use super::now;
use super::show::who_decided;
use super::store::{self, AppealRow, BarRow, Conn, Reviewer};
use crate::domain::views::BarredView;
use crate::domain::{
    AppealState, AppealView, AppealsView, Fault, Instant, NotSecond, OpinionView, OwnAppeal,
    last_moment,
};

/// Appeals of a page.
const PAGE: i64 = 20;

/// 申诉 to the caller's unit: those that wait, or those that ended.
pub async fn appeals(
    conn: &mut Conn,
    caller: &Caller,
    settled: bool,
    after: Option<i64>,
) -> Result<AppealsView, Fault> {
    let reviewer = caller.reviewing()?;
    let mut rows = store::appeals(conn, reviewer.unit, settled, after, PAGE + 1).await?;
    let more = rows.len() as i64 > PAGE;
    rows.truncate(PAGE as usize);
    let after = rows.last().filter(|_| more).map(|row| row.id);
    let mut appeals = Vec::new();
    for row in rows {
        let stuck = is_stuck(conn, &row).await?;
        appeals.push(view(row, reviewer, stuck));
    }
    Ok(AppealsView {
        who: caller.who(),
        settled,
        after,
        appeals,
    })
}

async fn is_stuck(conn: &mut Conn, row: &AppealRow) -> sqlx::Result<bool> {
    if !row.state().is_open() {
        return Ok(false);
    }
    let settlers = store::settlers(conn, row.superior_id, row.unit_id, now()).await?;
    Ok(row.is_stuck(&settlers))
}

fn view(row: AppealRow, reviewer: Reviewer, stuck: bool) -> AppealView {
    let state = row.state();
    let is = |operator: Option<i64>| operator.is_some_and(|id| reviewer.acts_as(id));
    let not_second = if state != AppealState::Opined {
        None
    } else if is(row.opined_by) {
        Some(NotSecond::First)
    } else if is(row.terminated_by) {
        Some(NotSecond::Terminated)
    } else {
        None
    };
    let masked = |name: Option<String>| name.map(|name| store::masked_name(&name));
    let named = |name: Option<&str>, of| name.map(|name| who_decided(name, of));
    let opinion = (row.agrees.zip(row.opined_at)).map(|(agrees, at)| OpinionView {
        agrees: agrees == 1,
        why: row.opinion.clone(),
        by: named(row.opined_name.as_deref(), row.opined_for.as_deref()).unwrap_or_default(),
        at: Instant::from_micros(at),
    });
    AppealView {
        id: row.id,
        version: row.version,
        application: row.application_id,
        unit: row.unit,
        state,
        body: row.body,
        by: masked(row.by),
        at: Instant::from_micros(row.at),
        terminated: (
            masked(row.terminated_name).unwrap_or_default(),
            Instant::from_micros(row.terminated_at),
            row.terminated_why,
        ),
        opinion,
        consented_by: named(row.consented_name.as_deref(), row.consented_for.as_deref()),
        settled: row.settled_at.map(Instant::from_micros),
        not_second,
        stuck,
    }
}

/// What bars the unit, and its appeal against it.
pub async fn bar(
    conn: &mut Conn,
    unit: i64,
) -> sqlx::Result<(Option<BarredView>, Option<OwnAppeal>)> {
    let Some(bar) = store::bar_of(conn, unit, now()).await? else {
        return Ok((None, None));
    };
    let appeal = store::appeal_against(conn, bar.application, bar.version).await?;
    let stuck = match &appeal {
        Some(row) => is_stuck(conn, row).await?,
        None => false,
    };
    Ok((Some(barred(bar)), appeal.map(|row| own(row, stuck))))
}

pub fn barred(bar: BarRow) -> BarredView {
    BarredView {
        round: bar.round,
        until: last_moment(bar.closes_at),
    }
}

fn own(row: AppealRow, stuck: bool) -> OwnAppeal {
    let state = row.state();
    OwnAppeal {
        id: row.id,
        state,
        body: row.body,
        at: Instant::from_micros(row.at),
        // Until a second person consents, it is nobody's answer.
        answer: match state {
            AppealState::Refused => row.opinion,
            _ => String::new(),
        },
        stuck,
        settled: row.settled_at.map(Instant::from_micros),
    }
}
