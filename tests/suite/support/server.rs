//! A server on a port of its own, and a browser's manners towards it.

use super::world::PASSWORD;
use super::{Actor, TestDatabase, vault};
use leptos::config::LeptosOptions;
use lishu::server::outbox::Sending;
use lishu::server::runs::Runs;
use lishu::server::session::Token;
use lishu::server::settings::{self, Settings};
use lishu::server::state::AppState;
use lishu::server::store::{Db, sql};
use lishu::server::{AddressLimit, Live, Passwords, Vault, keep_sending, now, router, serve};
use reqwest::header::{COOKIE, HeaderMap, HeaderValue, LOCATION, SET_COOKIE};
use reqwest::{Client, RequestBuilder, StatusCode, redirect};
use std::future::pending;
use std::sync::Arc;
use tokio::net::TcpListener;

#[derive(Clone)]
pub struct Server {
    pub origin: String,
    pub live: Live,
    db: Db,
    settings: Arc<Settings>,
    state: AppState,
}

/// An answer, read to its end.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Answer {
    /// The hidden fields of the page's forms, as a browser would send them.
    pub fn form(&self) -> Vec<(&str, &str)> {
        let inputs = self.body.split("<input").skip(1);
        inputs
            .filter_map(|rest| rest.split_once('>').map(|(tag, _)| tag))
            .filter(|tag| tag.contains("type=\"hidden\""))
            .filter_map(|tag| Some((attribute(tag, "name")?, attribute(tag, "value")?)))
            .collect()
    }

    pub fn location(&self) -> &str {
        let location = self
            .headers
            .get(LOCATION)
            .and_then(|value| value.to_str().ok());
        location.unwrap_or_default()
    }

    pub fn cookie(&self) -> &str {
        let cookie = self
            .headers
            .get(SET_COOKIE)
            .and_then(|value| value.to_str().ok());
        cookie.unwrap_or_default()
    }
}

impl Browser {
    /// The page of messages, and where the newest one of these leads.
    pub async fn newest_message(&self) -> (String, String) {
        let page = self.get("/messages").await;
        let mut fields = page.form().into_iter();
        let newest = fields.find(|(name, _)| *name == "id");
        let id = newest.map(|(_, id)| id.to_owned());
        let id = id.unwrap_or_else(|| panic!("no message: {}", page.body));
        let form = [("id", id.as_str()), ("go", "open")];
        let opened = self.post("/messages", &form).await;
        let leads = opened.location().to_owned();
        (page.body, leads)
    }
}

impl Server {
    pub async fn start(database: &TestDatabase) -> Self {
        Self::start_as(database, false).await
    }

    /// `https`: as it is configured behind a proxy that speaks it.
    pub async fn start_as(database: &TestDatabase, https: bool) -> Self {
        Self::start_set(database, |settings| settings.https = https).await
    }

    /// With other settings than the defaults.
    pub async fn start_set(database: &TestDatabase, set: impl FnOnce(&mut Settings)) -> Self {
        let (mut settings, leptos) = defaults();
        set(&mut settings);
        Self::begin(database.db.clone(), settings, leptos, vault()).await
    }

    /// So many tries to sign in a minute.
    pub async fn start_limited(database: &TestDatabase, tries: u32) -> Self {
        Self::start_set(database, |settings| settings.tries_per_minute = tries).await
    }

    /// Another process on the same database.
    pub async fn start_beside(database: &TestDatabase) -> Self {
        let (settings, leptos) = defaults();
        Self::begin(database.another().await, settings, leptos, vault()).await
    }

    /// With other keys than the tests' too.
    pub async fn start_under(
        database: &TestDatabase,
        vault: Vault,
        set: impl FnOnce(&mut Settings),
    ) -> Self {
        let (mut settings, leptos) = defaults();
        set(&mut settings);
        Self::begin(database.db.clone(), settings, leptos, vault).await
    }

    async fn begin(db: Db, settings: Settings, leptos: LeptosOptions, vault: Vault) -> Self {
        let settings = Arc::new(settings);
        let state = AppState {
            db: db.clone(),
            settings: settings.clone(),
            leptos,
            passwords: Passwords::new(),
            vault,
            addresses: AddressLimit::per_minute(settings.tries_per_minute),
            newcomers: AddressLimit::of_newcomers(settings.tries_per_minute),
            runs: Runs::default(),
            live: Live::default(),
        };
        let live = state.live.clone();
        let kept = state.clone();
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let origin = format!("http://{}", listener.local_addr().expect("bound"));
        let serving = settings.clone();
        tokio::spawn(async move { serve(listener, router(state), &serving, pending()).await });
        Self {
            origin,
            live,
            db,
            settings,
            state: kept,
        }
    }

    /// From now on sends what is to leave, as `lishu serve` does.
    pub fn keep_sending(&self) -> Sending {
        keep_sending(&self.state)
    }

    /// A browser without a session.
    pub fn browser(&self) -> Browser {
        self.browser_of("")
    }

    /// One that says of itself that it is this.
    pub fn browser_of(&self, user_agent: &str) -> Browser {
        let client = Client::builder()
            .cookie_store(true)
            .user_agent(user_agent)
            .redirect(redirect::Policy::none())
            .no_proxy()
            .build()
            .expect("a client");
        let origin = self.origin.clone();
        Browser { client, origin }
    }

    /// A browser with a session of an operator. Nobody signs in: hashing is meant to be slow.
    pub async fn session(&self, operator: i64) -> Browser {
        self.session_of("operator", operator).await
    }

    /// The same of an administrator.
    pub async fn administration(&self, administrator: i64) -> Browser {
        self.session_of("administrator", administrator).await
    }

