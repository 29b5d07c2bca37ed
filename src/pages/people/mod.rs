//! `/people`: 经办人管理, of the own unit and at `/people/unit/{id}` of one that is bound to it.

mod operator;
mod parts;

pub use operator::{OperatorCards, OperatorPage};

use super::frame::WorkbenchFrame;
use super::load::load;
use super::refused::{WhyNot, told_all};
use super::register::PersonFields;
use crate::api;
use crate::domain::people::{AddedView, Below, LinkView, PeopleView, PersonLine};
use crate::domain::views::Retained;
use crate::domain::{AddDraft, Field};
use crate::texts::{self, people as words};
use crate::ui::{Badge, Notice, TextField};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};
use parts::{LinkNotice, RoleBoxes};

/// What the answer to the form adds: who was added, with the link that is shown once.
#[derive(Clone, Debug)]
pub struct JustAdded(pub AddedView);

/// A link that has just been made.
#[derive(Clone, Debug)]
pub struct NewLink(pub LinkView);

#[component]
pub fn PeoplePage() -> impl IntoView {
    let query = use_query_map().get_untracked();
    let unit = use_params_map().get_untracked().get("id");
    let unit = unit.map(|id| id.parse().unwrap_or(0));
    let below = query.get("below").unwrap_or_default();
    let done = query.get("done").and_then(|word| words::done(&word));
    let added = use_context::<JustAdded>();
    let retained = use_context::<Retained<AddDraft>>();
    let asked = below.clone();
    load(api::people(unit, below), move |view: PeopleView| {
        let done = done.filter(|_| added.is_none() && retained.is_none());
        let title = match view.own {
            true => words::PEOPLE.to_owned(),
            false => words::people_of(&view.name),
        };
        let action = match view.own {
            true => "/people".to_owned(),
            false => format!("/people/unit/{}", view.unit),
        };
        let own = view.own;
        view! {
            <WorkbenchFrame title=words::PEOPLE who=view.who current=words::PEOPLE>
                <div class="content-head">
                    <h1>{title}</h1>
                </div>
                <p>{words::PEOPLE_NOTE}</p>
                {(!own).then(|| view! { <BackToOwn /> })}
                {done.map(|saying| view! { <Notice saying announced=true /> })}
                {added.map(|added| view! { <Added added=added.0 /> })}
                <People people=view.people />
                <AddForm action retained />
                {own.then(|| view! { <SearchBelow asked below=view.below /> })}
            </WorkbenchFrame>
        }
    })
}

#[component]
fn BackToOwn() -> impl IntoView {
    view! {
        <p>
            <a class="text-link" href="/people">
                {words::BACK_TO_OWN}
            </a>
        </p>
    }
}

#[component]
fn Added(added: AddedView) -> impl IntoView {
    view! {
        <Notice saying=words::added(&added.name, added.link.opens) announced=true />
        <LinkNotice link=added.link />
    }
    .into_any()
}

#[component]
fn People(people: Vec<PersonLine>) -> impl IntoView {
    let none = people.is_empty();
    view! {
        <section class="card" aria-labelledby="operators">
            <div class="card-head">
                <h2 class="card-title" id="operators">
                    {words::OPERATORS}
                </h2>
            </div>
            <div class="table-frame" role="region" aria-labelledby="operators" tabindex="0">
                <table class="table" role="table" aria-labelledby="operators">
                    <thead role="rowgroup">
                        <tr role="row">
                            <th role="columnheader" scope="col">{words::NAME}</th>
                            <th role="columnheader" scope="col">{words::MOBILE}</th>
                            <th role="columnheader" scope="col">{words::CARD}</th>
                            <th role="columnheader" scope="col">{words::ROLES}</th>
                            <th role="columnheader" scope="col">{words::STANDING}</th>
                            <th role="columnheader" scope="col">{texts::ACTION}</th>
                        </tr>
                    </thead>
                    <tbody role="rowgroup">{people.into_iter().map(row).collect_view()}</tbody>
                </table>
            </div>
            {none.then(|| view! { <p class="quiet">{words::NOBODY}</p> })}
        </section>
    }
    .into_any()
}

fn row(line: PersonLine) -> impl IntoView {
    let (tone, standing) = words::standing(line.standing);
    let marks = [(line.legal, words::LEGAL), (line.me, words::ME)];
    let marks = marks.into_iter().filter(|(is, _)| *is);
    let marks = marks.map(|(_, mark)| view! { " " <Badge tone=None text=mark /> });
    view! {
        <tr role="row">
            <td role="cell" class="table-name" data-label=words::NAME>{line.name.clone()} {marks.collect_view()}</td>
            <td role="cell" data-label=words::MOBILE>{line.mobile}</td>
            <td role="cell" data-label=words::CARD>{line.card}</td>
            <td role="cell" data-label=words::ROLES>{words::roles(line.roles)}</td>
            <td role="cell" data-label=words::STANDING>
                <Badge tone=Some(tone) text=standing />
            </td>
            <td role="cell" class="table-action" data-label=texts::ACTION>
                <a
                    class="button button-small"
                    href=format!("/people/{}", line.operator)
                    aria-label=words::manage(&line.name)
                >
                    {words::MANAGE}
                </a>
            </td>
        </tr>
    }
}

#[component]
fn AddForm(action: String, retained: Option<Retained<AddDraft>>) -> impl IntoView {
    let Retained { draft, fault } = retained.unwrap_or(Retained {
        draft: AddDraft {
            roles: vec!["applies".to_owned()],
            ..AddDraft::default()
        },
        fault: None,
    });
    let problems = told_all(fault.as_ref());
    view! {
        <section class="card" aria-labelledby="add">
            <h2 id="add">{words::ADD}</h2>
            <p>{words::ADD_NOTE}</p>
            <WhyNot fault />
            <form class="form" method="post" action=action novalidate=true>
                <PersonFields draft=draft.person problems=problems.clone() />
                <RoleBoxes ticked=draft.roles problems />
                <div class="button-row">
                    <button class="button button-primary" type="submit">
                        {words::ADD_BUTTON}
                    </button>
                </div>
            </form>
        </section>
    }
    .into_any()
}

#[component]
fn SearchBelow(asked: String, below: Option<Below>) -> impl IntoView {
    let problem = match &below {
        Some(Below::Wrong(problem)) => Some(texts::problem(Field::OwnCode, problem)),
        Some(Below::NotBelow) => Some(words::NOT_BELOW.to_owned()),
        _ => None,
    };
    let found = match below {
        Some(Below::Found { unit, name }) => Some(view! {
            <p>
                <a class="button" href=format!("/people/unit/{unit}")>
                    {words::open_below(&name)}
                </a>
            </p>
        }),
        _ => None,
    };
    view! {
        <section class="card" aria-labelledby="below-title">
            <h2 id="below-title">{words::BELOW}</h2>
            <p>{words::BELOW_NOTE}</p>
            <form class="form" method="get" action="/people">
                <TextField
                    name="below"
                    label=words::BELOW_CODE
                    value=asked
                    required=true
                    code=true
                    problem=problem
                />
                <div class="button-row">
                    <button class="button" type="submit">
                        {words::FIND}
                    </button>
                </div>
            </form>
            {found}
        </section>
    }
    .into_any()
}
