//! A server's role in PostgreSQL can do all that a server does, and can't rewrite what is on record.

use crate::support::{Server, TestDatabase, World};
use lishu::domain::{ActKind, Outcome};
use lishu::server::store::{
    Act, By, Conn, DatabaseUrl, Db, Ungranted, grant_to, note, sql, verify,
};
use lishu::server::{link_all, now};
use reqwest::StatusCode;
use std::process::Command;

/// The database, as the server's role opens it.
async fn as_server(database: &TestDatabase) -> (TestDatabaseUrl, Db) {
    let name = database.url.rsplit('/').next().expect("a name");
    let role = format!("server_{name}");
    let Db::Postgres(pool) = &database.db else {
        panic!("roles are PostgreSQL's");
    };
    sqlx::query(sqlx::AssertSqlSafe(format!("CREATE ROLE {role} LOGIN")))
        .execute(pool)
        .await
        .expect("a role");
    grant_to(&database.db, &role).await.expect("granted");
    let (_, place) = database
        .url
        .split_once('@')
        .expect("the URL names its role");
    let url = format!("postgres://{role}@{place}");
    let parsed: DatabaseUrl = url.parse().expect("a known engine");
    let db = Db::open(&parsed, 8).await.expect("it may connect");
    (TestDatabaseUrl { role, url }, db)
}

struct TestDatabaseUrl {
    role: String,
    url: String,
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_s_role_can_t_rewrite_the_records() {
    let database = TestDatabase::postgres().await;
    let (place, db) = as_server(&database).await;
    let owner = World::new(&database).await;
    // Once more is no mistake: so it is after a migration.
    grant_to(&database.db, &place.role).await.expect("granted");
    db.migrate()
        .await
        .expect("there is nothing to bring up to date");

    let (unit, superior) = (owner.unit().await, owner.unit().await);
    let server = Server::start(&TestDatabase {
        db: db.clone(),
        url: place.url.clone(),
        directory: tempfile::TempDir::new().expect("a folder"),
    })
    .await;
    let browser = server.signed_in(&unit).await;
    let applied = browser
        .post("/bind", &[("code", superior.code.as_str())])
        .await;
    assert_eq!(applied.status, StatusCode::SEE_OTHER, "{}", applied.body);
    let world = World::beside(&owner, db.clone());
    world
        .decide(&superior, 1, Outcome::Approve)
        .await
        .expect("decided");
    assert!(link_all(&db, |_| ()).await.expect("linked") >= 2);
    verify(&db, None, &|_, _| ()).await.expect("whole");

    for statement in [
        "UPDATE event SET why = 'x'",
        "DELETE FROM event",
        "TRUNCATE event CASCADE",
        "UPDATE act SET why = 'x'",
        "DELETE FROM act",
        "INSERT INTO act_pruned (act_id, digest) VALUES (1, '')",
        "UPDATE trail SET hash = ''",
        "DELETE FROM trail",
        "DELETE FROM trail_head",
        "ALTER TABLE event DISABLE TRIGGER USER",
        "DROP TRIGGER event_kept ON event",
        "DROP TABLE trail",
        "CREATE TABLE mine (id BIGINT)",
        "DELETE FROM _sqlx_migrations",
    ] {
        let mut tx = db.begin().await.expect("a transaction");
        let refused = sql(statement).execute(&mut tx).await.expect_err(statement);
        let code = refused
            .as_database_error()
            .and_then(|e| e.code().map(|c| c.into_owned()));
        // insufficient_privilege
        assert_eq!(code.as_deref(), Some("42501"), "{statement}: {refused}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_s_role_prunes_nothing_and_the_owner_does() {
    let database = TestDatabase::postgres().await;
    let (place, db) = as_server(&database).await;
    let mut tx = db.begin().await.expect("a transaction");
    let old = Act::new(ActKind::SignedIn, By::Nobody, now().plus_days(-400));
    note(&mut tx, old).await.expect("noted");
    tx.commit().await.expect("committed");
    link_all(&db, |_| ()).await.expect("linked");
    let prune = |url: &str| {
        let output = Command::new(env!("CARGO_BIN_EXE_lishu"))
            .args(["audit", "prune", "--yes", "--database-url", url])
            .output()
            .expect("the command runs");
        let said = String::from_utf8(output.stderr).expect("UTF-8");
        (output.status.success(), said)
    };
    let (done, said) = prune(&place.url);
    assert!(
        !done && said.contains("the owner of the tables can"),
        "{said}"
    );
    let mut conn = db.read().await.expect("a connection");
    let count = async |conn: &mut Conn| {
        sql("SELECT COUNT(*) FROM act WHERE kind = 'signed_in'")
            .int(conn)
            .await
            .expect("a count")
    };
    assert_eq!(count(&mut conn).await, 1);
    let (done, said) = prune(&database.url);
    assert!(done, "{said}");
    assert_eq!(count(&mut conn).await, 0);
    verify(&db, None, &|_, _| ())
        .await
        .expect("whole, and a server may verify it");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_could_do_everything_anyway_is_granted_nothing() {
    let database = TestDatabase::postgres().await;
    let owner = grant_to(&database.db, "lishu").await;
    assert!(matches!(owner, Err(Ungranted::Almighty(_))), "{owner:?}");
    let nobody = grant_to(&database.db, "nobody; DROP TABLE unit").await;
    assert!(
        matches!(nobody, Err(Ungranted::NoSuchRole(_))),
        "{nobody:?}"
    );
    let sqlite = TestDatabase::sqlite().await;
    let none = grant_to(&sqlite.db, "lishu").await;
    assert!(matches!(none, Err(Ungranted::NoRoles)), "{none:?}");
}
