//! 单位管理: the 系统管理员 finds units, verifies, returns, disables and enables them.

use crate::support::server::Browser;
use crate::support::world::PASSWORD;
use crate::support::{Actor, Server, TestDatabase, World, vault};
use lishu::domain::admin::{UnitSearch, UnitSearchDraft, UnitState};
use lishu::domain::{ApplicationState, Fault, Role};
use lishu::server::demo::{Size, fill};
use lishu::server::now;
use lishu::server::store::{self, FoundUnit, sql};
use reqwest::StatusCode;

on_both_engines!(
    a_unit_is_found_by_two_characters_of_its_name,
    a_unit_is_found_by_its_code,
    pages_go_on_where_the_last_ended,
    the_demo_s_names_are_found_as_the_domain_folds_them,
    those_that_wait_come_in_the_order_in_which_they_asked,
    a_unit_is_verified_or_returned_once,
    what_changed_since_it_was_read_is_not_verified,
    rule_14_a_disabled_unit_s_applications_close_and_stay_closed,
    a_unit_s_page_has_its_whole_history,
    none_but_the_system_administrator_sees_units,
    no_administrator_sees_queues_or_decides,
    nobody_holds_two_roles_or_acts_for_a_unit_beside_one,
    a_renamed_unit_is_found_by_its_new_name_only,
);

async fn search(world: &World, query: &str) -> Vec<FoundUnit> {
    let draft = UnitSearchDraft::from_query(query);
    let search = UnitSearch::try_from(draft).expect("a search");
    let mut conn = world.read().await;
    let found = store::search_units(&mut conn, &search, 20).await;
    found.expect("read")
}

fn ids(found: &[FoundUnit]) -> Vec<i64> {
    found.iter().map(|unit| unit.id).collect()
}

/// Gives a unit a name, with what it is found by.
async fn rename(world: &World, unit: &Actor, name: &str) {
    let before = world.row(unit.unit).await.name;
    let mut tx = world.begin().await;
    sql("UPDATE unit SET name = $2 WHERE id = $1")
        .bind(unit.unit)
        .bind(name)
        .execute(&mut tx)
        .await
        .expect("renamed");
    let indexed = store::index_name(&mut tx, unit.unit, &before, name).await;
    indexed.expect("indexed");
    tx.commit().await.expect("committed");
}

/// As a unit that has just registered: nobody has verified it.
async fn asks(world: &World, unit: &Actor, asked_at: i64) {
    world
        .change(format!(
            "UPDATE unit SET verified_at = NULL, asked_at = {asked_at} WHERE id = {}",
            unit.unit
        ))
        .await;
}

async fn browser(world: &World, database: &TestDatabase, role: Role) -> Browser {
    let administrator = world.administrator(role).await;
    Server::start(database)
        .await
        .administration(administrator)
        .await
}

async fn a_unit_is_found_by_two_characters_of_its_name(database: TestDatabase) {
    let world = World::new(&database).await;
    let (one, other) = (world.unit().await, world.unit().await);
    rename(&world, &one, "松江（Ａ）中学").await;
    rename(&world, &other, "松江小学").await;
    assert_eq!(
        ids(&search(&world, "name=松江").await),
        [one.unit, other.unit]
    );
    for typed in ["江(", "（a）", "中学"] {
        assert_eq!(
            ids(&search(&world, &format!("name={typed}")).await),
            [one.unit],
            "{typed}"
        );
    }
    assert!(search(&world, "name=大学").await.is_empty());
    assert!(search(&world, "name=松江&state=waiting").await.is_empty());
    assert_eq!(search(&world, "name=松江&state=verified").await.len(), 2);
}

async fn a_unit_is_found_by_its_code(database: TestDatabase) {
    let world = World::new(&database).await;
    let (one, _other) = (world.unit().await, world.unit().await);
    let code = one.code.as_str().to_lowercase();
    assert_eq!(
        ids(&search(&world, &format!("code={code}")).await),
        [one.unit]
    );
    let page = browser(&world, &database, Role::System).await;
    let page = page.get("/admin/units?code=123&name=x").await;
    assert!(
        page.body.contains("统一社会信用代码是 18 位"),
        "{}",
        page.body
    );
    assert!(page.body.contains("请至少输入两个字"), "{}", page.body);
}

