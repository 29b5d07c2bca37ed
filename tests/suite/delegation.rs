//! 代审, on both engines.

use crate::support::world::{decision, refused};
use crate::support::{Server, TestDatabase, World};
use http::StatusCode;
use lishu::domain::delegation::{Delegation, DelegationDraft};
use lishu::domain::{ApplicationState, Barrier, Fault, Instant, Outcome};
use lishu::server::now;
use lishu::server::store::{self, Reviewer, sql};

on_both_engines!(
    who_stands_in_decides_and_the_record_says_for_whom,
    who_stands_in_has_no_say_before_after_and_beyond,
    rule_18_holds_for_whom_somebody_stands_in_for,
    who_stands_in_is_told_of_it_alone,
    an_early_end_is_on_record_and_told,
    who_stands_in_hears_what_reviewers_hear_in_these_days,
    what_was_typed_comes_back_when_the_days_are_over,
    namesakes_are_told_apart_by_their_phones,
);

fn days_from_now(days: i64) -> String {
    now().plus_days(days).date_shanghai()
}

/// A superior with a reviewer, and a colleague who does not review.
pub async fn a_colleague(world: &World) -> (crate::support::Actor, crate::support::Actor) {
    let superior = world.unit().await;
    let colleague = world.colleague(&superior, "周岚").await;
    world
        .change(format!(
            "UPDATE operator SET reviews = 0 WHERE id = {}",
            colleague.operator
        ))
        .await;
    (superior, colleague)
}

async fn who_stands_in_decides_and_the_record_says_for_whom(database: TestDatabase) {
    let world = World::new(&database).await;
    let (superior, colleague) = a_colleague(&world).await;
    let unit = world.unit().await;
    let application = world.apply(&unit, &superior).await.expect("applied");
    let server = Server::start(&database).await;
    let reviewer = server.signed_in(&superior).await;
    let stands_in = server.signed_in(&colleague).await;
    assert_eq!(stands_in.get("/review").await.status, StatusCode::FORBIDDEN);
    let to = colleague.operator.to_string();
    let form = |from: &str, until: &str| {
        vec![
            ("to", to.clone()),
            ("from", from.to_owned()),
            ("until", until.to_owned()),
            ("why", "休假".to_owned()),
        ]
    };
    let post = async |fields: Vec<(&str, String)>| {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(k, v)| (*k, v.as_str())).collect();
        reviewer.post("/delegation", &fields).await
    };
    let past = post(form(&days_from_now(-2), &days_from_now(1))).await;
    assert_eq!(past.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(past.body.contains("这一天已经过去"), "{}", past.body);
    let handed = post(form(&days_from_now(0), &days_from_now(3))).await;
    assert_eq!(handed.status, StatusCode::SEE_OTHER);
    let page = reviewer.get(handed.location()).await.body;
    assert!(
        page.contains("代审中") && page.contains("已交给代审"),
        "{page}"
    );

    let page = stands_in.get(&format!("/review/{application}")).await;
    assert_eq!(page.status, StatusCode::OK, "on the next request");
    let decided = stands_in
        .post(
            &format!("/review/{application}"),
            &[("version", "1"), ("faulty", "no"), ("outcome", "approve")],
        )
        .await;
    assert_eq!(decided.status, StatusCode::SEE_OTHER, "{}", decided.body);
    assert_eq!(world.state(application).await, ApplicationState::Approved);
    let page = reviewer.get(&format!("/review/{application}")).await;
    assert!(page.body.contains("周* 代 王**"), "{}", page.body);
    // Who stands in hands nothing on.
    let on = stands_in.post("/delegation", &[("to", to.as_str())]).await;
    assert_eq!(on.status, StatusCode::FORBIDDEN);
}

