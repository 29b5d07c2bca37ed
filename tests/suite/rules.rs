//! 业务规则: shown as a difference before they hold, changed by who saw the last, and what each does.

use crate::support::server::Browser;
use crate::support::world::refused;
use crate::support::{Server, TestDatabase, World};
use lishu::domain::admin::{Rules, RulesDraft};
use lishu::domain::{
    ApplicationState, BindingPolicy, Day, Fault, Instant, Obstacle, Outcome, Role,
};
use lishu::server::now;
use lishu::server::store::{self, Result};
use reqwest::StatusCode;

on_both_engines!(
    rules_are_shown_as_a_difference_before_they_hold,
    rules_that_somebody_else_changed_are_not_overwritten,
    rules_hold_from_their_day_and_not_before,
    what_is_saved_last_takes_the_place_of_what_was_to_hold_later,
    an_outcome_that_is_not_offered_is_neither_shown_nor_taken,
    a_case_is_submitted_again_as_often_as_the_rules_allow,
    who_needs_no_superior_says_why_it_applies,
);

async fn begun(database: &TestDatabase) -> (World, Server, Browser) {
    let world = World::new(database).await;
    let server = Server::start(database).await;
    let administrator = world.administrator(Role::System).await;
    let browser = server.administration(administrator).await;
    (world, server, browser)
}

/// The form as the page has it, but for some of its fields.
fn form(version: i64, change: impl FnOnce(&mut RulesDraft)) -> Vec<(&'static str, String)> {
    let mut draft = RulesDraft::of(&BindingPolicy::default(), version, now());
    change(&mut draft);
    let mut fields = vec![
        ("version", draft.version.to_string()),
        ("consent_to_transfer", draft.consent_to_transfer),
        ("consent_to_unbind", draft.consent_to_unbind),
        ("outside_rounds", draft.outside_rounds),
        ("resubmissions", draft.resubmissions),
        ("review_days", draft.review_days),
        ("at_limit", draft.at_limit),
        ("urge_after_days", draft.urge_after_days),
        ("mail", draft.mail),
        ("webhook", draft.webhook),
        ("holds_from", draft.holds_from),
    ];
    fields.extend(draft.exempt.into_iter().map(|word| ("exempt", word)));
    fields.extend(draft.outcomes.into_iter().map(|word| ("outcomes", word)));
    fields
}

