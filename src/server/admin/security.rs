//! 安全策略, 会话管理, 账号解锁

use super::super::account::check_password;
use super::super::attempts::{forget_failures, forget_typed};
use super::super::caller::Administrator;
use super::super::now;
use super::super::state::AppState;
use super::super::store::{self, Act, Conn, PolicyRow, SessionRow, UnitRow};
use super::super::vault::Vault;
use super::unit_file::operators;
use super::{act, who};
use crate::domain::admin::{
    DropFactorDraft, DroppingFactor, EndSessionsDraft, PolicyVersion, PolicyView,
    SessionSearchDraft, SessionsView, UnlockDraft, Unlocking,
};
use crate::domain::views::Who;
use crate::domain::{
    ActKind, AdministratorSignIn, Ended, Fault, Field, FieldProblem, Instant, Policy, PolicyDraft,
    Problem, SessionView, SignIn,
};
use http::HeaderMap;

/// Versions of a page.
const VERSIONS: i64 = 10;

pub async fn policy_view(
    conn: &mut Conn,
    administrator: &Administrator,
    before: Option<i64>,
) -> Result<PolicyView, Fault> {
    let (version, policy) = store::latest_policy(conn).await?;
    let rows = store::policy_versions(conn, before, VERSIONS + 1).await?;
    let former = |index: usize| rows.get(index + 1).map(|row| row.policy.clone());
    let version_of = |(index, row): (usize, &PolicyRow)| PolicyVersion {
        version: row.version,
        before: former(index).unwrap_or_default(),
        policy: row.policy.clone(),
        by: store::masked_name(&row.by),
        at: Instant::from_micros(row.at),
    };
    let shown = rows.iter().enumerate().take(VERSIONS as usize);
    let versions: Vec<PolicyVersion> = shown.map(version_of).collect();
    let more = rows.len() > versions.len();
    Ok(PolicyView {
        who: who(administrator),
        draft: PolicyDraft::of(&policy, version),
        policy,
        older: versions.last().filter(|_| more).map(|v| v.version),
        versions,
    })
}

/// The policy from now on, where it is still the one that was seen.
pub async fn change_policy(
    state: &AppState,
    administrator: &Administrator,
    draft: PolicyDraft,
) -> Result<(), Fault> {
    let seen = draft.version;
    let policy = Policy::try_from(draft)?;
    let mut tx = state.db.begin().await?;
    let set = store::set_policy(&mut tx, administrator.id(), seen, &policy, now()).await;
    match set {
        Ok(_) => Ok(tx.commit().await?),
        Err(store::Error::Refused(Fault::ProfileChanged)) => Err(Fault::Changed),
        Err(error) => Err(error.into()),
    }
}

pub async fn session_view(
    conn: &mut Conn,
    vault: &Vault,
    administrator: &Administrator,
    search: SessionSearchDraft,
) -> Result<SessionsView, Fault> {
    let mut view = SessionsView {
        who: who(administrator),
        unit: None,
        operators: Vec::new(),
        more: None,
        chosen: None,
        factor: false,
        problems: Vec::new(),
    };
    if search.unit.trim().is_empty() {
        return Ok(view);
    }
    let unit = match find_unit(conn, &search.unit).await? {
        Ok(unit) => unit,
        Err(problems) => {
            view.problems = problems;
            return Ok(view);
        }
    };
    let after = search.after.parse().unwrap_or(0);
    (view.operators, view.more) = operators(conn, vault, unit.id, after).await?;
    if let Ok(operator) = search.operator.parse() {
        let (who, sessions, factor) = chosen(conn, &unit, operator).await?;
        view.chosen = Some((who, sessions));
        view.factor = factor;
    }
    view.unit = Some(unit.name);
    Ok(view)
}

/// By code or 法人账号, as who signs in types it.
async fn find_unit(
    conn: &mut Conn,
    text: &str,
) -> Result<Result<UnitRow, Vec<FieldProblem>>, Fault> {
    let typed = UnlockDraft {
        unit: text.to_owned(),
        ..UnlockDraft::default()
    };
    let typed = match SignIn::try_from(typed) {
        Ok(typed) => typed.unit,
        Err(problems) => return Ok(Err(problems)),
    };
    let found = store::find_unit_typed(conn, &typed).await?;
    Ok(found.ok_or_else(|| {
        vec![FieldProblem {
            field: Field::Unit,
            problem: Problem::NoSuchUnit,
        }]
    }))
}

