//! The `lishu` command.

use anyhow::{Context, bail};
use clap::{Args, Parser, Subcommand};
use lishu::server::runs::Runs;
use lishu::server::settings::{self, Settings};
use lishu::server::state::AppState;
use lishu::server::store::{DatabaseUrl, Db};
use lishu::server::{Live, Passwords, demo, log_to_stderr, router};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

/// A page is made of many small texts: a third of its time is spent on taking and giving back their room.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Lishu 隶属: organisations bind to their superior, superiors review.
#[derive(Parser)]
#[command(version, about)]
struct Cli {
    /// Configuration file; without it ./Leptos.toml where there is one, else built-in defaults
    #[arg(long, global = true, env = "LISHU_CONFIG", value_name = "PATH")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the site
    Serve {
        #[command(flatten)]
        database: Database,
        /// Address to listen on [default: site-addr of the configuration]
        #[arg(long, value_name = "HOST:PORT")]
        addr: Option<SocketAddr>,
    },
    /// Create the schema, or bring it up to date
    Migrate {
        #[command(flatten)]
        database: Database,
    },
    /// Fill an empty database with invented units, operators and applications
    Demo {
        #[command(flatten)]
        database: Database,
        /// Invented units besides the eight of the demonstration
        #[arg(long, value_name = "N", default_value_t = 0)]
        units: u64,
        /// Units that have an application 待审核 at 示例省教育厅
        #[arg(long, value_name = "N", default_value_t = 120)]
        pending: u64,
        /// Leave a database alone that has data already
        #[arg(long)]
        if_empty: bool,
    },
}

#[derive(Args)]
struct Database {
    /// sqlite://PATH or postgres://USER:PASSWORD@HOST/DATABASE [default: the configuration's]
    #[arg(long, env = "DATABASE_URL", value_name = "URL", hide_env_values = true)]
    database_url: Option<String>,
}

fn main() -> ExitCode {
    log_to_stderr();
    match run(Cli::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("lishu: {}", sentence(&error));
            ExitCode::FAILURE
        }
    }
}

/// What failed and why, in one line.
fn sentence(error: &anyhow::Error) -> String {
    let causes: Vec<String> = error.chain().map(ToString::to_string).collect();
    causes.join(": ").replace('\n', " ")
}

#[tokio::main]
async fn run(cli: Cli) -> anyhow::Result<()> {
    let (settings, leptos) = settings::load(cli.config.as_deref())?;
    match cli.command {
        Command::Serve { database, addr } => {
            let db = open(&database, &settings).await?;
            let addr = addr.unwrap_or(leptos.site_addr);
            let state = AppState {
                db,
                settings: Arc::new(settings),
                leptos,
                passwords: Passwords::new(),
                runs: Runs::default(),
                live: Live::default(),
            };
            serve(state, addr).await
        }
        Command::Migrate { database } => {
            open(&database, &settings).await?;
            println!("The schema is up to date.");
            Ok(())
        }
        Command::Demo {
            database,
            units,
            pending,
            if_empty,
        } => {
            let db = open(&database, &settings).await?;
            fill(&db, demo::Size { units, pending }, if_empty).await
        }
    }
}

/// Opens the database and brings its schema up to date.
async fn open(database: &Database, settings: &Settings) -> anyhow::Result<Db> {
    let url = database.database_url.as_ref();
    let url: DatabaseUrl = url.unwrap_or(&settings.database_url).parse()?;
    let db = Db::open(&url, settings.database_connections)
        .await
        .with_context(|| format!("can't open the database {url}"))?;
    db.migrate()
        .await
        .with_context(|| format!("can't bring the schema of {url} up to date"))?;
    Ok(db)
}

async fn serve(state: AppState, addr: SocketAddr) -> anyhow::Result<()> {
    let listener = tokio::net::TcpListener::bind(addr)
        .await
        .with_context(|| format!("can't listen on {addr}; is another server using the port?"))?;
    println!("Lishu serves http://{}", listener.local_addr()?);
    let (db, live) = (state.db.clone(), state.live.clone());
    axum::serve(listener, router(state).into_make_service())
        .with_graceful_shutdown(async move {
            stopped().await;
            // Or the streams would be waited for, which end with their readers.
            live.close();
        })
        .await?;
    db.close().await;
    Ok(())
}

/// Ctrl-C, or the signal that a service manager sends.
async fn stopped() {
    use tokio::signal::unix::{SignalKind, signal};
    let interrupt = tokio::signal::ctrl_c();
    match signal(SignalKind::terminate()) {
        Ok(mut terminate) => tokio::select! {
            _ = interrupt => {}
            _ = terminate.recv() => {}
        },
        Err(_) => drop(interrupt.await),
    }
}

async fn fill(db: &Db, size: demo::Size, if_empty: bool) -> anyhow::Result<()> {
    if !demo::is_empty(db).await? {
        if if_empty {
            if demo::is_demo(db).await? {
                println!("{}", demo::accounts());
            }
            return Ok(());
        }
        bail!("the database has data already; demo data goes into an empty one only");
    }
    let bar = indicatif::ProgressBar::new(size.units.max(size.pending));
    demo::fill(db, size, &|done, total| {
        bar.set_length(total);
        bar.set_position(done);
    })
    .await?;
    bar.finish_and_clear();
    println!("{}", demo::accounts());
    Ok(())
}
