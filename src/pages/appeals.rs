//! `/appeals`: 申诉 to the reviewer's unit.

use super::frame::WorkbenchFrame;
use super::load::load;
use super::refused::{WhyNot, split, told};
use crate::api;
use crate::domain::views::Retained;
use crate::domain::{
    AppealDraft, AppealState, AppealView, AppealsView, Field, FieldProblem, NotSecond,
};
use crate::texts::{self, appeals as words};
use crate::ui::{Badge, Notice};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

#[component]
pub fn AppealsPage() -> impl IntoView {
    let query = use_query_map().get_untracked();
    let settled = query.get("tab").is_some_and(|tab| tab == "settled");
    let after: Option<i64> = query.get("after").and_then(|text| text.parse().ok());
    let done = query.get("done").is_some();
    let retained = use_context::<Retained<AppealDraft>>();
    load(api::appeals(settled, after), move |found: AppealsView| {
        let (draft, fault) = retained.map_or((None, None), |r| (Some(r.draft), r.fault));
        let done = done && draft.is_none();
        let draft = draft.unwrap_or_default();
        let (problems, refused) = split(fault);
        let place = if settled {
            "/appeals?tab=settled"
        } else {
            "/appeals"
        };
        let sign = if settled { '&' } else { '?' };
        let next = (found.after).map(|last| format!("{place}{sign}after={last}"));
        let empty = match settled {
            true => words::NONE_SETTLED,
            false => words::NONE_WAITING,
        };
        let none = found.appeals.is_empty();
        let item = move |appeal: AppealView| {
            // What was typed, and what was wrong with it, is of one of them.
            let mine = draft.appeal == appeal.id;
            let draft = if mine {
                draft.clone()
            } else {
                AppealDraft::default()
            };
            let problems = if mine { problems.clone() } else { Vec::new() };
            view! { <Appeal appeal draft problems /> }
        };
        view! {
            <WorkbenchFrame title=words::APPEALS who=found.who current=words::APPEALS>
                <div class="content-head">
                    <h1>{words::APPEALS}</h1>
                    <p class="quiet">{words::NOTE}</p>
                </div>
                {done.then(|| view! { <Notice saying=words::done() announced=true /> })}
                <WhyNot fault=refused />
                <Tabs settled />
                {none.then(|| view! { <p class="card form">{empty}</p> })}
                {found.appeals.into_iter().map(item).collect_view()}
                {next
                    .map(|href| {
                        view! {
                            <nav class="pager" aria-label=texts::PAGES>
                                <a class="button" href=href data-visit="">
                                    {texts::NEXT_PAGE}
                                </a>
                            </nav>
                        }
                    })}
            </WorkbenchFrame>
        }
    })
}

#[component]
fn Tabs(settled: bool) -> impl IntoView {
    let tab = |text: &'static str, href: &'static str, here: bool| {
        let here = here.then_some("page");
        view! {
            <a class="tab" href=href data-visit="" aria-current=here>
                {text}
            </a>
        }
    };
    view! {
        <nav class="tabs" aria-label=words::LIST>
            {tab(words::WAITING, "/appeals", !settled)}
            {tab(words::SETTLED, "/appeals?tab=settled", settled)}
        </nav>
    }
    .into_any()
}

/// What was said on each side, and what can be said now.
#[component]
fn Appeal(appeal: AppealView, draft: AppealDraft, problems: Vec<FieldProblem>) -> impl IntoView {
    let (tone, word) = words::state(appeal.state);
    let title = format!("appeal-{}", appeal.id);
    let (by, at, why) = appeal.terminated.clone();
    let consented = appeal.consented_by.clone().zip(appeal.settled);
    let opinion = appeal.opinion.clone().map(|opinion| {
        view! {
            <p>{words::opined(&opinion.by, opinion.agrees, opinion.at)}</p>
            <p class="quote">{opinion.why}</p>
        }
    });
    view! {
        <section class="card" aria-labelledby=title.clone()>
            <div class="card-head">
                <h2 class="card-title" id=title.clone()>
                    {appeal.unit.clone()}
                    " "
                    <Badge tone=Some(tone) text=word />
                </h2>
                <a class="text-link" href=format!("/review/{}", appeal.application)>
                    {words::CASE}
                </a>
            </div>
            <div class="card-part">
                <p>{words::terminated(&by, at)}</p>
                <p class="quote">{why}</p>
                <p>{words::appealed(&appeal)}</p>
                <p class="quote">{appeal.body.clone()}</p>
                {opinion}
                {consented.map(|(by, at)| view! { <p>{words::consented(&by, at)}</p> })}
            </div>
            {appeal.state.is_open().then(|| view! { <Steps appeal draft problems /> })}
        </section>
    }
    .into_any()
}

/// The first person's form, or the second's.
#[component]
fn Steps(appeal: AppealView, draft: AppealDraft, problems: Vec<FieldProblem>) -> impl IntoView {
    let stuck = (appeal.stuck).then(|| view! { <p class="card-part">{words::STUCK}</p> });
    if let Some(why) = appeal.not_second {
        let take_back = (why == NotSecond::First).then(|| {
            view! {
                <form class="card-part button-row" method="post" action="/appeals">
                    <input type="hidden" name="appeal" value=appeal.id />
                    <input type="hidden" name="version" value=appeal.version />
                    <button class="button" type="submit" name="go" value="take_back">
                        {words::TAKE_BACK}
                    </button>
                </form>
            }
        });
        return view! {
            <p class="card-part">{words::not_second(why)}</p>
            {stuck}
            {take_back}
        }
        .into_any();
    }
    let first = appeal.state == AppealState::Open;
    let (label, hint) = match first {
        true => (words::OPINION, words::OPINION_HINT),
        false => (words::OBJECTION, words::OBJECTION_HINT),
    };
    let buttons = match first {
        true => [("agree", words::AGREE), ("refuse", words::REFUSE)],
        false => [("consent", words::CONSENT), ("object", words::OBJECT)],
    };
    let button = |(go, text): (&'static str, &'static str)| {
        view! {
            <button class="button" type="submit" name="go" value=go>
                {text}
            </button>
        }
    };
    let problem = told(&problems, Field::AppealOpinion);
    let (error, hinted) = (
        format!("why-{}-error", appeal.id),
        format!("why-{}-hint", appeal.id),
    );
    let described = match problem {
        Some(_) => format!("{hinted} {error}"),
        None => hinted.clone(),
    };
    let id = format!("why-{}", appeal.id);
    let class = match first {
        true => "field-label field-label-required",
        false => "field-label",
    };
    view! {
        {stuck}
        <form class="card-part form" method="post" action="/appeals" novalidate=true>
            <input type="hidden" name="appeal" value=appeal.id />
            <input type="hidden" name="version" value=appeal.version />
            <div class="field">
                <label class=class for=id.clone()>
                    {label}
                </label>
                <textarea
                    class="field-input"
                    id=id.clone()
                    name="why"
                    rows="3"
                    aria-invalid=problem.is_some().then_some("true")
                    autofocus=problem.is_some()
                    aria-describedby=described
                >
                    {draft.why}
                </textarea>
                <p class="field-hint" id=hinted>
                    {hint}
                </p>
                {problem
                    .map(|text| {
                        view! {
                            <p class="field-error" id=error>
                                {text}
                            </p>
                        }
                    })}
            </div>
            <div class="button-row">{buttons.map(button).collect_view()}</div>
        </form>
    }
    .into_any()
}
