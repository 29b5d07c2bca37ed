//! 申报批次

use super::super::caller::Administrator;
use super::super::now;
use super::super::store::{self, Conn, RoundOfYear, Tx};
use super::who;
use crate::domain::admin::{Round, RoundDraft, RoundForm, RoundLine, RoundState, RoundsView};
use crate::domain::{Fault, Instant, last_moment};

/// Rounds of a page.
const PAGE: i64 = 20;

pub async fn round_list(
    conn: &mut Conn,
    administrator: &Administrator,
    before: Option<i64>,
) -> Result<RoundsView, Fault> {
    let at = now();
    let mut rows = store::rounds(conn, before, PAGE + 1).await?;
    let more = rows.len() as i64 > PAGE;
    rows.truncate(PAGE as usize);
    Ok(RoundsView {
        who: who(administrator),
        older: rows.last().filter(|_| more).map(|row| row.opens_at),
        rounds: rows.into_iter().map(|row| line(row, at)).collect(),
        outside: store::binding_policy(conn, at).await?.outside_rounds,
    })
}

fn line(row: RoundOfYear, at: Instant) -> RoundLine {
    let opens = Instant::from_micros(row.opens_at);
    RoundLine {
        id: row.id,
        name: row.name,
        year: row.year,
        opens,
        closes: last_moment(row.closes_at),
        state: RoundState::at(at, opens, Instant::from_micros(row.closes_at)),
    }
}

/// The form of a round; for none an empty one of this year.
pub async fn round_form(
    conn: &mut Conn,
    administrator: &Administrator,
    id: Option<i64>,
) -> Result<RoundForm, Fault> {
    let who = who(administrator);
    let Some(id) = id else {
        let today = now().date_shanghai();
        let draft = RoundDraft {
            year: today.get(..4).unwrap_or_default().to_owned(),
            ..RoundDraft::default()
        };
        let used = false;
        return Ok(RoundForm { who, draft, used });
    };
    let row = store::find_round(conn, id).await?.ok_or(Fault::NotFound)?;
    let used = store::round_is_used(conn, id).await?;
    let draft = RoundDraft {
        version: row.version,
        name: row.name,
        // One from before rounds had a year.
        year: match row.year {
            0 => String::new(),
            year => year.to_string(),
        },
        opens: Instant::from_micros(row.opens_at).date_shanghai(),
        closes: last_moment(row.closes_at).date_shanghai(),
    };
    Ok(RoundForm { who, draft, used })
}

/// Returns the round's id.
pub async fn save_round(tx: &mut Tx, id: Option<i64>, draft: RoundDraft) -> store::Result<i64> {
    let seen = draft.version;
    if let Some(id) = id {
        store::find_round(tx, id).await?.ok_or(Fault::NotFound)?;
    }
    let round = Round::try_from(draft).map_err(Fault::from)?;
    match id {
        None => store::add_round(tx, &round, now()).await,
        Some(id) => {
            store::save_round(tx, id, seen, &round, now()).await?;
            Ok(id)
        }
    }
}
