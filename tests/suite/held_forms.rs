//! What was typed is not lost when a form can't be run now: nobody is signed in any more, or something is due first.

use crate::support::server::{Answer, Browser};
use crate::support::world::PASSWORD;
use crate::support::{Server, TestDatabase, World};
use lishu::domain::{PasswordProfile, Policy, Role, SecondFactorFor};
use lishu::server::now;
use reqwest::StatusCode;
use totp_rs::{Builder, Secret};

on_both_engines!(
    an_administrator_s_form_outlives_the_session,
    a_form_waits_until_the_password_is_changed,
    a_form_waits_until_the_second_factor_is_on,
);

const NEW: &str = "Songhua-River-2026";

/// The form that the page carries, as a browser sends it back.
fn held(page: &Answer) -> Vec<(String, String)> {
    let fields = page.form().into_iter();
    let carried = fields.filter(|(name, _)| name.starts_with("held"));
    let unescaped = |text: &str| text.replace("&amp;", "&").replace("&quot;", "\"");
    let mut carried: Vec<_> = carried.map(|(k, v)| (k.to_owned(), unescaped(v))).collect();
    // A page has it in each of its forms.
    carried.dedup();
    carried.truncate(2);
    assert_eq!(carried.len(), 2, "{}", page.body);
    carried
}

async fn post(
    browser: &Browser,
    path: &str,
    more: &[(&str, &str)],
    held: &[(String, String)],
) -> Answer {
    let mut form = more.to_vec();
    form.extend(held.iter().map(|(k, v)| (k.as_str(), v.as_str())));
    browser.post(path, &form).await
}

/// Whose form it is, where it is sent to, its fields, and what of them is on the page again.
type Typed<'a> = (Role, &'a str, &'a [(&'a str, &'a str)], &'a str);

async fn an_administrator_s_form_outlives_the_session(database: TestDatabase) {
    let world = World::new(&database).await;
    let unit = world.unit().await;
    let server = Server::start(&database).await;
    let of_unit = format!("/admin/units/{}", unit.unit);
    let of_operator = format!("/admin/operators/{}", unit.operator);
    let operator = unit.operator.to_string();
    let reveal = [
        ("operator", operator.as_str()),
        ("what", "mobile"),
        ("why", "核对报送人员"),
        ("back", of_operator.as_str()),
    ];
    let forms: [Typed; 8] = [
        (
            Role::System,
            &of_unit,
            &[("go", "disable"), ("why", "单位已经撤销")],
            "单位已经撤销",
        ),
        (
            Role::System,
            &of_operator,
            &[("go", "disable"), ("why", "本人离职了")],
            "本人离职了",
        ),
        (Role::System, "/admin/reveal", &reveal, "核对报送人员"),
        (
            Role::System,
            "/admin/announcements/new",
            &[("title", "关于申报的通知"), ("go", "preview")],
            "关于申报的通知",
        ),
        (
            Role::System,
            "/admin/modules",
            &[("name", "职称评审&公示"), ("url", "/x")],
            "职称评审&amp;公示",
        ),
        (
            Role::Security,
            "/admin/policy",
            &[("idle_minutes", "77"), ("absolute_hours", "x")],
            "value=\"77\"",
        ),
        (
            Role::Security,
            "/admin/locks",
            &[("unit", "chunchengdaxue")],
            "chunchengdaxue",
        ),
        (
            Role::Security,
            "/admin/codes",
            &[("code", "12"), ("why", "核对过证书")],
            "核对过证书",
        ),
    ];
    for (role, path, form, typed) in forms {
        let administrator = world.administrator_account(role).await;
        let browser = server.browser();
        let asked = browser.post(path, form).await;
        assert_eq!(asked.status, StatusCode::UNAUTHORIZED, "{path}");
        assert!(
            asked.body.contains("平台管理员登录") && asked.body.contains("登录已过期"),
            "{path}"
        );
        let held = held(&asked);
        let sign_in = [
            ("account", administrator.account.as_str()),
            ("password", "wrong"),
        ];
        let refused = post(&browser, "/admin/login", &sign_in, &held).await;
        assert_eq!(refused.status, StatusCode::UNAUTHORIZED);
        let held = self::held(&refused);
        let sign_in = [sign_in[0], ("password", PASSWORD)];
        let page = post(&browser, "/admin/login", &sign_in, &held).await;
        assert_eq!(page.status, StatusCode::OK, "{path}: {}", page.body);
        assert!(page.body.contains(typed), "{path}: {}", page.body);
    }
    let done = "act WHERE kind IN ('revealed', 'unlocked', 'code_allowed', 'module_changed', 'policy_changed')";
    assert_eq!(world.count(done).await, 0, "nothing is done by signing in");
    assert_eq!(world.count("unit WHERE disabled_at IS NOT NULL").await, 0);
    assert_eq!(world.count("announcement").await, 0);
}

