//! What an applicant is told of what it did, and where its way leads on, on both engines.

use crate::support::world::{decide, decision, refused};
use crate::support::{Actor, Server, TestDatabase, World};
use lishu::domain::{
    AppealStep, AppealText, ApplicationKind, Fault, Obstacle, Outcome, Role, Uscc,
};
use lishu::server::now;
use lishu::server::store::{self, sql};
use reqwest::StatusCode;

on_both_engines!(
    a_refused_binding_keeps_what_was_found_and_what_was_typed,
    the_route_is_shown_before_binding_is_asked,
    a_withdrawn_application_is_said_to_be_withdrawn,
    a_tie_that_ended_is_said_to_have_ended,
    an_appeal_that_was_agreed_to_reads_so,
    a_search_on_the_page_of_a_move_says_why_it_found_nothing,
    without_a_superior_the_pages_of_a_tie_lead_to_binding,
    the_route_names_the_superior_that_a_case_waits_for,
    who_asks_to_be_released_is_never_terminated,
    the_reason_of_a_release_is_no_special_one,
    what_an_administrator_did_is_not_the_system_s,
    a_telephone_is_a_mobile_or_a_landline,
    what_is_not_verified_yet_is_told_what_it_may_do,
);

async fn page(server: &Server, actor: &Actor, path: &str) -> String {
    let page = server.session(actor.operator).await.get(path).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    page.body
}

async fn a_refused_binding_keeps_what_was_found_and_what_was_typed(database: TestDatabase) {
    let world = World::new(&database).await;
    let (company, superior) = (world.enterprise().await, world.unit().await);
    let server = Server::start(&database).await;
    let browser = server.session(company.operator).await;
    let code = superior.code.as_str();
    let found = browser.get(&format!("/bind?code={code}")).await.body;
    assert!(found.contains("name=\"special_reason\""));
    let long = "长".repeat(501);
    for reason in [" ", long.as_str()] {
        let form = [("code", code), ("special_reason", reason)];
        let answer = browser.post("/bind", &form).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        let hidden = format!("name=\"code\" value=\"{code}\"");
        for kept in [
            "special_reason-error",
            "form=\"apply\"",
            "示例单位2",
            &hidden,
        ] {
            assert!(answer.body.contains(kept), "{kept}: {}", answer.body);
        }
        assert!(!answer.body.contains("暂无数据"), "{}", answer.body);
        assert!(answer.body.contains(reason));
    }
    // Before anything is found there is nothing to give a reason for.
    let empty = browser.get("/bind").await.body;
    assert!(!empty.contains("name=\"special_reason\""));
}

async fn the_route_is_shown_before_binding_is_asked(database: TestDatabase) {
    let world = World::new(&database).await;
    let (unit, superior, top) = (world.unit().await, world.unit().await, world.unit().await);
    world.tie(superior.unit, top.unit).await;
    let lies = sql("UPDATE unit SET region = '220100' WHERE id = $1");
    world.run(lies.bind(unit.unit)).await;
    let server = Server::start(&database).await;
    let browser = server.session(unit.operator).await;
    let title = "审核通过后的办理路线";
    let empty = browser.get("/bind").await.body;
    assert!(!empty.contains(title), "nothing is found yet");
    let here = format!("/bind?code={}", superior.code.as_str());
    let found = browser.get(&here).await.body;
    let mut rest = found.split_once(title).expect("the route").1;
    for actor in [&unit, &superior, &top] {
        let name = world.row(actor.unit).await.name;
        let (_, after) = rest.split_once(&format!(">{name}<")).expect("in order");
        rest = after;
    }
    assert!(rest.contains("长春市人力资源和社会保障局"), "{rest}");
    world.apply(&unit, &superior).await.expect("applied");
    let asked = browser.get(&here).await.body;
    assert!(!asked.contains(title), "it is asked already");
}

