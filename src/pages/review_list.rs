//! `/review`: 审核列表

use super::frame::WorkbenchFrame;
use super::load::load;
use super::refused::{WhyNot, split, told};
use super::review_filter::{FilterFields, SavedViews};
use super::review_table::{Pager, QueueTable, row_word};
use crate::api;
use crate::domain::views::{QueueView, Retained};
use crate::domain::{
    ApplicationState, DeskAddress, DeskDraft, Field, FieldProblem, Listing, Outcome, Problem, Tab,
    problem_at,
};
use crate::islands::{Arrivals, EVERYTHING, ReviewDesk};
use crate::texts;
use crate::ui::Notice;
use leptos::prelude::*;
use leptos_router::hooks::{use_query_map, use_url};

#[component]
pub fn ReviewListPage() -> impl IntoView {
    let retained = use_context::<Retained<DeskDraft>>();
    let address = match &retained {
        // What was ticked on a form that comes back is ticked again.
        Some(retained) => retained.draft.ticked_again().unwrap_or_default(),
        None => DeskAddress::from_query(use_url().get_untracked().search()),
    };
    let page = api::queue(address.to_query());
    load(page, move |queue: QueueView| {
        let others = queue.others_selection;
        let address = if others {
            address.unselected()
        } else {
            address
        };
        view! {
            <WorkbenchFrame
                title=texts::REVIEW_LIST_LONG
                who=queue.who.clone()
                current=texts::REVIEWS
            >
                <div class="content-head">
                    <nav class="breadcrumb" aria-label=texts::HERE>
                        {texts::HERE}
                        ": "
                        <a href="/review">{texts::UNIFIED_REVIEW}</a>
                        " / "
                        <span aria-current="page">{texts::REVIEW_LIST_LONG}</span>
                    </nav>
                    <h1>{texts::REVIEWS}</h1>
                    <p>
                        <a class="text-link" href="/board">
                            {texts::superior::BOARD}
                        </a>
                        " · "
                        <a class="text-link" href="/delegation">
                            {texts::superior::DELEGATION}
                        </a>
                        " · "
                        <a class="text-link" href="/leaving">
                            {texts::tie::TO_LEAVING}
                        </a>
                    </p>
                </div>
                <p class="on-paper">{texts::desk::listing(&address.listing)}</p>
                <Tabs address=address.clone() counts=queue.counts.clone() />
                <Arrivals seq=queue.seq />
                {others.then(|| view! { <Notice saying=texts::desk::others_selection() /> })}
                <Desk queue address retained />
            </WorkbenchFrame>
        }
    })
}

/// The two halves of the queue, each with its kept count.
#[component]
fn Tabs(address: DeskAddress, counts: Vec<(ApplicationState, i64)>) -> impl IntoView {
    let tab = |tab: Tab| {
        let of_tab =
            |state: ApplicationState| (state == ApplicationState::Pending) == (tab == Tab::Pending);
        let n: i64 = counts
            .iter()
            .filter(|(state, _)| of_tab(*state))
            .map(|(_, n)| n)
            .sum();
        let to = address.listing(Listing {
            size: address.listing.size,
            ..Listing::of_tab(tab)
        });
        let here = (address.listing.tab() == tab).then_some("page");
        view! {
            <a class="tab" href=to.path() data-visit="" aria-current=here aria-label=texts::tab(tab)>
                {texts::tab(tab)}
                <span class="tab-count" aria-hidden="true">{texts::desk::grouped(n)}</span>
            </a>
        }
    };
    let settled = counts
        .iter()
        .filter(|(state, n)| *state != ApplicationState::Pending && *n > 0)
        .map(|(state, n)| {
            let query = format!("state={}", state.as_str());
            let to = address.listing(Listing::from_query(&query));
            view! {
                <li>
                    <a href=to.path() data-visit="">
                        {texts::desk::counted(texts::state(*state), *n)}
                    </a>
                </li>
            }
        })
        .collect_view();
    view! {
        <nav class="tabs" aria-label=texts::PROGRESS>
            {tab(Tab::Pending)}
            {tab(Tab::Settled)}
        </nav>
        {(address.listing.tab() == Tab::Settled)
            .then(|| view! { <ul class="state-counts" role="list">{settled}</ul> })}
    }
    .into_any()
}

/// One form: the filter, the table with its ticks, and what can be done with them.
#[component]
fn Desk(
    queue: QueueView,
    address: DeskAddress,
    retained: Option<Retained<DeskDraft>>,
) -> impl IntoView {
    let (draft, fault) = retained.map_or((None, None), |r| (Some(r.draft), r.fault));
    let done = use_query_map().get_untracked().get("view");
    let done = done.filter(|_| draft.is_none());
    let done = done.and_then(|word| texts::desk::view_done(&word));
    let (problems, refused) = split(fault);
    let tab = address.listing.tab();
    let empty = queue.rows.is_empty();
    let filtered = !address.listing.filter.is_plain();
    let fields = draft
        .as_ref()
        .map_or_else(|| address.listing.clone().into(), DeskDraft::filter);
    let page: Vec<String> = queue.rows.iter().map(row_word).collect();
    let hidden = |row| view! { <input type="hidden" name="page" value=row /> };
    let (before, after) = (queue.before.clone(), queue.after.clone());
    let (views, counts, regions) = (
        queue.views.clone(),
        queue.counts.clone(),
        queue.regions.clone(),
    );
    let ticked = queue.rows.iter().filter(|row| row.ticked).count() as i64;
    let elsewhere = (address.selected - ticked).max(0);
    let outcomes = queue.outcomes.clone();
    let has_list = queue.matching.is_some();
    let listed = queue.matching.filter(|n| *n > 0);
    let bar = (tab == Tab::Pending).then(|| {
        let matching = (!filtered).then(|| pending(&counts));
        let (address, problems) = (address.clone(), problems.clone());
        view! { <BatchBar address elsewhere matching listed problems empty outcomes /> }
    });
    let (view_name, day) = draft.map_or_else(Default::default, |d| (d.view_name, d.jump));
    let problem = told(&problems, Field::Jump);
    let jump = (address.listing.is_by_day()).then_some((day, problem));
    view! {
        <WhyNot fault=refused />
        {address.refiltered.then(|| view! { <Refiltered address=address.clone() /> })}
        <ReviewDesk>
            <input type="hidden" name="place" value=address.to_query() />
            {page.into_iter().map(hidden).collect_view()}
            <FilterFields fields tab regions has_list problems=problems.clone() open=filtered />
            <QueueTable queue tab filtered address=address.clone() />
            <Pager before after empty jump />
            {bar}
            <SavedViews views name=view_name problems done />
        </ReviewDesk>
    }
    .into_any()
}

