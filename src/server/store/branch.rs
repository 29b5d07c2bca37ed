//! 下级单位: the tree under a unit, now or as it was. Every query begins at the unit whose tree it is.

use super::{Conn, sql};
use crate::domain::Instant;
use crate::domain::branch::Place;

/// Deeper than any tree: what is read of the past need not be one.
const DEEPEST: i64 = 100;

/// A unit below another, as its line in the tree shows it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct BranchRow {
    pub id: i64,
    pub name: String,
    pub uscc: String,
    pub unit_type: String,
    pub region: String,
    pub disabled_at: Option<i64>,
    /// Since when it stands there.
    pub since: i64,
    /// Directly below it. Of the past only whether there are any.
    pub children: i64,
    /// At any depth; of the past it is not known.
    pub descendants: i64,
}

/// A page, and the units with which those beside it are asked for.
#[derive(Debug, Default)]
pub struct BranchPage {
    pub rows: Vec<BranchRow>,
    /// There are units before the first row.
    pub before: Option<i64>,
    /// The unit after the last row.
    pub after: Option<i64>,
}

/// The tie `t` as it holds now, or held then. Of a statement that is not kept: the instant is a number
/// in it.
fn holds(t: &str, on: Option<Instant>) -> String {
    match on {
        None => format!("{t}.until_at IS NULL"),
        Some(on) => {
            let on = on.as_micros();
            format!("{t}.from_at <= {on} AND ({t}.until_at IS NULL OR {t}.until_at > {on})")
        }
    }
}

/// A page of the units directly below one, in the order of their names.
pub async fn branch_page(
    conn: &mut Conn,
    superior: i64,
    place: Place,
    on: Option<Instant>,
    size: usize,
) -> sqlx::Result<BranchPage> {
    let key = match place {
        Place::From(unit) | Place::Before(unit) => key_below(conn, superior, unit).await?,
        Place::First | Place::Last => None,
    };
    let (beyond, backwards) = match place {
        Place::First | Place::From(_) => (">=", false),
        Place::Before(_) | Place::Last => ("<", true),
    };
    // A unit that never stood there is no place.
    let backwards = backwards && (key.is_some() || place == Place::Last);
    let beyond = if backwards { beyond } else { ">=" };
    let more = size.saturating_add(1);
    let mut rows = rows_from(conn, superior, key.as_ref(), (beyond, backwards), on, more).await?;
    let over = rows.len() > size;
    let extra = if over { rows.pop() } else { None };
    if backwards {
        rows.reverse();
        let after = key.map(|(_, id)| id);
        let before = rows.first().filter(|_| over).map(|row| row.id);
        return Ok(BranchPage {
            rows,
            before,
            after,
        });
    }
    let before = match &key {
        None => None,
        Some(_) => {
            let back = rows_from(conn, superior, key.as_ref(), ("<", true), on, 1).await?;
            let first = rows
                .first()
                .map_or(key.as_ref().map(|(_, id)| *id), |row| Some(row.id));
            first.filter(|_| !back.is_empty())
        }
    };
    let after = extra.map(|row| row.id);
    Ok(BranchPage {
        rows,
        before,
        after,
    })
}

/// Where a unit that stands, or stood, below the superior has its place.
async fn key_below(
    conn: &mut Conn,
    superior: i64,
    unit: i64,
) -> sqlx::Result<Option<(String, i64)>> {
    sql("SELECT name_key, unit_id FROM affiliation
         WHERE unit_id = $1 AND superior_id = $2 ORDER BY id DESC LIMIT 1")
    .bind(unit)
    .bind(superior)
    .optional(conn)
    .await
}

async fn rows_from(
    conn: &mut Conn,
    superior: i64,
    key: Option<&(String, i64)>,
    (beyond, backwards): (&str, bool),
    on: Option<Instant>,
    limit: usize,
) -> sqlx::Result<Vec<BranchRow>> {
    let direction = if backwards { "DESC" } else { "ASC" };
    let place = match key {
        Some(_) => format!("AND (t.name_key, t.unit_id) {beyond} ($3, $4)"),
        None => String::new(),
    };
    let (kept, children, descendants) = match on {
        None => (
            "LEFT JOIN subtree s ON s.unit_id = t.unit_id",
            "COALESCE(s.children, 0)".to_owned(),
            "COALESCE(s.descendants, 0)",
        ),
        Some(_) => (
            "",
            format!(
                "CASE WHEN EXISTS (SELECT 1 FROM affiliation k
                    WHERE k.superior_id = t.unit_id AND {})
                 THEN CAST(1 AS BIGINT) ELSE CAST(0 AS BIGINT) END",
                holds("k", on)
            ),
            "CAST(0 AS BIGINT)",
        ),
    };
    let statement = sql(format!(
        // CROSS: SQLite takes the tables as they stand, and reads the page from the index.
        "SELECT u.id, u.name, u.uscc, u.unit_type, u.region, u.disabled_at, t.from_at AS since,
            {children} AS children, {descendants} AS descendants
         FROM affiliation t CROSS JOIN unit u {kept}
         WHERE t.superior_id = $1 AND u.id = t.unit_id AND {} {place}
         ORDER BY t.name_key {direction}, t.unit_id {direction} LIMIT $2",
        holds("t", on)
    ))
    .once()
    .bind(superior)
    .bind(i64::try_from(limit).unwrap_or(i64::MAX));
    match key {
        Some((key, id)) => statement.bind(key.as_str()).bind(*id),
        None => statement,
    }
    .all(conn)
    .await
}