async fn who_stands_in_has_no_say_before_after_and_beyond(database: TestDatabase) {
    let world = World::new(&database).await;
    let (superior, colleague) = a_colleague(&world).await;
    let server = Server::start(&database).await;
    let stands_in = server.signed_in(&colleague).await;
    let stand = async |from: Instant, until: Instant| {
        let text = "INSERT INTO delegation
                (unit_id, from_operator_id, to_operator_id, from_at, until_at, why, made_at)
             VALUES ($1, $2, $3, $4, $5, '休假', $4)";
        world.change("DELETE FROM delegation".to_owned()).await;
        world
            .run(
                sql(text)
                    .bind(superior.unit)
                    .bind(superior.operator)
                    .bind(colleague.operator)
                    .bind(from)
                    .bind(until),
            )
            .await;
    };
    let status = async || stands_in.get("/review").await.status;
    let at = now();
    stand(at.plus_days(1), at.plus_days(2)).await;
    assert_eq!(status().await, StatusCode::FORBIDDEN, "before");
    stand(at.plus_days(-2), at.plus_seconds(-1)).await;
    assert_eq!(status().await, StatusCode::FORBIDDEN, "after");
    stand(at.plus_days(-1), at.plus_days(1)).await;
    assert_eq!(status().await, StatusCode::OK);
    for gone in ["disabled_at = 1", "disabled_at = NULL, reviews = 0"] {
        let change = format!(
            "UPDATE operator SET {gone} WHERE id = {}",
            superior.operator
        );
        world.change(change).await;
        assert_eq!(status().await, StatusCode::FORBIDDEN, "{gone}");
    }
    let back = format!(
        "UPDATE operator SET reviews = 1 WHERE id = {}",
        superior.operator
    );
    world.change(back).await;
    let reviewer = server.signed_in(&superior).await;
    let (id,): (i64,) = sql("SELECT MAX(id) FROM delegation")
        .one(&mut world.read().await)
        .await
        .expect("read");
    let id = id.to_string();
    for _ in 0..2 {
        let ended = reviewer
            .post("/delegation", &[("ended", id.as_str())])
            .await;
        assert_eq!(ended.status, StatusCode::SEE_OTHER);
        let page = reviewer.get(ended.location()).await.body;
        assert!(page.contains("代审已结束"), "{page}");
    }
    assert_eq!(
        status().await,
        StatusCode::FORBIDDEN,
        "ended before its time"
    );
    let stranger = server.signed_in(&world.unit().await).await;
    let other = stranger
        .post("/delegation", &[("ended", id.as_str())])
        .await;
    assert_eq!(other.status, StatusCode::NOT_FOUND);
    let other = stranger
        .post(
            "/delegation",
            &[
                ("to", colleague.operator.to_string().as_str()),
                ("from", days_from_now(0).as_str()),
                ("until", days_from_now(1).as_str()),
                ("why", "休假"),
            ],
        )
        .await;
    assert_eq!(
        other.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "another unit's people are not offered"
    );
}

async fn rule_18_holds_for_whom_somebody_stands_in_for(database: TestDatabase) {
    let world = World::new(&database).await;
    let (superior, colleague) = a_colleague(&world).await;
    let unit = world.unit().await;
    world.also_acts_for(&superior, &unit).await;
    let application = world.apply(&unit, &superior).await.expect("applied");
    let stands_in = |stands_for| Reviewer {
        stands_for,
        ..colleague.reviewer()
    };
    let decide = async |reviewer| {
        let decision = decision(application, 1, Outcome::Approve);
        let mut tx = world.begin().await;
        store::decide(&mut tx, reviewer, &decision, now()).await
    };
    let refused = refused(decide(stands_in(Some(superior.operator))).await);
    assert_eq!(refused, Fault::Forbidden(Barrier::ActsForBoth));
    decide(stands_in(None))
        .await
        .expect("for themselves they may");
}

/// Hands over from the day that begins so many days from now, for three days.
async fn hand_over(
    world: &World,
    from: &crate::support::Actor,
    to: &crate::support::Actor,
    days: i64,
) {
    let draft = DelegationDraft {
        to: to.operator.to_string(),
        from: days_from_now(days),
        until: days_from_now(days + 2),
        why: "休假".to_owned(),
        ..DelegationDraft::default()
    };
    let delegation = Delegation::read(&draft, now()).expect("a delegation");
    let mut tx = world.begin().await;
    store::hand_queue_over(&mut tx, from.reviewer(), &delegation, now())
        .await
        .expect("handed over");
    tx.commit().await.expect("committed");
}

