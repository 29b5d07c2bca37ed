//! `/review/batch`: a batch before it is done, while it is under way, and after.

use super::frame::WorkbenchFrame;
use super::load::load;
use super::refused::{WhyNot, split, told};
use crate::api;
use crate::domain::batch::{AT_ONCE, LISTED, NamedRow, Progress, RefusedGroup, RefusedRow};
use crate::domain::views::{PlanView, Retained, Run, Who};
use crate::domain::{
    BatchView, DeskAddress, Fault, Field, FieldProblem, Instant, Listing, OrderDraft, Outcome, Tab,
    UndoneBatch, Walk, under,
};
use crate::texts;
use crate::ui::{Choice, Notice, TextArea, TextField};
use leptos::prelude::*;
use leptos_router::components::Redirect;
use leptos_router::hooks::{use_params_map, use_query_map, use_url};

/// What became of 撤销, above the result of the batch.
#[derive(Clone, Debug)]
pub struct BatchUndone(pub UndoneBatch);

#[component]
fn BatchFrame(who: Who, title: &'static str, children: Children) -> impl IntoView {
    view! {
        <WorkbenchFrame title who current=texts::REVIEWS>
            <div class="content-head">
                <nav class="breadcrumb" aria-label=texts::HERE>
                    {texts::HERE}
                    ": "
                    <a href="/review">{texts::UNIFIED_REVIEW}</a>
                    " > "
                    <a href="/review">{texts::REVIEW_LIST}</a>
                    " > "
                    <span aria-current="page">{texts::BATCH_REVIEW}</span>
                </nav>
                <h1>{title}</h1>
            </div>
            {children()}
        </WorkbenchFrame>
    }
    .into_any()
}

/// The list that the batch came from, which the address carries along.
fn place() -> DeskAddress {
    DeskAddress::from_query(use_url().get_untracked().search())
}

/// 核对: what would be done, and the form that does it.
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

