use crate::texts::{Saying, Tone};
use leptos::prelude::*;

/// The style of a tone.
pub fn notice_class(tone: Tone) -> &'static str {
    match tone {
        Tone::Info => "notice notice-info",
        Tone::Success => "notice notice-success",
        Tone::Warning => "notice notice-warning",
        Tone::Danger => "notice notice-danger",
    }
}

/// A message with its next step. One that answers what somebody just did is announced, and the page opens at it.
#[component]
pub fn Notice(
    #[prop(into)] saying: Saying,
    /// Whether it answers an action, and so is read out.
    #[prop(optional)]
    announced: bool,
    /// Somebody's words, to which the body leads.
    #[prop(into, optional)]
    quote: String,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let focusable = announced.then_some("-1");
    let role = announced.then_some(match saying.tone {
        Tone::Warning | Tone::Danger => "alert",
        Tone::Info | Tone::Success => "status",
    });
    let text = |text: String| (!text.is_empty()).then(|| view! { <p>{text}</p> });
    view! {
        <div class=notice_class(saying.tone) role=role tabindex=focusable autofocus=announced>
            <div class="notice-body">
                {(!saying.title.is_empty())
                    .then(|| view! { <p class="notice-title">{saying.title}</p> })}
                {text(saying.body)}
                {(!quote.is_empty()).then(|| view! { <p class="quote">{quote}</p> })}
                {(!saying.next.is_empty())
                    .then(|| {
                        view! {
                            <p class="notice-next">{crate::texts::next_step(&saying.next)}</p>
                        }
                    })} {children.map(|children| children())}
            </div>
        </div>
    }
    .into_any()
}
