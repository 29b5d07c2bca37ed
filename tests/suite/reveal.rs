//! 查看: who may see whole what is shown masked, and that it is on record.

use crate::support::server::{Answer, Browser};
use crate::support::{Actor, Server, TestDatabase, World};
use lishu::domain::Role;
use lishu::server::store::sql;
use lishu::server::vault::Purpose;
use serde_json::json;

on_both_engines!(
    a_manager_sees_their_own_unit_s_and_it_is_on_record,
    a_system_administrator_sees_anybody_s_and_it_is_on_record,
    a_unit_s_contact_phone_is_shown_to_administrators_and_it_is_on_record,
    without_a_reason_nothing_is_shown,
    nobody_else_sees_it,
    it_is_shown_once_where_it_stands,
    a_slip_is_told_at_its_field_and_the_reason_is_kept,
    the_reason_outlives_the_session,
    what_can_t_be_opened_is_not_shown_and_not_on_record,
);

const CARD: &str = "11010519491231002X";
const WHY: &str = "核对报送人员的信息";

async fn ask(browser: &Browser, function: &str, operator: i64, what: &str, why: &str) -> Answer {
    let draft = json!({ "operator": operator, "what": what, "why": why });
    browser.call(function, &json!({ "draft": draft })).await
}

/// A unit whose operator has a card, and one of its people who manages them.
async fn unit_with_manager(world: &World) -> (Actor, Actor) {
    let actor = world.unit().await;
    world.identify(actor.person, CARD).await;
    let manager = world.colleague(&actor, "周岚").await;
    let text = "UPDATE operator SET manages = 1 WHERE id = $1";
    world.run(sql(text).bind(manager.operator)).await;
    (actor, manager)
}

async fn a_unit_s_contact_phone_is_shown_to_administrators_and_it_is_on_record(
    database: TestDatabase,
) {
    let world = World::new(&database).await;
    let (actor, manager) = unit_with_manager(&world).await;
    let phone = crate::support::vault().seal(Purpose::ContactPhone, "0431-7654321");
    let text = "UPDATE unit SET contact_phone = $1, contact_name = '周岚' WHERE id = $2";
    world.run(sql(text).bind(phone).bind(actor.unit)).await;
    let other = world.manager().await;
    let server = Server::start(&database).await;
    let administrator = world.administrator(Role::System).await;
    let browser = server.administration(administrator).await;
    let path = format!("/admin/units/{}", actor.unit);
    let page = browser.get(&path).await.body;
    assert!(
        page.contains("043*****4321") && page.contains("查看联系电话"),
        "{page}"
    );
    assert!(!page.contains("0431-7654321"));
    let unit = actor.unit.to_string();
    let form = |why: &'static str| {
        vec![
            ("unit", unit.clone()),
            ("what", "contact_phone".to_owned()),
            ("why", why.to_owned()),
            ("back", path.clone()),
        ]
    };
    let post = async |browser: &Browser, action: &str, why: &'static str| {
        let form = form(why);
        let form: Vec<(&str, &str)> = form.iter().map(|(k, v)| (*k, v.as_str())).collect();
        browser.post(action, &form).await
    };
    let silent = post(&browser, "/admin/reveal", "").await;
    assert_eq!(silent.status, 422);
    assert!(silent.body.contains("请写明查看原因") && !silent.body.contains("0431-7654321"));
    let shown = post(&browser, "/admin/reveal", WHY).await;
    assert_eq!(shown.status, 200, "{}", shown.body);
    assert!(shown.body.contains("0431-7654321") && shown.body.contains("这次查看已经记录"));
    assert!(
        !browser.get(&path).await.body.contains("0431-7654321"),
        "once"
    );
    // The unit's own manager may; another unit's does not know of it.
    let draft = json!({ "unit": actor.unit, "what": "contact_phone", "why": WHY });
    let own = server.session(manager.operator).await;
    let answer = own.call("reveal", &json!({ "draft": draft })).await;
    assert!(answer.body.contains("0431-7654321"), "{}", answer.body);
    let stranger = server.session(other.operator).await;
    let answer = stranger.call("reveal", &json!({ "draft": draft })).await;
    assert_eq!(answer.status, 404, "{}", answer.body);
    let mut conn = world.read().await;
    type OfUnit = (Option<i64>, i64, Option<i64>, String, String);
    let acts: Vec<OfUnit> = sql(
        "SELECT administrator_id, unit_id, person_id, detail, why FROM act
             WHERE kind = 'revealed' ORDER BY id",
    )
    .all(&mut conn)
    .await
    .expect("acts");
    let noted = |by| {
        let detail = "{\"what\":\"contact_phone\"}".to_owned();
        (by, actor.unit, None, detail, WHY.to_owned())
    };
    assert_eq!(acts, [noted(Some(administrator)), noted(None)]);
}

