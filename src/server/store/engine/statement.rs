//! A statement in the SQL that both engines speak, and what it is bound to and gives.

use super::{Conn, Link};
use sqlx::postgres::{PgArguments, PgRow};
use sqlx::sqlite::{SqliteArguments, SqliteRow};
use sqlx::{Arguments, AssertSqlSafe, Encode, FromRow, Type};
use std::borrow::Cow;

/// A bound value. The types that both engines agree on.
#[derive(Clone, Debug)]
pub enum Value {
    Text(Option<String>),
    Int(Option<i64>),
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(Some(text.to_owned()))
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(Some(text))
    }
}

impl From<Option<String>> for Value {
    fn from(text: Option<String>) -> Self {
        Self::Text(text)
    }
}

impl From<Option<&str>> for Value {
    fn from(text: Option<&str>) -> Self {
        Self::Text(text.map(str::to_owned))
    }
}

impl From<i64> for Value {
    fn from(int: i64) -> Self {
        Self::Int(Some(int))
    }
}

impl From<Option<i64>> for Value {
    fn from(int: Option<i64>) -> Self {
        Self::Int(int)
    }
}

impl From<bool> for Value {
    fn from(flag: bool) -> Self {
        Self::Int(Some(flag.into()))
    }
}

impl From<crate::domain::Instant> for Value {
    fn from(at: crate::domain::Instant) -> Self {
        Self::Int(Some(at.as_micros()))
    }
}

/// A row that either engine can give.
pub trait Row: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin {}

impl<T> Row for T where T: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin
{}

/// A statement in the SQL that both engines speak, with its binds.
#[must_use]
pub struct Statement {
    text: Cow<'static, str>,
    values: Vec<Value>,
    kept: bool,
}

/// Begins a statement. A text that is put together at run time holds placeholders only, never data,
/// but for numbers in a statement that is not kept; see [`Statement::once`].
pub fn sql(text: impl Into<Cow<'static, str>>) -> Statement {
    Statement {
        text: text.into(),
        values: Vec::new(),
        kept: true,
    }
}

/// Runs the same call on whichever engine the connection is of.
macro_rules! on_engine {
    ($conn:expr, $link:ident, $sqlite:expr, $postgres:expr) => {
        match &mut $conn.0 {
            Link::Sqlite($link) => $sqlite,
            Link::SqliteTx($link) => $sqlite,
            Link::Postgres($link) => $postgres,
            Link::PostgresTx($link) => $postgres,
        }
    };
}

impl Statement {
    /// Binds the next `$n`.
    pub fn bind(mut self, value: impl Into<Value>) -> Self {
        self.values.push(value.into());
        self
    }

    /// Not kept prepared: a text with this call's numbers in it does not come again.
    pub fn once(mut self) -> Self {
        self.kept = false;
        self
    }

    /// Asks how the statement would be run.
    #[cfg(test)]
    pub fn explained(mut self, explain: &str) -> Self {
        self.text = format!("{explain} {}", self.text).into();
        self
    }

    /// The number of rows changed.
    pub async fn execute(self, conn: &mut Conn) -> sqlx::Result<u64> {
        on_engine!(
            conn,
            link,
            Ok(sqlx::query_with(
                AssertSqlSafe(self.text),
                arguments::<SqliteArguments>(self.values)?
            )
            .persistent(self.kept)
            .execute(&mut **link)
            .await?
            .rows_affected()),
            Ok(sqlx::query_with(
                AssertSqlSafe(self.text),
                arguments::<PgArguments>(self.values)?
            )
            .persistent(self.kept)
            .execute(&mut **link)
            .await?
            .rows_affected())
        )
    }

    pub async fn all<T: Row>(self, conn: &mut Conn) -> sqlx::Result<Vec<T>> {
        on_engine!(
            conn,
            link,
            sqlx::query_as_with(
                AssertSqlSafe(self.text),
                arguments::<SqliteArguments>(self.values)?
            )
            .persistent(self.kept)
            .fetch_all(&mut **link)
            .await,
            sqlx::query_as_with(
                AssertSqlSafe(self.text),
                arguments::<PgArguments>(self.values)?
            )
            .persistent(self.kept)
            .fetch_all(&mut **link)
            .await
        )
    }

    pub async fn optional<T: Row>(self, conn: &mut Conn) -> sqlx::Result<Option<T>> {
        on_engine!(
            conn,
            link,
            sqlx::query_as_with(
                AssertSqlSafe(self.text),
                arguments::<SqliteArguments>(self.values)?
            )
            .persistent(self.kept)
            .fetch_optional(&mut **link)
            .await,
            sqlx::query_as_with(
                AssertSqlSafe(self.text),
                arguments::<PgArguments>(self.values)?
            )
            .persistent(self.kept)
            .fetch_optional(&mut **link)
            .await
        )
    }

    pub async fn one<T: Row>(self, conn: &mut Conn) -> sqlx::Result<T> {
        self.optional(conn).await?.ok_or(sqlx::Error::RowNotFound)
    }

    /// The single integer of the single row: an id, a count.
    pub async fn int(self, conn: &mut Conn) -> sqlx::Result<i64> {
        let (value,): (i64,) = self.one(conn).await?;
        Ok(value)
    }
}

fn arguments<A: Arguments>(values: Vec<Value>) -> sqlx::Result<A>
where
    Option<String>: for<'q> Encode<'q, A::Database> + Type<A::Database>,
    Option<i64>: for<'q> Encode<'q, A::Database> + Type<A::Database>,
{
    let mut arguments = A::default();
    for value in values {
        match value {
            Value::Text(text) => arguments.add(text),
            Value::Int(int) => arguments.add(int),
        }
        .map_err(sqlx::Error::Encode)?;
    }
    Ok(arguments)
}
