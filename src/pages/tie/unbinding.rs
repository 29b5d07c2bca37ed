//! `/unbind`: 解除绑定.

use super::super::frame::WorkbenchFrame;
use super::super::load::load;
use super::super::refused::{WhyNot, split, told};
use super::{Crumbs, Lines, Unbound};
use crate::api;
use crate::domain::tie::UnbindView;
use crate::domain::views::Retained;
use crate::domain::{Fault, Field, UnbindDraft};
use crate::texts::{self, tie as words};
use crate::ui::{Notice, TextArea};
use leptos::prelude::*;

#[component]
pub fn UnbindPage() -> impl IntoView {
    let retained = use_context::<Retained<UnbindDraft>>();
    let (draft, fault) = retained.map_or_else(Default::default, |r| (r.draft, r.fault));
    load(api::preview_unbinding(), move |found: UnbindView| {
        view! { <Unbinding found draft fault /> }
    })
}

#[component]
fn Unbinding(found: UnbindView, draft: UnbindDraft, fault: Option<Fault>) -> impl IntoView {
    let (problems, refused) = split(fault);
    if found.superior.is_none() {
        return view! { <Unbound who=found.who here=words::UNBIND /> }.into_any();
    }
    let free = found.obstacle.is_none();
    let (note, button, class) = match found.at_once {
        true => (
            match found.superior_disabled {
                true => words::UNBIND_WITHOUT_ASKING,
                false => words::UNBIND_AT_ONCE,
            },
            words::UNBIND_NOW,
            "button button-danger",
        ),
        false => (
            words::UNBIND_ASKS,
            words::ASK_UNBIND,
            "button button-primary",
        ),
    };
    view! {
        <WorkbenchFrame title=words::UNBIND who=found.who current=texts::WORKBENCH>
            <Crumbs here=words::UNBIND />
            <p>{note}</p>
            <WhyNot fault=refused />
            {found.obstacle.map(|o| view! { <Notice saying=words::no_unbinding(&o) announced=true /> })}
            <section class="card" aria-label=words::UNBIND>
                <dl class="facts card-part">
                    <div class="facts-item">
                        <dt>{words::FROM}</dt>
                        <dd>{found.superior.unwrap_or_else(|| texts::NOT_BOUND_YET.to_owned())}</dd>
                    </div>
                </dl>
                <Lines lines=words::consequences_of_unbinding(&found.consequences) />
                <form class="card-part form" method="post" action="/unbind" novalidate=true data-whole="">
                    {(!found.at_once && free)
                        .then(|| {
                            view! {
                                <TextArea
                                    name="reason"
                                    label=texts::field_label(Field::MoveReason)
                                    value=draft.reason
                                    required=true
                                    rows=3
                                    hint=words::UNBIND_REASON_HINT
                                    problem=told(&problems, Field::MoveReason)
                                />
                            }
                        })}
                    <div class="button-row">
                        {free
                            .then(|| {
                                view! {
                                    <button class=class type="submit">
                                        {button}
                                    </button>
                                }
                            })}
                        <a class="button" href="/move">
                            {words::MOVE}
                        </a>
                        <a class="button" href="/workbench">
                            {words::BACK}
                        </a>
                    </div>
                </form>
            </section>
        </WorkbenchFrame>
    }
    .into_any()
}
