//! 公告管理 and 服务管理: what the 系统管理员 tells everybody.

use crate::support::server::Browser;
use crate::support::{Server, TestDatabase, World};
use lishu::domain::Role;
use lishu::server::now;
use reqwest::StatusCode;

on_both_engines!(
    only_what_is_published_and_not_withdrawn_is_shown,
    a_preview_shows_and_saves_nothing,
    a_stale_announcement_is_not_saved,
    markdown_is_shown_without_raw_html,
    services_stand_before_the_configuration_s,
    a_service_leads_to_the_web_or_stays_here,
    what_is_told_goes_on_record,
);

async fn begun(database: &TestDatabase) -> (World, Server, Browser) {
    let world = World::new(database).await;
    let server = Server::start(database).await;
    let administrator = world.administrator(Role::System).await;
    let browser = server.administration(administrator).await;
    (world, server, browser)
}

/// Writes an announcement; times as their fields send them.
async fn write(browser: &Browser, title: &str, published: &str, withdrawn: &str, pinned: &str) {
    let form = [
        ("version", "0"),
        ("title", title),
        ("body", "正文"),
        ("published", published),
        ("withdrawn", withdrawn),
        ("pinned", pinned),
    ];
    let answer = browser.post("/admin/announcements/new", &form).await;
    assert_eq!(
        answer.location(),
        "/admin/announcements?done=1",
        "{}",
        answer.body
    );
}

async fn only_what_is_published_and_not_withdrawn_is_shown(database: TestDatabase) {
    let (world, server, browser) = begun(&database).await;
    let day = |days: i64| now().plus_days(days).field_shanghai();
    write(&browser, "旧闻一则", &day(-9), "", "").await;
    write(&browser, "置顶一则", &day(-20), "", "1").await;
    write(&browser, "明天的事", &day(1), "", "").await;
    write(&browser, "过去的事", &day(-3), &day(-1), "").await;
    write(&browser, "现在的事", "", "", "").await;
    for path in ["/", "/announcements"] {
        let page = server.browser().get(path).await.body;
        let place = |title: &str| page.find(title);
        assert!(place("置顶一则") < place("现在的事"), "{path}");
        assert!(place("现在的事") < place("旧闻一则"), "{path}");
        assert!(place("现在的事").is_some());
        assert_eq!(
            (place("明天的事"), place("过去的事")),
            (None, None),
            "{path}"
        );
    }
    let withdraw = [("go", "withdraw"), ("version", "1")];
    let answer = browser.post("/admin/announcements/5", &withdraw).await;
    assert_eq!(answer.location(), "/admin/announcements?done=withdrawn");
    let said = browser.get(answer.location()).await.body;
    assert!(said.contains("公告不再显示"), "{said}");
    let page = server.browser().get("/announcements").await.body;
    assert!(!page.contains("现在的事"));
    let list = browser.get("/admin/announcements").await.body;
    for word in ["待发布", "显示中", "已撤下", "置顶"] {
        assert!(list.contains(word), "{word}");
    }
    let again = [
        ("title", "现在的事"),
        ("body", "正文"),
        ("published", ""),
        ("withdrawn", ""),
        ("version", "2"),
    ];
    let answer = browser.post("/admin/announcements/5", &again).await;
    assert_eq!(answer.location(), "/admin/announcements?done=1");
    let page = server.browser().get("/announcements").await.body;
    assert!(page.contains("现在的事"), "shown again");
    drop(world);
}

async fn a_preview_shows_and_saves_nothing(database: TestDatabase) {
    let (world, _server, browser) = begun(&database).await;
    let form = [
        ("title", "预告"),
        ("body", "**要点**"),
        ("go", "preview"),
        ("version", "0"),
    ];
    let page = browser.post("/admin/announcements/new", &form).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("<strong>要点</strong>"), "{}", page.body);
    assert!(page.body.contains("**要点**"), "and the form is as it was");
    assert_eq!(world.count("announcement").await, 0);
    let nothing = browser
        .post("/admin/announcements/new", &[("go", "preview")])
        .await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(nothing.body.contains("请输入标题") && nothing.body.contains("请输入正文"));
}

