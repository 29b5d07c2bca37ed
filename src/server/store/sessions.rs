//! 会话. Only the hash of a token is kept: who reads the table can't sign in with it.

use super::delegations::standing_in;
use super::ended_sessions::forget_ended;
use super::policy::read_policy;
use super::{Conn, Tx, sql};
use crate::domain::{Due, Instant, Policy, Role};

/// Who a session is of.
#[derive(Clone, Debug)]
pub enum SessionOf {
    Operator(CallerRow),
    Administrator(AdministratorRow),
}

/// Somebody who acts for a unit.
#[derive(Clone, Debug)]
pub struct CallerRow {
    pub operator_id: i64,
    pub person_id: i64,
    pub person_name: String,
    pub unit_id: i64,
    pub unit_name: String,
    pub legal: i64,
    pub applies: i64,
    pub reviews: i64,
    pub manages: i64,
    /// The reviewer for whom they stand in now.
    pub stands_for: Option<i64>,
    pub use_of: SessionUse,
}

/// One of the three administrators of the platform.
#[derive(Clone, Debug)]
pub struct AdministratorRow {
    pub administrator_id: i64,
    pub person_id: i64,
    pub person_name: String,
    pub account: String,
    pub role: Role,
    pub use_of: SessionUse,
}

/// What a session is known by beside whose it is.
#[derive(Clone, Copy, Debug)]
pub struct SessionUse {
    /// To the minute.
    pub seen_at: Instant,
    /// What the policy asks of its owner before anything else.
    pub due: Option<Due>,
}

impl SessionOf {
    pub fn use_of(&self) -> SessionUse {
        match self {
            Self::Operator(row) => row.use_of,
            Self::Administrator(row) => row.use_of,
        }
    }
}

/// A session to be opened.
#[derive(Clone, Copy, Debug)]
pub struct NewSession<'a> {
    pub token_hash: &'a str,
    pub person: i64,
    /// Either an operator or an administrator.
    pub operator: Option<i64>,
    pub administrator: Option<i64>,
    pub expires: Instant,
    /// Whether all was proved, or the second factor is still to come.
    pub proved: bool,
    pub device: &'a str,
}

/// Opens a session, and clears away those that ran out.
pub async fn open_session(tx: &mut Tx, new: NewSession<'_>, at: Instant) -> sqlx::Result<()> {
    forget_ended(tx, at).await?;
    sql("DELETE FROM session WHERE expires_at <= $1")
        .bind(at)
        .execute(tx)
        .await?;
    sql(
        "INSERT INTO session (token_hash, person_id, operator_id, administrator_id,
            opened_at, seen_at, expires_at, proved, device)
         VALUES ($1, $2, $3, $4, $5, $5, $6, $7, $8)",
    )
    .bind(new.token_hash)
    .bind(new.person)
    .bind(new.operator)
    .bind(new.administrator)
    .bind(at)
    .bind(new.expires)
    .bind(new.proved)
    .bind(new.device)
    .execute(tx)
    .await?;
    Ok(())
}

/// A sign-in between its password and its code.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct WaitingRow {
    pub person_id: i64,
    pub operator_id: Option<i64>,
    pub administrator_id: Option<i64>,
    pub unit_id: Option<i64>,
    pub device: String,
}

pub async fn find_waiting(
    conn: &mut Conn,
    token_hash: &str,
    at: Instant,
) -> sqlx::Result<Option<WaitingRow>> {
    sql(
        "SELECT s.person_id, s.operator_id, s.administrator_id, o.unit_id, s.device
         FROM session s LEFT JOIN operator o ON o.id = s.operator_id
         WHERE s.token_hash = $1 AND s.expires_at > $2 AND s.proved = 0",
    )
    .bind(token_hash)
    .bind(at)
    .optional(conn)
    .await
}

