//! Visits: on a live page, the forms and marked links of a region are answered in place. The
//! request is the one that the browser would send, the answer the page that it would show; of that
//! page the region is taken. So there is one way to ask and to answer, with a script and without,
//! and what a visit can't do the browser does itself.

use super::swap::{Answer, show_unreachable, swap};
use crate::ui::closest;
use leptos::ev::{self, MouseEvent, SubmitEvent};
use leptos::prelude::{window, window_event_listener};
use leptos::task::spawn_local;
use leptos::wasm_bindgen::{JsCast, JsValue};
use std::cell::{Cell, RefCell};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Element, FormData, HtmlElement, HtmlFormElement, Request, RequestInit, Response,
    UrlSearchParams,
};

thread_local! {
    /// One visit at a time: a second press is the first one's impatience.
    static UNDER_WAY: Cell<bool> = const { Cell::new(false) };
    /// Path and query of what is shown.
    static SHOWN: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Marks a region, and the links that are visited in place.
const REGION: &str = "[data-region]";
const LINK: &str = "a[data-visit]";
/// Leaves a form to the browser.
const WHOLE: &str = "data-whole";

/// Listens for as long as the page lives.
pub fn start() {
    SHOWN.set(here());
    window_event_listener(ev::submit, |event| {
        if let Some(visit) = of_form(&event) {
            event.prevent_default();
            go(visit);
        }
    });
    window_event_listener(ev::click, |event| {
        if let Some(visit) = of_link(&event) {
            event.prevent_default();
            go(visit);
        }
    });
    window_event_listener(ev::popstate, |_| {
        // A fragment changes no page.
        if SHOWN.with_borrow(|shown| *shown != here()) {
            let _ = window().location().reload();
        }
    });
}

/// What to ask for, from where.
struct Visit {
    region: Element,
    url: String,
    body: Option<UrlSearchParams>,
    form: Option<(HtmlFormElement, Option<HtmlElement>)>,
}

fn of_form(event: &SubmitEvent) -> Option<Visit> {
    let form: HtmlFormElement = event.target()?.dyn_into().ok()?;
    let region = form.closest(REGION).ok()??;
    if event.default_prevented() || form.has_attribute(WHOLE) {
        return None;
    }
    let pressed = event.submitter();
    let of_button = |name: &str| pressed.as_ref()?.get_attribute(name);
    let params = UrlSearchParams::new().ok()?;
    for entry in FormData::new_with_form(&form).ok()?.entries() {
        let entry: js_sys::Array = entry.ok()?.dyn_into().ok()?;
        params.append(&entry.get(0).as_string()?, &entry.get(1).as_string()?);
    }
    if let Some(name) = of_button("name") {
        params.append(&name, &of_button("value").unwrap_or_default());
    }
    let action = of_button("formaction").or_else(|| form.get_attribute("action"))?;
    let method = of_button("formmethod").or_else(|| form.get_attribute("method"));
    let posted = method.is_some_and(|method| method.eq_ignore_ascii_case("post"));
    let query = String::from(params.to_string());
    Some(Visit {
        region,
        url: if posted {
            action
        } else {
            format!("{action}?{query}")
        },
        body: posted.then_some(params),
        form: Some((form, pressed)),
    })
}

fn of_link(event: &MouseEvent) -> Option<Visit> {
    let modified = event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key();
    if modified || event.button() != 0 || event.default_prevented() {
        return None;
    }
    let link = closest(event.target(), LINK)?;
    Some(Visit {
        region: link.closest(REGION).ok()??,
        url: link.get_attribute("href")?,
        body: None,
        form: None,
    })
}

fn go(visit: Visit) {
    if UNDER_WAY.replace(true) {
        return;
    }
    spawn_local(async move {
        let pressed = visit.form.as_ref().and_then(|(_, pressed)| pressed.clone());
        mark_busy(pressed.as_ref(), true);
        match ask(&visit).await {
            Ok(answer) => take(&visit, &answer),
            Err(_) => match &visit.form {
                Some((form, _)) => show_unreachable(form),
                None => leave_for(&visit.url),
            },
        }
        mark_busy(pressed.as_ref(), false);
        UNDER_WAY.set(false);
    });
}

async fn ask(visit: &Visit) -> Result<Answer, JsValue> {
    let init = RequestInit::new();
    if let Some(body) = &visit.body {
        init.set_method("POST");
        init.set_body(body);
    }
    let request = Request::new_with_str_and_init(&visit.url, &init)?;
    request.headers().set("accept", "text/html")?;
    let response: Response = JsFuture::from(window().fetch_with_request(&request))
        .await?
        .dyn_into()?;
    let page = JsFuture::from(response.text()?).await?;
    Ok(Answer {
        page: page.as_string().unwrap_or_default(),
        url: response.url(),
        redirected: response.redirected(),
    })
}

/// Takes the region of the answer; an answer without it is the browser's to show.
fn take(visit: &Visit, answer: &Answer) {
    let moved = visit.body.is_none() || answer.redirected;
    let sent = visit.form.as_ref().map(|(form, _)| form);
    // Another part of the site: its menu, and what is beside the region, differ too.
    if answer.redirected && section(&answer.url) != section(&window_address()) {
        return leave_for(&answer.url);
    }
    let said = told_by_address(&visit.region);
    if let Some(swapped) = swap(&visit.region, sent, answer) {
        if moved {
            note_address(&answer.url, visit.body.is_some());
        } else if let Some(address) = said {
            rename(&address);
        }
        swapped.settle(visit.form.is_some());
    } else if moved {
        leave_for(&answer.url);
    } else if let Some((form, pressed)) = &visit.form {
        // It was refused, so that sending it once more does no harm.
        send_natively(form, pressed.as_ref());
    }
}

/// What the page said of its last action because its address does, and the address without that: an action that was
/// refused since takes it back, or a reload would say it again.
fn told_by_address(region: &Element) -> Option<String> {
    region
        .query_selector("[data-said]")
        .ok()??
        .get_attribute("data-said")
}

/// A form that leads back to its own path is no step of its own: back leads to before it.
fn note_address(url: &str, posted: bool) {
    let before = here();
    let path = |address: &str| address.split('?').next().map(str::to_owned);
    let pathname = window().location().pathname().unwrap_or_default();
    let stays = path(url).is_some_and(|url| url.ends_with(&pathname));
    let Ok(history) = window().history() else {
        return;
    };
    let _ = if (posted && stays) || window().location().href().as_deref() == Ok(url) {
        history.replace_state_with_url(&JsValue::NULL, "", Some(url))
    } else {
        history.push_state_with_url(&JsValue::NULL, "", Some(url))
    };
    if path(&before) != path(&here()) {
        window().scroll_to_with_x_and_y(0.0, 0.0);
    }
    SHOWN.set(here());
}

/// Gives what is shown another address.
pub fn rename(address: &str) {
    let history = window().history();
    let _ = history.and_then(|h| h.replace_state_with_url(&JsValue::NULL, "", Some(address)));
    SHOWN.set(here());
}

fn here() -> String {
    let location = window().location();
    location.pathname().unwrap_or_default() + &location.search().unwrap_or_default()
}

fn window_address() -> String {
    window().location().href().unwrap_or_default()
}

/// What comes first in the path of an address: /review/7 is of "review".
fn section(address: &str) -> Option<&str> {
    let (_, behind) = address.split_once("://")?;
    let (_, path) = behind.split_once('/')?;
    path.split(['/', '?', '#']).next()
}

fn leave_for(url: &str) {
    let _ = window().location().assign(url);
}

fn send_natively(form: &HtmlFormElement, pressed: Option<&HtmlElement>) {
    let _ = form.set_attribute(WHOLE, "");
    // Not submit(), which forgets the button.
    let _ = match pressed {
        Some(button) => form.request_submit_with_submitter(Some(button)),
        None => form.request_submit(),
    };
}

fn mark_busy(pressed: Option<&HtmlElement>, busy: bool) {
    if let Some(button) = pressed {
        let _ = match busy {
            true => button.set_attribute("aria-busy", "true"),
            false => button.remove_attribute("aria-busy"),
        };
    }
}
