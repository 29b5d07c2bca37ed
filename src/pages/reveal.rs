//! A value that is shown masked, with 查看.

use super::refused::told;
use crate::domain::views::Retained;
use crate::domain::{Fault, Field, PersonalData, Reason, RevealDraft, Revealed};
use crate::texts::{self, reveal as words};
use leptos::prelude::*;
use leptos_router::hooks::use_url;

/// The masked value, and a form that asks why somebody wants to see all of it. In the answer to that
/// form the value stands here as it is, once. `action`: `/people/reveal` or `/admin/reveal`.
#[component]
pub fn Masked(
    /// Whose it is: an operator's,
    #[prop(optional)]
    operator: i64,
    /// or a unit's.
    #[prop(optional)]
    unit: i64,
    what: PersonalData,
    masked: String,
    action: &'static str,
) -> impl IntoView {
    let shown = use_context::<Revealed>();
    let whose = (operator, unit, what);
    let shown = shown.filter(|shown| (shown.operator, shown.unit, shown.what) == whose);
    if let Some(shown) = shown {
        return view! {
            <strong class="code">{shown.value}</strong>
            <p class="field-hint" role="status">
                {words::SHOWN_ONCE}
            </p>
        }
        .into_any();
    }
    if masked.is_empty() {
        return texts::NOT_GIVEN.into_any();
    }
    view! {
        <span class="code">{masked}</span>
        <Ask operator unit what action />
    }
    .into_any()
}

#[component]
fn Ask(operator: i64, unit: i64, what: PersonalData, action: &'static str) -> impl IntoView {
    let kept = use_context::<Retained<RevealDraft>>();
    let of = |draft: &RevealDraft| (draft.operator, draft.unit, draft.what);
    let kept = kept.filter(|kept| of(&kept.draft) == (operator, unit, what));
    let open = kept.is_some();
    let (why, fault) = kept.map_or_else(Default::default, |kept| (kept.draft.why, kept.fault));
    let problem = match &fault {
        Some(Fault::Invalid(problems)) => told(problems, Field::RevealReason),
        Some(fault) => Some(texts::fault(fault).title),
        None => None,
    };
    // A page has several of these, so none of the ids can be the field's name.
    let id = format!("why-{}-{}", what.as_str(), operator.max(unit));
    let (hint_id, error_id) = (format!("{id}-hint"), format!("{id}-error"));
    let described = match problem {
        Some(_) => format!("{hint_id} {error_id}"),
        None => hint_id.clone(),
    };
    view! {
        <details class="reveal" open=open>
            <summary class="text-link" aria-label=words::reveal(what)>
                {words::REVEAL}
            </summary>
            <form class="form" method="post" action=action novalidate=true>
                <input type="hidden" name="operator" value=operator />
                <input type="hidden" name="unit" value=unit />
                <input type="hidden" name="what" value=what.as_str() />
                <input type="hidden" name="back" value=here() />
                <div class="field">
                    <label class="field-label field-label-required" for=id.clone()>
                        {texts::field_label(Field::RevealReason)}
                    </label>
                    <input
                        class="field-input"
                        id=id
                        name="why"
                        value=why
                        maxlength=Reason::MAX
                        autocomplete="off"
                        aria-required="true"
                        aria-invalid=problem.is_some().then_some("true")
                        autofocus=problem.is_some()
                        aria-describedby=described
                    />
                    <p class="field-hint" id=hint_id>
                        {words::WHY_HINT}
                    </p>
                    {problem
                        .map(|text| {
                            view! {
                                <p class="field-error" id=error_id>
                                    {text}
                                </p>
                            }
                        })}
                </div>
                <button class="button button-small" type="submit">
                    {words::reveal(what)}
                </button>
            </form>
        </details>
    }
    .into_any()
}

/// The page that is shown now.
fn here() -> String {
    let url = use_url().get_untracked();
    match url.search() {
        "" => url.path().to_owned(),
        search => format!("{}?{search}", url.path()),
    }
}
