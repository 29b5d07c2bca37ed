//! 申诉: written by the unit that 终止审核 bars, to the superior that terminated its case.

use super::{Addressee, Conn, Happening, Result, Tx, bar_of, lock_unit, record, sql, tell};
use crate::domain::{AppealState, AppealText, ApplicationState, Fault, Instant, Obstacle};

/// An appeal, with whom it needs named. Names are unmasked.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct AppealRow {
    pub id: i64,
    pub application_id: i64,
    pub case_version: i64,
    pub unit_id: i64,
    pub superior_id: i64,
    pub unit: String,
    pub state: String,
    pub version: i64,
    pub body: String,
    /// None for the legal person, who signs in as the unit.
    pub by: Option<String>,
    pub at: i64,
    pub agrees: Option<i64>,
    pub opinion: String,
    pub opined_by: Option<i64>,
    pub opined_name: Option<String>,
    /// In whose place.
    pub opined_for: Option<String>,
    pub opined_at: Option<i64>,
    pub consented_by: Option<i64>,
    pub consented_name: Option<String>,
    pub consented_for: Option<String>,
    pub settled_at: Option<i64>,
    /// Who terminated, when, and why.
    pub terminated_by: Option<i64>,
    pub terminated_name: Option<String>,
    pub terminated_at: i64,
    pub terminated_why: String,
}

impl AppealRow {
    pub fn state(&self) -> AppealState {
        AppealState::parse(&self.state).unwrap_or(AppealState::Moot)
    }

    /// Whether nobody of these could be the second person: while nobody has spoken, whoever of them
    /// speaks first; once somebody has, beside that one. Who terminated is never the second.
    pub fn is_stuck(&self, settlers: &[i64]) -> bool {
        let is_second =
            |id: &&i64| Some(**id) != self.terminated_by && Some(**id) != self.opined_by;
        let seconds = settlers.iter().filter(is_second).count();
        match self.state() {
            AppealState::Open => seconds == 0 || settlers.len() < 2,
            AppealState::Opined => seconds == 0,
            _ => false,
        }
    }
}

pub(super) const APPEAL: &str =
    "SELECT p.id, p.application_id, p.case_version, p.unit_id, p.superior_id,
    u.name AS unit, p.state, p.version, p.body,
    CASE WHEN o.legal = 1 THEN NULL ELSE op.name END AS by, p.at, p.agrees, p.opinion,
    p.opined_by, fp.name AS opined_name, gp.name AS opined_for, p.opined_at, p.consented_by,
    sp.name AS consented_name, hp.name AS consented_for,
    p.settled_at, e.actor_id AS terminated_by, tp.name AS terminated_name, e.at AS terminated_at,
    e.why AS terminated_why
    FROM appeal p JOIN unit u ON u.id = p.unit_id
    JOIN operator o ON o.id = p.operator_id JOIN person op ON op.id = o.person_id
    LEFT JOIN operator f ON f.id = p.opined_by LEFT JOIN person fp ON fp.id = f.person_id
    LEFT JOIN operator g ON g.id = p.opined_for LEFT JOIN person gp ON gp.id = g.person_id
    LEFT JOIN operator s ON s.id = p.consented_by LEFT JOIN person sp ON sp.id = s.person_id
    LEFT JOIN operator h ON h.id = p.consented_for LEFT JOIN person hp ON hp.id = h.person_id
    JOIN event e ON e.application_id = p.application_id AND e.version = p.case_version
    LEFT JOIN operator t ON t.id = e.actor_id LEFT JOIN person tp ON tp.id = t.person_id";

/// The appeals to a superior: those that wait, the oldest first, or those that ended, the latest
/// first; at most `limit` behind one.
pub async fn appeals(
    conn: &mut Conn,
    superior: i64,
    settled: bool,
    after: Option<i64>,
    limit: i64,
) -> sqlx::Result<Vec<AppealRow>> {
    let (which, beyond, first) = match settled {
        false => (
            "IN ('open', 'opined') AND p.id > $2 ORDER BY p.id",
            0,
            after,
        ),
        true => (
            "NOT IN ('open', 'opined') AND p.id < $2 ORDER BY p.id DESC",
            i64::MAX,
            after,
        ),
    };
    sql(format!(
        "{APPEAL} WHERE p.superior_id = $1 AND p.state {which} LIMIT $3"
    ))
    .bind(superior)
    .bind(first.unwrap_or(beyond))
    .bind(limit)
    .all(conn)
    .await
}

