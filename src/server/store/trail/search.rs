//! Rows of the trail, newest first, by what they are searched by.

use crate::domain::{Named, Source, TrailCursor, TrailSearch};
use crate::server::store::{Conn, Statement, Value, sql};

/// A row as it is shown, names unmasked.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct TrailRow {
    pub source: String,
    pub id: i64,
    pub at: i64,
    pub kind: String,
    pub why: String,
    pub detail: String,
    pub unit_name: Option<String>,
    pub unit_code: Option<String>,
    pub by_person: Option<i64>,
    pub by_name: Option<String>,
    pub by_unit: Option<String>,
    /// 代: in whose place.
    pub by_for: Option<String>,
    pub by_account: Option<String>,
    pub by_role: Option<String>,
    pub person: Option<i64>,
    pub person_name: Option<String>,
    pub seq: Option<i64>,
    pub hash: Option<String>,
}

impl TrailRow {
    pub fn source(&self) -> Source {
        Source::parse(&self.source).unwrap_or(Source::Event)
    }

    pub fn cursor(&self) -> TrailCursor {
        TrailCursor {
            at: self.at,
            source: self.source(),
            id: self.id,
        }
    }
}

/// The next rows that are looked for, `limit` at most.
pub async fn search_trail(
    conn: &mut Conn,
    search: &TrailSearch,
    limit: i64,
) -> sqlx::Result<Vec<TrailRow>> {
    let Some(found) = Found::of(conn, search).await? else {
        return Ok(Vec::new());
    };
    let mut rows = Vec::new();
    for source in Source::ALL {
        if let Some(conditions) = Conditions::of(search, &found, source) {
            rows.extend(
                conditions
                    .select(source, limit)
                    .all::<TrailRow>(conn)
                    .await?,
            );
        }
    }
    rows.sort_by_key(|row| std::cmp::Reverse(row.cursor()));
    rows.truncate(usize::try_from(limit).unwrap_or_default());
    Ok(rows)
}

/// Those whom the search names, by id.
#[derive(Default)]
struct Found {
    unit: Option<i64>,
    by: Option<Doing>,
    person: Option<i64>,
}

/// As whom a person does something: nobody is both.
enum Doing {
    Administrator(i64),
    Operators(Vec<i64>),
}

impl Found {
    /// None where the search names somebody who is not there.
    async fn of(conn: &mut Conn, search: &TrailSearch) -> sqlx::Result<Option<Self>> {
        let mut found = Self::default();
        if let Some(code) = &search.code {
            let unit: Option<(i64,)> = sql("SELECT id FROM unit WHERE uscc = $1")
                .bind(code.as_str())
                .optional(conn)
                .await?;
            let Some((unit,)) = unit else { return Ok(None) };
            found.unit = Some(unit);
        }
        if let Some(named) = &search.person {
            found.person = person(conn, named).await?;
            if found.person.is_none() {
                return Ok(None);
            }
        }
        if let Some(named) = &search.by {
            let Some(by) = person(conn, named).await? else {
                return Ok(None);
            };
            found.by = Some(doing(conn, by).await?);
        }
        Ok(Some(found))
    }
}

async fn person(conn: &mut Conn, named: &Named) -> sqlx::Result<Option<i64>> {
    let found: Option<(i64,)> = match named {
        Named::Number(number) => sql("SELECT id FROM person WHERE id = $1").bind(*number),
        Named::Account(account) => {
            sql("SELECT person_id FROM administrator WHERE account = $1").bind(account.as_str())
        }
    }
    .optional(conn)
    .await?;
    Ok(found.map(|(id,)| id))
}

async fn doing(conn: &mut Conn, person: i64) -> sqlx::Result<Doing> {
    let administrator: Option<(i64,)> = sql("SELECT id FROM administrator WHERE person_id = $1")
        .bind(person)
        .optional(conn)
        .await?;
    if let Some((id,)) = administrator {
        return Ok(Doing::Administrator(id));
    }
    let operators: Vec<(i64,)> = sql("SELECT id FROM operator WHERE person_id = $1 ORDER BY id")
        .bind(person)
        .all(conn)
        .await?;
    Ok(Doing::Operators(
        operators.into_iter().map(|(id,)| id).collect(),
    ))
}

/// What a row must be, with placeholders, and what they stand for.
#[derive(Default)]
struct Conditions {
    texts: Vec<String>,
    values: Vec<Value>,
}

