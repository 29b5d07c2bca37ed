//! 划转: a second person, nothing behind anybody's back, no gap, one event each.

use super::Scene;
use crate::support::world::refused;
use crate::support::{Actor, Server, TestDatabase};
use http::StatusCode;
use lishu::domain::reorganization::{BranchChange, Objection};
use lishu::domain::{Barrier, Fault, Reason};
use lishu::server::now;
use lishu::server::store::{self, Order, Reviewer, sql};

on_both_engines!(
    a_second_person_moves_a_branch_without_a_gap,
    who_proposed_it_does_not_agree,
    who_stands_in_for_who_proposed_it_does_not_agree,
    what_changed_since_is_looked_at_again,
    no_move_closes_a_circle,
    only_units_of_the_branch_are_touched,
    it_is_proposed_once_and_settled_once,
    a_branch_of_thousands_moves_in_chunks,
    it_is_done_by_plain_forms,
);

async fn a_second_person_moves_a_branch_without_a_gap(database: TestDatabase) {
    let scene = Scene::new(&database).await;
    let class = scene.world.unit().await;
    scene.world.tie(class.unit, scene.schools[0].unit).await;
    let order = Order {
        chosen: Some(vec![scene.schools[0].unit, scene.schools[1].unit]),
        ..scene.order(BranchChange::Move)
    };
    let plan = scene.plan(&order).await;
    assert_eq!((plan.units, plan.along, plan.closing), (2, 1, 0));
    assert_eq!(plan.names.len(), 2);
    scene.done(&order).await;
    for (school, superior) in scene
        .schools
        .iter()
        .zip([&scene.west, &scene.west, &scene.east])
    {
        assert_eq!(scene.world.superior(school.unit).await, Some(superior.unit));
    }
    assert_eq!(
        scene.world.superior(class.unit).await,
        Some(scene.schools[0].unit)
    );
    // One event each, with a message; the new tie begins as the old one ends.
    let told = format!(
        "event e JOIN message m ON m.event_id = e.id AND m.unit_id = e.unit_id
         JOIN affiliation o ON o.unit_id = e.unit_id AND o.superior_id = e.tie_from
         JOIN affiliation n ON n.unit_id = e.unit_id AND n.superior_id = e.tie_to
         WHERE e.kind = 'reorganized' AND o.until_at = n.from_at AND n.until_at IS NULL
            AND e.tie_from = {} AND e.tie_to = {} AND e.why = '机构改革' AND e.actor_id = {}",
        scene.east.unit, scene.west.unit, scene.second.operator
    );
    assert_eq!(scene.count(told).await, 2);
    assert_eq!(
        scene.count("event WHERE kind = 'reorganized'".into()).await,
        2
    );
}

async fn who_proposed_it_does_not_agree(database: TestDatabase) {
    let scene = Scene::new(&database).await;
    let order = scene.order(BranchChange::Move);
    let id = scene.propose(&order).await.expect("proposed");
    let seen = scene.plan(&order).await.digest;
    let own = refused(scene.agree(&scene.top, id, &seen).await);
    assert_eq!(own, Fault::Forbidden(Barrier::OwnProposal));
    let why = Reason::parse("不同意").expect("a reason");
    let mut tx = scene.world.begin().await;
    let refusing =
        store::refuse_reorganization(&mut tx, scene.top.reviewer(), (id, 1), &why, now());
    assert_eq!(
        refused(refusing.await),
        Fault::Forbidden(Barrier::OwnProposal)
    );
    let other = store::withdraw_reorganization(&mut tx, scene.second.reviewer(), (id, 1), now());
    assert_eq!(refused(other.await), Fault::Forbidden(Barrier::NotProposer));
    drop(tx);
    // Neither does the database let it through.
    let by_hand =
        sql("UPDATE reorganization SET state = 'done', decider_id = proposer_id WHERE id = $1");
    let mut tx = scene.world.begin().await;
    assert!(by_hand.bind(id).execute(&mut tx).await.is_err());
    drop(tx);
    // To another unit's reviewer there is no such proposal.
    let stranger = refused(scene.agree(&scene.east, id, &seen).await);
    assert_eq!(stranger, Fault::NotFound);
    assert_eq!(
        scene.world.superior(scene.schools[0].unit).await,
        Some(scene.east.unit)
    );
}

