//! A letter about messages: sentences and names of units, nothing that somebody wrote.

use super::{Outbox, Sent};
use crate::domain::admin::Unsent;
use crate::domain::{MailChoice, MessageView};
use crate::server::mail::{self, Letter};
use crate::server::messages::view;
use crate::server::store::{self, Claimed};
use crate::server::vault::Purpose;
use crate::texts;
use std::time::Duration;

/// Messages that one letter tells.
const MOST: usize = 50;
/// For all of it, within the lease.
const PATIENCE: Duration = Duration::from_secs(40);

pub(super) async fn deliver(outbox: &Outbox, claimed: &Claimed, person: i64) -> Sent {
    let (to, rows) = {
        let mut conn = outbox.db.read().await?;
        let row = store::mail_of(&mut conn, person).await?;
        let wanted = row.mail_choice != MailChoice::None.as_str();
        let to = if wanted {
            row.mail_sealed
        } else {
            String::new()
        };
        let most = MOST as i64 + 1;
        let rows = store::messages_of_letter(&mut conn, claimed.id, person, most).await?;
        (to, rows)
    };
    // Who wants no letters any more, or hears of none of it, gets none.
    if to.is_empty() || rows.is_empty() {
        return Ok(Ok(()));
    }
    let Some(to) = outbox.vault.open(Purpose::Mail, &to) else {
        return Ok(Err(Unsent::Sealed));
    };
    let more = rows.len() > MOST;
    let messages: Vec<MessageView> = rows
        .into_iter()
        .take(MOST)
        .map(|row| view(row, 0))
        .collect();
    let letter = letter(outbox, claimed, to, &messages, more);
    let sent = tokio::time::timeout(PATIENCE, mail::send(&outbox.settings, letter));
    Ok(match sent.await {
        Ok(sent) => sent.map_err(|_| Unsent::Mail),
        Err(_) => Err(Unsent::TooLate),
    })
}

fn letter(
    outbox: &Outbox,
    claimed: &Claimed,
    to: String,
    messages: &[MessageView],
    more: bool,
) -> Letter {
    let (brand, site) = (&outbox.settings.brand, &outbox.settings.site_url);
    let site = site.trim_end_matches('/');
    let host = site.split("://").nth(1).unwrap_or_default();
    let host = host.split(['/', ':']).next().unwrap_or_default();
    Letter {
        id: Some(format!("<{}@{host}>", claimed.name)),
        to,
        subject: texts::messages::digest_subject(brand, messages.len()),
        body: texts::messages::digest(brand, messages, more, &format!("{site}/messages")),
    }
}