async fn a_withdrawn_application_is_said_to_be_withdrawn(database: TestDatabase) {
    let world = World::new(&database).await;
    let (unit, superior) = (world.unit().await, world.unit().await);
    let case = world.apply(&unit, &superior).await.expect("applied");
    let server = Server::start(&database).await;
    let browser = server.session(unit.operator).await;
    let said = "已撤回绑定申请";
    let early = browser.get("/workbench?done=withdrawn").await.body;
    assert!(!early.contains(said), "the records say otherwise");
    let id = case.to_string();
    let form = [("application", id.as_str()), ("version", "1")];
    let answer = browser.post("/withdraw", &form).await;
    assert_eq!(answer.location(), "/workbench?done=withdrawn");
    let page = browser.get(answer.location()).await.body;
    assert!(
        page.contains(said) && page.contains("「示例单位2」"),
        "{page}"
    );
}

async fn a_tie_that_ended_is_said_to_have_ended(database: TestDatabase) {
    let world = World::new(&database).await;
    let (company, unit, superior) = (
        world.enterprise().await,
        world.unit().await,
        world.unit().await,
    );
    world.bind(&company, &superior).await;
    world.bind(&unit, &superior).await;
    let server = Server::start(&database).await;
    let said = "与「示例单位3」的绑定已于";
    assert!(!page(&server, &company, "/workbench").await.contains(said));
    let browser = server.session(company.operator).await;
    assert!(browser.post("/unbind", &[]).await.status.is_redirection());
    assert!(page(&server, &company, "/workbench").await.contains(said));
    let asked = world.ask(ApplicationKind::Unbind, &unit, &superior).await;
    let asked = asked.expect("asked");
    assert!(!page(&server, &unit, "/workbench").await.contains(said));
    world
        .decide(&superior, asked, Outcome::Approve)
        .await
        .expect("approved");
    let ended = page(&server, &unit, "/workbench").await;
    assert!(
        ended.contains(said) && ended.contains("前可以撤销"),
        "{ended}"
    );
    // What is asked for next says more.
    world.apply(&unit, &superior).await.expect("anew");
    assert!(!page(&server, &unit, "/workbench").await.contains(said));
}

async fn settle(world: &World, who: &Actor, appeal: i64, seen: i64, step: &AppealStep) {
    let mut tx = world.begin().await;
    store::settle_appeal(&mut tx, who.reviewer(), appeal, seen, step, now())
        .await
        .expect("settled");
    tx.commit().await.expect("committed");
}

async fn an_appeal_that_was_agreed_to_reads_so(database: TestDatabase) {
    let world = World::new(&database).await;
    let superior = world.unit().await;
    let second = world.colleague(&superior, "周岚").await;
    let server = Server::start(&database).await;
    for (agrees, on_page, told) in [
        (true, "申诉已同意，可以重新申报", "申诉已同意："),
        (false, "申诉未获同意", "申诉未获同意："),
    ] {
        let unit = world.unit().await;
        let case = world.apply(&unit, &superior).await.expect("applied");
        world
            .decide(&superior, case, Outcome::Terminate)
            .await
            .expect("terminated");
        let text = AppealText::parse("理由").expect("a text");
        let mut tx = world.begin().await;
        let appeal = store::appeal(&mut tx, unit.unit, unit.operator, &text, now()).await;
        let appeal = appeal.expect("appealed");
        tx.commit().await.expect("committed");
        let opinion = AppealStep::Opine { agrees, why: text };
        settle(&world, &superior, appeal, 1, &opinion).await;
        settle(&world, &second, appeal, 2, &AppealStep::Consent).await;
        let workbench = page(&server, &unit, "/workbench").await;
        assert!(workbench.contains(on_page), "{workbench}");
        assert!(!workbench.contains("或者当时的批次已经结束"));
        let messages = page(&server, &unit, "/messages").await;
        assert!(messages.contains(told), "{messages}");
    }
}

