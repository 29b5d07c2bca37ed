//! 审核列表 by each filter and in each order, on both engines.

use crate::support::{Actor, TestDatabase, World};
use lishu::domain::{Instant, Listing, ListingDraft, Outcome, Sort, Tab};
use lishu::server::store::{QueueRow, Side, count_matching, count_matching_up_to, queue_page, sql};

on_both_engines!(
    each_filter_has_its_rows,
    two_characters_find_and_signs_are_themselves,
    each_order_meets_every_row_once_in_either_direction,
    a_common_name_is_found_too,
    a_name_is_kept_as_it_was_submitted,
);

pub fn listing(query: &str) -> Listing {
    Listing::try_from(ListingDraft::from_query(query)).expect("a listing")
}

/// An applicant of this name, kind and region, with its application.
pub async fn applicant(
    world: &World,
    superior: &Actor,
    name: &str,
    kind: &str,
    region: &str,
) -> (Actor, i64) {
    let unit = world.unit().await;
    let mut tx = world.begin().await;
    sql("UPDATE unit SET name = $2, unit_type = $3, region = $4 WHERE id = $1")
        .bind(unit.unit)
        .bind(name)
        .bind(kind)
        .bind(region)
        .execute(&mut tx)
        .await
        .expect("renamed");
    tx.commit().await.expect("committed");
    let id = world.apply(&unit, superior).await.expect("applied");
    (unit, id)
}

async fn apply_at(world: &World, application: i64, at: Instant) {
    let mut tx = world.begin().await;
    sql("UPDATE application SET applied_at = $2 WHERE id = $1")
        .bind(application)
        .bind(at)
        .execute(&mut tx)
        .await
        .expect("moved");
    tx.commit().await.expect("committed");
}

async fn first_page(world: &World, superior: &Actor, listing: &Listing) -> Vec<QueueRow> {
    let mut conn = world.read().await;
    queue_page(&mut conn, superior.unit, listing, &Side::First, 100)
        .await
        .expect("read")
}

/// The ids that a query shows, in their own order.
async fn shown(world: &World, superior: &Actor, query: &str) -> Vec<i64> {
    let listing = listing(query);
    let rows = first_page(world, superior, &listing).await;
    let mut conn = world.read().await;
    let counted = count_matching(&mut conn, superior.unit, &listing)
        .await
        .expect("counted");
    assert_eq!(counted, rows.len() as i64, "{query}");
    let up_to = count_matching_up_to(&mut conn, superior.unit, &listing, 2)
        .await
        .expect("counted");
    assert_eq!(up_to, counted.min(2), "{query}");
    for row in &rows {
        assert!(listing.filter.has(row.applicant()), "{query}: {row:?}");
    }
    let mut ids: Vec<_> = rows.iter().map(|row| row.id).collect();
    ids.sort_unstable();
    ids
}

async fn each_filter_has_its_rows(database: TestDatabase) {
    let world = World::new(&database).await;
    let superior = world.unit().await;
    let (school, a) = applicant(&world, &superior, "松江中学", "12", "220104").await;
    let (_, b) = applicant(&world, &superior, "北原科技有限公司", "91", "220200").await;
    let (_, c) = applicant(&world, &superior, "北原中学", "12", "220202").await;
    let (_, d) = applicant(&world, &superior, "静湖图书馆", "12", "220000").await;
    let day = Instant::from_date_shanghai("2026-03-02").expect("a day");
    apply_at(&world, c, day.plus_seconds(-1)).await;
    apply_at(&world, b, day).await;
    let code = format!("code={}", school.code.as_str());
    let of_code = format!("{code}&name=%E6%9D%BE%E6%B1%9F&kind=12&region=2201");
    let expected: [(&str, &[i64]); 14] = [
        ("", &[a, b, c, d]),
        ("name=%E5%8C%97%E5%8E%9F", &[b, c]),
        ("name=%E5%8C%97%E5%8E%9F%E4%B8%AD", &[c]),
        (&code, &[a]),
        (&of_code, &[a]),
        ("kind=12", &[a, c, d]),
        ("kind=91&region=2202", &[b]),
        ("region=2202", &[b, c]),
        ("region=220202&sort=name", &[c]),
        ("region=2202&kind=12&sort=oldest", &[c]),
        ("from=2026-03-02&until=2026-03-02", &[b]),
        ("until=2026-03-01", &[c]),
        ("binding=unbound", &[a, b, c, d]),
        ("binding=bound", &[]),
    ];
    for (query, ids) in expected {
        assert_eq!(shown(&world, &superior, query).await, ids, "{query}");
    }
    world
        .decide(&superior, a, Outcome::Approve)
        .await
        .expect("decided");
    world
        .decide(&superior, b, Outcome::Reject)
        .await
        .expect("decided");
    world
        .decide(&superior, c, Outcome::Return)
        .await
        .expect("decided");
    let expected: [(&str, &[i64]); 9] = [
        ("tab=settled", &[a, b, c]),
        ("state=pending", &[d]),
        ("state=rejected", &[b]),
        ("tab=settled&binding=bound", &[a]),
        ("tab=settled&binding=unbound", &[b, c]),
        ("state=approved&binding=unbound", &[]),
        ("tab=settled&region=2202&sort=waited", &[b, c]),
        ("tab=settled&kind=12&sort=oldest", &[a, c]),
        ("state=returned&name=%E5%8C%97%E5%8E%9F", &[c]),
    ];
    for (query, ids) in expected {
        assert_eq!(shown(&world, &superior, query).await, ids, "{query}");
    }
}

