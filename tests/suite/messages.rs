//! 站内消息: who reads what, what is unread, and what an open page hears of it.

use crate::live::Stream;
use crate::support::world::{decision, refused};
use crate::support::{Actor, Server, TestDatabase, World};
use lishu::domain::{Audience, Fault, MessageKind, MessageView, Outcome, Seat, Unread};
use lishu::server::now;
use lishu::server::store::{self, Allowed, Reader, sql};
use lishu::texts;
use reqwest::StatusCode;
use std::collections::BTreeSet;
use std::path::Path;

on_both_engines!(
    who_is_told_reads_it_and_nobody_else,
    a_message_is_for_a_role,
    what_is_read_is_counted_no_more,
    a_count_ends_and_a_page_goes_on,
    a_newcomer_has_missed_nothing,
    whom_a_unit_leaves_hears_of_it,
    an_open_page_hears_how_many_are_unread,
    only_operators_have_messages,
);

fn reader(actor: &Actor) -> Reader {
    Reader {
        operator: actor.operator,
        unit: actor.unit,
        audiences: vec![Audience::Applies, Audience::Reviews],
    }
}

async fn unread(world: &World, actor: &Actor) -> i64 {
    let mut conn = world.read().await;
    let found = store::unread(&mut conn, &reader(actor)).await;
    found.expect("counted").0
}

/// Has applied, and was sent back.
async fn returned(world: &World, unit: &Actor, superior: &Actor) -> i64 {
    let application = world.apply(unit, superior).await.expect("applied");
    world
        .decide(superior, application, Outcome::Return)
        .await
        .expect("decided");
    application
}

async fn distribute(world: &World) {
    let allowed = Allowed {
        webhook: true,
        mail: true,
    };
    let mut tx = world.begin().await;
    store::distribute(&mut tx, allowed, now())
        .await
        .expect("distributed");
    tx.commit().await.expect("committed");
}

/// So many messages to the applicants of a unit.
async fn many(world: &World, unit: &Actor, n: i64) {
    let events = "WITH RECURSIVE c (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < $3)
         INSERT INTO event (unit_id, kind, at) SELECT $1, 'closed', $2 + n FROM c";
    world
        .run(sql(events).bind(unit.unit).bind(now()).bind(n))
        .await;
    let messages = "INSERT INTO message (unit_id, audience, event_id, at)
         SELECT unit_id, 'applies', id, at FROM event
         WHERE unit_id = $1 AND kind = 'closed' ORDER BY id";
    world.run(sql(messages).bind(unit.unit)).await;
}

async fn who_is_told_reads_it_and_nobody_else(database: TestDatabase) {
    let world = World::new(&database).await;
    let (unit, superior, stranger) = (world.unit().await, world.unit().await, world.unit().await);
    returned(&world, &unit, &superior).await;
    let server = Server::start(&database).await;
    let browser = server.signed_in(&unit).await;
    let page = browser.get("/messages").await;
    assert_eq!(page.status, StatusCode::OK);
    for shown in [
        "审核了本单位的绑定申请：退回修改，请修改后重新提交。",
        "请核对",
        "未读",
        "1 条未读。",
    ] {
        assert!(page.body.contains(shown), "{shown}: {}", page.body);
    }
    // Every page of theirs says how many there are.
    let workbench = browser.get("/workbench").await;
    assert!(
        workbench.body.contains("data-unread=\"\">1<"),
        "{}",
        workbench.body
    );
    for other in [&superior, &stranger] {
        let browser = server.signed_in(other).await;
        let page = browser.get("/messages").await;
        assert!(page.body.contains("没有消息"), "{}", page.body);
        let form = [("id", "1"), ("go", "read")];
        let read = browser.post("/messages", &form).await;
        assert_eq!(read.status, StatusCode::NOT_FOUND);
    }
    assert_eq!(unread(&world, &unit).await, 1);
    let opened = browser
        .post("/messages", &[("id", "1"), ("go", "open")])
        .await;
    assert_eq!(opened.location(), "/workbench");
    assert_eq!(unread(&world, &unit).await, 0);
}

async fn a_message_is_for_a_role(database: TestDatabase) {
    let world = World::new(&database).await;
    let (unit, superior) = (world.unit().await, world.unit().await);
    let colleague = world.colleague(&unit, "周岚").await;
    returned(&world, &unit, &superior).await;
    let role = "UPDATE operator SET applies = 0 WHERE id = $1";
    world.run(sql(role).bind(colleague.operator)).await;
    let server = Server::start(&database).await;
    let browser = server.signed_in(&colleague).await;
    let page = browser.get("/messages").await;
    assert!(page.body.contains("没有消息"), "{}", page.body);
    let read = browser
        .post("/messages", &[("id", "1"), ("go", "read")])
        .await;
    assert_eq!(read.status, StatusCode::NOT_FOUND);
    let mut tx = world.begin().await;
    let reviews = Reader {
        audiences: vec![Audience::Reviews],
        ..reader(&colleague)
    };
    let read = store::read_message(&mut tx, &reviews, 1).await;
    assert_eq!(refused(read.map(drop)), Fault::NotFound);
}

