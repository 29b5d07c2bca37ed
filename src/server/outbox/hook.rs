//! An event to another system: what it says, and how it is signed.

use super::post::post;
use super::{Outbox, Sent};
use crate::domain::Instant;
use crate::domain::admin::{Unsent, WebhookUrl};
use crate::server::now;
use crate::server::store::{self, Claimed, EventFacts, WebhookRow};
use crate::server::vault::{Purpose, Vault};
use hmac::{Hmac, KeyInit, Mac};
use http::HeaderValue;
use serde_json::json;
use sha2::Sha256;

/// Where events go, and what signs them.
pub struct Hook {
    url: WebhookUrl,
    secret: String,
}

impl Hook {
    pub fn of(vault: &Vault, row: &WebhookRow) -> Result<Self, Unsent> {
        let url = WebhookUrl::parse(&row.url).map_err(|_| Unsent::Unreachable)?;
        let secret = vault.open(Purpose::Webhook, &row.secret);
        let secret = secret.ok_or(Unsent::Sealed)?;
        Ok(Self { url, secret })
    }

    /// Sends it once.
    pub async fn send(&self, name: &str, body: String, at: Instant) -> Result<(), Unsent> {
        let timestamp = (at.as_micros() / 1_000_000).to_string();
        let signature = sign(&self.secret, &timestamp, &body);
        let header = |text: &str| HeaderValue::from_str(text).map_err(|_| Unsent::Broken);
        let headers = [
            ("lishu-delivery", header(name)?),
            ("lishu-timestamp", header(&timestamp)?),
            ("lishu-signature", header(&signature)?),
        ];
        post(&self.url, headers, body).await
    }
}

/// `v1=` and HMAC-SHA-256 over the timestamp, a full stop and the body.
fn sign(secret: &str, timestamp: &str, body: &str) -> String {
    let mut mac =
        Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("HMAC takes keys of any length");
    for part in [timestamp, ".", body] {
        mac.update(part.as_bytes());
    }
    format!("v1={}", hex::encode(mac.finalize().into_bytes()))
}

pub(super) async fn deliver(outbox: &Outbox, claimed: &Claimed, webhook: i64) -> Sent {
    let (row, facts) = {
        let mut conn = outbox.db.read().await?;
        let row = store::find_webhook(&mut conn, webhook).await?;
        let event = claimed.event_id.unwrap_or(0);
        (row, store::event_facts(&mut conn, event).await?)
    };
    // One that was removed meanwhile took its deliveries along.
    let (Some(row), Some(facts)) = (row, facts) else {
        return Ok(Ok(()));
    };
    Ok(match Hook::of(&outbox.vault, &row) {
        Ok(hook) => {
            hook.send(&claimed.name, body(&claimed.name, &facts), now())
                .await
        }
        Err(why) => Err(why),
    })
}

/// Codes, states and times: no names, no opinions, no people.
fn body(name: &str, facts: &EventFacts) -> String {
    json!({
        "delivery": name,
        "kind": facts.event,
        "at": rfc_3339(Instant::from_micros(facts.at)),
        "unit": facts.unit,
        "application": facts.application,
        "asked": facts.asked,
        "superior": facts.superior,
        "from": facts.from_state,
        "to": facts.to_state,
        "superior_before": facts.tie_from,
        "superior_after": facts.tie_to,
    })
    .to_string()
}

/// What a test says.
pub fn test_body(name: &str, at: Instant) -> String {
    json!({ "delivery": name, "kind": "test", "at": rfc_3339(at) }).to_string()
}

/// China has one time, eight hours ahead.
fn rfc_3339(at: Instant) -> String {
    at.second_shanghai().replace(' ', "T") + "+08:00"
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As docs/webhooks.md computes it:
    /// `printf '1700000000.{"a":1}' | openssl dgst -sha256 -hmac secret`
    #[test]
    fn a_signature_is_what_the_documentation_says() {
        assert_eq!(
            sign("secret", "1700000000", "{\"a\":1}"),
            "v1=49f24e537407743fa4a0242bb63b94b9a47ee99cbbe071ccd8a22550ae411686"
        );
    }

    #[test]
    fn a_time_says_where_it_is() {
        let at = Instant::from_micros(1_700_000_000_000_000);
        assert_eq!(rfc_3339(at), "2023-11-15T06:13:20+08:00");
    }
}