async fn a_stale_announcement_is_not_saved(database: TestDatabase) {
    let (world, _server, browser) = begun(&database).await;
    write(&browser, "初稿", "", "", "").await;
    let save = async |version: &str, title: &str| {
        let form = [("version", version), ("title", title), ("body", "正文")];
        browser.post("/admin/announcements/1", &form).await
    };
    assert!(save("1", "二稿").await.status.is_redirection());
    let refused = save("1", "迟到的稿").await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.body.contains("迟到的稿"), "nothing typed is lost");
    assert_eq!(
        world
            .count("announcement WHERE title = '二稿' AND version = 2")
            .await,
        1
    );
    let unknown = browser
        .post("/admin/announcements/77", &[("title", "x"), ("body", "y")])
        .await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
}

async fn markdown_is_shown_without_raw_html(database: TestDatabase) {
    let (_world, server, browser) = begun(&database).await;
    let body = "# 标题一\n\n<script>alert(1)</script>\n\n[去绑定](/bind) [坏](javascript:alert(1))";
    let form = [("title", "说明"), ("body", body), ("version", "0")];
    browser.post("/admin/announcements/new", &form).await;
    let page = server.browser().get("/announcements").await.body;
    assert!(page.contains("<h3>标题一</h3>"), "{page}");
    assert!(
        page.contains("<a href=\"/bind\" rel=\"noopener\">去绑定</a>"),
        "{page}"
    );
    assert!(page.contains("&lt;script&gt;alert(1)") && !page.contains("<script>alert"));
    assert!(!page.contains("javascript:"), "{page}");
}

async fn services_stand_before_the_configuration_s(database: TestDatabase) {
    let (world, server, browser) = begun(&database).await;
    let unit = world.unit().await;
    let operator = server.session(unit.operator).await;
    let save = async |id: &str, name: &str, position: &str, hidden: &str| {
        let form = [
            ("id", id),
            ("name", name),
            ("url", "https://example.cn/a"),
            ("position", position),
            ("hidden", hidden),
        ];
        browser.post("/admin/modules", &form).await
    };
    assert_eq!(
        save("", "人才津贴服务", "2", "").await.location(),
        "/admin/modules?done=1"
    );
    save("", "吉享卡服务", "1", "").await;
    let menu = operator.get("/workbench").await.body;
    assert!(
        menu.find("吉享卡服务") < menu.find("人才津贴服务"),
        "in their order"
    );
    assert!(menu.contains("吉享卡服务"));
    let taken = save("", "吉享卡服务", "3", "").await;
    assert_eq!(taken.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        taken.body.contains("已经有这个服务名称了"),
        "{}",
        taken.body
    );
    save("2", "吉享卡服务", "1", "1").await;
    assert!(
        !operator.get("/workbench").await.body.contains("吉享卡服务"),
        "hidden"
    );
    let removed = browser
        .post("/admin/modules", &[("id", "1"), ("go", "remove")])
        .await;
    assert_eq!(removed.location(), "/admin/modules?done=removed");
    let page = browser.get(removed.location()).await.body;
    assert!(
        page.contains("已删除") && !page.contains("已保存"),
        "{page}"
    );
    assert!(!page.contains("业务状态"), "{page}");
    assert!(
        !operator
            .get("/workbench")
            .await
            .body
            .contains("人才津贴服务")
    );
    let again = browser
        .post("/admin/modules", &[("id", "1"), ("go", "remove")])
        .await;
    assert_eq!(again.status, StatusCode::NOT_FOUND);
}

async fn a_service_leads_to_the_web_or_stays_here(database: TestDatabase) {
    let (world, _server, browser) = begun(&database).await;
    for url in ["javascript:alert(1)", "//evil.example", "example.cn", ""] {
        let form = [("name", "服务"), ("url", url)];
        let answer = browser.post("/admin/modules", &form).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{url}");
    }
    assert_eq!(world.count("module").await, 0);
}

async fn what_is_told_goes_on_record(database: TestDatabase) {
    let (world, _server, browser) = begun(&database).await;
    write(&browser, "一则", "", "", "").await;
    browser
        .post(
            "/admin/announcements/1",
            &[("go", "withdraw"), ("version", "1")],
        )
        .await;
    let form = [("name", "服务"), ("url", "/x")];
    browser.post("/admin/modules", &form).await;
    for (kind, n) in [
        (
            "act WHERE kind = 'announcement_written' AND administrator_id > 0",
            1,
        ),
        (
            "act WHERE kind = 'announcement_withdrawn' AND administrator_id > 0",
            1,
        ),
        (
            "act WHERE kind = 'module_changed' AND administrator_id > 0",
            1,
        ),
    ] {
        assert_eq!(world.count(kind).await, n, "{kind}");
    }
}
