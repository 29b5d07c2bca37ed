//! 单位管理

use super::super::caller::Administrator;
use super::super::now;
use super::super::store::{self, Conn, FoundUnit, Tx};
use super::who;
use crate::domain::admin::{UnitAct, UnitLine, UnitSearch, UnitSearchDraft, UnitState, UnitsView};
use crate::domain::{Cursor, Fault, Field, Instant, Key, Problem, fold_name};

/// Units of a page.
const PAGE: i64 = 20;

pub async fn unit_list(
    conn: &mut Conn,
    administrator: &Administrator,
    draft: UnitSearchDraft,
) -> Result<UnitsView, Fault> {
    let who = who(administrator);
    let search = match UnitSearch::try_from(draft) {
        Ok(search) => search,
        Err(problems) => {
            return Ok(UnitsView {
                who,
                units: Vec::new(),
                after: None,
                problems,
            });
        }
    };
    let mut found = store::search_units(conn, &search, PAGE + 1).await?;
    let more = found.len() as i64 > PAGE;
    found.truncate(PAGE as usize);
    let after = found.last().filter(|_| more).map(place);
    // What has all pairs of a name has not always the name.
    let named = |unit: &FoundUnit| {
        let name = search.name.as_ref();
        name.is_none_or(|name| name.is_in(&unit.name))
    };
    Ok(UnitsView {
        who,
        units: found.iter().filter(|unit| named(unit)).map(line).collect(),
        after,
        problems: Vec::new(),
    })
}

fn place(unit: &FoundUnit) -> String {
    let key = Key::Micros(unit.asked_at.unwrap_or(0));
    Cursor { key, id: unit.id }.to_word()
}

fn line(unit: &FoundUnit) -> UnitLine {
    let state = unit.state();
    let since = match state {
        UnitState::Waiting => unit.asked_at.unwrap_or(unit.created_at),
        UnitState::Verified => unit.verified_at.unwrap_or(unit.created_at),
        UnitState::Returned => unit.returned_at.unwrap_or(unit.created_at),
        UnitState::Disabled => unit.disabled_at.unwrap_or(unit.created_at),
    };
    UnitLine {
        id: unit.id,
        name: unit.name.clone(),
        code: unit.uscc.clone(),
        state,
        since: Instant::from_micros(since),
    }
}

/// What a press on a unit's page does.
pub async fn act_on_unit(
    tx: &mut Tx,
    administrator: i64,
    unit: i64,
    act: &UnitAct,
) -> store::Result<()> {
    let found = store::find_unit(tx, unit).await?.ok_or(Fault::NotFound)?;
    let at = now();
    match act {
        UnitAct::Verify { version } => {
            store::verify_unit(tx, unit, *version, administrator, at).await
        }
        UnitAct::Return { version, why } => {
            store::return_unit(tx, unit, *version, administrator, why.as_str(), at).await
        }
        UnitAct::Disable { why, confirm } => {
            if !store::hanging_on(tx, unit).await?.nothing() {
                confirmed(confirm, &found.name)?;
            }
            store::disable(tx, unit, administrator, why.as_str(), at).await?;
            Ok(())
        }
        UnitAct::Enable { why } => {
            Ok(store::enable(tx, unit, administrator, why.as_str(), at).await?)
        }
        UnitAct::Lift { why } => store::lift_bar(tx, unit, administrator, why.as_str(), at).await,
    }
}

/// Others are touched, and what is closed stays closed: the unit's name is typed, so that it is no slip.
fn confirmed(typed: &str, name: &str) -> Result<(), Fault> {
    let typed = fold_name(typed);
    let problem = match typed.is_empty() {
        true => Problem::Required,
        false if fold_name(name) == typed => return Ok(()),
        false => Problem::OtherName,
    };
    Err(Fault::at(Field::Confirm, problem))
}
