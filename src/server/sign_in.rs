//! 登录 and 退出: a password, and for who has a second factor a code.

use super::attempts::{attempt, code_key, counted_by};
use super::caller::SignedIn;
use super::device::Device;
use super::now;
use super::opening::{Entered, Opening};
use super::second_factor::take_code;
use super::session::{Token, forget};
use super::state::AppState;
use super::store::{self, Credentials};
use crate::domain::device::describe;
use crate::domain::{ActKind, AdministratorSignIn, Barrier, Fault, Field, Problem, SignIn};
use http::{HeaderMap, HeaderValue, header};

/// Checks the password and opens a session.
pub async fn sign_in(
    state: &AppState,
    headers: &HeaderMap,
    sign_in: SignIn,
) -> Result<Entered, Fault> {
    let (unit, principal) = (&sign_in.unit, &sign_in.principal);
    let (found, code) = {
        let mut conn = state.db.read().await?;
        let found = store::find_operator(&mut conn, &state.vault, unit, principal).await?;
        (found, store::code_typed(&mut conn, unit).await?)
    };
    let key = SignIn::key_of(&code, principal);
    prove_password(state, headers, &key, found, sign_in.password).await
}

/// The same for one of 三员.
pub async fn sign_in_administrator(
    state: &AppState,
    headers: &HeaderMap,
    sign_in: AdministratorSignIn,
) -> Result<Entered, Fault> {
    let found = {
        let mut conn = state.db.read().await?;
        store::find_administrator_credentials(&mut conn, &sign_in.account).await?
    };
    let key = sign_in.key();
    prove_password(state, headers, &key, found, sign_in.password).await
}

/// Whether anybody was found plays no part before the password has been hashed.
async fn prove_password(
    state: &AppState,
    headers: &HeaderMap,
    key: &str,
    found: Option<Credentials>,
    password: String,
) -> Result<Entered, Fault> {
    let device = Device::of(headers, &state.settings);
    let person = found.as_ref().map(|found| found.person_id);
    let key = counted_by(device.as_ref(), &state.vault, person, key);
    let turn = state.passwords.turn()?;
    let tried = attempt(state, &key).await?;
    let hash = found.as_ref().map(|found| found.password_hash.clone());
    let verified = turn.verify(hash, password).await;
    let Some(found) = found.filter(|_| verified) else {
        return Err(tried.fail(state, Fault::WrongCredentials).await);
    };
    // Said to who knows the password, and to nobody else.
    if found.unit_disabled == 1 {
        let fault = Fault::Forbidden(Barrier::UnitDisabled);
        return Err(tried.fail(state, fault).await);
    }
    let opening = Opening {
        state,
        headers,
        at: now(),
        person: found.person_id,
        operator: found.operator_id,
        unit: found.unit_id,
        administrator: found.administrator_id,
        device: &device_of(headers),
    };
    let mut tx = state.db.begin().await?;
    tried.succeed(&mut tx).await?;
    let entered = match found.has_factor {
        1 => opening.wait_for_code(&mut tx).await?,
        _ => opening.open(&mut tx, None).await?,
    };
    tx.commit().await?;
    Ok(entered)
}

/// The second step: a code of the phone, or a recovery code.
pub async fn prove(state: &AppState, headers: &HeaderMap, code: &str) -> Result<Entered, Fault> {
    let token = Token::of(headers, &state.settings).ok_or(Fault::SignInRequired)?;
    let at = now();
    let waiting = {
        let mut conn = state.db.read().await?;
        store::find_waiting(&mut conn, &token.hash(), at).await?
    };
    let waiting = waiting.ok_or(Fault::SignInRequired)?;
    let person = waiting.person_id;
    let device = Device::of(headers, &state.settings);
    let key = counted_by(
        device.as_ref(),
        &state.vault,
        Some(person),
        &code_key(person),
    );
    let tried = attempt(state, &key).await?;
    let mut tx = state.db.begin().await?;
    let Some(proof) = take_code(&mut tx, &state.vault, person, code, at).await? else {
        drop(tx);
        return Err(tried.fail(state, wrong_code()).await);
    };
    tried.succeed(&mut tx).await?;
    let opening = Opening {
        state,
        headers,
        at,
        person,
        operator: waiting.operator_id,
        unit: waiting.unit_id,
        administrator: waiting.administrator_id,
        device: &waiting.device,
    };
    let entered = opening.open(&mut tx, Some(proof)).await?;
    tx.commit().await?;
    Ok(entered)
}

/// A wrong code, told at its field.
pub fn wrong_code() -> Fault {
    Fault::at(Field::FactorCode, Problem::WrongCode)
}

fn device_of(headers: &HeaderMap) -> String {
    let said = headers.get(header::USER_AGENT);
    describe(said.and_then(|said| said.to_str().ok()).unwrap_or_default())
}

/// Ends the session, here and for whoever else holds the token.
pub async fn sign_out(
    state: &AppState,
    headers: &HeaderMap,
    who: Option<&SignedIn>,
) -> Result<HeaderValue, Fault> {
    if let Some(token) = Token::of(headers, &state.settings) {
        let mut tx = state.db.begin().await?;
        store::close_session(&mut tx, &token.hash()).await?;
        if let Some(who) = who {
            store::note(&mut tx, who.act(ActKind::SignedOut, now())).await?;
        }
        tx.commit().await?;
    }
    Ok(forget(&state.settings))
}
