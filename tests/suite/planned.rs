//! PostgreSQL reads pages from its indexes, however much stands beside what they show.

use crate::support::{TestDatabase, World};
use lishu::domain::Audience;
use lishu::domain::expected::ExpectedSearch;
use lishu::server::now;
use lishu::server::store::{self, Reader, Tx, sql};
use std::collections::BTreeMap;

/// Units beside those of a page, and messages of one event.
const MANY: i64 = 20_000;
/// Rows of one table that a page may read, whatever there is.
const FEW: i64 = 1_000;

/// A superior that expects as many units as have applied to it, and whose disabling told them all.
async fn filled(world: &World) -> Reader {
    let superior = world.unit().await;
    world.applicants(&superior, MANY).await;
    let mut tx = world.begin().await;
    for text in [
        // One event that all of them hear of, and as many that one reader hears of.
        "INSERT INTO event (unit_id, kind, at) VALUES ($1, 'disabled', $2)",
        "INSERT INTO message (unit_id, audience, event_id, at)
         SELECT a.applicant_id, 'applies', e.id, $2
         FROM event e JOIN application a ON a.superior_id = e.unit_id
         WHERE e.unit_id = $1 AND e.kind = 'disabled'",
        "INSERT INTO message (unit_id, audience, event_id, at)
         SELECT $1, 'reviews', id, $2 FROM event WHERE kind = 'applied'",
        "INSERT INTO expected (superior_id, uscc, name, name_key, imported_at)
         SELECT $1, u.uscc, u.name, u.name_key, $2
         FROM application a JOIN unit u ON u.id = a.applicant_id WHERE a.superior_id = $1",
    ] {
        let statement = sql(text).bind(superior.unit).bind(now());
        statement.execute(&mut tx).await.expect(text);
    }
    sql("ANALYZE").execute(&mut tx).await.expect("analysed");
    tx.commit().await.expect("committed");
    Reader {
        operator: superior.operator,
        unit: superior.unit,
        audiences: Audience::ALL.to_vec(),
    }
}

/// Rows that this transaction has read so far of each table.
async fn read_so_far(tx: &mut Tx) -> BTreeMap<String, i64> {
    let found: Vec<(String, i64)> = sql("SELECT CAST(relname AS TEXT),
            CAST(seq_tup_read + COALESCE(idx_tup_fetch, 0) AS BIGINT)
         FROM pg_stat_xact_user_tables")
    .all(tx)
    .await
    .expect("counted");
    found.into_iter().collect()
}

#[tokio::test]
async fn postgres_reads_a_page_of_many_by_its_rows() {
    let database = TestDatabase::postgres().await;
    let world = World::new(&database).await;
    let reader = filled(&world).await;
    let mut tx = world.begin().await;
    let mut before = read_so_far(&mut tx).await;
    let mut few = async |what: &str, tx: &mut Tx| {
        let after = read_so_far(tx).await;
        let was = |table: &String| before.get(table).copied().unwrap_or_default();
        let read = |(table, n): (&String, &i64)| (table.clone(), n - was(table));
        let mut read: Vec<(String, i64)> = after.iter().map(read).collect();
        read.retain(|(_, n)| *n > FEW);
        assert!(read.is_empty(), "{what}: {read:?}");
        before = after;
    };
    let page = store::messages(&mut tx, &reader, None, 50).await;
    assert_eq!(page.expect("read").len(), 50);
    few("messages", &mut tx).await;
    let unread = store::unread(&mut tx, &reader).await.expect("counted");
    assert_eq!(unread.to_string(), "99+");
    few("unread", &mut tx).await;
    for missing in [false, true] {
        let search = ExpectedSearch {
            missing,
            ..ExpectedSearch::default()
        };
        let page = store::expected_page(&mut tx, reader.unit, &search, 50, now()).await;
        assert_eq!(page.expect("read").len(), 50);
        few("expected", &mut tx).await;
    }
}
