//! 划转, 撤销 and 合并: from codes to units, and from proposals to what the screens show.

use super::caller::Caller;
use super::now;
use super::show::who_decided;
use super::store::{self, Conn, Db, Order, ReorganizationRow};
use crate::domain::reorganization::{
    PlanView, Proposal, ProposalAnswer, ProposalLine, ProposalState, ProposalVerdict, ProposalView,
    ProposalsView,
};
use crate::domain::{Fault, Field, FieldProblem, Instant, Problem, Uscc};

/// Proposals of a page.
const PAGE: i64 = 20;

/// What was proposed by the caller's unit, the newest first.
pub async fn proposals(
    conn: &mut Conn,
    caller: &Caller,
    before: Option<i64>,
) -> Result<ProposalsView, Fault> {
    let unit = caller.reviewing()?.unit;
    let mut rows = store::reorganizations(conn, unit, before, PAGE + 1).await?;
    let more = rows.len() as i64 > PAGE;
    rows.truncate(PAGE as usize);
    let older = rows.last().filter(|_| more).map(|row| row.id);
    let lines: Result<Vec<_>, Fault> = rows.iter().map(line).collect();
    Ok(ProposalsView {
        who: caller.who(),
        proposals: lines?,
        older,
    })
}

fn line(row: &ReorganizationRow) -> Result<ProposalLine, Fault> {
    Ok(ProposalLine {
        id: row.id,
        kind: row.kind().ok_or(Fault::Internal)?,
        unit: row.unit.clone(),
        target: row.target.clone(),
        units: row.units,
        state: row.state().ok_or(Fault::Internal)?,
        proposer: who_decided(&row.proposer, row.proposer_for.as_deref()),
        at: Instant::from_micros(row.proposed_at),
    })
}

/// A proposal, with what it would do now.
pub async fn proposal(conn: &mut Conn, caller: &Caller, id: i64) -> Result<ProposalView, Fault> {
    let reviewer = caller.reviewing()?;
    let row = store::reorganization(conn, reviewer.unit, id).await?;
    let row = row.ok_or(Fault::NotFound)?;
    let plan = match row.state() {
        Some(ProposalState::Proposed) => {
            let order = row.order(conn).await?;
            Some(store::plan(conn, &order).await?.view)
        }
        _ => None,
    };
    let decided = (row.decider.as_deref().zip(row.decided_at)).map(|(name, at)| {
        let at = Instant::from_micros(at);
        let by = who_decided(name, row.decider_for.as_deref());
        (by, at, row.answer.clone())
    });
    Ok(ProposalView {
        who: caller.who(),
        line: line(&row)?,
        version: row.version,
        changed: plan.as_ref().is_some_and(|plan| plan.digest != row.digest),
        plan,
        mine: row.proposer_person == reviewer.person,
        why: row.why,
        decided,
    })
}

/// 预览, or 提出 of what was previewed.
pub async fn propose(
    db: &Db,
    caller: &Caller,
    proposal: &Proposal,
    seen: Option<&str>,
) -> Result<ProposalAnswer, Fault> {
    let reviewer = caller.reviewing()?;
    let mut conn = db.read().await?;
    let order = order(&mut conn, reviewer.unit, proposal).await?;
    let Some(seen) = seen else {
        let plan: PlanView = store::plan(&mut conn, &order).await?.view;
        return Ok(ProposalAnswer::Preview(plan));
    };
    drop(conn);
    let mut tx = db.begin().await?;
    let id = store::propose(&mut tx, reviewer, &order, (&proposal.why, seen), now()).await?;
    tx.commit().await?;
    Ok(ProposalAnswer::Proposed(id))
}

/// The units of the codes. One that does not stand below the caller's is told as one that is not
/// there.
async fn order(conn: &mut Conn, own: i64, proposal: &Proposal) -> Result<Order, Fault> {
    let mut problems = Vec::new();
    let mut at = |field, problem| problems.push(FieldProblem { field, problem });
    let unit = in_branch(conn, own, &proposal.unit).await?;
    let unit = unit.filter(|unit| *unit != own || !proposal.kind.ends_unit());
    if unit.is_none() {
        at(Field::BranchUnit, Problem::NotBelow);
    }
    let target = match &proposal.target {
        None => None,
        Some(code) => {
            let target = in_branch(conn, own, code).await?;
            if target.is_none() {
                at(Field::BranchTarget, Problem::NotBelow);
            }
            target
        }
    };
    let mut chosen = Vec::with_capacity(proposal.chosen.len());
    for code in &proposal.chosen {
        let found = store::find_unit_by_code(conn, code).await?;
        let superior = match &found {
            Some(found) => store::superior_of(conn, found.id).await?,
            None => None,
        };
        match found {
            Some(found) if superior.is_some_and(|(id, ..)| Some(id) == unit) => {
                chosen.push(found.id);
            }
            _ => {
                at(Field::BranchChosen, Problem::NotDirectlyBelow);
                break;
            }
        }
    }
    chosen.sort_unstable();
    match unit {
        Some(unit) if problems.is_empty() => Ok(Order {
            superior: own,
            kind: proposal.kind,
            unit,
            target,
            chosen: (!chosen.is_empty()).then_some(chosen),
        }),
        _ => Err(Fault::Invalid(problems)),
    }
}

/// The unit of this code, if it is the own one or stands below it.
async fn in_branch(conn: &mut Conn, own: i64, code: &Uscc) -> Result<Option<i64>, Fault> {
    let Some(found) = store::find_unit_by_code(conn, code).await? else {
        return Ok(None);
    };
    let path = store::path_down(conn, own, found.id, None).await?;
    Ok(path.map(|_| found.id))
}

/// 同意, 驳回 or 撤回.
pub async fn settle(
    db: &Db,
    caller: &Caller,
    (id, version): (i64, i64),
    verdict: ProposalVerdict,
) -> Result<(), Fault> {
    let (reviewer, at) = (caller.reviewing()?, now());
    let mut tx = db.begin().await?;
    let which = (id, version);
    match verdict {
        ProposalVerdict::Agree { seen } => {
            store::agree(&mut tx, reviewer, which, &seen, at).await?;
        }
        ProposalVerdict::Refuse { why } => {
            store::refuse_reorganization(&mut tx, reviewer, which, &why, at).await?;
        }
        ProposalVerdict::Withdraw => {
            store::withdraw_reorganization(&mut tx, reviewer, which, at).await?;
        }
    }
    Ok(tx.commit().await?)
}
