//! 审核详情 as its forms and addresses are answered, on both engines.

use crate::support::server::Browser;
use crate::support::{Actor, Server, TestDatabase, World};
use lishu::domain::{ApplicationKind, ApplicationState, DataField, Listing, Outcome, Reason, Walk};
use lishu::server::now;
use lishu::server::store::{self, Applying, sql};
use lishu::texts;
use reqwest::StatusCode;
use serde_json::json;

on_both_engines!(
    wrong_fields_are_told_at_the_field_and_kept,
    what_could_have_been_named_before_is_asked_about,
    a_late_reason_of_a_move_has_its_own_name,
    what_was_named_the_last_time_stands_at_its_field,
    the_data_stand_beside_what_changed,
    chains_and_earlier_applications_are_shown,
    a_decision_is_taken_back_by_its_button,
    save_and_next_leads_on_and_ends_at_the_list,
    a_walk_keeps_its_listing_its_place_and_its_begin,
    termination_wants_the_name_typed,
    canned_opinions_are_used_kept_and_removed,
);

fn path(application: i64) -> String {
    format!("/review/{application}")
}

const NAMED: [(&str, &str); 6] = [
    ("version", "1"),
    ("faulty", "yes"),
    ("outcome", "return"),
    ("opinion", "请核对"),
    ("wrong", "region"),
    ("wrong", "email"),
];

/// An application that waits, and the browser of who reviews it.
struct Waiting {
    world: World,
    unit: Actor,
    superior: Actor,
    application: i64,
    server: Server,
    browser: Browser,
}

async fn waiting(database: &TestDatabase) -> Waiting {
    let world = World::new(database).await;
    let (unit, superior) = (world.unit().await, world.unit().await);
    let application = world.apply(&unit, &superior).await.expect("applied");
    let server = Server::start(database).await;
    let browser = server.signed_in(&superior).await;
    Waiting {
        world,
        unit,
        superior,
        application,
        server,
        browser,
    }
}

async fn wrong_fields_are_told_at_the_field_and_kept(database: TestDatabase) {
    let Waiting {
        application,
        server: _server,
        browser,
        ..
    } = waiting(&database).await;
    let form = [&NAMED[..], &[("why_region", "应为朝阳区")]].concat();
    let refused = browser.post(&path(application), &form).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("id=\"why_email-error\""));
    assert!(refused.body.contains("value=\"应为朝阳区\""), "it is kept");
    let form = [&form[..], &[("why_email", "已停用")]].concat();
    let saved = browser.post(&path(application), &form).await;
    let page = browser.get(saved.location()).await.body;
    assert!(page.contains("所属行政区划：应为朝阳区") && page.contains("单位邮箱：已停用"));
}

async fn what_could_have_been_named_before_is_asked_about(database: TestDatabase) {
    let Waiting {
        world,
        unit,
        application,
        server: _server,
        browser,
        ..
    } = waiting(&database).await;
    let first = [
        ("version", "1"),
        ("faulty", "yes"),
        ("outcome", "return"),
        ("opinion", "请核对"),
        ("wrong", "region"),
        ("why_region", "应为朝阳区"),
    ];
    let saved = browser.post(&path(application), &first).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "the first names all");
    change(&world, &unit, "address", "新的地址").await;
    world.resubmit(&unit, application).await.expect("again");
    let second = [
        ("version", "3"),
        ("faulty", "yes"),
        ("outcome", "return"),
        ("opinion", "请核对"),
        ("wrong", "region"),
        ("why_region", "仍应为朝阳区"),
        ("wrong", "address"),
        ("why_address", "没有门牌号"),
        ("wrong", "email"),
        ("why_email", "已停用"),
        ("go", "save-next"),
    ];
    let asked = browser.post(&path(application), &second).await;
    assert_eq!(asked.status, StatusCode::CONFLICT);
    assert!(
        asked.body.contains("「单位邮箱」和上次提交时一样"),
        "the one"
    );
    assert!(asked.body.contains("仍然退回") && asked.body.contains("没有门牌号"));
    assert!(asked.body.contains("value=\"save-next\""));
    assert_eq!(world.state(application).await, ApplicationState::Pending);
    let confirmed = [&second[..10], &[("confirmed", "save-next")]].concat();
    let saved = browser.post(&path(application), &confirmed).await;
    assert_eq!(saved.location(), format!("/review?done={application}"));
    assert_eq!(world.state(application).await, ApplicationState::Returned);
}

