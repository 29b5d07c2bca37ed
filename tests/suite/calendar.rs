//! 工作日历: what is known of a year, changed by who saw the last.

use crate::support::world::refused;
use crate::support::{Server, TestDatabase, World};
use lishu::domain::{CalendarDraft, CalendarYear, Fault, Instant, Role};
use lishu::server::{now, store};
use reqwest::StatusCode;

on_both_engines!(
    the_notices_of_2025_and_2026_are_there,
    a_year_is_changed_by_who_saw_the_last,
    a_year_is_pasted_and_what_is_wrong_is_told_by_its_line,
    a_year_of_which_nothing_is_known_says_so,
);

fn minute(text: &str) -> Instant {
    Instant::from_minute_shanghai(text).expect("a minute")
}

async fn the_notices_of_2025_and_2026_are_there(database: TestDatabase) {
    let world = World::new(&database).await;
    let mut conn = world.read().await;
    let mut days = async |from: &str, until: &str| {
        let (from, until) = (minute(from), minute(until));
        let calendar = store::calendar(&mut conn, from, until).await.expect("read");
        calendar.working_days(from, until)
    };
    // 春节 2025: 1月28日至2月4日 free, 1月26日 and 2月8日 worked.
    assert_eq!(days("2025-01-24T09:00", "2025-02-09T09:00").await, 6);
    // 国庆 and 中秋 2026: 10月1日至7日 free, 9月20日 and 10月10日 worked.
    assert_eq!(days("2026-09-30T09:00", "2026-10-11T09:00").await, 3);
    assert_eq!(days("2026-09-18T09:00", "2026-09-20T09:00").await, 1);
    let years = store::calendar_years(&mut conn).await.expect("read");
    assert_eq!(years, [2025, 2026]);
}

fn year(days: &str) -> CalendarYear {
    let draft = CalendarDraft {
        year: "2027".into(),
        version: 0,
        days: days.into(),
    };
    draft.try_into().expect("a year")
}

async fn a_year_is_changed_by_who_saw_the_last(database: TestDatabase) {
    let world = World::new(&database).await;
    let administrator = world.administrator(Role::System).await;
    for (seen, days) in [(0, "2027-01-01 休\n2027-01-02 班"), (1, "2027-01-01 休")] {
        let mut tx = world.begin().await;
        let set = store::set_calendar(&mut tx, administrator, seen, &year(days), now()).await;
        set.expect("set");
        tx.commit().await.expect("committed");
        let mut conn = world.read().await;
        let (version, found) = store::calendar_year(&mut conn, 2027)
            .await
            .expect("read")
            .expect("known");
        assert_eq!((version, found), (seen + 1, year(days).days));
    }
    for stale in [0, 1, 7] {
        let mut tx = world.begin().await;
        let set = store::set_calendar(&mut tx, administrator, stale, &year(""), now()).await;
        assert_eq!(refused(set), Fault::Changed, "{stale}");
    }
    assert_eq!(world.count("calendar_day WHERE day > '2027'").await, 1);
}

async fn a_year_is_pasted_and_what_is_wrong_is_told_by_its_line(database: TestDatabase) {
    let world = World::new(&database).await;
    let server = Server::start(&database).await;
    let administrator = world.administrator(Role::System).await;
    let browser = server.administration(administrator).await;
    let form = |version: &'static str, days: &'static str| {
        [("year", "2027"), ("version", version), ("days", days)]
    };
    let wrong = form("0", "2027-01-01 休\n2027-13-01 班");
    let answer = browser.post("/admin/calendar", &wrong).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("第 2 行不对"), "{}", answer.body);
    assert!(
        answer.body.contains("2027-13-01 班"),
        "nothing typed is lost"
    );
    let right = form("0", "2027-01-01 休\n2027-01-03 班");
    let answer = browser.post("/admin/calendar", &right).await;
    assert_eq!(answer.location(), "/admin/calendar?year=2027&done=1");
    let page = browser.get("/admin/calendar?year=2027").await.body;
    assert!(
        page.contains("2027-01-03") && page.contains("星期日") && page.contains("上班"),
        "{page}"
    );
    let late = browser.post("/admin/calendar", &right).await;
    assert_eq!(
        late.status,
        StatusCode::CONFLICT,
        "somebody said it already"
    );
    let noted = "act WHERE kind = 'calendar_changed' AND administrator_id > 0";
    assert_eq!(world.count(noted).await, 1);
}

async fn a_year_of_which_nothing_is_known_says_so(database: TestDatabase) {
    let world = World::new(&database).await;
    let server = Server::start(&database).await;
    let browser = server
        .administration(world.administrator(Role::System).await)
        .await;
    let page = browser.get("/admin/calendar?year=2030").await;
    assert!(
        page.body.contains("还没有 2030 年的放假安排"),
        "{}",
        page.body
    );
    let known = browser.get("/admin/calendar?year=2026").await.body;
    assert!(
        !known.contains("还没有") && known.contains("2026-10-10"),
        "{known}"
    );
    for none in ["1999", "x", "2101"] {
        let page = browser.get(&format!("/admin/calendar?year={none}")).await;
        assert!(page.body.contains("请填四位数的年份"), "{none}");
    }
}
