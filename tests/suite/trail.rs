//! The trail: what is written is linked, and whoever tampers with it, past the triggers and with all
//! rights on the database, is found out.

use crate::support::{TestDatabase, World};
use lishu::domain::{ActKind, Anchor, Source};
use lishu::server::store::{
    self, Act, By, Damage, Db, Unverified, Verified, note, sql, trail_head, verify,
};
use lishu::server::{link_all, now};
use std::sync::Mutex;

on_both_engines!(
    what_is_written_is_linked_and_whole,
    a_rolled_back_change_is_not_in_the_trail,
    several_servers_make_one_chain,
    a_changed_row_is_found,
    a_changed_act_is_found,
    whoever_is_said_to_be_stood_for_is_found,
    a_row_deleted_in_the_middle_is_found,
    a_link_deleted_in_the_middle_is_found,
    a_changed_link_is_found,
    a_row_put_in_past_the_trail_is_found,
    a_link_put_in_the_middle_is_found,
    links_in_another_order_are_found,
    a_trail_that_was_cut_is_found,
    a_trail_that_was_cut_with_its_head_is_found_by_the_anchor,
    a_trail_that_was_cut_and_went_on_is_found_by_the_anchor,
    a_trail_that_was_rewritten_is_found_by_the_anchor,
    a_row_taken_out_before_it_was_linked_is_found,
    no_verb_changes_a_link,
    a_row_that_tells_of_an_earlier_time_is_told,
    a_long_trail_is_checked_in_parts,
);

/// Ten acts and the events of some binding, all linked.
async fn linked(database: &TestDatabase) -> World {
    let world = World::new(database).await;
    let (unit, superior) = (world.unit().await, world.unit().await);
    world.bind(&unit, &superior).await;
    for _ in 0..10 {
        acted(&world).await;
    }
    link(&world.db).await;
    world
}

async fn acted(world: &World) {
    let mut tx = world.begin().await;
    let act = Act {
        why: "为了测试",
        ..Act::new(ActKind::SignedIn, By::Nobody, now())
    };
    note(&mut tx, act).await.expect("noted");
    tx.commit().await.expect("committed");
}

async fn link(db: &Db) -> usize {
    link_all(db, |_| ()).await.expect("linked")
}

async fn whole(world: &World) -> Verified {
    verify(&world.db, None, &|_, _| ()).await.expect("whole")
}

async fn damage_to(world: &World, anchor: Option<&Anchor>) -> Damage {
    match verify(&world.db, anchor, &|_, _| ()).await {
        Err(Unverified::Damaged(damage)) => damage,
        other => panic!("expected damage, got {other:?}"),
    }
}

async fn anchor(world: &World) -> Anchor {
    let head = trail_head(&mut world.read().await).await.expect("read");
    head.expect("something is linked")
}

/// The triggers, as whoever owns the database removes them.
async fn without_triggers(world: &World) {
    for table in ["event", "act", "trail"] {
        match &world.db {
            Db::Sqlite { .. } => {
                for name in ["kept", "kept_whole", "unlinked"] {
                    let drop = format!("DROP TRIGGER IF EXISTS {table}_{name}");
                    world.run(sql(drop)).await;
                }
            }
            Db::Postgres(_) => {
                world
                    .run(sql(format!("ALTER TABLE {table} DISABLE TRIGGER USER")))
                    .await;
            }
        }
    }
}

