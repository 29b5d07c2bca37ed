//! `lishu audit`: the trail, as whoever runs a deployment handles it.

use super::linking::link_all;
use super::now;
use super::store::{self, Db, Verified};
use crate::domain::{Anchor, Instant};
use anyhow::Context;
use clap::Subcommand;
use indicatif::ProgressBar;

#[derive(Subcommand)]
pub enum Audit {
    /// Check the whole trail, and name the first link that is broken
    Verify {
        /// A link as it once was, as `audit anchor` printed it: tells of a trail that was cut or rewritten as a whole
        #[arg(long, value_name = "SEQ:HASH")]
        anchor: Option<Anchor>,
    },
    /// Print the newest link, to be kept where nobody who can write to the database can
    Anchor,
    /// Say what the policy (操作记录保存的月数) need not keep any longer, and with --yes remove it. Never what is younger than
    /// six months, no event, and no link: what is left can be verified as before. In PostgreSQL as the owner of the tables
    Prune {
        /// Remove it
        #[arg(long)]
        yes: bool,
    },
    /// Link what was written and is not linked yet; a running server does so every second
    Link,
}

pub async fn audit(db: &Db, what: &Audit) -> anyhow::Result<()> {
    match what {
        Audit::Verify { anchor } => verify(db, anchor.as_ref()).await,
        Audit::Anchor => {
            let head = store::trail_head(&mut db.read().await?).await?;
            let head = head.context("nothing is linked yet: `lishu audit link` does it")?;
            println!("{head}");
            Ok(())
        }
        Audit::Prune { yes } => prune(db, *yes).await,
        Audit::Link => {
            let bar = ProgressBar::new_spinner();
            let linked = link_all(db, |linked| bar.set_position(linked as u64)).await?;
            bar.finish_and_clear();
            println!("Linked {linked}.");
            Ok(())
        }
    }
}

async fn verify(db: &Db, anchor: Option<&Anchor>) -> anyhow::Result<()> {
    let bar = ProgressBar::new(0);
    let whole = store::verify(db, anchor, &|done, of| {
        bar.set_length(of.unsigned_abs());
        bar.set_position(done.unsigned_abs());
    })
    .await;
    bar.finish_and_clear();
    let whole = whole.context("the trail is broken")?;
    println!("{}", report(&whole, anchor.is_some()));
    Ok(())
}

async fn prune(db: &Db, really: bool) -> anyhow::Result<()> {
    let whole = store::verify(db, None, &|_, _| ()).await;
    whole.context("nothing was removed, as the trail is broken")?;
    let at = now();
    let mut conn = db.read().await?;
    let policy = store::policy(&mut conn).await?;
    let before = policy.trail_kept_since(at);
    let count = store::count_prunable(&mut conn, before).await?;
    drop(conn);
    println!(
        "The policy keeps acts for {} months: {count} are of before {} (Asia/Shanghai).",
        policy.trail_months,
        before.minute_shanghai()
    );
    match (really, count) {
        (_, 0) => {}
        (false, _) => println!(
            "Nothing was removed: `lishu audit prune --yes` removes them. First keep a backup, and an anchor (`lishu audit anchor`)."
        ),
        (true, count) => println!(
            "Removed {}; their links are there.",
            remove(db, before, count).await?
        ),
    }
    Ok(())
}

async fn remove(db: &Db, before: Instant, count: i64) -> anyhow::Result<i64> {
    let bar = ProgressBar::new(count.unsigned_abs());
    let mut removed = 0;
    loop {
        let mut tx = db.begin().await?;
        let pruned = store::prune(&mut tx, before, now()).await;
        let pruned =
            pruned.context("can't remove acts; in PostgreSQL the owner of the tables can")?;
        tx.commit().await?;
        if pruned == 0 {
            bar.finish_and_clear();
            return Ok(removed);
        }
        removed += pruned;
        bar.set_position(removed.unsigned_abs());
    }
}

/// What a running server leaves unlinked for longer than this is left by no server.
const A_WHILE: i64 = 5 * 60;

fn report(whole: &Verified, anchored: bool) -> String {
    let mut lines = vec![format!("The trail is whole: {} links.", whole.links)];
    if !anchored {
        lines.push(
            "Without --anchor this can't tell whether all of it was written anew, or its end cut off."
                .to_owned(),
        );
    }
    if let Some(pruned) = whole.pruned {
        lines.push(format!(
            "{} acts of before {} (Asia/Shanghai) were removed as the policy says, in {} prunings, the last at {}; their links are there.",
            pruned.acts,
            pruned.before.minute_shanghai(),
            pruned.prunings,
            pruned.last.minute_shanghai()
        ));
    }
    if let Some(first) = whole.first_late {
        lines.push(format!(
            "{} rows tell of a time more than an hour before what was linked ahead of them, the first at link {first}: \
             data that was imported, a clock that is wrong, or a row that was put in later.",
            whole.late
        ));
    }
    let old = |since: Instant| since.plus_seconds(A_WHILE) < now();
    if let Some(since) = whole.waiting_since.filter(|since| old(*since)) {
        lines.push(format!(
            "{} rows wait to be linked, the oldest since {} (Asia/Shanghai): is a server running? `lishu audit link` links them.",
            whole.waiting,
            since.minute_shanghai()
        ));
    }
    lines.join("\n")
}
