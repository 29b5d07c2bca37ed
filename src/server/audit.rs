//! `lishu audit`: the trail, as whoever runs a deployment handles it.

use super::linking::link_all;
use super::now;
use super::store::{self, Db, Verified};
use crate::domain::Anchor;
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
    if let Some(first) = whole.first_late {
        lines.push(format!(
            "{} rows tell of a time more than an hour before what was linked ahead of them, the first at link {first}: \
             data that was imported, a clock that is wrong, or a row that was put in later.",
            whole.late
        ));
    }
    let old = |since: crate::domain::Instant| since.plus_seconds(A_WHILE) < now();
    if let Some(since) = whole.waiting_since.filter(|since| old(*since)) {
        lines.push(format!(
            "{} rows wait to be linked, the oldest since {} (Asia/Shanghai): is a server running? `lishu audit link` links them.",
            whole.waiting,
            since.minute_shanghai()
        ));
    }
    lines.join("\n")
}