async fn what_is_read_is_counted_no_more(database: TestDatabase) {
    let world = World::new(&database).await;
    let unit = world.unit().await;
    let colleague = world.colleague(&unit, "周岚").await;
    many(&world, &unit, 3).await;
    let mut tx = world.begin().await;
    for _ in 0..2 {
        let read = store::read_message(&mut tx, &reader(&unit), 2).await;
        read.expect("read, and read again");
    }
    tx.commit().await.expect("committed");
    assert_eq!(unread(&world, &unit).await, 2);
    assert_eq!(unread(&world, &colleague).await, 3, "each reads alone");
    let mut conn = world.read().await;
    let rows = store::messages(&mut conn, &reader(&unit), None, 9).await;
    let rows = rows.expect("read");
    let shown: Vec<(i64, i64)> = rows.iter().map(|row| (row.id, row.unread)).collect();
    assert_eq!(shown, [(3, 1), (2, 0), (1, 1)]);
    drop(conn);
    for later in [0, 3600] {
        let mut tx = world.begin().await;
        let at = now().plus_seconds(later);
        store::read_all(&mut tx, &reader(&unit), at)
            .await
            .expect("read");
        tx.commit().await.expect("committed");
        assert_eq!(unread(&world, &unit).await, 0);
    }
    // An hour later one number says it.
    assert_eq!(world.count("message_read").await, 0);
    let kept = format!("operator WHERE id = {} AND read_to = 3", unit.operator);
    assert_eq!(world.count(&kept).await, 1);
    returned(&world, &unit, &world.unit().await).await;
    assert_eq!(unread(&world, &unit).await, 1);
}

async fn a_count_ends_and_a_page_goes_on(database: TestDatabase) {
    let world = World::new(&database).await;
    let unit = world.unit().await;
    many(&world, &unit, 450).await;
    assert_eq!(unread(&world, &unit).await, Unread::MOST);
    let server = Server::start(&database).await;
    let browser = server.signed_in(&unit).await;
    let page = browser.get("/messages").await;
    assert!(page.body.contains("99+ 条未读"), "{}", page.body);
    assert!(page.body.contains("/messages?before=431"), "{}", page.body);
    let last = browser.get("/messages?before=11").await;
    assert_eq!(last.body.matches("data-label=\"内容\"").count(), 10);
    assert!(!last.body.contains("下一页"));
    for odd in ["0", "-1", "x", "99999999999999999999"] {
        let page = browser.get(&format!("/messages?before={odd}")).await;
        assert_eq!(page.status, StatusCode::OK, "{odd}");
    }
    let read = browser.post("/messages", &[("go", "all")]).await;
    assert_eq!(read.location(), "/messages");
    assert_eq!(unread(&world, &unit).await, 0);
}

async fn a_newcomer_has_missed_nothing(database: TestDatabase) {
    let world = World::new(&database).await;
    let (unit, superior) = (world.unit().await, world.unit().await);
    returned(&world, &unit, &superior).await;
    let newcomer = world.colleague(&unit, "周岚").await;
    assert_eq!(unread(&world, &newcomer).await, 0);
    assert_eq!(unread(&world, &unit).await, 1);
}

async fn whom_a_unit_leaves_hears_of_it(database: TestDatabase) {
    let world = World::new(&database).await;
    let (unit, superior) = (world.enterprise().await, world.unit().await);
    world.tie(unit.unit, superior.unit).await;
    let row = world.row(unit.unit).await;
    let mut tx = world.begin().await;
    store::release(&mut tx, &row, unit.operator, now())
        .await
        .expect("released");
    tx.commit().await.expect("committed");
    let server = Server::start(&database).await;
    let page = server.signed_in(&superior).await.get("/messages").await;
    let told = format!("「{}」与本单位的绑定已解除。", row.name);
    assert!(page.body.contains(&told), "{}", page.body);
}

