//! The list's form and the batch's pages, as a browser without a script sends them.

use crate::support::server::{Answer, Browser};
use crate::support::{Server, TestDatabase, World};
use http::StatusCode;
use lishu::domain::batch::{PASSED_SHOWN, Progress};
use lishu::domain::{ApplicationState, DeskAddress, Fault, Outcome};
use lishu::server::now;
use lishu::server::store::{sql, tell_run};

on_both_engines!(
    ticks_go_from_page_to_page,
    a_bad_filter_is_told_at_its_field_and_keeps_the_ticks,
    all_is_what_there_was_when_it_was_said,
    a_batch_is_tried_done_and_undone,
    what_was_refused_is_tried_again,
    termination_wants_the_number,
    a_large_batch_goes_on_by_itself,
    a_batch_of_another_unit_does_not_exist,
    a_view_is_kept_for_its_operator,
    a_day_is_jumped_to,
    what_a_colleague_ticked_is_not_ticked_here,
    another_process_tells_how_far_a_batch_is,
    a_batch_names_whom_it_is_about,
    a_batch_s_opinion_with_an_unknown_placeholder_is_refused,
);

async fn ticks_go_from_page_to_page(database: TestDatabase) {
    let world = World::new(&database).await;
    let superior = world.unit().await;
    let ids = world.applicants(&superior, 25).await;
    let server = Server::start(&database).await;
    let reviewer = server.signed_in(&superior).await;
    let list = reviewer.get("/review").await;
    let mut form = list.form();
    let ticked = format!("{}.1", ids[24]);
    let next = next_of(&list.body);
    form.extend([("rows", ticked.as_str()), ("go", next.as_str())]);
    let second = reviewer.post("/review", &form).await;
    let address = DeskAddress::from_query(second.location());
    assert_eq!(address.selection.picked().len(), 1);
    let page = reviewer.get(second.location()).await;
    assert!(page.body.contains("其他页已选 1 条"));
    let mut form = page.form();
    form.push(("go", "first"));
    let first = reviewer.post("/review", &form).await;
    let page = reviewer.get(first.location()).await;
    assert!(
        !page.body.contains("其他页已选"),
        "it is ticked on this page"
    );
    let mut form = page.form();
    form.push(("go", "nothing"));
    assert_eq!(reviewer.post("/review", &form).await.location(), "/review");
}

fn next_of(body: &str) -> String {
    let (_, rest) = body.split_once("value=\"after-").expect("another page");
    let (cursor, _) = rest.split_once('"').expect("a value");
    format!("after-{cursor}")
}

async fn a_bad_filter_is_told_at_its_field_and_keeps_the_ticks(database: TestDatabase) {
    let world = World::new(&database).await;
    let superior = world.unit().await;
    let ids = world.applicants(&superior, 2).await;
    let server = Server::start(&database).await;
    let reviewer = server.signed_in(&superior).await;
    let list = reviewer.get("/review").await;
    let mut form = list.form();
    let ticked = format!("{}.1", ids[0]);
    form.extend([("name", "校"), ("from", "昨天"), ("rows", &ticked)]);
    let answer = reviewer.post("/review", &form).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("请至少输入两个字。"));
    assert!(answer.body.contains("日期的格式不对"));
    assert!(answer.body.contains("value=\"校\"") && answer.body.contains("checked"));
}

async fn all_is_what_there_was_when_it_was_said(database: TestDatabase) {
    let world = World::new(&database).await;
    let superior = world.unit().await;
    let ids = world.applicants(&superior, 3).await;
    let server = Server::start(&database).await;
    let reviewer = server.signed_in(&superior).await;
    let list = reviewer.get("/review").await;
    let mut form = list.form();
    form.push(("go", "everything"));
    let all = reviewer.post("/review", &form).await;
    let later = world.unit().await;
    let later = world.apply(&later, &superior).await.expect("applied");
    let page = reviewer.get(all.location()).await;
    assert!(page.body.contains("共 3 条"), "{}", page.body);
    let rest = [format!("{}.1", ids[0]), format!("{}.1", ids[1])];
    let mut form = page.form();
    form.extend(rest.iter().map(|row| ("rows", row.as_str())));
    form.push(("go", "decide-approve"));
    let plan = reviewer.post("/review", &form).await;
    assert!(
        plan.location()
            .starts_with("/review/batch?outcome=approve&")
    );
    let page = reviewer.get(plan.location()).await;
    assert!(page.body.contains("2 条可通过") && page.body.contains("其中除去"));
    let done = reviewer.post(plan.location(), &page.form()).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    assert_eq!(world.state(ids[0]).await, ApplicationState::Approved);
    assert_eq!(world.state(ids[2]).await, ApplicationState::Pending);
    assert_eq!(world.state(later).await, ApplicationState::Pending);
}

