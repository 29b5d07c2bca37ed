//! `/admin/units/{id}`: all that the platform knows of a unit, and what is done to it.

use super::super::case_facts::Fact;
use super::super::load::load;
use super::super::refused::{split, told};
use super::super::reveal::Masked;
use super::frame::AdminFrame;
use super::parts::{Outcome, Standing};
use super::unit_lists::{History, Operators, Versions};
use crate::api;
use crate::domain::admin::{UnitActDraft, UnitFile, UnitPress, UnitState};
use crate::domain::views::Retained;
use crate::domain::{Field, FieldProblem, PersonalData};
use crate::texts::{self, Saying, Tone};
use crate::ui::{Notice, TextArea, TextField};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

#[component]
pub fn AdminUnitPage() -> impl IntoView {
    let id = use_params_map().get_untracked().get("id");
    let id = id.and_then(|id| id.parse().ok()).unwrap_or(0);
    let query = use_query_map().get_untracked();
    let number = |name: &str| query.get(name).and_then(|text| text.parse().ok());
    let (operators, versions) = (number("operators"), number("versions"));
    let history = query.get("history");
    let done = query.get("done").and_then(|word| UnitPress::parse(&word));
    let older = operators.is_some() || versions.is_some() || history.is_some();
    let retained = use_context::<Retained<UnitActDraft>>();
    let work = api::admin_unit(id, operators, versions, history);
    load(work, move |file: UnitFile| {
        let (draft, fault) = retained.map_or((None, None), |r| (Some(r.draft), r.fault));
        let (problems, refused) = split(fault);
        let done = done.filter(|_| draft.is_none()).map(texts::admin::pressed);
        view! {
            <AdminFrame
                title=file.unit.name.clone()
                who=file.who.clone()
                current=texts::admin::UNITS
            >
                <div class="content-head">
                    <nav class="breadcrumb" aria-label=texts::HERE>
                        {texts::HERE}
                        ": "
                        <a href="/admin/units">{texts::admin::UNITS}</a>
                        " / "
                        <span aria-current="page">{file.unit.name.clone()}</span>
                    </nav>
                    <h1>{file.unit.name.clone()}</h1>
                </div>
                <Outcome done fault=refused />
                <Facts file=file.clone() />
                <Handle file=file.clone() draft=draft.unwrap_or_default() problems />
                <Operators file=file.clone() />
                <Versions file=file.clone() />
                <History file older />
            </AdminFrame>
        }
    })
}

#[component]
fn Facts(file: UnitFile) -> impl IntoView {
    let unit = file.unit;
    let warning = Saying::new(
        Tone::Warning,
        texts::admin::WRONG_CHECK,
        texts::admin::WRONG_CHECK_NOTE,
        "",
    );
    let entered = file
        .entered
        .map_or_else(String::new, |at| at.minute_shanghai());
    let superiors = match file.superiors.is_empty() {
        true => texts::NOT_BOUND_YET.to_owned(),
        false => file.superiors.join(" › "),
    };
    view! {
        {(!file.right_code).then(|| view! { <Notice saying=warning /> })}
        <section class="card" aria-labelledby="unit-title">
            <div class="card-head">
                <h2 class="card-title" id="unit-title">
                    {texts::BASIC_INFORMATION}
                    " "
                    <Standing
                        tone=texts::admin::state_tone(file.state)
                        text=texts::admin::state(file.state)
                    />
                </h2>
            </div>
            <dl class="facts">
                <Fact name=texts::admin::CODE value=unit.code code=true />
                <Fact name=texts::UNIT_TYPE value=unit.unit_type />
                <Fact name=texts::INDUSTRY value=unit.industry />
                <Fact name=texts::REGION value=unit.region />
                <Fact name=texts::ADDRESS value=unit.address />
                <Fact name=texts::EMAIL value=unit.email />
                <Fact name=texts::admin::CONTACT value=file.contact />
                <div class="facts-item">
                    <dt>{texts::field_label(Field::ContactPhone)}</dt>
                    <dd>
                        <Masked
                            unit=file.id
                            what=PersonalData::ContactPhone
                            masked=file.contact_phone
                            action="/admin/reveal"
                        />
                    </dd>
                </div>
                <Fact name=texts::admin::ENTERED value=entered />
                <Fact name=texts::admin::SUPERIORS value=superiors />
                {file
                    .barred
                    .map(|bar| {
                        let value = texts::rounds::barred(&bar.round, bar.until);
                        view! { <Fact name=texts::rounds::BARRED value /> }
                    })}
                {(file.state == UnitState::Returned)
                    .then(|| {
                        view! { <Fact name=texts::admin::RETURNED_WHY value=file.returned_why /> }
                    })}
            </dl>
        </section>
    }
    .into_any()
}

/// One reason, and what can be done for it.
#[component]
fn Handle(file: UnitFile, draft: UnitActDraft, problems: Vec<FieldProblem>) -> impl IntoView {
    let mut presses = match file.state {
        UnitState::Waiting => vec![UnitPress::Verify, UnitPress::Return, UnitPress::Disable],
        UnitState::Returned => vec![UnitPress::Verify, UnitPress::Disable],
        UnitState::Verified => vec![UnitPress::Disable],
        UnitState::Disabled => vec![UnitPress::Enable],
    };
    if file.barred.is_some() {
        presses.push(UnitPress::Lift);
    }
    let asks = presses.contains(&UnitPress::Disable) && !file.hangs.nothing();
    let button = |press: UnitPress| {
        let class = match press {
            UnitPress::Verify => "button button-primary",
            UnitPress::Disable => "button button-danger",
            UnitPress::Return | UnitPress::Enable | UnitPress::Lift => "button",
        };
        view! {
            <button class=class type="submit" name="go" value=press.as_str()>
                {texts::admin::press(press)}
            </button>
        }
    };
    view! {
        <form
            class="card form"
            method="post"
            action=format!("/admin/units/{}", file.id)
            aria-labelledby="handle-title"
            novalidate=true
        >
            <h2 id="handle-title">{texts::admin::HANDLE}</h2>
            <input type="hidden" name="version" value=file.version />
            <TextArea
                name="why"
                label=texts::admin::BECAUSE
                value=draft.why
                rows=2
                hint=texts::admin::BECAUSE_HINT
                problem=told(&problems, Field::Because)
            />
            {asks.then(|| {
                view! {
                    <Notice saying=texts::admin::hangs(file.hangs) />
                    <TextField
                        name="confirm"
                        label=texts::case::CONFIRM_NAME
                        value=draft.confirm
                        hint=texts::admin::CONFIRM_HINT
                        problem=told(&problems, Field::Confirm)
                    />
                }
            })}
            {file.abolished.map(|at| view! { <p>{texts::admin::abolished(at)}</p> })}
            <div class="button-row">{presses.into_iter().map(button).collect_view()}</div>
        </form>
    }
    .into_any()
}
