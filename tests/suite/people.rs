//! 经办人管理: who decides who acts for a unit.

use crate::support::server::{Answer, Browser};
use crate::support::world::{PASSWORD, card, refused};
use crate::support::{Actor, Server, TestDatabase, World};
use lishu::domain::{Barrier, Fault, Reason, Role, Roles};
use lishu::server::now;
use lishu::server::session::Token;
use lishu::server::store::{self, Managing, sql};
use reqwest::StatusCode;

on_both_engines!(
    a_person_who_is_added_sets_a_password_through_the_link,
    only_who_manages_sees_the_people_and_others_units_have_none,
    numbers_are_masked,
    a_change_takes_effect_on_the_next_request,
    the_last_manager_can_t_remove_themselves,
    of_two_managers_who_demote_each_other_one_stays,
    a_leaver_hands_over_in_one_act,
    the_superior_s_manager_helps_directly_below_and_no_further,
    the_platform_hands_over_and_is_on_record,
    a_person_of_another_unit_too_is_out_of_reach,
    who_waits_or_is_disabled_elsewhere_is_out_of_reach,
    who_asks_a_unit_loses_their_account_to_no_other,
    who_asks_elsewhere_spends_the_links_of_before,
    a_known_person_takes_the_role_with_the_link_and_their_password,
    whoever_registered_with_somebody_s_numbers_gets_none_of_their_roles,
    a_phone_is_one_person_s,
    an_administrator_of_the_platform_acts_for_no_unit,
);

fn why() -> Reason {
    Reason::parse("离职").expect("a reason")
}

fn managing(actor: &Actor) -> Managing {
    Managing::Unit {
        unit: actor.unit,
        operator: actor.operator,
    }
}

/// What is shown of a one-time link, from `/reset/` on.
fn link(body: &str) -> String {
    let at = body.find("/reset/").expect("a link is shown");
    body[at..].chars().take_while(|c| *c != '"').collect()
}

async fn a_person_who_is_added_sets_a_password_through_the_link(database: TestDatabase) {
    let world = World::new(&database).await;
    let manager = world.manager().await;
    let server = Server::start(&database).await;
    let browser = server.session(manager.operator).await;
    let card = card(11);
    let form = [
        ("person", "孙新"),
        ("mobile", "13600008001"),
        ("card", card.as_str()),
        ("roles", "applies"),
        ("roles", "reviews"),
    ];
    let answer = browser.post("/people", &form).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    let path = link(&answer.body);
    let again = browser.get("/people").await.body;
    assert!(
        again.contains("孙新") && !again.contains("/reset/"),
        "shown once"
    );
    let newcomer = server.browser();
    let password = "松花江上 2026 年的第一场雪";
    let page = newcomer.get(&path).await;
    assert!(page.body.contains("孙*"), "{}", page.body);
    let form = [("password", password), ("repeated", password)];
    let set = newcomer.post(&path, &form).await;
    assert_eq!(
        set.location(),
        "/login?panel=operator&done=reset",
        "{}",
        set.body
    );
    let signed = newcomer
        .sign_in(manager.code.as_str(), "13600008001", password)
        .await;
    assert_eq!(signed.status, StatusCode::SEE_OTHER);
    for kind in [
        "operator_added",
        "link_made",
        "link_used",
        "password_changed",
    ] {
        let noted = format!("act WHERE kind = '{kind}'");
        let n = sql(format!("SELECT COUNT(*) FROM {noted}"))
            .int(&mut world.read().await)
            .await
            .expect("counted");
        assert_eq!(n, 1, "{kind}");
    }
}

async fn only_who_manages_sees_the_people_and_others_units_have_none(database: TestDatabase) {
    let world = World::new(&database).await;
    let (manager, other) = (world.manager().await, world.manager().await);
    let clerk = world.colleague(&manager, "李新").await;
    let server = Server::start(&database).await;
    let browser = server.session(clerk.operator).await;
    assert_eq!(browser.get("/people").await.status, StatusCode::FORBIDDEN);
    let browser = server.session(other.operator).await;
    for path in [
        format!("/people/{}", clerk.operator),
        format!("/people/unit/{}", manager.unit),
        "/people/999999".to_owned(),
        "/people/unit/none".to_owned(),
    ] {
        assert_eq!(
            browser.get(&path).await.status,
            StatusCode::NOT_FOUND,
            "{path}"
        );
        let form = [("go", "disable"), ("why", "x"), ("version", "1")];
        let status = browser.post(&path, &form).await.status;
        assert!(
            matches!(
                status,
                StatusCode::NOT_FOUND | StatusCode::UNPROCESSABLE_ENTITY
            ),
            "{path} {status}"
        );
    }
    assert_eq!(
        world.count("operator WHERE disabled_at IS NOT NULL").await,
        0
    );
}

