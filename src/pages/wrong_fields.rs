//! 信息是否有误 = 是: which of the shown data, and why. Shown by the style once 是 is chosen.

use super::case_facts::value_of;
use super::refused::told;
use crate::domain::views::CaseView;
use crate::domain::{ApplicationKind, DataField, DecisionDraft, Field, FieldProblem};
use crate::texts;
use leptos::prelude::*;

#[component]
pub fn WrongFields(
    case: CaseView,
    draft: DecisionDraft,
    problems: Vec<FieldProblem>,
) -> impl IntoView {
    let given =
        |field: &DataField| *field != DataField::SpecialReason || !case.special_reason.is_empty();
    let rows = DataField::ALL.into_iter().filter(given).map(|field| {
        view! {
            <WrongField
                kind=case.kind
                field
                value=value_of(&case, field)
                named=draft.names(field)
                why=draft.why(field).to_owned()
                problem=told(&problems, Field::Why(field))
            />
        }
    });
    view! {
        <fieldset class="field wrong-fields" aria-describedby="wrong-hint">
            <legend class="field-label">{texts::case::WRONG_FIELDS}</legend>
            <p class="field-hint" id="wrong-hint">
                {texts::case::WRONG_FIELDS_HINT}
            </p>
            {rows.collect_view()}
        </fieldset>
    }
    .into_any()
}

#[component]
fn WrongField(
    kind: ApplicationKind,
    field: DataField,
    value: String,
    named: bool,
    why: String,
    problem: Option<String>,
) -> impl IntoView {
    let id = field.why_name();
    let value_id = format!("{id}-value");
    let error = problem.is_some().then(|| format!("{id}-error"));
    view! {
        <div class="wrong-field">
            <label class="choice">
                <input
                    type="checkbox"
                    name="wrong"
                    value=field.as_str()
                    checked=named
                    aria-describedby=value_id.clone()
                />
                {texts::data_label_of(kind, field)}
            </label>
            <p class="field-hint" id=value_id>
                {texts::case::shown_value(&value)}
            </p>
            <input
                class="field-input wrong-why"
                id=id
                name=id
                value=why
                aria-label=texts::why_label_of(kind, field)
                placeholder=texts::why_label_of(kind, field)
                aria-invalid=problem.is_some().then_some("true")
                autofocus=problem.is_some()
                aria-describedby=error.clone()
            />
            {problem
                .map(|text| {
                    view! {
                        <p class="field-error" id=error>
                            {text}
                        </p>
                    }
                })}
        </div>
    }
    .into_any()
}
