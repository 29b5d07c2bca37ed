//! 单位注册, 申请成为经办人, and 认证.

use crate::support::server::Browser;
use crate::support::world::{card, code, refused};
use crate::support::{Actor, Server, TestDatabase, World};
use lishu::domain::{Fault, Instant, Obstacle, Outcome, Policy, Role};
use lishu::server::now;
use lishu::server::store::{self, sql};
use reqwest::StatusCode;

on_both_engines!(
    a_unit_registers_and_its_first_operator_signs_in,
    all_slips_are_told_at_once_and_nothing_typed_is_lost,
    a_wrong_check_digit_is_told_and_an_allowed_code_passes,
    a_registered_code_leads_on,
    a_known_person_proves_the_password_and_keeps_one_account,
    numbers_of_two_people_are_no_person,
    who_asks_waits_to_be_admitted,
    until_verified_a_unit_neither_binds_nor_is_bound_to,
    with_the_policy_off_a_unit_is_verified_at_once,
    a_returned_unit_corrects_and_asks_again,
    of_two_who_come_at_the_same_instant_the_second_is_told_so,
    nobody_is_told_whose_numbers_belong_together,
    known_or_not_a_weak_password_is_told_first,
    fewer_register_a_minute_than_sign_in,
    so_many_ask_and_nobody_is_pushed_off,
);

/// What the policy takes as a new password.
const NEW: &str = "松花江上 2026 年的第一场雪";

