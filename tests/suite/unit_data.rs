//! 基本信息: versions, and what another name or region brings with it.

use crate::support::letters::{Postbox, text_of};
use crate::support::world::PASSWORD;
use crate::support::{Server, TestDatabase, World};
use lishu::domain::Policy;
use lishu::server::settings::Hidden;
use lishu::server::store::sql;
use reqwest::StatusCode;

on_both_engines!(
    every_save_is_a_version,
    another_name_or_region_is_verified_anew,
    without_the_policy_a_unit_stays_verified,
    a_unit_is_found_by_its_name_of_now,
    the_contact_is_sealed_and_read_back,
    who_changes_by_what_a_unit_is_reached_says_the_password,
    a_clerk_does_not_lead_the_unit_s_links_elsewhere,
    who_reads_the_former_e_mail_is_told,
    rule_16_the_report_is_told_complete_or_not,
);

const REGION: &str = "220100";

async fn save(
    server: &Server,
    operator: i64,
    version: &str,
    more: &[(&str, &str)],
) -> crate::support::server::Answer {
    let browser = server.session(operator).await;
    let mut form = vec![("version", version)];
    form.extend_from_slice(more);
    browser.post("/workbench", &form).await
}

async fn every_save_is_a_version(database: TestDatabase) {
    let world = World::new(&database).await;
    let unit = world.unit().await;
    let server = Server::start(&database).await;
    let answer = save(
        &server,
        unit.operator,
        "1",
        &[("name", "示例单位1"), ("region", REGION)],
    )
    .await;
    assert_eq!(answer.location(), "/workbench?saved=1", "{}", answer.body);
    let more = [
        ("name", "示例单位1"),
        ("region", REGION),
        ("address", "学苑路2号"),
    ];
    assert_eq!(
        save(&server, unit.operator, "2", &more).await.status,
        StatusCode::SEE_OTHER
    );
    let rows: Vec<(i64, String, String, Option<i64>)> =
        sql("SELECT version, region, address, operator_id FROM unit_version ORDER BY version")
            .all(&mut world.read().await)
            .await
            .expect("read");
    let by = Some(unit.operator);
    let expected = [
        (1, String::new(), String::new(), None),
        (2, REGION.to_owned(), String::new(), by),
        (3, REGION.to_owned(), "学苑路2号".to_owned(), by),
    ];
    assert_eq!(rows, expected, "what it was before the first save too");
    assert_eq!(world.count("event WHERE kind = 'profile_saved'").await, 2);
    let stale = save(&server, unit.operator, "1", &more).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    assert_eq!(world.count("unit_version").await, 3);
}

async fn another_name_or_region_is_verified_anew(database: TestDatabase) {
    let world = World::new(&database).await;
    let unit = world.unit().await;
    world.run(sql("UPDATE unit SET region = '220100'")).await;
    let server = Server::start(&database).await;
    let page = server
        .session(unit.operator)
        .await
        .get("/workbench")
        .await
        .body;
    assert!(page.contains("保存后要重新认证"), "said before it is saved");
    let same = [
        ("name", "示例单位1"),
        ("region", REGION),
        ("address", "学苑路3号"),
    ];
    save(&server, unit.operator, "1", &same).await;
    assert_eq!(world.count("unit WHERE verified_at IS NOT NULL").await, 1);
    let named = [("name", "示例新单位"), ("region", REGION)];
    assert_eq!(
        save(&server, unit.operator, "2", &named).await.status,
        StatusCode::SEE_OTHER
    );
    let asked = "unit WHERE verified_at IS NULL AND asked_at IS NOT NULL";
    assert_eq!(world.count(asked).await, 1);
    world.run(sql("UPDATE unit SET verified_at = 1")).await;
    let moved = [("name", "示例新单位"), ("region", "220200")];
    save(&server, unit.operator, "3", &moved).await;
    assert_eq!(world.count(asked).await, 1);
    assert_eq!(
        world.count("event WHERE kind = 'verification_asked'").await,
        2
    );
    let none = [("name", ""), ("region", REGION)];
    let answer = save(&server, unit.operator, "4", &none).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("id=\"name-error\""));
}

