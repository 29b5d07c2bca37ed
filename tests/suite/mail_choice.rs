//! 消息邮件: whether, when and where a person gets letters about messages.

use crate::outbox::wants;
use crate::support::letters::{MailServer, text_of};
use crate::support::world::PASSWORD;
use crate::support::{Server, TestDatabase, World, vault};
use lishu::domain::{ApplicationKind, Outcome};
use lishu::server::now;
use lishu::server::settings::{Hidden, Settings};
use lishu::server::store::{self, Applying, sql};
use lishu::server::vault::Purpose;
use reqwest::StatusCode;
use std::path::Path;
use std::time::{Duration, Instant};

on_both_engines!(
    an_address_holds_once_its_link_was_opened,
    another_address_needs_the_password,
    nobody_s_mailbox_is_flooded,
    a_letter_tells_of_units_and_of_nobody,
    without_an_address_there_are_no_letters,
    where_no_letters_go_out_nobody_chooses,
    a_letter_says_how_many_applications_came,
    who_is_written_of_a_queue_once_a_day_is_so_at_their_hour,
);

/// Letters go into a folder.
fn with_mail(folder: &Path) -> impl FnOnce(&mut Settings) {
    let url = format!("file://{}", folder.display());
    move |settings| {
        settings.smtp_url = Hidden::new(url);
        settings.mail_from = "lishu@example.cn".to_owned();
        settings.site_url = "https://bind.example.cn/".to_owned();
    }
}

/// The letters that came by now.
fn letters(folder: &Path) -> Vec<String> {
    let files = std::fs::read_dir(folder).expect("a folder");
    let files = files.map(|file| file.expect("a file").path());
    let letters = files.filter(|path| path.extension().is_some_and(|ending| ending == "eml"));
    letters
        .map(|path| std::fs::read_to_string(path).expect("UTF-8"))
        .collect()
}

fn link_in(letter: &str) -> String {
    let text = text_of(letter);
    let begin = text.find("https://bind.example.cn/mail/").expect("a link");
    let rest = &text[begin + "https://bind.example.cn".len()..];
    rest.split_whitespace()
        .next()
        .unwrap_or_default()
        .to_owned()
}

async fn address(world: &World, person: i64) -> String {
    let (sealed,): (String,) = sql("SELECT mail_sealed FROM person WHERE id = $1")
        .bind(person)
        .one(&mut world.read().await)
        .await
        .expect("the person");
    match sealed.as_str() {
        "" => sealed,
        sealed => vault().open(Purpose::Mail, sealed).expect("sealed"),
    }
}

async fn an_address_holds_once_its_link_was_opened(database: TestDatabase) {
    let world = World::new(&database).await;
    let unit = world.unit().await;
    let folder = database.directory.path();
    let server = Server::start_set(&database, with_mail(folder)).await;
    let browser = server.signed_in(&unit).await;
    let form = [
        ("mail", "fang@example.cn"),
        ("choice", "daily"),
        ("hour", "18"),
        ("mail_password", PASSWORD),
    ];
    let saved = browser.post("/account/mail", &form).await;
    assert_eq!(
        saved.location(),
        "/account?done=mail-link",
        "{}",
        saved.body
    );
    assert_eq!(address(&world, unit.person).await, "", "not yet");
    let page = browser.get("/account").await;
    assert!(
        page.body.contains("验证链接已发到 fang@example.cn"),
        "{}",
        page.body
    );
    let letter = letters(folder).pop().expect("a letter");
    let link = link_in(&letter);
    // Looking is not pressing.
    let anybody = server.browser();
    assert!(anybody.get(&link).await.body.contains("验证邮箱"));
    assert_eq!(address(&world, unit.person).await, "");
    let proved = anybody.post(&link, &[]).await;
    assert_eq!(proved.location(), "/mail/done");
    assert_eq!(address(&world, unit.person).await, "fang@example.cn");
    let twice = anybody.post(&link, &[]).await;
    assert_eq!(twice.location(), link);
    assert!(anybody.get(&link).await.body.contains("已经不能用了"));
    let kept = "person WHERE mail_choice = 'daily' AND mail_hour = 18";
    assert_eq!(world.count(kept).await, 1);
    assert_eq!(world.count("act WHERE kind = 'mail_proved'").await, 1);
}