async fn who_stands_in_for_who_proposed_it_does_not_agree(database: TestDatabase) {
    let scene = Scene::new(&database).await;
    let order = scene.order(BranchChange::Move);
    let id = scene.propose(&order).await.expect("proposed");
    let seen = scene.plan(&order).await.digest;
    let stands_in = Reviewer {
        stands_for: Some(scene.top.operator),
        ..scene.second.reviewer()
    };
    let mut tx = scene.world.begin().await;
    let agreed = store::agree(&mut tx, stands_in, (id, 1), &seen, now()).await;
    assert_eq!(refused(agreed), Fault::Forbidden(Barrier::OwnProposal));
    drop(tx);
    let agreed = scene.agree(&scene.second, id, &seen).await;
    agreed.expect("for themselves they do");
}

async fn what_changed_since_is_looked_at_again(database: TestDatabase) {
    let scene = Scene::new(&database).await;
    let order = scene.order(BranchChange::Move);
    let id = scene.propose(&order).await.expect("proposed");
    let before = scene.plan(&order).await.digest;
    let late = scene.world.unit().await;
    scene.world.tie(late.unit, scene.east.unit).await;
    assert_eq!(
        refused(scene.agree(&scene.second, id, &before).await),
        Fault::Changed
    );
    assert_eq!(scene.world.superior(late.unit).await, Some(scene.east.unit));
    let now = scene.plan(&order).await.digest;
    scene
        .agree(&scene.second, id, &now)
        .await
        .expect("as it is now");
    assert_eq!(scene.world.superior(late.unit).await, Some(scene.west.unit));
    // A preview that is out of date is not proposed either.
    let stale = scene
        .propose_as(&scene.top, &scene.order(BranchChange::Merge), &now)
        .await;
    assert_eq!(refused(stale), Fault::Changed);
}

/// As if the western office had always stood below the school.
async fn west_below(scene: &Scene, school: &Actor) {
    let untie = format!(
        "UPDATE affiliation SET until_at = from_at WHERE unit_id = {}",
        scene.west.unit
    );
    scene.world.change(untie).await;
    scene.world.tie(scene.west.unit, school.unit).await;
}

async fn no_move_closes_a_circle(database: TestDatabase) {
    let scene = Scene::new(&database).await;
    // The western office moves below a school of the eastern one.
    west_below(&scene, &scene.schools[1]).await;
    for kind in [
        BranchChange::Move,
        BranchChange::Merge,
        BranchChange::Abolish,
    ] {
        let order = scene.order(kind);
        let plan = scene.plan(&order).await;
        let name = scene.world.row(scene.schools[1].unit).await.name;
        let circle = Fault::Objection(Objection::Circle { names: vec![name] });
        assert_eq!(plan.objection, Some(circle.clone()), "{kind:?}");
        assert_eq!(refused(scene.propose(&order).await), circle);
    }
    // The others may move; and a circle that was closed since is met under the lock.
    let order = Order {
        chosen: Some(vec![scene.schools[0].unit]),
        ..scene.order(BranchChange::Move)
    };
    let id = scene.propose(&order).await.expect("proposed");
    west_below(&scene, &scene.schools[0]).await;
    let seen = scene.plan(&order).await.digest;
    let refusal = refused(scene.agree(&scene.second, id, &seen).await);
    assert!(
        matches!(refusal, Fault::Objection(Objection::Circle { .. })),
        "{refusal:?}"
    );
}

