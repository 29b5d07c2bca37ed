use lishu::server::store::{DatabaseUrl, Db};
use std::sync::atomic::{AtomicU32, Ordering};
use tempfile::TempDir;

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

    /// The same database once more, as another process would open it.
    pub async fn another(&self) -> Db {
        open(&self.url).await
    }
}

async fn open(url: &str) -> Db {
    let url: DatabaseUrl = url.parse().expect("a known engine");
    Db::open(&url, 8).await.expect("the database opens")
}