async fn tamper(world: &World, statements: &[&'static str]) {
    without_triggers(world).await;
    for statement in statements {
        world.run(sql(*statement)).await;
    }
}

async fn link_of(world: &World, seq: i64) -> (Source, i64) {
    let (source, id): (String, i64) = sql("SELECT source, source_id FROM trail WHERE seq = $1")
        .bind(seq)
        .one(&mut world.read().await)
        .await
        .expect("a link");
    (Source::parse(&source).expect("a source"), id)
}

async fn what_is_written_is_linked_and_whole(database: TestDatabase) {
    let world = linked(&database).await;
    let rows = world.count("event").await + world.count("act").await;
    let found = whole(&world).await;
    assert_eq!((found.links, found.waiting, found.late), (rows, 0, 0));
    assert_eq!(world.count("trail").await, rows);
    let before = anchor(&world).await;
    assert_eq!(before.seq(), rows);

    acted(&world).await;
    let waiting = whole(&world).await;
    assert_eq!((waiting.links, waiting.waiting), (rows, 1));
    assert_eq!(link(&world.db).await, 1);
    assert_eq!(link(&world.db).await, 0, "nothing is linked twice");
    let later = verify(&world.db, Some(&before), &|_, _| ())
        .await
        .expect("whole");
    assert_eq!(later.links, rows + 1);
}

async fn a_rolled_back_change_is_not_in_the_trail(database: TestDatabase) {
    let world = linked(&database).await;
    let before = world.count("trail").await;
    let mut tx = world.begin().await;
    note(&mut tx, Act::new(ActKind::SignedOut, By::Nobody, now()))
        .await
        .expect("noted");
    drop(tx);
    assert_eq!(link(&world.db).await, 0);
    assert_eq!(whole(&world).await.links, before);
}

async fn several_servers_make_one_chain(database: TestDatabase) {
    let world = linked(&database).await;
    let first = World::beside(&world, database.another().await);
    let second = World::beside(&world, database.another().await);
    tokio::join!(serving(&world), serving(&first), serving(&second));
    let rows = world.count("event").await + world.count("act").await;
    let found = whole(&world).await;
    assert_eq!((found.links, found.waiting), (rows, 0));
}

async fn serving(world: &World) {
    for _ in 0..20 {
        acted(world).await;
        link(&world.db).await;
    }
}

async fn a_changed_row_is_found(database: TestDatabase) {
    let world = linked(&database).await;
    tamper(&world, &["UPDATE event SET why = 'x' WHERE id = 2"]).await;
    match damage_to(&world, None).await {
        Damage::RowChanged {
            of: Source::Event,
            id: 2,
            seq,
        } => {
            assert_eq!(link_of(&world, seq).await, (Source::Event, 2));
        }
        other => panic!("{other:?}"),
    }
}

/// Also of a row that was linked before it said in whose place.
async fn whoever_is_said_to_be_stood_for_is_found(database: TestDatabase) {
    let world = linked(&database).await;
    let said = "UPDATE event SET for_id = 1 WHERE kind = 'decided'";
    tamper(&world, &[said]).await;
    let damage = damage_to(&world, None).await;
    assert!(
        matches!(
            damage,
            Damage::RowChanged {
                of: Source::Event,
                ..
            }
        ),
        "{damage:?}"
    );
    let back = "UPDATE event SET for_id = NULL WHERE kind = 'decided'";
    tamper(&world, &[back]).await;
    whole(&world).await;
}

async fn a_changed_act_is_found(database: TestDatabase) {
    let world = linked(&database).await;
    for column in [
        "kind = 'signed_out'",
        "detail = '{}'",
        "at = at + 1",
        "why = ''",
    ] {
        without_triggers(&world).await;
        world
            .run(sql("CREATE TABLE kept AS SELECT * FROM act WHERE id = 10"))
            .await;
        world
            .run(sql(format!("UPDATE act SET {column} WHERE id = 10")))
            .await;
        let damage = damage_to(&world, None).await;
        assert!(
            matches!(
                damage,
                Damage::RowChanged {
                    of: Source::Act,
                    id: 10,
                    ..
                }
            ),
            "{column}: {damage:?}"
        );
        world.run(sql("DELETE FROM act WHERE id = 10")).await;
        world.run(sql("INSERT INTO act SELECT * FROM kept")).await;
        world.run(sql("DROP TABLE kept")).await;
        whole(&world).await;
    }
}

async fn a_row_deleted_in_the_middle_is_found(database: TestDatabase) {
    let world = linked(&database).await;
    tamper(&world, &["DELETE FROM act WHERE id = 5"]).await;
    let damage = damage_to(&world, None).await;
    assert!(
        matches!(
            damage,
            Damage::RowMissing {
                of: Source::Act,
                id: 5,
                ..
            }
        ),
        "{damage:?}"
    );
}

async fn a_link_deleted_in_the_middle_is_found(database: TestDatabase) {
    let world = linked(&database).await;
    let seq = anchor(&world).await.seq() - 4;
    let (_, id) = link_of(&world, seq).await;
    without_triggers(&world).await;
    world
        .run(sql("DELETE FROM act WHERE id = $1").bind(id))
        .await;
    world
        .run(sql("DELETE FROM trail WHERE seq = $1").bind(seq))
        .await;
    assert_eq!(damage_to(&world, None).await, Damage::LinkMissing { seq });

    // Those behind it moved up do not follow either.
    for behind in 1..=4 {
        let up = sql("UPDATE trail SET seq = seq - 1 WHERE seq = $1").bind(seq + behind);
        world.run(up).await;
    }
    world.run(sql("UPDATE trail_head SET seq = seq - 1")).await;
    let damage = damage_to(&world, None).await;
    assert!(
        matches!(damage, Damage::NotFollowing { seq: at, .. } if at == seq),
        "{damage:?}"
    );
}

async fn a_changed_link_is_found(database: TestDatabase) {
    let world = linked(&database).await;
    let last = anchor(&world).await.seq();
    for seq in [last, last - 3] {
        without_triggers(&world).await;
        let change = sql("UPDATE trail SET hash = 'f' || substr(hash, 1, 63) WHERE seq = $1");
        world.run(change.bind(seq)).await;
        let damage = damage_to(&world, None).await;
        assert!(
            matches!(damage, Damage::LinkChanged { seq: at, .. } if at == seq),
            "{damage:?}"
        );
    }
}

const FORGED_EVENT: &str = "INSERT INTO event (id, unit_id, kind, at) VALUES (1000, 1, 'bound', 1)";

async fn a_row_put_in_past_the_trail_is_found(database: TestDatabase) {
    let world = linked(&database).await;
    tamper(&world, &[FORGED_EVENT]).await;
    let never = Damage::NeverLinked {
        of: Source::Event,
        id: 1000,
    };
    assert_eq!(damage_to(&world, None).await, never);
}

async fn a_link_put_in_the_middle_is_found(database: TestDatabase) {
    let world = linked(&database).await;
    tamper(&world, &[FORGED_EVENT]).await;
    let last = anchor(&world).await.seq();
    let seq = last - 5;
    for moved in (seq..=last).rev() {
        let down = sql("UPDATE trail SET seq = seq + 1 WHERE seq = $1").bind(moved);
        world.run(down).await;
    }
    let hash = "0".repeat(64);
    let forged =
        sql("INSERT INTO trail (seq, source, source_id, hash) VALUES ($1, 'event', 1000, $2)");
    world.run(forged.bind(seq).bind(hash)).await;
    world.run(sql("UPDATE trail_head SET seq = seq + 1")).await;
    let damage = damage_to(&world, None).await;
    assert!(
        matches!(damage, Damage::OutOfOrder { seq: at, id: 1000, .. } if at == seq),
        "{damage:?}"
    );
}

async fn links_in_another_order_are_found(database: TestDatabase) {
    let world = linked(&database).await;
    let last = anchor(&world).await.seq();
    // With their hashes, and then without.
    let swap = |a: i64, b: i64| [(a, 100_000), (b, a), (100_000, b)];
    without_triggers(&world).await;
    for (from, to) in swap(last - 4, last - 2) {
        let moved = sql("UPDATE trail SET seq = $2 WHERE seq = $1")
            .bind(from)
            .bind(to);
        world.run(moved).await;
    }
    let damage = damage_to(&world, None).await;
    assert!(
        matches!(damage, Damage::OutOfOrder { seq, .. } if seq == last - 4),
        "{damage:?}"
    );
    for (from, to) in swap(last - 4, last - 2) {
        let moved = sql("UPDATE trail SET seq = $2 WHERE seq = $1")
            .bind(from)
            .bind(to);
        world.run(moved).await;
    }
    whole(&world).await;

    let ((_, a), (_, b)) = (
        link_of(&world, last - 4).await,
        link_of(&world, last - 2).await,
    );
    for (from, to) in swap(a, b) {
        let moved = sql("UPDATE trail SET source_id = $2 WHERE source = 'act' AND source_id = $1");
        world.run(moved.bind(from).bind(to)).await;
    }
    let damage = damage_to(&world, None).await;
    assert!(
        matches!(damage, Damage::OutOfOrder { seq, .. } if seq == last - 4),
        "{damage:?}"
    );
}

/// Takes the last three links away, with what they stand for.
async fn cut(world: &World) {
    without_triggers(world).await;
    let last = anchor(world).await.seq();
    for seq in last - 2..=last {
        let (source, id) = link_of(world, seq).await;
        assert_eq!(source, Source::Act);
        world
            .run(sql("DELETE FROM act WHERE id = $1").bind(id))
            .await;
        world
            .run(sql("DELETE FROM trail WHERE seq = $1").bind(seq))
            .await;
    }
}

const HEAD_TO_THE_END: &str = "UPDATE trail_head SET seq = (SELECT MAX(seq) FROM trail),
    hash = (SELECT hash FROM trail ORDER BY seq DESC LIMIT 1)";

async fn a_trail_that_was_cut_is_found(database: TestDatabase) {
    let world = linked(&database).await;
    let head = anchor(&world).await.seq();
    cut(&world).await;
    let last = head - 3;
    assert_eq!(
        damage_to(&world, None).await,
        Damage::HeadDiffers { head, last }
    );
}

async fn a_trail_that_was_cut_with_its_head_is_found_by_the_anchor(database: TestDatabase) {
    let world = linked(&database).await;
    let kept = anchor(&world).await;
    cut(&world).await;
    world.run(sql(HEAD_TO_THE_END)).await;
    whole(&world).await;
    let (seq, last) = (kept.seq(), kept.seq() - 3);
    assert_eq!(
        damage_to(&world, Some(&kept)).await,
        Damage::AnchorBeyond { seq, last }
    );
}

/// What the triggers would have done.
const WAITING: &str = "INSERT INTO unlinked (source, source_id)
    SELECT 'act', a.id FROM act a
    WHERE NOT EXISTS (SELECT 1 FROM trail t WHERE t.source = 'act' AND t.source_id = a.id)";

async fn a_trail_that_was_cut_and_went_on_is_found_by_the_anchor(database: TestDatabase) {
    let world = linked(&database).await;
    let kept = anchor(&world).await;
    cut(&world).await;
    world.run(sql(HEAD_TO_THE_END)).await;
    for _ in 0..5 {
        acted(&world).await;
    }
    world.run(sql(WAITING)).await;
    link(&world.db).await;
    whole(&world).await;
    let seq = kept.seq();
    assert_eq!(
        damage_to(&world, Some(&kept)).await,
        Damage::AnchorDiffers { seq }
    );
}

async fn a_trail_that_was_rewritten_is_found_by_the_anchor(database: TestDatabase) {
    let world = linked(&database).await;
    let kept = anchor(&world).await;
    tamper(
        &world,
        &[
            "UPDATE act SET why = '另一个理由' WHERE id = 1",
            "DELETE FROM trail",
            "UPDATE trail_head SET seq = 0, hash = ''",
            WAITING,
            "INSERT INTO unlinked (source, source_id) SELECT 'event', id FROM event",
        ],
    )
    .await;
    link(&world.db).await;
    assert_eq!(whole(&world).await.links, kept.seq());
    let seq = kept.seq();
    assert_eq!(
        damage_to(&world, Some(&kept)).await,
        Damage::AnchorDiffers { seq }
    );
}

async fn a_row_taken_out_before_it_was_linked_is_found(database: TestDatabase) {
    let world = linked(&database).await;
    acted(&world).await;
    tamper(&world, &["DELETE FROM act WHERE id = 11"]).await;
    let gone = Damage::GoneUnlinked {
        of: Source::Act,
        id: 11,
    };
    assert_eq!(damage_to(&world, None).await, gone);
    assert_eq!(
        link(&world.db).await,
        0,
        "and it does not keep the server busy"
    );
}

async fn no_verb_changes_a_link(database: TestDatabase) {
    let world = linked(&database).await;
    for statement in ["UPDATE trail SET hash = ''", "DELETE FROM trail"] {
        let mut tx = world.begin().await;
        let refused = sql(statement).execute(&mut tx).await;
        let text = refused.expect_err("refused").to_string();
        assert!(text.contains("lishu: the trail is append-only"), "{text}");
    }
    if matches!(world.db, Db::Postgres(_)) {
        for table in ["event", "act", "trail"] {
            let mut tx = world.begin().await;
            let refused = sql(format!("TRUNCATE {table} CASCADE"))
                .execute(&mut tx)
                .await;
            assert!(refused.is_err(), "{table}");
        }
    }
    whole(&world).await;
}

async fn a_row_that_tells_of_an_earlier_time_is_told(database: TestDatabase) {
    let world = linked(&database).await;
    let links = anchor(&world).await.seq();
    let mut tx = world.begin().await;
    let at = now().plus_days(-1);
    note(&mut tx, Act::new(ActKind::SignedOut, By::Nobody, at))
        .await
        .expect("noted");
    tx.commit().await.expect("committed");
    link(&world.db).await;
    let found = whole(&world).await;
    assert_eq!((found.late, found.first_late), (1, Some(links + 1)));
}

async fn a_long_trail_is_checked_in_parts(database: TestDatabase) {
    let world = linked(&database).await;
    let before = anchor(&world).await.seq();
    world
        .run(sql("WITH RECURSIVE c (n) AS (
                SELECT CAST(1 AS BIGINT) UNION ALL SELECT n + 1 FROM c WHERE n < 2500)
             INSERT INTO act (kind, at) SELECT 'signed_in', 1 FROM c"))
        .await;
    let parts = Mutex::new(Vec::new());
    let push = |linked| parts.lock().expect("one at a time").push(linked);
    let linked = link_all(&world.db, push).await.expect("linked");
    assert_eq!(linked, 2500);
    assert_eq!(*parts.lock().expect("done"), [1000, 2000, 2500]);
    let told = Mutex::new(Vec::new());
    let push = |done, of| told.lock().expect("one at a time").push((done, of));
    let found = verify(&world.db, None, &push).await.expect("whole");
    let all = before + 2500;
    assert_eq!(found.links, all);
    assert_eq!(
        *told.lock().expect("done"),
        [(0, all), (1000, all), (2000, all), (all, all)]
    );
    assert!(
        store::is_all_linked(&mut world.read().await)
            .await
            .expect("read")
    );
}