/// The units from `root`'s child down to the unit, itself included; none where it does not stand below
/// `root`. Empty for `root` itself.
pub async fn path_down(
    conn: &mut Conn,
    root: i64,
    unit: i64,
    on: Option<Instant>,
) -> sqlx::Result<Option<Vec<i64>>> {
    let chain: Vec<(i64,)> = sql(format!(
        "WITH RECURSIVE chain (id, depth) AS (
            SELECT CAST($1 AS BIGINT), CAST(0 AS BIGINT)
            UNION ALL
            SELECT a.superior_id, c.depth + 1 FROM affiliation a
            JOIN chain c ON a.unit_id = c.id AND {}
            WHERE c.id <> $2 AND c.depth < $3
         )
         SELECT id FROM chain ORDER BY depth DESC",
        holds("a", on)
    ))
    .once()
    .bind(unit)
    .bind(root)
    .bind(DEEPEST)
    .all(conn)
    .await?;
    let mut chain = chain.into_iter().map(|(id,)| id);
    let reached = chain.next() == Some(root);
    Ok(reached.then(|| chain.collect()))
}

/// A unit met on the way down.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Walked {
    pub id: i64,
    pub superior_id: i64,
    pub name: String,
    pub uscc: String,
    pub name_key: String,
    pub since: i64,
}

/// All units below one, in no order, `most` of them at most.
pub async fn whole_branch(
    conn: &mut Conn,
    root: i64,
    on: Option<Instant>,
    most: usize,
) -> sqlx::Result<Vec<Walked>> {
    let holds = holds("t", on);
    sql(format!(
        "WITH RECURSIVE below (id, superior_id, since, name_key, depth) AS (
            SELECT t.unit_id, t.superior_id, t.from_at, t.name_key, CAST(1 AS BIGINT)
            FROM affiliation t WHERE t.superior_id = $1 AND {holds}
            UNION ALL
            SELECT t.unit_id, t.superior_id, t.from_at, t.name_key, b.depth + 1
            FROM below b CROSS JOIN affiliation t
            WHERE t.superior_id = b.id AND b.depth < $2 AND {holds}
         )
         SELECT b.id, b.superior_id, u.name, u.uscc, b.name_key, b.since
         FROM (SELECT id, superior_id, since, name_key FROM below LIMIT $3) b
         JOIN unit u ON u.id = b.id"
    ))
    .once()
    .bind(root)
    .bind(DEEPEST)
    .bind(i64::try_from(most).unwrap_or(i64::MAX))
    .all(conn)
    .await
}

/// Which of these units stand below `root` now; for a list that was found elsewhere.
pub async fn which_stand_below(
    conn: &mut Conn,
    root: i64,
    units: &[i64],
    on: Option<Instant>,
) -> sqlx::Result<Vec<i64>> {
    let found: Vec<(i64,)> = sql(format!(
        "WITH RECURSIVE chain (start, id, depth) AS (
            SELECT u.id, u.id, CAST(0 AS BIGINT) FROM unit u WHERE u.id IN ({})
            UNION ALL
            SELECT c.start, a.superior_id, c.depth + 1 FROM chain c
            CROSS JOIN affiliation a
            WHERE a.unit_id = c.id AND c.id <> $1 AND c.depth < $2 AND {}
         )
         SELECT start FROM chain WHERE id = $1 AND depth > 0",
        super::classify::ids(units.iter().copied()),
        holds("a", on)
    ))
    .once()
    .bind(root)
    .bind(DEEPEST)
    .all(conn)
    .await?;
    Ok(found.into_iter().map(|(id,)| id).collect())
}
