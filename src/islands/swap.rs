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
pub fn swap(region: &Element, sent: Option<&HtmlFormElement>, answer: &Answer) -> Option<Swapped> {
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
    Some(Swapped {
        region: region.clone(),
        focused,
    })
}

/// A region that is shown now; where the eye and the focus go is still open.
pub struct Swapped {
    region: Element,
    focused: Option<Trait>,
}

impl Swapped {
    /// Leads to what answers the form, as the page does when it loads. The focus stays on the control that had it where
    /// there is no such answer, or it can be seen from there.
    pub fn settle(self, answers_form: bool) {
        let answer = answers_form.then(|| answer_in(&self.region)).flatten();
        let same = self.focused.and_then(|focused| {
            let controls = all(&self.region, "a[href], button, input, select, textarea");
            controls
                .into_iter()
                .find(|control| trait_of(control) == focused)
        });
        match (answer, same) {
            (Some(answer), Some(same)) if is_in_view(&answer) => focus(&same),
            (Some(answer), _) => {
                focus(&answer);
                show(&answer);
            }
            (None, same) => focus(same.as_ref().unwrap_or(&self.region)),
        }
    }
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

/// The first notice that answers, or the first field that is wrong.
fn answer_in(region: &Element) -> Option<Element> {
    let shown = |element: &Element| element.get_client_rects().length() > 0;
    all(region, "[autofocus]").into_iter().find(shown)
}

/// Whether all of it can be seen without scrolling.
fn is_in_view(element: &Element) -> bool {
    let (place, window) = (element.get_bounding_client_rect(), window());
    let height = window
        .inner_height()
        .ok()
        .and_then(|height| height.as_f64());
    place.top() >= 0.0 && height.is_some_and(|height| place.bottom() <= height)
}

/// At once: who asked for less motion gets none.
fn show(element: &Element) {
    if !is_in_view(element) {
        // A field comes with its label.
        let field = element.closest(".field").ok().flatten();
        field.as_ref().unwrap_or(element).scroll_into_view();
    }
}

/// Nothing moves under the pointer, and nothing has to be laid out before its time.
fn focus(place: &Element) {
    if let Some(place) = place.dyn_ref::<HtmlElement>() {
        let still = FocusOptions::new();
        still.set_prevent_scroll(true);
        let _ = place.focus_with_options(&still);
    }
}
