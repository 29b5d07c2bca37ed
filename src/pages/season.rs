//! Which round is open until when, or when the next one opens.

use crate::domain::Season;
use crate::texts;
use leptos::prelude::*;

#[component]
pub fn SeasonNote(season: Season) -> impl IntoView {
    view! { <p class="quiet">{texts::rounds::season(&season)}</p> }.into_any()
}
