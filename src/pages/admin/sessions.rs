//! `/admin/sessions`: where somebody is signed in, and the end of it.

use super::super::load::{escape, load};
use super::super::refused::{split, told};
use super::frame::AdminFrame;
use super::parts::{Cell, Outcome, Pages, Table};
use crate::api;
use crate::domain::admin::{DropFactorDraft, OperatorLine, SessionSearchDraft, SessionsView};
use crate::domain::views::{Retained, Who};
use crate::domain::{Field, FieldProblem, SessionView};
use crate::texts::{self, account as words};
use crate::ui::{TextArea, TextField};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

#[component]
pub fn SessionsPage() -> impl IntoView {
    let query = use_query_map().get_untracked();
    let text = |name: &str| query.get(name).unwrap_or_default();
    let search = SessionSearchDraft {
        unit: text("unit"),
        operator: text("operator"),
        after: text("after"),
    };
    let done = query.get("done").map(|word| match word.as_str() {
        "factor" => texts::admin::factor_dropped(),
        _ => texts::admin::sessions_ended(),
    });
    let fault = use_context::<Retained<()>>().and_then(|kept| kept.fault);
    let typed = use_context::<Retained<DropFactorDraft>>();
    let (typed, refused) = typed.map_or((None, None), |kept| (Some(kept.draft), kept.fault));
    let (dropping, refused) = split(refused);
    let fault = fault.or(refused);
    let done = done.filter(|_| typed.is_none());
    load(
        api::admin_sessions(search.clone()),
        move |found: SessionsView| {
            let here = format!("/admin/sessions?unit={}", escape(&search.unit));
            let first = (!search.after.is_empty()).then(|| here.clone());
            let next = (found.more).map(|last| format!("{here}&after={last}"));
            let unit = found.unit.clone();
            let operator = search.operator.clone();
            let chosen = (search.unit.clone(), operator.clone());
            view! {
                <AdminFrame
                    title=texts::admin::SESSIONS
                    who=found.who
                    current=texts::admin::SESSIONS
                >
                    <div class="content-head">
                        <h1>{texts::admin::SESSIONS}</h1>
                        <p class="quiet">{texts::admin::SESSIONS_NOTE}</p>
                    </div>
                    <Outcome done fault />
                    <Search unit=search.unit.clone() problems=found.problems />
                    {found
                        .chosen
                        .map(|(who, sessions)| {
                            view! { <Sessions unit=search.unit operator who sessions /> }
                        })}
                    {found
                        .factor
                        .then(|| {
                            let (unit, operator) = chosen;
                            let why = typed.map_or_else(String::new, |draft| draft.why);
                            view! { <Factor unit operator why problems=dropping /> }
                        })}
                    {unit.map(|name| view! { <People name here operators=found.operators /> })}
                    <Pages first next />
                </AdminFrame>
            }
        },
    )
}

#[component]
fn Search(unit: String, problems: Vec<FieldProblem>) -> impl IntoView {
    view! {
        <form class="card form" method="get" action="/admin/sessions" novalidate=true>
            <TextField
                name="unit"
                label=texts::field_label(Field::Unit)
                value=unit
                code=true
                required=true
                longest=64
                autocomplete="off"
                problem=told(&problems, Field::Unit)
            />
            <div class="button-row">
                <button class="button button-primary" type="submit">
                    {texts::admin::FIND}
                </button>
            </div>
        </form>
    }
    .into_any()
}