async fn another_address_needs_the_password(database: TestDatabase) {
    let world = World::new(&database).await;
    let unit = world.unit().await;
    wants(&world, &unit, "now", 9).await;
    let before = address(&world, unit.person).await;
    let folder = database.directory.path();
    let server = Server::start_set(&database, with_mail(folder)).await;
    let browser = server.signed_in(&unit).await;
    for (password, said) in [
        ("", "请输入您的登录密码。"),
        ("wrong", "您的登录密码不对，请重新输入。"),
    ] {
        let form = [
            ("mail", "other@example.cn"),
            ("choice", "now"),
            ("hour", "9"),
            ("mail_password", password),
        ];
        let refused = browser.post("/account/mail", &form).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.body.contains(said), "{}", refused.body);
        assert!(refused.body.contains("mail_password-error"));
        assert!(
            refused.body.contains("value=\"other@example.cn\""),
            "what was typed stays"
        );
    }
    // How often needs none.
    let form = [
        ("mail", before.as_str()),
        ("choice", "daily"),
        ("hour", "7"),
    ];
    let saved = browser.post("/account/mail", &form).await;
    assert_eq!(saved.location(), "/account?done=mail", "{}", saved.body);
    assert_eq!(address(&world, unit.person).await, before);
    assert!(letters(folder).is_empty());
}

async fn nobody_s_mailbox_is_flooded(database: TestDatabase) {
    let world = World::new(&database).await;
    let unit = world.unit().await;
    let at = now();
    let link = async |n: i64, at: lishu::domain::Instant| {
        let mut tx = world.begin().await;
        let hash = format!("hash{n}");
        let made = store::make_mail_link(&mut tx, unit.person, &hash, "sealed", at).await;
        tx.commit().await.expect("committed");
        made.expect("written")
    };
    for n in 0..store::MAIL_LINKS_A_DAY {
        assert!(link(n, at).await, "{n}");
    }
    assert!(!link(97, at).await);
    let folder = database.directory.path();
    let server = Server::start_set(&database, with_mail(folder)).await;
    let browser = server.signed_in(&unit).await;
    let form = [
        ("mail", "fang@example.cn"),
        ("choice", "now"),
        ("hour", "9"),
        ("mail_password", PASSWORD),
    ];
    let refused = browser.post("/account/mail", &form).await;
    assert!(
        refused.body.contains("今天发出的验证邮件太多"),
        "{}",
        refused.body
    );
    assert!(letters(folder).is_empty());
    assert!(link(98, at.plus_days(1)).await, "tomorrow");
}