async fn numbers_are_masked(database: TestDatabase) {
    let world = World::new(&database).await;
    let manager = world.manager().await;
    world.identify(manager.person, "11010519491231002X").await;
    let server = Server::start(&database).await;
    let browser = server.session(manager.operator).await;
    for path in [
        "/people".to_owned(),
        format!("/people/{}", manager.operator),
    ] {
        let page = browser.get(&path).await.body;
        assert!(
            page.contains("138****") && page.contains("110***********002X"),
            "{page}"
        );
        assert!(!page.contains(&manager.mobile) && !page.contains("19491231"));
    }
}

async fn a_change_takes_effect_on_the_next_request(database: TestDatabase) {
    let world = World::new(&database).await;
    let manager = world.manager().await;
    let clerk = world.colleague(&manager, "李新").await;
    let server = Server::start(&database).await;
    let browser = server.session(manager.operator).await;
    let path = format!("/people/{}", clerk.operator);
    let presses = [
        vec![("go", "roles"), ("version", "1"), ("roles", "applies")],
        vec![("go", "disable"), ("version", "2"), ("why", "长期休假")],
    ];
    for form in presses {
        let theirs = server.session(clerk.operator).await;
        assert_eq!(theirs.get("/workbench").await.status, StatusCode::OK);
        let done = browser.post(&path, &form).await;
        assert!(
            done.location().starts_with(&format!("{path}?done=")),
            "{}",
            done.body
        );
        let next = theirs.get("/workbench").await;
        assert!(next.location().starts_with("/login"), "{form:?}");
    }
    let no_reason = browser
        .post(&path, &[("go", "disable"), ("version", "3")])
        .await;
    assert_eq!(no_reason.status, StatusCode::UNPROCESSABLE_ENTITY);
    let done = browser
        .post(&path, &[("go", "enable"), ("version", "3")])
        .await;
    assert_eq!(done.location(), format!("{path}?done=enable"));
    let roles = "operator WHERE id <> 1 AND applies = 1 AND reviews = 0 AND disabled_at IS NULL";
    assert_eq!(world.count(roles).await, 1);
    for kind in ["roles_changed", "operator_disabled", "operator_enabled"] {
        let n = sql(format!("SELECT COUNT(*) FROM act WHERE kind = '{kind}'"))
            .int(&mut world.read().await)
            .await
            .expect("counted");
        assert_eq!(n, 1, "{kind}");
    }
    let stale = [("go", "roles"), ("version", "1"), ("roles", "reviews")];
    assert_eq!(
        browser.post(&path, &stale).await.status,
        StatusCode::CONFLICT
    );
}

async fn the_last_manager_can_t_remove_themselves(database: TestDatabase) {
    let world = World::new(&database).await;
    let manager = world.manager().await;
    let server = Server::start(&database).await;
    let browser = server.session(manager.operator).await;
    let path = format!("/people/{}", manager.operator);
    for form in [
        vec![("go", "roles"), ("version", "1"), ("roles", "applies")],
        vec![("go", "disable"), ("version", "1"), ("why", "离职")],
    ] {
        let answer = browser.post(&path, &form).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN);
        assert!(
            answer.body.contains("最后一位单位管理员"),
            "{}",
            answer.body
        );
    }
    let still = "operator WHERE manages = 1 AND disabled_at IS NULL";
    assert_eq!(world.count(still).await, 1);
    assert_eq!(browser.get("/people").await.status, StatusCode::OK);
}

