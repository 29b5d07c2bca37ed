//! 信息是否有误: the fields that a decision names.

use super::{Conn, Tx, sql};
use crate::domain::{DataField, Remark, WrongField};

/// Writes what a decision names, with the decision.
pub(super) async fn name_wrong(
    tx: &mut Tx,
    application: i64,
    version_seen: i64,
    wrong: &[WrongField],
) -> sqlx::Result<()> {
    for WrongField { field, why } in wrong {
        sql(
            "INSERT INTO decision_field (application_id, version_seen, field, why)
             VALUES ($1, $2, $3, $4)",
        )
        .bind(application)
        .bind(version_seen)
        .bind(field.as_str())
        .bind(why.as_str())
        .execute(tx)
        .await?;
    }
    Ok(())
}

/// What the decision on this version names, in the order of [`DataField::ALL`].
pub async fn wrong_fields(
    conn: &mut Conn,
    application: i64,
    version_seen: i64,
) -> sqlx::Result<Vec<WrongField>> {
    let rows = sql("SELECT field, why FROM decision_field
         WHERE application_id = $1 AND version_seen = $2")
    .bind(application)
    .bind(version_seen)
    .all(conn)
    .await?;
    Ok(read(rows))
}

/// Every field that a decision on the application has named, with what was last said of it: what to
/// look at when it was submitted again. What was taken back was not said.
pub async fn fields_named_before(
    conn: &mut Conn,
    application: i64,
) -> sqlx::Result<Vec<WrongField>> {
    let rows = sql("SELECT f.field, f.why FROM decision_field f
         JOIN decision d ON d.application_id = f.application_id AND d.version_seen = f.version_seen
         WHERE f.application_id = $1 AND d.undone_at IS NULL ORDER BY f.version_seen DESC")
    .bind(application)
    .all(conn)
    .await?;
    Ok(read(rows))
}

/// The first of each field.
fn read(rows: Vec<(String, String)>) -> Vec<WrongField> {
    DataField::ALL
        .into_iter()
        .filter_map(|field| {
            let (_, why) = rows.iter().find(|(word, _)| word == field.as_str())?;
            let why = Remark::parse(why).ok()?;
            Some(WrongField { field, why })
        })
        .collect()
}