async fn who_stands_in_is_told_of_it_alone(database: TestDatabase) {
    let world = World::new(&database).await;
    let (superior, colleague) = a_colleague(&world).await;
    let another = world.colleague(&superior, "钱进").await;
    world
        .change(format!(
            "UPDATE operator SET reviews = 0 WHERE id = {}",
            another.operator
        ))
        .await;
    hand_over(&world, &superior, &colleague, 5).await;
    let server = Server::start(&database).await;
    let days = format!("{} 至 {}，本单位的审核", days_from_now(5), days_from_now(7));
    let stands_in = server.session(colleague.operator).await;
    let page = stands_in.get("/workbench").await.body;
    assert!(page.contains("data-unread=\"\">1<"), "{page}");
    let (page, leads) = stands_in.newest_message().await;
    assert!(page.contains(&format!("{days}由您代审。")), "{page}");
    assert_eq!(leads, "/workbench", "the queue is not open to them yet");
    let page = stands_in.get("/workbench").await.body;
    assert!(!page.contains("data-unread=\"\">1<"), "it was read: {page}");
    let reviewer = server.session(superior.operator).await;
    let (page, leads) = reviewer.newest_message().await;
    assert!(page.contains(&format!("{days}交给他人代审。")), "{page}");
    assert_eq!(leads, "/delegation");
    let other = server.session(another.operator).await;
    let page = other.get("/messages").await.body;
    assert!(page.contains("没有消息"), "{page}");
    let ids: Vec<(i64,)> = sql("SELECT id FROM message ORDER BY id")
        .all(&mut world.read().await)
        .await
        .expect("read");
    for (id,) in ids {
        let id = id.to_string();
        let read = other
            .post("/messages", &[("id", id.as_str()), ("go", "read")])
            .await;
        assert_eq!(read.status, StatusCode::NOT_FOUND);
    }
    assert!(world.all_told_has_words().await);
}

async fn an_early_end_is_on_record_and_told(database: TestDatabase) {
    let world = World::new(&database).await;
    let (superior, colleague) = a_colleague(&world).await;
    hand_over(&world, &superior, &colleague, 0).await;
    let server = Server::start(&database).await;
    let stands_in = server.session(colleague.operator).await;
    assert_eq!(stands_in.newest_message().await.1, "/review");
    for _ in 0..2 {
        let mut tx = world.begin().await;
        let ended = store::end_delegation(&mut tx, superior.reviewer(), 1, now());
        ended.await.expect("ended, and said twice it is so once");
        tx.commit().await.expect("committed");
    }
    assert_eq!(
        world.count("event WHERE kind = 'delegation_ended'").await,
        1
    );
    let server = Server::start(&database).await;
    let told = format!(
        "{} 至 {} 的代审已提前结束。",
        days_from_now(0),
        days_from_now(2)
    );
    for (operator, place) in [
        (colleague.operator, "/workbench"),
        (superior.operator, "/delegation"),
    ] {
        let (page, leads) = server.session(operator).await.newest_message().await;
        assert!(page.contains(&told), "{page}");
        assert_eq!(leads, place);
    }
    assert!(world.all_told_has_words().await);
}

