//! 三员, as the command line makes and disables them.

use super::{Conn, Result, Tx, sql};
use crate::domain::admin::AdminAccount;
use crate::domain::{Fault, Field, Instant, PersonName, Problem, Role};

/// An administrator to be.
pub struct Appointment<'a> {
    pub account: &'a AdminAccount,
    pub name: &'a PersonName,
    pub role: Role,
    pub password_hash: &'a str,
}

/// Who administrates.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct AppointedRow {
    pub id: i64,
    pub person_id: i64,
    pub account: String,
    pub role: String,
    /// Unmasked.
    pub name: String,
    pub disabled_at: Option<i64>,
}

const ADMINISTRATOR: &str = "SELECT d.id, d.person_id, d.account, d.role, p.name, d.disabled_at
    FROM administrator d JOIN person p ON p.id = d.person_id";

/// Makes a person of their own who administrates: nobody who acts for a unit does.
pub async fn appoint(tx: &mut Tx, appointed: Appointment<'_>, at: Instant) -> Result<AppointedRow> {
    if find_administrator(tx, appointed.account).await?.is_some() {
        return Err(Fault::at(Field::AdministratorAccount, Problem::Taken).into());
    }
    let person = sql("INSERT INTO person (name, password_hash, password_set_at)
         VALUES ($1, $2, $3) RETURNING id")
    .bind(appointed.name.as_str())
    .bind(appointed.password_hash)
    .bind(at)
    .int(tx)
    .await?;
    sql("INSERT INTO administrator (person_id, account, role, created_at) VALUES ($1, $2, $3, $4)")
        .bind(person)
        .bind(appointed.account.as_str())
        .bind(appointed.role.as_str())
        .bind(at)
        .execute(tx)
        .await?;
    let made = find_administrator(tx, appointed.account).await?;
    Ok(made.ok_or(Fault::Internal)?)
}

pub async fn find_administrator(
    conn: &mut Conn,
    account: &AdminAccount,
) -> sqlx::Result<Option<AppointedRow>> {
    sql(format!("{ADMINISTRATOR} WHERE d.account = $1"))
        .bind(account.as_str())
        .optional(conn)
        .await
}

/// All there were, the first first: a command's answer, not a request's.
pub async fn administrators(conn: &mut Conn) -> sqlx::Result<Vec<AppointedRow>> {
    sql(format!("{ADMINISTRATOR} ORDER BY d.id"))
        .all(conn)
        .await
}

/// From the next request on, everywhere. Returns whether it was not so already.
pub async fn dismiss(tx: &mut Tx, administrator: i64, at: Instant) -> sqlx::Result<bool> {
    let disabled =
        sql("UPDATE administrator SET disabled_at = $2 WHERE id = $1 AND disabled_at IS NULL")
            .bind(administrator)
            .bind(at)
            .execute(tx)
            .await?;
    sql("DELETE FROM session WHERE administrator_id = $1")
        .bind(administrator)
        .execute(tx)
        .await?;
    Ok(disabled > 0)
}