async fn two_characters_find_and_signs_are_themselves(database: TestDatabase) {
    let world = World::new(&database).await;
    let superior = world.unit().await;
    let (_, percent) = applicant(&world, &superior, "百分100%好", "12", "220104").await;
    let (_, plain) = applicant(&world, &superior, "百分100好（ＡＢ）", "12", "220104").await;
    let (_, line) = applicant(&world, &superior, r"下_划\线ab", "12", "220104").await;
    let expected: [(&str, &[i64]); 9] = [
        ("name=%E7%99%BE%E5%88%86", &[percent, plain]),
        ("name=0%25", &[percent]),
        ("name=00%25%E5%A5%BD", &[percent]),
        ("name=0_", &[]),
        ("name=00_", &[]),
        ("name=%E4%B8%8B_%E5%88%92", &[line]),
        (r"name=_%E5%88%92\%E7%BA%BF", &[line]),
        ("name=AB", &[plain, line]),
        ("name=%28ab%29", &[plain]),
    ];
    for (query, ids) in expected {
        assert_eq!(shown(&world, &superior, query).await, ids, "{query}");
    }
}

/// The ids of a listing from one end to the other, page by page.
async fn through(world: &World, superior: &Actor, listing: &Listing, forwards: bool) -> Vec<i64> {
    let mut conn = world.read().await;
    let mut ids = Vec::new();
    let mut side = match forwards {
        true => Side::First,
        false => Side::Before(
            first_page(world, superior, listing)
                .await
                .pop()
                .expect("a row")
                .cursor(),
        ),
    };
    loop {
        let page = queue_page(&mut conn, superior.unit, listing, &side, 3)
            .await
            .expect("read");
        let (Some(first), Some(last)) = (page.first(), page.last()) else {
            return ids;
        };
        side = match forwards {
            true => Side::After(last.cursor()),
            false => Side::Before(first.cursor()),
        };
        let met = page.iter().map(|row| row.id);
        match forwards {
            true => ids.extend(met),
            false => drop(ids.splice(0..0, met)),
        }
    }
}

