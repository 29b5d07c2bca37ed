//! 已关闭: open cases that nobody is to decide any more.

use super::classify::ids;
use super::turn::{moved, take_turn};
use super::{
    BranchOfEvent, CHUNK, Conn, OF_BRANCH, Reviewer, Tx, branch_tables, sql, tell_applicants,
    tell_the_left,
};
use crate::domain::{ApplicationKind, ApplicationState, Instant};

/// Who closes them, and why.
#[derive(Clone, Copy, Debug)]
pub(super) struct Closing<'a> {
    pub actor: i64,
    /// In whose place.
    pub stands_for: Option<i64>,
    pub why: &'a str,
    pub at: Instant,
    /// The proposal to reorganize that makes them moot.
    pub proposal: Option<i64>,
}

impl<'a> Closing<'a> {
    pub fn by(reviewer: Reviewer, why: &'a str, at: Instant) -> Self {
        Self {
            actor: reviewer.operator,
            stands_for: reviewer.stands_for,
            why,
            at,
            proposal: None,
        }
    }
}

/// An open case.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub(super) struct OpenCase {
    pub id: i64,
    pub version: i64,
    pub superior_id: i64,
    state: String,
}

/// The open cases of a condition on `application a`.
pub(super) async fn open_cases(conn: &mut Conn, which: &str) -> sqlx::Result<Vec<OpenCase>> {
    sql(format!(
        "SELECT a.id, a.version, a.superior_id, a.state FROM application a
         WHERE a.state IN ('pending', 'returned') AND ({which}) ORDER BY a.superior_id, a.id"
    ))
    .once()
    .all(conn)
    .await
}

/// Closes the open cases of a condition on `application a`, whichever superiors they wait for: each
/// with its event, and a message to its applicant and to the superior that it would have left. The caller holds `lock_ties`, under which alone
/// anybody waits for more than one queue. Returns how many were closed.
pub(super) async fn close_cases(
    tx: &mut Tx,
    which: &str,
    closing: Closing<'_>,
) -> sqlx::Result<usize> {
    let mut queues: Vec<i64> = open_cases(tx, which)
        .await?
        .into_iter()
        .map(|case| case.superior_id)
        .collect();
    queues.dedup();
    let mut turns = Vec::with_capacity(queues.len());
    for superior in queues {
        turns.push((superior, take_turn(tx, superior).await?));
    }
    // Once more, now that nobody else changes them.
    let cases = open_cases(tx, which).await?;
    let mut closed = 0;
    for (superior, seq) in turns {
        for from in [ApplicationState::Pending, ApplicationState::Returned] {
            let here = cases
                .iter()
                .filter(|case| case.superior_id == superior && case.state == from.as_str());
            let here: Vec<i64> = here.map(|case| case.id).collect();
            for part in here.chunks(CHUNK) {
                close(tx, part, from, seq, closing).await?;
            }
            if !here.is_empty() {
                let n = i64::try_from(here.len()).unwrap_or(i64::MAX);
                moved(tx, superior, Some(from), Some(ApplicationState::Closed), n).await?;
            }
            closed += here.len();
        }
    }
    Ok(closed)
}

/// Closes the unit's 解绑 that waits, once its tie has ended. The caller holds `lock_ties`.
pub async fn close_unbinding(
    tx: &mut Tx,
    unit: i64,
    actor: i64,
    why: &str,
    at: Instant,
) -> sqlx::Result<()> {
    let which = format!("a.applicant_id = {unit} AND a.kind = 'unbind'");
    let closing = Closing {
        actor,
        stands_for: None,
        why,
        at,
        proposal: None,
    };
    close_cases(tx, &which, closing).await?;
    Ok(())
}

