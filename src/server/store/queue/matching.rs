//! A filter as SQL: the conditions, and the index by which the rows are met.
//!
//! A comparison that is not to choose the index is a LIKE, for words that have no signs: SQLite takes
//! no index for that, and PostgreSQL knows as well how many rows there are.

use super::super::{Conn, Statement, Value, sql};
use super::keep::BETWEEN;
use super::order::Order;
use crate::domain::{ApplicationState, Filter, Tab, grams};

/// A gram in fewer names than this is looked up; names with a commoner one are met soon enough by
/// walking through the list.
const RARE: i64 = 1_000;
/// Grams of a name that are tried: with so many one is rare, or none.
const TRIED: usize = 16;

/// Always so. pending_list holds the type, and how an applicant stands to the list, too, and would be
/// read through for a rare one; this it does not hold.
const NOT_IN_THE_LIST: &str = "a.name_key || '' >= ''";

/// By what the rows are met.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Driver {
    Code,
    Gram(String),
    City,
    Listed,
    Kind,
    State,
    Order,
}

/// Rows of a superior, and what is bound to say which.
#[derive(Clone)]
pub(super) struct Matching {
    from: &'static str,
    conditions: Vec<String>,
    values: Vec<Value>,
}

impl Matching {
    /// Those that are now in the filter's half of the list and match it. `None` where there can be
    /// none.
    pub(super) async fn now(
        conn: &mut Conn,
        superior: i64,
        filter: &Filter,
        order: Option<Order>,
    ) -> sqlx::Result<Option<Self>> {
        let Some(driver) = choose(conn, superior, filter, order).await? else {
            return Ok(None);
        };
        let mut matching = Self::driven(superior, &driver);
        matching.narrow(filter, &driver);
        matching.narrow_state(filter, &driver);
        Ok(Some(matching))
    }

    /// Those of the superior whose applicant matches, in whatever state.
    pub(super) fn whatever_state(superior: i64, filter: &Filter) -> Self {
        let mut matching = Self::driven(superior, &Driver::Order);
        matching.narrow(filter, &Driver::Order);
        matching
    }

    fn driven(superior: i64, driver: &Driver) -> Self {
        let mut matching = Self {
            from: "application a",
            conditions: Vec::new(),
            values: Vec::new(),
        };
        match driver {
            Driver::Gram(gram) => {
                // CROSS: SQLite takes the tables as they stand.
                matching.from = "queue_gram g CROSS JOIN application a";
                matching.and("g.superior_id = {}", superior);
                matching.and("g.gram = {}", gram.as_str());
                matching.and_plain("a.id = g.application_id");
            }
            _ => matching.and("a.superior_id = {}", superior),
        }
        matching
    }

    /// The conditions but that of the superior, for one of several ways to belong.
    pub(super) fn split_off_applicant(&mut self) -> String {
        let applicant = self.conditions.split_off(1);
        match applicant.is_empty() {
            true => "1 = 1".to_owned(),
            false => applicant.join(" AND "),
        }
    }

    /// One more condition; `{}` stands for the value.
    pub(super) fn and(&mut self, condition: impl AsRef<str>, value: impl Into<Value>) {
        let bound = self.bind(value);
        self.and_plain(condition.as_ref().replace("{}", &bound));
    }

    pub(super) fn and_plain(&mut self, condition: impl Into<String>) {
        self.conditions.push(condition.into());
    }

    /// The placeholder of a value that is bound.
    pub(super) fn bind(&mut self, value: impl Into<Value>) -> String {
        self.values.push(value.into());
        format!("${}", self.values.len())
    }

    /// `SELECT columns FROM … WHERE … rest`
    pub(super) fn text(&self, columns: &str, rest: &str) -> String {
        let (from, conditions) = (self.from, self.conditions.join(" AND "));
        format!("SELECT {columns} FROM {from} WHERE {conditions} {rest}")
    }

    pub(super) fn statement(self, text: String) -> Statement {
        self.values.into_iter().fold(sql(text), Statement::bind)
    }

    pub(super) fn select(self, columns: &str, rest: &str) -> Statement {
        let text = self.text(columns, rest);
        self.statement(text)
    }