type OnRecord = (String, Option<i64>, Option<i64>, i64, i64, String, String);

async fn on_record(world: &World) -> Vec<OnRecord> {
    let mut conn = world.read().await;
    let acts = "SELECT kind, operator_id, administrator_id, unit_id, person_id, detail, why
        FROM act WHERE kind = 'revealed' ORDER BY id";
    sql(acts).all(&mut conn).await.expect("acts")
}

async fn a_manager_sees_their_own_unit_s_and_it_is_on_record(database: TestDatabase) {
    let world = World::new(&database).await;
    let (actor, manager) = unit_with_manager(&world).await;
    let server = Server::start(&database).await;
    let browser = server.session(manager.operator).await;
    for (what, value) in [("mobile", actor.mobile.as_str()), ("identity_card", CARD)] {
        let answer = ask(&browser, "reveal", actor.operator, what, WHY).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        let expected = json!({ "operator": actor.operator, "what": what, "value": value });
        let told: serde_json::Value = serde_json::from_str(&answer.body).expect("JSON");
        assert_eq!(told, expected);
        assert_eq!(answer.headers["cache-control"], "no-store");
    }
    // Who does not act for the unit any more is still one of its people.
    world
        .run(sql("UPDATE operator SET disabled_at = 1 WHERE id = $1").bind(actor.operator))
        .await;
    let answer = ask(&browser, "reveal", actor.operator, "mobile", WHY).await;
    assert_eq!(answer.status, 200);
    let record = |what: &str| {
        let (unit, person) = (actor.unit, actor.person);
        let detail = format!("{{\"what\":\"{what}\"}}");
        let by = Some(manager.operator);
        (
            "revealed".to_owned(),
            by,
            None,
            unit,
            person,
            detail,
            WHY.to_owned(),
        )
    };
    let expected = [record("mobile"), record("identity_card"), record("mobile")];
    assert_eq!(on_record(&world).await, expected);
}

async fn a_system_administrator_sees_anybody_s_and_it_is_on_record(database: TestDatabase) {
    let world = World::new(&database).await;
    let (one, other) = (world.unit().await, world.unit().await);
    let server = Server::start(&database).await;
    let administrator = world.administrator(Role::System).await;
    let browser = server.administration(administrator).await;
    for actor in [&one, &other] {
        let answer = ask(&browser, "admin_reveal", actor.operator, "mobile", WHY).await;
        assert!(answer.body.contains(&actor.mobile), "{}", answer.body);
    }
    let who: Vec<_> = on_record(&world).await;
    let who: Vec<_> = who.iter().map(|act| (act.1, act.2, act.4)).collect();
    let by = Some(administrator);
    assert_eq!(who, [(None, by, one.person), (None, by, other.person)]);
}

async fn without_a_reason_nothing_is_shown(database: TestDatabase) {
    let world = World::new(&database).await;
    let (actor, manager) = unit_with_manager(&world).await;
    let server = Server::start(&database).await;
    let browser = server.session(manager.operator).await;
    for why in ["", " \u{3000}", &"长".repeat(501)] {
        let answer = ask(&browser, "reveal", actor.operator, "mobile", why).await;
        assert_eq!(answer.status, 422, "{}", answer.body);
        assert!(!answer.body.contains(&actor.mobile));
    }
    assert_eq!(on_record(&world).await, []);
}

async fn nobody_else_sees_it(database: TestDatabase) {
    let world = World::new(&database).await;
    let (actor, manager) = unit_with_manager(&world).await;
    let stranger = world.unit().await;
    let manages = "UPDATE operator SET manages = 1 WHERE id = $1";
    world.run(sql(manages).bind(stranger.operator)).await;
    let clerk = world.colleague(&actor, "李明").await;
    let server = Server::start(&database).await;
    let security = world.administrator(Role::Security).await;
    let audit = world.administrator(Role::Audit).await;
    for (browser, function, status) in [
        (server.browser(), "reveal", 401),
        (server.browser(), "admin_reveal", 401),
        (server.session(clerk.operator).await, "reveal", 403),
        (server.session(stranger.operator).await, "reveal", 404),
        (server.session(manager.operator).await, "admin_reveal", 404),
        (server.administration(security).await, "admin_reveal", 404),
        (server.administration(audit).await, "admin_reveal", 404),
        (server.administration(security).await, "reveal", 404),
    ] {
        let answer = ask(&browser, function, actor.operator, "mobile", WHY).await;
        assert_eq!(answer.status, status, "{function}: {}", answer.body);
        assert!(!answer.body.contains(&actor.mobile));
    }
    assert_eq!(on_record(&world).await, []);
}

