//! 下级单位: the tree under a unit, now and then; and what a superior releases.

use crate::support::world::refused;
use crate::support::{Actor, Server, TestDatabase, World};
use calamine::{Reader, Xlsx};
use http::StatusCode;
use lishu::domain::branch::Place;
use lishu::domain::{ApplicationKind, ApplicationState, Fault, Instant, Outcome, Reason};
use lishu::server::now;
use lishu::server::store::{self, Applying, Releasing, branch_page, sql};
use std::io::Cursor;

on_both_engines!(
    pages_of_children_are_in_the_order_of_names_and_meet,
    a_day_is_shown_as_it_was,
    a_new_name_takes_its_place,
    what_does_not_stand_below_is_not_there,
    a_superior_releases_a_unit_and_it_is_told,
    releasing_closes_what_is_moot_and_leaves_a_move,
    only_a_unit_directly_below_is_released,
    the_tree_opens_down_to_what_is_found,
    the_workbook_has_the_whole_branch,
    a_day_that_is_none_is_told_at_the_field,
);

async fn named(world: &World, unit: &Actor, name: &str) {
    let before = world.row(unit.unit).await.name;
    let mut tx = world.begin().await;
    let rename = sql("UPDATE unit SET name = $2 WHERE id = $1");
    let rename = rename.bind(unit.unit).bind(name).execute(&mut tx).await;
    rename.expect("renamed");
    let indexed = store::index_name(&mut tx, unit.unit, &before, name).await;
    indexed.expect("indexed");
    tx.commit().await.expect("committed");
}

/// Units below one, with these names.
async fn children(world: &World, superior: &Actor, names: &[&str]) -> Vec<Actor> {
    let mut units = Vec::new();
    for name in names {
        let unit = world.unit().await;
        named(world, &unit, name).await;
        world.tie(unit.unit, superior.unit).await;
        units.push(unit);
    }
    units
}

async fn page(
    world: &World,
    unit: i64,
    place: Place,
    on: Option<Instant>,
) -> (Vec<String>, [Option<i64>; 2]) {
    let mut conn = world.read().await;
    let page = branch_page(&mut conn, unit, place, on, 2)
        .await
        .expect("read");
    let names = page.rows.into_iter().map(|row| row.name).collect();
    (names, [page.before, page.after])
}

async fn pages_of_children_are_in_the_order_of_names_and_meet(database: TestDatabase) {
    let world = World::new(&database).await;
    let top = world.unit().await;
    let units = children(&world, &top, &["丙校", "甲校", "丁校", "乙校", "戊校"]).await;
    let [bing, jia, ding, yi, wu] = [0, 1, 2, 3, 4].map(|n: usize| units[n].unit);
    // By sound: bing, ding, jia, wu, yi.
    let first = page(&world, top.unit, Place::First, None).await;
    assert_eq!(
        first,
        (vec!["丙校".into(), "丁校".into()], [None, Some(jia)])
    );
    let second = page(&world, top.unit, Place::From(jia), None).await;
    assert_eq!(
        second,
        (vec!["甲校".into(), "戊校".into()], [Some(jia), Some(yi)])
    );
    let last = page(&world, top.unit, Place::From(yi), None).await;
    assert_eq!(last, (vec!["乙校".into()], [Some(yi), None]));
    let back = page(&world, top.unit, Place::Before(jia), None).await;
    assert_eq!(
        back,
        (vec!["丙校".into(), "丁校".into()], [None, Some(jia)])
    );
    let end = page(&world, top.unit, Place::Last, None).await;
    assert_eq!(end, (vec!["戊校".into(), "乙校".into()], [Some(wu), None]));
    // A unit that never stood there is no place.
    let strange = page(&world, top.unit, Place::From(top.unit), None).await;
    assert_eq!(strange, first);
    let _ = (bing, ding);
}