const TYPED: [(&str, &str); 4] = [
    ("version", "1"),
    ("name", "示例单位1"),
    ("region", "220102"),
    ("address", "学苑路66号"),
];

async fn a_form_waits_until_the_password_is_changed(database: TestDatabase) {
    let world = World::new(&database).await;
    let unit = world.unit().await;
    let server = Server::start(&database).await;
    let browser = server.signed_in(&unit).await;
    let policy = Policy {
        password_profile: PasswordProfile::Dengbao3,
        ..Policy::default()
    };
    world.set_policy(policy).await;
    let old = now().plus_days(-91).as_micros();
    world
        .change(format!("UPDATE person SET password_set_at = {old}"))
        .await;

    let asked = browser.post("/workbench", &TYPED).await;
    assert_eq!(asked.status, StatusCode::FORBIDDEN);
    for said in ["请先修改密码", "刚才的内容还没有提交", "已经保留"] {
        assert!(asked.body.contains(said), "{said}: {}", asked.body);
    }
    let passwords = |current: &'static str| [("current", current), ("new", NEW), ("repeated", NEW)];
    let refused = post(&browser, "/account", &passwords("wrong"), &held(&asked)).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = post(&browser, "/account", &passwords(PASSWORD), &held(&refused)).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    assert!(page.body.contains("value=\"学苑路66号\""), "{}", page.body);
    assert_eq!(
        world.row(unit.unit).await.address,
        "",
        "it is for its owner to send it"
    );
    let saved = browser.post("/workbench", &TYPED).await;
    assert_eq!(saved.location(), "/workbench?saved=1");
}

async fn a_form_waits_until_the_second_factor_is_on(database: TestDatabase) {
    let world = World::new(&database).await;
    let unit = world.unit().await;
    let server = Server::start(&database).await;
    let browser = server.signed_in(&unit).await;
    let policy = Policy {
        second_factor: SecondFactorFor {
            applying: true,
            ..SecondFactorFor::default()
        },
        ..Policy::default()
    };
    world.set_policy(policy).await;
    let asked = browser.post("/workbench", &TYPED).await;
    assert_eq!(asked.status, StatusCode::FORBIDDEN);
    assert!(asked.body.contains("请先开启两步验证") && asked.body.contains("刚才的内容还没有提交"));
    let path = "/account/second-factor";
    let begun = post(&browser, path, &[("step", "begin")], &held(&asked)).await;
    assert_eq!(begun.status, StatusCode::OK);
    let (_, rest) = begun
        .body
        .split_once("class=\"code secret\">")
        .expect("a secret");
    let secret = rest.split('<').next().expect("a secret").replace(' ', "");
    let confirm = [("step", "confirm"), ("password", PASSWORD)];
    let wrong = [confirm[0], confirm[1], ("code", "000000")];
    let refused = post(&browser, path, &wrong, &held(&begun)).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let secret = Secret::try_from_base32(&secret).expect("base32");
    let phone = Builder::new().with_secret(secret).build().expect("a phone");
    let seconds = u64::try_from(now().as_micros() / 1_000_000).expect("after 1970");
    let code = phone.generate(seconds).to_string();
    let right = [confirm[0], confirm[1], ("code", code.as_str())];
    let codes = post(&browser, path, &right, &held(&refused)).await;
    assert!(
        codes.body.contains("请现在抄下或打印这些恢复码"),
        "{}",
        codes.body
    );
    assert!(codes.body.contains("继续刚才的办理"));
    let page = post(&browser, path, &[("step", "go-on")], &held(&codes)).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    assert!(page.body.contains("value=\"学苑路66号\""), "{}", page.body);
}
