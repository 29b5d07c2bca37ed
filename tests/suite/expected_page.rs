//! 应绑清单 through its pages: a file is uploaded, checked, imported, and worked with.

use crate::listing::applicant;
use crate::support::server::{Answer, Browser};
use crate::support::world::code;
use crate::support::{Actor, Server, TestDatabase, World};
use calamine::{Reader, Xlsx};
use lishu::domain::expected::LIST_MAX;
use lishu::domain::{Outcome, Policy, Selection};
use lishu::server::store::sql;
use reqwest::StatusCode;
use rust_xlsxwriter::Workbook;
use std::io::Cursor;
use std::time::{Duration, Instant};

on_both_engines!(
    a_file_is_checked_before_anything_changes,
    a_wrong_row_is_told_and_left_out,
    a_file_that_is_none_is_told_at_the_field,
    an_upload_without_a_session_leads_to_the_page_of_its_form,
    an_upload_is_the_reviewer_s_own_and_forgotten_after_an_hour,
    ten_thousand_units_are_imported_within_ten_seconds,
    the_desk_shows_and_selects_who_is_on_the_list,
    what_was_selected_by_another_list_is_not_decided,
    who_is_missing_is_exported_and_reminded,
    a_list_is_emptied_only_when_confirmed,
    who_could_not_be_bound_to_expects_and_reminds_nobody,
);

/// A workbook as somebody fills in the template.
fn workbook(rows: &[(&str, &str, &str)]) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let heads = ("统一社会信用代码 *", "单位名称 *", "单位类型");
    for (line, row) in (0..).zip([heads].iter().chain(rows)) {
        for (column, cell) in (0..).zip([row.0, row.1, row.2]) {
            sheet.write_string(line, column, cell).expect("written");
        }
    }
    workbook.save_to_buffer().expect("written")
}

async fn upload(browser: &Browser, file: &[u8]) -> Answer {
    browser.upload("/expected/upload", file).await
}

async fn import(browser: &Browser, mode: &str) -> Answer {
    browser.post("/expected/import", &[("mode", mode)]).await
}

/// Uploads and imports what has no errors.
async fn imported(browser: &Browser, file: &[u8]) {
    let answer = upload(browser, file).await;
    assert_eq!(answer.location(), "/expected/import", "{}", answer.body);
    let answer = import(browser, "replace").await;
    assert_eq!(
        answer.location(),
        "/expected?done=imported",
        "{}",
        answer.body
    );
}

async fn superior(database: &TestDatabase) -> (World, Server, Actor, Browser) {
    let world = World::new(database).await;
    let server = Server::start(database).await;
    let superior = world.unit().await;
    let browser = server.session(superior.operator).await;
    (world, server, superior, browser)
}

async fn a_file_is_checked_before_anything_changes(database: TestDatabase) {
    let (world, _, _, browser) = superior(&database).await;
    let (a, b) = (code("12", 900_001), code("12", 900_002));
    let rows = [
        (a.as_str(), "松江中学", "事业单位"),
        (b.as_str(), "=1+1<b>", ""),
    ];
    let answer = upload(&browser, &workbook(&rows)).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert_eq!(world.count("expected").await, 0, "nothing changes yet");
    let page = browser.get("/expected").await;
    assert!(page.body.contains("上传的清单等待确认"), "{}", page.body);
    assert!(page.body.contains("共 2 行") && page.body.contains("href=\"/expected/import\""));
    let page = browser.get("/expected/import").await;
    assert!(page.body.contains("2 行都没有错误"), "{}", page.body);
    assert!(
        page.body
            .contains("新增 2 个，移出 0 个，改名 0 个；之后共 2 个。")
    );
    // Neither replaces nor adds before it is said which.
    let answer = import(&browser, "").await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("请选择「替换」或「追加」。"));
    let answer = import(&browser, "add").await;
    assert_eq!(answer.location(), "/expected?done=imported");
    assert_eq!(world.count("expected").await, 2);
    // Sent twice, it is done once and answered the same.
    assert_eq!(
        import(&browser, "add").await.location(),
        "/expected?done=imported"
    );
    assert_eq!(world.count("act WHERE kind = 'list_imported'").await, 1);
    let page = browser.get("/expected?done=imported").await;
    assert!(page.body.contains("已导入应绑清单"), "{}", page.body);
    assert!(!page.body.contains("等待确认"), "{}", page.body);
    assert!(page.body.contains("松江中学") && page.body.contains("=1+1&lt;b&gt;"));
    assert!(page.body.contains("共 2 个单位"));
    let page = browser.get("/expected/import").await;
    assert!(page.body.contains("没有等待导入的清单"));
    let body = "expected_draft WHERE body <> ''";
    assert_eq!(world.count(body).await, 0, "what was uploaded is not kept");
}

