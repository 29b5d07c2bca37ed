//! What an open page hears: changes of the queue, and colleagues at a case; on both engines.

use crate::support::server::{Browser, send};
use crate::support::{Actor, Server, TestDatabase, World};
use lishu::domain::Outcome;
use lishu::server::store;
use reqwest::{Response, StatusCode};
use serde_json::{Value, json};
use std::time::Duration;
use tokio::time::timeout;

on_both_engines!(
    arrivals_and_a_colleague_s_decision_are_told,
    a_broken_stream_goes_on_where_it_was,
    who_missed_too_much_loads_the_page_again,
    only_reviewers_of_the_unit_hear_of_it,
    streams_are_bounded_and_end_with_the_server,
    a_page_hears_who_else_looks_at_the_case,
);

/// Longer than a watcher's period.
const SOON: Duration = Duration::from_secs(5);

pub(crate) struct Stream {
    response: Response,
    read: String,
}

impl Stream {
    async fn open(browser: &Browser, query: &str) -> Self {
        Self::at(browser, &format!("/review/live{query}")).await
    }

    pub(crate) async fn at(browser: &Browser, path: &str) -> Self {
        let address = format!("{}{path}", browser.origin);
        let response = browser.client.get(address).send().await;
        Self::of(response.expect("the server answers"))
    }

    fn of(response: Response) -> Self {
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        let read = String::new();
        Self { response, read }
    }

    /// The next event's id and data.
    async fn next(&mut self) -> (i64, Value) {
        let event = self.soon().await;
        let field = |name: &str| {
            let line = event.lines().find_map(|line| line.strip_prefix(name));
            line.unwrap_or_else(|| panic!("no {name} in {event}"))
                .trim()
                .to_owned()
        };
        let data = serde_json::from_str(&field("data:")).expect("JSON");
        (field("id:").parse().expect("a number"), data)
    }

    pub(crate) async fn soon(&mut self) -> String {
        let event = timeout(SOON, self.event()).await;
        event.expect("an event comes soon")
    }

    pub(crate) async fn event(&mut self) -> String {
        loop {
            if let Some((event, rest)) = self.read.split_once("\n\n") {
                let (event, rest) = (event.to_owned(), rest.to_owned());
                self.read = rest;
                if event.contains("data:") {
                    return event;
                }
                continue;
            }
            let chunk = self.response.chunk().await.expect("the stream lives");
            let chunk = chunk.expect("the stream goes on");
            self.read += std::str::from_utf8(&chunk).expect("text");
        }
    }

    pub(crate) async fn is_silent(&mut self) -> bool {
        let wait = Duration::from_millis(2500);
        timeout(wait, self.event()).await.is_err()
    }
}

async fn seq(world: &World, superior: &Actor) -> i64 {
    let mut conn = world.read().await;
    let found = store::queue_seq(&mut conn, superior.unit).await;
    found.expect("read")
}

async fn arrivals_and_a_colleague_s_decision_are_told(database: TestDatabase) {
    let world = World::new(&database).await;
    let (one, other, superior) = (world.unit().await, world.unit().await, world.unit().await);
    let colleague = world.colleague(&superior, "周岚").await;
    let application = world.apply(&one, &superior).await.expect("applied");
    let server = Server::start(&database).await;
    let browser = server.signed_in(&superior).await;
    let mut stream = Stream::open(&browser, "").await;
    world.apply(&other, &superior).await.expect("applied");
    let (id, news) = stream.next().await;
    assert_eq!(news, json!({ "arrived": 1, "changed": [] }));
    assert_eq!(id, seq(&world, &superior).await);
    world
        .decide(&colleague, application, Outcome::Return)
        .await
        .expect("decided");
    let (_, news) = stream.next().await;
    let changed = &news["changed"][0];
    assert_eq!(news["arrived"], 0);
    assert_eq!(changed["id"], application);
    assert_eq!(changed["word"], "退回修改");
    assert_eq!(changed["who"], "周*");
    assert_eq!(changed["minute"].as_str().map(str::len), Some(16));
    world.undo(&colleague, application).await.expect("undone");
    let (_, news) = stream.next().await;
    assert_eq!(news["changed"][0]["word"], "审核已撤销");
}

