//! `lishu audit`, run as an operator runs it: what it says, and how it ends.

use crate::support::{KEYS, TestDatabase, World};
use lishu::domain::{ActKind, Instant};
use lishu::server::now;
use lishu::server::store::{Act, By, Db, note, prune, sql};
use std::process::Command;

on_both_engines!(
    what_waits_is_linked_and_the_newest_link_is_told,
    a_whole_trail_is_said_to_be_whole,
    a_broken_trail_ends_with_one_and_the_first_broken_link,
    only_what_the_policy_need_not_keep_is_removed,
    a_broken_trail_is_not_pruned,
    an_act_goes_after_six_months_and_leaves_its_digest,
    what_is_gone_past_the_prunings_is_found,
    a_pruning_that_took_too_much_is_found,
);

/// What the command said, and whether it ended well.
struct Said {
    well: bool,
    out: String,
    err: String,
}

fn audit(url: &str, arguments: &[&str]) -> Said {
    let output = Command::new(env!("CARGO_BIN_EXE_lishu"))
        .arg("audit")
        .args(arguments)
        .args(["--database-url", url])
        .env_remove("DATABASE_URL")
        .env("LISHU_KEYS", KEYS)
        .output()
        .expect("the command runs");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    assert!(matches!(output.status.code(), Some(0..=2)));
    Said {
        well: output.status.code() == Some(0),
        out: text(output.stdout),
        err: text(output.stderr),
    }
}

/// With the one sentence that the command gave up with.
fn refused(url: &str, arguments: &[&str]) -> String {
    let said = audit(url, arguments);
    assert!(!said.well, "{}", said.out);
    let lines: Vec<&str> = said
        .err
        .lines()
        .filter(|l| l.starts_with("lishu: "))
        .collect();
    assert_eq!(lines.len(), 1, "{}", said.err);
    lines[0].to_owned()
}

fn told(url: &str, arguments: &[&str]) -> String {
    let said = audit(url, arguments);
    assert!(said.well, "{}", said.err);
    said.out
}

async fn acted(world: &World, at: Instant) {
    let mut tx = world.begin().await;
    let act = Act {
        why: "为了测试",
        ..Act::new(ActKind::SignedIn, By::Nobody, at)
    };
    note(&mut tx, act).await.expect("noted");
    tx.commit().await.expect("committed");
}

/// Three old acts, the events of a binding, and two acts of now; linked.
async fn scene(database: &TestDatabase) -> World {
    let world = World::new(database).await;
    for days in [500, 400, 399] {
        acted(&world, now().plus_days(-days)).await;
    }
    let (unit, superior) = (world.unit().await, world.unit().await);
    world.bind(&unit, &superior).await;
    for _ in 0..2 {
        acted(&world, now()).await;
    }
    told(&database.url, &["link"]);
    world
}

async fn without_triggers(world: &World) {
    for table in ["act", "act_pruned"] {
        match &world.db {
            Db::Sqlite { .. } => {
                let drop = format!("DROP TRIGGER IF EXISTS {table}_kept_whole");
                world.run(sql(drop)).await;
            }
            Db::Postgres(_) => {
                let disable = format!("ALTER TABLE {table} DISABLE TRIGGER USER");
                world.run(sql(disable)).await;
            }
        }
    }
}

async fn what_waits_is_linked_and_the_newest_link_is_told(database: TestDatabase) {
    let url = database.url.as_str();
    let none = refused(url, &["anchor"]);
    assert!(none.contains("nothing is linked yet"), "{none}");
    let world = World::new(&database).await;
    acted(&world, now()).await;
    acted(&world, now()).await;
    assert_eq!(told(url, &["link"]), "Linked 2.\n");
    assert_eq!(told(url, &["link"]), "Linked 0.\n");
    let mut conn = world.read().await;
    let (hash,): (String,) = sql("SELECT hash FROM trail WHERE seq = 2")
        .one(&mut conn)
        .await
        .expect("a link");
    assert_eq!(told(url, &["anchor"]), format!("2:{hash}\n"));
}

async fn a_whole_trail_is_said_to_be_whole(database: TestDatabase) {
    let world = scene(&database).await;
    let url = database.url.as_str();
    let anchor = told(url, &["anchor"]);
    let links = world.count("trail").await;
    let alone = told(url, &["verify"]);
    assert!(
        alone.contains(&format!("The trail is whole: {links} links.")),
        "{alone}"
    );
    assert!(alone.contains("Without --anchor"), "{alone}");
    acted(&world, now().plus_days(-1)).await;
    let anchored = told(url, &["verify", "--anchor", anchor.trim()]);
    assert!(!anchored.contains("Without --anchor"), "{anchored}");
    assert!(anchored.contains("1 rows wait to be linked"), "{anchored}");
    let said = audit(url, &["verify", "--anchor", "17"]);
    assert!(!said.well && said.err.contains("SEQ:HASH"), "{}", said.err);
}

async fn a_broken_trail_ends_with_one_and_the_first_broken_link(database: TestDatabase) {
    let world = scene(&database).await;
    let url = database.url.as_str();
    let anchor = told(url, &["anchor"]);
    let (seq, hash) = anchor.trim().split_once(':').expect("SEQ:HASH");
    let other = format!("{seq}:{}", hash.chars().rev().collect::<String>());
    let differs = refused(url, &["verify", "--anchor", &other]);
    assert!(
        differs.contains(&format!("link {seq} is not the one of the anchor")),
        "{differs}"
    );
    without_triggers(&world).await;
    world.run(sql("DELETE FROM act WHERE id = 2")).await;
    let missing = refused(url, &["verify"]);
    assert!(
        missing.contains("the trail is broken: link 2: act 2 is missing"),
        "{missing}"
    );
}

