//! 审核列表: the table, its empty state, and the way to the pages beside.

use crate::domain::views::{BatchLine, QueueLine, QueueView};
use crate::domain::{ApplicationState, ChosenRow, Tab};
use crate::islands::ROWS;
use crate::texts::{self, Saying, Tone};
use crate::ui::{Badge, Notice};
use leptos::prelude::*;

/// `ticked`: the rows that are, as words.
#[component]
pub fn QueueTable(queue: QueueView, ticked: Vec<String>) -> impl IntoView {
    let pending = queue.tab == Tab::Pending;
    let empty = queue.rows.is_empty();
    let class = if pending {
        "table table-select"
    } else {
        "table"
    };
    let line = |(index, line): (usize, QueueLine)| {
        let ticked = ticked.contains(&row_word(&line));
        view! { <Line index line ticked tab=queue.tab /> }
    };
    let lines = queue.rows.into_iter().enumerate().map(line).collect_view();
    view! {
        <div class="table-frame">
            <table class=class role="table" aria-label=texts::queue_name(queue.tab)>
                <Head pending empty />
                <tbody role="rowgroup">
                    {lines} {empty.then(|| view! { <EmptyLine tab=queue.tab /> })}
                </tbody>
            </table>
        </div>
    }
    .into_any()
}

#[component]
fn Head(pending: bool, empty: bool) -> impl IntoView {
    let select = pending.then(|| {
        view! {
            <th role="columnheader" scope="col" class="table-check">
                <input
                    class="checkbox select-all"
                    type="checkbox"
                    id="select-all"
                    name="all"
                    value="page"
                    disabled=empty
                />
                <label class="checkbox-label" for="select-all">
                    {texts::SELECT_PAGE}
                </label>
            </th>
        }
    });
    view! {
        <thead role="rowgroup">
            <tr role="row">
                <th role="columnheader" scope="col" class="table-number">
                    {texts::NUMBER}
                </th>
                {select}
                <th role="columnheader" scope="col">{texts::UNIT_NAME}</th>
                <th role="columnheader" scope="col">{texts::BINDING}</th>
                <th role="columnheader" scope="col">{texts::APPLIED_ON}</th>
                <th role="columnheader" scope="col">{texts::CASE_STATE}</th>
                <th role="columnheader" scope="col" class="table-action">
                    {texts::ACTION}
                </th>
            </tr>
        </thead>
    }
    .into_any()
}

#[component]
fn Line(index: usize, line: QueueLine, ticked: bool, tab: Tab) -> impl IntoView {
    let day = line.applied_at.date_shanghai();
    let word = row_word(&line);
    let named = format!("unit-{}", line.id);
    let choice = (tab == Tab::Pending).then(|| {
        view! {
            <td role="cell" class="table-check" data-label=texts::CHOOSE>
                <input
                    class="checkbox"
                    type="checkbox"
                    name=ROWS
                    value=word
                    checked=ticked
                    aria-label=texts::choose(&line.name)
                />
            </td>
        }
    });
    let action = match line.state {
        ApplicationState::Pending => texts::REVIEW,
        _ => texts::LOOK,
    };
    view! {
        <tr role="row" data-row=line.id>
            <td role="cell" class="table-number" data-label=texts::NUMBER>
                {index + 1}
            </td>
            {choice}
            <td role="cell" class="table-name" id=named.clone() data-label=texts::UNIT_NAME>
                {line.name}
            </td>
            <td role="cell" data-label=texts::BINDING>
                {texts::binding(line.binding)}
            </td>
            <td role="cell" class="table-date" data-label=texts::APPLIED_ON>
                <time datetime=day.clone()>{day.clone()}</time>
            </td>
            <td role="cell" data-label=texts::CASE_STATE data-state="">
                <Badge tone=Some(texts::state_tone(line.state)) text=texts::state(line.state) />
            </td>
            <td role="cell" class="table-action" data-label=texts::ACTION>
                <a
                    class="button button-small"
                    href=super::case_parts::address(line.id, tab)
                    aria-describedby=named
                    data-visit=""
                >
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
pub fn Pager(
    tab: Tab,
    before: Option<String>,
    after: Option<String>,
    empty: bool,
) -> impl IntoView {
    let address = move |query: String| match (tab, query.is_empty()) {
        (Tab::Pending, true) => "/review".to_owned(),
        (Tab::Pending, false) => format!("/review?{query}"),
        (Tab::Settled, true) => "/review?tab=settled".to_owned(),
        (Tab::Settled, false) => format!("/review?tab=settled&{query}"),
    };
    let link = |text: &'static str, href: Option<String>| match href {
        Some(href) => view! {
            <a class="button" href=href data-visit="">
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

/// What became of a batch: a sum, and each row.
#[component]
pub fn BatchNotice(lines: Vec<BatchLine>) -> impl IntoView {
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
    let saying = Saying::new(tone, texts::batch_done(passed, failed), "", "");
    view! {
        <Notice saying announced=true>
            <ul class="batch-lines">{lines.into_iter().map(item).collect_view()}</ul>
        </Notice>
    }
    .into_any()
}

pub fn row_word(line: &QueueLine) -> String {
    ChosenRow {
        application: line.id,
        version: line.version,
    }
    .to_word()
}
