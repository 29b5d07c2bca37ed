//! `/invite`: 邀请对方入驻, and the sheet to print.

use super::super::frame::WorkbenchFrame;
use super::super::load::load;
use super::super::refused::{WhyNot, split, told};
use super::Crumbs;
use crate::api;
use crate::domain::tie::{InvitationView, InviteView};
use crate::domain::views::Retained;
use crate::domain::{Fault, Field, FieldProblem, InviteDraft};
use crate::texts::{self, tie as words};
use crate::ui::{Notice, TextArea, TextField};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

#[component]
pub fn InvitePage() -> impl IntoView {
    let asked = use_query_map().get_untracked().get("code");
    let retained = use_context::<Retained<InviteDraft>>();
    let (mut draft, fault) = retained.map_or_else(Default::default, |r| (r.draft, r.fault));
    if draft.code.is_empty() {
        draft.code = asked.unwrap_or_default();
    }
    load(
        api::invitation(draft.code.clone()),
        move |found: InviteView| {
            view! { <Invite found draft fault /> }
        },
    )
}

#[component]
fn Invite(found: InviteView, draft: InviteDraft, fault: Option<Fault>) -> impl IntoView {
    let (problems, refused) = split(fault);
    let body = match found.waiting.clone() {
        Some(waiting) => view! { <Sheet found=found.clone() waiting /> }.into_any(),
        None => {
            let exempt = found.exempt;
            view! { <InviteForm draft problems exempt /> }.into_any()
        }
    };
    view! {
        <WorkbenchFrame title=words::INVITE who=found.who current=texts::WORKBENCH>
            <Crumbs here=words::INVITE />
            <WhyNot fault=refused />
            {found.obstacle.map(|o| view! { <Notice saying=texts::obstacle(&o) announced=true /> })}
            {body}
        </WorkbenchFrame>
    }
    .into_any()
}

#[component]
fn InviteForm(draft: InviteDraft, problems: Vec<FieldProblem>, exempt: bool) -> impl IntoView {
    let reason = exempt.then(|| {
        view! {
            <TextArea
                name="special_reason"
                label=texts::field_label(Field::SpecialReason)
                value=draft.special_reason
                required=true
                rows=3
                hint=texts::SPECIAL_REASON_HINT
                problem=told(&problems, Field::SpecialReason)
            />
        }
    });
    view! {
        <section class="card" aria-label=words::INVITE>
            <form class="card-part form" method="post" action="/invite" novalidate=true>
                <p>{words::INVITE_NOTE}</p>
                <TextField
                    name="code"
                    label=texts::field_label(Field::Code)
                    value=draft.code
                    required=true
                    code=true
                    longest=64
                    autocomplete="off"
                    problem=told(&problems, Field::Code)
                />
                <TextField
                    name="name"
                    label=texts::field_label(Field::InvitedName)
                    value=draft.name
                    required=true
                    longest=100
                    hint=words::INVITED_NAME_HINT
                    problem=told(&problems, Field::InvitedName)
                />
                {reason}
                <div class="button-row">
                    <button class="button button-primary" type="submit">
                        {words::ASK_INVITE}
                    </button>
                    <a class="button" href="/workbench">
                        {words::BACK}
                    </a>
                </div>
            </form>
        </section>
    }
    .into_any()
}

/// What is printed, and given to the other.
#[component]
fn Sheet(found: InviteView, waiting: InvitationView) -> impl IntoView {
    let steps = words::steps(found.registered).into_iter();
    let name = waiting.name.clone();
    let link = match found.link.is_empty() {
        true => words::NO_SITE.to_owned(),
        false => found.link,
    };
    view! {
        <div class="screen-only">
            <Notice saying=words::waits(&waiting) />
        </div>
        <section class="card sheet" aria-labelledby="sheet-title">
            <div class="card-head">
                <h2 id="sheet-title">{words::SHEET}</h2>
            </div>
            <div class="card-part">
                <p>{words::sheet(&name, &found.unit)}</p>
                <dl class="facts">
                    <div class="facts-item">
                        <dt>{texts::UNIT_NAME}</dt>
                        <dd>{name.clone()}</dd>
                    </div>
                    <div class="facts-item">
                        <dt>{texts::UNIFIED_CODE}</dt>
                        <dd class="code">{waiting.code}</dd>
                    </div>
                    <div class="facts-item">
                        <dt>{words::LINK}</dt>
                        <dd class="sheet-link">{link}</dd>
                    </div>
                </dl>
                <ol class="sheet-steps">{steps.map(|s| view! { <li>{s}</li> }).collect_view()}</ol>
            </div>
            <form class="card-part screen-only" method="post" action="/invite/withdraw" data-whole="">
                <p>{words::PRINT_HINT}</p>
                <div class="button-row">
                    <button class="button button-danger" type="submit">
                        {words::WITHDRAW_INVITATION}
                    </button>
                    <a class="button" href="/workbench">
                        {words::BACK}
                    </a>
                </div>
            </form>
        </section>
    }
    .into_any()
}
