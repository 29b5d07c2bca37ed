//! Superiors that are disabled, or were left, while something waits for them, on both engines.

use crate::support::world::refused;
use crate::support::{Actor, Server, TestDatabase, World};
use crate::ties::{consent, consent_asked};
use lishu::domain::{
    ApplicationKind, ApplicationState, Barrier, BindingPolicy, Fault, Obstacle, Outcome, Reason,
    Role, Why,
};
use lishu::server::now;
use lishu::server::store::{self, Applying, Releasing, sql};

on_both_engines!(
    rule_14_nobody_applies_to_a_superior_that_is_disabled_meanwhile,
    rule_14_who_waited_for_a_superior_that_is_disabled_hears_of_it,
    nobody_waits_for_the_consent_of_a_superior_that_is_disabled,
    a_unit_leaves_a_superior_that_is_disabled_at_once,
    who_stands_below_a_superior_that_is_disabled_hears_and_reads_so,
    all_below_a_superior_that_is_disabled_hear_of_one_event,
    what_an_administrator_closed_is_signed_by_the_platform,
    rule_18_who_acts_for_both_units_consents_to_no_move,
    a_superior_that_released_a_unit_is_no_longer_asked,
    an_unbinding_that_needs_no_consent_any_more_is_closed,
    a_refusal_is_not_taken_back_once_the_unit_is_bound_elsewhere,
    a_refusal_is_not_taken_back_while_the_unit_waits_for_another,
);

/// A unit below one superior that asks to be moved to another one; the case.
async fn moving(world: &World) -> (Actor, Actor, Actor, i64) {
    let (unit, old, new) = (world.unit().await, world.unit().await, world.unit().await);
    world.bind(&unit, &old).await;
    let case = world.ask(ApplicationKind::Transfer, &unit, &new).await;
    (unit, old, new, case.expect("asked"))
}

async fn leaving(world: &World, superior: &Actor) -> usize {
    let mut conn = world.read().await;
    let rows = store::leaving(&mut conn, superior.unit, 0, 9).await;
    rows.expect("read").len()
}

async fn rule_14_nobody_applies_to_a_superior_that_is_disabled_meanwhile(database: TestDatabase) {
    let world = World::new(&database).await;
    let (unit, superior) = (world.unit().await, world.unit().await);
    let as_found = world.row(superior.unit).await;
    world.disable(superior.unit).await;
    let mut tx = world.begin().await;
    let applying = Applying {
        kind: ApplicationKind::Bind,
        applicant: unit.unit,
        actor: unit.operator,
        special_reason: None,
    };
    let applied = store::apply(&mut tx, applying, &as_found, now()).await;
    drop(tx);
    assert!(matches!(
        refused(applied),
        Fault::Obstacle(Obstacle::SuperiorDisabled { .. })
    ));
}

async fn rule_14_who_waited_for_a_superior_that_is_disabled_hears_of_it(database: TestDatabase) {
    let world = World::new(&database).await;
    let (pending, returned, superior) =
        (world.unit().await, world.unit().await, world.unit().await);
    world.apply(&pending, &superior).await.expect("applied");
    let case = world.apply(&returned, &superior).await.expect("applied");
    let decided = world.decide(&superior, case, Outcome::Return).await;
    decided.expect("returned");
    let (moving, left) = (world.unit().await, world.unit().await);
    world.bind(&moving, &left).await;
    let asked = world
        .ask(ApplicationKind::Transfer, &moving, &superior)
        .await;
    asked.expect("asked");
    assert_eq!(world.disable(superior.unit).await, 3);
    for (unit, audience) in [
        (&pending, "applies"),
        (&returned, "applies"),
        (&moving, "applies"),
        (&left, "reviews"),
    ] {
        let told = format!(
            "message m JOIN event e ON e.id = m.event_id
             WHERE e.kind = 'closed' AND m.audience = '{audience}' AND m.unit_id = {}",
            unit.unit
        );
        assert_eq!(world.count(&told).await, 1);
    }
}

async fn nobody_waits_for_the_consent_of_a_superior_that_is_disabled(database: TestDatabase) {
    let world = World::new(&database).await;
    consent_asked(&world).await;
    let (unit, old, new, case) = moving(&world).await;
    assert!(matches!(
        refused(world.decide(&new, case, Outcome::Approve).await),
        Fault::Obstacle(Obstacle::ConsentMissing { .. })
    ));
    world.disable(old.unit).await;
    let server = Server::start(&database).await;
    let page = server.session(unit.operator).await.get("/workbench").await;
    assert!(!page.body.contains("同意转出"), "{}", page.body);
    let approved = world.decide(&new, case, Outcome::Approve).await;
    approved.expect("approved");
    assert_eq!(world.superior(unit.unit).await, Some(new.unit));
}

