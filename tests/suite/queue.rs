//! 审核列表 by keyset, on both engines.

use crate::listing::{applicant, listing};
use crate::support::{TestDatabase, World};
use lishu::domain::{Listing, Outcome, Tab};
use lishu::server::now;
use lishu::server::store::{self, Side, queue_page, queue_seq, walk_next, walk_place};

on_both_engines!(
    every_row_is_met_once_in_either_direction,
    rule_21_the_order_is_kept_and_ends,
    the_settled_tab_shows_the_newest_first,
    a_walk_meets_what_did_not_change,
);

async fn every_row_is_met_once_in_either_direction(database: TestDatabase) {
    let world = World::new(&database).await;
    let superior = world.unit().await;
    let mut expected = Vec::new();
    for _ in 0..23 {
        let unit = world.unit().await;
        expected.insert(0, world.apply(&unit, &superior).await.expect("applied"));
    }
    let mut conn = world.read().await;
    let (mut forwards, mut side) = (Vec::new(), Side::First);
    loop {
        let page = queue_page(&mut conn, superior.unit, &pending(), &side, 5)
            .await
            .expect("read");
        let Some(last) = page.last() else { break };
        side = Side::After(last.cursor());
        forwards.extend(page.iter().map(|row| row.id));
    }
    assert_eq!(forwards, expected);
    let last = queue_page(&mut conn, superior.unit, &pending(), &Side::First, 23)
        .await
        .expect("read");
    let (mut backwards, mut cursor) = (Vec::new(), last[22].cursor());
    loop {
        let side = Side::Before(cursor);
        let page = queue_page(&mut conn, superior.unit, &pending(), &side, 5)
            .await
            .expect("read");
        let Some(first) = page.first() else { break };
        cursor = first.cursor();
        backwards.splice(0..0, page.iter().map(|row| row.id));
    }
    assert_eq!(backwards, expected[..22]);
}

async fn rule_21_the_order_is_kept_and_ends(database: TestDatabase) {
    let world = World::new(&database).await;
    let superior = world.unit().await;
    let mut ids = Vec::new();
    for _ in 0..3 {
        let unit = world.unit().await;
        ids.insert(0, world.apply(&unit, &superior).await.expect("applied"));
    }
    let mut conn = world.read().await;
    let page = queue_page(&mut conn, superior.unit, &pending(), &Side::First, 10)
        .await
        .expect("read");
    let middle = page[1].cursor();
    drop(conn);
    // The middle one is decided: its neighbours stay its neighbours.
    world
        .decide(&superior, ids[1], Outcome::Reject)
        .await
        .expect("decided");
    let mut conn = world.read().await;
    for (side, expected) in [
        (Side::Before(middle.clone()), ids[0]),
        (Side::After(middle), ids[2]),
    ] {
        let beside = queue_page(&mut conn, superior.unit, &pending(), &side, 1)
            .await
            .expect("read");
        assert_eq!(beside[0].id, expected);
        let end = match side {
            Side::Before(_) => Side::Before(beside[0].cursor()),
            _ => Side::After(beside[0].cursor()),
        };
        let beyond = queue_page(&mut conn, superior.unit, &pending(), &end, 1)
            .await
            .expect("read");
        assert!(beyond.is_empty());
    }
}

async fn the_settled_tab_shows_the_newest_first(database: TestDatabase) {
    let world = World::new(&database).await;
    let superior = world.unit().await;
    let mut ids = Vec::new();
    for outcome in Outcome::ALL {
        let unit = world.unit().await;
        let application = world.apply(&unit, &superior).await.expect("applied");
        world
            .decide(&superior, application, outcome)
            .await
            .expect("decided");
        ids.insert(0, application);
    }
    let mut conn = world.read().await;
    let page = queue_page(
        &mut conn,
        superior.unit,
        &Listing::of_tab(Tab::Settled),
        &Side::First,
        10,
    )
    .await
    .expect("read");
    let shown: Vec<_> = page.iter().map(|row| row.id).collect();
    assert_eq!(shown, ids);
    let stranger = world.unit().await;
    let others = queue_page(
        &mut conn,
        stranger.unit,
        &Listing::of_tab(Tab::Settled),
        &Side::First,
        10,
    )
    .await
    .expect("read");
    assert!(others.is_empty());
}

fn pending() -> Listing {
    Listing::default()
}

async fn a_walk_meets_what_did_not_change(database: TestDatabase) {
    let world = World::new(&database).await;
    let superior = world.unit().await;
    let mut ids = Vec::new();
    for name in ["阿城", "北原", "春城", "大安"] {
        ids.push(applicant(&world, &superior, name, "12", "220104").await.1);
    }
    let listing = listing("sort=name");
    let mut conn = world.read().await;
    let as_of = queue_seq(&mut conn, superior.unit).await.expect("read");
    let rows = queue_page(&mut conn, superior.unit, &listing, &Side::First, 9)
        .await
        .expect("read");
    let place = walk_place(&mut conn, superior.unit, &listing, as_of, &rows[1].cursor()).await;
    assert_eq!(place.expect("counted"), (2, 4));
    drop(conn);
    // The next one is decided, and one arrives between.
    world
        .decide(&superior, ids[2], Outcome::Reject)
        .await
        .expect("decided");
    applicant(&world, &superior, "长春", "12", "220104").await;
    let mut conn = world.read().await;
    for (side, expected) in [
        (Side::First, Some(ids[0])),
        (Side::After(rows[1].cursor()), Some(ids[3])),
        (Side::Before(rows[1].cursor()), Some(ids[0])),
        (Side::After(rows[3].cursor()), None),
    ] {
        let next = walk_next(&mut conn, superior.unit, &listing, as_of, &side)
            .await
            .expect("read");
        assert_eq!(next.map(|row| row.id), expected, "{side:?}");
    }
    let changed = store::changes_since(&mut conn, superior.unit, as_of, 10)
        .await
        .expect("read");
    let kinds: Vec<_> = changed.iter().map(|row| row.kind.as_str()).collect();
    assert_eq!(kinds, ["decided", "applied"]);
    assert!(changed[0].seq < changed[1].seq && changed[0].at <= now().as_micros());
}
