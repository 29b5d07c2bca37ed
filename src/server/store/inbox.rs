//! 站内消息, as an operator reads them.

use super::consents::CONSENT_NOW;
use super::{Conn, OF_BRANCH, Result, Tx, branch_tables, sql};
use crate::domain::{Audience, Fault, Instant, Unread};

/// Messages after the ones that are read that a count looks at, of each audience. Who read single
/// ones out of more than that hears a smaller count, not a slower one.
const LOOKED_AT: i64 = 300;
/// For how long a message may come to light after a later one: longer than any transaction takes.
/// Until then "all read" is kept one by one.
const LATE_MINUTES: i64 = 15;

/// How messages are ordered, and bounded: as their indexes are, and the primary key is not.
const NEWEST_FIRST: &str = "(0 - m.id)";

/// Whose messages are read: those of the unit that are for one of the operator's roles, or for the
/// operator alone.
#[derive(Clone, Debug)]
pub struct Reader {
    pub operator: i64,
    pub unit: i64,
    pub audiences: Vec<Audience>,
}

impl Reader {
    /// The ids of this reader's messages under a condition, the newest so many of each audience:
    /// read from one index each. Binds: $1 the unit, $2 the operator.
    fn newest(&self, condition: &str, most: i64) -> String {
        let others = not_told_alone("$2");
        let part = |audience: &Audience| {
            format!(
                "SELECT id FROM (SELECT m.id FROM message m
                 WHERE m.unit_id = $1 AND m.audience = '{}' AND m.operator_id IS NULL
                    AND m.with_id IS NULL AND {others} AND {condition}
                 ORDER BY {NEWEST_FIRST} LIMIT {most}) AS {}",
                audience.as_str(),
                audience.as_str(),
            )
        };
        let own = format!(
            "SELECT id FROM (SELECT m.id FROM message m
             WHERE m.unit_id = $1 AND m.operator_id = $2 AND {condition}
             ORDER BY {NEWEST_FIRST} LIMIT {most}) AS own"
        );
        let parts = self.audiences.iter().map(part).chain([own]);
        parts.collect::<Vec<_>>().join(" UNION ALL ")
    }
}

/// After those that are read altogether.
fn not_all_read() -> String {
    format!("{NEWEST_FIRST} < 0 - (SELECT o.read_to FROM operator o WHERE o.id = $2)")
}

/// Whether what message `m` tells to a role is not told to an operator in other words, for them
/// alone: who stands in hears what is theirs to do, not that it was handed to somebody. The sum keeps planners to
/// what the unit heard of the event, whatever that operator ever heard.
pub(super) fn not_told_alone(operator: &str) -> String {
    format!(
        "NOT EXISTS (SELECT 1 FROM message alone
            WHERE alone.event_id = m.event_id AND alone.unit_id = m.unit_id
                AND alone.operator_id + 0 = {operator})"
    )
}

#[derive(Clone, Debug, sqlx::FromRow)]
pub struct MessageRow {
    pub id: i64,
    /// The reader's unit.
    pub unit_id: i64,
    /// The one operator whom it is for, if it is not for all of its audience.
    pub only_for: Option<i64>,
    pub event: String,
    pub audience: String,
    pub reader: String,
    pub about: String,
    pub asked: Option<String>,
    pub state: Option<String>,
    pub application: Option<i64>,
    /// 1 while the superior that is left is asked whether it consents.
    pub consent_asked: i64,
    pub superior_id: Option<i64>,
    pub superior: Option<String>,
    /// The superior that the applicant had when it asked.
    pub from_superior_id: Option<i64>,
    pub left_unit: Option<String>,
    /// Whose list it is that a unit is reminded of, and its code.
    pub expected_by: Option<String>,
    pub expected_by_code: Option<String>,
    /// The superior that such a unit has by now, and 1 where that is whose list it is.
    pub superior_now: Option<String>,
    pub bound_here: i64,
    /// The proposal that it is about, and the unit whose reviewers made it.
    pub proposal: Option<i64>,
    pub proposal_of: Option<i64>,
    pub change: Option<String>,
    pub changed: Option<String>,
    pub target: Option<String>,
    /// The days of 代审.
    pub stands_from: Option<i64>,
    pub stands_until: Option<i64>,
    pub stands_ended: Option<i64>,
    /// The superior that released the unit.
    pub released_by: Option<String>,
    /// Told along with it.
    pub others: i64,
    pub why: String,
    pub at: i64,
    pub unread: i64,
}

/// What a message is made of. `unread`: an expression of 0 or 1.
pub(super) fn message_columns(unread: &str) -> String {
    format!(
        "m.id, m.unit_id, m.operator_id AS only_for, e.kind AS event, m.audience, r.name AS reader, u.name AS about, a.kind AS asked,
         e.to_state AS state, a.id AS application, a.superior_id, s.name AS superior, f.name AS released_by, m.others, e.why, e.at,
         a.from_superior_id, l.name AS left_unit, w.name AS expected_by, w.uscc AS expected_by_code,
         nu.name AS superior_now,
         CAST(CASE WHEN nt.superior_id = w.id THEN 1 ELSE 0 END AS BIGINT) AS bound_here,
         g.id AS proposal, g.superior_id AS proposal_of, {OF_BRANCH}, n.from_at AS stands_from, n.until_at AS stands_until,
         n.ended_at AS stands_ended,
         CAST(CASE WHEN a.state = 'pending' AND {CONSENT_NOW} = 'asked' THEN 1 ELSE 0 END AS BIGINT) AS consent_asked,
         CAST({unread} AS BIGINT) AS unread"
    )
}

