//! 单位管理: units by name, code and standing, among a million in milliseconds.
//!
//! A name is looked up by the rarest of its grams. The grams of one name are kept in the order of
//! the units, so even a gram that every other unit has is only walked as far as a page reaches.

use super::{Conn, Statement, Value, sql};
use crate::domain::admin::{UnitSearch, UnitState};
use crate::domain::grams;

/// Rows in fewer numbers than this are read rather than walked past.
const RARE: i64 = 1_000;
/// Grams of a name that are tried: with so many one is rare, or none.
const TRIED: usize = 16;

/// A unit, as its line in the list shows it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct FoundUnit {
    pub id: i64,
    pub uscc: String,
    pub name: String,
    pub verified_at: Option<i64>,
    pub returned_at: Option<i64>,
    pub disabled_at: Option<i64>,
    pub asked_at: Option<i64>,
    pub created_at: i64,
}

impl FoundUnit {
    pub fn state(&self) -> UnitState {
        unit_state(self.verified_at, self.returned_at, self.disabled_at)
    }
}

pub fn unit_state(
    verified: Option<i64>,
    returned: Option<i64>,
    disabled: Option<i64>,
) -> UnitState {
    match (disabled, verified, returned) {
        (Some(_), ..) => UnitState::Disabled,
        (None, Some(_), _) => UnitState::Verified,
        (None, None, Some(_)) => UnitState::Returned,
        (None, None, None) => UnitState::Waiting,
    }
}

/// At most `limit` units; those that wait without being looked for by name stand in the order in
/// which they asked, all others in that of their registration. A unit that has all pairs of a name,
/// but not the name, is among them.
pub async fn search_units(
    conn: &mut Conn,
    search: &UnitSearch,
    limit: i64,
) -> sqlx::Result<Vec<FoundUnit>> {
    match choose(conn, search).await? {
        None => Ok(Vec::new()),
        Some(driver) => statement(search, &driver, limit).all(conn).await,
    }
}

/// By what the units are met.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Driver {
    Code,
    Gram(String),
    State(UnitState),
    All,
}

/// `None` where nothing can match.
pub(super) async fn choose(conn: &mut Conn, search: &UnitSearch) -> sqlx::Result<Option<Driver>> {
    if search.code.is_some() {
        return Ok(Some(Driver::Code));
    }
    let Some(name) = &search.name else {
        return Ok(Some(search.state.map_or(Driver::All, Driver::State)));
    };
    let (gram, n) = rarest(conn, &name.folded()).await?;
    Ok(match (n, search.state) {
        (0, _) => None,
        (RARE.., Some(state)) if is_rare(conn, state).await? => Some(Driver::State(state)),
        _ => Some(Driver::Gram(gram)),
    })
}

/// The gram that the fewest names have, and how many: [`RARE`] for as many or more.
async fn rarest(conn: &mut Conn, name: &str) -> sqlx::Result<(String, i64)> {
    let mut rarest: Option<(String, i64)> = None;
    for gram in grams(name).into_iter().take(TRIED) {
        let n = sql("SELECT COUNT(*) FROM (SELECT 1 FROM unit_gram
                 WHERE gram = $1 LIMIT $2) AS bounded")
        .bind(gram.as_str())
        .bind(RARE)
        .int(conn)
        .await?;
        if rarest.as_ref().is_none_or(|(_, least)| n < *least) {
            rarest = Some((gram, n));
        }
    }
    Ok(rarest.unwrap_or_default())
}

async fn is_rare(conn: &mut Conn, state: UnitState) -> sqlx::Result<bool> {
    let n = sql(format!(
        "SELECT COUNT(*) FROM (SELECT 1 FROM unit u WHERE {} LIMIT $1) AS bounded",
        is(state)
    ))
    .bind(RARE)
    .int(conn)
    .await?;
    Ok(n < RARE)
}

/// In the words of the partial indexes.
fn is(state: UnitState) -> &'static str {
    match state {
        UnitState::Waiting => {
            "u.verified_at IS NULL AND u.returned_at IS NULL AND u.disabled_at IS NULL"
        }
        UnitState::Verified => "u.verified_at IS NOT NULL AND u.disabled_at IS NULL",
        UnitState::Returned => {
            "u.verified_at IS NULL AND u.returned_at IS NOT NULL AND u.disabled_at IS NULL"
        }
        UnitState::Disabled => "u.disabled_at IS NOT NULL",
    }
}

pub(super) fn statement(search: &UnitSearch, driver: &Driver, limit: i64) -> Statement {
    let mut asked = Asked::default();
    let mut from = "unit u";
    let mut id = "u.id";
    if let Driver::Gram(gram) = driver {
        // CROSS: SQLite takes the tables as they stand.
        from = "unit_gram g CROSS JOIN unit u";
        id = "g.unit_id";
        asked.and("g.gram = {}", gram.as_str());
        asked.plainly("u.id = g.unit_id");
    }
    if let Some(code) = &search.code {
        asked.and("u.uscc = {}", code.as_str());
    }
    if let Some(name) = &search.name {
        let grams = grams(&name.folded()).into_iter().take(TRIED);
        for gram in grams.filter(|gram| *driver != Driver::Gram(gram.clone())) {
            let has = format!(
                "EXISTS (SELECT 1 FROM unit_gram h WHERE h.gram = {{}} AND h.unit_id = {id})"
            );
            asked.and(&has, gram);
        }
    }
    if let Some(state) = search.state {
        asked.plainly(is(state));
    }
    let order = match driver {
        Driver::State(UnitState::Waiting) if search.name.is_none() => {
            if let Some((at, id)) = search.after {
                let (at, id) = (asked.bind(at), asked.bind(id));
                asked.plainly(&format!("(u.asked_at, u.id) > ({at}, {id})"));
            }
            "u.asked_at, u.id"
        }
        driver => {
            // Few that wait are read by their index, and then sorted.
            let id = match driver {
                Driver::State(UnitState::Waiting) => "u.id + 0",
                _ => id,
            };
            if let Some((_, last)) = search.after {
                asked.and(&format!("{id} > {{}}"), last);
            }
            id
        }
    };
    asked.select(from, order, limit)
}

/// Conditions, and what is bound in them.
#[derive(Default)]
struct Asked {
    conditions: Vec<String>,
    values: Vec<Value>,
}

impl Asked {
    /// One more condition; `{}` stands for the value.
    fn and(&mut self, condition: &str, value: impl Into<Value>) {
        let bound = self.bind(value);
        self.conditions.push(condition.replace("{}", &bound));
    }

    fn plainly(&mut self, condition: &str) {
        self.conditions.push(condition.to_owned());
    }

    fn bind(&mut self, value: impl Into<Value>) -> String {
        self.values.push(value.into());
        format!("${}", self.values.len())
    }

    fn select(mut self, from: &str, order: &str, limit: i64) -> Statement {
        let limit = self.bind(limit);
        let wanted = match self.conditions.is_empty() {
            true => String::new(),
            false => format!("WHERE {}", self.conditions.join(" AND ")),
        };
        let text = format!(
            "SELECT u.id, u.uscc, u.name, u.verified_at, u.returned_at, u.disabled_at, u.asked_at,
                u.created_at
             FROM {from} {wanted} ORDER BY {order} LIMIT {limit}"
        );
        // Planned for these values: a gram may be in one name, or in every other.
        self.values
            .into_iter()
            .fold(sql(text), Statement::bind)
            .once()
    }
}

#[cfg(test)]
mod tests;