/// The form of an invented unit, filled in.
struct Form(Vec<(&'static str, String)>);

impl Form {
    fn new(number: u32) -> Self {
        let text = |text: &str| text.to_owned();
        Self(vec![
            ("code", code("12", number).to_string()),
            ("name", format!("新注册单位{number}")),
            ("kind", String::new()),
            ("industry", text("P")),
            ("region", text("220100")),
            ("address", text("示例市学苑路1号")),
            ("email", text("office@example.cn")),
            ("account", String::new()),
            ("contact_name", text("周岚")),
            ("contact_phone", text("0431-1234567")),
            ("person", text("赵新")),
            ("mobile", format!("136{number:08}")),
            ("card", card(number % 1000)),
            ("password", text(NEW)),
            ("repeated", text(NEW)),
        ])
    }

    fn with(mut self, field: &str, value: impl Into<String>) -> Self {
        let value = value.into();
        self.0
            .iter_mut()
            .filter(|(name, _)| *name == field)
            .for_each(|(_, old)| {
                old.clone_from(&value);
            });
        self
    }

    fn get(&self, field: &str) -> &str {
        let found = self.0.iter().find(|(name, _)| *name == field);
        found.map_or("", |(_, value)| value)
    }

    async fn send(&self, browser: &Browser) -> crate::support::server::Answer {
        let form: Vec<(&str, &str)> = self.0.iter().map(|(k, v)| (*k, v.as_str())).collect();
        browser.post("/register", &form).await
    }
}

const REGISTERED: &str = "/login?panel=operator&done=registered";

async fn a_unit_registers_and_its_first_operator_signs_in(database: TestDatabase) {
    let world = World::new(&database).await;
    let server = Server::start(&database).await;
    let browser = server.browser();
    let page = browser.get("/register").await;
    assert!(page.body.contains("首位经办人") && page.body.contains("长春市"));
    assert!(browser.get("/").await.body.contains("/register"));
    let form = Form::new(7001);
    let answer = form.send(&browser).await;
    assert_eq!(answer.location(), REGISTERED, "{}", answer.body);
    assert!(browser.get(REGISTERED).await.body.contains("单位注册成功"));
    for (unit, operator) in [
        (form.get("code"), form.get("mobile")),
        (form.get("code"), form.get("card")),
        ("mc0070016", form.get("mobile")),
    ] {
        let account: (String,) = sql("SELECT account FROM unit WHERE uscc = $1")
            .bind(form.get("code"))
            .one(&mut world.read().await)
            .await
            .expect("the unit");
        let unit = if unit.starts_with("mc") {
            account.0.as_str()
        } else {
            unit
        };
        let signed = server.browser().sign_in(unit, operator, NEW).await;
        assert_eq!(signed.status, StatusCode::SEE_OTHER, "{unit}");
    }
    browser
        .sign_in(form.get("code"), form.get("mobile"), NEW)
        .await;
    browser.post("/enter", &[]).await;
    let workbench = browser.get("/workbench").await.body;
    assert!(workbench.contains("待认证") && workbench.contains("经办人管理"));
    let counts = [
        "event WHERE kind = 'registered'",
        "unit_version WHERE version = 1 AND operator_id IS NOT NULL",
        "operator WHERE applies = 1 AND reviews = 1 AND manages = 1 AND waits = 0",
        "act WHERE kind = 'operator_added'",
        "unit WHERE verified_at IS NULL AND asked_at IS NOT NULL AND unit_type = '12'",
        "unit_gram WHERE gram = '注册'",
    ];
    for count in counts {
        assert_eq!(world.count(count).await, 1, "{count}");
    }
    let plain: (String, String) = sql("SELECT u.contact_phone, p.mobile_sealed
         FROM unit u JOIN operator o ON o.unit_id = u.id JOIN person p ON p.id = o.person_id")
    .one(&mut world.read().await)
    .await
    .expect("one");
    assert!(
        plain.0.starts_with("v1.") && plain.1.starts_with("v1."),
        "sealed"
    );
}

async fn all_slips_are_told_at_once_and_nothing_typed_is_lost(database: TestDatabase) {
    let world = World::new(&database).await;
    let server = Server::start(&database).await;
    let form = Form::new(7002)
        .with("code", "12220000MB90OOO23N")
        .with("email", "office")
        .with("mobile", "1390000")
        .with("card", "110105194912310021")
        .with("region", "229999")
        .with("password", "short")
        .with("repeated", "shorter");
    let answer = form.send(&server.browser()).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    for field in ["code", "email", "mobile", "card", "region", "repeated"] {
        let marked = format!("id=\"{field}-error\"");
        assert!(answer.body.contains(&marked), "{field}");
    }
    for kept in [
        "12220000MB90OOO23N",
        "新注册单位7002",
        "示例市学苑路1号",
        "赵新",
        "周岚",
    ] {
        assert!(answer.body.contains(&format!("value=\"{kept}\"")), "{kept}");
    }
    assert!(answer.body.contains("多半是数字 0") && answer.body.contains("12220000MB9000023N"));
    assert!(
        !answer.body.contains("shorter"),
        "passwords never come back"
    );
    let weak = Form::new(7002)
        .with("password", "short")
        .with("repeated", "short");
    let answer = weak.send(&server.browser()).await;
    assert!(
        answer.body.contains("id=\"password-error\""),
        "{}",
        answer.body
    );
    assert_eq!(world.count("unit").await + world.count("person").await, 0);
}

async fn a_wrong_check_digit_is_told_and_an_allowed_code_passes(database: TestDatabase) {
    let world = World::new(&database).await;
    let right = code("12", 7003).to_string();
    let other = if right.ends_with('1') { '2' } else { '1' };
    let wrong = format!("{}{other}", &right[..17]);
    let server = Server::start(&database).await;
    let form = Form::new(7003).with("code", wrong.as_str());
    let answer = form.send(&server.browser()).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("安全管理员"), "says whom to ask");
    assert!(answer.body.contains(&format!("应是「{}」", &right[17..])));
    let security = world.administrator(Role::Security).await;
    world
        .run(
            sql("INSERT INTO allowed_code (uscc, why, administrator_id, at) VALUES ($1, '证书', $2, 1)")
                .bind(wrong.as_str())
                .bind(security),
        )
        .await;
    assert_eq!(form.send(&server.browser()).await.location(), REGISTERED);
}

/// Through two processes: the same person with two units, two persons with one number, one unit twice.
async fn of_two_who_come_at_the_same_instant_the_second_is_told_so(database: TestDatabase) {
    let world = World::new(&database).await;
    let (one, other) = (
        Server::start(&database).await,
        Server::start_beside(&database).await,
    );
    for n in 0..6 {
        let first = Form::new(7100 + 2 * n);
        let second = Form::new(7101 + 2 * n);
        let (mobile, card) = (first.get("mobile").to_owned(), first.get("card").to_owned());
        let (second, said) = match n % 3 {
            0 => (
                second.with("mobile", mobile).with("card", card),
                "已经有账号",
            ),
            1 => (second.with("mobile", mobile), "已经有账号"),
            _ => (second.with("code", first.get("code")), "不用再注册"),
        };
        let (one, other) = (one.browser(), other.browser());
        let (a, b) = tokio::join!(first.send(&one), second.send(&other));
        let told = match (a.location(), b.location()) {
            (REGISTERED, "") => b,
            ("", REGISTERED) => a,
            // One after the other, with the very same password: one person, two units.
            (REGISTERED, REGISTERED) if n % 3 == 0 => continue,
            _ => panic!("{n}: one of the two: {} {}", a.body, b.body),
        };
        assert_eq!(
            told.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{}",
            told.body
        );
        assert!(told.body.contains(said), "{n}: {}", told.body);
    }
    let people = world.count("person").await;
    assert_eq!(people, 6, "nobody twice");
}

async fn a_registered_code_leads_on(database: TestDatabase) {
    let world = World::new(&database).await;
    let unit = world.unit().await;
    let server = Server::start(&database).await;
    let form = Form::new(7004).with("code", unit.code.as_str());
    let answer = form.send(&server.browser()).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    for way in ["/ask?code=", "/recover?code="] {
        assert!(
            answer.body.contains(&format!("{way}{}", unit.code)),
            "{way}"
        );
    }
    assert_eq!(world.count("unit").await, 1);
}

async fn a_known_person_proves_the_password_and_keeps_one_account(database: TestDatabase) {
    let world = World::new(&database).await;
    let known = world.unit().await;
    world.identify(known.person, &card(5)).await;
    let own = "a password that the policy would take";
    let hash = lishu::server::hash_password(own);
    world
        .run(sql("UPDATE person SET password_hash = $1").bind(hash))
        .await;
    let server = Server::start(&database).await;
    let form = Form::new(7005)
        .with("mobile", known.mobile.as_str())
        .with("card", card(5));
    let wrong = form
        .with("password", "not my password")
        .with("repeated", "not my password");
    let answer = wrong.send(&server.browser()).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("已经有账号"));
    assert_eq!(world.count("unit").await, 1);
    let right = wrong.with("password", own).with("repeated", own);
    assert_eq!(right.send(&server.browser()).await.location(), REGISTERED);
    assert_eq!(world.count("person").await, 1, "one person, one account");
    let acts = "operator WHERE person_id = (SELECT MIN(id) FROM person)";
    assert_eq!(world.count(acts).await, 2);
}

async fn numbers_of_two_people_are_no_person(database: TestDatabase) {
    let world = World::new(&database).await;
    let (one, other) = (world.unit().await, world.unit().await);
    world.identify(one.person, &card(1)).await;
    world.identify(other.person, &card(2)).await;
    let server = Server::start(&database).await;
    let stranger = Form::new(7006);
    for (mobile, card) in [
        (one.mobile.as_str(), card(2)),
        (stranger.get("mobile"), card(2)),
        (one.mobile.as_str(), card(9)),
    ] {
        let form = Form::new(7006).with("mobile", mobile).with("card", card);
        let answer = form.send(&server.browser()).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.body.contains("对不上"), "{}", answer.body);
    }
    assert_eq!(world.count("unit").await, 2);
}

