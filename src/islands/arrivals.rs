//! What arrives while the list is open, and what colleagues decide: nothing moves. The list says how
//! many are new, and rows that are settled go grey where they are.

use super::page::{all, find};
use super::stream::Stream;
use crate::texts;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsValue;
use std::cell::RefCell;
use web_sys::{Element, HtmlInputElement, MessageEvent};

/// Holds the number of the queue that the page shows.
const PLACE: &str = "data-arrivals";

/// At the head of the list. `seq`: the number of the queue that the list was read at. Empty, and
/// silent without a script.
#[component]
pub fn Arrivals(seq: i64) -> impl IntoView {
    view! {
        <p class="arrivals" role="status" data-arrivals=seq>
            <a class="button button-small" href="/review" data-visit="" data-arrived="" hidden=true>
                <span data-number=""></span>
                " "
                {texts::NEW_APPLICATIONS}
            </a>
            <a class="button button-small" href="/review" data-visit="" data-old="" hidden=true>
                {texts::LIST_IS_OLD}
            </a>
        </p>
    }
    .into_any()
}

thread_local! {
    static STREAM: RefCell<Option<Stream>> = const { RefCell::new(None) };
}

/// Listens for as long as the page lives.
pub fn start() {
    // Browsers open few connections to a server: a page that nobody sees leaves them to others.
    for event in ["visibilitychange", "pageshow"] {
        window_event_listener_untyped(event, |_| awaken());
    }
    window_event_listener_untyped("pagehide", |_| drop(STREAM.take()));
}

/// Listens for the list that is shown now, from where it stands.
pub fn awaken() {
    drop(STREAM.take());
    let place = find("[data-arrivals]").filter(|_| !document().hidden());
    STREAM.set(place.and_then(listen));
}

fn listen(place: Element) -> Option<Stream> {
    let after = place.get_attribute(PLACE)?;
    let address = format!("/review/live?after={after}");
    Stream::open(&address, move |event: MessageEvent| hear(&place, &event))
}

fn hear(place: &Element, event: &MessageEvent) {
    let text = event.data().as_string().unwrap_or_default();
    let Ok(news) = js_sys::JSON::parse(&text) else {
        return;
    };
    // Where a stream that is opened anew goes on.
    let _ = place.set_attribute(PLACE, &event.last_event_id());
    if get(&news, "reload").is_truthy() {
        show(place, "[data-old]");
        return;
    }
    count(place, number(&news, "arrived"));
    for changed in js_sys::Array::from(&get(&news, "changed")).iter() {
        settle(&changed);
    }
}

fn get(object: &JsValue, name: &str) -> JsValue {
    js_sys::Reflect::get(object, &name.into()).unwrap_or(JsValue::UNDEFINED)
}

/// A whole number: to read and write fractions would be a tenth of all that the browser loads.
fn number(object: &JsValue, name: &str) -> i64 {
    get(object, name).as_f64().unwrap_or_default() as i64
}

fn count(place: &Element, arrived: i64) {
    let number = place.query_selector("[data-number]").ok().flatten();
    let Some(number) = number.filter(|_| arrived > 0) else {
        return;
    };
    let before: i64 = number
        .text_content()
        .and_then(|text| text.parse().ok())
        .unwrap_or_default();
    number.set_text_content(Some(&(before + arrived).to_string()));
    show(place, "[data-arrived]");
}

fn show(place: &Element, link: &str) {
    if let Ok(Some(link)) = place.query_selector(link) {
        let _ = link.remove_attribute("hidden");
    }
}

/// The row, if it is shown, says what became of it, and is no longer to be chosen.
fn settle(changed: &JsValue) {
    let id = number(changed, "id");
    let Some(row) = find(&format!("tr[data-row=\"{id}\"]")) else {
        return;
    };
    let _ = row.set_attribute("data-settled", "");
    for ticked in all::<HtmlInputElement>(&row, "input[type=checkbox]") {
        if ticked.checked() {
            // As its reader would: who counts the ticks hears of it.
            ticked.click();
        }
        ticked.set_disabled(true);
    }
    let words = ["word", "who", "minute"].map(|name| get(changed, name).as_string());
    let words: Vec<String> = words.into_iter().flatten().collect();
    if let Ok(Some(state)) = row.query_selector("[data-state]") {
        state.set_text_content(Some(words.join(" ").trim()));
    }
}
