//! Reading a form in the browser: the same names that a plain form sends.

use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{FormData, HtmlFormElement, HtmlInputElement};

/// The text of a field, or empty.
pub fn form_text(form: &HtmlFormElement, name: &str) -> String {
    FormData::new_with_form(form)
        .ok()
        .and_then(|data| data.get(name).as_string())
        .unwrap_or_default()
}

/// The values of the ticked boxes of this name, in their order.
pub fn checked_values(form: &HtmlFormElement, name: &str) -> Vec<String> {
    let elements = form.elements();
    (0..elements.length())
        .filter_map(|index| elements.item(index)?.dyn_into::<HtmlInputElement>().ok())
        .filter(|input| input.name() == name && input.checked())
        .map(|input| input.value())
        .collect()
}

/// Sends the form as the browser would without us. What only a whole page can answer, such as a
/// session that ran out, takes the way of plain forms, which loses nothing.
pub fn resubmit_natively(form: &HtmlFormElement) {
    // Nothing is left to do if the browser refuses: the form stays as it is.
    let _ = form.submit();
}
