//! `/move`: 变更上级.

use super::super::bind_dialog::Suggestion;
use super::super::frame::WorkbenchFrame;
use super::super::load::load;
use super::super::refused::{WhyNot, split, told};
use super::{Crumbs, Lines, RouteLine, Unbound};
use crate::api;
use crate::domain::tie::MoveView;
use crate::domain::views::Retained;
use crate::domain::{Fault, Field, FieldProblem, MoveDraft, Obstacle, Problem, Uscc, problem_at};
use crate::texts::{self, tie as words};
use crate::ui::{Notice, TextArea, TextField};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

#[component]
pub fn MovePage() -> impl IntoView {
    let asked = use_query_map().get_untracked().get("code");
    let retained = use_context::<Retained<MoveDraft>>();
    let (draft, fault) = retained.map_or_else(Default::default, |r| (r.draft, r.fault));
    let searched = asked.is_some() || !draft.code.is_empty();
    let code = asked.unwrap_or_else(|| draft.code.clone());
    let (work, typed) = (code.clone(), code);
    let found = async move {
        // A slip in the code is told at its field; the rest of the page stands all the same.
        match Uscc::parse(work.trim()) {
            Ok(_) => Ok((api::preview_move(work).await?, None)),
            // Nobody has pressed 查询 yet.
            Err(_) if !searched => Ok((api::preview_move(String::new()).await?, None)),
            Err(error) => {
                let (field, problem) = (Field::Code, Problem::from(error));
                let problem = FieldProblem { field, problem };
                Ok((api::preview_move(String::new()).await?, Some(problem)))
            }
        }
    };
    load(
        found,
        move |(found, slip): (MoveView, Option<FieldProblem>)| {
            let draft = MoveDraft {
                code: typed,
                ..draft
            };
            view! { <Moving found draft fault slip /> }
        },
    )
}

#[component]
fn Moving(
    found: MoveView,
    draft: MoveDraft,
    fault: Option<Fault>,
    slip: Option<FieldProblem>,
) -> impl IntoView {
    let (mut problems, refused) = split(fault);
    problems.extend(slip);
    if found.from.is_none() {
        return view! { <Unbound who=found.who here=words::MOVE /> }.into_any();
    }
    let meant = meant(&problems, found.obstacle.as_ref());
    let ready = found.to.is_some() && found.obstacle.is_none();
    let to = found.to.clone();
    view! {
        <WorkbenchFrame title=words::MOVE who=found.who current=texts::WORKBENCH>
            <Crumbs here=words::MOVE />
            <p>{words::MOVE_NOTE}</p>
            <WhyNot fault=refused />
            {found.obstacle.map(|o| view! { <Notice saying=texts::obstacle(&o) announced=true /> })}
            <section class="card" aria-label=words::MOVE>
                <dl class="facts card-part">
                    <div class="facts-item">
                        <dt>{words::FROM}</dt>
                        <dd>{found.from.unwrap_or_else(|| texts::NOT_BOUND_YET.to_owned())}</dd>
                    </div>
                    {to
                        .map(|to| {
                            view! {
                                <div class="facts-item">
                                    <dt>{words::TO}</dt>
                                    <dd>{to}</dd>
                                </div>
                            }
                        })}
                </dl>
                <form class="card-part code-search" method="get" action="/move" novalidate=true>
                    <TextField
                        name="code"
                        label=words::NEW_CODE
                        value=draft.code.clone()
                        required=true
                        code=true
                        longest=64
                        autocomplete="off"
                        problem=told(&problems, Field::Code)
                    >
                        {meant.map(|code| view! { <Suggestion code here="/move" /> })}
                    </TextField>
                    <button class="button" class:button-primary=!ready type="submit">
                        {words::LOOK_UP}
                    </button>
                </form>
                {ready
                    .then(|| {
                        view! {
                            <div class="card-part">
                                <h2>{words::ROUTE_IF}</h2>
                                <RouteLine route=found.route />
                            </div>
                            <Lines lines=words::consequences_of_move(&found.consequences) />
                            <AskForm draft problems />
                        }
                    })}
            </section>
        </WorkbenchFrame>
    }
    .into_any()
}

/// The code that was probably meant.
fn meant(problems: &[FieldProblem], obstacle: Option<&Obstacle>) -> Option<String> {
    let slip = problem_at(problems, Field::Code).and_then(texts::suggestion);
    let swapped = match obstacle {
        Some(Obstacle::NotRegistered { likely, .. }) => likely.clone(),
        _ => None,
    };
    slip.or(swapped).map(Into::into)
}

#[component]
fn AskForm(draft: MoveDraft, problems: Vec<FieldProblem>) -> impl IntoView {
    view! {
        <form class="card-part form" method="post" action="/move" novalidate=true data-whole="">
            <input type="hidden" name="code" value=draft.code />
            <TextArea
                name="reason"
                label=texts::field_label(Field::MoveReason)
                value=draft.reason
                required=true
                rows=3
                hint=words::MOVE_REASON_HINT
                problem=told(&problems, Field::MoveReason)
            />
            <div class="button-row">
                <button class="button button-primary" type="submit">
                    {words::ASK_MOVE}
                </button>
                <a class="button" href="/workbench">
                    {words::BACK}
                </a>
            </div>
        </form>
    }
    .into_any()
}