async fn who_asks_waits_to_be_admitted(database: TestDatabase) {
    let world = World::new(&database).await;
    let manager = world.manager().await;
    let server = Server::start(&database).await;
    let card = card(8);
    let form = [
        ("code", manager.code.as_str()),
        ("person", "钱新"),
        ("mobile", "13600007008"),
        ("card", card.as_str()),
        ("password", NEW),
        ("repeated", NEW),
    ];
    let browser = server.browser();
    let answer = browser.post("/ask", &form).await;
    assert_eq!(
        answer.location(),
        "/login?panel=operator&done=asked",
        "{}",
        answer.body
    );
    let twice = browser.post("/ask", &form).await;
    assert!(twice.body.contains("已经申请过"), "{}", twice.body);
    assert_eq!(world.told(&manager).await, ["manages join_asked"]);
    let page = server
        .session(manager.operator)
        .await
        .get("/messages")
        .await;
    assert!(
        page.body.contains("有人申请成为本单位的经办人"),
        "{}",
        page.body
    );
    let early = browser
        .sign_in(manager.code.as_str(), "13600007008", NEW)
        .await;
    assert_eq!(early.status, StatusCode::UNAUTHORIZED);
    let managing = server.session(manager.operator).await;
    assert!(managing.get("/people").await.body.contains("申请加入"));
    let (asked,): (i64,) = sql("SELECT id FROM operator WHERE waits = 1")
        .one(&mut world.read().await)
        .await
        .expect("one waits");
    let path = format!("/people/{asked}");
    assert!(managing.get(&path).await.body.contains("同意加入"));
    let form = [("go", "admit"), ("version", "1"), ("roles", "applies")];
    assert_eq!(
        managing.post(&path, &form).await.location(),
        format!("{path}?done=admit")
    );
    let signed = browser
        .sign_in(manager.code.as_str(), "13600007008", NEW)
        .await;
    assert_eq!(signed.status, StatusCode::SEE_OTHER, "{}", signed.body);
    for kind in ["operator_asked", "operator_admitted"] {
        let noted = if kind == "operator_asked" {
            "act WHERE kind = 'operator_asked' AND operator_id IS NULL"
        } else {
            "act WHERE kind = 'operator_admitted' AND operator_id IS NOT NULL"
        };
        assert_eq!(world.count(noted).await, 1, "{kind}");
    }
}