async fn of_two_managers_who_demote_each_other_one_stays(database: TestDatabase) {
    let world = World::new(&database).await;
    let one = world.manager().await;
    let other = world.colleague(&one, "李新").await;
    world.run(sql("UPDATE operator SET manages = 1")).await;
    let clerk = Roles {
        applies: true,
        ..Roles::default()
    };
    let demote = async |by: &Actor, whom: &Actor| -> store::Result<()> {
        let mut tx = world.begin().await;
        store::change_roles(&mut tx, managing(by), whom.operator, clerk, 1, now()).await?;
        Ok(tx.commit().await?)
    };
    let (first, second) = tokio::join!(demote(&one, &other), demote(&other, &one));
    let (first, second) = (first.is_ok(), second.is_ok());
    assert!(first != second, "one of them wins: {first} {second}");
    assert_eq!(world.count("operator WHERE manages = 1").await, 1);
}

async fn a_leaver_hands_over_in_one_act(database: TestDatabase) {
    let world = World::new(&database).await;
    let manager = world.manager().await;
    let heir = world.colleague(&manager, "李新").await;
    world
        .run(sql("UPDATE operator SET applies = 0, reviews = 0 WHERE id = $1").bind(heir.operator))
        .await;
    let server = Server::start(&database).await;
    let browser = server.session(manager.operator).await;
    let path = format!("/people/{}", manager.operator);
    let heir_id = heir.operator.to_string();
    let own_id = manager.operator.to_string();
    let to_nobody = [
        ("go", "hand-over"),
        ("version", "1"),
        ("successor", own_id.as_str()),
        ("why", "离职"),
    ];
    assert_eq!(
        browser.post(&path, &to_nobody).await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    let form = [
        ("go", "hand-over"),
        ("version", "1"),
        ("successor", heir_id.as_str()),
        ("why", "离职"),
    ];
    let done = browser.post(&path, &form).await;
    assert_eq!(
        done.location(),
        format!("{path}?done=hand-over"),
        "{}",
        done.body
    );
    assert!(
        browser
            .get("/people")
            .await
            .location()
            .starts_with("/login")
    );
    let theirs = server.session(heir.operator).await;
    let page = theirs.get("/people").await;
    assert!(page.body.contains("已停用"), "{}", page.body);
    let all = "operator WHERE applies = 1 AND reviews = 1 AND manages = 1 AND disabled_at IS NULL";
    assert_eq!(world.count(all).await, 1);
    assert_eq!(
        world
            .count("act WHERE kind = 'handed_over' AND why = '离职'")
            .await,
        1
    );
}

async fn the_superior_s_manager_helps_directly_below_and_no_further(database: TestDatabase) {
    let world = World::new(&database).await;
    let (top, middle, low) = (
        world.manager().await,
        world.manager().await,
        world.manager().await,
    );
    world.tie(middle.unit, top.unit).await;
    world.tie(low.unit, middle.unit).await;
    let server = Server::start(&database).await;
    let browser = server.session(top.operator).await;
    let found = browser.get(&format!("/people?below={}", middle.code)).await;
    let path = format!("/people/unit/{}", middle.unit);
    assert!(found.body.contains(&path), "{}", found.body);
    let none = browser.get(&format!("/people?below={}", low.code)).await;
    assert!(none.body.contains("没有绑定到本单位的下级单位"));
    assert_eq!(browser.get(&path).await.status, StatusCode::OK);
    let deep = format!("/people/unit/{}", low.unit);
    assert_eq!(browser.get(&deep).await.status, StatusCode::NOT_FOUND);
    let card = card(12);
    let form = [
        ("person", "吴新"),
        ("mobile", "13600008012"),
        ("card", card.as_str()),
        ("roles", "manages"),
    ];
    assert_eq!(browser.post(&path, &form).await.status, StatusCode::OK);
    let (heir,): (i64,) = sql("SELECT MAX(id) FROM operator")
        .one(&mut world.read().await)
        .await
        .expect("the newest");
    let heir = heir.to_string();
    let leaver = format!("/people/{}", middle.operator);
    let form = [
        ("go", "hand-over"),
        ("version", "1"),
        ("successor", heir.as_str()),
        ("why", "原管理员离职"),
    ];
    let done = browser.post(&leaver, &form).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let by = sql("SELECT operator_id FROM act WHERE kind = 'handed_over' AND unit_id = $1")
        .bind(middle.unit)
        .int(&mut world.read().await)
        .await
        .expect("noted");
    assert_eq!(by, top.operator);
    let released = sql("UPDATE affiliation SET until_at = from_at WHERE unit_id = $1");
    world.run(released.bind(middle.unit)).await;
    assert_eq!(
        browser.get(&path).await.status,
        StatusCode::NOT_FOUND,
        "no longer below"
    );
}

async fn the_platform_hands_over_and_is_on_record(database: TestDatabase) {
    let world = World::new(&database).await;
    let leaver = world.manager().await;
    let heir = world.colleague(&leaver, "李新").await;
    let administrator = world.administrator(Role::System).await;
    let platform = Managing::Platform { administrator };
    let mut tx = world.begin().await;
    let (from, to) = (leaver.operator, heir.operator);
    store::hand_over(&mut tx, platform, from, to, &why(), now())
        .await
        .expect("handed over");
    let until = store::make_link(&mut tx, platform, to, "hash", now())
        .await
        .expect("a link");
    assert!(until > now());
    tx.commit().await.expect("committed");
    let noted = "act WHERE kind IN ('handed_over', 'link_made') AND administrator_id IS NOT NULL";
    assert_eq!(world.count(noted).await, 2);
    assert_eq!(
        world
            .count("one_time_link WHERE administrator_id IS NOT NULL")
            .await,
        1
    );
}

async fn a_person_of_another_unit_too_is_out_of_reach(database: TestDatabase) {
    let world = World::new(&database).await;
    let (manager, elsewhere) = (world.manager().await, world.manager().await);
    let clerk = world.colleague(&manager, "李新").await;
    world.also_acts_for(&clerk, &elsewhere).await;
    let mobile = lishu::domain::Mobile::parse("13600008020").expect("a mobile");
    let mut tx = world.begin().await;
    let vault = crate::support::vault();
    let (by, whom, at) = (managing(&manager), clerk.operator, now());
    let phone = store::change_phone(&mut tx, &vault, by, whom, &mobile, at).await;
    assert_eq!(refused(phone), Fault::Forbidden(Barrier::ActsElsewhere));
    let link = store::make_link(&mut tx, by, whom, "hash", at).await;
    assert_eq!(refused(link), Fault::Forbidden(Barrier::ActsElsewhere));
    drop(tx);
    let server = Server::start(&database).await;
    let browser = server.session(manager.operator).await;
    let page = browser.get(&format!("/people/{whom}")).await.body;
    assert!(page.contains("还代表别的单位办事") && !page.contains("生成链接"));
    // What concerns this unit alone stays in reach.
    let mut tx = world.begin().await;
    store::disable_operator(&mut tx, by, whom, &why(), at)
        .await
        .expect("disabled here");
    tx.commit().await.expect("committed");
    let signed = server
        .browser()
        .sign_in(elsewhere.code.as_str(), &clerk.mobile, PASSWORD)
        .await;
    assert_eq!(signed.status, StatusCode::SEE_OTHER, "still acts there");
}

/// One word of the other unit, and they act for it.
async fn who_waits_or_is_disabled_elsewhere_is_out_of_reach(database: TestDatabase) {
    let world = World::new(&database).await;
    let (manager, elsewhere) = (world.manager().await, world.manager().await);
    let clerk = world.colleague(&manager, "李新").await;
    let there = world.also_acts_for(&clerk, &elsewhere).await.operator;
    let mobile = lishu::domain::Mobile::parse("13600008021").expect("a mobile");
    let (by, whom, at) = (managing(&manager), clerk.operator, now());
    for state in [
        "waits = 1, applies = 0, reviews = 0",
        "waits = 0, disabled_at = 1",
    ] {
        world
            .change(format!("UPDATE operator SET {state} WHERE id = {there}"))
            .await;
        let mut tx = world.begin().await;
        let vault = crate::support::vault();
        let phone = store::change_phone(&mut tx, &vault, by, whom, &mobile, at).await;
        assert_eq!(refused(phone), Fault::Forbidden(Barrier::ActsElsewhere));
        let link = store::make_link(&mut tx, by, whom, "hash", at).await;
        assert_eq!(refused(link), Fault::Forbidden(Barrier::ActsElsewhere));
        let mailed = store::make_mailed_link(&mut tx, manager.unit, clerk.person, "hash", at);
        assert_eq!(
            refused(mailed.await),
            Fault::Forbidden(Barrier::ActsElsewhere)
        );
    }
}

/// An answer to 新增经办人.
async fn add(browser: &Browser, mobile: &str, card: &str, role: &str) -> Answer {
    let form = [
        ("person", "孙新"),
        ("mobile", mobile),
        ("card", card),
        ("roles", role),
    ];
    let answer = browser.post("/people", &form).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    answer
}

/// What is shown of a link to take a role with, from `/join/` on.
fn offer(body: &str) -> String {
    let at = body.find("/join/").expect("a link is shown");
    body[at..].chars().take_while(|c| *c != '"').collect()
}

const NEW: &str = "松花江上 2026 年的第一场雪";

async fn who_asks_a_unit_loses_their_account_to_no_other(database: TestDatabase) {
    let world = World::new(&database).await;
    let (real, attacker) = (world.manager().await, world.manager().await);
    let server = Server::start(&database).await;
    let (mobile, card) = ("13600008031", card(31));
    let form = [
        ("code", real.code.as_str()),
        ("person", "孙新"),
        ("mobile", mobile),
        ("card", card.as_str()),
        ("password", NEW),
        ("repeated", NEW),
    ];
    let asked = server.browser().post("/ask", &form).await;
    assert!(asked.location().ends_with("done=asked"), "{}", asked.body);
    let browser = server.session(attacker.operator).await;
    let added = add(&browser, mobile, &card, "applies").await;
    assert!(!added.body.contains("/reset/"), "{}", added.body);
    let (theirs,): (i64,) = sql("SELECT id FROM operator WHERE unit_id = $1 AND waits = 1")
        .bind(attacker.unit)
        .one(&mut world.read().await)
        .await
        .expect("one waits");
    for go in ["link", "admit", "phone"] {
        let form = [
            ("go", go),
            ("version", "1"),
            ("roles", "applies"),
            ("mobile", "13600008032"),
            ("password", PASSWORD),
        ];
        let pressed = browser.post(&format!("/people/{theirs}"), &form).await;
        assert_eq!(pressed.status, StatusCode::CONFLICT, "{go}");
        assert!(!pressed.body.contains("/reset/"), "{go}");
    }
    assert_eq!(world.count("one_time_link").await, 0);
    assert_eq!(world.count("operator WHERE waits = 1").await, 2);
}

/// A link that was made while the person was the maker's alone.
async fn who_asks_elsewhere_spends_the_links_of_before(database: TestDatabase) {
    let world = World::new(&database).await;
    let (manager, elsewhere) = (world.manager().await, world.manager().await);
    let clerk = world.colleague(&manager, "李新").await;
    let (by, at) = (managing(&manager), now());
    let mut tx = world.begin().await;
    store::make_link(&mut tx, by, clerk.operator, "hash", at)
        .await
        .expect("a link");
    store::ask_to_act(&mut tx, elsewhere.unit, clerk.person, at)
        .await
        .expect("asked");
    let used = store::use_link(&mut tx, "hash", "another", at).await;
    assert_eq!(refused(used), Fault::LinkSpent);
}

async fn a_known_person_takes_the_role_with_the_link_and_their_password(database: TestDatabase) {
    let world = World::new(&database).await;
    let (manager, known) = (world.manager().await, world.unit().await);
    world.identify(known.person, &card(41)).await;
    let server = Server::start(&database).await;
    let browser = server.session(manager.operator).await;
    let added = add(&browser, &known.mobile, &card(41), "reviews").await;
    assert!(added.body.contains("若本人无法登录，请联系平台管理员"));
    let older = offer(&added.body);
    let list = browser.get("/people").await.body;
    assert!(
        list.contains("等本人确认") && !list.contains("/join/"),
        "{list}"
    );
    let (operator,): (i64,) = sql("SELECT operator_id FROM offer")
        .one(&mut world.read().await)
        .await
        .expect("one is offered");
    let path = format!("/people/{operator}");
    let admit = [("go", "admit"), ("version", "1"), ("roles", "reviews")];
    assert_eq!(
        browser.post(&path, &admit).await.status,
        StatusCode::CONFLICT
    );
    let early = server.browser();
    let early = early
        .sign_in(manager.code.as_str(), &known.mobile, PASSWORD)
        .await;
    assert_eq!(early.status, StatusCode::UNAUTHORIZED, "waits");
    let newer = browser.post(&path, &[("go", "offer")]).await;
    let newer = offer(&newer.body);
    let own = server.browser();
    assert!(own.get(&older).await.body.contains("已经不能用了"));
    let page = own.get(&newer).await;
    assert!(
        page.body.contains("王**") && page.body.contains("审核"),
        "{}",
        page.body
    );
    let referrer = page.headers.get("referrer-policy");
    assert_eq!(
        referrer.and_then(|value| value.to_str().ok()),
        Some("no-referrer")
    );
    for (password, said) in [("", "请输入您的登录密码"), ("wrong", "您的登录密码不对")]
    {
        let refused = own.post(&newer, &[("password", password)]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.body.contains(said), "{}", refused.body);
    }
    assert_eq!(world.count("operator WHERE waits = 1").await, 1);
    let taken = own.post(&newer, &[("password", PASSWORD)]).await;
    assert_eq!(
        taken.location(),
        "/login?panel=operator&done=joined",
        "{}",
        taken.body
    );
    assert!(own.get(taken.location()).await.body.contains("已加入单位"));
    let spent = own.post(&newer, &[("password", PASSWORD)]).await;
    assert_eq!(spent.location(), newer, "once");
    let signed = own
        .sign_in(manager.code.as_str(), &known.mobile, PASSWORD)
        .await;
    assert_eq!(signed.status, StatusCode::SEE_OTHER, "{}", signed.body);
    let noted = format!("act WHERE kind = 'operator_admitted' AND operator_id = {operator}");
    assert_eq!(world.count(&noted).await, 1);
    // One that is taken back, and one that is too old.
    let other = world.unit().await;
    world.identify(other.person, &card(42)).await;
    let added = add(&browser, &other.mobile, &card(42), "applies").await;
    let link = offer(&added.body);
    let hash = Token::read(link.trim_start_matches("/join/")).hash();
    let mut tx = world.begin().await;
    let late = store::accept_offer(&mut tx, &hash, now().plus_seconds(31 * 60)).await;
    assert_eq!(refused(late), Fault::LinkSpent);
    drop(tx);
    let (operator,): (i64,) = sql("SELECT operator_id FROM offer")
        .one(&mut world.read().await)
        .await
        .expect("one is offered");
    let back = [("go", "refuse"), ("why", "填错了人")];
    let back = browser.post(&format!("/people/{operator}"), &back).await;
    assert_eq!(back.location(), "/people?done=refuse", "{}", back.body);
    assert!(own.get(&link).await.body.contains("已经不能用了"));
    assert_eq!(world.count("offer").await, 0);
}

/// Who comes first with an official's numbers has a password for them; not the official's role.
async fn whoever_registered_with_somebody_s_numbers_gets_none_of_their_roles(
    database: TestDatabase,
) {
    let world = World::new(&database).await;
    let (real, sham) = (world.manager().await, world.manager().await);
    let official = world.colleague(&sham, "李新").await;
    world.identify(official.person, &card(51)).await;
    let server = Server::start(&database).await;
    let browser = server.session(real.operator).await;
    let squatter = server.signed_in(&official).await;
    let added = add(&browser, &official.mobile, &card(51), "reviews").await;
    assert!(!added.body.contains("/reset/"));
    let into = async |password: &str| {
        let browser = server.browser();
        let code = real.code.as_str();
        browser
            .sign_in(code, &official.mobile, password)
            .await
            .status
    };
    assert_eq!(into(PASSWORD).await, StatusCode::UNAUTHORIZED);
    let switch = [("operator", "0")];
    assert_eq!(
        squatter.post("/switch", &switch).await.status,
        StatusCode::NOT_FOUND
    );
    // The unit that they registered has no say in the account any more.
    let mut tx = world.begin().await;
    let theirs = store::make_link(&mut tx, managing(&sham), official.operator, "x", now()).await;
    assert_eq!(refused(theirs), Fault::Forbidden(Barrier::ActsElsewhere));
    drop(tx);
    // The platform gives the account to whose numbers they are.
    let platform = server
        .administration(world.administrator(Role::System).await)
        .await;
    let (operator,): (i64,) = sql("SELECT operator_id FROM offer")
        .one(&mut world.read().await)
        .await
        .expect("one is offered");
    let path = format!("/admin/operators/{operator}");
    assert!(platform.get(&path).await.body.contains("生成链接"));
    let own_page = browser.get(&format!("/people/{operator}")).await.body;
    assert!(!own_page.contains("value=\"link\""), "the unit makes none");
    let made = platform.post(&path, &[("go", "link")]).await;
    let reset = link(&made.body);
    let owner = server.browser();
    let form = [("password", NEW), ("repeated", NEW)];
    let set = owner.post(&reset, &form).await;
    assert!(set.location().ends_with("done=reset"), "{}", set.body);
    assert!(
        squatter
            .get("/workbench")
            .await
            .location()
            .starts_with("/login")
    );
    assert_eq!(into(NEW).await, StatusCode::UNAUTHORIZED, "still waits");
    let taken = owner.post(&offer(&added.body), &[("password", NEW)]).await;
    assert!(taken.location().ends_with("done=joined"), "{}", taken.body);
    assert_eq!(into(NEW).await, StatusCode::SEE_OTHER);
    assert_eq!(into(PASSWORD).await, StatusCode::UNAUTHORIZED);
}

async fn a_phone_is_one_person_s(database: TestDatabase) {
    let world = World::new(&database).await;
    let manager = world.manager().await;
    let clerk = world.colleague(&manager, "李新").await;
    let server = Server::start(&database).await;
    let browser = server.session(manager.operator).await;
    let path = format!("/people/{}", clerk.operator);
    let taken = [
        ("go", "phone"),
        ("version", "1"),
        ("mobile", manager.mobile.as_str()),
        ("password", PASSWORD),
    ];
    let answer = browser.post(&path, &taken).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        answer.body.contains("登记在另一个人名下"),
        "{}",
        answer.body
    );
    let form = [
        ("go", "phone"),
        ("version", "1"),
        ("mobile", "136 0000 8021"),
        ("password", PASSWORD),
    ];
    for (password, said) in [("", "请输入您的登录密码"), ("wrong", "您的登录密码不对")]
    {
        let unproved = [form[0], form[1], form[2], ("password", password)];
        let answer = browser.post(&path, &unproved).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.body.contains(said), "{}", answer.body);
        assert!(
            answer.body.contains("value=\"136 0000 8021\""),
            "{}",
            answer.body
        );
    }
    assert_eq!(
        browser.post(&path, &form).await.location(),
        format!("{path}?done=phone")
    );
    let code = manager.code.as_str();
    let old = server
        .browser()
        .sign_in(code, &clerk.mobile, PASSWORD)
        .await;
    assert_eq!(old.status, StatusCode::UNAUTHORIZED);
    let new = server
        .browser()
        .sign_in(code, "13600008021", PASSWORD)
        .await;
    assert_eq!(new.status, StatusCode::SEE_OTHER);
}

async fn an_administrator_of_the_platform_acts_for_no_unit(database: TestDatabase) {
    let world = World::new(&database).await;
    let manager = world.manager().await;
    world.administrator(Role::Audit).await;
    let (person,): (i64,) = sql("SELECT person_id FROM administrator WHERE role = 'audit'")
        .one(&mut world.read().await)
        .await
        .expect("one");
    world.identify(person, &card(14)).await;
    let mobile = crate::support::vault().keep(lishu::server::vault::Purpose::Mobile, "13600008030");
    world
        .run(
            sql("UPDATE person SET mobile_sealed = $2, mobile_digest = $3 WHERE id = $1")
                .bind(person)
                .bind(mobile.sealed)
                .bind(mobile.digest),
        )
        .await;
    let server = Server::start(&database).await;
    let browser = server.session(manager.operator).await;
    let card = card(14);
    let form = [
        ("person", "郑新"),
        ("mobile", "13600008030"),
        ("card", card.as_str()),
        ("roles", "applies"),
    ];
    let answer = browser.post("/people", &form).await;
    assert_eq!(
        answer.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "{}",
        answer.body
    );
    assert_eq!(world.count("operator").await, 1);
}