async fn a_day_is_shown_as_it_was(database: TestDatabase) {
    let world = World::new(&database).await;
    let (top, other) = (world.unit().await, world.unit().await);
    let unit = world.unit().await;
    let at = now();
    world.tie_at(unit.unit, top.unit, at.plus_days(-30)).await;
    let ended = "UPDATE affiliation SET until_at = $2 WHERE unit_id = $1 AND until_at IS NULL";
    let ended = sql(ended).bind(unit.unit).bind(at.plus_days(-10));
    world.run(ended).await;
    world.tie_at(unit.unit, other.unit, at.plus_days(-10)).await;
    let mut seen = Vec::new();
    for days in [-31, -20, -11, -10, -1] {
        let on = Some(at.plus_days(days));
        for superior in [&top, &other] {
            let (names, _) = page(&world, superior.unit, Place::First, on).await;
            seen.push(names.len());
        }
    }
    assert_eq!(seen, [0, 0, 1, 0, 1, 0, 0, 1, 0, 1]);
    let mut conn = world.read().await;
    for (on, path) in [
        (Some(at.plus_days(-20)), Some(vec![unit.unit])),
        (None, None),
    ] {
        let found = store::path_down(&mut conn, top.unit, unit.unit, on).await;
        assert_eq!(found.expect("read"), path);
    }
}

async fn a_new_name_takes_its_place(database: TestDatabase) {
    let world = World::new(&database).await;
    let top = world.unit().await;
    let units = children(&world, &top, &["甲校", "乙校"]).await;
    named(&world, &units[1], "阿校").await;
    let (names, _) = page(&world, top.unit, Place::First, None).await;
    assert_eq!(names, ["阿校", "甲校"]);
}

async fn what_does_not_stand_below_is_not_there(database: TestDatabase) {
    let world = World::new(&database).await;
    let (top, stranger) = (world.unit().await, world.unit().await);
    let middle = children(&world, &top, &["松江教育局"]).await.remove(0);
    let low = children(&world, &middle, &["松江小学"]).await.remove(0);
    let server = Server::start(&database).await;
    let browser = server.session(middle.operator).await;
    let opened = |unit: i64| format!("/units?open={unit}");
    for (path, status) in [
        ("/units".to_owned(), StatusCode::OK),
        (opened(low.unit), StatusCode::OK),
        (opened(top.unit), StatusCode::NOT_FOUND),
        (opened(stranger.unit), StatusCode::NOT_FOUND),
        (
            format!("/units?found={}", stranger.unit),
            StatusCode::NOT_FOUND,
        ),
        (
            format!("/units.xlsx?open={}", top.unit),
            StatusCode::NOT_FOUND,
        ),
        (format!("/units/{}", low.unit), StatusCode::OK),
        (format!("/units/{}", top.unit), StatusCode::NOT_FOUND),
    ] {
        assert_eq!(browser.get(&path).await.status, status, "{path}");
    }
    let browser = server.session(top.operator).await;
    let closed = browser.get("/units").await.body;
    assert!(closed.contains("松江教育局") && !closed.contains("松江小学"));
    assert!(closed.contains("打开 松江教育局 的下级") && closed.contains("下级 1 个"));
    let open = browser.get(&opened(middle.unit)).await.body;
    assert!(open.contains("松江小学") && open.contains("收起 松江教育局 的下级"));
}

async fn release(world: &World, by: &Actor, unit: &Actor) -> store::Result<()> {
    let why = Reason::parse("机构改革").expect("a reason");
    let releasing = Releasing {
        reviewer: by.reviewer(),
        unit: unit.unit,
        why: &why,
    };
    let mut tx = world.begin().await;
    store::release_below(&mut tx, releasing, now()).await?;
    Ok(tx.commit().await?)
}

async fn a_superior_releases_a_unit_and_it_is_told(database: TestDatabase) {
    let world = World::new(&database).await;
    let (top, unit) = (world.unit().await, world.unit().await);
    world.bind(&unit, &top).await;
    let server = Server::start(&database).await;
    let reviewer = server.session(top.operator).await;
    let bound = reviewer.get("/review?tab=settled").await.body;
    assert!(bound.contains("data-label=\"绑定状态\">已绑定<"), "{bound}");
    release(&world, &top, &unit).await.expect("released");
    release(&world, &top, &unit).await.expect("the same answer");
    assert_eq!(world.superior(unit.unit).await, None);
    let left = reviewer.get("/review?tab=settled").await.body;
    assert!(left.contains("data-label=\"绑定状态\">未绑定<"), "{left}");
    let told = format!(
        "event e JOIN message m ON m.event_id = e.id AND m.unit_id = e.unit_id
            AND m.audience = 'applies'
         JOIN affiliation t ON t.unit_id = e.unit_id AND t.until_at = e.at
         WHERE e.kind = 'released' AND e.unit_id = {} AND e.tie_from = {} AND e.tie_to IS NULL
            AND e.why = '机构改革' AND e.actor_id = {}",
        unit.unit, top.unit, top.operator
    );
    assert_eq!(world.count(told.leak()).await, 1);
    assert!(world.subtrees_hold().await);
    let (page, leads) = server.session(unit.operator).await.newest_message().await;
    let said = format!(
        "「{}」解除了与本单位的绑定。",
        world.row(top.unit).await.name
    );
    assert!(page.contains(&said) && page.contains("机构改革"), "{page}");
    assert_eq!(leads, "/workbench");
}

