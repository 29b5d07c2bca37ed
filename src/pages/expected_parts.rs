//! 应绑清单: what stands around the list, and the page of what was uploaded.

use super::admin::parts::{Cell, Table};
use super::frame::WorkbenchFrame;
use super::load::load;
use super::refused::{WhyNot, told, told_all};
use crate::api;
use crate::domain::Field;
use crate::domain::expected::{
    FileProblem, ImportCounts, ImportDraft, ImportMode, UploadView, WrongRow,
};
use crate::domain::views::{Retained, Who};
use crate::texts::{self, expected as words};
use crate::ui::{GroupProblem, Notice};
use leptos::prelude::*;

/// `/expected/import`: what was found in the file, before anything changes.
#[component]
pub fn UploadPage() -> impl IntoView {
    let retained = use_context::<Retained<ImportDraft>>();
    load(
        api::upload(),
        move |(who, found): (Who, Option<UploadView>)| {
            let (draft, fault) = retained.map_or_else(Default::default, |r| (r.draft, r.fault));
            let problem = told(&told_all(fault.as_ref()), Field::ImportMode);
            let refused = fault.filter(|_| problem.is_none());
            let shown = match found {
                None => view! {
                    <Notice saying=words::no_upload() />
                    <p>
                        <a class="button" href="/expected">
                            {words::BACK}
                        </a>
                    </p>
                }
                .into_any(),
                Some(upload) => view! { <Upload upload draft problem /> }.into_any(),
            };
            view! {
                <WorkbenchFrame title=words::CHECKED who current=words::EXPECTED>
                    <Head title=words::CHECKED note=words::UPLOAD_NOTE />
                    <WhyNot fault=refused />
                    {shown}
                </WorkbenchFrame>
            }
        },
    )
}

#[component]
pub fn Head(title: &'static str, note: &'static str) -> impl IntoView {
    let deeper = (title != words::EXPECTED).then(|| {
        view! {
            <nav class="breadcrumb" aria-label=texts::HERE>
                {texts::HERE}
                ": "
                <a href="/expected">{words::EXPECTED}</a>
                " / "
                <span aria-current="page">{title}</span>
            </nav>
        }
    });
    view! {
        <div class="content-head">
            {deeper} <h1>{title}</h1> <p class="quiet">{note}</p>
        </div>
    }
    .into_any()
}

#[component]
fn Upload(upload: UploadView, draft: ImportDraft, problem: Option<String>) -> impl IntoView {
    let saying = words::checked(upload.right, upload.wrong);
    let any = upload.right > 0;
    let plans = [
        (ImportMode::Replace, upload.replace),
        (ImportMode::Add, upload.add),
    ];
    let rest = upload.wrong - upload.shown.len() as i64;
    view! {
        <Notice saying announced=true />
        <form class="card form" method="post" action="/expected/import" novalidate=true>
            {any.then(|| view! { <Modes plans chosen=draft.mode problem /> })}
            <div class="button-row">
                {any
                    .then(|| {
                        view! {
                            <button class="button button-primary" type="submit">
                                {words::DO_IMPORT}
                            </button>
                        }
                    })}
                <button class="button" type="submit" name="go" value="drop">
                    {words::GIVE_UP}
                </button>
            </div>
        </form>
        {(upload.wrong > 0).then(|| view! { <Wrong rows=upload.shown rest /> })}
    }
    .into_any()
}

/// 替换 or 追加, each with what it would do.
#[component]
fn Modes(
    plans: [(ImportMode, ImportCounts); 2],
    chosen: String,
    problem: Option<String>,
) -> impl IntoView {
    let choice = |(mode, counts): (ImportMode, ImportCounts)| {
        let hint = format!("mode-{}-hint", mode.as_str());
        view! {
            <label class="choice">
                <input
                    type="radio"
                    name="mode"
                    value=mode.as_str()
                    checked=chosen == mode.as_str()
                    aria-describedby=hint.clone()
                />
                {words::mode(mode)}
            </label>
            <p class="field-hint" id=hint>
                {words::plan(&counts)}
            </p>
        }
    };
    let described = problem.is_some().then_some("mode-error");
    view! {
        <fieldset class="field" aria-describedby=described>
            <legend class="field-label field-label-required">{words::MODE}</legend>
            {plans.map(choice).collect_view()}
            <GroupProblem id="mode-error" problem />
        </fieldset>
    }
    .into_any()
}