async fn until_verified_a_unit_neither_binds_nor_is_bound_to(database: TestDatabase) {
    let world = World::new(&database).await;
    let (unit, superior) = (world.unit().await, world.unit().await);
    let application = world.apply(&unit, &superior).await.expect("applied");
    let unverify = |actor: &Actor| {
        sql("UPDATE unit SET verified_at = NULL, asked_at = 1 WHERE id = $1").bind(actor.unit)
    };
    world.run(unverify(&superior)).await;
    let fault = refused(world.decide(&superior, application, Outcome::Approve).await);
    assert!(
        matches!(fault, Fault::Obstacle(Obstacle::SuperiorNotVerified { .. })),
        "{fault:?}"
    );
    let third = world.unit().await;
    let fault = refused(world.apply(&third, &superior).await);
    assert!(
        matches!(fault, Fault::Obstacle(Obstacle::SuperiorNotVerified { .. })),
        "{fault:?}"
    );
    let other = world.unit().await;
    world.run(unverify(&third)).await;
    let fault = refused(world.apply(&third, &other).await);
    assert_eq!(fault, Fault::Obstacle(Obstacle::ApplicantNotVerified));
    let server = Server::start(&database).await;
    let searching = server.session(third.operator).await;
    let found = searching.get(&format!("/bind?code={}", other.code)).await;
    assert!(
        found.body.contains("本单位还没有通过认证"),
        "{}",
        found.body
    );
    world
        .set_policy(Policy {
            verification_required: false,
            ..Policy::default()
        })
        .await;
    world
        .apply(&third, &other)
        .await
        .expect("the policy asks for nothing");
    world
        .decide(&superior, application, Outcome::Approve)
        .await
        .expect("approved");
}

