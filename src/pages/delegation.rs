//! `/delegation`: 代审.

use super::frame::WorkbenchFrame;
use super::load::load;
use super::refused::{WhyNot, split, told};
use crate::api;
use crate::domain::delegation::{DelegationLine, DelegationsView};
use crate::domain::views::Retained;
use crate::domain::{DelegationDraft, Field, FieldProblem};
use crate::texts::{self, superior as words};
use crate::ui::{Badge, Choice, Notice, TextField};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

#[component]
pub fn DelegationPage() -> impl IntoView {
    let retained = use_context::<Retained<DelegationDraft>>();
    let (draft, fault) = retained.map_or_else(Default::default, |r| (r.draft, r.fault));
    let done = use_query_map().get_untracked().get("done");
    load(api::delegations(), move |found: DelegationsView| {
        let done = done.filter(|_| fault.is_none());
        let done = done.and_then(|word| words::done(&word));
        let (problems, refused) = split(fault);
        let lines = found.lines.clone();
        view! {
            <WorkbenchFrame title=words::DELEGATION who=found.who.clone() current=texts::REVIEWS>
                <div class="content-head">
                    <nav class="breadcrumb" aria-label=texts::HERE>
                        {texts::HERE}
                        ": "
                        <a href="/review">{texts::UNIFIED_REVIEW}</a>
                        " > "
                        <span aria-current="page">{words::DELEGATION}</span>
                    </nav>
                    <h1>{words::DELEGATION}</h1>
                </div>
                <p>{words::DELEGATION_NOTE}</p>
                {done.map(|saying| view! { <Notice saying announced=true /> })}
                <WhyNot fault=refused />
                <HandOver found draft problems />
                <Lines lines />
            </WorkbenchFrame>
        }
    })
}

#[component]
fn HandOver(
    found: DelegationsView,
    draft: DelegationDraft,
    problems: Vec<FieldProblem>,
) -> impl IntoView {
    if !found.may_hand_over {
        return view! { <p class="card card-part">{words::ONLY_OWN}</p> }.into_any();
    }
    if found.others.is_empty() {
        return view! { <p class="card card-part">{words::NO_OTHERS}</p> }.into_any();
    }
    let chosen = draft.to.clone();
    let option = move |(id, name): (i64, String)| {
        let selected = id.to_string() == chosen;
        view! {
            <option value=id selected=selected>
                {name}
            </option>
        }
    };
    let from = match draft.from.is_empty() {
        true => found.today,
        false => draft.from,
    };
    view! {
        <section class="card" aria-label=words::HAND_OVER>
            <form class="card-part form" method="post" action="/delegation" novalidate=true>
                <Choice
                    name="to"
                    label=texts::field_label(Field::StandsIn)
                    required=true
                    problem=told(&problems, Field::StandsIn)
                >
                    <option value="">{words::CHOOSE}</option>
                    {found.others.into_iter().map(option).collect_view()}
                </Choice>
                <div class="field-grid">
                    <TextField
                        name="from"
                        label=texts::field_label(Field::StandsFrom)
                        kind="date"
                        value=from
                        required=true
                        problem=told(&problems, Field::StandsFrom)
                    />
                    <TextField
                        name="until"
                        label=texts::field_label(Field::StandsUntil)
                        kind="date"
                        value=draft.until
                        required=true
                        problem=told(&problems, Field::StandsUntil)
                    />
                </div>
                <TextField
                    name="why"
                    label=texts::field_label(Field::StandsWhy)
                    value=draft.why
                    required=true
                    longest=200
                    problem=told(&problems, Field::StandsWhy)
                />
                <div class="button-row">
                    <button class="button button-primary" type="submit">
                        {words::HAND_OVER}
                    </button>
                </div>
            </form>
        </section>
    }
    .into_any()
}

#[component]
fn Lines(lines: Vec<DelegationLine>) -> impl IntoView {
    if lines.is_empty() {
        return view! { <p class="card card-part">{words::NONE}</p> }.into_any();
    }
    let head = [
        words::FROM_WHOM,
        words::TO,
        words::FROM,
        words::UNTIL,
        words::WHY,
        words::STANDING,
        texts::ACTION,
    ];
    let head = head.map(|name| view! { <th role="columnheader" scope="col">{name}</th> });
    view! {
        <div class="table-frame">
            <table class="table" role="table" aria-label=words::DELEGATION>
                <thead role="rowgroup">
                    <tr role="row">{head.into_iter().collect_view()}</tr>
                </thead>
                <tbody role="rowgroup">
                    {lines.into_iter().map(|line| view! { <Line line /> }).collect_view()}
                </tbody>
            </table>
        </div>
    }
    .into_any()
}

#[component]
fn Line(line: DelegationLine) -> impl IntoView {
    let (tone, word) = words::standing(line.standing);
    let last = line.until_at.plus_seconds(-1).date_shanghai();
    view! {
        <tr role="row">
            <td role="cell" data-label=words::FROM_WHOM>{line.from}</td>
            <td role="cell" data-label=words::TO>{line.to}</td>
            <td role="cell" class="table-date" data-label=words::FROM>
                {line.from_at.date_shanghai()}
            </td>
            <td role="cell" class="table-date" data-label=words::UNTIL>{last}</td>
            <td role="cell" data-label=words::WHY>{line.why}</td>
            <td role="cell" data-label=words::STANDING>
                <Badge tone=Some(tone) text=word />
            </td>
            <td role="cell" class="table-action" data-label=texts::ACTION>
                {line
                    .mine
                    .then(|| {
                        view! {
                            <form method="post" action="/delegation">
                                <input type="hidden" name="ended" value=line.id />
                                <button class="button button-small" type="submit">
                                    {words::END}
                                </button>
                            </form>
                        }
                    })}
            </td>
        </tr>
    }
    .into_any()
}
