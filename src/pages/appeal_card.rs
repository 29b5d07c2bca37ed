//! 申诉, on the workbench of a unit that 终止审核 bars.

use super::refused::{WhyNot, split, told};
use crate::domain::views::{BarredView, Retained, WorkbenchView};
use crate::domain::{AppealDraft, AppealState, Field, Obstacle, OwnAppeal};
use crate::texts::{self, appeals as words};
use crate::ui::{Notice, TextArea};
use leptos::prelude::*;

#[component]
pub fn AppealCard(workbench: WorkbenchView) -> impl IntoView {
    let Some(BarredView { round, until }) = workbench.barred else {
        return ().into_any();
    };
    // Who has a superior has read of that alone so far.
    let barred = workbench.superior.is_some().then(|| {
        let saying = texts::obstacle(&Obstacle::Barred { round, until });
        view! { <Notice saying /> }
    });
    let retained = use_context::<Retained<AppealDraft>>();
    let (draft, fault) = retained.map_or((None, None), |r| (Some(r.draft), r.fault));
    let (problems, refused) = split(fault);
    let body = match workbench.appeal {
        Some(appeal) if appeal.state.is_open() || appeal.state == AppealState::Refused => {
            view! { <Standing appeal may_withdraw=workbench.may_apply /> }.into_any()
        }
        _ if workbench.may_apply => {
            let problem = told(&problems, Field::Appeal);
            let typed = draft.unwrap_or_default().why;
            view! { <Form typed problem /> }.into_any()
        }
        _ => ().into_any(),
    };
    view! {
        {barred}
        <WhyNot fault=refused />
        {body}
    }
    .into_any()
}

/// An appeal under way, or its answer.
#[component]
fn Standing(appeal: OwnAppeal, may_withdraw: bool) -> impl IntoView {
    let open = appeal.state.is_open();
    let quote = if open { &appeal.body } else { &appeal.answer };
    let id = appeal.id;
    view! {
        <Notice saying=words::own(&appeal) quote=quote.clone()>
            {(open && may_withdraw)
                .then(|| {
                    view! {
                        <form class="button-row" method="post" action="/appeal/withdraw">
                            <input type="hidden" name="appeal" value=id />
                            <button class="button" type="submit">
                                {words::WITHDRAW}
                            </button>
                        </form>
                    }
                })}
        </Notice>
    }
    .into_any()
}

#[component]
fn Form(typed: String, problem: Option<String>) -> impl IntoView {
    view! {
        <form
            class="card form"
            method="post"
            action="/appeal"
            aria-labelledby="appeal-title"
            novalidate=true
        >
            <h2 id="appeal-title">{words::APPEAL}</h2>
            <TextArea
                name="why"
                id="appeal-why"
                label=words::REASON
                value=typed
                required=true
                hint=words::REASON_HINT
                problem
            />
            <div class="button-row">
                <button class="button button-primary" type="submit">
                    {words::SEND}
                </button>
            </div>
        </form>
    }
    .into_any()
}
