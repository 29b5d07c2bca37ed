//! 消息推送: what another system gets, and the page of who decides about it.

use crate::outbox::hook;
use crate::support::server::Browser;
use crate::support::{Server, TestDatabase, World, vault};
use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::post;
use hmac::{Hmac, KeyInit, Mac};
use http::{HeaderMap, StatusCode};
use lishu::domain::{Outcome, Role};
use lishu::server::now;
use lishu::server::store::sql;
use lishu::server::vault::Purpose;
use serde_json::Value;
use sha2::Sha256;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tokio::net::TcpListener;

on_both_engines!(
    an_event_arrives_signed_and_names_nobody,
    what_does_not_arrive_says_why_and_can_be_sent_again,
    all_that_was_given_up_is_sent_again,
    what_is_not_sent_for_now_says_so,
    a_secret_is_shown_once_and_sealed,
    a_test_says_what_came_of_it,
    an_address_that_is_not_safe_is_told_at_the_field,
    a_webhook_is_removed_with_what_was_to_go_to_it,
    an_address_is_kept_once,
);

#[derive(Clone, Default)]
struct System(Arc<Mutex<Vec<(HeaderMap, String)>>>);

impl System {
    /// Its address, with paths that take, refuse and redirect.
    async fn open(&self) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = format!("http://{}", listener.local_addr().expect("bound"));
        let router = Router::new()
            .route("/take", post(take))
            .route(
                "/refuse",
                post(|| async { StatusCode::SERVICE_UNAVAILABLE }),
            )
            .route("/away", post(|| async { Redirect::temporary("/take") }))
            .with_state(self.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        address
    }

    fn taken(&self) -> Vec<(HeaderMap, String)> {
        self.0.lock().expect("nobody panicked").clone()
    }

