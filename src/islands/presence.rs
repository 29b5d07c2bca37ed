//! Who else looks at this case. It warns and never blocks: what two decide at once is settled by the
//! version that each of them saw.

use super::page::find;
use js_sys::Date;
use leptos::prelude::*;
use leptos::wasm_bindgen::{JsCast, JsValue};
use std::cell::RefCell;
use std::time::Duration;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Element, Request, RequestInit, Response};

/// A third of the time after which somebody is taken to be gone.
const BEAT: Duration = Duration::from_secs(10);

/// Says who else looks at the case, as long as its page is open. Empty, and silent without a
/// script.
#[component]
pub fn Presence(application: i64) -> impl IntoView {
    view! { <p class="also-here" role="status" data-presence=application></p> }.into_any()
}

/// The milliseconds at which it began: what the server still hears of a visit after its end is told
/// from the next visit by it.
type Visit = u64;

thread_local! {
    static HERE: RefCell<Option<Here>> = const { RefCell::new(None) };
}

struct Here {
    application: String,
    visit: Visit,
    timer: IntervalHandle,
}

/// Listens for as long as the page lives.
pub fn start() {
    window_event_listener_untyped("pagehide", |_| leave());
    window_event_listener_untyped("pageshow", |_| awaken());
}

/// Says that its reader is at the case that is shown now, and no longer at the one before.
pub fn awaken() {
    let application =
        find("[data-presence]").and_then(|place| place.get_attribute("data-presence"));
    let same = HERE
        .with_borrow(|here| here.as_ref().map(|here| &here.application) == application.as_ref());
    if !same {
        leave();
        if let Some(application) = application {
            come(application);
        }
    }
    // At once, also for the same case: its place is a new one.
    let here = HERE.with_borrow(|here| {
        here.as_ref()
            .map(|here| (here.application.clone(), here.visit))
    });
    if let Some((application, visit)) = here {
        beat(application, visit);
    }
}

fn come(application: String) {
    let visit = Date::now() as Visit;
    let at = application.clone();
    if let Ok(timer) = set_interval_with_handle(move || beat(at.clone(), visit), BEAT) {
        HERE.set(Some(Here {
            application,
            visit,
            timer,
        }));
    }
}

fn leave() {
    if let Some(Here {
        application,
        visit,
        timer,
    }) = HERE.take()
    {
        timer.clear();
        // A request of its own would end with the page.
        let address = format!("/review/{application}/leave?visit={visit}");
        let _ = window().navigator().send_beacon(&address);
    }
}

fn beat(application: String, visit: Visit) {
    spawn_local(async move {
        let said = ask(&application, visit).await.unwrap_or_default();
        let place = find(&format!("[data-presence=\"{application}\"]"));
        if let Some(place) = place.filter(|place| text(place) != said) {
            place.set_text_content(Some(&said));
        }
    });
}

fn text(place: &Element) -> String {
    place.text_content().unwrap_or_default()
}

/// The sentence about who else is here.
async fn ask(application: &str, visit: Visit) -> Result<String, JsValue> {
    let init = RequestInit::new();
    init.set_method("POST");
    let address = format!("/review/{application}/here?visit={visit}");
    let request = Request::new_with_str_and_init(&address, &init)?;
    let response: Response = JsFuture::from(window().fetch_with_request(&request))
        .await?
        .dyn_into()?;
    if !response.ok() {
        return Ok(String::new());
    }
    let said = JsFuture::from(response.text()?).await?;
    Ok(said.as_string().unwrap_or_default())
}
