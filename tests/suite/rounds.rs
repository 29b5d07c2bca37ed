//! 申报批次: added and changed by the administrator, never two at a time.

use crate::support::world::refused;
use crate::support::{Server, TestDatabase, World};
use lishu::domain::admin::{Round, RoundDraft};
use lishu::domain::{BindingPolicy, Fault, Field, Obstacle, Problem, Role};
use lishu::server::now;
use lishu::server::store::{self, Result};
use reqwest::StatusCode;

on_both_engines!(
    rounds_do_not_overlap,
    of_two_rounds_at_once_that_overlap_one_is_there,
    a_round_with_applications_keeps_its_opening,
    a_round_that_somebody_else_changed_is_not_overwritten,
    a_round_is_open_from_its_first_day_to_the_end_of_its_last,
    a_round_is_added_at_a_page_and_on_record,
    everybody_is_told_which_round_is_open_and_which_comes_next,
    outside_of_rounds_one_applies_where_the_rules_allow_it,
);

/// The day so many days from today.
fn day(days: i64) -> String {
    now().plus_days(days).date_shanghai()
}

fn round(name: &str, opens: i64, closes: i64) -> Round {
    let draft = RoundDraft {
        version: 0,
        name: name.into(),
        year: "2027".into(),
        opens: day(opens),
        closes: day(closes),
    };
    draft.try_into().expect("a round")
}

impl World {
    async fn add(&self, round: Round) -> Result<i64> {
        let mut tx = self.begin().await;
        let id = store::add_round(&mut tx, &round, now()).await?;
        tx.commit().await?;
        Ok(id)
    }

    async fn save(&self, id: i64, seen: i64, round: Round) -> Result<()> {
        let mut tx = self.begin().await;
        store::save_round(&mut tx, id, seen, &round, now()).await?;
        Ok(tx.commit().await?)
    }
}

/// The world's own round: 30 days back, 30 days ahead.
async fn own(world: &World) -> store::RoundOfYear {
    let mut conn = world.read().await;
    let rounds = store::rounds(&mut conn, None, 10).await.expect("read");
    let found = rounds.into_iter().find(|round| round.name == "本次申报");
    found.expect("the world's round")
}

fn problem(result: Result<impl std::fmt::Debug>) -> (Field, Problem) {
    match refused(result) {
        Fault::Invalid(problems) => (problems[0].field, problems[0].problem.clone()),
        other => panic!("{other:?}"),
    }
}

async fn rounds_do_not_overlap(database: TestDatabase) {
    let world = World::new(&database).await;
    let overlaps = |round: &str| {
        let round = round.to_owned();
        (Field::Opens, Problem::Overlaps { round })
    };
    for (opens, closes) in [(0, 1), (-40, -30), (30, 60), (-40, 60)] {
        let refused = world.add(round("另一批", opens, closes)).await;
        if closes < 0 {
            // It would be over already, too.
            assert!(matches!(problem(refused).1, Problem::Overlaps { .. }));
        } else {
            assert_eq!(problem(refused), overlaps("本次申报"), "{opens} {closes}");
        }
    }
    let taken = world.add(round("本次申报", 40, 50)).await;
    assert_eq!(problem(taken), (Field::RoundName, Problem::Taken));
    let past = world.add(round("去年", -60, -50)).await;
    assert_eq!(problem(past), (Field::Closes, Problem::Past));
    let next = world.add(round("下一批", 31, 40)).await.expect("behind it");
    world
        .add(round("再下一批", 41, 41))
        .await
        .expect("the day after");
    let into = world.save(next, 1, round("下一批", 31, 41)).await;
    assert_eq!(problem(into), overlaps("再下一批"));
    world
        .save(next, 1, round("下一批", 32, 40))
        .await
        .expect("no other is there");
}

async fn of_two_rounds_at_once_that_overlap_one_is_there(database: TestDatabase) {
    let world = World::new(&database).await;
    let (one, other) = tokio::join!(
        world.add(round("甲批", 40, 50)),
        world.add(round("乙批", 45, 55))
    );
    assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
    assert_eq!(world.count("round WHERE standing = 0").await, 2);
}

async fn a_round_with_applications_keeps_its_opening(database: TestDatabase) {
    let world = World::new(&database).await;
    let row = own(&world).await;
    world
        .save(row.id, 1, round("本次申报", -29, 30))
        .await
        .expect("nobody has applied");
    let (unit, superior) = (world.unit().await, world.unit().await);
    world.apply(&unit, &superior).await.expect("applied");
    let moved = world.save(row.id, 2, round("本次申报", -28, 30)).await;
    assert_eq!(problem(moved), (Field::Opens, Problem::KeepsOpening));
    let closed = world.save(row.id, 2, round("本次申报", -29, -1)).await;
    assert_eq!(problem(closed), (Field::Closes, Problem::Past));
    world
        .save(row.id, 2, round("延长的申报", -29, 60))
        .await
        .expect("longer");
    let saved = own_named(&world, "延长的申报").await;
    assert_eq!((saved.version, saved.year), (3, 2027));
}

