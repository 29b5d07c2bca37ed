//! Events from the server, for as long as somebody keeps the stream.

use leptos::wasm_bindgen::JsCast;
use leptos::wasm_bindgen::prelude::Closure;
use web_sys::{EventSource, MessageEvent};

/// Closed when it is dropped.
pub struct Stream {
    source: EventSource,
    _hears: Closure<dyn FnMut(MessageEvent)>,
}

impl Stream {
    pub fn open(address: &str, hear: impl FnMut(MessageEvent) + 'static) -> Option<Self> {
        let source = EventSource::new(address).ok()?;
        let hears = Closure::new(hear);
        source.set_onmessage(Some(hears.as_ref().unchecked_ref()));
        let _hears = hears;
        Some(Self { source, _hears })
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        self.source.set_onmessage(None);
        self.source.close();
    }
}
