//! What somebody tries who has read the source: over HTTP, against a server as it is deployed.

use crate::support::server::send;
use crate::support::{Server, TestDatabase, World};
use lishu::server::store::sql;
use reqwest::{Method, StatusCode};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};

const MARKUP: &str = "\"><script>alert(1)</script><img src=x onerror=alert(1)>";

#[tokio::test]
async fn nothing_that_was_typed_becomes_markup() {
    let database = TestDatabase::sqlite().await;
    let world = World::new(&database).await;
    let unit = world.unit().await;
    let rename = sql("UPDATE unit SET name = $1, address = $1 WHERE id = $2");
    world.run(rename.bind(MARKUP).bind(unit.unit)).await;
    let server = Server::start(&database).await;
    let browser = server.signed_in(&unit).await;
    let wrong = server.browser().sign_in(MARKUP, MARKUP, MARKUP).await;
    let escaped = "%22%3E%3Cscript%3Ealert(1)%3C/script%3E%3Cimg%20src=x%20onerror=alert(1)%3E";
    let mut pages = vec![wrong];
    for path in [
        "/workbench",
        "/bind?code=",
        "/review?name=",
        "/login?next=",
        "/nothing/",
    ] {
        let path = match path.ends_with(['=', '/']) {
            true => format!("{path}{escaped}"),
            false => path.to_owned(),
        };
        pages.push(browser.get(&path).await);
    }
    for page in pages {
        assert!(!page.body.contains("<script>alert"), "{}", page.body);
        assert!(!page.body.contains("<img src=x"), "{}", page.body);
    }
}

#[tokio::test]
async fn what_was_typed_is_never_sql() {
    let database = TestDatabase::sqlite().await;
    let world = World::new(&database).await;
    let (unit, superior) = (world.unit().await, world.unit().await);
    world.apply(&unit, &superior).await.expect("applied");
    let server = Server::start(&database).await;
    let browser = server.signed_in(&superior).await;
    for typed in [
        "' OR '1'='1",
        "'; DROP TABLE unit; --",
        "%27%20UNION%20SELECT%201--",
        "\\",
    ] {
        let answer = server.browser().sign_in(typed, typed, typed).await;
        assert!(
            answer.status.is_client_error(),
            "{typed}: {}",
            answer.status
        );
        for field in ["name", "code", "kind", "region", "after", "sel", "sort"] {
            let path = format!(
                "/review?{field}={}",
                typed.replace(' ', "%20").replace('\'', "%27")
            );
            assert!(!browser.get(&path).await.status.is_server_error(), "{path}");
        }
    }
    assert_eq!(world.count("unit").await, 2);
}

#[tokio::test]
async fn no_other_site_is_let_in_by_cors() {
    let database = TestDatabase::sqlite().await;
    let server = Server::start(&database).await;
    let client = server.browser().client;
    for (method, path) in [
        (Method::GET, "/"),
        (Method::OPTIONS, "/api/home"),
        (Method::POST, "/login"),
    ] {
        let request = client.request(method, format!("{}{path}", server.origin));
        let answer = send(request.header("origin", "https://elsewhere.example")).await;
        let allowed = answer
            .headers
            .keys()
            .find(|name| name.as_str().starts_with("access-control"));
        assert_eq!(allowed, None, "{path}");
    }
}

#[tokio::test]
async fn trace_is_not_answered() {
    let database = TestDatabase::sqlite().await;
    let server = Server::start(&database).await;
    let request = server
        .browser()
        .client
        .request(Method::TRACE, format!("{}/", server.origin));
    let answer = send(request.header("cookie", "lishu=secret")).await;
    assert!(answer.status.is_client_error(), "{}", answer.status);
    assert!(!answer.body.contains("secret"));
}