async fn only_units_of_the_branch_are_touched(database: TestDatabase) {
    let scene = Scene::new(&database).await;
    let stranger = scene.world.unit().await;
    let elsewhere = [
        Order {
            target: Some(stranger.unit),
            ..scene.order(BranchChange::Move)
        },
        Order {
            unit: stranger.unit,
            ..scene.order(BranchChange::Merge)
        },
        // Nobody abolishes the own unit.
        Order {
            unit: scene.top.unit,
            ..scene.order(BranchChange::Abolish)
        },
    ];
    for order in elsewhere {
        let refusal = refused(scene.propose(&order).await);
        assert_eq!(refusal, Fault::Objection(Objection::NotBelow), "{order:?}");
    }
    let nothing = Order {
        unit: scene.west.unit,
        target: Some(scene.east.unit),
        ..scene.order(BranchChange::Move)
    };
    let refusal = refused(scene.propose(&nothing).await);
    assert_eq!(refusal, Fault::Objection(Objection::NothingMoves));
    // What left the branch since is not moved.
    let order = scene.order(BranchChange::Move);
    let id = scene.propose(&order).await.expect("proposed");
    scene
        .world
        .change(format!(
            "UPDATE affiliation SET until_at = from_at WHERE unit_id = {}",
            scene.west.unit
        ))
        .await;
    let seen = scene.plan(&order).await.digest;
    let refusal = refused(scene.agree(&scene.second, id, &seen).await);
    assert_eq!(refusal, Fault::Objection(Objection::NotBelow));
}

async fn it_is_proposed_once_and_settled_once(database: TestDatabase) {
    let scene = Scene::new(&database).await;
    let order = scene.order(BranchChange::Move);
    let id = scene.propose(&order).await.expect("proposed");
    assert_eq!(scene.propose(&order).await.expect("the same"), id);
    let other = refused(scene.propose(&scene.order(BranchChange::Merge)).await);
    assert_eq!(other, Fault::Objection(Objection::AlreadyProposed));
    let seen = scene.plan(&order).await.digest;
    scene.agree(&scene.second, id, &seen).await.expect("agreed");
    scene
        .agree(&scene.second, id, &seen)
        .await
        .expect("the same answer");
    assert_eq!(
        scene.count("event WHERE kind = 'reorganized'".into()).await,
        3
    );
    let third = scene.world.colleague(&scene.top, "周核对").await;
    assert_eq!(
        refused(scene.agree(&third, id, &seen).await),
        Fault::Changed
    );
    let mut tx = scene.world.begin().await;
    let late = store::withdraw_reorganization(&mut tx, scene.top.reviewer(), (id, 1), now());
    assert_eq!(refused(late.await), Fault::Changed);
    drop(tx);
    // Withdrawn, the unit is free for another one.
    let back = Order {
        unit: scene.west.unit,
        target: Some(scene.east.unit),
        ..order
    };
    let id = scene.propose(&back).await.expect("proposed");
    let mut tx = scene.world.begin().await;
    let withdrawn = store::withdraw_reorganization(&mut tx, scene.top.reviewer(), (id, 1), now());
    withdrawn.await.expect("withdrawn");
    tx.commit().await.expect("committed");
    scene.propose(&back).await.expect("proposed anew");
}

async fn a_branch_of_thousands_moves_in_chunks(database: TestDatabase) {
    let scene = Scene::new(&database).await;
    let at = now();
    let text = "WITH RECURSIVE c (n) AS (
            SELECT CAST(1 AS BIGINT) UNION ALL SELECT n + 1 FROM c WHERE n < 2200)
         INSERT INTO unit (uscc, account, name, unit_type, name_key, created_at)
         SELECT 'BR' || CAST(n AS TEXT), 'br' || CAST(n AS TEXT), '校' || CAST(n AS TEXT), '12',
            'xiao' || CAST(n AS TEXT), $1 FROM c";
    scene.world.run(sql(text).bind(at)).await;
    let ties = "INSERT INTO affiliation (unit_id, superior_id, from_at, name_key)
         SELECT id, $1, $2, name_key FROM unit WHERE account LIKE 'br%'";
    scene
        .world
        .run(sql(ties).bind(scene.east.unit).bind(at))
        .await;
    let mut tx = scene.world.begin().await;
    let branches = vec![(scene.east.unit, 1); 2200];
    store::keep_counts(&mut tx, &branches, 1)
        .await
        .expect("kept");
    tx.commit().await.expect("committed");
    scene.done(&scene.order(BranchChange::Move)).await;
    let moved = format!(
        "affiliation WHERE superior_id = {} AND until_at IS NULL",
        scene.west.unit
    );
    assert_eq!(scene.count(moved).await, 2203);
    let told = "message m JOIN event e ON e.id = m.event_id WHERE e.kind = 'reorganized'";
    assert_eq!(scene.count(told.into()).await, 2203);
}