/// The first of `n` rows, and the way to the rest.
#[component]
fn Named(
    title: String,
    names: Vec<AnyView>,
    n: i64,
    rest: Option<(String, &'static str)>,
) -> impl IntoView {
    if names.is_empty() {
        return ().into_any();
    }
    let more = n - names.len() as i64;
    let names = names.into_iter().map(|name| view! { <li>{name}</li> });
    view! {
        <details class="card reason" open=true>
            <summary>{title} " " {texts::desk::rows(n)}</summary>
            <ul class="batch-lines batch-names">{names.collect_view()}</ul>
            {(more > 0)
                .then(|| {
                    let rest = rest.map(|(href, text)| view! { <a class="text-link" href=href>{text}</a> });
                    view! { <p>{texts::desk::and_more(more)} " " {rest}</p> }
                })}
        </details>
    }
    .into_any()
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

/// A batch under way, by its key.
#[component]
pub fn BatchRunPage() -> impl IntoView {
    let query = use_query_map().get_untracked();
    let key = query.get("key").unwrap_or_default();
    let place = place();
    load(
        api::batch_progress(key),
        move |(who, run): (Who, Run)| match run {
            Run::Done(id) => {
                let path = under(
                    &format!("/review/batch/{id}"),
                    &place.unselected().to_query(),
                );
                view! { <Redirect path /> }.into_any()
            }
            Run::Running(progress) => view! {
                <BatchFrame who title=texts::desk::BATCH_RUNNING>
                    <Underway progress />
                </BatchFrame>
            }
            .into_any(),
            Run::Failed(fault) => view! {
                <BatchFrame who title=texts::desk::BATCH_RESULT>
                    <Notice saying=texts::fault(&fault) announced=true />
                    <BackToList place />
                </BatchFrame>
            }
            .into_any(),
            Run::Unknown => view! {
                <BatchFrame who title=texts::desk::BATCH_RESULT>
                    <Notice saying=texts::desk::batch_unknown() announced=true />
                    <BackToList place />
                </BatchFrame>
            }
            .into_any(),
        },
    )
}

/// Asks again by itself, with a script or without.
#[component]
fn Underway(progress: Progress) -> impl IntoView {
    let said = texts::desk::progress(progress);
    view! {
        <leptos_meta::Meta http_equiv="refresh" content="2" />
        <section class="card">
            <p role="status">{said.clone()}</p>
            <progress max=progress.asked value=progress.seen aria-label=said></progress>
            <p>{texts::desk::RUNNING_NOTE}</p>
            <p>
                <a class="button" href="">
                    {texts::desk::REFRESH}
                </a>
            </p>
        </section>
    }
    .into_any()
}

#[component]
fn BackToList(place: DeskAddress) -> impl IntoView {
    view! {
        <p>
            <a class="button" href=place.unselected().path() data-visit="">
                {texts::BACK_TO_LIST}
            </a>
        </p>
    }
    .into_any()
}

/// `/review/batch/{id}`: what became of it.
#[component]
pub fn BatchPage() -> impl IntoView {
    let id = use_params_map().get_untracked().get("id");
    let id = id.and_then(|id| id.parse().ok()).unwrap_or(0);
    let place = place();
    let undone = use_context::<BatchUndone>().map(|undone| undone.0);
    let fault = use_context::<Retained<()>>().and_then(|retained| retained.fault);
    load(api::batch(id), move |(who, batch): (Who, BatchView)| {
        view! {
            <BatchFrame who title=texts::desk::BATCH_RESULT>
                <WhyNot fault />
                {undone.map(|undone| view! { <Undone undone /> })}
                <Result batch place />
            </BatchFrame>
        }
    })
}

#[component]
fn Undone(undone: UndoneBatch) -> impl IntoView {
    view! {
        <Notice saying=texts::desk::batch_undone(undone.undone, undone.kept) announced=true>
            <Refused rows=undone.rows />
        </Notice>
    }
    .into_any()
}

#[component]
fn Refused(rows: Vec<RefusedRow>) -> impl IntoView {
    let item = |row: RefusedRow| {
        view! {
            <li>
                <span class="batch-name">{row.name}</span>
                " — "
                {texts::row_fault(&row.fault)}
            </li>
        }
    };
    (!rows.is_empty())
        .then(|| view! { <ul class="batch-lines">{rows.into_iter().map(item).collect_view()}</ul> })
}

#[component]
fn Result(batch: BatchView, place: DeskAddress) -> impl IntoView {
    let refused = batch.asked - batch.passed;
    let query = place.unselected().to_query();
    let here = under(&format!("/review/batch/{}", batch.id), &query);
    let retry = format!(
        "/review/batch?outcome={}&retry={}",
        batch.outcome.as_str(),
        batch.id
    );
    let retry = if query.is_empty() {
        retry
    } else {
        format!("{retry}&{query}")
    };
    let more = refused - batch.refused.len() as i64;
    let at_first = batch.undone_at.is_none();
    let saying = texts::desk::batch_done(batch.outcome, batch.passed, refused);
    view! {
        <Notice saying announced=at_first>
            <Refused rows=batch.refused />
            {(more > 0).then(|| view! { <p>{texts::desk::and_more(more)}</p> })}
        </Notice>
        {batch.undone_at.map(|at| view! { <p>{texts::desk::undone_at(at)}</p> })}
        {batch.undoable_until.map(|until| view! { <Undo here until /> })}
        <Decided outcome=batch.outcome named=batch.named n=batch.passed stands=at_first />
        <div class="button-row">
            {(refused > 0 && at_first)
                .then(|| {
                    view! {
                        <a class="button" href=retry data-visit="">
                            {texts::desk::retry(refused)}
                        </a>
                    }
                })}
            <a class="button button-primary" href=place.unselected().path() data-visit="">
                {texts::BACK_TO_LIST}
            </a>
        </div>
    }
    .into_any()
}

/// Whom it was done to, by name. What was taken back waits again, and has another place.
#[component]
fn Decided(outcome: Outcome, named: Vec<NamedRow>, n: i64, stands: bool) -> impl IntoView {
    let name = |row: NamedRow| match stands {
        false => row.name.into_any(),
        true => {
            let href = Walk::of_tab(Tab::Settled).case(row.application, &[]);
            view! { <a class="text-link" href=href>{row.name}</a> }.into_any()
        }
    };
    let of_state = Listing::from_query(&format!("state={}", outcome.state().as_str()));
    let settled = DeskAddress::default().listing(of_state).path();
    let rest = stands.then_some((settled, texts::desk::SEE_IN_SETTLED));
    let (title, names) = (
        texts::desk::decided(outcome),
        named.into_iter().map(name).collect(),
    );
    view! { <Named title names n rest /> }
}

#[component]
fn Undo(here: String, until: Instant) -> impl IntoView {
    view! {
        <form class="card button-row" method="post" action=here aria-label=texts::desk::UNDO_BATCH>
            <p>{texts::desk::undoable(until)}</p>
            <button class="button" type="submit">
                {texts::desk::UNDO_BATCH}
            </button>
        </form>
    }
    .into_any()
}
