//! 待对方入驻: who waits for a superior that is not there yet, on both engines.

use crate::support::{Actor, Server, TestDatabase, World};
use crate::ties::obstacle;
use lishu::domain::{Obstacle, Policy};
use lishu::server::store::{self, Inviting};
use lishu::server::{now, send_due_invitations};

on_both_engines!(
    who_waits_for_an_invited_superior_is_led_to_where_it_is_taken_back,
    an_invited_superior_gets_the_application_when_it_enters,
    an_invitation_that_can_t_be_sent_says_why,
    a_superior_that_is_verified_while_it_is_tried_is_not_missed,
    who_waits_for_verification_is_sent_once_none_is_asked_for,
);

async fn who_waits_for_an_invited_superior_is_led_to_where_it_is_taken_back(
    database: TestDatabase,
) {
    let world = World::new(&database).await;
    let server = Server::start(&database).await;
    let (unit, superior, other) = (
        world.unit().await,
        world.never_entered().await,
        world.unit().await,
    );
    invite(&world, &unit, &superior).await.expect("invited");
    let browser = server.session(unit.operator).await;
    let code = other.code.as_str();
    let told = browser.get(&format!("/bind?code={code}")).await.body;
    assert!(told.contains("工作台上的「入驻邀请单」"), "{told}");
    for page in ["/workbench", "/tie"] {
        let page = browser.get(page).await.body;
        let link = page.split("href=\"/invite\"").nth(1).unwrap_or_default();
        assert!(
            link.split("</a>")
                .next()
                .unwrap_or_default()
                .contains("入驻邀请单"),
            "{page}"
        );
    }
    let sheet = browser.get("/invite").await.body;
    assert!(
        sheet.contains("action=\"/invite/withdraw\"") && sheet.contains("撤回邀请"),
        "{sheet}"
    );
    let withdrawn = browser.post("/invite/withdraw", &[]).await;
    assert_eq!(withdrawn.location(), "/workbench", "{}", withdrawn.body);
    for page in ["/workbench", "/tie"] {
        let page = browser.get(page).await.body;
        assert!(!page.contains("入驻邀请单"), "{page}");
    }
    world.apply(&unit, &other).await.expect("free again");
}

async fn invite(world: &World, unit: &Actor, to: &Actor) -> store::Result<()> {
    let inviting = Inviting {
        applicant: unit.unit,
        actor: unit.operator,
        code: &to.code,
        name: "示例市教育局",
        special_reason: None,
    };
    let mut tx = world.begin().await;
    store::invite(&mut tx, inviting, now()).await?;
    Ok(tx.commit().await?)
}

async fn enter(world: &World, who: &Actor) {
    let mut tx = world.begin().await;
    store::enter(&mut tx, who.unit, who.operator, now())
        .await
        .expect("entered");
    tx.commit().await.expect("committed");
}

async fn an_invited_superior_gets_the_application_when_it_enters(database: TestDatabase) {
    let world = World::new(&database).await;
    let (unit, other, superior) = (
        world.unit().await,
        world.unit().await,
        world.never_entered().await,
    );
    for _ in 0..2 {
        invite(&world, &unit, &superior)
            .await
            .expect("invited, once");
    }
    invite(&world, &other, &superior).await.expect("invited");
    let meanwhile = world.apply(&unit, &world.unit().await).await;
    assert!(matches!(obstacle(meanwhile), Obstacle::Invited { .. }));
    assert_eq!(
        send_due_invitations(&world.db).await.expect("read"),
        0,
        "nobody came"
    );
    let mut tx = world.begin().await;
    store::withdraw_invitation(&mut tx, other.unit, other.operator, now())
        .await
        .expect("withdrawn");
    tx.commit().await.expect("committed");
    enter(&world, &superior).await;
    // As two processes do it.
    let (one, two) = tokio::join!(
        send_due_invitations(&world.db),
        send_due_invitations(&world.db)
    );
    assert!(one.is_ok() && two.is_ok());
    let sent = format!(
        "application WHERE superior_id = {} AND state = 'pending'",
        superior.unit
    );
    assert_eq!(world.count(&sent).await, 1);
    assert_eq!(
        world
            .count("invitation WHERE state = 'sent' AND application_id > 0")
            .await,
        1
    );
    assert_eq!(world.count("event WHERE kind = 'invitation_sent'").await, 1);
    let there = invite(&world, &other, &superior).await;
    assert_eq!(obstacle(there), Obstacle::AlreadyThere);
}

async fn an_invitation_that_can_t_be_sent_says_why(database: TestDatabase) {
    let world = World::new(&database).await;
    let (unit, superior) = (world.unit().await, world.never_entered().await);
    invite(&world, &unit, &superior).await.expect("invited");
    world.tie(superior.unit, unit.unit).await;
    enter(&world, &superior).await;
    send_due_invitations(&world.db).await.expect("tried");
    let mut conn = world.read().await;
    let latest = store::latest_invitation(&mut conn, unit.unit)
        .await
        .expect("read");
    let latest = latest.expect("it is there");
    assert_eq!(latest.state, "refused");
    assert!(latest.fault.expect("why").contains("Circle"));
    drop(conn);
    let told = format!(
        "message WHERE unit_id = {} AND audience = 'applies'",
        unit.unit
    );
    assert_eq!(world.count(&told).await, 1);
    let own = invite(&world, &unit, &unit).await;
    assert_eq!(obstacle(own), Obstacle::OwnCode);
}

/// With the policy that asks for it: a unit that waits for a superior that is not verified.
async fn waiting_for_verification(world: &World) -> (Actor, Actor) {
    let policy = Policy {
        verification_required: true,
        ..Policy::default()
    };
    world.set_policy(policy).await;
    let (unit, superior) = (world.unit().await, world.never_entered().await);
    world
        .change(format!(
            "UPDATE unit SET verified_at = NULL WHERE id = {}",
            superior.unit
        ))
        .await;
    invite(world, &unit, &superior).await.expect("invited");
    enter(world, &superior).await;
    (unit, superior)
}

async fn a_superior_that_is_verified_while_it_is_tried_is_not_missed(database: TestDatabase) {
    let world = World::new(&database).await;
    waiting_for_verification(&world).await;
    let mut conn = world.read().await;
    let due = store::due_invitations(&mut conn, now(), 9)
        .await
        .expect("read");
    drop(conn);
    // It is verified between the refusal and what is written of it.
    world
        .change(format!(
            "UPDATE invitation SET due_at = {}",
            now().as_micros()
        ))
        .await;
    let mut tx = world.begin().await;
    let kept = store::keep_waiting(&mut tx, due[0], None).await;
    kept.expect("nothing to keep");
    tx.commit().await.expect("committed");
    assert_eq!(world.count("invitation WHERE due_at IS NOT NULL").await, 1);
    // Otherwise it waits until the unit changes.
    send_due_invitations(&world.db).await.expect("tried");
    assert_eq!(world.count("invitation WHERE due_at IS NULL").await, 1);
}

async fn who_waits_for_verification_is_sent_once_none_is_asked_for(database: TestDatabase) {
    let world = World::new(&database).await;
    let (unit, superior) = waiting_for_verification(&world).await;
    send_due_invitations(&world.db).await.expect("tried");
    let sent = format!(
        "application WHERE applicant_id = {} AND superior_id = {}",
        unit.unit, superior.unit
    );
    assert_eq!(world.count(&sent).await, 0);
    let policy = Policy {
        verification_required: false,
        ..Policy::default()
    };
    world.set_policy(policy).await;
    send_due_invitations(&world.db).await.expect("sent");
    assert_eq!(world.count(&sent).await, 1);
}
