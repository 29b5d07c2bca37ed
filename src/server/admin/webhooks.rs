//! 消息推送

use super::super::caller::Administrator;
use super::super::now;
use super::super::outbox::{self, Hook};
use super::super::session::Token;
use super::super::state::AppState;
use super::super::store::{self, Conn, NewWebhook, Tx, UnsentRow, WebhookRow};
use super::super::vault::Purpose;
use super::{act, who};
use crate::domain::admin::{
    NextTry, Unsent, UnsentLine, Webhook, WebhookDone, WebhookLine, WebhookPress, WebhooksView,
};
use crate::domain::{ActKind, BindingPolicy, Fault, Field, Instant, MessageKind, Problem};

/// Deliveries of a page that never arrived.
const PAGE: i64 = 20;

pub async fn webhook_list(
    conn: &mut Conn,
    administrator: &Administrator,
    before: Option<i64>,
) -> Result<WebhooksView, Fault> {
    let mut unsent = store::unsent_deliveries(conn, before, PAGE + 1).await?;
    let more = unsent.len() as i64 > PAGE;
    unsent.truncate(PAGE as usize);
    let rules = store::binding_policy(conn, now()).await?;
    let line_of = |row: UnsentRow| unsent_line(row, &rules);
    Ok(WebhooksView {
        who: who(administrator),
        allowed: rules.webhook,
        webhooks: store::webhooks(conn).await?.into_iter().map(line).collect(),
        before: unsent.last().filter(|_| more).map(|row| row.id),
        unsent: unsent.into_iter().map(line_of).collect(),
        given_up: store::gave_up(conn).await?,
    })
}

fn line(row: WebhookRow) -> WebhookLine {
    WebhookLine {
        id: row.id,
        kinds: row
            .kinds
            .split(',')
            .filter_map(MessageKind::parse)
            .collect(),
        url: row.url,
        enabled: row.enabled == 1,
    }
}

fn unsent_line(row: UnsentRow, rules: &BindingPolicy) -> UnsentLine {
    let sends = match row.enabled {
        Some(enabled) => rules.webhook && enabled == 1,
        None => rules.mail,
    };
    UnsentLine {
        next: match row.state.as_str() {
            "dead" => NextTry::Never,
            "waiting" if !sends => NextTry::Held,
            "waiting" => NextTry::At(Instant::from_micros(row.due_at)),
            _ => NextTry::Now,
        },
        tries: row.failures,
        id: row.id,
        name: row.name,
        url: row.url,
        kind: row.event.as_deref().and_then(MessageKind::of),
        why: Unsent::read(&row.error),
        at: Instant::from_micros(row.at),
    }
}

pub async fn press_webhook(
    state: &AppState,
    administrator: &Administrator,
    press: WebhookPress,
) -> Result<WebhookDone, Fault> {
    let mut tx = state.db.begin().await?;
    let all = press == WebhookPress::AllAgain;
    let (id, kind, done) = match press {
        WebhookPress::Add(webhook) => {
            let secret = Token::random();
            let id = add(&mut tx, state, &webhook, &secret).await?;
            let secret = WebhookDone::Secret(secret.secret().to_owned());
            (id, ActKind::WebhookAdded, secret)
        }
        WebhookPress::Save(id, webhook) => {
            let (url, kinds) = (webhook.url.as_str(), webhook.words());
            not_taken(&mut tx, url, id).await?;
            let saved = store::save_webhook(&mut tx, id, url, &kinds, webhook.enabled).await?;
            found(saved)?;
            (id, ActKind::WebhookChanged, WebhookDone::Saved)
        }
        WebhookPress::Secret(id) => {
            let secret = Token::random();
            let sealed = state.vault.seal(Purpose::Webhook, secret.secret());
            found(store::set_webhook_secret(&mut tx, id, &sealed).await?)?;
            let secret = WebhookDone::Secret(secret.secret().to_owned());
            (id, ActKind::WebhookSecret, secret)
        }
        WebhookPress::Remove(id) => {
            found(store::remove_webhook(&mut tx, id).await?)?;
            (id, ActKind::WebhookRemoved, WebhookDone::Removed)
        }
        WebhookPress::Again(id) => {
            if !store::send_again(&mut tx, id, now()).await? {
                found(store::is_delivery(&mut tx, id).await?)?;
                return Ok(WebhookDone::OnItsWay);
            }
            (id, ActKind::SentAgain, WebhookDone::Again)
        }
        WebhookPress::AllAgain => {
            let n = store::send_all_again(&mut tx, now()).await?;
            if n == 0 {
                return Ok(WebhookDone::OnItsWay);
            }
            (n, ActKind::SentAgain, WebhookDone::AllAgain)
        }
        WebhookPress::Test(id) => {
            let row = store::find_webhook(&mut tx, id).await?;
            let row = row.ok_or(Fault::NotFound)?;
            if !store::binding_policy(&mut tx, now()).await?.webhook {
                return Err(Fault::Changed);
            }
            let what = act(administrator, ActKind::WebhookTested, "webhook", id);
            store::note(&mut tx, what).await?;
            tx.commit().await?;
            return Ok(WebhookDone::Tested(test(state, &row).await));
        }
    };
    let what = match kind {
        ActKind::SentAgain if all => "deliveries",
        ActKind::SentAgain => "delivery",
        _ => "webhook",
    };
    store::note(&mut tx, act(administrator, kind, what, id)).await?;
    tx.commit().await?;
    Ok(done)
}

async fn add(
    tx: &mut Tx,
    state: &AppState,
    webhook: &Webhook,
    secret: &Token,
) -> Result<i64, Fault> {
    not_taken(tx, webhook.url.as_str(), 0).await?;
    let sealed = state.vault.seal(Purpose::Webhook, secret.secret());
    let new = NewWebhook {
        url: webhook.url.as_str(),
        secret: &sealed,
        salt: &outbox::name(),
        kinds: &webhook.words(),
        enabled: webhook.enabled,
    };
    let (field, max) = (Field::WebhookUrl, store::WEBHOOKS_MAX.unsigned_abs() as u32);
    let full = || Fault::at(field, Problem::Full { max });
    store::add_webhook(tx, new, now()).await?.ok_or_else(full)
}

/// Told twice of the same, a system would take it for two. No webhook has the number 0.
async fn not_taken(tx: &mut Tx, url: &str, own: i64) -> Result<(), Fault> {
    match store::is_webhook_of_another(tx, url, own).await? {
        false => Ok(()),
        true => Err(Fault::at(Field::WebhookUrl, Problem::Taken)),
    }
}

fn found(found: bool) -> Result<(), Fault> {
    found.then_some(()).ok_or(Fault::NotFound)
}

/// Sends something that is no event, at once.
async fn test(state: &AppState, row: &WebhookRow) -> Result<(), Unsent> {
    let hook = Hook::of(&state.vault, row)?;
    let name = outbox::name();
    hook.send(&name, outbox::test_body(&name, now()), now())
        .await
}
