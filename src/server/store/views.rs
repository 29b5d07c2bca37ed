//! 常用筛选: filters that an operator gave a name.

use super::{Conn, Result, Tx, sql};
use crate::domain::{Fault, Field, Problem, ViewName};

/// How many an operator keeps.
pub const VIEWS_MAX: u32 = 30;
/// The longest filter that is kept, in bytes of its address.
const QUERY_MAX: usize = 2_000;

#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct ViewRow {
    pub id: i64,
    pub name: String,
    /// As an address carries it.
    pub query: String,
}

/// The operator's filters, the oldest first.
pub async fn saved_views(conn: &mut Conn, operator: i64) -> sqlx::Result<Vec<ViewRow>> {
    // Not bound: SQLite would compile the statement anew for each value.
    let limit = VIEWS_MAX;
    sql(format!(
        "SELECT id, name, query FROM saved_view WHERE operator_id = $1 ORDER BY id LIMIT {limit}"
    ))
    .bind(operator)
    .all(conn)
    .await
}

/// Keeps a filter. The same name replaces what it stood for.
pub async fn save_view(tx: &mut Tx, operator: i64, name: &ViewName, query: &str) -> Result<i64> {
    if query.len() > QUERY_MAX {
        return Err(refused(Problem::NotOffered));
    }
    // Two requests of one operator stand in line here.
    sql("UPDATE operator SET person_id = person_id WHERE id = $1")
        .bind(operator)
        .execute(tx)
        .await?;
    let others = sql("SELECT COUNT(*) FROM saved_view WHERE operator_id = $1 AND name <> $2")
        .bind(operator)
        .bind(name.as_str())
        .int(tx)
        .await?;
    if others >= i64::from(VIEWS_MAX) {
        return Err(refused(Problem::Full { max: VIEWS_MAX }));
    }
    Ok(sql(
        "INSERT INTO saved_view (operator_id, name, query) VALUES ($1, $2, $3)
             ON CONFLICT (operator_id, name) DO UPDATE SET query = excluded.query RETURNING id",
    )
    .bind(operator)
    .bind(name.as_str())
    .bind(query)
    .int(tx)
    .await?)
}

/// Forgets a filter of the operator; of another's it knows nothing.
pub async fn remove_view(tx: &mut Tx, operator: i64, id: i64) -> sqlx::Result<()> {
    sql("DELETE FROM saved_view WHERE id = $1 AND operator_id = $2")
        .bind(id)
        .bind(operator)
        .execute(tx)
        .await?;
    Ok(())
}

fn refused(problem: Problem) -> super::Error {
    Fault::at(Field::ViewName, problem).into()
}
