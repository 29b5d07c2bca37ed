//! `/units/reorganize/{id}`: a proposal, looked at by a second person.

use super::super::frame::WorkbenchFrame;
use super::super::load::load;
use super::super::refused::{split, told};
use super::proposals::Consequences;
use crate::api;
use crate::domain::reorganization::{PlanView, ProposalView, VerdictDraft};
use crate::domain::views::Retained;
use crate::domain::{Fault, Field, FieldProblem};
use crate::texts::{self, branch, reorganization as words};
use crate::ui::{Badge, Notice, TextArea};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

#[component]
pub fn ProposalPage() -> impl IntoView {
    let id = use_params_map().get_untracked().get("id");
    let id = id.and_then(|id| id.parse().ok()).unwrap_or(0);
    let done = use_query_map().get_untracked().get("done");
    let retained = use_context::<Retained<VerdictDraft>>();
    load(api::proposal(id), move |view: ProposalView| {
        let done = done.filter(|_| retained.is_none());
        let done = done.and_then(|word| words::done(&word));
        let (draft, fault) = retained.map_or_else(Default::default, |r| (r.draft, r.fault));
        let look_again = fault == Some(Fault::Changed) && view.plan.is_some();
        let (problems, refused) = split(fault);
        let said = match look_again {
            true => Some(words::look_again()),
            false => refused.as_ref().map(texts::fault).or(done),
        };
        let line = &view.line;
        let title = words::line(line.kind, &line.unit, line.target.as_deref());
        view! {
            <WorkbenchFrame title=words::TITLE who=view.who.clone() current=branch::TITLE>
                <div class="content-head">
                    <h1>{title}</h1>
                    <p>
                        <a class="text-link" href="/units/reorganize">
                            {words::BACK}
                        </a>
                    </p>
                </div>
                {said.map(|saying| view! { <Notice saying announced=true /> })}
                <Facts view=view.clone() />
                {view.plan.clone().map(|plan| view! { <Decide view plan draft problems /> })}
            </WorkbenchFrame>
        }
    })
}

#[component]
fn Facts(view: ProposalView) -> impl IntoView {
    let line = view.line;
    let (tone, state) = words::state(line.state);
    let mut facts = vec![
        (words::PROPOSER, line.proposer),
        (words::AT, line.at.minute_shanghai()),
        (words::WHY, view.why),
        (words::UNITS, line.units.to_string()),
    ];
    if let Some((by, at, answer)) = view.decided {
        let decided = format!("{by} {} {answer}", at.minute_shanghai());
        facts.push((words::DECIDED, decided));
    }
    let fact = |(name, value): (&'static str, String)| {
        view! {
            <div class="facts-item">
                <dt>{name}</dt>
                <dd>{value}</dd>
            </div>
        }
    };
    view! {
        <section class="card" aria-labelledby="proposal-state">
            <div class="card-head">
                <h2 class="card-title" id="proposal-state">
                    {words::STATE}
                    " "
                    <Badge tone=Some(tone) text=state />
                </h2>
            </div>
            <dl class="facts">{facts.into_iter().map(fact).collect_view()}</dl>
        </section>
    }
    .into_any()
}

/// What it would do now, and the buttons of whoever may press them.
#[component]
fn Decide(
    view: ProposalView,
    plan: PlanView,
    draft: VerdictDraft,
    problems: Vec<FieldProblem>,
) -> impl IntoView {
    let seen = plan.digest.clone();
    let feasible = plan.objection.is_none();
    let buttons = match view.mine {
        true => view! {
            <p>{words::YOURS}</p>
            <div class="button-row">
                <button class="button" type="submit" name="go" value="withdraw">
                    {words::WITHDRAW}
                </button>
            </div>
        }
        .into_any(),
        false => view! {
            <TextArea
                name="why"
                label=texts::field_label(Field::Because)
                value=draft.why
                rows=2
                hint=words::REFUSE_WHY_HINT
                problem=told(&problems, Field::Because)
            />
            <div class="button-row">
                {feasible
                    .then(|| {
                        view! {
                            <button
                                class="button button-primary"
                                type="submit"
                                name="go"
                                value="agree"
                            >
                                {words::AGREE}
                            </button>
                        }
                    })}
                <button class="button button-danger" type="submit" name="go" value="refuse">
                    {words::REFUSE}
                </button>
            </div>
        }
        .into_any(),
    };
    view! {
        {view.changed.then(|| view! { <Notice saying=words::changed() /> })}
        <form
            class="card form"
            method="post"
            action=format!("/units/reorganize/{}", view.line.id)
            aria-labelledby="now-title"
            novalidate=true
        >
            <h2 id="now-title">{words::NOW}</h2>
            <Consequences plan />
            <input type="hidden" name="version" value=view.version />
            <input type="hidden" name="seen" value=seen />
            {buttons}
        </form>
    }
    .into_any()
}