    async fn session_of(&self, table: &'static str, id: i64) -> Browser {
        let token = Token::random();
        let at = now();
        let mut tx = self.db.begin().await.expect("a transaction");
        sql(format!(
            "INSERT INTO session
                (token_hash, person_id, {table}_id, opened_at, seen_at, expires_at)
             SELECT $1, person_id, id, $3, $3, $4 FROM {table} WHERE id = $2"
        ))
        .bind(token.hash())
        .bind(id)
        .bind(at)
        .bind(at.plus_days(1))
        .execute(&mut tx)
        .await
        .expect("a session");
        tx.commit().await.expect("committed");
        self.holding(&token)
    }

    fn holding(&self, token: &Token) -> Browser {
        let cookie = token.cookie(&self.settings, 1);
        let pair = cookie.to_str().ok().and_then(|text| text.split(';').next());
        let pair = HeaderValue::from_str(pair.expect("a pair")).expect("a header");
        let client = Client::builder()
            .default_headers(HeaderMap::from_iter([(COOKIE, pair)]))
            .redirect(redirect::Policy::none())
            .no_proxy()
            .build()
            .expect("a client");
        let origin = self.origin.clone();
        Browser { client, origin }
    }

    /// A browser in which the operator has signed in.
    pub async fn signed_in(&self, actor: &Actor) -> Browser {
        let browser = self.browser();
        let answer = browser
            .sign_in(actor.code.as_str(), &actor.mobile, PASSWORD)
            .await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        browser
    }
}

/// As they are, but for the tries from one address: all tests have the same.
fn defaults() -> (Settings, LeptosOptions) {
    let (mut settings, leptos) = settings::load(None).expect("the defaults");
    settings.tries_per_minute = 0;
    (settings, leptos)
}

pub struct Browser {
    pub client: Client,
    pub origin: String,
}

impl Browser {
    /// The bytes as they are sent to a browser, all of them.
    pub async fn get_compressed(&self, path: &str) -> Vec<u8> {
        let request = self.client.get(format!("{}{path}", self.origin));
        let answer = request.header("accept-encoding", "gzip").send().await;
        let bytes = answer.expect("an answer").bytes().await;
        bytes.expect("a whole body").to_vec()
    }

    pub async fn get(&self, path: &str) -> Answer {
        let request = self.client.get(format!("{}{path}", self.origin));
        send(request.header("accept", "text/html")).await
    }

    /// A form of our own page.
    pub async fn post(&self, path: &str, form: &[(&str, &str)]) -> Answer {
        let request = self.client.post(format!("{}{path}", self.origin));
        let request = request
            .header("origin", &self.origin)
            .header("sec-fetch-site", "same-origin")
            .header("accept", "text/html");
        send(request.form(form)).await
    }

    /// A form of our own page that sends a file.
    pub async fn upload(&self, path: &str, file: &[u8]) -> Answer {
        let request = self.client.post(format!("{}{path}", self.origin));
        let request = request
            .header("sec-fetch-site", "same-origin")
            .header("accept", "text/html");
        send(with_file(request, file)).await
    }

    /// A file to download.
    pub async fn download(&self, path: &str) -> (StatusCode, Vec<u8>) {
        let request = self.client.get(format!("{}{path}", self.origin));
        let response = request.send().await.expect("the server answers");
        let status = response.status();
        (status, response.bytes().await.expect("a file").to_vec())
    }

    /// What a script says without a body.
    pub async fn signal(&self, path: &str) -> Answer {
        let request = self.client.post(format!("{}{path}", self.origin));
        send(request.header("sec-fetch-site", "same-origin")).await
    }

    /// A server function, called as the browser's half does.
    pub async fn call(&self, function: &str, arguments: &serde_json::Value) -> Answer {
        let request = self.client.post(format!("{}/api/{function}", self.origin));
        let request = request
            .header("sec-fetch-site", "same-origin")
            .header("content-type", "application/json")
            .body(arguments.to_string());
        send(request).await
    }

    pub async fn sign_in_administrator(&self, account: &str, password: &str) -> Answer {
        let form = [("account", account), ("password", password)];
        self.post("/admin/login", &form).await
    }

    pub async fn change_password(&self, current: &str, new: &str) -> Answer {
        let form = [("current", current), ("new", new), ("repeated", new)];
        self.post("/account", &form).await
    }

    /// A button of 两步验证.
    pub async fn factor(&self, step: &str, password: &str, code: &str) -> Answer {
        let form = [("step", step), ("password", password), ("code", code)];
        self.post("/account/second-factor", &form).await
    }

    pub async fn sign_in(&self, unit: &str, operator: &str, password: &str) -> Answer {
        let form = [
            ("panel", "operator"),
            ("unit", unit),
            ("operator", operator),
            ("password", password),
        ];
        self.post("/login", &form).await
    }
}

/// A form with a file in it.
pub fn with_file(request: RequestBuilder, file: &[u8]) -> RequestBuilder {
    let begins = "--lines\r\ncontent-disposition: form-data; name=\"file\"; filename=\"list\"\r\n\
                  content-type: application/octet-stream\r\n\r\n";
    let body = [begins.as_bytes(), file, b"\r\n--lines--\r\n"].concat();
    request
        .header("content-type", "multipart/form-data; boundary=lines")
        .body(body)
}

pub async fn send(request: RequestBuilder) -> Answer {
    let response = request.send().await.expect("the server answers");
    Answer {
        status: response.status(),
        headers: response.headers().clone(),
        body: response.text().await.expect("text"),
    }
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    rest.split_once('"').map(|(value, _)| value)
}