async fn a_unit_leaves_a_superior_that_is_disabled_at_once(database: TestDatabase) {
    let world = World::new(&database).await;
    let (unit, superior) = (world.unit().await, world.unit().await);
    world.bind(&unit, &superior).await;
    world.disable(superior.unit).await;
    let server = Server::start(&database).await;
    let browser = server.session(unit.operator).await;
    let page = browser.get("/unbind").await.body;
    assert!(page.contains("不用它同意，解除后立即生效"), "{page}");
    let done = browser.post("/unbind", &[]).await;
    assert!(done.location().starts_with("/workbench"), "{}", done.body);
    assert_eq!(world.superior(unit.unit).await, None);
}

async fn who_stands_below_a_superior_that_is_disabled_hears_and_reads_so(database: TestDatabase) {
    let world = World::new(&database).await;
    let (superior, other) = (world.unit().await, world.unit().await);
    let (unit, left, below) = (world.unit().await, world.unit().await, world.unit().await);
    for below in [&unit, &left] {
        world.tie(below.unit, superior.unit).await;
    }
    world.tie(below.unit, unit.unit).await;
    let moved = world.ask(ApplicationKind::Transfer, &left, &other).await;
    let moved = world
        .decide(&other, moved.expect("asked"), Outcome::Approve)
        .await;
    moved.expect("moved");
    let server = Server::start(&database).await;
    let browser = server.session(unit.operator).await;
    let workbench = browser.get("/workbench").await.body;
    assert!(workbench.contains("由上级单位同意"), "{workbench}");
    world.disable(superior.unit).await;
    // Those directly below it now, and nobody else.
    assert_eq!(world.told(&unit).await, ["applies disabled"]);
    let elsewhere = [world.told(&left).await, world.told(&below).await].concat();
    assert!(!elsewhere.contains(&"applies disabled".to_owned()));
    assert!(world.all_told_has_words().await);
    let name = world.row(superior.unit).await.name;
    let (message, leads) = browser.newest_message().await;
    let said = format!("上级单位「{name}」已由平台管理员停用，请变更上级");
    assert!(message.contains(&said), "{message}");
    assert_eq!(leads, "/workbench");
    let workbench = browser.get("/workbench").await.body;
    assert!(workbench.contains("不用对方同意，立即生效"), "{workbench}");
    assert!(workbench.contains(">已停用<"), "{workbench}");
    assert!(!workbench.contains("由上级单位同意"), "{workbench}");
    let tie = browser.get("/tie").await.body;
    assert!(tie.contains("上级单位已停用"), "{tie}");
    assert!(tie.contains(&format!("{name}（已停用）")), "{tie}");
    let unbind = browser.get("/unbind").await.body;
    assert!(unbind.contains("不用它同意，解除后立即生效"), "{unbind}");

    let administrator = world.administrator(Role::System).await;
    let mut tx = world.begin().await;
    let enabled = store::enable(&mut tx, superior.unit, administrator, "有误", now()).await;
    enabled.expect("enabled");
    tx.commit().await.expect("committed");
    let (message, _) = browser.newest_message().await;
    let said = format!("上级单位「{name}」已恢复使用");
    assert!(message.contains(&said), "{message}");
    let tie = browser.get("/tie").await.body;
    assert!(!tie.contains("已停用"), "{tie}");
    // What the rules say is what the workbench says.
    let rules = BindingPolicy {
        consent_to_unbind: false,
        ..BindingPolicy::default()
    };
    world.set_rules(rules).await;
    let workbench = browser.get("/workbench").await.body;
    assert!(
        workbench.contains("自行解除绑定，解除后立即生效"),
        "{workbench}"
    );
}

async fn all_below_a_superior_that_is_disabled_hear_of_one_event(database: TestDatabase) {
    let world = World::new(&database).await;
    let superior = world.unit().await;
    world.applicants(&superior, 3_000).await;
    let ties = "INSERT INTO affiliation (unit_id, superior_id, from_at)
         SELECT applicant_id, superior_id, 1 FROM application WHERE superior_id = $1";
    world.run(sql(ties).bind(superior.unit)).await;
    world.disable(superior.unit).await;
    let told = "message m JOIN event e ON e.id = m.event_id
         WHERE e.kind = 'disabled' AND m.audience = 'applies'";
    assert_eq!(world.count(told).await, 3_000);
    assert_eq!(world.count("event WHERE kind = 'disabled'").await, 1);
}

