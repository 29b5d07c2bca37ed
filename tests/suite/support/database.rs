use lishu::server::Vault;
use lishu::server::store::{DatabaseUrl, Db};
use std::sync::atomic::{AtomicU32, Ordering};
use tempfile::TempDir;

/// The keys of every test, as LISHU_KEYS has them.
pub const KEYS: &str = "test:5f5e5d5c5b5a595857565554535251504f4e4d4c4b4a49484746454443424140";

pub fn vault() -> Vault {
    Vault::parse(KEYS).expect("a key")
}

/// An empty database with the schema, for one test.
pub struct TestDatabase {
    pub db: Db,
    pub url: String,
    /// Holds the SQLite file as long as the test runs.
    pub directory: TempDir,
}

impl TestDatabase {
    pub async fn sqlite() -> Self {
        let directory = TempDir::new().expect("a folder for the test");
        let url = format!("sqlite://{}", directory.path().join("test.db").display());
        Self::at(url, directory).await
    }

    /// A database of the throw-away cluster that `scripts/postgres` starts. It goes with the cluster.
    pub async fn postgres() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let cluster = std::env::var("LISHU_TEST_POSTGRES")
            .expect("LISHU_TEST_POSTGRES names a cluster: run the tests with `make test`");
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("test_{}_{number}", std::process::id());
        let pool = sqlx::PgPool::connect(&cluster)
            .await
            .expect("the cluster answers");
        sqlx::query(sqlx::AssertSqlSafe(format!("CREATE DATABASE {name}")))
            .execute(&pool)
            .await
            .expect("a database for the test");
        pool.close().await;
        let (place, _) = cluster.rsplit_once('/').expect("the URL names a database");
        let directory = TempDir::new().expect("a folder for the test");
        Self::at(format!("{place}/{name}"), directory).await
    }

    async fn at(url: String, directory: TempDir) -> Self {
        let db = open(&url).await;
        db.migrate().await.expect("the schema");
        Self { db, url, directory }
    }

    /// An empty database beside this one (PostgreSQL: in its place), with the schema as so many
    /// migrations leave it.
    pub async fn of_migration(&self, number: i64) -> Db {
        let file = self.directory.path().join("old.db");
        let db = match &self.db {
            Db::Sqlite { .. } => open(&format!("sqlite://{}", file.display())).await,
            Db::Postgres(_) => open(&self.url).await,
        };
        match &db {
            Db::Sqlite { write, .. } => {
                let migrator = sqlx::migrate!("migrations/sqlite");
                migrator.run_to(number, write).await.expect("the schema");
            }
            Db::Postgres(pool) => {
                sqlx::raw_sql("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
                    .execute(pool)
                    .await
                    .expect("an empty schema");
                let migrator = sqlx::migrate!("migrations/postgres");
                migrator.run_to(number, pool).await.expect("the schema");
            }
        }
        db
    }

    /// The same database once more, as another process would open it.
    pub async fn another(&self) -> Db {
        open(&self.url).await
    }
}

async fn open(url: &str) -> Db {
    let url: DatabaseUrl = url.parse().expect("a known engine");
    Db::open(&url, 8).await.expect("the database opens")
}
