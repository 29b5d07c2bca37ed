//! 审计记录: the 审计管理员 searches the trail and takes it along, nobody else does, and both are on record.

use crate::support::server::Browser;
use crate::support::{Actor, Server, TestDatabase, World};
use lishu::domain::{ActKind, Instant, Role, TrailDraft, TrailSearch};
use lishu::server::link_all;
use lishu::server::store::{self, Act, By, TrailRow, note, sql};
use reqwest::StatusCode;
use serde_json::json;

on_both_engines!(
    none_but_the_audit_administrator_reads_the_trail,
    each_search_has_its_rows,
    every_row_is_met_once_page_by_page,
    names_are_masked_in_the_trail,
    reading_is_on_record,
    the_file_is_safe_for_spreadsheets_and_on_record,
    a_large_file_is_sent_in_parts,
);

const BEFORE: Instant = Instant::from_micros(1_700_000_000_000_000);

struct Scene {
    world: World,
    server: Server,
    unit: Actor,
    superior: Actor,
}

/// A binding, and two acts about the unit's operator, long ago.
async fn scene(database: &TestDatabase) -> Scene {
    let world = World::new(database).await;
    let (unit, superior) = (world.unit().await, world.unit().await);
    world.bind(&unit, &superior).await;
    for kind in [ActKind::SignedIn, ActKind::Revealed] {
        let act = Act {
            unit: Some(unit.unit),
            person: Some(unit.person),
            detail: json!({ "field": "mobile" }),
            why: "=HYPERLINK(\"https://evil.example\")",
            ..Act::new(kind, By::Operator(superior.operator), BEFORE)
        };
        noted(&world, act).await;
    }
    link_all(&world.db, |_| ()).await.expect("linked");
    let server = Server::start(database).await;
    Scene {
        world,
        server,
        unit,
        superior,
    }
}

async fn noted(world: &World, act: Act<'_>) {
    let mut tx = world.begin().await;
    note(&mut tx, act).await.expect("noted");
    tx.commit().await.expect("committed");
}

impl Scene {
    async fn auditor(&self) -> Browser {
        let auditor = self.world.administrator(Role::Audit).await;
        self.server.administration(auditor).await
    }

    async fn found(&self, query: &str) -> Vec<TrailRow> {
        let draft = TrailDraft::from_query(query);
        let search = TrailSearch::try_from(&draft).expect("a search");
        let mut conn = self.world.read().await;
        store::search_trail(&mut conn, &search, 100)
            .await
            .expect("read")
    }
}

async fn none_but_the_audit_administrator_reads_the_trail(database: TestDatabase) {
    let scene = scene(&database).await;
    let mut others = vec![
        scene.server.browser(),
        scene.server.signed_in(&scene.superior).await,
    ];
    for role in [Role::System, Role::Security] {
        let administrator = scene.world.administrator(role).await;
        others.push(scene.server.administration(administrator).await);
    }
    for (n, browser) in others.iter().enumerate() {
        for path in ["/admin/trail", "/admin/trail.csv"] {
            let answer = browser.get(path).await;
            assert!(!answer.status.is_success(), "{n} {path}: {}", answer.status);
            assert!(!answer.body.contains("查看个人信息"), "{n} {path}");
            if n > 0 {
                assert_eq!(answer.status, StatusCode::NOT_FOUND, "{n} {path}");
            }
        }
        let answer = browser.call("trail", &json!({ "draft": {} })).await;
        assert!(!answer.status.is_success(), "{n}: {}", answer.status);
    }
    let read = "act WHERE kind IN ('trail_read', 'trail_exported')";
    assert_eq!(scene.world.count(read).await, 0, "and nothing was read");
    let page = scene.auditor().await.get("/admin/trail").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("查看个人信息") && page.body.contains("提交绑定申请"));
    // In words; the record itself is folded.
    let (before, _) = page.body.split_once("原始记录").expect("a record");
    assert!(
        !before.contains("{&quot;") && !before.contains("{\""),
        "{before}"
    );
    assert!(page.body.contains("field：mobile"), "{}", page.body);
}

async fn each_search_has_its_rows(database: TestDatabase) {
    let scene = scene(&database).await;
    let all = scene.found("").await;
    assert!(all.len() >= 4, "{}", all.len());
    let cursors: Vec<_> = all.iter().map(TrailRow::cursor).collect();
    assert!(cursors.is_sorted_by(|a, b| a > b), "the newest first");
    let kinds = |rows: &[TrailRow]| rows.iter().map(|row| row.kind.clone()).collect::<Vec<_>>();
    assert_eq!(kinds(&scene.found("kind=act.revealed").await), ["revealed"]);
    assert_eq!(kinds(&scene.found("kind=event.applied").await), ["applied"]);
    assert_eq!(
        kinds(&scene.found("kind=event.revealed").await),
        Vec::<String>::new()
    );
    let day = BEFORE.date_shanghai();
    let of_the_day = scene.found(&format!("from={day}&until={day}")).await;
    assert_eq!(of_the_day.len(), 2);
    let until = scene
        .found(&format!("until={}", BEFORE.plus_days(-1).date_shanghai()))
        .await;
    assert_eq!(until.len(), 0);
    let of_unit = scene.found(&format!("code={}", scene.unit.code)).await;
    assert!(
        of_unit
            .iter()
            .all(|row| row.unit_code.as_deref() == Some(scene.unit.code.as_str()))
    );
    assert!(of_unit.len() >= 4);
    let about = scene.found(&format!("person={}", scene.unit.person)).await;
    assert_eq!(about.len(), 2);
    let by = scene
        .found(&format!("by=%23{}", scene.superior.person))
        .await;
    assert!(
        by.iter()
            .all(|row| row.by_person == Some(scene.superior.person))
    );
    assert!(by.len() >= 3, "two acts and a decision");
    assert_eq!(scene.found("by=999999").await.len(), 0);
    let other = scene.world.unit().await;
    assert_eq!(scene.found(&format!("code={}", other.code)).await.len(), 0);
}

