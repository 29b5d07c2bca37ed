//! `/admin/trail`: 审计记录, which the 审计管理员 reads and nobody else.

use super::super::load::load;
use super::super::refused::told;
use super::frame::AdminFrame;
use super::parts::{Cell, Pages, Table};
use crate::api;
use crate::domain::trail_view::{TrailLine, TrailView};
use crate::domain::{ActKind, Field, FieldProblem, TrailDraft};
use crate::texts;
use crate::ui::{Choice, TextField};
use leptos::prelude::*;
use leptos_router::hooks::use_url;

#[component]
pub fn TrailPage() -> impl IntoView {
    let draft = TrailDraft::from_query(use_url().get_untracked().search());
    load(api::trail(draft.clone()), move |found: TrailView| {
        let first = (!draft.after.is_empty()).then(|| draft.page(""));
        let next = found.after.as_deref().map(|after| draft.page(after));
        view! {
            <AdminFrame title=texts::trail::TITLE who=found.who current=texts::trail::TITLE>
                <div class="content-head">
                    <h1>{texts::trail::TITLE}</h1>
                    <p class="quiet">{texts::trail::NOTE}</p>
                </div>
                <Search draft=draft.clone() problems=found.problems />
                <Lines lines=found.lines draft />
                <Pages first next />
            </AdminFrame>
        }
    })
}

#[component]
fn Search(draft: TrailDraft, problems: Vec<FieldProblem>) -> impl IntoView {
    let problem = |field| told(&problems, field);
    let file = draft.file();
    view! {
        <form class="card form" method="get" action="/admin/trail" novalidate=true>
            <div class="field-grid">
                <TextField
                    name="from"
                    label=texts::trail::FROM
                    kind="date"
                    value=draft.from
                    problem=problem(Field::TrailFrom)
                />
                <TextField
                    name="until"
                    label=texts::trail::UNTIL
                    kind="date"
                    value=draft.until
                    problem=problem(Field::TrailUntil)
                />
                <Kinds chosen=draft.kind problem=problem(Field::TrailKind) />
                <TextField
                    name="code"
                    label=texts::trail::CODE
                    value=draft.code
                    code=true
                    longest=64
                    autocomplete="off"
                    problem=problem(Field::TrailCode)
                />
                <TextField
                    name="by"
                    label=texts::trail::BY
                    value=draft.by
                    longest=40
                    autocomplete="off"
                    hint=texts::trail::PERSON_HINT
                    problem=problem(Field::TrailBy)
                />
                <TextField
                    name="person"
                    label=texts::trail::PERSON
                    value=draft.person
                    longest=40
                    autocomplete="off"
                    hint=texts::trail::PERSON_HINT
                    problem=problem(Field::TrailPerson)
                />
            </div>
            <div class="button-row">
                <button class="button button-primary" type="submit">
                    {texts::admin::FIND}
                </button>
                <a class="button" href="/admin/trail" data-visit="">
                    {texts::admin::CLEAR}
                </a>
                <a class="button" href=file download="">
                    {texts::trail::EXPORT}
                </a>
            </div>
        </form>
    }
    .into_any()
}

#[component]
fn Kinds(chosen: String, problem: Option<String>) -> impl IntoView {
    let option = move |value: String, text: &'static str| {
        let selected = value == chosen;
        view! {
            <option value=value selected=selected>
                {text}
            </option>
        }
    };
    let act = |kind: &ActKind| (format!("act.{}", kind.as_str()), texts::act(*kind));
    let acts = ActKind::ALL.iter().map(act);
    let acts = acts.map(|(value, text)| option(value, text)).collect_view();
    let events = texts::trail::EVENT_KINDS.iter();
    let events = events
        .map(|(word, text)| option(format!("event.{word}"), text))
        .collect_view();
    view! {
        <Choice name="kind" label=texts::trail::KIND problem>
            <option value="">{texts::ALL}</option>
            <optgroup label=texts::trail::ACTS>{acts}</optgroup>
            <optgroup label=texts::trail::EVENTS>{events}</optgroup>
        </Choice>
    }
    .into_any()
}

