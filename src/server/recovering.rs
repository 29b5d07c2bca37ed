//! 账号找回 and 忘记密码: who can help, and the one-time links.

use super::account::check_password;
use super::attempts::attempt;
use super::choose_password::choose_password;
use super::mail::{Letter, send};
use super::now;
use super::people::masked_mobile;
use super::session::Token;
use super::state::AppState;
use super::store::{self, HelperRow, MailboxRow, masked_name};
use super::vault::Purpose;
use crate::domain::recovering::{Helper, OfferView, RecoverView, Recovered, ResetView};
use crate::domain::{
    Fault, Field, Forgot, OfferDraft, Principal, Problems, ResetDraft, Uscc, own_password,
};
use crate::texts;
use http::HeaderMap;

/// What `/recover` says of a code; of an empty one nothing.
pub async fn recover(state: &AppState, code: &str) -> Result<RecoverView, Fault> {
    let answer = match code.trim() {
        "" => None,
        code => Some(recovered(state, code).await?),
    };
    Ok(RecoverView {
        mail: state.settings.sends_mail(),
        platform: state.settings.platform_contact.clone(),
        answer,
    })
}

async fn recovered(state: &AppState, code: &str) -> Result<Recovered, Fault> {
    let code = match Uscc::parse(code) {
        Ok(code) => code,
        Err(error) => return Ok(Recovered::Wrong(error.into())),
    };
    let mut conn = state.db.read().await?;
    let Some(unit) = store::find_unit_by_code(&mut conn, &code).await? else {
        let code = code.as_str().to_owned();
        return Ok(Recovered::NotRegistered { code });
    };
    let helpers = store::helpers_of(&mut conn, unit.id).await?;
    let view = |row: HelperRow| {
        let mobile = row.mobile.as_deref();
        let mobile = mobile.and_then(|sealed| state.vault.open(Purpose::Mobile, sealed));
        Helper {
            name: match row.legal {
                1 => texts::LEGAL_ACCOUNT.to_owned(),
                _ => masked_name(&row.name),
            },
            mobile: mobile.map_or_else(String::new, |text| masked_mobile(&text)),
            superior: (row.unit_id != unit.id).then_some(row.unit_name),
        }
    };
    Ok(Recovered::Registered {
        code: code.as_str().to_owned(),
        unit: unit.name,
        helpers: helpers.into_iter().map(view).collect(),
    })
}

/// 忘记密码: the link goes to the unit's e-mail. Whether there is such an account is looked up when
/// the answer is on its way already, so neither its words nor its time tell.
pub fn forgot(state: &AppState, forgot: Forgot) -> Result<(), Fault> {
    if !state.settings.sends_mail() {
        return Err(Fault::NotFound);
    }
    let state = state.clone();
    tokio::spawn(async move {
        // What went wrong is logged where it went wrong.
        if let Err(fault) = mail_link(&state, forgot).await {
            tracing::debug!(?fault, "no link was mailed");
        }
    });
    Ok(())
}

async fn mail_link(state: &AppState, forgot: Forgot) -> Result<(), Fault> {
    // Each letter counts as a failure: a mailbox is not flooded.
    attempt(state, &mail_key(&forgot)).await?;
    let found = {
        let mut conn = state.db.read().await?;
        let (unit, principal) = (&forgot.unit, &forgot.principal);
        store::find_mailbox(&mut conn, &state.vault, unit, principal).await?
    };
    let mailbox = found.ok_or(Fault::NotFound)?;
    let (token, at) = (Token::random(), now());
    let mut tx = state.db.begin().await?;
    let (unit, person) = (mailbox.unit_id, mailbox.person_id);
    store::make_mailed_link(&mut tx, unit, person, &token.hash(), at).await?;
    tx.commit().await?;
    send(&state.settings, letter(state, &mailbox, &token)).await
}

fn mail_key(forgot: &Forgot) -> String {
    let principal = match &forgot.principal {
        Principal::Legal => "",
        Principal::Mobile(mobile) => mobile.as_str(),
        Principal::IdentityCard(card) => card.as_str(),
    };
    format!("mail|{}|{principal}", forgot.unit)
}

fn letter(state: &AppState, mailbox: &MailboxRow, token: &Token) -> Letter {
    let (brand, url) = (
        &state.settings.brand,
        link_of(&state.settings.site_url, token),
    );
    let person = masked_name(&mailbox.name);
    Letter {
        id: None,
        to: mailbox.email.clone(),
        subject: texts::people::letter_subject(brand),
        body: texts::people::letter(brand, &mailbox.unit_name, &person, &url),
    }
}

/// Where a one-time link leads. `site`: what a letter names is `site-url`; no header of a request decides it.
pub fn link_of(site: &str, token: &Token) -> String {
    let site = site.trim_end_matches('/');
    format!("{site}/reset/{}", token.secret())
}

/// Where a link leads by which somebody takes a role.
pub fn offer_of(site: &str, token: &Token) -> String {
    let site = site.trim_end_matches('/');
    format!("{site}/join/{}", token.secret())
}

/// Which role is offered to whom; none where the link does not work any more.
pub async fn offer(state: &AppState, token: &str) -> Result<Option<OfferView>, Fault> {
    let mut conn = state.db.read().await?;
    let found = store::find_offer(&mut conn, &Token::read(token).hash(), now()).await?;
    Ok(found.map(|offer| OfferView {
        roles: offer.roles(),
        unit: offer.unit_name,
        person: masked_name(&offer.name),
    }))
}

/// Takes the role, with the password of whom it is offered to: the link alone may have gone astray.
pub async fn accept_offer(
    state: &AppState,
    headers: &HeaderMap,
    draft: OfferDraft,
) -> Result<(), Fault> {
    let hash = Token::read(&draft.token).hash();
    let offer = {
        let mut conn = state.db.read().await?;
        store::find_offer(&mut conn, &hash, now()).await?
    };
    let offer = offer.ok_or(Fault::LinkSpent)?;
    let (field, password) = (Field::OwnPassword, own_password(draft.password)?);
    check_password(state, headers, offer.person_id, field, password).await?;
    let mut tx = state.db.begin().await?;
    store::accept_offer(&mut tx, &hash, now()).await?;
    Ok(tx.commit().await?)
}

/// Whose link it is; none where it does not work any more.
pub async fn reset_link(state: &AppState, token: &str) -> Result<Option<ResetView>, Fault> {
    let mut conn = state.db.read().await?;
    let found = store::find_link(&mut conn, &Token::read(token).hash(), now()).await?;
    let profile = store::policy(&mut conn).await?.password_profile;
    Ok(found.map(|link| ResetView {
        person: masked_name(&link.name),
        profile,
    }))
}

/// Sets a new password through a link, which is spent by it.
pub async fn reset(state: &AppState, draft: ResetDraft) -> Result<(), Fault> {
    let hash = Token::read(&draft.token).hash();
    let link = {
        let mut conn = state.db.read().await?;
        store::find_link(&mut conn, &hash, now()).await?
    };
    let link = link.ok_or(Fault::LinkSpent)?;
    let mut problems = Problems::default();
    let password = draft.chosen.read(&mut problems);
    let password = problems.none_or(password)?;
    let person = Some(link.person_id);
    let kept = choose_password(state, person, Field::NewPassword, &password, &[]).await?;
    let mut tx = state.db.begin().await?;
    store::use_link(&mut tx, &hash, &kept, now()).await?;
    super::forget_failures(&mut tx, &state.vault, link.person_id).await?;
    Ok(tx.commit().await?)
}
