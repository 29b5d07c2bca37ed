//! The one place that knows two engines. A verb is written once, as [`sql`] with `$1` binds, and
//! runs on whichever database the deployment has.

use sqlx::postgres::{PgArguments, PgConnectOptions, PgPool, PgPoolOptions, PgRow};
use sqlx::sqlite::{
    SqliteArguments, SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions,
    SqliteRow, SqliteSynchronous,
};
use sqlx::{
    AssertSqlSafe, ConnectOptions, FromRow, Postgres, Sqlite, Transaction,
    migrate::{MigrateError, Migrator},
    pool::PoolConnection,
};
use std::borrow::Cow;
use std::ops::{Deref, DerefMut};
use std::str::FromStr;
use std::time::Duration;
use tracing::log::LevelFilter;

/// How long a reader waits for a connection, and a statement of SQLite for another process's lock.
const PATIENCE: Duration = Duration::from_secs(5);
/// How long a writer waits for another: a large batch is one transaction. Under a request's own limit.
const WRITERS_PATIENCE: Duration = Duration::from_secs(20);

/// A database of either engine. Cheap to clone.
#[derive(Clone)]
pub enum Db {
    /// SQLite has one writer: its pool holds a single connection, so that writers queue here in
    /// order and not in the busy handler.
    Sqlite {
        read: SqlitePool,
        write: SqlitePool,
    },
    Postgres(PgPool),
}

/// Where the records are: `sqlite://PATH` or `postgres://…`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DatabaseUrl(String);

#[derive(Debug, thiserror::Error)]
#[error("the database URL must begin with sqlite:// or postgres://")]
pub struct UnknownEngine;

impl FromStr for DatabaseUrl {
    type Err = UnknownEngine;

    fn from_str(url: &str) -> Result<Self, UnknownEngine> {
        let known = ["sqlite:", "postgres://", "postgresql://"];
        if known.iter().any(|scheme| url.starts_with(scheme)) {
            Ok(Self(url.to_owned()))
        } else {
            Err(UnknownEngine)
        }
    }
}

impl DatabaseUrl {
    fn is_sqlite(&self) -> bool {
        self.0.starts_with("sqlite:")
    }
}

impl std::fmt::Display for DatabaseUrl {
    /// Without the password that a PostgreSQL URL may carry.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (self.0.split_once("://"), self.0.rsplit_once('@')) {
            (Some((scheme, _)), Some((_, place))) => write!(f, "{scheme}://…@{place}"),
            _ => f.write_str(&self.0),
        }
    }
}

impl Db {
    /// Opens the database; a SQLite file is created where there is none.
    pub async fn open(url: &DatabaseUrl, connections: u32) -> sqlx::Result<Self> {
        if url.is_sqlite() {
            Self::open_sqlite(&url.0, connections).await
        } else {
            Self::open_postgres(&url.0, connections).await
        }
    }

    async fn open_sqlite(url: &str, connections: u32) -> sqlx::Result<Self> {
        let options = SqliteConnectOptions::from_str(url)?
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            // NORMAL would lose acknowledged commits with the power.
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(PATIENCE)
            .pragma("cache_size", "-32768")
            .log_statements(LevelFilter::Trace);
        let pool = |size, patience| {
            SqlitePoolOptions::new()
                .max_connections(size)
                .acquire_timeout(patience)
        };
        // The writer comes first: it makes the file and turns it to WAL.
        let write = pool(1, WRITERS_PATIENCE)
            .connect_with(options.clone())
            .await?;
        let read = pool(connections, PATIENCE).connect_with(options).await?;
        Ok(Self::Sqlite { read, write })
    }

    async fn open_postgres(url: &str, connections: u32) -> sqlx::Result<Self> {
        let options = PgConnectOptions::from_str(url)?
            .application_name("lishu")
            .options([("lock_timeout", WRITERS_PATIENCE.as_millis().to_string())])
            .log_statements(LevelFilter::Trace);
        let pool = PgPoolOptions::new()
            .max_connections(connections)
            .acquire_timeout(PATIENCE)
            .connect_with(options)
            .await?;
        Ok(Self::Postgres(pool))
    }

    /// Whether other processes may write at the same time.
    pub fn is_shared(&self) -> bool {
        matches!(self, Self::Postgres(_))
    }

    /// Brings the schema up to date. Where it is, this only reads: a server's role needs no right to
    /// change it.
    pub async fn migrate(&self) -> Result<(), MigrateError> {
        let migrator = match self {
            Self::Sqlite { .. } => sqlx::migrate!("migrations/sqlite"),
            Self::Postgres(_) => sqlx::migrate!("migrations/postgres"),
        };
        if self.is_up_to_date(&migrator).await {
            return Ok(());
        }
        match self {
            Self::Sqlite { write, .. } => migrator.run(write).await,
            Self::Postgres(pool) => migrator.run(pool).await,
        }
    }

    /// Whether every migration was run as it is, and no other. What can't be told is looked at, and
    /// reported, by running them.
    async fn is_up_to_date(&self, migrator: &Migrator) -> bool {
        let Ok(mut conn) = self.read().await else {
            return false;
        };
        let run: sqlx::Result<Vec<(i64, Vec<u8>, bool)>> =
            sql("SELECT version, checksum, success FROM _sqlx_migrations ORDER BY version")
                .all(&mut conn)
                .await;
        let known = migrator
            .iter()
            .map(|m| (m.version, m.checksum.to_vec(), true));
        run.is_ok_and(|run| run.into_iter().eq(known))
    }

