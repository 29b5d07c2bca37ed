//! A letter about messages, and about what waits in queues: sentences and names of units, nothing that somebody wrote.

use super::{Outbox, Sent};
use crate::domain::MailChoice;
use crate::domain::admin::Unsent;
use crate::server::mail::{self, Letter};
use crate::server::messages::view;
use crate::server::now;
use crate::server::store::{self, Claimed};
use crate::server::vault::Purpose;
use crate::texts::messages::Digest;
use std::time::Duration;

/// Messages that one letter tells.
const MOST: usize = 50;
/// For all of it, within the lease.
const PATIENCE: Duration = Duration::from_secs(40);

pub(super) async fn deliver(outbox: &Outbox, claimed: &Claimed, person: i64) -> Sent {
    let at = now();
    let (to, rows, queues) = {
        let mut conn = outbox.db.read().await?;
        let row = store::mail_of(&mut conn, person).await?;
        let wanted = row.mail_choice != MailChoice::None.as_str();
        let to = if wanted {
            row.mail_sealed
        } else {
            String::new()
        };
        let most = MOST as i64 + 1;
        let rows = store::messages_of_letter(&mut conn, claimed.id, person, most, at).await?;
        let queues = store::queues_of_letter(&mut conn, claimed.id, at).await?;
        (to, rows, queues)
    };
    // Who wants no letters any more, or hears of none of it, gets none.
    if to.is_empty() || rows.is_empty() && queues.is_empty() {
        return Ok(Ok(()));
    }
    let Some(to) = outbox.vault.open(Purpose::Mail, &to) else {
        return Ok(Err(Unsent::Sealed));
    };
    let digest = Digest {
        more: rows.len() > MOST,
        messages: rows.into_iter().take(MOST).map(view).collect(),
        queues,
    };
    let letter = letter(outbox, claimed, to, &digest);
    let sent = tokio::time::timeout(PATIENCE, mail::send(&outbox.settings, letter));
    Ok(match sent.await {
        Ok(sent) => sent.map_err(|_| Unsent::Mail),
        Err(_) => Err(Unsent::TooLate),
    })
}

fn letter(outbox: &Outbox, claimed: &Claimed, to: String, digest: &Digest) -> Letter {
    let (brand, site) = (&outbox.settings.brand, &outbox.settings.site_url);
    let site = site.trim_end_matches('/');
    let host = site.split("://").nth(1).unwrap_or_default();
    let host = host.split(['/', ':']).next().unwrap_or_default();
    Letter {
        id: Some(format!("<{}@{host}>", claimed.name)),
        to,
        subject: digest.subject(brand),
        body: digest.body(brand, site),
    }
}
