//! 隶属关系 of one unit, over time: its superiors, and what happened.

use super::{BranchOfEvent, Conn, OF_BRANCH, branch_tables, sql};

/// A superior that the unit has or had.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct PeriodRow {
    pub superior: String,
    /// 1: it is disabled now.
    pub disabled: i64,
    pub from_at: i64,
    pub until_at: Option<i64>,
}

/// The unit's superiors, the latest first.
pub async fn superiors_over_time(
    conn: &mut Conn,
    unit: i64,
    limit: i64,
) -> sqlx::Result<Vec<PeriodRow>> {
    sql("SELECT s.name AS superior,
            CAST(CASE WHEN s.disabled_at IS NULL THEN 0 ELSE 1 END AS BIGINT) AS disabled, t.from_at, t.until_at
         FROM affiliation t JOIN unit s ON s.id = t.superior_id
         WHERE t.unit_id = $1 ORDER BY t.from_at DESC, t.id DESC LIMIT $2")
    .bind(unit)
    .bind(limit)
    .all(conn)
    .await
}

/// An event of the unit, as the unit itself reads it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct TieEventRow {
    pub kind: String,
    pub to_state: Option<String>,
    /// What was asked, where it is about an application.
    pub asked: Option<String>,
    /// Who did it, unmasked, and for which unit.
    pub person: Option<String>,
    /// In whose place; unmasked.
    pub stood_for: Option<String>,
    pub by_unit: Option<String>,
    /// The role of the administrator who did it.
    pub role: Option<String>,
    /// The superior that was asked.
    pub superior: Option<String>,
    #[sqlx(flatten)]
    pub branch: BranchOfEvent,
    pub why: String,
    pub at: i64,
}

/// What happened to the unit, the latest first.
pub async fn tie_events(conn: &mut Conn, unit: i64, limit: i64) -> sqlx::Result<Vec<TieEventRow>> {
    let branch = branch_tables("e.id");
    sql(format!(
        "SELECT e.kind, e.to_state, a.kind AS asked, p.name AS person, fp.name AS stood_for,
            u.name AS by_unit, m.role, s.name AS superior, {OF_BRANCH}, e.why, e.at
         FROM event e {branch}
         LEFT JOIN application a ON a.id = e.application_id
         LEFT JOIN unit s ON s.id = a.superior_id
         LEFT JOIN administrator m ON m.id = e.administrator_id
         LEFT JOIN operator o ON o.id = e.actor_id
         LEFT JOIN person p ON p.id = o.person_id
         LEFT JOIN unit u ON u.id = o.unit_id
         LEFT JOIN decision d ON e.kind = 'decided' AND d.application_id = e.application_id
            AND d.version_seen = e.version - 1
         LEFT JOIN operator fo ON fo.id = COALESCE(e.for_id, d.for_id)
         LEFT JOIN person fp ON fp.id = fo.person_id
         WHERE e.unit_id = $1 ORDER BY e.id DESC LIMIT $2"
    ))
    .bind(unit)
    .bind(limit)
    .all(conn)
    .await
}

/// How many units stand directly under this one, and how many applications wait for it: each counted
/// up to `most`.
pub async fn counted_below(conn: &mut Conn, unit: i64, most: i64) -> sqlx::Result<(i64, i64)> {
    let below = sql("SELECT COUNT(*) FROM (SELECT 1 FROM affiliation
         WHERE superior_id = $1 AND until_at IS NULL LIMIT $2) counted")
    .bind(unit)
    .bind(most)
    .int(conn)
    .await?;
    let waiting = sql("SELECT COUNT(*) FROM (SELECT 1 FROM application
         WHERE superior_id = $1 AND state = 'pending' LIMIT $2) counted")
    .bind(unit)
    .bind(most)
    .int(conn)
    .await?;
    Ok((below, waiting))
}