async fn without_the_policy_a_unit_stays_verified(database: TestDatabase) {
    let world = World::new(&database).await;
    let unit = world.unit().await;
    world
        .set_policy(Policy {
            verification_required: false,
            ..Policy::default()
        })
        .await;
    let server = Server::start(&database).await;
    let named = [("name", "示例新单位"), ("region", REGION)];
    save(&server, unit.operator, "1", &named).await;
    assert_eq!(world.count("unit WHERE verified_at IS NOT NULL").await, 1);
}

async fn a_unit_is_found_by_its_name_of_now(database: TestDatabase) {
    let world = World::new(&database).await;
    let unit = world.unit().await;
    let server = Server::start(&database).await;
    for (version, name) in [("1", "松江实验中学"), ("2", "松江外国语学校")] {
        save(
            &server,
            unit.operator,
            version,
            &[("name", name), ("region", REGION)],
        )
        .await;
    }
    assert_eq!(
        world
            .count("unit_gram WHERE gram IN ('外国', '国语', '松江')")
            .await,
        3
    );
    assert_eq!(
        world
            .count("unit_gram WHERE gram IN ('实验', '中学')")
            .await,
        0
    );
}

async fn who_changes_by_what_a_unit_is_reached_says_the_password(database: TestDatabase) {
    let world = World::new(&database).await;
    let unit = world.manager().await;
    let server = Server::start(&database).await;
    let named = [("name", "示例单位1"), ("region", REGION)];
    for (field, value) in [
        ("email", "other@example.cn"),
        ("contact_name", "周岚"),
        ("contact_phone", "0431-7654321"),
    ] {
        for (password, said) in [
            ("", "请输入您的登录密码"),
            ("wrong-password", "您的登录密码不对"),
        ] {
            let form = [named[0], named[1], (field, value), ("password", password)];
            let refused = save(&server, unit.operator, "1", &form).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}");
            assert!(refused.body.contains(said), "{field}: {}", refused.body);
            assert!(
                refused.body.contains(&format!("value=\"{value}\"")),
                "{field} is kept"
            );
            assert!(!refused.body.contains("wrong-password"));
        }
        world.change("DELETE FROM attempt".to_owned()).await;
    }
    assert_eq!(world.row(unit.unit).await.email, "");
    let proved = [
        named[0],
        named[1],
        ("email", "other@example.cn"),
        ("password", PASSWORD),
    ];
    let saved = save(&server, unit.operator, "1", &proved).await;
    assert_eq!(saved.location(), "/workbench?saved=1", "{}", saved.body);
    assert_eq!(world.row(unit.unit).await.email, "other@example.cn");
    // What leads nobody elsewhere wants no password, right or wrong.
    let other = [
        named[0],
        named[1],
        proved[2],
        ("address", "学苑路2号"),
        ("password", "wrong"),
    ];
    let saved = save(&server, unit.operator, "2", &other).await;
    assert_eq!(saved.location(), "/workbench?saved=1", "{}", saved.body);
}

async fn the_contact_is_sealed_and_read_back(database: TestDatabase) {
    let world = World::new(&database).await;
    let unit = world.unit().await;
    let server = Server::start(&database).await;
    let more = [
        ("name", "示例单位1"),
        ("region", REGION),
        ("contact_name", "周岚"),
        ("contact_phone", "0431-7654321"),
        ("password", PASSWORD),
    ];
    save(&server, unit.operator, "1", &more).await;
    let kept: (String,) = sql("SELECT contact_phone FROM unit")
        .one(&mut world.read().await)
        .await
        .expect("one");
    assert!(kept.0.starts_with("v1."), "{}", kept.0);
    let page = server
        .session(unit.operator)
        .await
        .get("/workbench")
        .await
        .body;
    assert!(page.contains("value=\"0431-7654321\""));
}