async fn a_wrong_row_is_told_and_left_out(database: TestDatabase) {
    let (world, _, superior, browser) = superior(&database).await;
    let good = code("12", 900_001);
    let rows = [
        (good.as_str(), "松江中学", ""),
        ("12220000MB900O023N", "一个字母", ""),
        (superior.code.as_str(), "自己", ""),
        (good.as_str(), "又一次", ""),
        (good.as_str(), "", "学校"),
    ];
    upload(&browser, &workbook(&rows)).await;
    let page = browser.get("/expected/import").await;
    for said in [
        "1 行可以导入",
        "4 行有错误",
        "12220000MB9000023N",
        "这是本单位的代码",
        "和第 2 行的代码相同",
        "没有填写单位名称",
    ] {
        assert!(page.body.contains(said), "{said}: {}", page.body);
    }
    let (status, file) = browser.download("/expected/errors.xlsx").await;
    assert_eq!(status, StatusCode::OK);
    let mut marked: Xlsx<_> = Xlsx::new(Cursor::new(file)).expect("a workbook");
    let sheet = marked
        .worksheet_range_at(0)
        .expect("a sheet")
        .expect("read");
    let cell = |row, column| {
        let cell = sheet.get_value((row, column));
        cell.map(ToString::to_string).unwrap_or_default()
    };
    assert_eq!((cell(1, 3), cell(1, 5)), (String::new(), String::new()));
    assert_eq!(
        (cell(2, 3), cell(2, 4)),
        ("3".into(), "统一社会信用代码".into())
    );
    assert!(cell(2, 5).contains("12220000MB9000023N"), "{}", cell(2, 5));
    assert_eq!(cell(5, 4), "单位名称、单位类型、统一社会信用代码");
    import(&browser, "replace").await;
    assert_eq!(world.count("expected").await, 1);
}

async fn a_file_that_is_none_is_told_at_the_field(database: TestDatabase) {
    let (world, _, _, browser) = superior(&database).await;
    let many = format!("代码,名称\n{}", "x,y\n".repeat(LIST_MAX as usize + 1));
    for (file, status, said) in [
        (Vec::new(), 422, "请选择要上传的清单文件"),
        (b"\xD0\xCF\x11\xE0".to_vec(), 422, "另存为没有密码的 .xlsx"),
        (b"PK\x03\x04".to_vec(), 422, "文件读不出来"),
        (b"a,b\n1,2\n".to_vec(), 422, "没有找到表头"),
        (many.into_bytes(), 422, "超过 20,000 行"),
        (vec![b'x'; 11 * 1024 * 1024], 413, "文件太大"),
    ] {
        let answer = upload(&browser, &file).await;
        assert_eq!(answer.status.as_u16(), status, "{said}");
        assert!(answer.body.contains(said), "{said}: {}", answer.body);
        assert!(answer.body.contains("file-error"));
    }
    assert_eq!(world.count("expected_draft").await, 0);
}

async fn an_upload_without_a_session_leads_to_the_page_of_its_form(database: TestDatabase) {
    let server = Server::start(&database).await;
    let answer = upload(&server.browser(), b"x").await;
    assert_eq!(answer.location(), "/login?panel=operator&next=/expected");
}

async fn an_upload_is_the_reviewer_s_own_and_forgotten_after_an_hour(database: TestDatabase) {
    let (world, server, unit, browser) = superior(&database).await;
    let colleague = world.colleague(&unit, "周岚").await;
    let theirs = server.session(colleague.operator).await;
    let good = code("12", 900_001);
    let file = workbook(&[(good.as_str(), "松江中学", "")]);
    upload(&browser, &file).await;
    let page = theirs.get("/expected/import").await;
    assert!(page.body.contains("没有等待导入的清单"));
    assert_eq!(theirs.download("/expected/errors.xlsx").await.0, 404);
    world
        .change("UPDATE expected_draft SET at = at - 3600000000".into())
        .await;
    let page = browser.get("/expected/import").await;
    assert!(page.body.contains("没有等待导入的清单"));
    assert_eq!(import(&browser, "add").await.location(), "/expected/import");
    // The next upload of anybody clears it away.
    upload(&theirs, &file).await;
    assert_eq!(world.count("expected_draft").await, 1);
    theirs.post("/expected/import", &[("go", "drop")]).await;
    assert_eq!(world.count("expected_draft").await, 0);
    assert_eq!(world.count("expected").await, 0);
}