async fn each_order_meets_every_row_once_in_either_direction(database: TestDatabase) {
    let world = World::new(&database).await;
    let superior = world.unit().await;
    let names = [
        "松江中学",
        "北原",
        "北元",
        "北原",
        "安图",
        "春城大学",
        "阿城",
        "北原",
        "白山",
    ];
    let mut ids = Vec::new();
    for (number, name) in names.iter().enumerate() {
        let (_, id) = applicant(&world, &superior, name, "12", "220104").await;
        // Several applied in one microsecond.
        let at = Instant::from_micros(1_700_000_000_000_000 + number as i64 / 3);
        apply_at(&world, id, at).await;
        ids.push(id);
    }
    for tab in [Tab::Pending, Tab::Settled] {
        for sort in Sort::ALL {
            for filter in ["", "&region=2201", "&kind=12", "&until=2030-01-01"] {
                let query = format!("tab={}&sort={}{filter}", tab.as_str(), sort.as_str());
                let listing = listing(&query);
                let forwards = through(&world, &superior, &listing, true).await;
                let mut sorted = forwards.clone();
                sorted.sort_unstable();
                assert_eq!(sorted, ids, "{query}");
                let mut backwards = through(&world, &superior, &listing, false).await;
                backwards.extend(forwards.last());
                assert_eq!(backwards, forwards, "{query}");
                let rows = first_page(&world, &superior, &listing).await;
                let keys: Vec<_> = rows.iter().map(|row| (row.cursor().key, row.id)).collect();
                let descends = match sort {
                    Sort::Newest => true,
                    Sort::Waited => tab == Tab::Settled,
                    Sort::Oldest | Sort::Name => false,
                };
                let ordered = |a: &(_, _), b: &(_, _)| if descends { a > b } else { a < b };
                assert!(keys.is_sorted_by(ordered), "{query}");
            }
        }
        if tab == Tab::Pending {
            let rows = first_page(&world, &superior, &listing("sort=name")).await;
            let sorted: Vec<_> = rows.iter().map(|row| row.name.as_str()).collect();
            assert_eq!(
                sorted,
                [
                    "阿城",
                    "安图",
                    "白山",
                    "北元",
                    "北原",
                    "北原",
                    "北原",
                    "春城大学",
                    "松江中学"
                ]
            );
            for id in &ids {
                world
                    .decide(&superior, *id, Outcome::Reject)
                    .await
                    .expect("decided");
            }
        }
    }
}

/// More names than are looked up by their grams.
async fn a_common_name_is_found_too(database: TestDatabase) {
    let world = World::new(&database).await;
    let superior = world.unit().await;
    let mut ids = Vec::new();
    for name in ["春城大学", "北原大学", "松江中学"] {
        ids.push(applicant(&world, &superior, name, "12", "220104").await.1);
    }
    let mut tx = world.begin().await;
    // As if a thousand settled ones were called so.
    sql(
        "INSERT INTO application (applicant_id, superior_id, round_id, state, version, applied_at,
            settled_at, seq)
         WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 1100)
         SELECT a.applicant_id, a.superior_id, a.round_id, 'rejected', 1, 1, 1, 1
         FROM application a, n WHERE a.id = $1",
    )
    .bind(ids[0])
    .execute(&mut tx)
    .await
    .expect("many");
    sql(
        "INSERT INTO event (unit_id, application_id, version, kind, to_state, at)
         SELECT applicant_id, id, 1, 'applied', 'pending', 1 FROM application WHERE settled_at = 1",
    )
    .execute(&mut tx)
    .await
    .expect("their events");
    sql("INSERT INTO queue_gram (superior_id, gram, application_id)
         SELECT superior_id, '大学', id FROM application WHERE settled_at = 1")
    .execute(&mut tx)
    .await
    .expect("their grams");
    tx.commit().await.expect("committed");
    let found = shown(&world, &superior, "name=%E5%A4%A7%E5%AD%A6").await;
    assert_eq!(found, ids[..2]);
}

async fn a_name_is_kept_as_it_was_submitted(database: TestDatabase) {
    let world = World::new(&database).await;
    let superior = world.unit().await;
    let (unit, id) = applicant(&world, &superior, "松江中学", "12", "220104").await;
    let mut tx = world.begin().await;
    sql("UPDATE unit SET name = '松江大学', region = '220200' WHERE id = $1")
        .bind(unit.unit)
        .execute(&mut tx)
        .await
        .expect("renamed");
    tx.commit().await.expect("committed");
    assert_eq!(
        shown(&world, &superior, "name=%E4%B8%AD%E5%AD%A6&region=2201").await,
        [id]
    );
    world
        .decide(&superior, id, Outcome::Return)
        .await
        .expect("decided");
    world.resubmit(&unit, id).await.expect("submitted again");
    let gone = shown(&world, &superior, "name=%E4%B8%AD%E5%AD%A6").await;
    assert!(gone.is_empty());
    assert_eq!(
        shown(&world, &superior, "name=%E5%A4%A7%E5%AD%A6&region=2202").await,
        [id]
    );
    assert_eq!(
        world
            .count("submission WHERE name = '松江中学' AND version = 1")
            .await,
        1
    );
    assert_eq!(
        world
            .count("submission WHERE name = '松江大学' AND version = 3")
            .await,
        1
    );
    assert_eq!(world.count("queue_gram WHERE gram = '中学'").await, 0);
}
