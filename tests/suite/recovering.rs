//! 账号找回, 忘记密码 and one-time links.

use crate::support::letters::{Postbox, text_of};
use crate::support::world::{PASSWORD, refused};
use crate::support::{Actor, Server, TestDatabase, World};
use lishu::domain::Fault;
use lishu::server::now;
use lishu::server::session::Token;
use lishu::server::settings::Hidden;
use lishu::server::store::{self, Managing, sql};
use reqwest::StatusCode;
use std::time::{Duration, Instant};

on_both_engines!(
    a_link_works_once_and_for_thirty_minutes,
    a_newer_link_spends_the_older,
    a_new_password_ends_every_session,
    a_weak_password_leaves_the_link_alive,
    the_address_of_a_link_goes_nowhere,
    a_code_tells_who_can_help_masked,
    so_many_questions_a_minute_from_one_address,
    a_forgotten_password_is_answered_the_same_for_everybody,
    a_letter_goes_by_smtp_to_the_unit_s_e_mail_alone,
    without_mail_nobody_is_promised_a_letter,
);

const NEW: &str = "松花江上 2026 年的第一场雪";

async fn link(world: &World, actor: &Actor) -> Token {
    let token = Token::random();
    let by = Managing::Unit {
        unit: actor.unit,
        operator: actor.operator,
    };
    let mut tx = world.begin().await;
    store::make_link(&mut tx, by, actor.operator, &token.hash(), now())
        .await
        .expect("a link");
    tx.commit().await.expect("committed");
    token
}

fn path(token: &Token) -> String {
    format!("/reset/{}", token.secret())
}

async fn a_link_works_once_and_for_thirty_minutes(database: TestDatabase) {
    let world = World::new(&database).await;
    let unit = world.unit().await;
    let token = link(&world, &unit).await;
    let kept: (String, i64, i64) = sql("SELECT token_hash, made_at, expires_at FROM one_time_link")
        .one(&mut world.read().await)
        .await
        .expect("one");
    assert_ne!(kept.0, token.secret(), "only its hash is kept");
    assert_eq!(kept.2 - kept.1, 30 * 60 * 1_000_000);
    let mut conn = world.read().await;
    let late = now().plus_seconds(31 * 60);
    let found = store::find_link(&mut conn, &token.hash(), late)
        .await
        .expect("read");
    assert!(found.is_none(), "it has run out");
    drop(conn);
    let server = Server::start(&database).await;
    let form = [("password", NEW), ("repeated", NEW)];
    let set = server.browser().post(&path(&token), &form).await;
    assert_eq!(
        set.location(),
        "/login?panel=operator&done=reset",
        "{}",
        set.body
    );
    let again = server.browser().post(&path(&token), &form).await;
    assert_eq!(again.location(), path(&token));
    let page = server.browser().get(&path(&token)).await;
    assert!(page.body.contains("这个链接已经不能用了"));
    let late = {
        let token = link(&world, &unit).await;
        let mut tx = world.begin().await;
        let at = now().plus_seconds(31 * 60);
        store::use_link(&mut tx, &token.hash(), "hash", at).await
    };
    assert_eq!(refused(late), Fault::LinkSpent);
    for invented in ["", "x", "00", "%00", "../login"] {
        let answer = server.browser().get(&format!("/reset/{invented}")).await;
        assert!(!answer.body.contains("保存新密码"), "{invented}");
    }
}

async fn a_newer_link_spends_the_older(database: TestDatabase) {
    let world = World::new(&database).await;
    let unit = world.unit().await;
    let (older, newer) = (link(&world, &unit).await, link(&world, &unit).await);
    let server = Server::start(&database).await;
    let browser = server.browser();
    assert!(
        browser
            .get(&path(&older))
            .await
            .body
            .contains("已经不能用了")
    );
    assert!(browser.get(&path(&newer)).await.body.contains("保存新密码"));
}

async fn a_new_password_ends_every_session(database: TestDatabase) {
    let world = World::new(&database).await;
    let unit = world.unit().await;
    let server = Server::start(&database).await;
    let (one, other) = (
        server.session(unit.operator).await,
        server.session(unit.operator).await,
    );
    let token = link(&world, &unit).await;
    let form = [("password", NEW), ("repeated", NEW)];
    server.browser().post(&path(&token), &form).await;
    for browser in [one, other] {
        assert!(
            browser
                .get("/workbench")
                .await
                .location()
                .starts_with("/login")
        );
    }
    let (code, mobile) = (unit.code.as_str(), unit.mobile.as_str());
    let old = server.browser().sign_in(code, mobile, PASSWORD).await;
    assert_eq!(old.status, StatusCode::UNAUTHORIZED);
    let new = server.browser().sign_in(code, mobile, NEW).await;
    assert_eq!(new.status, StatusCode::SEE_OTHER);
}

