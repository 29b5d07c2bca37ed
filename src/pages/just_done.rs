//! What 保存并下一条 did, told on the page that it leads to: the next case, or the list.

use crate::api;
use crate::domain::views::DoneView;
use crate::domain::{Tab, Walk};
use crate::texts;
use crate::ui::Notice;
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

/// The address names the case; what became of it the records say.
#[component]
pub fn JustDone() -> impl IntoView {
    let done = use_query_map().get_untracked().get("done");
    let Some(id) = done.and_then(|id| id.parse::<i64>().ok()) else {
        return ().into_any();
    };
    let more = use_params_map().get_untracked().get("id").is_some();
    let notice = Suspend::new(async move {
        let found = api::done(id).await.ok().flatten();
        found.map(|case| view! { <Done case more /> })
    });
    view! { <Suspense>{notice}</Suspense> }.into_any()
}

#[component]
fn Done(case: DoneView, more: bool) -> impl IntoView {
    view! {
        <Notice saying=texts::case::done(&case, more) announced=true>
            <p>
                <a href=Walk::of_tab(Tab::Settled).case(case.id, &[])>{texts::case::LOOK_AGAIN}</a>
            </p>
        </Notice>
    }
    .into_any()
}
