//! The one place that knows two engines. A verb is written once, as [`sql`] with `$1` binds, and
//! runs on whichever database the deployment has.

mod statement;
mod url;

pub use statement::{Row, Statement, Value, sql};
pub use url::{DatabaseUrl, UnknownEngine};

use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{
    AssertSqlSafe, ConnectOptions, Postgres, Sqlite, Transaction,
    migrate::{MigrateError, Migrator},
    pool::PoolConnection,
};
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

impl Db {
    /// Opens the database; a SQLite file is created where there is none.
    pub async fn open(url: &DatabaseUrl, connections: u32) -> sqlx::Result<Self> {
        if url.is_sqlite() {
            Self::open_sqlite(url.as_str(), connections).await
        } else {
            Self::open_postgres(url.as_str(), connections).await
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
        let patience = WRITERS_PATIENCE.as_millis().to_string();
        // Compiling a statement takes longer than any of these takes to be done.
        let set = [("lock_timeout", patience.as_str()), ("jit", "off")];
        let options = PgConnectOptions::from_str(url)?
            .application_name("lishu")
            .options(set)
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
