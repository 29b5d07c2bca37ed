//! 应绑清单 in the records, on both engines.

use crate::listing::{applicant, listing};
use crate::support::world::{code, refused};
use crate::support::{Actor, Server, TestDatabase, World};
use lishu::domain::expected::{
    ExpectedSearch, ExpectedUnit, ImportCounts, ImportMode, LIST_MAX, Reminded, Standing,
};
use lishu::domain::{ApplicationKind, Fault, Outcome, UnitName, Uscc};
use lishu::server::now;
use lishu::server::store::{self, Side, queue_page, sql};

on_both_engines!(
    what_is_submitted_is_compared_with_the_list,
    what_waits_is_compared_anew_with_each_list,
    what_is_taken_back_is_compared_with_the_list_of_now,
    who_asks_to_be_released_is_not_compared,
    a_filter_has_those_that_stand_so,
    another_unit_s_list_does_not_exist,
    an_import_replaces_or_adds,
    a_list_is_not_longer_than_it_may_be,
    a_list_shows_where_each_unit_stands,
    each_page_goes_on_where_the_last_one_ended,
    who_is_missing_is_reminded_once_a_day,
    a_reminder_says_who_expects_the_unit_and_leads_there,
    who_is_bound_elsewhere_is_reminded_to_move,
);

fn unit(code: &Uscc, name: &str) -> ExpectedUnit {
    ExpectedUnit {
        code: code.clone(),
        name: UnitName::parse(name).expect("a name"),
    }
}

async fn import(
    world: &World,
    who: &Actor,
    units: &[ExpectedUnit],
    mode: ImportMode,
) -> store::Result<ImportCounts> {
    let mut tx = world.begin().await;
    let counts = store::import_expected(&mut tx, who.reviewer(), units, mode, now()).await?;
    tx.commit().await?;
    Ok(counts)
}

async fn replace(world: &World, who: &Actor, units: &[ExpectedUnit]) -> ImportCounts {
    let imported = import(world, who, units, ImportMode::Replace).await;
    imported.expect("imported")
}

async fn listed(world: &World, application: i64) -> String {
    let mut conn = world.read().await;
    let found = sql("SELECT listed FROM application WHERE id = $1").bind(application);
    let (listed,): (String,) = found.one(&mut conn).await.expect("the application");
    listed
}

async fn rename(world: &World, unit: i64, name: &str) {
    let text = "UPDATE unit SET name = $2 WHERE id = $1";
    world.run(sql(text).bind(unit).bind(name)).await;
}

async fn what_is_submitted_is_compared_with_the_list(database: TestDatabase) {
    let world = World::new(&database).await;
    let superior = world.unit().await;
    let (_, before) = applicant(&world, &superior, "无名单前", "12", "").await;
    assert_eq!(listed(&world, before).await, "", "there is no list");
    let (on, other) = (world.unit().await, world.unit().await);
    rename(&world, on.unit, "松江中学（ＡＢ）").await;
    let units = [
        unit(&on.code, "松江中学(ab)"),
        unit(&other.code, "北原中学"),
    ];
    replace(&world, &superior, &units).await;
    let same = world.apply(&on, &superior).await.expect("applied");
    let renamed = world.apply(&other, &superior).await.expect("applied");
    let (_, stranger) = applicant(&world, &superior, "静湖图书馆", "12", "").await;
    assert_eq!(
        listed(&world, same).await,
        "match",
        "written in another way"
    );
    assert_eq!(listed(&world, renamed).await, "renamed");
    assert_eq!(listed(&world, stranger).await, "unlisted");
    // The name that counts is the one that was submitted.
    rename(&world, other.unit, "北原中学").await;
    assert_eq!(listed(&world, renamed).await, "renamed");
    world
        .decide(&superior, renamed, Outcome::Return)
        .await
        .expect("returned");
    world.resubmit(&other, renamed).await.expect("again");
    assert_eq!(listed(&world, renamed).await, "match");
}

