//! `/review/{id}`: 审核详情

use super::case_answer::{Answer, Leaving, Went};
use super::case_background::CaseBackground;
use super::case_facts::{CaseFacts, Timeline};
use super::case_parts::Decided;
use super::decision_form::DecisionForm;
use super::frame::WorkbenchFrame;
use super::load::load;
use crate::api;
use crate::domain::views::{CaseView, EventKind, Retained, Who};
use crate::domain::{ApplicationKind, ApplicationState, Consent, DecisionDraft, Fault, Walk};
use crate::islands::Presence;
use crate::texts;
use crate::ui::Notice;
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map, use_url};

#[component]
pub fn ReviewCasePage() -> impl IntoView {
    let query = use_query_map().get_untracked();
    let (saved, undone) = (query.get("saved").is_some(), query.get("undone").is_some());
    let walk = Walk::from_query(use_url().read_untracked().search());
    // An address that is no number names no case, and no case has the number 0.
    let id = use_params_map().get_untracked().get("id");
    let id = id.and_then(|id| id.parse().ok()).unwrap_or(0);
    let found = async move {
        let case = api::case(id, walk).await?;
        let who = api::home().await?.who.ok_or(Fault::SignInRequired)?;
        Ok((who, case))
    };
    let retained = use_context::<Retained<DecisionDraft>>();
    let leaving = use_context::<Leaving>();
    load(found, move |(who, case): (Who, CaseView)| {
        let (draft, fault) = retained.map_or_else(Default::default, |r| (r.draft, r.fault));
        let went = if saved && case.decision.is_some() {
            Some(Went::Saved)
        } else {
            let last = case.events.last().map(|event| event.kind);
            (undone && last == Some(EventKind::Undone)).then_some(Went::Undone)
        };
        view! {
            <WorkbenchFrame title=texts::REVIEW_DETAIL who current=texts::REVIEWS>
                <Head walk=case.walk.clone() kind=case.kind />
                <Presence application=case.id />
                <Answer case=case.clone() draft=draft.clone() fault=fault.clone() went leaving />
                <Asks case=case.clone() />
                <CaseFacts case=case.clone() />
                <CaseBackground case=case.clone() />
                <Desk case=case.clone() draft fault />
                <Timeline events=case.events />
            </WorkbenchFrame>
        }
    })
}

/// Where we are: in the site, and on the walk.
#[component]
fn Head(walk: Walk, kind: ApplicationKind) -> impl IntoView {
    let business = texts::business_name(kind);
    let place = match (walk.at, walk.of) {
        (Some(at), Some(of)) => Some(texts::case::place(at, of)),
        _ => None,
    };
    view! {
        <div class="content-head">
            <nav class="breadcrumb" aria-label=texts::HERE>
                {texts::HERE}
                ": "
                <a href="/review">{texts::UNIFIED_REVIEW}</a>
                " > "
                <a href=walk.list(&[])>{texts::REVIEW_LIST}</a>
                " > "
                <span aria-current="page">{texts::REVIEW_DETAIL}</span>
            </nav>
            <h1>{texts::REVIEW_DETAIL}</h1>
            <p>{business}</p>
            {place.map(|place| view! { <p class="case-place">{place}</p> })}
        </div>
    }
    .into_any()
}

/// What is asked, where it is not to be bound.
#[component]
fn Asks(case: CaseView) -> impl IntoView {
    let open = case.state == ApplicationState::Pending && case.kind != ApplicationKind::Bind;
    let consent = match case.consent {
        Consent::None => None,
        Consent::Asked => Some(false),
        Consent::Given => Some(true),
    };
    open.then(|| {
        let saying = texts::tie::asks(case.kind, case.left.as_deref(), consent);
        view! { <Notice saying /> }
    })
}

/// The decision to be made, or the one that was.
#[component]
fn Desk(case: CaseView, draft: DecisionDraft, fault: Option<Fault>) -> impl IntoView {
    let open = case.state == ApplicationState::Pending && case.barrier.is_none();
    if !open {
        return view! { <Decided case /> }.into_any();
    }
    let problems = match fault {
        Some(Fault::Invalid(problems)) => problems,
        _ => Vec::new(),
    };
    view! { <DecisionForm case draft problems /> }.into_any()
}
