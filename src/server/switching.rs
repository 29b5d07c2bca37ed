//! 切换单位: one person with several operators.

use super::caller::Caller;
use super::now;
use super::session::Token;
use super::state::AppState;
use super::store;
use crate::domain::Fault;
use http::{HeaderMap, HeaderValue};

/// Goes on for another unit, under a new token; its cookie.
pub async fn switch_unit(
    state: &AppState,
    headers: &HeaderMap,
    caller: &Caller,
    other: i64,
) -> Result<HeaderValue, Fault> {
    let from = Token::of(headers, &state.settings).ok_or(Fault::SignInRequired)?;
    let to = Token::random();
    let mut tx = state.db.begin().await?;
    let tokens = (from.hash(), to.hash());
    let tokens = (tokens.0.as_str(), tokens.1.as_str());
    store::switch_session(&mut tx, tokens, caller.operator(), other, now()).await?;
    let hours = store::policy(&mut tx).await?.absolute_hours;
    tx.commit().await?;
    Ok(to.cookie(&state.settings, hours))
}
