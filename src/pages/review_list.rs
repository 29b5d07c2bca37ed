//! `/review`: 审核列表

use super::frame::WorkbenchFrame;
use super::load::load;
use super::login::told;
use super::review_table::{BatchNotice, Pager, QueueTable, row_word};
use crate::api;
use crate::domain::views::{BatchLine, QueueView, Retained};
use crate::domain::{BatchDraft, Fault, Field, Tab};
use crate::islands::{Arrivals, ReviewDesk};
use crate::texts;
use crate::ui::Notice;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// The results of a batch that came as a plain form.
#[derive(Clone, Debug)]
pub struct BatchDone(pub Vec<BatchLine>);

#[component]
pub fn ReviewListPage() -> impl IntoView {
    let query = use_query_map().get_untracked();
    let tab = Tab::from_word(&query.get("tab").unwrap_or_default());
    let page = api::queue(tab, query.get("after"), query.get("before"));
    let retained = use_context::<Retained<BatchDraft>>();
    let lines = use_context::<BatchDone>().map_or_else(Vec::new, |done| done.0);
    load(page, move |queue: QueueView| {
        let (draft, fault) = retained.map_or_else(Default::default, |r| (r.draft, r.fault));
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
                </div>
                <Tabs current=queue.tab />
                <Arrivals seq=queue.seq />
                {(!lines.is_empty()).then(|| view! { <BatchNotice lines /> })}
                <Desk queue draft fault />
            </WorkbenchFrame>
        }
    })
}

/// The table, and around it, where there is something to decide, the form of a batch.
#[component]
fn Desk(queue: QueueView, draft: BatchDraft, fault: Option<Fault>) -> impl IntoView {
    let empty = queue.rows.is_empty();
    let decides = queue.tab == Tab::Pending && !empty;
    let page: Vec<String> = queue.rows.iter().map(row_word).collect();
    let (before, after) = (queue.before.clone(), queue.after.clone());
    let pager = view! { <Pager tab=queue.tab before after empty /> };
    let table = view! { <QueueTable queue ticked=draft.rows /> };
    if !decides {
        return view! {
            {table}
            {pager}
        }
        .into_any();
    }
    let (problem, refused) = match fault {
        Some(Fault::Invalid(problems)) => {
            let at = |field| told(&problems, field);
            (at(Field::Rows).or_else(|| at(Field::Opinion)), None)
        }
        other => (None, other),
    };
    let hidden = |row| view! { <input type="hidden" name="page" value=row /> };
    view! {
        {refused.map(|fault| view! { <Notice saying=texts::fault(&fault) announced=true /> })}
        <ReviewDesk opinion=draft.opinion problem>
            {page.into_iter().map(hidden).collect_view()}
            {table}
            {pager}
        </ReviewDesk>
    }
    .into_any()
}

#[component]
fn Tabs(current: Tab) -> impl IntoView {
    let tab = |tab: Tab, href: &'static str| {
        view! {
            <a class="tab" href=href data-visit="" aria-current=(tab == current).then_some("page")>
                {texts::tab(tab)}
            </a>
        }
    };
    view! {
        <nav class="tabs" aria-label=texts::PROGRESS>
            {tab(Tab::Pending, "/review")}
            {tab(Tab::Settled, "/review?tab=settled")}
        </nav>
    }
    .into_any()
}
