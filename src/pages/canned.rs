//! 常用意见: chosen, kept, removed; without a script as with one.

use super::refused::told;
use crate::domain::views::CannedView;
use crate::domain::{DecisionDraft, Field, FieldProblem, Outcome};
use crate::texts;
use crate::ui::Choice;
use leptos::prelude::*;

/// 使用常用意见, by outcome, and 存为常用意见. The style leaves the outcome's own.
#[component]
pub fn CannedOpinions(
    canned: Vec<CannedView>,
    draft: DecisionDraft,
    problems: Vec<FieldProblem>,
) -> impl IntoView {
    let choice = (!canned.is_empty()).then(|| {
        let groups = Outcome::ALL.into_iter().map(|outcome| {
            let own = canned.iter().filter(|c| c.outcome == outcome).cloned();
            (outcome, own.collect::<Vec<_>>())
        });
        let groups: Vec<_> = groups.filter(|(_, own)| !own.is_empty()).collect();
        let chosen = draft.canned.clone();
        view! {
            <Choice
                name="canned"
                label=texts::case::USE_CANNED
                hint=texts::case::CANNED_HINT
                problem=told(&problems, Field::Canned)
            >
                <option value="">{texts::case::NO_CANNED}</option>
                {groups
                    .into_iter()
                    .map(|(outcome, own)| view! { <Group outcome own chosen=chosen.clone() /> })
                    .collect_view()}
            </Choice>
        }
    });
    view! {
        {choice}
        <div class="field">
            <label class="choice">
                <input
                    type="checkbox"
                    name="keep"
                    value="1"
                    checked=!draft.keep.is_empty()
                    aria-describedby="keep-hint"
                />
                {texts::case::KEEP_CANNED}
            </label>
            <p class="field-hint" id="keep-hint">
                {texts::case::KEEP_CANNED_HINT}
            </p>
        </div>
    }
    .into_any()
}

#[component]
fn Group(outcome: Outcome, own: Vec<CannedView>, chosen: String) -> impl IntoView {
    let option = move |canned: CannedView| {
        let value = canned.id.to_string();
        let selected = value == chosen;
        view! {
            <option value=value selected=selected>
                {canned.text}
            </option>
        }
    };
    view! {
        <optgroup label=texts::outcome(outcome) data-outcome=outcome.as_str()>
            {own.into_iter().map(option).collect_view()}
        </optgroup>
    }
    .into_any()
}

/// Buttons of the decision's form, so that what was typed comes back. They stand behind 保存, which
/// Enter presses.
#[component]
pub fn ManageCanned(canned: Vec<CannedView>) -> impl IntoView {
    let row = |canned: CannedView| {
        view! {
            <li>
                <p>
                    {texts::outcome(canned.outcome)} "：" {canned.text.clone()}
                </p>
                <button
                    class="button button-small"
                    type="submit"
                    name="forget"
                    value=canned.id
                    aria-label=texts::case::forget_canned(&canned.text)
                >
                    {texts::case::FORGET_CANNED}
                </button>
            </li>
        }
    };
    (!canned.is_empty())
        .then(|| {
            view! {
                <details class="canned">
                    <summary>{texts::case::MANAGE_CANNED}</summary>
                    <ul class="canned-list" role="list">
                        {canned.into_iter().map(row).collect_view()}
                    </ul>
                </details>
            }
        })
        .into_any()
}