async fn pages_go_on_where_the_last_ended(database: TestDatabase) {
    let world = World::new(&database).await;
    for _ in 0..25 {
        world.unit().await;
    }
    let browser = browser(&world, &database, Role::System).await;
    for filter in ["", "name=%E7%A4%BA%E4%BE%8B", "state=verified"] {
        let first = browser.get(&format!("/admin/units?{filter}")).await;
        assert_eq!(
            first.body.matches("class=\"table-name\"").count(),
            20,
            "{filter}"
        );
        let next = first
            .body
            .split("href=\"")
            .filter(|rest| rest.contains("after="));
        let next = next.last().and_then(|rest| rest.split('"').next());
        let next = next.expect("a next page").replace("&amp;", "&");
        let second = browser.get(&next).await;
        assert_eq!(
            second.body.matches("class=\"table-name\"").count(),
            5,
            "{filter} {next}"
        );
        assert!(!second.body.contains("下一页"), "{filter}");
    }
}

async fn the_demo_s_names_are_found_as_the_domain_folds_them(database: TestDatabase) {
    let size = Size {
        units: 600,
        pending: 200,
    };
    fill(&database.db, &vault(), size, &|_, _| {})
        .await
        .expect("filled");
    let mut conn = database.db.read().await.expect("a connection");
    let names: Vec<(i64, String)> = sql("SELECT id, name FROM unit")
        .all(&mut conn)
        .await
        .expect("read");
    let mut kept: Vec<(String, i64)> = sql("SELECT gram, unit_id FROM unit_gram")
        .all(&mut conn)
        .await
        .expect("read");
    kept.sort();
    let grams = names.iter().flat_map(|(id, name)| {
        lishu::domain::grams(name)
            .into_iter()
            .map(move |gram| (gram, *id))
    });
    let mut expected: Vec<(String, i64)> = grams.collect();
    expected.sort();
    assert_eq!(kept, expected);
}

async fn those_that_wait_come_in_the_order_in_which_they_asked(database: TestDatabase) {
    let world = World::new(&database).await;
    let (one, two, three) = (world.unit().await, world.unit().await, world.unit().await);
    for (unit, asked_at) in [(&one, 30), (&two, 10), (&three, 20)] {
        asks(&world, unit, asked_at).await;
    }
    let waiting = search(&world, "state=waiting").await;
    assert_eq!(ids(&waiting), [two.unit, three.unit, one.unit]);
    assert!(
        waiting
            .iter()
            .all(|unit| unit.state() == UnitState::Waiting)
    );
    let rest = search(&world, &format!("state=waiting&after=20.{}", three.unit)).await;
    assert_eq!(ids(&rest), [one.unit]);
    let named = search(&world, "state=waiting&name=示例").await;
    assert_eq!(ids(&named), [one.unit, two.unit, three.unit]);
}

async fn a_unit_is_verified_or_returned_once(database: TestDatabase) {
    let world = World::new(&database).await;
    let unit = world.unit().await;
    asks(&world, &unit, 1).await;
    let browser = browser(&world, &database, Role::System).await;
    let path = format!("/admin/units/{}", unit.unit);
    let press = async |go: &str, why: &str| {
        let version = world.row(unit.unit).await.version.to_string();
        browser
            .post(&path, &[("go", go), ("version", &version), ("why", why)])
            .await
    };
    let refused = press("return", " ").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("请输入办理说明"), "{}", refused.body);
    for _ in 0..2 {
        let answer = press("return", "证书不清楚").await;
        assert_eq!(answer.location(), format!("{path}?done=return"));
    }
    assert_eq!(
        world
            .count("event WHERE kind = 'unit_returned' AND administrator_id > 0")
            .await,
        1
    );
    assert_eq!(ids(&search(&world, "state=returned").await), [unit.unit]);
    let page = browser.get(&path).await.body;
    assert!(
        page.contains("被退回") && page.contains("证书不清楚"),
        "{page}"
    );
    for _ in 0..2 {
        let answer = press("verify", "").await;
        assert_eq!(answer.location(), format!("{path}?done=verify"));
    }
    assert_eq!(world.count("event WHERE kind = 'verified'").await, 1);
    // Who acts for the unit hears of both, once.
    assert_eq!(
        world.told(&unit).await,
        ["applies unit_returned", "applies verified"]
    );
    assert!(world.all_told_has_words().await);
    assert_eq!(ids(&search(&world, "state=verified").await), [unit.unit]);
    assert_eq!(press("return", "迟了").await.status, StatusCode::CONFLICT);
}