async fn with_the_policy_off_a_unit_is_verified_at_once(database: TestDatabase) {
    let world = World::new(&database).await;
    world
        .set_policy(Policy {
            verification_required: false,
            ..Policy::default()
        })
        .await;
    let server = Server::start(&database).await;
    let answer = Form::new(7009).send(&server.browser()).await;
    assert_eq!(answer.location(), REGISTERED, "{}", answer.body);
    assert_eq!(world.count("unit WHERE verified_at IS NOT NULL").await, 1);
    assert_eq!(world.count("event WHERE kind = 'verified'").await, 1);
}

async fn a_returned_unit_corrects_and_asks_again(database: TestDatabase) {
    let world = World::new(&database).await;
    let unit = world.unit().await;
    let system = world.administrator(Role::System).await;
    world
        .run(sql("UPDATE unit SET verified_at = NULL, asked_at = 1"))
        .await;
    let mut tx = world.begin().await;
    store::return_unit(&mut tx, unit.unit, 1, system, "名称与证书不符", now())
        .await
        .expect("returned");
    tx.commit().await.expect("committed");
    let server = Server::start(&database).await;
    let browser = server.session(unit.operator).await;
    let page = browser.get("/workbench").await.body;
    assert!(page.contains("认证被退回") && page.contains("名称与证书不符"));
    assert!(page.contains("/verification"), "it can ask again");
    assert_eq!(
        browser.post("/verification", &[]).await.location(),
        "/workbench"
    );
    assert_eq!(
        browser.post("/verification", &[]).await.location(),
        "/workbench"
    );
    assert!(browser.get("/workbench").await.body.contains("待认证"));
    assert_eq!(
        world.count("event WHERE kind = 'verification_asked'").await,
        1
    );
    let mut tx = world.begin().await;
    store::verify_unit(&mut tx, unit.unit, 1, system, Instant::from_micros(9))
        .await
        .expect("verified");
    tx.commit().await.expect("committed");
    assert!(browser.get("/workbench").await.body.contains("已认证"));
}

/// The form of 申请成为经办人.
async fn ask(
    browser: &Browser,
    code: &str,
    mobile: &str,
    card: &str,
    password: &str,
) -> crate::support::server::Answer {
    let form = [
        ("code", code),
        ("person", "钱新"),
        ("mobile", mobile),
        ("card", card),
        ("password", password),
        ("repeated", password),
    ];
    browser.post("/ask", &form).await
}

async fn nobody_is_told_whose_numbers_belong_together(database: TestDatabase) {
    let world = World::new(&database).await;
    let (one, other) = (world.unit().await, world.unit().await);
    world.identify(one.person, &card(1)).await;
    world.identify(other.person, &card(2)).await;
    let server = Server::start(&database).await;
    let mut answers = Vec::new();
    for (mobile, card) in [
        (one.mobile.as_str(), card(1)),
        (one.mobile.as_str(), card(2)),
        (one.mobile.as_str(), card(9)),
        ("13699990000", card(1)),
    ] {
        let mut said = Vec::new();
        // Until the next waits.
        for _ in 0..5 {
            let asked = ask(&server.browser(), one.code.as_str(), mobile, &card, NEW).await;
            said.push((asked.status, main_of(&asked, mobile, &card)));
        }
        world.change("DELETE FROM attempt".to_owned()).await;
        let form = Form::new(7200)
            .with("mobile", mobile)
            .with("card", card.as_str());
        let answer = form.send(&server.browser()).await;
        said.push((answer.status, main_of(&answer, mobile, &card)));
        world.change("DELETE FROM attempt".to_owned()).await;
        answers.push(said);
    }
    let statuses: Vec<u16> = answers[0]
        .iter()
        .map(|(status, _)| status.as_u16())
        .collect();
    assert_eq!(statuses, [422, 422, 422, 422, 429, 422]);
    for (_, said) in &answers[0] {
        assert!(
            !said.contains("mobile-error") && !said.contains("card-error"),
            "{said}"
        );
    }
    for others in &answers[1..] {
        assert_eq!(others, &answers[0]);
    }
    assert_eq!(world.count("unit").await, 2);
    assert_eq!(world.count("operator").await, 2);
}

