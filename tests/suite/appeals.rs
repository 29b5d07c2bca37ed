//! 申诉 against 终止审核: one person says what should be, another makes it so.

use crate::support::world::refused;
use crate::support::{Actor, Server, TestDatabase, World};
use lishu::domain::{AppealState, AppealStep, AppealText, Barrier, Fault, Obstacle, Outcome, Role};
use lishu::server::now;
use lishu::server::store::{self, Result, Reviewer};
use reqwest::StatusCode;

on_both_engines!(
    a_barred_unit_is_freed_by_two_persons,
    who_spoke_first_and_who_terminated_are_not_the_second,
    what_the_first_refuses_a_second_refuses_too,
    who_does_not_consent_opens_the_appeal_again,
    an_appeal_is_its_unit_s_and_its_superior_s_alone,
    an_appeal_is_withdrawn_until_it_is_settled,
    an_administrator_lifts_a_bar_with_a_reason,
    a_termination_taken_back_leaves_no_appeal_and_a_new_one_bars_anew,
    who_acts_for_both_units_settles_no_appeal,
    who_stands_in_for_the_first_is_no_second,
    a_termination_bars_for_the_round_in_which_it_is_said,
    an_appeal_goes_its_way_by_the_pages,
    who_spoke_first_takes_it_back_and_another_may_speak_first,
    where_nobody_can_be_the_second_both_sides_read_who_helps,
);

fn text(text: &str) -> AppealText {
    AppealText::parse(text).expect("a text")
}

fn opine(agrees: bool) -> AppealStep {
    let why = text("材料属实");
    AppealStep::Opine { agrees, why }
}

/// A unit that was terminated by the superior's first reviewer.
struct Barred {
    world: World,
    unit: Actor,
    superior: Actor,
    second: Actor,
    third: Actor,
    application: i64,
}

impl Barred {
    async fn new(database: &TestDatabase) -> Self {
        let world = World::new(database).await;
        let (unit, superior) = (world.unit().await, world.unit().await);
        let second = world.colleague(&superior, "李二").await;
        let third = world.colleague(&superior, "赵三").await;
        let application = world.apply(&unit, &superior).await.expect("applied");
        world
            .decide(&superior, application, Outcome::Terminate)
            .await
            .expect("terminated");
        Self {
            world,
            unit,
            superior,
            second,
            third,
            application,
        }
    }