/// Who asks for a thousand pages and reads none of them has the only place, for so long.
#[tokio::test]
async fn who_does_not_take_an_answer_is_cut_off() {
    let database = TestDatabase::sqlite().await;
    let server = Server::start_set(&database, |settings| {
        settings.connections = 1;
        settings.answer_seconds = 1;
    })
    .await;
    let address = server
        .origin
        .trim_start_matches("http://")
        .parse()
        .expect("an address");
    let socket = TcpSocket::new_v4().expect("a socket");
    socket.set_recv_buffer_size(4096).expect("a small window");
    let mut silent = socket.connect(address).await.expect("connected");
    let asked = "GET / HTTP/1.1\r\nhost: x\r\n\r\n".repeat(1000);
    silent.write_all(asked.as_bytes()).await.expect("asked");
    // Served only when the place is free again. (One that is never cut off is idle for nobody.)
    let waiting = server.browser();
    let page = tokio::time::timeout(Duration::from_secs(60), waiting.get("/")).await;
    assert_eq!(
        page.expect("the place is free again").status,
        StatusCode::OK
    );
    let mut read = Vec::new();
    let all = tokio::time::timeout(Duration::from_secs(60), silent.read_to_end(&mut read)).await;
    assert!(all.is_ok(), "it ends");
    let answers = read
        .windows(13)
        .filter(|bytes| bytes == b"HTTP/1.1 200 ")
        .count();
    assert!((1..1000).contains(&answers), "{answers} of 1000");
}

/// One that takes its answers in time gets all of them, however long it takes for them together.
#[tokio::test]
async fn who_takes_each_answer_is_not_cut_off() {
    let database = TestDatabase::sqlite().await;
    let server = Server::start_set(&database, |settings| settings.answer_seconds = 1).await;
    let address = server.origin.trim_start_matches("http://");
    let mut stream = TcpStream::connect(address).await.expect("connected");
    for n in 0..3 {
        let asked = b"GET /login HTTP/1.1\r\nhost: x\r\n\r\n";
        stream.write_all(asked).await.expect("asked");
        let mut read = vec![0; 1 << 20];
        let n_read = stream.read(&mut read).await.expect("answered");
        assert!(read[..n_read].starts_with(b"HTTP/1.1 200"), "{n}");
        tokio::time::sleep(Duration::from_millis(700)).await;
        while let Ok(Ok(1..)) =
            tokio::time::timeout(Duration::from_millis(50), stream.read(&mut read)).await
        {}
    }
}

#[tokio::test]
async fn every_text_says_its_charset() {
    let database = TestDatabase::sqlite().await;
    let world = World::new(&database).await;
    let unit = world.unit().await;
    let server = Server::start(&database).await;
    let browser = server.signed_in(&unit).await;
    for path in ["/", "/workbench", "/review", "/nothing", "/pkg/nothing.js"] {
        let answer = browser.get(path).await;
        let kind = answer.headers.get("content-type").map(|kind| kind.to_str());
        let kind = kind.and_then(Result::ok).unwrap_or_default();
        let with_charset =
            kind.starts_with("text/") && kind.to_lowercase().contains("charset=utf-8");
        assert!(with_charset, "{path}: {kind}");
    }
}

#[tokio::test]
async fn nothing_of_a_page_is_kept_by_caches() {
    let database = TestDatabase::sqlite().await;
    let world = World::new(&database).await;
    let unit = world.unit().await;
    let server = Server::start(&database).await;
    let browser = server.signed_in(&unit).await;
    for path in ["/", "/workbench", "/review", "/bind", "/login", "/nothing"] {
        let answer = browser.get(path).await;
        assert_eq!(
            answer.headers.get("cache-control").expect("a header"),
            "no-store",
            "{path}"
        );
    }
}

#[tokio::test]
async fn the_site_serves_its_own_files_and_no_others() {
    let database = TestDatabase::sqlite().await;
    let server = Server::start(&database).await;
    let browser = server.browser();
    for path in [
        "/.git/config",
        "/pkg/",
        "/pkg",
        "/pkg/..%2f..%2fCargo.toml",
        "/pkg/%2e%2e/%2e%2e/etc/passwd",
        "/pkg/../manifest.json%00",
        "/Leptos.toml",
        "/lishu.db",
        "/static/",
    ] {
        let answer = browser.get(path).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        assert!(
            !answer.body.contains("[package]") && !answer.body.contains("root:"),
            "{path}"
        );
    }
}

/// Sends the bytes as they are, and returns what comes back.
async fn raw(server: &Server, request: &str) -> String {
    let place = server.origin.trim_start_matches("http://");
    let mut stream = TcpStream::connect(place).await.expect("connected");
    stream.write_all(request.as_bytes()).await.expect("sent");
    let mut answer = vec![0; 4096];
    let n = stream.read(&mut answer).await.expect("an answer");
    String::from_utf8_lossy(&answer[..n]).into_owned()
}

