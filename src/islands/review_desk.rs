//! 审核列表: rows to tick, and 批量通过.

use crate::api;
use crate::domain::views::{BatchLine, QueueLine, QueueView};
use crate::domain::{
    ApplicationState, BatchDraft, BindingStatus, ChosenRow, Fault, Field, Tab, problem_at,
};
use crate::texts::{self, Saying, Tone};
use crate::ui::{Badge, Notice, TextArea, checked_values, form_text, resubmit_natively};
use leptos::ev::SubmitEvent;
use leptos::html::{Form, Input};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{HtmlFormElement, HtmlInputElement};

/// The name of the rows' boxes in the form.
const ROWS: &str = "rows";

#[island]
pub fn ReviewDesk(
    queue: QueueView,
    /// The form as it was sent, if it came back.
    draft: BatchDraft,
    lines: Vec<BatchLine>,
    fault: Option<Fault>,
) -> impl IntoView {
    let form = NodeRef::<Form>::new();
    let header = NodeRef::<Input>::new();
    let lines = RwSignal::new(lines);
    let fault = RwSignal::new(fault);
    let busy = RwSignal::new(false);
    // How many rows are ticked. None until the page is live: then the style counts.
    let ticked = RwSignal::new(None::<usize>);

    let count = move || {
        let Some(form) = form.get_untracked() else {
            return;
        };
        let (chosen, all) = (checked_values(&form, ROWS).len(), boxes(&form).len());
        ticked.set(Some(chosen));
        if let Some(header) = header.get_untracked() {
            header.set_checked(all > 0 && chosen == all);
            header.set_indeterminate(chosen > 0 && chosen < all);
        }
    };
    let tick_all = move |_| {
        let (Some(form), Some(header)) = (form.get_untracked(), header.get_untracked()) else {
            return;
        };
        let checked = header.checked();
        boxes(&form).iter().for_each(|row| row.set_checked(checked));
        count();
    };
    let approve = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(form) = form.get_untracked() else {
            return;
        };
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let draft = BatchDraft {
            rows: checked_values(&form, ROWS),
            opinion: form_text(&form, "opinion"),
            ..BatchDraft::default()
        };
        spawn_local(async move {
            let decided = api::approve_batch(draft).await;
            busy.set(false);
            match decided {
                Ok(results) => {
                    fault.set(None);
                    lines.set(results);
                    boxes(&form).iter().for_each(|row| row.set_checked(false));
                    count();
                }
                Err(Fault::SignInRequired) => resubmit_natively(&form),
                Err(refused) => fault.set(Some(refused)),
            }
        });
    };
    // The browser may have kept ticks over a reload.
    Effect::new(move || {
        if form.get().is_some() {
            count();
        }
    });

    let pending = queue.tab == Tab::Pending;
    let rows = StoredValue::new(queue.rows.clone());
    let ticked_before = StoredValue::new(draft.rows);
    let empty = queue.rows.is_empty();
    let class = if pending {
        "table table-select"
    } else {
        "table"
    };
    let table = move || {
        view! {
            <div class="table-frame">
                <table class=class role="table" aria-label=texts::queue_name(queue.tab)>
                    <thead role="rowgroup">
                        <tr role="row">
                            <th role="columnheader" scope="col" class="table-number">
                                {texts::NUMBER}
                            </th>
                            {pending
                                .then(|| {
                                    view! {
                                        <th
                                            role="columnheader"
                                            scope="col"
                                            class="table-check"
                                        >
                                            <input
                                                class="checkbox select-all"
                                                type="checkbox"
                                                id="select-all"
                                                name="all"
                                                value="page"
                                                disabled=empty
                                                node_ref=header
                                                on:change=tick_all
                                            />
                                            <label class="checkbox-label" for="select-all">
                                                {texts::SELECT_PAGE}
                                            </label>
                                        </th>
                                    }
                                })}
                            <th role="columnheader" scope="col">{texts::UNIT_NAME}</th>
                            <th role="columnheader" scope="col">{texts::BINDING}</th>
                            <th role="columnheader" scope="col">{texts::APPLIED_ON}</th>
                            <th role="columnheader" scope="col">{texts::CASE_STATE}</th>
                            <th role="columnheader" scope="col" class="table-action">
                                {texts::ACTION}
                            </th>
                        </tr>
                    </thead>
                    <tbody role="rowgroup">
                        {rows
                            .get_value()
                            .into_iter()
                            .enumerate()
                            .map(|(index, line)| {
                                let ticked = ticked_before
                                    .with_value(|words| words.contains(&row_word(&line)));
                                view! { <Line index line ticked tab=queue.tab lines count /> }
                            })
                            .collect_view()}
                        {empty.then(|| view! { <EmptyLine tab=queue.tab /> })}
                    </tbody>
                </table>
            </div>
        }
    };
    let pager = view! {
        <Pager tab=queue.tab before=queue.before.clone() after=queue.after.clone() empty />
    };
    let all_rows: Vec<String> = queue.rows.iter().map(row_word).collect();
    view! {
        <BatchNotice lines fault />
        {if pending && !empty {
            view! {
                <form
                    class="batch content"
                    method="post"
                    action="/review"
                    aria-label=texts::BATCH_REVIEW
                    data-live=move || ticked.get().map(|_| "")
                    node_ref=form
                    on:submit=approve
                >
                    {all_rows
                        .into_iter()
                        .map(|row| view! { <input type="hidden" name="page" value=row /> })
                        .collect_view()}
                    {table()}
                    {pager}
                    <BatchBar ticked fault busy opinion=draft.opinion />
                </form>
            }
                .into_any()
        } else {
            view! {
                {table()}
                {pager}
            }
                .into_any()
        }}
    }
    .into_any()
}