    async fn first(&self) -> (HeaderMap, String) {
        let begun = Instant::now();
        loop {
            if let Some(first) = self.taken().pop() {
                return first;
            }
            assert!(begun.elapsed() < Duration::from_secs(10), "it comes soon");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
}

async fn take(State(system): State<System>, headers: HeaderMap, body: String) -> Response {
    let mut taken = system.0.lock().expect("nobody panicked");
    taken.push((headers, body));
    StatusCode::OK.into_response()
}

fn is_signed(secret: &str, (headers, body): &(HeaderMap, String)) -> bool {
    let header = |name: &str| headers[name].to_str().expect("ASCII").to_owned();
    let signature = header("lishu-signature");
    let signature = hex::decode(signature.strip_prefix("v1=").expect("v1")).expect("hex");
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("a key");
    mac.update(format!("{}.{body}", header("lishu-timestamp")).as_bytes());
    mac.verify_slice(&signature).is_ok()
}

async fn browser(world: &World, server: &Server) -> Browser {
    let administrator = world.administrator(Role::System).await;
    server.administration(administrator).await
}

async fn an_event_arrives_signed_and_names_nobody(database: TestDatabase) {
    let world = World::new(&database).await;
    let system = System::default();
    let address = system.open().await;
    hook(&world, &format!("{address}/take"), "decided").await;
    let (unit, superior) = (world.unit().await, world.unit().await);
    let application = world.apply(&unit, &superior).await.expect("applied");
    let decided = world.decide(&superior, application, Outcome::Return);
    decided.await.expect("decided");
    let server = Server::start(&database).await;
    let sending = server.keep_sending();
    let taken = system.first().await;
    sending.stop().await;
    assert!(is_signed("secret", &taken));
    assert!(!is_signed("another", &taken));
    let (headers, body) = &taken;
    let said: Value = serde_json::from_str(body).expect("JSON");
    assert_eq!(headers["content-type"], "application/json");
    assert_eq!(
        said["delivery"],
        headers["lishu-delivery"].to_str().expect("ASCII")
    );
    assert_eq!(said["kind"], "decided");
    assert_eq!(said["unit"], unit.code.as_str());
    assert_eq!(said["superior"], superior.code.as_str());
    assert_eq!(said["to"], "returned");
    assert_eq!(said["asked"], "bind");
    assert!(said["at"].as_str().is_some_and(|at| at.ends_with("+08:00")));
    for hidden in ["王小明", "请核对", "示例单位", unit.mobile.as_str()] {
        assert!(!body.contains(hidden), "{hidden}: {body}");
    }
    assert_eq!(world.count("delivery WHERE state = 'done'").await, 1);
}

async fn what_does_not_arrive_says_why_and_can_be_sent_again(database: TestDatabase) {
    let world = World::new(&database).await;
    let system = System::default();
    let address = system.open().await;
    hook(&world, &format!("{address}/refuse"), "decided").await;
    let (unit, superior) = (world.unit().await, world.unit().await);
    let application = world.apply(&unit, &superior).await.expect("applied");
    let decided = world.decide(&superior, application, Outcome::Return);
    decided.await.expect("decided");
    let server = Server::start(&database).await;
    let sending = server.keep_sending();
    let begun = Instant::now();
    while world.count("delivery WHERE failures = 1").await == 0 {
        assert!(begun.elapsed() < Duration::from_secs(10), "it fails soon");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let waits = "SELECT due_at FROM delivery WHERE state = 'waiting' AND error = 'refused 503'";
    let due = sql(waits)
        .int(&mut world.read().await)
        .await
        .expect("it waits");
    let wait = due - now().as_micros();
    assert!((1_000_000..=10_000_000).contains(&wait), "{wait}");
    let browser = browser(&world, &server).await;
    let page = browser.get("/admin/webhooks").await.body;
    for shown in ["答复的状态是 503", "已试 1 次", "自动再试", "重发"] {
        assert!(page.contains(shown), "{shown}: {page}");
    }
    assert!(!page.contains("重发全部"), "nothing was given up: {page}");
    world.change(FAR_OFF.to_owned()).await;
    // It need not wait for a day once the reason is gone.
    let again = [("id", "1"), ("go", "again")];
    browser.post("/admin/webhooks", &again).await;
    let begun = Instant::now();
    while world
        .count("delivery WHERE attempts = 2 AND failures = 1")
        .await
        == 0
    {
        assert!(
            begun.elapsed() < Duration::from_secs(10),
            "it is tried soon"
        );
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    // Its last try is over.
    world
        .change("UPDATE delivery SET state = 'dead', failures = 7, settled_at = 1".to_owned())
        .await;
    let page = browser.get("/admin/webhooks").await;
    for shown in ["答复的状态是 503", "salt-", "已试 7 次，已停发", "重发"] {
        assert!(page.body.contains(shown), "{shown}: {}", page.body);
    }
    world
        .change(format!("UPDATE webhook SET url = '{address}/take'"))
        .await;
    let again = browser
        .post("/admin/webhooks", &[("id", "1"), ("go", "again")])
        .await;
    assert_eq!(again.location(), "/admin/webhooks?done=again");
    let (headers, _) = system.first().await;
    assert!(
        headers["lishu-delivery"]
            .to_str()
            .expect("ASCII")
            .starts_with("salt-")
    );
    let twice = browser
        .post("/admin/webhooks", &[("id", "1"), ("go", "again")])
        .await;
    assert_eq!(twice.location(), "/admin/webhooks?done=sent", "it arrived");
    let nothing = browser
        .post("/admin/webhooks", &[("id", "999"), ("go", "again")])
        .await;
    assert_eq!(nothing.status, StatusCode::NOT_FOUND);
    sending.stop().await;
    assert_eq!(world.count("act WHERE kind = 'sent_again'").await, 2);
}

const FAR_OFF: &str = "UPDATE delivery SET due_at = due_at + 86400000000, attempts = 1";

async fn all_that_was_given_up_is_sent_again(database: TestDatabase) {
    let world = World::new(&database).await;
    let system = System::default();
    let address = system.open().await;
    let id = hook(&world, &format!("{address}/take"), "decided").await;
    for number in 1..=3 {
        let (unit, superior) = (world.unit().await, world.unit().await);
        let application = world.apply(&unit, &superior).await.expect("applied");
        let decided = world.decide(&superior, application, Outcome::Return);
        decided.await.expect("decided");
        let delivery = "INSERT INTO delivery (name, webhook_id, event_id, state, failures, error,
                due_at, made_at, settled_at)
             SELECT 'x' || CAST($2 AS TEXT), $1, MAX(event_id), 'dead', 7, 'unreachable', 1, 1, 1
             FROM message";
        world
            .run(sql(delivery).bind(id).bind(i64::from(number)))
            .await;
    }
    world.change("DELETE FROM outbox".to_owned()).await;
    let server = Server::start(&database).await;
    let browser = browser(&world, &server).await;
    let page = browser.get("/admin/webhooks").await.body;
    assert!(page.contains("重发全部已停发的"), "{page}");
    let again = browser
        .post("/admin/webhooks", &[("go", "again-all")])
        .await;
    assert_eq!(again.location(), "/admin/webhooks?done=all-again");
    let sending = server.keep_sending();
    let begun = Instant::now();
    while world.count("delivery WHERE state = 'done'").await < 3 {
        assert!(begun.elapsed() < Duration::from_secs(10), "they go soon");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    sending.stop().await;
    assert_eq!(system.taken().len(), 3);
    let page = browser.get("/admin/webhooks").await.body;
    assert!(!page.contains("已停发"), "{page}");
    // A page that was read before says so, and nothing is written down.
    for form in [
        [("id", "1"), ("go", "again")].as_slice(),
        &[("go", "again-all")],
    ] {
        let late = browser.post("/admin/webhooks", form).await;
        assert_eq!(late.location(), "/admin/webhooks?done=sent");
        let page = browser.get(late.location()).await.body;
        assert!(page.contains("不用重发"), "{page}");
    }
    let auditor = world.administrator(Role::Audit).await;
    let trail = server
        .administration(auditor)
        .await
        .get("/admin/trail")
        .await;
    assert!(trail.body.contains("重发了 3 条"), "{}", trail.body);
    assert_eq!(world.count("act WHERE kind = 'sent_again'").await, 1);
}

async fn what_is_not_sent_for_now_says_so(database: TestDatabase) {
    let world = World::new(&database).await;
    let id = hook(&world, "https://example.cn/take", "decided").await;
    let (unit, superior) = (world.unit().await, world.unit().await);
    world.apply(&unit, &superior).await.expect("applied");
    let waits = "INSERT INTO delivery (name, webhook_id, event_id, state, failures, error, due_at,
            made_at)
         SELECT 'x', $1, MAX(id), 'waiting', 2, 'unreachable', $2, 1 FROM event";
    let later = now().plus_days(1);
    world.run(sql(waits).bind(id).bind(later)).await;
    let server = Server::start(&database).await;
    let browser = browser(&world, &server).await;
    let page = browser.get("/admin/webhooks").await.body;
    assert!(page.contains(" 自动再试。"), "{page}");
    world
        .change("UPDATE webhook SET enabled = 0".to_owned())
        .await;
    let page = browser.get("/admin/webhooks").await.body;
    assert!(page.contains("现在停用，启用以后再发"), "{page}");
    assert!(!page.contains(" 自动再试。"), "{page}");
}

async fn a_secret_is_shown_once_and_sealed(database: TestDatabase) {
    let world = World::new(&database).await;
    let server = Server::start(&database).await;
    let browser = browser(&world, &server).await;
    let form = [
        ("url", "https://hooks.example.cn/lishu"),
        ("kinds", "decided"),
        ("kinds", "consent"),
        ("enabled", "1"),
    ];
    let made = browser.post("/admin/webhooks", &form).await;
    assert_eq!(made.status, StatusCode::OK, "{}", made.body);
    let (sealed, kinds): (String, String) = sql("SELECT secret, kinds FROM webhook")
        .one(&mut world.read().await)
        .await
        .expect("one");
    assert_eq!(kinds, "decided,consent");
    let secret = vault().open(Purpose::Webhook, &sealed).expect("it opens");
    assert!(secret.len() == 64 && !sealed.contains(&secret));
    assert!(made.body.contains(&secret));
    let page = browser.get("/admin/webhooks").await;
    assert!(!page.body.contains(&secret), "only the answer shows it");
    assert!(page.body.contains("https://hooks.example.cn/lishu"));
    let renewed = browser
        .post("/admin/webhooks", &[("id", "1"), ("go", "secret")])
        .await;
    assert!(renewed.body.contains("签名密钥") && !renewed.body.contains(&secret));
    let saved = [
        ("id", "1"),
        ("url", "https://other.example.cn/"),
        ("kinds", "undone"),
    ];
    let saved = browser.post("/admin/webhooks", &saved).await;
    assert_eq!(saved.location(), "/admin/webhooks?done=1");
    assert_eq!(
        world
            .count("webhook WHERE enabled = 0 AND kinds = 'undone'")
            .await,
        1
    );
    let acts = "act WHERE kind IN ('webhook_added', 'webhook_secret', 'webhook_changed')";
    assert_eq!(world.count(acts).await, 3);
}

async fn a_test_says_what_came_of_it(database: TestDatabase) {
    let world = World::new(&database).await;
    let system = System::default();
    let address = system.open().await;
    hook(&world, &format!("{address}/take"), "decided").await;
    let server = Server::start(&database).await;
    let browser = browser(&world, &server).await;
    let test = [("id", "1"), ("go", "test")];
    let tested = browser.post("/admin/webhooks", &test).await;
    assert!(tested.body.contains("测试成功"), "{}", tested.body);
    let taken = system.first().await;
    assert!(is_signed("secret", &taken) && taken.1.contains("\"kind\":\"test\""));
    // A port that was free a moment ago.
    let closed = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let silent = closed.local_addr().expect("bound");
    drop(closed);
    for (url, why) in [
        (format!("{address}/refuse"), "答复的状态是 503"),
        (format!("{address}/away"), "转到别的网址"),
        (format!("http://{silent}/"), "连不上对方"),
        (address.replace("http://", "https://"), "证书不可信"),
    ] {
        world
            .change(format!("UPDATE webhook SET url = '{url}'"))
            .await;
        let tested = browser.post("/admin/webhooks", &test).await;
        assert!(tested.body.contains(why), "{why}: {}", tested.body);
    }
    assert_eq!(system.taken().len(), 1, "no redirect was followed");
    assert_eq!(world.count("delivery").await, 0, "a test is no event");
}

async fn an_address_that_is_not_safe_is_told_at_the_field(database: TestDatabase) {
    let world = World::new(&database).await;
    let server = Server::start(&database).await;
    let browser = browser(&world, &server).await;
    let form = [("url", "http://hooks.example.cn/"), ("kinds", "decided")];
    let refused = browser.post("/admin/webhooks", &form).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("url-error"), "{}", refused.body);
    assert!(
        refused.body.contains("value=\"http://hooks.example.cn/\""),
        "what was typed stays"
    );
    let refused = browser
        .post("/admin/webhooks", &[("url", "https://a.example.cn/")])
        .await;
    assert!(
        refused.body.contains("请至少勾选一种消息"),
        "{}",
        refused.body
    );
    assert_eq!(world.count("webhook").await, 0);
    for _ in 0..20 {
        hook(&world, "https://a.example.cn/", "decided").await;
    }
    let form = [("url", "https://b.example.cn/"), ("kinds", "decided")];
    let refused = browser.post("/admin/webhooks", &form).await;
    assert!(refused.body.contains("最多保存 20 条"), "{}", refused.body);
}

async fn a_webhook_is_removed_with_what_was_to_go_to_it(database: TestDatabase) {
    let world = World::new(&database).await;
    let id = hook(&world, "http://127.0.0.1:9/x", "decided").await;
    let (unit, superior) = (world.unit().await, world.unit().await);
    let application = world.apply(&unit, &superior).await.expect("applied");
    let decided = world.decide(&superior, application, Outcome::Return);
    decided.await.expect("decided");
    let delivery = "INSERT INTO delivery (name, webhook_id, event_id, state, due_at, made_at)
         SELECT 'x', $1, event_id, 'waiting', 1, 1 FROM message";
    world.run(sql(delivery).bind(id)).await;
    let server = Server::start(&database).await;
    let browser = browser(&world, &server).await;
    let remove = [("id", "1"), ("go", "remove")];
    let removed = browser.post("/admin/webhooks", &remove).await;
    assert_eq!(removed.location(), "/admin/webhooks?done=removed");
    let page = browser.get(removed.location()).await.body;
    assert!(
        page.contains("已删除") && !page.contains("已保存"),
        "{page}"
    );
    assert_eq!(
        world.count("webhook").await + world.count("delivery").await,
        0
    );
    let twice = browser.post("/admin/webhooks", &remove).await;
    assert_eq!(twice.status, StatusCode::NOT_FOUND);
}

async fn an_address_is_kept_once(database: TestDatabase) {
    let world = World::new(&database).await;
    let id = hook(&world, "https://a.example.cn/x", "decided").await;
    let other = hook(&world, "https://b.example.cn/x", "decided").await;
    let server = Server::start(&database).await;
    let browser = browser(&world, &server).await;
    let (id, other) = (id.to_string(), other.to_string());
    let post = async |own: &str| {
        let form = [
            ("id", own),
            ("url", "https://a.example.cn/x"),
            ("kinds", "undone"),
        ];
        browser.post("/admin/webhooks", &form).await
    };
    for own in ["", other.as_str()] {
        let refused = post(own).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.body.contains("url-error"), "{}", refused.body);
        assert!(
            refused.body.contains("已经有这个接收地址了"),
            "{}",
            refused.body
        );
    }
    let saved = post(&id).await;
    assert_eq!(
        saved.location(),
        "/admin/webhooks?done=1",
        "its own it keeps"
    );
    assert_eq!(world.count("webhook").await, 2);
    let (one, two) = tokio::join!(
        browser.post("/admin/webhooks", &NEW),
        browser.post("/admin/webhooks", &NEW),
    );
    let mut answers = [one.status, two.status];
    answers.sort_unstable();
    assert_eq!(answers, [StatusCode::OK, StatusCode::UNPROCESSABLE_ENTITY]);
}

const NEW: [(&str, &str); 2] = [("url", "https://c.example.cn/"), ("kinds", "decided")];