    async fn appeal(&self) -> Result<i64> {
        let mut tx = self.world.begin().await;
        let why = text("没有弄虚作假");
        let (unit, operator) = (self.unit.unit, self.unit.operator);
        let id = store::appeal(&mut tx, unit, operator, &why, now()).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// Of the version that is there.
    async fn settle(&self, who: &Actor, appeal: i64, step: AppealStep) -> Result<()> {
        let seen = self.latest().await.version;
        self.settle_at(who, appeal, seen, step).await
    }

    async fn settle_at(&self, who: &Actor, appeal: i64, seen: i64, step: AppealStep) -> Result<()> {
        let mut tx = self.world.begin().await;
        store::settle_appeal(&mut tx, who.reviewer(), appeal, seen, &step, now()).await?;
        Ok(tx.commit().await?)
    }

    async fn latest(&self) -> store::AppealRow {
        let version = self.world.version(self.application).await;
        let mut conn = self.world.read().await;
        let found = store::appeal_against(&mut conn, self.application, version).await;
        found.expect("read").expect("an appeal")
    }

    async fn is_barred(&self) -> bool {
        let mut conn = self.world.read().await;
        let bar = store::bar_of(&mut conn, self.unit.unit, now()).await;
        bar.expect("read").is_some()
    }

    async fn told(&self, kind: &str, unit: i64) -> i64 {
        let mut conn = self.world.read().await;
        store::sql(
            "SELECT COUNT(*) FROM message m JOIN event e ON e.id = m.event_id
             WHERE e.kind = $1 AND m.unit_id = $2",
        )
        .bind(kind)
        .bind(unit)
        .int(&mut conn)
        .await
        .expect("read")
    }
}

async fn a_barred_unit_is_freed_by_two_persons(database: TestDatabase) {
    let it = Barred::new(&database).await;
    let appeal = it.appeal().await.expect("appealed");
    assert_eq!(it.appeal().await.expect("sent twice"), appeal);
    assert_eq!(it.told("appealed", it.superior.unit).await, 1);
    it.settle_at(&it.superior, appeal, 1, opine(true))
        .await
        .expect("who terminated may be first");
    it.settle_at(&it.superior, appeal, 1, opine(true))
        .await
        .expect("sent twice");
    assert!(it.is_barred().await, "one person frees nobody");
    assert_eq!(it.told("appeal_opined", it.superior.unit).await, 1);
    assert_eq!(it.told("appeal_opined", it.unit.unit).await, 0);
    let fault = refused(it.world.apply(&it.unit, &it.superior).await);
    assert!(matches!(fault, Fault::Obstacle(Obstacle::Barred { .. })));
    let stale = it
        .settle_at(&it.second, appeal, 1, AppealStep::Consent)
        .await;
    assert_eq!(refused(stale), Fault::Changed);
    it.settle_at(&it.second, appeal, 2, AppealStep::Consent)
        .await
        .expect("a second person");
    it.settle_at(&it.second, appeal, 2, AppealStep::Consent)
        .await
        .expect("sent twice");
    assert!(!it.is_barred().await);
    assert_eq!(it.latest().await.state(), AppealState::Agreed);
    assert_eq!(
        it.world
            .count("bar_lifted WHERE appeal_id IS NOT NULL")
            .await,
        1
    );
    assert_eq!(it.told("appeal_agreed", it.unit.unit).await, 1);
    assert_eq!(it.told("bar_lifted", it.superior.unit).await, 1);
    for kind in ["appealed", "appeal_opined", "appeal_agreed", "bar_lifted"] {
        let mut conn = it.world.read().await;
        let n = store::sql(
            "SELECT COUNT(*) FROM event WHERE kind = $1 AND actor_id IS NOT NULL AND application_id = $2",
        );
        let n = n
            .bind(kind)
            .bind(it.application)
            .int(&mut conn)
            .await
            .expect("read");
        assert_eq!(n, 1, "{kind}");
    }
    it.world
        .apply(&it.unit, &it.superior)
        .await
        .expect("free again");
}

async fn who_spoke_first_and_who_terminated_are_not_the_second(database: TestDatabase) {
    let it = Barred::new(&database).await;
    let appeal = it.appeal().await.expect("appealed");
    it.settle(&it.second, appeal, opine(true))
        .await
        .expect("the first");
    let object = AppealStep::Object {
        why: text("不同意"),
    };
    for (who, barrier) in [
        (&it.second, Barrier::NotSecond),
        (&it.superior, Barrier::Terminated),
    ] {
        for step in [AppealStep::Consent, object.clone()] {
            let fault = refused(it.settle(who, appeal, step).await);
            assert_eq!(fault, Fault::Forbidden(barrier));
        }
    }
    assert!(it.is_barred().await);
    it.settle(&it.third, appeal, AppealStep::Consent)
        .await
        .expect("another");
    assert!(!it.is_barred().await);
}

async fn what_the_first_refuses_a_second_refuses_too(database: TestDatabase) {
    let it = Barred::new(&database).await;
    let appeal = it.appeal().await.expect("appealed");
    it.settle(&it.superior, appeal, opine(false))
        .await
        .expect("the first");
    assert_eq!(
        it.latest().await.state(),
        AppealState::Opined,
        "no one person's answer"
    );
    it.settle(&it.second, appeal, AppealStep::Consent)
        .await
        .expect("the second");
    assert_eq!(it.latest().await.state(), AppealState::Refused);
    assert!(it.is_barred().await);
    assert_eq!(it.told("appeal_refused", it.unit.unit).await, 1);
    let again = refused(it.appeal().await);
    assert_eq!(again, Fault::Obstacle(Obstacle::AppealRefused));
}

async fn who_does_not_consent_opens_the_appeal_again(database: TestDatabase) {
    let it = Barred::new(&database).await;
    let appeal = it.appeal().await.expect("appealed");
    it.settle(&it.superior, appeal, opine(false))
        .await
        .expect("the first");
    let object = AppealStep::Object {
        why: text("材料属实"),
    };
    it.settle(&it.second, appeal, object)
        .await
        .expect("objected");
    let row = it.latest().await;
    assert_eq!((row.state(), row.opined_by), (AppealState::Open, None));
    it.settle(&it.second, appeal, opine(true))
        .await
        .expect("says so");
    it.settle(&it.third, appeal, AppealStep::Consent)
        .await
        .expect("and another");
    assert!(!it.is_barred().await);
}

async fn an_appeal_is_its_unit_s_and_its_superior_s_alone(database: TestDatabase) {
    let it = Barred::new(&database).await;
    let appeal = it.appeal().await.expect("appealed");
    let stranger = it.world.unit().await;
    for step in [opine(true), AppealStep::Consent] {
        let fault = refused(it.settle_at(&stranger, appeal, 1, step).await);
        assert_eq!(fault, Fault::NotFound);
    }
    let mut tx = it.world.begin().await;
    let withdrawn =
        store::withdraw_appeal(&mut tx, stranger.unit, stranger.operator, appeal, now());
    assert_eq!(refused(withdrawn.await), Fault::NotFound);
    drop(tx);
    let mut tx = it.world.begin().await;
    let none = store::appeal(&mut tx, stranger.unit, stranger.operator, &text("x"), now()).await;
    assert_eq!(refused(none), Fault::Obstacle(Obstacle::NotBarred));
    drop(tx);
    let mut conn = it.world.read().await;
    let seen = store::appeals(&mut conn, stranger.unit, false, None, 9)
        .await
        .expect("read");
    assert!(seen.is_empty());
    let seen = store::appeals(&mut conn, it.superior.unit, false, None, 9)
        .await
        .expect("read");
    assert_eq!(seen.len(), 1);
}

async fn an_appeal_is_withdrawn_until_it_is_settled(database: TestDatabase) {
    let it = Barred::new(&database).await;
    let first = it.appeal().await.expect("appealed");
    let withdraw = async |appeal: i64| {
        let mut tx = it.world.begin().await;
        let (unit, operator) = (it.unit.unit, it.unit.operator);
        store::withdraw_appeal(&mut tx, unit, operator, appeal, now()).await?;
        Ok(tx.commit().await?)
    };
    withdraw(first).await.expect("withdrawn");
    withdraw(first).await.expect("sent twice");
    assert_eq!(
        it.world
            .count("event WHERE kind = 'appeal_withdrawn'")
            .await,
        1
    );
    let fault = refused(it.settle(&it.second, first, opine(true)).await);
    assert_eq!(fault, Fault::Changed);
    let second = it.appeal().await.expect("another one");
    assert_ne!(first, second);
    it.settle(&it.superior, second, opine(true))
        .await
        .expect("the first");
    it.settle(&it.second, second, AppealStep::Consent)
        .await
        .expect("the second");
    assert_eq!(refused(withdraw(second).await), Fault::Changed);
}

async fn an_administrator_lifts_a_bar_with_a_reason(database: TestDatabase) {
    let it = Barred::new(&database).await;
    it.appeal().await.expect("appealed");
    let server = Server::start(&database).await;
    let administrator = it.world.administrator(Role::System).await;
    let browser = server.administration(administrator).await;
    let path = format!("/admin/units/{}", it.unit.unit);
    let page = browser.get(&path).await.body;
    assert!(
        page.contains("解除终止") && page.contains("本次申报（至"),
        "{page}"
    );
    let silent = browser.post(&path, &[("go", "lift")]).await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY, "no reason");
    let answer = browser
        .post(&path, &[("go", "lift"), ("why", "终止有误")])
        .await;
    assert_eq!(
        answer.location(),
        format!("{path}?done=lift"),
        "{}",
        answer.body
    );
    assert!(!it.is_barred().await);
    assert_eq!(
        it.latest().await.state(),
        AppealState::Agreed,
        "it has what it asked for"
    );
    let lifted = "event WHERE kind = 'bar_lifted' AND administrator_id > 0 AND why = '终止有误'";
    assert_eq!(it.world.count(lifted).await, 1);
    for unit in [it.unit.unit, it.superior.unit] {
        assert_eq!(it.told("bar_lifted", unit).await, 1);
    }
    let page = browser.get(&path).await.body;
    assert!(
        !page.contains("value=\"lift\"") && page.contains("解除终止审核的限制"),
        "{page}"
    );
    let again = browser
        .post(&path, &[("go", "lift"), ("why", "终止有误")])
        .await;
    assert!(again.body.contains("没有需要解除的限制"), "{}", again.body);
    it.world
        .apply(&it.unit, &it.superior)
        .await
        .expect("free again");
}