async fn send(
    browser: &Browser,
    form: &[(&'static str, String)],
) -> crate::support::server::Answer {
    let form: Vec<(&str, &str)> = form
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    browser.post("/admin/rules", &form).await
}

async fn holds(world: &World, at: Instant) -> BindingPolicy {
    let mut conn = world.read().await;
    store::binding_policy(&mut conn, at).await.expect("read")
}

async fn rules_are_shown_as_a_difference_before_they_hold(database: TestDatabase) {
    let (world, _server, browser) = begun(&database).await;
    let wanted = form(0, |draft| {
        draft.review_days = "5".into();
        draft.exempt = Vec::new();
    });
    let page = send(&browser, &wanted).await;
    assert_eq!(page.status, StatusCode::OK);
    for said in ["10 个工作日 → 5 个工作日", "工商 企业 → 没有", "起生效"] {
        assert!(page.body.contains(said), "{said} in {}", page.body);
    }
    assert_eq!(
        holds(&world, now()).await,
        BindingPolicy::default(),
        "nothing has changed yet"
    );
    let answer = browser.post("/admin/rules", &page.form()).await;
    assert_eq!(answer.location(), "/admin/rules?done=1", "{}", answer.body);
    let held = holds(&world, now()).await;
    let expected = BindingPolicy {
        review_days: 5,
        exempt: Vec::new(),
        ..BindingPolicy::default()
    };
    assert_eq!(held, expected);
    let noted = "act WHERE kind = 'rules_changed' AND administrator_id > 0";
    assert_eq!(world.count(noted).await, 1);
    let page = browser.get("/admin/rules").await.body;
    assert!(
        page.contains("第 1 版") && page.contains("→ 5 个工作日"),
        "{page}"
    );
    let wrong = form(1, |draft| {
        draft.review_days = "soon".into();
        draft.outcomes = Vec::new();
        draft.holds_from = "2020-01-01".into();
    });
    let answer = send(&browser, &wrong).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    for said in ["value=\"soon\"", "否则只能通过", "已经过去"] {
        assert!(answer.body.contains(said), "{said} in {}", answer.body);
    }
    assert_eq!(holds(&world, now()).await, held);
}

async fn rules_that_somebody_else_changed_are_not_overwritten(database: TestDatabase) {
    let (world, _server, browser) = begun(&database).await;
    let confirmed = |days: &str| {
        let mut form = form(0, |draft| draft.review_days = days.into());
        form.push(("confirmed", "1".into()));
        form
    };
    let first = send(&browser, &confirmed("5")).await;
    assert!(first.status.is_redirection(), "{}", first.body);
    let late = send(&browser, &confirmed("7")).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.body.contains("value=\"7\""), "nothing typed is lost");
    assert_eq!(holds(&world, now()).await.review_days, 5);
}

impl World {
    async fn set_from(&self, seen: i64, review_days: u32, days: i64) -> Result<i64> {
        let administrator = self.administrator(Role::System).await;
        let rules = Rules {
            policy: BindingPolicy {
                review_days,
                ..BindingPolicy::default()
            },
            holds_from: Day::parse(&now().plus_days(days).date_shanghai()).expect("a day"),
        };
        let mut tx = self.begin().await;
        let version = store::set_rules(&mut tx, administrator, seen, &rules, now()).await?;
        tx.commit().await?;
        Ok(version)
    }
}

async fn rules_hold_from_their_day_and_not_before(database: TestDatabase) {
    let (world, _server, browser) = begun(&database).await;
    let before = now();
    assert_eq!(world.set_from(0, 5, 0).await.expect("from now on"), 1);
    assert_eq!(holds(&world, now()).await.review_days, 5);
    assert_eq!(
        holds(&world, before).await.review_days,
        10,
        "what was done today was done under others"
    );
    assert_eq!(world.set_from(1, 3, 7).await.expect("next week"), 2);
    assert_eq!(holds(&world, now()).await.review_days, 5);
    assert_eq!(holds(&world, now().plus_days(7)).await.review_days, 3);
    let page = browser.get("/admin/rules").await.body;
    assert!(page.contains("第 2 版将于"), "{page}");
    assert!(
        page.contains("name=\"review_days\" type=\"text\" value=\"5\""),
        "the form has what holds"
    );
    assert_eq!(refused(world.set_from(1, 9, 0).await), Fault::Changed);
}

async fn what_is_saved_last_takes_the_place_of_what_was_to_hold_later(database: TestDatabase) {
    let (world, _server, browser) = begun(&database).await;
    world.set_from(0, 3, 7).await.expect("next week");
    // As it holds now: what changes is that nothing changes next week.
    let page = send(&browser, &form(1, |_| ())).await;
    assert!(page.body.contains("取消将要生效的版本"), "{}", page.body);
    let answer = browser.post("/admin/rules", &page.form()).await;
    assert_eq!(answer.location(), "/admin/rules?done=1");
    assert_eq!(
        holds(&world, now().plus_days(7)).await,
        BindingPolicy::default()
    );
}

async fn an_outcome_that_is_not_offered_is_neither_shown_nor_taken(database: TestDatabase) {
    let (world, server, _) = begun(&database).await;
    let (unit, superior) = (world.unit().await, world.unit().await);
    let application = world.apply(&unit, &superior).await.expect("applied");
    let browser = server.session(superior.operator).await;
    let case = format!("/review/{application}");
    let (form, list) = (
        browser.get(&case).await.body,
        browser.get("/review").await.body,
    );
    assert!(form.contains("value=\"terminate\"") && list.contains("decide-terminate"));
    let rules = BindingPolicy {
        outcomes: vec![Outcome::Return],
        ..BindingPolicy::default()
    };
    world.set_rules(rules).await;
    let (form, list) = (
        browser.get(&case).await.body,
        browser.get("/review").await.body,
    );
    for gone in ["reject", "terminate"] {
        assert!(!form.contains(&format!("value=\"{gone}\"")), "{gone}");
        assert!(!list.contains(&format!("decide-{gone}")), "{gone}");
    }
    assert!(form.contains("value=\"return\"") && list.contains("decide-approve"));
    let fault = refused(world.decide(&superior, application, Outcome::Reject).await);
    assert_eq!(fault, Fault::Obstacle(Obstacle::OutcomeNotOffered));
    world
        .decide(&superior, application, Outcome::Return)
        .await
        .expect("offered");
}

async fn a_case_is_submitted_again_as_often_as_the_rules_allow(database: TestDatabase) {
    let (world, server, _) = begun(&database).await;
    let rules = BindingPolicy {
        resubmissions: 1,
        ..BindingPolicy::default()
    };
    world.set_rules(rules).await;
    let (unit, superior) = (world.unit().await, world.unit().await);
    let browser = server.session(unit.operator).await;
    let application = world.apply(&unit, &superior).await.expect("applied");
    world
        .decide(&superior, application, Outcome::Return)
        .await
        .expect("returned");
    let page = browser.get("/workbench").await.body;
    assert!(
        page.contains("还可以重新提交 1 次") && page.contains("action=\"/resubmit\""),
        "{page}"
    );
    world.resubmit(&unit, application).await.expect("once");
    world
        .decide(&superior, application, Outcome::Return)
        .await
        .expect("returned again");
    let page = browser.get("/workbench").await.body;
    assert!(
        page.contains("次数已经用完") && !page.contains("action=\"/resubmit\""),
        "{page}"
    );
    let fault = refused(world.resubmit(&unit, application).await);
    assert_eq!(
        fault,
        Fault::Obstacle(Obstacle::ResubmissionsSpent { limit: 1 })
    );
    assert_eq!(world.state(application).await, ApplicationState::Returned);
    let version = world.version(application).await.to_string();
    let id = application.to_string();
    world
        .change(format!(
            "UPDATE unit SET region = '220104' WHERE id = {}",
            unit.unit
        ))
        .await;
    let row = world.row(unit.unit).await;
    let seen = row.version.to_string();
    let form = [
        ("application", id.as_str()),
        ("case_version", version.as_str()),
        ("confirmed", "yes"),
        ("version", seen.as_str()),
        ("name", row.name.as_str()),
        ("region", "220104"),
    ];
    let answer = browser.post("/resubmit", &form).await;
    assert!(answer.body.contains("最多重新提交 1 次"), "{}", answer.body);
    world
        .withdraw(&unit, application)
        .await
        .expect("there is a way on");
    world.apply(&unit, &superior).await.expect("anew");
}

fn has_field(page: &str, name: &str) -> bool {
    page.contains(&format!("name=\"{name}\""))
}

async fn invites_with_a_reason(world: &World, server: &Server) {
    let (unit, invited) = (world.unit().await, world.never_entered().await);
    let browser = server.session(unit.operator).await;
    let page = browser.get("/invite").await.body;
    assert!(has_field(&page, "special_reason"), "{page}");
    let form = [("code", invited.code.as_str()), ("name", "示例市教育局")];
    let silent = browser.post("/invite", &form).await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        silent.body.contains("special_reason-error")
            && silent
                .body
                .contains("按规定一般不用绑定；确需绑定的，请写明特殊情况。"),
        "{}",
        silent.body
    );
    let said = [form[0], form[1], ("special_reason", "承担省级任务")];
    let answer = browser.post("/invite", &said).await;
    assert_eq!(answer.location(), "/invite", "{}", answer.body);
    let kept = "invitation WHERE special_reason = '承担省级任务'";
    assert_eq!(world.count(kept).await, 1);
}

