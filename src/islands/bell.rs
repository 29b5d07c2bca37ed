//! How many messages are unread: the count in the band follows by itself while somebody can see it.

use super::page::find;
use super::stream::Stream;
use leptos::prelude::*;
use std::cell::RefCell;
use web_sys::{Element, MessageEvent};

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

/// Listens anew: what its reader did in a visit is counted at once.
pub fn awaken() {
    drop(STREAM.take());
    let place = find("[data-bell]").filter(|_| !document().hidden());
    STREAM.set(place.and_then(|place| {
        Stream::open("/messages/live", move |event: MessageEvent| {
            tell(&place, &event.data().as_string().unwrap_or_default());
        })
    }));
}

fn tell(place: &Element, count: &str) {
    let part = |selector: &str| place.query_selector(selector).ok().flatten();
    let (Some(bell), Some(number)) = (part(".bell"), part("[data-unread]")) else {
        return;
    };
    number.set_text_content(Some(count));
    let _ = match count {
        "0" => bell.set_attribute("hidden", ""),
        _ => bell.remove_attribute("hidden"),
    };
}