async fn rule_16_the_report_is_told_complete_or_not(database: TestDatabase) {
    let world = World::new(&database).await;
    let unit = world.unit().await;
    let server = Server::start(&database).await;
    let browser = server.session(unit.operator).await;
    assert!(
        browser
            .get("/workbench")
            .await
            .body
            .contains("人才分类定级报送信息未完善")
    );
    let more = [
        ("name", "示例单位1"),
        ("region", REGION),
        ("report_contact", "周岚"),
        ("report_phone", "13900000011"),
        ("report_department", "人事处"),
    ];
    save(&server, unit.operator, "1", &more).await;
    assert!(
        browser
            .get("/workbench")
            .await
            .body
            .contains("人才分类定级报送信息已完善")
    );
}

/// A link that goes to the unit's e-mail opens its 单位管理员's account too.
async fn a_clerk_does_not_lead_the_unit_s_links_elsewhere(database: TestDatabase) {
    let world = World::new(&database).await;
    let manager = world.manager().await;
    let clerk = world.colleague(&manager, "李新").await;
    let office = "office@example.cn";
    world
        .run(sql("UPDATE unit SET email = 'office@example.cn'"))
        .await;
    let server = Server::start(&database).await;
    let named = [("name", "示例单位1"), ("region", REGION)];
    let proved = ("password", PASSWORD);
    let form = [named[0], named[1], ("email", "own@example.cn"), proved];
    let refused = save(&server, clerk.operator, "1", &form).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.body.contains("id=\"email-error\""),
        "{}",
        refused.body
    );
    assert!(refused.body.contains("只能由单位管理员修改"));
    assert_eq!(world.row(manager.unit).await.email, office);
    let browser = server.session(clerk.operator).await;
    let page = browser.get("/workbench").await.body;
    let (_, field) = page.split_once("id=\"email\"").expect("the field");
    let (field, _) = field.split_once('>').expect("its end");
    assert!(
        field.contains("readonly") && field.contains(office),
        "{field}"
    );
    // All else stays theirs.
    let form = [
        named[0],
        named[1],
        ("email", office),
        ("contact_name", "周岚"),
        proved,
    ];
    let saved = save(&server, clerk.operator, "1", &form).await;
    assert_eq!(saved.location(), "/workbench?saved=1", "{}", saved.body);
    // What a 单位管理员 has changed since is no try of theirs.
    world
        .run(sql(
            "UPDATE unit SET email = 'newer@example.cn', version = version + 1",
        ))
        .await;
    let stale = save(&server, clerk.operator, "2", &form).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    assert!(stale.body.contains("newer@example.cn"), "{}", stale.body);
}

async fn who_reads_the_former_e_mail_is_told(database: TestDatabase) {
    let world = World::new(&database).await;
    let unit = world.manager().await;
    world
        .run(sql("UPDATE unit SET email = 'office@example.cn'"))
        .await;
    let postbox = Postbox::open().await;
    let url = postbox.url();
    let server = Server::start_set(&database, |settings| {
        settings.smtp_url = Hidden::new(url);
        settings.mail_from = "noreply@example.cn".to_owned();
    })
    .await;
    let form = [
        ("name", "示例单位1"),
        ("region", REGION),
        ("email", "other@example.cn"),
        ("password", PASSWORD),
    ];
    let saved = save(&server, unit.operator, "1", &form).await;
    assert_eq!(saved.location(), "/workbench?saved=1", "{}", saved.body);
    let letter = postbox.letter().await;
    assert_eq!(letter.to, ["<office@example.cn>"]);
    let text = text_of(&letter.data);
    assert!(
        text.contains("示例单位1") && text.contains("改成了另一个"),
        "{text}"
    );
    assert!(!text.contains("other@example.cn"));
}