async fn ask(world: &World, kind: ApplicationKind, from: &Actor, to: &Actor) -> i64 {
    let superior = world.row(to.unit).await;
    let reason = Reason::parse("改革").expect("a reason");
    let applying = Applying {
        kind,
        applicant: from.unit,
        actor: from.operator,
        special_reason: Some(&reason),
    };
    let mut tx = world.begin().await;
    let id = store::apply(&mut tx, applying, &superior, now()).await;
    tx.commit().await.expect("committed");
    id.expect("applied")
}

async fn releasing_closes_what_is_moot_and_leaves_a_move(database: TestDatabase) {
    let world = World::new(&database).await;
    let (top, other) = (world.unit().await, world.unit().await);
    let (leaving, moving) = (world.unit().await, world.unit().await);
    for unit in [&leaving, &moving] {
        world.bind(unit, &top).await;
    }
    let unbinding = ask(&world, ApplicationKind::Unbind, &leaving, &top).await;
    let transfer = ask(&world, ApplicationKind::Transfer, &moving, &other).await;
    for unit in [&leaving, &moving] {
        release(&world, &top, unit).await.expect("released");
    }
    assert_eq!(world.state(unbinding).await, ApplicationState::Closed);
    assert_eq!(world.state(transfer).await, ApplicationState::Pending);
    assert!(world.counts_hold().await);
    let decided = world.decide(&other, transfer, Outcome::Approve).await;
    decided.expect("who was released is bound all the same");
    assert_eq!(world.superior(moving.unit).await, Some(other.unit));
    assert!(world.subtrees_hold().await);
}

async fn only_a_unit_directly_below_is_released(database: TestDatabase) {
    let world = World::new(&database).await;
    let (top, middle, low) = (world.unit().await, world.unit().await, world.unit().await);
    world.tie(middle.unit, top.unit).await;
    world.tie(low.unit, middle.unit).await;
    for (by, unit) in [
        (&top, &low),
        (&low, &middle),
        (&middle, &middle),
        (&middle, &top),
    ] {
        assert_eq!(refused(release(&world, by, unit).await), Fault::NotFound);
    }
    // Who acts for both can't decide between them.
    let both = world.also_acts_for(&low, &middle).await;
    let barred = refused(release(&world, &both, &low).await);
    assert!(matches!(barred, Fault::Forbidden(_)), "{barred:?}");
    assert_eq!(world.superior(low.unit).await, Some(middle.unit));
}

async fn the_tree_opens_down_to_what_is_found(database: TestDatabase) {
    let world = World::new(&database).await;
    let (top, elsewhere) = (world.unit().await, world.unit().await);
    let middle = children(&world, &top, &["示例市教育局"]).await.remove(0);
    let low = children(&world, &middle, &["松江第一小学", "松江第二小学"]).await;
    children(&world, &elsewhere, &["松江外国语小学"]).await;
    let server = Server::start(&database).await;
    let browser = server.session(top.operator).await;
    let one = browser.get(&format!("/units?find={}", low[1].code)).await;
    assert!(
        one.body.contains("松江第二小学") && one.body.contains(&format!("id=\"u{}\"", low[1].unit))
    );
    let both = browser.get("/units?find=%E6%9D%BE%E6%B1%9F").await.body;
    assert!(
        both.contains("查到 2 个单位") && !both.contains("松江外国语小学"),
        "{both}"
    );
    let none = browser.get("/units?find=%E5%A4%96%E5%9B%BD").await.body;
    assert!(none.contains("没有查到"));
    let short = browser.get("/units?find=%E6%9D%BE").await.body;
    assert!(short.contains("请至少输入两个字"));
}