impl Conditions {
    /// None where no row of this source can be one that is looked for.
    fn of(search: &TrailSearch, found: &Found, source: Source) -> Option<Self> {
        let mut all = Self::default();
        if let Some(kind) = &search.kind {
            if kind.source() != source {
                return None;
            }
            all.add("r.kind =", kind.word());
        }
        if let Some(since) = search.since {
            all.add("r.at >=", since);
        }
        if let Some(before) = search.before {
            all.add("r.at <", before);
        }
        if let Some(unit) = found.unit {
            all.add("r.unit_id =", unit);
        }
        if let Some(person) = found.person {
            // Events are about units.
            if source == Source::Event {
                return None;
            }
            all.add("r.person_id =", person);
        }
        match &found.by {
            Some(Doing::Administrator(id)) => all.add("r.administrator_id =", *id),
            Some(Doing::Operators(ids)) => all.add_operators(source, ids)?,
            None => {}
        }
        if let Some(after) = search.after {
            all.add_place(source, after);
        }
        Some(all)
    }

    fn add(&mut self, condition: &str, value: impl Into<Value>) {
        let placeholder = self.placeholder(value);
        self.texts.push(format!("{condition} {placeholder}"));
    }

    fn placeholder(&mut self, value: impl Into<Value>) -> String {
        self.values.push(value.into());
        format!("${}", self.values.len())
    }

    fn add_operators(&mut self, source: Source, ids: &[i64]) -> Option<()> {
        let column = operator_of(source);
        let places: Vec<String> = ids.iter().map(|&id| self.placeholder(id)).collect();
        match places.as_slice() {
            [] => return None,
            [one] => self.texts.push(format!("{column} = {one}")),
            many => self
                .texts
                .push(format!("{column} IN ({})", many.join(", "))),
        }
        Some(())
    }

    /// Rows of the same instant come in the order of their source.
    fn add_place(&mut self, source: Source, after: TrailCursor) {
        let id = match source.cmp(&after.source) {
            std::cmp::Ordering::Less => i64::MAX,
            std::cmp::Ordering::Equal => after.id,
            std::cmp::Ordering::Greater => i64::MIN,
        };
        let (at, id) = (self.placeholder(after.at), self.placeholder(id));
        self.texts.push(format!("(r.at, r.id) < ({at}, {id})"));
    }

    fn select(mut self, source: Source, limit: i64) -> Statement {
        let operator = operator_of(source);
        let nobody = "CAST(NULL AS BIGINT)";
        let (detail, person, stands_for) = match source {
            Source::Act => ("r.detail", "r.person_id", nobody),
            Source::Event => ("''", nobody, "r.for_id"),
        };
        let which = match self.texts.is_empty() {
            true => String::new(),
            false => format!("WHERE {}", self.texts.join(" AND ")),
        };
        let limit = self.placeholder(limit);
        // The rows first, so that only they are looked up in the other tables.
        let text = format!(
            "SELECT '{source}' AS source, r.id, r.at, r.kind, r.why, {detail} AS detail,
                u.name AS unit_name, u.uscc AS unit_code, d.id AS by_person, d.name AS by_name,
                ou.name AS by_unit, fp.name AS by_for, m.account AS by_account, m.role AS by_role,
                p.id AS person, p.name AS person_name, t.seq, t.hash
             FROM (SELECT * FROM {source} r {which} ORDER BY r.at DESC, r.id DESC LIMIT {limit}) AS r
             LEFT JOIN unit u ON u.id = r.unit_id
             LEFT JOIN operator o ON o.id = {operator}
             LEFT JOIN unit ou ON ou.id = o.unit_id
             LEFT JOIN operator f ON f.id = {stands_for}
             LEFT JOIN person fp ON fp.id = f.person_id
             LEFT JOIN administrator m ON m.id = r.administrator_id
             LEFT JOIN person d ON d.id = COALESCE(o.person_id, m.person_id)
             LEFT JOIN person p ON p.id = {person}
             LEFT JOIN trail t ON t.source = '{source}' AND t.source_id = r.id"
        );
        self.values.into_iter().fold(sql(text), Statement::bind)
    }
}

fn operator_of(source: Source) -> &'static str {
    match source {
        Source::Act => "r.operator_id",
        Source::Event => "r.actor_id",
    }
}