async fn a_batch_is_tried_done_and_undone(database: TestDatabase) {
    let world = World::new(&database).await;
    let superior = world.unit().await;
    let ids = world.applicants(&superior, 2).await;
    let server = Server::start(&database).await;
    let reviewer = server.signed_in(&superior).await;
    let rows = [format!("{}.1", ids[0]), format!("{}.1", ids[1])];
    let form = [
        ("rows", rows[0].as_str()),
        ("rows", &rows[1]),
        ("go", "decide-return"),
    ];
    let plan = reviewer.post("/review", &form).await;
    let page = reviewer.get(plan.location()).await;
    let refused = reviewer.post(plan.location(), &page.form()).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("请写明审核意见"));
    let mut form = refused.form();
    form.push(("opinion", "请核对单位地址"));
    let done = reviewer.post(plan.location(), &form).await;
    let twice = reviewer.post(plan.location(), &form).await;
    assert_eq!(done.location(), twice.location(), "one key is one batch");
    let page = reviewer.get(done.location()).await;
    assert!(page.body.contains("退回 2 条") && page.body.contains("前可以撤销"));
    assert_eq!(world.count("batch").await, 1);
    let undone = reviewer.post(done.location(), &[]).await;
    assert!(undone.body.contains("已撤销 2 条"), "{}", undone.body);
    assert_eq!(world.state(ids[0]).await, ApplicationState::Pending);
}

async fn what_was_refused_is_tried_again(database: TestDatabase) {
    let world = World::new(&database).await;
    let superior = world.unit().await;
    let ids = world.applicants(&superior, 2).await;
    let server = Server::start(&database).await;
    let reviewer = server.signed_in(&superior).await;
    // A version that nobody has seen is refused.
    let rows = [format!("{}.1", ids[0]), format!("{}.7", ids[1])];
    let form = [
        ("rows", rows[0].as_str()),
        ("rows", &rows[1]),
        ("go", "decide-approve"),
    ];
    let plan = reviewer.post("/review", &form).await;
    let page = reviewer.get(plan.location()).await;
    assert!(page.body.contains("1 条可通过") && page.body.contains("另有 1 条不能办理"));
    let done = reviewer.post(plan.location(), &page.form()).await;
    let page = reviewer.get(done.location()).await;
    assert!(page.body.contains("重试失败的 1 条"));
    let retry = "/review/batch?outcome=approve&retry=1";
    let page = reviewer.get(retry).await;
    assert!(page.body.contains("1 条可通过"), "{}", page.body);
    let done = reviewer.post(retry, &page.form()).await;
    assert!(done.location().starts_with("/review/batch/2"));
    assert_eq!(world.state(ids[1]).await, ApplicationState::Approved);
}

/// A superior, its reviewer's browser, and one row that waits.
async fn begun(database: &TestDatabase) -> (World, Server, Browser, i64) {
    let world = World::new(database).await;
    let superior = world.unit().await;
    let ids = world.applicants(&superior, 1).await;
    let server = Server::start(database).await;
    let reviewer = server.signed_in(&superior).await;
    (world, server, reviewer, ids[0])
}

/// 核对 of that row.
async fn checked(reviewer: &Browser, id: i64, go: &str) -> Answer {
    let row = format!("{id}.1");
    let form = [("rows", row.as_str()), ("go", go)];
    reviewer.post("/review", &form).await
}

