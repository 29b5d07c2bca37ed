//! Finding one's way in the page that is shown.

use leptos::prelude::document;
use leptos::wasm_bindgen::JsCast;
use web_sys::Element;

/// The first of the document.
pub fn find(selector: &str) -> Option<Element> {
    document().query_selector(selector).ok().flatten()
}

/// All within an element.
pub fn all<T: JsCast>(within: &Element, selector: &str) -> Vec<T> {
    let Ok(found) = within.query_selector_all(selector) else {
        return Vec::new();
    };
    (0..found.length())
        .filter_map(|index| found.item(index)?.dyn_into().ok())
        .collect()
}

/// All of the document.
pub fn everywhere<T: JsCast>(selector: &str) -> Vec<T> {
    let root = document().document_element();
    root.map_or_else(Vec::new, |root| all(&root, selector))
}