fn pending(counts: &[(ApplicationState, i64)]) -> i64 {
    let pending = counts
        .iter()
        .find(|(state, _)| *state == ApplicationState::Pending);
    pending.map_or(0, |(_, n)| *n)
}

/// Another filter than the one under which rows were selected: keep them?
#[component]
fn Refiltered(address: DeskAddress) -> impl IntoView {
    let keep = DeskAddress {
        refiltered: false,
        ..address.clone()
    };
    view! {
        <Notice saying=texts::desk::refiltered(address.selected)>
            <div class="button-row">
                <a class="button" href=keep.path() data-visit="">
                    {texts::desk::KEEP_SELECTION}
                </a>
                <a class="button" href=address.unselected().path() data-visit="">
                    {texts::desk::SELECT_NOTHING}
                </a>
            </div>
        </Notice>
    }
    .into_any()
}

/// What is selected, in words, and what to do with it.
#[component]
fn BatchBar(
    address: DeskAddress,
    elsewhere: i64,
    /// How many rows match, where that is kept.
    matching: Option<i64>,
    /// How many are as the unit's list has them, where any are.
    listed: Option<i64>,
    problems: Vec<FieldProblem>,
    empty: bool,
    /// Those that the rules of binding offer.
    outcomes: Vec<Outcome>,
) -> impl IntoView {
    let problem = told(&problems, Field::Rows);
    // The style takes it back as soon as something is ticked.
    let wants_ticks = problem_at(&problems, Field::Rows) == Some(&Problem::Required);
    let wants_ticks = wants_ticks.then_some("");
    let some = !address.selection.is_empty();
    let press = |go: String, text: String, class: &'static str| {
        let key = match go.as_str() {
            "decide-approve" => Some("a"),
            "decide-return" => Some("r"),
            _ => None,
        };
        view! {
            <button class=class type="submit" name="go" value=go data-key=key>
                {text}
            </button>
        }
    };
    let outcome = |outcome: Outcome| {
        let class = match outcome {
            Outcome::Approve => "button button-primary",
            Outcome::Return | Outcome::Reject => "button",
            Outcome::Terminate => "button button-danger",
        };
        let text = texts::desk::batch(outcome).to_owned();
        press(format!("decide-{}", outcome.as_str()), text, class)
    };
    let everything = texts::desk::select_everything(matching);
    view! {
        <div class="batch-bar">
            <div class="batch-said">
                <p class="batch-count" role="status">
                    <span class="batch-some">
                        {texts::desk::ON_THIS_PAGE} " "
                        <span class="batch-number">
                            <span class="batch-number-text"></span>
                        </span> " " {texts::ROWS}
                    </span>
                    <span class="batch-all">{texts::desk::PAGE_SELECTED}</span>
                    {(elsewhere > 0).then(|| texts::desk::elsewhere(elsewhere))}
                </p>
                {address.selection.all().map(|all| {
                        let said = texts::desk::selection(&address.selection, address.selected);
                        // What the island makes the sentence of anew, as ticks change.
                        view! {
                            <p
                                class="batch-selection"
                                data-selection=texts::desk::filter(&all.filter)
                                data-except=address.selection.except().len()
                                data-n=address.selected
                            >
                                {said}
                            </p>
                        }
                    })}
                {matching
                    .map(|n| {
                        let of = texts::desk::filter(&address.listing.filter);
                        let said = texts::desk::all_selected(&of, 0, n);
                        view! {
                            <p class="batch-selection" data-everything="">
                                {said}
                            </p>
                        }
                    })}
                {problem
                    .map(|text| {
                        view! {
                            <p
                                class="field-error"
                                role="alert"
                                tabindex="-1"
                                autofocus=true
                                data-wants-ticks=wants_ticks
                            >
                                {text}
                            </p>
                        }
                    })}
            </div>
            <div class="button-row">
                {(!empty)
                    .then(|| press(EVERYTHING.to_owned(), everything, "button button-small"))}
                {listed
                    .map(|n| {
                        let text = texts::expected::select_matching(n);
                        press("matching".to_owned(), text, "button button-small")
                    })}
                {some
                    .then(|| {
                        let text = texts::desk::SELECT_NOTHING.to_owned();
                        press("nothing".to_owned(), text, "button button-small")
                    })}
            </div>
            <div class="button-row">
                {outcomes.into_iter().map(outcome).collect_view()}
            </div>
        </div>
    }
    .into_any()
}