async fn what_an_administrator_closed_is_signed_by_the_platform(database: TestDatabase) {
    let world = World::new(&database).await;
    let (unit, superior) = (world.unit().await, world.unit().await);
    world.apply(&unit, &superior).await.expect("applied");
    world.disable(superior.unit).await;
    let server = Server::start(&database).await;
    let browser = server.session(unit.operator).await;
    let tie = browser.get("/tie").await.body;
    assert!(tie.contains("<p>平台管理员<"), "{tie}");
    assert!(!tie.contains("系统") && !tie.contains("管**"), "{tie}");
    let workbench = browser.get("/workbench").await.body;
    let name = world.row(superior.unit).await.name;
    let said = format!("「{name}」已由平台管理员停用，向「{name}」的申请于");
    assert!(workbench.contains(&said), "{workbench}");
}

async fn rule_18_who_acts_for_both_units_consents_to_no_move(database: TestDatabase) {
    let world = World::new(&database).await;
    consent_asked(&world).await;
    let (unit, old, _, case) = moving(&world).await;
    let both = world.also_acts_for(&unit, &old).await;
    for consents in [true, false] {
        let answered = consent(&world, &both, case, consents).await;
        assert_eq!(refused(answered), Fault::Forbidden(Barrier::ActsForBoth));
    }
    consent(&world, &old, case, true)
        .await
        .expect("a colleague may");
}

async fn a_superior_that_released_a_unit_is_no_longer_asked(database: TestDatabase) {
    let world = World::new(&database).await;
    consent_asked(&world).await;
    let (unit, old, new, case) = moving(&world).await;
    assert_eq!(leaving(&world, &old).await, 1);
    let why = Reason::parse("已不属本局").expect("a reason");
    let releasing = Releasing {
        reviewer: old.reviewer(),
        unit: unit.unit,
        why: &why,
    };
    let mut tx = world.begin().await;
    let released = store::release_below(&mut tx, releasing, now()).await;
    released.expect("released");
    tx.commit().await.expect("committed");
    assert_eq!(leaving(&world, &old).await, 0);
    let late = consent(&world, &old, case, false).await;
    assert!(matches!(refused(late), Fault::Stale(_)));
    assert_eq!(world.state(case).await, ApplicationState::Pending);
    let server = Server::start(&database).await;
    let page = server.session(unit.operator).await.get("/workbench").await;
    assert!(!page.body.contains("同意转出"), "{}", page.body);
    let approved = world.decide(&new, case, Outcome::Approve).await;
    approved.expect("approved");
}

async fn an_unbinding_that_needs_no_consent_any_more_is_closed(database: TestDatabase) {
    let world = World::new(&database).await;
    let (unit, superior) = (world.unit().await, world.unit().await);
    world.bind(&unit, &superior).await;
    let case = world.ask(ApplicationKind::Unbind, &unit, &superior).await;
    let case = case.expect("asked");
    let rules = BindingPolicy {
        consent_to_unbind: false,
        ..BindingPolicy::default()
    };
    world.set_rules(rules).await;
    let server = Server::start(&database).await;
    let done = server
        .session(unit.operator)
        .await
        .post("/unbind", &[])
        .await;
    assert!(done.location().starts_with("/workbench"), "{}", done.body);
    assert_eq!(world.superior(unit.unit).await, None);
    assert_eq!(world.state(case).await, ApplicationState::Closed);
    assert!(world.counts_hold().await);
}

async fn a_refusal_is_not_taken_back_once_the_unit_is_bound_elsewhere(database: TestDatabase) {
    let world = World::new(&database).await;
    for outcome in [Outcome::Reject, Outcome::Terminate] {
        let (unit, first, second) = (world.unit().await, world.unit().await, world.unit().await);
        let case = world.apply(&unit, &first).await.expect("applied");
        let decided = world.decide(&first, case, outcome).await;
        decided.expect("decided");
        // As another round, or a lifted bar, allows it.
        world.tie(unit.unit, second.unit).await;
        let late = world.undo(&first, case).await;
        assert_eq!(refused(late), Fault::NotUndoable(Why::ChangedSince));
        assert_eq!(world.state(case).await, outcome.state());
        assert_eq!(world.superior(unit.unit).await, Some(second.unit));
    }
}

async fn a_refusal_is_not_taken_back_while_the_unit_waits_for_another(database: TestDatabase) {
    let world = World::new(&database).await;
    let (unit, superior) = (world.unit().await, world.unit().await);
    let invited = world.never_entered().await;
    let case = world.apply(&unit, &superior).await.expect("applied");
    let decided = world.decide(&superior, case, Outcome::Reject).await;
    decided.expect("rejected");
    let waits = "INSERT INTO invitation
            (applicant_id, uscc, name, special_reason, operator_id, state, made_at)
         VALUES ($1, $2, '示例市教育局', '', $3, 'waiting', 1)";
    let waits = sql(waits).bind(unit.unit).bind(invited.code.as_str());
    world.run(waits.bind(unit.operator)).await;
    let late = world.undo(&superior, case).await;
    assert_eq!(refused(late), Fault::NotUndoable(Why::NewApplication));
}
