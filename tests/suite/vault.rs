//! Personal data at rest: what stood in the clear is sealed, and the key can be changed while people
//! sign in.

use crate::support::{KEYS, Server, TestDatabase, World, vault};
use lishu::domain::{IdentityCard, Mobile, Principal};
use lishu::server::Vault;
use lishu::server::store::{self, Db, SEALED, find_operator, sql};
use lishu::server::vault::{Purpose, Rekeying, seal_what_is_plain};

on_both_engines!(
    what_stood_in_the_clear_is_sealed,
    sealing_that_was_broken_off_goes_on,
    the_key_is_changed_while_people_sign_in,
    a_former_key_is_kept_as_long_as_it_is_needed,
    what_the_workbench_saves_is_sealed,
);

/// More than two parts of what is done at once.
const PEOPLE: i64 = 1_100;
const CARD: &str = "11010519491231002X";
const NEW_KEY: &str = "new:a0a1a2a3a4a5a6a7a8a9aaabacadaeafb0b1b2b3b4b5b6b7b8b9babbbcbdbebf";

fn mobile(n: i64) -> String {
    format!("137{n:08}")
}

/// A unit whose people stand in the clear, as the second migration has them.
async fn in_the_clear(database: &TestDatabase) -> Db {
    let db = database.of_migration(2).await;
    let mut tx = db.begin().await.expect("a transaction");
    let unit = "INSERT INTO unit (id, uscc, account, name, unit_type, report_phone, created_at)
        VALUES (1, 'A', 'a', '某单位', '12', '13711112222', 1), (2, 'B', 'b', '无', '12', '', 1)";
    sql(unit).execute(&mut tx).await.expect("units");
    for n in 1..=PEOPLE {
        let text = "INSERT INTO person (id, name, mobile, identity_card, password_hash)
            VALUES ($1, '某人', $2, $3, '')";
        let card = (n == PEOPLE).then_some(CARD);
        let person = sql(text).bind(n).bind(mobile(n)).bind(card);
        person.execute(&mut tx).await.expect("a person");
    }
    let legal = "INSERT INTO person (id, name, password_hash) VALUES (5000, '法定代表人', '')";
    sql(legal).execute(&mut tx).await.expect("a person");
    let operators =
        "INSERT INTO operator (unit_id, person_id, applies) SELECT 1, id, 1 FROM person";
    sql(operators).execute(&mut tx).await.expect("operators");
    tx.commit().await.expect("committed");
    db.migrate().await.expect("the schema");
    db
}

async fn count(db: &Db, from: &'static str) -> i64 {
    let mut conn = db.read().await.expect("a connection");
    let text = format!("SELECT COUNT(*) FROM {from}");
    sql(text).int(&mut conn).await.expect("a count")
}

/// Whether somebody who gives this mobile is found under these keys.
async fn finds(db: &Db, vault: &Vault, unit: &str, mobile: &str) -> bool {
    let principal = Principal::Mobile(Mobile::parse(mobile).expect("a mobile"));
    let mut conn = db.read().await.expect("a connection");
    let found = find_operator(&mut conn, vault, unit, &principal).await;
    found.expect("read").is_some()
}

async fn what_stood_in_the_clear_is_sealed(database: TestDatabase) {
    let db = in_the_clear(&database).await;
    let heard = std::sync::Mutex::new(Vec::new());
    let note = |done, total| heard.lock().expect("unpoisoned").push((done, total));
    let vault = vault();
    let all = PEOPLE as u64 + 2;
    let sealed = seal_what_is_plain(&db, &vault, &note)
        .await
        .expect("sealed");
    assert_eq!(sealed, all);
    let heard = heard.into_inner().expect("unpoisoned");
    assert_eq!(heard[..3], [(0, all), (500, all), (1_000, all)]);
    assert_eq!(heard.last(), Some(&(all, all)));

    let clear = "person WHERE mobile IS NOT NULL OR identity_card IS NOT NULL";
    assert_eq!(count(&db, clear).await, 0);
    let whole = "person WHERE mobile_sealed LIKE 'v1.test.%' AND mobile_digest LIKE 'test.%'";
    assert_eq!(count(&db, whole).await, PEOPLE);
    assert_eq!(
        count(&db, "person WHERE identity_digest IS NOT NULL").await,
        1
    );
    assert_eq!(count(&db, "unit WHERE report_phone = ''").await, 1);
    for n in [1, 500, 501, PEOPLE] {
        assert!(finds(&db, &vault, "a", &mobile(n)).await, "{n}");
    }
    let mut conn = db.read().await.expect("a connection");
    let card = Principal::IdentityCard(IdentityCard::parse(CARD).expect("a card"));
    let found = find_operator(&mut conn, &vault, "a", &card)
        .await
        .expect("read");
    assert!(found.is_some());
    let (phone,): (String,) = sql("SELECT report_phone FROM unit WHERE id = 1")
        .one(&mut conn)
        .await
        .expect("read");
    let opened = vault.open(Purpose::ReportPhone, &phone);
    assert_eq!(opened.as_deref(), Some("13711112222"));
    assert_eq!(vault.open(Purpose::Mobile, &phone), None);
    drop(conn);

    let again = seal_what_is_plain(&db, &vault, &|_, _| {})
        .await
        .expect("nothing to do");
    assert_eq!(again, 0);
    if let Db::Sqlite { .. } = db {
        nothing_is_left_in(&database, &["13711112222", &mobile(7), CARD]);
    }
}

