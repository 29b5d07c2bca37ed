//! The table and what it stands for are one: no server function, page or file beside it.

use lishu::app::App;
use lishu::server::access::{Kind, Who, Whose, table};
use std::collections::{BTreeMap, BTreeSet};

#[test]
fn every_server_function_is_in_the_table() {
    let registered: BTreeSet<&str> = server_fn::axum::server_fn_paths()
        .map(|(path, _)| path)
        .collect();
    assert_eq!(registered, paths(Kind::Call));
}

#[tokio::test]
async fn every_page_of_the_app_is_in_the_table() {
    let routes = leptos_axum::generate_route_list(App);
    let routes: BTreeSet<String> = routes.iter().map(|route| route.path().to_owned()).collect();
    let pages = paths(Kind::Page).into_iter().map(str::to_owned).collect();
    assert_eq!(routes, pages);
}

#[test]
fn no_endpoint_is_twice_in_the_table() {
    let mut seen = BTreeMap::new();
    for entry in table() {
        let key = (entry.method.to_string(), entry.path);
        assert!(
            seen.insert(key, ()).is_none(),
            "{} {}",
            entry.method,
            entry.path
        );
    }
}

#[test]
fn files_of_the_site_are_all_that_is_open_beside_the_portal() {
    for entry in table() {
        if entry.kind == Kind::Asset {
            assert_eq!(
                (entry.who, entry.whose),
                (Who::Anybody, Whose::Public),
                "{}",
                entry.path
            );
        }
        // What has a number belongs to somebody.
        let anybody_s = matches!(entry.whose, Whose::Public);
        let numbered = entry.path.contains("{id}");
        assert!(!(anybody_s && numbered), "{}", entry.path);
    }
}

fn paths(kind: Kind) -> BTreeSet<&'static str> {
    let entries = table().into_iter().filter(|entry| entry.kind == kind);
    entries.map(|entry| entry.path).collect()
}
