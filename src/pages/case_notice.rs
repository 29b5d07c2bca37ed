//! The workbench's notice of where the unit's case stands, with what to do about it.

use crate::domain::views::{BarredView, CaseStanding, WorkbenchView};
use crate::domain::{ApplicationState, DataField, WrongField};
use crate::texts;
use crate::ui::{Notice, TextArea};
use leptos::prelude::*;

/// Where things stand, in one sentence and one next step.
#[component]
pub fn CaseNotice(workbench: WorkbenchView) -> impl IntoView {
    let enterprise = workbench.unit.enterprise;
    let exempt = workbench.exempt;
    let may_apply = workbench.may_apply;
    let until = workbench.case.as_ref().and_then(|case| case.undoable_until);
    let undoable = until.map(|until| view! { <p>{texts::undoable(until)}</p> });
    if let Some(superior) = workbench.superior {
        let saying = texts::bound(&superior.name, superior.since, enterprise);
        return view! {
            <Notice saying>
                {undoable} {(enterprise && may_apply).then(|| view! { <UnbindForm /> })}
            </Notice>
        }
        .into_any();
    }
    let Some(case) = workbench.case else {
        return ().into_any();
    };
    let saying = match (&case.state, workbench.barred) {
        (_, Some(BarredView { round, until })) => texts::barred(&case, &round, until),
        (ApplicationState::Approved | ApplicationState::Withdrawn, None) => {
            return ().into_any();
        }
        _ => texts::standing(&case),
    };
    let quoted = matches!(
        case.state,
        ApplicationState::Returned
            | ApplicationState::Rejected
            | ApplicationState::Terminated
            | ApplicationState::Closed
    );
    let quote = match quoted {
        true => case.last.why.clone(),
        false => String::new(),
    };
    view! {
        <Notice saying quote>
            <WrongFields wrong=case.wrong.clone() />
            {undoable}
            <Limits case=case.clone() />
            {may_apply.then(|| view! { <CaseButtons case exempt /> })}
        </Notice>
    }
    .into_any()
}

/// What was found wrong, and why; what can be corrected here is a link to its field.
#[component]
fn WrongFields(wrong: Vec<WrongField>) -> impl IntoView {
    let item = |WrongField { field, why }: WrongField| {
        let label = texts::data_label(field);
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

/// 撤回 while the case is open, 重新提交 when it was returned.
#[component]
fn CaseButtons(
    case: CaseStanding,
    /// It says why it binds.
    exempt: bool,
) -> impl IntoView {
    let id = case.id;
    let version = case.version;
    let carried = move || {
        view! {
            <input type="hidden" name="application" value=id />
            <input type="hidden" name="version" value=version />
        }
    };
    let spent = case.resubmissions_left == Some(0);
    let returned = case.state == ApplicationState::Returned && !spent;
    let why = why_wrong(&case.wrong, DataField::SpecialReason);
    let resubmit = returned.then(|| {
        view! {
            <form class="form" id="resubmit" method="post" action="/resubmit">
                {carried()}
                {exempt
                    .then(|| {
                        view! {
                            <TextArea
                                name="special_reason"
                                label=texts::SPECIAL_REASON
                                value=case.special_reason
                                required=true
                                rows=3
                                hint=why
                            />
                        }
                    })}
                <div class="button-row">
                    <button class="button button-primary" type="submit">
                        {texts::RESUBMIT}
                    </button>
                    <a class="button" href="#basic">
                        {texts::TO_CORRECT}
                    </a>
                </div>
            </form>
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
        {withdraw}
    }
    .into_any()
}

/// 自行解除, asked twice: it holds at once.
#[component]
fn UnbindForm() -> impl IntoView {
    view! {
        <details class="confirm">
            <summary class="button">{texts::UNBIND}</summary>
            <form class="button-row" method="post" action="/unbind">
                <p>{texts::UNBIND_NOTE}</p>
                <button class="button button-danger" type="submit">
                    {texts::UNBIND_SURELY}
                </button>
            </form>
        </details>
    }
    .into_any()
}

/// What the superior said of a field, for the hint beside it; empty where it said nothing.
pub fn why_wrong(wrong: &[WrongField], field: DataField) -> String {
    let found = wrong.iter().find(|found| found.field == field);
    found.map_or_else(String::new, |found| texts::found_wrong(found.why.as_str()))
}