async fn ten_thousand_units_are_imported_within_ten_seconds(database: TestDatabase) {
    let (world, _, superior, browser) = superior(&database).await;
    world.applicants(&superior, 1_000).await;
    let codes: Vec<String> = (0..10_000)
        .map(|n| code("12", 500_000 + n).as_str().to_owned())
        .collect();
    let rows: Vec<_> = codes
        .iter()
        .map(|c| (c.as_str(), "某某单位", "事业单位"))
        .collect();
    let file = workbook(&rows);
    let begun = Instant::now();
    imported(&browser, &file).await;
    let took = begun.elapsed();
    eprintln!("10,000 units were read, checked and imported in {took:?}");
    assert!(took < Duration::from_secs(10), "{took:?}");
    assert_eq!(world.count("expected").await, 10_000);
    let unlisted = "application WHERE state = 'pending' AND listed = 'unlisted'";
    assert_eq!(world.count(unlisted).await, 1_000);
    let page = browser.get("/expected").await;
    assert!(page.body.contains("共 10,000 个单位"));
    assert!(page.body.contains("show") && page.body.contains("下一页"));
}

async fn the_desk_shows_and_selects_who_is_on_the_list(database: TestDatabase) {
    let (world, _, superior, browser) = superior(&database).await;
    let (a, first) = applicant(&world, &superior, "松江中学", "12", "").await;
    let (b, second) = applicant(&world, &superior, "北原中学", "12", "").await;
    applicant(&world, &superior, "静湖图书馆", "12", "").await;
    let page = browser.get("/review").await;
    assert!(!page.body.contains("选择全部相符"), "there is no list");
    let rows = [
        (a.code.as_str(), "松江中学", ""),
        (b.code.as_str(), "北原大学", ""),
    ];
    imported(&browser, &workbook(&rows)).await;
    let page = browser.get("/review").await;
    for said in ["相符", "名称不符", "不在清单", "选择全部相符的 1 条"] {
        assert!(page.body.contains(said), "{said}: {}", page.body);
    }
    let page = browser.get("/review?listed=renamed").await;
    assert!(page.body.contains("北原中学") && !page.body.contains("松江中学"));
    let page = browser.get(&format!("/review/{second}")).await;
    assert!(
        page.body.contains("名称不符：清单上是「北原大学」"),
        "{}",
        page.body
    );
    let answer = browser.post("/review", &[("go", "matching")]).await;
    assert!(answer.location().starts_with("/review?listed=match&sel="));
    assert!(answer.location().ends_with("&n=1"), "{}", answer.location());
    let page = browser.get(answer.location()).await;
    assert!(
        page.body
            .contains("已选择「待审核、相符」的全部申请，共 1 条。")
    );
    let form = [("place", place(&answer)), ("go", "decide-approve")];
    let plan = browser.post("/review", &form).await;
    let plan = browser.get(plan.location()).await;
    assert!(plan.body.contains("1 条可通过"), "{}", plan.body);
    assert_eq!(world.version(first).await, 1);
}

fn place(answer: &Answer) -> &str {
    answer.location().trim_start_matches("/review?")
}

async fn what_was_selected_by_another_list_is_not_decided(database: TestDatabase) {
    let (world, _, superior, browser) = superior(&database).await;
    let (a, first) = applicant(&world, &superior, "松江中学", "12", "").await;
    let (b, _) = applicant(&world, &superior, "北原中学", "12", "").await;
    imported(&browser, &workbook(&[(a.code.as_str(), "松江中学", "")])).await;
    let answer = browser.post("/review", &[("go", "matching")]).await;
    let query = place(&answer).to_owned();
    let selection = query.split('&').find_map(|pair| pair.strip_prefix("sel="));
    let selection = selection.expect("a selection").to_owned();
    assert!(Selection::from_word(&selection).is_ok());
    imported(&browser, &workbook(&[(b.code.as_str(), "北原中学", "")])).await;
    let plan = browser
        .get(&format!("/review/batch?outcome=approve&{query}"))
        .await;
    assert_eq!(plan.status, StatusCode::CONFLICT);
    let order = [
        ("key", "k"),
        ("outcome", Outcome::Approve.as_str()),
        ("selection", selection.as_str()),
        ("asked", "1"),
    ];
    let path = format!("/review/batch?outcome=approve&{query}");
    let answer = browser.post(&path, &order).await;
    assert_eq!(answer.status, StatusCode::CONFLICT, "{}", answer.body);
    assert_eq!(world.count("decision").await, 0);
    assert_eq!(world.count("batch").await, 0);
    assert_eq!(world.version(first).await, 1);
}