/// Not even in pages that are free.
fn nothing_is_left_in(database: &TestDatabase, secrets: &[&str]) {
    for file in ["old.db", "old.db-wal"] {
        let bytes = std::fs::read(database.directory.path().join(file)).unwrap_or_default();
        for secret in secrets {
            let found = bytes.windows(secret.len()).any(|w| w == secret.as_bytes());
            assert!(!found, "{secret} is still in {file}");
        }
    }
}

async fn sealing_that_was_broken_off_goes_on(database: TestDatabase) {
    let db = in_the_clear(&database).await;
    let vault = vault();
    let mut tx = db.begin().await.expect("a transaction");
    let part = store::seal_plain(&mut tx, &vault, &SEALED[0], 300)
        .await
        .expect("sealed");
    tx.commit().await.expect("committed");
    let mut tx = db.begin().await.expect("a transaction");
    store::seal_plain(&mut tx, &vault, &SEALED[0], 300)
        .await
        .expect("sealed");
    drop(tx); // as if it had been killed
    assert_eq!(part, 300);
    assert_eq!(count(&db, "person WHERE mobile IS NULL").await, 300 + 1);
    let rest = seal_what_is_plain(&db, &vault, &|_, _| {})
        .await
        .expect("sealed");
    assert_eq!(rest, PEOPLE as u64 + 2 - 300);
    for n in 1..=PEOPLE {
        assert!(
            n % 100 != 0 || finds(&db, &vault, "a", &mobile(n)).await,
            "{n}"
        );
    }
}

/// A unit with many people, sealed with the tests' key.
async fn with_people(world: &World, unit: i64) {
    let mut tx = world.begin().await;
    for n in 1..=PEOPLE {
        let kept = vault().keep(Purpose::Mobile, &mobile(n));
        sql(
            "INSERT INTO person (id, name, mobile_sealed, mobile_digest, password_hash)
             VALUES ($1, '某人', $2, $3, '')",
        )
        .bind(10_000 + n)
        .bind(kept.sealed)
        .bind(kept.digest)
        .execute(&mut tx)
        .await
        .expect("a person");
    }
    sql("INSERT INTO operator (unit_id, person_id, applies) SELECT $1, id, 1 FROM person WHERE id > 10000")
        .bind(unit)
        .execute(&mut tx)
        .await
        .expect("operators");
    sql("UPDATE unit SET report_phone = $2, contact_phone = $3 WHERE id = $1")
        .bind(unit)
        .bind(vault().seal(Purpose::ReportPhone, "13711112222"))
        .bind(vault().seal(Purpose::ContactPhone, "13733334444"))
        .execute(&mut tx)
        .await
        .expect("phones");
    tx.commit().await.expect("committed");
}

