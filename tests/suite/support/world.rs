//! Units and people, built as a test needs them.

use super::{TestDatabase, vault};
use lishu::domain::admin::Rules;
use lishu::domain::{
    ApplicationKind, ApplicationState, BindingPolicy, Day, Decision, DecisionDraft, Fault, Instant,
    MessageKind, Outcome, Policy, Reason, Role, Uscc,
};
use lishu::server::now;
use lishu::server::store::{self, Applying, Conn, Db, Reviewer, Statement, Tx, UnitRow, sql};
use lishu::server::vault::Purpose;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU32, Ordering};

pub const PASSWORD: &str = "Lishu-2026!";

/// Hashed once for all tests: hashing is meant to be slow.
static HASH: LazyLock<String> = LazyLock::new(|| lishu::server::hash_password(PASSWORD));

/// A database with an open round, and what tests do in it.
pub struct World {
    pub db: Db,
    next: AtomicU32,
}

/// A unit and the one operator who acts for it.
#[derive(Clone, Debug)]
pub struct Actor {
    pub unit: i64,
    pub operator: i64,
    pub person: i64,
    pub code: Uscc,
    pub mobile: String,
}

/// One of 三员, who signs in with [`PASSWORD`].
pub struct AdministratorAccount {
    pub id: i64,
    pub person: i64,
    pub account: String,
}

impl Actor {
    pub fn reviewer(&self) -> Reviewer {
        Reviewer {
            operator: self.operator,
            person: self.person,
            unit: self.unit,
            stands_for: None,
        }
    }
}

impl World {
    pub async fn new(database: &TestDatabase) -> Self {
        let world = Self {
            db: database.db.clone(),
            next: AtomicU32::new(1),
        };
        let at = now();
        let mut tx = world.begin().await;
        sql("INSERT INTO round (name, opens_at, closes_at) VALUES ('本次申报', $1, $2)")
            .bind(at.plus_days(-30))
            .bind(at.plus_days(30))
            .execute(&mut tx)
            .await
            .expect("a round");
        tx.commit().await.expect("committed");
        world
    }

    /// The same world through another process's connections.
    pub fn beside(world: &Self, db: Db) -> Self {
        let next = world.next.load(Ordering::Relaxed) + 1_000_000;
        Self {
            db,
            next: AtomicU32::new(next),
        }
    }

    pub async fn begin(&self) -> Tx {
        self.db.begin().await.expect("a transaction")
    }

    pub async fn read(&self) -> Conn {
        self.db.read().await.expect("a connection")
    }

    /// A public institution that entered the module; its operator applies and reviews.
    pub async fn unit(&self) -> Actor {
        self.unit_of("12", true).await
    }

    pub async fn enterprise(&self) -> Actor {
        self.unit_of("91", true).await
    }

    pub async fn never_entered(&self) -> Actor {
        self.unit_of("12", false).await
    }

