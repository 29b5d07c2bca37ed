//! Units in every relation to each other, each with operators of every kind, around one record.

use crate::support::server::Browser;
use crate::support::{Actor, Server, World};
use lishu::domain::batch::OrderDraft;
use lishu::domain::reorganization::BranchChange;
use lishu::domain::{ApplicationState, BatchOrder, ChosenRow, Outcome, Reason, Role, Selection};
use lishu::server::access::{Entry, Who, Whose};
use lishu::server::store::{self, Tx, sql};
use lishu::server::{Ticked, now, run_batch};
use std::collections::HashMap;

/// Who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asker {
    Nobody,
    Applies,
    Reviews,
    Manages,
    Disabled,
    Waits,
    Administers(Role),
}

impl Asker {
    pub const ALL: [Self; 9] = [
        Self::Nobody,
        Self::Applies,
        Self::Reviews,
        Self::Manages,
        Self::Disabled,
        Self::Waits,
        Self::Administers(Role::System),
        Self::Administers(Role::Security),
        Self::Administers(Role::Audit),
    ];

    pub fn is_operator(self) -> bool {
        !matches!(self, Self::Nobody | Self::Administers(_))
    }
}

/// What the asker's unit is to the unit whose record it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Relation {
    Own,
    Subordinate,
    Superior,
    Sibling,
    Stranger,
}

impl Relation {
    pub const ALL: [Self; 5] = [
        Self::Own,
        Self::Subordinate,
        Self::Superior,
        Self::Sibling,
        Self::Stranger,
    ];
}

/// The state of the application.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Pending,
    Returned,
    Approved,
}

impl State {
    pub const ALL: [Self; 3] = [Self::Pending, Self::Returned, Self::Approved];
}

/// An application of `applicant` to `reviewing`, and whoever stands around the two.
pub struct Scene {
    pub state: State,
    pub application: i64,
    pub version: i64,
    /// A batch of `reviewing`, which decided another application.
    pub batch: i64,
    /// A proposal of `reviewing`, by another of its people.
    pub proposal: i64,
    /// The digest of what it does.
    pub digest: String,
    /// An operator of `reviewing`.
    pub operator: i64,
    /// Itself.
    pub unit: i64,
    /// The code of a unit to which anybody could apply.
    pub code: String,
    pub selection: String,
    units: HashMap<Place, Crew>,
    administrators: Vec<(Role, i64)>,
    server: Server,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Place {
    Top,
    Reviewing,
    BesideReviewing,
    Applicant,
    BelowApplicant,
    BesideApplicant,
    Stranger,
}

/// A unit with an operator of each kind.
struct Crew {
    unit: Actor,
    operators: Vec<(Asker, i64)>,
}

impl Scene {
    pub async fn new(world: &World, server: &Server, state: State) -> Self {
        use Place::{
            Applicant, BelowApplicant, BesideApplicant, BesideReviewing, Reviewing, Stranger, Top,
        };
        let mut units = HashMap::new();
        for place in [
            Top,
            Reviewing,
            BesideReviewing,
            Applicant,
            BelowApplicant,
            BesideApplicant,
            Stranger,
        ] {
            units.insert(place, Crew::new(world).await);
        }
        let unit = |place: Place| units[&place].unit.clone();
        for (below, above) in [
            (Reviewing, Top),
            (BesideReviewing, Top),
            (BelowApplicant, Applicant),
            (BesideApplicant, Reviewing),
        ] {
            world.tie(unit(below).unit, unit(above).unit).await;
        }
        let reviewer = units[&Reviewing].acting(Asker::Reviews);
        let batch = a_batch(world, &reviewer).await;
        let application = world.apply(&unit(Applicant), &unit(Reviewing)).await;
        let application = application.expect("applied");
        let outcome = match state {
            State::Pending => None,
            State::Returned => Some(Outcome::Return),
            State::Approved => Some(Outcome::Approve),
        };
        if let Some(outcome) = outcome {
            world
                .decide(&reviewer, application, outcome)
                .await
                .expect("decided");
        }
        let (proposal, digest) = a_proposal(world, &unit(Reviewing)).await;
        let version = world.version(application).await;
        let mut selection = Selection::default();
        selection.pick(application, version).expect("one row");
        let mut administrators = Vec::new();
        for role in Role::ALL {
            administrators.push((role, world.administrator(role).await));
        }
        Self {
            state,
            application,
            version,
            batch,
            proposal,
            digest,
            operator: unit(Reviewing).operator,
            unit: unit(Reviewing).unit,
            code: unit(Top).code.as_str().to_owned(),
            selection: selection.to_word(),
            units,
            administrators,
            server: server.clone(),
        }
    }