async fn what_can_t_be_opened_is_not_shown_and_not_on_record(database: TestDatabase) {
    let world = World::new(&database).await;
    let (actor, manager) = unit_with_manager(&world).await;
    // Moved into another column, what was sealed for one purpose opens for no other.
    let swapped = "UPDATE person SET mobile_sealed = identity_sealed WHERE id = $1";
    world.run(sql(swapped).bind(actor.person)).await;
    let server = Server::start(&database).await;
    let browser = server.session(manager.operator).await;
    let answer = ask(&browser, "reveal", actor.operator, "mobile", WHY).await;
    assert_eq!(answer.status, 500);
    assert!(!answer.body.contains(CARD));
    assert_eq!(on_record(&world).await, []);
}

fn form<'a>(operator: &'a str, why: &'a str, back: &'a str) -> [(&'a str, &'a str); 4] {
    [
        ("operator", operator),
        ("what", "mobile"),
        ("why", why),
        ("back", back),
    ]
}

/// The answer is the page that the form stands on: the value is in no address, and gone with the
/// next look.
async fn it_is_shown_once_where_it_stands(database: TestDatabase) {
    let world = World::new(&database).await;
    let (actor, manager) = unit_with_manager(&world).await;
    let server = Server::start(&database).await;
    let administrator = world.administrator(Role::System).await;
    let operator = actor.operator.to_string();
    for (browser, page, action) in [
        (
            server.session(manager.operator).await,
            format!("/people/{operator}"),
            "/people/reveal",
        ),
        (
            server.administration(administrator).await,
            format!("/admin/operators/{operator}"),
            "/admin/reveal",
        ),
    ] {
        let before = browser.get(&page).await;
        assert!(
            before.body.contains(&format!("action=\"{action}\"")),
            "{page}"
        );
        assert!(before.body.contains("name=\"back\"") && !before.body.contains(&actor.mobile));
        let answer = browser.post(action, &form(&operator, WHY, &page)).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        assert_eq!(answer.headers["cache-control"], "no-store");
        assert!(answer.body.contains(&actor.mobile) && answer.body.contains("这次查看已经记录"));
        assert!(!answer.body.contains(CARD), "only what was asked for");
        assert!(!browser.get(&page).await.body.contains(&actor.mobile));
    }
    assert_eq!(on_record(&world).await.len(), 2);
}

async fn a_slip_is_told_at_its_field_and_the_reason_is_kept(database: TestDatabase) {
    let world = World::new(&database).await;
    let (actor, manager) = unit_with_manager(&world).await;
    let server = Server::start(&database).await;
    let browser = server.session(manager.operator).await;
    let operator = actor.operator.to_string();
    let page = format!("/people/{operator}");
    let long = "长".repeat(501);
    for (why, said) in [
        ("", "请写明查看原因"),
        (long.as_str(), "查看原因最多 500 个字"),
    ] {
        let answer = browser
            .post("/people/reveal", &form(&operator, why, &page))
            .await;
        assert_eq!(answer.status, 422);
        assert!(answer.body.contains(said), "{}", answer.body);
        assert!(answer.body.contains(&format!("value=\"{why}\"")) || why.is_empty());
        assert!(!answer.body.contains(&actor.mobile));
    }
    // A page of another site is none to come back to.
    let elsewhere = form(&operator, WHY, "//evil.example/");
    let answer = browser.post("/people/reveal", &elsewhere).await;
    assert_eq!(answer.location(), "");
    assert_eq!(answer.status, 200);
}

async fn the_reason_outlives_the_session(database: TestDatabase) {
    let world = World::new(&database).await;
    let (actor, manager) = unit_with_manager(&world).await;
    let server = Server::start(&database).await;
    let browser = server.browser();
    let operator = actor.operator.to_string();
    let page = format!("/people/{operator}");
    let answer = browser
        .post("/people/reveal", &form(&operator, WHY, &page))
        .await;
    assert_eq!(answer.status, 401);
    let hidden = answer.form();
    let held = hidden
        .iter()
        .find(|(name, _)| *name == "held")
        .expect("it is held");
    let held = held.1.replace("&amp;", "&");
    let form = [
        ("panel", "operator"),
        ("unit", actor.code.as_str()),
        ("operator", manager.mobile.as_str()),
        ("password", crate::support::world::PASSWORD),
        ("held_path", page.as_str()),
        ("held", held.as_str()),
    ];
    let back = browser.post("/login", &form).await;
    assert_eq!(back.status, 200, "{}", back.body);
    assert!(
        back.body.contains(&format!("value=\"{WHY}\"")),
        "{}",
        back.body
    );
    assert_eq!(on_record(&world).await, []);
}
