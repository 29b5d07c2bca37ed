//! The keyboard. A key presses what is marked with it: `data-key="j"` is pressed by j, a field or
//! what surrounds one takes the focus. `data-sets-a="faulty=no&outcome=approve"` beside
//! `data-key="a"` answers the form's questions first. In a list without such a mark j and k walk the
//! rows, and x ticks one.

use super::page::{all, everywhere, find};
use crate::ui::closest;
use leptos::ev::{self, KeyboardEvent};
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use web_sys::{
    Element, Event, EventInit, HtmlDialogElement, HtmlElement, HtmlFormElement, HtmlInputElement,
    HtmlSelectElement, HtmlTextAreaElement,
};

const ROWS: &str = "tr[data-row]";
const PRESSED: &str = "a[href], button, summary, input[type=checkbox], input[type=radio]";
const FIELDS: &str = "textarea, select, input:not([type=hidden])";
/// Where letters are typed, or choose.
const TYPING: &str = "textarea, select, [contenteditable], \
    input:not([type=checkbox], [type=radio], [type=button], [type=submit])";

/// Listens for as long as the page lives.
pub fn start() {
    window_event_listener(ev::keydown, |event| {
        if let Some(key) = key_of(&event)
            && (mark(&key).is_some_and(|marked| press(&marked, &key)) || in_rows(&key))
        {
            event.prevent_default();
        }
    });
    window_event_listener(ev::click, |event| {
        if closest(event.target(), "[data-opens-keys]").is_some() {
            show_help();
        }
    });
    // What only a script answers is hidden without one.
    for opener in everywhere::<Element>("[data-opens-keys]") {
        let _ = opener.remove_attribute("hidden");
    }
}

/// The key's name, unless it is meant for something else: a text, a dialog, the browser.
fn key_of(event: &KeyboardEvent) -> Option<String> {
    let other = event.default_prevented() || event.repeat() || event.is_composing();
    if other || event.alt_key() || find("dialog[open]").is_some() {
        return None;
    }
    let key = event.key();
    if event.ctrl_key() || event.meta_key() {
        return (key == "Enter").then(|| "Ctrl+Enter".to_owned());
    }
    let letter = key.chars().count() == 1 && !matches!(key.as_str(), "\"" | "\\" | " ");
    let typing = closest(event.target(), TYPING).is_some();
    (letter && !typing).then(|| if key == "？" { "?".to_owned() } else { key })
}

/// What the key presses, if it can be pressed now.
fn mark(key: &str) -> Option<HtmlElement> {
    let marked = everywhere::<HtmlElement>(&format!("[data-key~=\"{key}\"]"));
    let usable = |element: &HtmlElement| {
        element.offset_parent().is_some() && !element.matches(":disabled").unwrap_or(true)
    };
    marked.into_iter().find(usable)
}

/// Presses it; whether that did something.
fn press(marked: &HtmlElement, key: &str) -> bool {
    let button = marked.matches(PRESSED).unwrap_or_default();
    if let Some(answers) = marked.get_attribute(&format!("data-sets-{key}"))
        && !answer(marked, &answers, button)
    {
        return true;
    }
    if button {
        marked.click();
        return true;
    }
    let field = match marked.matches(FIELDS) {
        Ok(true) => Some(marked.clone()),
        _ => all::<HtmlElement>(marked, FIELDS).into_iter().next(),
    };
    field.is_some_and(|field| field.focus().is_ok())
}

/// Answers the questions of the form, `name=value&…`. Where a button is pressed right after,
/// nothing that was said otherwise is said over, and whoever wrote something is asked to press it
/// themselves: the focus goes to where that is.
fn answer(marked: &HtmlElement, answers: &str, careful: bool) -> bool {
    let Ok(Some(form)) = marked.closest("form") else {
        return false;
    };
    let Ok(form) = form.dyn_into::<HtmlFormElement>() else {
        return false;
    };
    let answers: Vec<(&str, &str)> = answers
        .split('&')
        .filter_map(|a| a.split_once('='))
        .collect();
    if careful && let Some(otherwise) = said_otherwise(&form, &answers) {
        let _ = otherwise.focus();
        return false;
    }
    for (name, value) in answers {
        set(&form, name, value);
    }
    true
}

fn said_otherwise(form: &HtmlFormElement, answers: &[(&str, &str)]) -> Option<HtmlElement> {
    let texts = all::<HtmlTextAreaElement>(form, "textarea").into_iter();
    if let Some(text) = texts
        .into_iter()
        .find(|text| !text.value().trim().is_empty())
    {
        return text.dyn_into().ok();
    }
    answers.iter().find_map(|(name, value)| {
        let radios = all::<HtmlInputElement>(form, &format!("input[name=\"{name}\"]:checked"));
        if let Some(other) = radios.into_iter().find(|radio| radio.value() != *value) {
            return other.dyn_into().ok();
        }
        let choices = all::<HtmlSelectElement>(form, &format!("select[name=\"{name}\"]"));
        let other = |choice: &HtmlSelectElement| !["", *value].contains(&choice.value().as_str());
        choices.into_iter().find(other)?.dyn_into().ok()
    })
}

fn set(form: &HtmlFormElement, name: &str, value: &str) {
    for radio in all::<HtmlInputElement>(form, &format!("input[name=\"{name}\"]")) {
        if radio.value() == value && !radio.checked() {
            radio.click();
        }
    }
    for choice in all::<HtmlSelectElement>(form, &format!("select[name=\"{name}\"]")) {
        choice.set_value(value);
        let init = EventInit::new();
        init.set_bubbles(true);
        if let Ok(changed) = Event::new_with_event_init_dict("change", &init) {
            let _ = choice.dispatch_event(&changed);
        }
    }
}

/// j and k walk the rows by their links, x ticks.
fn in_rows(key: &str) -> bool {
    let rows = everywhere::<Element>(ROWS);
    let focused = document().active_element();
    let at = rows.iter().position(|row| row.contains(focused.as_deref()));
    let next = match (key, at) {
        ("j", None) => Some(0),
        ("j", Some(at)) => Some(at + 1),
        ("k", None) => rows.len().checked_sub(1),
        ("k", Some(at)) => at.checked_sub(1),
        ("x", Some(at)) => {
            let ticked = all::<HtmlInputElement>(&rows[at], "input[type=checkbox]");
            ticked.iter().for_each(|ticked| ticked.click());
            return !ticked.is_empty();
        }
        _ => None,
    };
    let row = next.and_then(|next| rows.get(next));
    // The row's own way on: its last link is that of the column of actions.
    let link = row.and_then(|row| all::<HtmlElement>(row, "a[href]").pop());
    link.is_some_and(|link| link.focus().is_ok())
}

fn show_help() {
    let help = find("#keys").and_then(|help| help.dyn_into::<HtmlDialogElement>().ok());
    if let Some(help) = help {
        let _ = help.show_modal();
    }
}
