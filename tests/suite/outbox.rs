//! What is to leave the platform: written with its message, distributed once, sent by who holds the
//! lease.

use crate::support::{Actor, TestDatabase, World, vault};
use lishu::domain::{Instant, Outcome};
use lishu::server::now;
use lishu::server::store::{self, Allowed, Claimed, NewWebhook, sql};
use lishu::server::vault::Purpose;

on_both_engines!(
    what_is_to_leave_is_written_with_its_message,
    an_event_goes_to_a_system_once,
    a_system_hears_of_the_kinds_that_it_wants,
    of_two_who_distribute_at_once_one_does,
    of_two_who_claim_one_gets_it,
    an_old_lease_says_nothing_any_more,
    what_fails_is_tried_again_and_is_dead_at_last,
    what_is_done_goes_after_thirty_days,
    what_the_rules_forbid_does_not_leave,
    letters_go_at_once_or_at_the_hour_that_was_chosen,
);

const OPEN: Allowed = Allowed {
    webhook: true,
    mail: true,
};

/// A system that wants to hear of these kinds.
pub async fn hook(world: &World, url: &str, kinds: &str) -> i64 {
    let secret = vault().seal(Purpose::Webhook, "secret");
    let new = NewWebhook {
        url,
        secret: &secret,
        salt: "salt",
        kinds,
        enabled: true,
    };
    let mut tx = world.begin().await;
    let id = store::add_webhook(&mut tx, new, now()).await;
    tx.commit().await.expect("committed");
    id.expect("written").expect("there is room")
}

/// A unit whose application was sent back.
async fn told(world: &World) -> Actor {
    let (unit, superior) = (world.unit().await, world.unit().await);
    let application = world.apply(&unit, &superior).await.expect("applied");
    world
        .decide(&superior, application, Outcome::Return)
        .await
        .expect("decided");
    unit
}

pub async fn distribute(world: &World, allowed: Allowed, at: Instant) -> bool {
    let mut tx = world.begin().await;
    let any = store::distribute(&mut tx, allowed, at).await;
    tx.commit().await.expect("committed");
    any.expect("distributed")
}

async fn claim(world: &World, webhook: i64, at: Instant) -> Vec<Claimed> {
    let mut tx = world.begin().await;
    let until = at.plus_seconds(60);
    let claimed = store::claim(&mut tx, Some(webhook), 9, at, until).await;
    tx.commit().await.expect("committed");
    claimed.expect("claimed")
}

async fn what_is_to_leave_is_written_with_its_message(database: TestDatabase) {
    let world = World::new(&database).await;
    let (unit, superior) = (world.unit().await, world.unit().await);
    let application = world.apply(&unit, &superior).await.expect("applied");
    let verdict = crate::support::world::decision(application, 1, Outcome::Return);
    let mut tx = world.begin().await;
    store::decide(&mut tx, superior.reviewer(), &verdict, now())
        .await
        .expect("decided");
    drop(tx);
    assert_eq!(world.count("outbox").await, 0, "it was rolled back");
    world
        .decide(&superior, application, Outcome::Return)
        .await
        .expect("decided");
    let both = "outbox o JOIN message m ON m.id = o.message_id";
    assert_eq!(world.count(both).await, 1);
}

async fn an_event_goes_to_a_system_once(database: TestDatabase) {
    let world = World::new(&database).await;
    hook(&world, "http://127.0.0.1:9/x", "decided").await;
    told(&world).await;
    assert!(distribute(&world, OPEN, now()).await);
    assert!(!distribute(&world, OPEN, now()).await, "nothing waits");
    // Told to somebody else too, and even again to the same.
    for text in [
        "INSERT INTO outbox (message_id) SELECT id FROM message",
        "INSERT INTO message (unit_id, audience, event_id, at)
         SELECT unit_id, 'manages', event_id, at FROM message",
    ] {
        world.run(sql(text)).await;
    }
    assert!(distribute(&world, OPEN, now()).await);
    assert_eq!(world.count("delivery").await, 1);
    assert_eq!(world.count("bell").await, 2);
}

async fn a_system_hears_of_the_kinds_that_it_wants(database: TestDatabase) {
    let world = World::new(&database).await;
    hook(&world, "http://127.0.0.1:9/x", "applied,undone").await;
    told(&world).await;
    distribute(&world, OPEN, now()).await;
    assert_eq!(world.count("delivery").await, 0);
    world
        .change("UPDATE webhook SET kinds = 'decided', enabled = 0".to_owned())
        .await;
    told(&world).await;
    distribute(&world, OPEN, now()).await;
    assert_eq!(world.count("delivery").await, 0, "it is off");
    world
        .change("UPDATE webhook SET enabled = 1".to_owned())
        .await;
    told(&world).await;
    distribute(&world, OPEN, now()).await;
    let made = "delivery d JOIN event e ON e.id = d.event_id WHERE e.kind = 'decided'";
    assert_eq!(world.count(made).await, 1);
}

