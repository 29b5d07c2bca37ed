//! What every mutation refuses, made from the table: nothing from another site, nothing by GET or as
//! text/plain, nothing twice, nothing stale.

use super::asks::{Ask, ask};
use super::rules::expected;
use super::scene::{Asker, Relation, Scene, State, fingerprint};
use super::{endpoints, name, send};
use crate::support::server::Browser;
use crate::support::{Server, TestDatabase, World};
use lishu::server::access::{Entry, Kind};
use reqwest::RequestBuilder;

on_both_engines!(
    a_mutation_comes_from_our_own_pages_and_by_post,
    a_mutation_sent_twice_is_done_once,
    a_stale_version_changes_nothing,
);

async fn a_mutation_comes_from_our_own_pages_and_by_post(database: TestDatabase) {
    let world = World::new(&database).await;
    let server = Server::start_limited(&database, 0).await;
    let scene = Scene::new(&world, &server, State::Pending).await;
    let before = fingerprint(&world).await;
    let entries = mutations();
    for entry in &entries {
        let (browser, ask) = (admitted(entry, &scene).await, asked(entry, &scene));
        for (name, value) in [
            ("x-nothing", "neither header"),
            ("origin", "https://evil.example"),
            ("origin", "null"),
            ("sec-fetch-site", "cross-site"),
            ("sec-fetch-site", "same-site"),
            ("sec-fetch-site", "none"),
        ] {
            let request = ask.without_origin(&browser, entry).header(name, value);
            refused(entry, request, &[403], name).await;
        }
        refused(entry, ask.as_text(&browser, entry), &[415], "text/plain").await;
        // Where a page has the address it is only shown.
        let page = endpoints()
            .iter()
            .any(|other| other.path == entry.path && other.kind == Kind::Page);
        let shown: &[u16] = if page { &[200, 303, 422] } else { &[405] };
        refused(entry, ask.as_get(&browser), shown, "GET").await;
    }
    assert_eq!(
        before,
        fingerprint(&world).await,
        "none of it has an effect"
    );
}

async fn a_mutation_sent_twice_is_done_once(database: TestDatabase) {
    let world = World::new(&database).await;
    let server = Server::start_limited(&database, 0).await;
    let mut wrong = Vec::new();
    let entries = mutations();
    for entry in &entries {
        let (_, browser, ask) = prepared(&world, &server, entry).await;
        let (first, _) = send(&browser, entry, &ask).await;
        let once = fingerprint(&world).await;
        let (second, _) = send(&browser, entry, &ask).await;
        let twice = fingerprint(&world).await;
        let name = name(entry);
        if first != ask.answers || second >= 500 {
            wrong.push(format!("{name}: {first}, then {second}"));
        }
        if once != twice && !ask.repeats {
            let changed = once.iter().zip(&twice).filter(|(one, two)| one != two);
            wrong.push(format!(
                "{name} was done twice: {:?}",
                changed.collect::<Vec<_>>()
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

async fn a_stale_version_changes_nothing(database: TestDatabase) {
    let world = World::new(&database).await;
    let server = Server::start_limited(&database, 0).await;
    let mut versioned = 0;
    let entries = mutations();
    for entry in &entries {
        let (scene, browser, now) = prepared(&world, &server, entry).await;
        let stale = ask(entry, &scene, -1).expect("as before");
        if stale == now {
            continue;
        }
        versioned += 1;
        let before = fingerprint(&world).await;
        let (status, _) = send(&browser, entry, &stale).await;
        assert_eq!(status, now.misses, "{}", name(entry));
        assert_eq!(before, fingerprint(&world).await, "{}", name(entry));
    }
    assert!(versioned >= 9, "{versioned} endpoints carry a version");
}

fn mutations() -> Vec<Entry> {
    let mut entries = endpoints();
    entries.retain(|entry| entry.method == "POST");
    entries
}

/// A scene in which the request is done, and a browser that may send it.
async fn prepared(world: &World, server: &Server, entry: &Entry) -> (Scene, Browser, Ask) {
    let scene = Scene::new(world, server, State::Pending).await;
    let state = asked(entry, &scene).first_state();
    let scene = match state {
        State::Pending => scene,
        state => Scene::new(world, server, state).await,
    };
    let (browser, ask) = (admitted(entry, &scene).await, asked(entry, &scene));
    (scene, browser, ask)
}

async fn admitted(entry: &Entry, scene: &Scene) -> Browser {
    let everybody = Relation::ALL
        .into_iter()
        .flat_map(|relation| Asker::ALL.map(|asker| (asker, relation)));
    let mut admitted = everybody.filter(|(asker, relation)| {
        *asker != Asker::Nobody && expected(entry, *asker, *relation).admits()
    });
    let (asker, relation) = admitted
        .next()
        .unwrap_or_else(|| panic!("nobody may {}", name(entry)));
    scene.browser(entry, asker, relation).await
}

fn asked(entry: &Entry, scene: &Scene) -> Ask {
    ask(entry, scene, 0).unwrap_or_else(|| panic!("asks.rs does not know {}", name(entry)))
}

async fn refused(entry: &Entry, request: RequestBuilder, statuses: &[u16], why: &str) {
    let status = request.send().await.expect("the server answers").status();
    assert!(
        statuses.contains(&status.as_u16()),
        "{} {why}: {status}",
        name(entry)
    );
}
