//! 消息邮件: whether, when and where a person wants letters about messages.

use super::account::check_password;
use super::caller::{Caller, SignedIn};
use super::mail::{Letter, send};
use super::now;
use super::session::Token;
use super::state::AppState;
use super::store::{self, Act, By};
use super::vault::Purpose;
use crate::domain::{
    ActKind, Email, Fault, Field, Instant, MailChoice, MailDraft, MailView, MailWish, Problem,
};
use crate::texts;
use http::HeaderMap;

/// None for administrators, and where no letters about messages go out.
pub async fn mail_choice(state: &AppState, who: &SignedIn) -> Result<Option<MailView>, Fault> {
    let SignedIn::Operator(caller) = who else {
        return Ok(None);
    };
    if !goes_out(state, now()).await? {
        return Ok(None);
    }
    let mut conn = state.db.read().await?;
    let row = store::mail_of(&mut conn, caller.person()).await?;
    let to_prove = store::mail_to_prove(&mut conn, caller.person(), now()).await?;
    let open = |sealed: &str| state.vault.open(Purpose::Mail, sealed);
    Ok(Some(MailView {
        mail: opened(state, &row.mail_sealed),
        to_prove: to_prove.and_then(|sealed| open(&sealed)),
        choice: MailChoice::parse(&row.mail_choice).unwrap_or_default(),
        hour: row.mail_hour,
    }))
}

/// Whether letters about messages go out at all.
async fn goes_out(state: &AppState, at: Instant) -> Result<bool, Fault> {
    if !state.settings.sends_mail() {
        return Ok(false);
    }
    let mut conn = state.db.read().await?;
    Ok(store::binding_policy(&mut conn, at).await?.mail)
}

fn opened(state: &AppState, sealed: &str) -> String {
    match sealed {
        "" => String::new(),
        sealed => state.vault.open(Purpose::Mail, sealed).unwrap_or_default(),
    }
}

/// Another address needs the password, and holds once the link that is mailed to it was opened;
/// returns whether one was.
pub async fn save_mail(
    state: &AppState,
    headers: &HeaderMap,
    caller: &Caller,
    draft: MailDraft,
) -> Result<bool, Fault> {
    let (person, at) = (caller.person(), now());
    if !goes_out(state, at).await? {
        return Err(Fault::NotFound);
    }
    let wish = MailWish::try_from(draft)?;
    let present = {
        let mut conn = state.db.read().await?;
        store::mail_of(&mut conn, person).await?.mail_sealed
    };
    let present = opened(state, &present);
    let other = wish.mail.as_ref().map_or("", Email::as_str) != present;
    if other {
        check(state, headers, person, &wish.password).await?;
    }
    let token = Token::random();
    let act = Act {
        person: Some(person),
        unit: Some(caller.unit()),
        ..Act::new(ActKind::MailChanged, By::Operator(caller.operator()), at)
    };
    let mut tx = state.db.begin().await?;
    match &wish.mail {
        None => store::forget_mail(&mut tx, person, at).await?,
        Some(mail) => {
            store::set_mail_choice(&mut tx, person, wish.choice, wish.hour, at).await?;
            if other {
                let sealed = state.vault.seal(Purpose::Mail, mail.as_str());
                let hash = token.hash();
                if !store::make_mail_link(&mut tx, person, &hash, &sealed, at).await? {
                    return Err(Fault::at(Field::OwnMail, Problem::TooManyLetters));
                }
            }
        }
    }
    store::note(&mut tx, act).await?;
    tx.commit().await?;
    match wish.mail.filter(|_| other) {
        None => Ok(false),
        Some(mail) => {
            send(&state.settings, letter(state, &mail, &token)).await?;
            Ok(true)
        }
    }
}

async fn check(
    state: &AppState,
    headers: &HeaderMap,
    person: i64,
    password: &str,
) -> Result<(), Fault> {
    let field = Field::OwnPassword;
    if password.is_empty() {
        return Err(Fault::at(field, Problem::Required));
    }
    check_password(state, headers, person, field, password.to_owned()).await
}

fn letter(state: &AppState, mail: &Email, token: &Token) -> Letter {
    let brand = &state.settings.brand;
    let site = state.settings.site_url.trim_end_matches('/');
    let url = format!("{site}/mail/{}", token.secret());
    Letter {
        id: None,
        to: mail.as_str().to_owned(),
        subject: texts::messages::prove_subject(brand),
        body: texts::messages::prove_letter(brand, &url),
    }
}

pub async fn mail_link(state: &AppState, token: &str) -> Result<bool, Fault> {
    let mut conn = state.db.read().await?;
    let hash = Token::read(token).hash();
    Ok(store::mail_link_works(&mut conn, &hash, now()).await?)
}

/// The address holds from now on.
pub async fn prove_mail(state: &AppState, token: &str) -> Result<(), Fault> {
    let at = now();
    let mut tx = state.db.begin().await?;
    let person = store::use_mail_link(&mut tx, &Token::read(token).hash(), at).await?;
    let act = Act::new(ActKind::MailProved, By::Nobody, at);
    let person = Some(person);
    store::note(&mut tx, Act { person, ..act }).await?;
    Ok(tx.commit().await?)
}
