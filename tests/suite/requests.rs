//! What a request is answered, good and bad.

use crate::support::world::PASSWORD;
use crate::support::{Server, TestDatabase, World};
use lishu::domain::{ApplicationState, Outcome};
use lishu::server::store::sql;
use reqwest::StatusCode;
use serde_json::json;

on_both_engines!(
    rule_4_a_search_says_why,
    rule_17_others_get_a_404,
    rule_19_a_stale_form_keeps_its_opinion,
    a_plain_form_binds_and_is_reviewed,
    malformed_codes_are_told_at_the_field,
    a_megabyte_and_a_nul_are_told_at_the_field,
    unknown_addresses_are_404_and_nothing_panics,
    a_profile_saved_by_two_loses_neither,
    an_enterprise_says_why_it_binds,
    errors_never_carry_an_engine_s_text,
);

async fn rule_4_a_search_says_why(database: TestDatabase) {
    let world = World::new(&database).await;
    let (unit, superior, never) = (
        world.unit().await,
        world.unit().await,
        world.never_entered().await,
    );
    let below = world.unit().await;
    world.bind(&below, &unit).await;
    let server = Server::start(&database).await;
    let browser = server.signed_in(&unit).await;
    let search = async |code: &str| browser.get(&format!("/bind?code={code}")).await.body;
    for (code, said) in [
        ("", "请输入上级单位的社会统一信用代码"),
        ("1222", "现在是 4 位"),
        ("12220000MB90OOO23N", "多半是数字 0"),
        ("11220000MB9000015Y", "还没有在系统注册"),
        ("11220000MB9000015X", "代码的最后一位对不上"),
        (never.code.as_str(), "还没有进入过大人才一体化"),
        (unit.code.as_str(), "严禁本单位绑定本单位统一社会信用代码"),
        (below.code.as_str(), "会形成循环"),
    ] {
        let page = search(code).await;
        assert!(page.contains(said), "{code}: {said}");
    }
    assert!(search(superior.code.as_str()).await.contains("未绑定"));
    world.apply(&unit, &superior).await.expect("applied");
    assert!(
        search(superior.code.as_str())
            .await
            .contains("已经申报，等待审核")
    );
    let other = world.unit().await;
    assert!(
        search(other.code.as_str())
            .await
            .contains("同一时间只能有一个申请")
    );
    let wrong_name = format!("{}&name=别的名字", other.code);
    assert!(search(&wrong_name).await.contains("单位名称不符"));
}

async fn rule_17_others_get_a_404(database: TestDatabase) {
    let world = World::new(&database).await;
    let (unit, superior, stranger) = (world.unit().await, world.unit().await, world.unit().await);
    let application = world.apply(&unit, &superior).await.expect("applied");
    let server = Server::start(&database).await;
    let path = format!("/review/{application}");
    let draft = json!({ "draft": { "application": application, "version": 1, "faulty": "no",
        "outcome": "approve", "opinion": "" }, "walk": {} });
    for other in [&stranger, &unit] {
        let browser = server.signed_in(other).await;
        assert_eq!(browser.get(&path).await.status, StatusCode::NOT_FOUND);
        let empty = browser.post(&path, &[]).await;
        assert_eq!(
            empty.status,
            StatusCode::NOT_FOUND,
            "even a form full of mistakes"
        );
        assert_eq!(
            browser.call("decide", &draft).await.status,
            StatusCode::NOT_FOUND
        );
        let none = browser.get("/review/999999").await;
        assert_eq!(none.status, StatusCode::NOT_FOUND, "as if it did not exist");
    }
    assert_eq!(world.state(application).await, ApplicationState::Pending);
    let mut tx = world.begin().await;
    sql("UPDATE operator SET reviews = 0")
        .execute(&mut tx)
        .await
        .expect("no reviewer left");
    tx.commit().await.expect("committed");
    let browser = server.signed_in(&superior).await;
    assert_eq!(browser.get("/review").await.status, StatusCode::FORBIDDEN);
    assert_eq!(
        browser.call("decide", &draft).await.status,
        StatusCode::FORBIDDEN
    );
}

async fn rule_19_a_stale_form_keeps_its_opinion(database: TestDatabase) {
    let world = World::new(&database).await;
    let (unit, superior) = (world.unit().await, world.unit().await);
    let colleague = world.colleague(&superior, "周岚").await;
    let application = world.apply(&unit, &superior).await.expect("applied");
    world
        .decide(&colleague, application, Outcome::Return)
        .await
        .expect("decided");
    let server = Server::start(&database).await;
    let browser = server.signed_in(&superior).await;
    let form = [
        ("version", "1"),
        ("faulty", "no"),
        ("outcome", "reject"),
        ("opinion", "我的意见要留着"),
    ];
    let answer = browser.post(&format!("/review/{application}"), &form).await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    assert!(answer.body.contains("周* 已于") && answer.body.contains("退回修改"));
    assert!(answer.body.contains("我的意见要留着"));
}

