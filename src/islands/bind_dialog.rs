//! 绑定单位: the dialog over the workbench. `/bind` is its address, so that it needs no script.

use super::visits::rename;
use crate::ui::closest;
use leptos::ev;
use leptos::html::Dialog;
use leptos::prelude::*;
use web_sys::HtmlDialogElement;

/// The dialog's address, and that of the page under it.
const HERE: &str = "/bind";
const UNDER: &str = "/workbench";

/// The frame of the dialog: opens over the page, keeps the focus, and closes with Escape. Its
/// links to open and to close carry `data-opens-bind` and `data-closes`.
#[island]
pub fn BindDialog(open: bool, children: Children) -> impl IntoView {
    let dialog = NodeRef::<Dialog>::new();
    Effect::new(move || {
        if let Some(dialog) = dialog.get() {
            become_modal(&dialog, open);
        }
    });
    let opener = window_event_listener(ev::click, move |event| {
        if let Some(dialog) = dialog.get_untracked()
            && opens_dialog(&event)
        {
            event.prevent_default();
            show(&dialog);
        }
    });
    on_cleanup(move || opener.remove());
    let close = move |event: ev::MouseEvent| {
        if let Some(dialog) = dialog.get_untracked()
            && closest(event.target(), "a[data-closes]").is_some()
        {
            event.prevent_default();
            dialog.close();
        }
    };
    view! {
        <dialog
            class="dialog"
            id="bind"
            open=open
            aria-labelledby="bind-title"
            node_ref=dialog
            on:click=close
            on:close=|_| leave()
        >
            {children()}
        </dialog>
    }
}

/// The server showed `<dialog open>` over an inert page; from now on the browser keeps the two
/// apart, with focus and Escape.
fn become_modal(dialog: &HtmlDialogElement, open: bool) {
    if !open {
        return;
    }
    if let Ok(Some(page)) = document().query_selector(".page") {
        // The attribute may be gone already: then the page is as it should be.
        let _ = page.remove_attribute("inert");
    }
    // Not close(): that would be heard as leaving.
    let _ = dialog.remove_attribute("open");
    open_modal(dialog);
}

fn show(dialog: &HtmlDialogElement) {
    open_modal(dialog);
    rename(HERE);
}

/// A dialog that is open already, or one that an old browser can't make modal, stays as it is.
fn open_modal(dialog: &HtmlDialogElement) {
    if dialog.show_modal().is_err() {
        let _ = dialog.set_attribute("open", "");
    }
}

/// Back to the workbench: as it was, or anew when an application was sent.
fn leave() {
    let location = window().location();
    if location
        .search()
        .is_ok_and(|query| query.contains("applied=1"))
    {
        let _ = location.assign(UNDER);
    } else {
        rename(UNDER);
    }
}

/// A plain click on a link to the dialog.
fn opens_dialog(event: &ev::MouseEvent) -> bool {
    let plain = event.button() == 0 && !event.ctrl_key() && !event.meta_key() && !event.shift_key();
    plain && !event.default_prevented() && closest(event.target(), "a[data-opens-bind]").is_some()
}
