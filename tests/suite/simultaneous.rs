//! What happens at the same instant, through two processes' connections.

use crate::support::world::{decide, decision};
use crate::support::{TestDatabase, World};
use lishu::domain::{Fault, Obstacle, Outcome};
use lishu::server::store::Error;

on_both_engines!(
    rule_8_of_two_approvals_that_close_a_circle_one_wins,
    rule_19_of_two_reviewers_one_decides,
);

async fn rule_8_of_two_approvals_that_close_a_circle_one_wins(database: TestDatabase) {
    let world = World::new(&database).await;
    let other = database.another().await;
    for _ in 0..200 {
        let (a, b) = (world.unit().await, world.unit().await);
        let up = world.apply(&a, &b).await.expect("applied");
        let down = world
            .apply(&b, &a)
            .await
            .expect("applied: nothing is bound yet");
        let (first, second) = tokio::join!(
            decide(&world.db, &b, decision(up, 1, Outcome::Approve)),
            decide(&other, &a, decision(down, 1, Outcome::Approve)),
        );
        let loser = match (first, second) {
            (Ok(()), Err(loser)) | (Err(loser), Ok(())) => loser,
            both => panic!("exactly one wins: {both:?}"),
        };
        assert!(
            matches!(
                loser,
                Error::Refused(Fault::Obstacle(Obstacle::Circle { .. }))
            ),
            "{loser:?}"
        );
        let ties = (world.superior(a.unit).await, world.superior(b.unit).await);
        assert!(ties.0.is_some() != ties.1.is_some());
    }
}

async fn rule_19_of_two_reviewers_one_decides(database: TestDatabase) {
    let world = World::new(&database).await;
    let other = database.another().await;
    let superior = world.unit().await;
    let colleague = world.colleague(&superior, "周岚").await;
    for _ in 0..50 {
        let unit = world.unit().await;
        let application = world.apply(&unit, &superior).await.expect("applied");
        let (first, second) = tokio::join!(
            decide(
                &world.db,
                &superior,
                decision(application, 1, Outcome::Approve)
            ),
            decide(
                &other,
                &colleague,
                decision(application, 1, Outcome::Reject)
            ),
        );
        assert!(first.is_ok() != second.is_ok());
        let loser = first.err().or(second.err()).expect("one lost");
        assert!(
            matches!(loser, Error::Refused(Fault::Stale(_))),
            "{loser:?}"
        );
        assert_eq!(world.version(application).await, 2);
    }
}
