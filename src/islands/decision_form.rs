//! 信息是否有误, 审核结果, 审核意见; 保存 · 上一条 · 下一条.

use crate::domain::views::{BarredView, CaseView};
use crate::domain::{DecisionDraft, Fault, Field, Outcome, problem_at};
use crate::texts::{self, Saying, Tone};
use crate::ui::{Choice, Notice, TextArea, form_text};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::HtmlFormElement;

/// What a press of one of the form's buttons asks for.
pub enum Submitted {
    Save(DecisionDraft, HtmlFormElement),
    /// Leave what was typed for another case.
    Leave(DecisionDraft, i64),
}

#[component]
pub fn DecisionForm(
    case: CaseView,
    draft: DecisionDraft,
    fault: RwSignal<Option<Fault>>,
    busy: RwSignal<bool>,
    submitted: Callback<Submitted>,
) -> impl IntoView {
    let (previous, next) = (case.previous, case.next);
    let on_submit = move |event: SubmitEvent| {
        event.prevent_default();
        let form = event
            .target()
            .and_then(|t| t.dyn_into::<HtmlFormElement>().ok());
        let Some(form) = form else { return };
        let typed = read_draft(&form);
        let pressed = event
            .submitter()
            .and_then(|button| button.get_attribute("value"));
        match (pressed.as_deref(), previous, next) {
            (Some("previous"), Some(to), _) | (Some("next"), _, Some(to)) => {
                submitted.run(Submitted::Leave(typed, to));
            }
            _ => submitted.run(Submitted::Save(typed, form)),
        }
    };
    let told = move |field: Field| {
        Signal::derive(move || match &*fault.read() {
            Some(Fault::Invalid(problems)) => {
                problem_at(problems, field).map(|problem| texts::problem(field, problem))
            }
            _ => None,
        })
    };
    let opinion = draft.opinion.clone();
    let outcome = draft.outcome.clone();
    view! {
        <form
            class="card form decide"
            method="post"
            action=super::case_desk::address(case.id, case.tab)
            aria-labelledby="decide-title"
            novalidate=true
            on:submit=on_submit
        >
            <input type="hidden" name="application" value=case.id />
            <input type="hidden" name="version" value=case.version />
            <h2 id="decide-title">{texts::REVIEW}</h2>
            <FaultyQuestion answer=draft.faulty problem=told(Field::Faulty) />
            <Choice
                name="outcome"
                label=texts::OUTCOME
                required=true
                hint=texts::TERMINATION_NOTE
                problem=told(Field::Outcome)
            >
                <option value="">{texts::PLEASE_CHOOSE}</option>
                {Outcome::ALL
                    .into_iter()
                    .map(|offered| {
                        let word = offered.as_str();
                        view! {
                            <option value=word selected=outcome == word>
                                {texts::outcome(offered)}
                            </option>
                        }
                    })
                    .collect_view()}
            </Choice>
            <TerminationWarning unit=case.unit.name round=case.round />
            <TextArea
                name="opinion"
                label=texts::OPINION
                value=opinion
                hint=texts::OPINION_HINT
                problem=told(Field::Opinion)
            />
            <div class="button-row">
                <button
                    class="button button-primary"
                    type="submit"
                    aria-busy=move || busy.get().then_some("true")
                >
                    {texts::SAVE}
                </button>
                <div class="button-row-end">
                    <button
                        class="button"
                        type="submit"
                        name="go"
                        value="previous"
                        disabled=previous.is_none()
                    >
                        {texts::PREVIOUS}
                    </button>
                    <button
                        class="button"
                        type="submit"
                        name="go"
                        value="next"
                        disabled=next.is_none()
                    >
                        {texts::NEXT}
                    </button>
                </div>
            </div>
        </form>
    }
    .into_any()
}

/// 信息是否有误? 是 / 否
#[component]
fn FaultyQuestion(answer: String, problem: Signal<Option<String>>) -> impl IntoView {
    let option = move |word: &'static str, text: &'static str| {
        let checked = answer == word;
        view! {
            <label class="choice">
                <input type="radio" name="faulty" value=word checked=checked />
                {text}
            </label>
        }
    };
    view! {
        <fieldset
            class="field"
            aria-describedby=move || problem.read().is_some().then_some("faulty-error")
        >
            <legend class="field-label field-label-required">{texts::FAULTY}</legend>
            <div class="choice-group">{option("yes", texts::YES)} {option("no", texts::NO)}</div>
            {move || {
                problem
                    .get()
                    .map(|text| {
                        view! {
                            <p class="field-error" id="faulty-error">
                                {text}
                            </p>
                        }
                    })
            }}
        </fieldset>
    }
    .into_any()
}

/// Shown by the style as soon as 终止审核 is chosen, with or without a script.
#[component]
fn TerminationWarning(unit: String, round: Option<BarredView>) -> impl IntoView {
    let body = match round {
        Some(round) => texts::terminating(&unit, &round.round, round.until),
        None => texts::TERMINATION_NOTE.to_owned(),
    };
    view! {
        <div class="terminate-warning">
            <Notice saying=Saying::new(Tone::Danger, texts::TERMINATION_TITLE, body, "") />
        </div>
    }
    .into_any()
}

fn read_draft(form: &HtmlFormElement) -> DecisionDraft {
    let number = |name| form_text(form, name).parse().unwrap_or_default();
    DecisionDraft {
        application: number("application"),
        version: number("version"),
        faulty: form_text(form, "faulty"),
        outcome: form_text(form, "outcome"),
        opinion: form_text(form, "opinion"),
        ..DecisionDraft::default()
    }
}
