//! 审核列表: what is ticked, said in words while it changes.

use crate::domain::Field;
use crate::texts;
use crate::ui::{TextArea, boxes};
use leptos::ev;
use leptos::html::Form;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use web_sys::{HtmlFormElement, HtmlInputElement};

/// The name of the rows' boxes in the form.
pub const ROWS: &str = "rows";
/// That of the box in the table's head, which ticks the page.
const ALL: &str = "all";

/// The form around the table: `children` is the table, with its boxes; then how many are
/// selected, the opinion for all of them, and 批量通过.
#[island]
pub fn ReviewDesk(opinion: String, problem: Option<String>, children: Children) -> impl IntoView {
    let form = NodeRef::<Form>::new();
    // How many rows are ticked. None until the page is live: then the style counts.
    let ticked = RwSignal::new(None::<usize>);
    let count = move |form: &HtmlFormElement| {
        let rows = boxes(form, ROWS);
        let chosen = rows.iter().filter(|row| row.checked()).count();
        ticked.set(Some(chosen));
        for header in boxes(form, ALL) {
            header.set_checked(!rows.is_empty() && chosen == rows.len());
            header.set_indeterminate(chosen > 0 && chosen < rows.len());
        }
    };
    let changed = move |event: ev::Event| {
        let Some(form) = form.get_untracked() else {
            return;
        };
        let header = event
            .target()
            .and_then(|t| t.dyn_into::<HtmlInputElement>().ok());
        if let Some(header) = header.filter(|input| input.name() == ALL) {
            boxes(&form, ROWS)
                .iter()
                .for_each(|row| row.set_checked(header.checked()));
        }
        count(&form);
    };
    // The browser may have kept ticks over a reload.
    Effect::new(move || {
        if let Some(form) = form.get() {
            count(&form);
        }
    });
    view! {
        <form
            class="batch content"
            method="post"
            action="/review"
            aria-label=texts::BATCH_REVIEW
            data-live=move || ticked.get().map(|_| "")
            node_ref=form
            on:change=changed
        >
            {children()}
            <div class="batch-bar">
                <Count ticked />
                <TextArea
                    name="opinion"
                    label=texts::field_label(Field::Opinion)
                    value=opinion
                    rows=1
                    problem
                />
                <button class="button button-primary" type="submit">
                    {texts::APPROVE_SELECTED}
                </button>
            </div>
        </form>
    }
}

/// 已选 N 条
#[component]
fn Count(ticked: RwSignal<Option<usize>>) -> impl IntoView {
    view! {
        <p class="batch-count" role="status">
            <span class="batch-some">
                {texts::SELECTED} " "
                <span class="batch-number">
                    <span class="batch-number-text">
                        {move || ticked.get().unwrap_or_default()}
                    </span>
                </span> " " {texts::ROWS}
            </span>
            <span class="batch-all">{texts::SELECTED_PAGE}</span>
        </p>
    }
    .into_any()
}
