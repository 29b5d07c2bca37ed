//! 审核看板: counts of a superior's queue, each up to a bound, so that none grows with the table.

use super::{Conn, sql};
use crate::domain::Instant;

/// Applications that wait and were submitted from one instant until before another.
pub async fn count_waiting(
    conn: &mut Conn,
    superior: i64,
    from: Instant,
    until: Instant,
    most: i64,
) -> sqlx::Result<i64> {
    sql("SELECT COUNT(*) FROM (SELECT 1 FROM application
         WHERE superior_id = $1 AND state = 'pending' AND applied_at >= $2 AND applied_at < $3
         LIMIT $4) counted")
    .bind(superior)
    .bind(from)
    .bind(until)
    .bind(most)
    .int(conn)
    .await
}

/// Decisions of the unit's reviewers from one instant until before another, but for those that were
/// taken back: also what was returned and came again, and never what others ended.
pub async fn count_decided(
    conn: &mut Conn,
    unit: i64,
    from: Instant,
    until: Instant,
    most: i64,
) -> sqlx::Result<i64> {
    sql(
        "SELECT COUNT(*) FROM (SELECT 1 FROM operator o JOIN decision d
            ON d.reviewer_id = o.id AND d.decided_at >= $2 AND d.decided_at < $3
         WHERE o.unit_id = $1 AND d.undone_at IS NULL LIMIT $4) counted",
    )
    .bind(unit)
    .bind(from)
    .bind(until)
    .bind(most)
    .int(conn)
    .await
}

/// The unit's people, with what each decided since then. Names unmasked.
pub async fn decided_by(
    conn: &mut Conn,
    unit: i64,
    since: Instant,
    most: i64,
) -> sqlx::Result<Vec<(String, i64)>> {
    sql(
        "SELECT p.name, (SELECT COUNT(*) FROM (SELECT 1 FROM decision d
            WHERE d.reviewer_id = o.id AND d.decided_at >= $2 AND d.undone_at IS NULL
            LIMIT $3) counted) AS n
         FROM operator o JOIN person p ON p.id = o.person_id
         WHERE o.unit_id = $1 ORDER BY o.id LIMIT 200",
    )
    .bind(unit)
    .bind(since)
    .bind(most)
    .all(conn)
    .await
}

/// How many units of the superior's 应绑清单 are registered and stand below nobody. A list is bounded.
pub async fn expected_orphans(conn: &mut Conn, superior: i64) -> sqlx::Result<i64> {
    sql("SELECT COUNT(*) FROM expected e JOIN unit u ON u.uscc = e.uscc
         WHERE e.superior_id = $1 AND u.disabled_at IS NULL
           AND NOT EXISTS (SELECT 1 FROM affiliation t WHERE t.unit_id = u.id AND t.until_at IS NULL)")
    .bind(superior)
    .int(conn)
    .await
}

/// Units that left the superior since an instant and stand below nobody now, the latest first, and
/// when they left.
pub async fn left_for_nobody(
    conn: &mut Conn,
    superior: i64,
    since: Instant,
    most: i64,
) -> sqlx::Result<Vec<(String, i64)>> {
    sql("SELECT u.name, MAX(a.until_at) AS left_at FROM affiliation a JOIN unit u ON u.id = a.unit_id
         WHERE a.superior_id = $1 AND a.until_at >= $2 AND u.disabled_at IS NULL
           AND NOT EXISTS (SELECT 1 FROM affiliation t WHERE t.unit_id = u.id AND t.until_at IS NULL)
         GROUP BY u.id, u.name ORDER BY left_at DESC, u.id LIMIT $3")
    .bind(superior)
    .bind(since)
    .bind(most)
    .all(conn)
    .await
}

/// The application that has waited longest: its id, its applicant's name, and since when.
pub async fn oldest_waiting(
    conn: &mut Conn,
    superior: i64,
) -> sqlx::Result<Option<(i64, String, i64)>> {
    sql("SELECT id, name, applied_at FROM application
         WHERE superior_id = $1 AND state = 'pending' ORDER BY applied_at, id LIMIT 1")
    .bind(superior)
    .optional(conn)
    .await
}