#[component]
fn People(name: String, here: String, operators: Vec<OperatorLine>) -> impl IntoView {
    let heads = vec![
        texts::admin::OPERATOR,
        texts::admin::MOBILE,
        texts::admin::DUTIES,
        texts::ACTION,
    ];
    let empty = operators
        .is_empty()
        .then_some((texts::admin::NO_OPERATORS, ""));
    let line = move |operator: OperatorLine| {
        let duties = texts::admin::duties(&operator);
        let choose = texts::admin::choose_person(&operator.name);
        let to = format!("{here}&operator={}", operator.id);
        view! {
            <tr role="row">
                <Cell head=texts::admin::OPERATOR>{operator.name}</Cell>
                <Cell head=texts::admin::MOBILE>{operator.mobile}</Cell>
                <Cell head=texts::admin::DUTIES>{duties}</Cell>
                <Cell head=texts::ACTION>
                    <a
                        class="button button-small"
                        href=to
                        aria-label=choose
                        data-visit=""
                    >
                        {texts::admin::CHOOSE_PERSON}
                    </a>
                </Cell>
            </tr>
        }
    };
    let rows = operators.into_iter().map(line).collect_view();
    view! {
        <section class="content" aria-labelledby="people-title">
            <h2 id="people-title">{name.clone()}</h2>
            <Table name heads empty>
                {rows}
            </Table>
        </section>
    }
    .into_any()
}

/// 关闭两步验证 of who has lost phone and recovery codes.
#[component]
fn Factor(
    unit: String,
    operator: String,
    why: String,
    problems: Vec<FieldProblem>,
) -> impl IntoView {
    view! {
        <form
            class="card form"
            aria-labelledby="factor-title"
            method="post"
            action="/admin/sessions/factor"
            novalidate=true
        >
            <h2 id="factor-title">{words::TURN_OFF}</h2>
            <p>{texts::admin::DROP_FACTOR_NOTE}</p>
            <input type="hidden" name="unit" value=unit />
            <input type="hidden" name="operator" value=operator />
            <TextArea
                name="why"
                label=texts::field_label(Field::Because)
                value=why
                rows=2
                required=true
                problem=told(&problems, Field::Because)
            />
            <TextField
                name="password"
                label=texts::field_label(Field::OwnPassword)
                kind="password"
                required=true
                autocomplete="current-password"
                problem=told(&problems, Field::OwnPassword)
            />
            <div class="button-row">
                <button class="button button-danger" type="submit">
                    {words::TURN_OFF}
                </button>
            </div>
        </form>
    }
    .into_any()
}

#[component]
fn Sessions(unit: String, operator: String, who: Who, sessions: Vec<SessionView>) -> impl IntoView {
    let title = texts::admin::sessions_of(&who.unit, who.person.as_deref());
    let none = sessions.is_empty();
    let empty = none.then_some((texts::admin::NO_SESSIONS, ""));
    let heads = vec![
        words::DEVICE,
        words::OPENED,
        words::LAST_SEEN,
        texts::ACTION,
    ];
    let end = {
        let (unit, operator) = (unit.clone(), operator.clone());
        move |session: String, text: &'static str| {
            view! {
                <form method="post" action="/admin/sessions">
                    <input type="hidden" name="unit" value=unit.clone() />
                    <input type="hidden" name="operator" value=operator.clone() />
                    <button class="button button-small" type="submit" name="session" value=session>
                        {text}
                    </button>
                </form>
            }
        }
    };
    let end_all = (!none).then(|| end(String::new(), texts::admin::END_ALL));
    let line = move |session: SessionView| {
        let device = match session.device.is_empty() {
            true => words::UNKNOWN_DEVICE.to_owned(),
            false => session.device,
        };
        let end = end(session.id, words::END_SESSION);
        view! {
            <tr role="row">
                <Cell head=words::DEVICE>{device}</Cell>
                <Cell head=words::OPENED>{session.opened_at.minute_shanghai()}</Cell>
                <Cell head=words::LAST_SEEN>{session.seen_at.minute_shanghai()}</Cell>
                <Cell head=texts::ACTION>{end}</Cell>
            </tr>
        }
    };
    let rows = sessions.into_iter().map(line).collect_view();
    view! {
        <section class="content" aria-labelledby="sessions-title">
            <h2 id="sessions-title">{title.clone()}</h2>
            <Table name=title heads empty>
                {rows}
            </Table>
            {end_all}
        </section>
    }
    .into_any()
}
