//! What an applicant reads of a decision on its workbench, on both engines.

use crate::support::server::Answer;
use crate::support::world::{decide, decision};
use crate::support::{Actor, Server, TestDatabase, World};
use lishu::domain::{ApplicationState, DecisionDraft, Outcome};
use lishu::server::{now, store};
use reqwest::StatusCode;

on_both_engines!(
    a_returned_case_names_its_fields_until_it_is_submitted_again,
    what_was_corrected_goes_out_with_the_case,
    what_was_found_wrong_and_left_as_it_was_is_asked_about,
    a_case_that_was_not_changed_at_all_is_asked_about,
    under_a_new_name_the_unit_is_verified_before_its_case_goes_out,
    a_reason_that_is_missing_loses_nothing,
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

/// A unit's case, returned for its address, and a browser of who applies.
struct Returned {
    world: World,
    server: Server,
    unit: Actor,
    superior: Actor,
    application: i64,
}

impl Returned {
    async fn of(database: &TestDatabase, unit: Actor, world: World) -> Self {
        let superior = world.unit().await;
        let text = "UPDATE unit SET region = '220104', address = '学苑路' WHERE id = $1";
        world.run(store::sql(text).bind(unit.unit)).await;
        let application = world.apply(&unit, &superior).await.expect("applied");
        let draft = DecisionDraft {
            application,
            version: 1,
            faulty: "yes".into(),
            outcome: "return".into(),
            opinion: "请核对".into(),
            wrong: vec!["address".into()],
            why_address: "缺门牌号".into(),
            ..DecisionDraft::default()
        };
        decide(&world.db, &superior, draft.try_into().expect("complete"))
            .await
            .expect("returned");
        Self {
            server: Server::start(database).await,
            world,
            unit,
            superior,
            application,
        }
    }

    /// 重新提交 with these fields of the workbench's form, the others as they are kept.
    async fn resubmit(&self, change: &[(&'static str, &str)]) -> Answer {
        let row = self.world.row(self.unit.unit).await;
        let mut form = vec![
            ("version", row.version.to_string()),
            ("name", row.name),
            ("region", row.region),
            ("address", row.address),
            ("application", self.application.to_string()),
            (
                "case_version",
                self.world.version(self.application).await.to_string(),
            ),
            ("special_reason", "测试的特殊情况".to_owned()),
        ];
        for (name, value) in change {
            form.retain(|(field, _)| field != name);
            form.push((name, (*value).to_owned()));
        }
        let form: Vec<(&str, &str)> = form.iter().map(|(k, v)| (*k, v.as_str())).collect();
        let browser = self.server.session(self.unit.operator).await;
        browser.post("/resubmit", &form).await
    }

    async fn state(&self) -> ApplicationState {
        self.world.state(self.application).await
    }
}

async fn what_was_corrected_goes_out_with_the_case(database: TestDatabase) {
    let world = World::new(&database).await;
    let unit = world.unit().await;
    let it = Returned::of(&database, unit, world).await;
    let page = workbench(&it.server, &it.unit).await;
    // The button is one of the form in which the fields stand, behind 保存, which Enter presses.
    let form = page.find("action=\"/workbench\"").expect("the form");
    let save = page.find(">保存<").expect("保存");
    let resubmit = page.find("formaction=\"/resubmit\"").expect("重新提交");
    let end = page[form..].find("</form>").expect("its end") + form;
    assert!(form < save && save < resubmit && resubmit < end, "{page}");
    let answer = it.resubmit(&[("address", "学苑路66号")]).await;
    assert_eq!(
        answer.location(),
        "/workbench?done=resubmitted",
        "{}",
        answer.body
    );
    assert_eq!(it.state().await, ApplicationState::Pending);
    assert_eq!(it.world.row(it.unit.unit).await.address, "学苑路66号");
    let reviewer = it.server.session(it.superior.operator).await;
    let case = reviewer.get(&format!("/review/{}", it.application)).await;
    assert!(case.body.contains("学苑路66号"), "{}", case.body);
    // Sent twice, it has one effect.
    let twice = it
        .resubmit(&[("case_version", "2"), ("address", "学苑路66号")])
        .await;
    assert_eq!(twice.status, StatusCode::CONFLICT);
}

async fn what_was_found_wrong_and_left_as_it_was_is_asked_about(database: TestDatabase) {
    let world = World::new(&database).await;
    let unit = world.unit().await;
    let it = Returned::of(&database, unit, world).await;
    let asked = it.resubmit(&[("industry", "P")]).await;
    assert_eq!(asked.status, StatusCode::CONFLICT);
    for said in [
        "「单位地址」和退回时一样",
        "仍然重新提交",
        "name=\"confirmed\"",
    ] {
        assert!(asked.body.contains(said), "{said}: {}", asked.body);
    }
    assert_eq!(it.state().await, ApplicationState::Returned);
    assert_eq!(
        it.world.row(it.unit.unit).await.industry,
        "P",
        "it is saved"
    );
    let meant = it
        .resubmit(&[("industry", "P"), ("confirmed", "yes")])
        .await;
    assert!(meant.status.is_redirection(), "{}", meant.body);
    assert_eq!(it.state().await, ApplicationState::Pending);
}

async fn a_case_that_was_not_changed_at_all_is_asked_about(database: TestDatabase) {
    let world = World::new(&database).await;
    let (unit, superior) = (world.unit().await, world.unit().await);
    let text = "UPDATE unit SET region = '220104' WHERE id = $1";
    world.run(store::sql(text).bind(unit.unit)).await;
    let application = world.apply(&unit, &superior).await.expect("applied");
    // Nothing is named: the opinion alone says what is wrong.
    world
        .decide(&superior, application, Outcome::Return)
        .await
        .expect("returned");
    world
        .change("UPDATE application SET special_reason = ''".to_owned())
        .await;
    world
        .change("UPDATE submission SET special_reason = ''".to_owned())
        .await;
    let it = Returned {
        server: Server::start(&database).await,
        world,
        unit,
        superior,
        application,
    };
    let asked = it.resubmit(&[]).await;
    assert_eq!(asked.status, StatusCode::CONFLICT);
    assert!(asked.body.contains("什么都没有改"), "{}", asked.body);
    let saved = it.world.count("event WHERE kind = 'profile_saved'").await;
    assert_eq!(saved, 0, "there was nothing to save");
    assert!(
        it.resubmit(&[("confirmed", "yes")])
            .await
            .status
            .is_redirection()
    );
    assert_eq!(it.state().await, ApplicationState::Pending);
}

async fn under_a_new_name_the_unit_is_verified_before_its_case_goes_out(database: TestDatabase) {
    let world = World::new(&database).await;
    let unit = world.unit().await;
    let it = Returned::of(&database, unit, world).await;
    let renamed = [("name", "示例大学"), ("address", "学苑路66号")];
    let answer = it.resubmit(&renamed).await;
    assert_eq!(answer.location(), "/workbench?saved=1", "{}", answer.body);
    assert_eq!(it.state().await, ApplicationState::Returned);
    assert_eq!(it.world.row(it.unit.unit).await.name, "示例大学");
    let waiting = workbench(&it.server, &it.unit).await;
    assert!(waiting.contains("认证通过后再到这里重新提交"), "{waiting}");
    assert!(!waiting.contains("/resubmit") && !waiting.contains("#resubmit"));
    it.world
        .change("UPDATE unit SET verified_at = 1".to_owned())
        .await;
    let verified = workbench(&it.server, &it.unit).await;
    assert!(verified.contains("formaction=\"/resubmit\"") && !verified.contains("认证通过后再"));
    assert!(it.resubmit(&[]).await.status.is_redirection());
    assert_eq!(it.state().await, ApplicationState::Pending);
}

async fn a_reason_that_is_missing_loses_nothing(database: TestDatabase) {
    let world = World::new(&database).await;
    let unit = world.enterprise().await;
    let it = Returned::of(&database, unit, world).await;
    let silent = [("special_reason", " "), ("address", "学苑路66号")];
    let refused = it.resubmit(&silent).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    for kept in ["special_reason-error", "value=\"学苑路66号\""] {
        assert!(refused.body.contains(kept), "{kept}: {}", refused.body);
    }
    let wrong = [("special_reason", "承担省级任务"), ("name", "")];
    let refused = it.resubmit(&wrong).await;
    assert!(refused.body.contains("承担省级任务"), "{}", refused.body);
    assert_eq!(it.state().await, ApplicationState::Returned);
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
