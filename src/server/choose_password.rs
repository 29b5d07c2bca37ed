//! A new password: by the policy that holds, and by what anybody knows of its owner.

use super::state::AppState;
use super::store::{self, Conn};
use super::vault::Purpose;
use crate::domain::{Fault, Field, NewPassword, PasswordError, PasswordProfile, Policy};

/// Checks a new password and hashes it. `person`: whose it will be, where they are there already;
/// `known`: what else anybody knows of them, such as what they have just typed about themselves.
/// What is wrong is told at `field`.
pub async fn choose_password(
    state: &AppState,
    person: Option<i64>,
    field: Field,
    text: &str,
    known: &[&str],
) -> Result<String, Fault> {
    let (profile, words, before) = {
        let mut conn = state.db.read().await?;
        read(state, &mut conn, person).await?
    };
    let refuse = |problem: PasswordError| Fault::at(field, problem);
    let words = words.iter().map(String::as_str);
    let known: Vec<&str> = words.chain(known.iter().copied()).collect();
    let password = NewPassword::parse(text, profile, &known).map_err(refuse)?;
    let turn = state.passwords.turn()?;
    if !before.is_empty() && turn.is_one_of(before, &password).await {
        let last = profile.remembered();
        return Err(refuse(PasswordError::UsedBefore { last }));
    }
    turn.hash(&password).await
}

/// What the password is judged by: the profile, what anybody knows, and the last passwords.
async fn read(
    state: &AppState,
    conn: &mut Conn,
    person: Option<i64>,
) -> Result<(PasswordProfile, Vec<String>, Vec<String>), Fault> {
    let Policy {
        password_profile, ..
    } = store::policy(conn).await?;
    let mut words = vec![state.settings.brand.clone()];
    let Some(person) = person else {
        return Ok((password_profile, words, Vec::new()));
    };
    let typed = store::typed_as(conn, person).await?;
    words.extend(typed.units.into_iter().map(|(unit, _)| unit));
    words.extend(typed.administrator);
    words.extend(store::unit_names_of(conn, person).await?);
    let mobile = typed.mobile_sealed;
    words.extend(mobile.and_then(|sealed| state.vault.open(Purpose::Mobile, &sealed)));
    let remembered = password_profile.remembered();
    let before = match remembered {
        0 => Vec::new(),
        n => store::last_passwords(conn, person, n).await?,
    };
    Ok((password_profile, words, before))
}
