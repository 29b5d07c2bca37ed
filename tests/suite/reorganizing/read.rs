//! What those concerned read of it: on their pages, in their histories, and of what waited.

use super::Scene;
use crate::support::{Actor, Server, TestDatabase};
use lishu::domain::reorganization::BranchChange;
use lishu::domain::{ApplicationKind, Role};
use lishu::server::store::Order;
use lishu::texts;

on_both_engines!(
    who_takes_units_over_hears_of_it_without_a_reviewer_too,
    who_takes_units_over_has_it_in_its_history_by_name,
    a_unit_that_ended_is_bound_nowhere_and_missed_by_nobody,
    who_was_released_reads_so,
    an_application_to_a_merged_unit_says_what_happened_and_whom_to_ask,
    an_application_to_an_abolished_unit_says_what_happened,
    who_was_moved_reads_why_its_application_is_moot,
    a_preview_without_a_target_names_who_loses_a_superior,
);

impl Scene {
    async fn name(&self, unit: &Actor) -> String {
        self.world.row(unit.unit).await.name
    }

    fn abolished(&self) -> Order {
        Order {
            target: None,
            ..self.order(BranchChange::Abolish)
        }
    }
}

async fn page(server: &Server, actor: &Actor, path: &str) -> String {
    server.session(actor.operator).await.get(path).await.body
}

async fn who_takes_units_over_hears_of_it_without_a_reviewer_too(database: TestDatabase) {
    let scene = Scene::new(&database).await;
    let server = Server::start(&database).await;
    let operator = scene.west.operator;
    let (east, west) = (scene.name(&scene.east).await, scene.name(&scene.west).await);
    let moved = format!("「{east}」的下级单位划转到「{west}」，请核对下级单位。");
    let merged = format!("「{east}」已并入「{west}」，下级单位一并划转，请核对下级单位。");
    let browser = server.session(operator).await;
    for (manages, change, said, to_do, leads_to) in [
        (
            1,
            BranchChange::Move,
            moved,
            "请在经办人管理里指定一位",
            "/people",
        ),
        (
            0,
            BranchChange::Merge,
            merged,
            "先指定一位单位管理员",
            "/tie",
        ),
    ] {
        let set = "UPDATE operator SET reviews = 0, manages";
        let set = format!("{set} = {manages} WHERE id = {operator}");
        scene.world.change(set).await;
        scene.done(&scene.order(change)).await;
        let (page, leads) = browser.newest_message().await;
        assert!(page.contains(&said) && page.contains(to_do), "{page}");
        assert_eq!(leads, leads_to);
    }
    assert_eq!(
        scene.world.told(&scene.west).await,
        ["manages reorganization_done", "applies reorganization_done"]
    );
}

async fn who_takes_units_over_has_it_in_its_history_by_name(database: TestDatabase) {
    let scene = Scene::new(&database).await;
    scene.done(&scene.order(BranchChange::Move)).await;
    let server = Server::start(&database).await;
    let administrator = scene.world.administrator(Role::System).await;
    let admin = server.administration(administrator).await;
    let (east, west) = (scene.name(&scene.east).await, scene.name(&scene.west).await);
    let received = format!("接收下级单位：「{east}」的下级单位划转到「{west}」");
    let done = format!("完成单位调整：「{east}」的下级单位划转到「{west}」");
    let moved = format!("随单位划转，上级单位由「{east}」变更为「{west}」");
    for (unit, said) in [
        (&scene.west, received),
        (&scene.east, done),
        (&scene.schools[0], moved),
    ] {
        let own = page(&server, unit, "/tie").await;
        assert!(own.contains(&said), "{said}: {own}");
        let file = admin.get(&format!("/admin/units/{}", unit.unit)).await.body;
        assert!(file.contains(&said), "{said}: {file}");
    }
}

async fn a_unit_that_ended_is_bound_nowhere_and_missed_by_nobody(database: TestDatabase) {
    let scene = Scene::new(&database).await;
    let asked = scene
        .ask(ApplicationKind::Unbind, &scene.east, &scene.top)
        .await;
    let server = Server::start(&database).await;
    let case = format!("/review/{asked}");
    let waiting = page(&server, &scene.top, &case).await;
    assert!(waiting.contains(">已绑定<"), "{waiting}");
    scene.done(&scene.order(BranchChange::Merge)).await;
    let closed = page(&server, &scene.top, &case).await;
    assert!(closed.contains("（没有上级单位）"), "{closed}");
    let list = page(&server, &scene.top, "/review?tab=settled").await;
    assert!(list.contains(&scene.name(&scene.east).await), "{list}");
    assert!(closed.contains(">未绑定<"), "{closed}");
    assert!(!closed.contains(">已绑定<"), "{closed}");
    assert!(list.contains("data-label=\"绑定状态\">未绑定<"), "{list}");
    let board = page(&server, &scene.top, "/board").await;
    assert!(board.contains("最近 14 天没有单位离开后无上级"), "{board}");
}

