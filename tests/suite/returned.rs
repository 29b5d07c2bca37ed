//! What an applicant reads of a decision on its workbench, on both engines.

use crate::support::world::{decide, decision};
use crate::support::{Actor, Server, TestDatabase, World};
use lishu::domain::{DecisionDraft, Outcome};
use lishu::server::{now, store};
use reqwest::StatusCode;

on_both_engines!(
    a_returned_case_names_its_fields_until_it_is_submitted_again,
    a_decision_says_until_when_it_may_be_taken_back,
    a_decision_that_was_taken_back_reads_so,
);

async fn workbench(server: &Server, actor: &Actor) -> String {
    let page = server.signed_in(actor).await.get("/workbench").await;
    assert_eq!(page.status, StatusCode::OK);
    page.body
}

async fn a_returned_case_names_its_fields_until_it_is_submitted_again(database: TestDatabase) {
    let world = World::new(&database).await;
    let (unit, superior) = (world.unit().await, world.unit().await);
    let application = world.apply(&unit, &superior).await.expect("applied");
    let draft = DecisionDraft {
        application,
        version: 1,
        faulty: "yes".into(),
        outcome: "return".into(),
        opinion: "请核对".into(),
        wrong: vec!["name".into(), "address".into()],
        why_name: "与证书不一致".into(),
        why_address: "<缺门牌号>".into(),
        ..DecisionDraft::default()
    };
    let returned = draft.try_into().expect("complete");
    decide(&world.db, &superior, returned)
        .await
        .expect("returned");
    let server = Server::start(&database).await;
    let page = workbench(&server, &unit).await;
    for said in [
        "指出有误的信息",
        "与证书不一致",
        "href=\"#address\"",
        "上级单位指出有误：&lt;缺门牌号&gt;",
        "action=\"/resubmit\"",
        "href=\"#resubmit\"",
    ] {
        assert!(page.contains(said), "{said}");
    }
    assert!(page.contains("href=\"#name\""));
    assert_eq!(
        page.matches("上级单位指出有误").count(),
        2,
        "each at its field"
    );
    world
        .resubmit(&unit, application)
        .await
        .expect("resubmitted");
    let page = workbench(&server, &unit).await;
    assert!(!page.contains("门牌号") && !page.contains("href=\"#resubmit\""));
}

async fn a_decision_says_until_when_it_may_be_taken_back(database: TestDatabase) {
    let world = World::new(&database).await;
    let (unit, superior) = (world.unit().await, world.unit().await);
    let server = Server::start(&database).await;
    let at = now().plus_seconds(-300);
    let application = world.apply(&unit, &superior).await.expect("applied");
    world
        .decide_at(&superior, application, Outcome::Return, at)
        .await
        .expect("decided");
    let minute = at.plus_seconds(600 + 59).minute_shanghai();
    let said = format!("上级单位在 {} 前可以撤销", &minute[11..]);
    assert!(workbench(&server, &unit).await.contains(&said));
    world
        .resubmit(&unit, application)
        .await
        .expect("resubmitted");
    assert!(!workbench(&server, &unit).await.contains("前可以撤销"));
    world
        .decide_at(&superior, application, Outcome::Approve, at)
        .await
        .expect("approved");
    let bound = workbench(&server, &unit).await;
    assert!(bound.contains("已绑定上级单位") && bound.contains(&said));
    let late = "UPDATE decision SET decided_at = decided_at - 301000000";
    world.run(store::sql(late)).await;
    assert!(!workbench(&server, &unit).await.contains("前可以撤销"));
}

async fn a_decision_that_was_taken_back_reads_so(database: TestDatabase) {
    let world = World::new(&database).await;
    let (unit, superior) = (world.unit().await, world.unit().await);
    let application = world.apply(&unit, &superior).await.expect("applied");
    let rejected = decision(application, 1, Outcome::Reject);
    decide(&world.db, &superior, rejected)
        .await
        .expect("rejected");
    world.undo(&superior, application).await.expect("undone");
    let server = Server::start(&database).await;
    let page = workbench(&server, &unit).await;
    assert!(page.contains("审核结果已撤销，重新等待审核") && page.contains("王**"));
    assert!(!page.contains("前可以撤销") && page.contains("撤回申请"));
    let reviewer = server.signed_in(&superior).await;
    let case = reviewer.get(&format!("/review/{application}")).await;
    assert!(case.body.contains("审核人撤销了审核结果，申请回到待审核"));
}