async fn the_workbook_has_the_whole_branch(database: TestDatabase) {
    let world = World::new(&database).await;
    let top = world.unit().await;
    let middle = children(&world, &top, &["示例市教育局"]).await.remove(0);
    children(&world, &middle, &["=1+1"]).await;
    let server = Server::start(&database).await;
    let browser = server.session(top.operator).await;
    let request = browser.client.get(format!("{}/units.xlsx", browser.origin));
    let answer = request.send().await.expect("an answer");
    assert_eq!(answer.status().as_u16(), 200);
    let kind = answer.headers()["content-type"].to_str().expect("text");
    assert!(kind.contains("spreadsheetml"), "{kind}");
    let bytes = answer.bytes().await.expect("a body");
    let sheets = |bytes: &[u8]| {
        let book = Xlsx::new(Cursor::new(bytes.to_vec())).expect("a workbook");
        book.sheet_names()
    };
    assert_eq!(sheets(&bytes), ["下级单位"]);
    let yesterday = now().plus_days(-1).date_shanghai();
    let then = format!("{}/units.xlsx?on={yesterday}", browser.origin);
    let then = browser.client.get(then).send().await.expect("an answer");
    assert_eq!(then.status().as_u16(), 200);
    let name = then.headers()["content-disposition"]
        .to_str()
        .expect("text");
    let file = format!("lishu-units-{yesterday}.xlsx");
    assert!(name.contains(&file), "{name}");
    let bytes = then.bytes().await.expect("a body");
    assert_eq!(sheets(&bytes), [format!("下级单位 {yesterday}")]);
    let day = browser.get("/units.xlsx?on=2999-01-01").await;
    assert_eq!(day.status, StatusCode::NOT_FOUND);
}

async fn a_day_that_is_none_is_told_at_the_field(database: TestDatabase) {
    let world = World::new(&database).await;
    let top = world.unit().await;
    children(&world, &top, &["示例市教育局"]).await;
    let server = Server::start(&database).await;
    let browser = server.session(top.operator).await;
    for (day, sentence) in [
        ("2999-01-01", "这一天还没有到"),
        ("2026-02-30", "日期的格式不对"),
    ] {
        let page = browser.get(&format!("/units?on={day}")).await.body;
        assert!(page.contains(sentence) && page.contains(day), "{page}");
        assert!(!page.contains("示例市教育局"));
    }
    let yesterday = now().plus_days(-1).date_shanghai();
    let page = browser.get(&format!("/units?on={yesterday}")).await.body;
    assert!(page.contains(&format!("{yesterday} 时的隶属关系")));
    assert!(page.contains("那一天没有下级单位"));
}

/// So many units stand directly below one.
const MANY: i64 = 100_000;

/// On SQLite alone: there the time is the engine's, not that of a cluster which has learnt nothing of
/// its tables yet.
#[tokio::test(flavor = "multi_thread")]
async fn a_page_of_a_hundred_thousand_children_comes_from_the_index() {
    let database = TestDatabase::sqlite().await;
    let world = World::new(&database).await;
    let top = world.unit().await;
    let at = now();
    let mut tx = world.begin().await;
    let units = "WITH RECURSIVE c (n) AS (
            SELECT CAST(1 AS BIGINT) UNION ALL SELECT n + 1 FROM c WHERE n < $1)
         INSERT INTO unit (uscc, account, name, unit_type, name_key, created_at)
         SELECT 'M' || n, 'm' || n, '第' || n || '学校', '12', printf('%08d', n), $2 FROM c";
    let ties = "INSERT INTO affiliation (unit_id, superior_id, from_at, name_key)
         SELECT id, $1, $2, name_key FROM unit WHERE account GLOB 'm[0-9]*'";
    for statement in [
        sql(units).bind(MANY).bind(at),
        sql(ties).bind(top.unit).bind(at.plus_days(-9)),
    ] {
        statement.execute(&mut tx).await.expect("inserted");
    }
    let branches = vec![(top.unit, 1); MANY as usize];
    store::keep_counts(&mut tx, &branches, 1)
        .await
        .expect("kept");
    tx.commit().await.expect("committed");
    let mut conn = world.read().await;
    let day = Some(at.plus_days(-1));
    for (place, on) in [
        (Place::First, None),
        (Place::Last, None),
        (Place::First, day),
        (Place::Last, day),
        // Nothing stood there: the whole history is read through.
        (Place::First, Some(at.plus_days(-99))),
    ] {
        let began = std::time::Instant::now();
        let page = branch_page(&mut conn, top.unit, place, on, 50).await;
        let took = began.elapsed();
        let rows = page.expect("read").rows.len();
        eprintln!("{place:?} {}: {rows} rows in {took:?}", on.is_some());
        // A page that sorted, or walked past what comes before it, would take longer by far.
        assert!(took.as_millis() < 150, "{place:?} {on:?}: {took:?}");
    }
}
