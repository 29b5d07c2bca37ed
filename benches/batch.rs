//! `batch URL lishu|bare N…`: so many approvals in one transaction, one such batch after the other, as
//! Lishu decides a batch or as bare SQL (bench/approve.sql). The database is a demo, and is changed.
//! Prints a line `WAY N SECONDS` for each. scripts/bench-desk runs it.

use anyhow::{Context, bail, ensure};
use lishu::domain::{BatchOrder, ChosenRow, Instant};
use lishu::server::store::{DatabaseUrl, Db, Reviewer, sql};
use lishu::server::{Ticked, now, run_batch};
use std::time::Duration;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    // cargo bench adds --bench.
    let arguments: Vec<String> = (std::env::args().skip(1))
        .filter(|argument| !argument.starts_with("--"))
        .collect();
    let [url, way, sizes @ ..] = arguments.as_slice() else {
        bail!("batch URL lishu|bare N…");
    };
    let url: DatabaseUrl = url.parse()?;
    let db = Db::open(&url, 2).await?;
    let reviewer = reviewer(&db).await?;
    for size in sizes {
        let n: i64 = size.parse().context("how many approvals")?;
        let before = pending(&db, reviewer).await?;
        let took = match way.as_str() {
            "lishu" => decide(&db, reviewer, n).await?,
            "bare" => write(&db, reviewer, n).await?,
            other => bail!("{other} is neither lishu nor bare"),
        };
        let decided = before - pending(&db, reviewer).await?;
        ensure!(decided == n, "{decided} were decided, not {n}");
        println!("{way} {n} {:.3}", took.as_secs_f64());
    }
    db.close().await;
    Ok(())
}

/// The demo's.
async fn reviewer(db: &Db) -> anyhow::Result<Reviewer> {
    let found: Option<(i64, i64, i64)> = sql("SELECT o.id, o.person_id, o.unit_id
         FROM operator o JOIN person p ON p.id = o.person_id JOIN unit u ON u.id = o.unit_id
         WHERE u.account = 'slsjyt' AND p.name = '李明' AND o.reviews = 1")
    .optional(&mut db.read().await?)
    .await?;
    let (operator, person, unit) = found.context("this is no demo database")?;
    Ok(Reviewer {
        operator,
        person,
        unit,
        stands_for: None,
    })
}

/// As it is, not as it is kept.
async fn pending(db: &Db, reviewer: Reviewer) -> sqlx::Result<i64> {
    sql("SELECT COUNT(*) FROM application WHERE superior_id = $1 AND state = 'pending'")
        .bind(reviewer.unit)
        .int(&mut db.read().await?)
        .await
}

/// Lishu's way. Which rows are chosen is known before, as of a page that was ticked.
async fn decide(db: &Db, reviewer: Reviewer, n: i64) -> anyhow::Result<Duration> {
    let rows: Vec<(i64, i64)> = sql("SELECT id, version FROM application
         WHERE superior_id = $1 AND state = 'pending' ORDER BY applied_at, id LIMIT $2")
    .bind(reviewer.unit)
    .bind(n)
    .all(&mut db.read().await?)
    .await?;
    let chosen = |(application, version)| ChosenRow {
        application,
        version,
    };
    let mut chosen = Ticked::new(rows.into_iter().map(chosen).collect());
    let at = now();
    let order = BatchOrder::approval(format!("bench.{}", at.as_micros()), None, String::new());
    let started = std::time::Instant::now();
    let mut tx = db.begin().await?;
    run_batch(&mut tx, reviewer, &order, &mut chosen, n, at, |_| {})
        .await
        .map_err(|fault| anyhow::anyhow!("refused: {fault:?}"))?;
    tx.commit().await?;
    Ok(started.elapsed())
}

/// What it can't be quicker than.
async fn write(db: &Db, reviewer: Reviewer, n: i64) -> anyhow::Result<Duration> {
    let statements = bare(reviewer, n, now());
    let started = std::time::Instant::now();
    let mut tx = db.begin().await?;
    for statement in statements {
        sql(statement).once().execute(&mut tx).await?;
    }
    tx.commit().await?;
    Ok(started.elapsed())
}

fn bare(reviewer: Reviewer, n: i64, at: Instant) -> Vec<String> {
    let text = include_str!("../bench/approve.sql")
        .replace(":superior", &reviewer.unit.to_string())
        .replace(":reviewer", &reviewer.operator.to_string())
        .replace(":at", &at.as_micros().to_string())
        .replace(":n", &n.to_string());
    let statements = text.split(';').map(str::trim);
    statements
        .filter(|s| !s.is_empty())
        .map(str::to_owned)
        .collect()
}
