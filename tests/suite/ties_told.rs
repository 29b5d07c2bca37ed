//! Who is told of a tie that is moved or waited for, and who hurries whom, on both engines.

use crate::support::world::refused;
use crate::support::{Actor, Server, TestDatabase, World};
use crate::ties::{consent, consent_asked, three};
use lishu::domain::batch::OrderDraft;
use lishu::domain::{ApplicationKind, BatchOrder, ChosenRow, Fault, Instant, Outcome};
use lishu::server::store::{self, sql};
use lishu::server::{Ticked, now, run_batch};

on_both_engines!(
    who_urges_tells_the_superior_and_leaves_the_version,
    a_case_is_urged_after_three_working_days_and_once_in_each,
    whoever_it_concerns_is_told_once,
    a_batch_tells_who_is_left_too,
    what_becomes_of_a_move_is_said_to_who_is_left,
    until_it_consents_the_superior_that_is_left_is_urged,
    an_answer_is_said_to_who_gives_it_and_to_who_asked,
);

async fn who_urges_tells_the_superior_and_leaves_the_version(database: TestDatabase) {
    let world = World::new(&database).await;
    let (unit, superior) = (world.unit().await, world.unit().await);
    let case = world.apply(&unit, &superior).await.expect("applied");
    let urge = async |who: &Actor, may: bool| {
        let mut tx = world.begin().await;
        store::urge(&mut tx, who.unit, case, who.operator, now(), |_, _| may).await?;
        Ok(tx.commit().await?)
    };
    assert_eq!(refused(urge(&unit, false).await), Fault::TooSoon);
    assert_eq!(refused(urge(&superior, true).await), Fault::NotFound);
    urge(&unit, true).await.expect("urged");
    assert_eq!(
        world.version(case).await,
        1,
        "who is about to decide it decides what was seen"
    );
    assert_eq!(world.count("message WHERE audience = 'reviews'").await, 1);
    world
        .decide(&superior, case, Outcome::Return)
        .await
        .expect("returned");
    assert!(matches!(refused(urge(&unit, true).await), Fault::Stale(_)));
}

/// 2026-09-30 is a Wednesday; 国庆 is from the 1st to the 7th of October, and offices work on Saturday, the 10th.
async fn a_case_is_urged_after_three_working_days_and_once_in_each(database: TestDatabase) {
    let world = World::new(&database).await;
    let (unit, superior) = (world.unit().await, world.unit().await);
    let case = world.apply(&unit, &superior).await.expect("applied");
    let day = |day: &str| Instant::from_date_shanghai(day).expect("a day");
    let applied = day("2026-09-30").plus_seconds(16 * 3600);
    let text = "UPDATE application SET applied_at = $2 WHERE id = $1";
    world.run(sql(text).bind(case).bind(applied)).await;
    let urge = async |at: Instant| {
        let mut tx = world.begin().await;
        let by = (unit.unit, unit.operator);
        let urged = lishu::server::tie::urge(&mut tx, by, case, at).await;
        tx.commit().await.expect("committed");
        urged
    };
    let morning = |date: &str| day(date).plus_seconds(8 * 3600);
    for early in [
        "2026-09-30", // the day itself
        "2026-10-07", // a week later, and no office has worked since
        "2026-10-08", // one working day
        "2026-10-09", // two
    ] {
        assert_eq!(urge(morning(early)).await, Err(Fault::TooSoon), "{early}");
    }
    let third = morning("2026-10-10");
    assert_eq!(
        urge(third).await,
        Ok(()),
        "a Saturday on which offices work"
    );
    for again in [
        third,
        morning("2026-10-10").plus_seconds(9 * 3600),
        morning("2026-10-11"),
    ] {
        assert_eq!(urge(again).await, Err(Fault::TooSoon), "{again:?}");
    }
    assert_eq!(urge(morning("2026-10-12")).await, Ok(()), "Monday");
    assert_eq!(urge(morning("2026-10-12")).await, Err(Fault::TooSoon));
    let told = "event WHERE kind = 'urged'";
    assert_eq!(world.count(told).await, 2, "what was refused told nobody");
}

