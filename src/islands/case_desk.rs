//! 审核详情: the case, its decision, and the way to the cases beside it.

use super::case_facts::{CaseFacts, Timeline};
use super::decision_form::{DecisionForm, Submitted};
use crate::api;
use crate::domain::views::CaseView;
use crate::domain::{ApplicationState, DecisionDraft, Fault, Tab};
use crate::texts::{self, Saying, Tone};
use crate::ui::{Badge, Notice, resubmit_natively};
use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_bindgen::JsValue;
use leptos::web_sys::HtmlFormElement;
use serde::{Deserialize, Serialize};

/// Unsaved input stands in the way of leaving for this case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Leaving {
    pub to: i64,
}

#[island]
pub fn CaseDesk(
    case: CaseView,
    /// The form as it was sent, if it came back.
    draft: DecisionDraft,
    fault: Option<Fault>,
    /// Whether the decision that is shown was saved just now.
    saved: bool,
    leaving: Option<Leaving>,
) -> impl IntoView {
    let case = RwSignal::new(case);
    let draft = RwSignal::new(draft);
    let fault = RwSignal::new(fault);
    let saved = RwSignal::new(saved);
    let leaving = RwSignal::new(leaving);
    let busy = RwSignal::new(false);

    let show = move |next: CaseView| {
        draft.set(DecisionDraft::default());
        fault.set(None);
        leaving.set(None);
        case.set(next);
    };
    let go = move |to: i64| {
        let tab = case.read_untracked().tab;
        busy.set(true);
        spawn_local(async move {
            let found = api::case(to, tab).await;
            busy.set(false);
            match found {
                Ok(next) => {
                    push_address(&address(to, tab));
                    saved.set(false);
                    show(next);
                }
                // The page itself says what a fetched case can't.
                Err(_) => visit(&address(to, tab)),
            }
        });
    };
    let save = move |typed: DecisionDraft, form: HtmlFormElement| {
        let tab = case.read_untracked().tab;
        let id = typed.application;
        busy.set(true);
        spawn_local(async move {
            let decided = api::decide(typed.clone(), tab).await;
            busy.set(false);
            match decided {
                Ok(next) => {
                    saved.set(true);
                    show(next);
                }
                Err(Fault::SignInRequired) => resubmit_natively(&form),
                Err(refused @ Fault::Stale(_)) => {
                    // What was typed stays readable beside what others decided.
                    if let Ok(present) = api::case(id, tab).await {
                        show(present);
                        draft.set(typed);
                    }
                    fault.set(Some(refused));
                }
                Err(refused) => fault.set(Some(refused)),
            }
        });
    };
    let submitted = Callback::new(move |submitted: Submitted| {
        if busy.get_untracked() {
            return;
        }
        leaving.set(None);
        match submitted {
            Submitted::Save(typed, form) => save(typed, form),
            Submitted::Leave(typed, to) if typed.is_touched() => leaving.set(Some(Leaving { to })),
            Submitted::Leave(_, to) => go(to),
        }
    });
    let history = window_event_listener(ev::popstate, |_| {
        // The address changed under a page that shows another case.
        let _ = window().location().reload();
    });
    on_cleanup(move || history.remove());

    let decide = move || {
        let case = case.get();
        let open = case.state == ApplicationState::Pending && case.barrier.is_none();
        if open {
            view! { <DecisionForm case draft=draft.get_untracked() fault busy submitted /> }
                .into_any()
        } else {
            view! { <Decided case submitted /> }.into_any()
        }
    };
    view! {
        <Answer case draft fault saved leaving />
        {move || view! { <CaseFacts case=case.get() /> }}
        {decide}
        {move || view! { <Timeline events=case.get().events /> }}
    }
    .into_any()
}

/// What became of the last press.
#[component]
fn Answer(
    case: RwSignal<CaseView>,
    draft: RwSignal<DecisionDraft>,
    fault: RwSignal<Option<Fault>>,
    saved: RwSignal<bool>,
    leaving: RwSignal<Option<Leaving>>,
) -> impl IntoView {
    let opinion = move || {
        let stale = matches!(*fault.read(), Some(Fault::Stale(_)));
        let opinion = draft.read().opinion.clone();
        (stale && !opinion.trim().is_empty()).then(|| {
            view! {
                <p>{texts::YOUR_OPINION}</p>
                <p class="quote">{opinion}</p>
            }
        })
    };
    move || {
        if let Some(leaving) = leaving.get() {
            return view! { <LeaveQuestion to=leaving.to tab=case.read().tab /> }.into_any();
        }
        match fault.get() {
            Some(fault) => view! {
                <Notice saying=texts::fault(&fault) announced=true>
                    {opinion()}
                </Notice>
            }
            .into_any(),
            None if saved.get() => {
                let state = texts::state(case.read().state);
                let saying = Saying::new(Tone::Success, texts::saved(state), "", "");
                view! { <Notice saying announced=true /> }.into_any()
            }
            None => ().into_any(),
        }
    }
}

#[component]
fn LeaveQuestion(to: i64, tab: Tab) -> impl IntoView {
    let saying = Saying::new(Tone::Warning, texts::UNSAVED, texts::UNSAVED_NOTE, "");
    view! {
        <Notice saying announced=true>
            <div class="button-row">
                <a class="button" href=address(to, tab)>
                    {texts::LEAVE_ANYWAY}
                </a>
            </div>
        </Notice>
    }
    .into_any()
}

/// 审核结果 of a case that is no longer to be decided here, or why it can't be.
#[component]
fn Decided(case: CaseView, submitted: Callback<Submitted>) -> impl IntoView {
    let barrier = case
        .barrier
        .filter(|_| case.state == ApplicationState::Pending)
        .map(|barrier| view! { <Notice saying=texts::fault(&Fault::Forbidden(barrier)) /> });
    let decision = case.decision.clone().map(|decision| {
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
    });
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
                    <a class="button" href=list_address(case.tab)>
                        {texts::BACK_TO_LIST}
                    </a>
                    <div class="button-row-end">
                        <Walk text=texts::PREVIOUS to=case.previous tab=case.tab submitted />
                        <Walk text=texts::NEXT to=case.next tab=case.tab submitted />
                    </div>
                </div>
            </div>
        </section>
    }
    .into_any()
}

/// 上一条 or 下一条 where there is nothing to lose.
#[component]
fn Walk(
    text: &'static str,
    to: Option<i64>,
    tab: Tab,
    submitted: Callback<Submitted>,
) -> impl IntoView {
    match to {
        Some(to) => view! {
            <a
                class="button"
                href=address(to, tab)
                on:click=move |event| {
                    event.prevent_default();
                    submitted.run(Submitted::Leave(DecisionDraft::default(), to));
                }
            >
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

fn push_address(address: &str) {
    let _ = window()
        .history()
        .and_then(|history| history.push_state_with_url(&JsValue::NULL, "", Some(address)));
}

fn visit(address: &str) {
    let _ = window().location().set_href(address);
}
