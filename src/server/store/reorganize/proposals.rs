//! The proposals of a unit's reviewers.

use super::super::classify::ids;
use super::super::ties::lock_ties;
use super::super::{Addressee, Conn, Happening, Result, Reviewer, Tx, record, sql, tell};
use super::{Order, plan};
use crate::domain::reorganization::{BranchChange, Objection, ProposalState};
use crate::domain::{BranchNews, Fault, Instant, Reason};

#[derive(Clone, Debug, sqlx::FromRow)]
pub struct ReorganizationRow {
    pub id: i64,
    pub superior_id: i64,
    pub kind: String,
    pub unit_id: i64,
    pub unit: String,
    pub target_id: Option<i64>,
    pub target: Option<String>,
    pub chosen: i64,
    pub why: String,
    pub state: String,
    pub version: i64,
    pub units: i64,
    pub digest: String,
    pub proposer_id: i64,
    pub proposer_person: i64,
    /// Unmasked.
    pub proposer: String,
    /// In whose place; unmasked.
    pub proposer_for: Option<String>,
    pub proposed_at: i64,
    pub decider_id: Option<i64>,
    /// Unmasked.
    pub decider: Option<String>,
    pub decider_for: Option<String>,
    pub decided_at: Option<i64>,
    pub answer: String,
}

const ROW: &str = "SELECT r.id, r.superior_id, r.kind, r.unit_id, u.name AS unit, r.target_id,
        t.name AS target, r.chosen, r.why, r.state, r.version, r.units, r.digest, r.proposer_id,
        o.person_id AS proposer_person, p.name AS proposer, fp.name AS proposer_for, r.proposed_at,
        r.decider_id, dp.name AS decider, gp.name AS decider_for, r.decided_at, r.answer
    FROM reorganization r JOIN unit u ON u.id = r.unit_id
    LEFT JOIN unit t ON t.id = r.target_id
    JOIN operator o ON o.id = r.proposer_id JOIN person p ON p.id = o.person_id
    LEFT JOIN operator f ON f.id = r.proposer_for LEFT JOIN person fp ON fp.id = f.person_id
    LEFT JOIN operator d ON d.id = r.decider_id LEFT JOIN person dp ON dp.id = d.person_id
    LEFT JOIN operator g ON g.id = r.decider_for LEFT JOIN person gp ON gp.id = g.person_id
    WHERE r.superior_id = $1";

impl ReorganizationRow {
    pub fn kind(&self) -> Option<BranchChange> {
        BranchChange::parse(&self.kind)
    }

    pub fn state(&self) -> Option<ProposalState> {
        ProposalState::parse(&self.state)
    }

