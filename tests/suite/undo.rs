//! 撤销, on both engines: back as it was, or not at all.

use crate::support::world::{decide, decision, refused};
use crate::support::{Actor, TestDatabase, World};
use lishu::domain::{
    ApplicationState, BatchOrder, ChosenRow, Fault, Instant, Obstacle, Outcome, UNDO_WINDOW,
    UndoneBatch, Why,
};
use lishu::server::store::{self, Error, sql};
use lishu::server::{Ticked, now, run_batch};

on_both_engines!(
    every_outcome_is_taken_back_whole,
    the_window_ends_to_the_microsecond,
    only_who_decided_takes_back,
    what_changed_since_stays,
    what_a_child_was_bound_through_stays,
    what_was_applied_for_anew_stays,
    nothing_returns_to_a_disabled_superior,
    a_batch_is_taken_back_but_for_what_stays,
    taking_back_and_applying_anew_leave_one_open_case,
);

fn why(result: store::Result<()>) -> Why {
    match refused(result) {
        Fault::NotUndoable(why) => why,
        other => panic!("{other:?}"),
    }
}

async fn times(world: &World, application: i64) -> (i64, Option<i64>) {
    let mut conn = world.read().await;
    sql("SELECT applied_at, settled_at FROM application WHERE id = $1")
        .bind(application)
        .one(&mut conn)
        .await
        .expect("read")
}

async fn every_outcome_is_taken_back_whole(database: TestDatabase) {
    let world = World::new(&database).await;
    let superior = world.unit().await;
    for outcome in Outcome::ALL {
        let unit = world.unit().await;
        let application = world.apply(&unit, &superior).await.expect("applied");
        let before = times(&world, application).await;
        let decided = world.decide(&superior, application, outcome).await;
        decided.expect("decided");
        for _ in 0..2 {
            let undone = world.undo_at(&superior, application, 2, now()).await;
            undone.expect("taken back, and the same answer again");
        }
        assert_eq!(world.state(application).await, ApplicationState::Pending);
        assert_eq!(world.version(application).await, 3);
        assert_eq!(times(&world, application).await, before);
        assert_eq!(world.superior(unit.unit).await, None);
        assert!(world.counts_hold().await, "{outcome:?}");
        let mut conn = world.read().await;
        let latest = store::latest_decision(&mut conn, application).await;
        assert!(latest.expect("read").is_none(), "it does not stand");
        let events = store::events_of(&mut conn, application)
            .await
            .expect("read");
        let told: Vec<_> = events.iter().map(|e| e.kind.as_str()).collect();
        assert_eq!(told, ["applied", "decided", "undone"]);
        drop(conn);
        // Against what was undone nothing is repeated; what is pending can be decided.
        let late = decide(&world.db, &superior, decision(application, 1, outcome)).await;
        assert!(matches!(refused(late), Fault::Stale(_)));
        let again = world.decide(&superior, application, Outcome::Approve).await;
        again.expect("decided anew");
        assert_eq!(world.superior(unit.unit).await, Some(superior.unit));
    }
}

async fn the_window_ends_to_the_microsecond(database: TestDatabase) {
    let world = World::new(&database).await;
    let superior = world.unit().await;
    let at = now();
    let end = at.plus_seconds(UNDO_WINDOW);
    let mut applications = Vec::new();
    for _ in 0..2 {
        let unit = world.unit().await;
        let application = world.apply(&unit, &superior).await.expect("applied");
        let decided = world.decide_at(&superior, application, Outcome::Approve, at);
        decided.await.expect("decided");
        applications.push(application);
    }
    let past = Instant::from_micros(end.as_micros() + 1);
    let late = world.undo_at(&superior, applications[0], 2, past).await;
    assert_eq!(why(late), Why::TooLate);
    let in_time = world.undo_at(&superior, applications[1], 2, end).await;
    in_time.expect("the last microsecond");
    let again = world.undo_at(&superior, applications[1], 2, past).await;
    again.expect("what is done stays done");
}

