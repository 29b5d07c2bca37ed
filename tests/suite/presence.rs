//! Who else looks at a case, on both engines.

use crate::support::{TestDatabase, World};
use lishu::server::now;
use lishu::server::store;

on_both_engines!(colleagues_see_each_other_at_a_case);

async fn colleagues_see_each_other_at_a_case(database: TestDatabase) {
    let world = World::new(&database).await;
    let (unit, superior) = (world.unit().await, world.unit().await);
    let colleague = world.colleague(&superior, "周岚").await;
    let application = world.apply(&unit, &superior).await.expect("applied");
    let at = now();
    for (who, seconds) in [(&superior, 0), (&colleague, 5), (&colleague, 9), (&unit, 9)] {
        let mut tx = world.begin().await;
        store::here(
            &mut tx,
            who.reviewer(),
            application,
            at.plus_seconds(seconds),
        )
        .await
        .expect("noted");
        tx.commit().await.expect("committed");
    }
    assert_eq!(
        world.count("presence").await,
        2,
        "the applicant is no reviewer of it"
    );
    let others = async |seconds| {
        let mut conn = world.read().await;
        let since = at.plus_seconds(seconds);
        store::others_here(&mut conn, superior.reviewer(), application, since)
            .await
            .expect("read")
    };
    let seen = others(9).await;
    assert_eq!(seen.len(), 1);
    assert_eq!(seen[0].name, "周岚");
    assert_eq!(seen[0].seen_at, at.plus_seconds(9).as_micros());
    assert!(others(10).await.is_empty(), "long ago");
    let mut tx = world.begin().await;
    store::leave(&mut tx, colleague.reviewer(), application)
        .await
        .expect("left");
    tx.commit().await.expect("committed");
    assert!(others(0).await.is_empty());
}
