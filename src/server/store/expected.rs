//! 应绑清单: the units that a superior expects, and where each stands. Every query is scoped to the
//! superior: another unit's list does not exist. A list has at most
//! [`LIST_MAX`](crate::domain::expected::LIST_MAX) units, so what looks through one is bounded.

use super::{Conn, Statement, Tx, Value, name_key, sql};
use crate::domain::expected::{ExpectedCounts, ExpectedSearch};
use crate::domain::{Instant, fold_name};

/// A unit of the list.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct ExpectedRow {
    pub uscc: String,
    pub name: String,
    pub reminded_at: Option<i64>,
    /// The word of a [`Standing`](crate::domain::expected::Standing).
    pub standing: String,
}

/// Of `e`, lines of lists, what is known of each unit: `u` the unit, `t` its tie, `c` its latest
/// application to this superior, but for one that asks to be released. The sum keeps the planner from
/// walking all that the superior ever got, for each unit, in search of the latest.
pub(super) fn known(e: &str) -> String {
    format!(
        "{e}
         LEFT JOIN unit u ON u.uscc = e.uscc
         LEFT JOIN affiliation t ON t.unit_id = u.id AND t.until_at IS NULL
         LEFT JOIN application c ON c.id = (
            SELECT MAX(a.id) FROM application a WHERE a.applicant_id = u.id
                AND a.superior_id + 0 = e.superior_id AND a.kind <> 'unbind')"
    )
}

/// Counted line by line, as far as a page needs it; a join would read all of the units first.
const NOT_BOUND_HERE: &str = " AND (SELECT COUNT(*) FROM unit u
    JOIN affiliation t ON t.unit_id = u.id AND t.until_at IS NULL
    WHERE u.uscc = e.uscc AND t.superior_id = e.superior_id) = 0";

/// The nearest word for where a unit stands. `at`: the placeholder of the present instant.
pub(super) fn standing(at: &str) -> String {
    format!(
        "CASE
            WHEN u.id IS NULL THEN 'unregistered'
            WHEN t.superior_id = e.superior_id THEN 'here'
            WHEN c.state IN ('pending', 'returned') THEN c.state
            WHEN u.disabled_at IS NOT NULL THEN 'disabled'
            WHEN t.superior_id IS NOT NULL THEN 'elsewhere'
            WHEN u.entered_at IS NULL THEN 'never_entered'
            WHEN c.state = 'rejected' THEN c.state
            WHEN c.state = 'terminated' AND EXISTS (SELECT 1 FROM round r
                WHERE r.id = c.bars_round AND r.closes_at > {at}) THEN c.state
            ELSE 'not_applied' END"
    )
}

/// At most `limit` units of the superior's list, by their codes.
pub async fn expected_page(
    conn: &mut Conn,
    superior: i64,
    search: &ExpectedSearch,
    limit: i64,
    at: Instant,
) -> sqlx::Result<Vec<ExpectedRow>> {
    page_statement(superior, search, limit, at).all(conn).await
}

fn page_statement(superior: i64, search: &ExpectedSearch, limit: i64, at: Instant) -> Statement {
    let mut values: Vec<Value> = vec![superior.into(), search.after.as_str().into(), at.into()];
    let mut conditions = String::new();
    if search.missing {
        conditions.push_str(NOT_BOUND_HERE);
    }
    if !search.find.is_empty() {
        let code = crate::domain::uscc::normalise(&search.find);
        values.push(format!("%{}%", literal(&code)).into());
        // What is folded stands behind the pinyin, so that no sound is taken for a sign.
        let name = name_key("");
        values.push(format!("%{name}%{}%", literal(&fold_name(&search.find))).into());
        conditions.push_str(r" AND (e.uscc LIKE $4 ESCAPE '\' OR e.name_key LIKE $5 ESCAPE '\')");
    }
    let page = format!(
        "(SELECT * FROM expected e WHERE e.superior_id = $1 AND e.uscc > $2{conditions}
         ORDER BY e.uscc LIMIT {limit}) e"
    );
    let text = format!(
        "SELECT e.uscc, e.name, e.reminded_at, {} AS standing FROM {} ORDER BY e.uscc",
        standing("$3"),
        known(&page)
    );
    values.into_iter().fold(sql(text), Statement::bind)
}

