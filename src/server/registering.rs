//! 单位注册 and 申请成为经办人: what lies between the forms and the store's verbs.

use super::account::check_password_of;
use super::attempts::newcomer_key;
use super::choose_password::choose_password;
use super::show::region_groups;
use super::state::AppState;
use super::store::{self, Comer, Conn, Known, Registered};
use super::{now, offers_region};
use crate::domain::registering::RegisterView;
use crate::domain::uscc::Verdict;
use crate::domain::{
    AskDraft, Asking, Fault, Field, NewPassword, NewPerson, Problem, Problems, RegionCode,
    RegisterDraft, Registration, UnitAccount, Uscc,
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
    let words = [draft.name.as_str(), &draft.code, &draft.account];
    let required = {
        let mut conn = state.db.read().await?;
        check_unit(&mut conn, &draft, &mut problems).await?;
        let mobile = &draft.person.mobile;
        check_strength(
            state,
            &mut conn,
            mobile,
            password.as_deref(),
            &words,
            &mut problems,
        )
        .await?;
        store::policy(&mut conn).await?.verification_required
    };
    let (registration, password) = problems.none_or(read.zip(password))?;
    let words = [registration.name.as_str(), registration.code.as_str()];
    let (known, hash) = prove(state, headers, &registration.person, password, &words).await?;
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
    let unit = {
        let mut conn = state.db.read().await?;
        let unit = match Uscc::parse(&draft.code) {
            Ok(code) => store::find_unit_by_code(&mut conn, &code).await?,
            Err(_) => None,
        };
        if read.is_some() && unit.is_none() {
            problems.add(Field::OwnCode, Problem::CodeUnknown);
        }
        // Before anybody is looked for: it is told to who is known and who is not.
        if let Some(unit) = &unit
            && store::asks_are_full(&mut conn, unit.id).await?
        {
            problems.add(Field::OwnCode, Problem::TooManyAsk);
        }
        let words = match &unit {
            Some(unit) => vec![draft.code.as_str(), &unit.name],
            None => vec![draft.code.as_str()],
        };
        let mobile = &draft.person.mobile;
        check_strength(
            state,
            &mut conn,
            mobile,
            password.as_deref(),
            &words,
            &mut problems,
        )
        .await?;
        unit
    };
    let (asking, password) = problems.none_or(read.zip(password))?;
    let unit = unit.ok_or(Fault::NotFound)?;
    let words = [unit.name.as_str(), unit.uscc.as_str()];
    let (known, hash) = prove(state, headers, &asking.person, password, &words).await?;
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

/// Whether the password is good enough for a new account: asked of everybody, so that the answer tells nobody who has
/// one already.
async fn check_strength(
    state: &AppState,
    conn: &mut Conn,
    mobile: &str,
    password: Option<&str>,
    words: &[&str],
    problems: &mut Problems,
) -> Result<(), Fault> {
    let Some(password) = password else {
        return Ok(());
    };
    let profile = store::policy(conn).await?.password_profile;
    let known = [mobile, state.settings.brand.as_str()];
    let words: Vec<&str> = words.iter().copied().chain(known).collect();
    if let Err(error) = NewPassword::parse(password, profile, &words) {
        problems.add(Field::NewPassword, error.into());
    }
    Ok(())
}

/// Who is known proves it by their password; who is new gets theirs hashed. Numbers that are known but not of one person
/// are answered as a wrong password is, take as long, and are counted alike: which of the two it is tells whose numbers
/// belong together.
async fn prove(
    state: &AppState,
    headers: &HeaderMap,
    person: &NewPerson,
    password: String,
    words: &[&str],
) -> Result<(Known, String), Fault> {
    let mobile = person.mobile.as_str();
    let known = {
        let mut conn = state.db.read().await?;
        let mut problems = Problems::default();
        let text = Some(password.as_str());
        check_strength(state, &mut conn, mobile, text, words, &mut problems).await?;
        problems.none_or(Some(()))?;
        store::find_known(&mut conn, &state.vault, person).await?
    };
    let owner = match known {
        Known::Person(id) => Some(id),
        Known::Other(_) => None,
        Known::Nobody => {
            let words: Vec<&str> = words.iter().copied().chain([mobile]).collect();
            let field = Field::NewPassword;
            let hash = choose_password(state, None, field, &password, &words).await?;
            return Ok((known, hash));
        }
    };
    let (key, wrong) = (newcomer_key(mobile), store::not_theirs());
    check_password_of(state, headers, owner, &key, password, wrong).await?;
    Ok((known, String::new()))
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
