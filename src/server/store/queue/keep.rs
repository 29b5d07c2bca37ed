//! What the list keeps of an applicant: as it was when it applied, or submitted again.

use super::super::{Tx, UnitRow, relist, sql};
use crate::domain::{fold_name, grams};
use pinyin::ToPinyin;
use std::collections::BTreeSet;

/// Stands between a name's pinyin and the name. Smaller than all that is written, so that a name
/// comes before those that begin with it.
pub(super) const BETWEEN: char = '\u{1}';

/// The name as it is sorted, byte by byte: its pinyin, and behind it the folded name, by which equal
/// sounds keep an order and in which a search looks.
pub fn name_key(name: &str) -> String {
    let folded = fold_name(name);
    let mut key = String::with_capacity(folded.len() * 3);
    for character in folded.chars() {
        match character.to_pinyin() {
            Some(sound) => key.push_str(sound.plain()),
            None => key.push(character),
        }
    }
    key.push(BETWEEN);
    key.push_str(&folded);
    key
}

/// The first four digits of a region.
pub fn city_of(region: &str) -> &str {
    region.get(..4).unwrap_or(region)
}

/// A version of an application that its applicant submitted.
pub(in crate::server::store) struct Submitted<'a> {
    pub superior: i64,
    pub application: i64,
    pub version: i64,
    pub applicant: &'a UnitRow,
    pub special_reason: &'a str,
}

/// Keeps the applicant's data, in place of what was kept of the application before.
pub(in crate::server::store) async fn keep(
    tx: &mut Tx,
    submitted: &Submitted<'_>,
) -> sqlx::Result<()> {
    let (before,): (String,) = sql("SELECT name FROM application WHERE id = $1")
        .bind(submitted.application)
        .one(tx)
        .await?;
    write_snapshot(tx, submitted).await?;
    write_submission(tx, submitted).await?;
    let which = submitted.application.to_string();
    relist(tx, submitted.superior, Some(&which)).await?;
    let (before, now) = (grams(&before), grams(&submitted.applicant.name));
    forget_grams(tx, submitted, before.difference(&now).collect()).await?;
    write_grams(tx, submitted, &now).await
}

async fn write_snapshot(tx: &mut Tx, submitted: &Submitted<'_>) -> sqlx::Result<()> {
    let applicant = submitted.applicant;
    sql(
        "UPDATE application SET name = $2, name_key = $3, uscc = $4, unit_type = $5, region = $6,
            city = $7
         WHERE id = $1",
    )
    .bind(submitted.application)
    .bind(applicant.name.as_str())
    .bind(name_key(&applicant.name))
    .bind(applicant.uscc.as_str())
    .bind(applicant.unit_type.as_str())
    .bind(applicant.region.as_str())
    .bind(city_of(&applicant.region))
    .execute(tx)
    .await?;
    Ok(())
}

async fn write_submission(tx: &mut Tx, submitted: &Submitted<'_>) -> sqlx::Result<()> {
    let applicant = submitted.applicant;
    sql(
        "INSERT INTO submission (application_id, version, name, uscc, unit_type, industry, region,
            email, address, special_reason)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
    )
    .bind(submitted.application)
    .bind(submitted.version)
    .bind(applicant.name.as_str())
    .bind(applicant.uscc.as_str())
    .bind(applicant.unit_type.as_str())
    .bind(applicant.industry.as_str())
    .bind(applicant.region.as_str())
    .bind(applicant.email.as_str())
    .bind(applicant.address.as_str())
    .bind(submitted.special_reason)
    .execute(tx)
    .await?;
    Ok(())
}

async fn forget_grams(
    tx: &mut Tx,
    submitted: &Submitted<'_>,
    gone: Vec<&String>,
) -> sqlx::Result<()> {
    for gram in gone {
        sql("DELETE FROM queue_gram
             WHERE superior_id = $1 AND gram = $2 AND application_id = $3")
        .bind(submitted.superior)
        .bind(gram.as_str())
        .bind(submitted.application)
        .execute(tx)
        .await?;
    }
    Ok(())
}

async fn write_grams(
    tx: &mut Tx,
    submitted: &Submitted<'_>,
    grams: &BTreeSet<String>,
) -> sqlx::Result<()> {
    if grams.is_empty() {
        return Ok(());
    }
    let rows: Vec<_> = (0..grams.len())
        .map(|n| format!("($1, ${}, $2)", n + 3))
        .collect();
    let statement = sql(format!(
        "INSERT INTO queue_gram (superior_id, gram, application_id) VALUES {}
         ON CONFLICT (superior_id, gram, application_id) DO NOTHING",
        rows.join(", ")
    ))
    .bind(submitted.superior)
    .bind(submitted.application);
    let bind = |statement: super::super::Statement, gram: &String| statement.bind(gram.as_str());
    grams.iter().fold(statement, bind).execute(tx).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_sorted_by_their_sound() {
        assert_eq!(name_key("春城Ａ局"), "chunchengaju\u{1}春城a局");
        let mut names = ["松江中学", "北原科技", "北原", "北元"];
        names.sort_by_key(|name| name_key(name));
        assert_eq!(names, ["北元", "北原", "北原科技", "松江中学"]);
    }
}