async fn whoever_it_concerns_is_told_once(database: TestDatabase) {
    let world = World::new(&database).await;
    let (unit, old, new) = three(&world).await;
    let told = async |who: &Actor| world.told(who).await;
    assert_eq!(told(&unit).await, ["applies decided"]);
    assert!(told(&old).await.is_empty(), "its own decision is no news");
    let case = world
        .ask(ApplicationKind::Transfer, &unit, &new)
        .await
        .expect("asked");
    assert_eq!(
        told(&old).await,
        ["reviews applied"],
        "who is left hears of it at once"
    );
    world
        .decide(&new, case, Outcome::Approve)
        .await
        .expect("approved");
    assert_eq!(told(&old).await, ["reviews applied", "reviews decided"]);
    world.undo(&new, case).await.expect("taken back");
    assert_eq!(
        told(&unit).await,
        ["applies decided", "applies decided", "applies undone"]
    );
    // The unit is its own again, and it knows.
    assert_eq!(told(&old).await[2..], ["reviews undone"]);
    for outcome in [Outcome::Return, Outcome::Reject, Outcome::Terminate] {
        world.decide(&new, case, outcome).await.expect("decided");
        world.undo(&new, case).await.expect("taken back");
    }
    let pair = ["reviews decided", "reviews undone"];
    assert_eq!(told(&old).await[3..], [pair, pair, pair].concat());
    world
        .decide(&new, case, Outcome::Return)
        .await
        .expect("returned");
    world.resubmit(&unit, case).await.expect("again");
    world.withdraw(&unit, case).await.expect("withdrawn");
    assert_eq!(
        told(&old).await[9..],
        [
            "reviews decided",
            "reviews resubmitted",
            "reviews withdrawn"
        ]
    );
    assert!(told(&new).await.is_empty(), "its queue says so itself");
    assert!(world.all_told_has_words().await);
}

async fn a_batch_tells_who_is_left_too(database: TestDatabase) {
    let world = World::new(&database).await;
    let (unit, old, new) = three(&world).await;
    let other = world.unit().await;
    world.bind(&other, &old).await;
    let mut rows = Vec::new();
    for unit in [&unit, &other] {
        let application = world
            .ask(ApplicationKind::Transfer, unit, &new)
            .await
            .expect("asked");
        let version = world.version(application).await;
        rows.push(ChosenRow {
            application,
            version,
        });
    }
    let order = BatchOrder::try_from(OrderDraft {
        key: "0123456789abcdef".to_owned(),
        outcome: Outcome::Reject.as_str().to_owned(),
        opinion: "不符合".to_owned(),
        selection: "tab=pending".to_owned(),
        confirm: "2".to_owned(),
        asked: "2".to_owned(),
        ..OrderDraft::default()
    });
    let order = order.expect("a complete order");
    let mut chosen = Ticked::new(rows);
    let at = now();
    let mut tx = world.begin().await;
    let batch = run_batch(&mut tx, new.reviewer(), &order, &mut chosen, 2, at, |_| {}).await;
    let batch = batch.expect("decided");
    store::undo_batch(&mut tx, new.reviewer(), batch, at)
        .await
        .expect("taken back");
    tx.commit().await.expect("committed");
    let asked = ["reviews applied"; 2];
    let (decided, undone) = (["reviews decided"; 2], ["reviews undone"; 2]);
    assert_eq!(world.told(&old).await, [asked, decided, undone].concat());
}

