//! `/units/reorganize`: 划转, 撤销 and 合并, proposed and listed.

use super::super::frame::WorkbenchFrame;
use super::super::load::load;
use super::super::refused::{WhyNot, split, told};
use crate::api;
use crate::domain::reorganization::{
    BranchChange, PlanView, ProposalDraft, ProposalLine, ProposalsView,
};
use crate::domain::views::Retained;
use crate::domain::{Field, FieldProblem};
use crate::texts::{self, branch, reorganization as words};
use crate::ui::{Badge, Choice, Notice, TextArea, TextField};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// What the form would do, before it is sent on.
#[derive(Clone, Debug)]
pub struct Previewed {
    pub draft: ProposalDraft,
    pub plan: PlanView,
    /// What was previewed before it is no longer so.
    pub again: bool,
}

#[component]
pub fn ProposalsPage() -> impl IntoView {
    let query = use_query_map().get_untracked();
    let before = query.get("before").and_then(|id| id.parse().ok());
    let previewed = use_context::<Previewed>();
    let retained = use_context::<Retained<ProposalDraft>>();
    load(api::proposals(before), move |view: ProposalsView| {
        let (draft, plan, again, fault) = match (previewed, retained) {
            (Some(Previewed { draft, plan, again }), _) => (draft, Some(plan), again, None),
            (None, Some(Retained { draft, fault })) => (draft, None, false, fault),
            (None, None) => (ProposalDraft::default(), None, false, None),
        };
        let (problems, refused) = split(fault);
        let older = view
            .older
            .map(|id| format!("/units/reorganize?before={id}"));
        view! {
            <WorkbenchFrame title=words::TITLE who=view.who current=branch::TITLE>
                <div class="content-head">
                    <h1>{words::TITLE}</h1>
                    <p>{words::NOTE}</p>
                    <p>
                        <a class="text-link" href="/units">
                            {branch::BACK}
                        </a>
                    </p>
                </div>
                <WhyNot fault=refused />
                {again.then(|| view! { <Notice saying=words::look_again() announced=true /> })}
                <Propose draft plan problems />
                <Proposals proposals=view.proposals />
                {older
                    .map(|href| {
                        view! {
                            <nav class="pager" aria-label=texts::PAGES>
                                <a class="button" href=href data-visit="">
                                    {words::OLDER}
                                </a>
                            </nav>
                        }
                    })}
            </WorkbenchFrame>
        }
    })
}

/// The form, and what it would do where that was asked for. What is changed is previewed anew.
#[component]
fn Propose(
    draft: ProposalDraft,
    plan: Option<PlanView>,
    problems: Vec<FieldProblem>,
) -> impl IntoView {
    let option = |kind: BranchChange| {
        let selected = draft.kind == kind.as_str();
        view! {
            <option value=kind.as_str() selected=selected>
                {words::choice(kind)}
            </option>
        }
    };
    let options = BranchChange::ALL.into_iter().map(option).collect_view();
    let may = plan.as_ref().filter(|plan| plan.objection.is_none());
    let seen = may.map(|plan| plan.digest.clone());
    view! {
        <form
            class="card form"
            method="post"
            action="/units/reorganize"
            aria-labelledby="new-title"
            novalidate=true
        >
            <h2 id="new-title">{words::NEW}</h2>
            <Choice
                name="kind"
                label=words::KIND
                required=true
                problem=told(&problems, Field::BranchKind)
            >
                <option value="">{texts::PLEASE_CHOOSE}</option>
                {options}
            </Choice>
            <div class="field-grid">
                <TextField
                    name="unit"
                    label=words::UNIT
                    value=draft.unit
                    required=true
                    code=true
                    longest=64
                    autocomplete="off"
                    hint=words::UNIT_HINT
                    problem=told(&problems, Field::BranchUnit)
                />
                <TextField
                    name="target"
                    label=words::TARGET
                    value=draft.target
                    code=true
                    longest=64
                    autocomplete="off"
                    hint=words::TARGET_HINT
                    problem=told(&problems, Field::BranchTarget)
                />
            </div>
            <TextArea
                name="chosen"
                label=words::CHOSEN
                value=draft.chosen
                rows=3
                hint=words::CHOSEN_HINT
                problem=told(&problems, Field::BranchChosen)
            />
            <TextArea
                name="why"
                label=texts::field_label(Field::Because)
                value=draft.why
                rows=2
                required=true
                hint=words::WHY_HINT
                problem=told(&problems, Field::Because)
            />
            {plan
                .map(|plan| {
                    view! {
                        <div class="card-part">
                            <h3>{words::PREVIEW_TITLE}</h3>
                            <p role="status">{words::PREVIEW_NOTE}</p>
                            <Consequences plan />
                        </div>
                    }
                })}
            <div class="button-row">
                <button
                    class=if seen.is_some() { "button" } else { "button button-primary" }
                    type="submit"
                    name="go"
                    value="preview"
                >
                    {words::PREVIEW}
                </button>
                {seen
                    .map(|seen| {
                        view! {
                            <input type="hidden" name="seen" value=seen />
                            <button
                                class="button button-primary"
                                type="submit"
                                name="go"
                                value="propose"
                            >
                                {words::PROPOSE}
                            </button>
                        }
                    })}
            </div>
        </form>
    }
    .into_any()
}

