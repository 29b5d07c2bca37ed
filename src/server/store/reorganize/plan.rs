//! What a proposal would do if it were carried out now.

use super::super::classify::ids;
use super::super::closing::open_cases;
use super::super::obstacles::unfit;
use super::super::{
    Conn, Result, UnitRow, ancestors_of, counts_below, find_unit, path_down, policy, sql,
    superior_of,
};
use crate::domain::Fault;
use crate::domain::reorganization::{BranchChange, Objection, PlanView};
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// So many units at most change their superior at once.
const MOST: usize = 20_000;
/// So many of their names are shown.
const NAMED: i64 = 50;

/// What is to be done to the units directly below `unit`, which stands in the branch of `superior`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    pub superior: i64,
    pub kind: BranchChange,
    pub unit: i64,
    /// None: they are released.
    pub target: Option<i64>,
    /// None: all.
    pub chosen: Option<Vec<i64>>,
}

/// The units that change their superior, and all that is told of it.
#[derive(Debug)]
pub struct Plan {
    pub units: Vec<i64>,
    pub view: PlanView,
}

/// All that it does, as of now. Under `lock_ties` it stays so until the end of the transaction.
pub async fn plan(conn: &mut Conn, order: &Order) -> Result<Plan> {
    let unit = find_unit(conn, order.unit).await?.ok_or(Fault::NotFound)?;
    let target = match order.target {
        None => None,
        Some(id) => Some(find_unit(conn, id).await?.ok_or(Fault::NotFound)?),
    };
    let units = moved_units(conn, order).await?;
    let cases = open_cases(conn, &closing_cases(order)).await?;
    let objection = objection(conn, order, &unit, target.as_ref(), &units).await?;
    let above = superior_of(conn, order.unit).await?;
    let mut words = format!(
        "{} {} {:?} {:?} {:?}\n",
        order.kind.as_str(),
        order.unit,
        order.target,
        above.as_ref().map(|(id, ..)| id),
        objection
    );
    units.iter().for_each(|id| _ = write!(words, "{id},"));
    words.push('\n');
    for case in &cases {
        _ = write!(words, "{}.{},", case.id, case.version);
    }
    let waiting = cases.iter().filter(|case| case.superior_id == order.unit);
    let view = PlanView {
        kind: order.kind,
        unit: unit.name,
        target: target.map(|target| target.name),
        above: above.map(|(_, name, _)| name),
        units: number(units.len()),
        names: names(conn, order).await?,
        along: along(conn, order, &units).await?,
        waiting: number(waiting.count()),
        closing: number(cases.len()),
        objection,
        digest: hex::encode(Sha256::digest(words)),
    };
    Ok(Plan { units, view })
}

fn number(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// The units below `unit` that are meant, as a condition on the tie `t`.
fn meant(order: &Order) -> String {
    let below = format!("t.superior_id = {} AND t.until_at IS NULL", order.unit);
    match &order.chosen {
        None => below,
        Some(chosen) => format!("{below} AND t.unit_id IN ({})", ids(chosen.iter().copied())),
    }
}

async fn moved_units(conn: &mut Conn, order: &Order) -> sqlx::Result<Vec<i64>> {
    let units: Vec<(i64,)> = sql(format!(
        "SELECT t.unit_id FROM affiliation t WHERE {} ORDER BY t.unit_id LIMIT $1",
        meant(order)
    ))
    .once()
    .bind(number(MOST + 1))
    .all(conn)
    .await?;
    Ok(units.into_iter().map(|(id,)| id).collect())
}

async fn names(conn: &mut Conn, order: &Order) -> sqlx::Result<Vec<String>> {
    let names: Vec<(String,)> = sql(format!(
        "SELECT u.name FROM affiliation t CROSS JOIN unit u
         WHERE {} AND u.id = t.unit_id ORDER BY t.name_key, t.unit_id LIMIT $1",
        meant(order)
    ))
    .once()
    .bind(NAMED)
    .all(conn)
    .await?;
    Ok(names.into_iter().map(|(name,)| name).collect())
}

/// How many units stand below those that move.
async fn along(conn: &mut Conn, order: &Order, units: &[i64]) -> sqlx::Result<i64> {
    if order.chosen.is_none() {
        let (children, descendants) = counts_below(conn, order.unit).await?;
        return Ok(descendants - children);
    }
    sql(format!(
        "SELECT CAST(COALESCE(SUM(descendants), 0) AS BIGINT) FROM subtree WHERE unit_id IN ({})",
        ids(units.iter().copied())
    ))
    .once()
    .int(conn)
    .await
}

/// The open cases that it makes moot, as a condition on `application a`: what the moved units asked of
/// a superior that they no longer have, and where the unit goes, all from it and all that waits for it.
pub(super) fn closing_cases(order: &Order) -> String {
    let movers = format!(
        "a.applicant_id IN (SELECT t.unit_id FROM affiliation t WHERE {})",
        meant(order)
    );
    let of_movers = match order.target {
        Some(_) => movers,
        // Who is released may go on to another superior.
        None => format!("a.kind = 'unbind' AND {movers}"),
    };
    match order.kind.ends_unit() {
        false => of_movers,
        true => format!(
            "({of_movers}) OR a.superior_id = {0} OR a.applicant_id = {0}",
            order.unit
        ),
    }
}

async fn objection(
    conn: &mut Conn,
    order: &Order,
    unit: &UnitRow,
    target: Option<&UnitRow>,
    units: &[i64],
) -> Result<Option<Fault>> {
    let object = |objection| Ok(Some(Fault::Objection(objection)));
    if !is_in_branch(conn, order).await? {
        return object(Objection::NotBelow);
    }
    if units.is_empty() && order.kind == BranchChange::Move {
        return object(Objection::NothingMoves);
    }
    if units.len() > MOST {
        return object(Objection::TooMany { max: MOST });
    }
    let Some(target) = target else {
        return Ok(None);
    };
    // As for a binding; but who is moved was bound before, so only the target is asked.
    let required = policy(conn).await?.verification_required;
    let moved = UnitRow {
        disabled_at: None,
        verified_at: Some(0),
        entered_at: Some(0),
        ..unit.clone()
    };
    if let Some(obstacle) = unfit(&moved, target, required) {
        return Ok(Some(Fault::Obstacle(obstacle)));
    }
    let above = ancestors_of(conn, target.id).await?;
    let in_the_way: Vec<i64> = above.into_iter().filter(|id| units.contains(id)).collect();
    if in_the_way.is_empty() {
        return Ok(None);
    }
    let names: Vec<(String,)> = sql(format!(
        "SELECT name FROM unit WHERE id IN ({}) ORDER BY id",
        ids(in_the_way.into_iter())
    ))
    .once()
    .all(conn)
    .await?;
    let names = names.into_iter().map(|(name,)| name).collect();
    object(Objection::Circle { names })
}

/// Both stand below the unit whose branch it is. It may take units in itself, and give its own away.
async fn is_in_branch(conn: &mut Conn, order: &Order) -> sqlx::Result<bool> {
    let own = order.unit == order.superior;
    if own && order.kind.ends_unit() {
        return Ok(false);
    }
    for unit in [Some(order.unit), order.target].into_iter().flatten() {
        let path = path_down(conn, order.superior, unit, None).await?;
        if path.is_none() {
            return Ok(false);
        }
    }
    Ok(true)
}