async fn only_what_the_policy_need_not_keep_is_removed(database: TestDatabase) {
    let world = scene(&database).await;
    let url = database.url.as_str();
    let (acts, events, links) = (
        world.count("act").await,
        world.count("event").await,
        world.count("trail").await,
    );
    let anchor = told(url, &["anchor"]);
    let asked = told(url, &["prune"]);
    assert!(
        asked.contains("keeps acts for 12 months: 3 are of before"),
        "{asked}"
    );
    assert!(asked.contains("Nothing was removed"), "{asked}");
    assert_eq!(world.count("act").await, acts);

    let done = told(url, &["prune", "--yes"]);
    assert!(done.contains("Removed 3; their links are there."), "{done}");
    assert_eq!(
        world.count("act").await,
        acts - 3 + 1,
        "and the record of it"
    );
    assert_eq!(world.count("act WHERE kind = 'trail_pruned'").await, 1);
    assert_eq!(world.count("event").await, events);
    assert_eq!(world.count("trail").await, links + 1);

    // What was linked before is proved by the anchor of before, removed or not.
    let whole = told(url, &["verify", "--anchor", anchor.trim()]);
    assert!(
        whole.contains(&format!("whole: {} links", links + 1)),
        "{whole}"
    );
    assert!(
        whole.contains("3 acts of before") && whole.contains("in 1 prunings"),
        "{whole}"
    );
    let again = told(url, &["prune", "--yes"]);
    assert!(again.contains(": 0 are of before"), "{again}");
    assert_eq!(world.count("act WHERE kind = 'trail_pruned'").await, 1);
}

async fn a_broken_trail_is_not_pruned(database: TestDatabase) {
    let world = scene(&database).await;
    without_triggers(&world).await;
    world.run(sql("DELETE FROM act WHERE id = 2")).await;
    let refused = refused(&database.url, &["prune", "--yes"]);
    assert!(
        refused.contains("nothing was removed, as the trail is broken"),
        "{refused}"
    );
    assert_eq!(world.count("act WHERE id IN (1, 3)").await, 2);
}

async fn an_act_goes_after_six_months_and_leaves_its_digest(database: TestDatabase) {
    let world = scene(&database).await;
    let at = |days: i64| now().plus_days(-days);
    acted(&world, at(187)).await;
    acted(&world, at(185)).await;
    let mut tx = world.begin().await;
    note(&mut tx, Act::new(ActKind::TrailPruned, By::Nobody, at(187)))
        .await
        .expect("noted");
    tx.commit().await.expect("committed");
    let goes = async |why: &str, id: i64, expected: bool| {
        let mut tx = world.begin().await;
        let gone = sql("DELETE FROM act WHERE id = $1")
            .bind(id)
            .execute(&mut tx)
            .await;
        assert_eq!(gone.is_ok(), expected, "{why}");
    };
    let (old, young, record) = (6, 7, 8);
    goes("it has no digest and no link", old, false).await;
    for id in [old, young, record] {
        let keep = "INSERT INTO act_pruned (act_id, digest) VALUES ($1, 'ab')";
        world.run(sql(keep).bind(id)).await;
    }
    goes("it has no link", old, false).await;
    told(&database.url, &["link"]);
    goes("it is old, and told by its link", old, true).await;
    goes("it is younger than six months", young, false).await;
    goes("it is the record of a pruning", record, false).await;
    for statement in [
        "UPDATE act_pruned SET digest = ''",
        "DELETE FROM act_pruned",
    ] {
        let mut tx = world.begin().await;
        let refused = sql(statement).execute(&mut tx).await.expect_err(statement);
        assert!(
            refused.to_string().contains("digests are append-only"),
            "{refused}"
        );
    }
}

/// With all rights on the database: an act goes as if it had been pruned, with the very digest that a pruning keeps.
async fn what_is_gone_past_the_prunings_is_found(database: TestDatabase) {
    let world = scene(&database).await;
    let url = database.url.as_str();
    told(url, &["prune", "--yes"]);
    without_triggers(&world).await;
    let mut tx = world.begin().await;
    let tried = prune(&mut tx, now().plus_days(1), now())
        .await
        .expect("pruned");
    assert_eq!(tried, 2);
    let (id, digest): (i64, String) =
        sql("SELECT act_id, digest FROM act_pruned ORDER BY act_id DESC LIMIT 1")
            .one(&mut tx)
            .await
            .expect("kept");
    // Never committed: no record of it is in the chain.
    drop(tx);
    let keep = "INSERT INTO act_pruned (act_id, digest) VALUES ($1, $2)";
    world.run(sql(keep).bind(id).bind(digest)).await;
    world
        .run(sql("DELETE FROM act WHERE id = $1").bind(id))
        .await;
    let said = refused(url, &["verify"]);
    let gone = format!("act {id} was removed, and no pruning on record reaches so far");
    assert!(said.contains(&gone), "{said}");
}

async fn a_pruning_that_took_too_much_is_found(database: TestDatabase) {
    let world = scene(&database).await;
    let url = database.url.as_str();
    for (acts, days, said) in [
        (
            1,
            400,
            "0 acts were removed, and the prunings on record removed 1",
        ),
        (0, 20, "younger than six months"),
    ] {
        let detail = serde_json::json!({
            "acts": acts, "through": 3, "before": now().plus_days(-days).as_micros()
        });
        let mut tx = world.begin().await;
        let act = Act::new(ActKind::TrailPruned, By::Nobody, now());
        note(&mut tx, Act { detail, ..act }).await.expect("noted");
        tx.commit().await.expect("committed");
        told(url, &["link"]);
        let refused = refused(url, &["verify"]);
        assert!(refused.contains(said), "{refused}");
    }
}