/// The operators of the superior who may settle an appeal of the unit now: those who review, or stand
/// in for who does, and don't act for the unit. Of a superior that is disabled there are none.
pub async fn settlers(
    conn: &mut Conn,
    superior: i64,
    unit: i64,
    at: Instant,
) -> sqlx::Result<Vec<i64>> {
    let found: Vec<(i64,)> = sql("SELECT o.id FROM operator o
         JOIN unit s ON s.id = o.unit_id AND s.disabled_at IS NULL
         WHERE o.unit_id = $1 AND o.disabled_at IS NULL AND o.waits = 0
           AND (o.reviews = 1 OR EXISTS (SELECT 1 FROM delegation d
                JOIN operator f ON f.id = d.from_operator_id AND f.reviews = 1 AND f.waits = 0
                    AND f.disabled_at IS NULL
                WHERE d.to_operator_id = o.id AND d.ended_at IS NULL AND d.from_at <= $3
                    AND d.until_at > $3))
           AND NOT EXISTS (SELECT 1 FROM operator b WHERE b.person_id = o.person_id
                AND b.unit_id = $2 AND b.disabled_at IS NULL AND b.waits = 0)")
    .bind(superior)
    .bind(unit)
    .bind(at)
    .all(conn)
    .await?;
    Ok(found.into_iter().map(|(id,)| id).collect())
}

/// The latest appeal against a termination.
pub async fn appeal_against(
    conn: &mut Conn,
    application: i64,
    version: i64,
) -> sqlx::Result<Option<AppealRow>> {
    sql(format!(
        "{APPEAL} WHERE p.application_id = $1 AND p.case_version = $2 ORDER BY p.id DESC LIMIT 1"
    ))
    .bind(application)
    .bind(version)
    .optional(conn)
    .await
}

/// 申诉 against what bars the unit now. Sent twice it is one; one that was refused is the last.
pub async fn appeal(
    tx: &mut Tx,
    unit: i64,
    operator: i64,
    body: &AppealText,
    at: Instant,
) -> Result<i64> {
    lock_unit(tx, unit).await?;
    let bar = bar_of(tx, unit, at).await?.ok_or(Obstacle::NotBarred)?;
    let before = appeal_against(tx, bar.application, bar.version).await?;
    match before.as_ref().map(|row| (row.id, row.state())) {
        Some((id, state)) if state.is_open() => return Ok(id),
        Some((_, AppealState::Refused)) => return Err(Obstacle::AppealRefused.into()),
        _ => {}
    }
    let id = sql("INSERT INTO appeal
            (application_id, case_version, unit_id, superior_id, state, body, operator_id, at)
         VALUES ($1, $2, $3, $4, 'open', $5, $6, $7) RETURNING id")
    .bind(bar.application)
    .bind(bar.version)
    .bind(unit)
    .bind(bar.superior_id)
    .bind(body.as_str())
    .bind(operator)
    .bind(at)
    .int(tx)
    .await?;
    let appealed = Happening {
        why: body.as_str(),
        ..happening(unit, bar.application, operator, "appealed", at)
    };
    let event = record(tx, appealed).await?;
    tell(tx, event, Addressee::superior(bar.superior_id)).await?;
    Ok(id)
}

/// 撤回申诉, until it is settled. Of another unit's it knows nothing; sent twice it is done once.
pub async fn withdraw_appeal(
    tx: &mut Tx,
    unit: i64,
    operator: i64,
    appeal: i64,
    at: Instant,
) -> Result<()> {
    lock_unit(tx, unit).await?;
    let row: Option<AppealRow> = sql(format!("{APPEAL} WHERE p.id = $1 AND p.unit_id = $2"))
        .bind(appeal)
        .bind(unit)
        .optional(tx)
        .await?;
    let row = row.ok_or(Fault::NotFound)?;
    if row.state() == AppealState::Withdrawn {
        return Ok(());
    }
    let withdrawn = sql(
        "UPDATE appeal SET state = 'withdrawn', settled_at = $2, version = version + 1
         WHERE id = $1 AND state IN ('open', 'opined')",
    );
    if withdrawn.bind(appeal).bind(at).execute(tx).await? == 0 {
        return Err(Fault::Changed.into());
    }
    let happening = happening(unit, row.application_id, operator, "appeal_withdrawn", at);
    let event = record(tx, happening).await?;
    tell(tx, event, Addressee::superior(row.superior_id)).await?;
    Ok(())
}

pub(super) fn happening(
    unit: i64,
    application: i64,
    actor: i64,
    kind: &str,
    at: Instant,
) -> Happening<'_> {
    Happening {
        about: Some(application),
        to: Some(ApplicationState::Terminated),
        actor: Some(actor),
        ..Happening::new(unit, kind, at)
    }
}