async fn what_waits_is_compared_anew_with_each_list(database: TestDatabase) {
    let world = World::new(&database).await;
    let superior = world.unit().await;
    let (a, first) = applicant(&world, &superior, "松江中学", "12", "").await;
    let (b, second) = applicant(&world, &superior, "北原中学", "12", "").await;
    let (_, settled) = applicant(&world, &superior, "静湖图书馆", "12", "").await;
    world
        .decide(&superior, settled, Outcome::Reject)
        .await
        .expect("decided");
    let stand = async || {
        let mut stand = Vec::new();
        for id in [first, second, settled] {
            stand.push(listed(&world, id).await);
        }
        stand
    };
    replace(&world, &superior, &[unit(&a.code, "松江中学")]).await;
    assert_eq!(stand().await, ["match", "unlisted", ""]);
    let more = [unit(&a.code, "松江大学"), unit(&b.code, "北原中学")];
    let added = import(&world, &superior, &more, ImportMode::Add).await;
    added.expect("added");
    assert_eq!(stand().await, ["renamed", "match", ""]);
    let mut tx = world.begin().await;
    let removed = store::remove_expected(&mut tx, superior.reviewer(), &b.code, now()).await;
    assert!(removed.expect("removed"));
    tx.commit().await.expect("committed");
    assert_eq!(stand().await, ["renamed", "unlisted", ""]);
    let mut tx = world.begin().await;
    store::empty_expected(&mut tx, superior.reviewer(), now())
        .await
        .expect("emptied");
    tx.commit().await.expect("committed");
    assert_eq!(
        stand().await,
        ["", "", ""],
        "without a list nothing is compared"
    );
    assert_eq!(world.count("act WHERE kind = 'list_imported'").await, 2);
    assert_eq!(world.count("act WHERE kind = 'list_emptied'").await, 1);
}

async fn what_is_taken_back_is_compared_with_the_list_of_now(database: TestDatabase) {
    let world = World::new(&database).await;
    let superior = world.unit().await;
    let (a, id) = applicant(&world, &superior, "松江中学", "12", "").await;
    world
        .decide(&superior, id, Outcome::Approve)
        .await
        .expect("approved");
    replace(&world, &superior, &[unit(&a.code, "松江中学")]).await;
    assert_eq!(listed(&world, id).await, "");
    world.undo(&superior, id).await.expect("taken back");
    assert_eq!(listed(&world, id).await, "match");
}

async fn who_asks_to_be_released_is_not_compared(database: TestDatabase) {
    let world = World::new(&database).await;
    let superior = world.unit().await;
    let bound = world.unit().await;
    world.bind(&bound, &superior).await;
    let applying = store::Applying {
        kind: ApplicationKind::Unbind,
        applicant: bound.unit,
        actor: bound.operator,
        special_reason: None,
    };
    let to = world.row(superior.unit).await;
    let mut tx = world.begin().await;
    let id = store::apply(&mut tx, applying, &to, now())
        .await
        .expect("asked");
    tx.commit().await.expect("committed");
    replace(&world, &superior, &[unit(&bound.code, "示例单位")]).await;
    assert_eq!(
        listed(&world, id).await,
        "",
        "all that match are to be bound"
    );
}

async fn a_filter_has_those_that_stand_so(database: TestDatabase) {
    let world = World::new(&database).await;
    let superior = world.unit().await;
    let (a, first) = applicant(&world, &superior, "松江中学", "12", "").await;
    let (b, second) = applicant(&world, &superior, "北原中学", "91", "").await;
    let (_, third) = applicant(&world, &superior, "静湖图书馆", "12", "").await;
    let units = [unit(&a.code, "松江中学"), unit(&b.code, "北原大学")];
    replace(&world, &superior, &units).await;
    let mut conn = world.read().await;
    for (query, ids) in [
        ("listed=match", vec![first]),
        ("listed=renamed", vec![second]),
        ("listed=unlisted", vec![third]),
        ("listed=unlisted&sort=name", vec![third]),
        ("listed=renamed&kind=91", vec![second]),
        ("listed=match&kind=91", vec![]),
        ("listed=nothing", vec![first, second, third]),
    ] {
        let listing = match query {
            "listed=nothing" => lishu::domain::Listing::from_query(query),
            query => listing(query),
        };
        let rows = queue_page(&mut conn, superior.unit, &listing, &Side::First, 10).await;
        let rows = rows.expect("read");
        assert!(rows.iter().all(|row| listing.filter.has(row.applicant())));
        let mut found: Vec<i64> = rows.iter().map(|row| row.id).collect();
        found.sort_unstable();
        assert_eq!(found, ids, "{query}");
        let counted = store::count_matching(&mut conn, superior.unit, &listing).await;
        assert_eq!(counted.expect("counted"), ids.len() as i64, "{query}");
    }
}