    fn narrow(&mut self, filter: &Filter, driver: &Driver) {
        if let Some(code) = filter.code() {
            self.and(equals("a.uscc", *driver == Driver::Code), code.as_str());
        }
        if let Some(name) = filter.name() {
            let pattern = format!("%{BETWEEN}%{}%", literal(&name.folded()));
            self.and(r"a.name_key LIKE {} ESCAPE '\'", pattern);
        }
        if let Some(area) = filter.area() {
            self.and(equals("a.city", *driver == Driver::City), area.city());
            if let Some(county) = area.county() {
                self.and("a.region = {}", county);
            }
        }
        if let Some(listed) = filter.listed() {
            let drives = *driver == Driver::Listed;
            self.and(equals("a.listed", drives), listed.as_str());
            if drives {
                self.and_plain(NOT_IN_THE_LIST);
            }
        }
        if let Some(kind) = filter.kind() {
            let drives = *driver == Driver::Kind;
            self.and(equals("a.unit_type", drives), kind.code());
            if drives {
                self.and_plain(NOT_IN_THE_LIST);
            }
        }
        if let Some(since) = filter.since() {
            self.and("a.applied_at >= {}", since);
        }
        if let Some(before) = filter.before() {
            self.and("a.applied_at < {}", before);
        }
    }

    /// In the words of the partial indexes, unless a code is looked up: then none of them is to be
    /// read through.
    fn narrow_state(&mut self, filter: &Filter, driver: &Driver) {
        let (pending, settled) = match driver {
            Driver::Code => ("a.state || '' = 'pending'", "a.settled_at + 0 IS NOT NULL"),
            _ => ("a.state = 'pending'", "a.settled_at IS NOT NULL"),
        };
        if filter.tab() == Tab::Pending {
            return self.and_plain(pending);
        }
        self.and_plain(settled);
        match filter.states().as_slice() {
            [state] => self.and(equals("a.state", *driver == Driver::State), state.as_str()),
            states => {
                for other in ApplicationState::ALL {
                    if other != ApplicationState::Pending && !states.contains(&other) {
                        self.and_plain(format!("a.state <> '{}'", other.as_str()));
                    }
                }
            }
        }
    }
}

/// The words of states, for an `IN (…)`.
pub(super) fn words(states: &[ApplicationState]) -> String {
    let words: Vec<_> = (states.iter())
        .map(|state| format!("'{}'", state.as_str()))
        .collect();
    words.join(", ")
}

/// A comparison with a column, by which its index is chosen or is not.
fn equals(column: &str, drives: bool) -> String {
    match drives {
        true => format!("{column} = {{}}"),
        false => format!("{column} LIKE {{}}"),
    }
}

/// A text in a pattern, where it stands for itself.
fn literal(text: &str) -> String {
    let mut pattern = String::with_capacity(text.len());
    for character in text.chars() {
        if matches!(character, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(character);
    }
    pattern
}

/// `None` where nothing can match.
async fn choose(
    conn: &mut Conn,
    superior: i64,
    filter: &Filter,
    order: Option<Order>,
) -> sqlx::Result<Option<Driver>> {
    let states = filter.states();
    if states.is_empty() {
        return Ok(None);
    }
    if filter.code().is_some() {
        return Ok(Some(Driver::Code));
    }
    if let Some(name) = filter.name() {
        match rarest(conn, superior, &name.folded()).await? {
            (_, 0) => return Ok(None),
            (gram, n) if n < RARE => return Ok(Some(Driver::Gram(gram))),
            _ => {}
        }
    }
    let by_time = order.is_none_or(Order::is_by_time);
    Ok(Some(match () {
        () if !by_time => Driver::Order,
        () if filter.area().is_some() => Driver::City,
        () if filter.kind().is_some() => Driver::Kind,
        () if filter.listed().is_some() => Driver::Listed,
        () if filter.tab() == Tab::Settled && states.len() == 1 => Driver::State,
        () => Driver::Order,
    }))
}

/// The gram that the fewest names have, and how many: [`RARE`] for as many or more.
async fn rarest(conn: &mut Conn, superior: i64, name: &str) -> sqlx::Result<(String, i64)> {
    let mut rarest = (String::new(), RARE);
    for gram in grams(name).into_iter().take(TRIED) {
        let n = sql("SELECT COUNT(*) FROM (SELECT 1 FROM queue_gram
                 WHERE superior_id = $1 AND gram = $2 LIMIT $3) AS bounded")
        .bind(superior)
        .bind(gram.as_str())
        .bind(RARE)
        .int(conn)
        .await?;
        if n < rarest.1 {
            rarest = (gram, n);
        }
    }
    Ok(rarest)
}
