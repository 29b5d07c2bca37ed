//! What an applicant submitted: its data as they were each time.

use super::wrong::fields_named_before;
use super::{Conn, UnitRow, sql};
use crate::domain::{DataField, WrongField};

/// The applicant's data at one version of its application.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct SubmissionRow {
    pub name: String,
    pub uscc: String,
    pub unit_type: String,
    pub industry: String,
    pub region: String,
    pub email: String,
    pub address: String,
    pub special_reason: String,
}

impl SubmissionRow {
    /// What the applicant would submit now.
    pub fn now(applicant: &UnitRow, special_reason: &str) -> Self {
        Self {
            name: applicant.name.clone(),
            uscc: applicant.uscc.clone(),
            unit_type: applicant.unit_type.clone(),
            industry: applicant.industry.clone(),
            region: applicant.region.clone(),
            email: applicant.email.clone(),
            address: applicant.address.clone(),
            special_reason: special_reason.to_owned(),
        }
    }

    /// The applicant as it was then.
    pub fn unit(&self, applicant: &UnitRow) -> UnitRow {
        let then = self.clone();
        UnitRow {
            name: then.name,
            uscc: then.uscc,
            unit_type: then.unit_type,
            industry: then.industry,
            region: then.region,
            email: then.email,
            address: then.address,
            ..applicant.clone()
        }
    }

    /// As it is kept.
    pub fn value(&self, field: DataField) -> &str {
        match field {
            DataField::Name => &self.name,
            DataField::UnitType => &self.unit_type,
            DataField::Industry => &self.industry,
            DataField::Region => &self.region,
            DataField::Email => &self.email,
            DataField::Address => &self.address,
            DataField::SpecialReason => &self.special_reason,
        }
    }
}

/// The two latest submissions, the latest first.
pub async fn latest_submissions(
    conn: &mut Conn,
    application: i64,
) -> sqlx::Result<Vec<SubmissionRow>> {
    sql(
        "SELECT name, uscc, unit_type, industry, region, email, address, special_reason
         FROM submission WHERE application_id = $1 ORDER BY version DESC LIMIT 2",
    )
    .bind(application)
    .all(conn)
    .await
}

/// Of these fields, those that could have been named when the application was returned the last
/// time: they are as they were then, and nobody has named them yet.
pub async fn named_late(
    conn: &mut Conn,
    application: i64,
    wrong: &[WrongField],
) -> sqlx::Result<Vec<DataField>> {
    let submitted = latest_submissions(conn, application).await?;
    let [latest, previous] = submitted.as_slice() else {
        return Ok(Vec::new());
    };
    let named = fields_named_before(conn, application).await?;
    let late = |field: &DataField| {
        latest.value(*field) == previous.value(*field)
            && named.iter().all(|before| before.field != *field)
    };
    Ok(wrong.iter().map(|w| w.field).filter(late).collect())
}
