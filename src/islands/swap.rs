//! Putting a page's region in the place of the one that is shown.

use leptos::prelude::{document, window};
use leptos::wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    Document, DomParser, Element, FocusOptions, HtmlElement, HtmlFormElement, HtmlTemplateElement,
    HtmlTextAreaElement, Node, SupportedType,
};

/// A page that a visit brought.
pub struct Answer {
    pub page: String,
    /// Where it came from, after all redirects.
    pub url: String,
    pub redirected: bool,
}

/// Shows the answer's region of the same name, with what was typed in forms other than `sent`. `None`: it has none, or was built for another
/// release of the script and style that run here.
pub fn swap(region: &Element, sent: Option<&HtmlFormElement>, answer: &Answer) -> Option<()> {
    let parser = DomParser::new().ok()?;
    let page = parser
        .parse_from_string(&answer.page, SupportedType::TextHtml)
        .ok()?;
    let name = region.get_attribute("data-region")?;
    let next = find(&page, &format!("[data-region=\"{name}\"]"))?;
    if style_of(&page) != style_of(&document()) {
        return None;
    }
    let focused = document()
        .active_element()
        .filter(|e| region.contains(Some(e)));
    let focused = focused.map(|element| trait_of(&element));
    let typed = typed_elsewhere(region, sent);
    // The nodes themselves: as a text they would be parsed once more.
    let nodes = document().create_document_fragment();
    while let Some(child) = next.first_child() {
        nodes.append_child(&child).ok()?;
    }
    region.replace_children_with_node_1(&nodes);
    restore(typed);
    document().set_title(&page.title());
    hydrate(region);
    super::awaken();
    focus(region, focused);
    Some(())
}

/// Says at the head of the form that the server could not be reached.
pub fn show_unreachable(form: &HtmlFormElement) {
    let said =
        find(&document(), "#unreachable").and_then(|e| e.dyn_into::<HtmlTemplateElement>().ok());
    let Some(said) = said else { return };
    if let Ok(Some(before)) = form.query_selector(":scope > .unreachable") {
        before.remove();
    }
    if let Ok(copy) = said.content().clone_node_with_deep(true) {
        // A form that is gone meanwhile has nobody to tell.
        let _ = form.insert_before(&copy, form.first_child().as_ref());
    }
}

fn find(page: &Document, selector: &str) -> Option<Element> {
    page.query_selector(selector).ok().flatten()
}

fn style_of(page: &Document) -> Option<String> {
    find(page, "link[rel=stylesheet]")?.get_attribute("href")
}

/// The islands that came with the region come alive, as leptos does it when a page loads.
fn hydrate(region: &Element) {
    let name = JsValue::from_str("__hydrateIsland");
    let function = js_sys::Reflect::get(&window(), &name).ok();
    let Some(function) = function.and_then(|f| f.dyn_into::<js_sys::Function>().ok()) else {
        return;
    };
    for island in all(region, "leptos-island") {
        if let Some(component) = island.get_attribute("data-component") {
            let _ = function.call2(&JsValue::NULL, &island, &component.into());
        }
    }
}

fn all(region: &Element, selector: &str) -> Vec<Element> {
    let Ok(found) = region.query_selector_all(selector) else {
        return Vec::new();
    };
    (0..found.length())
        .filter_map(|index| found.item(index)?.dyn_into().ok())
        .collect()
}

/// The texts in fields of other forms, by the fields' ids, that are not as the server made them.
fn typed_elsewhere(region: &Element, sent: Option<&HtmlFormElement>) -> Vec<(String, String)> {
    let fields = all(region, "textarea[id]").into_iter();
    fields
        .filter_map(|field| field.dyn_into::<HtmlTextAreaElement>().ok())
        .filter(|field| {
            field.form().as_ref() != sent && field.default_value().as_ref() != Ok(&field.value())
        })
        .map(|field| (field.id(), field.value()))
        .collect()
}

fn restore(typed: Vec<(String, String)>) {
    for (id, text) in typed {
        let field = document().get_element_by_id(&id);
        if let Some(field) = field.and_then(|f| f.dyn_into::<HtmlTextAreaElement>().ok()) {
            field.set_value(&text);
        }
    }
}

/// By what a control is known again: its id, or its kind, name, value and text.
#[derive(PartialEq)]
struct Trait(String, [Option<String>; 4]);

fn trait_of(element: &Element) -> Trait {
    let id = element.id();
    if !id.is_empty() {
        return Trait(id, Default::default());
    }
    let node: &Node = element;
    let value = element.get_attribute("value");
    let kind = [
        Some(element.tag_name()),
        element.get_attribute("name"),
        value,
        node.text_content(),
    ];
    Trait(id, kind)
}

/// The focus stays on the control that had it, or goes to the region that was answered.
fn focus(region: &Element, focused: Option<Trait>) {
    let same = focused.and_then(|focused| {
        let controls = all(region, "a[href], button, input, select, textarea");
        controls
            .into_iter()
            .find(|control| trait_of(control) == focused)
    });
    let place = same.unwrap_or_else(|| region.clone());
    if let Ok(place) = place.dyn_into::<HtmlElement>() {
        // Nothing moves under the pointer, and nothing has to be laid out before its time.
        let still = FocusOptions::new();
        still.set_prevent_scroll(true);
        let _ = place.focus_with_options(&still);
    }
}