async fn a_search_on_the_page_of_a_move_says_why_it_found_nothing(database: TestDatabase) {
    let world = World::new(&database).await;
    let (unit, superior, other) = (world.unit().await, world.unit().await, world.unit().await);
    world.bind(&unit, &superior).await;
    let server = Server::start(&database).await;
    let empty = page(&server, &unit, "/move?code=").await;
    assert!(
        empty.contains("code-error") && empty.contains("请输入上级单位的社会统一信用代码。"),
        "{empty}"
    );
    assert!(!page(&server, &unit, "/move").await.contains("code-error"));
    let fresh = world.unit().await;
    for at in [3, 15] {
        let slip = swapped(&other.code, at);
        // As 绑定单位 does.
        for (actor, path) in [(&fresh, "/bind"), (&unit, "/move")] {
            let browser = server.session(actor.operator).await;
            // A slip that the shape alone tells is no answer to a search, but a problem at the field.
            let found = browser.get(&format!("{path}?code={slip}")).await.body;
            let link = format!("href=\"{path}?code={}\"", other.code.as_str());
            assert!(found.contains(&link), "{path} {slip}: {found}");
        }
    }
}

/// The code with two neighbouring characters swapped.
fn swapped(code: &Uscc, at: usize) -> String {
    let mut text: Vec<u8> = code.as_str().bytes().collect();
    assert_ne!(text[at], text[at + 1]);
    text.swap(at, at + 1);
    String::from_utf8(text).expect("ASCII")
}

async fn without_a_superior_the_pages_of_a_tie_lead_to_binding(database: TestDatabase) {
    let world = World::new(&database).await;
    let unit = world.unit().await;
    let server = Server::start(&database).await;
    for path in ["/move", "/move?code=12220000MB9000023N", "/unbind"] {
        let page = page(&server, &unit, path).await;
        assert!(
            page.contains("本单位现在没有上级单位") && page.contains("href=\"/bind\""),
            "{path}: {page}"
        );
        assert!(!page.contains("请刷新页面") && !page.contains("name=\"code\""));
    }
    let posted = [("code", "12220000MB9000023N"), ("reason", "划转")];
    let browser = server.session(unit.operator).await;
    let answer = browser.post("/move", &posted).await;
    assert!(!answer.status.is_redirection());
}

async fn the_route_names_the_superior_that_a_case_waits_for(database: TestDatabase) {
    let world = World::new(&database).await;
    let (unit, first, second) = (world.unit().await, world.unit().await, world.unit().await);
    let case = world.apply(&unit, &first).await.expect("applied");
    world.withdraw(&unit, case).await.expect("withdrawn");
    let case = world.apply(&unit, &second).await.expect("applied");
    let server = Server::start(&database).await;
    let pending = page(&server, &unit, "/tie").await;
    for said in [
        "申请现在在「示例单位3」",
        "提交申请（绑定上级单位）：「示例单位2」",
        "撤回申请（绑定上级单位）：「示例单位2」",
        "提交申请（绑定上级单位）：「示例单位3」",
    ] {
        assert!(pending.contains(said), "{said}: {pending}");
    }
    world
        .decide(&second, case, Outcome::Return)
        .await
        .expect("returned");
    let returned = page(&server, &unit, "/tie").await;
    assert!(returned.contains("申请现在在本单位"), "{returned}");
    world.withdraw(&unit, case).await.expect("withdrawn");
    assert!(!page(&server, &unit, "/tie").await.contains("申请现在在"));
}

async fn who_asks_to_be_released_is_never_terminated(database: TestDatabase) {
    let world = World::new(&database).await;
    let (unit, other, superior) = (world.unit().await, world.unit().await, world.unit().await);
    world.bind(&unit, &superior).await;
    let asked = world.ask(ApplicationKind::Unbind, &unit, &superior).await;
    let asked = asked.expect("asked");
    let bind = world.apply(&other, &superior).await.expect("applied");
    let server = Server::start(&database).await;
    let offered = |page: &str, word: &str| page.contains(&format!("<option value=\"{word}\""));
    let release = page(&server, &superior, &format!("/review/{asked}")).await;
    assert!(offered(&release, "reject") && offered(&release, "approve"));
    assert!(
        !offered(&release, "terminate") && !release.contains("终止审核"),
        "{release}"
    );
    let binding = page(&server, &superior, &format!("/review/{bind}")).await;
    assert!(offered(&binding, "terminate"));
    let fault = refused(world.decide(&superior, asked, Outcome::Terminate).await);
    assert_eq!(fault, Fault::Obstacle(Obstacle::NotForUnbinding));
}

