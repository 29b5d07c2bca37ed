//! `/review`: 审核列表

use super::frame::WorkbenchFrame;
use super::load::load;
use crate::api;
use crate::domain::views::{BatchLine, QueueView, Retained};
use crate::domain::{BatchDraft, Tab};
use crate::islands::ReviewDesk;
use crate::texts;
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
                <ReviewDesk queue draft lines fault />
            </WorkbenchFrame>
        }
    })
}

#[component]
fn Tabs(current: Tab) -> impl IntoView {
    let tab = |tab: Tab, href: &'static str| {
        view! {
            <a class="tab" href=href aria-current=(tab == current).then_some("page")>
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
