//! How many units stand below one: kept, not counted.

use super::{Conn, Tx, sql};
use std::collections::BTreeMap;

/// A tie that has just begun or ended: its superior, and how many units the tie's own unit is with all
/// that stands below it.
pub type Branch = (i64, i64);

/// For the `RETURNING` of a change of `affiliation`: the [`Branch`] of each tie, by the counts from
/// before the change.
pub(super) const BRANCH: &str = "superior_id, 1 + COALESCE((SELECT b.descendants FROM subtree b
    WHERE b.unit_id = affiliation.unit_id), 0) AS branch";

/// Adds what has just come below these superiors to all that stand above, or with `by` −1 takes away
/// what has gone. The ties are changed already, and all of one statement together: each branch counts
/// for whoever is above its superior now, so a branch that moved within a branch that moved counts
/// once. The caller holds `lock_ties`.
pub async fn keep_counts(tx: &mut Tx, ties: &[Branch], by: i64) -> sqlx::Result<()> {
    let mut changed: BTreeMap<i64, (i64, i64)> = BTreeMap::new();
    for (superior, branch) in ties {
        let (children, descendants) = changed.entry(*superior).or_default();
        *children += by;
        *descendants += by * branch;
    }
    let changed: Vec<_> = changed.into_iter().collect();
    for part in changed.chunks(super::CHUNK) {
        keep(tx, part).await?;
    }
    Ok(())
}

async fn keep(tx: &mut Tx, changed: &[(i64, (i64, i64))]) -> sqlx::Result<()> {
    let row = |(superior, (children, descendants)): &(i64, (i64, i64))| {
        format!(
            "(CAST({superior} AS BIGINT), CAST({children} AS BIGINT), CAST({descendants} AS BIGINT))"
        )
    };
    let rows: Vec<String> = changed.iter().map(row).collect();
    sql(format!(
        "WITH RECURSIVE changed (id, children, descendants) AS (VALUES {}),
         chain (start, id) AS (
            SELECT id, id FROM changed
            UNION
            SELECT c.start, a.superior_id FROM affiliation a
            JOIN chain c ON a.unit_id = c.id AND a.until_at IS NULL
         ),
         kept (id, children, descendants) AS (
            SELECT k.id, SUM(CASE WHEN k.id = c.id THEN c.children ELSE 0 END), SUM(c.descendants)
            FROM chain k JOIN changed c ON c.id = k.start GROUP BY k.id
         )
         INSERT INTO subtree (unit_id, children, descendants)
         SELECT id, CAST(children AS BIGINT), CAST(descendants AS BIGINT) FROM kept WHERE 1 = 1
         ON CONFLICT (unit_id) DO UPDATE SET children = subtree.children + excluded.children,
            descendants = subtree.descendants + excluded.descendants",
        rows.join(", ")
    ))
    .once()
    .execute(tx)
    .await?;
    Ok(())
}

/// Directly below the unit, and at any depth.
pub async fn counts_below(conn: &mut Conn, unit: i64) -> sqlx::Result<(i64, i64)> {
    let kept = sql("SELECT children, descendants FROM subtree WHERE unit_id = $1")
        .bind(unit)
        .optional(conn)
        .await?;
    Ok(kept.unwrap_or_default())
}