async fn a_plain_form_binds_and_is_reviewed(database: TestDatabase) {
    let world = World::new(&database).await;
    let (unit, superior) = (world.unit().await, world.unit().await);
    let server = Server::start(&database).await;
    let browser = server.signed_in(&unit).await;
    let code = superior.code.as_str();
    let applied = browser.post("/bind", &[("code", code)]).await;
    assert_eq!(applied.location(), format!("/bind?code={code}&applied=1"));
    let page = browser.get(applied.location()).await;
    assert!(page.body.contains("申报成功!等待审核"));
    let twice = browser.post("/bind", &[("code", code)]).await;
    assert_eq!(
        twice.location(),
        applied.location(),
        "a double click is one application"
    );
    let reviewer = server.signed_in(&superior).await;
    let list = reviewer.get("/review").await;
    assert!(list.body.contains("示例单位1") && list.body.contains("待审核"));
    let form = [("rows", "1.1"), ("go", "decide-approve")];
    let asked = reviewer.post("/review", &form).await;
    let plan = reviewer.get(asked.location()).await;
    assert!(plan.body.contains("1 条可通过"), "{}", plan.body);
    let done = reviewer.post(asked.location(), &plan.form()).await;
    let done = reviewer.get(done.location()).await;
    assert!(done.body.contains("批量审核完成：通过 1 条"));
    assert_eq!(world.superior(unit.unit).await, Some(superior.unit));
    assert!(
        browser
            .get("/workbench")
            .await
            .body
            .contains("已绑定上级单位")
    );
    let forged = browser.get(&format!("/bind?code={code}&applied=1")).await;
    assert!(
        !forged.body.contains("申报成功"),
        "an address can't claim it"
    );
}

async fn malformed_codes_are_told_at_the_field(database: TestDatabase) {
    let world = World::new(&database).await;
    let (unit, superior) = (world.unit().await, world.unit().await);
    let server = Server::start(&database).await;
    let browser = server.signed_in(&unit).await;
    let full_width: String = superior
        .code
        .as_str()
        .chars()
        .map(|c| char::from_u32(u32::from(c) + 0xFEE0).expect("a full-width form"))
        .collect();
    let padded = format!("　 {} ", superior.code.as_str().to_lowercase());
    for code in [full_width.as_str(), padded.as_str()] {
        let answer = browser
            .call("search_superior", &json!({ "draft": { "code": code } }))
            .await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        assert!(answer.body.contains("Unbound"), "{}", answer.body);
    }
    for code in [
        "",
        "x",
        "😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀",
        "\0",
        "362322198709086409",
    ] {
        let answer = browser
            .call("search_superior", &json!({ "draft": { "code": code } }))
            .await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{code}");
        let applied = browser.post("/bind", &[("code", code)]).await;
        assert_eq!(applied.status, StatusCode::UNPROCESSABLE_ENTITY, "{code}");
        assert!(applied.body.contains("code-error"), "{code}");
    }
    assert_eq!(world.count("application").await, 0);
}

async fn a_megabyte_and_a_nul_are_told_at_the_field(database: TestDatabase) {
    let world = World::new(&database).await;
    let (unit, superior) = (world.unit().await, world.unit().await);
    let application = world.apply(&unit, &superior).await.expect("applied");
    let server = Server::start(&database).await;
    let browser = server.signed_in(&superior).await;
    let path = format!("/review/{application}");
    let megabyte = "a".repeat(1 << 20);
    for (opinion, said) in [
        (megabyte.as_str(), "最多 500 个字"),
        ("a\0b", "看不见的控制字符"),
    ] {
        let form = [
            ("version", "1"),
            ("faulty", "no"),
            ("outcome", "reject"),
            ("opinion", opinion),
        ];
        let answer = browser.post(&path, &form).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.body.contains(said) && answer.body.contains("opinion-error"));
    }
    let long = browser
        .call("search_superior", &json!({ "draft": { "code": megabyte } }))
        .await;
    assert_eq!(long.status, StatusCode::UNPROCESSABLE_ENTITY);
    let address = browser
        .get(&format!("/bind?code={}", "9".repeat(30_000)))
        .await;
    assert!(address.body.contains("现在是 30000 位"));
    let huge = "a".repeat(5 << 20);
    let answer = browser.post(&path, &[("opinion", &huge)]).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(answer.body.contains("提交的内容太大"));
    assert_eq!(
        browser.call("decide", &json!(huge)).await.status,
        StatusCode::PAYLOAD_TOO_LARGE
    );
    let emoji = [
        ("version", "1"),
        ("faulty", "no"),
        ("outcome", "reject"),
        ("opinion", "不符😀"),
    ];
    assert_eq!(
        browser.post(&path, &emoji).await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(world.state(application).await, ApplicationState::Rejected);
}

