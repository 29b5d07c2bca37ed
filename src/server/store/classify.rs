//! What stands against a decision on each of many applications, in a handful of statements.

use super::applications::masked_name;
use super::consents::CONSENT_NOW;
use super::obstacles::unfit;
use super::{
    Conn, Result, Reviewer, UnitRow, ancestors_of, binding_policy, find_unit, policy, sql,
};
use crate::domain::template::Addressee;
use crate::domain::{
    ApplicationKind, ApplicationState, Barrier, ChosenRow, Consent, Fault, Instant, Obstacle,
    Outcome, Stale,
};
use std::collections::{HashMap, HashSet};

/// How many rows are asked for at once.
pub const CHUNK: usize = 1_000;

/// What is the same for every application of a reviewer's unit.
pub struct Ground {
    pub reviewer: Reviewer,
    superior: UnitRow,
    /// The superior and all that stands above it. An applicant closes a circle only if it is one of
    /// these. Under the lock of ties the set stays as it is while a batch is decided: every
    /// approval of the batch adds a unit below the superior, and nothing above it.
    above: HashSet<i64>,
    /// The units that the reviewer acts for, or who they stand in for.
    acts_for: HashSet<i64>,
    /// Whether the policy asks that both units are verified.
    verification_required: bool,
    /// The outcomes that the rules of binding offer beside 审核通过.
    outcomes: Vec<Outcome>,
}

impl Ground {
    /// To be asked for when the locks are held, if something is to be decided on it.
    pub async fn of(conn: &mut Conn, reviewer: Reviewer, at: Instant) -> Result<Self> {
        let superior = find_unit(conn, reviewer.unit)
            .await?
            .ok_or(Fault::NotFound)?;
        let above = ancestors_of(conn, reviewer.unit).await?;
        let acts_for: Vec<(i64,)> = sql("SELECT unit_id FROM operator
                 WHERE disabled_at IS NULL AND waits = 0 AND (person_id = $1
                    OR person_id = (SELECT person_id FROM operator WHERE id = $2))")
        .bind(reviewer.person)
        .bind(reviewer.stands_for)
        .all(conn)
        .await?;
        Ok(Self {
            reviewer,
            superior,
            above: above.into_iter().collect(),
            acts_for: acts_for.into_iter().map(|(unit,)| unit).collect(),
            verification_required: policy(conn).await?.verification_required,
            outcomes: binding_policy(conn, at).await?.outcomes,
        })
    }
}

/// An application and its applicant, as they are now.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct AtDesk {
    application_id: i64,
    present: i64,
    state: String,
    applied_at: i64,
    kind: String,
    from_superior_id: Option<i64>,
    from_superior: Option<String>,
    consent: String,
    bound_to: Option<String>,
    bound_to_id: Option<i64>,
    #[sqlx(flatten)]
    applicant: UnitRow,
}

impl AtDesk {
    pub fn application(&self) -> i64 {
        self.application_id
    }

    fn kind(&self) -> ApplicationKind {
        ApplicationKind::parse(&self.kind).unwrap_or_default()
    }

    /// Whom an opinion is written to.
    pub fn addressee(&self) -> Addressee<'_> {
        Addressee {
            name: &self.applicant.name,
            code: &self.applicant.uscc,
            applied_at: Instant::from_micros(self.applied_at),
        }
    }
}

/// A chosen row, and whether the outcome can be given to it.
#[derive(Clone, Debug)]
pub struct Judged {
    pub chosen: ChosenRow,
    /// None where there is no such application for this reviewer.
    pub case: Option<AtDesk>,
    pub result: std::result::Result<(), Fault>,
}

impl Judged {
    /// The applicant's name, or nothing.
    pub fn name(&self) -> &str {
        self.case
            .as_ref()
            .map_or("", |case| case.applicant.name.as_str())
    }
}

/// Says of each chosen row whether this outcome can be given to it now, in the order given. A row
/// that was chosen twice counts once.
pub async fn classify(
    conn: &mut Conn,
    ground: &Ground,
    outcome: Outcome,
    chunk: &[ChosenRow],
) -> sqlx::Result<Vec<Judged>> {
    let mut cases = cases_at_desk(conn, ground.reviewer.unit, chunk).await?;
    let mut met = HashSet::with_capacity(chunk.len());
    let mut judged: Vec<Judged> = chunk
        .iter()
        .filter(|chosen| met.insert(chosen.application))
        .map(|&chosen| {
            let case = cases.remove(&chosen.application);
            let result = judge(ground, outcome, chosen, case.as_ref());
            let (result, case) = (result, case);
            Judged {
                chosen,
                case,
                result,
            }
        })
        .collect();
    tell_what_happened(conn, &mut judged).await?;
    Ok(judged)
}

