//! `/units`: 下级单位, the tree under the own unit, and what is done to it.

mod node;
mod proposal;
mod proposals;
mod release;

pub use proposal::ProposalPage;
pub use proposals::{Previewed, ProposalsPage};
pub use release::ReleasePage;

use super::frame::WorkbenchFrame;
use super::load::load;
use super::refused::told;
use crate::api;
use crate::domain::branch::{BranchSearch, FoundNode, TreeAddress, TreeView};
use crate::domain::{Field, FieldProblem, under};
use crate::texts::branch as words;
use crate::ui::{Notice, TextField};
use leptos::prelude::*;
use leptos_router::hooks::{use_query_map, use_url};
use node::Nodes;

/// Why a workbook was not made.
#[derive(Clone, Copy, Debug)]
pub struct TooManyUnits(pub usize);

#[component]
pub fn UnitsPage() -> impl IntoView {
    let url = use_url().get_untracked();
    let query = url.search().to_owned();
    let released = use_query_map().get_untracked().get("released").is_some();
    let too_many = use_context::<TooManyUnits>();
    load(api::tree(query), move |view: TreeView| {
        let address = view.address.clone();
        let day = view.past.then(|| address.on.trim().to_owned());
        view! {
            <WorkbenchFrame title=words::TITLE who=view.who current=words::TITLE>
                <div class="content-head">
                    <h1>{words::TITLE}</h1>
                    <p>{words::NOTE}</p>
                </div>
                {released.then(|| view! { <Notice saying=words::released() announced=true /> })}
                {too_many
                    .map(|TooManyUnits(max)| {
                        view! { <Notice saying=words::too_many(max) announced=true /> }
                    })}
                <Ask address=address.clone() past=view.past problems=view.problems />
                {view.search.map(|search| view! { <Found search /> })}
                {view
                    .root
                    .map(|root| {
                        view! {
                            <section class="card" aria-labelledby="tree-title">
                                <div class="card-head">
                                    <h2 class="card-title" id="tree-title">
                                        {match &day {
                                            Some(day) => words::as_of(day),
                                            None => words::below(&root.name),
                                        }}
                                    </h2>
                                    {(!view.past)
                                        .then(|| {
                                            view! { <p>{words::counts(root.children, root.descendants)}</p> }
                                        })}
                                </div>
                                {day.is_some().then(|| view! { <p>{words::PAST_NOTE}</p> })}
                                <Nodes of=root address past=view.past releasing=view.may_release />
                            </section>
                        }
                    })}
            </WorkbenchFrame>
        }
    })
}

/// Of which day, and what is looked for.
#[component]
fn Ask(address: TreeAddress, past: bool, problems: Vec<FieldProblem>) -> impl IntoView {
    let on = address.on.trim().to_owned();
    let day = match on.as_str() {
        "" => String::new(),
        day => format!("on={}", super::escape(day)),
    };
    view! {
        <form class="card form" method="get" action="/units" novalidate=true>
            <div class="field-grid">
                <TextField
                    name="find"
                    label=words::FIND_WHAT
                    value=address.find
                    longest=100
                    autocomplete="off"
                    hint=words::FIND_HINT
                    problem=told(&problems, Field::BranchFind)
                />
                <TextField
                    name="on"
                    kind="date"
                    label=words::ON
                    value=on
                    hint=words::ON_HINT
                    problem=told(&problems, Field::BranchOn)
                />
            </div>
            <div class="button-row">
                <button class="button button-primary" type="submit">
                    {words::SHOW}
                </button>
                {past
                    .then(|| {
                        view! {
                            <a class="button" href="/units" data-visit="">
                                {words::CLEAR}
                            </a>
                        }
                    })}
                <a class="button" href=under("/units.xlsx", &day)>
                    {words::EXPORT}
                </a>
                <a class="button" href="/units/reorganize">
                    {words::REORGANIZE}
                </a>
            </div>
        </form>
    }
    .into_any()
}

#[component]
fn Found(search: BranchSearch) -> impl IntoView {
    if search.found.is_empty() {
        let saying = words::nothing_found(search.looked_at);
        return view! { <Notice saying announced=true /> }.into_any();
    }
    let line = |found: FoundNode| {
        view! {
            <li>
                <a href=found.path data-visit="">
                    {found.name}
                </a>
                <span class="code">{found.code}</span>
            </li>
        }
    };
    let said = words::found(search.found.len(), search.more);
    let looked = words::looked(search.looked_at);
    view! {
        <section class="card" aria-labelledby="found-title">
            <h2 id="found-title">{words::FOUND}</h2>
            <p role="status">{said} {looked}</p>
            <ul class="link-list" role="list">
                {search.found.into_iter().map(line).collect_view()}
            </ul>
        </section>
    }
    .into_any()
}
