//! 撤销 and 合并: what becomes of those below, and of what waits.

use super::Scene;
use crate::support::TestDatabase;
use crate::support::world::refused;
use lishu::domain::reorganization::BranchChange;
use lishu::domain::{ApplicationKind, ApplicationState, Fault, Obstacle};
use lishu::server::store::Order;

on_both_engines!(
    an_abolished_unit_is_released_with_what_waits_for_it,
    a_merged_unit_s_branch_goes_over,
);

async fn an_abolished_unit_is_released_with_what_waits_for_it(database: TestDatabase) {
    let scene = Scene::new(&database).await;
    let applicant = scene.world.unit().await;
    let waiting = scene
        .ask(ApplicationKind::Bind, &applicant, &scene.east)
        .await;
    let leaving = scene
        .ask(ApplicationKind::Unbind, &scene.schools[0], &scene.east)
        .await;
    let moving = scene
        .ask(ApplicationKind::Transfer, &scene.schools[1], &scene.west)
        .await;
    let own = scene
        .ask(ApplicationKind::Unbind, &scene.east, &scene.top)
        .await;
    let order = Order {
        target: None,
        ..scene.order(BranchChange::Abolish)
    };
    let plan = scene.plan(&order).await;
    assert_eq!((plan.units, plan.closing, plan.waiting), (3, 3, 2));
    assert!(plan.above.is_some());
    scene.done(&order).await;
    for unit in scene.schools.iter().chain([&scene.east]) {
        assert_eq!(scene.world.superior(unit.unit).await, None);
    }
    for closed in [waiting, leaving, own] {
        assert_eq!(scene.world.state(closed).await, ApplicationState::Closed);
    }
    // Who is released may go on to another superior.
    assert_eq!(scene.world.state(moving).await, ApplicationState::Pending);
    assert!(scene.world.row(scene.east.unit).await.disabled_at.is_some());
    let bound = refused(scene.world.apply(&applicant, &scene.east).await);
    assert!(matches!(
        bound,
        Fault::Obstacle(Obstacle::SuperiorDisabled { .. })
    ));
    let closed = format!(
        "event e JOIN message m ON m.event_id = e.id WHERE e.kind = 'closed'
         AND e.why = '机构改革' AND m.unit_id = {}",
        applicant.unit
    );
    assert_eq!(scene.count(closed).await, 1);
    assert_eq!(
        scene.count("event WHERE kind = 'abolished'".into()).await,
        1
    );
}

async fn a_merged_unit_s_branch_goes_over(database: TestDatabase) {
    let scene = Scene::new(&database).await;
    let moving = scene
        .ask(ApplicationKind::Transfer, &scene.schools[1], &scene.top)
        .await;
    scene.done(&scene.order(BranchChange::Merge)).await;
    for school in &scene.schools {
        assert_eq!(
            scene.world.superior(school.unit).await,
            Some(scene.west.unit)
        );
    }
    assert_eq!(scene.world.superior(scene.east.unit).await, None);
    assert!(scene.world.row(scene.east.unit).await.disabled_at.is_some());
    // It asked a superior that it no longer has.
    assert_eq!(scene.world.state(moving).await, ApplicationState::Closed);
}