async fn of_two_who_distribute_at_once_one_does(database: TestDatabase) {
    let world = World::new(&database).await;
    hook(&world, "http://127.0.0.1:9/x", "decided").await;
    for _ in 0..5 {
        told(&world).await;
    }
    let beside = World::beside(&world, database.another().await);
    let at = now();
    let (one, other) = tokio::join!(distribute(&world, OPEN, at), distribute(&beside, OPEN, at));
    assert!(one ^ other, "{one} {other}");
    assert_eq!(world.count("delivery").await, 5);
    assert_eq!(world.count("outbox").await, 0);
}

async fn of_two_who_claim_one_gets_it(database: TestDatabase) {
    let world = World::new(&database).await;
    let id = hook(&world, "http://127.0.0.1:9/x", "decided").await;
    for _ in 0..5 {
        told(&world).await;
    }
    let at = now();
    distribute(&world, OPEN, at).await;
    let beside = World::beside(&world, database.another().await);
    let (one, other) = tokio::join!(claim(&world, id, at), claim(&beside, id, at));
    assert_eq!(one.len() + other.len(), 5);
    assert!(claim(&world, id, at.plus_seconds(59)).await.is_empty());
    // Their process is gone: another sends the same, under the same names.
    let mut first: Vec<String> = one.into_iter().chain(other).map(|c| c.name).collect();
    let again = claim(&world, id, at.plus_seconds(60)).await;
    let mut second: Vec<String> = again.into_iter().map(|c| c.name).collect();
    first.sort();
    second.sort();
    assert_eq!(first, second);
}

async fn an_old_lease_says_nothing_any_more(database: TestDatabase) {
    let world = World::new(&database).await;
    let id = hook(&world, "http://127.0.0.1:9/x", "decided").await;
    told(&world).await;
    let at = now();
    distribute(&world, OPEN, at).await;
    let old = claim(&world, id, at).await.pop().expect("one");
    let new = claim(&world, id, at.plus_seconds(60))
        .await
        .pop()
        .expect("one");
    let mut tx = world.begin().await;
    store::failed(&mut tx, &old, "broken", at)
        .await
        .expect("written");
    tx.commit().await.expect("committed");
    let under_way = "delivery WHERE state = 'sending' AND failures = 0";
    assert_eq!(world.count(under_way).await, 1);
    let mut tx = world.begin().await;
    store::delivered(&mut tx, &new, at).await.expect("written");
    store::failed(&mut tx, &new, "broken", at)
        .await
        .expect("written");
    tx.commit().await.expect("committed");
    assert_eq!(world.count("delivery WHERE state = 'done'").await, 1);
}

async fn what_fails_is_tried_again_and_is_dead_at_last(database: TestDatabase) {
    let world = World::new(&database).await;
    let id = hook(&world, "http://127.0.0.1:9/x", "decided").await;
    told(&world).await;
    let mut at = now();
    distribute(&world, OPEN, at).await;
    for (n, wait) in store::RETRIES.iter().chain(&[0]).enumerate() {
        let claimed = claim(&world, id, at).await.pop();
        let claimed = claimed.unwrap_or_else(|| panic!("try {n}"));
        let mut tx = world.begin().await;
        store::failed(&mut tx, &claimed, "refused 500", at)
            .await
            .expect("written");
        tx.commit().await.expect("committed");
        let early = claim(&world, id, at.plus_seconds(wait - 1)).await;
        assert!(early.is_empty(), "try {n} comes after {wait} seconds");
        at = at.plus_seconds(*wait);
    }
    assert!(claim(&world, id, at.plus_days(99)).await.is_empty());
    let mut conn = world.read().await;
    let dead = store::unsent_deliveries(&mut conn, None, 9)
        .await
        .expect("read");
    drop(conn);
    assert_eq!(dead.len(), 1);
    assert_eq!(dead[0].error, "refused 500");
    let mut tx = world.begin().await;
    assert!(
        store::send_again(&mut tx, dead[0].id, at)
            .await
            .expect("written")
    );
    assert!(
        !store::send_again(&mut tx, dead[0].id, at)
            .await
            .expect("once")
    );
    tx.commit().await.expect("committed");
    let again = claim(&world, id, at).await.pop().expect("it waits");
    assert_eq!(again.name, dead[0].name);
}

