//! 单位注册 and 申请成为经办人: what lies between the forms and the store's verbs.

use super::account::check_password;
use super::choose_password::choose_password;
use super::show::region_groups;
use super::state::AppState;
use super::store::{self, Comer, Conn, Known, Registered};
use super::{now, offers_region};
use crate::domain::registering::RegisterView;
use crate::domain::uscc::Verdict;
use crate::domain::{
    AskDraft, Asking, Fault, Field, FieldProblem, NewPassword, NewPerson, PasswordError, Problem,
    Problems, RegionCode, RegisterDraft, Registration, UnitAccount, Uscc,
};
use http::HeaderMap;

/// 单位注册. All that is wrong is told at once, what only the records know among it.
pub async fn register(
    state: &AppState,
    headers: &HeaderMap,
    draft: RegisterDraft,
) -> Result<Registered, Fault> {
    let mut problems = Problems::default();
    let read = Registration::read(&draft, &mut problems);
    let password = draft.chosen.clone().read(&mut problems);
    let (known, required) = {
        let mut conn = state.db.read().await?;
        check_unit(&mut conn, &draft, &mut problems).await?;
        let person = read.as_ref().map(|read| &read.person);
        let words = [draft.name.as_str(), &draft.code, &draft.account];
        let known = check_person(
            state,
            &mut conn,
            person,
            password.as_deref(),
            &words,
            &mut problems,
        )
        .await?;
        (known, store::policy(&mut conn).await?.verification_required)
    };
    let (registration, password) = problems.none_or(read.zip(password))?;
    let words = [registration.name.as_str(), registration.code.as_str()];
    let hash = prove(
        state,
        headers,
        known,
        &registration.person,
        password,
        &words,
    )
    .await?;
    let mut tx = state.db.begin().await?;
    let comer = comer(known, &registration.person, &hash);
    let verified = !required;
    let done =
        store::register(&mut tx, &state.vault, &registration, comer, verified, now()).await?;
    tx.commit().await?;
    Ok(done)
}

/// What the form offers.
pub async fn register_form(state: &AppState) -> Result<RegisterView, Fault> {
    let policy = store::policy(&mut state.db.read().await?).await?;
    Ok(RegisterView {
        regions: region_groups(&state.settings.region),
        profile: policy.password_profile,
        verification_required: policy.verification_required,
    })
}

/// 申请成为经办人 of a unit that is registered.
pub async fn ask(state: &AppState, headers: &HeaderMap, draft: AskDraft) -> Result<(), Fault> {
    let mut problems = Problems::default();
    let read = Asking::read(&draft, &mut problems);
    let password = draft.chosen.clone().read(&mut problems);
    let (known, unit) = {
        let mut conn = state.db.read().await?;
        let unit = match Uscc::parse(&draft.code) {
            Ok(code) => store::find_unit_by_code(&mut conn, &code).await?,
            Err(_) => None,
        };
        if read.is_some() && unit.is_none() {
            problems.add(Field::OwnCode, Problem::CodeUnknown);
        }
        let person = read.as_ref().map(|read| &read.person);
        let words = [draft.code.as_str()];
        let known = check_person(
            state,
            &mut conn,
            person,
            password.as_deref(),
            &words,
            &mut problems,
        )
        .await?;
        (known, unit)
    };
    let (asking, password) = problems.none_or(read.zip(password))?;
    let unit = unit.ok_or(Fault::NotFound)?;
    let words = [unit.name.as_str(), unit.uscc.as_str()];
    let hash = prove(state, headers, known, &asking.person, password, &words).await?;
    let mut tx = state.db.begin().await?;
    let comer = comer(known, &asking.person, &hash);
    let at = now();
    let person = comer.enter(&mut tx, &state.vault, at).await?;
    store::ask_to_act(&mut tx, unit.id, person, at).await?;
    Ok(tx.commit().await?)
}

/// What the records and the tables say of the unit.
async fn check_unit(
    conn: &mut Conn,
    draft: &RegisterDraft,
    problems: &mut Problems,
) -> Result<(), Fault> {
    if let Ok(code) = Uscc::parse(&draft.code) {
        if store::find_unit_by_code(conn, &code).await?.is_some() {
            problems.add(Field::OwnCode, Problem::CodeRegistered);
        } else if let Verdict::WrongCheck { expected, likely } = code.verdict()
            && !store::may_be_code(conn, &code).await?
        {
            problems.add(
                Field::OwnCode,
                Problem::WrongCheckDigit { expected, likely },
            );
        }
    }
    if let Ok(region) = RegionCode::parse(&draft.region)
        && !offers_region(region.as_str())
    {
        problems.add(Field::Region, Problem::NotOffered);
    }
    if let Ok(account) = UnitAccount::parse(&draft.account)
        && store::is_taken(conn, account.as_str()).await?
    {
        problems.add(Field::UnitAccount, Problem::Taken);
    }
    Ok(())
}

/// Whether the person is known; if not, whether the password is good enough for a new account.
async fn check_person(
    state: &AppState,
    conn: &mut Conn,
    person: Option<&NewPerson>,
    password: Option<&str>,
    words: &[&str],
    problems: &mut Problems,
) -> Result<Known, Fault> {
    let known = match person {
        Some(person) => store::find_known(conn, &state.vault, person).await?,
        None => Known::Nobody,
    };
    if let Known::Other(field) = known {
        problems.add(field, Problem::OtherPerson);
    }
    if let (Known::Nobody, Some(password)) = (known, password) {
        let profile = store::policy(conn).await?.password_profile;
        let mobile = person.map_or("", |person| person.mobile.as_str());
        let words: Vec<&str> = words.iter().copied().chain([mobile]).collect();
        if let Err(error) = NewPassword::parse(password, profile, &words) {
            problems.add(Field::NewPassword, error.into());
        }
    }
    Ok(known)
}

/// Who is known proves it by their password; who is new gets theirs hashed.
async fn prove(
    state: &AppState,
    headers: &HeaderMap,
    known: Known,
    person: &NewPerson,
    password: String,
    words: &[&str],
) -> Result<String, Fault> {
    match known {
        Known::Person(id) => {
            let field = Field::NewPassword;
            let checked = check_password(state, headers, id, field, password).await;
            checked.map(|()| String::new()).map_err(theirs)
        }
        Known::Other(field) => Err(store::other_person(field)),
        Known::Nobody => {
            let words: Vec<&str> = words
                .iter()
                .copied()
                .chain([person.mobile.as_str()])
                .collect();
            choose_password(state, None, Field::NewPassword, &password, &words).await
        }
    }
}

/// The same in words that fit somebody who did not know that they have an account.
fn theirs(fault: Fault) -> Fault {
    let wrong = Problem::Password(PasswordError::NotTheCurrent);
    match fault {
        Fault::Invalid(told) if told.iter().any(|one| one.problem == wrong) => {
            let (field, problem) = (Field::NewPassword, Problem::NotTheirPassword);
            Fault::Invalid(vec![FieldProblem { field, problem }])
        }
        other => other,
    }
}

fn comer<'a>(known: Known, person: &'a NewPerson, password_hash: &'a str) -> Comer<'a> {
    match known {
        Known::Person(id) => Comer::Known(id),
        Known::Nobody | Known::Other(_) => Comer::New {
            person,
            password_hash,
        },
    }
}
