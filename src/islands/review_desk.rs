//! 审核列表: ticking, said in words while it changes.

use super::page::all;
use crate::texts;
use crate::ui::{boxes, closest};
use leptos::ev::{self, MouseEvent, SubmitEvent};
use leptos::html::Form;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use web_sys::{HtmlButtonElement, HtmlFormElement, HtmlInputElement};

/// The name of the rows' boxes in the form.
pub const ROWS: &str = "rows";
/// What 选择全部符合条件的 sends.
pub const EVERYTHING: &str = "everything";
/// That of the box in the table's head, which ticks the page.
const ALL: &str = "all";

/// The form around filter, table and bar, which are its `children`. Where a script runs, the head's
/// box follows the ticks and leads them, Shift ticks a range, and a row's link takes the ticks along.
#[island]
pub fn ReviewDesk(children: Children) -> impl IntoView {
    let form = NodeRef::<Form>::new();
    // The row that was ticked or unticked last: where a range begins.
    let anchor = StoredValue::new(None::<usize>);
    let changed = move |event: ev::Event| {
        let Some(form) = form.get_untracked() else {
            return;
        };
        let Some(input) = target_input(&event) else {
            return;
        };
        if input.name() == ALL {
            let rows = boxes(&form, ROWS);
            rows.iter().for_each(|row| row.set_checked(input.checked()));
        }
        say(&form);
    };
    let clicked = move |event: MouseEvent| {
        let Some(form) = form.get_untracked() else {
            return;
        };
        if let Some(input) = target_input(&event).filter(|input| input.name() == ROWS) {
            let rows = boxes(&form, ROWS);
            let here = rows.iter().position(|row| *row == input);
            if let (true, Some(from), Some(to)) = (event.shift_key(), anchor.get_value(), here) {
                let range = from.min(to)..=from.max(to);
                rows[range]
                    .iter()
                    .for_each(|row| row.set_checked(input.checked()));
            }
            anchor.set_value(here);
        } else if let Some(id) = opened(&event) {
            event.prevent_default();
            press(&form, &format!("open-{id}"));
        }
    };
    let sent = move |event: SubmitEvent| {
        let pressed = event
            .submitter()
            .and_then(|pressed| pressed.get_attribute("value"));
        if let Some(form) = form
            .get_untracked()
            .filter(|_| pressed.as_deref() == Some(EVERYTHING))
        {
            tick_page(&form);
        }
    };
    // The browser may have kept ticks over a reload.
    Effect::new(move || {
        if let Some(form) = form.get() {
            let _ = form.set_attribute("data-live", "");
            say(&form);
        }
    });
    view! {
        <form
            class="batch content"
            method="post"
            action="/review"
            aria-label=texts::desk::DESK
            novalidate=true
            node_ref=form
            on:change=changed
            on:click=clicked
            on:submit=sent
        >
            {children()}
        </form>
    }
}

/// How many rows of the page are ticked, at the bar and in the head's box.
fn say(form: &HtmlFormElement) {
    let rows = boxes(form, ROWS);
    let ticked = rows.iter().filter(|row| row.checked()).count();
    if let Ok(Some(number)) = form.query_selector(".batch-number-text") {
        number.set_text_content(Some(&ticked.to_string()));
    }
    say_all(form);
    for head in boxes(form, ALL) {
        head.set_checked(!rows.is_empty() && ticked == rows.len());
        head.set_indeterminate(ticked > 0 && ticked < rows.len());
    }
}

/// Where all of a filter are selected: how many are left of them, as ticks change. Who is unticked is one of
/// those that are excepted with the next press.
fn say_all(form: &HtmlFormElement) {
    let Ok(Some(said)) = form.query_selector("[data-selection]") else {
        return;
    };
    let text = |name: &str| said.get_attribute(name).unwrap_or_default();
    let number = |name: &str| text(name).parse::<i64>().unwrap_or_default();
    // A row that a colleague decided meanwhile is unticked too.
    let rows: Vec<HtmlInputElement> = all(form, &format!("input[name={ROWS}]"));
    let dropped =
        |row: &HtmlInputElement| i64::from(row.default_checked()) - i64::from(row.checked());
    let dropped: i64 = rows.iter().map(dropped).sum();
    let (except, n) = (number("data-except") + dropped, number("data-n") - dropped);
    let now = texts::desk::all_selected(&text("data-selection"), except, n);
    if said.text_content().as_ref() != Some(&now) {
        said.set_text_content(Some(&now));
    }
}

/// The page's rows are ticked at once. As long as the answer is awaited, the style says the rest.
fn tick_page(form: &HtmlFormElement) {
    let rows = boxes(form, ROWS);
    let open = rows.iter().filter(|row| !row.disabled());
    open.for_each(|row| row.set_checked(true));
    say(form);
}

/// The case that a plain click on a row's link opens.
fn opened(event: &MouseEvent) -> Option<String> {
    let plain = event.button() == 0 && !event.ctrl_key() && !event.meta_key() && !event.shift_key();
    closest(event.target().filter(|_| plain), "a[data-open]")?.get_attribute("data-open")
}

fn press(form: &HtmlFormElement, go: &str) {
    let button = document().create_element("button").ok();
    let Some(button) = button.and_then(|b| b.dyn_into::<HtmlButtonElement>().ok()) else {
        return;
    };
    button.set_name("go");
    button.set_value(go);
    button.set_hidden(true);
    if form.append_child(&button).is_ok() {
        let _ = form.request_submit_with_submitter(Some(&button));
        button.remove();
    }
}

fn target_input(event: &ev::Event) -> Option<HtmlInputElement> {
    event.target()?.dyn_into().ok()
}
