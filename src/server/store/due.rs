//! 审核时限: cases that wait for longer than the rules allow are told of, once for each submission.
//! None is ever decided by it.

use super::classify::ids;
use super::consents::CONSENT_NOW;
use super::{Conn, Statement, Tx, sql};
use crate::domain::{AtLimit, Instant};
use std::collections::BTreeMap;

/// Cases that are told of in one transaction at most.
const CHUNK: i64 = 200;

/// The next cases that were submitted before an instant, wait, and were not told of: by superior.
pub async fn due_cases(conn: &mut Conn, before: Instant) -> sqlx::Result<BTreeMap<i64, Vec<i64>>> {
    let rows: Vec<(i64, i64)> = due_statement(before).all(conn).await?;
    let mut due: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
    for (superior, case) in rows {
        due.entry(superior).or_default().push(case);
    }
    Ok(due)
}

fn due_statement(before: Instant) -> Statement {
    sql("SELECT superior_id, id FROM application
         WHERE state = 'pending' AND overdue_at IS NULL AND applied_at < $1
         ORDER BY applied_at, id LIMIT $2")
    .bind(before)
    .bind(CHUNK)
}

/// One message to each that hears: of the first case, and how many others are told along with it. A case whose
/// consent is missing is told of alone: who is waited for differs.
const FIRST: &str = "WITH told (unit_id, event_id, alone) AS (
        SELECT h.unit_id, e.id, h.alone FROM event e JOIN ({hearers}) h ON h.case_id = e.application_id
        WHERE e.version IS NULL AND e.kind = 'overdue' AND e.id > $4)
    INSERT INTO message (unit_id, audience, event_id, at, others)
    SELECT unit_id, 'reviews', MIN(event_id), $3, COUNT(*) - 1 FROM told WHERE alone = 0 GROUP BY unit_id
    UNION ALL SELECT unit_id, 'reviews', event_id, $3, 0 FROM told WHERE alone = 1";

/// The others.
const ALONG: &str = "WITH told (unit_id, event_id) AS (
        SELECT h.unit_id, e.id FROM event e JOIN ({hearers}) h ON h.case_id = e.application_id
        WHERE e.version IS NULL AND e.kind = 'overdue' AND e.id > $4 AND h.alone = 0)
    INSERT INTO message (unit_id, audience, event_id, at, with_id)
    SELECT t.unit_id, 'reviews', t.event_id, $3, m.id
    FROM told t
    JOIN (SELECT unit_id, MIN(event_id) AS event_id FROM told GROUP BY unit_id) f
        ON f.unit_id = t.unit_id AND f.event_id < t.event_id
    JOIN message m ON m.event_id = f.event_id AND m.unit_id = t.unit_id AND m.audience = 'reviews'";

/// Tells of these cases of the superior that they are overdue: it, whose consent is missing, and with
/// [`AtLimit::Escalate`] the units above. What was decided, or told of by another process, meanwhile is left out. Returns how
/// many were told of.
pub async fn tell_overdue(
    tx: &mut Tx,
    superior: i64,
    cases: &[i64],
    before: Instant,
    at_limit: AtLimit,
    at: Instant,
) -> sqlx::Result<u64> {
    // Whoever decides holds this row: from here on none of the superior's cases changes.
    sql("UPDATE queue SET seq = seq WHERE superior_id = $1")
        .bind(superior)
        .execute(tx)
        .await?;
    let due = format!(
        "id IN ({}) AND superior_id = $1 AND state = 'pending' AND overdue_at IS NULL
            AND applied_at < $2",
        ids(cases.iter().copied())
    );
    let before_them = sql("SELECT COALESCE(MAX(id), 0) FROM event")
        .int(tx)
        .await?;
    let told = sql(format!(
        "INSERT INTO event (unit_id, application_id, kind, to_state, at)
         SELECT applicant_id, id, 'overdue', 'pending', $3 FROM application WHERE {due}"
    ));
    let told = told.once().bind(superior).bind(before).bind(at);
    let told = told.execute(tx).await?;
    if told == 0 {
        return Ok(0);
    }
    for insert in [FIRST, ALONG] {
        let insert = insert.replace("{hearers}", &hearers(&due, at_limit));
        let insert = sql(insert).once();
        let insert = insert.bind(superior).bind(before).bind(at);
        insert.bind(before_them).execute(tx).await?;
    }
    sql(format!(
        "UPDATE application SET overdue_at = $3 WHERE {due}"
    ))
    .once()
    .bind(superior)
    .bind(before)
    .bind(at)
    .execute(tx)
    .await
}

/// Who hears that these cases are overdue: whoever is to decide, who is still to consent, and with
/// [`AtLimit::Escalate`] the units above those that are waited for. Rows of `case_id`, `unit_id`, and
/// `alone`: 1 while consent is missing.
fn hearers(due: &str, at_limit: AtLimit) -> String {
    let decides = format!(
        "SELECT a.id AS case_id, a.superior_id AS unit_id,
            CASE WHEN {CONSENT_NOW} = 'asked' THEN 1 ELSE 0 END AS alone
         FROM application a WHERE {due}"
    );
    let consents = format!(
        "SELECT a.id AS case_id, a.from_superior_id AS unit_id, 1 AS alone FROM application a
         WHERE {due} AND {CONSENT_NOW} = 'asked'"
    );
    let late = format!("{decides} UNION {consents}");
    match at_limit {
        AtLimit::Remind => late,
        AtLimit::Escalate => format!(
            "{late} UNION SELECT l.case_id, t.superior_id, l.alone FROM ({late}) l
             JOIN affiliation t ON t.unit_id = l.unit_id AND t.until_at IS NULL"
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::store::Db;

    #[tokio::test]
    async fn what_is_due_is_read_from_its_index() {
        let folder = tempfile::tempdir().expect("a folder");
        let url = format!("sqlite://{}/due.db", folder.path().display());
        let db = Db::open(&url.parse().expect("a URL"), 2).await;
        let db = db.expect("opened");
        db.migrate().await.expect("the schema");
        let mut conn = db.read().await.expect("a connection");
        let statement = due_statement(Instant::from_micros(0)).explained("EXPLAIN QUERY PLAN");
        let steps: Vec<(i64, i64, i64, String)> = statement.all(&mut conn).await.expect("a plan");
        let [(.., step)] = steps.as_slice() else {
            panic!("nothing is left to be sorted: {steps:?}");
        };
        assert!(step.contains("INDEX application_due"), "{step}");
    }
}