async fn what_becomes_of_a_move_is_said_to_who_is_left(database: TestDatabase) {
    let world = World::new(&database).await;
    consent_asked(&world).await;
    let (unit, old, new) = three(&world).await;
    let case = world
        .ask(ApplicationKind::Transfer, &unit, &new)
        .await
        .expect("asked");
    let server = Server::start(&database).await;
    let browser = server.session(old.operator).await;
    let (name, to) = (
        world.row(unit.unit).await.name,
        world.row(new.unit).await.name,
    );
    let (page, leads) = browser.newest_message().await;
    let said = format!(
        "「{name}」申请把上级单位从本单位变更为「{to}」，请本单位表示意见：同意转出或者不同意。"
    );
    assert!(page.contains(&said), "{page}");
    assert_eq!(leads, "/leaving");
    consent(&world, &old, case, true).await.expect("given");
    let (page, _) = browser.newest_message().await;
    let said = format!("「{name}」申请把上级单位从本单位变更为「{to}」，由对方审核。");
    assert!(page.contains(&said), "there is nothing left to say: {page}");
    for (outcome, said) in [
        (
            Outcome::Return,
            format!("「{to}」审核了「{name}」变更上级单位的申请：退回修改，上级单位不变。"),
        ),
        (
            Outcome::Approve,
            format!("「{name}」变更上级单位的申请审核通过，上级单位由本单位改为「{to}」。"),
        ),
    ] {
        world.decide(&new, case, outcome).await.expect("decided");
        let (page, _) = browser.newest_message().await;
        assert!(page.contains(&said), "{said}: {page}");
        world.undo(&new, case).await.expect("taken back");
        let (page, _) = browser.newest_message().await;
        let said = format!("请核对「{name}」的上级单位。");
        assert!(page.contains(&said), "{page}");
    }
    world.withdraw(&unit, case).await.expect("withdrawn");
    let (page, _) = browser.newest_message().await;
    assert!(page.contains("撤回了把上级单位从本单位变更为"), "{page}");
}

async fn until_it_consents_the_superior_that_is_left_is_urged(database: TestDatabase) {
    let world = World::new(&database).await;
    consent_asked(&world).await;
    let (unit, old, new) = three(&world).await;
    let case = world
        .ask(ApplicationKind::Transfer, &unit, &new)
        .await
        .expect("asked");
    let urge = async || {
        let mut tx = world.begin().await;
        store::urge(&mut tx, unit.unit, case, unit.operator, now(), |_, _| true)
            .await
            .expect("urged");
        tx.commit().await.expect("committed");
    };
    urge().await;
    assert_eq!(world.told(&old).await, ["reviews applied", "reviews urged"]);
    assert!(world.told(&new).await.is_empty(), "it can't decide yet");
    let server = Server::start(&database).await;
    let (page, leads) = server.session(old.operator).await.newest_message().await;
    assert!(page.contains("催办：请尽快对变更为"), "{page}");
    assert_eq!(leads, "/leaving");
    consent(&world, &old, case, true).await.expect("given");
    urge().await;
    assert_eq!(world.told(&old).await.len(), 2);
    assert_eq!(
        world.told(&new).await,
        ["reviews consent_given", "reviews urged"]
    );
    let (page, leads) = server.session(new.operator).await.newest_message().await;
    assert!(page.contains("催办：请尽快审核"), "{page}");
    assert_eq!(leads, format!("/review/{case}"));
}

async fn an_answer_is_said_to_who_gives_it_and_to_who_asked(database: TestDatabase) {
    let world = World::new(&database).await;
    consent_asked(&world).await;
    let (unit, old, new) = three(&world).await;
    let server = Server::start(&database).await;
    let (asks, answers) = (
        server.session(unit.operator).await,
        server.session(old.operator).await,
    );
    let (left, to) = (
        world.row(old.unit).await.name,
        world.row(new.unit).await.name,
    );
    for (go, why, title, told) in [
        (
            "refuse",
            "仍由本厅主管",
            "已记录不同意",
            format!("「{left}」不同意转出，本单位变更上级单位的申请已关闭，上级单位不变。"),
        ),
        (
            "consent",
            "",
            "已同意转出",
            format!("「{left}」已同意转出，「{to}」可以审核本单位变更上级单位的申请了。"),
        ),
    ] {
        let case = world.ask(ApplicationKind::Transfer, &unit, &new).await;
        let case = case.expect("asked").to_string();
        let form = [
            ("application", case.as_str()),
            ("version", "1"),
            ("go", go),
            ("why", why),
        ];
        let answer = answers.post("/leaving", &form).await;
        let page = answers.get(answer.location()).await;
        assert!(page.body.contains(title), "{}", page.body);
        let (page, _) = asks.newest_message().await;
        assert!(page.contains(&told), "{told}: {page}");
    }
}
