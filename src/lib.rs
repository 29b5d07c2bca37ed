//! Lishu 隶属: organisations bind to their superior organisation, and superiors review those
//! bindings. ARCHITECTURE.md is the map.

// The types of whole pages nest deeply.
#![recursion_limit = "256"]

pub mod api;
pub mod app;
pub mod domain;
pub mod islands;
pub mod pages;
pub mod texts;
pub mod ui;

/// The fence: what stands behind it never reaches the browser.
#[cfg(feature = "ssr")]
pub mod server;

/// Makes a page live.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    islands::start();
    leptos::mount::hydrate_islands();
}
