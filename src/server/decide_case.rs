//! 保存: from the decision's form to the decision, with what only the records can say of the form.

use super::caller::Caller;
use super::now;
use super::store::{self, Conn, Reviewer, Tx};
use crate::domain::{
    ApplicationKind, Decision, DecisionDraft, Fault, Field, FieldProblem, Opinion, Outcome, Problem,
};

pub async fn decide(tx: &mut Tx, caller: &Caller, mut draft: DecisionDraft) -> Result<(), Fault> {
    let reviewer = caller.reviewing()?;
    // What is not for this reviewer does not exist, whatever else is wrong with the form.
    let case = store::case_for_review(tx, reviewer.unit, draft.application)
        .await?
        .ok_or(Fault::NotFound)?;
    let names = names(tx, reviewer, case.id).await?;
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let taken = take_canned(tx, reviewer, &mut draft).await?;
    let (keep, sure) = (!draft.keep.is_empty(), !draft.confirmed.is_empty());
    let decision = match (Decision::for_applicant(draft, &names), taken) {
        (Ok(decision), None) => decision,
        (Ok(_), Some(problem)) => return Err(Fault::Invalid(vec![problem])),
        (Err(mut problems), taken) => {
            problems.extend(taken);
            return Err(Fault::Invalid(problems));
        }
    };
    // Against another version it is stale anyway.
    let returned = decision.outcome() == Outcome::Return && decision.version() == case.version;
    if returned && !sure {
        let late = store::named_late(tx, case.id, decision.wrong()).await?;
        if !late.is_empty() {
            return Err(Fault::NamedLate {
                asked: ApplicationKind::parse(&case.kind).unwrap_or_default(),
                fields: late,
            });
        }
    }
    store::decide(tx, reviewer, &decision, now()).await?;
    if let (true, Ok(opinion)) = (keep, Opinion::parse(decision.opinion())) {
        let outcome = decision.outcome();
        store::add_canned(tx, reviewer.unit, outcome, &opinion, now()).await?;
    }
    Ok(())
}

/// The names that the applicant has: as it submitted, which the screen shows, and at present.
async fn names(
    conn: &mut Conn,
    reviewer: Reviewer,
    application: i64,
) -> Result<Vec<String>, Fault> {
    let present = store::applicant_name(conn, reviewer.unit, application).await?;
    let submitted = store::latest_submissions(conn, application).await?;
    let submitted = submitted.into_iter().next().map(|latest| latest.name);
    Ok(present.into_iter().chain(submitted).collect())
}

/// An opinion that is left empty is the 常用意见 that was chosen. One that is no longer there was
/// removed by a colleague.
async fn take_canned(
    conn: &mut Conn,
    reviewer: Reviewer,
    draft: &mut DecisionDraft,
) -> Result<Option<FieldProblem>, Fault> {
    if draft.canned.is_empty() || !draft.opinion.trim().is_empty() {
        return Ok(None);
    }
    let id = draft.canned.parse().unwrap_or(0);
    let problem = match store::find_canned(conn, reviewer.unit, id).await? {
        None => Problem::NotOffered,
        Some(canned) if canned.outcome != draft.outcome && !draft.outcome.is_empty() => {
            Problem::OtherOutcome
        }
        Some(canned) => {
            draft.opinion = canned.text;
            return Ok(None);
        }
    };
    let field = Field::Canned;
    Ok(Some(FieldProblem { field, problem }))
}
