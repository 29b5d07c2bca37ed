//! 审核时限: what waits for too long is told of once, and decided by nobody.

use crate::outbox::{distribute, hook};
use crate::support::{Actor, Server, TestDatabase, World};
use lishu::domain::{ApplicationKind, ApplicationState, AtLimit, BindingPolicy, Instant, Outcome};
use lishu::server::store::{Allowed, sql};
use lishu::server::{now, tell_all_overdue};
use reqwest::StatusCode;

on_both_engines!(
    a_case_is_told_of_once_when_its_working_days_are_over,
    with_escalation_the_unit_above_is_told_too,
    what_is_late_names_who_is_late_and_leads_to_something,
    what_is_late_at_once_is_one_message,
    while_consent_is_missing_both_superiors_are_told,
    submitted_again_a_case_has_its_days_anew,
    without_a_limit_nothing_is_told,
    several_processes_tell_of_a_case_once,
    what_waits_is_counted_in_working_days,
);

/// A Monday before which nothing was applied for, with no holiday near.
fn monday() -> Instant {
    Instant::from_minute_shanghai("2026-11-02T09:00").expect("a minute")
}

impl World {
    /// An application that came in on that Monday.
    async fn applied_on_monday(&self, superior: &Actor) -> i64 {
        let unit = self.unit().await;
        let application = self.apply(&unit, superior).await.expect("applied");
        let applied = "UPDATE application SET applied_at = $2 WHERE id = $1";
        self.run(sql(applied).bind(application).bind(monday()))
            .await;
        application
    }

    async fn tell(&self, at: Instant) -> u64 {
        tell_all_overdue(&self.db, at).await.expect("told")
    }

    async fn limit(&self, review_days: u32, at_limit: AtLimit) {
        // Rules from before these Mondays.
        let rules = BindingPolicy {
            review_days,
            at_limit,
            ..BindingPolicy::default()
        };
        self.set_rules(rules).await;
        self.change("UPDATE binding_policy SET holds_from = 0".to_owned())
            .await;
    }

    async fn told_of(&self) -> i64 {
        self.count("event WHERE kind = 'overdue' AND actor_id IS NULL AND version IS NULL")
            .await
    }
}

async fn a_case_is_told_of_once_when_its_working_days_are_over(database: TestDatabase) {
    let world = World::new(&database).await;
    world.limit(5, AtLimit::Remind).await;
    let superior = world.unit().await;
    let application = world.applied_on_monday(&superior).await;
    let decided = world.applied_on_monday(&superior).await;
    world
        .decide(&superior, decided, Outcome::Approve)
        .await
        .expect("in time");
    let version = world.version(application).await;
    let next_monday = monday().plus_days(7);
    assert_eq!(world.tell(next_monday).await, 0, "the fifth working day");
    let tuesday = next_monday.plus_days(1);
    assert_eq!(world.tell(tuesday).await, 1);
    assert_eq!(world.tell(tuesday.plus_days(30)).await, 0, "once");
    assert_eq!(world.told_of().await, 1);
    let told = format!(
        "message m JOIN event e ON e.id = m.event_id WHERE e.kind = 'overdue'
         AND e.application_id = {application} AND m.audience = 'reviews' AND m.unit_id = {}",
        superior.unit
    );
    let mut conn = world.read().await;
    let n = sql(format!("SELECT COUNT(*) FROM {told}"))
        .int(&mut conn)
        .await
        .expect("read");
    assert_eq!(n, 1);
    assert_eq!(
        world.state(application).await,
        ApplicationState::Pending,
        "it decides nothing"
    );
    assert_eq!(world.version(application).await, version);
    assert!(world.counts_hold().await);
    world
        .decide(&superior, application, Outcome::Approve)
        .await
        .expect("late, but decided");
}