    /// Writes tables anew: nothing is left in the database's files of what their rows held before.
    pub async fn rewrite(&self, tables: &[&str]) -> sqlx::Result<()> {
        match self {
            Self::Sqlite { write, .. } => {
                sqlx::query("VACUUM").execute(write).await?;
                let emptied = sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)");
                emptied.execute(write).await?;
            }
            Self::Postgres(pool) => {
                for table in tables {
                    let text = format!("VACUUM (FULL, ANALYZE) {table}");
                    sqlx::query(AssertSqlSafe(text)).execute(pool).await?;
                }
            }
        }
        Ok(())
    }

    /// A connection for reading.
    pub async fn read(&self) -> sqlx::Result<Conn> {
        Ok(match self {
            Self::Sqlite { read, .. } => Conn(Link::Sqlite(read.acquire().await?)),
            Self::Postgres(pool) => Conn(Link::Postgres(pool.acquire().await?)),
        })
    }

    /// A connection for reading that sees the records as they are at its first statement.
    pub async fn snapshot(&self) -> sqlx::Result<Conn> {
        Ok(match self {
            Self::Sqlite { read, .. } => Conn(Link::SqliteTx(read.begin().await?)),
            Self::Postgres(pool) => {
                let begin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
                Conn(Link::PostgresTx(pool.begin_with(begin).await?))
            }
        })
    }

    /// A transaction for writing; rolled back when dropped before [`Tx::commit`].
    pub async fn begin(&self) -> sqlx::Result<Tx> {
        Ok(Tx(Conn(match self {
            // A deferred transaction that turns to writing fails at once when another writes.
            Self::Sqlite { write, .. } => {
                Link::SqliteTx(write.begin_with("BEGIN IMMEDIATE").await?)
            }
            Self::Postgres(pool) => Link::PostgresTx(pool.begin().await?),
        })))
    }

    pub async fn close(&self) {
        match self {
            Self::Sqlite { read, write } => {
                read.close().await;
                write.close().await;
            }
            Self::Postgres(pool) => pool.close().await,
        }
    }
}

/// What a verb runs on: a plain connection, or by deref a transaction.
pub struct Conn(Link);

enum Link {
    Sqlite(PoolConnection<Sqlite>),
    SqliteTx(Transaction<'static, Sqlite>),
    Postgres(PoolConnection<Postgres>),
    PostgresTx(Transaction<'static, Postgres>),
}

/// A write transaction. Verbs that change something ask for this, so that a change and its event
/// are never apart.
pub struct Tx(Conn);

impl Tx {
    pub async fn commit(self) -> sqlx::Result<()> {
        match self.0.0 {
            Link::SqliteTx(tx) => tx.commit().await,
            Link::PostgresTx(tx) => tx.commit().await,
            Link::Sqlite(_) | Link::Postgres(_) => unreachable!("a Tx is only made by begin"),
        }
    }
}

impl Deref for Tx {
    type Target = Conn;

    fn deref(&self) -> &Conn {
        &self.0
    }
}

impl DerefMut for Tx {
    fn deref_mut(&mut self) -> &mut Conn {
        &mut self.0
    }
}

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
            Ok(
                sqlx::query_with(AssertSqlSafe(self.text), sqlite(self.values)?)
                    .persistent(self.kept)
                    .execute(&mut **link)
                    .await?
                    .rows_affected()
            ),
            Ok(
                sqlx::query_with(AssertSqlSafe(self.text), postgres(self.values)?)
                    .persistent(self.kept)
                    .execute(&mut **link)
                    .await?
                    .rows_affected()
            )
        )
    }

    pub async fn all<T: Row>(self, conn: &mut Conn) -> sqlx::Result<Vec<T>> {
        on_engine!(
            conn,
            link,
            sqlx::query_as_with(AssertSqlSafe(self.text), sqlite(self.values)?)
                .persistent(self.kept)
                .fetch_all(&mut **link)
                .await,
            sqlx::query_as_with(AssertSqlSafe(self.text), postgres(self.values)?)
                .persistent(self.kept)
                .fetch_all(&mut **link)
                .await
        )
    }

    pub async fn optional<T: Row>(self, conn: &mut Conn) -> sqlx::Result<Option<T>> {
        on_engine!(
            conn,
            link,
            sqlx::query_as_with(AssertSqlSafe(self.text), sqlite(self.values)?)
                .persistent(self.kept)
                .fetch_optional(&mut **link)
                .await,
            sqlx::query_as_with(AssertSqlSafe(self.text), postgres(self.values)?)
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

fn sqlite(values: Vec<Value>) -> sqlx::Result<SqliteArguments> {
    use sqlx::Arguments;
    let mut arguments = SqliteArguments::default();
    for value in values {
        match value {
            Value::Text(text) => arguments.add(text),
            Value::Int(int) => arguments.add(int),
        }
        .map_err(sqlx::Error::Encode)?;
    }
    Ok(arguments)
}

fn postgres(values: Vec<Value>) -> sqlx::Result<PgArguments> {
    use sqlx::Arguments;
    let mut arguments = PgArguments::default();
    for value in values {
        match value {
            Value::Text(text) => arguments.add(text),
            Value::Int(int) => arguments.add(int),
        }
        .map_err(sqlx::Error::Encode)?;
    }
    Ok(arguments)
}
