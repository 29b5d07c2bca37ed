//! 审核详情: the decision that stands, and the way to the cases beside this one.

use crate::domain::views::{CaseView, DecisionView};
use crate::domain::{ApplicationKind, ApplicationState, Fault, Instant, WrongField};
use crate::texts;
use crate::ui::{Badge, Notice};
use leptos::prelude::*;

/// 审核结果 of a case that is no longer to be decided here, or why it can't be.
#[component]
pub fn Decided(case: CaseView) -> impl IntoView {
    let barrier = case
        .barrier
        .filter(|_| case.state == ApplicationState::Pending)
        .map(|barrier| view! { <Notice saying=texts::fault(&Fault::Forbidden(barrier)) /> });
    let undo = case.decision.as_ref().and_then(|d| d.undoable_until);
    let action = case.walk.case(case.id, &[]);
    let undo = undo.map(|until| view! { <Undo action version=case.version until /> });
    let kind = case.kind;
    let decision = case
        .decision
        .map(|decision| view! { <DecisionFacts decision kind /> });
    let step = |to: Option<i64>, by: i64| to.map(|to| case.walk.stepped(by).case(to, &[]));
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
            {undo}
            <div class="card-part">
                <div class="button-row">
                    <a class="button" href=case.walk.list(&[]) data-visit="">
                        {texts::BACK_TO_LIST}
                    </a>
                    <div class="button-row-end">
                        <Step text=texts::PREVIOUS key="k" to=step(case.previous, -1) />
                        <Step text=texts::NEXT key="j" to=step(case.next, 1) />
                    </div>
                </div>
            </div>
        </section>
    }
    .into_any()
}

/// 撤销, while there is time.
#[component]
fn Undo(action: String, version: i64, until: Instant) -> impl IntoView {
    view! {
        <form class="card-part undo" method="post" action=action>
            <input type="hidden" name="version" value=version />
            <button class="button" type="submit" name="go" value="undo">
                {texts::case::UNDO}
            </button>
            <p>{texts::case::undo_until(until)}</p>
        </form>
    }
    .into_any()
}

/// Who decided what, when, and why.
#[component]
fn DecisionFacts(decision: DecisionView, kind: ApplicationKind) -> impl IntoView {
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
            {(!decision.wrong.is_empty()).then(|| view! { <Named wrong=decision.wrong kind /> })}
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

/// The fields that the decision names.
#[component]
fn Named(wrong: Vec<WrongField>, kind: ApplicationKind) -> impl IntoView {
    let line = |named: WrongField| texts::case::wrong_field(kind, named.field, named.why.as_str());
    let lines = wrong.into_iter().map(line);
    view! {
        <div class="facts-item">
            <dt>{texts::case::WRONG_FIELDS}</dt>
            <dd>
                <ul class="named" role="list">
                    {lines.map(|line| view! { <li>{line}</li> }).collect_view()}
                </ul>
            </dd>
        </div>
    }
    .into_any()
}

/// 上一条 or 下一条 where there is nothing to lose.
#[component]
fn Step(text: &'static str, key: &'static str, to: Option<String>) -> impl IntoView {
    match to {
        Some(to) => view! {
            <a class="button" href=to data-visit="" data-key=key>
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
