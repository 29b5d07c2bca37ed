//! 审核详情: what became of the last press.

use super::decision_form::DECISION_FORM;
use crate::domain::views::CaseView;
use crate::domain::{DecisionDraft, Fault};
use crate::texts::{self, Saying, Tone};
use crate::ui::Notice;
use leptos::prelude::*;

/// Unsaved input stands in the way of leaving for this address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leaving {
    pub to: String,
}

/// What went well, as far as the records agree with the address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Went {
    Saved,
    Undone,
}

#[component]
pub fn Answer(
    case: CaseView,
    draft: DecisionDraft,
    fault: Option<Fault>,
    went: Option<Went>,
    leaving: Option<Leaving>,
) -> impl IntoView {
    if let Some(leaving) = leaving {
        return view! { <LeaveQuestion to=leaving.to /> }.into_any();
    }
    if let Some(fault) = fault {
        return view! { <Refusal fault draft /> }.into_any();
    }
    let saying = match went {
        Some(Went::Saved) => {
            let title = texts::saved(texts::state(case.state));
            Saying::new(Tone::Success, title, "", "")
        }
        Some(Went::Undone) => texts::case::undone(),
        None => return ().into_any(),
    };
    view! { <Notice saying announced=true /> }.into_any()
}

#[component]
fn Refusal(fault: Fault, draft: DecisionDraft) -> impl IntoView {
    // What was typed stays readable beside what others decided.
    let opinion = draft.opinion.trim().to_owned();
    let kept = matches!(fault, Fault::Stale(_)) && !opinion.is_empty();
    let late = matches!(fault, Fault::NamedLate { .. });
    view! {
        <Notice saying=texts::fault(&fault) announced=true>
            {kept
                .then(|| {
                    view! {
                        <p>{texts::YOUR_OPINION}</p>
                        <p class="quote">{opinion}</p>
                    }
                })} {late.then(|| view! { <NameAnyway go=draft.go /> })}
        </Notice>
    }
    .into_any()
}

/// Sends the form once more as it stands, confirmed, and on to where it was to lead.
#[component]
fn NameAnyway(go: String) -> impl IntoView {
    let confirmed = if go == "save-next" {
        go
    } else {
        "save".to_owned()
    };
    view! {
        <div class="button-row">
            <button
                class="button"
                type="submit"
                form=DECISION_FORM
                name="confirmed"
                value=confirmed
            >
                {texts::case::NAME_ANYWAY}
            </button>
        </div>
    }
    .into_any()
}

#[component]
fn LeaveQuestion(to: String) -> impl IntoView {
    let saying = Saying::new(Tone::Warning, texts::UNSAVED, texts::UNSAVED_NOTE, "");
    view! {
        <Notice saying announced=true>
            <div class="button-row">
                <a class="button" href=to data-visit="">
                    {texts::LEAVE_ANYWAY}
                </a>
            </div>
        </Notice>
    }
    .into_any()
}