/// All that it does, whom it moves, and why it can't be done.
#[component]
pub fn Consequences(plan: PlanView) -> impl IntoView {
    let lines = words::consequences(&plan).into_iter();
    let refused = plan.objection.clone();
    let names = (!plan.names.is_empty()).then(|| {
        let title = words::named(&plan);
        let few = plan.names.len() <= 10;
        view! {
            <details open=few>
                <summary>{title}</summary>
                <ul class="plain-list">
                    {plan.names.into_iter().map(|name| view! { <li>{name}</li> }).collect_view()}
                </ul>
            </details>
        }
    });
    view! {
        <WhyNot fault=refused />
        <ul class="plain-list">{lines.map(|line| view! { <li>{line}</li> }).collect_view()}</ul>
        {names}
    }
    .into_any()
}

#[component]
fn Proposals(proposals: Vec<ProposalLine>) -> impl IntoView {
    let none = proposals.is_empty();
    let head = |text: &'static str| view! { <th role="columnheader" scope="col">{text}</th> };
    let heads = [
        words::WHAT,
        words::UNITS,
        words::STATE,
        words::PROPOSER,
        words::AT,
        texts::ACTION,
    ];
    view! {
        <div class="table-frame">
            <table class="table" role="table" aria-label=words::LIST>
                <thead role="rowgroup">
                    <tr role="row">{heads.map(head).into_iter().collect_view()}</tr>
                </thead>
                <tbody role="rowgroup">
                    {proposals.into_iter().map(row).collect_view()}
                    {none
                        .then(|| {
                            view! {
                                <tr role="row">
                                    <td role="cell" class="table-empty" colspan="6">
                                        <p class="table-empty-title">{words::NOTHING_YET}</p>
                                        <p>{words::NOTHING_YET_NOTE}</p>
                                    </td>
                                </tr>
                            }
                        })}
                </tbody>
            </table>
        </div>
    }
    .into_any()
}

fn row(line: ProposalLine) -> impl IntoView {
    let (tone, state) = words::state(line.state);
    let named = format!("proposal-{}", line.id);
    let what = words::line(line.kind, &line.unit, line.target.as_deref());
    view! {
        <tr role="row">
            <td role="cell" class="table-name" id=named.clone() data-label=words::WHAT>
                {what}
            </td>
            <td role="cell" data-label=words::UNITS>
                {line.units}
            </td>
            <td role="cell" data-label=words::STATE>
                <Badge tone=Some(tone) text=state />
            </td>
            <td role="cell" data-label=words::PROPOSER>
                {line.proposer}
            </td>
            <td role="cell" data-label=words::AT>
                {line.at.minute_shanghai()}
            </td>
            <td role="cell" data-label=texts::ACTION>
                <a
                    class="button button-small"
                    href=format!("/units/reorganize/{}", line.id)
                    aria-describedby=named
                >
                    {words::OPEN}
                </a>
            </td>
        </tr>
    }
}