async fn with_escalation_the_unit_above_is_told_too(database: TestDatabase) {
    let world = World::new(&database).await;
    world.limit(5, AtLimit::Escalate).await;
    let (superior, above) = (world.unit().await, world.unit().await);
    world.tie(superior.unit, above.unit).await;
    world.applied_on_monday(&superior).await;
    world.applied_on_monday(&above).await;
    assert_eq!(world.tell(monday().plus_days(8)).await, 2);
    let overdue = "message m JOIN event e ON e.id = m.event_id WHERE e.kind = 'overdue'";
    assert_eq!(
        world.count(overdue).await,
        3,
        "of the one the unit above hears too"
    );
}

async fn submitted_again_a_case_has_its_days_anew(database: TestDatabase) {
    let world = World::new(&database).await;
    world.limit(5, AtLimit::Remind).await;
    let (unit, superior) = (world.unit().await, world.unit().await);
    let application = world.apply(&unit, &superior).await.expect("applied");
    let long_after = now().plus_days(60);
    assert_eq!(world.tell(long_after).await, 1);
    world
        .decide(&superior, application, Outcome::Return)
        .await
        .expect("returned");
    assert_eq!(world.tell(long_after).await, 0, "it waits for nobody here");
    world.resubmit(&unit, application).await.expect("again");
    assert_eq!(world.tell(long_after).await, 1);
    assert_eq!(world.tell(long_after).await, 0);
    assert_eq!(world.told_of().await, 2);
}

async fn without_a_limit_nothing_is_told(database: TestDatabase) {
    let world = World::new(&database).await;
    world.limit(0, AtLimit::Escalate).await;
    let superior = world.unit().await;
    world.applied_on_monday(&superior).await;
    assert_eq!(world.tell(now().plus_days(600)).await, 0);
}

async fn several_processes_tell_of_a_case_once(database: TestDatabase) {
    let world = World::new(&database).await;
    world.limit(5, AtLimit::Remind).await;
    let (one, other) = (world.unit().await, world.unit().await);
    for _ in 0..20 {
        world.applied_on_monday(&one).await;
        world.applied_on_monday(&other).await;
    }
    let beside = database.another().await;
    let at = monday().plus_days(8);
    let (first, second) = tokio::join!(
        tell_all_overdue(&world.db, at),
        tell_all_overdue(&beside, at)
    );
    assert_eq!(first.expect("told") + second.expect("told"), 40);
    assert_eq!(world.told_of().await, 40);
    assert_eq!(world.count("message WHERE audience = 'reviews'").await, 40);
}

async fn what_waits_is_counted_in_working_days(database: TestDatabase) {
    let world = World::new(&database).await;
    let server = Server::start(&database).await;
    world.limit(1, AtLimit::Remind).await;
    let superior = world.unit().await;
    let unit = world.unit().await;
    let application = world.apply(&unit, &superior).await.expect("applied");
    let browser = server.session(superior.operator).await;
    let list = browser.get("/review").await.body;
    assert!(
        list.contains("当天") && !list.contains("超过时限"),
        "{list}"
    );
    let applied = format!(
        "UPDATE application SET applied_at = {} WHERE id = {application}",
        now().plus_days(-14).as_micros()
    );
    world.change(applied).await;
    let mut conn = world.read().await;
    let (from, until) = (now().plus_days(-14), now());
    let calendar = lishu::server::store::calendar(&mut conn, from, until)
        .await
        .expect("read");
    let days = calendar.working_days(from, until);
    let list = browser.get("/review").await.body;
    assert!(
        list.contains(&format!("第 {days} 个工作日")) && list.contains("超过时限"),
        "{list}"
    );
    let case = browser.get(&format!("/review/{application}")).await;
    assert_eq!(case.status, StatusCode::OK);
    assert!(case.body.contains("已经超过时限"), "{}", case.body);
    let own = server
        .session(unit.operator)
        .await
        .get("/workbench")
        .await
        .body;
    assert!(own.contains(&format!("今天是第 {days} 个工作日")), "{own}");
}

/// The unit's newest message, and where it leads.
async fn newest(server: &Server, who: &Actor) -> (String, String) {
    server.session(who.operator).await.newest_message().await
}