async fn a_termination_taken_back_leaves_no_appeal_and_a_new_one_bars_anew(database: TestDatabase) {
    let it = Barred::new(&database).await;
    let appeal = it.appeal().await.expect("appealed");
    it.settle(&it.second, appeal, opine(true))
        .await
        .expect("the first");
    it.settle(&it.third, appeal, AppealStep::Consent)
        .await
        .expect("the second");
    it.world
        .undo(&it.superior, it.application)
        .await
        .expect("taken back");
    it.world
        .decide(&it.superior, it.application, Outcome::Terminate)
        .await
        .expect("again");
    assert!(
        it.is_barred().await,
        "the lift was of the other termination"
    );
    let second = it.appeal().await.expect("against this one");
    assert_ne!(appeal, second);
    it.world
        .undo(&it.superior, it.application)
        .await
        .expect("taken back");
    assert_eq!(it.world.count("appeal WHERE state = 'moot'").await, 1);
    let fault = refused(it.settle_at(&it.second, second, 1, opine(true)).await);
    assert_eq!(fault, Fault::Changed);
}

async fn who_acts_for_both_units_settles_no_appeal(database: TestDatabase) {
    let it = Barred::new(&database).await;
    let appeal = it.appeal().await.expect("appealed");
    let both = it.world.also_acts_for(&it.unit, &it.superior).await;
    let fault = refused(it.settle(&both, appeal, opine(true)).await);
    assert_eq!(fault, Fault::Forbidden(Barrier::ActsForBoth));
}