/// Where those columns come from, of the few messages that `picked` selects the ids of. These stand
/// first: a planner that gives up ordering so many tables then begins with few rows, not with all.
pub(super) fn message_tables(picked: &str) -> String {
    let branch = branch_tables("e.id");
    format!(
        "({picked}) AS p JOIN message m ON m.id = p.id JOIN event e ON e.id = m.event_id
         JOIN unit r ON r.id = m.unit_id
         JOIN unit u ON u.id = e.unit_id
         LEFT JOIN application a ON a.id = e.application_id
         LEFT JOIN unit s ON s.id = a.superior_id
         LEFT JOIN unit f ON f.id = e.tie_from AND e.kind = 'released'
         LEFT JOIN unit l ON l.id = a.from_superior_id
         LEFT JOIN operator x ON x.id = e.actor_id AND e.kind = 'reminded'
         LEFT JOIN unit w ON w.id = x.unit_id
         LEFT JOIN affiliation nt ON nt.unit_id = m.unit_id AND nt.until_at IS NULL AND w.id IS NOT NULL
         LEFT JOIN unit nu ON nu.id = nt.superior_id
         {branch}
         LEFT JOIN delegation n ON n.event_id = e.id OR n.ended_event_id = e.id"
    )
}

/// Newest first, from before a message on.
pub async fn messages(
    conn: &mut Conn,
    reader: &Reader,
    before: Option<i64>,
    most: i64,
) -> sqlx::Result<Vec<MessageRow>> {
    let unread = "CASE WHEN m.id > o.read_to AND NOT EXISTS
         (SELECT 1 FROM message_read d WHERE d.operator_id = o.id AND d.message_id = m.id)
         THEN 1 ELSE 0 END";
    let newest = reader.newest(&format!("{NEWEST_FIRST} > 0 - $3"), most);
    let picked = format!("SELECT f.id FROM ({newest}) AS f ORDER BY f.id DESC LIMIT {most}");
    sql(format!(
        "SELECT {columns} FROM {tables} JOIN operator o ON o.id = $2 ORDER BY m.id DESC",
        columns = message_columns(unread),
        tables = message_tables(&picked),
    ))
    .bind(reader.unit)
    .bind(reader.operator)
    .bind(before.unwrap_or(i64::MAX))
    .all(conn)
    .await
}

/// How many are unread, up to [`Unread::MOST`].
pub async fn unread(conn: &mut Conn, reader: &Reader) -> sqlx::Result<Unread> {
    let count = sql(format!(
        "SELECT COUNT(*) FROM (SELECT f.id FROM ({newest}) AS f
         WHERE NOT EXISTS
            (SELECT 1 FROM message_read d WHERE d.operator_id = $2 AND d.message_id = f.id)
         LIMIT {most}) AS counted",
        newest = reader.newest(&not_all_read(), LOOKED_AT),
        most = Unread::MOST,
    ))
    .bind(reader.unit)
    .bind(reader.operator)
    .int(conn)
    .await?;
    Ok(Unread(count))
}

/// Reads one. To who is not its reader it does not exist.
pub async fn read_message(tx: &mut Tx, reader: &Reader, message: i64) -> Result<MessageRow> {
    let found: Option<MessageRow> = sql(format!(
        "SELECT {columns} FROM {tables}",
        columns = message_columns("0"),
        tables = message_tables(&format!(
            "SELECT m.id FROM message m WHERE m.id = $2 AND m.unit_id = $1
             AND (m.operator_id IS NOT NULL OR {others})",
            others = not_told_alone("$3")
        )),
    ))
    .bind(reader.unit)
    .bind(message)
    .bind(reader.operator)
    .optional(tx)
    .await?;
    let for_reader = |row: &MessageRow| match row.only_for {
        Some(operator) => operator == reader.operator,
        None => Audience::parse(&row.audience).is_some_and(|of| reader.audiences.contains(&of)),
    };
    let row = found.filter(for_reader).ok_or(Fault::NotFound)?;
    sql("INSERT INTO message_read (operator_id, message_id)
         SELECT id, $2 FROM operator WHERE id = $1 AND read_to < $2
         ON CONFLICT (operator_id, message_id) DO NOTHING")
    .bind(reader.operator)
    .bind(message)
    .execute(tx)
    .await?;
    Ok(row)
}

/// Reads all that are there now. A message that another transaction has written already, and that
/// comes to light only after this, is still unread, whatever its number.
pub async fn read_all(tx: &mut Tx, reader: &Reader, at: Instant) -> sqlx::Result<()> {
    let newest = reader.newest("m.at <= $3", 1);
    sql(format!(
        "UPDATE operator SET read_to = (SELECT COALESCE(MAX(f.id), 0) FROM ({newest}) AS f)
         WHERE id = $2 AND read_to < (SELECT COALESCE(MAX(f.id), 0) FROM ({newest}) AS f)"
    ))
    .bind(reader.unit)
    .bind(reader.operator)
    .bind(at.plus_seconds(-60 * LATE_MINUTES))
    .execute(tx)
    .await?;
    sql("DELETE FROM message_read WHERE operator_id = $1
         AND message_id <= (SELECT read_to FROM operator WHERE id = $1)")
    .bind(reader.operator)
    .execute(tx)
    .await?;
    let newer = reader.newest(&not_all_read(), i64::MAX);
    sql(format!(
        "INSERT INTO message_read (operator_id, message_id)
         SELECT $2, f.id FROM ({newer}) AS f WHERE f.id > 0
         ON CONFLICT (operator_id, message_id) DO NOTHING"
    ))
    .bind(reader.unit)
    .bind(reader.operator)
    .execute(tx)
    .await?;
    Ok(())
}