async fn who_stands_in_hears_what_reviewers_hear_in_these_days(database: TestDatabase) {
    let world = World::new(&database).await;
    let (superior, colleague) = a_colleague(&world).await;
    let (unit, idle) = (world.unit().await, world.colleague(&superior, "钱进").await);
    world
        .change(format!(
            "UPDATE operator SET reviews = 0 WHERE id = {}",
            idle.operator
        ))
        .await;
    for actor in [&colleague, &idle] {
        crate::outbox::wants(&world, actor, "now", 9).await;
    }
    let application = world.apply(&unit, &superior).await.expect("applied");
    let urge = async || {
        let mut tx = world.begin().await;
        store::urge(
            &mut tx,
            unit.unit,
            application,
            unit.operator,
            now(),
            |_, _| true,
        )
        .await
        .expect("urged");
        let allowed = store::Allowed {
            webhook: true,
            mail: true,
        };
        store::distribute(&mut tx, allowed, now())
            .await
            .expect("distributed");
        tx.commit().await.expect("committed");
    };
    urge().await;
    assert_eq!(world.count("mail_item").await, 0, "not yet");
    hand_over(&world, &superior, &colleague, 5).await;
    urge().await;
    let items = format!("mail_item WHERE person_id = {}", colleague.person);
    assert_eq!(world.count(&items).await, 1, "of the handing over alone");
    hand_over(&world, &superior, &colleague, 0).await;
    urge().await;
    // Of the handing over once, as who stands in, and of the urging.
    assert_eq!(world.count(&items).await, 3);
    let none = format!("mail_item WHERE person_id = {}", idle.person);
    assert_eq!(world.count(&none).await, 0);
    let server = Server::start(&database).await;
    let (page, leads) = server
        .session(colleague.operator)
        .await
        .newest_message()
        .await;
    assert!(page.contains("催办：请尽快审核"), "{page}");
    assert_eq!(leads, format!("/review/{application}"));
    let inbox = server.session(colleague.operator).await;
    let page = inbox.get("/messages").await.body;
    assert_eq!(page.matches("由您代审。<").count(), 2, "{page}");
    assert!(!page.contains("交给他人代审"), "{page}");
}

async fn what_was_typed_comes_back_when_the_days_are_over(database: TestDatabase) {
    let world = World::new(&database).await;
    let (superior, colleague) = a_colleague(&world).await;
    let unit = world.unit().await;
    let application = world.apply(&unit, &superior).await.expect("applied");
    hand_over(&world, &superior, &colleague, 0).await;
    let server = Server::start(&database).await;
    let stands_in = server.session(colleague.operator).await;
    let path = format!("/review/{application}");
    assert_eq!(stands_in.get(&path).await.status, StatusCode::OK);
    let mut tx = world.begin().await;
    let ended = store::end_delegation(&mut tx, superior.reviewer(), 1, now()).await;
    ended.expect("ended");
    tx.commit().await.expect("committed");
    let form = [
        ("version", "1"),
        ("faulty", "yes"),
        ("outcome", "return"),
        ("wrong", "address"),
        ("why_address", "门牌号写错了"),
        ("opinion", "请照登记证书改正<b>"),
    ];
    let refused = stands_in.post(&path, &form).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let page = &refused.body;
    for said in [
        "委托人提前结束了代审",
        "刚才填写的内容没有提交",
        "请照登记证书改正&lt;b&gt;",
        "门牌号写错了",
        "退回修改",
        "单位地址",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
    let name = world.row(unit.unit).await.name;
    assert!(!page.contains(&name), "the case is theirs no more: {page}");
    assert_eq!(world.state(application).await, ApplicationState::Pending);
    let nothing = stands_in.post(&path, &[("version", "1")]).await;
    assert_eq!(nothing.status, StatusCode::FORBIDDEN);
    assert!(!nothing.body.contains("刚才填写的内容"), "{}", nothing.body);
}

async fn namesakes_are_told_apart_by_their_phones(database: TestDatabase) {
    let world = World::new(&database).await;
    let (superior, one) = a_colleague(&world).await;
    let other = world.colleague(&superior, "周岚").await;
    let change = format!(
        "UPDATE operator SET reviews = 0 WHERE id = {}",
        other.operator
    );
    world.change(change).await;
    let server = Server::start(&database).await;
    let reviewer = server.session(superior.operator).await;
    let page = reviewer.get("/delegation").await.body;
    for actor in [&one, &other] {
        let (head, tail) = (&actor.mobile[..3], &actor.mobile[7..]);
        let shown = format!("周* {head}****{tail}");
        assert!(page.contains(&shown), "{shown}: {page}");
        assert!(!page.contains(&actor.mobile), "{page}");
    }
}
