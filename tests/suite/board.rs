//! 审核看板, on both engines.

use crate::support::{Actor, Server, TestDatabase, World};
use http::StatusCode;
use lishu::domain::{Instant, Outcome};
use lishu::server::now;
use lishu::server::store::{self, sql};

on_both_engines!(
    the_board_tells_how_the_queue_stands,
    the_board_names_who_stands_below_nobody,
    the_board_counts_decisions_of_a_day_and_nothing_else,
);

async fn the_board_tells_how_the_queue_stands(database: TestDatabase) {
    let world = World::new(&database).await;
    let superior = world.unit().await;
    world.applicants(&superior, 3).await;
    let unit = world.unit().await;
    let decided = world.apply(&unit, &superior).await.expect("applied");
    world
        .decide(&superior, decided, Outcome::Return)
        .await
        .expect("returned");
    let server = Server::start(&database).await;
    let board = server.signed_in(&superior).await.get("/board").await;
    assert_eq!(board.status, StatusCode::OK);
    assert!(
        board.body.contains("按已等的工作日：0–1 天 3，"),
        "{}",
        board.body
    );
    let today = format!("{} 1", now().date_shanghai());
    assert!(board.body.contains(&today), "{}", board.body);
    assert!(board.body.contains("每人的审核：王** 1"), "{}", board.body);
}

async fn the_board_counts_decisions_of_a_day_and_nothing_else(database: TestDatabase) {
    let world = World::new(&database).await;
    let (superior, other) = (world.unit().await, world.unit().await);
    let (today, yesterday) = (now(), now().plus_days(-1));
    let apply = async || {
        let unit = world.unit().await;
        let case = world.apply(&unit, &superior).await.expect("applied");
        (unit, case)
    };
    // Returned yesterday, submitted again, and approved today: a decision of either day.
    let (unit, again) = apply().await;
    let returned = world.decide_at(&superior, again, Outcome::Return, yesterday);
    returned.await.expect("returned");
    world.resubmit(&unit, again).await.expect("submitted again");
    let approved = world.decide(&superior, again, Outcome::Approve).await;
    approved.expect("approved");
    // Withdrawn by the unit, and taken back by who decided: no decisions.
    let (unit, withdrawn) = apply().await;
    world.withdraw(&unit, withdrawn).await.expect("withdrawn");
    let (_, undone) = apply().await;
    let rejected = world.decide(&superior, undone, Outcome::Reject).await;
    rejected.expect("rejected");
    world.undo(&superior, undone).await.expect("taken back");
    let colleague = world.colleague(&superior, "李二").await;
    let rejected = world.decide(&colleague, undone, Outcome::Reject).await;
    rejected.expect("a colleague's is the unit's too");
    // Another unit's.
    let elsewhere = world.unit().await;
    world.bind(&elsewhere, &other).await;

    let server = Server::start(&database).await;
    let days = async |on: Instant, n: i64| {
        let board = server.signed_in(&superior).await.get("/board").await.body;
        let said = format!("{} {n}", on.date_shanghai());
        assert!(board.contains(&said), "{said}: {board}");
    };
    days(yesterday, 1).await;
    days(today, 2).await;
    // Closed by nobody's decision.
    apply().await;
    world.disable(superior.unit).await;
    let enabled = format!(
        "UPDATE unit SET disabled_at = NULL WHERE id = {}",
        superior.unit
    );
    world.change(enabled).await;
    assert_eq!(world.count("event WHERE kind = 'closed'").await, 1);
    days(today, 2).await;
}

async fn the_board_names_who_stands_below_nobody(database: TestDatabase) {
    let world = World::new(&database).await;
    let (superior, other) = (world.unit().await, world.unit().await);
    let (gone, stays, moved) = (
        world.enterprise().await,
        world.enterprise().await,
        world.enterprise().await,
    );
    for unit in [&gone, &stays, &moved] {
        world.bind(unit, &superior).await;
    }
    let server = Server::start(&database).await;
    let reviewer = server.signed_in(&superior).await;
    let board = reviewer.get("/board").await.body;
    assert!(board.contains("最近 14 天没有单位离开后无上级"), "{board}");
    assert!(!board.contains("应绑清单中已注册"), "no list: {board}");

    for unit in [&gone, &moved] {
        let row = world.row(unit.unit).await;
        let mut tx = world.begin().await;
        let released = store::release(&mut tx, &row, unit.operator, now()).await;
        released.expect("released");
        tx.commit().await.expect("committed");
    }
    world.bind(&moved, &other).await;
    for unit in [&gone, &stays, &moved] {
        expect(&world, &superior, unit).await;
    }
    let board = reviewer.get("/board").await.body;
    assert!(board.contains("还没有上级的单位：1 家"), "{board}");
    let name = |row: store::UnitRow| row.name;
    let left = format!(
        "「{}」，{} 离开",
        name(world.row(gone.unit).await),
        now().date_shanghai()
    );
    assert!(board.contains(&left), "{board}");
    for unit in [&stays, &moved] {
        let named = format!("「{}」，", name(world.row(unit.unit).await));
        assert!(!board.contains(&named), "{named}: {board}");
    }
    let board = server.signed_in(&other).await.get("/board").await.body;
    assert!(board.contains("最近 14 天没有单位离开后无上级"), "{board}");
}

/// Puts a unit on the superior's 应绑清单.
async fn expect(world: &World, superior: &Actor, unit: &Actor) {
    let text = "INSERT INTO expected (superior_id, uscc, name, name_key, imported_at)
                SELECT $1, uscc, name, '', 1 FROM unit WHERE id = $2";
    let listed = sql(text).bind(superior.unit).bind(unit.unit);
    world.run(listed).await;
}