async fn own_named(world: &World, name: &str) -> store::RoundOfYear {
    let mut conn = world.read().await;
    let rounds = store::rounds(&mut conn, None, 10).await.expect("read");
    rounds
        .into_iter()
        .find(|round| round.name == name)
        .expect("it is there")
}

async fn a_round_that_somebody_else_changed_is_not_overwritten(database: TestDatabase) {
    let world = World::new(&database).await;
    let row = own(&world).await;
    world
        .save(row.id, 1, round("甲批", -30, 30))
        .await
        .expect("the first");
    let late = refused(world.save(row.id, 1, round("乙批", -30, 30)).await);
    assert_eq!(late, Fault::Changed);
    own_named(&world, "甲批").await;
    assert_eq!(
        refused(world.save(0, 1, round("丙批", 90, 91)).await),
        Fault::NotFound
    );
}

async fn a_round_is_open_from_its_first_day_to_the_end_of_its_last(database: TestDatabase) {
    let world = World::new(&database).await;
    world.end_rounds().await;
    let id = world.add(round("今天", 0, 0)).await.expect("one day");
    let (unit, superior) = (world.unit().await, world.unit().await);
    world.apply(&unit, &superior).await.expect("open all day");
    let mut conn = world.read().await;
    let row = store::find_round(&mut conn, id)
        .await
        .expect("read")
        .expect("there");
    assert_eq!(row.closes_at - row.opens_at, 86_400_000_000);
}

async fn a_round_is_added_at_a_page_and_on_record(database: TestDatabase) {
    let world = World::new(&database).await;
    let server = Server::start(&database).await;
    let browser = server
        .administration(world.administrator(Role::System).await)
        .await;
    let (opens, closes) = (day(40), day(50));
    let form = [
        ("version", "0"),
        ("name", "2027年度申报"),
        ("year", "2027"),
        ("opens", opens.as_str()),
        ("closes", closes.as_str()),
    ];
    let answer = browser.post("/admin/rounds/new", &form).await;
    assert_eq!(answer.location(), "/admin/rounds?done=1", "{}", answer.body);
    let again = browser.post("/admin/rounds/new", &form).await;
    assert_eq!(
        again.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "it is there"
    );
    assert!(
        again.body.contains("和批次「2027年度申报」的日期重叠"),
        "{}",
        again.body
    );
    assert!(
        again.body.contains("value=\"2027年度申报\""),
        "nothing typed is lost"
    );
    let list = browser.get("/admin/rounds").await.body;
    for said in [
        "2027年度申报",
        opens.as_str(),
        closes.as_str(),
        "未开始",
        "开放中",
    ] {
        assert!(list.contains(said), "{said} in {list}");
    }
    assert!(
        !list.contains("常年受理"),
        "the standing one is nobody's to change"
    );
    let noted = "act WHERE kind = 'round_added' AND administrator_id > 0";
    assert_eq!(world.count(noted).await, 1);
    let standing = browser.get("/admin/rounds/1").await;
    let used = browser
        .get(&format!("/admin/rounds/{}", own(&world).await.id))
        .await;
    assert!(used.body.contains("本次申报") && !used.body.contains("不能再改"));
    assert_eq!(standing.status, StatusCode::NOT_FOUND);
}

async fn everybody_is_told_which_round_is_open_and_which_comes_next(database: TestDatabase) {
    let world = World::new(&database).await;
    let server = Server::start(&database).await;
    let unit = world.unit().await;
    let browser = server.session(unit.operator).await;
    let told = async |said: &str| {
        for (browser, path) in [(&server.browser(), "/"), (&browser, "/workbench")] {
            let page = browser.get(path).await.body;
            assert!(page.contains(said), "{said} in {path}: {page}");
        }
    };
    told("「本次申报」正在受理，到 ").await;
    world.end_rounds().await;
    told("现在没有开放的申报批次，请留意公示公告").await;
    world.add(round("下一批", 5, 9)).await.expect("the next");
    told(&format!("下一批次「下一批」自 {} 起受理", day(5))).await;
    let rules = BindingPolicy {
        outside_rounds: true,
        ..BindingPolicy::default()
    };
    world.set_rules(rules).await;
    told("常年受理").await;
}

async fn outside_of_rounds_one_applies_where_the_rules_allow_it(database: TestDatabase) {
    let world = World::new(&database).await;
    world.end_rounds().await;
    // The standing one was ended with the others.
    let never = "UPDATE round SET opens_at = 0, closes_at = 253402271999000000 WHERE standing = 1";
    world.change(never.to_owned()).await;
    let (unit, superior) = (world.unit().await, world.unit().await);
    let fault = refused(world.apply(&unit, &superior).await);
    assert_eq!(fault, Fault::Obstacle(Obstacle::NoRound));
    let rules = BindingPolicy {
        outside_rounds: true,
        ..BindingPolicy::default()
    };
    world.set_rules(rules).await;
    world
        .apply(&unit, &superior)
        .await
        .expect("outside of rounds");
    let standing = "application a JOIN round r ON r.id = a.round_id WHERE r.standing = 1";
    assert_eq!(world.count(standing).await, 1);
}
