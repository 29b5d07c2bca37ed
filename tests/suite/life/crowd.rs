//! Batches of a life: decided and taken back, as many as it takes to come to a hundred thousand.

use super::transitions;
use crate::support::{Actor, World};
use lishu::domain::batch::OrderDraft;
use lishu::domain::{ApplicationKind, BatchOrder, ChosenRow, Outcome};
use lishu::server::store::{self, Reviewer, sql};
use lishu::server::{Ticked, now, run_batch};

/// Units of a batch.
const CROWD: i64 = 1_500;
/// Units that are moved in one batch.
const MOVERS: usize = 60;

/// A batch of moves that is taken back: each unit is under whom it was under, but for who has left since.
pub async fn movers_go_back(world: &World) {
    let olds = [world.unit().await, world.unit().await];
    let new = world.unit().await;
    let mut units = Vec::new();
    for n in 0..MOVERS {
        let unit = world.enterprise().await;
        world.bind(&unit, &olds[n % 2]).await;
        let asked = world.ask(ApplicationKind::Transfer, &unit, &new).await;
        asked.expect("asked");
        units.push(unit);
    }
    let mut before = superiors(world, &units).await;
    let rows = cases_of(world, new.unit).await;
    let batch = order(world, new.reviewer(), Outcome::Approve, rows).await;
    assert_eq!(
        superiors(world, &units).await,
        vec![Some(new.unit); MOVERS],
        "moved"
    );
    release(world, &units[0]).await;
    before[0] = None;
    assert_eq!(
        take_back(world, new.reviewer(), batch).await,
        (MOVERS as i64 - 1, 1)
    );
    assert_eq!(superiors(world, &units).await, before);
}

async fn release(world: &World, unit: &Actor) {
    let row = world.row(unit.unit).await;
    let mut tx = world.begin().await;
    let released = store::release(&mut tx, &row, unit.operator, now()).await;
    released.expect("released");
    tx.commit().await.expect("committed");
}

async fn superiors(world: &World, units: &[Actor]) -> Vec<Option<i64>> {
    let mut found = Vec::new();
    for unit in units {
        found.push(world.superior(unit.unit).await);
    }
    found
}

/// How many decisions of a batch were taken back, and how many were kept.
async fn take_back(world: &World, reviewer: Reviewer, batch: i64) -> (i64, i64) {
    let mut tx = world.begin().await;
    let undone = store::undo_batch(&mut tx, reviewer, batch, now()).await;
    let undone = undone.expect("taken back");
    tx.commit().await.expect("committed");
    (undone.undone, undone.kept)
}

async fn cases_of(world: &World, superior: i64) -> Vec<ChosenRow> {
    let mut conn = world.read().await;
    let rows: Vec<(i64, i64)> =
        sql("SELECT id, version FROM application WHERE superior_id = $1 ORDER BY id")
            .bind(superior)
            .all(&mut conn)
            .await
            .expect("read");
    let chosen = rows.into_iter().map(|(application, version)| ChosenRow {
        application,
        version,
    });
    chosen.collect()
}

/// Many units under one superior, decided and taken back in batches.
pub struct Crowd {
    reviewer: Reviewer,
    applications: Vec<i64>,
}

pub async fn crowd(world: &World) -> Crowd {
    let superior = world.unit().await;
    Crowd {
        reviewer: superior.reviewer(),
        applications: world.applicants(&superior, CROWD).await,
    }
}

impl Crowd {
    /// Every outcome once, taken back each time.
    pub async fn there_and_back(&self, world: &World) {
        for outcome in Outcome::ALL {
            let tree = self.bound(world).await;
            let batch = self.decide(world, outcome).await;
            assert_eq!(self.bound(world).await == tree, outcome != Outcome::Approve);
            assert_eq!(take_back(world, self.reviewer, batch).await, (CROWD, 0));
            assert_eq!(self.bound(world).await, tree);
        }
    }

    async fn bound(&self, world: &World) -> i64 {
        let ties = format!(
            "affiliation WHERE superior_id = {} AND until_at IS NULL",
            self.reviewer.unit
        );
        world.count(&ties).await
    }

    async fn decide(&self, world: &World, outcome: Outcome) -> i64 {
        let rows = cases_of(world, self.reviewer.unit).await;
        assert_eq!(rows.len(), self.applications.len());
        order(world, self.reviewer, outcome, rows).await
    }
}

async fn order(world: &World, reviewer: Reviewer, outcome: Outcome, rows: Vec<ChosenRow>) -> i64 {
    let asked = rows.len().to_string();
    let order = BatchOrder::try_from(OrderDraft {
        key: transitions(world).await.to_string(),
        outcome: outcome.as_str().into(),
        opinion: "照章办理".into(),
        selection: "tab=pending".into(),
        confirm: asked.clone(),
        asked,
        ..OrderDraft::default()
    });
    let order = order.expect("a complete order");
    let mut chosen = Ticked::new(rows);
    let mut tx = world.begin().await;
    let batch = run_batch(&mut tx, reviewer, &order, &mut chosen, CROWD, now(), |_| {}).await;
    let batch = batch.expect("decided");
    tx.commit().await.expect("committed");
    batch
}
