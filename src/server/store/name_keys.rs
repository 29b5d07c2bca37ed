//! How a unit's name is sorted where it stands below another.

use super::{Tx, name_key, sql};

/// Keeps the key of the unit's name, at the unit and at its ties.
pub(super) async fn key_name(tx: &mut Tx, unit: i64, name: &str) -> sqlx::Result<()> {
    let key = name_key(name);
    for text in [
        "UPDATE unit SET name_key = $2 WHERE id = $1 AND name_key <> $2",
        "UPDATE affiliation SET name_key = $2 WHERE unit_id = $1 AND name_key <> $2",
    ] {
        sql(text).bind(unit).bind(key.as_str()).execute(tx).await?;
    }
    Ok(())
}

/// Makes the keys of at most `most` names from before there were keys. Returns how many.
pub async fn key_names(tx: &mut Tx, most: i64) -> sqlx::Result<usize> {
    let unkeyed: Vec<(i64, String)> =
        sql("SELECT id, name FROM unit WHERE name_key = '' ORDER BY id LIMIT $1")
            .bind(most)
            .all(tx)
            .await?;
    for (unit, name) in &unkeyed {
        key_name(tx, *unit, name).await?;
    }
    Ok(unkeyed.len())
}