async fn only_who_decided_takes_back(database: TestDatabase) {
    let world = World::new(&database).await;
    let (unit, superior, stranger) = (world.unit().await, world.unit().await, world.unit().await);
    let colleague = world.colleague(&superior, "周岚").await;
    let application = world.apply(&unit, &superior).await.expect("applied");
    let nothing = world.undo(&superior, application).await;
    let Fault::Stale(stale) = refused(nothing) else {
        panic!("nothing was decided, and who sees the case is told so");
    };
    assert_eq!(
        (stale.state, stale.by.as_deref()),
        (ApplicationState::Pending, Some("王**"))
    );
    let never = world.undo_at(&stranger, application, 7, now()).await;
    assert_eq!(refused(never), Fault::NotFound);
    let decided = world.decide(&superior, application, Outcome::Approve).await;
    decided.expect("decided");
    assert_eq!(
        why(world.undo(&colleague, application).await),
        Why::NotYours
    );
    for other in [&stranger, &unit] {
        let foreign = world.undo(other, application).await;
        assert_eq!(refused(foreign), Fault::NotFound);
    }
    assert_eq!(world.superior(unit.unit).await, Some(superior.unit));
}

async fn what_changed_since_stays(database: TestDatabase) {
    let world = World::new(&database).await;
    let superior = world.unit().await;
    let returned = world.unit().await;
    let application = world.apply(&returned, &superior).await.expect("applied");
    let decided = world.decide(&superior, application, Outcome::Return).await;
    decided.expect("returned");
    world.resubmit(&returned, application).await.expect("again");
    let undone = world.undo_at(&superior, application, 2, now()).await;
    assert_eq!(why(undone), Why::ChangedSince);

    let enterprise = world.enterprise().await;
    let application = world.apply(&enterprise, &superior).await.expect("applied");
    let decided = world.decide(&superior, application, Outcome::Approve).await;
    decided.expect("approved");
    let mut tx = world.begin().await;
    let row = world.row(enterprise.unit).await;
    let released = store::release(&mut tx, &row, enterprise.operator, now()).await;
    released.expect("released");
    tx.commit().await.expect("committed");
    let undone = world.undo(&superior, application).await;
    assert_eq!(why(undone), Why::ChangedSince);
}

async fn what_a_child_was_bound_through_stays(database: TestDatabase) {
    let world = World::new(&database).await;
    let (unit, superior) = (world.unit().await, world.unit().await);
    let (before, after) = (world.unit().await, world.unit().await);
    world.bind(&before, &unit).await;
    let application = world.apply(&unit, &superior).await.expect("applied");
    let decided = world.decide(&superior, application, Outcome::Approve).await;
    decided.expect("approved");
    world.bind(&after, &unit).await;
    let name = world.row(after.unit).await.name;
    let undone = world.undo(&superior, application).await;
    assert_eq!(why(undone), Why::ChildBound { unit: name });
    // What is bound no longer stands on nothing; what was bound before did not need the approval.
    let closed = "UPDATE affiliation SET until_at = from_at + 1 WHERE unit_id = $1";
    world.run(sql(closed).bind(after.unit)).await;
    world
        .undo(&superior, application)
        .await
        .expect("taken back");
    assert_eq!(world.superior(before.unit).await, Some(unit.unit));
    assert_eq!(world.superior(unit.unit).await, None);
}

async fn what_was_applied_for_anew_stays(database: TestDatabase) {
    let world = World::new(&database).await;
    let (unit, superior, another) = (world.unit().await, world.unit().await, world.unit().await);
    let application = world.apply(&unit, &superior).await.expect("applied");
    let decided = world.decide(&superior, application, Outcome::Reject).await;
    decided.expect("rejected");
    let anew = world.apply(&unit, &another).await.expect("applied anew");
    let undone = world.undo(&superior, application).await;
    assert_eq!(why(undone), Why::NewApplication);
    world.withdraw(&unit, anew).await.expect("withdrawn");
    world
        .undo(&superior, application)
        .await
        .expect("taken back");
    // 终止审核 no longer bars when it is taken back.
    let decided = world
        .decide(&superior, application, Outcome::Terminate)
        .await;
    decided.expect("terminated");
    assert!(world.apply(&unit, &another).await.is_err());
    world
        .undo(&superior, application)
        .await
        .expect("taken back");
    world.withdraw(&unit, application).await.expect("withdrawn");
    world.apply(&unit, &another).await.expect("not barred");
}

async fn nothing_returns_to_a_disabled_superior(database: TestDatabase) {
    let world = World::new(&database).await;
    let (unit, superior) = (world.unit().await, world.unit().await);
    let application = world.apply(&unit, &superior).await.expect("applied");
    let decided = world.decide(&superior, application, Outcome::Reject).await;
    decided.expect("rejected");
    world.disable(superior.unit).await;
    let fault = refused(world.undo(&superior, application).await);
    assert!(matches!(
        fault,
        Fault::Obstacle(Obstacle::SuperiorDisabled { .. })
    ));
}

