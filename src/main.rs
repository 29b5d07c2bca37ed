//! The `lishu` command.

use anyhow::{Context, bail};
use clap::{Args, Parser, Subcommand};
use lishu::domain::Role;
use lishu::server::admin::command::{self, Wanted};
use lishu::server::audit::{Audit, audit};
use lishu::server::runs::Runs;
use lishu::server::settings::{self, Settings};
use lishu::server::state::AppState;
use lishu::server::store::{self, DatabaseUrl, Db};
use lishu::server::vault::{self, Key, Rekeying, Vault};
use lishu::server::{
    AddressLimit, Live, Passwords, demo, keep_inviting, keep_linking, keep_sending,
    keep_telling_overdue, log_to_stderr, router, serve,
};
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
        /// Then give this role of PostgreSQL what a server needs, and no right to rewrite the records
        #[arg(long, value_name = "ROLE")]
        grant_to: Option<String>,
    },
    /// Check the trail of all that was done, take a link of it to keep elsewhere, or remove what need not be kept
    Audit {
        #[command(flatten)]
        database: Database,
        #[command(subcommand)]
        what: Audit,
    },
    /// Seal all personal data anew, with the first key; servers may go on meanwhile
    Rekey {
        #[command(flatten)]
        database: Database,
    },
    /// Print a new key, to be put into the key file
    NewKey,
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
    /// Make, list and disable the platform's administrators (三员)
    #[command(subcommand)]
    Admin(Admin),
}

#[derive(Subcommand)]
enum Admin {
    /// Make an administrator; without --password-stdin a password is invented, and shown this once
    Create {
        #[command(flatten)]
        database: Database,
        /// 系统管理员, 安全管理员 or 审计管理员: nobody has two
        #[arg(long)]
        role: AdminRole,
        /// What the administrator signs in with at /admin/login
        #[arg(long)]
        account: String,
        /// 姓名
        #[arg(long)]
        name: String,
        /// Read the password from standard input
        #[arg(long)]
        password_stdin: bool,
    },
    /// List all administrators
    List {
        #[command(flatten)]
        database: Database,
    },
    /// Disable an administrator, from the next request on
    Disable {
        #[command(flatten)]
        database: Database,
        #[arg(long)]
        account: String,
    },
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum AdminRole {
    System,
    Security,
    Audit,
}

impl From<AdminRole> for Role {
    fn from(role: AdminRole) -> Self {
        match role {
            AdminRole::System => Self::System,
            AdminRole::Security => Self::Security,
            AdminRole::Audit => Self::Audit,
        }
    }
}

#[derive(Args)]
struct Database {
    /// sqlite://PATH or postgres://USER:PASSWORD@HOST/DATABASE [default: the configuration's]
    #[arg(
        long,
        global = true,
        env = "DATABASE_URL",
        value_name = "URL",
        hide_env_values = true
    )]
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
            let (db, vault) = open(&database, &settings).await?;
            let addr = addr.unwrap_or(leptos.site_addr);
            let addresses = AddressLimit::per_minute(settings.tries_per_minute);
            let newcomers = AddressLimit::of_newcomers(settings.tries_per_minute);
            let state = AppState {
                db,
                settings: Arc::new(settings),
                leptos,
                passwords: Passwords::new(),
                vault,
                addresses,
                newcomers,
                runs: Runs::default(),
                live: Live::default(),
            };
            listen(state, addr).await
        }
        Command::Migrate { database, grant_to } => {
            let (db, _) = open(&database, &settings).await?;
            println!("The schema is up to date.");
            if let Some(role) = grant_to {
                store::grant_to(&db, &role).await?;
                println!("{role} may do what a server does.");
            }
            Ok(())
        }
        Command::Audit { database, what } => {
            audit(&connect(&database, &settings).await?, &what).await
        }
        Command::Rekey { database } => {
            let (db, vault) = open(&database, &settings).await?;
            rekey(&db, &vault).await
        }
        Command::NewKey => {
            println!("{}", Key::random());
            Ok(())
        }
        Command::Demo {
            database,
            units,
            pending,
            if_empty,
        } => {
            let (db, vault) = open(&database, &settings).await?;
            fill(&db, &vault, demo::Size { units, pending }, if_empty).await
        }
        Command::Admin(admin) => administer(admin, &settings).await,
    }
}