    /// A browser with a new session of the asker.
    pub async fn browser(&self, entry: &Entry, asker: Asker, relation: Relation) -> Browser {
        match asker {
            Asker::Nobody => self.server.browser(),
            Asker::Administers(role) => {
                let administrator = number(&self.administrators, role);
                self.server.administration(administrator).await
            }
            operator => {
                let crew = &self.units[&place(entry, relation)];
                self.server.session(number(&crew.operators, operator)).await
            }
        }
    }
}

/// The unit that stands in this relation to the one whose record the endpoint is about.
fn place(entry: &Entry, relation: Relation) -> Place {
    use Relation::{Own, Sibling, Stranger, Subordinate, Superior};
    let of_applicant = match entry.whose {
        Whose::OwnCase => true,
        Whose::QueuedCase | Whose::OfUnit | Whose::OfUnitOrBelow | Whose::Below => false,
        // Where nobody's record is meant, a unit that may still bind.
        Whose::Public | Whose::Own | Whose::Platform if entry.who != Who::Reviewing => {
            return Place::Stranger;
        }
        Whose::Public | Whose::Own | Whose::Platform => false,
    };
    match (of_applicant, relation) {
        (true, Own) | (false, Subordinate) => Place::Applicant,
        (true, Subordinate) => Place::BelowApplicant,
        (true, Superior) | (false, Own) => Place::Reviewing,
        (true, Sibling) => Place::BesideApplicant,
        (false, Superior) => Place::Top,
        (false, Sibling) => Place::BesideReviewing,
        (_, Stranger) => Place::Stranger,
    }
}

impl Crew {
    async fn new(world: &World) -> Self {
        let unit = world.unit().await;
        let mut tx = world.begin().await;
        let mut operators = Vec::new();
        for (asker, columns, values) in [
            (Asker::Applies, "applies", "1"),
            (Asker::Reviews, "reviews", "1"),
            (Asker::Manages, "manages", "1"),
            (
                Asker::Disabled,
                "applies, reviews, manages, disabled_at",
                "1, 1, 1, 1",
            ),
            (
                Asker::Waits,
                "applies, reviews, manages, waits",
                "1, 1, 1, 1",
            ),
        ] {
            let person = person(&mut tx).await;
            let operator = sql(format!(
                "INSERT INTO operator (unit_id, person_id, {columns})
                 VALUES ($1, $2, {values}) RETURNING id"
            ));
            let operator = operator.bind(unit.unit).bind(person).int(&mut tx).await;
            operators.push((asker, operator.expect("an operator")));
        }
        tx.commit().await.expect("committed");
        Self { unit, operators }
    }

    fn acting(&self, asker: Asker) -> Actor {
        Actor {
            operator: number(&self.operators, asker),
            // A decision is barred by the person: any who acts for no other unit will do.
            ..self.unit.clone()
        }
    }
}

fn number<K: PartialEq>(numbered: &[(K, i64)], key: K) -> i64 {
    let found = numbered.iter().find(|(of, _)| *of == key);
    found.expect("there is one of each").1
}

async fn person(tx: &mut Tx) -> i64 {
    sql("INSERT INTO person (name, password_hash) VALUES ('王小明', '') RETURNING id")
        .int(tx)
        .await
        .expect("a person")
}

async fn a_batch(world: &World, reviewer: &Actor) -> i64 {
    let other = world.unit().await;
    let application = world.apply(&other, reviewer).await.expect("applied");
    let order = BatchOrder::try_from(OrderDraft {
        key: "before".into(),
        outcome: Outcome::Approve.as_str().into(),
        selection: "tab=pending".into(),
        ..OrderDraft::default()
    });
    let order = order.expect("a complete order");
    let version = 1;
    let mut chosen = Ticked::new(vec![ChosenRow {
        application,
        version,
    }]);
    let mut tx = world.begin().await;
    let batch = run_batch(
        &mut tx,
        reviewer.reviewer(),
        &order,
        &mut chosen,
        1,
        now(),
        |_| {},
    );
    let batch = batch.await.expect("decided");
    tx.commit().await.expect("committed");
    assert_eq!(world.state(application).await, ApplicationState::Approved);
    batch
}

/// Of a unit without anybody below it, to be abolished.
async fn a_proposal(world: &World, proposer: &Actor) -> (i64, String) {
    let gone = world.unit().await;
    world.tie(gone.unit, proposer.unit).await;
    let order = store::Order {
        superior: proposer.unit,
        kind: BranchChange::Abolish,
        unit: gone.unit,
        target: None,
        chosen: None,
    };
    let why = Reason::parse("机构撤销").expect("a reason");
    let mut tx = world.begin().await;
    let plan = store::plan(&mut tx, &order).await.expect("planned");
    let seen = plan.view.digest;
    let id = store::propose(&mut tx, proposer.reviewer(), &order, (&why, &seen), now()).await;
    tx.commit().await.expect("committed");
    (id.expect("proposed"), seen)
}

/// What the records hold, roughly: how many there are of each, and the sums of their versions.
/// Sessions and who looks at what are no records.
pub async fn fingerprint(world: &World) -> Vec<(&'static str, i64)> {
    const COUNTED: [&str; 32] = [
        "invitation",
        "delegation",
        "message",
        "reorganization",
        "application",
        "event",
        "decision",
        "affiliation",
        "unit",
        "unit_version",
        "person",
        "operator",
        "administrator",
        "batch",
        "submission",
        "canned_opinion",
        "saved_view",
        "announcement",
        "act",
        "policy",
        "module",
        "allowed_code",
        "round",
        "binding_policy",
        "calendar_day",
        "appeal",
        "bar_lifted",
        "message_read",
        "outbox",
        "webhook",
        "delivery",
        "mail_link",
    ];
    const VERSIONED: [&str; 5] = [
        "application",
        "unit",
        "operator",
        "announcement",
        "reorganization",
    ];
    let mut conn = world.read().await;
    let mut found = Vec::new();
    let counts = COUNTED.map(|table| (table, "COUNT(*)"));
    let sums = VERSIONED.map(|table| (table, "CAST(COALESCE(SUM(version), 0) AS BIGINT)"));
    for (table, what) in counts.into_iter().chain(sums) {
        let read = sql(format!("SELECT {what} FROM {table}"));
        found.push((table, read.int(&mut conn).await.expect("a number")));
    }
    found
}
