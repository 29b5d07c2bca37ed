//! 核对: what would be done, and the form that does it.

use super::super::load::load;
use super::super::refused::{WhyNot, split, told};
use super::{BatchFrame, Named, place};
use crate::api;
use crate::domain::batch::{AT_ONCE, LISTED, RefusedGroup};
use crate::domain::views::{PlanView, Retained};
use crate::domain::{Fault, Field, FieldProblem, OrderDraft, Outcome, under};
use crate::texts;
use crate::ui::{Choice, Notice, TextArea, TextField};
use leptos::prelude::*;
use leptos_router::components::Redirect;
use leptos_router::hooks::{use_query_map, use_url};

#[component]
pub fn BatchPlanPage() -> impl IntoView {
    let query = use_query_map().get_untracked();
    let place = place();
    let outcome = query.get("outcome").unwrap_or_default();
    // Of a retry the address names the batch, of anything else it carries the selection.
    let selection = match query.get("retry") {
        Some(batch) => format!("batch-{batch}"),
        None => place.selection.to_word(),
    };
    let retained = use_context::<Retained<OrderDraft>>();
    let here = under("/review/batch", use_url().get_untracked().search());
    let asked = selection.clone();
    // A selection that can't be meant is told at the list, where another is made.
    let plan = async move {
        match api::plan_batch(outcome, asked).await {
            Err(Fault::Invalid(_)) => Ok(None),
            planned => planned.map(Some),
        }
    };
    load(plan, move |plan: Option<PlanView>| {
        let Some(plan) = plan else {
            return view! { <Redirect path=place.path() /> }.into_any();
        };
        let (draft, fault) = retained.map_or((None, None), |r| (Some(r.draft), r.fault));
        let (problems, refused) = split(fault);
        let draft = draft.unwrap_or_else(|| OrderDraft {
            key: plan.key.clone(),
            selection,
            ..OrderDraft::default()
        });
        let said = (!place.selection.is_empty())
            .then(|| texts::desk::selection(&place.selection, place.selected));
        let back = place.path();
        view! {
            <BatchFrame who=plan.who.clone() title=texts::desk::BATCH_CHECK>
                <WhyNot fault=refused />
                <Notice saying=texts::desk::planned(plan.outcome, &plan.run) announced=true />
                {said.map(|said| view! { <p>{said}</p> })}
                <Reasons groups=plan.run.refused.clone() />
                <Planned plan=plan.clone() back=back.clone() />
                <OrderForm plan draft problems here back />
            </BatchFrame>
        }
        .into_any()
    })
}

/// Whom it would be done to, by name; the rest is in the list that the selection was made in.
#[component]
fn Planned(plan: PlanView, back: String) -> impl IntoView {
    let title = texts::desk::to_be_decided(plan.outcome);
    let names = plan.run.named.into_iter().map(|row| row.name.into_any());
    let rest = (back, texts::desk::SEE_IN_LIST);
    let (names, n) = (names.collect(), plan.run.passable);
    view! { <Named title names n rest=Some(rest) /> }
}

#[component]
fn Reasons(groups: Vec<RefusedGroup>) -> impl IntoView {
    let group = |group: RefusedGroup| {
        let more = group.count - group.rows.len() as i64;
        let names = group
            .rows
            .into_iter()
            .map(|row| view! { <li>{row.name}</li> });
        view! {
            <details class="card reason" open=group.count <= LISTED as i64>
                <summary>
                    {texts::row_fault(&group.fault)} " " {texts::desk::rows(group.count)}
                </summary>
                <ul class="batch-lines">{names.collect_view()}</ul>
                {(more > 0).then(|| view! { <p>{texts::desk::and_more(more)}</p> })}
            </details>
        }
    };
    groups.into_iter().map(group).collect_view().into_any()
}

#[component]
fn OrderForm(
    plan: PlanView,
    draft: OrderDraft,
    problems: Vec<FieldProblem>,
    here: String,
    back: String,
) -> impl IntoView {
    let n = plan.run.passable;
    let asked = plan.run.asked();
    let outcome = plan.outcome;
    if n == 0 {
        return view! {
            <p>
                <a class="button" href=back data-visit="">
                    {texts::desk::CHANGE_SELECTION}
                </a>
            </p>
        }
        .into_any();
    }
    let problem = |field| told(&problems, field);
    let canned = plan.canned;
    let hint = match canned.is_empty() {
        true => texts::desk::BATCH_OPINION_HINT.to_owned(),
        false => [
            texts::desk::BATCH_OPINION_HINT,
            texts::desk::BATCH_CANNED_HINT,
        ]
        .concat(),
    };
    // The page of a large batch asks again by itself, which only a page that was loaded can.
    let whole = (asked > AT_ONCE).then_some("");
    let warning = plan
        .round
        .filter(|_| outcome == Outcome::Terminate)
        .map(|round| {
            let saying = texts::desk::terminating_many(asked, &round.round, round.until);
            view! { <Notice saying /> }
        });
    view! {
        <form class="card form" method="post" action=here aria-label=texts::BATCH_REVIEW novalidate=true data-whole=whole>
            <input type="hidden" name="key" value=draft.key />
            <input type="hidden" name="outcome" value=outcome.as_str() />
            <input type="hidden" name="selection" value=draft.selection />
            <input type="hidden" name="asked" value=asked />
            {warning}
            <CannedChoice canned chosen=draft.canned />
            <TextArea
                name="opinion"
                label=texts::field_label(Field::Opinion)
                value=draft.opinion
                required=outcome != Outcome::Approve
                hint=hint
                problem=problem(Field::Opinion)
            />
            {(outcome == Outcome::Terminate)
                .then(|| {
                    view! {
                        <TextField
                            name="confirm"
                            label=texts::desk::CONFIRM_COUNT
                            value=draft.confirm
                            required=true
                            autocomplete="off"
                            problem=problem(Field::Count)
                        />
                    }
                })}
            <div class="button-row">
                <button class="button button-primary" type="submit">
                    {texts::desk::carry_out(outcome, n)}
                </button>
                <a class="button" href=back data-visit="">
                    {texts::desk::CHANGE_SELECTION}
                </a>
            </div>
        </form>
    }
    .into_any()
}

#[component]
fn CannedChoice(canned: Vec<String>, chosen: String) -> impl IntoView {
    let option = move |text: String| {
        let selected = text == chosen;
        view! {
            <option value=text.clone() selected=selected>
                {text.clone()}
            </option>
        }
    };
    (!canned.is_empty()).then(|| {
        view! {
            <Choice name="canned" label=texts::desk::CANNED>
                <option value="">{texts::desk::NO_CANNED}</option>
                {canned.into_iter().map(option).collect_view()}
            </Choice>
        }
    })
}