#[component]
fn Wrong(rows: Vec<WrongRow>, rest: i64) -> impl IntoView {
    let heads = vec![
        words::LINE,
        words::CODE,
        words::NAME,
        words::FIELDS,
        words::WHY,
    ];
    let line = |wrong: WrongRow| {
        let [number, fields, why] = words::marks(&wrong.row, &wrong.problems);
        view! {
            <tr role="row">
                <Cell head=words::LINE>{number}</Cell>
                <Cell head=words::CODE>
                    <span class="code">{wrong.row.code}</span>
                </Cell>
                <Cell head=words::NAME>{wrong.row.name}</Cell>
                <Cell head=words::FIELDS>{fields}</Cell>
                <Cell head=words::WHY>{why}</Cell>
            </tr>
        }
    };
    view! {
        <p>
            <a class="button" href="/expected/errors.xlsx" download="">
                {words::MARKED}
            </a>
        </p>
        <Table name=words::WRONG_ROWS heads empty=None>
            {rows.into_iter().map(line).collect_view()}
        </Table>
        {(rest > 0).then(|| view! { <p>{words::and_more(rest)}</p> })}
    }
    .into_any()
}

/// 提醒全部, the export, and 清空.
#[component]
pub fn Changes(missing: i64, here: String) -> impl IntoView {
    let some = missing > 0;
    view! {
        {some
            .then(|| {
                view! {
                    <form class="button-row" method="post" action=here.clone()>
                        <button class="button button-primary" type="submit" name="go" value="remind-all">
                            {words::REMIND_ALL}
                        </button>
                        <a class="button" href="/expected/missing.xlsx" download="">
                            {words::EXPORT}
                        </a>
                    </form>
                }
            })}
        <details class="card">
            <summary>{words::EMPTY}</summary>
            <form class="form" method="post" action=here>
                <div class="field">
                    <label class="choice">
                        <input type="checkbox" name="confirm" value="1" />
                        {words::EMPTY_CONFIRM}
                    </label>
                </div>
                <button class="button button-danger" type="submit" name="go" value="empty">
                    {words::EMPTY}
                </button>
            </form>
        </details>
    }
    .into_any()
}

/// The upload. A visit carries no file: the form is the browser's.
#[component]
pub fn ImportCard(problem: Option<FileProblem>) -> impl IntoView {
    let invalid = problem.is_some().then_some("true");
    let described = match problem {
        Some(_) => "file-hint file-error",
        None => "file-hint",
    };
    view! {
        <section class="card" aria-labelledby="import-title">
            <div class="card-head">
                <h2 id="import-title">{words::IMPORT}</h2>
            </div>
            <form
                class="form"
                method="post"
                action="/expected/upload"
                enctype="multipart/form-data"
                novalidate=true
                data-whole=""
            >
                <p>
                    {words::UPLOAD_NOTE} " "
                    <a href="/expected/template.xlsx" download="">
                        {words::TEMPLATE}
                    </a>
                </p>
                <div class="field">
                    <label class="field-label field-label-required" for="file">
                        {words::FILE}
                    </label>
                    <input
                        class="field-input"
                        type="file"
                        id="file"
                        name="file"
                        accept=".xlsx,.csv"
                        aria-required="true"
                        aria-invalid=invalid
                        autofocus=invalid.is_some()
                        aria-describedby=described
                    />
                    <p class="field-hint" id="file-hint">
                        {words::FILE_HINT}
                    </p>
                    {problem
                        .map(|problem| {
                            view! {
                                <p class="field-error" id="file-error" role="alert">
                                    {words::file_problem(problem)}
                                </p>
                            }
                        })}
                </div>
                <button class="button button-primary" type="submit">
                    {words::UPLOAD}
                </button>
            </form>
        </section>
    }
    .into_any()
}
