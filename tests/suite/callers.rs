//! Whom a session is of: an operator of a unit or one of 三员, looked up with every request.

use crate::support::{Server, TestDatabase, World};
use lishu::domain::{Barrier, Fault, Role};
use lishu::server::caller::SignedIn;
use lishu::server::now;
use lishu::server::session::Token;
use lishu::server::store::{self, sql};
use reqwest::StatusCode;
use serde_json::json;

on_both_engines!(
    what_operators_do_does_not_exist_for_administrators,
    an_administrator_has_one_role,
    who_is_disabled_or_waits_is_nobody,
    an_administrator_acts_for_no_unit,
    the_unit_s_administrator_manages,
);

async fn what_operators_do_does_not_exist_for_administrators(database: TestDatabase) {
    let world = World::new(&database).await;
    world.unit().await;
    let server = Server::start(&database).await;
    for role in Role::ALL {
        let browser = server.administration(world.administrator(role).await).await;
        for path in ["/workbench", "/bind", "/review", "/review/1"] {
            let answer = browser.get(path).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{role:?} {path}");
        }
        let answer = browser.call("enter", &json!({})).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{role:?}");
        assert_eq!(browser.get("/").await.status, StatusCode::OK, "{role:?}");
    }
}

async fn an_administrator_has_one_role(database: TestDatabase) {
    let world = World::new(&database).await;
    for role in Role::ALL {
        let found = signed_in(&world, "administrator", world.administrator(role).await).await;
        let found = found.expect("signed in");
        for other in Role::ALL {
            let as_other = found.clone().administrator(other);
            match other == role {
                true => assert_eq!(as_other.expect("its own role").role(), role),
                false => assert_eq!(as_other.expect_err("another's"), Fault::NotFound),
            }
        }
        assert_eq!(found.operator().expect_err("no operator"), Fault::NotFound);
    }
}

async fn who_is_disabled_or_waits_is_nobody(database: TestDatabase) {
    let world = World::new(&database).await;
    let operator = world.unit().await.operator;
    let administrator = world.administrator(Role::System).await;
    for (table, id) in [("operator", operator), ("administrator", administrator)] {
        assert!(signed_in(&world, table, id).await.is_some(), "{table}");
    }
    for (table, id, on, off) in [
        (
            "operator",
            operator,
            "operator SET waits = 1",
            "operator SET waits = 0",
        ),
        (
            "operator",
            operator,
            "operator SET disabled_at = 1",
            "operator SET disabled_at = NULL",
        ),
        (
            "operator",
            operator,
            "unit SET disabled_at = 1",
            "unit SET disabled_at = NULL",
        ),
        (
            "operator",
            operator,
            "session SET proved = 0",
            "session SET proved = 1",
        ),
        (
            "operator",
            operator,
            "session SET expires_at = 1",
            "session SET proved = 1",
        ),
        (
            "administrator",
            administrator,
            "administrator SET disabled_at = 1",
            "",
        ),
    ] {
        let found = signed_in_after(&world, table, id, &format!("UPDATE {on}")).await;
        assert!(found.is_none(), "{on}");
        if !off.is_empty() {
            world.run(sql(format!("UPDATE {off}"))).await;
        }
    }
}

async fn an_administrator_acts_for_no_unit(database: TestDatabase) {
    let world = World::new(&database).await;
    let actor = world.unit().await;
    let insert = [
        format!(
            "INSERT INTO administrator (person_id, account, role, created_at)
             VALUES ({}, 'both', 'audit', 1)",
            actor.person
        ),
        format!(
            "INSERT INTO operator (unit_id, person_id)
             SELECT {}, person_id FROM administrator",
            actor.unit
        ),
    ];
    world.administrator(Role::Audit).await;
    for statement in insert {
        let mut tx = world.begin().await;
        let refused = sql(statement).execute(&mut tx).await;
        let said = refused.expect_err("the database refuses").to_string();
        assert!(said.contains("an administrator acts for no unit"), "{said}");
    }
}

async fn the_unit_s_administrator_manages(database: TestDatabase) {
    let world = World::new(&database).await;
    let operator = world.unit().await.operator;
    let caller = async || {
        let found = signed_in(&world, "operator", operator)
            .await
            .expect("signed in");
        found.operator().expect("an operator")
    };
    let refused = caller().await.managing().map(|_| ()).expect_err("refused");
    assert_eq!(refused, Fault::Forbidden(Barrier::NotManaging));
    world.run(sql("UPDATE operator SET manages = 1")).await;
    caller().await.managing().expect("manages");
}

async fn signed_in(world: &World, table: &str, id: i64) -> Option<SignedIn> {
    signed_in_after(world, table, id, "DELETE FROM session WHERE 1 = 0").await
}

/// Who a session is of that was open when the statement ran.
async fn signed_in_after(world: &World, table: &str, id: i64, statement: &str) -> Option<SignedIn> {
    let token = Token::random().hash();
    let seen = now().as_micros();
    world
        .run(sql(format!(
            "INSERT INTO session
                (token_hash, person_id, {table}_id, opened_at, seen_at, expires_at)
             SELECT '{token}', person_id, id, {seen}, {seen}, {} FROM {table} WHERE id = {id}",
            now().plus_days(1).as_micros()
        )))
        .await;
    world.run(sql(statement.to_owned())).await;
    let mut conn = world.read().await;
    let found = store::find_caller(&mut conn, &token, now()).await;
    found.expect("read").map(SignedIn::from)
}