async fn it_is_done_by_plain_forms(database: TestDatabase) {
    let scene = Scene::new(&database).await;
    let server = Server::start(&database).await;
    let (proposer, second) = (
        server.session(scene.top.operator).await,
        server.session(scene.second.operator).await,
    );
    let (east, west) = (scene.east.code.as_str(), scene.west.code.as_str());
    let mut form = vec![
        ("kind", "merge"),
        ("unit", east),
        ("target", west),
        ("why", "两局合并"),
        ("go", "preview"),
    ];
    let stranger = scene.world.unit().await;
    let wrong = [("unit", stranger.code.as_str())];
    let mut mistaken = form.clone();
    mistaken[1] = wrong[0];
    let told = proposer.post("/units/reorganize", &mistaken).await;
    assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(told.body.contains("本单位的下级里没有这个代码") && told.body.contains("两局合并"));
    let preview = proposer.post("/units/reorganize", &form).await;
    assert_eq!(preview.status, StatusCode::OK, "{}", preview.body);
    assert!(
        preview.body.contains("3 个单位的上级从"),
        "{}",
        preview.body
    );
    let fields = preview.form();
    let seen = fields.iter().find(|(name, _)| *name == "seen");
    let seen = seen.expect("a digest").1.to_owned();
    form[4] = ("go", "propose");
    form.push(("seen", "another"));
    let again = proposer.post("/units/reorganize", &form).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    assert!(again.body.contains("没有办理：情况刚刚有变化"));
    form[5] = ("seen", &seen);
    let proposed = proposer.post("/units/reorganize", &form).await;
    assert_eq!(proposed.status, StatusCode::SEE_OTHER, "{}", proposed.body);
    let path = proposed
        .location()
        .split('?')
        .next()
        .expect("a path")
        .to_owned();
    let own = proposer.get(&path).await.body;
    assert!(own.contains("这是您提出的") && !own.contains("同意并办理"));
    let page = second.get(&path).await;
    assert!(page.body.contains("同意并办理") && page.body.contains("两局合并"));
    let no_reason = second
        .post(&path, &[("go", "refuse"), ("version", "1")])
        .await;
    assert_eq!(no_reason.status, StatusCode::UNPROCESSABLE_ENTITY);
    let late = scene.world.unit().await;
    scene.world.tie(late.unit, scene.east.unit).await;
    let agree = |seen: &str| {
        vec![
            ("go", "agree".to_owned()),
            ("version", "1".to_owned()),
            ("seen", seen.to_owned()),
        ]
    };
    let send = |form: Vec<(&'static str, String)>| {
        let (second, path) = (&second, &path);
        async move {
            let form: Vec<(&str, &str)> = form.iter().map(|(n, v)| (*n, v.as_str())).collect();
            second.post(path, &form).await
        }
    };
    let stale = send(agree(&seen)).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    assert!(stale.body.contains("请核对下面现在的情况") && stale.body.contains("提出之后有了变化"));
    let now = scene.plan(&scene.order(BranchChange::Merge)).await.digest;
    let done = send(agree(&now)).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let settled = second.get(done.location()).await.body;
    assert!(settled.contains("已办理"));
    assert_eq!(scene.world.superior(late.unit).await, Some(scene.west.unit));
    let list = proposer.get("/units/reorganize").await.body;
    assert!(list.contains("合并单位："), "{list}");
}
