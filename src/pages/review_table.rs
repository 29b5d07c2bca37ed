//! 审核列表: the table, its empty state, and the way to the pages beside.

use crate::domain::views::{QueueLine, QueueView};
use crate::domain::{ApplicationKind, ApplicationState, ChosenRow, DeskAddress, Tab, under};
use crate::islands::ROWS;
use crate::texts::{self, Tone};
use crate::ui::{Badge, TextField};
use leptos::prelude::*;

#[component]
pub fn QueueTable(
    queue: QueueView,
    tab: Tab,
    filtered: bool,
    address: DeskAddress,
) -> impl IntoView {
    let pending = tab == Tab::Pending;
    let empty = queue.rows.is_empty();
    let listed = pending && queue.matching.is_some();
    let class = match (pending, listed) {
        (true, true) => "table table-select table-listed",
        (true, false) => "table table-select",
        (false, _) => "table",
    };
    let query = address.to_query();
    let line = |(index, line): (usize, QueueLine)| {
        let href = under(&format!("/review/{}", line.id), &query);
        view! { <Line index line href pending listed /> }
    };
    let lines = queue.rows.into_iter().enumerate().map(line).collect_view();
    view! {
        <div class="table-frame">
            <table class=class role="table" aria-label=texts::desk::queue_name(tab)>
                <Head pending listed empty />
                <tbody role="rowgroup">
                    {lines} {empty.then(|| view! { <EmptyLine tab listed filtered /> })}
                </tbody>
            </table>
        </div>
    }
    .into_any()
}

#[component]
fn Head(pending: bool, listed: bool, empty: bool) -> impl IntoView {
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
                {listed
                    .then(|| {
                        view! {
                            <th role="columnheader" scope="col">
                                {texts::expected::EXPECTED}
                            </th>
                        }
                    })}
                <th role="columnheader" scope="col">{texts::BINDING}</th>
                <th role="columnheader" scope="col">{texts::APPLIED_ON}</th>
                <th role="columnheader" scope="col">{texts::desk::WAITED}</th>
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
fn Line(
    index: usize,
    line: QueueLine,
    href: String,
    pending: bool,
    /// Whether there is a list that it is compared with.
    listed: bool,
) -> impl IntoView {
    let day = line.applied_at.date_shanghai();
    let word = row_word(&line);
    let named = format!("unit-{}", line.id);
    let choice = pending.then(|| {
        view! {
            <td role="cell" class="table-check" data-label=texts::CHOOSE>
                <input
                    class="checkbox"
                    type="checkbox"
                    name=ROWS
                    value=word
                    checked=line.ticked
                    aria-label=texts::choose(&line.name)
                />
            </td>
        }
    });
    // What the manual's list is about goes without saying.
    let asks = (line.kind != ApplicationKind::Bind).then(|| {
        view! { <Badge tone=Some(Tone::Warning) text=texts::tie::short_kind(line.kind) /> }
    });
    let listed = listed.then(|| {
        let badge = |found| {
            let tone = Some(texts::expected::listed_tone(found));
            view! { <Badge tone text=texts::expected::listed(found) /> }
        };
        view! {
            <td role="cell" data-label=texts::expected::EXPECTED>
                {line.listed.map(badge)}
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
                {line.name} {asks}
            </td>
            {listed}
            <td role="cell" data-label=texts::BINDING>
                {texts::binding(line.binding)}
            </td>
            <td role="cell" class="table-date" data-label=texts::APPLIED_ON>
                <time datetime=day.clone()>{day.clone()}</time>
            </td>
            <td role="cell" class="table-waited" data-label=texts::desk::WAITED>
                {texts::rounds::waited(line.waited_days)} " "
                {line
                    .overdue
                    .then(|| {
                        view! { <Badge tone=Some(Tone::Warning) text=texts::rounds::OVERDUE /> }
                    })}
            </td>
            <td role="cell" data-label=texts::CASE_STATE data-state="">
                <Badge tone=Some(texts::state_tone(line.state)) text=texts::state(line.state) />
            </td>
            <td role="cell" class="table-action" data-label=texts::ACTION>
                <a
                    class="button button-small"
                    href=href
                    aria-describedby=named
                    data-visit=""
                    data-open=line.id
                >
                    {action}
                </a>
            </td>
        </tr>
    }
    .into_any()
}

#[component]
fn EmptyLine(tab: Tab, listed: bool, filtered: bool) -> impl IntoView {
    let columns = match (tab, listed) {
        (Tab::Pending, true) => "9",
        (Tab::Pending, false) => "8",
        (Tab::Settled, _) => "7",
    };
    view! {
        <tr role="row">
            <td role="cell" class="table-empty" colspan=columns>
                <p class="table-empty-title">{texts::NO_DATA}</p>
                <p>{texts::desk::queue_empty(tab, filtered)}</p>
            </td>
        </tr>
    }
    .into_any()
}

/// Buttons of the form, so that what is ticked goes along.
#[component]
pub fn Pager(
    before: Option<String>,
    after: Option<String>,
    empty: bool,
    /// Where the rows are in the order of days: what was typed to jump to, and what is wrong with it.
    jump: Option<(String, Option<String>)>,
) -> impl IntoView {
    let button = |text: &'static str, go: Option<String>| {
        view! {
            <button
                class="button"
                type="submit"
                name="go"
                value=go.clone()
                disabled=go.is_none()
            >
                {text}
            </button>
        }
    };
    let first = before.as_ref().map(|_| "first".to_owned());
    let pages = !empty || first.is_some();
    pages.then(|| {
        view! {
            <div class="pager" role="group" aria-label=texts::PAGES>
                {jump.map(|(value, problem)| view! { <Jump value problem /> })}
                {button(texts::FIRST_PAGE, first)}
                {button(texts::PREVIOUS_PAGE, before.map(|cursor| format!("before-{cursor}")))}
                {button(texts::NEXT_PAGE, after.map(|cursor| format!("after-{cursor}")))}
            </div>
        }
    })
}

/// To the page that begins with a day.
#[component]
fn Jump(value: String, problem: Option<String>) -> impl IntoView {
    view! {
        <div class="pager-jump">
            <TextField name="jump" label=texts::desk::JUMP_DAY kind="date" value problem />
            <button class="button" type="submit" name="go" value="jump">
                {texts::desk::JUMP}
            </button>
        </div>
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
