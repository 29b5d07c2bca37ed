//! What is typed into a form marked `data-keeps` survives a reload of its page: it is kept in the tab
//! for the form's address, until the page no longer offers that form.

use super::page::{all, everywhere};
use crate::ui::closest;
use leptos::ev;
use leptos::prelude::*;
use leptos::wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    Element, FormData, HtmlFormElement, HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement,
    Storage, UrlSearchParams,
};

const KEPT: &str = "form[data-keeps]";

/// Listens for as long as the page lives.
pub fn start() {
    window_event_listener(ev::input, |event| keep(event.target()));
    window_event_listener(ev::change, |event| keep(event.target()));
    window_event_listener(ev::submit, |event| {
        // The next reader of this tab is somebody else.
        if let (Some(_), Some(storage)) = (
            closest(event.target(), "form[action=\"/logout\"]"),
            storage(),
        ) {
            let _ = storage.clear();
        }
    });
}

/// Fills in what was kept, and forgets what was kept for a form that is no longer here.
pub fn awaken() {
    let Some(storage) = storage() else { return };
    let here = name(&window().location().pathname().unwrap_or_default());
    let forms = everywhere::<HtmlFormElement>(KEPT);
    if !forms.iter().any(|form| name_of(form) == here) {
        let _ = storage.remove_item(&here);
    }
    for form in forms {
        if let Ok(Some(kept)) = storage.get_item(&name_of(&form)) {
            fill(&form, &kept);
        }
    }
}

fn storage() -> Option<Storage> {
    window().session_storage().ok().flatten()
}

fn name(path: &str) -> String {
    format!("kept {path}")
}

fn name_of(form: &HtmlFormElement) -> String {
    let action = form.get_attribute("action").unwrap_or_default();
    name(action.split('?').next().unwrap_or_default())
}

fn keep(target: Option<web_sys::EventTarget>) {
    let form = closest(target, KEPT).and_then(|form| form.dyn_into::<HtmlFormElement>().ok());
    let Some((form, storage)) = form.zip(storage()) else {
        return;
    };
    // A tab whose storage is full or forbidden keeps nothing.
    let _ = match typed(&form) {
        Some(typed) => storage.set_item(&name_of(&form), &typed),
        None => storage.remove_item(&name_of(&form)),
    };
}

/// What the fields hold, without those that the server filled in for itself; none where all are
/// empty.
fn typed(form: &HtmlFormElement) -> Option<String> {
    let params = UrlSearchParams::new().ok()?;
    let mut empty = true;
    for (name, value) in pairs(&FormData::new_with_form(form).ok()?) {
        let hidden = format!("input[type=hidden][name=\"{name}\"]");
        if all::<Element>(form, &hidden).is_empty() {
            empty &= value.is_empty();
            params.append(&name, &value);
        }
    }
    (!empty).then(|| String::from(params.to_string()))
}

fn fill(form: &HtmlFormElement, kept: &str) {
    let Ok(params) = UrlSearchParams::new_with_str(kept) else {
        return;
    };
    let before = all::<HtmlInputElement>(form, "input:checked");
    for (name, value) in pairs(&params) {
        for field in all::<Element>(form, &format!("[name=\"{name}\"]")) {
            fill_field(&field, &value, &before);
        }
    }
}

/// What the server, or somebody before the page was live, filled in stays.
fn fill_field(field: &Element, value: &str, before: &[HtmlInputElement]) {
    if let Some(text) = field.dyn_ref::<HtmlTextAreaElement>() {
        if text.value().is_empty() {
            text.set_value(value);
        }
    } else if let Some(choice) = field.dyn_ref::<HtmlSelectElement>() {
        if choice.value().is_empty() {
            choice.set_value(value);
        }
    } else if let Some(input) = field.dyn_ref::<HtmlInputElement>() {
        match input.type_().as_str() {
            "radio" if before.iter().any(|other| other.name() == input.name()) => {}
            "radio" | "checkbox" if input.value() == value => input.set_checked(true),
            "text" if input.value().is_empty() => input.set_value(value),
            _ => {}
        }
    }
}

/// The entries of a FormData or of UrlSearchParams.
fn pairs(of: &impl AsRef<JsValue>) -> Vec<(String, String)> {
    let Ok(Some(entries)) = js_sys::try_iter(of.as_ref()) else {
        return Vec::new();
    };
    let pair = |entry: Result<JsValue, JsValue>| {
        let entry: js_sys::Array = entry.ok()?.dyn_into().ok()?;
        Some((entry.get(0).as_string()?, entry.get(1).as_string()?))
    };
    entries.filter_map(pair).collect()
}
