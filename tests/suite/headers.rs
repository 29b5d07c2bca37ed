//! What every answer tells the browser, and what the server takes from a connection.

use crate::support::server::{Browser, send};
use crate::support::{Server, TestDatabase, World};
use lishu::server::settings::Settings;
use reqwest::StatusCode;
use reqwest::header::HeaderMap;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

#[tokio::test]
async fn a_page_runs_only_the_script_that_carries_its_nonce() {
    let (started, browser) = started(|_| {}).await;
    let page = browser.get("/login").await;
    let policy = header(&page.headers, "content-security-policy").to_owned();
    let nonce = policy
        .split("'nonce-")
        .nth(1)
        .and_then(|rest| rest.split('\'').next());
    let nonce = nonce.expect("a nonce");
    assert!(nonce.len() >= 22, "128 bits in base64: {nonce}");
    for directive in [
        "default-src 'none'",
        &format!("script-src 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'"),
        "style-src 'self'",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "object-src 'none'",
    ] {
        assert!(
            policy.split("; ").any(|found| found == directive),
            "{directive}: {policy}"
        );
    }
    assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"));
    let again = started.server.browser().get("/login").await;
    assert!(!header(&again.headers, "content-security-policy").contains(nonce));
}

#[tokio::test]
async fn every_script_of_a_page_carries_the_nonce_and_nothing_is_inline_beside() {
    let database = TestDatabase::sqlite().await;
    let world = World::new(&database).await;
    let unit = world.unit().await;
    let server = Server::start(&database).await;
    let browser = server.session(unit.operator).await;
    for path in [
        "/",
        "/login",
        "/workbench",
        "/bind",
        "/review",
        "/announcements",
        "/nothing",
    ] {
        let page = browser.get(path).await;
        let policy = header(&page.headers, "content-security-policy");
        let mut scripts = 0;
        for script in page.body.split("<script").skip(1) {
            let tag = script.split('>').next().unwrap_or_default();
            let nonce = tag
                .split("nonce=\"")
                .nth(1)
                .and_then(|rest| rest.split('"').next());
            let nonce = nonce.unwrap_or_else(|| panic!("{path}: <script{tag}>"));
            assert!(policy.contains(&format!("'nonce-{nonce}'")), "{path}");
            let nonces = tag.matches("nonce=").count();
            assert_eq!(nonces, 1, "with two of them it does not run: {path}");
            scripts += 1;
        }
        let live = page.body.contains("data-region");
        assert!(!live || scripts > 0, "{path} is live by a script");
        for preload in page.body.split("rel=\"modulepreload\"").skip(1) {
            let tag = preload.split('>').next().unwrap_or_default();
            assert!(tag.contains(" nonce=\""), "{path}: {tag}");
            assert!(!tag.contains("crossorigin=\""), "{path}: {tag}");
        }
        for inline in [" style=\"", "<style", " onclick=", "javascript:"] {
            assert!(!page.body.contains(inline), "{path}: {inline}");
        }
    }
}

