use crate::texts::Tone;
use leptos::prelude::*;

/// A short state, coloured by its tone.
#[component]
pub fn Badge(tone: Option<Tone>, #[prop(into)] text: String) -> impl IntoView {
    let class = match tone {
        None => "badge",
        Some(Tone::Info) => "badge badge-info",
        Some(Tone::Success) => "badge badge-success",
        Some(Tone::Warning) => "badge badge-warning",
        Some(Tone::Danger) => "badge badge-danger",
    };
    view! { <span class=class>{text}</span> }
}
