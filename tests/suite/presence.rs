//! Who else looks at a case, on both engines.

use crate::support::{Actor, TestDatabase, World};
use lishu::server::now;
use lishu::server::store::{self, Visit};

on_both_engines!(colleagues_see_each_other_at_a_case);

async fn colleagues_see_each_other_at_a_case(database: TestDatabase) {
    let world = World::new(&database).await;
    let (unit, superior) = (world.unit().await, world.unit().await);
    let colleague = world.colleague(&superior, "周岚").await;
    let application = world.apply(&unit, &superior).await.expect("applied");
    let at = now();
    let visit = |number| Visit {
        application,
        number,
    };
    let here = async |who: &Actor, number, seconds| {
        let mut tx = world.begin().await;
        store::here(
            &mut tx,
            who.reviewer(),
            visit(number),
            at.plus_seconds(seconds),
        )
        .await
        .expect("noted");
        tx.commit().await.expect("committed");
    };
    let leave = async |who: &Actor, number, seconds| {
        let mut tx = world.begin().await;
        let at = at.plus_seconds(seconds);
        let forgotten = at.plus_seconds(-30);
        store::leave(&mut tx, who.reviewer(), visit(number), at, forgotten)
            .await
            .expect("left");
        tx.commit().await.expect("committed");
    };
    let others = async |seconds| {
        let mut conn = world.read().await;
        let since = at.plus_seconds(seconds);
        store::others_here(&mut conn, superior.reviewer(), application, since)
            .await
            .expect("read")
    };
    for (who, seconds) in [(&superior, 0), (&colleague, 5), (&colleague, 9), (&unit, 9)] {
        here(who, 1, seconds).await;
    }
    assert_eq!(
        world.count("presence").await,
        2,
        "the applicant is no reviewer of it"
    );
    let seen = others(9).await;
    assert_eq!(seen.len(), 1);
    assert_eq!(seen[0].name, "周岚");
    assert_eq!(seen[0].seen_at, at.plus_seconds(9).as_micros());
    assert!(others(10).await.is_empty(), "long ago");

    leave(&colleague, 1, 11).await;
    assert!(others(0).await.is_empty());
    here(&colleague, 1, 12).await;
    assert!(others(0).await.is_empty(), "said before, and arrived after");
    leave(&colleague, 2, 13).await;
    here(&colleague, 3, 14).await;
    leave(&colleague, 2, 15).await;
    assert_eq!(others(0).await.len(), 1, "another visit than was left");
    leave(&colleague, 3, 60).await;
    leave(&superior, 1, 30).await;
    assert_eq!(world.count("presence").await, 2);
    let elsewhere = world
        .apply(&world.unit().await, &superior)
        .await
        .expect("applied");
    let mut tx = world.begin().await;
    let left = Visit {
        application: elsewhere,
        number: 1,
    };
    let later = at.plus_seconds(100);
    store::leave(&mut tx, colleague.reviewer(), left, later, later)
        .await
        .expect("left");
    tx.commit().await.expect("committed");
    assert_eq!(world.count("presence").await, 2, "old ones are forgotten");
}