async fn chosen(
    conn: &mut Conn,
    unit: &UnitRow,
    operator: i64,
) -> Result<(Who, Vec<SessionView>, bool), Fault> {
    let found = store::operator_in(conn, unit.id, operator).await?;
    let found = found.ok_or(Fault::NotFound)?;
    let sessions = store::sessions_of(conn, found.person_id, now()).await?;
    let view = |row: SessionRow| SessionView {
        id: row.name(),
        here: false,
        device: row.device,
        unit: row.unit,
        opened_at: Instant::from_micros(row.opened_at),
        seen_at: Instant::from_micros(row.seen_at),
    };
    let who = Who {
        manages: false,
        reviews: false,
        unit: unit.name.clone(),
        person: (found.legal == 0).then(|| store::masked_name(&found.name)),
    };
    let factor = store::find_factor(conn, found.person_id).await?;
    let in_use = factor.is_some_and(|factor| factor.totp_since.is_some());
    Ok((who, sessions.into_iter().map(view).collect(), in_use))
}

pub async fn end_sessions_of_operator(
    state: &AppState,
    administrator: &Administrator,
    draft: EndSessionsDraft,
) -> Result<(), Fault> {
    let mut tx = state.db.begin().await?;
    let unit = find_unit(&mut tx, &draft.unit).await??;
    let found = store::operator_in(&mut tx, unit.id, draft.operator).await?;
    let person = found.ok_or(Fault::NotFound)?.person_id;
    let ended = match draft.session.as_str() {
        "" => store::end_sessions_of(&mut tx, person, None, Ended::Closed).await?,
        session => store::end_session(&mut tx, person, session).await?,
    };
    // One that has ended by itself meanwhile is what was wanted.
    if ended > 0 {
        let act = act(
            administrator,
            ActKind::SessionsEnded,
            "sessions_ended",
            ended,
        );
        let (unit, person) = (Some(unit.id), Some(person));
        store::note(
            &mut tx,
            Act {
                unit,
                person,
                ..act
            },
        )
        .await?;
    }
    Ok(tx.commit().await?)
}

/// 关闭两步验证 of somebody who can't come in any more, and ends where they are signed in: who switched it on may be
/// somebody else. It wants the administrator's password, as it takes away half of what a sign-in is.
pub async fn drop_factor_of_operator(
    state: &AppState,
    headers: &HeaderMap,
    administrator: &Administrator,
    draft: DropFactorDraft,
) -> Result<(), Fault> {
    let dropping = DroppingFactor::try_from(draft)?;
    let (own, field) = (administrator.person(), Field::OwnPassword);
    check_password(state, headers, own, field, dropping.password).await?;
    let mut tx = state.db.begin().await?;
    let unit = find_unit(&mut tx, &dropping.unit).await??;
    let found = store::operator_in(&mut tx, unit.id, dropping.operator).await?;
    let person = found.ok_or(Fault::NotFound)?.person_id;
    let factor = store::find_factor(&mut tx, person).await?;
    if factor.is_none_or(|factor| factor.totp_since.is_none()) {
        return Err(Fault::Changed);
    }
    store::drop_factor(&mut tx, person).await?;
    let ended = store::end_sessions_of(&mut tx, person, None, Ended::FactorOff).await?;
    let act = Act {
        unit: Some(unit.id),
        person: Some(person),
        why: dropping.why.as_str(),
        ..act(administrator, ActKind::FactorOff, "sessions_ended", ended)
    };
    store::note(&mut tx, act).await?;
    Ok(tx.commit().await?)
}

/// Lets somebody try to sign in again at once. Whether there is such an account is not told.
pub async fn unlock(
    state: &AppState,
    administrator: &Administrator,
    draft: UnlockDraft,
) -> Result<(), Fault> {
    let unlocking = Unlocking::try_from(draft)?;
    let mut tx = state.db.begin().await?;
    let (found, key) = match &unlocking {
        Unlocking::Operator(typed) => {
            let (unit, who) = (&typed.unit, &typed.principal);
            let found = store::find_operator(&mut tx, &state.vault, unit, who).await?;
            let unit = store::code_typed(&mut tx, unit).await?;
            (found, SignIn::key_of(&unit, who))
        }
        Unlocking::Administrator(account) if account.as_str() == administrator.account() => {
            let (field, problem) = (Field::AdministratorAccount, Problem::OwnAccount);
            return Err(vec![FieldProblem { field, problem }].into());
        }
        Unlocking::Administrator(account) => {
            let account = account.as_str();
            let found = store::find_administrator_credentials(&mut tx, account).await?;
            (found, AdministratorSignIn::key_of(account))
        }
    };
    let forgotten = match &found {
        Some(found) => forget_failures(&mut tx, &state.vault, found.person_id).await?,
        None => forget_typed(&mut tx, &state.vault, &key).await?,
    };
    let act = Act {
        unit: found.as_ref().and_then(|found| found.unit_id),
        person: found.as_ref().map(|found| found.person_id),
        ..act(administrator, ActKind::Unlocked, "forgotten", forgotten)
    };
    store::note(&mut tx, act).await?;
    Ok(tx.commit().await?)
}