async fn another_unit_s_list_does_not_exist(database: TestDatabase) {
    let world = World::new(&database).await;
    let (superior, other) = (world.unit().await, world.unit().await);
    let (a, id) = applicant(&world, &superior, "松江中学", "12", "").await;
    replace(&world, &other, &[unit(&a.code, "松江中学")]).await;
    assert_eq!(listed(&world, id).await, "");
    let mut tx = world.begin().await;
    let who = superior.reviewer();
    let removed = store::remove_expected(&mut tx, who, &a.code, now()).await;
    assert!(!removed.expect("nothing removed"));
    let told = store::remind(&mut tx, who, Some(&a.code), now()).await;
    assert_eq!(told.expect("nobody told"), 0);
    store::empty_expected(&mut tx, who, now())
        .await
        .expect("nothing to empty");
    tx.commit().await.expect("committed");
    let mut conn = world.read().await;
    let all = ExpectedSearch::default();
    let page = store::expected_page(&mut conn, superior.unit, &all, 10, now()).await;
    assert!(page.expect("read").is_empty());
    let page = store::expected_page(&mut conn, other.unit, &all, 10, now()).await;
    assert_eq!(page.expect("read").len(), 1);
}

async fn an_import_replaces_or_adds(database: TestDatabase) {
    let world = World::new(&database).await;
    let superior = world.unit().await;
    let codes: Vec<Uscc> = (1..=4).map(|n| code("12", 900_000 + n)).collect();
    let of = |place: usize, name: &str| unit(&codes[place], name);
    let first = [of(0, "甲单位"), of(1, "乙单位"), of(2, "丙单位")];
    let counts = |added, removed, renamed, units| ImportCounts {
        added,
        removed,
        renamed,
        units,
    };
    assert_eq!(replace(&world, &superior, &first).await, counts(3, 0, 0, 3));
    assert_eq!(replace(&world, &superior, &first).await, counts(0, 0, 0, 3));
    let second = [of(1, "乙改名"), of(3, "丁单位")];
    let mut conn = world.read().await;
    for (mode, planned) in [
        (ImportMode::Add, counts(1, 0, 1, 4)),
        (ImportMode::Replace, counts(1, 2, 1, 2)),
    ] {
        let plan = store::plan_import(&mut conn, superior.unit, &second, mode).await;
        assert_eq!(plan.expect("planned"), planned);
    }
    drop(conn);
    let added = import(&world, &superior, &second, ImportMode::Add).await;
    assert_eq!(added.expect("added"), counts(1, 0, 1, 4));
    assert_eq!(
        replace(&world, &superior, &second).await,
        counts(0, 2, 0, 2)
    );
    let mut conn = world.read().await;
    let name = store::expected_name(&mut conn, superior.unit, codes[1].as_str()).await;
    assert_eq!(name.expect("read").as_deref(), Some("乙改名"));
}

async fn a_list_is_not_longer_than_it_may_be(database: TestDatabase) {
    let world = World::new(&database).await;
    let superior = world.unit().await;
    let units: Vec<_> = (0..LIST_MAX)
        .map(|n| unit(&code("12", n), "某单位"))
        .collect();
    replace(&world, &superior, &units).await;
    let one = [unit(&code("52", 1), "再多一个")];
    let fault = refused(import(&world, &superior, &one, ImportMode::Add).await);
    assert!(matches!(fault, Fault::Invalid(_)), "{fault:?}");
    assert_eq!(world.count("expected").await, i64::from(LIST_MAX));
}

/// The list's lines as the superior reads them.
async fn standings(world: &World, superior: &Actor, query: &str) -> Vec<(String, Standing)> {
    let mut conn = world.read().await;
    let search = ExpectedSearch::from_query(query);
    let page = store::expected_page(&mut conn, superior.unit, &search, 50, now()).await;
    let read = |row: store::ExpectedRow| {
        let standing = Standing::parse(&row.standing).expect("a known standing");
        (row.name, standing)
    };
    let mut lines: Vec<_> = page.expect("read").into_iter().map(read).collect();
    lines.sort_by(|one, next| one.0.cmp(&next.0));
    lines
}

