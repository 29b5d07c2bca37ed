//! `/review/batch`: a batch before it is done, while it is under way, and after.

mod plan;
mod result;
mod running;

pub use plan::BatchPlanPage;
pub use result::{BatchPage, BatchUndone};
pub use running::BatchRunPage;

use super::frame::WorkbenchFrame;
use crate::domain::DeskAddress;
use crate::domain::views::Who;
use crate::texts;
use leptos::prelude::*;
use leptos_router::hooks::use_url;

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
