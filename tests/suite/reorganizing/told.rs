//! Who is told of a proposal, and of what came of it.

use super::Scene;
use crate::support::{Actor, Server, TestDatabase};
use http::StatusCode;
use lishu::domain::reorganization::BranchChange;
use lishu::domain::{Reason, Role};
use lishu::server::now;
use lishu::server::store::{self, Order};
use std::time::Duration;

on_both_engines!(
    an_administrator_is_told_what_ended_a_unit,
    a_proposal_is_told_and_leads_to_where_it_is_settled,
    whoever_gains_or_loses_units_is_told,
    whoever_stood_above_an_abolished_unit_is_told,
    who_comes_below_a_unit_while_it_is_disabled_hears_of_it,
);

async fn an_administrator_is_told_what_ended_a_unit(database: TestDatabase) {
    let scene = Scene::new(&database).await;
    scene.world.disable(scene.west.unit).await;
    scene
        .done(&Order {
            target: None,
            ..scene.order(BranchChange::Abolish)
        })
        .await;
    let server = Server::start(&database).await;
    let administrator = scene.world.administrator(Role::System).await;
    let browser = server.administration(administrator).await;
    let told = "的合并或撤销中结束。恢复使用后它没有上级";
    let page = async |unit: &Actor| {
        browser
            .get(&format!("/admin/units/{}", unit.unit))
            .await
            .body
    };
    assert!(page(&scene.east).await.contains(told));
    assert!(!page(&scene.west).await.contains(told), "disabled only");
}

async fn a_proposal_is_told_and_leads_to_where_it_is_settled(database: TestDatabase) {
    let scene = Scene::new(&database).await;
    let world = &scene.world;
    let server = Server::start(&database).await;
    let second = server.session(scene.second.operator).await;
    let (east, west) = (
        world.row(scene.east.unit).await.name,
        world.row(scene.west.unit).await.name,
    );
    let order = scene.order(BranchChange::Merge);
    let id = scene.propose(&order).await.expect("proposed");
    let (page, leads) = second.newest_message().await;
    let said = format!("有人提出把「{east}」并入「{west}」，请另一位审核人核对后办理。");
    assert!(page.contains(&said), "{page}");
    assert_eq!(leads, format!("/units/reorganize/{id}"));
    assert_eq!(second.get(&leads).await.status, StatusCode::OK);
    let why = Reason::parse("再议").expect("a reason");
    let mut tx = world.begin().await;
    store::refuse_reorganization(&mut tx, scene.second.reviewer(), (id, 1), &why, now())
        .await
        .expect("refused");
    tx.commit().await.expect("committed");
    let (page, leads) = second.newest_message().await;
    let said = format!("把「{east}」并入「{west}」没有通过核对，已驳回。");
    assert!(page.contains(&said), "{page}");
    assert_eq!(leads, format!("/units/reorganize/{id}"));
    // Other systems choose it as they do the others.
    crate::outbox::hook(world, "http://127.0.0.1:9/x", "reorganization").await;
    let allowed = store::Allowed {
        webhook: true,
        mail: true,
    };
    let mut tx = world.begin().await;
    store::distribute(&mut tx, allowed, now())
        .await
        .expect("distributed");
    tx.commit().await.expect("committed");
    assert_eq!(world.count("delivery").await, 2, "proposed, and refused");
}

async fn whoever_gains_or_loses_units_is_told(database: TestDatabase) {
    let (scene, middle) = Scene::deep(&database).await;
    let world = &scene.world;
    scene.done(&scene.order(BranchChange::Move)).await;
    let server = Server::start(&database).await;
    let (east, west) = (
        world.row(scene.east.unit).await.name,
        world.row(scene.west.unit).await.name,
    );
    let said = format!("「{east}」的下级单位划转到「{west}」，请核对下级单位。");
    for office in [&scene.east, &scene.west] {
        assert_eq!(world.told(office).await, ["reviews reorganization_done"]);
        let browser = server.session(office.operator).await;
        let (page, leads) = browser.newest_message().await;
        assert!(page.contains(&said), "{page}");
        assert_eq!(leads, "/units");
    }
    assert!(world.told(&middle).await.is_empty(), "its own units stay");
    let (page, _) = server
        .session(scene.schools[0].operator)
        .await
        .newest_message()
        .await;
    let said = format!("因单位划转，本单位的上级单位由「{east}」改为「{west}」，请核对。");
    assert!(page.contains(&said), "{page}");
}

async fn whoever_stood_above_an_abolished_unit_is_told(database: TestDatabase) {
    let (scene, middle) = Scene::deep(&database).await;
    let world = &scene.world;
    let order = Order {
        target: None,
        ..scene.order(BranchChange::Abolish)
    };
    scene.done(&order).await;
    let server = Server::start(&database).await;
    let east = world.row(scene.east.unit).await.name;
    let (page, leads) = server.session(middle.operator).await.newest_message().await;
    let said = format!("「{east}」已撤销，下级单位不再有上级单位，请核对下级单位。");
    assert!(page.contains(&said), "{page}");
    assert_eq!(leads, "/units");
    let (page, _) = server
        .session(scene.schools[0].operator)
        .await
        .newest_message()
        .await;
    let said = format!("因「{east}」撤销，本单位不再有上级单位，请重新申请绑定。");
    assert!(page.contains(&said), "{page}");
    assert_eq!(world.told(&scene.east).await, ["applies abolished"]);
}

async fn who_comes_below_a_unit_while_it_is_disabled_hears_of_it(database: TestDatabase) {
    let scene = Scene::new(&database).await;
    let administrator = scene.world.administrator(Role::System).await;
    let order = scene.order(BranchChange::Merge);
    let id = scene.propose(&order).await.expect("proposed");
    let seen = scene.plan(&order).await.digest;
    let mut tx = scene.world.begin().await;
    let agreed = store::agree(&mut tx, scene.second.reviewer(), (id, 1), &seen, now()).await;
    agreed.expect("agreed");
    let (other, west) = (database.another().await, scene.west.unit);
    let disabling = tokio::spawn(async move {
        let mut tx = other.begin().await.expect("begun");
        let disabled = store::disable(&mut tx, west, administrator, "停用", now()).await;
        disabled.expect("disabled");
        tx.commit().await.expect("committed");
    });
    // By then it has come as far as it can.
    tokio::time::sleep(Duration::from_millis(300)).await;
    tx.commit().await.expect("committed");
    disabling.await.expect("disabled");
    let told = "message m JOIN event e ON e.id = m.event_id
        WHERE e.kind = 'disabled' AND m.audience = 'applies'";
    assert_eq!(scene.count(told.to_owned()).await, 3);
}
