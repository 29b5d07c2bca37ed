//! The workbench's notice of where the unit's case stands, with what to do about it.

use super::tie::Invitation;
use crate::domain::views::{BarredView, CaseStanding, Verification, WorkbenchView};
use crate::domain::{ApplicationKind, ApplicationState, DataField, Field, WrongField};
use crate::texts;
use crate::ui::Notice;
use leptos::prelude::*;

/// Where things stand, in one sentence and one next step.
#[component]
pub fn CaseNotice(workbench: WorkbenchView) -> impl IntoView {
    let at_once = workbench.unbinds_at_once;
    let resubmits = resubmits(&workbench);
    let unverified = unverified(&workbench);
    let may_apply = workbench.may_apply;
    let until = workbench.case.as_ref().and_then(|case| case.undoable_until);
    let undoable = until.map(texts::undoable);
    let bound = workbench.superior.clone().map(|superior| {
        let saying = texts::bound(&superior, at_once);
        let open = workbench
            .case
            .as_ref()
            .is_some_and(|case| case.state.is_open());
        // Who decided to approve may take it back for a while.
        let of_tie = workbench
            .case
            .as_ref()
            .filter(|case| case.state == ApplicationState::Approved);
        let undoable = of_tie.is_some().then(|| undoable.clone()).flatten();
        view! {
            <Notice saying>
                {undoable.map(|text| view! { <p>{text}</p> })}
                <TieButtons change=may_apply && !open />
            </Notice>
        }
    });
    let is_bound = bound.is_some();
    let released = released(&workbench, undoable.clone());
    // One that waits bars a unit that is bound as well, and is taken back from here.
    let invitation = workbench.invitation.clone();
    let invitation = invitation.filter(|found| !is_bound || found.refused.is_none());
    let invitation = invitation.map(|found| view! { <Invitation found may_apply /> });
    let case = workbench.case.filter(|case| match case.state {
        ApplicationState::Approved | ApplicationState::Withdrawn => false,
        // A tie that stands says more than a binding that failed before it.
        _ => !is_bound || case.kind != ApplicationKind::Bind,
    });
    let case = case.map(|case| {
        let saying = match workbench.barred {
            Some(BarredView { round, until }) if case.state == ApplicationState::Terminated => {
                texts::barred(&case, &round, until)
            }
            _ if unverified && case.state == ApplicationState::Returned => {
                let asked = !matches!(workbench.verification, Verification::Returned { .. });
                texts::verified_first(&case, asked)
            }
            _ => texts::standing(&case),
        };
        let quoted = !matches!(case.state, ApplicationState::Pending);
        let quote = if quoted {
            case.last.why.clone()
        } else {
            String::new()
        };
        view! {
            <Notice saying quote>
                <WrongFields wrong=case.wrong.clone() kind=case.kind />
                {undoable.map(|text| view! { <p>{text}</p> })}
                <Limits case=case.clone() />
                {may_apply.then(|| view! { <CaseButtons case resubmits /> })}
            </Notice>
        }
    });
    view! {
        {case}
        {invitation}
        {released}
        {bound}
    }
    .into_any()
}

/// That the unit's tie has ended, until it asks for another one.
fn released(workbench: &WorkbenchView, undoable: Option<String>) -> Option<AnyView> {
    let ended = workbench.released.clone()?;
    let case = workbench.case.as_ref();
    let said_by_case = case.is_some_and(|case| {
        !matches!(
            case.state,
            ApplicationState::Approved | ApplicationState::Withdrawn
        )
    });
    if said_by_case {
        return None;
    }
    // Who decided to let it go may take it back for a while.
    let of_case = case.is_some_and(|case| {
        case.kind == ApplicationKind::Unbind && case.state == ApplicationState::Approved
    });
    let undoable = undoable.filter(|_| of_case);
    let saying = texts::released(&ended.name, ended.since, workbench.exempt);
    let notice = view! {
        <Notice saying>
            {undoable.map(|text| view! { <p>{text}</p> })}
            <TieButtons change=false />
        </Notice>
    };
    Some(notice.into_any())
}

/// What can be done with the tie, and the way to all that happened.
#[component]
fn TieButtons(change: bool) -> impl IntoView {
    view! {
        <div class="button-row">
            {change
                .then(|| {
                    view! {
                        <a class="button" href="/move">
                            {texts::tie::MOVE}
                        </a>
                        <a class="button" href="/unbind">
                            {texts::tie::UNBIND}
                        </a>
                    }
                })}
            <a class="button" href="/tie">
                {texts::tie::TO_TIE}
            </a>
        </div>
    }
    .into_any()
}