/// What became of the batch: a sum, and each row.
#[component]
fn BatchNotice(lines: RwSignal<Vec<BatchLine>>, fault: RwSignal<Option<Fault>>) -> impl IntoView {
    let refused = move || match fault.get() {
        None => None,
        Some(Fault::Invalid(_)) => None,
        Some(fault) => Some(view! { <Notice saying=texts::fault(&fault) announced=true /> }),
    };
    let done = move || {
        let lines = lines.get();
        (!lines.is_empty()).then(|| {
            let passed = lines.iter().filter(|line| line.result.is_ok()).count();
            let failed = lines.len() - passed;
            let tone = if failed == 0 {
                Tone::Success
            } else {
                Tone::Warning
            };
            let item = |line: BatchLine| {
                let what = match line.result {
                    Ok(()) => texts::state(ApplicationState::Approved).to_owned(),
                    Err(fault) => texts::row_fault(&fault),
                };
                view! {
                    <li>
                        <span class="batch-name">{line.name}</span>
                        " — "
                        {what}
                    </li>
                }
            };
            view! {
                <Notice
                    saying=Saying::new(tone, texts::batch_done(passed, failed), "", "")
                    announced=true
                >
                    <ul class="batch-lines">{lines.into_iter().map(item).collect_view()}</ul>
                </Notice>
            }
        })
    };
    view! {
        {refused}
        {done}
    }
    .into_any()
}

#[component]
fn Line(
    index: usize,
    line: QueueLine,
    ticked: bool,
    tab: Tab,
    lines: RwSignal<Vec<BatchLine>>,
    count: impl Fn() + Copy + Send + 'static,
) -> impl IntoView {
    let (id, name) = (line.id, line.name.clone());
    let passed = Memo::new(move |_| {
        let lines = lines.read();
        lines
            .iter()
            .any(|l| l.application == id && l.result.is_ok())
    });
    let refused = move || {
        let lines = lines.read();
        let line = lines.iter().find(|l| l.application == id)?;
        line.result.as_ref().err().map(texts::row_fault)
    };
    let state = move || {
        if passed.get() {
            ApplicationState::Approved
        } else {
            line.state
        }
    };
    let binding = move || {
        if passed.get() {
            BindingStatus::Bound
        } else {
            line.binding
        }
    };
    let day = line.applied_at.date_shanghai();
    let word = row_word(&line);
    let choose = texts::choose(&name);
    let tick = move || {
        if passed.get() {
            view! { <span>"—"</span> }.into_any()
        } else {
            view! {
                <input
                    class="checkbox"
                    type="checkbox"
                    name=ROWS
                    value=word.clone()
                    checked=ticked
                    aria-label=choose.clone()
                    on:change=move |_| count()
                />
            }
            .into_any()
        }
    };
    let action = move || match state() {
        ApplicationState::Pending => texts::REVIEW,
        _ => texts::LOOK,
    };
    let (named, described) = (format!("unit-{id}"), format!("unit-{id}"));
    let href = match tab {
        Tab::Pending => format!("/review/{id}"),
        Tab::Settled => format!("/review/{id}?tab={}", tab.as_str()),
    };
    view! {
        <tr role="row">
            <td role="cell" class="table-number" data-label=texts::NUMBER>
                {index + 1}
            </td>
            {(tab == Tab::Pending)
                .then(|| {
                    view! {
                        <td role="cell" class="table-check" data-label=texts::CHOOSE>
                            {tick}
                        </td>
                    }
                })}
            <td role="cell" class="table-name" id=named data-label=texts::UNIT_NAME>
                {name}
            </td>
            <td role="cell" data-label=texts::BINDING>
                {move || texts::binding(binding())}
            </td>
            <td role="cell" class="table-date" data-label=texts::APPLIED_ON>
                <time datetime=day.clone()>{day.clone()}</time>
            </td>
            <td role="cell" data-label=texts::CASE_STATE>
                {move || {
                    let state = state();
                    view! { <Badge tone=Some(texts::state_tone(state)) text=texts::state(state) /> }
                }}
                {move || {
                    refused().map(|why| view! { <span class="table-reason">{why}</span> })
                }}
            </td>
            <td role="cell" class="table-action" data-label=texts::ACTION>
                <a class="button button-small" href=href aria-describedby=described>
                    {action}
                </a>
            </td>
        </tr>
    }
    .into_any()
}