async fn administer(admin: Admin, settings: &Settings) -> anyhow::Result<()> {
    match admin {
        Admin::Create {
            database,
            role,
            account,
            name,
            password_stdin,
        } => {
            let given = password_stdin.then(password_of_stdin).transpose()?;
            let (db, _) = open(&database, settings).await?;
            let wanted = Wanted {
                role: role.into(),
                account: &account,
                name: &name,
                password: given.as_deref(),
            };
            let invented = command::create(&db, wanted).await?;
            println!("{account} may sign in at /admin/login.");
            if let Some(password) = invented {
                println!("The password, shown this once: {password}");
            }
        }
        Admin::List { database } => {
            let (db, _) = open(&database, settings).await?;
            for row in command::list(&db).await? {
                let disabled = row.disabled_at.map_or("", |_| "  disabled");
                println!("{}  {}  {}{disabled}", row.account, row.role, row.name);
            }
        }
        Admin::Disable { database, account } => {
            let (db, _) = open(&database, settings).await?;
            command::disable(&db, &account).await?;
            println!("{account} is disabled.");
        }
    }
    Ok(())
}

/// The first line, without its end.
fn password_of_stdin() -> anyhow::Result<String> {
    let mut line = String::new();
    std::io::stdin()
        .read_line(&mut line)
        .context("can't read the password")?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

/// Opens the database and brings its schema up to date.
async fn connect(database: &Database, settings: &Settings) -> anyhow::Result<Db> {
    let url = database.database_url.as_ref();
    let url: DatabaseUrl = url.unwrap_or(&settings.database_url).parse()?;
    let db = Db::open(&url, settings.database_connections)
        .await
        .with_context(|| format!("can't open the database {url}"))?;
    db.migrate().await.with_context(|| {
        format!("can't bring the schema of {url} up to date; `lishu migrate` as its owner does it")
    })?;
    Ok(db)
}

/// The same with its vault; seals what is not sealed yet.
async fn open(database: &Database, settings: &Settings) -> anyhow::Result<(Db, Vault)> {
    let db = connect(database, settings).await?;
    let vault = vault::unlock(&db, settings).await?;
    let bar = indicatif::ProgressBar::no_length();
    vault::seal_what_is_plain(&db, &vault, &|done, total| show(&bar, done, total))
        .await
        .context("can't seal the personal data")?;
    bar.finish_and_clear();
    lishu::server::key_names(&db).await?;
    Ok((db, vault))
}

fn show(bar: &indicatif::ProgressBar, done: u64, total: u64) {
    bar.set_length(total);
    bar.set_position(done);
}

async fn rekey(db: &Db, vault: &Vault) -> anyhow::Result<()> {
    let bar = indicatif::ProgressBar::no_length();
    let mut rekeying = Rekeying::begin(db, vault).await?;
    let mut more = true;
    while more {
        more = rekeying.step().await?;
        let (done, total) = rekeying.progress();
        show(&bar, done, total);
    }
    bar.finish_and_clear();
    let (done, _) = rekeying.progress();
    let former = rekeying.finish().await?;
    let current = vault.current().id();
    println!(
        "All personal data is sealed with the key {current} ({done} values were sealed anew)."
    );
    if !former.is_empty() {
        let former = former.join(", ");
        println!(
            "No longer needed: {former}. Once every server has {current} as its first key, remove what is no longer needed from each of them, and keep it only as long as backups that were sealed with it."
        );
    }
    Ok(())
}

async fn listen(state: AppState, addr: SocketAddr) -> anyhow::Result<()> {
    let listener = tokio::net::TcpListener::bind(addr)
        .await
        .with_context(|| format!("can't listen on {addr}; is another server using the port?"))?;
    println!("Lishu serves http://{}", listener.local_addr()?);
    let (db, live, settings) = (state.db.clone(), state.live.clone(), state.settings.clone());
    keep_linking(db.clone());
    keep_inviting(db.clone());
    keep_telling_overdue(db.clone());
    let sending = keep_sending(&state);
    serve(listener, router(state), &settings, async move {
        stopped().await;
        // Or the streams would be waited for, which end with their readers.
        live.close();
    })
    .await;
    sending.stop().await;
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

async fn fill(db: &Db, vault: &Vault, size: demo::Size, if_empty: bool) -> anyhow::Result<()> {
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
    demo::fill(db, vault, size, &|done, total| show(&bar, done, total)).await?;
    bar.finish_and_clear();
    println!("{}", demo::accounts());
    Ok(())
}