async fn a_broken_stream_goes_on_where_it_was(database: TestDatabase) {
    let world = World::new(&database).await;
    let (one, other, superior) = (world.unit().await, world.unit().await, world.unit().await);
    let application = world.apply(&one, &superior).await.expect("applied");
    let seen = seq(&world, &superior).await;
    world.apply(&other, &superior).await.expect("applied");
    world.withdraw(&one, application).await.expect("withdrawn");
    let server = Server::start(&database).await;
    let browser = server.signed_in(&superior).await;
    let mut stream = Stream::open(&browser, &format!("?after={seen}")).await;
    let (id, news) = stream.next().await;
    assert_eq!(news["arrived"], 1);
    assert_eq!(news["changed"][0]["word"], "已撤回");
    let request = browser
        .client
        .get(format!("{}/review/live?after={id}", server.origin));
    let resumed = request.header("last-event-id", seen.to_string()).send();
    let mut stream = Stream::of(resumed.await.expect("answered"));
    assert_eq!(stream.next().await, (id, news));
    // A number that this database never had: the page is another's.
    let mut stream = Stream::open(&browser, "?after=999999").await;
    assert_eq!(stream.next().await, (id, json!({ "reload": true })));
}

async fn who_missed_too_much_loads_the_page_again(database: TestDatabase) {
    let world = World::new(&database).await;
    let superior = world.unit().await;
    world.applicants(&superior, 501).await;
    let changed = "UPDATE application SET seq = 1";
    world.run(store::sql(changed)).await;
    let queue = "INSERT INTO queue (superior_id, seq) VALUES ($1, 1)";
    world.run(store::sql(queue).bind(superior.unit)).await;
    let server = Server::start(&database).await;
    let browser = server.signed_in(&superior).await;
    let mut stream = Stream::open(&browser, "?after=0").await;
    assert_eq!(stream.next().await, (1, json!({ "reload": true })));
}

async fn only_reviewers_of_the_unit_hear_of_it(database: TestDatabase) {
    let world = World::new(&database).await;
    let (unit, superior, other) = (world.unit().await, world.unit().await, world.unit().await);
    let server = Server::start(&database).await;
    let nobody = server.browser().get("/review/live").await;
    assert_eq!(nobody.status, StatusCode::UNAUTHORIZED);
    let stranger = server.signed_in(&other).await;
    let mut stream = Stream::open(&stranger, "?after=0").await;
    world.apply(&unit, &superior).await.expect("applied");
    assert!(stream.is_silent().await, "another superior's queue");
    world
        .run(store::sql("UPDATE operator SET reviews = 0 WHERE unit_id = $1").bind(superior.unit))
        .await;
    let browser = server.signed_in(&superior).await;
    let refused = browser.get("/review/live").await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
}

async fn streams_are_bounded_and_end_with_the_server(database: TestDatabase) {
    let world = World::new(&database).await;
    let superior = world.unit().await;
    let server = Server::start(&database).await;
    let browser = server.signed_in(&superior).await;
    let mut streams = Vec::new();
    for _ in 0..10 {
        streams.push(Stream::open(&browser, "").await);
    }
    let status = |answer: crate::support::server::Answer| answer.status;
    assert_eq!(
        status(browser.get("/review/live").await),
        StatusCode::TOO_MANY_REQUESTS
    );
    let mut stream = streams.pop().expect("ten of them");
    drop(streams);
    server.live.close();
    let ended = timeout(SOON, stream.response.chunk()).await;
    assert_eq!(ended.expect("soon").expect("properly"), None);
}

async fn a_page_hears_who_else_looks_at_the_case(database: TestDatabase) {
    let world = World::new(&database).await;
    let (unit, superior) = (world.unit().await, world.unit().await);
    let colleague = world.colleague(&superior, "周岚").await;
    let application = world.apply(&unit, &superior).await.expect("applied");
    let server = Server::start(&database).await;
    let one = server.signed_in(&superior).await;
    let other = server.signed_in(&colleague).await;
    let (here, leave) = (
        format!("/review/{application}/here"),
        format!("/review/{application}/leave"),
    );
    let said = one.signal(&here).await;
    assert_eq!(
        (said.status, said.body.as_str()),
        (StatusCode::OK, ""),
        "alone"
    );
    assert_eq!(other.signal(&here).await.body, "王** 正在审核此条");
    assert_eq!(one.signal(&here).await.body, "周* 正在审核此条");
    assert_eq!(other.signal(&leave).await.status, StatusCode::NO_CONTENT);
    assert_eq!(one.signal(&here).await.body, "");
    let stranger = server.signed_in(&unit).await;
    assert_eq!(stranger.signal(&here).await.status, StatusCode::NOT_FOUND);
    let nobody = server.browser().signal(&here).await;
    assert_eq!(nobody.status, StatusCode::UNAUTHORIZED);
    let malformed = one.signal("/review/x/here").await;
    assert_eq!(malformed.status, StatusCode::NOT_FOUND);
    let elsewhere = one.client.post(format!("{}{here}", server.origin));
    let elsewhere = send(elsewhere.header("sec-fetch-site", "cross-site")).await;
    assert_eq!(elsewhere.status, StatusCode::FORBIDDEN);
}