#[component]
fn EmptyLine(tab: Tab) -> impl IntoView {
    let columns = if tab == Tab::Pending { "7" } else { "6" };
    view! {
        <tr role="row">
            <td role="cell" class="table-empty" colspan=columns>
                <p class="table-empty-title">{texts::NO_DATA}</p>
                <p>{texts::queue_empty(tab)}</p>
            </td>
        </tr>
    }
    .into_any()
}

#[component]
fn Pager(tab: Tab, before: Option<String>, after: Option<String>, empty: bool) -> impl IntoView {
    let address = move |query: String| match (tab, query.is_empty()) {
        (Tab::Pending, true) => "/review".to_owned(),
        (Tab::Pending, false) => format!("/review?{query}"),
        (Tab::Settled, true) => "/review?tab=settled".to_owned(),
        (Tab::Settled, false) => format!("/review?tab=settled&{query}"),
    };
    let link = |text: &'static str, href: Option<String>| match href {
        Some(href) => view! {
            <a class="button" href=href>
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
    };
    let first = before.as_ref().map(|_| address(String::new()));
    let previous = before.map(|cursor| address(format!("before={cursor}")));
    let next = after.map(|cursor| address(format!("after={cursor}")));
    let pages = !empty || first.is_some();
    pages.then(|| {
        view! {
            <nav class="pager" aria-label=texts::PAGES>
                <p class="pager-note">{texts::queue_order(tab)}</p>
                {link(texts::FIRST_PAGE, first)}
                {link(texts::PREVIOUS_PAGE, previous)}
                {link(texts::NEXT_PAGE, next)}
            </nav>
        }
    })
}

/// How many are selected, the opinion for all of them, and 批量通过.
#[component]
fn BatchBar(
    ticked: RwSignal<Option<usize>>,
    fault: RwSignal<Option<Fault>>,
    busy: RwSignal<bool>,
    opinion: String,
) -> impl IntoView {
    let problem_of = move |field| match &*fault.read() {
        Some(Fault::Invalid(problems)) => {
            problem_at(problems, field).map(|problem| texts::problem(field, problem))
        }
        _ => None,
    };
    let problem =
        Signal::derive(move || problem_of(Field::Rows).or_else(|| problem_of(Field::Opinion)));
    view! {
        <div class="batch-bar">
            <p class="batch-count" role="status">
                <span class="batch-some">
                    {texts::SELECTED} " "
                    <span class="batch-number">
                        <span class="batch-number-text">
                            {move || ticked.get().unwrap_or_default()}
                        </span>
                    </span> " " {texts::ROWS}
                </span>
                <span class="batch-all">{texts::SELECTED_PAGE}</span>
            </p>
            <TextArea
                name="opinion"
                label=texts::field_label(Field::Opinion)
                value=opinion
                rows=1
                problem
            />
            <button
                class="button button-primary"
                type="submit"
                aria-busy=move || busy.get().then_some("true")
            >
                {texts::APPROVE_SELECTED}
            </button>
        </div>
    }
    .into_any()
}

fn row_word(line: &QueueLine) -> String {
    ChosenRow {
        application: line.id,
        version: line.version,
    }
    .to_word()
}

/// The boxes of the rows that can still be chosen.
fn boxes(form: &HtmlFormElement) -> Vec<HtmlInputElement> {
    let elements = form.elements();
    (0..elements.length())
        .filter_map(|index| elements.item(index)?.dyn_into::<HtmlInputElement>().ok())
        .filter(|input| input.name() == ROWS)
        .collect()
}
