//! 会话. Only the hash of a token is kept: who reads the table can't sign in with it.

use super::{Conn, Tx, sql};
use crate::domain::{Instant, Role};

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
}

/// One of the three administrators of the platform.
#[derive(Clone, Debug)]
pub struct AdministratorRow {
    pub administrator_id: i64,
    pub person_id: i64,
    pub person_name: String,
    pub account: String,
    pub role: Role,
}

/// Opens a session, and clears away those that ran out.
pub async fn open_session(
    tx: &mut Tx,
    token_hash: &str,
    operator: i64,
    at: Instant,
    expires: Instant,
) -> sqlx::Result<()> {
    sql("DELETE FROM session WHERE expires_at <= $1")
        .bind(at)
        .execute(tx)
        .await?;
    sql(
        "INSERT INTO session (token_hash, person_id, operator_id, opened_at, seen_at, expires_at)
         SELECT $1, o.person_id, o.id, $3, $3, $4 FROM operator o WHERE o.id = $2",
    )
    .bind(token_hash)
    .bind(operator)
    .bind(at)
    .bind(expires)
    .execute(tx)
    .await?;
    Ok(())
}

/// Whose session it is, as long as it is open and proved, and neither they nor their unit are
/// disabled. One query, for every request.
pub async fn find_caller(
    conn: &mut Conn,
    token_hash: &str,
    at: Instant,
) -> sqlx::Result<Option<SessionOf>> {
    let found: Option<Found> = sql("SELECT p.id AS person_id, p.name AS person_name,
            o.id AS operator_id, u.id AS unit_id, u.name AS unit_name,
            o.legal, o.applies, o.reviews, o.manages,
            a.id AS administrator_id, a.account, a.role
         FROM session s JOIN person p ON p.id = s.person_id
         LEFT JOIN operator o
            ON o.id = s.operator_id AND o.disabled_at IS NULL AND o.waits = 0
         LEFT JOIN unit u ON u.id = o.unit_id AND u.disabled_at IS NULL
         LEFT JOIN administrator a ON a.id = s.administrator_id AND a.disabled_at IS NULL
         WHERE s.token_hash = $1 AND s.expires_at > $2 AND s.proved = 1")
    .bind(token_hash)
    .bind(at)
    .optional(conn)
    .await?;
    Ok(found.and_then(Found::of))
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
    administrator_id: Option<i64>,
    account: Option<String>,
    role: Option<String>,
}

impl Found {
    fn of(self) -> Option<SessionOf> {
        match self.administrator_id {
            Some(_) => self.administrator().map(SessionOf::Administrator),
            None => self.operator().map(SessionOf::Operator),
        }
    }

    fn operator(self) -> Option<CallerRow> {
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
        })
    }

    fn administrator(self) -> Option<AdministratorRow> {
        Some(AdministratorRow {
            administrator_id: self.administrator_id?,
            person_id: self.person_id,
            person_name: self.person_name,
            account: self.account?,
            role: Role::parse(&self.role?)?,
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