async fn cases_at_desk(
    conn: &mut Conn,
    superior: i64,
    chunk: &[ChosenRow],
) -> sqlx::Result<HashMap<i64, AtDesk>> {
    let rows: Vec<AtDesk> = sql(format!(
        // With the + an index by the superior is no choice: the ids say all.
        "SELECT a.id AS application_id, a.version AS present, a.state, a.applied_at,
            a.kind, a.from_superior_id, f.name AS from_superior, {CONSENT_NOW} AS consent,
            s.name AS bound_to, s.id AS bound_to_id, u.id, u.uscc, u.name, u.unit_type, u.industry, u.region, u.email,
            u.address, u.report_contact, u.report_phone, u.report_department, u.verified_at,
            u.entered_at, u.disabled_at, u.version
         FROM application a JOIN unit u ON u.id = a.applicant_id
         LEFT JOIN affiliation t ON t.unit_id = u.id AND t.until_at IS NULL
         LEFT JOIN unit s ON s.id = t.superior_id
         LEFT JOIN unit f ON f.id = a.from_superior_id
         WHERE a.id IN ({}) AND +a.superior_id = $1",
        ids(chunk.iter().map(|row| row.application))
    ))
    .once()
    .bind(superior)
    .all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|case| (case.application_id, case))
        .collect())
}

fn judge(
    ground: &Ground,
    outcome: Outcome,
    chosen: ChosenRow,
    case: Option<&AtDesk>,
) -> std::result::Result<(), Fault> {
    let case = case.ok_or(Fault::NotFound)?;
    if ground.acts_for.contains(&case.applicant.id) {
        return Err(Fault::Forbidden(Barrier::ActsForBoth));
    }
    if case.state != ApplicationState::Pending.as_str() || case.present != chosen.version {
        return Err(Fault::Stale(Stale {
            state: ApplicationState::parse(&case.state).unwrap_or(ApplicationState::Closed),
            by: None,
            at: Instant::from_micros(case.applied_at),
        }));
    }
    match outcome {
        Outcome::Approve => obstacle_to_approval(ground, case)
            .map_or(Ok(()), |obstacle| Err(Fault::Obstacle(obstacle))),
        Outcome::Terminate if case.kind() == ApplicationKind::Unbind => {
            Err(Fault::Obstacle(Obstacle::NotForUnbinding))
        }
        other if !ground.outcomes.contains(&other) => {
            Err(Fault::Obstacle(Obstacle::OutcomeNotOffered))
        }
        Outcome::Return | Outcome::Reject | Outcome::Terminate => Ok(()),
    }
}

/// The rules of binding once more: since the application was sent the units may have changed.
fn obstacle_to_approval(ground: &Ground, case: &AtDesk) -> Option<Obstacle> {
    if case.kind() == ApplicationKind::Unbind {
        let here = case.bound_to_id == Some(ground.reviewer.unit);
        return (!here).then_some(Obstacle::SuperiorChanged);
    }
    let required = ground.verification_required;
    if let Some(obstacle) = unfit(&case.applicant, &ground.superior, required) {
        return Some(obstacle);
    }
    match (case.kind(), case.bound_to.clone()) {
        (ApplicationKind::Bind, Some(superior)) => {
            return Some(Obstacle::BoundElsewhere { superior });
        }
        // Who was released meanwhile has nobody to be moved from: it is bound all the same.
        (ApplicationKind::Transfer, Some(_)) if case.bound_to_id != case.from_superior_id => {
            return Some(Obstacle::SuperiorChanged);
        }
        (ApplicationKind::Transfer, Some(_)) if case.consent == Consent::Asked.as_str() => {
            let superior = case.from_superior.clone().unwrap_or_default();
            return Some(Obstacle::ConsentMissing { superior });
        }
        _ => {}
    }
    let superior = ground.superior.name.clone();
    let circle = ground.above.contains(&case.applicant.id);
    circle.then_some(Obstacle::Circle { superior })
}

/// Who did what, and when, to the rows that are no longer what was seen.
async fn tell_what_happened(conn: &mut Conn, judged: &mut [Judged]) -> sqlx::Result<()> {
    let stale = |row: &&mut Judged| matches!(row.result, Err(Fault::Stale(_)));
    let stale: Vec<&mut Judged> = judged.iter_mut().filter(stale).collect();
    if stale.is_empty() {
        return Ok(());
    }
    let rows: Vec<(i64, Option<String>, i64)> = sql(format!(
        "SELECT a.id, p.name, e.at FROM application a
         JOIN event e ON e.application_id = a.id AND e.version = a.version
         LEFT JOIN operator o ON o.id = e.actor_id LEFT JOIN person p ON p.id = o.person_id
         WHERE a.id IN ({})",
        ids(stale.iter().map(|row| row.chosen.application))
    ))
    .once()
    .all(conn)
    .await?;
    let mut told: HashMap<i64, (Option<String>, i64)> = rows
        .into_iter()
        .map(|(id, by, at)| (id, (by, at)))
        .collect();
    for row in stale {
        let last = told.remove(&row.chosen.application);
        if let (Err(Fault::Stale(change)), Some((by, at))) = (&mut row.result, last) {
            change.by = by.map(|name| masked_name(&name));
            change.at = Instant::from_micros(at);
        }
    }
    Ok(())
}

/// Numbers for an `IN (…)`: on both engines the only list of any length that needs no binds. Nothing
/// that was typed becomes SQL. Ids are positive; where there is none, 0 stands for it.
pub(super) fn ids(ids: impl Iterator<Item = i64>) -> String {
    let words: Vec<String> = ids.filter(|id| *id > 0).map(|id| id.to_string()).collect();
    match words.is_empty() {
        true => "0".to_owned(),
        false => words.join(","),
    }
}
