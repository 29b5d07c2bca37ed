//! How a tie is moved and ended, and who is told, on both engines.

use crate::support::world::refused;
use crate::support::{Actor, Server, TestDatabase, World};
use lishu::domain::batch::OrderDraft;
use lishu::domain::{
    ApplicationKind, ApplicationState, BatchOrder, BindingPolicy, ChosenRow, Fault, Instant,
    Obstacle, Outcome, Policy, Why,
};
use lishu::server::store::{self, Answer, Inviting, sql};
use lishu::server::{Ticked, now, run_batch, send_due_invitations};

on_both_engines!(
    a_move_leaves_no_instant_without_a_superior,
    a_move_taken_back_puts_the_former_tie_back,
    a_move_under_an_own_inferior_closes_a_circle,
    a_move_waits_for_consent_where_the_rules_ask_for_it,
    a_move_that_is_not_consented_to_is_closed,
    who_was_released_meanwhile_is_bound_all_the_same,
    a_move_from_another_superior_than_was_asked_is_not_approved,
    rule_6_a_unit_is_released_with_its_superior_s_consent,
    a_release_taken_back_is_a_tie_again_unless_it_would_close_a_circle,
    a_tie_that_is_put_back_is_of_the_application_that_made_it,
    an_unbinding_is_not_terminated,
    outcomes_that_the_rules_do_not_offer_are_refused,
    outside_of_rounds_the_rules_decide,
    who_urges_tells_the_superior_and_leaves_the_version,
    a_case_is_urged_after_three_working_days_and_once_in_each,
    who_waits_for_an_invited_superior_is_led_to_where_it_is_taken_back,
    an_invited_superior_gets_the_application_when_it_enters,
    an_invitation_that_can_t_be_sent_says_why,
    a_superior_that_is_verified_while_it_is_tried_is_not_missed,
    who_waits_for_verification_is_sent_once_none_is_asked_for,
    whoever_it_concerns_is_told_once,
    a_batch_tells_who_is_left_too,
    what_becomes_of_a_move_is_said_to_who_is_left,
    until_it_consents_the_superior_that_is_left_is_urged,
);

/// The unit's ties in order: superior, from, until.
async fn ties(world: &World, unit: &Actor) -> Vec<(i64, i64, Option<i64>)> {
    let mut conn = world.read().await;
    sql("SELECT superior_id, from_at, until_at FROM affiliation WHERE unit_id = $1 ORDER BY id")
        .bind(unit.unit)
        .all(&mut conn)
        .await
        .expect("read")
}