/// A text in a pattern, where it stands for itself.
fn literal(text: &str) -> String {
    let sign = |c: char| matches!(c, '%' | '_' | '\\');
    text.chars().fold(String::new(), |mut pattern, c| {
        if sign(c) {
            pattern.push('\\');
        }
        pattern.push(c);
        pattern
    })
}

pub async fn expected_counts(conn: &mut Conn, superior: i64) -> sqlx::Result<ExpectedCounts> {
    let (units, bound, unregistered) = sql("SELECT COUNT(*),
            COUNT(CASE WHEN t.superior_id = e.superior_id THEN 1 END),
            COUNT(CASE WHEN u.id IS NULL THEN 1 END)
         FROM expected e
         LEFT JOIN unit u ON u.uscc = e.uscc
         LEFT JOIN affiliation t ON t.unit_id = u.id AND t.until_at IS NULL
         WHERE e.superior_id = $1")
    .bind(superior)
    .one(conn)
    .await?;
    Ok(ExpectedCounts {
        units,
        bound,
        unregistered,
    })
}

/// Whether the superior has a list at all.
pub async fn has_list(conn: &mut Conn, superior: i64) -> sqlx::Result<bool> {
    let found = sql("SELECT COUNT(*) FROM (SELECT 1 FROM expected
         WHERE superior_id = $1 LIMIT 1) AS bounded")
    .bind(superior)
    .int(conn)
    .await?;
    Ok(found > 0)
}

/// The name under which a code is on the superior's list.
pub async fn expected_name(
    conn: &mut Conn,
    superior: i64,
    uscc: &str,
) -> sqlx::Result<Option<String>> {
    let found: Option<(String,)> =
        sql("SELECT name FROM expected WHERE superior_id = $1 AND uscc = $2")
            .bind(superior)
            .bind(uscc)
            .optional(conn)
            .await?;
    Ok(found.map(|(name,)| name))
}

/// The number of the queue's latest change of the list; 0 before the first.
pub async fn list_seq(conn: &mut Conn, superior: i64) -> sqlx::Result<i64> {
    sql("SELECT COALESCE(MAX(list_seq), 0) FROM queue WHERE superior_id = $1")
        .bind(superior)
        .int(conn)
        .await
}

/// Keeps right how what waits stands to the superior's list: all of it, or the applications `which`
/// (ids, for an `IN (…)`). To be called within a turn. Who asks to be released is not compared: what
/// is on the list is to be bound.
pub(super) async fn relist(tx: &mut Tx, superior: i64, which: Option<&str>) -> sqlx::Result<()> {
    let stands = match has_list(tx, superior).await? {
        false => "''",
        true => {
            "CASE WHEN application.kind = 'unbind' THEN '' ELSE COALESCE((
                SELECT CASE WHEN e.name_key = application.name_key OR e.name = application.name
                    THEN 'match' ELSE 'renamed' END
                FROM expected e
                WHERE e.superior_id = application.superior_id AND e.uscc = application.uscc
             ), 'unlisted') END"
        }
    };
    let some = which.map_or(String::new(), |ids| format!("AND id IN ({ids})"));
    sql(format!(
        "UPDATE application SET listed = {stands}
         WHERE superior_id = $1 AND state = 'pending' {some} AND listed <> {stands}"
    ))
    .once()
    .bind(superior)
    .execute(tx)
    .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::store::Db;

    #[tokio::test]
    async fn what_a_unit_applied_for_is_read_by_the_unit() {
        let folder = tempfile::tempdir().expect("a folder");
        let url = format!("sqlite://{}/expected.db", folder.path().display());
        let db = Db::open(&url.parse().expect("a URL"), 2).await;
        let db = db.expect("opened");
        db.migrate().await.expect("the schema");
        let mut conn = db.read().await.expect("a connection");
        let page = page_statement(1, &ExpectedSearch::default(), 50, Instant::from_micros(0));
        let explained = page.explained("EXPLAIN QUERY PLAN");
        let steps: Vec<(i64, i64, i64, String)> = explained.all(&mut conn).await.expect("a plan");
        let reads = |index: &str| steps.iter().any(|step| step.3.contains(index));
        assert!(reads("INDEX application_applicant"), "{steps:?}");
        assert!(!reads("INDEX application_superior"), "{steps:?}");
    }
}
