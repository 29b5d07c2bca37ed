//! 终止审核 bars for its round; what bars a unit now, and 解除终止.

use super::obstacles::round_for;
use super::{Addressee, Conn, Happening, Result, Reviewer, Tx, lock_unit, record, sql, tell};
use crate::domain::{ApplicationKind, ApplicationState, Instant, Obstacle};

/// A termination that bars.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct BarRow {
    pub application: i64,
    /// The version that the termination made.
    pub version: i64,
    pub superior_id: i64,
    pub round: String,
    pub closes_at: i64,
}

/// A lift is of the termination that made this version of the application `a`.
const LIFTED: &str =
    "EXISTS (SELECT 1 FROM bar_lifted b WHERE b.application_id = a.id AND b.version = a.version)";

/// 终止审核 bars the applicant for the round in which it was said.
pub async fn is_barred(conn: &mut Conn, applicant: i64, round: i64) -> sqlx::Result<bool> {
    let terminated = sql(format!(
        "SELECT COUNT(*) FROM application a
         WHERE a.applicant_id = $1 AND a.bars_round = $2 AND a.state = 'terminated' AND NOT {LIFTED}"
    ))
    .bind(applicant)
    .bind(round)
    .int(conn)
    .await?;
    Ok(terminated > 0)
}

/// What bars the unit in the round of now, the latest first; none where nothing does.
pub async fn bar_of(conn: &mut Conn, unit: i64, at: Instant) -> sqlx::Result<Option<BarRow>> {
    let Some(round) = round_for(conn, ApplicationKind::Bind, at).await? else {
        return Ok(None);
    };
    sql(format!(
        "SELECT a.id AS application, a.version, a.superior_id, r.name AS round, r.closes_at
         FROM application a JOIN round r ON r.id = a.bars_round
         WHERE a.applicant_id = $1 AND a.bars_round = $2 AND a.state = 'terminated' AND NOT {LIFTED}
         ORDER BY a.id DESC LIMIT 1"
    ))
    .bind(unit)
    .bind(round.id)
    .optional(conn)
    .await
}

/// By what a bar is lifted.
#[derive(Clone, Copy, Debug)]
pub(super) enum LiftedBy {
    /// By id, and who consented to it
    Appeal(i64, Reviewer),
    /// By id
    Administrator(i64),
}

/// The bar of this version of the application is no more. The caller holds the unit's row.
pub(super) async fn lift(
    tx: &mut Tx,
    unit: i64,
    bar: (i64, i64),
    by: LiftedBy,
    why: &str,
    at: Instant,
) -> sqlx::Result<i64> {
    let (application, version) = bar;
    let (appeal, reviewer, administrator) = match by {
        LiftedBy::Appeal(appeal, reviewer) => (Some(appeal), Some(reviewer), None),
        LiftedBy::Administrator(id) => (None, None, Some(id)),
    };
    sql(
        "INSERT INTO bar_lifted (application_id, version, appeal_id, administrator_id, why, at)
         VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (application_id) DO UPDATE SET version = excluded.version,
            appeal_id = excluded.appeal_id, administrator_id = excluded.administrator_id,
            why = excluded.why, at = excluded.at",
    )
    .bind(application)
    .bind(version)
    .bind(appeal)
    .bind(administrator)
    .bind(why)
    .bind(at)
    .execute(tx)
    .await?;
    let lifted = Happening {
        about: Some(application),
        to: Some(ApplicationState::Terminated),
        actor: reviewer.map(|reviewer| reviewer.operator),
        stands_for: reviewer.and_then(|reviewer| reviewer.stands_for),
        administrator,
        why,
        ..Happening::new(unit, "bar_lifted", at)
    };
    record(tx, lifted).await
}

/// 解除终止 by an administrator: all that bars the unit in the round of now. Appeals against it have
/// got what they asked for.
pub async fn lift_bar(
    tx: &mut Tx,
    unit: i64,
    administrator: i64,
    why: &str,
    at: Instant,
) -> Result<()> {
    lock_unit(tx, unit).await?;
    let mut lifted = false;
    while let Some(bar) = bar_of(tx, unit, at).await? {
        let by = LiftedBy::Administrator(administrator);
        let event = lift(tx, unit, (bar.application, bar.version), by, why, at).await?;
        sql(
            "UPDATE appeal SET state = 'agreed', settled_at = $2, version = version + 1
             WHERE application_id = $1 AND state IN ('open', 'opined')",
        )
        .bind(bar.application)
        .bind(at)
        .execute(tx)
        .await?;
        tell(tx, event, Addressee::applicant(unit)).await?;
        tell(tx, event, Addressee::superior(bar.superior_id)).await?;
        lifted = true;
    }
    match lifted {
        true => Ok(()),
        false => Err(Obstacle::NotBarred.into()),
    }
}