async fn who_spoke_first_takes_it_back_and_another_may_speak_first(database: TestDatabase) {
    let it = Barred::new(&database).await;
    let appeal = it.appeal().await.expect("appealed");
    it.settle(&it.second, appeal, opine(true))
        .await
        .expect("the first");
    for other in [&it.superior, &it.third] {
        let fault = refused(it.settle(other, appeal, AppealStep::TakeBack).await);
        assert_eq!(fault, Fault::Forbidden(Barrier::NotFirst));
    }
    for _ in 0..2 {
        it.settle_at(&it.second, appeal, 2, AppealStep::TakeBack)
            .await
            .expect("taken back, once");
    }
    let row = it.latest().await;
    assert_eq!((row.state(), row.opined_by), (AppealState::Open, None));
    assert_eq!(
        (row.agrees, row.opinion.as_str(), row.version),
        (None, "", 3)
    );
    let said = "event WHERE kind = 'appeal_taken_back'";
    assert_eq!(it.world.count(said).await, 1);
    assert_eq!(it.told("appeal_taken_back", it.superior.unit).await, 1);
    assert_eq!(it.told("appeal_taken_back", it.unit.unit).await, 0);
    // Who terminated speaks first now, and who could only have been the second is.
    it.settle(&it.superior, appeal, opine(true))
        .await
        .expect("the first");
    it.settle(&it.second, appeal, AppealStep::Consent)
        .await
        .expect("the second");
    assert!(!it.is_barred().await);
    let late = it.settle(&it.superior, appeal, AppealStep::TakeBack).await;
    assert_eq!(refused(late), Fault::Changed, "what is settled is settled");
}

