//! 我的账号: one's own password and sessions.

use super::attempts::{attempt, counted_by, password_key};
use super::caller::SignedIn;
use super::choose_password::choose_password;
use super::device::Device;
use super::now;
use super::session::Token;
use super::state::AppState;
use super::store::{self, Act, SessionRow};
use crate::domain::{
    AccountView, ActKind, Ended, Fault, Field, Instant, PasswordChange, PasswordError, SessionView,
};
use http::HeaderMap;
use serde_json::json;

/// 我的账号, as the session of this request sees it.
pub async fn account(
    state: &AppState,
    headers: &HeaderMap,
    who: &SignedIn,
) -> Result<AccountView, Fault> {
    let (here, at) = (here(state, headers), now());
    let mut conn = state.db.read().await?;
    let policy = store::policy(&mut conn).await?;
    let factor = store::find_factor(&mut conn, who.person()).await?;
    let sessions = store::sessions_of(&mut conn, who.person(), at).await?;
    let view = |row: SessionRow| SessionView {
        id: row.name(),
        here: row.token_hash == here,
        device: row.device,
        unit: row.unit,
        opened_at: Instant::from_micros(row.opened_at),
        seen_at: Instant::from_micros(row.seen_at),
    };
    let open = |session: &SessionView| !policy.ends(session.opened_at, session.seen_at, at);
    Ok(AccountView {
        who: who.who(),
        profile: policy.password_profile,
        factor: factor.is_some_and(|factor| factor.totp_since.is_some()),
        due: who.due(),
        sessions: sessions.into_iter().map(view).filter(open).collect(),
    })
}

/// 修改密码. Every other session of the person ends.
pub async fn change_password(
    state: &AppState,
    headers: &HeaderMap,
    who: &SignedIn,
    change: PasswordChange,
) -> Result<(), Fault> {
    let person = who.person();
    check_password(
        state,
        headers,
        person,
        Field::CurrentPassword,
        change.current,
    )
    .await?;
    let hash = choose_password(state, Some(person), Field::NewPassword, &change.new, &[]).await?;
    let at = now();
    let mut tx = state.db.begin().await?;
    store::set_password(&mut tx, person, &hash, at).await?;
    let ended = store::end_sessions_of(
        &mut tx,
        person,
        Some(&here(state, headers)),
        Ended::Password,
    )
    .await?;
    let detail = json!({ "sessions_ended": ended });
    let act = who.act(ActKind::PasswordChanged, at);
    store::note(&mut tx, Act { detail, ..act }).await?;
    Ok(tx.commit().await?)
}

/// Checks the present password once more; wrong ones are counted like those of a sign-in.
pub async fn check_password(
    state: &AppState,
    headers: &HeaderMap,
    person: i64,
    field: Field,
    password: String,
) -> Result<(), Fault> {
    let wrong = Fault::at(field, PasswordError::NotTheCurrent);
    let key = password_key(person);
    check_password_of(state, headers, Some(person), &key, password, wrong).await
}

/// The same of somebody who may be nobody, which takes as long and is `wrong` in any case. `key`: what wrong ones are
/// counted by.
pub async fn check_password_of(
    state: &AppState,
    headers: &HeaderMap,
    person: Option<i64>,
    key: &str,
    password: String,
    wrong: Fault,
) -> Result<(), Fault> {
    let hash = match person {
        Some(person) => store::find_password(&mut state.db.read().await?, person).await?,
        None => None,
    };
    let device = Device::of(headers, &state.settings);
    let key = counted_by(device.as_ref(), &state.vault, person, key);
    let turn = state.passwords.turn()?;
    let tried = attempt(state, &key).await?;
    let verified = turn
        .verify(hash.map(|row| row.password_hash), password)
        .await;
    if !verified {
        return Err(tried.fail(state, wrong).await);
    }
    let mut tx = state.db.begin().await?;
    tried.succeed(&mut tx).await?;
    Ok(tx.commit().await?)
}

/// Ends one of the person's sessions, or with none named all but this one. It wants the password: whoever only found the
/// session open ends nobody's.
pub async fn end_sessions(
    state: &AppState,
    headers: &HeaderMap,
    who: &SignedIn,
    name: Option<&str>,
    password: String,
) -> Result<(), Fault> {
    let person = who.person();
    check_password(state, headers, person, Field::OwnPassword, password).await?;
    let at = now();
    let mut tx = state.db.begin().await?;
    let ended = match name {
        Some(name) => store::end_session(&mut tx, who.person(), name).await?,
        None => {
            let here = here(state, headers);
            store::end_sessions_of(&mut tx, who.person(), Some(&here), Ended::Closed).await?
        }
    };
    // One that has ended by itself meanwhile is what was wanted.
    if ended > 0 {
        let detail = json!({ "sessions_ended": ended });
        let act = who.act(ActKind::SessionsEnded, at);
        store::note(&mut tx, Act { detail, ..act }).await?;
    }
    Ok(tx.commit().await?)
}

/// The hash of this request's token.
pub(super) fn here(state: &AppState, headers: &HeaderMap) -> String {
    Token::of(headers, &state.settings).map_or_else(String::new, |token| token.hash())
}