/// Whose session it is, as long as it is open and proved, by the policy not too old and not idle
/// for too long, and neither they nor their unit are disabled. One query, for every request.
pub async fn find_caller(
    conn: &mut Conn,
    token_hash: &str,
    at: Instant,
) -> sqlx::Result<Option<SessionOf>> {
    let found: Option<Found> = sql(format!(
        "SELECT p.id AS person_id, p.name AS person_name,
            o.id AS operator_id, u.id AS unit_id, u.name AS unit_name,
            o.legal, o.applies, o.reviews, o.manages,
            (SELECT d.from_operator_id FROM {} ORDER BY d.id LIMIT 1) AS stands_for,
            a.id AS administrator_id, a.account, a.role,
            s.opened_at, s.seen_at, p.password_set_at, p.totp_since,
            (SELECT body FROM policy ORDER BY version DESC LIMIT 1) AS policy
         FROM session s JOIN person p ON p.id = s.person_id
         LEFT JOIN operator o
            ON o.id = s.operator_id AND o.disabled_at IS NULL AND o.waits = 0
         LEFT JOIN unit u ON u.id = o.unit_id AND u.disabled_at IS NULL
         LEFT JOIN administrator a ON a.id = s.administrator_id AND a.disabled_at IS NULL
         WHERE s.token_hash = $1 AND s.expires_at > $2 AND s.proved = 1",
        standing_in("o.id", "$2")
    ))
    .bind(token_hash)
    .bind(at)
    .optional(conn)
    .await?;
    Ok(found.and_then(|found| found.of(at)))
}

/// A session with whichever of the two it is of. What is disabled is not there.
#[derive(sqlx::FromRow)]
struct Found {
    person_id: i64,
    person_name: String,
    operator_id: Option<i64>,
    unit_id: Option<i64>,
    unit_name: Option<String>,
    legal: Option<i64>,
    applies: Option<i64>,
    reviews: Option<i64>,
    manages: Option<i64>,
    stands_for: Option<i64>,
    administrator_id: Option<i64>,
    account: Option<String>,
    role: Option<String>,
    opened_at: i64,
    seen_at: i64,
    password_set_at: i64,
    totp_since: Option<i64>,
    policy: Option<String>,
}

impl Found {
    fn of(self, at: Instant) -> Option<SessionOf> {
        let policy = self
            .policy
            .as_deref()
            .map_or_else(Policy::default, read_policy);
        let seen_at = Instant::from_micros(self.seen_at);
        // By the policy of now, whatever it was when the session was opened.
        if policy.ends(Instant::from_micros(self.opened_at), seen_at, at) {
            return None;
        }
        let due = self.due(&policy, at);
        let use_of = SessionUse { seen_at, due };
        match self.administrator_id {
            Some(_) => self.administrator(use_of).map(SessionOf::Administrator),
            None => self.operator(use_of).map(SessionOf::Operator),
        }
    }

    fn due(&self, policy: &Policy, at: Instant) -> Option<Due> {
        let oldest = policy.password_profile.rotation_days();
        if oldest.is_some_and(|days| self.password_set_at <= at.plus_days(-days).as_micros()) {
            return Some(Due::Password);
        }
        let asked = policy.second_factor;
        let must = asked.applying && self.applies == Some(1)
            || asked.reviewing && (self.reviews == Some(1) || self.stands_for.is_some())
            || asked.managing && self.manages == Some(1)
            || asked.administrators && self.administrator_id.is_some();
        (must && self.totp_since.is_none()).then_some(Due::SecondFactor)
    }

    fn operator(self, use_of: SessionUse) -> Option<CallerRow> {
        Some(CallerRow {
            operator_id: self.operator_id?,
            person_id: self.person_id,
            person_name: self.person_name,
            unit_id: self.unit_id?,
            unit_name: self.unit_name?,
            legal: self.legal?,
            applies: self.applies?,
            reviews: self.reviews?,
            manages: self.manages?,
            stands_for: self.stands_for,
            use_of,
        })
    }

    fn administrator(self, use_of: SessionUse) -> Option<AdministratorRow> {
        Some(AdministratorRow {
            administrator_id: self.administrator_id?,
            person_id: self.person_id,
            person_name: self.person_name,
            account: self.account?,
            role: Role::parse(&self.role?)?,
            use_of,
        })
    }
}

pub async fn close_session(tx: &mut Tx, token_hash: &str) -> sqlx::Result<()> {
    sql("DELETE FROM session WHERE token_hash = $1")
        .bind(token_hash)
        .execute(tx)
        .await?;
    Ok(())
}