async fn who_is_missing_is_exported_and_reminded(database: TestDatabase) {
    let (world, server, _, browser) = superior(&database).await;
    let idle = world.unit().await;
    let stranger = code("12", 999_999);
    let rows = [
        (idle.code.as_str(), "=cmd|'/c calc'!A1", ""),
        (stranger.as_str(), "没有注册的单位", ""),
    ];
    imported(&browser, &workbook(&rows)).await;
    let (status, file) = browser.download("/expected/missing.xlsx").await;
    assert_eq!(status, StatusCode::OK);
    let mut missing: Xlsx<_> = Xlsx::new(Cursor::new(file)).expect("a workbook");
    let name = missing.sheet_names()[0].clone();
    assert!(missing.worksheet_formula(&name).expect("read").is_empty());
    let sheet = missing.worksheet_range(&name).expect("read");
    assert_eq!(sheet.height(), 3);
    let standings: Vec<String> = (1..3)
        .filter_map(|row| Some(sheet.get_value((row, 2))?.to_string()))
        .collect();
    assert!(standings.contains(&"未注册".into()) && standings.contains(&"未申报".into()));
    let answer = browser.post("/expected", &[("go", "remind-all")]).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(answer.body.contains("已提醒 1 个单位"), "{}", answer.body);
    assert!(answer.body.contains("1 个没有注册"));
    let go = format!("remind-{}", idle.code);
    let answer = browser.post("/expected", &[("go", &go)]).await;
    assert!(answer.body.contains("今天已经提醒过"), "{}", answer.body);
    assert_eq!(world.count("message").await, 1);
    // Who reminds somebody that is not on the list hears of nobody.
    let other = server.session(world.unit().await.operator).await;
    let answer = other.post("/expected", &[("go", &go)]).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    let text = "UPDATE operator SET reviews = 0 WHERE unit_id = $1";
    world.run(sql(text).bind(idle.unit)).await;
    let applicant = server.session(idle.operator).await;
    assert_eq!(
        applicant.get("/expected").await.status,
        StatusCode::FORBIDDEN
    );
}

async fn a_list_is_emptied_only_when_confirmed(database: TestDatabase) {
    let (world, _, _, browser) = superior(&database).await;
    let good = code("12", 900_001);
    imported(&browser, &workbook(&[(good.as_str(), "松江中学", "")])).await;
    let answer = browser.post("/expected", &[("go", "empty")]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("请先勾选确认"), "{}", answer.body);
    assert_eq!(world.count("expected").await, 1);
    let go = format!("remove-{good}");
    let answer = browser.post("/expected", &[("go", &go)]).await;
    assert_eq!(answer.location(), "/expected?done=removed");
    imported(&browser, &workbook(&[(good.as_str(), "松江中学", "")])).await;
    let form = [("go", "empty"), ("confirm", "1")];
    let answer = browser.post("/expected", &form).await;
    assert_eq!(answer.location(), "/expected?done=emptied");
    assert_eq!(world.count("expected").await, 0);
    let page = browser.get("/expected?done=emptied").await;
    assert!(page.body.contains("清单已清空") && page.body.contains("清单是空的"));
}

async fn who_could_not_be_bound_to_expects_and_reminds_nobody(database: TestDatabase) {
    let (world, _server, who, browser) = superior(&database).await;
    let other = world.unit().await;
    let file = workbook(&[(other.code.as_str(), "示例单位", "")]);
    imported(&browser, &file).await;
    let policy = Policy {
        verification_required: true,
        ..Policy::default()
    };
    world.set_policy(policy).await;
    for (column, why) in [
        ("verified_at", "本单位还没有通过认证"),
        ("entered_at", "本单位还没有进入过大人才一体化"),
    ] {
        world
            .change(format!(
                "UPDATE unit SET {column} = NULL WHERE id = {}",
                who.unit
            ))
            .await;
        for answer in [
            upload(&browser, &file).await,
            import(&browser, "replace").await,
            browser.post("/expected", &[("go", "remind-all")]).await,
        ] {
            assert!(answer.status.is_client_error(), "{}", answer.status);
            assert!(answer.body.contains(why), "{}", answer.body);
        }
    }
    assert_eq!(world.count("event WHERE kind = 'reminded'").await, 0);
}