async fn a_late_reason_of_a_move_has_its_own_name(database: TestDatabase) {
    let world = World::new(&database).await;
    let (unit, old, superior) = (world.unit().await, world.unit().await, world.unit().await);
    world.tie(unit.unit, old.unit).await;
    let kind = ApplicationKind::Transfer;
    let application = world.ask(kind, &unit, &superior).await.expect("asked");
    let returned = world.decide(&superior, application, Outcome::Return).await;
    returned.expect("returned");
    let reason = Reason::parse("测试的特殊情况").expect("the same reason");
    let applying = Applying {
        kind,
        applicant: unit.unit,
        actor: unit.operator,
        special_reason: Some(&reason),
    };
    let mut tx = world.begin().await;
    let again = store::resubmit(&mut tx, applying, application, 2, now()).await;
    again.expect("again");
    tx.commit().await.expect("committed");
    let form = [
        ("version", "3"),
        ("faulty", "yes"),
        ("outcome", "return"),
        ("opinion", "请核对"),
        ("wrong", "special_reason"),
        ("why_special_reason", "太笼统"),
    ];
    let server = Server::start(&database).await;
    let browser = server.signed_in(&superior).await;
    let asked = browser.post(&path(application), &form).await;
    assert_eq!(asked.status, StatusCode::CONFLICT);
    let name = texts::data_label_of(kind, DataField::SpecialReason);
    let said = format!("「{name}」和上次提交时一样");
    assert!(asked.body.contains(&said), "{}", asked.body);
    assert!(!asked.body.contains("特殊情况说明"), "{}", asked.body);
}

async fn what_was_named_the_last_time_stands_at_its_field(database: TestDatabase) {
    let Waiting {
        world,
        unit,
        superior,
        application,
        server: _server,
        browser,
    } = waiting(&database).await;
    let form = [
        &NAMED[..],
        &[("why_region", "应为朝阳区"), ("why_email", "已停用")],
    ]
    .concat();
    browser.post(&path(application), &form).await;
    let returned = browser.get(&path(application)).await.body;
    assert!(
        !returned.contains("上次退回"),
        "it is the decision that stands"
    );
    change(&world, &unit, "email", "second@example.cn").await;
    world.resubmit(&unit, application).await.expect("again");
    let again = browser.get(&path(application)).await.body;
    for said in [
        "上次退回：应为朝阳区（没有修改）",
        "上次退回：已停用（已修改）",
    ] {
        assert_eq!(again.matches(said).count(), 1, "{said}: {again}");
    }
    // What a decision that was taken back named, nobody was told.
    let version = world.version(application).await;
    let decided = world.decide(&superior, application, Outcome::Return).await;
    decided.expect("returned with nothing named");
    world
        .undo_at(&superior, application, version + 1, now())
        .await
        .expect("taken back");
    let again = browser.get(&path(application)).await.body;
    assert!(again.contains("上次退回：已停用（已修改）"), "{again}");
    world
        .decide(&superior, application, Outcome::Return)
        .await
        .expect("returned");
    world.resubmit(&unit, application).await.expect("again");
    let third = browser.get(&path(application)).await.body;
    assert!(
        !third.contains("上次退回："),
        "the last time nothing was named"
    );
}

async fn change(world: &World, unit: &Actor, column: &str, value: &str) {
    let statement = format!("UPDATE unit SET {column} = $2 WHERE id = $1");
    world.run(sql(statement).bind(unit.unit).bind(value)).await;
}

async fn the_data_stand_beside_what_changed(database: TestDatabase) {
    let world = World::new(&database).await;
    let (unit, superior) = (world.unit().await, world.unit().await);
    change(&world, &unit, "email", "first@example.cn").await;
    let application = world.apply(&unit, &superior).await.expect("applied");
    let server = Server::start(&database).await;
    let browser = server.signed_in(&superior).await;
    let page = browser.get(&path(application)).await.body;
    assert!(!page.contains("现为：") && !page.contains("上次："));
    change(&world, &unit, "email", "second@example.cn").await;
    let page = browser.get(&path(application)).await.body;
    assert!(page.contains("first@example.cn") && page.contains("现为：second@example.cn"));
    world
        .decide(&superior, application, Outcome::Return)
        .await
        .expect("returned");
    world.resubmit(&unit, application).await.expect("again");
    let page = browser.get(&path(application)).await.body;
    assert!(page.contains("上次：first@example.cn") && !page.contains("现为："));
    assert!(page.contains("校验码：第 18 位正确") && page.contains("220000，吉林省"));
}

async fn chains_and_earlier_applications_are_shown(database: TestDatabase) {
    let world = World::new(&database).await;
    let (unit, superior, top) = (world.unit().await, world.unit().await, world.unit().await);
    world.tie(superior.unit, top.unit).await;
    let first = world.apply(&unit, &superior).await.expect("applied");
    world
        .decide(&superior, first, Outcome::Reject)
        .await
        .expect("rejected");
    let application = world.apply(&unit, &superior).await.expect("again");
    let server = Server::start(&database).await;
    let browser = server.signed_in(&superior).await;
    let (own, above, over) = (
        world.row(unit.unit).await.name,
        world.row(superior.unit).await.name,
        world.row(top.unit).await.name,
    );
    let page = browser.get(&path(application)).await.body;
    assert!(page.contains(&format!("{own}（没有上级单位）")));
    assert!(page.contains(&format!("{own} → {above} → {over}")));
    assert!(page.contains("以往申请") && page.contains("请核对"));
    let page = browser.get(&path(first)).await.body;
    assert!(!page.contains("以往申请"), "nothing came before it");
    let mut conn = world.read().await;
    let chain = store::chain_above(&mut conn, unit.unit).await;
    assert!(chain.expect("read").is_empty());
}

