//! 登录 and 退出

use super::session::{Token, forget};
use super::state::AppState;
use super::{now, store};
use crate::domain::{Fault, SignIn};
use http::{HeaderMap, HeaderValue};

/// Checks the password and opens a session; the cookie to set. Whatever session the browser had is
/// ended: a token never outlives a sign-in.
pub async fn sign_in(
    state: &AppState,
    headers: &HeaderMap,
    sign_in: SignIn,
) -> Result<HeaderValue, Fault> {
    let found = {
        let mut conn = state.db.read().await?;
        store::find_operator(&mut conn, &state.vault, &sign_in.unit, &sign_in.principal).await?
    };
    let (operator, hash) = found.map(|c| (c.operator_id, c.password_hash)).unzip();
    let verified = state.passwords.verify(hash, sign_in.password).await;
    let Some(operator) = operator.filter(|_| verified) else {
        return Err(Fault::WrongCredentials);
    };
    let token = Token::random();
    let at = now();
    let expires = at.plus_seconds(state.settings.session_hours * 3600);
    let mut tx = state.db.begin().await?;
    if let Some(former) = Token::of(headers, &state.settings) {
        store::close_session(&mut tx, &former.hash()).await?;
    }
    store::open_session(&mut tx, &token.hash(), operator, at, expires).await?;
    tx.commit().await?;
    Ok(token.cookie(&state.settings))
}

/// Ends the session, here and for whoever else holds the token.
pub async fn sign_out(state: &AppState, headers: &HeaderMap) -> Result<HeaderValue, Fault> {
    if let Some(token) = Token::of(headers, &state.settings) {
        let mut tx = state.db.begin().await?;
        store::close_session(&mut tx, &token.hash()).await?;
        tx.commit().await?;
    }
    Ok(forget(&state.settings))
}
