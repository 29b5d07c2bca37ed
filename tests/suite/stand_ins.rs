//! What somebody does in a reviewer's place says for whom, on both engines.

use crate::delegation::a_colleague;
use crate::support::world::decision;
use crate::support::{Server, TestDatabase, World};
use lishu::domain::reorganization::BranchChange;
use lishu::domain::{
    AppealStep, AppealText, ApplicationKind, BindingPolicy, Outcome, Reason, Role,
};
use lishu::server::store::{self, Answer, Order, Releasing, Reviewer, sql};
use lishu::server::{link_all, now};

on_both_engines!(whatever_who_stands_in_does_says_for_whom);

/// A superior, whose reviewer another stands in for, with a third who reviews beside them.
struct Standing {
    world: World,
    server: Server,
    superior: crate::support::Actor,
    third: crate::support::Actor,
    stands_in: Reviewer,
}

/// As it is said, with the names masked.
const SAID: &str = "周* 代 王**";

async fn whatever_who_stands_in_does_says_for_whom(database: TestDatabase) {
    let world = World::new(&database).await;
    let rules = BindingPolicy {
        consent_to_transfer: true,
        ..BindingPolicy::default()
    };
    world.set_rules(rules).await;
    let (superior, colleague) = a_colleague(&world).await;
    let third = world.colleague(&superior, "赵三").await;
    let stands_in = Reviewer {
        stands_for: Some(superior.operator),
        ..colleague.reviewer()
    };
    let it = Standing {
        server: Server::start(&database).await,
        world,
        superior,
        third,
        stands_in,
    };
    it.consents().await;
    it.releases().await;
    it.settles_appeals().await;
    it.reorganizes().await;
    it.takes_back().await;
    it.is_on_record().await;
}

impl Standing {
    async fn page(&self, of: &crate::support::Actor, path: &str) -> String {
        self.server.session(of.operator).await.get(path).await.body
    }

    async fn consents(&self) {
        let (unit, other) = (self.world.unit().await, self.world.unit().await);
        self.world.bind(&unit, &self.superior).await;
        let moving = self.world.ask(ApplicationKind::Transfer, &unit, &other);
        let application = moving.await.expect("asked");
        let answer = Answer {
            application,
            version: 1,
            consents: true,
            why: "同意",
        };
        let mut tx = self.world.begin().await;
        let given = store::answer_leaving(&mut tx, self.stands_in, answer, now()).await;
        given.expect("given");
        tx.commit().await.expect("committed");
        let case = self.page(&other, &format!("/review/{application}")).await;
        assert!(case.contains(SAID), "{case}");
        let tie = self.page(&unit, "/tie").await;
        assert!(tie.contains(SAID), "{tie}");
    }

    async fn releases(&self) {
        let unit = self.world.unit().await;
        self.world.bind(&unit, &self.superior).await;
        let asked = self
            .world
            .ask(ApplicationKind::Unbind, &unit, &self.superior);
        let asked = asked.await.expect("asked");
        let why = Reason::parse("不再主管").expect("a reason");
        let releasing = Releasing {
            reviewer: self.stands_in,
            unit: unit.unit,
            why: &why,
        };
        let mut tx = self.world.begin().await;
        let released = store::release_below(&mut tx, releasing, now()).await;
        released.expect("released");
        tx.commit().await.expect("committed");
        let tie = self.page(&unit, "/tie").await;
        assert_eq!(
            tie.matches(SAID).count(),
            2,
            "the release, and what is moot: {tie}"
        );
        let case = format!("/review/{asked}");
        assert!(self.page(&self.superior, &case).await.contains(SAID));
    }

    async fn settles_appeals(&self) {
        let unit = self.world.unit().await;
        let case = self
            .world
            .apply(&unit, &self.superior)
            .await
            .expect("applied");
        let terminated = self.world.decide(&self.third, case, Outcome::Terminate);
        terminated.await.expect("terminated");
        let text = |text: &str| AppealText::parse(text).expect("a text");
        let mut tx = self.world.begin().await;
        let (body, by) = (text("有误"), unit.operator);
        let appeal = store::appeal(&mut tx, unit.unit, by, &body, now()).await;
        let appeal = appeal.expect("appealed");
        tx.commit().await.expect("committed");
        let settle = async |by: Reviewer, seen: i64, step: AppealStep| {
            let mut tx = self.world.begin().await;
            let settled = store::settle_appeal(&mut tx, by, appeal, seen, &step, now()).await;
            settled.expect("settled");
            tx.commit().await.expect("committed");
        };
        let agrees = || AppealStep::Opine {
            agrees: true,
            why: text("属实"),
        };
        settle(self.stands_in, 1, agrees()).await;
        let page = self.page(&self.superior, "/appeals").await;
        assert!(page.contains(SAID), "{page}");
        settle(self.stands_in, 2, AppealStep::TakeBack).await;
        let page = self.page(&self.superior, "/appeals").await;
        assert!(!page.contains(SAID), "{page}");
        settle(self.third.reviewer(), 3, agrees()).await;
        settle(self.stands_in, 4, AppealStep::Consent).await;
        let page = self.page(&self.superior, "/appeals?tab=settled").await;
        assert!(page.contains(SAID), "{page}");
        let page = self.page(&self.superior, &format!("/review/{case}")).await;
        // The opinion, that it was taken back, the consent, and what came of it.
        assert_eq!(page.matches(SAID).count(), 4, "{page}");
    }

