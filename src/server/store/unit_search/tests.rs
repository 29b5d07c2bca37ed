//! By which index SQLite answers each shape of the search.

use super::*;
use crate::domain::admin::UnitSearchDraft;
use crate::server::demo::{Size, fill};
use crate::server::store::Db;
use crate::server::vault::Vault;

/// Each shape, its index, and whether what is found has still to be sorted.
const SHAPES: [(&str, &str, bool); 9] = [
    ("", "SCAN u", false),
    (
        "code=11220000MB9000015Y",
        "INDEX sqlite_autoindex_unit_1",
        false,
    ),
    (
        "name=%E5%B0%8F%E5%AD%A6",
        "SEARCH g USING PRIMARY KEY",
        false,
    ),
    (
        "name=%E5%B0%8F%E5%AD%A6&state=verified",
        "SEARCH g USING PRIMARY KEY",
        false,
    ),
    (
        "name=%E5%B0%8F%E5%AD%A6&state=waiting",
        "INDEX unit_waiting",
        true,
    ),
    ("state=waiting", "INDEX unit_waiting", false),
    ("state=verified", "INDEX unit_verified", false),
    ("state=returned", "INDEX unit_returned", false),
    ("state=disabled", "INDEX unit_disabled", false),
];

#[tokio::test]
async fn each_shape_is_answered_by_its_index() {
    let folder = tempfile::tempdir().expect("a folder");
    let url = format!("sqlite://{}/plans.db", folder.path().display());
    let db = Db::open(&url.parse().expect("a URL"), 2)
        .await
        .expect("opened");
    db.migrate().await.expect("the schema");
    let size = Size {
        units: 20_000,
        pending: 12_000,
    };
    fill(&db, &Vault::of_tests(), size, &|_, _| {})
        .await
        .expect("filled");
    let mut conn = db.read().await.expect("a connection");
    for (query, index, sorted) in SHAPES {
        for after in ["", "&after=5.7"] {
            let draft = UnitSearchDraft::from_query(&format!("{query}{after}"));
            let search = UnitSearch::try_from(draft).expect("a search");
            let driver = choose(&mut conn, &search).await.expect("read");
            let driver = driver.expect("rows may match");
            let explained = statement(&search, &driver, 20).explained("EXPLAIN QUERY PLAN");
            let steps: Vec<(i64, i64, i64, String)> =
                explained.all(&mut conn).await.expect("a plan");
            let steps: Vec<String> = steps.into_iter().map(|(.., step)| step).collect();
            let by_index = steps[0].contains(index)
                || (query.is_empty() && steps[0].contains("SEARCH u USING INTEGER PRIMARY KEY"));
            let sorts = steps.iter().any(|step| step.contains("TEMP B-TREE"));
            assert!(by_index && sorts == sorted, "{query}{after}: {steps:?}");
        }
    }
}