async fn termination_wants_the_number(database: TestDatabase) {
    let (world, _server, reviewer, id) = begun(&database).await;
    let plan = checked(&reviewer, id, "decide-terminate").await;
    let page = reviewer.get(plan.location()).await;
    assert!(page.body.contains("申报者将无法参与本次申报"));
    let mut form = page.form();
    form.extend([("opinion", "材料虚假"), ("confirm", "2")]);
    let refused = reviewer.post(plan.location(), &form).await;
    assert!(refused.body.contains("请照写将被终止的单位数"));
    form.pop();
    form.push(("confirm", "1"));
    let done = reviewer.post(plan.location(), &form).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    assert_eq!(world.state(id).await, ApplicationState::Terminated);
}

async fn a_large_batch_goes_on_by_itself(database: TestDatabase) {
    let world = World::new(&database).await;
    let superior = world.unit().await;
    let ids = world.applicants(&superior, 1_200).await;
    let server = Server::start(&database).await;
    let reviewer = server.signed_in(&superior).await;
    let all = reviewer.post("/review", &[("go", "everything")]).await;
    let place = all
        .location()
        .split_once('?')
        .expect("a selection")
        .1
        .to_owned();
    let form = [("place", place.as_str()), ("go", "decide-approve")];
    let plan = reviewer.post("/review", &form).await;
    let page = reviewer.get(plan.location()).await;
    assert!(page.body.contains("1,200 条可通过"));
    let begun = reviewer.post(plan.location(), &page.form()).await;
    assert!(begun.location().starts_with("/review/batch/running?key="));
    // It redirects to the result once there is one.
    let mut page = reviewer.get(begun.location()).await;
    while page.status == StatusCode::OK {
        assert!(page.body.contains("已办理") && page.body.contains("http-equiv=\"refresh\""));
        page = reviewer.get(begun.location()).await;
    }
    let page = reviewer.get(page.location()).await;
    assert!(
        page.body.contains("批量审核完成：通过 1,200 条"),
        "{}",
        page.body
    );
    assert_eq!(world.state(ids[1_199]).await, ApplicationState::Approved);
    let unknown = reviewer.get("/review/batch/running?key=nobody").await;
    assert!(unknown.body.contains("没有找到这次批量审核"));
}

