//! By what a unit is reached: its e-mail, to which links go, and its contact. Who changes it says the password once
//! more (OWASP ASVS 5.0 V7.5.1): whoever only found a session open diverts no link.

use super::account::check_password;
use super::caller::Caller;
use super::show::opened;
use super::state::AppState;
use super::store;
use super::vault::Purpose;
use crate::domain::{Fault, Field, Profile, own_password};
use http::HeaderMap;

/// Checks the password where the profile changes what the unit is reached by; else it is not looked at.
pub async fn prove_reach(
    state: &AppState,
    headers: &HeaderMap,
    caller: &Caller,
    profile: &Profile,
    password: String,
) -> Result<(), Fault> {
    let (unit, standing) = {
        let mut conn = state.db.read().await?;
        let unit = store::find_unit(&mut conn, caller.unit()).await?;
        let standing = store::verification_of(&mut conn, caller.unit()).await?;
        (unit.ok_or(Fault::NotFound)?, standing)
    };
    let phone = opened(&state.vault, Purpose::ContactPhone, &standing.contact_phone);
    let before = (unit.email.as_str(), standing.contact_name.as_str(), phone);
    let after = (
        profile.email(),
        profile.contact_name(),
        profile.contact_phone().to_owned(),
    );
    if before == after {
        return Ok(());
    }
    let password = own_password(password)?;
    check_password(
        state,
        headers,
        caller.person(),
        Field::OwnPassword,
        password,
    )
    .await
}
