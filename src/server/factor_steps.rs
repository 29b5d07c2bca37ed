//! 两步验证: setting it up, new recovery codes, switching it off.

use super::account::{check_password, here};
use super::attempts::{attempt, code_key, counted_by};
use super::caller::SignedIn;
use super::device::Device;
use super::now;
use super::second_factor::{
    factor_of, in_groups, new_secret, open, qr, recovery_codes, take_code, take_step_of,
};
use super::sign_in::wrong_code;
use super::state::AppState;
use super::store::{self, Act, Tx};
use super::vault::Purpose;
use crate::domain::{
    ActKind, Due, Ended, FactorSetup, FactorView, Fault, Field, Instant, read_code,
};
use http::HeaderMap;
use serde_json::json;

pub async fn factor(state: &AppState, who: &SignedIn) -> Result<FactorView, Fault> {
    let mut conn = state.db.read().await?;
    let factor = factor_of(&mut conn, who.person()).await?;
    let since = factor.totp_since.map(Instant::from_micros);
    let secret = match since {
        None => open(&state.vault, &factor),
        Some(_) => None,
    };
    let setup = secret.map(|secret| {
        let qr = qr(state, &secret, &who.label())?;
        let secret = in_groups(&secret);
        Ok::<_, Fault>(FactorSetup { secret, qr })
    });
    Ok(FactorView {
        who: who.who(),
        since,
        setup: setup.transpose()?,
        left: factor.codes_left,
        due: who.due() == Some(Due::SecondFactor),
    })
}

/// Makes a secret for the phone. One that is in use stays as it is.
pub async fn begin_factor(state: &AppState, who: &SignedIn) -> Result<(), Fault> {
    let sealed = state.vault.seal(Purpose::Totp, &new_secret());
    let mut tx = state.db.begin().await?;
    store::begin_factor(&mut tx, who.person(), &sealed).await?;
    Ok(tx.commit().await?)
}

/// The first code of the phone: 两步验证 is on. It wants the password: whoever only found the session open would lock
/// its owner out for good. Every other session of the person ends. Returns the recovery codes, which are not shown again.
pub async fn confirm_factor(
    state: &AppState,
    headers: &HeaderMap,
    who: &SignedIn,
    password: String,
    code: &str,
) -> Result<Vec<String>, Fault> {
    let person = who.person();
    check_password(state, headers, person, Field::OwnPassword, password).await?;
    let at = now();
    let (code, tried) = counted_code(state, headers, person, code).await?;
    let mut tx = state.db.begin().await?;
    let factor = factor_of(&mut tx, person).await?;
    if factor.totp_since.is_some() {
        return Err(Fault::ProfileChanged);
    }
    if !take_step_of(&mut tx, &state.vault, &factor, person, &code, at).await? {
        drop(tx);
        return Err(tried.fail(state, wrong_code()).await);
    }
    tried.succeed(&mut tx).await?;
    if !store::confirm_factor(&mut tx, person, at).await? {
        return Err(Fault::ProfileChanged);
    }
    let shown = new_codes(&mut tx, person).await?;
    let ended =
        store::end_sessions_of(&mut tx, person, Some(&here(state, headers)), Ended::Closed).await?;
    let detail = json!({ "sessions_ended": ended });
    let act = who.act(ActKind::FactorOn, at);
    store::note(&mut tx, Act { detail, ..act }).await?;
    tx.commit().await?;
    Ok(shown)
}

/// New recovery codes; the old ones are void.
pub async fn renew_codes(
    state: &AppState,
    headers: &HeaderMap,
    who: &SignedIn,
    code: &str,
) -> Result<Vec<String>, Fault> {
    let at = now();
    let mut tx = proved(state, headers, who, code, at).await?;
    let shown = new_codes(&mut tx, who.person()).await?;
    store::note(&mut tx, who.act(ActKind::CodesRenewed, at)).await?;
    tx.commit().await?;
    Ok(shown)
}

/// Switches it off, which wants the password and a code.
pub async fn drop_factor(
    state: &AppState,
    headers: &HeaderMap,
    who: &SignedIn,
    password: String,
    code: &str,
) -> Result<(), Fault> {
    let at = now();
    let (person, field) = (who.person(), Field::OwnPassword);
    check_password(state, headers, person, field, password).await?;
    let mut tx = proved(state, headers, who, code, at).await?;
    store::drop_factor(&mut tx, who.person()).await?;
    store::note(&mut tx, who.act(ActKind::FactorOff, at)).await?;
    Ok(tx.commit().await?)
}

/// A transaction in which a code of the person was taken.
async fn proved(
    state: &AppState,
    headers: &HeaderMap,
    who: &SignedIn,
    code: &str,
    at: Instant,
) -> Result<Tx, Fault> {
    let (code, tried) = counted_code(state, headers, who.person(), code).await?;
    let mut tx = state.db.begin().await?;
    if take_code(&mut tx, &state.vault, who.person(), &code, at)
        .await?
        .is_none()
    {
        drop(tx);
        return Err(tried.fail(state, wrong_code()).await);
    }
    tried.succeed(&mut tx).await?;
    Ok(tx)
}

/// A code as it was typed, and the try, which counts with those of the sign-in.
async fn counted_code(
    state: &AppState,
    headers: &HeaderMap,
    person: i64,
    code: &str,
) -> Result<(String, super::attempts::Attempt), Fault> {
    let code = read_code(code).map_err(|problem| Fault::at(Field::FactorCode, problem))?;
    let device = Device::of(headers, &state.settings);
    let key = counted_by(
        device.as_ref(),
        &state.vault,
        Some(person),
        &code_key(person),
    );
    Ok((code, attempt(state, &key).await?))
}

async fn new_codes(tx: &mut Tx, person: i64) -> Result<Vec<String>, Fault> {
    let (shown, kept) = recovery_codes();
    store::set_recovery_codes(tx, person, &kept).await?;
    Ok(shown)
}
