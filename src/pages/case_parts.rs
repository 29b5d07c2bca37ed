//! 审核详情: what became of the last press, the decision that stands, and the way to the cases
//! beside this one.

use crate::domain::views::{CaseView, DecisionView};
use crate::domain::{ApplicationState, DecisionDraft, Fault, Tab};
use crate::texts::{self, Saying, Tone};
use crate::ui::{Badge, Notice};
use leptos::prelude::*;

/// Unsaved input stands in the way of leaving for this case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Leaving {
    pub to: i64,
}

/// What became of the last press.
#[component]
pub fn Answer(
    case: CaseView,
    draft: DecisionDraft,
    fault: Option<Fault>,
    /// Whether the decision that is shown was saved just now.
    saved: bool,
    leaving: Option<Leaving>,
) -> impl IntoView {
    if let Some(leaving) = leaving {
        return view! { <LeaveQuestion to=leaving.to tab=case.tab /> }.into_any();
    }
    match fault {
        Some(fault) => {
            // What was typed stays readable beside what others decided.
            let opinion = draft.opinion.trim().to_owned();
            let kept = matches!(fault, Fault::Stale(_)) && !opinion.is_empty();
            view! {
                <Notice saying=texts::fault(&fault) announced=true>
                    {kept
                        .then(|| {
                            view! {
                                <p>{texts::YOUR_OPINION}</p>
                                <p class="quote">{opinion}</p>
                            }
                        })}
                </Notice>
            }
            .into_any()
        }
        None if saved => {
            let saying = Saying::new(
                Tone::Success,
                texts::saved(texts::state(case.state)),
                "",
                "",
            );
            view! { <Notice saying announced=true /> }.into_any()
        }
        None => ().into_any(),
    }
}

#[component]
fn LeaveQuestion(to: i64, tab: Tab) -> impl IntoView {
    let saying = Saying::new(Tone::Warning, texts::UNSAVED, texts::UNSAVED_NOTE, "");
    view! {
        <Notice saying announced=true>
            <div class="button-row">
                <a class="button" href=address(to, tab) data-visit="">
                    {texts::LEAVE_ANYWAY}
                </a>
            </div>
        </Notice>
    }
    .into_any()
}

/// 审核结果 of a case that is no longer to be decided here, or why it can't be.
#[component]
pub fn Decided(case: CaseView) -> impl IntoView {
    let barrier = case
        .barrier
        .filter(|_| case.state == ApplicationState::Pending)
        .map(|barrier| view! { <Notice saying=texts::fault(&Fault::Forbidden(barrier)) /> });
    let decision = case
        .decision
        .map(|decision| view! { <DecisionFacts decision /> });
    let tone = texts::state_tone(case.state);
    let state = texts::state(case.state);
    view! {
        <section class="card" aria-labelledby="decided-title">
            <div class="card-head">
                <h2 id="decided-title">{texts::OUTCOME}</h2>
                <Badge tone=Some(tone) text=state />
            </div>
            {barrier}
            {decision}
            <div class="card-part">
                <div class="button-row">
                    <a class="button" href=list_address(case.tab) data-visit="">
                        {texts::BACK_TO_LIST}
                    </a>
                    <div class="button-row-end">
                        <Walk text=texts::PREVIOUS to=case.previous tab=case.tab />
                        <Walk text=texts::NEXT to=case.next tab=case.tab />
                    </div>
                </div>
            </div>
        </section>
    }
    .into_any()
}

/// Who decided what, when, and why.
#[component]
fn DecisionFacts(decision: DecisionView) -> impl IntoView {
    let at = decision.at.minute_shanghai();
    view! {
        <dl class="facts">
            <div class="facts-item">
                <dt>{texts::OUTCOME}</dt>
                <dd>{texts::outcome(decision.outcome)}</dd>
            </div>
            <div class="facts-item">
                <dt>{texts::REVIEWER}</dt>
                <dd>{decision.by}</dd>
            </div>
            <div class="facts-item">
                <dt>{texts::REVIEWED_AT}</dt>
                <dd>
                    <time datetime=at.clone()>{at.clone()}</time>
                </dd>
            </div>
            <div class="facts-item">
                <dt>{texts::FAULTY}</dt>
                <dd>{if decision.faulty { texts::YES } else { texts::NO }}</dd>
            </div>
            <div class="facts-item">
                <dt>{texts::OPINION}</dt>
                <dd>
                    {if decision.opinion.is_empty() {
                        texts::NO_OPINION.to_owned()
                    } else {
                        decision.opinion
                    }}
                </dd>
            </div>
        </dl>
    }
    .into_any()
}

/// 上一条 or 下一条 where there is nothing to lose.
#[component]
fn Walk(text: &'static str, to: Option<i64>, tab: Tab) -> impl IntoView {
    match to {
        Some(to) => view! {
            <a class="button" href=address(to, tab) data-visit="">
                {text}
            </a>
        }
        .into_any(),
        None => view! {
            <a class="button" role="link" aria-disabled="true">
                {text}
            </a>
        }
        .into_any(),
    }
}

/// The case's address in a tab's walk.
pub fn address(id: i64, tab: Tab) -> String {
    match tab {
        Tab::Pending => format!("/review/{id}"),
        Tab::Settled => format!("/review/{id}?tab={}", tab.as_str()),
    }
}

fn list_address(tab: Tab) -> String {
    match tab {
        Tab::Pending => "/review".to_owned(),
        Tab::Settled => format!("/review?tab={}", tab.as_str()),
    }
}