/// What events say of the unit's superior, in order.
async fn told_ties(world: &World, unit: &Actor) -> Vec<(Option<i64>, Option<i64>)> {
    let mut conn = world.read().await;
    sql("SELECT tie_from, tie_to FROM event
         WHERE unit_id = $1 AND (tie_from IS NOT NULL OR tie_to IS NOT NULL) ORDER BY id")
    .bind(unit.unit)
    .all(&mut conn)
    .await
    .expect("read")
}

fn obstacle<T: std::fmt::Debug>(result: store::Result<T>) -> Obstacle {
    match refused(result) {
        Fault::Obstacle(obstacle) => obstacle,
        other => panic!("{other:?}"),
    }
}

async fn three(world: &World) -> (Actor, Actor, Actor) {
    let (unit, old, new) = (world.unit().await, world.unit().await, world.unit().await);
    world.bind(&unit, &old).await;
    (unit, old, new)
}

async fn a_move_leaves_no_instant_without_a_superior(database: TestDatabase) {
    let world = World::new(&database).await;
    let (unit, old, new) = three(&world).await;
    let case = world
        .ask(ApplicationKind::Transfer, &unit, &new)
        .await
        .expect("asked");
    assert_eq!(
        world.superior(unit.unit).await,
        Some(old.unit),
        "until it is approved"
    );
    world
        .decide(&new, case, Outcome::Approve)
        .await
        .expect("approved");
    assert_eq!(world.superior(unit.unit).await, Some(new.unit));
    let ties = ties(&world, &unit).await;
    assert_eq!(ties.len(), 2);
    assert_eq!(ties[0].2, Some(ties[1].1), "one ends when the next begins");
    assert_eq!(
        told_ties(&world, &unit).await,
        [(None, Some(old.unit)), (Some(old.unit), Some(new.unit))]
    );
    // There and then: the next from here.
    let again = world.ask(ApplicationKind::Transfer, &unit, &new).await;
    assert!(matches!(obstacle(again), Obstacle::AlreadySuperior { .. }));
    let alone = world.unit().await;
    let moved = world.ask(ApplicationKind::Transfer, &alone, &new).await;
    assert_eq!(obstacle(moved), Obstacle::NotBound);
}

async fn a_move_taken_back_puts_the_former_tie_back(database: TestDatabase) {
    let world = World::new(&database).await;
    let (unit, old, new) = three(&world).await;
    let case = world
        .ask(ApplicationKind::Transfer, &unit, &new)
        .await
        .expect("asked");
    world
        .decide(&new, case, Outcome::Approve)
        .await
        .expect("approved");
    world.undo(&new, case).await.expect("taken back");
    assert_eq!(world.superior(unit.unit).await, Some(old.unit));
    assert_eq!(world.state(case).await, ApplicationState::Pending);
    let ties = ties(&world, &unit).await;
    assert_eq!(ties.len(), 3);
    assert_eq!(ties[1].2, Some(ties[2].1));
    assert_eq!(
        told_ties(&world, &unit).await[2],
        (Some(new.unit), Some(old.unit))
    );
    world
        .decide(&new, case, Outcome::Approve)
        .await
        .expect("and again");
    assert_eq!(world.superior(unit.unit).await, Some(new.unit));
    // Moved on since: nothing to take back to.
    let third = world.unit().await;
    let next = world
        .ask(ApplicationKind::Transfer, &unit, &third)
        .await
        .expect("asked");
    world
        .decide(&third, next, Outcome::Approve)
        .await
        .expect("approved");
    let late = world.undo(&new, case).await;
    assert_eq!(refused(late), Fault::NotUndoable(Why::ChangedSince));
}

async fn a_move_under_an_own_inferior_closes_a_circle(database: TestDatabase) {
    let world = World::new(&database).await;
    let (unit, _, below) = three(&world).await;
    world.bind(&below, &unit).await;
    let asked = world.ask(ApplicationKind::Transfer, &unit, &below).await;
    assert!(matches!(obstacle(asked), Obstacle::Circle { .. }));
    // One that became a circle only after it was asked for.
    let (unit, _, new) = three(&world).await;
    let case = world
        .ask(ApplicationKind::Transfer, &unit, &new)
        .await
        .expect("asked");
    world.bind(&new, &unit).await;
    let approved = world.decide(&new, case, Outcome::Approve).await;
    assert!(matches!(obstacle(approved), Obstacle::Circle { .. }));
}

async fn consent(world: &World, of: &Actor, case: i64, consents: bool) -> store::Result<()> {
    let answer = Answer {
        application: case,
        version: world.version(case).await,
        consents,
        why: "划转手续已办",
    };
    let mut tx = world.begin().await;
    store::answer_leaving(&mut tx, of.reviewer(), answer, now()).await?;
    Ok(tx.commit().await?)
}

async fn consent_asked(world: &World) {
    let rules = BindingPolicy {
        consent_to_transfer: true,
        ..BindingPolicy::default()
    };
    world.set_rules(rules).await;
}

async fn a_move_waits_for_consent_where_the_rules_ask_for_it(database: TestDatabase) {
    let world = World::new(&database).await;
    consent_asked(&world).await;
    let (unit, old, new) = three(&world).await;
    let case = world
        .ask(ApplicationKind::Transfer, &unit, &new)
        .await
        .expect("asked");
    let early = world.decide(&new, case, Outcome::Approve).await;
    assert!(matches!(obstacle(early), Obstacle::ConsentMissing { .. }));
    let mut conn = world.read().await;
    let leaving = store::leaving(&mut conn, old.unit, 0, 9)
        .await
        .expect("read");
    assert_eq!(leaving.iter().map(|row| row.id).collect::<Vec<_>>(), [case]);
    let elsewhere = store::leaving(&mut conn, new.unit, 0, 9)
        .await
        .expect("read");
    assert!(elsewhere.is_empty());
    drop(conn);
    let stranger = consent(&world, &new, case, true).await;
    assert_eq!(
        refused(stranger),
        Fault::NotFound,
        "the new superior has no say in it"
    );
    for _ in 0..2 {
        consent(&world, &old, case, true)
            .await
            .expect("given, and given again");
    }
    world
        .decide(&new, case, Outcome::Approve)
        .await
        .expect("approved");
    assert_eq!(world.superior(unit.unit).await, Some(new.unit));
}

async fn a_move_that_is_not_consented_to_is_closed(database: TestDatabase) {
    let world = World::new(&database).await;
    consent_asked(&world).await;
    let (unit, old, new) = three(&world).await;
    let case = world
        .ask(ApplicationKind::Transfer, &unit, &new)
        .await
        .expect("asked");
    consent(&world, &old, case, false).await.expect("refused");
    assert_eq!(world.state(case).await, ApplicationState::Closed);
    assert_eq!(world.superior(unit.unit).await, Some(old.unit));
    assert!(world.counts_hold().await);
    assert!(matches!(
        refused(consent(&world, &old, case, true).await),
        Fault::Stale(_)
    ));
    world
        .ask(ApplicationKind::Transfer, &unit, &new)
        .await
        .expect("it may ask again");
}

async fn who_was_released_meanwhile_is_bound_all_the_same(database: TestDatabase) {
    let world = World::new(&database).await;
    let (old, new) = (world.unit().await, world.unit().await);
    let unit = world.enterprise().await;
    world.bind(&unit, &old).await;
    let case = world
        .ask(ApplicationKind::Transfer, &unit, &new)
        .await
        .expect("asked");
    let row = world.row(unit.unit).await;
    let mut tx = world.begin().await;
    store::release(&mut tx, &row, unit.operator, now())
        .await
        .expect("released");
    tx.commit().await.expect("committed");
    world
        .decide(&new, case, Outcome::Approve)
        .await
        .expect("approved");
    assert_eq!(world.superior(unit.unit).await, Some(new.unit));
    assert_eq!(told_ties(&world, &unit).await[2], (None, Some(new.unit)));
    world.undo(&new, case).await.expect("taken back");
    assert_eq!(
        world.superior(unit.unit).await,
        None,
        "as it was, not as it was asked"
    );
}

async fn a_move_from_another_superior_than_was_asked_is_not_approved(database: TestDatabase) {
    let world = World::new(&database).await;
    let (unit, old, new) = three(&world).await;
    let case = world
        .ask(ApplicationKind::Transfer, &unit, &new)
        .await
        .expect("asked");
    // As a reorganisation does it.
    let third = world.unit().await;
    world
        .change(format!(
            "UPDATE affiliation SET until_at = from_at WHERE unit_id = {} AND superior_id = {}",
            unit.unit, old.unit
        ))
        .await;
    world.tie(unit.unit, third.unit).await;
    let approved = world.decide(&new, case, Outcome::Approve).await;
    assert_eq!(obstacle(approved), Obstacle::SuperiorChanged);
    world
        .decide(&new, case, Outcome::Return)
        .await
        .expect("it can be returned");
}

async fn rule_6_a_unit_is_released_with_its_superior_s_consent(database: TestDatabase) {
    let world = World::new(&database).await;
    let (unit, old, new) = three(&world).await;
    let elsewhere = world.ask(ApplicationKind::Unbind, &unit, &new).await;
    assert_eq!(obstacle(elsewhere), Obstacle::NotBound);
    let case = world
        .ask(ApplicationKind::Unbind, &unit, &old)
        .await
        .expect("asked");
    assert_eq!(world.superior(unit.unit).await, Some(old.unit));
    let second = world.ask(ApplicationKind::Transfer, &unit, &new).await;
    assert!(
        matches!(obstacle(second), Obstacle::PendingElsewhere { .. }),
        "one case at a time"
    );
    world
        .decide(&old, case, Outcome::Approve)
        .await
        .expect("consented");
    assert_eq!(world.superior(unit.unit).await, None);
    assert_eq!(told_ties(&world, &unit).await[1], (Some(old.unit), None));
    world.bind(&unit, &new).await;
    let ties = ties(&world, &unit).await;
    assert!(ties[0].2 <= Some(ties[1].1));
}

async fn a_release_taken_back_is_a_tie_again_unless_it_would_close_a_circle(
    database: TestDatabase,
) {
    let world = World::new(&database).await;
    let (unit, old, _) = three(&world).await;
    let case = world
        .ask(ApplicationKind::Unbind, &unit, &old)
        .await
        .expect("asked");
    world
        .decide(&old, case, Outcome::Approve)
        .await
        .expect("consented");
    world.undo(&old, case).await.expect("taken back");
    assert_eq!(world.superior(unit.unit).await, Some(old.unit));
    assert_eq!(told_ties(&world, &unit).await[2], (None, Some(old.unit)));
    world
        .decide(&old, case, Outcome::Approve)
        .await
        .expect("consented");
    world.bind(&old, &unit).await;
    let circle = world.undo(&old, case).await;
    assert_eq!(refused(circle), Fault::NotUndoable(Why::ChangedSince));
    assert_eq!(world.superior(unit.unit).await, None);
}

async fn an_unbinding_is_not_terminated(database: TestDatabase) {
    let world = World::new(&database).await;
    let (unit, old, _) = three(&world).await;
    let case = world
        .ask(ApplicationKind::Unbind, &unit, &old)
        .await
        .expect("asked");
    let barred = world.decide(&old, case, Outcome::Terminate).await;
    assert_eq!(obstacle(barred), Obstacle::NotForUnbinding);
    world
        .decide(&old, case, Outcome::Reject)
        .await
        .expect("rejected");
    assert_eq!(world.superior(unit.unit).await, Some(old.unit));
}

async fn outcomes_that_the_rules_do_not_offer_are_refused(database: TestDatabase) {
    let world = World::new(&database).await;
    let rules = BindingPolicy {
        outcomes: vec![Outcome::Return],
        ..BindingPolicy::default()
    };
    world.set_rules(rules).await;
    let (unit, superior) = (world.unit().await, world.unit().await);
    let case = world.apply(&unit, &superior).await.expect("applied");
    for outcome in [Outcome::Reject, Outcome::Terminate] {
        let decided = world.decide(&superior, case, outcome).await;
        assert_eq!(
            obstacle(decided),
            Obstacle::OutcomeNotOffered,
            "{outcome:?}"
        );
    }
    world
        .decide(&superior, case, Outcome::Return)
        .await
        .expect("returned");
}

async fn outside_of_rounds_the_rules_decide(database: TestDatabase) {
    let world = World::new(&database).await;
    let (unit, old, new) = three(&world).await;
    world
        .change("UPDATE round SET closes_at = opens_at + 1 WHERE standing = 0".to_owned())
        .await;
    let asked = world.ask(ApplicationKind::Transfer, &unit, &new).await;
    assert_eq!(obstacle(asked), Obstacle::NoRound);
    // A tie is given up whenever.
    let case = world
        .ask(ApplicationKind::Unbind, &unit, &old)
        .await
        .expect("asked");
    world.withdraw(&unit, case).await.expect("withdrawn");
    let rules = BindingPolicy {
        outside_rounds: true,
        ..BindingPolicy::default()
    };
    world.set_rules(rules).await;
    world
        .ask(ApplicationKind::Transfer, &unit, &new)
        .await
        .expect("asked");
}

async fn a_tie_that_is_put_back_is_of_the_application_that_made_it(database: TestDatabase) {
    let world = World::new(&database).await;
    let (unit, superior) = (world.unit().await, world.unit().await);
    let ask = async |kind| {
        let asked = world.ask(kind, &unit, &superior).await.expect("asked");
        world
            .decide(&superior, asked, Outcome::Approve)
            .await
            .expect("approved");
        asked
    };
    let made = ask(ApplicationKind::Bind).await;
    let ended = ask(ApplicationKind::Unbind).await;
    // Bound to the same superior meanwhile, and that was taken back.
    let again = ask(ApplicationKind::Bind).await;
    world.undo(&superior, again).await.expect("taken back");
    world.withdraw(&unit, again).await.expect("withdrawn");
    world.undo(&superior, ended).await.expect("taken back");
    let tie = format!(
        "affiliation WHERE unit_id = {} AND superior_id = {} AND until_at IS NULL
         AND application_id = {made}",
        unit.unit, superior.unit
    );
    assert_eq!(world.count(&tie).await, 1);
}

async fn who_urges_tells_the_superior_and_leaves_the_version(database: TestDatabase) {
    let world = World::new(&database).await;
    let (unit, superior) = (world.unit().await, world.unit().await);
    let case = world.apply(&unit, &superior).await.expect("applied");
    let urge = async |who: &Actor, may: bool| {
        let mut tx = world.begin().await;
        store::urge(&mut tx, who.unit, case, who.operator, now(), |_, _| may).await?;
        Ok(tx.commit().await?)
    };
    assert_eq!(refused(urge(&unit, false).await), Fault::TooSoon);
    assert_eq!(refused(urge(&superior, true).await), Fault::NotFound);
    urge(&unit, true).await.expect("urged");
    assert_eq!(
        world.version(case).await,
        1,
        "who is about to decide it decides what was seen"
    );
    assert_eq!(world.count("message WHERE audience = 'reviews'").await, 1);
    world
        .decide(&superior, case, Outcome::Return)
        .await
        .expect("returned");
    assert!(matches!(refused(urge(&unit, true).await), Fault::Stale(_)));
}

/// 2026-09-30 is a Wednesday; 国庆 is from the 1st to the 7th of October, and offices work on Saturday, the 10th.
async fn a_case_is_urged_after_three_working_days_and_once_in_each(database: TestDatabase) {
    let world = World::new(&database).await;
    let (unit, superior) = (world.unit().await, world.unit().await);
    let case = world.apply(&unit, &superior).await.expect("applied");
    let day = |day: &str| Instant::from_date_shanghai(day).expect("a day");
    let applied = day("2026-09-30").plus_seconds(16 * 3600);
    let text = "UPDATE application SET applied_at = $2 WHERE id = $1";
    world.run(sql(text).bind(case).bind(applied)).await;
    let urge = async |at: Instant| {
        let mut tx = world.begin().await;
        let by = (unit.unit, unit.operator);
        let urged = lishu::server::tie::urge(&mut tx, by, case, at).await;
        tx.commit().await.expect("committed");
        urged
    };
    let morning = |date: &str| day(date).plus_seconds(8 * 3600);
    for early in [
        "2026-09-30", // the day itself
        "2026-10-07", // a week later, and no office has worked since
        "2026-10-08", // one working day
        "2026-10-09", // two
    ] {
        assert_eq!(urge(morning(early)).await, Err(Fault::TooSoon), "{early}");
    }
    let third = morning("2026-10-10");
    assert_eq!(
        urge(third).await,
        Ok(()),
        "a Saturday on which offices work"
    );
    for again in [
        third,
        morning("2026-10-10").plus_seconds(9 * 3600),
        morning("2026-10-11"),
    ] {
        assert_eq!(urge(again).await, Err(Fault::TooSoon), "{again:?}");
    }
    assert_eq!(urge(morning("2026-10-12")).await, Ok(()), "Monday");
    assert_eq!(urge(morning("2026-10-12")).await, Err(Fault::TooSoon));
    let told = "event WHERE kind = 'urged'";
    assert_eq!(world.count(told).await, 2, "what was refused told nobody");
}

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

async fn whoever_it_concerns_is_told_once(database: TestDatabase) {
    let world = World::new(&database).await;
    let (unit, old, new) = three(&world).await;
    let told = async |who: &Actor| world.told(who).await;
    assert_eq!(told(&unit).await, ["applies decided"]);
    assert!(told(&old).await.is_empty(), "its own decision is no news");
    let case = world
        .ask(ApplicationKind::Transfer, &unit, &new)
        .await
        .expect("asked");
    assert_eq!(
        told(&old).await,
        ["reviews applied"],
        "who is left hears of it at once"
    );
    world
        .decide(&new, case, Outcome::Approve)
        .await
        .expect("approved");
    assert_eq!(told(&old).await, ["reviews applied", "reviews decided"]);
    world.undo(&new, case).await.expect("taken back");
    assert_eq!(
        told(&unit).await,
        ["applies decided", "applies decided", "applies undone"]
    );
    // The unit is its own again, and it knows.
    assert_eq!(told(&old).await[2..], ["reviews undone"]);
    for outcome in [Outcome::Return, Outcome::Reject, Outcome::Terminate] {
        world.decide(&new, case, outcome).await.expect("decided");
        world.undo(&new, case).await.expect("taken back");
    }
    let pair = ["reviews decided", "reviews undone"];
    assert_eq!(told(&old).await[3..], [pair, pair, pair].concat());
    world
        .decide(&new, case, Outcome::Return)
        .await
        .expect("returned");
    world.resubmit(&unit, case).await.expect("again");
    world.withdraw(&unit, case).await.expect("withdrawn");
    assert_eq!(
        told(&old).await[9..],
        [
            "reviews decided",
            "reviews resubmitted",
            "reviews withdrawn"
        ]
    );
    assert!(told(&new).await.is_empty(), "its queue says so itself");
    assert!(world.all_told_has_words().await);
}

async fn a_batch_tells_who_is_left_too(database: TestDatabase) {
    let world = World::new(&database).await;
    let (unit, old, new) = three(&world).await;
    let other = world.unit().await;
    world.bind(&other, &old).await;
    let mut rows = Vec::new();
    for unit in [&unit, &other] {
        let application = world
            .ask(ApplicationKind::Transfer, unit, &new)
            .await
            .expect("asked");
        let version = world.version(application).await;
        rows.push(ChosenRow {
            application,
            version,
        });
    }
    let order = BatchOrder::try_from(OrderDraft {
        key: "0123456789abcdef".to_owned(),
        outcome: Outcome::Reject.as_str().to_owned(),
        opinion: "不符合".to_owned(),
        selection: "tab=pending".to_owned(),
        confirm: "2".to_owned(),
        asked: "2".to_owned(),
        ..OrderDraft::default()
    });
    let order = order.expect("a complete order");
    let mut chosen = Ticked::new(rows);
    let at = now();
    let mut tx = world.begin().await;
    let batch = run_batch(&mut tx, new.reviewer(), &order, &mut chosen, 2, at, |_| {}).await;
    let batch = batch.expect("decided");
    store::undo_batch(&mut tx, new.reviewer(), batch, at)
        .await
        .expect("taken back");
    tx.commit().await.expect("committed");
    let asked = ["reviews applied"; 2];
    let (decided, undone) = (["reviews decided"; 2], ["reviews undone"; 2]);
    assert_eq!(world.told(&old).await, [asked, decided, undone].concat());
}

async fn what_becomes_of_a_move_is_said_to_who_is_left(database: TestDatabase) {
    let world = World::new(&database).await;
    consent_asked(&world).await;
    let (unit, old, new) = three(&world).await;
    let case = world
        .ask(ApplicationKind::Transfer, &unit, &new)
        .await
        .expect("asked");
    let server = Server::start(&database).await;
    let browser = server.session(old.operator).await;
    let (name, to) = (
        world.row(unit.unit).await.name,
        world.row(new.unit).await.name,
    );
    let (page, leads) = browser.newest_message().await;
    let said = format!("「{name}」申请把上级单位从本单位变更为「{to}」，由对方审核。");
    assert!(page.contains(&said), "{page}");
    assert_eq!(leads, "/leaving");
    consent(&world, &old, case, true).await.expect("given");
    for (outcome, said) in [
        (
            Outcome::Return,
            format!("「{to}」审核了「{name}」变更上级单位的申请：退回修改，上级单位不变。"),
        ),
        (
            Outcome::Approve,
            format!("「{name}」变更上级单位的申请审核通过，上级单位由本单位改为「{to}」。"),
        ),
    ] {
        world.decide(&new, case, outcome).await.expect("decided");
        let (page, _) = browser.newest_message().await;
        assert!(page.contains(&said), "{said}: {page}");
        world.undo(&new, case).await.expect("taken back");
        let (page, _) = browser.newest_message().await;
        let said = format!("请核对「{name}」的上级单位。");
        assert!(page.contains(&said), "{page}");
    }
    world.withdraw(&unit, case).await.expect("withdrawn");
    let (page, _) = browser.newest_message().await;
    assert!(page.contains("撤回了把上级单位从本单位变更为"), "{page}");
}

async fn until_it_consents_the_superior_that_is_left_is_urged(database: TestDatabase) {
    let world = World::new(&database).await;
    consent_asked(&world).await;
    let (unit, old, new) = three(&world).await;
    let case = world
        .ask(ApplicationKind::Transfer, &unit, &new)
        .await
        .expect("asked");
    let urge = async || {
        let mut tx = world.begin().await;
        store::urge(&mut tx, unit.unit, case, unit.operator, now(), |_, _| true)
            .await
            .expect("urged");
        tx.commit().await.expect("committed");
    };
    urge().await;
    assert_eq!(world.told(&old).await, ["reviews applied", "reviews urged"]);
    assert!(world.told(&new).await.is_empty(), "it can't decide yet");
    let server = Server::start(&database).await;
    let (page, leads) = server.session(old.operator).await.newest_message().await;
    assert!(page.contains("催办：请尽快对变更为"), "{page}");
    assert_eq!(leads, "/leaving");
    consent(&world, &old, case, true).await.expect("given");
    urge().await;
    assert_eq!(world.told(&old).await.len(), 2);
    assert_eq!(
        world.told(&new).await,
        ["reviews consent_given", "reviews urged"]
    );
    let (page, leads) = server.session(new.operator).await.newest_message().await;
    assert!(page.contains("催办：请尽快审核"), "{page}");
    assert_eq!(leads, format!("/review/{case}"));
}