/// Rows of one instant in both tables, over several pages.
async fn every_row_is_met_once_page_by_page(database: TestDatabase) {
    let scene = scene(&database).await;
    for _ in 0..60 {
        noted(&scene.world, Act::new(ActKind::Locked, By::Nobody, BEFORE)).await;
    }
    let event = "INSERT INTO event (unit_id, kind, at) VALUES ($1, 'entered', $2)";
    for _ in 0..60 {
        scene
            .world
            .run(sql(event).bind(scene.unit.unit).bind(BEFORE))
            .await;
    }
    let mut search = TrailSearch::default();
    let mut met = Vec::new();
    loop {
        let mut conn = scene.world.read().await;
        let rows = store::search_trail(&mut conn, &search, 7)
            .await
            .expect("read");
        met.extend(rows.iter().map(TrailRow::cursor));
        search.after = match rows.last() {
            Some(last) => Some(last.cursor()),
            None => break,
        };
    }
    let all = scene.world.count("event").await + scene.world.count("act").await;
    assert_eq!(met.len() as i64, all);
    assert!(met.is_sorted_by(|a, b| a > b));

    let auditor = scene.auditor().await;
    let first = auditor.get("/admin/trail").await.body;
    let next = first
        .split("href=\"")
        .find(|rest| rest.starts_with("/admin/trail?after="));
    let next = next
        .and_then(|rest| rest.split('"').next())
        .expect("a next page");
    let second = auditor.get(next).await;
    assert_eq!(second.status, StatusCode::OK);
    assert!(second.body.contains("首页"));
}

async fn names_are_masked_in_the_trail(database: TestDatabase) {
    let scene = scene(&database).await;
    let auditor = scene.auditor().await;
    let page = auditor.get("/admin/trail").await.body;
    let file = auditor.get("/admin/trail.csv").await.body;
    for text in [page, file] {
        assert!(text.contains("王**") && !text.contains("王小明"), "{text}");
        assert!(!text.contains(&scene.unit.mobile), "{text}");
    }
}

async fn reading_is_on_record(database: TestDatabase) {
    let scene = scene(&database).await;
    let auditor = scene.auditor().await;
    let path = format!("/admin/trail?code={}", scene.unit.code);
    let page = auditor.get(&path).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    let refused = auditor.get("/admin/trail?from=x&code=1").await;
    assert!(refused.body.contains("aria-invalid"), "{}", refused.body);
    let read: Vec<(String, Option<i64>)> =
        sql("SELECT detail, administrator_id FROM act WHERE kind = 'trail_read'")
            .all(&mut scene.world.read().await)
            .await
            .expect("read");
    assert_eq!(read.len(), 1, "what was not read is not on record");
    assert_eq!(read[0].0, format!("{{\"code\":\"{}\"}}", scene.unit.code));
    assert!(read[0].1.is_some());
    let itself = auditor.get("/admin/trail?kind=act.trail_read").await.body;
    assert!(itself.contains("查阅审计记录"));
}

async fn the_file_is_safe_for_spreadsheets_and_on_record(database: TestDatabase) {
    let scene = scene(&database).await;
    let auditor = scene.auditor().await;
    let file = auditor
        .get(&format!("/admin/trail.csv?code={}", scene.unit.code))
        .await;
    assert_eq!(file.status, StatusCode::OK);
    let header = |name: &str| {
        file.headers
            .get(name)
            .and_then(|v| v.to_str().ok())
            .unwrap_or_default()
    };
    assert_eq!(header("content-type"), "text/csv; charset=utf-8");
    assert_eq!(
        header("content-disposition"),
        "attachment; filename=\"lishu-trail.csv\""
    );
    let text = file.body.trim_start_matches('\u{feff}');
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let columns = reader.headers().expect("columns").clone();
    assert_eq!(columns.get(0), Some("时间"));
    let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.expect("a row")).collect();
    let found = scene.found(&format!("code={}", scene.unit.code)).await;
    assert_eq!(rows.len(), found.len());
    let cells = rows.iter().flat_map(csv::StringRecord::iter);
    assert!(
        cells
            .clone()
            .all(|cell| !cell.starts_with(['=', '+', '-', '@']))
    );
    assert!(cells.clone().any(|cell| cell.starts_with("'=HYPERLINK")));
    assert!(
        cells.clone().any(|cell| cell.len() == 64),
        "the hash of a link"
    );
    assert_eq!(
        scene.world.count("act WHERE kind = 'trail_exported'").await,
        1
    );
    // As every browser asks for it.
    let path = format!("/admin/trail.csv?code={}", scene.unit.code);
    let pressed = auditor.get_compressed(&path).await;
    assert!(pressed.starts_with(&[0x1f, 0x8b]), "a whole gzip file");
    let wrong = auditor.get("/admin/trail.csv?from=x").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
}

async fn a_large_file_is_sent_in_parts(database: TestDatabase) {
    let scene = scene(&database).await;
    let many = "WITH RECURSIVE c (n) AS (
            SELECT CAST(1 AS BIGINT) UNION ALL SELECT n + 1 FROM c WHERE n < 1700)
        INSERT INTO act (kind, at) SELECT 'signed_in', n FROM c";
    scene.world.run(sql(many)).await;
    let file = scene.auditor().await.get("/admin/trail.csv").await;
    let all = scene.world.count("act").await + scene.world.count("event").await;
    assert_eq!(file.body.lines().count() as i64, all + 1);
}