async fn the_reason_of_a_release_is_no_special_one(database: TestDatabase) {
    let world = World::new(&database).await;
    let (unit, superior) = (world.unit().await, world.unit().await);
    world.bind(&unit, &superior).await;
    let asked = world.ask(ApplicationKind::Unbind, &unit, &superior).await;
    let asked = asked.expect("asked");
    let server = Server::start(&database).await;
    let case = page(&server, &superior, &format!("/review/{asked}")).await;
    assert!(
        !case.contains("特殊情况说明") && case.contains("原因"),
        "{case}"
    );
    let workbench = page(&server, &unit, "/workbench").await;
    assert!(
        !workbench.contains("选错了的，撤回后重新申报"),
        "{workbench}"
    );
    let again = page(&server, &unit, "/unbind").await;
    assert!(!again.contains("向这个单位申报"), "{again}");
    decide(&world.db, &superior, decision(asked, 1, Outcome::Return))
        .await
        .expect("returned");
    let workbench = page(&server, &unit, "/workbench").await;
    assert!(!workbench.contains("特殊情况说明"), "{workbench}");
}

async fn what_an_administrator_did_is_not_the_system_s(database: TestDatabase) {
    let world = World::new(&database).await;
    let unit = world.unit().await;
    let administrator = world.administrator(Role::System).await;
    let mut tx = world.begin().await;
    let text = "INSERT INTO event (unit_id, kind, administrator_id, why, at)
         VALUES ($1, 'verified', $2, '', $3)";
    sql(text)
        .bind(unit.unit)
        .bind(administrator)
        .bind(now())
        .execute(&mut tx)
        .await
        .expect("verified");
    tx.commit().await.expect("committed");
    let server = Server::start(&database).await;
    let tie = page(&server, &unit, "/tie").await;
    assert!(
        tie.contains("认证通过") && tie.contains("<p>平台管理员<"),
        "{tie}"
    );
    assert!(!tie.contains("<p>系统<") && !tie.contains("管小理"));
}

async fn a_telephone_is_a_mobile_or_a_landline(database: TestDatabase) {
    let world = World::new(&database).await;
    let unit = world.unit().await;
    let server = Server::start(&database).await;
    let browser = server.session(unit.operator).await;
    for field in ["contact_phone", "report_phone"] {
        let seen = world.row(unit.unit).await.version.to_string();
        let form = |value: &'static str| {
            [
                ("version", seen.clone()),
                ("name", "示例单位1".to_owned()),
                ("region", "220104".to_owned()),
                ("password", crate::support::world::PASSWORD.to_owned()),
                (field, value.to_owned()),
            ]
        };
        let post = async |value: &'static str| {
            let form = form(value);
            let form: Vec<(&str, &str)> = form.iter().map(|(k, v)| (*k, v.as_str())).collect();
            browser.post("/workbench", &form).await
        };
        let nonsense = post("123").await;
        assert_eq!(nonsense.status, StatusCode::UNPROCESSABLE_ENTITY);
        let error = format!("{field}-error");
        assert!(
            nonsense.body.contains(&error) && nonsense.body.contains("带区号的座机号"),
            "{}",
            nonsense.body
        );
        let saved = post("（０４３１）８８８８００００转801").await;
        assert_eq!(saved.location(), "/workbench?saved=1", "{}", saved.body);
        let page = browser.get("/workbench").await.body;
        assert!(page.contains("value=\"0431-88880000-801\""), "{page}");
    }
}

async fn what_is_not_verified_yet_is_told_what_it_may_do(database: TestDatabase) {
    let world = World::new(&database).await;
    let unit = world.never_entered().await;
    let server = Server::start(&database).await;
    let fine = page(&server, &unit, "/workbench").await;
    assert!(fine.contains("确认进入后，可以申报绑定上级单位"), "{fine}");
    world
        .change("UPDATE unit SET verified_at = NULL".to_owned())
        .await;
    let waiting = page(&server, &unit, "/workbench").await;
    assert!(
        waiting.contains("认证之后，才可以申报绑定上级单位"),
        "{waiting}"
    );
    assert!(!waiting.contains("确认进入后，可以申报"));
}
