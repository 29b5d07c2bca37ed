//! Finding one's way in the browser's document.

use leptos::wasm_bindgen::JsCast;
use web_sys::{Element, EventTarget, HtmlFormElement, HtmlInputElement};

/// The boxes of this name in a form that can be ticked, in their order.
pub fn boxes(form: &HtmlFormElement, name: &str) -> Vec<HtmlInputElement> {
    let elements = form.elements();
    (0..elements.length())
        .filter_map(|index| elements.item(index)?.dyn_into::<HtmlInputElement>().ok())
        .filter(|input| input.name() == name && !input.disabled())
        .collect()
}

/// The element that an event came from, or the nearest around it, that answers to the selector.
pub fn closest(target: Option<EventTarget>, selector: &str) -> Option<Element> {
    let element = target?.dyn_into::<Element>().ok()?;
    element.closest(selector).ok().flatten()
}
