//! 重新提交: saves what was corrected, and sends the returned case out again.

use super::caller::Caller;
use super::reach::FormerEmail;
use super::show::opened;
use super::state::AppState;
use super::store::{self, SubmissionRow, Tx};
use super::vault::{Purpose, Vault};
use super::{binding, now, offers_region, reach};
use crate::domain::{
    DataField, Fault, Field, FieldProblem, Problem, Profile, ProfileDraft, Reason, Resubmission,
    ResubmitDraft,
};
use http::HeaderMap;

/// 基本信息 as it was typed, ready to be saved by who may.
pub struct Typed {
    profile: Profile,
    seen: i64,
    former: Option<FormerEmail>,
}

/// Reads the form, and has its writer prove themselves where the unit would be reached by something else.
pub async fn read_profile(
    state: &AppState,
    headers: &HeaderMap,
    caller: &Caller,
    draft: ProfileDraft,
) -> Result<Typed, Fault> {
    let (seen, password) = (draft.version, draft.password.clone());
    let profile = Profile::try_from(draft)?;
    if !offers_region(profile.region()) {
        let (field, problem) = (Field::Region, Problem::NotOffered);
        return Err(vec![FieldProblem { field, problem }].into());
    }
    let former = reach::prove_reach(state, headers, caller, &profile, seen, password).await?;
    Ok(Typed {
        profile,
        seen,
        former,
    })
}

/// 保存
pub async fn save_profile(
    state: &AppState,
    headers: &HeaderMap,
    caller: &Caller,
    draft: ProfileDraft,
) -> Result<(), Fault> {
    let typed = read_profile(state, headers, caller, draft).await?;
    let mut tx = state.db.begin().await?;
    write(&mut tx, &state.vault, caller, &typed).await?;
    commit(tx, state, typed).await
}

/// 重新提交. What was corrected is saved first, and stays saved where the case has to wait: for its applicant to say
/// that what was found wrong is meant as it is, or for the unit to be verified under its new name.
pub async fn resubmit(
    state: &AppState,
    headers: &HeaderMap,
    caller: &Caller,
    case: &ResubmitDraft,
    draft: ProfileDraft,
) -> Result<Resubmission, Fault> {
    let unit = caller.applying()?.unit();
    let (application, version) = (case.application, case.case_version);
    let typed = read_profile(state, headers, caller, draft).await?;
    let mut tx = state.db.begin().await?;
    if differs(&mut tx, &state.vault, unit, &typed.profile).await? {
        write(&mut tx, &state.vault, caller, &typed).await?;
    }
    store::expect_returned(&mut tx, unit, application, version).await?;
    let row = store::find_unit(&mut tx, unit).await?;
    let row = row.ok_or(Fault::NotFound)?;
    if row.verified_at.is_none() && store::policy(&mut tx).await?.verification_required {
        commit(tx, state, typed).await?;
        return Ok(Resubmission::AwaitsVerification);
    }
    let said = &case.special_reason;
    let (kind, reason) = binding::reason_of_case(&mut tx, caller, application, said).await?;
    if case.confirmed.is_empty() {
        let reason = reason.as_ref().map_or("", Reason::as_str);
        let submitted = SubmissionRow::now(&row, reason);
        if let Some(same) = left_as_it_was(&mut tx, application, version, &submitted).await? {
            commit(tx, state, typed).await?;
            return Err(Fault::Unchanged {
                asked: kind,
                left: same,
            });
        }
    }
    let applying = caller.applicant(kind, reason.as_ref());
    store::resubmit(&mut tx, applying, application, version, now()).await?;
    commit(tx, state, typed).await?;
    Ok(Resubmission::Sent)
}

/// Of what the decision names, the fields that are as they were when the case was returned. Without a field, where
/// nothing at all was changed.
async fn left_as_it_was(
    tx: &mut Tx,
    application: i64,
    version: i64,
    now: &SubmissionRow,
) -> Result<Option<Vec<DataField>>, Fault> {
    let submissions = store::latest_submissions(tx, application).await?;
    let Some(before) = submissions.first() else {
        return Ok(None);
    };
    let same = |field: &DataField| before.value(*field) == now.value(*field);
    let named = store::wrong_fields(tx, application, version - 1).await?;
    let left: Vec<DataField> = named.iter().map(|w| w.field).filter(same).collect();
    let nothing_changed = DataField::ALL.iter().all(same);
    Ok((nothing_changed || !left.is_empty()).then_some(left))
}

/// Whether there is anything to save.
async fn differs(tx: &mut Tx, vault: &Vault, unit: i64, typed: &Profile) -> Result<bool, Fault> {
    let row = store::find_unit(tx, unit).await?.ok_or(Fault::NotFound)?;
    let of = store::verification_of(tx, unit).await?;
    let contact_phone = opened(vault, Purpose::ContactPhone, &of.contact_phone);
    let report_phone = opened(vault, Purpose::ReportPhone, &row.report_phone);
    let kept = [
        row.name.as_str(),
        &row.region,
        &row.industry,
        &row.email,
        &row.address,
        &of.contact_name,
        &contact_phone,
        &row.report_contact,
        &report_phone,
        &row.report_department,
    ];
    let industry = typed.industry();
    let typed = [
        typed.name(),
        typed.region(),
        &industry,
        typed.email(),
        typed.address(),
        typed.contact_name(),
        typed.contact_phone(),
        typed.report_contact(),
        typed.report_phone(),
        typed.report_department(),
    ];
    Ok(kept != typed)
}

async fn write(tx: &mut Tx, vault: &Vault, caller: &Caller, typed: &Typed) -> Result<(), Fault> {
    let (unit, operator) = (caller.applying()?.unit(), caller.operator());
    let Typed { profile, seen, .. } = typed;
    store::save_profile(tx, vault, unit, profile, *seen, operator, now()).await?;
    Ok(())
}

async fn commit(tx: Tx, state: &AppState, typed: Typed) -> Result<(), Fault> {
    tx.commit().await?;
    if let Some(former) = typed.former {
        reach::tell_former(state, former);
    }
    Ok(())
}