#[component]
fn Lines(lines: Vec<TrailLine>, draft: TrailDraft) -> impl IntoView {
    let heads = vec![
        texts::trail::AT,
        texts::trail::WHAT,
        texts::trail::BY,
        texts::trail::ABOUT,
        texts::trail::WHY,
    ];
    let empty = lines
        .is_empty()
        .then_some((texts::trail::NONE, texts::trail::NONE_NOTE));
    let lines = lines
        .into_iter()
        .map(move |line| view! { <Line line draft=draft.clone() /> });
    view! {
        <div class="trail">
            <Table name=texts::trail::TITLE heads empty>
                {lines.collect_view()}
            </Table>
        </div>
    }
    .into_any()
}

#[component]
fn Line(line: TrailLine, draft: TrailDraft) -> impl IntoView {
    let of = |number: i64| TrailDraft {
        by: format!("#{number}"),
        ..draft.clone()
    };
    let about = |number: i64| TrailDraft {
        person: format!("#{number}"),
        ..draft.clone()
    };
    let by = texts::trail::number(&line.by)
        .map(|n| view! { <Number n name=texts::trail::only_of(n) to=of(n).page("") /> });
    let person = line.person.as_ref().map(|(n, name)| {
        let n = *n;
        let only = texts::trail::only_about(n);
        view! {
            {name.clone()}
            " "
            <Number n name=only to=about(n).page("") />
        }
    });
    let link = match &line.link {
        Some((seq, hash)) => view! {
            {seq.to_string()}
            " "
            <span class="code">{hash.get(..12).unwrap_or_default().to_owned()}</span>
        }
        .into_any(),
        None => view! { {texts::trail::NOT_LINKED} }.into_any(),
    };
    let unit = line.unit.as_ref().map(|(name, code)| {
        view! {
            <p>{name.clone()}</p>
            <p class="code">{code.clone()}</p>
        }
    });
    let (at, what) = (line.at.second_shanghai(), texts::trail::what(&line));
    let doer = texts::trail::by(&line.by);
    view! {
        <tr role="row">
            <Cell head=texts::trail::AT>
                <div>
                    <p>{at}</p>
                    <p class="trail-link">{texts::trail::LINK} " " {link}</p>
                </div>
            </Cell>
            <Cell head=texts::trail::WHAT>{what}</Cell>
            <Cell head=texts::trail::BY>
                <p>{doer} " " {by}</p>
            </Cell>
            <Cell head=texts::trail::ABOUT>
                <div>{unit} {person.map(|person| view! { <p>{person}</p> })}</div>
            </Cell>
            <Cell head=texts::trail::WHY>
                <Said why=line.why details=line.details record=line.detail />
            </Cell>
        </tr>
    }
    .into_any()
}

/// The reason and the details in words; the record itself is there for who wants it.
#[component]
fn Said(why: String, details: Vec<(String, String)>, record: String) -> impl IntoView {
    let folded = (!details.is_empty()).then_some(record);
    let lines = texts::trail::details(&details).into_iter();
    let why = (!why.is_empty()).then_some(why);
    let lines = why.into_iter().chain(lines);
    let item = |line: String| view! { <li>{line}</li> };
    view! {
        <div>
            <ul class="trail-said" role="list">
                {lines.map(item).collect_view()}
            </ul>
            {folded
                .map(|record| {
                    view! {
                        <details class="trail-record">
                            <summary class="text-link">{texts::trail::RECORD}</summary>
                            <code>{record}</code>
                        </details>
                    }
                })}
        </div>
    }
    .into_any()
}

/// A person's number; leads to the rows of that person alone.
#[component]
fn Number(n: i64, name: String, to: String) -> impl IntoView {
    view! {
        <a href=to data-visit="" aria-label=name>
            {format!("#{n}")}
        </a>
    }
    .into_any()
}
