//! The workbench's other services, as the 系统管理员 keeps them.

use super::{Conn, Result, Tx, sql};
use crate::domain::admin::Service;
use crate::domain::{Fault, Field, Problem};

/// How many there may be: a menu, not a catalogue.
pub const SERVICES_MAX: u32 = 50;

#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct ServiceRow {
    pub id: i64,
    pub name: String,
    pub url: String,
    pub position: i64,
    pub hidden: i64,
}

/// All of them, in the order of the menu.
pub async fn services(conn: &mut Conn) -> sqlx::Result<Vec<ServiceRow>> {
    sql("SELECT id, name, url, position, hidden FROM module ORDER BY position, id LIMIT $1")
        .bind(i64::from(SERVICES_MAX))
        .all(conn)
        .await
}

pub async fn add_service(tx: &mut Tx, service: &Service) -> Result<()> {
    let count = sql("SELECT COUNT(*) FROM module").int(tx).await?;
    if count >= i64::from(SERVICES_MAX) {
        return Err(wrong(Problem::Full { max: SERVICES_MAX }));
    }
    let added = sql(
        "INSERT INTO module (name, url, position, hidden) VALUES ($1, $2, $3, $4)
         ON CONFLICT (name) DO NOTHING",
    )
    .bind(service.name.as_str())
    .bind(service.url.as_str())
    .bind(service.position)
    .bind(service.hidden)
    .execute(tx)
    .await?;
    match added {
        0 => Err(wrong(Problem::Taken)),
        _ => Ok(()),
    }
}

pub async fn save_service(tx: &mut Tx, id: i64, service: &Service) -> Result<()> {
    let taken = sql("SELECT COUNT(*) FROM module WHERE name = $1 AND id <> $2")
        .bind(service.name.as_str())
        .bind(id)
        .int(tx)
        .await?;
    if taken > 0 {
        return Err(wrong(Problem::Taken));
    }
    let saved = sql(
        "UPDATE module SET name = $2, url = $3, position = $4, hidden = $5
         WHERE id = $1",
    )
    .bind(id)
    .bind(service.name.as_str())
    .bind(service.url.as_str())
    .bind(service.position)
    .bind(service.hidden)
    .execute(tx)
    .await?;
    match saved {
        0 => Err(Fault::NotFound.into()),
        _ => Ok(()),
    }
}

/// Returns the name of what was removed.
pub async fn remove_service(tx: &mut Tx, id: i64) -> sqlx::Result<Option<String>> {
    let name: Option<(String,)> = sql("SELECT name FROM module WHERE id = $1")
        .bind(id)
        .optional(tx)
        .await?;
    sql("DELETE FROM module WHERE id = $1")
        .bind(id)
        .execute(tx)
        .await?;
    Ok(name.map(|(name,)| name))
}

fn wrong(problem: Problem) -> super::Error {
    Fault::at(Field::ServiceName, problem).into()
}