    async fn reorganizes(&self) {
        let (east, west) = (self.world.unit().await, self.world.unit().await);
        let school = self.world.unit().await;
        for (unit, above) in [
            (&east, &self.superior),
            (&west, &self.superior),
            (&school, &east),
        ] {
            self.world.tie(unit.unit, above.unit).await;
        }
        let third = self.third.reviewer();
        for (first, second, (from, to)) in [
            (self.stands_in, third, (&east, &west)),
            (third, self.stands_in, (&west, &east)),
        ] {
            let order = Order {
                superior: self.superior.unit,
                kind: BranchChange::Move,
                unit: from.unit,
                target: Some(to.unit),
                chosen: None,
            };
            let mut conn = self.world.read().await;
            let plan = store::plan(&mut conn, &order).await.expect("planned");
            drop(conn);
            let seen = plan.view.digest.as_str();
            let why = Reason::parse("改革").expect("a reason");
            let mut tx = self.world.begin().await;
            let proposed = store::propose(&mut tx, first, &order, (&why, seen), now()).await;
            let id = proposed.expect("proposed");
            let agreed = store::agree(&mut tx, second, (id, 1), seen, now()).await;
            agreed.expect("agreed");
            tx.commit().await.expect("committed");
            let page = self
                .page(&self.superior, &format!("/units/reorganize/{id}"))
                .await;
            assert!(page.contains(SAID), "{page}");
        }
        assert!(self.page(&school, "/tie").await.contains(SAID));
    }

    /// Events say it too, for whoever reads the records; and the trail's links stand for it.
    async fn takes_back(&self) {
        let unit = self.world.unit().await;
        let case = self.world.apply(&unit, &self.superior).await;
        let case = case.expect("applied");
        let mut tx = self.world.begin().await;
        let decision = decision(case, 1, Outcome::Approve);
        let decided = store::decide(&mut tx, self.stands_in, &decision, now()).await;
        decided.expect("decided");
        let undone = store::undo(&mut tx, self.stands_in, case, 2, now()).await;
        undone.expect("taken back");
        tx.commit().await.expect("committed");
        let page = self.page(&self.superior, &format!("/review/{case}")).await;
        assert!(page.contains(SAID), "{page}");
    }

    async fn is_on_record(&self) {
        for kind in [
            "undone",
            "consent_given",
            "released",
            "closed",
            "appeal_opined",
            "appeal_taken_back",
            "appeal_agreed",
            "bar_lifted",
            "reorganization_proposed",
            "reorganized",
            "reorganization_done",
        ] {
            let said = format!(
                "event WHERE kind = '{kind}' AND for_id = {} AND actor_id = {}",
                self.superior.operator, self.stands_in.operator
            );
            assert!(self.world.count(&said).await > 0, "{kind}");
        }
        let own = format!(
            "event WHERE for_id IS NOT NULL AND actor_id <> {}",
            self.stands_in.operator
        );
        assert_eq!(self.world.count(&own).await, 0);
        let auditor = self.world.administrator(Role::Audit).await;
        let trail = self.server.administration(auditor).await;
        let trail = trail.get("/admin/trail?kind=event.released").await.body;
        assert!(trail.contains(SAID), "{trail}");
        let platform = self.world.administrator(Role::System).await;
        let platform = self.server.administration(platform).await;
        let unit: (i64,) = sql("SELECT MAX(unit_id) FROM event WHERE kind = 'released'")
            .one(&mut self.world.read().await)
            .await
            .expect("read");
        let file = platform.get(&format!("/admin/units/{}", unit.0)).await.body;
        assert!(file.contains(SAID), "{file}");
        link_all(&self.world.db, |_| ()).await.expect("linked");
        let whole = store::verify(&self.world.db, None, &|_, _| ()).await;
        whole.expect("the trail is whole");
    }
}