async fn a_letter_tells_of_units_and_of_nobody(database: TestDatabase) {
    let world = World::new(&database).await;
    let (unit, superior) = (world.unit().await, world.unit().await);
    wants(&world, &unit, "now", 9).await;
    for superior in [&superior, &world.unit().await] {
        let application = world.apply(&unit, superior).await.expect("applied");
        let decided = world.decide(superior, application, Outcome::Reject);
        decided.await.expect("decided");
    }
    let folder = database.directory.path();
    let server = Server::start_set(&database, with_mail(folder)).await;
    let sending = server.keep_sending();
    let begun = Instant::now();
    while world.count("delivery WHERE state = 'done'").await == 0 {
        assert!(begun.elapsed() < Duration::from_secs(10), "it goes soon");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    sending.stop().await;
    let found = letters(folder);
    assert_eq!(found.len(), 1, "one letter for both");
    let names = sql("SELECT COUNT(*) FROM delivery WHERE $1 LIKE '%Message-ID: <' || name || '@bind.example.cn>%'")
        .bind(found[0].as_str())
        .int(&mut world.read().await)
        .await
        .expect("read");
    assert_eq!(names, 1, "{}", found[0]);
    let text = text_of(&found[0]);
    assert_eq!(text.matches("审核不通过").count(), 2, "{text}");
    assert!(text.contains("https://bind.example.cn/messages"), "{text}");
    for hidden in ["王小明", "请核对", unit.mobile.as_str()] {
        assert!(!text.contains(hidden), "{hidden}: {text}");
    }
}

async fn without_an_address_there_are_no_letters(database: TestDatabase) {
    let world = World::new(&database).await;
    let unit = world.unit().await;
    wants(&world, &unit, "daily", 9).await;
    let folder = database.directory.path();
    let server = Server::start_set(&database, with_mail(folder)).await;
    let browser = server.signed_in(&unit).await;
    let form = [("mail", ""), ("choice", "daily"), ("hour", "9")];
    let refused = browser.post("/account/mail", &form).await;
    assert!(refused.body.contains("mail-error"), "{}", refused.body);
    let form = [
        ("mail", ""),
        ("choice", "none"),
        ("hour", "9"),
        ("mail_password", PASSWORD),
    ];
    let saved = browser.post("/account/mail", &form).await;
    assert_eq!(saved.location(), "/account?done=mail", "{}", saved.body);
    assert_eq!(address(&world, unit.person).await, "");
    assert_eq!(world.count("person WHERE mail_choice <> 'none'").await, 0);
}

async fn where_no_letters_go_out_nobody_chooses(database: TestDatabase) {
    let world = World::new(&database).await;
    let unit = world.unit().await;
    let server = Server::start(&database).await;
    let browser = server.session(unit.operator).await;
    let page = browser.get("/account").await;
    assert!(!page.body.contains("消息邮件"), "{}", page.body);
    let form = [("mail", ""), ("choice", "none"), ("hour", "9")];
    let refused = browser.post("/account/mail", &form).await;
    assert_eq!(refused.status, StatusCode::NOT_FOUND);
}

async fn a_letter_says_how_many_applications_came(database: TestDatabase) {
    let world = World::new(&database).await;
    let superior = world.unit().await;
    let colleague = world.colleague(&superior, "周岚").await;
    wants(&world, &superior, "now", 9).await;
    let mut cases = Vec::new();
    for _ in 0..3 {
        let unit = world.unit().await;
        cases.push(world.apply(&unit, &superior).await.expect("applied"));
    }
    // What is decided already is not waited for.
    let decided = world.decide(&colleague, cases[0], Outcome::Reject);
    decided.await.expect("decided");
    let mail = MailServer::open().await;
    let url = mail.url();
    let server = Server::start_set(&database, |settings| {
        settings.smtp_url = Hidden::new(url);
        settings.mail_from = "lishu@example.cn".to_owned();
        settings.site_url = "https://bind.example.cn/".to_owned();
    })
    .await;
    let sending = server.keep_sending();
    let begun = Instant::now();
    while mail.letters().is_empty() {
        assert!(begun.elapsed() < Duration::from_secs(10), "it goes soon");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    sending.stop().await;
    let letters = mail.letters();
    assert_eq!(letters.len(), 1);
    let letter = &letters[0].1;
    assert_eq!(letter.to, [format!("<p{}@example.cn>", superior.person)]);
    let text = text_of(&letter.data);
    let name = world.row(superior.unit).await.name;
    let said = format!("【{name}】2 条新申请等待审核");
    assert!(text.contains(&said), "{text}");
    assert!(text.contains("https://bind.example.cn/review"), "{text}");
    assert!(!text.contains("/messages"), "{text}");
    assert_eq!(
        world.count("message WHERE audience = 'reviews'").await,
        0,
        "the queue says so itself"
    );
    // Each is written of once; later ones are counted for themselves.
    let later = now().plus_seconds(3601);
    assert_eq!(gather_queues(&world, later).await, 1);
    let unit = world.unit().await;
    world.apply(&unit, &superior).await.expect("applied");
    assert_eq!(gather_queues(&world, now()).await, 1, "not every minute");
    assert_eq!(gather_queues(&world, later).await, 2);
    let said = "letter_queue WHERE n = 1";
    assert_eq!(world.count(said).await, 1);
}

/// Makes the letters about queues that are due. Returns how many letters there are.
async fn gather_queues(world: &World, at: lishu::domain::Instant) -> i64 {
    let due = store::queue_letters_due(&mut world.read().await, at).await;
    if due.expect("read") {
        let names: Vec<String> = (0..9)
            .map(|n| format!("queue{}-{n}", at.as_micros()))
            .collect();
        let mut tx = world.begin().await;
        store::gather_queue_letters(&mut tx, &names, at)
            .await
            .expect("gathered");
        tx.commit().await.expect("committed");
    }
    world.count("delivery WHERE person_id IS NOT NULL").await
}

async fn who_is_written_of_a_queue_once_a_day_is_so_at_their_hour(database: TestDatabase) {
    let world = World::new(&database).await;
    let superior = world.unit().await;
    let (stands_in, never) = (
        world.colleague(&superior, "周岚").await,
        world.colleague(&superior, "钱进").await,
    );
    let role = "UPDATE operator SET reviews = 0 WHERE id IN ($1, $2)";
    let role = sql(role).bind(stands_in.operator).bind(never.operator);
    world.run(role).await;
    for actor in [&superior, &stands_in, &never] {
        wants(&world, actor, "daily", 9).await;
    }
    let unit = world.unit().await;
    let case = world.apply(&unit, &superior).await.expect("applied");
    let minute = |text: &str| lishu::domain::Instant::from_minute_shanghai(text).expect("a minute");
    for (at, letters) in [
        ("2031-05-06T08:59", 0),
        ("2031-05-06T09:00", 1),
        ("2031-05-06T09:05", 1),
        ("2031-05-07T09:00", 1),
    ] {
        assert_eq!(gather_queues(&world, minute(at)).await, letters, "{at}");
    }
    // Submitted again it has come again, to who stands in too. Together with a message it is one letter.
    world
        .decide(&superior, case, Outcome::Return)
        .await
        .expect("returned");
    let mut tx = world.begin().await;
    let applying = Applying {
        kind: ApplicationKind::Bind,
        applicant: unit.unit,
        actor: unit.operator,
        special_reason: None,
    };
    let monday = minute("2031-05-07T12:00");
    store::resubmit(&mut tx, applying, case, 2, monday)
        .await
        .expect("again");
    store::urge(&mut tx, unit.unit, case, unit.operator, monday, |_, _| true)
        .await
        .expect("urged");
    let allowed = store::Allowed {
        webhook: true,
        mail: true,
    };
    store::distribute(&mut tx, allowed, monday)
        .await
        .expect("distributed");
    let text = "INSERT INTO delegation
            (unit_id, from_operator_id, to_operator_id, from_at, until_at, why, made_at)
         VALUES ($1, $2, $3, $4, $5, '休假', $4)";
    let text = sql(text)
        .bind(superior.unit)
        .bind(superior.operator)
        .bind(stands_in.operator)
        .bind(monday)
        .bind(monday.plus_days(9));
    text.execute(&mut tx).await.expect("stands in");
    tx.commit().await.expect("committed");
    let at = minute("2031-05-08T09:00");
    let mut tx = world.begin().await;
    store::gather_letters(&mut tx, &["both".to_owned()], at)
        .await
        .expect("gathered");
    tx.commit().await.expect("committed");
    let both = "letter_queue l JOIN mail_item i ON i.delivery_id = l.delivery_id WHERE l.n = 1";
    assert_eq!(world.count(both).await, 1);
    assert_eq!(gather_queues(&world, at).await, 3, "and who stands in");
    let of_both = format!(
        "delivery WHERE person_id IN ({}, {})",
        superior.person, stands_in.person
    );
    assert_eq!(world.count(&of_both).await, 3);
}
