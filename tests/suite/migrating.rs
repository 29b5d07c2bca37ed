//! A database from before the review desk gets what the desk keeps, on both engines.

use crate::support::{TestDatabase, World};
use lishu::domain::{Listing, ListingDraft};
use lishu::server::store::{Side, queue_counts, queue_page, sql};

on_both_engines!(what_was_there_is_in_the_list);

/// Two units under a third: one whose application waits, submitted again, and one that was refused.
const RECORDS: [&str; 8] = [
    "INSERT INTO unit (id, uscc, account, name, unit_type, industry, region, created_at)
     VALUES (1, 'A', 'a', '示例省教育厅', '11', 'S', '220000', 1),
        (2, 'B', 'b', '松江中学（ABC）', '12', 'P', '220104', 1),
        (3, 'C', 'c', '北原公司', '91', 'I', '220200', 1)",
    "INSERT INTO round (id, name, opens_at, closes_at) VALUES (7, '上次申报', 1, 2)",
    "INSERT INTO person (id, name, password_hash) VALUES (1, '李明', '')",
    "INSERT INTO operator (id, unit_id, person_id) VALUES (1, 1, 1)",
    "INSERT INTO application (id, applicant_id, superior_id, round_id, state, version, applied_at,
        settled_at)
     VALUES (1, 2, 1, 7, 'pending', 3, 30, NULL), (2, 3, 1, 7, 'rejected', 2, 20, 40)",
    "INSERT INTO event (id, unit_id, application_id, version, kind, from_state, to_state, at)
     VALUES (1, 2, 1, 1, 'applied', NULL, 'pending', 10),
        (2, 3, 2, 1, 'applied', NULL, 'pending', 20),
        (3, 2, 1, 2, 'decided', 'pending', 'returned', 25),
        (4, 2, 1, 3, 'resubmitted', 'returned', 'pending', 30),
        (5, 3, 2, 2, 'decided', 'pending', 'rejected', 40)",
    "INSERT INTO decision (id, application_id, outcome, faulty, opinion, reviewer_id, version_seen,
        batch, decided_at)
     VALUES (1, 1, 'return', 1, '请核对', 1, 1, NULL, 25), (2, 2, 'reject', 0, '不符', 1, 1, 'x', 40)",
    "INSERT INTO affiliation (id, unit_id, superior_id, from_at) VALUES (1, 3, 2, 1)",
];

async fn what_was_there_is_in_the_list(database: TestDatabase) {
    let db = database.of_migration(1).await;
    let mut tx = db.begin().await.expect("a transaction");
    for record in RECORDS {
        sql(record).execute(&mut tx).await.expect("a record");
    }
    tx.commit().await.expect("committed");
    db.migrate().await.expect("the schema");
    db.migrate().await.expect("it is up to date");

    let mut conn = db.read().await.expect("a connection");
    for (query, expected) in [
        ("", &[1][..]),
        ("name=%E6%9D%BE%E6%B1%9F", &[1]),
        ("name=%EF%BC%88abc", &[1]),
        ("name=%E5%AD%A6%28A&sort=name&region=220104", &[1]),
        ("name=%E5%8C%97%E5%8E%9F", &[]),
        ("tab=settled&name=%E5%8C%97%E5%8E%9F&kind=91", &[2]),
        ("tab=settled&sort=waited", &[2]),
    ] {
        let listing = Listing::try_from(ListingDraft::from_query(query)).expect("a listing");
        let page = queue_page(&mut conn, 1, &listing, &Side::First, 9)
            .await
            .expect("read");
        let ids: Vec<_> = page.iter().map(|row| row.id).collect();
        assert_eq!(ids, expected, "{query}");
    }
    let counts = queue_counts(&mut conn, 1).await.expect("read");
    let counts: Vec<_> = counts
        .iter()
        .map(|(state, n)| (state.as_str(), *n))
        .collect();
    assert_eq!(counts, [("pending", 1), ("rejected", 1)]);
    drop(conn);
    let world = World::beside(&World::new(&database).await, db);
    let kept = "submission WHERE (application_id, version, name) IN
        ((1, 3, '松江中学（ABC）'), (2, 1, '北原公司'))";
    assert_eq!(world.count(kept).await, 2);
    assert_eq!(world.count("submission").await, 2);
    assert_eq!(
        world.count("queue WHERE superior_id = 1 AND seq = 0").await,
        1
    );
}