#[tokio::test]
async fn a_request_of_two_lengths_is_refused() {
    let database = TestDatabase::sqlite().await;
    let server = Server::start(&database).await;
    let head = "POST /login HTTP/1.1\r\nHost: x\r\n";
    for lengths in [
        "Content-Length: 4\r\nContent-Length: 5\r\n",
        "Content-Length: 4\r\nTransfer-Encoding: identity\r\n",
        "Content-Length: -4\r\n",
        "Content-Length: 4, 5\r\n",
    ] {
        let answer = raw(&server, &format!("{head}{lengths}\r\nabcde")).await;
        let status = answer.split(' ').nth(1).unwrap_or_default();
        assert!(status.starts_with('4'), "{lengths:?}: {answer}");
    }
}

#[tokio::test]
async fn a_body_larger_than_any_form_is_refused() {
    let database = TestDatabase::sqlite().await;
    let server = Server::start(&database).await;
    let browser = server.browser();
    let large = "x".repeat(5 * 1024 * 1024);
    let answer = browser.post("/login", &[("unit", &large)]).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(!answer.body.contains("xxxxxxxx"));
}

#[tokio::test]
async fn a_field_sent_twice_is_no_field() {
    let database = TestDatabase::sqlite().await;
    let world = World::new(&database).await;
    let (unit, superior, other) = (world.unit().await, world.unit().await, world.unit().await);
    let server = Server::start(&database).await;
    let browser = server.signed_in(&unit).await;
    let twice = [
        ("code", superior.code.as_str()),
        ("code", other.code.as_str()),
    ];
    let answer = browser.post("/bind", &twice).await;
    assert!(answer.status.is_client_error(), "{}", answer.status);
    let in_the_address = format!("/bind?code={}", superior.code);
    let answer = browser.post(&in_the_address, &[]).await;
    assert!(answer.status.is_client_error(), "{}", answer.status);
    assert_eq!(world.count("application").await, 0);
}

#[tokio::test]
async fn fields_that_a_form_does_not_have_change_nothing() {
    let database = TestDatabase::sqlite().await;
    let world = World::new(&database).await;
    let (unit, superior) = (world.unit().await, world.unit().await);
    let server = Server::start(&database).await;
    let browser = server.signed_in(&unit).await;
    let form = [
        ("code", superior.code.as_str()),
        ("state", "approved"),
        ("applicant_id", "2"),
        ("version", "9"),
        ("manages", "1"),
        ("verified_at", "1"),
    ];
    let answer = browser.post("/bind", &form).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    let asked = format!(
        "application WHERE applicant_id = {} AND state = 'pending' AND version = 1",
        unit.unit
    );
    assert_eq!(world.count("application").await, 1);
    let mut conn = world.read().await;
    let found = sql(format!("SELECT COUNT(*) FROM {asked}"))
        .int(&mut conn)
        .await
        .expect("read");
    assert_eq!(found, 1);
    assert_eq!(world.superior(unit.unit).await, None);
}

#[tokio::test]
async fn password_fields_are_masked_and_helped_by_the_browser() {
    let database = TestDatabase::sqlite().await;
    let server = Server::start(&database).await;
    let page = server.browser().get("/login?panel=operator").await;
    let inputs = page.body.split("<input").skip(1);
    let inputs = inputs.filter_map(|rest| rest.split_once('>').map(|(tag, _)| tag));
    let password: Vec<&str> = inputs
        .filter(|tag| tag.contains("name=\"password\""))
        .collect();
    assert_eq!(password.len(), 1, "{}", page.body);
    assert!(password[0].contains("type=\"password\""), "{}", password[0]);
    assert!(
        password[0].contains("autocomplete=\"current-password\""),
        "{}",
        password[0]
    );
    assert!(!page.body.contains("onpaste") && !password[0].contains("readonly"));
}

#[tokio::test]
async fn every_page_of_who_is_signed_in_can_sign_out() {
    let database = TestDatabase::sqlite().await;
    let world = World::new(&database).await;
    let unit = world.unit().await;
    let server = Server::start(&database).await;
    let browser = server.signed_in(&unit).await;
    for path in ["/", "/workbench", "/bind", "/review", "/announcements"] {
        let page = browser.get(path).await;
        assert!(page.body.contains("action=\"/logout\""), "{path}");
    }
}