async fn a_list_shows_where_each_unit_stands(database: TestDatabase) {
    let world = World::new(&database).await;
    let (superior, elsewhere) = (world.unit().await, world.unit().await);
    let mut units = vec![unit(&code("12", 999_999), "a 未注册")];
    let mut add = |actor: &Actor, name: &str| units.push(unit(&actor.code, name));
    let never = world.never_entered().await;
    add(&never, "b 未进入");
    let idle = world.unit().await;
    add(&idle, "c 未申报");
    let pending = world.unit().await;
    add(&pending, "d 待审核");
    world.apply(&pending, &superior).await.expect("applied");
    for (outcome, name) in [
        (Outcome::Return, "e 退回"),
        (Outcome::Reject, "f 不通过"),
        (Outcome::Terminate, "g 终止"),
        (Outcome::Approve, "h 已绑定"),
    ] {
        let actor = world.unit().await;
        add(&actor, name);
        let id = world.apply(&actor, &superior).await.expect("applied");
        world.decide(&superior, id, outcome).await.expect("decided");
    }
    let bound = world.unit().await;
    add(&bound, "i 绑定了别的");
    world.bind(&bound, &elsewhere).await;
    // Of what it asks of others a superior hears nothing.
    let asking = world.unit().await;
    add(&asking, "j 向别人申报");
    world.apply(&asking, &elsewhere).await.expect("applied");
    let disabled = world.unit().await;
    add(&disabled, "k 停用");
    world.disable(disabled.unit).await;
    replace(&world, &superior, &units).await;
    use Standing::*;
    let expected = [
        Unregistered,
        NeverEntered,
        NotApplied,
        Pending,
        Returned,
        Rejected,
        Terminated,
        BoundHere,
        BoundElsewhere,
        NotApplied,
        Disabled,
    ];
    let found = standings(&world, &superior, "").await;
    let found: Vec<Standing> = found.into_iter().map(|(_, standing)| standing).collect();
    assert_eq!(found, expected);
    assert_eq!(standings(&world, &superior, "show=missing").await.len(), 10);
    for (find, n) in [
        ("%E7%BB%91%E5%AE%9A", 2),
        ("K%20%E5%81%9C", 1),
        ("%25", 0),
        (idle.code.as_str(), 1),
        (&idle.code.as_str().to_lowercase()[2..], 1),
    ] {
        let found = standings(&world, &superior, &format!("find={find}")).await;
        assert_eq!(found.len(), n, "{find}");
    }
    let mut conn = world.read().await;
    let counts = store::expected_counts(&mut conn, superior.unit).await;
    let counts = counts.expect("counted");
    assert_eq!(
        (counts.units, counts.bound, counts.unregistered),
        (11, 1, 1)
    );
    drop(conn);
    // What was terminated is over with its round.
    world.end_rounds().await;
    let after = standings(&world, &superior, "").await;
    assert_eq!(after[6].1, NotApplied);
}

async fn each_page_goes_on_where_the_last_one_ended(database: TestDatabase) {
    let world = World::new(&database).await;
    let superior = world.unit().await;
    let units: Vec<_> = (0..7).map(|n| unit(&code("12", n), "某单位")).collect();
    replace(&world, &superior, &units).await;
    let mut conn = world.read().await;
    let mut search = ExpectedSearch::default();
    let mut met = Vec::new();
    loop {
        let page = store::expected_page(&mut conn, superior.unit, &search, 3, now()).await;
        let page = page.expect("read");
        let Some(last) = page.last() else { break };
        search.after = last.uscc.clone();
        met.extend(page.into_iter().map(|row| row.uscc));
    }
    let mut codes: Vec<_> = units.iter().map(|u| u.code.as_str().to_owned()).collect();
    codes.sort();
    assert_eq!(met, codes);
}