async fn a_weak_password_leaves_the_link_alive(database: TestDatabase) {
    let world = World::new(&database).await;
    let unit = world.unit().await;
    let token = link(&world, &unit).await;
    let server = Server::start(&database).await;
    for (password, repeated, field) in [
        ("short", "short", "password"),
        (NEW, "another", "repeated"),
        (unit.mobile.as_str(), unit.mobile.as_str(), "password"),
    ] {
        let form = [("password", password), ("repeated", repeated)];
        let answer = server.browser().post(&path(&token), &form).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(
            answer.body.contains(&format!("id=\"{field}-error\"")),
            "{field}"
        );
        assert!(!answer.body.contains(&format!("value=\"{password}\"")));
    }
    let form = [("password", NEW), ("repeated", NEW)];
    let set = server.browser().post(&path(&token), &form).await;
    assert_eq!(set.status, StatusCode::SEE_OTHER);
}

async fn the_address_of_a_link_goes_nowhere(database: TestDatabase) {
    let world = World::new(&database).await;
    let unit = world.unit().await;
    let token = link(&world, &unit).await;
    let server = Server::start(&database).await;
    let page = server.browser().get(&path(&token)).await;
    let header = |name: &str| page.headers.get(name).and_then(|value| value.to_str().ok());
    assert_eq!(header("referrer-policy"), Some("no-referrer"));
    assert_eq!(header("cache-control"), Some("no-store"));
}

async fn a_code_tells_who_can_help_masked(database: TestDatabase) {
    let world = World::new(&database).await;
    let (unit, superior) = (world.manager().await, world.manager().await);
    world.tie(unit.unit, superior.unit).await;
    let set = |settings: &mut lishu::server::settings::Settings| {
        settings.platform_contact = "0431-0000000".to_owned();
    };
    let server = Server::start_set(&database, set).await;
    let browser = server.browser();
    let page = browser
        .get(&format!("/recover?code={}", unit.code))
        .await
        .body;
    let masked = |actor: &Actor| format!("{}****{}", &actor.mobile[..3], &actor.mobile[7..]);
    for shown in [
        masked(&unit),
        masked(&superior),
        "王**".to_owned(),
        "0431-0000000".to_owned(),
    ] {
        assert!(page.contains(&shown), "{shown}: {page}");
    }
    for hidden in [unit.mobile.as_str(), superior.mobile.as_str(), "王小明"] {
        assert!(!page.contains(hidden), "{hidden}");
    }
    // Who has the 法人账号 is an administrator too, where there is no other.
    for actor in [&unit, &superior] {
        let legal = "UPDATE operator SET legal = 1 WHERE id = $1";
        world.run(sql(legal).bind(actor.operator)).await;
    }
    let page = browser
        .get(&format!("/recover?code={}", unit.code))
        .await
        .body;
    assert!(
        page.contains("法人账号") && !page.contains("没有可以联系的管理员"),
        "{page}"
    );
    let unknown = browser.get("/recover?code=11220000MB9000015Y").await.body;
    assert!(unknown.contains("还没有注册") && unknown.contains("/register"));
    let slip = browser.get("/recover?code=1122").await.body;
    assert!(slip.contains("现在是 4 位"));
}

async fn so_many_questions_a_minute_from_one_address(database: TestDatabase) {
    let world = World::new(&database).await;
    let unit = world.unit().await;
    let set = |settings: &mut lishu::server::settings::Settings| settings.tries_per_minute = 3;
    let server = Server::start_set(&database, set).await;
    let browser = server.browser();
    let ask = async || {
        browser
            .get(&format!("/recover?code={}", unit.code))
            .await
            .body
    };
    for _ in 0..3 {
        assert!(ask().await.contains("已经注册"));
    }
    let refused = ask().await;
    assert!(
        refused.contains("太频繁") && !refused.contains("已经注册"),
        "{refused}"
    );
}

