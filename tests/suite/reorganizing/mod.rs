//! 划转, 撤销 and 合并.

mod abolishing;
mod moving;
mod read;
mod told;

use crate::support::{Actor, TestDatabase, World};
use lishu::domain::reorganization::{BranchChange, PlanView};
use lishu::domain::{ApplicationKind, Reason};
use lishu::server::now;
use lishu::server::store::{self, Applying, Order, sql};

/// A unit with two of its people, and two offices below with a school each.
struct Scene {
    world: World,
    top: Actor,
    second: Actor,
    east: Actor,
    west: Actor,
    schools: Vec<Actor>,
}

impl Scene {
    /// All three schools stand below the eastern office.
    async fn new(database: &TestDatabase) -> Self {
        let world = World::new(database).await;
        let top = world.unit().await;
        Self::below(world, top.clone(), top).await
    }

    /// The same, with a unit between the one whose branch it is and the offices.
    async fn deep(database: &TestDatabase) -> (Self, Actor) {
        let world = World::new(database).await;
        let (top, middle) = (world.unit().await, world.unit().await);
        world.tie(middle.unit, top.unit).await;
        (Self::below(world, top, middle.clone()).await, middle)
    }

    async fn below(world: World, top: Actor, above: Actor) -> Self {
        let second = world.colleague(&top, "李核对").await;
        let (east, west) = (world.unit().await, world.unit().await);
        for office in [&east, &west] {
            world.tie(office.unit, above.unit).await;
        }
        let mut schools = Vec::new();
        for _ in 0..3 {
            let school = world.unit().await;
            world.tie(school.unit, east.unit).await;
            schools.push(school);
        }
        Self {
            world,
            top,
            second,
            east,
            west,
            schools,
        }
    }

    fn order(&self, kind: BranchChange) -> Order {
        Order {
            superior: self.top.unit,
            kind,
            unit: self.east.unit,
            target: Some(self.west.unit),
            chosen: None,
        }
    }

    async fn plan(&self, order: &Order) -> PlanView {
        let mut conn = self.world.read().await;
        store::plan(&mut conn, order).await.expect("planned").view
    }

    async fn propose(&self, order: &Order) -> store::Result<i64> {
        let seen = self.plan(order).await.digest;
        self.propose_as(&self.top, order, &seen).await
    }

    async fn propose_as(&self, by: &Actor, order: &Order, seen: &str) -> store::Result<i64> {
        let why = Reason::parse("机构改革").expect("a reason");
        let mut tx = self.world.begin().await;
        let id = store::propose(&mut tx, by.reviewer(), order, (&why, seen), now()).await?;
        tx.commit().await?;
        Ok(id)
    }

    async fn agree(&self, by: &Actor, id: i64, seen: &str) -> store::Result<()> {
        let mut tx = self.world.begin().await;
        store::agree(&mut tx, by.reviewer(), (id, 1), seen, now()).await?;
        Ok(tx.commit().await?)
    }

    /// Proposed, and agreed to as it is now.
    async fn done(&self, order: &Order) {
        let id = self.propose(order).await.expect("proposed");
        let seen = self.plan(order).await.digest;
        self.agree(&self.second, id, &seen).await.expect("agreed");
        assert!(self.world.all_told_has_words().await);
        assert!(self.world.subtrees_hold().await && self.world.counts_hold().await);
    }

    async fn ask(&self, kind: ApplicationKind, from: &Actor, to: &Actor) -> i64 {
        let superior = self.world.row(to.unit).await;
        let reason = Reason::parse("改革").expect("a reason");
        let applying = Applying {
            kind,
            applicant: from.unit,
            actor: from.operator,
            special_reason: Some(&reason),
        };
        let mut tx = self.world.begin().await;
        let id = store::apply(&mut tx, applying, &superior, now()).await;
        tx.commit().await.expect("committed");
        id.expect("applied")
    }

    async fn count(&self, from: String) -> i64 {
        let mut conn = self.world.read().await;
        let counted = sql(format!("SELECT COUNT(*) FROM {from}")).int(&mut conn);
        counted.await.expect("a count")
    }
}
