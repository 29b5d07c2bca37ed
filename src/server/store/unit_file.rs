//! What the platform knows of one unit: its people, what its data were, and all that happened.

use super::{BranchOfEvent, Conn, OF_BRANCH, branch_tables, sql};
use crate::domain::Source;

#[derive(Clone, Debug, sqlx::FromRow)]
pub struct OperatorOfUnit {
    pub id: i64,
    pub person_id: i64,
    /// Unmasked.
    pub name: String,
    /// Sealed.
    pub mobile: Option<String>,
    pub legal: i64,
    pub applies: i64,
    pub reviews: i64,
    pub manages: i64,
    pub waits: i64,
    pub disabled_at: Option<i64>,
}

const OPERATOR: &str = "SELECT o.id, o.person_id, p.name, p.mobile_sealed AS mobile, o.legal,
    o.applies, o.reviews, o.manages, o.waits, o.disabled_at
    FROM operator o JOIN person p ON p.id = o.person_id WHERE o.unit_id = $1";

/// The operator, if it is the unit's.
pub async fn operator_in(
    conn: &mut Conn,
    unit: i64,
    id: i64,
) -> sqlx::Result<Option<OperatorOfUnit>> {
    sql(format!("{OPERATOR} AND o.id = $2"))
        .bind(unit)
        .bind(id)
        .optional(conn)
        .await
}

/// At most `limit` operators of the unit behind one.
pub async fn operators_of(
    conn: &mut Conn,
    unit: i64,
    after: i64,
    limit: i64,
) -> sqlx::Result<Vec<OperatorOfUnit>> {
    sql(format!("{OPERATOR} AND o.id > $2 ORDER BY o.id LIMIT $3"))
        .bind(unit)
        .bind(after)
        .bind(limit)
        .all(conn)
        .await
}

/// Whoever did something: an operator, an administrator, or neither.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct DoneBy {
    pub operator: Option<String>,
    pub operator_unit: Option<String>,
    /// 代: in whose place; unmasked.
    pub stood_for: Option<String>,
    pub role: Option<String>,
    pub administrator: Option<String>,
}

/// Where nothing says in whose place.
const NOBODY: &str = "CAST(NULL AS BIGINT)";

const DONE_BY: &str = "p.name AS operator, pu.name AS operator_unit, fp.name AS stood_for,
    d.role, dp.name AS administrator";

/// The rows that [`DONE_BY`] reads, for the operator and the administrator of a row `x`. `stands_for`:
/// where it says in whose place the operator did it.
fn by(operator: &str, stands_for: &str) -> String {
    format!(
        "LEFT JOIN operator o ON o.id = x.{operator} LEFT JOIN person p ON p.id = o.person_id
         LEFT JOIN unit pu ON pu.id = o.unit_id
         LEFT JOIN operator f ON f.id = {stands_for} LEFT JOIN person fp ON fp.id = f.person_id
         LEFT JOIN administrator d ON d.id = x.administrator_id
         LEFT JOIN person dp ON dp.id = d.person_id"
    )
}

/// 基本信息 as it was.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct VersionRow {
    pub version: i64,
    pub name: String,
    pub unit_type: String,
    pub industry: String,
    pub region: String,
    pub email: String,
    pub address: String,
    pub at: i64,
    #[sqlx(flatten)]
    pub by: DoneBy,
}

/// At most `limit` versions before one, the newest first.
pub async fn unit_versions(
    conn: &mut Conn,
    unit: i64,
    before: Option<i64>,
    limit: i64,
) -> sqlx::Result<Vec<VersionRow>> {
    sql(format!(
        "SELECT x.version, x.name, x.unit_type, x.industry, x.region, x.email, x.address, x.at,
            {DONE_BY}
         FROM unit_version x {} WHERE x.unit_id = $1 AND x.version < $2
         ORDER BY x.version DESC LIMIT $3",
        by("operator_id", NOBODY)
    ))
    .bind(unit)
    .bind(before.unwrap_or(i64::MAX))
    .bind(limit)
    .all(conn)
    .await
}

/// An event or an act that concerns the unit.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct HistoryRow {
    pub id: i64,
    pub kind: String,
    pub to_state: Option<String>,
    #[sqlx(flatten)]
    pub branch: BranchOfEvent,
    pub why: String,
    pub at: i64,
    #[sqlx(flatten)]
    pub by: DoneBy,
}

/// How far a unit's history was read: the last event and the last act.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Read {
    pub event: i64,
    pub act: i64,
}

impl Default for Read {
    fn default() -> Self {
        Self {
            event: i64::MAX,
            act: i64::MAX,
        }
    }
}

/// What happened to the unit before what was read, the latest first, and how far this reads; none
/// at the end.
pub async fn unit_history(
    conn: &mut Conn,
    unit: i64,
    read: Read,
    limit: usize,
) -> sqlx::Result<(Vec<HistoryRow>, Option<Read>)> {
    let more = i64::try_from(limit).unwrap_or(i64::MAX).saturating_add(1);
    let events = history(conn, Source::Event, unit, read.event, more).await?;
    let acts = history(conn, Source::Act, unit, read.act, more).await?;
    let (mut events, mut acts) = (events.into_iter().peekable(), acts.into_iter().peekable());
    let mut read = read;
    let mut merged = Vec::new();
    while merged.len() < limit {
        let event = match (events.peek(), acts.peek()) {
            (None, None) => break,
            (Some(event), Some(act)) => event.at >= act.at,
            (event, _) => event.is_some(),
        };
        let next = if event { events.next() } else { acts.next() };
        let Some(row) = next else { break };
        match event {
            true => read.event = row.id,
            false => read.act = row.id,
        }
        merged.push(row);
    }
    let ended = events.peek().is_none() && acts.peek().is_none();
    Ok((merged, (!ended).then_some(read)))
}

async fn history(
    conn: &mut Conn,
    table: Source,
    unit: i64,
    before: i64,
    limit: i64,
) -> sqlx::Result<Vec<HistoryRow>> {
    let (state, operator, stands_for) = match table {
        Source::Event => ("x.to_state", "actor_id", "x.for_id"),
        Source::Act => ("NULL", "operator_id", NOBODY),
    };
    // An act is of no proposal.
    let event = match table {
        Source::Event => "x.id",
        Source::Act => NOBODY,
    };
    let branch = branch_tables(event);
    sql(format!(
        "SELECT x.id, x.kind, CAST({state} AS TEXT) AS to_state, {OF_BRANCH}, x.why, x.at, {DONE_BY}
         FROM {table} x {} {branch} WHERE x.unit_id = $1 AND x.id < $2 ORDER BY x.id DESC LIMIT $3",
        by(operator, stands_for)
    ))
    .bind(unit)
    .bind(before)
    .bind(limit)
    .all(conn)
    .await
}