async fn a_decision_is_taken_back_by_its_button(database: TestDatabase) {
    let Waiting {
        world,
        unit,
        superior,
        application,
        server,
        browser,
    } = waiting(&database).await;
    let form = [("version", "1"), ("faulty", "no"), ("outcome", "approve")];
    let saved = browser.post(&path(application), &form).await;
    let page = browser.get(saved.location()).await.body;
    assert!(page.contains("前可以撤销"));
    let colleague = world.colleague(&superior, "周岚").await;
    let other = server.signed_in(&colleague).await;
    let page = other.get(&path(application)).await.body;
    assert!(!page.contains("前可以撤销"), "it is not theirs");
    let undo = [("version", "2"), ("go", "undo")];
    let refused = other.post(&path(application), &undo).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.body.contains("不能撤销：这不是您作的审核"));
    for version in [1, 3, 77] {
        let stale = json!({ "application": application, "version": version });
        let answer = browser.call("undo", &stale).await;
        assert_eq!(
            answer.status,
            StatusCode::CONFLICT,
            "{version}: {}",
            answer.body
        );
        assert!(answer.body.contains("Stale"), "{}", answer.body);
    }
    for _ in 0..2 {
        let undone = browser.post(&path(application), &undo).await;
        assert_eq!(undone.location(), format!("/review/{application}?undone=1"));
    }
    let page = browser
        .get(&format!("{}?undone=1", path(application)))
        .await;
    assert!(page.body.contains("已撤销，申请回到待审核"));
    assert_eq!(world.state(application).await, ApplicationState::Pending);
    let stranger = server.signed_in(&unit).await;
    let answer = stranger.post(&path(application), &undo).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
}

async fn approve(browser: &Browser, address: &str, go: &str) -> String {
    let form = [
        ("version", "1"),
        ("faulty", "no"),
        ("outcome", "approve"),
        ("go", go),
    ];
    let answer = browser.post(address, &form).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    answer.location().to_owned()
}

async fn save_and_next_leads_on_and_ends_at_the_list(database: TestDatabase) {
    let world = World::new(&database).await;
    let superior = world.unit().await;
    let mut cases = Vec::new();
    for _ in 0..2 {
        let unit = world.unit().await;
        cases.push(world.apply(&unit, &superior).await.expect("applied"));
    }
    let server = Server::start(&database).await;
    let browser = server.signed_in(&superior).await;
    let to = approve(
        &browser,
        &format!("{}?sel=some", path(cases[1])),
        "save-next",
    )
    .await;
    assert!(to.starts_with(&format!("/review/{}?sel=some&as_of=", cases[0])));
    assert!(to.ends_with(&format!("&done={}", cases[1])));
    let page = browser.get(&to).await.body;
    assert!(page.contains("已保存：审核通过") && page.contains("第 2 / 2 条"));
    let to = approve(&browser, &to, "save-next").await;
    assert_eq!(to, format!("/review?sel=some&done={}", cases[0]));
    let page = browser.get(&to).await.body;
    assert!(page.contains("已保存：审核通过") && page.contains("后面没有要审核的申请了"));
    let page = browser.get("/review?done=987654").await;
    assert_eq!(page.status, StatusCode::OK, "an address can't claim it");
    assert!(!page.body.contains("已保存"));
}

