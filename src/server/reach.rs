//! By what a unit is reached: its e-mail, to which links go, and its contact. Who changes it says the password once
//! more (OWASP ASVS 5.0 V7.5.1): whoever only found a session open diverts no link. The e-mail is 单位管理员's: a link
//! that goes there opens anybody's account of the unit.

use super::account::check_password;
use super::caller::Caller;
use super::mail::{Letter, send};
use super::show::opened;
use super::state::AppState;
use super::store;
use super::vault::Purpose;
use crate::domain::{Fault, Field, Problem, Profile, own_password};
use crate::texts;
use http::HeaderMap;

/// An e-mail that a unit was reached by until now.
pub struct FormerEmail {
    email: String,
    unit: String,
}

/// Checks the password where the profile changes what the unit is reached by; else it is not looked at. Returns the
/// e-mail that is given up. `seen`: the version that was on the screen.
pub async fn prove_reach(
    state: &AppState,
    headers: &HeaderMap,
    caller: &Caller,
    profile: &Profile,
    seen: i64,
    password: String,
) -> Result<Option<FormerEmail>, Fault> {
    let (unit, standing) = {
        let mut conn = state.db.read().await?;
        let unit = store::find_unit(&mut conn, caller.unit()).await?;
        let standing = store::verification_of(&mut conn, caller.unit()).await?;
        (unit.ok_or(Fault::NotFound)?, standing)
    };
    let other_email = profile.email() != unit.email;
    if other_email && caller.managing().is_err() {
        // They may have changed nothing, and a 单位管理员 did since.
        return Err(match unit.version == seen {
            true => Fault::at(Field::Email, Problem::ManagersAlone),
            false => Fault::ProfileChanged,
        });
    }
    let phone = opened(&state.vault, Purpose::ContactPhone, &standing.contact_phone);
    let before = (standing.contact_name.as_str(), phone);
    let after = (profile.contact_name(), profile.contact_phone().to_owned());
    if !other_email && before == after {
        return Ok(None);
    }
    let (person, field) = (caller.person(), Field::OwnPassword);
    check_password(state, headers, person, field, own_password(password)?).await?;
    let former = FormerEmail {
        email: unit.email,
        unit: unit.name,
    };
    Ok(Some(former).filter(|former| other_email && !former.email.is_empty()))
}

/// Tells who reads the former e-mail, when the answer is on its way already.
pub fn tell_former(state: &AppState, former: FormerEmail) {
    if !state.settings.sends_mail() {
        return;
    }
    let state = state.clone();
    let brand = &state.settings.brand;
    let letter = Letter {
        id: None,
        subject: texts::people::moved_subject(brand),
        body: texts::people::moved_letter(brand, &former.unit),
        to: former.email,
    };
    tokio::spawn(async move {
        // What went wrong is logged where it went wrong.
        send(&state.settings, letter).await.ok();
    });
}