#[tokio::test]
async fn nobody_can_sign_in_to_a_new_database() {
    let database = TestDatabase::sqlite().await;
    let mut conn = database.db.read().await.expect("a connection");
    for table in ["person", "operator", "administrator", "unit"] {
        let found = sql(format!("SELECT COUNT(*) FROM {table}"))
            .int(&mut conn)
            .await;
        assert_eq!(found.expect("read"), 0, "{table}");
    }
}

#[tokio::test]
async fn a_token_is_random_and_kept_as_a_hash() {
    let database = TestDatabase::sqlite().await;
    let world = World::new(&database).await;
    let unit = world.unit().await;
    let server = Server::start(&database).await;
    let mut tokens = Vec::new();
    for _ in 0..3 {
        let (code, mobile) = (unit.code.as_str(), unit.mobile.as_str());
        let answer = server
            .browser()
            .sign_in(code, mobile, crate::support::world::PASSWORD)
            .await;
        let (pair, _) = answer.cookie().split_once(';').expect("a cookie");
        let (_, token) = pair.split_once('=').expect("a token");
        assert_eq!(token.len(), 64, "256 bits in hexadecimal");
        tokens.push(token.to_owned());
    }
    assert!(tokens[0] != tokens[1] && tokens[1] != tokens[2] && tokens[0] != tokens[2]);
    for token in &tokens {
        let kept = sql("SELECT COUNT(*) FROM session WHERE token_hash = $1").bind(token.as_str());
        assert_eq!(kept.int(&mut world.read().await).await.expect("read"), 0);
    }
    assert_eq!(world.count("session").await, 3);
}

#[tokio::test]
async fn sign_ins_are_on_record() {
    let database = TestDatabase::sqlite().await;
    let world = World::new(&database).await;
    let unit = world.unit().await;
    let server = Server::start(&database).await;
    let (code, mobile) = (unit.code.as_str(), unit.mobile.as_str());
    let browser = server.browser();
    browser.sign_in(code, mobile, "wrong").await;
    browser
        .sign_in(code, mobile, crate::support::world::PASSWORD)
        .await;
    browser.post("/logout", &[]).await;
    let kinds: Vec<(String,)> = sql("SELECT kind FROM act ORDER BY id")
        .all(&mut world.read().await)
        .await
        .expect("read");
    let kinds: Vec<&str> = kinds.iter().map(|(kind,)| kind.as_str()).collect();
    assert_eq!(kinds, ["sign_in_failed", "signed_in", "signed_out"]);
}

#[tokio::test]
async fn passwords_are_kept_as_argon2id() {
    let hash = lishu::server::hash_password("correct horse battery staple");
    assert!(
        hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
        "{hash}"
    );
    assert_ne!(
        hash,
        lishu::server::hash_password("correct horse battery staple"),
        "salted"
    );
}

#[tokio::test]
async fn personal_data_are_in_no_address() {
    let database = TestDatabase::sqlite().await;
    let world = World::new(&database).await;
    let unit = world.unit().await;
    let server = Server::start(&database).await;
    let signed_in = server.browser();
    let (code, mobile) = (unit.code.as_str(), unit.mobile.as_str());
    let answer = signed_in
        .sign_in(code, mobile, crate::support::world::PASSWORD)
        .await;
    assert!(!answer.location().contains(mobile));
    for path in [
        "/",
        "/workbench",
        "/bind",
        "/review",
        "/login?panel=operator",
    ] {
        let page = signed_in.get(path).await;
        let links = page
            .body
            .split("href=\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next());
        for link in links {
            assert!(!link.contains(mobile), "{path}: {link}");
        }
        // A form that could carry such data goes by POST.
        for form in page.body.split("<form").skip(1) {
            let form = form.split("</form>").next().unwrap_or_default();
            let typed = ["name=\"password\"", "name=\"operator\"", "name=\"mobile\""];
            if typed.iter().any(|name| form.contains(name)) {
                assert!(form.contains("method=\"post\""), "{path}: {form}");
            }
        }
    }
}
