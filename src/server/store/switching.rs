//! 切换单位: a session goes on for another unit of the same person.

use super::{Act, By, Result, Tx, note, sql};
use crate::domain::{ActKind, Fault, Instant};
use serde_json::json;

/// The session `from`, of a person who acts as `operator` now, goes on under the token `to` for
/// another unit that the person acts for. It ends no later than it would have ended.
pub async fn switch_session(
    tx: &mut Tx,
    (from, to): (&str, &str),
    operator: i64,
    other: i64,
    at: Instant,
) -> Result<()> {
    let switched = sql("INSERT INTO session
            (token_hash, person_id, operator_id, opened_at, seen_at, expires_at, proved, device)
         SELECT $1, s.person_id, o.id, s.opened_at, $5, s.expires_at, s.proved, s.device
         FROM session s JOIN operator o ON o.person_id = s.person_id
         JOIN unit u ON u.id = o.unit_id
         WHERE s.token_hash = $2 AND s.operator_id = $3 AND o.id = $4 AND o.waits = 0
           AND o.disabled_at IS NULL AND u.disabled_at IS NULL")
    .bind(to)
    .bind(from)
    .bind(operator)
    .bind(other)
    .bind(at)
    .execute(tx)
    .await?;
    if switched == 0 {
        return Err(Fault::NotFound.into());
    }
    super::close_session(tx, from).await?;
    let (person, unit): (i64, i64) = sql("SELECT person_id, unit_id FROM operator WHERE id = $1")
        .bind(other)
        .one(tx)
        .await?;
    let act = Act {
        person: Some(person),
        unit: Some(unit),
        detail: json!({ "operator": other }),
        ..Act::new(ActKind::SwitchedUnit, By::Operator(operator), at)
    };
    Ok(note(tx, act).await?)
}