async fn a_walk_keeps_its_listing_its_place_and_its_begin(database: TestDatabase) {
    let world = World::new(&database).await;
    let superior = world.unit().await;
    let colleague = world.colleague(&superior, "周岚").await;
    let mut cases = Vec::new();
    for _ in 0..4 {
        let unit = world.unit().await;
        cases.push(world.apply(&unit, &superior).await.expect("applied"));
    }
    let server = Server::start(&database).await;
    let browser = server.signed_in(&superior).await;
    let first = format!("{}?sort=oldest&sel=s&after=5.7&forged=x", path(cases[0]));
    let page = browser.get(&first).await.body;
    assert!(page.contains("第 1 / 4 条") && !page.contains("forged"));
    assert!(page.contains("href=\"/review?sort=oldest&amp;sel=s&amp;after=5.7\""));
    let mut conn = world.read().await;
    let as_of = store::queue_seq(&mut conn, superior.unit)
        .await
        .expect("read");
    drop(conn);
    // A colleague decides the second, and somebody applies.
    world
        .decide(&colleague, cases[1], Outcome::Approve)
        .await
        .expect("decided");
    let late = world.unit().await;
    world.apply(&late, &superior).await.expect("applied");
    let at = |at: i64| Walk {
        listing: Listing::from_query("sort=oldest"),
        as_of: Some(as_of),
        at: Some(at),
        of: Some(4),
        ..Walk::default()
    };
    let next = browser
        .post(&at(1).case(cases[0], &[]), &[("go", "next")])
        .await;
    assert_eq!(next.location(), at(2).case(cases[2], &[]));
    let saved = approve(&browser, next.location(), "").await;
    assert_eq!(saved, at(2).case(cases[2], &[("saved", "1")]));
    let page = browser.get(&saved).await.body;
    let shown = |address: String| page.contains(&address.replace('&', "&amp;"));
    assert!(page.contains("第 2 / 4 条"), "decided, it keeps its place");
    assert!(shown(at(3).case(cases[3], &[])) && shown(at(1).case(cases[0], &[])));
    let last = browser.get(&at(3).case(cases[3], &[])).await.body;
    let mut tags = last.split('<');
    let next = tags
        .find(|tag| tag.contains("value=\"next\""))
        .expect("the button");
    let open = next.split('>').next().unwrap_or_default();
    assert!(
        open.contains("disabled"),
        "what arrived since is not walked: {open}"
    );
}

async fn termination_wants_the_name_typed(database: TestDatabase) {
    let Waiting {
        world,
        unit,
        application,
        server: _server,
        browser,
        ..
    } = waiting(&database).await;
    let form = [
        ("version", "1"),
        ("faulty", "no"),
        ("outcome", "terminate"),
        ("opinion", "不属于本次申报"),
    ];
    for (typed, said) in [("", "以免误办"), ("别的单位", "和这个单位的名称不同")]
    {
        let form = [&form[..], &[("confirm", typed)]].concat();
        let refused = browser.post(&path(application), &form).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.body.contains(said) && refused.body.contains("confirm-error"));
    }
    assert_eq!(world.state(application).await, ApplicationState::Pending);
    let name = world.row(unit.unit).await.name;
    let form = [&form[..], &[("confirm", name.as_str())]].concat();
    let saved = browser.post(&path(application), &form).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER);
    assert_eq!(world.state(application).await, ApplicationState::Terminated);
}

async fn canned_opinions_are_used_kept_and_removed(database: TestDatabase) {
    let world = World::new(&database).await;
    let (unit, superior) = (world.unit().await, world.unit().await);
    let (other, foreign) = (world.unit().await, world.unit().await);
    let first = world.apply(&unit, &superior).await.expect("applied");
    let second = world.apply(&other, &superior).await.expect("applied");
    let server = Server::start(&database).await;
    let browser = server.signed_in(&superior).await;
    let kept = [
        ("version", "1"),
        ("faulty", "no"),
        ("outcome", "return"),
        ("opinion", "请{单位名称}补充材料"),
        ("keep", "1"),
    ];
    let mut misspelt = kept;
    misspelt[3].1 = "请补充{材料}";
    let refused = browser.post(&path(first), &misspelt).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("「{材料}」不能替换") && refused.body.contains("opinion-error"));
    assert_eq!(world.count("canned_opinion").await, 0);
    browser.post(&path(first), &kept).await;
    let mut conn = world.read().await;
    let canned = store::canned(&mut conn, superior.unit, Outcome::Return).await;
    let id = canned
        .expect("read")
        .first()
        .expect("it is kept")
        .id
        .to_string();
    drop(conn);
    let page = browser.get(&path(second)).await.body;
    assert!(page.contains("请{单位名称}补充材料") && page.contains("使用常用意见"));
    let mut form = vec![("version", "1"), ("faulty", "no"), ("canned", id.as_str())];
    form.push(("outcome", "reject"));
    let refused = browser.post(&path(second), &form).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("这一条属于别的审核结果"));
    form[3].1 = "return";
    let saved = browser.post(&path(second), &form).await;
    let page = browser.get(saved.location()).await.body;
    let name = world.row(other.unit).await.name;
    assert!(page.contains(&format!("请{name}补充材料")));

    let third = world.apply(&foreign, &superior).await.expect("applied");
    let elsewhere = server.signed_in(&foreign).await;
    let forget = [("forget", id.as_str()), ("opinion", "写了一半")];
    elsewhere.post(&path(third), &forget).await;
    assert_eq!(
        world.count("canned_opinion").await,
        1,
        "it is another unit's"
    );
    let page = browser.post(&path(third), &forget).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("写了一半") && !page.body.contains("使用常用意见"));
    assert_eq!(world.count("canned_opinion").await, 0);
}