async fn what_is_late_names_who_is_late_and_leads_to_something(database: TestDatabase) {
    let world = World::new(&database).await;
    world.limit(5, AtLimit::Escalate).await;
    let (superior, above) = (world.unit().await, world.unit().await);
    world.tie(superior.unit, above.unit).await;
    let application = world.applied_on_monday(&superior).await;
    world.tell(monday().plus_days(8)).await;
    let server = Server::start(&database).await;
    let name = world.row(superior.unit).await.name;
    let (page, leads) = newest(&server, &above).await;
    let said = format!("的绑定申请已超过「{name}」的审核时限。");
    assert!(page.contains(&said), "{page}");
    assert_eq!(leads, "/units");
    let (page, leads) = newest(&server, &superior).await;
    assert!(page.contains("已超过审核时限，请尽快审核。"), "{page}");
    assert_eq!(leads, format!("/review/{application}"));
}

async fn what_is_late_at_once_is_one_message(database: TestDatabase) {
    let world = World::new(&database).await;
    world.limit(5, AtLimit::Escalate).await;
    hook(&world, "https://a.example/", "overdue").await;
    let (superior, above) = (world.unit().await, world.unit().await);
    world.tie(superior.unit, above.unit).await;
    for _ in 0..3 {
        world.applied_on_monday(&superior).await;
    }
    world.tell(monday().plus_days(8)).await;
    let server = Server::start(&database).await;
    let name = world.row(superior.unit).await.name;
    let several = "等 3 个单位的申请已超过";
    for (who, said, leads) in [
        (
            &superior,
            format!("{several}审核时限，请尽快审核。"),
            "/review?sort=oldest",
        ),
        (&above, format!("{several}「{name}」的审核时限。"), "/units"),
    ] {
        let reader = server.session(who.operator).await;
        let page = reader.get("/messages").await.body;
        assert!(page.contains("data-unread=\"\">1<"), "{page}");
        let (page, to) = reader.newest_message().await;
        assert!(page.contains(&said), "{said}: {page}");
        assert_eq!(page.matches("data-label=\"时间\"").count(), 1, "{page}");
        assert_eq!(to, leads);
    }
    let allowed = Allowed {
        webhook: true,
        mail: true,
    };
    while distribute(&world, allowed, now()).await {}
    assert_eq!(world.count("delivery").await, 3, "a system hears of each");
}

async fn while_consent_is_missing_both_superiors_are_told(database: TestDatabase) {
    let world = World::new(&database).await;
    let rules = BindingPolicy {
        review_days: 5,
        at_limit: AtLimit::Escalate,
        consent_to_transfer: true,
        ..BindingPolicy::default()
    };
    world.set_rules(rules).await;
    world
        .change("UPDATE binding_policy SET holds_from = 0".to_owned())
        .await;
    let (unit, old, new) = (world.unit().await, world.unit().await, world.unit().await);
    let (above_old, above_new) = (world.unit().await, world.unit().await);
    world.tie(unit.unit, old.unit).await;
    world.tie(old.unit, above_old.unit).await;
    world.tie(new.unit, above_new.unit).await;
    let case = world
        .ask(ApplicationKind::Transfer, &unit, &new)
        .await
        .expect("asked");
    let applied = "UPDATE application SET applied_at = $2 WHERE id = $1";
    world.run(sql(applied).bind(case).bind(monday())).await;
    assert_eq!(world.tell(monday().plus_days(8)).await, 1);
    let server = Server::start(&database).await;
    let late = format!("「{}」还没有表示意见", world.row(old.unit).await.name);
    for (who, said, leads) in [
        (&old, "请本单位尽快表示意见", "/leaving".to_owned()),
        (&new, late.as_str(), format!("/review/{case}")),
        (&above_old, &late, "/units".to_owned()),
        (&above_new, &late, "/units".to_owned()),
    ] {
        let (page, to) = newest(&server, who).await;
        assert!(page.contains(said), "{said}: {page}");
        assert_eq!(to, leads, "{said}");
    }
    let overdue = "message m JOIN event e ON e.id = m.event_id WHERE e.kind = 'overdue'";
    assert_eq!(world.count(overdue).await, 4, "each is told once");
}