/// What was found wrong, and why; what can be corrected here is a link to its field.
#[component]
fn WrongFields(wrong: Vec<WrongField>, kind: ApplicationKind) -> impl IntoView {
    let item = move |WrongField { field, why }: WrongField| {
        let label = texts::data_label_of(kind, field);
        let corrected = field != DataField::UnitType;
        let name = match corrected {
            true => view! { <a href=format!("#{}", field.as_str())>{label}</a> }.into_any(),
            false => label.into_any(),
        };
        view! { <li>{name} "：" {why.as_str().to_owned()}</li> }
    };
    (!wrong.is_empty()).then(|| {
        view! {
            <p>{texts::FOUND_WRONG}</p>
            <ul class="wrong-list">{wrong.into_iter().map(item).collect_view()}</ul>
        }
    })
}

/// How long the case waits, or how often it may still come back.
#[component]
fn Limits(case: CaseStanding) -> impl IntoView {
    let said = match case.state {
        ApplicationState::Pending => Some(texts::rounds::limit_of(case.waited, case.review_days)),
        ApplicationState::Returned => {
            (case.resubmissions_left).map(texts::rounds::resubmissions_left)
        }
        _ => None,
    };
    said.map(|said| view! { <p>{said}</p> })
}

/// 撤回 while the case is open, and the way to 重新提交 when it was returned.
#[component]
fn CaseButtons(case: CaseStanding, resubmits: bool) -> impl IntoView {
    let id = case.id;
    let version = case.version;
    let carried = move || {
        view! {
            <input type="hidden" name="application" value=id />
            <input type="hidden" name="version" value=version />
        }
    };
    let urge = (case.state == ApplicationState::Pending).then(|| {
        let may = case.may_urge;
        view! { <Urge application=id may after=case.urge_after /> }
    });
    let resubmit = resubmits.then(|| {
        view! {
            <div class="button-row">
                <a class="button button-primary" href="#basic">
                    {texts::TO_CORRECT}
                </a>
                <a class="button" href="#resubmit">
                    {texts::TO_RESUBMIT_NOW}
                </a>
            </div>
        }
    });
    let withdraw = case.state.is_open().then(|| {
        view! {
            <details class="confirm">
                <summary class="button">{texts::WITHDRAW}</summary>
                <form class="button-row" method="post" action="/withdraw">
                    {carried()}
                    <p>{texts::WITHDRAW_NOTE}</p>
                    <button class="button button-danger" type="submit">
                        {texts::WITHDRAW_SURELY}
                    </button>
                </form>
            </details>
        }
    });
    view! {
        {resubmit}
        {urge}
        {withdraw}
        <p>
            <a class="text-link" href="/tie">
                {texts::tie::TO_TIE}
            </a>
        </p>
    }
    .into_any()
}

/// 催办, or when that can be done.
#[component]
fn Urge(application: i64, may: bool, after: u32) -> impl IntoView {
    match may {
        true => view! {
            <form class="button-row" method="post" action="/urge" data-whole="">
                <input type="hidden" name="application" value=application />
                <button class="button" type="submit">
                    {texts::tie::URGE}
                </button>
            </form>
        }
        .into_any(),
        false => view! { <p>{texts::tie::urge_later(after)}</p> }.into_any(),
    }
}

/// What the superior said of a field, for the hint beside it; empty where it said nothing.
pub fn why_wrong(wrong: &[WrongField], field: DataField) -> String {
    let found = wrong.iter().find(|found| found.field == field);
    found.map_or_else(String::new, |found| texts::found_wrong(found.why.as_str()))
}

/// Of a unit that is not verified nothing goes out, where the policy asks for it.
pub fn unverified(workbench: &WorkbenchView) -> bool {
    workbench.verification_required && workbench.verification != Verification::Verified
}

/// Whether whoever reads the page may submit the unit's case again as things stand.
pub fn resubmits(workbench: &WorkbenchView) -> bool {
    let returned = workbench.case.as_ref().is_some_and(|case| {
        case.state == ApplicationState::Returned && case.resubmissions_left != Some(0)
    });
    returned && workbench.may_apply && !unverified(workbench)
}

/// What the reason of a case is called: of a binding, why there is one at all.
pub fn reason_label(kind: ApplicationKind) -> &'static str {
    match kind {
        ApplicationKind::Bind => texts::SPECIAL_REASON,
        _ => texts::field_label(Field::MoveReason),
    }
}
