//! 信息是否有误, 审核结果, 审核意见; 保存 · 上一条 · 下一条.

use super::canned::{CannedOpinions, ManageCanned};
use super::refused::told;
use super::wrong_fields::WrongFields;
use crate::domain::views::{BarredView, CaseView};
use crate::domain::{DecisionDraft, Field, FieldProblem, Outcome};
use crate::texts::{self, Saying, Tone};
use crate::ui::{Choice, GroupProblem, Notice, TextArea, TextField};
use leptos::prelude::*;

/// The form's id, for a button that stands outside of it.
pub const DECISION_FORM: &str = "decision";

#[component]
pub fn DecisionForm(
    case: CaseView,
    draft: DecisionDraft,
    problems: Vec<FieldProblem>,
) -> impl IntoView {
    let told = |field: Field| told(&problems, field);
    let terminates = case.outcomes.contains(&Outcome::Terminate);
    let canned = case.canned.clone();
    let fitting = canned
        .iter()
        .filter(|own| case.outcomes.contains(&own.outcome));
    let fitting: Vec<_> = fitting.cloned().collect();
    view! {
        <form
            class="card form decide"
            id=DECISION_FORM
            method="post"
            action=case.walk.case(case.id, &[])
            aria-labelledby="decide-title"
            data-keeps=""
            novalidate=true
        >
            <input type="hidden" name="application" value=case.id />
            <input type="hidden" name="version" value=case.version />
            <h2 id="decide-title">{texts::REVIEW}</h2>
            <FaultyQuestion answer=draft.faulty.clone() problem=told(Field::Faulty) />
            <WrongFields case=case.clone() draft=draft.clone() problems=problems.clone() />
            <OutcomeChoice
                offered=case.outcomes.clone()
                outcome=draft.outcome.clone()
                problem=told(Field::Outcome)
            />
            {terminates
                .then(|| {
                    view! {
                        <Termination
                            unit=case.unit.name
                            round=case.round
                            typed=draft.confirm.clone()
                            problem=told(Field::Confirm)
                        />
                    }
                })}
            <TextArea
                name="opinion"
                label=texts::OPINION
                value=draft.opinion.clone()
                hint=texts::OPINION_HINT
                problem=told(Field::Opinion)
                attr:data-key="e r"
                attr:data-sets-r="outcome=return"
            />
            <CannedOpinions canned=fitting draft problems=problems.clone() />
            <Buttons previous=case.previous.is_some() next=case.next.is_some() />
            <ManageCanned canned />
        </form>
    }
    .into_any()
}

/// 保存 comes first: Enter in a field presses it.
#[component]
fn Buttons(previous: bool, next: bool) -> impl IntoView {
    view! {
        <div class="button-row">
            <button class="button button-primary" type="submit">
                {texts::SAVE}
            </button>
            <button
                class="button"
                type="submit"
                name="go"
                value="save-next"
                data-key="a Ctrl+Enter"
                data-sets-a="faulty=no&outcome=approve"
            >
                {texts::case::SAVE_AND_NEXT}
            </button>
            <div class="button-row-end">
                <button
                    class="button"
                    type="submit"
                    name="go"
                    value="previous"
                    data-key="k"
                    disabled=!previous
                >
                    {texts::PREVIOUS}
                </button>
                <button
                    class="button"
                    type="submit"
                    name="go"
                    value="next"
                    data-key="j"
                    disabled=!next
                >
                    {texts::NEXT}
                </button>
            </div>
        </div>
    }
    .into_any()
}

#[component]
fn OutcomeChoice(
    /// Those that the rules of binding offer.
    offered: Vec<Outcome>,
    outcome: String,
    problem: Option<String>,
) -> impl IntoView {
    let terminates = offered.contains(&Outcome::Terminate);
    let option = move |offered: Outcome| {
        let word = offered.as_str();
        view! {
            <option value=word selected=outcome == word>
                {texts::outcome(offered)}
            </option>
        }
    };
    let hint = match terminates {
        true => texts::TERMINATION_NOTE,
        false => "",
    };
    view! {
        <Choice
            name="outcome"
            label=texts::OUTCOME
            required=true
            hint=hint
            problem
        >
            <option value="">{texts::PLEASE_CHOOSE}</option>
            {offered.into_iter().map(option).collect_view()}
        </Choice>
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
            <GroupProblem id="faulty-error" problem />
        </fieldset>
    }
    .into_any()
}

/// What 终止审核 bars, and the name to be typed. Shown by the style as soon as it is chosen, with or
/// without a script.
#[component]
fn Termination(
    unit: String,
    round: Option<BarredView>,
    typed: String,
    problem: Option<String>,
) -> impl IntoView {
    let body = match round {
        Some(round) => texts::terminating(&unit, &round.round, round.until),
        None => texts::TERMINATION_NOTE.to_owned(),
    };
    view! {
        <div class="terminate-warning">
            <Notice saying=Saying::new(Tone::Danger, texts::TERMINATION_TITLE, body, "") />
            <TextField
                name="confirm"
                label=texts::case::CONFIRM_NAME
                value=typed
                hint=texts::case::CONFIRM_NAME_HINT
                autocomplete="off"
                problem
            />
        </div>
    }
    .into_any()
}