async fn a_batch_of_another_unit_does_not_exist(database: TestDatabase) {
    let world = World::new(&database).await;
    let (superior, stranger) = (world.unit().await, world.unit().await);
    let ids = world.applicants(&superior, 1).await;
    world
        .decide(&superior, ids[0], Outcome::Approve)
        .await
        .expect("decided");
    let server = Server::start(&database).await;
    let reviewer = server.signed_in(&stranger).await;
    assert_eq!(
        reviewer.get("/review/batch/1").await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(
        reviewer.post("/review/batch/1", &[]).await.status,
        StatusCode::NOT_FOUND
    );
    let rows = [("rows", "1.1"), ("go", "decide-approve")];
    let plan = reviewer.post("/review", &rows).await;
    let page = reviewer.get(plan.location()).await;
    assert!(page.body.contains("0 条可通过") && !page.body.contains("批量单位"));
}

async fn a_view_is_kept_for_its_operator(database: TestDatabase) {
    let world = World::new(&database).await;
    let (superior, stranger) = (world.unit().await, world.unit().await);
    let server = Server::start(&database).await;
    let reviewer = server.signed_in(&superior).await;
    let form = [
        ("place", "kind=12"),
        ("view_name", "事业单位"),
        ("go", "save"),
    ];
    let saved = reviewer.post("/review", &form).await;
    assert_eq!(saved.location(), "/review?kind=12&view=saved");
    let page = reviewer.get(saved.location()).await;
    let panel = "<details open class=\"card saved-views\"";
    assert!(page.body.contains(panel), "{}", page.body);
    assert!(page.body.contains("已存为常用筛选"));
    let page = reviewer.get("/review").await;
    assert!(!page.body.contains(panel) && !page.body.contains("已存为常用筛选"));
    assert!(page.body.contains("事业单位") && page.body.contains("href=\"/review?kind=12\""));
    let other = server.signed_in(&stranger).await;
    let other = other.get("/review").await;
    assert!(!other.body.contains("href=\"/review?kind=12\""));
    let refused = reviewer.post("/review", &[("go", "save")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let removed = reviewer.post("/review", &[("go", "remove-1")]).await;
    assert_eq!(removed.location(), "/review?view=removed");
    let page = reviewer.get(removed.location()).await;
    assert!(page.body.contains(panel) && page.body.contains("已删除"));
    assert!(!page.body.contains("href=\"/review?kind=12\""));
}

async fn a_day_is_jumped_to(database: TestDatabase) {
    let world = World::new(&database).await;
    let superior = world.unit().await;
    let ids = world.applicants(&superior, 3).await;
    let days = ["2026-03-01", "2026-03-02", "2026-03-04"];
    let mut tx = world.begin().await;
    for (id, day) in ids.iter().zip(days) {
        let at = lishu::domain::Instant::from_date_shanghai(day).expect("a day");
        sql("UPDATE application SET applied_at = $2 WHERE id = $1")
            .bind(*id)
            .bind(at)
            .execute(&mut tx)
            .await
            .expect("moved");
    }
    tx.commit().await.expect("committed");
    let server = Server::start(&database).await;
    let reviewer = server.signed_in(&superior).await;
    // The order, the day, and the days that the page then shows.
    let jumps: [(&str, &str, &[&str]); 6] = [
        ("", "2026-03-02", &["2026-03-02", "2026-03-01"]),
        ("", "2026-03-03", &["2026-03-02", "2026-03-01"]),
        ("sort=oldest", "2026-03-02", &["2026-03-02", "2026-03-04"]),
        ("sort=waited", "2026-03-03", &["2026-03-04"]),
        // Beyond the last row: the last page.
        (
            "",
            "2026-02-01",
            &["2026-03-04", "2026-03-02", "2026-03-01"],
        ),
        (
            "sort=oldest",
            "2026-04-01",
            &["2026-03-01", "2026-03-02", "2026-03-04"],
        ),
    ];
    for (place, day, expected) in jumps {
        let form = [("place", place), ("jump", day), ("go", "jump")];
        let to = reviewer.post("/review", &form).await;
        let page = reviewer.get(to.location()).await;
        let shown: Vec<_> = (page.body.split("<time datetime=\"").skip(1))
            .filter_map(|rest| rest.get(..10))
            .collect();
        assert_eq!(shown, expected, "{place} {day}");
    }
    let by_name = reviewer.get("/review?sort=name").await;
    assert!(!by_name.body.contains("跳到日期"), "names have no days");
    let form = [("jump", "三月"), ("go", "jump")];
    let refused = reviewer.post("/review", &form).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("日期的格式不对"));
    // Enter in the field presses the form's first button.
    let entered = reviewer.post("/review", &[("jump", "2026-03-02")]).await;
    assert!(entered.location().starts_with("/review?after="));
}

async fn what_a_colleague_ticked_is_not_ticked_here(database: TestDatabase) {
    let world = World::new(&database).await;
    let superior = world.unit().await;
    let colleague = world.colleague(&superior, "周岚").await;
    world.applicants(&superior, 3).await;
    let server = Server::start(&database).await;
    let reviewer = server.signed_in(&superior).await;
    let all = reviewer.post("/review", &[("go", "everything")]).await;
    let place = all.location().split_once('?').expect("a selection").1;
    let form = [("place", place), ("go", "decide-approve")];
    let plan = reviewer.post("/review", &form).await;
    assert!(
        reviewer
            .get(plan.location())
            .await
            .body
            .contains("3 条可通过")
    );

    let other = server.signed_in(&colleague).await;
    let page = other.get(all.location()).await;
    assert!(page.body.contains("没有替您勾选") && !page.body.contains("checked"));
    let back = other.get(plan.location()).await;
    assert_eq!(
        back.location(),
        all.location(),
        "to the list, which says why"
    );
    let selection = DeskAddress::from_query(place).selection.to_word();
    let order = [
        ("key", "key"),
        ("outcome", "approve"),
        ("selection", selection.as_str()),
    ];
    other.post("/review/batch", &order).await;
    assert_eq!(world.count("decision").await, 0);
    let form = [("place", place), ("go", "first")];
    let dropped = other.post("/review", &form).await;
    assert_eq!(dropped.location(), "/review");
}

async fn another_process_tells_how_far_a_batch_is(database: TestDatabase) {
    let world = World::new(&database).await;
    let superior = world.unit().await;
    let (reviewer, at) = (superior.reviewer(), now());
    let progress = Progress {
        asked: 2_000,
        seen: 1_000,
        passed: 990,
    };
    let tell = async |key, fault: Option<Fault>, at| {
        let (mut tx, stale) = (world.begin().await, now().plus_seconds(-60));
        tell_run(&mut tx, reviewer, key, progress, fault.as_ref(), at, stale)
            .await
            .expect("told");
        tx.commit().await.expect("committed");
    };
    tell("running", None, at).await;
    tell("failed", Some(Fault::Busy), at).await;
    let server = Server::start(&database).await;
    let browser = server.signed_in(&superior).await;
    let page = async |key| {
        browser
            .get(&format!("/review/batch/running?key={key}"))
            .await
    };
    let running = page("running").await;
    assert!(running.body.contains("1,000") && running.body.contains("http-equiv=\"refresh\""));
    assert!(page("failed").await.body.contains("系统正忙"));
    // Of a run that told nothing for a minute nothing came: its process is gone.
    tell("lost", None, at.plus_seconds(-61)).await;
    assert!(page("lost").await.body.contains("没有找到这次批量审核"));
}

async fn a_batch_names_whom_it_is_about(database: TestDatabase) {
    let world = World::new(&database).await;
    let superior = world.unit().await;
    let ids = world.applicants(&superior, PASSED_SHOWN as i64 + 3).await;
    let server = Server::start(&database).await;
    let reviewer = server.signed_in(&superior).await;
    let page = reviewer.get("/review?size=50").await;
    let mut form = page.form();
    form.extend([("all", "page"), ("go", "decide-return")]);
    let plan = reviewer.post("/review", &form).await;
    let page = reviewer.get(plan.location()).await;
    let mut names = Vec::new();
    for id in &ids {
        let name = "SELECT u.name FROM application a JOIN unit u ON u.id = a.applicant_id
             WHERE a.id = $1";
        let name: (String,) = sql(name)
            .bind(*id)
            .one(&mut world.read().await)
            .await
            .expect("read");
        names.push(format!(">{}<", name.0));
    }
    let (named, rest) = names.split_at(PASSED_SHOWN);
    let names_these = |body: &str| {
        let (_, list) = body.split_once("batch-names").expect("a list");
        let (list, more) = list.split_once("</ul>").expect("its end");
        assert!(named.iter().all(|name| list.contains(name)), "{list}");
        assert!(!rest.iter().any(|name| list.contains(name)), "{list}");
        assert!(more.contains("另有 3 条未列出"), "{more}");
    };
    assert!(page.body.contains("将要退回的单位"));
    names_these(&page.body);
    assert!(page.body.contains("到审核列表里看"));
    let mut form = page.form();
    form.push(("opinion", "请核对单位地址"));
    let done = reviewer.post(plan.location(), &form).await;
    let page = reviewer.get(done.location()).await;
    assert!(page.body.contains(">退回的单位"), "{}", page.body);
    names_these(&page.body);
    assert!(page.body.contains("state=returned"));
    assert!(page.body.contains(&format!("/review/{}", ids[0])));
    let undone = reviewer.post(done.location(), &[]).await;
    names_these(&undone.body);
    assert!(!undone.body.contains("state=returned"), "they wait again");
}

async fn a_batch_s_opinion_with_an_unknown_placeholder_is_refused(database: TestDatabase) {
    let (world, _server, reviewer, id) = begun(&database).await;
    let plan = checked(&reviewer, id, "decide-return").await;
    let page = reviewer.get(plan.location()).await;
    for field in ["opinion", "canned"] {
        let mut form = page.form();
        form.push((field, "请{单位名称}补充{材料}"));
        let refused = reviewer.post(plan.location(), &form).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        let said = "「{材料}」不能替换成各单位自己的内容";
        assert!(refused.body.contains(said), "{}", refused.body);
        assert!(
            refused
                .body
                .contains("{单位名称}、{统一社会信用代码}、{申请日期}；")
        );
        assert!(refused.body.contains("opinion-error"));
    }
    assert_eq!(world.state(id).await, ApplicationState::Pending);
}