async fn undo_batch(
    world: &World,
    reviewer: &Actor,
    batch: i64,
    at: Instant,
) -> store::Result<UndoneBatch> {
    let mut tx = world.begin().await;
    let undone = store::undo_batch(&mut tx, reviewer.reviewer(), batch, at).await?;
    tx.commit().await?;
    Ok(undone)
}

async fn a_batch_is_taken_back_but_for_what_stays(database: TestDatabase) {
    let world = World::new(&database).await;
    let superior = world.unit().await;
    let colleague = world.colleague(&superior, "周岚").await;
    let stranger = world.unit().await;
    let many = world.applicants(&superior, 1_500).await;
    let (parent, child) = (world.unit().await, world.unit().await);
    let built_on = world.apply(&parent, &superior).await.expect("applied");
    let rows = (many.iter().copied().chain([built_on]))
        .map(|application| ChosenRow {
            application,
            version: 1,
        })
        .collect();
    let order = BatchOrder::approval("key".into(), None, String::new());
    let at = now();
    let mut tx = world.begin().await;
    let batch = run_batch(
        &mut tx,
        superior.reviewer(),
        &order,
        &mut Ticked::new(rows),
        0,
        at,
        |_| {},
    )
    .await
    .expect("decided");
    tx.commit().await.expect("committed");
    assert!(world.counts_hold().await);
    world.bind(&child, &parent).await;
    world.undo(&superior, many[0]).await.expect("one by itself");
    let decided = world.decide(&superior, many[0], Outcome::Reject).await;
    decided.expect("decided anew, by itself");

    let late = undo_batch(&world, &superior, batch, at.plus_seconds(UNDO_WINDOW + 1)).await;
    assert_eq!(refused(late), Fault::NotUndoable(Why::TooLate));
    let other = undo_batch(&world, &colleague, batch, now()).await;
    assert_eq!(refused(other), Fault::NotUndoable(Why::NotYours));
    let foreign = undo_batch(&world, &stranger, batch, now()).await;
    assert_eq!(refused(foreign), Fault::NotFound);

    let events = world.count("event").await;
    let mut answers = Vec::new();
    for seconds in [0, UNDO_WINDOW * 2] {
        let undone = undo_batch(&world, &superior, batch, at.plus_seconds(seconds)).await;
        answers.push(undone.expect("taken back, and the same answer again"));
        assert!(world.counts_hold().await);
    }
    assert_eq!(answers[0], answers[1]);
    assert_eq!((answers[0].undone, answers[0].kept), (1_500, 1));
    assert!(matches!(
        &answers[0].rows[..],
        [row] if row.application == built_on
            && matches!(row.fault, Fault::NotUndoable(Why::ChildBound { .. }))
    ));
    assert_eq!(world.count("event").await, events + 1_499);
    assert_eq!(world.state(many[0]).await, ApplicationState::Rejected);
    assert_eq!(world.state(many[1_499]).await, ApplicationState::Pending);
    assert_eq!(world.superior(parent.unit).await, Some(superior.unit));
    let mut conn = world.read().await;
    let view = store::batch_result(&mut conn, superior.reviewer(), batch).await;
    let view = view.expect("read").expect("the batch");
    assert!(view.undone_at.is_some() && view.undoable_until.is_none());
}

async fn taking_back_and_applying_anew_leave_one_open_case(database: TestDatabase) {
    let world = World::new(&database).await;
    let other = database.another().await;
    let (superior, another) = (world.unit().await, world.unit().await);
    let elsewhere = World::beside(&world, other);
    for _ in 0..40 {
        let unit = world.unit().await;
        let application = world.apply(&unit, &superior).await.expect("applied");
        let decided = world.decide(&superior, application, Outcome::Reject).await;
        decided.expect("rejected");
        let (undone, applied) = tokio::join!(
            world.undo_at(&superior, application, 2, now()),
            elsewhere.apply(&unit, &another),
        );
        for error in [undone.as_ref().err(), applied.as_ref().err()]
            .into_iter()
            .flatten()
        {
            assert!(matches!(error, Error::Refused(_)), "{error:?}");
        }
        assert!(undone.is_ok() != applied.is_ok(), "{undone:?} {applied:?}");
    }
}