async fn where_nobody_can_be_the_second_both_sides_read_who_helps(database: TestDatabase) {
    let it = Barred::new(&database).await;
    let server = Server::start(&database).await;
    let unit = server.session(it.unit.operator).await;
    let second = server.session(it.second.operator).await;
    let reads = async |stuck: bool| {
        let (own, list) = (
            unit.get("/workbench").await.body,
            second.get("/appeals").await.body,
        );
        assert_eq!(own.contains("平台管理员也可以解除这个限制"), stuck, "{own}");
        assert_eq!(list.contains("请平台管理员解除限制"), stuck, "{list}");
    };
    let disable = async |operator: i64, when: &str| {
        let text = format!("UPDATE operator SET disabled_at = {when} WHERE id = {operator}");
        it.world.change(text).await;
    };
    let appeal = it.appeal().await.expect("appealed");
    reads(false).await;
    // Two are left: who terminated, and another.
    disable(it.third.operator, "1").await;
    reads(false).await;
    let opine = it.settle(&it.second, appeal, opine(false)).await;
    opine.expect("the first, and there is no second");
    reads(true).await;
    let list = second.get("/appeals").await.body;
    assert!(list.contains("value=\"take_back\""), "{list}");
    let press = [
        ("appeal", appeal.to_string()),
        ("version", "2".to_owned()),
        ("go", "take_back".to_owned()),
    ];
    let press: Vec<(&str, &str)> = press.iter().map(|(n, v)| (*n, v.as_str())).collect();
    let taken = second.post("/appeals", &press).await;
    assert_eq!(taken.location(), "/appeals?done=1", "{}", taken.body);
    reads(false).await;
    // One is left.
    disable(it.superior.operator, "1").await;
    reads(true).await;
    // One and who stands in for them: a delegation counts while it lasts.
    let text = format!(
        "UPDATE operator SET disabled_at = NULL, reviews = 0 WHERE id = {}",
        it.third.operator
    );
    it.world.change(text).await;
    reads(true).await;
    let (from, to, at) = (it.second.operator, it.third.operator, now());
    let text = "INSERT INTO delegation
            (unit_id, from_operator_id, to_operator_id, from_at, until_at, why, made_at)
         VALUES ($1, $2, $3, $4, $5, '出差', $4)";
    let stands_in = store::sql(text).bind(it.superior.unit).bind(from).bind(to);
    let stands_in = stands_in.bind(at).bind(at.plus_days(1));
    it.world.run(stands_in).await;
    reads(false).await;
    it.world.disable(it.superior.unit).await;
    let own = unit.get("/workbench").await.body;
    assert!(own.contains("平台管理员也可以解除这个限制"), "{own}");
}