async fn an_open_page_hears_how_many_are_unread(database: TestDatabase) {
    let world = World::new(&database).await;
    let (unit, superior, other) = (world.unit().await, world.unit().await, world.unit().await);
    let (one, beside) = (
        Server::start(&database).await,
        Server::start_beside(&database).await,
    );
    let mut streams = Vec::new();
    for server in [&one, &beside] {
        let browser = server.session(unit.operator).await;
        let mut stream = Stream::at(&browser, "/messages/live").await;
        assert!(stream.event().await.contains("data: 0"));
        streams.push(stream);
    }
    let silent = one.session(other.operator).await;
    let mut silent = Stream::at(&silent, "/messages/live").await;
    assert!(silent.event().await.contains("data: 0"));
    returned(&world, &unit, &superior).await;
    distribute(&world).await;
    for stream in &mut streams {
        assert!(stream.soon().await.contains("data: 1"));
    }
    assert!(silent.is_silent().await, "another unit's message");
    one.live.close();
}

async fn only_operators_have_messages(database: TestDatabase) {
    let world = World::new(&database).await;
    let administrator = world.administrator(lishu::domain::Role::System).await;
    let server = Server::start(&database).await;
    let browser = server.administration(administrator).await;
    assert_eq!(browser.get("/messages").await.status, StatusCode::NOT_FOUND);
    let page = browser.get("/admin").await;
    assert!(!page.body.contains("data-bell"), "{}", page.body);
}

/// Its number is lower, and it is seen later: reading all that was seen does not read it.
#[tokio::test(flavor = "multi_thread")]
async fn what_comes_to_light_late_is_still_unread() {
    let database = TestDatabase::postgres().await;
    let world = World::new(&database).await;
    let (unit, other) = (world.unit().await, world.unit().await);
    let (one, two) = (world.unit().await, world.unit().await);
    let first = world.apply(&unit, &one).await.expect("applied");
    let mut late = world.begin().await;
    let verdict = decision(first, 1, Outcome::Return);
    store::decide(&mut late, one.reviewer(), &verdict, now())
        .await
        .expect("decided, and not yet seen");
    returned(&world, &other, &two).await;
    many(&world, &unit, 1).await;
    let mut tx = world.begin().await;
    store::read_all(&mut tx, &reader(&unit), now())
        .await
        .expect("read");
    tx.commit().await.expect("committed");
    assert_eq!(unread(&world, &unit).await, 0);
    late.commit().await.expect("committed");
    assert_eq!(unread(&world, &unit).await, 1);
}

fn message(event: &str, audience: Audience) -> MessageView {
    MessageView {
        id: 1,
        event: event.to_owned(),
        audience,
        reader: "甲".to_owned(),
        about: "乙".to_owned(),
        asked: None,
        state: None,
        superior: None,
        left: None,
        consent_asked: false,
        seat: Seat::Elsewhere,
        expected_by: None,
        branch: None,
        stands_in: None,
        released_by: None,
        others: 0,
        why: String::new(),
        at: now(),
        unread: true,
        link: None,
    }
}

/// The words of events in the files that tell of any, as the source says them.
fn told_by_the_source() -> BTreeSet<&'static str> {
    let server = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/server");
    let verbs = std::fs::read_to_string(server.join("store/messages.rs")).expect("the verbs");
    let verbs = verbs.split("async fn ").skip(1);
    let mut tells: Vec<String> = verbs
        .filter_map(|rest| rest.split_once('('))
        .map(|(verb, _)| format!("{verb}(tx"))
        .collect();
    assert!(tells.contains(&"tell(tx".to_owned()), "{tells:?}");
    tells.push("INSERT INTO message ".to_owned());
    let mut told = BTreeSet::new();
    let mut folders = vec![server];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap_or_default();
            if !tells.iter().any(|call| text.contains(call)) {
                continue;
            }
            let events = texts::trail::EVENT_KINDS.map(|(word, _)| word);
            let is_there = |word: &&str| {
                text.contains(&format!("\"{word}\"")) || text.contains(&format!("'{word}'"))
            };
            told.extend(events.into_iter().filter(is_there));
        }
    }
    told
}

#[test]
fn each_kind_of_event_that_is_told_has_its_words() {
    let told = told_by_the_source();
    for known in ["applied", "reminded", "overdue", "reorganization_proposed"] {
        assert!(told.contains(known), "{known}: {told:?}");
    }
    let kinds = MessageKind::ALL.map(MessageKind::as_str);
    for event in told.into_iter().chain(kinds) {
        for audience in Audience::ALL {
            for seat in [Seat::Decides, Seat::IsLeft, Seat::Elsewhere] {
                let message = MessageView {
                    seat,
                    ..message(event, audience)
                };
                let sentence = texts::messages::sentence(&message);
                let sentence = sentence.unwrap_or_else(|| panic!("{event} has no words"));
                assert!(
                    sentence.ends_with('。') && !sentence.contains("「」"),
                    "{sentence}"
                );
            }
        }
    }
}
