//! What happened: append-only, one event a transition.

use super::{Conn, Reviewer, Tx, sql};
use crate::domain::{ApplicationState, Instant};

/// An event to be written. `application` carries the version that the event makes.
pub struct Happening<'a> {
    pub unit: i64,
    pub application: Option<(i64, i64)>,
    /// An application that it is about and leaves at its version.
    pub about: Option<i64>,
    pub kind: &'a str,
    pub from: Option<ApplicationState>,
    pub to: Option<ApplicationState>,
    /// The operator who did it
    pub actor: Option<i64>,
    /// 代: the reviewer in whose place the operator did it
    pub stands_for: Option<i64>,
    /// The administrator who did it
    pub administrator: Option<i64>,
    pub why: &'a str,
    pub at: Instant,
    /// The number of the superior's queue, where one is concerned.
    pub seq: Option<i64>,
    /// The unit's superior before and after, where the event changes it.
    pub tie: (Option<i64>, Option<i64>),
}

impl Happening<'_> {
    /// Something that happened to a unit itself, by nobody.
    pub fn new(unit: i64, kind: &str, at: Instant) -> Happening<'_> {
        Happening {
            unit,
            application: None,
            about: None,
            kind,
            from: None,
            to: None,
            actor: None,
            stands_for: None,
            administrator: None,
            why: "",
            at,
            seq: None,
            tie: (None, None),
        }
    }

    /// The same, done by a reviewer, in whosever place.
    pub fn by(self, reviewer: Reviewer) -> Self {
        Self {
            actor: Some(reviewer.operator),
            stands_for: reviewer.stands_for,
            ..self
        }
    }
}

/// Writes the event, and returns its id.
pub async fn record(tx: &mut Tx, happening: Happening<'_>) -> sqlx::Result<i64> {
    sql("INSERT INTO event
            (unit_id, application_id, version, kind, from_state, to_state, actor_id, why, at,
             seq, administrator_id, tie_from, tie_to, for_id)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) RETURNING id")
    .bind(happening.unit)
    .bind(happening.application.map(|(id, _)| id).or(happening.about))
    .bind(happening.application.map(|(_, version)| version))
    .bind(happening.kind)
    .bind(happening.from.map(ApplicationState::as_str))
    .bind(happening.to.map(ApplicationState::as_str))
    .bind(happening.actor)
    .bind(happening.why)
    .bind(happening.at)
    .bind(happening.seq)
    .bind(happening.administrator)
    .bind(happening.tie.0)
    .bind(happening.tie.1)
    .bind(happening.stands_for)
    .int(tx)
    .await
}

/// What an administrator did to a unit.
pub(super) async fn administered(
    tx: &mut Tx,
    unit: i64,
    kind: &str,
    administrator: i64,
    why: &str,
    at: Instant,
) -> sqlx::Result<i64> {
    let happening = Happening {
        administrator: Some(administrator),
        why,
        ..Happening::new(unit, kind, at)
    };
    record(tx, happening).await
}

#[derive(Debug, sqlx::FromRow)]
pub struct EventRow {
    pub kind: String,
    pub to_state: Option<String>,
    /// Name of the person who did it, unmasked.
    pub actor: Option<String>,
    /// In whose place it was done; unmasked.
    pub stood_for: Option<String>,
    /// Name of the unit that the person acted for.
    pub actor_unit: Option<String>,
    /// The role of the administrator who did it.
    pub role: Option<String>,
    pub why: String,
    pub at: i64,
}

/// The events of an application, oldest first.
pub async fn events_of(conn: &mut Conn, application: i64) -> sqlx::Result<Vec<EventRow>> {
    sql(
        "SELECT e.kind, e.to_state, p.name AS actor, fp.name AS stood_for, u.name AS actor_unit,
            m.role, e.why, e.at
         FROM event e
         LEFT JOIN decision d ON e.kind = 'decided' AND d.application_id = e.application_id
            AND d.version_seen = e.version - 1
         LEFT JOIN operator fo ON fo.id = COALESCE(e.for_id, d.for_id)
         LEFT JOIN person fp ON fp.id = fo.person_id
         LEFT JOIN operator o ON o.id = e.actor_id
         LEFT JOIN person p ON p.id = o.person_id
         LEFT JOIN unit u ON u.id = o.unit_id
         LEFT JOIN administrator m ON m.id = e.administrator_id
         WHERE e.application_id = $1 ORDER BY e.id LIMIT 200",
    )
    .bind(application)
    .all(conn)
    .await
}