    async fn unit_of(&self, category: &str, entered: bool) -> Actor {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let code = code(category, number);
        let at = now();
        let mut tx = self.begin().await;
        let unit = sql("INSERT INTO unit
                (uscc, account, name, unit_type, entered_at, verified_at, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $6) RETURNING id")
        .bind(code.as_str())
        .bind(format!("unit{number}"))
        .bind(format!("示例单位{number}"))
        .bind(category)
        .bind(entered.then(|| at.as_micros()))
        .bind(at)
        .int(&mut tx)
        .await
        .expect("a unit");
        store::index_name(&mut tx, unit, "", &format!("示例单位{number}"))
            .await
            .expect("its name is found");
        let mobile = format!("138{number:08}");
        let person = self.person(&mut tx, "王小明", &mobile).await;
        let operator = self.operator(&mut tx, unit, person).await;
        tx.commit().await.expect("committed");
        Actor {
            unit,
            operator,
            person,
            code,
            mobile,
        }
    }

    async fn person(&self, tx: &mut Tx, name: &str, mobile: &str) -> i64 {
        let mobile = vault().keep(Purpose::Mobile, mobile);
        sql(
            "INSERT INTO person (name, mobile_sealed, mobile_digest, password_hash)
             VALUES ($1, $2, $3, $4) RETURNING id",
        )
        .bind(name)
        .bind(mobile.sealed)
        .bind(mobile.digest)
        .bind(HASH.as_str())
        .int(tx)
        .await
        .expect("a person")
    }

    async fn operator(&self, tx: &mut Tx, unit: i64, person: i64) -> i64 {
        sql("INSERT INTO operator (unit_id, person_id, applies, reviews)
             VALUES ($1, $2, 1, 1) RETURNING id")
        .bind(unit)
        .bind(person)
        .int(tx)
        .await
        .expect("an operator")
    }

    /// Gives the person a 身份证.
    pub async fn identify(&self, person: i64, card: &str) {
        let card = vault().keep(Purpose::IdentityCard, card);
        let text = "UPDATE person SET identity_sealed = $2, identity_digest = $3 WHERE id = $1";
        self.run(sql(text).bind(person).bind(card.sealed).bind(card.digest))
            .await;
    }

    /// The same operator, managing the unit's people too.
    pub async fn manager(&self) -> Actor {
        let actor = self.unit().await;
        self.change(format!(
            "UPDATE operator SET manages = 1 WHERE id = {}",
            actor.operator
        ))
        .await;
        actor
    }

    /// A second operator for the unit.
    pub async fn colleague(&self, actor: &Actor, name: &str) -> Actor {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let mobile = format!("137{number:08}");
        let mut tx = self.begin().await;
        let person = self.person(&mut tx, name, &mobile).await;
        let operator = self.operator(&mut tx, actor.unit, person).await;
        tx.commit().await.expect("committed");
        Actor {
            operator,
            person,
            mobile,
            ..actor.clone()
        }
    }

    /// The same person, acting for another unit too.
    pub async fn also_acts_for(&self, actor: &Actor, other: &Actor) -> Actor {
        let mut tx = self.begin().await;
        let operator = self.operator(&mut tx, other.unit, actor.person).await;
        tx.commit().await.expect("committed");
        Actor {
            operator,
            person: actor.person,
            mobile: actor.mobile.clone(),
            ..other.clone()
        }
    }

    /// One of 三员.
    pub async fn administrator(&self, role: Role) -> i64 {
        self.administrator_account(role).await.id
    }

    /// The same, with what they sign in with.
    pub async fn administrator_account(&self, role: Role) -> AdministratorAccount {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let account = format!("admin{number}");
        let mut tx = self.begin().await;
        let mobile = format!("136{number:08}");
        let person = self.person(&mut tx, "管小理", &mobile).await;
        let id = sql(
            "INSERT INTO administrator (person_id, account, role, created_at)
             VALUES ($1, $2, $3, $4) RETURNING id",
        )
        .bind(person)
        .bind(account.as_str())
        .bind(role.as_str())
        .bind(now())
        .int(&mut tx)
        .await
        .expect("an administrator");
        tx.commit().await.expect("committed");
        AdministratorAccount {
            id,
            person,
            account,
        }
    }

    /// Changes something behind the server's back.
    pub async fn change(&self, statement: String) {
        let mut tx = self.begin().await;
        sql(statement).execute(&mut tx).await.expect("changed");
        tx.commit().await.expect("committed");
    }

    /// Makes a policy the one that holds.
    pub async fn set_policy(&self, policy: Policy) {
        let administrator = self.administrator(Role::Security).await;
        let mut conn = self.read().await;
        let (seen, _) = store::latest_policy(&mut conn).await.expect("read");
        drop(conn);
        let mut tx = self.begin().await;
        let set = store::set_policy(&mut tx, administrator, seen, &policy, now()).await;
        set.expect("set");
        tx.commit().await.expect("committed");
    }

    /// Makes rules of binding those that hold from now on.
    pub async fn set_rules(&self, policy: BindingPolicy) {
        let administrator = self.administrator(Role::System).await;
        let mut tx = self.begin().await;
        let (seen, _) = store::latest_rules(&mut tx).await.expect("read");
        let holds_from = Day::parse(&now().date_shanghai()).expect("today");
        let rules = Rules { policy, holds_from };
        let set = store::set_rules(&mut tx, administrator, seen, &rules, now()).await;
        set.expect("set");
        tx.commit().await.expect("committed");
    }

    pub async fn row(&self, unit: i64) -> UnitRow {
        let mut conn = self.read().await;
        let found = store::find_unit(&mut conn, unit).await.expect("read");
        found.expect("the unit exists")
    }

    pub async fn apply(&self, from: &Actor, to: &Actor) -> store::Result<i64> {
        self.ask(ApplicationKind::Bind, from, to).await
    }

    pub async fn ask(&self, kind: ApplicationKind, from: &Actor, to: &Actor) -> store::Result<i64> {
        let superior = self.row(to.unit).await;
        let reason = Reason::parse("测试的特殊情况").expect("a reason");
        let applying = Applying {
            kind,
            applicant: from.unit,
            actor: from.operator,
            special_reason: Some(&reason),
        };
        let mut tx = self.begin().await;
        let id = store::apply(&mut tx, applying, &superior, now()).await?;
        tx.commit().await?;
        Ok(id)
    }

    pub async fn decide(
        &self,
        reviewer: &Actor,
        application: i64,
        outcome: Outcome,
    ) -> store::Result<()> {
        let version = self.version(application).await;
        decide(&self.db, reviewer, decision(application, version, outcome)).await
    }

    /// Takes back what made the present version.
    pub async fn undo(&self, reviewer: &Actor, application: i64) -> store::Result<()> {
        let version = self.version(application).await;
        self.undo_at(reviewer, application, version, now()).await
    }

    pub async fn undo_at(
        &self,
        reviewer: &Actor,
        application: i64,
        version_made: i64,
        at: Instant,
    ) -> store::Result<()> {
        let mut tx = self.begin().await;
        store::undo(&mut tx, reviewer.reviewer(), application, version_made, at).await?;
        Ok(tx.commit().await?)
    }

    pub async fn withdraw(&self, actor: &Actor, application: i64) -> store::Result<()> {
        let version = self.version(application).await;
        let (unit, operator) = (actor.unit, actor.operator);
        let mut tx = self.begin().await;
        store::withdraw(&mut tx, unit, application, version, operator, now()).await?;
        Ok(tx.commit().await?)
    }

    pub async fn resubmit(&self, actor: &Actor, application: i64) -> store::Result<()> {
        let version = self.version(application).await;
        let applying = Applying {
            kind: ApplicationKind::Bind,
            applicant: actor.unit,
            actor: actor.operator,
            special_reason: None,
        };
        let mut tx = self.begin().await;
        store::resubmit(&mut tx, applying, application, version, now()).await?;
        Ok(tx.commit().await?)
    }

    pub async fn disable(&self, unit: i64) -> u64 {
        let administrator = self.administrator(Role::System).await;
        let mut tx = self.begin().await;
        let closed = store::disable(&mut tx, unit, administrator, "单位撤销", now())
            .await
            .expect("disabled");
        tx.commit().await.expect("committed");
        closed
    }

    /// Binds by the usual way: applied and approved.
    pub async fn bind(&self, from: &Actor, to: &Actor) {
        let application = self.apply(from, to).await.expect("applied");
        self.decide(to, application, Outcome::Approve)
            .await
            .expect("approved");
    }

    pub async fn superior(&self, unit: i64) -> Option<i64> {
        let mut conn = self.read().await;
        let found = store::superior_of(&mut conn, unit).await.expect("read");
        found.map(|(id, _, _)| id)
    }

    pub async fn state(&self, application: i64) -> ApplicationState {
        let (state, _) = self.state_and_version(application).await;
        ApplicationState::parse(&state).expect("a known state")
    }

    pub async fn version(&self, application: i64) -> i64 {
        self.state_and_version(application).await.1
    }

    async fn state_and_version(&self, application: i64) -> (String, i64) {
        let mut conn = self.read().await;
        sql("SELECT state, version FROM application WHERE id = $1")
            .bind(application)
            .one(&mut conn)
            .await
            .expect("the application exists")
    }

    pub async fn count(&self, from: &str) -> i64 {
        let mut conn = self.read().await;
        sql(format!("SELECT COUNT(*) FROM {from}"))
            .int(&mut conn)
            .await
            .expect("a count")
    }

    /// What a unit's people were told, in order: for whom, and the word of the event.
    pub async fn told(&self, unit: &Actor) -> Vec<String> {
        let mut conn = self.read().await;
        let rows: Vec<(String, String)> = sql("SELECT m.audience, e.kind FROM message m
             JOIN event e ON e.id = m.event_id WHERE m.unit_id = $1 ORDER BY m.id")
        .bind(unit.unit)
        .all(&mut conn)
        .await
        .expect("read");
        let line = |(audience, kind)| format!("{audience} {kind}");
        rows.into_iter().map(line).collect()
    }

    /// Whether there are words for all that was told.
    pub async fn all_told_has_words(&self) -> bool {
        let mut conn = self.read().await;
        let kinds: Vec<(String,)> = sql("SELECT DISTINCT e.kind FROM message m
             JOIN event e ON e.id = m.event_id")
        .all(&mut conn)
        .await
        .expect("read");
        kinds.iter().all(|(kind,)| MessageKind::of(kind).is_some())
    }

    /// Runs one statement in a transaction of its own: what no verb does.
    pub async fn run(&self, statement: Statement) {
        let mut tx = self.begin().await;
        statement.execute(&mut tx).await.expect("executed");
        tx.commit().await.expect("committed");
    }

    /// A tie from before there were applications.
    pub async fn tie(&self, unit: i64, superior: i64) {
        self.tie_at(unit, superior, now()).await;
    }

    pub async fn tie_at(&self, unit: i64, superior: i64, at: Instant) {
        let mut tx = self.begin().await;
        let tied = store::tie(&mut tx, unit, superior, at).await;
        tied.expect("tied");
        tx.commit().await.expect("committed");
    }

    /// Decides as of a time.
    pub async fn decide_at(
        &self,
        reviewer: &Actor,
        application: i64,
        outcome: Outcome,
        at: Instant,
    ) -> store::Result<()> {
        let version = self.version(application).await;
        let decision = decision(application, version, outcome);
        let mut tx = self.begin().await;
        store::decide(&mut tx, reviewer.reviewer(), &decision, at).await?;
        Ok(tx.commit().await?)
    }

    /// Whether the kept counts are what is there to count.
    pub async fn counts_hold(&self) -> bool {
        let differing = "(SELECT k.superior_id FROM queue_count k WHERE k.n <>
              (SELECT COUNT(*) FROM application a
               WHERE a.superior_id = k.superior_id AND a.state = k.state)
            UNION ALL SELECT a.superior_id FROM application a WHERE NOT EXISTS
              (SELECT 1 FROM queue_count k
               WHERE k.superior_id = a.superior_id AND k.state = a.state)) AS differing";
        self.count(differing).await == 0
    }

    /// Whether the kept counts of the units below each unit are what is there to count.
    pub async fn subtrees_hold(&self) -> bool {
        let differing = "(WITH RECURSIVE chain (below, id, near) AS (
                SELECT unit_id, superior_id, 1 FROM affiliation WHERE until_at IS NULL
                UNION ALL
                SELECT c.below, a.superior_id, 0 FROM chain c
                JOIN affiliation a ON a.unit_id = c.id AND a.until_at IS NULL
            ),
            counted (id, children, descendants) AS (
                SELECT id, SUM(near), COUNT(*) FROM chain GROUP BY id
            )
            SELECT u.id FROM unit u LEFT JOIN counted c ON c.id = u.id
            LEFT JOIN subtree k ON k.unit_id = u.id
            WHERE COALESCE(c.children, 0) <> COALESCE(k.children, 0)
               OR COALESCE(c.descendants, 0) <> COALESCE(k.descendants, 0)) AS differing";
        self.count(differing).await == 0
    }

    /// `n` units that have applied to the superior; their applications.
    pub async fn applicants(&self, superior: &Actor, n: i64) -> Vec<i64> {
        let at = now();
        let first = i64::from(self.next.fetch_add(1, Ordering::Relaxed));
        let mut tx = self.begin().await;
        let steps = [
            sql("WITH RECURSIVE c (n) AS (
                    SELECT CAST(1 AS BIGINT) UNION ALL SELECT n + 1 FROM c WHERE n < $3)
                 INSERT INTO unit (uscc, account, name, unit_type, entered_at, verified_at, created_at)
                 SELECT 'MANY' || CAST($1 * 1000000 + n AS TEXT),
                    'many' || CAST($1 * 1000000 + n AS TEXT),
                    '批量单位' || CAST(n AS TEXT), '12', $2, $2, $2 FROM c")
            .bind(first)
            .bind(at)
            .bind(n),
            sql("INSERT INTO application
                    (applicant_id, superior_id, round_id, state, version, applied_at)
                 SELECT u.id, $2, r.id, 'pending', 1, $3 FROM unit u JOIN round r ON r.standing = 0
                 WHERE u.account LIKE 'many' || CAST($1 AS TEXT) || '______'")
            .bind(first)
            .bind(superior.unit)
            .bind(at),
            sql("INSERT INTO event
                    (unit_id, application_id, version, kind, to_state, at)
                 SELECT applicant_id, id, 1, 'applied', 'pending', applied_at
                 FROM application WHERE superior_id = $1 AND applied_at = $2")
            .bind(superior.unit)
            .bind(at),
            sql(
                "INSERT INTO queue_count (superior_id, state, n) VALUES ($1, 'pending', $2)
                 ON CONFLICT (superior_id, state) DO UPDATE SET n = queue_count.n + excluded.n",
            )
            .bind(superior.unit)
            .bind(n),
        ];
        for step in steps {
            step.execute(&mut tx).await.expect("applied");
        }
        tx.commit().await.expect("committed");
        let mut conn = self.read().await;
        let ids: Vec<(i64,)> = sql(
            "SELECT id FROM application WHERE superior_id = $1 AND applied_at = $2 ORDER BY id",
        )
        .bind(superior.unit)
        .bind(at)
        .all(&mut conn)
        .await
        .expect("read");
        ids.into_iter().map(|(id,)| id).collect()
    }

    /// Closes every round, as if the season were over.
    pub async fn end_rounds(&self) {
        let mut tx = self.begin().await;
        sql("UPDATE round SET opens_at = 0, closes_at = 1")
            .execute(&mut tx)
            .await
            .expect("ended");
        tx.commit().await.expect("committed");
    }
}

/// A decision as the form makes it, with an opinion where one is wanted.
pub fn decision(application: i64, version: i64, outcome: Outcome) -> Decision {
    let draft = DecisionDraft {
        application,
        version,
        faulty: "no".into(),
        outcome: outcome.as_str().into(),
        opinion: "请核对".into(),
        ..DecisionDraft::default()
    };
    draft.try_into().expect("a complete decision")
}

pub async fn decide(db: &Db, reviewer: &Actor, decision: Decision) -> store::Result<()> {
    let mut tx = db.begin().await?;
    store::decide(&mut tx, reviewer.reviewer(), &decision, now()).await?;
    Ok(tx.commit().await?)
}

/// The fault that a verb was refused with.
pub fn refused<T: std::fmt::Debug>(result: store::Result<T>) -> Fault {
    match result {
        Err(store::Error::Refused(fault)) => fault,
        other => panic!("expected a refusal, got {other:?}"),
    }
}

/// A valid 身份证号 of nobody: the region 229999 does not exist.
pub fn card(number: u32) -> String {
    let first = format!("22999919800101{number:03}");
    let mut cards = "0123456789X".chars().map(|check| format!("{first}{check}"));
    cards
        .find(|card| lishu::domain::IdentityCard::parse(card).is_ok())
        .expect("one is right")
}

/// A valid code of an invented unit.
pub fn code(category: &str, number: u32) -> Uscc {
    let body = format!("MC{number:06}");
    let check =
        lishu::domain::organization_code::check_character(&body).expect("a check character");
    Uscc::with_check_digit(&format!("{category}220000{body}{check}")).expect("a valid code")
}
