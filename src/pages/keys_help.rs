//! What the keys of 业务审核 do. Only a script answers keys: without one there is no way to it.

use crate::texts;
use leptos::prelude::*;

/// Opens the help; hidden until the page is live.
#[component]
pub fn KeysOpener() -> impl IntoView {
    view! {
        <button class="keys-opener" type="button" data-key="?" data-opens-keys="" hidden=true>
            {texts::KEYS}
            " "
            <kbd>"?"</kbd>
        </button>
    }
    .into_any()
}

#[component]
pub fn KeysHelp() -> impl IntoView {
    view! {
        <dialog class="dialog keys" id="keys" aria-labelledby="keys-title">
            <div class="dialog-head">
                <h2 id="keys-title">{texts::KEYS}</h2>
                <form method="dialog">
                    <button class="button" type="submit">
                        {texts::CLOSE}
                    </button>
                </form>
            </div>
            <div class="dialog-body">
                <Keys title=texts::KEYS_IN_LIST keys=&texts::LIST_KEYS />
                <Keys title=texts::KEYS_IN_CASE keys=&texts::CASE_KEYS />
                <p>{texts::KEYS_NOTE}</p>
            </div>
        </dialog>
    }
    .into_any()
}

type Meaning = (&'static [&'static str], &'static str);

#[component]
fn Keys(title: &'static str, keys: &'static [Meaning]) -> impl IntoView {
    let line = |(keys, meaning): &Meaning| {
        let keys = keys.iter().map(|key| view! { <kbd>{*key}</kbd> " " });
        view! {
            <div class="keys-line">
                <dt>{keys.collect_view()}</dt>
                <dd>{*meaning}</dd>
            </div>
        }
    };
    view! {
        <section>
            <h3>{title}</h3>
            <dl>{keys.iter().map(line).collect_view()}</dl>
        </section>
    }
    .into_any()
}