async fn close(
    tx: &mut Tx,
    part: &[i64],
    from: ApplicationState,
    seq: i64,
    closing: Closing<'_>,
) -> sqlx::Result<()> {
    let which = ids(part.iter().copied());
    // The events first: they still see the version that is left.
    sql(format!(
        "INSERT INTO event (unit_id, application_id, version, kind, from_state, to_state, actor_id,
            why, at, seq, for_id)
         SELECT applicant_id, id, version + 1, 'closed', $1, 'closed', $2, $3, $4, $5, $6
         FROM application WHERE id IN ({which})"
    ))
    .once()
    .bind(from.as_str())
    .bind(closing.actor)
    .bind(closing.why)
    .bind(closing.at)
    .bind(seq)
    .bind(closing.stands_for)
    .execute(tx)
    .await?;
    if let Some(proposal) = closing.proposal {
        sql(format!(
            "INSERT INTO reorganization_event (event_id, reorganization_id)
             SELECT e.id, $1 FROM application a
             JOIN event e ON e.application_id = a.id AND e.version = a.version + 1
             WHERE a.id IN ({which})"
        ))
        .once()
        .bind(proposal)
        .execute(tx)
        .await?;
    }
    tell_applicants(tx, &which).await?;
    tell_the_left(tx, &which).await?;
    sql(format!(
        "UPDATE application SET state = 'closed', version = version + 1, settled_at = $1, seq = $2
         WHERE id IN ({which})"
    ))
    .once()
    .bind(closing.at)
    .bind(seq)
    .execute(tx)
    .await?;
    Ok(())
}

/// What closed an application, where that was an administrator or a reorganization.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct ClosedByRow {
    /// The administrator who disabled the superior.
    pub administrator_id: Option<i64>,
    asked: String,
    /// The unit whose units below moved.
    pub changed_id: Option<i64>,
    #[sqlx(flatten)]
    pub branch: BranchOfEvent,
}

impl ClosedByRow {
    /// 解除绑定
    pub fn asked_to_leave(&self) -> bool {
        self.asked == ApplicationKind::Unbind.as_str()
    }
}

/// What closed this version of an application.
pub async fn closed_by(
    conn: &mut Conn,
    application: i64,
    version: i64,
) -> sqlx::Result<Option<ClosedByRow>> {
    let branch = branch_tables("e.id");
    sql(format!(
        "SELECT e.administrator_id, a.kind AS asked, g.unit_id AS changed_id, {OF_BRANCH}
         FROM event e JOIN application a ON a.id = e.application_id {branch}
         WHERE e.application_id = $1 AND e.version = $2 AND e.kind = 'closed'"
    ))
    .bind(application)
    .bind(version)
    .optional(conn)
    .await
}

/// Who disables a superior, why, and when.
#[derive(Clone, Copy, Debug)]
pub(super) struct Disabling<'a> {
    pub administrator: i64,
    pub why: &'a str,
    pub at: Instant,
}

/// Closes all applications to a superior that is disabled which are in one state, in a turn that the caller has taken.
/// Returns how many.
pub(super) async fn close_queue(
    tx: &mut Tx,
    superior: i64,
    from: ApplicationState,
    (disabling, seq): (Disabling<'_>, i64),
) -> sqlx::Result<u64> {
    // The events first: they still see the state that is left.
    sql("INSERT INTO event
            (unit_id, application_id, version, kind, from_state, to_state, why, at, seq, administrator_id)
         SELECT applicant_id, id, version + 1, 'closed', state, 'closed', $3, $4, $5, $6
         FROM application WHERE superior_id = $1 AND state = $2")
    .bind(superior)
    .bind(from.as_str())
    .bind(disabling.why)
    .bind(disabling.at)
    .bind(seq)
    .bind(disabling.administrator)
    .execute(tx)
    .await?;
    let which = format!(
        "SELECT id FROM application WHERE superior_id = {superior} AND state = '{}'",
        from.as_str()
    );
    tell_applicants(tx, &which).await?;
    tell_the_left(tx, &which).await?;
    let closed = sql(
        "UPDATE application SET state = 'closed', version = version + 1, settled_at = $3, seq = $4
         WHERE superior_id = $1 AND state = $2",
    )
    .bind(superior)
    .bind(from.as_str())
    .bind(disabling.at)
    .bind(seq)
    .execute(tx)
    .await?;
    let n = i64::try_from(closed).unwrap_or(i64::MAX);
    let to = ApplicationState::Closed;
    moved(tx, superior, Some(from), Some(to), n).await?;
    Ok(closed)
}
