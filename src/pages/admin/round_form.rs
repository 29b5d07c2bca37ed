//! `/admin/rounds/{id}`: a round, or a new one.

use super::super::load::load;
use super::super::refused::{split, told};
use super::frame::AdminFrame;
use super::parts::Outcome;
use crate::api;
use crate::domain::admin::{RoundDraft, RoundForm};
use crate::domain::views::Retained;
use crate::domain::{Field, FieldProblem};
use crate::texts::{self, rounds as words};
use crate::ui::TextField;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

#[component]
pub fn RoundFormPage() -> impl IntoView {
    let word = use_params_map().get_untracked().get("id");
    let word = word.unwrap_or_default();
    let id = match word.as_str() {
        "new" => None,
        word => Some(word.parse().unwrap_or(0)),
    };
    let retained = use_context::<Retained<RoundDraft>>();
    load(api::admin_round(id), move |found: RoundForm| {
        let (typed, fault) = retained.map_or((None, None), |r| (Some(r.draft), r.fault));
        let (problems, refused) = split(fault);
        let title = match id {
            None => words::NEW_ROUND,
            Some(_) => words::EDIT_ROUND,
        };
        let draft = RoundDraft {
            version: found.draft.version,
            ..typed.unwrap_or_else(|| found.draft.clone())
        };
        let action = format!("/admin/rounds/{word}");
        view! {
            <AdminFrame title who=found.who current=words::ROUNDS>
                <div class="content-head">
                    <nav class="breadcrumb" aria-label=texts::HERE>
                        {texts::HERE}
                        ": "
                        <a href="/admin/rounds">{words::ROUNDS}</a>
                        " / "
                        <span aria-current="page">{title}</span>
                    </nav>
                    <h1>{title}</h1>
                </div>
                <Outcome done=None fault=refused />
                <Form action draft problems used=found.used />
            </AdminFrame>
        }
    })
}

#[component]
fn Form(
    action: String,
    draft: RoundDraft,
    problems: Vec<FieldProblem>,
    used: bool,
) -> impl IntoView {
    let problem = |field| told(&problems, field);
    let keeps = if used { words::KEEPS_OPENING } else { "" };
    view! {
        <form class="card form" method="post" action=action novalidate=true>
            <input type="hidden" name="version" value=draft.version />
            <TextField
                name="name"
                label=words::ROUND_NAME
                value=draft.name
                required=true
                autocomplete="off"
                problem=problem(Field::RoundName)
            />
            <TextField
                name="year"
                label=words::YEAR
                value=draft.year
                required=true
                autocomplete="off"
                problem=problem(Field::Year)
            />
            <div class="field-grid">
                <TextField
                    name="opens"
                    label=words::OPENS
                    kind="date"
                    value=draft.opens
                    required=true
                    hint=keeps
                    problem=problem(Field::Opens)
                />
                <TextField
                    name="closes"
                    label=words::CLOSES
                    kind="date"
                    value=draft.closes
                    required=true
                    hint=words::CLOSES_HINT
                    problem=problem(Field::Closes)
                />
            </div>
            <div class="button-row">
                <button class="button button-primary" type="submit">
                    {texts::SAVE}
                </button>
                <a class="button" href="/admin/rounds" data-visit="">
                    {texts::admin::TO_LIST}
                </a>
            </div>
        </form>
    }
    .into_any()
}