async fn who_was_released_reads_so(database: TestDatabase) {
    let scene = Scene::new(&database).await;
    scene.done(&scene.abolished()).await;
    let server = Server::start(&database).await;
    let east = scene.name(&scene.east).await;
    let read = page(&server, &scene.schools[0], "/tie").await;
    let said = format!("随上级单位「{east}」撤销解除绑定");
    assert!(read.contains(&said), "{read}");
    assert!(!read.contains("变更"), "{read}");
}

async fn an_application_to_a_merged_unit_says_what_happened_and_whom_to_ask(
    database: TestDatabase,
) {
    let scene = Scene::new(&database).await;
    let applicant = scene.world.unit().await;
    scene
        .ask(ApplicationKind::Bind, &applicant, &scene.east)
        .await;
    scene.done(&scene.order(BranchChange::Merge)).await;
    let server = Server::start(&database).await;
    let (east, west) = (scene.name(&scene.east).await, scene.name(&scene.west).await);
    let because = format!("因「{east}」并入「{west}」，");
    let workbench = page(&server, &applicant, "/workbench").await;
    for said in [
        format!("{because}向「{east}」的申请于"),
        format!("需要的话向「{west}」重新申报"),
        "机构改革".to_owned(),
    ] {
        assert!(workbench.contains(&said), "{said}: {workbench}");
    }
    let history = page(&server, &applicant, "/tie").await;
    let said = format!("申请关闭（绑定上级单位）：「{east}」，因「{east}」并入「{west}」");
    assert!(history.contains(&said), "{history}");
    let browser = server.session(applicant.operator).await;
    let (message, leads) = browser.newest_message().await;
    let said = format!("{because}本单位向「{east}」提交的绑定申请已关闭");
    assert!(message.contains(&said), "{message}");
    assert_eq!(leads, "/workbench");
}

async fn an_application_to_an_abolished_unit_says_what_happened(database: TestDatabase) {
    let scene = Scene::new(&database).await;
    let applicant = scene.world.unit().await;
    scene
        .ask(ApplicationKind::Bind, &applicant, &scene.east)
        .await;
    scene
        .ask(ApplicationKind::Unbind, &scene.schools[0], &scene.east)
        .await;
    scene.done(&scene.abolished()).await;
    let server = Server::start(&database).await;
    let east = scene.name(&scene.east).await;
    let workbench = page(&server, &applicant, "/workbench").await;
    for said in [
        format!("因「{east}」撤销，向「{east}」的申请于"),
        "请询问主管部门由哪个单位接替".to_owned(),
    ] {
        assert!(workbench.contains(&said), "{said}: {workbench}");
    }
    // Who asked to leave it has left.
    let workbench = page(&server, &scene.schools[0], "/workbench").await;
    let said = format!("因「{east}」撤销，本单位与原上级单位的绑定已解除");
    assert!(workbench.contains(&said), "{workbench}");
}

async fn who_was_moved_reads_why_its_application_is_moot(database: TestDatabase) {
    let scene = Scene::new(&database).await;
    scene
        .ask(ApplicationKind::Transfer, &scene.schools[1], &scene.top)
        .await;
    scene.done(&scene.order(BranchChange::Move)).await;
    let server = Server::start(&database).await;
    let (east, west) = (scene.name(&scene.east).await, scene.name(&scene.west).await);
    let workbench = page(&server, &scene.schools[1], "/workbench").await;
    let said = format!("因「{east}」的下级单位划转到「{west}」，本单位的上级单位改为「{west}」");
    assert!(workbench.contains(&said), "{workbench}");
    assert!(
        workbench.contains("仍要变更或解除的，请重新申请"),
        "{workbench}"
    );
}

async fn a_preview_without_a_target_names_who_loses_a_superior(database: TestDatabase) {
    let scene = Scene::new(&database).await;
    let east = scene.east.code.as_str();
    let form = [
        ("go", "preview"),
        ("kind", "abolish"),
        ("unit", east),
        ("why", "机构改革"),
    ];
    let server = Server::start(&database).await;
    let browser = server.session(scene.top.operator).await;
    let released = browser.post("/units/reorganize", &form).await.body;
    assert!(released.contains("不再有上级的单位（3 个）"), "{released}");
    assert!(
        released.contains("不再有上级的每个单位都会收到消息"),
        "{released}"
    );
    assert!(!released.contains("换上级的单位（"), "{released}");
    let moved = scene.plan(&scene.order(BranchChange::Abolish)).await;
    assert_eq!(texts::reorganization::named(&moved), "换上级的单位（3 个）");
}
