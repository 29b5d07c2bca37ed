//! `/admin/units`: 单位管理

use super::super::load::load;
use super::super::refused::told;
use super::frame::AdminFrame;
use super::parts::{Cell, Pages, Standing, Table};
use crate::api;
use crate::domain::admin::{UnitLine, UnitSearchDraft, UnitState, UnitsView};
use crate::domain::{Field, FieldProblem};
use crate::texts;
use crate::ui::TextField;
use leptos::prelude::*;
use leptos_router::hooks::use_url;

#[component]
pub fn AdminUnitsPage() -> impl IntoView {
    let draft = UnitSearchDraft::from_query(use_url().get_untracked().search());
    load(api::admin_units(draft.clone()), move |found: UnitsView| {
        let first = (!draft.after.is_empty()).then(|| draft.page(""));
        let next = found.after.as_deref().map(|after| draft.page(after));
        let waiting = draft.state == UnitState::Waiting.as_str();
        view! {
            <AdminFrame title=texts::admin::UNITS who=found.who current=texts::admin::UNITS>
                <div class="content-head">
                    <h1>{texts::admin::UNITS}</h1>
                </div>
                <States draft=draft.clone() />
                <Search draft problems=found.problems />
                <Units units=found.units waiting />
                <Pages first next />
            </AdminFrame>
        }
    })
}

/// 全部, and each way for a unit to stand.
#[component]
fn States(draft: UnitSearchDraft) -> impl IntoView {
    let tab = |state: &str, text: &'static str| {
        let to = UnitSearchDraft {
            state: state.to_owned(),
            ..draft.clone()
        };
        let here = (draft.state == state).then_some("page");
        view! {
            <a class="tab" href=to.page("") data-visit="" aria-current=here>
                {text}
            </a>
        }
    };
    view! {
        <nav class="tabs" aria-label=texts::admin::STANDING>
            {tab("", texts::ALL)}
            {UnitState::ALL
                .into_iter()
                .map(|state| tab(state.as_str(), texts::admin::state(state)))
                .collect_view()}
        </nav>
    }
    .into_any()
}

#[component]
fn Search(draft: UnitSearchDraft, problems: Vec<FieldProblem>) -> impl IntoView {
    view! {
        <form class="card form" method="get" action="/admin/units" novalidate=true>
            <input type="hidden" name="state" value=draft.state />
            <div class="field-grid">
                <TextField
                    name="name"
                    label=texts::UNIT_NAME
                    value=draft.name
                    longest=100
                    hint=texts::admin::NAME_HINT
                    problem=told(&problems, Field::Name)
                />
                <TextField
                    name="code"
                    label=texts::admin::CODE
                    value=draft.code
                    code=true
                    longest=64
                    autocomplete="off"
                    hint=texts::admin::CODE_HINT
                    problem=told(&problems, Field::UnitCode)
                />
            </div>
            <div class="button-row">
                <button class="button button-primary" type="submit">
                    {texts::admin::FIND}
                </button>
                <a class="button" href="/admin/units" data-visit="">
                    {texts::admin::CLEAR}
                </a>
            </div>
        </form>
    }
    .into_any()
}

#[component]
fn Units(units: Vec<UnitLine>, waiting: bool) -> impl IntoView {
    let note = match waiting {
        true => texts::admin::NO_WAITING_NOTE,
        false => texts::admin::NO_UNITS_NOTE,
    };
    let empty = units.is_empty().then_some((texts::admin::NO_UNITS, note));
    let heads = vec![
        texts::UNIT_NAME,
        texts::admin::CODE,
        texts::admin::STANDING,
        texts::admin::SINCE,
        texts::ACTION,
    ];
    let line = |unit: UnitLine| {
        let named = format!("unit-{}", unit.id);
        view! {
            <tr role="row">
                <td role="cell" class="table-name" id=named.clone() data-label=texts::UNIT_NAME>
                    {unit.name}
                </td>
                <Cell head=texts::admin::CODE>
                    <span class="code">{unit.code}</span>
                </Cell>
                <Cell head=texts::admin::STANDING>
                    <Standing
                        tone=texts::admin::state_tone(unit.state)
                        text=texts::admin::state(unit.state)
                    />
                </Cell>
                <Cell head=texts::admin::SINCE>{texts::admin::since(unit.state, unit.since)}</Cell>
                <Cell head=texts::ACTION>
                    <a
                        class="button button-small"
                        href=format!("/admin/units/{}", unit.id)
                        aria-describedby=named
                        data-visit=""
                    >
                        {texts::admin::OPEN}
                    </a>
                </Cell>
            </tr>
        }
    };
    view! {
        <Table name=texts::admin::UNITS heads empty>
            {units.into_iter().map(line).collect_view()}
        </Table>
    }
    .into_any()
}