async fn unknown_addresses_are_404_and_nothing_panics(database: TestDatabase) {
    let world = World::new(&database).await;
    let unit = world.unit().await;
    let server = Server::start(&database).await;
    let browser = server.signed_in(&unit).await;
    for path in [
        "/nothing",
        "/review/x",
        "/review/0",
        "/review/-1",
        "/review/99999999999999999999",
    ] {
        let answer = browser.get(path).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        assert!(answer.body.contains("没有找到"), "{path}");
    }
    for path in ["/pkg/none.js", "/pkg/../Cargo.toml", "/api/none"] {
        assert!(browser.get(path).await.status.is_client_error(), "{path}");
    }
    for query in [
        "after=x",
        "after=1.2.3",
        "before=9999999999999999999.1",
        "tab=%00",
        "after=",
    ] {
        assert_eq!(
            browser.get(&format!("/review?{query}")).await.status,
            StatusCode::OK,
            "{query}"
        );
    }
    for body in [json!({}), json!([]), json!({ "draft": 1 }), json!(null)] {
        let answer = browser.call("decide", &body).await;
        assert!(answer.status.is_client_error(), "{body}: {answer:?}");
    }
}

async fn a_profile_saved_by_two_loses_neither(database: TestDatabase) {
    let world = World::new(&database).await;
    let unit = world.manager().await;
    let server = Server::start(&database).await;
    let browser = server.signed_in(&unit).await;
    let form = |version: &'static str, address: &'static str| {
        [
            ("version", version),
            ("name", "示例单位1"),
            ("region", "220102"),
            ("industry", "P"),
            ("email", "office@example.cn"),
            ("password", PASSWORD),
            ("address", address),
        ]
    };
    let saved = browser.post("/workbench", &form("1", "示例路1号")).await;
    assert_eq!(saved.location(), "/workbench?saved=1");
    let late = browser.post("/workbench", &form("1", "示例路2号")).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.body.contains("同事刚刚改过") && late.body.contains("示例路2号"));
    assert_eq!(world.row(unit.unit).await.address, "示例路1号");
    let mut wrong = form("2", "示例路2号");
    wrong[2].1 = "999999";
    let refused = browser.post("/workbench", &wrong).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("region-error"));
}

async fn an_enterprise_says_why_it_binds(database: TestDatabase) {
    let world = World::new(&database).await;
    let (company, superior) = (world.enterprise().await, world.unit().await);
    let server = Server::start(&database).await;
    let browser = server.signed_in(&company).await;
    let code = superior.code.as_str();
    let silent = browser
        .post("/bind", &[("code", code), ("special_reason", " ")])
        .await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(silent.body.contains("special_reason-error"));
    let form = [("code", code), ("special_reason", "职称评审由该单位主管")];
    assert!(browser.post("/bind", &form).await.status.is_redirection());
    let reviewer = server.signed_in(&superior).await;
    assert!(
        reviewer
            .get("/review/1")
            .await
            .body
            .contains("职称评审由该单位主管")
    );
    world
        .decide(&superior, 1, Outcome::Approve)
        .await
        .expect("approved");
    assert_eq!(browser.post("/unbind", &[]).await.location(), "/workbench");
    assert_eq!(world.superior(company.unit).await, None);
    let school = world.unit().await;
    world.bind(&school, &superior).await;
    let browser = server.signed_in(&school).await;
    let silent = browser.post("/unbind", &[]).await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
    let asked = browser.post("/unbind", &[("reason", "划归其他部门")]).await;
    assert_eq!(asked.location(), "/workbench");
    assert_eq!(
        world.superior(school.unit).await,
        Some(superior.unit),
        "until the superior consents"
    );
}

async fn errors_never_carry_an_engine_s_text(database: TestDatabase) {
    let world = World::new(&database).await;
    let (unit, superior) = (world.unit().await, world.unit().await);
    let server = Server::start(&database).await;
    let browser = server.signed_in(&unit).await;
    let mut tx = world.begin().await;
    sql("ALTER TABLE application RENAME TO gone")
        .execute(&mut tx)
        .await
        .expect("broken");
    tx.commit().await.expect("committed");
    let page = browser.get("/workbench").await;
    let form = browser
        .post("/bind", &[("code", superior.code.as_str())])
        .await;
    let call = browser
        .call(
            "apply",
            &json!({ "draft": { "code": superior.code.as_str() } }),
        )
        .await;
    for answer in [page, form, call] {
        assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR);
        for word in [
            "applicant_id",
            "SELECT",
            "relation",
            "no such table",
            "sqlx",
        ] {
            assert!(!answer.body.contains(word), "{word}: {}", answer.body);
        }
    }
}