async fn who_is_missing_is_reminded_once_a_day(database: TestDatabase) {
    let world = World::new(&database).await;
    let superior = world.unit().await;
    let (idle, other) = (world.unit().await, world.unit().await);
    let waiting = world.unit().await;
    world.apply(&waiting, &superior).await.expect("applied");
    let bound = world.unit().await;
    world.bind(&bound, &superior).await;
    let units = [
        unit(&idle.code, "未申报"),
        unit(&other.code, "也未申报"),
        unit(&waiting.code, "待审核"),
        unit(&bound.code, "已绑定"),
        unit(&code("12", 999_999), "未注册"),
    ];
    replace(&world, &superior, &units).await;
    let at = now();
    let remind = async |only: Option<&Uscc>, at| {
        let mut tx = world.begin().await;
        let mut planned = store::to_be_reminded(&mut tx, superior.unit, only, at)
            .await
            .expect("planned");
        let told = store::remind(&mut tx, superior.reviewer(), only, at).await;
        planned.told = told.expect("reminded");
        tx.commit().await.expect("committed");
        planned
    };
    assert_eq!(remind(Some(&idle.code), at).await.told, 1);
    let all = remind(None, at).await;
    let expected = Reminded {
        told: 1,
        today: 1,
        waiting: 1,
        unregistered: 1,
        unable: 0,
    };
    assert_eq!(all, expected);
    assert_eq!(remind(None, at).await.told, 0, "today is today");
    assert_eq!(remind(None, at.plus_days(1)).await.told, 2);
    let events = "event WHERE kind = 'reminded'";
    assert_eq!(world.count(events).await, 4);
    let told = "message m JOIN event e ON e.id = m.event_id
         WHERE e.kind = 'reminded' AND m.unit_id = e.unit_id AND m.audience = 'applies'";
    assert_eq!(world.count(told).await, 4);
    // An import forgets nothing of it.
    replace(&world, &superior, &units).await;
    assert_eq!(remind(None, at.plus_days(1)).await.told, 0);
}

async fn a_reminder_says_who_expects_the_unit_and_leads_there(database: TestDatabase) {
    let world = World::new(&database).await;
    let (superior, idle) = (world.unit().await, world.unit().await);
    replace(&world, &superior, &[unit(&idle.code, "未申报")]).await;
    let mut tx = world.begin().await;
    let told = store::remind(&mut tx, superior.reviewer(), None, now()).await;
    assert_eq!(told.expect("reminded"), 1);
    tx.commit().await.expect("committed");
    let server = Server::start(&database).await;
    let browser = server.session(idle.operator).await;
    let (page, leads) = browser.newest_message().await;
    let said = format!(
        "「{}」（统一社会信用代码 {}）的应绑清单里有本单位，还没有绑定，请尽快申报绑定。",
        world.row(superior.unit).await.name,
        superior.code.as_str()
    );
    assert!(page.contains(&said), "{page}");
    assert_eq!(leads, format!("/bind?code={}", superior.code.as_str()));
    let dialog = browser.get(&leads).await.body;
    assert!(
        dialog.contains(&world.row(superior.unit).await.name),
        "{dialog}"
    );
    // Another system hears of whose list it is too.
    let (event,): (i64,) = sql("SELECT id FROM event WHERE kind = 'reminded'")
        .one(&mut world.read().await)
        .await
        .expect("read");
    let facts = store::event_facts(&mut world.read().await, event).await;
    let facts = facts.expect("read").expect("the event");
    assert_eq!(facts.superior.as_deref(), Some(superior.code.as_str()));
}

async fn who_is_bound_elsewhere_is_reminded_to_move(database: TestDatabase) {
    let world = World::new(&database).await;
    let (superior, other, bound) = (world.unit().await, world.unit().await, world.unit().await);
    world.bind(&bound, &other).await;
    replace(&world, &superior, &[unit(&bound.code, "别处")]).await;
    let mut tx = world.begin().await;
    let told = store::remind(&mut tx, superior.reviewer(), None, now()).await;
    assert_eq!(told.expect("reminded"), 1);
    tx.commit().await.expect("committed");
    let server = Server::start(&database).await;
    let browser = server.session(bound.operator).await;
    let (page, leads) = browser.newest_message().await;
    let said = format!(
        "现在的上级单位是「{}」，确实应由对方管理的，请申报变更上级。",
        world.row(other.unit).await.name
    );
    assert!(
        page.contains(&said) && !page.contains("还没有绑定"),
        "{page}"
    );
    assert_eq!(leads, format!("/move?code={}", superior.code.as_str()));
    let sheet = browser.get(&leads).await.body;
    assert!(
        sheet.contains(&world.row(superior.unit).await.name),
        "{sheet}"
    );
    // Read later, it says what is so by then.
    let case = world
        .ask(ApplicationKind::Transfer, &bound, &superior)
        .await;
    let case = case.expect("asked");
    world
        .decide(&superior, case, Outcome::Approve)
        .await
        .expect("approved");
    let page = browser.get("/messages").await.body;
    assert!(
        page.contains("应绑清单里有本单位，现在已经绑定。"),
        "{page}"
    );
}
