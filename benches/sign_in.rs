//! `sign_in N`: the medians of N wrong sign-ins of accounts that are there, and of N that are not, in
//! turns, on a SQLite of its own. Prints both, and by how much they differ. scripts/bench-sign-in
//! runs it.

use anyhow::{Context, ensure};
use http::HeaderMap;
use lishu::domain::{Fault, SignIn, SignInDraft};
use lishu::server::runs::Runs;
use lishu::server::settings;
use lishu::server::state::AppState;
use lishu::server::store::{DatabaseUrl, Db, sql};
use lishu::server::vault::{Key, Vault};
use lishu::server::{AddressLimit, Live, Passwords, demo, sign_in};
use std::sync::Arc;
use std::time::{Duration, Instant};

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    // cargo bench adds --bench.
    let mut arguments = std::env::args().skip(1).filter(|a| !a.starts_with("--"));
    let tries: usize = match arguments.next() {
        Some(tries) => tries.parse().context("how many tries")?,
        None => 200,
    };
    let directory = tempfile::tempdir()?;
    let state = demo_in(directory.path()).await?;
    let (known, unknown) = ("13900000001", "13899999999");
    let (mut there, mut not) = (Vec::new(), Vec::new());
    for round in 0..tries + 5 {
        for (mobile, times) in [(known, &mut there), (unknown, &mut not)] {
            let took = fail(&state, mobile).await?;
            // The first ones warm up.
            if round >= 5 {
                times.push(took);
            }
        }
    }
    let (there, not) = (median(there)?, median(not)?);
    let differ = (there.as_secs_f64() / not.as_secs_f64() - 1.0) * 100.0;
    println!(
        "a wrong sign-in takes {:.2} ms for an account that is there, {:.2} ms for one that is not ({differ:+.1} %)",
        there.as_secs_f64() * 1000.0,
        not.as_secs_f64() * 1000.0
    );
    state.db.close().await;
    Ok(())
}

async fn demo_in(directory: &std::path::Path) -> anyhow::Result<AppState> {
    let url: DatabaseUrl = format!("sqlite://{}/bench.db", directory.display()).parse()?;
    let db = Db::open(&url, 2).await?;
    db.migrate().await?;
    let vault = Vault::parse(&Key::random().to_string())?;
    demo::fill(&db, &vault, demo::Size::default(), &|_, _| {}).await?;
    let (settings, leptos) = settings::load(None)?;
    Ok(AppState {
        db,
        settings: Arc::new(settings),
        leptos,
        passwords: Passwords::new(),
        addresses: AddressLimit::per_minute(0),
        newcomers: AddressLimit::per_minute(0),
        vault,
        runs: Runs::default(),
        live: Live::default(),
    })
}

/// A wrong sign-in, as if it were the first of its account.
async fn fail(state: &AppState, mobile: &str) -> anyhow::Result<Duration> {
    let mut tx = state.db.begin().await?;
    sql("DELETE FROM attempt").execute(&mut tx).await?;
    tx.commit().await?;
    let draft = SignInDraft {
        panel: "operator".to_owned(),
        unit: "slsjyt".to_owned(),
        operator: mobile.to_owned(),
        password: "wrong".to_owned(),
    };
    let typed = SignIn::try_from(draft).map_err(|problems| anyhow::anyhow!("{problems:?}"))?;
    let begun = Instant::now();
    let answer = sign_in(state, &HeaderMap::new(), typed).await;
    let took = begun.elapsed();
    ensure!(
        matches!(answer, Err(Fault::WrongCredentials)),
        "it was not refused"
    );
    Ok(took)
}

fn median(mut times: Vec<Duration>) -> anyhow::Result<Duration> {
    times.sort();
    times.get(times.len() / 2).copied().context("no tries")
}