    /// What it is to do, with the units that were chosen.
    pub async fn order(&self, conn: &mut Conn) -> Result<Order> {
        let chosen = match self.chosen {
            0 => None,
            _ => {
                let chosen: Vec<(i64,)> = sql("SELECT unit_id FROM reorganization_unit
                     WHERE reorganization_id = $1 ORDER BY unit_id")
                .bind(self.id)
                .all(conn)
                .await?;
                Some(chosen.into_iter().map(|(id,)| id).collect())
            }
        };
        Ok(Order {
            superior: self.superior_id,
            kind: self.kind().ok_or(Fault::Internal)?,
            unit: self.unit_id,
            target: self.target_id,
            chosen,
        })
    }
}

/// The proposal, if it is of this unit's reviewers.
pub async fn reorganization(
    conn: &mut Conn,
    superior: i64,
    id: i64,
) -> sqlx::Result<Option<ReorganizationRow>> {
    sql(format!("{ROW} AND r.id = $2"))
        .bind(superior)
        .bind(id)
        .optional(conn)
        .await
}

/// At most `limit` proposals before one, the newest first.
pub async fn reorganizations(
    conn: &mut Conn,
    superior: i64,
    before: Option<i64>,
    limit: i64,
) -> sqlx::Result<Vec<ReorganizationRow>> {
    sql(format!("{ROW} AND r.id < $2 ORDER BY r.id DESC LIMIT $3"))
        .bind(superior)
        .bind(before.unwrap_or(i64::MAX))
        .bind(limit)
        .all(conn)
        .await
}

/// Proposes what was previewed; `seen` is the preview's digest. Sent twice, it is one proposal.
pub async fn propose(
    tx: &mut Tx,
    reviewer: Reviewer,
    order: &Order,
    (why, seen): (&Reason, &str),
    at: Instant,
) -> Result<i64> {
    // What the preview says stays so; and two proposals of one unit stand in line.
    lock_ties(tx).await?;
    let waiting: Option<(i64, i64, String, String, Option<i64>)> = sql(
        "SELECT id, proposer_id, digest, kind, target_id FROM reorganization
         WHERE superior_id = $1 AND unit_id = $2 AND state = 'proposed'",
    )
    .bind(reviewer.unit)
    .bind(order.unit)
    .optional(tx)
    .await?;
    if let Some((id, proposer, digest, kind, target)) = waiting {
        let same = proposer == reviewer.operator
            && digest == seen
            && kind == order.kind.as_str()
            && target == order.target;
        return match same {
            true => Ok(id),
            false => Err(Fault::Objection(Objection::AlreadyProposed).into()),
        };
    }
    let plan = plan(tx, order).await?.view;
    if let Some(objection) = plan.objection {
        return Err(objection.into());
    }
    if plan.digest != seen {
        return Err(Fault::Changed.into());
    }
    let id = sql(
        "INSERT INTO reorganization (superior_id, kind, unit_id, target_id, chosen, why,
            state, units, digest, proposer_id, proposed_at, proposer_for)
         VALUES ($1, $2, $3, $4, $5, $6, 'proposed', $7, $8, $9, $10, $11) RETURNING id",
    )
    .bind(reviewer.unit)
    .bind(order.kind.as_str())
    .bind(order.unit)
    .bind(order.target)
    .bind(order.chosen.is_some())
    .bind(why.as_str())
    .bind(plan.units)
    .bind(plan.digest)
    .bind(reviewer.operator)
    .bind(at)
    .bind(reviewer.stands_for)
    .int(tx)
    .await?;
    if let Some(chosen) = &order.chosen {
        let rows: Vec<String> = chosen
            .iter()
            .map(|unit| format!("({id}, {unit})"))
            .collect();
        sql(format!(
            "INSERT INTO reorganization_unit (reorganization_id, unit_id) VALUES {}",
            rows.join(", ")
        ))
        .once()
        .execute(tx)
        .await?;
    }
    let proposed = Happening {
        why: why.as_str(),
        ..Happening::new(order.unit, "reorganization_proposed", at).by(reviewer)
    };
    let event = record(tx, proposed).await?;
    is_of(tx, id, &[event]).await?;
    // Somebody else of the unit is to look at it.
    tell(tx, event, Addressee::superior(reviewer.unit)).await?;
    Ok(id)
}

/// What was reorganized, where an event `e` is of that.
#[derive(Clone, Debug, Default, sqlx::FromRow)]
pub struct BranchOfEvent {
    pub change: Option<String>,
    /// The unit whose units below moved.
    pub changed: Option<String>,
    pub target: Option<String>,
}

pub const OF_BRANCH: &str = "g.kind AS change, gu.name AS changed, gt.name AS target";

/// What [`OF_BRANCH`] is read from. `event`: the event's number, where there is one.
pub fn branch_tables(event: &str) -> String {
    format!(
        "LEFT JOIN reorganization_event ge ON ge.event_id = {event}
         LEFT JOIN reorganization g ON g.id = ge.reorganization_id
         LEFT JOIN unit gu ON gu.id = g.unit_id LEFT JOIN unit gt ON gt.id = g.target_id"
    )
}

impl BranchOfEvent {
    pub fn news(self) -> Option<BranchNews> {
        Some(BranchNews {
            change: BranchChange::parse(self.change.as_deref()?)?,
            unit: self.changed?,
            target: self.target,
        })
    }
}

/// Writes down of which proposal these events are: whoever is told of one reads what was proposed.
pub(super) async fn is_of(tx: &mut Tx, proposal: i64, events: &[i64]) -> sqlx::Result<()> {
    sql(format!(
        "INSERT INTO reorganization_event (event_id, reorganization_id)
         SELECT id, $1 FROM event WHERE id IN ({})",
        ids(events.iter().copied())
    ))
    .once()
    .bind(proposal)
    .execute(tx)
    .await?;
    Ok(())
}