async fn what_changed_since_it_was_read_is_not_verified(database: TestDatabase) {
    let world = World::new(&database).await;
    let unit = world.unit().await;
    asks(&world, &unit, 1).await;
    let administrator = world.administrator(Role::System).await;
    let seen = world.row(unit.unit).await.version;
    world
        .change(format!(
            "UPDATE unit SET version = version + 1 WHERE id = {}",
            unit.unit
        ))
        .await;
    for verify in [true, false] {
        let mut tx = world.begin().await;
        let done = match verify {
            true => store::verify_unit(&mut tx, unit.unit, seen, administrator, now()).await,
            false => store::return_unit(&mut tx, unit.unit, seen, administrator, "x", now()).await,
        };
        assert_eq!(crate::support::world::refused(done), Fault::Changed);
    }
    assert_eq!(world.row(unit.unit).await.verified_at, None);
}

async fn rule_14_a_disabled_unit_s_applications_close_and_stay_closed(database: TestDatabase) {
    let world = World::new(&database).await;
    let (unit, superior) = (world.unit().await, world.unit().await);
    let application = world.apply(&unit, &superior).await.expect("applied");
    let server = Server::start(&database).await;
    let reviewer = server.session(superior.operator).await;
    let administrator = world.administrator(Role::System).await;
    let browser = server.administration(administrator).await;
    let path = format!("/admin/units/{}", superior.unit);
    let refused = browser.post(&path, &[("go", "disable")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = browser.get(&path).await.body;
    assert!(page.contains("等待它审核的 1 条申请会全部关闭"), "{page}");
    let press = [("go", "disable"), ("why", "单位撤销")];
    for (confirm, said) in [("", "以免误办"), ("别的单位", "aria-invalid")] {
        let form = [&press[..], &[("confirm", confirm)]].concat();
        let refused = browser.post(&path, &form).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.body.contains(said), "{}", refused.body);
    }
    assert_eq!(world.state(application).await, ApplicationState::Pending);
    let name = world.row(superior.unit).await.name;
    let form = [&press[..], &[("confirm", name.as_str())]].concat();
    browser.post(&path, &form).await;
    assert_eq!(world.state(application).await, ApplicationState::Closed);
    assert!(
        reviewer.get("/review").await.status.is_redirection(),
        "from the next request on"
    );
    let (code, mobile) = (superior.code.as_str(), superior.mobile.as_str());
    for (password, status, said) in [
        (PASSWORD, StatusCode::FORBIDDEN, "您的单位已停用"),
        ("wrong", StatusCode::UNAUTHORIZED, "密码不对"),
    ] {
        let tried = server.browser().sign_in(code, mobile, password).await;
        assert_eq!(tried.status, status);
        assert!(tried.body.contains(said), "{}", tried.body);
    }
    browser
        .post(&path, &[("go", "enable"), ("why", "撤销有误")])
        .await;
    assert_eq!(world.state(application).await, ApplicationState::Closed);
    assert!(
        reviewer.get("/review").await.status.is_redirection(),
        "what has ended does not begin again"
    );
    let again = server.signed_in(&superior).await;
    assert_eq!(again.get("/review").await.status, StatusCode::OK);
    let by = format!(
        "event WHERE kind IN ('disabled', 'enabled') AND administrator_id = {administrator}"
    );
    assert_eq!(world.count(Box::leak(by.into_boxed_str())).await, 2);
}

async fn a_unit_s_page_has_its_whole_history(database: TestDatabase) {
    let world = World::new(&database).await;
    let (unit, superior) = (world.unit().await, world.unit().await);
    world.bind(&unit, &superior).await;
    for n in 0..25 {
        world
            .change(format!(
                "INSERT INTO act (kind, unit_id, at) VALUES ('phone_changed', {}, {n})",
                unit.unit
            ))
            .await;
    }
    let browser = browser(&world, &database, Role::System).await;
    let first = browser.get(&format!("/admin/units/{}", unit.unit)).await;
    assert_eq!(first.status, StatusCode::OK);
    let items = |body: &str| body.matches("timeline-change").count();
    assert_eq!(items(&first.body), 20);
    assert!(
        first.body.contains("审核绑定申请：审核通过"),
        "{}",
        first.body
    );
    assert!(first.body.contains("示例单位2"), "its superiors");
    assert!(
        first.body.contains("王**") && !first.body.contains(&unit.mobile),
        "masked"
    );
    let next = first
        .body
        .split("href=\"")
        .find(|rest| rest.contains("history="));
    let next = next
        .and_then(|rest| rest.split('"').next())
        .expect("older ones");
    let second = browser.get(next).await;
    assert_eq!(
        items(&second.body),
        world.count("event WHERE unit_id = 1").await as usize + 25 - 20
    );
}

async fn none_but_the_system_administrator_sees_units(database: TestDatabase) {
    let world = World::new(&database).await;
    let unit = world.unit().await;
    let server = Server::start(&database).await;
    let paths = [
        "/admin/units".to_owned(),
        format!("/admin/units/{}", unit.unit),
        "/admin/announcements".to_owned(),
        "/admin/announcements/new".to_owned(),
        "/admin/modules".to_owned(),
    ];
    let security = server
        .administration(world.administrator(Role::Security).await)
        .await;
    let audit = server
        .administration(world.administrator(Role::Audit).await)
        .await;
    let system = server
        .administration(world.administrator(Role::System).await)
        .await;
    let operator = server.session(unit.operator).await;
    for path in &paths {
        assert_eq!(system.get(path).await.status, StatusCode::OK, "{path}");
        for other in [&security, &audit, &operator] {
            let status = other.get(path).await.status;
            assert_eq!(status, StatusCode::NOT_FOUND, "{path}");
        }
        let nobody = server.browser().get(path).await;
        assert!(nobody.location().starts_with("/admin/login"), "{path}");
    }
    for path in [
        "/admin/policy",
        "/admin/sessions",
        "/admin/locks",
        "/admin/codes",
    ] {
        assert_eq!(security.get(path).await.status, StatusCode::OK, "{path}");
        for other in [&system, &audit, &operator] {
            let status = other.get(path).await.status;
            assert_eq!(status, StatusCode::NOT_FOUND, "{path}");
        }
    }
    let press = [("go", "disable"), ("why", "x")];
    for other in [&security, &audit, &operator] {
        assert_eq!(
            other.post(&paths[1], &press).await.status,
            StatusCode::NOT_FOUND
        );
        assert_eq!(
            other.get("/admin").await.status == StatusCode::OK,
            !std::ptr::eq(other, &operator)
        );
    }
    assert_eq!(world.row(unit.unit).await.disabled_at, None);
    assert_eq!(
        system.get("/admin/units/999999").await.status,
        StatusCode::NOT_FOUND
    );
}

async fn no_administrator_sees_queues_or_decides(database: TestDatabase) {
    let world = World::new(&database).await;
    let (unit, superior) = (world.unit().await, world.unit().await);
    let application = world.apply(&unit, &superior).await.expect("applied");
    let server = Server::start(&database).await;
    let case = format!("/review/{application}");
    let decision = [("version", "1"), ("faulty", "no"), ("outcome", "approve")];
    for role in Role::ALL {
        let browser = server.administration(world.administrator(role).await).await;
        for path in ["/review", &case, "/workbench", "/bind"] {
            assert_eq!(
                browser.get(path).await.status,
                StatusCode::NOT_FOUND,
                "{role:?} {path}"
            );
        }
        assert_eq!(
            browser.post(&case, &decision).await.status,
            StatusCode::NOT_FOUND
        );
    }
    assert_eq!(world.state(application).await, ApplicationState::Pending);
}

async fn nobody_holds_two_roles_or_acts_for_a_unit_beside_one(database: TestDatabase) {
    let world = World::new(&database).await;
    let unit = world.unit().await;
    let administrator = world.administrator(Role::System).await;
    let again = format!(
        "INSERT INTO administrator (person_id, account, role, created_at)
         SELECT person_id, 'second', 'audit', 1 FROM administrator WHERE id = {administrator}"
    );
    let of_unit = format!(
        "INSERT INTO administrator (person_id, account, role, created_at)
         VALUES ({}, 'third', 'audit', 1)",
        unit.person
    );
    let acts = format!(
        "INSERT INTO operator (unit_id, person_id)
         SELECT {}, person_id FROM administrator WHERE id = {administrator}",
        unit.unit
    );
    for statement in [again, of_unit, acts] {
        let mut tx = world.begin().await;
        assert!(
            sql(statement.clone()).execute(&mut tx).await.is_err(),
            "{statement}"
        );
    }
}

async fn a_renamed_unit_is_found_by_its_new_name_only(database: TestDatabase) {
    let world = World::new(&database).await;
    let unit = world.unit().await;
    rename(&world, &unit, "静湖图书馆").await;
    rename(&world, &unit, "静湖博物馆").await;
    assert_eq!(ids(&search(&world, "name=博物馆").await), [unit.unit]);
    assert_eq!(ids(&search(&world, "name=静湖").await), [unit.unit]);
    assert!(search(&world, "name=图书").await.is_empty());
}