async fn the_key_is_changed_while_people_sign_in(database: TestDatabase) {
    let world = World::new(&database).await;
    let actor = world.unit().await;
    world.identify(actor.person, CARD).await;
    with_people(&world, actor.unit).await;
    let mut tx = world.begin().await;
    let proof = vault().current().proof();
    store::note_vault_key(&mut tx, "test", &proof)
        .await
        .expect("noted");
    tx.commit().await.expect("committed");

    let both = Vault::parse(&format!("{NEW_KEY};{KEYS}")).expect("keys");
    let server = Server::start_under(&database, both.clone(), |_| {}).await;
    let code = actor.code.as_str();
    let all_are_found = async |when: &str| {
        for n in [1, 499, 500, 501, PEOPLE] {
            assert!(
                finds(&world.db, &both, code, &mobile(n)).await,
                "{when}: {n}"
            );
        }
        server.signed_in(&actor).await;
    };
    all_are_found("before").await;

    let mut broken_off = Rekeying::begin(&world.db, &both).await.expect("begun");
    assert!(broken_off.step().await.expect("a part"));
    assert_eq!(broken_off.progress(), (500, PEOPLE as u64 + 4));
    drop(broken_off);
    all_are_found("half way").await;
    assert!(count(&world.db, "person WHERE mobile_digest LIKE 'test.%'").await > 0);

    let mut rekeying = Rekeying::begin(&world.db, &both).await.expect("begun");
    assert_eq!(rekeying.progress(), (0, PEOPLE as u64 + 4 - 500));
    while rekeying.step().await.expect("a part") {
        all_are_found("going on").await;
    }
    let former = rekeying.finish().await.expect("finished");
    assert_eq!(former, ["test"]);
    let noted = "act WHERE kind = 'rekeyed' AND detail LIKE '%[\"test\"]%' AND operator_id IS NULL";
    assert_eq!(world.count(noted).await, 1);
    all_are_found("after").await;

    let new = Vault::parse(NEW_KEY).expect("a key");
    assert!(finds(&world.db, &new, code, &mobile(PEOPLE)).await);
    assert!(!finds(&world.db, &vault(), code, &mobile(PEOPLE)).await);
    let server = Server::start_under(&database, new.clone(), |_| {}).await;
    let browser = server.browser();
    let answer = browser
        .sign_in(code, CARD, crate::support::world::PASSWORD)
        .await;
    assert!(answer.status.is_redirection(), "{}", answer.body);
    let mut conn = world.read().await;
    let (report, contact): (String, String) =
        sql("SELECT report_phone, contact_phone FROM unit WHERE id = $1")
            .bind(actor.unit)
            .one(&mut conn)
            .await
            .expect("read");
    let opened = new.open(Purpose::ReportPhone, &report);
    assert_eq!(opened.as_deref(), Some("13711112222"));
    let opened = new.open(Purpose::ContactPhone, &contact);
    assert_eq!(opened.as_deref(), Some("13733334444"));
}

async fn a_former_key_is_kept_as_long_as_it_is_needed(database: TestDatabase) {
    let world = World::new(&database).await;
    let actor = world.unit().await;
    let both = Vault::parse(&format!("{NEW_KEY};{KEYS}")).expect("keys");
    let mut rekeying = Rekeying::begin(&world.db, &both).await.expect("begun");
    while rekeying.step().await.expect("a part") {}
    // A server that was not restarted goes on with the former key.
    let late = world.colleague(&actor, "李明").await;
    let said = rekeying
        .finish()
        .await
        .expect_err("one is left")
        .to_string();
    assert!(said.contains("restart all of them"), "{said}");

    let spoilt = "UPDATE person SET mobile_sealed = 'v1.test.AAAA' WHERE id = $1";
    world.run(sql(spoilt).bind(late.person)).await;
    let mut rekeying = Rekeying::begin(&world.db, &both).await.expect("begun");
    while rekeying.step().await.expect("a part") {}
    let said = rekeying
        .finish()
        .await
        .expect_err("one can't be opened")
        .to_string();
    let named = format!("person.mobile_sealed of row {}", late.person);
    assert!(said.contains("1 values") && said.contains(&named), "{said}");
}

async fn what_the_workbench_saves_is_sealed(database: TestDatabase) {
    let world = World::new(&database).await;
    let actor = world.unit().await;
    let server = Server::start(&database).await;
    let browser = server.signed_in(&actor).await;
    let form = [
        ("version", "1"),
        ("name", "示例单位"),
        ("region", "220104"),
        ("report_contact", "周岚"),
        ("report_phone", "139 5555 6666"),
    ];
    let saved = browser.post("/workbench", &form).await;
    assert!(saved.status.is_redirection(), "{}", saved.body);
    let kept = world.row(actor.unit).await.report_phone;
    assert!(
        kept.starts_with("v1.test.") && !kept.contains("5555"),
        "{kept}"
    );
    let page = browser.get("/workbench").await;
    assert!(page.body.contains("value=\"13955556666\""), "{}", page.body);
}
