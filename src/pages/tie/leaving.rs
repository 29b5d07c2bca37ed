//! `/leaving`: 转出, the units that wait for this superior's consent.

use super::super::frame::WorkbenchFrame;
use super::super::load::load;
use super::super::refused::{WhyNot, split, told};
use crate::api;
use crate::domain::tie::{LeavingLine, LeavingView};
use crate::domain::views::Retained;
use crate::domain::{ConsentDraft, Fault, Field};
use crate::texts::{self, Saying, tie as words};
use crate::ui::{Notice, TextField};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

#[component]
pub fn LeavingPage() -> impl IntoView {
    let query = use_query_map().get_untracked();
    let after = query.get("after").and_then(|id| id.parse().ok());
    let after = after.unwrap_or(0);
    let retained = use_context::<Retained<ConsentDraft>>();
    let done = query.get("done").filter(|_| retained.is_none());
    let done = done.as_deref().and_then(words::answered);
    let (draft, fault) = retained.map_or_else(Default::default, |r| (r.draft, r.fault));
    load(api::leaving(after), move |found: LeavingView| {
        view! { <Leaving found done draft fault /> }
    })
}

#[component]
fn Leaving(
    found: LeavingView,
    done: Option<Saying>,
    draft: ConsentDraft,
    fault: Option<Fault>,
) -> impl IntoView {
    let none = found.rows.is_empty();
    let (problems, refused) = split(fault);
    let item = move |line: LeavingLine| {
        let mine = draft.application == line.application;
        let problem = mine
            .then(|| told(&problems, Field::ConsentReason))
            .flatten();
        let why = if mine {
            draft.why.clone()
        } else {
            String::new()
        };
        view! { <Case line why problem /> }
    };
    view! {
        <WorkbenchFrame title=words::LEAVING who=found.who current=texts::REVIEWS>
            <div class="content-head">
                <nav class="breadcrumb" aria-label=texts::HERE>
                    {texts::HERE}
                    ": "
                    <a href="/review">{texts::UNIFIED_REVIEW}</a>
                    " > "
                    <span aria-current="page">{words::LEAVING}</span>
                </nav>
                <h1>{words::LEAVING}</h1>
            </div>
            <p>{words::LEAVING_NOTE}</p>
            {done.map(|saying| view! { <Notice saying announced=true /> })}
            <WhyNot fault=refused />
            {none.then(|| view! { <p class="card card-part">{words::NOBODY_LEAVES}</p> })}
            {found.rows.into_iter().map(item).collect_view()}
            {found
                .after
                .map(|after| {
                    view! {
                        <a class="button" href=format!("/leaving?after={after}")>
                            {texts::NEXT_PAGE}
                        </a>
                    }
                })}
        </WorkbenchFrame>
    }
    .into_any()
}

#[component]
fn Case(line: LeavingLine, why: String, problem: Option<String>) -> impl IntoView {
    let title = format!("leaving-{}", line.application);
    let [labelled, consents, refuses] = [title.clone(), title.clone(), title.clone()];
    view! {
        <section class="card" aria-labelledby=labelled>
            <div class="card-part">
                <h2 id=title>{line.unit.clone()}</h2>
                <p class="code">{line.code}</p>
                <p>{words::leaves(&line.unit, &line.to, line.applied_at)}</p>
                <p class="quote">{line.reason}</p>
            </div>
            <form class="card-part form" method="post" action="/leaving" novalidate=true>
                <input type="hidden" name="application" value=line.application />
                <input type="hidden" name="version" value=line.version />
                <TextField
                    name="why"
                    id=format!("why-{}", line.application)
                    label=texts::field_label(Field::ConsentReason)
                    value=why
                    longest=500
                    hint=words::CONSENT_HINT
                    problem
                />
                <div class="button-row">
                    <button
                        class="button button-primary"
                        type="submit"
                        name="go"
                        value="consent"
                        aria-describedby=consents
                    >
                        {words::CONSENT}
                    </button>
                    <button
                        class="button"
                        type="submit"
                        name="go"
                        value="refuse"
                        aria-describedby=refuses
                    >
                        {words::REFUSE}
                    </button>
                </div>
            </form>
        </section>
    }
    .into_any()
}
