//! What is done to accounts, policy and sessions is on record, and stays.

use crate::support::{TestDatabase, World};
use lishu::domain::ActKind;
use lishu::server::now;
use lishu::server::store::{Act, By, note, sql};
use serde_json::json;

on_both_engines!(
    an_act_is_written_with_all_that_it_says,
    an_act_that_is_rolled_back_never_was,
    acts_are_neither_changed_nor_deleted,
);

/// Kind, operator, unit, person, detail, why, time.
type Written = (
    String,
    Option<i64>,
    Option<i64>,
    Option<i64>,
    String,
    String,
    i64,
);

async fn an_act_is_written_with_all_that_it_says(database: TestDatabase) {
    let world = World::new(&database).await;
    let actor = world.unit().await;
    let at = now();
    let mut tx = world.begin().await;
    let revealed = Act {
        unit: Some(actor.unit),
        person: Some(actor.person),
        detail: json!({ "field": "mobile" }),
        why: "核对身份",
        ..Act::new(ActKind::Revealed, By::Operator(actor.operator), at)
    };
    note(&mut tx, revealed).await.expect("noted");
    note(&mut tx, Act::new(ActKind::SignInFailed, By::Nobody, at))
        .await
        .expect("noted");
    tx.commit().await.expect("committed");
    let rows: Vec<Written> =
        sql("SELECT kind, operator_id, unit_id, person_id, detail, why, at FROM act ORDER BY id")
            .all(&mut world.read().await)
            .await
            .expect("read");
    let at = at.as_micros();
    let (operator, unit, person) = (Some(actor.operator), Some(actor.unit), Some(actor.person));
    let detail = "{\"field\":\"mobile\"}".to_owned();
    assert_eq!(
        rows,
        [
            (
                "revealed".to_owned(),
                operator,
                unit,
                person,
                detail,
                "核对身份".to_owned(),
                at
            ),
            (
                "sign_in_failed".to_owned(),
                None,
                None,
                None,
                String::new(),
                String::new(),
                at
            ),
        ]
    );
}

async fn an_act_that_is_rolled_back_never_was(database: TestDatabase) {
    let world = World::new(&database).await;
    let mut tx = world.begin().await;
    note(&mut tx, Act::new(ActKind::SignedOut, By::Nobody, now()))
        .await
        .expect("noted");
    drop(tx);
    assert_eq!(world.count("act").await, 0);
    assert_eq!(world.count("unlinked WHERE source = 'act'").await, 0);
}

async fn acts_are_neither_changed_nor_deleted(database: TestDatabase) {
    let world = World::new(&database).await;
    let mut tx = world.begin().await;
    note(&mut tx, Act::new(ActKind::SignedOut, By::Nobody, now()))
        .await
        .expect("noted");
    tx.commit().await.expect("committed");
    for statement in ["UPDATE act SET why = 'x'", "DELETE FROM act"] {
        let mut tx = world.begin().await;
        let refused = sql(statement).execute(&mut tx).await;
        let text = refused.expect_err("refused").to_string();
        assert!(text.contains("lishu: acts are append-only"), "{text}");
    }
    assert_eq!(world.count("act WHERE why = ''").await, 1);
}
