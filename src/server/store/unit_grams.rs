//! By what a unit is found among a million: each two neighbouring characters of its name.

use super::name_keys::key_name;
use super::{Statement, Tx, sql};
use crate::domain::grams;

/// Keeps the grams of the name that the unit has now, in place of those of its name `before`; an
/// empty one for a unit that is new. Keeps its place among the names, too.
pub async fn index_name(tx: &mut Tx, unit: i64, before: &str, now: &str) -> sqlx::Result<()> {
    key_name(tx, unit, now).await?;
    let (before, now) = (grams(before), grams(now));
    let gone: Vec<&String> = before.difference(&now).collect();
    let come: Vec<&String> = now.difference(&before).collect();
    if !gone.is_empty() {
        let text = format!(
            "DELETE FROM unit_gram WHERE unit_id = $1 AND gram IN ({})",
            places(gone.len(), |n| format!("${n}"))
        );
        bound(text, unit, &gone).execute(tx).await?;
    }
    if !come.is_empty() {
        let text = format!(
            "INSERT INTO unit_gram (gram, unit_id) VALUES {}
             ON CONFLICT (gram, unit_id) DO NOTHING",
            places(come.len(), |n| format!("(${n}, $1)"))
        );
        bound(text, unit, &come).execute(tx).await?;
    }
    Ok(())
}

/// From the second bind on: the first is the unit.
fn places(count: usize, place: impl Fn(usize) -> String) -> String {
    let places: Vec<String> = (2..count + 2).map(place).collect();
    places.join(", ")
}

fn bound(text: String, unit: i64, grams: &[&String]) -> Statement {
    let first = sql(text).bind(unit);
    grams.iter().fold(first, |s, gram| s.bind(gram.as_str()))
}
