//! 批量通过

use super::now;
use super::session::Token;
use super::store::{self, Reviewer, Tx};
use crate::domain::views::BatchLine;
use crate::domain::{Batch, Fault};

/// Decides the rows and says of each, by its applicant's name, what became of it.
pub async fn decide_batch(
    tx: &mut Tx,
    reviewer: Reviewer,
    batch: &Batch,
) -> Result<Vec<BatchLine>, Fault> {
    let decisions = batch.decisions();
    let mark = Token::random().hash();
    let results = store::decide_batch(tx, reviewer, decisions, &mark, now()).await?;
    let mut lines = Vec::with_capacity(results.len());
    for (decision, result) in decisions.iter().zip(results) {
        let application = decision.application();
        let name = store::applicant_name(tx, reviewer.unit, application).await?;
        lines.push(BatchLine {
            application,
            name: name.unwrap_or_default(),
            result,
        });
    }
    Ok(lines)
}
