//! The lists of a unit's page: its people, what its data were, and all that happened.

use super::super::case_facts::Fact;
use super::parts::{Cell, Pages, Table};
use crate::domain::admin::{HistoryLine, OperatorLine, UnitFile, VersionLine};
use crate::texts;
use leptos::prelude::*;

#[component]
pub fn Operators(file: UnitFile) -> impl IntoView {
    let heads = vec![
        texts::admin::OPERATOR,
        texts::admin::MOBILE,
        texts::admin::DUTIES,
        texts::ACTION,
    ];
    let empty = (file.operators.is_empty()).then_some((texts::admin::NO_OPERATORS, ""));
    let next =
        (file.more_operators).map(|last| format!("/admin/units/{}?operators={last}", file.id));
    let line = |operator: OperatorLine| {
        let duties = texts::admin::duties(&operator);
        let manage = texts::admin::manage(&operator.name);
        view! {
            <tr role="row">
                <Cell head=texts::admin::OPERATOR>{operator.name}</Cell>
                <Cell head=texts::admin::MOBILE>{operator.mobile}</Cell>
                <Cell head=texts::admin::DUTIES>{duties}</Cell>
                <Cell head=texts::ACTION>
                    <a
                        class="button button-small"
                        href=format!("/admin/operators/{}", operator.id)
                        aria-label=manage
                        data-visit=""
                    >
                        {texts::people::MANAGE}
                    </a>
                </Cell>
            </tr>
        }
    };
    view! {
        <section class="content" aria-labelledby="operators-title">
            <h2 id="operators-title">{texts::admin::OPERATORS}</h2>
            <Table name=texts::admin::OPERATORS heads empty>
                {file.operators.into_iter().map(line).collect_view()}
            </Table>
            <Pages first=None next name=texts::admin::OPERATORS on=texts::admin::MORE />
        </section>
    }
    .into_any()
}

#[component]
pub fn Versions(file: UnitFile) -> impl IntoView {
    let none = file.versions.is_empty();
    let next =
        (file.older_versions).map(|last| format!("/admin/units/{}?versions={last}", file.id));
    let line = |line: VersionLine| {
        let title = format!(
            "{} · {} · {}",
            texts::admin::version(line.version),
            line.at.minute_shanghai(),
            texts::admin::by(&line.by)
        );
        let unit = line.unit;
        view! {
            <details class="card">
                <summary>{title}</summary>
                <dl class="facts">
                    <Fact name=texts::UNIT_NAME value=unit.name />
                    <Fact name=texts::UNIT_TYPE value=unit.unit_type />
                    <Fact name=texts::INDUSTRY value=unit.industry />
                    <Fact name=texts::REGION value=unit.region />
                    <Fact name=texts::ADDRESS value=unit.address />
                    <Fact name=texts::EMAIL value=unit.email />
                </dl>
            </details>
        }
    };
    view! {
        <section class="content" aria-labelledby="versions-title">
            <h2 id="versions-title">{texts::admin::VERSIONS}</h2>
            {none.then(|| view! { <p class="quiet">{texts::admin::NO_VERSIONS}</p> })}
            {file.versions.into_iter().map(line).collect_view()}
            <Pages first=None next name=texts::admin::VERSIONS on=texts::admin::OLDER />
        </section>
    }
    .into_any()
}

/// The latest first.
#[component]
pub fn History(file: UnitFile, older: bool) -> impl IntoView {
    let next =
        (file.older_history).map(|place| format!("/admin/units/{}?history={place}", file.id));
    let first = older.then(|| format!("/admin/units/{}", file.id));
    let item = |line: HistoryLine| {
        let at = line.at.second_shanghai();
        view! {
            <li class="timeline-item">
                <p class="timeline-change">{texts::admin::happened(&line)}</p>
                <p>{texts::admin::by(&line.by)}</p>
                {(!line.why.is_empty()).then(|| view! { <p class="quote">{line.why}</p> })}
                <time datetime=at.clone()>{at.clone()}</time>
            </li>
        }
    };
    view! {
        <section class="card" aria-labelledby="history-title">
            <div class="card-head">
                <h2 id="history-title">{texts::admin::HISTORY}</h2>
            </div>
            <ol class="timeline" role="list">
                {file.history.into_iter().map(item).collect_view()}
            </ol>
        </section>
        <Pages
            first
            next
            name=texts::admin::HISTORY
            back=texts::admin::NEWEST
            on=texts::admin::OLDER
        />
    }
    .into_any()
}