/// 变更 is asked with a reason by everybody, whoever needs a superior.
async fn moves_with_a_reason(world: &World, server: &Server) {
    for unit in [world.unit().await, world.enterprise().await] {
        let (old, new) = (world.unit().await, world.unit().await);
        world.bind(&unit, &old).await;
        let browser = server.session(unit.operator).await;
        let code = new.code.as_str();
        let page = browser.get(&format!("/move?code={code}")).await.body;
        assert!(has_field(&page, "reason"), "{page}");
        let silent = browser.post("/move", &[("code", code)]).await;
        assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(silent.body.contains("reason-error"), "{}", silent.body);
        let said = [("code", code), ("reason", "机构改革划转")];
        let answer = browser.post("/move", &said).await;
        assert_eq!(answer.location(), "/workbench", "{}", answer.body);
    }
}

async fn who_needs_no_superior_says_why_it_applies(database: TestDatabase) {
    let (world, server, _) = begun(&database).await;
    let rules = BindingPolicy {
        exempt: vec!["12".into()],
        ..BindingPolicy::default()
    };
    world.set_rules(rules).await;
    let superior = world.unit().await;
    let (institution, enterprise) = (world.unit().await, world.enterprise().await);
    let code = superior.code.as_str();
    let browser = server.session(institution.operator).await;
    let page = browser.get("/workbench").await.body;
    assert!(
        page.contains("事业单位除特殊情况无需绑定上级单位"),
        "{page}"
    );
    let silent = browser.post("/bind", &[("code", code)]).await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
    let said = browser
        .post(
            "/bind",
            &[("code", code), ("special_reason", "承担省级任务")],
        )
        .await;
    assert!(said.status.is_redirection(), "{}", said.body);
    invites_with_a_reason(&world, &server).await;
    moves_with_a_reason(&world, &server).await;
    // By these rules an enterprise binds like anybody; it unbinds at once all the same.
    let uninvited = world.never_entered().await;
    let browser = server.session(world.enterprise().await.operator).await;
    assert!(!has_field(
        &browser.get("/invite").await.body,
        "special_reason"
    ));
    let form = [("code", uninvited.code.as_str()), ("name", "示例市教育局")];
    let answer = browser.post("/invite", &form).await;
    assert_eq!(answer.location(), "/invite", "{}", answer.body);
    let browser = server.session(enterprise.operator).await;
    let answer = browser.post("/bind", &[("code", code)]).await;
    assert!(answer.status.is_redirection(), "{}", answer.body);
    let mut conn = world.read().await;
    let case = store::open_case(&mut conn, enterprise.unit)
        .await
        .expect("read")
        .expect("open");
    world
        .decide(&superior, case.id, Outcome::Approve)
        .await
        .expect("approved");
    assert!(browser.post("/unbind", &[]).await.status.is_redirection());
    assert_eq!(world.superior(enterprise.unit).await, None);
}