#[tokio::test]
async fn every_answer_is_guarded_whatever_it_is() {
    let (_started, browser) = started(|_| {}).await;
    let pages = [
        browser.get("/").await,
        browser.get("/nothing").await,
        browser.get("/pkg/x").await,
    ];
    let posted = browser.post("/logout", &[]).await;
    let refused = send(browser.client.post(format!("{}/enter", browser.origin))).await;
    let called = browser.call("enter", &serde_json::json!({})).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    for answer in pages.into_iter().chain([posted, refused, called]) {
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("x-frame-options", "DENY"),
            ("referrer-policy", "same-origin"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
        ] {
            assert_eq!(header(&answer.headers, name), value, "{answer:?}");
        }
        let permissions = header(&answer.headers, "permissions-policy");
        assert!(permissions.contains("camera=()") && permissions.contains("geolocation=()"));
        let policy = header(&answer.headers, "content-security-policy");
        assert!(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"));
        assert!(
            !answer.headers.contains_key("strict-transport-security"),
            "over plain http"
        );
    }
}

#[tokio::test]
async fn https_is_kept_to_and_asked_for() {
    let (_started, browser) = started(|settings| {
        settings.https = true;
        settings.trusted_proxies = "1".parse().expect("a setting");
    })
    .await;
    let by = |proto: &'static str| {
        let request = browser
            .client
            .get(format!("{}/login?panel=legal", browser.origin));
        send(
            request
                .header("host", "lishu.example:80")
                .header("x-forwarded-proto", proto),
        )
    };
    let answer = by("https").await;
    assert_eq!(answer.status, StatusCode::OK);
    let always = header(&answer.headers, "strict-transport-security");
    assert_eq!(always, "max-age=63072000; includeSubDomains");
    let policy = header(&answer.headers, "content-security-policy");
    assert!(policy.contains("upgrade-insecure-requests"));
    let answer = by("http").await;
    assert_eq!(answer.status, StatusCode::PERMANENT_REDIRECT);
    assert_eq!(answer.location(), "https://lishu.example/login?panel=legal");
    assert!(
        !answer.headers.contains_key("strict-transport-security"),
        "not in the clear"
    );
}

#[tokio::test]
async fn who_sends_no_whole_head_in_time_is_cut_off() {
    let (started, _) = started(|settings| settings.idle_seconds = 1).await;
    for begun in ["", "GET / HTTP/1.1\r\nHost: a\r\nX-Slow: "] {
        let mut stream = connect(&started.server).await;
        stream.write_all(begun.as_bytes()).await.expect("sent");
        let mut said = Vec::new();
        let ended = timeout(Duration::from_secs(10), stream.read_to_end(&mut said)).await;
        ended.expect("it is cut off").ok();
        assert!(!said.starts_with(b"HTTP/1.1 200"));
    }
}

#[tokio::test]
async fn a_head_has_a_largest_size_and_a_largest_number_of_headers() {
    let (started, _) = started(|_| {}).await;
    let many: String = (0..200).map(|n| format!("x-{n}: y\r\n")).collect();
    let long = format!("x-long: {}\r\n", "y".repeat(100 * 1024));
    for headers in [many, long] {
        let mut stream = connect(&started.server).await;
        let request = format!("GET / HTTP/1.1\r\nHost: a\r\n{headers}\r\n");
        stream.write_all(request.as_bytes()).await.ok();
        let mut status = [0; 12];
        stream.read_exact(&mut status).await.expect("an answer");
        assert_eq!(&status, b"HTTP/1.1 431");
    }
}

#[tokio::test]
async fn no_more_connections_are_held_than_are_set() {
    let (started, browser) = started(|settings| {
        settings.connections = 1;
        settings.idle_seconds = 2;
    })
    .await;
    let holding = connect(&started.server).await;
    // Once the silent one is cut off, there is a place again.
    let answer = timeout(Duration::from_secs(10), browser.get("/")).await;
    assert_eq!(answer.expect("an answer in the end").status, StatusCode::OK);
    drop(holding);
}

/// A server, and the database that goes with it.
struct Started {
    server: Server,
    _database: TestDatabase,
}

async fn started(change: impl FnOnce(&mut Settings)) -> (Started, Browser) {
    let database = TestDatabase::sqlite().await;
    let server = Server::start_set(&database, change).await;
    let browser = server.browser();
    (
        Started {
            server,
            _database: database,
        },
        browser,
    )
}

async fn connect(server: &Server) -> TcpStream {
    let address = server.origin.strip_prefix("http://").expect("an address");
    TcpStream::connect(address).await.expect("connected")
}

fn header<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    let value = headers.get(name).and_then(|value| value.to_str().ok());
    value.unwrap_or_else(|| panic!("no {name}: {headers:?}"))
}
