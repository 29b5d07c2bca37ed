//! 常用意见 and filters that were given a name, on both engines.

use crate::support::world::refused;
use crate::support::{TestDatabase, World};
use lishu::domain::{Fault, Opinion, Outcome, Problem, ViewName};
use lishu::server::now;
use lishu::server::store::{self, CANNED_MAX, VIEWS_MAX};

on_both_engines!(
    a_unit_keeps_opinions_for_each_outcome,
    an_operator_keeps_filters_by_name,
);

async fn a_unit_keeps_opinions_for_each_outcome(database: TestDatabase) {
    let world = World::new(&database).await;
    let (unit, other) = (world.unit().await, world.unit().await);
    let add = async |unit: i64, outcome, text: &str| {
        let text = Opinion::parse(text).expect("an opinion");
        let mut tx = world.begin().await;
        let added = store::add_canned(&mut tx, unit, outcome, &text, now()).await?;
        tx.commit().await?;
        Ok(added)
    };
    let first = add(unit.unit, Outcome::Return, "请补充地址")
        .await
        .expect("kept");
    let again = add(unit.unit, Outcome::Return, "请补充地址")
        .await
        .expect("kept");
    assert_eq!(first, again);
    add(unit.unit, Outcome::Reject, "不属于本单位")
        .await
        .expect("kept");
    let of = async |unit: i64, outcome| {
        let mut conn = world.read().await;
        let found = store::canned(&mut conn, unit, outcome).await.expect("read");
        found.into_iter().map(|row| row.text).collect::<Vec<_>>()
    };
    assert_eq!(of(unit.unit, Outcome::Return).await, ["请补充地址"]);
    assert!(of(other.unit, Outcome::Return).await.is_empty());

    for number in 2..CANNED_MAX {
        add(unit.unit, Outcome::Terminate, &format!("第 {number} 条"))
            .await
            .expect("kept");
    }
    let fault = refused(add(unit.unit, Outcome::Return, "再多一条").await);
    let Fault::Invalid(problems) = fault else {
        panic!("{fault:?}");
    };
    assert_eq!(problems[0].problem, Problem::Full { max: CANNED_MAX });
    for (who, left) in [(&other, 1), (&unit, 0)] {
        let mut tx = world.begin().await;
        store::remove_canned(&mut tx, who.unit, first)
            .await
            .expect("removed");
        tx.commit().await.expect("committed");
        assert_eq!(of(unit.unit, Outcome::Return).await.len(), left);
    }
}

async fn an_operator_keeps_filters_by_name(database: TestDatabase) {
    let world = World::new(&database).await;
    let unit = world.unit().await;
    let colleague = world.colleague(&unit, "周岚").await;
    let save = async |operator: i64, name: &str, query: &str| {
        let name = ViewName::parse(name).expect("a name");
        let mut tx = world.begin().await;
        let saved = store::save_view(&mut tx, operator, &name, query).await?;
        tx.commit().await?;
        Ok(saved)
    };
    let first = save(unit.operator, "长春", "city=2201")
        .await
        .expect("kept");
    let again = save(unit.operator, "长春", "city=2201&type=12")
        .await
        .expect("kept");
    assert_eq!(first, again);
    save(colleague.operator, "长春", "city=2202")
        .await
        .expect("another's");
    let of = async |operator: i64| {
        let mut conn = world.read().await;
        store::saved_views(&mut conn, operator).await.expect("read")
    };
    assert_eq!(of(unit.operator).await[0].query, "city=2201&type=12");
    for number in 1..VIEWS_MAX {
        save(unit.operator, &format!("筛选{number}"), "")
            .await
            .expect("kept");
    }
    let fault = refused(save(unit.operator, "再多一个", "").await);
    assert!(matches!(fault, Fault::Invalid(_)));
    save(unit.operator, "长春", "city=2201")
        .await
        .expect("an old name may be used again");
    assert!(matches!(
        refused(save(unit.operator, "长春", &"x".repeat(2001)).await),
        Fault::Invalid(_)
    ));
    for (who, left) in [(&colleague, VIEWS_MAX), (&unit, VIEWS_MAX - 1)] {
        let mut tx = world.begin().await;
        store::remove_view(&mut tx, who.operator, first)
            .await
            .expect("removed");
        tx.commit().await.expect("committed");
        assert_eq!(of(unit.operator).await.len(), left as usize);
    }
    assert!(ViewName::parse(&"长".repeat(21)).is_err());
}