async fn what_is_done_goes_after_thirty_days(database: TestDatabase) {
    let world = World::new(&database).await;
    let id = hook(&world, "http://127.0.0.1:9/x", "decided").await;
    told(&world).await;
    told(&world).await;
    let at = now();
    distribute(&world, OPEN, at).await;
    let claimed = claim(&world, id, at).await;
    let mut tx = world.begin().await;
    store::delivered(&mut tx, &claimed[0], at)
        .await
        .expect("written");
    tx.commit().await.expect("committed");
    for (days, left) in [(29, 2), (31, 1)] {
        let mut tx = world.begin().await;
        let more = store::sweep(&mut tx, at.plus_days(days))
            .await
            .expect("swept");
        tx.commit().await.expect("committed");
        assert!(!more);
        assert_eq!(world.count("delivery").await, left, "{days}");
    }
    assert_eq!(world.count("message").await, 2, "what was told stays");
}

async fn what_the_rules_forbid_does_not_leave(database: TestDatabase) {
    let world = World::new(&database).await;
    hook(&world, "http://127.0.0.1:9/x", "decided").await;
    let shut = Allowed {
        webhook: false,
        mail: false,
    };
    let unit = told(&world).await;
    wants(&world, &unit, "now", 0).await;
    assert!(distribute(&world, shut, now()).await);
    assert_eq!(world.count("delivery").await, 0);
    assert_eq!(world.count("mail_item").await, 0);
    assert_eq!(world.count("bell").await, 1, "it is told here all the same");
    told(&world).await;
    distribute(&world, OPEN, now()).await;
    let mut conn = world.read().await;
    let later = now().plus_seconds(1);
    let due = store::due_targets(&mut conn, shut, later).await;
    assert!(due.expect("read").is_empty(), "what waited still waits");
    let due = store::due_targets(&mut conn, OPEN, later).await;
    assert_eq!(due.expect("read").len(), 1);
}

/// Wants letters.
pub async fn wants(world: &World, actor: &Actor, choice: &str, hour: i64) {
    let mail = vault().seal(Purpose::Mail, &format!("p{}@example.cn", actor.person));
    let text = "UPDATE person SET mail_sealed = $2, mail_choice = $3, mail_hour = $4 WHERE id = $1";
    let text = sql(text).bind(actor.person).bind(mail);
    world.run(text.bind(choice).bind(hour)).await;
}

async fn letters_go_at_once_or_at_the_hour_that_was_chosen(database: TestDatabase) {
    let world = World::new(&database).await;
    let unit = world.unit().await;
    let superior = world.unit().await;
    let (later, tomorrow, never) = (
        world.colleague(&unit, "周岚").await,
        world.colleague(&unit, "钱进").await,
        world.colleague(&unit, "孙丽").await,
    );
    wants(&world, &unit, "now", 9).await;
    wants(&world, &later, "daily", 9).await;
    wants(&world, &tomorrow, "daily", 7).await;
    wants(&world, &never, "none", 9).await;
    let application = world.apply(&unit, &superior).await.expect("applied");
    world
        .decide(&superior, application, Outcome::Return)
        .await
        .expect("decided");
    let eight = Instant::from_minute_shanghai("2031-05-06T08:00").expect("an instant");
    distribute(&world, OPEN, eight).await;
    let mut found: Vec<(i64, i64)> = sql("SELECT person_id, due_at FROM mail_item")
        .all(&mut world.read().await)
        .await
        .expect("read");
    found.sort();
    let hours = |hours: i64| eight.plus_seconds(3600 * hours).as_micros();
    let mut expected = vec![
        (unit.person, hours(0)),
        (later.person, hours(1)),
        (tomorrow.person, hours(23)),
    ];
    expected.sort();
    assert_eq!(found, expected);
    let names: Vec<String> = (0..9).map(|n| format!("letter{n}")).collect();
    for (after, letters) in [(0, 1), (0, 1), (1, 2), (22, 2), (23, 3)] {
        let at = eight.plus_seconds(3600 * after);
        let mut tx = world.begin().await;
        let names = names[letters as usize..].to_vec();
        store::gather_letters(&mut tx, &names, at)
            .await
            .expect("gathered");
        tx.commit().await.expect("committed");
        assert_eq!(
            world.count("delivery").await,
            letters,
            "after {after} hours"
        );
    }
}
