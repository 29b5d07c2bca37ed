//! 行政区划 of a deployment's own: a region that only it has, another name for one of the table, and a code of before.

use crate::support::{Server, TestDatabase, World};
use lishu::server::settings::OwnRegion;
use lishu::server::store::sql;
use reqwest::StatusCode;

on_both_engines!(
    a_region_of_the_deployment_s_own_is_offered_searched_and_shown,
    a_code_of_before_is_shown_by_its_name_of_then_and_not_offered,
);

async fn server(database: &TestDatabase) -> Server {
    let own = |code: &str, name: &str, until| OwnRegion {
        code: code.to_owned(),
        name: name.to_owned(),
        until,
    };
    Server::start_set(database, |settings| {
        settings.regions = vec![
            own("222600", "长白山管委会", None),
            own("222601", "池北区", None),
            own("220104", "朝阳新区", None),
            own("220122", "农安老县", Some(2019)),
        ];
    })
    .await
}

async fn a_region_of_the_deployment_s_own_is_offered_searched_and_shown(database: TestDatabase) {
    let world = World::new(&database).await;
    let (unit, superior, other) = (world.unit().await, world.unit().await, world.unit().await);
    let server = server(&database).await;
    let browser = server.session(unit.operator).await;
    let page = server.browser().get("/register").await.body;
    for (code, name) in [("222601", "池北区"), ("220104", "朝阳新区")] {
        assert!(
            page.contains(&format!("value=\"{code}\">{name}")),
            "{code}: {page}"
        );
    }
    assert!(
        page.contains("长白山管委会") && !page.contains(">朝阳区<"),
        "{page}"
    );
    let form = [
        ("version", "1"),
        ("name", "示例单位1"),
        ("region", "222601"),
    ];
    let saved = browser.post("/workbench", &form).await;
    assert_eq!(saved.location(), "/workbench?saved=1", "{}", saved.body);
    // Another region has to be verified anew.
    world
        .change("UPDATE unit SET verified_at = 1".to_owned())
        .await;
    let application = world.apply(&unit, &superior).await.expect("applied");
    world.apply(&other, &superior).await.expect("applied");
    let reviewer = server.session(superior.operator).await;
    for (query, found) in [
        ("region=222601", true),
        ("region=2226", true),
        ("region=2201", false),
        ("region=220104", false),
    ] {
        let list = reviewer.get(&format!("/review?{query}")).await;
        assert_eq!(list.status, StatusCode::OK);
        assert_eq!(
            list.body.contains(&format!("/review/{application}")),
            found,
            "{query}"
        );
        assert!(!list.body.contains(">示例单位3<"), "{query}");
    }
    let offered = reviewer.get("/review").await.body;
    assert!(
        offered.contains("长白山管委会") && offered.contains("池北区"),
        "{offered}"
    );
    let case = reviewer.get(&format!("/review/{application}")).await.body;
    assert!(case.contains("吉林省 长白山管委会 池北区"), "{case}");
}

async fn a_code_of_before_is_shown_by_its_name_of_then_and_not_offered(database: TestDatabase) {
    let world = World::new(&database).await;
    let (unit, superior) = (world.unit().await, world.unit().await);
    let server = server(&database).await;
    let page = server.browser().get("/register").await.body;
    for code in ["220122", "220381"] {
        assert!(!page.contains(&format!("value=\"{code}\"")), "{code}");
    }
    let browser = server.session(unit.operator).await;
    let form = [
        ("version", "1"),
        ("name", "示例单位1"),
        ("region", "220122"),
    ];
    let refused = browser.post("/workbench", &form).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("region-error"), "{}", refused.body);
    for (code, name) in [
        ("220122", "吉林省 长春市 农安老县（2019 年以前的代码）"),
        ("220381", "吉林省 四平市 公主岭市（1995—2020 年的代码）"),
    ] {
        // As a unit has it that chose it then.
        let text = "UPDATE unit SET region = $1 WHERE id = $2";
        world.run(sql(text).bind(code).bind(unit.unit)).await;
        let application = world.apply(&unit, &superior).await.expect("applied");
        let reviewer = server.session(superior.operator).await;
        let case = reviewer.get(&format!("/review/{application}")).await.body;
        assert!(case.contains(name), "{code}: {case}");
        world.withdraw(&unit, application).await.expect("withdrawn");
    }
}
