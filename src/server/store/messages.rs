//! 站内消息: that a unit is to hear of an event.

use super::{Tx, sql};
use crate::domain::Audience;

/// Who is to hear of something.
#[derive(Clone, Copy, Debug)]
pub struct Addressee {
    pub unit: i64,
    pub audience: Audience,
}

impl Addressee {
    /// 经办 of the unit
    pub fn applicant(unit: i64) -> Self {
        Self {
            unit,
            audience: Audience::Applies,
        }
    }

    /// 单位管理员 of the unit
    pub fn managers(unit: i64) -> Self {
        Self {
            unit,
            audience: Audience::Manages,
        }
    }

    /// 审核 of the unit
    pub fn superior(unit: i64) -> Self {
        Self {
            unit,
            audience: Audience::Reviews,
        }
    }
}

/// Tells somebody of an event, in the transaction that wrote it.
pub async fn tell(tx: &mut Tx, event: i64, to: Addressee) -> sqlx::Result<()> {
    sql("INSERT INTO message (unit_id, audience, event_id, at)
         SELECT $2, $3, id, at FROM event WHERE id = $1
         ON CONFLICT (event_id, unit_id, audience) DO NOTHING")
    .bind(event)
    .bind(to.unit)
    .bind(to.audience.as_str())
    .execute(tx)
    .await?;
    Ok(())
}

/// Tells a unit what becomes of the units below it: 审核; where nobody reviews, 单位管理员, who can have somebody do so;
/// and where nobody manages either, 经办.
pub(super) async fn tell_the_superior(tx: &mut Tx, event: i64, unit: i64) -> sqlx::Result<()> {
    let anybody = |role: &str| {
        format!(
            "EXISTS (SELECT 1 FROM operator o WHERE o.unit_id = $2 AND o.{role} = 1
                AND o.disabled_at IS NULL AND o.waits = 0)"
        )
    };
    sql(format!(
        "INSERT INTO message (unit_id, audience, event_id, at)
         SELECT $2, CASE WHEN {} THEN 'reviews' WHEN {} THEN 'manages' ELSE 'applies' END, id, at
         FROM event WHERE id = $1
         ON CONFLICT (event_id, unit_id, audience) DO NOTHING",
        anybody("reviews"),
        anybody("manages")
    ))
    .bind(event)
    .bind(unit)
    .execute(tx)
    .await?;
    Ok(())
}

/// Tells all units directly below one of what happened to it.
pub(super) async fn tell_all_below(tx: &mut Tx, event: i64, unit: i64) -> sqlx::Result<()> {
    sql("INSERT INTO message (unit_id, audience, event_id, at)
         SELECT t.unit_id, 'applies', e.id, e.at FROM affiliation t JOIN event e ON e.id = $1
         WHERE t.superior_id = $2 AND t.until_at IS NULL")
    .bind(event)
    .bind(unit)
    .execute(tx)
    .await?;
    Ok(())
}

/// Tells one person of a unit, whatever their roles are.
pub(super) async fn tell_person(
    tx: &mut Tx,
    event: i64,
    unit: i64,
    operator: i64,
) -> sqlx::Result<()> {
    sql(
        "INSERT INTO message (unit_id, audience, event_id, at, operator_id)
         SELECT $2, 'applies', id, at, $3 FROM event WHERE id = $1",
    )
    .bind(event)
    .bind(unit)
    .bind(operator)
    .execute(tx)
    .await?;
    Ok(())
}

/// Tells the applicants of what was written about their applications just now: the events that make
/// the versions after the present ones. `which`: ids, for an `IN (…)`.
pub(super) async fn tell_applicants(tx: &mut Tx, which: &str) -> sqlx::Result<()> {
    sql(format!(
        "INSERT INTO message (unit_id, audience, event_id, at)
         SELECT e.unit_id, 'applies', e.id, e.at
         FROM application a
         JOIN event e ON e.application_id = a.id AND e.version = a.version + 1
         WHERE a.id IN ({which})"
    ))
    .once()
    .execute(tx)
    .await?;
    Ok(())
}

/// Tells the superiors that are left of what was written about these 变更 just now, as
/// [`tell_applicants`] does the applicants: until it is approved, and again when that is undone, the
/// unit is theirs.
pub(super) async fn tell_the_left(tx: &mut Tx, which: &str) -> sqlx::Result<()> {
    sql(format!(
        "INSERT INTO message (unit_id, audience, event_id, at)
         SELECT a.from_superior_id, 'reviews', e.id, e.at
         FROM application a
         JOIN event e ON e.application_id = a.id AND e.version = a.version + 1
         WHERE a.id IN ({which}) AND a.kind = 'transfer' AND a.from_superior_id IS NOT NULL"
    ))
    .once()
    .execute(tx)
    .await?;
    Ok(())
}
