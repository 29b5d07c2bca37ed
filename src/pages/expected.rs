//! `/expected`: 应绑清单

use super::admin::parts::{Cell, Pages, Table};
use super::expected_parts::{Changes, Head, ImportCard};
use super::frame::WorkbenchFrame;
use super::load::load;
use crate::api;
use crate::domain::expected::{
    ExpectedDone, ExpectedDraft, ExpectedLine, ExpectedSearch, ExpectedView, FileProblem,
};
use crate::domain::views::Retained;
use crate::domain::{Fault, under};
use crate::texts::{self, Saying, expected as words};
use crate::ui::{Badge, Choice, Notice, TextField};
use leptos::prelude::*;
use leptos_router::hooks::{use_query_map, use_url};

/// What a press beside the list just did.
#[derive(Clone, Copy, Debug)]
pub struct ListChanged(pub ExpectedDone);

/// Why a file was not taken.
#[derive(Clone, Copy, Debug)]
pub struct UploadRefused(pub FileProblem);

#[component]
pub fn ExpectedPage() -> impl IntoView {
    let query = use_url().get_untracked().search().to_owned();
    let search = ExpectedSearch::from_query(&query);
    let done = use_query_map().get_untracked().get("done");
    let changed = use_context::<ListChanged>();
    let refused = use_context::<UploadRefused>().map(|UploadRefused(problem)| problem);
    let fault = use_context::<Retained<ExpectedDraft>>().and_then(|retained| retained.fault);
    load(api::expected(query), move |found: ExpectedView| {
        let quiet = refused.is_some() || fault.is_some();
        let said = said(changed, done.as_deref(), &found).filter(|_| !quiet);
        let here = under("/expected", &search.to_query());
        let page = |search: ExpectedSearch| under("/expected", &search.to_query());
        let first = (!search.after.is_empty()).then(|| page(search.from_the_first()));
        let next = found.after.clone().map(|after| {
            let search = search.clone();
            page(ExpectedSearch { after, ..search })
        });
        let any = found.counts.units > 0;
        view! {
            <WorkbenchFrame title=words::EXPECTED who=found.who current=words::EXPECTED>
                <Head title=words::EXPECTED note=words::NOTE />
                {said.map(|saying| view! { <Notice saying announced=true /> })}
                {fault.map(|fault| view! { <Notice saying=told(&fault) announced=true /> })}
                {found.waiting.map(|rows| view! { <Waiting rows /> })}
                {any.then(|| view! { <p>{words::counts(&found.counts)}</p> })}
                {any.then(|| view! { <Filter search=search.clone() /> })}
                <Units lines=found.lines any here=here.clone() />
                <Pages first next />
                {any.then(|| view! { <Changes missing=found.counts.missing() here /> })}
                <ImportCard problem=refused />
            </WorkbenchFrame>
        }
    })
}

/// What was uploaded and nobody has confirmed.
#[component]
fn Waiting(rows: i64) -> impl IntoView {
    view! {
        <Notice saying=words::waiting(rows)>
            <p>
                <a class="button button-small" href="/expected/import">
                    {words::TO_CHECKED}
                </a>
            </p>
        </Notice>
    }
    .into_any()
}

fn said(changed: Option<ListChanged>, done: Option<&str>, found: &ExpectedView) -> Option<Saying> {
    match (changed, done) {
        (Some(ListChanged(ExpectedDone::Reminded(told))), _) => Some(words::reminded(&told)),
        (Some(ListChanged(ExpectedDone::Removed)), _) | (None, Some("removed")) => {
            Some(words::removed())
        }
        (Some(ListChanged(ExpectedDone::Emptied)), _) | (None, Some("emptied")) => {
            Some(words::emptied())
        }
        (None, Some("imported")) => found.imported.as_ref().map(words::imported),
        (None, _) => None,
    }
}

fn told(fault: &Fault) -> Saying {
    match fault {
        // The box beside the button is all that there is to fill in.
        Fault::Invalid(_) => Saying::new(texts::Tone::Danger, words::EMPTY_UNCONFIRMED, "", ""),
        fault => texts::fault(fault),
    }
}

#[component]
fn Filter(search: ExpectedSearch) -> impl IntoView {
    let option = move |value: &'static str, text: &'static str, selected: bool| {
        view! {
            <option value=value selected=selected>
                {text}
            </option>
        }
    };
    view! {
        <form class="card form" method="get" action="/expected">
            <div class="field-grid">
                <TextField
                    name="find"
                    label=words::FIND
                    value=search.find
                    longest=100
                    autocomplete="off"
                />
                <Choice name="show" label=words::SHOW>
                    {option("", words::SHOW_ALL, !search.missing)}
                    {option("missing", words::SHOW_MISSING, search.missing)}
                </Choice>
            </div>
            <div class="button-row">
                <button class="button button-primary" type="submit">
                    {texts::desk::FIND}
                </button>
                <a class="button" href="/expected" data-visit="">
                    {texts::desk::RESET}
                </a>
            </div>
        </form>
    }
    .into_any()
}

#[component]
fn Units(lines: Vec<ExpectedLine>, any: bool, here: String) -> impl IntoView {
    let heads = vec![
        words::CODE,
        words::NAME,
        words::STANDING,
        words::REMINDED,
        texts::ACTION,
    ];
    let empty = lines.is_empty().then_some(match any {
        true => (words::NONE_FOUND, words::NONE_FOUND_NOTE),
        false => (words::NONE, words::NONE_NOTE),
    });
    let line = move |line: ExpectedLine| view! { <Unit line here=here.clone() /> };
    view! {
        <Table name=words::EXPECTED heads empty>
            {lines.into_iter().map(line).collect_view()}
        </Table>
    }
    .into_any()
}

#[component]
fn Unit(line: ExpectedLine, here: String) -> impl IntoView {
    let reminded = line.reminded_at;
    let reminded = reminded.map_or_else(|| words::NEVER.to_owned(), |at| at.minute_shanghai());
    let button = |word: &str, text: &'static str, label: String| {
        view! {
            <button
                class="button button-small"
                type="submit"
                name="go"
                value=format!("{word}-{}", line.code)
                aria-label=label
            >
                {text}
            </button>
        }
    };
    let remind =
        (line.remindable).then(|| button("remind", words::REMIND, words::remind_one(&line.name)));
    let remove = button("remove", words::REMOVE, words::remove_one(&line.name));
    view! {
        <tr role="row">
            <Cell head=words::CODE>
                <span class="code">{line.code}</span>
            </Cell>
            <Cell head=words::NAME>{line.name}</Cell>
            <Cell head=words::STANDING>
                <Badge
                    tone=words::standing_tone(line.standing)
                    text=words::standing(line.standing)
                />
            </Cell>
            <Cell head=words::REMINDED>{reminded}</Cell>
            <Cell head=texts::ACTION>
                <form class="button-row" method="post" action=here>
                    {remind}
                    {remove}
                </form>
            </Cell>
        </tr>
    }
    .into_any()
}
