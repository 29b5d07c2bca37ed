//! A form that waits for a sign-in, or for what is due first, and goes through it inside the page.

use leptos::prelude::*;

/// A form that was sent when nobody was signed in any more. It goes through the sign-in inside the
/// page, without its passwords, and is back on its own page afterwards.
#[derive(Clone, Debug, Default)]
pub struct HeldForm {
    /// The page that the form belongs to.
    pub path: String,
    /// The form, as it was sent.
    pub body: String,
}

/// The same where something is due first: 我的账号 carries it through.
#[derive(Clone, Debug)]
pub struct Held(pub HeldForm);

/// The form that waits, on a page of 我的账号.
pub fn waiting_form() -> Option<HeldForm> {
    use_context::<Held>().map(|held| held.0)
}

/// What goes through the sign-in unseen.
#[component]
pub fn Carried(next: String, held: Option<HeldForm>) -> impl IntoView {
    view! {
        <input type="hidden" name="next" value=next />
        {held
            .map(|held| {
                view! {
                    <input type="hidden" name="held_path" value=held.path />
                    <input type="hidden" name="held" value=held.body />
                }
            })}
    }
    .into_any()
}