/// What the page says, whichever numbers were typed.
fn main_of(answer: &crate::support::server::Answer, mobile: &str, card: &str) -> String {
    let (_, main) = answer.body.split_once("<main").expect("a page");
    let (main, _) = main.split_once("</main>").expect("a page");
    let main = main.replace(mobile, "").replace(card, "");
    main.chars().filter(|c| !c.is_ascii_digit()).collect()
}

async fn known_or_not_a_weak_password_is_told_first(database: TestDatabase) {
    let world = World::new(&database).await;
    let unit = world.unit().await;
    world.identify(unit.person, &card(1)).await;
    let server = Server::start(&database).await;
    let brand = lishu::server::settings::load(None)
        .expect("the defaults")
        .0
        .brand;
    let branded = format!("{brand}的第一个长密码");
    for weak in ["short", branded.as_str()] {
        let mut said = Vec::new();
        for (mobile, card) in [
            (unit.mobile.as_str(), card(1)),
            (unit.mobile.as_str(), card(7)),
            ("13699990000", card(8)),
        ] {
            let answer = ask(&server.browser(), unit.code.as_str(), mobile, &card, weak).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
            said.push(main_of(&answer, mobile, &card));
        }
        assert!(said.windows(2).all(|pair| pair[0] == pair[1]), "{said:?}");
    }
    assert_eq!(
        world.count("attempt").await,
        0,
        "nobody was even looked for"
    );
}

async fn fewer_register_a_minute_than_sign_in(database: TestDatabase) {
    let world = World::new(&database).await;
    let actor = world.unit().await;
    let server = Server::start_limited(&database, 60).await;
    let browser = server.browser();
    for n in 0..10 {
        let path = if n % 2 == 0 { "/ask" } else { "/register" };
        let answer = browser.post(path, &[]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{n}");
    }
    for path in ["/ask", "/register"] {
        let answer = browser.post(path, &[]).await;
        assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
        assert!(answer.body.contains("尝试得太频繁"), "{}", answer.body);
    }
    server.signed_in(&actor).await;
}

async fn so_many_ask_and_nobody_is_pushed_off(database: TestDatabase) {
    let world = World::new(&database).await;
    let manager = world.manager().await;
    let server = Server::start(&database).await;
    for n in 0..20_u32 {
        let mobile = format!("136{:08}", 500 + n);
        let (browser, code) = (server.browser(), manager.code.as_str());
        let asked = ask(&browser, code, &mobile, &card(100 + n), NEW).await;
        assert!(
            asked.location().ends_with("done=asked"),
            "{n} {}",
            asked.body
        );
    }
    let (browser, code) = (server.browser(), manager.code.as_str());
    let refused = ask(&browser, code, "13600000900", &card(900), NEW).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.body.contains("由他直接新增您为经办人"),
        "{}",
        refused.body
    );
    // Nor is it a way to learn who is known.
    world.identify(manager.person, &card(901)).await;
    let known = ask(&browser, code, &manager.mobile, &card(901), NEW).await;
    assert!(known.body.contains("由他直接新增您为经办人") && !known.body.contains("对不上"));
    assert_eq!(world.count("operator WHERE waits = 1").await, 20);
    // However many there are from before.
    let mut tx = world.begin().await;
    for n in 0..520 {
        let person = sql("INSERT INTO person (name, password_hash) VALUES ($1, 'x') RETURNING id")
            .bind(format!("陌生人{n}"))
            .int(&mut tx)
            .await
            .expect("a person");
        sql("INSERT INTO operator (unit_id, person_id, waits) VALUES ($1, $2, 1)")
            .bind(manager.unit)
            .bind(person)
            .execute(&mut tx)
            .await
            .expect("one more who asks");
    }
    tx.commit().await.expect("committed");
    let page = server.session(manager.operator).await.get("/people").await;
    let own = format!("href=\"/people/{}\"", manager.operator);
    assert!(page.body.contains(&own), "who manages is still there");
}
