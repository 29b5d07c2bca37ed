//! The demonstration is a contract: people follow it, and tests are written against it.

use crate::support::{TestDatabase, vault};
use lishu::server::demo::{Size, fill};
use lishu::server::store::sql;
use lishu::server::vault::Purpose;

on_both_engines!(the_contract_is_there, a_large_set_is_as_large_as_asked);

async fn count(database: &TestDatabase, from: &'static str) -> i64 {
    let mut conn = database.db.read().await.expect("a connection");
    sql(format!("SELECT COUNT(*) FROM {from}"))
        .int(&mut conn)
        .await
        .expect("a count")
}

async fn the_contract_is_there(database: TestDatabase) {
    let size = Size {
        units: 0,
        pending: 120,
    };
    fill(&database.db, &vault(), size, &|_, _| {})
        .await
        .expect("filled");
    for (code, account, name, mobile, person) in [
        (
            "11220000MB9000015Y",
            "slsjyt",
            "示例省教育厅",
            "13900000001",
            "李明",
        ),
        (
            "11220000MB9000015Y",
            "slsjyt",
            "示例省教育厅",
            "13900000011",
            "周岚",
        ),
        (
            "12220000MB9000023N",
            "ccdx",
            "春城大学",
            "13900000002",
            "王芳",
        ),
        (
            "12220100MB9000031N",
            "sjzx",
            "松江中学",
            "13900000003",
            "赵强",
        ),
        (
            "91220100MA90000460",
            "bykj",
            "北原科技有限公司",
            "13900000004",
            "孙丽",
        ),
        (
            "52220100MJ9000057M",
            "cgzypx",
            "晨光职业培训学校",
            "13900000005",
            "钱进",
        ),
        (
            "11220100MB9000066C",
            "slsjyj",
            "示例市教育局",
            "13900000006",
            "吴静",
        ),
        (
            "12220100MB90000744",
            "jhtsg",
            "静湖图书馆",
            "13900000007",
            "郑洁",
        ),
        (
            "11220000MB9000082W",
            "slsrst",
            "示例省人力资源和社会保障厅",
            "13900000008",
            "冯涛",
        ),
    ] {
        let mut conn = database.db.read().await.expect("a connection");
        let found: Option<(String, String, String)> = sql("SELECT u.account, u.name, p.name
             FROM unit u JOIN operator o ON o.unit_id = u.id JOIN person p ON p.id = o.person_id
             WHERE u.uscc = $1 AND p.mobile_digest = $2")
        .bind(code)
        .bind(vault().digest(Purpose::Mobile, mobile))
        .optional(&mut conn)
        .await
        .expect("read");
        let expected = (account.to_owned(), name.to_owned(), person.to_owned());
        assert_eq!(found, Some(expected), "{code} {mobile}");
    }
    let pending = "application a JOIN unit u ON u.id = a.superior_id
        WHERE a.state = 'pending' AND u.account = 'slsjyt'";
    assert_eq!(count(&database, pending).await, 120);
    assert_eq!(count(&database, "application").await, 120);
    assert_eq!(count(&database, "affiliation").await, 2);
    assert_eq!(count(&database, "announcement").await, 2);
    assert_eq!(count(&database, "round WHERE standing = 0").await, 1);
    assert_eq!(count(&database, "unit").await, 128);
    assert_eq!(
        count(
            &database,
            "unit WHERE account = 'jhtsg' AND entered_at IS NULL"
        )
        .await,
        1
    );
    let again = fill(
        &database.db,
        &vault(),
        Size {
            units: 0,
            pending: 120,
        },
        &|_, _| {},
    )
    .await;
    assert!(again.is_err(), "never into a database with data");
}

async fn a_large_set_is_as_large_as_asked(database: TestDatabase) {
    let size = Size {
        units: 5_000,
        pending: 700,
    };
    fill(&database.db, &vault(), size, &|_, _| {})
        .await
        .expect("filled");
    assert_eq!(count(&database, "unit").await, 5_008);
    assert_eq!(
        count(&database, "application WHERE state = 'pending'").await,
        700
    );
    assert_eq!(count(&database, "event WHERE kind = 'applied'").await, 700);
}