async fn a_forgotten_password_is_answered_the_same_for_everybody(database: TestDatabase) {
    let world = World::new(&database).await;
    let unit = world.unit().await;
    let email = sql("UPDATE unit SET email = 'office@example.cn' WHERE id = $1").bind(unit.unit);
    world.run(email).await;
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start_set(&database, |settings| {
        settings.site_url = "https://bind.example.cn".to_owned();
        settings.smtp_url = Hidden::new(format!("file://{}", folder.path().display()));
        settings.mail_from = "办事大厅 <noreply@example.cn>".to_owned();
    })
    .await;
    let browser = server.browser();
    assert!(browser.get("/recover").await.body.contains("发送链接"));
    let code = unit.code.as_str();
    let mut answers = Vec::new();
    for (unit, operator) in [
        (code, "13600000000"),
        ("11220000MB9000015Y", unit.mobile.as_str()),
        (code, unit.mobile.as_str()),
    ] {
        let form = [("unit", unit), ("operator", operator)];
        let answer = browser.post("/recover", &form).await;
        answers.push((answer.status, answer.location().to_owned(), answer.body));
    }
    assert!(
        answers.windows(2).all(|pair| pair[0] == pair[1]),
        "{answers:?}"
    );
    let letter = wait_for_letter(folder.path()).await;
    let text = text_of(&letter);
    assert!(text.contains("https://bind.example.cn/reset/"), "{text}");
    let at = text.find("/reset/").expect("a link");
    let path: String = text[at..]
        .chars()
        .take_while(|c| !c.is_whitespace())
        .collect();
    let form = [("password", NEW), ("repeated", NEW)];
    let set = browser.post(&path, &form).await;
    assert_eq!(
        set.location(),
        "/login?panel=operator&done=reset",
        "{}",
        set.body
    );
    assert_eq!(world.count("one_time_link WHERE by_mail = 1").await, 1);
    let letters = std::fs::read_dir(folder.path()).expect("read").count();
    assert_eq!(letters, 1, "nobody else's unit was written to");
}

/// The letter is sent when the answer is on its way already.
async fn wait_for_letter(folder: &std::path::Path) -> String {
    let patience = Instant::now() + Duration::from_secs(20);
    loop {
        let files = std::fs::read_dir(folder).expect("read");
        let whole = files.flatten().find_map(|file| {
            let text = std::fs::read_to_string(file.path()).ok()?;
            let eml = file.path().extension().is_some_and(|end| end == "eml");
            (eml && text.contains("\r\n\r\n")).then_some(text)
        });
        if let Some(text) = whole {
            return text;
        }
        assert!(Instant::now() < patience, "no letter came");
        tokio::task::yield_now().await;
    }
}

async fn a_letter_goes_by_smtp_to_the_unit_s_e_mail_alone(database: TestDatabase) {
    let world = World::new(&database).await;
    let unit = world.unit().await;
    world
        .run(sql("UPDATE unit SET email = 'office@example.cn'"))
        .await;
    let postbox = Postbox::open().await;
    let url = postbox.url();
    let server = Server::start_set(&database, |settings| {
        settings.site_url = "https://bind.example.cn/".to_owned();
        settings.smtp_url = Hidden::new(url);
        settings.mail_from = "noreply@example.cn".to_owned();
    })
    .await;
    let form = [
        ("unit", unit.code.as_str()),
        ("operator", unit.mobile.as_str()),
    ];
    let answer = server.browser().post("/recover", &form).await;
    assert_eq!(answer.location(), "/recover?done=mailed");
    let letter = postbox.letter().await;
    assert_eq!(letter.from, "<noreply@example.cn>");
    assert_eq!(letter.to, ["<office@example.cn>"]);
    let text = text_of(&letter.data);
    assert!(
        text.contains("https://bind.example.cn/reset/") && text.contains("王**"),
        "{text}"
    );
    assert!(!letter.data.contains(&unit.mobile) && !text.contains(&unit.mobile));
}

async fn without_mail_nobody_is_promised_a_letter(database: TestDatabase) {
    let world = World::new(&database).await;
    let unit = world.unit().await;
    let server = Server::start(&database).await;
    let browser = server.browser();
    assert!(!browser.get("/recover").await.body.contains("发送链接"));
    let form = [
        ("unit", unit.code.as_str()),
        ("operator", unit.mobile.as_str()),
    ];
    assert_eq!(
        browser.post("/recover", &form).await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(world.count("one_time_link").await, 0);
}
