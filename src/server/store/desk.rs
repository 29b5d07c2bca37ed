//! 绑定审核: what a superior's reviewer sees. Every query is scoped to the reviewer's unit: to
//! anybody else the application does not exist.

use super::consents::CONSENT_NOW;
use super::{Conn, sql, wrong_fields};
use crate::domain::{Barrier, WrongField};

/// The reviewer who decides, and the unit for which.
#[derive(Clone, Copy, Debug)]
pub struct Reviewer {
    pub operator: i64,
    pub person: i64,
    pub unit: i64,
    /// 代: the reviewer in whose place they decide.
    pub stands_for: Option<i64>,
}

impl Reviewer {
    /// Whether they act as this operator: themselves, or in their place.
    pub fn acts_as(self, operator: i64) -> bool {
        self.operator == operator || self.stands_for == Some(operator)
    }
}

#[derive(Clone, Debug, sqlx::FromRow)]
pub struct CaseRow {
    pub id: i64,
    pub applicant_id: i64,
    pub kind: String,
    /// The superior that the applicant leaves.
    pub left_superior: Option<String>,
    pub consent: String,
    pub state: String,
    pub version: i64,
    pub special_reason: String,
    /// How the applicant stands to the superior's list; empty where it has none.
    pub listed: String,
    pub applied_at: i64,
    pub settled_at: Option<i64>,
}

/// The application, if it is addressed to this unit.
pub async fn case_for_review(
    conn: &mut Conn,
    superior: i64,
    application: i64,
) -> sqlx::Result<Option<CaseRow>> {
    sql(format!(
        "SELECT a.id, a.applicant_id, a.kind, l.name AS left_superior, {CONSENT_NOW} AS consent,
            a.state, a.version, a.special_reason, a.listed, a.applied_at, a.settled_at
         FROM application a LEFT JOIN unit l ON l.id = a.from_superior_id
         WHERE a.id = $1 AND a.superior_id = $2"
    ))
    .bind(application)
    .bind(superior)
    .optional(conn)
    .await
}

/// The name of the unit that applies, if it applies to this superior.
pub async fn applicant_name(
    conn: &mut Conn,
    superior: i64,
    application: i64,
) -> sqlx::Result<Option<String>> {
    let found: Option<(String,)> = sql("SELECT u.name
         FROM application a JOIN unit u ON u.id = a.applicant_id
         WHERE a.id = $1 AND a.superior_id = $2")
    .bind(application)
    .bind(superior)
    .optional(conn)
    .await?;
    Ok(found.map(|(name,)| name))
}

#[derive(Clone, Debug, sqlx::FromRow)]
pub struct DecisionRow {
    pub outcome: String,
    pub faulty: i64,
    pub opinion: String,
    pub reviewer_id: i64,
    /// Unmasked.
    pub reviewer: String,
    /// In whose place; unmasked.
    pub stood_for: Option<String>,
    pub version_seen: i64,
    pub decided_at: i64,
    /// The fields that it names.
    #[sqlx(skip)]
    pub wrong: Vec<WrongField>,
}

/// The decision that stands last on an application; what was taken back does not stand.
pub async fn latest_decision(
    conn: &mut Conn,
    application: i64,
) -> sqlx::Result<Option<DecisionRow>> {
    let found: Option<DecisionRow> = sql(
        "SELECT d.outcome, d.faulty, d.opinion, d.reviewer_id, p.name AS reviewer, fp.name AS stood_for,
            d.version_seen, d.decided_at
         FROM decision d JOIN operator o ON o.id = d.reviewer_id JOIN person p ON p.id = o.person_id
         LEFT JOIN operator fo ON fo.id = d.for_id LEFT JOIN person fp ON fp.id = fo.person_id
         WHERE d.application_id = $1 AND d.undone_at IS NULL
         ORDER BY d.version_seen DESC LIMIT 1",
    )
    .bind(application)
    .optional(conn)
    .await?;
    let Some(mut decision) = found else {
        return Ok(None);
    };
    decision.wrong = wrong_fields(conn, application, decision.version_seen).await?;
    Ok(Some(decision))
}

/// An application that came before another.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct EarlierRow {
    pub id: i64,
    pub state: String,
    pub applied_at: i64,
    /// None where no decision stands.
    pub opinion: Option<String>,
}

/// How many are shown.
const EARLIER_MAX: i64 = 10;

/// The applications of the same unit to this superior that came before, the latest first.
pub async fn earlier_cases(
    conn: &mut Conn,
    superior: i64,
    case: &CaseRow,
) -> sqlx::Result<Vec<EarlierRow>> {
    sql("SELECT a.id, a.state, a.applied_at,
            (SELECT d.opinion FROM decision d
             WHERE d.application_id = a.id AND d.undone_at IS NULL
             ORDER BY d.version_seen DESC LIMIT 1) AS opinion
         FROM application a
         WHERE a.applicant_id = $1 AND a.superior_id = $2 AND a.id < $3
         ORDER BY a.id DESC LIMIT $4")
    .bind(case.applicant_id)
    .bind(superior)
    .bind(case.id)
    .bind(EARLIER_MAX)
    .all(conn)
    .await
}

/// What keeps this reviewer from deciding for this applicant: acting for both units, or standing in for who does.
pub async fn barrier(
    conn: &mut Conn,
    reviewer: Reviewer,
    applicant: i64,
) -> sqlx::Result<Option<Barrier>> {
    let acting = sql("SELECT COUNT(*) FROM operator
         WHERE unit_id = $2 AND disabled_at IS NULL AND waits = 0 AND (person_id = $1
            OR person_id = (SELECT person_id FROM operator WHERE id = $3))")
    .bind(reviewer.person)
    .bind(applicant)
    .bind(reviewer.stands_for)
    .int(conn)
    .await?;
    Ok((acting > 0).then_some(Barrier::ActsForBoth))
}
