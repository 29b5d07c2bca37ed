//! Rules 5, 7, 8 and 22 are held by the database itself, whatever code asks of it.

use crate::support::{TestDatabase, World};
use lishu::domain::Outcome;
use lishu::server::now;
use lishu::server::store::{Statement, Tx, sql};

on_both_engines!(
    rule_5_the_database_refuses_a_unit_above_itself,
    rule_7_the_database_refuses_a_second_superior,
    rule_7_the_database_refuses_a_second_open_case,
    rule_8_the_database_refuses_a_circle,
    rule_22_the_database_refuses_a_changed_or_deleted_event,
    rule_22_the_database_refuses_a_transition_without_event,
);

/// Whether the database takes the statement, down to the commit.
async fn takes(world: &World, statement: Statement) -> bool {
    let mut tx: Tx = world.begin().await;
    match statement.execute(&mut tx).await {
        Ok(changed) => {
            assert!(changed > 0, "the statement meets a row");
            tx.commit().await.is_ok()
        }
        Err(_) => false,
    }
}

fn tie(unit: i64, superior: i64) -> Statement {
    sql("INSERT INTO affiliation (unit_id, superior_id, from_at) VALUES ($1, $2, $3)")
        .bind(unit)
        .bind(superior)
        .bind(now())
}

async fn rule_5_the_database_refuses_a_unit_above_itself(database: TestDatabase) {
    let world = World::new(&database).await;
    let unit = world.unit().await;
    assert!(!takes(&world, tie(unit.unit, unit.unit)).await);
}

async fn rule_7_the_database_refuses_a_second_superior(database: TestDatabase) {
    let world = World::new(&database).await;
    let (unit, first, second) = (world.unit().await, world.unit().await, world.unit().await);
    assert!(takes(&world, tie(unit.unit, first.unit)).await);
    assert!(!takes(&world, tie(unit.unit, second.unit)).await);
}

async fn rule_7_the_database_refuses_a_second_open_case(database: TestDatabase) {
    let world = World::new(&database).await;
    let (unit, first, second) = (world.unit().await, world.unit().await, world.unit().await);
    world.apply(&unit, &first).await.expect("applied");
    let second = sql("INSERT INTO application
            (applicant_id, superior_id, round_id, state, version, applied_at)
         SELECT $1, $2, id, 'returned', 1, opens_at FROM round WHERE standing = 0")
    .bind(unit.unit)
    .bind(second.unit);
    assert!(!takes(&world, second).await);
}

async fn rule_8_the_database_refuses_a_circle(database: TestDatabase) {
    let world = World::new(&database).await;
    let (a, b, c) = (world.unit().await, world.unit().await, world.unit().await);
    assert!(takes(&world, tie(a.unit, b.unit)).await);
    assert!(takes(&world, tie(b.unit, c.unit)).await);
    assert!(!takes(&world, tie(c.unit, a.unit)).await);
    let moved = sql("UPDATE affiliation SET superior_id = $2 WHERE unit_id = $1")
        .bind(b.unit)
        .bind(a.unit);
    assert!(!takes(&world, moved).await);
}

async fn rule_22_the_database_refuses_a_changed_or_deleted_event(database: TestDatabase) {
    let world = World::new(&database).await;
    let (unit, superior) = (world.unit().await, world.unit().await);
    world.apply(&unit, &superior).await.expect("applied");
    assert!(!takes(&world, sql("UPDATE event SET why = 'forged'")).await);
    assert!(!takes(&world, sql("DELETE FROM event")).await);
}

async fn rule_22_the_database_refuses_a_transition_without_event(database: TestDatabase) {
    let world = World::new(&database).await;
    let (unit, superior) = (world.unit().await, world.unit().await);
    let application = world.apply(&unit, &superior).await.expect("applied");
    let silent = "UPDATE application SET state = 'approved', version = version + 1";
    assert!(!takes(&world, sql(silent)).await);
    assert!(!takes(&world, sql("UPDATE application SET state = 'approved'")).await);
    world
        .decide(&superior, application, Outcome::Approve)
        .await
        .expect("with its event");
}

/// A writer that waits for ever would hold its request, and its connection, for as long.
#[tokio::test]
async fn postgres_gives_a_lock_up_before_a_request_ends() {
    let database = TestDatabase::postgres().await;
    let mut conn = database.db.read().await.expect("a connection");
    let (patience,): (String,) = sql("SELECT current_setting('lock_timeout')")
        .one(&mut conn)
        .await
        .expect("read");
    assert_eq!(patience, "20s");
}

/// Columns that are compared under two collations have no index for it.
#[tokio::test]
async fn postgres_compares_codes_of_all_tables_alike() {
    let database = TestDatabase::postgres().await;
    let mut conn = database.db.read().await.expect("a connection");
    let found: Vec<(String, i64)> = sql("SELECT COALESCE(collation_name, ''), COUNT(*)
         FROM information_schema.columns
         WHERE table_schema = CURRENT_SCHEMA() AND column_name = 'uscc' GROUP BY 1")
    .all(&mut conn)
    .await
    .expect("read");
    assert!(
        matches!(found.as_slice(), [(_, tables)] if *tables > 3),
        "{found:?}"
    );
}