async fn an_appeal_goes_its_way_by_the_pages(database: TestDatabase) {
    let it = Barred::new(&database).await;
    let server = Server::start(&database).await;
    let unit = server.session(it.unit.operator).await;
    let page = unit.get("/workbench").await.body;
    assert!(page.contains("action=\"/appeal\""), "{page}");
    let silent = unit.post("/appeal", &[("why", " ")]).await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(silent.body.contains("请输入申诉理由"), "{}", silent.body);
    let sent = unit.post("/appeal", &[("why", "没有弄虚作假")]).await;
    assert_eq!(sent.location(), "/workbench", "{}", sent.body);
    let page = unit.get("/workbench").await.body;
    assert!(
        page.contains("申诉正在处理") && page.contains("没有弄虚作假"),
        "{page}"
    );
    let appeal = it.latest().await.id.to_string();
    let settle = |version: &'static str, go: &'static str, why: &'static str| {
        let appeal = appeal.clone();
        [
            ("appeal", appeal),
            ("version", version.into()),
            ("go", go.into()),
            ("why", why.into()),
        ]
    };
    let press = async |who: &Actor, form: [(&str, String); 4]| {
        let form: Vec<(&str, &str)> = form.iter().map(|(n, v)| (*n, v.as_str())).collect();
        server
            .session(who.operator)
            .await
            .post("/appeals", &form)
            .await
    };
    let silent = press(&it.superior, settle("1", "refuse", "")).await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
    let first = press(&it.superior, settle("1", "refuse", "附件是伪造的")).await;
    assert_eq!(first.location(), "/appeals?done=1", "{}", first.body);
    let own = server
        .session(it.superior.operator)
        .await
        .get("/appeals")
        .await
        .body;
    assert!(own.contains("要由另一位审核人员同意"), "{own}");
    assert!(!own.contains("value=\"consent\""), "{own}");
    let page = unit.get("/workbench").await.body;
    assert!(!page.contains("伪造"), "nobody's answer yet");
    let mine = press(&it.superior, settle("2", "consent", "")).await;
    assert_eq!(mine.status, StatusCode::FORBIDDEN);
    let second = press(&it.second, settle("2", "consent", "")).await;
    assert_eq!(second.location(), "/appeals?done=1", "{}", second.body);
    let page = unit.get("/workbench").await.body;
    assert!(
        page.contains("申诉未获同意") && page.contains("附件是伪造的"),
        "{page}"
    );
    let list = server
        .session(it.third.operator)
        .await
        .get("/appeals?tab=settled")
        .await
        .body;
    assert!(list.contains("未同意") && list.contains("李*"), "{list}");
}

async fn who_stands_in_for_the_first_is_no_second(database: TestDatabase) {
    let it = Barred::new(&database).await;
    let appeal = it.appeal().await.expect("appealed");
    it.settle(&it.second, appeal, opine(true))
        .await
        .expect("the first");
    for (of, barrier) in [
        (&it.second, Barrier::NotSecond),
        (&it.superior, Barrier::Terminated),
    ] {
        let stands_in = Reviewer {
            stands_for: Some(of.operator),
            ..it.third.reviewer()
        };
        let mut tx = it.world.begin().await;
        let step = AppealStep::Consent;
        let seen = it.latest().await.version;
        let settled = store::settle_appeal(&mut tx, stands_in, appeal, seen, &step, now()).await;
        assert_eq!(refused(settled), Fault::Forbidden(barrier));
    }
    it.settle(&it.third, appeal, AppealStep::Consent)
        .await
        .expect("for themselves they are");
}

async fn a_termination_bars_for_the_round_in_which_it_is_said(database: TestDatabase) {
    let world = World::new(&database).await;
    let (unit, superior) = (world.unit().await, world.unit().await);
    let application = world.apply(&unit, &superior).await.expect("applied");
    let next = async |name: &str| {
        world
            .change(format!(
                "UPDATE round SET closes_at = {} WHERE standing = 0 AND closes_at > {}",
                now().as_micros(),
                now().as_micros()
            ))
            .await;
        let (opens, closes) = (now(), now().plus_days(30));
        world
            .change(format!(
                "INSERT INTO round (name, opens_at, closes_at) VALUES ('{name}', {}, {})",
                opens.as_micros(),
                closes.as_micros()
            ))
            .await;
    };
    let bar = async || {
        let mut conn = world.read().await;
        let bar = store::bar_of(&mut conn, unit.unit, now()).await;
        bar.expect("read").map(|bar| bar.round)
    };
    next("第二批次").await;
    let terminated = world
        .decide(&superior, application, Outcome::Terminate)
        .await;
    terminated.expect("terminated");
    assert_eq!(bar().await.as_deref(), Some("第二批次"));
    assert!(matches!(
        refused(world.apply(&unit, &superior).await),
        Fault::Obstacle(Obstacle::Barred { .. })
    ));
    world
        .undo(&superior, application)
        .await
        .expect("taken back");
    assert_eq!(bar().await, None);
    let terminated = world
        .decide(&superior, application, Outcome::Terminate)
        .await;
    terminated.expect("terminated");
    next("第三批次").await;
    assert_eq!(bar().await, None, "the bar ends with its round");
    world.apply(&unit, &superior).await.expect("applied anew");
}
