//! `/units/{id}`: 解除下级

use super::super::frame::WorkbenchFrame;
use super::super::load::load;
use super::super::refused::{WhyNot, split, told};
use crate::api;
use crate::domain::Field;
use crate::domain::branch::{BelowView, ReleaseDraft};
use crate::domain::views::Retained;
use crate::texts::{self, branch as words};
use crate::ui::TextArea;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

#[component]
pub fn ReleasePage() -> impl IntoView {
    let id = use_params_map().get_untracked().get("id");
    let id = id.and_then(|id| id.parse().ok()).unwrap_or(0);
    let retained = use_context::<Retained<ReleaseDraft>>();
    load(api::below(id), move |view: BelowView| {
        let (draft, fault) = retained.map_or_else(Default::default, |r| (r.draft, r.fault));
        let (problems, refused) = split(fault);
        let moving = view.moving_to.as_deref();
        let lines =
            words::consequences(&view.name, view.descendants, view.unbinding, moving).into_iter();
        view! {
            <WorkbenchFrame
                title=words::RELEASE_TITLE
                who=view.who.clone()
                current=words::TITLE
            >
                <div class="content-head">
                    <h1>{format!("{}：{}", words::RELEASE_TITLE, view.name)}</h1>
                    <p>
                        <a class="text-link" href="/units">
                            {words::BACK}
                        </a>
                    </p>
                </div>
                <WhyNot fault=refused />
                <Facts view=view.clone() />
                <form
                    class="card form"
                    method="post"
                    action=format!("/units/{}", view.id)
                    aria-labelledby="consequences"
                    novalidate=true
                >
                    <h2 id="consequences">{words::CONSEQUENCES}</h2>
                    <ul class="plain-list">
                        {lines.map(|line| view! { <li>{line}</li> }).collect_view()}
                    </ul>
                    <TextArea
                        name="why"
                        label=texts::field_label(Field::Because)
                        value=draft.why
                        rows=2
                        required=true
                        hint=words::WHY_HINT
                        problem=told(&problems, Field::Because)
                    />
                    <div class="button-row">
                        <button class="button button-danger" type="submit">
                            {words::RELEASE_BUTTON}
                        </button>
                        <a class="button" href="/units">
                            {words::BACK}
                        </a>
                    </div>
                </form>
            </WorkbenchFrame>
        }
    })
}

#[component]
fn Facts(view: BelowView) -> impl IntoView {
    let facts = [
        (words::CODE, view.code),
        (words::KIND, view.kind),
        (words::REGION, view.region),
        (words::SINCE, view.since.minute_shanghai()),
        (words::BELOW_IT, view.descendants.to_string()),
    ];
    let fact = |(name, value): (&'static str, String)| {
        view! {
            <div class="facts-item">
                <dt>{name}</dt>
                <dd>{value}</dd>
            </div>
        }
    };
    view! {
        <section class="card">
            <dl class="facts">{facts.into_iter().map(fact).collect_view()}</dl>
        </section>
    }
    .into_any()
}
