//! By which index SQLite answers each shape of the list.

use super::page::page_statement;
use super::{Side, queue_page};
use crate::domain::{Listing, ListingDraft};
use crate::server::demo::{Size, fill};
use crate::server::store::{Conn, Db};
use crate::server::vault::Vault;

fn listing(query: &str) -> Listing {
    Listing::try_from(ListingDraft::from_query(query)).expect("a listing")
}

async fn plan(conn: &mut Conn, query: &str, side: &Side) -> Vec<String> {
    let listing = listing(query);
    let statement = page_statement(conn, 1, &listing, None, side, 20).await;
    let statement = statement.expect("read").expect("rows may match");
    let explained = statement.explained("EXPLAIN QUERY PLAN");
    let steps: Vec<(i64, i64, i64, String)> = explained.all(conn).await.expect("a plan");
    steps.into_iter().map(|(.., step)| step).collect()
}

/// Each shape, its index, and whether what is found has still to be sorted.
const SHAPES: [(&str, &str, bool); 24] = [
    ("", "COVERING INDEX pending_list", false),
    ("sort=oldest", "COVERING INDEX pending_list", false),
    ("sort=waited", "COVERING INDEX pending_list", false),
    ("sort=name", "INDEX pending_name", false),
    (
        "from=2020-01-01&until=2030-01-01",
        "COVERING INDEX pending_list",
        false,
    ),
    ("region=2201", "INDEX pending_city", false),
    ("region=220104&sort=oldest", "INDEX pending_city", false),
    ("region=2201&sort=name", "INDEX pending_name", false),
    ("kind=12", "INDEX pending_type", false),
    ("listed=match", "INDEX pending_listed", false),
    ("listed=renamed&sort=oldest", "INDEX pending_listed", false),
    (
        "kind=12&region=2201&sort=waited",
        "INDEX pending_city",
        false,
    ),
    ("code=11220000MB9000015Y", "INDEX application_uscc", true),
    (
        "name=%E5%B0%8F%E5%AD%A6",
        "SEARCH g USING PRIMARY KEY",
        true,
    ),
    (
        "name=%E5%B0%8F%E5%AD%A6&sort=name&kind=12",
        "SEARCH g USING PRIMARY KEY",
        true,
    ),
    ("tab=settled", "INDEX settled_list", false),
    ("tab=settled&sort=oldest", "INDEX settled_list", false),
    ("tab=settled&sort=name", "INDEX settled_name", false),
    ("tab=settled&sort=waited", "INDEX settled_waited", false),
    ("tab=settled&region=2201", "INDEX settled_city", false),
    ("tab=settled&kind=12", "INDEX settled_type", false),
    ("state=approved", "INDEX settled_state", false),
    ("state=approved&region=2201", "INDEX settled_city", false),
    ("tab=settled&binding=unbound", "INDEX settled_list", false),
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
        units: 0,
        pending: 3_000,
    };
    fill(&db, &Vault::of_tests(), size, &|_, _| {})
        .await
        .expect("filled");
    let mut conn = db.read().await.expect("a connection");
    for (query, index, sorted) in SHAPES {
        let first = queue_page(&mut conn, 1, &listing(query), &Side::First, 20).await;
        let cursor = first.expect("read").last().map(|row| row.cursor());
        let beside = cursor
            .into_iter()
            .flat_map(|c| [Side::After(c.clone()), Side::Before(c)]);
        for side in beside.chain([Side::First]) {
            let steps = plan(&mut conn, query, &side).await;
            let by_index = steps[0].contains(index);
            let sorts = steps.iter().any(|step| step.contains("TEMP B-TREE"));
            assert!(by_index && sorts == sorted, "{query} {side:?}: {steps:?}");
        }
    }
}
