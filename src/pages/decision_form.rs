//! 信息是否有误, 审核结果, 审核意见; 保存 · 上一条 · 下一条.

use super::case_parts::address;
use super::login::told;
use crate::domain::views::{BarredView, CaseView};
use crate::domain::{DecisionDraft, Field, FieldProblem, Outcome};
use crate::texts::{self, Saying, Tone};
use crate::ui::{Choice, Notice, TextArea};
use leptos::prelude::*;

#[component]
pub fn DecisionForm(
    case: CaseView,
    draft: DecisionDraft,
    problems: Vec<FieldProblem>,
) -> impl IntoView {
    let (previous, next) = (case.previous, case.next);
    let told = |field: Field| told(&problems, field);
    let opinion = draft.opinion.clone();
    let outcome = draft.outcome.clone();
    view! {
        <form
            class="card form decide"
            method="post"
            action=address(case.id, case.tab)
            aria-labelledby="decide-title"
            data-keeps=""
            novalidate=true
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
                attr:data-key="e r"
                attr:data-sets-r="outcome=return"
            />
            <div class="button-row">
                <button
                    class="button button-primary"
                    type="submit"
                    data-key="a Ctrl+Enter"
                    data-sets-a="faulty=no&outcome=approve"
                >
                    {texts::SAVE}
                </button>
                <div class="button-row-end">
                    <button
                        class="button"
                        type="submit"
                        name="go"
                        value="previous"
                        data-key="k"
                        disabled=previous.is_none()
                    >
                        {texts::PREVIOUS}
                    </button>
                    <button
                        class="button"
                        type="submit"
                        name="go"
                        value="next"
                        data-key="j"
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
fn FaultyQuestion(answer: String, problem: Option<String>) -> impl IntoView {
    let option = move |word: &'static str, text: &'static str| {
        let checked = answer == word;
        view! {
            <label class="choice">
                <input type="radio" name="faulty" value=word checked=checked />
                {text}
            </label>
        }
    };
    let described_by = problem.is_some().then_some("faulty-error");
    view! {
        <fieldset
            class="field"
            aria-describedby=described_by
        >
            <legend class="field-label field-label-required">{texts::FAULTY}</legend>
            <div class="choice-group">{option("yes", texts::YES)} {option("no", texts::NO)}</div>
            {problem
                .map(|text| {
                    view! {
                        <p class="field-error" id="faulty-error">
                            {text}
                        </p>
                    }
                })}
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
