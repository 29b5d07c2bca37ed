//! What answers a form is where the page opens, with a script and without; and links name where the page was reached.

use crate::support::world::card;
use crate::support::{Server, TestDatabase, World};
use lishu::domain::{Role, UnitType};
use lishu::server::proxy::TrustedProxies;
use lishu::texts;
use reqwest::StatusCode;
use reqwest::header::HOST;
use std::collections::BTreeSet;

on_both_engines!(
    a_page_opens_at_what_answers_the_form,
    without_site_url_a_link_names_where_the_page_was_reached,
    a_link_names_site_url_whatever_the_request_says,
    what_is_no_host_is_named_by_no_link,
    the_list_of_operators_says_what_each_value_is,
    who_is_known_already_is_named_as_on_record,
    the_help_leads_nobody_to_a_page_that_refuses_them,
    a_unit_without_a_superior_is_said_to_have_none,
);

/// The beginning of the first element at which the page opens. What stands in a template is not shown.
fn opens_at(body: &str) -> Option<&str> {
    let body = body.split("<template").next()?;
    let at = body.find(" autofocus")?;
    let begin = body[..at].rfind('<')?;
    Some(&body[begin..at])
}

async fn a_page_opens_at_what_answers_the_form(database: TestDatabase) {
    let world = World::new(&database).await;
    let manager = world.manager().await;
    let server = Server::start(&database).await;
    let browser = server.session(manager.operator).await;
    for quiet in [
        "/people",
        "/workbench",
        "/account",
        "/account/second-factor",
    ] {
        let page = browser.get(quiet).await.body;
        assert_eq!(opens_at(&page), None, "{quiet} answers nothing");
    }
    let refused = browser.post("/people", &[("person", "")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let place = opens_at(&refused.body).expect("it answers");
    assert!(
        place.contains("role=\"alert\"") && place.contains("tabindex=\"-1\""),
        "{place}"
    );
    // Where no notice stands above them, at the first wrong field.
    let refused = browser.post("/account/sessions", &[("password", "")]).await;
    let wrong = browser.post("/account", &[("current", "")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let place = opens_at(&wrong.body).expect("it answers");
    assert!(place.starts_with("<input") && place.contains("id=\"current\""));
    // A group of boxes has no control of its own: at what is said of it.
    let card = card(71);
    let form = [
        ("person", "孙新"),
        ("mobile", "13600008071"),
        ("card", card.as_str()),
    ];
    let refused = browser.post("/people", &form).await;
    assert!(
        refused
            .body
            .contains("id=\"roles-error\" tabindex=\"-1\" autofocus"),
        "{}",
        refused.body
    );
    let form = [&form[..], &[("roles", "applies")]].concat();
    let added = browser.post("/people", &form).await;
    assert_eq!(added.status, StatusCode::OK);
    let place = opens_at(&added.body).expect("it answers");
    assert!(place.contains("role=\"status\""), "{place}");
}

async fn without_site_url_a_link_names_where_the_page_was_reached(database: TestDatabase) {
    let world = World::new(&database).await;
    let manager = world.manager().await;
    let clerk = world.colleague(&manager, "李新").await;
    let server = Server::start(&database).await;
    let browser = server.session(manager.operator).await;
    let path = format!("/people/{}", clerk.operator);
    let made = browser.post(&path, &[("go", "link")]).await;
    let whole = format!("value=\"{}/reset/", server.origin);
    assert!(made.body.contains(&whole), "{}", made.body);
    // A proxy that is trusted says that it was spoken to by https.
    let server = Server::start_set(&database, |settings| {
        settings.trusted_proxies = TrustedProxies::Hops(1);
    })
    .await;
    let browser = server.session(manager.operator).await;
    let made = browser
        .client
        .post(format!("{}{path}", server.origin))
        .header("sec-fetch-site", "same-origin")
        .header("x-forwarded-proto", "https")
        .header(HOST, "bind.example.cn")
        .form(&[("go", "link")])
        .send()
        .await
        .expect("an answer");
    let body = made.text().await.expect("a page");
    assert!(
        body.contains("value=\"https://bind.example.cn/reset/"),
        "{body}"
    );
}

async fn a_link_names_site_url_whatever_the_request_says(database: TestDatabase) {
    let world = World::new(&database).await;
    let manager = world.manager().await;
    let clerk = world.colleague(&manager, "李新").await;
    let server = Server::start_set(&database, |settings| {
        settings.site_url = "https://bind.example.cn/".to_owned();
    })
    .await;
    let browser = server.session(manager.operator).await;
    let path = format!("/people/{}", clerk.operator);
    let made = browser.post(&path, &[("go", "link")]).await;
    assert!(
        made.body.contains("value=\"https://bind.example.cn/reset/"),
        "{}",
        made.body
    );
}

async fn what_is_no_host_is_named_by_no_link(database: TestDatabase) {
    let world = World::new(&database).await;
    let manager = world.manager().await;
    let clerk = world.colleague(&manager, "李新").await;
    let server = Server::start(&database).await;
    let browser = server.session(manager.operator).await;
    let path = format!("/people/{}", clerk.operator);
    for host in ["somebody@evil.example", "evil.example/x", "a_b$c", ""] {
        let made = browser
            .client
            .post(format!("{}{path}", server.origin))
            .header("sec-fetch-site", "same-origin")
            .header(HOST, host)
            .form(&[("go", "link")])
            .send()
            .await
            .expect("an answer");
        let body = made.text().await.expect("a page");
        assert!(!body.contains("evil.example"), "{host}: {body}");
    }
}

async fn the_list_of_operators_says_what_each_value_is(database: TestDatabase) {
    let world = World::new(&database).await;
    let manager = world.manager().await;
    let server = Server::start(&database).await;
    let browser = server.session(manager.operator).await;
    let page = browser.get("/people").await.body;
    for head in ["姓名", "手机号", "身份证号", "权限", "状态", "操作"] {
        assert!(page.contains(&format!("data-label=\"{head}\"")), "{head}");
    }
}

async fn who_is_known_already_is_named_as_on_record(database: TestDatabase) {
    let world = World::new(&database).await;
    let (manager, known) = (world.manager().await, world.unit().await);
    world.identify(known.person, &card(72)).await;
    let server = Server::start(&database).await;
    let browser = server.session(manager.operator).await;
    let card = card(72);
    let form = [
        ("person", "王小芳"),
        ("mobile", known.mobile.as_str()),
        ("card", card.as_str()),
        ("roles", "applies"),
    ];
    let added = browser.post("/people", &form).await;
    assert_eq!(added.status, StatusCode::OK, "{}", added.body);
    assert!(
        added.body.contains("已新增经办人「王小明」，等本人确认"),
        "{}",
        added.body
    );
    assert!(!added.body.contains("「王小芳」"), "{}", added.body);
}

async fn the_help_leads_nobody_to_a_page_that_refuses_them(database: TestDatabase) {
    let world = World::new(&database).await;
    let manager = world.manager().await;
    let clerk = world.colleague(&manager, "李新").await;
    let server = Server::start(&database).await;
    let to_people = "href=\"/people\"";
    for (operator, leads) in [(manager.operator, true), (clerk.operator, false)] {
        let browser = server.session(operator).await;
        let page = browser.get("/help").await.body;
        assert_eq!(page.contains(to_people), leads, "{page}");
        assert_eq!(page.contains(texts::help::FOR_MANAGERS), !leads, "{page}");
    }
    let page = server.browser().get("/help").await.body;
    assert!(!page.contains(to_people), "{page}");
}

async fn a_unit_without_a_superior_is_said_to_have_none(database: TestDatabase) {
    let world = World::new(&database).await;
    let unit = world.unit().await;
    let administrator = world.administrator(Role::System).await;
    let server = Server::start(&database).await;
    let browser = server.administration(administrator).await;
    let page = browser.get(&format!("/admin/units/{}", unit.unit)).await;
    let after = page.body.split(texts::admin::SUPERIORS).nth(1);
    let value = after.and_then(|rest| rest.split("</dd>").next());
    let value = value.expect("it is shown");
    assert!(value.contains(texts::NOT_BOUND_YET), "{value}");
}

#[test]
fn kinds_of_units_are_told_apart() {
    let names: BTreeSet<String> = UnitType::ALL.iter().map(|k| texts::unit_type(*k)).collect();
    assert_eq!(names.len(), UnitType::ALL.len(), "{names:?}");
}
