//! `/review/batch/running`: a batch under way.

use super::super::load::load;
use super::{BatchFrame, place};
use crate::api;
use crate::domain::batch::Progress;
use crate::domain::views::{Run, Who};
use crate::domain::{DeskAddress, under};
use crate::texts;
use crate::ui::Notice;
use leptos::prelude::*;
use leptos_router::components::Redirect;
use leptos_router::hooks::use_query_map;

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
