//! The 系统管理员 helps the people of any unit: a link, another phone, a hand-over.

use crate::support::world::PASSWORD;
use crate::support::{Actor, Server, TestDatabase, World};
use lishu::domain::Role;
use lishu::server::store::sql;
use reqwest::StatusCode;

on_both_engines!(
    a_link_is_shown_once_and_lets_its_owner_in,
    a_leaver_s_work_is_handed_over,
    a_phone_is_changed_and_an_operator_disabled_and_enabled,
    none_but_the_system_administrator_manages_anybody_s_people,
    who_adds_nobody_is_told_who_can,
    what_an_administrator_does_not_find_leads_back_to_the_administration,
);

async fn noted(world: &World, kind: &str, of: &Actor) -> i64 {
    let text = "SELECT COUNT(*) FROM act
        WHERE kind = $1 AND unit_id = $2 AND administrator_id > 0 AND operator_id IS NULL";
    let statement = sql(text).bind(kind).bind(of.unit);
    let counted = statement.int(&mut world.read().await).await;
    counted.expect("counted")
}

async fn a_link_is_shown_once_and_lets_its_owner_in(database: TestDatabase) {
    let world = World::new(&database).await;
    let unit = world.unit().await;
    let server = Server::start(&database).await;
    let browser = server
        .administration(world.administrator(Role::System).await)
        .await;
    let page = browser.get(&format!("/admin/units/{}", unit.unit)).await;
    let path = format!("/admin/operators/{}", unit.operator);
    assert!(
        page.body.contains(&format!("href=\"{path}\"")),
        "{}",
        page.body
    );
    let made = browser.post(&path, &[("go", "link")]).await;
    assert_eq!(made.status, StatusCode::OK, "{}", made.body);
    let at = made.body.find("/reset/").expect("the link is shown");
    let link: String = made.body[at..].chars().take_while(|c| *c != '"').collect();
    assert!(!browser.get(&path).await.body.contains("/reset/"), "once");
    let password = "松花江上 2026 年的第一场雪";
    let owner = server.browser();
    let form = [("password", password), ("repeated", password)];
    assert_eq!(
        owner.post(&link, &form).await.location(),
        "/login?panel=operator&done=reset"
    );
    let signed = owner
        .sign_in(unit.code.as_str(), &unit.mobile, password)
        .await;
    assert_eq!(signed.status, StatusCode::SEE_OTHER);
    assert_eq!(noted(&world, "link_made", &unit).await, 1);
}

async fn a_leaver_s_work_is_handed_over(database: TestDatabase) {
    let world = World::new(&database).await;
    let leaver = world.unit().await;
    let heir = world.colleague(&leaver, "周岚").await;
    let server = Server::start(&database).await;
    let left = server.session(leaver.operator).await;
    let browser = server
        .administration(world.administrator(Role::System).await)
        .await;
    let path = format!("/admin/operators/{}", leaver.operator);
    let heir = heir.operator.to_string();
    let refused = browser.post(&path, &[("go", "hand-over")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let form = [("go", "hand-over"), ("successor", &heir), ("why", "离职")];
    let done = browser.post(&path, &form).await;
    assert_eq!(done.location(), format!("{path}?done=hand-over"));
    assert!(left.get("/workbench").await.status.is_redirection(), "out");
    assert_eq!(noted(&world, "handed_over", &leaver).await, 1);
}

async fn a_phone_is_changed_and_an_operator_disabled_and_enabled(database: TestDatabase) {
    let world = World::new(&database).await;
    let unit = world.unit().await;
    let server = Server::start(&database).await;
    let browser = server
        .administration(world.administrator(Role::System).await)
        .await;
    let path = format!("/admin/operators/{}", unit.operator);
    let unproved = [("go", "phone"), ("mobile", "13600008002")];
    let refused = browser.post(&path, &unproved).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let form = [unproved[0], unproved[1], ("password", PASSWORD)];
    let done = browser.post(&path, &form).await;
    assert_eq!(
        done.location(),
        format!("{path}?done=phone"),
        "{}",
        done.body
    );
    for (go, kind) in [
        ("disable", "operator_disabled"),
        ("enable", "operator_enabled"),
    ] {
        let done = browser
            .post(&path, &[("go", go), ("why", "核实身份")])
            .await;
        assert_eq!(
            done.location(),
            format!("{path}?done={go}"),
            "{}",
            done.body
        );
        assert_eq!(noted(&world, kind, &unit).await, 1);
    }
    assert_eq!(noted(&world, "phone_changed", &unit).await, 1);
}

async fn none_but_the_system_administrator_manages_anybody_s_people(database: TestDatabase) {
    let world = World::new(&database).await;
    let unit = world.unit().await;
    let server = Server::start(&database).await;
    let path = format!("/admin/operators/{}", unit.operator);
    let disable = [("go", "disable"), ("why", "x")];
    for role in [Role::Security, Role::Audit] {
        let browser = server.administration(world.administrator(role).await).await;
        assert_eq!(browser.get(&path).await.status, StatusCode::NOT_FOUND);
        let pressed = browser.post(&path, &disable).await;
        assert_eq!(pressed.status, StatusCode::NOT_FOUND);
    }
    let own = server.session(unit.operator).await;
    assert_eq!(own.get(&path).await.status, StatusCode::NOT_FOUND);
    assert_eq!(
        own.post(&path, &disable).await.status,
        StatusCode::NOT_FOUND
    );
    let disabled = "operator WHERE disabled_at IS NOT NULL";
    assert_eq!(world.count(disabled).await, 0);
}

async fn who_adds_nobody_is_told_who_can(database: TestDatabase) {
    let world = World::new(&database).await;
    let unit = world.unit().await;
    world.run(sql("UPDATE operator SET manages = 1")).await;
    let server = Server::start(&database).await;
    let browser = server
        .administration(world.administrator(Role::System).await)
        .await;
    let path = format!("/admin/operators/{}", unit.operator);
    let page = browser.get(&path).await.body;
    assert!(page.contains("平台不能替单位新增经办人"), "{page}");
    assert!(!page.contains("请先新增"), "{page}");
    let own = server.session(unit.operator).await;
    let page = own.get(&format!("/people/{}", unit.operator)).await.body;
    assert!(page.contains("请先新增经办人"), "{page}");
    world.colleague(&unit, "周岚").await;
    let page = browser.get(&path).await.body;
    assert!(
        page.contains("接替人得到") && !page.contains("请先新增"),
        "{page}"
    );
    let page = own.get(&format!("/people/{}", unit.operator)).await.body;
    assert!(page.contains("没有接替人的，请先新增。"), "{page}");
}

async fn what_an_administrator_does_not_find_leads_back_to_the_administration(
    database: TestDatabase,
) {
    let world = World::new(&database).await;
    let unit = world.unit().await;
    let server = Server::start(&database).await;
    let paths = ["/workbench", "/review/1", "/admin/no-such-page"];
    for role in [Role::System, Role::Security, Role::Audit] {
        let browser = server.administration(world.administrator(role).await).await;
        for path in paths {
            let page = browser.get(path).await;
            assert_eq!(page.status, StatusCode::NOT_FOUND);
            assert!(page.body.contains("href=\"/admin\""), "{}", page.body);
            assert!(!page.body.contains("href=\"/workbench\""), "{}", page.body);
            assert!(!page.body.contains("工作台"), "{}", page.body);
        }
        assert_eq!(browser.get("/admin").await.status, StatusCode::OK);
    }
    let page = server.session(unit.operator).await.get("/admin").await;
    assert!(page.body.contains("href=\"/workbench\""), "{}", page.body);
}
