//! What 查询 and 绑定 answered: the sentence, and the table of the manual.

use super::bind_dialog::Shown;
use crate::domain::{ApplicationState, BindingStatus, Fault, Obstacle, SuperiorRow};
use crate::texts::{self, Saying, Tone};
use crate::ui::{Badge, Notice};
use leptos::prelude::*;

#[component]
pub fn ResultNotice(shown: Shown) -> impl IntoView {
    saying(&shown).map(|saying| view! { <Notice saying announced=true /> })
}

fn saying(shown: &Shown) -> Option<Saying> {
    match shown {
        Shown::Answer {
            answer,
            applied: true,
            ..
        } if answer.row.is_some() => Some(Saying::new(
            Tone::Success,
            texts::APPLIED,
            texts::APPLIED_NOTE,
            "",
        )),
        Shown::Fault(fault)
        | Shown::Answer {
            refused: Some(fault),
            ..
        } => match fault {
            // The problems of single fields stand at the fields.
            Fault::Invalid(problems) if !problems.is_empty() => None,
            fault => Some(texts::fault(fault)),
        },
        Shown::Answer { answer, .. } => answer.obstacle.as_ref().map(texts::obstacle),
        Shown::Nothing => None,
    }
}

/// 序号 · 单位名称 · 单位信用代码 · 绑定状态 · 操作. Roles are spoken out because on a narrow screen
/// the style turns rows into cards.
#[component]
pub fn ResultTable(shown: Shown) -> impl IntoView {
    let asked = matches!(shown, Shown::Answer { .. });
    let row = match shown {
        Shown::Answer { answer, .. } => answer.row.map(|row| (row, answer.obstacle)),
        _ => None,
    };
    view! {
        <div class="table-frame">
            <table class="table" role="table" aria-label=texts::SEARCH_RESULT>
                <thead role="rowgroup">
                    <tr role="row">
                        <th role="columnheader" scope="col" class="table-number">
                            {texts::NUMBER}
                        </th>
                        <th role="columnheader" scope="col">{texts::UNIT_NAME}</th>
                        <th role="columnheader" scope="col">{texts::UNIT_CODE}</th>
                        <th role="columnheader" scope="col">{texts::BINDING}</th>
                        <th role="columnheader" scope="col" class="table-action">
                            {texts::ACTION}
                        </th>
                    </tr>
                </thead>
                <tbody role="rowgroup">
                    {match row {
                        Some((row, obstacle)) => view! { <SuperiorLine row obstacle /> }.into_any(),
                        None => view! { <EmptyLine asked /> }.into_any(),
                    }}
                </tbody>
            </table>
        </div>
    }
    .into_any()
}

#[component]
fn SuperiorLine(row: SuperiorRow, obstacle: Option<Obstacle>) -> impl IntoView {
    let tone = match row.status {
        BindingStatus::Unbound => None,
        BindingStatus::Applied => Some(Tone::Info),
        BindingStatus::Bound => Some(Tone::Success),
    };
    let moves = matches!(obstacle, Some(Obstacle::BoundElsewhere { .. }));
    let action = match (obstacle.is_none(), row.case, row.status) {
        _ if moves => view! {
            <a class="button button-small" href=format!("/move?code={}", row.code.as_str())>
                {texts::tie::MOVE}
            </a>
        }
        .into_any(),
        (true, ..) => view! {
            <button
                class="button button-primary button-small"
                type="submit"
                form="apply"
            >
                {texts::BIND}
            </button>
        }
        .into_any(),
        (_, Some(ApplicationState::Returned), _) => view! {
            <a class="button button-small" href="/workbench">
                {texts::TO_RESUBMIT}
            </a>
        }
        .into_any(),
        (_, Some(state), _) => view! { <span>{texts::state(state)}</span> }.into_any(),
        (_, None, BindingStatus::Bound) => {
            view! { <span>{texts::binding(row.status)}</span> }.into_any()
        }
        _ => view! { <span>{texts::CANNOT_BIND}</span> }.into_any(),
    };
    view! {
        <tr role="row">
            <td role="cell" class="table-number" data-label=texts::NUMBER>
                "1"
            </td>
            <td role="cell" class="table-name" data-label=texts::UNIT_NAME>
                {row.name}
            </td>
            <td role="cell" data-label=texts::UNIT_CODE>
                <span class="code">{row.code.as_str().to_owned()}</span>
            </td>
            <td role="cell" data-label=texts::BINDING>
                <Badge tone=tone text=texts::binding(row.status) />
            </td>
            <td role="cell" class="table-action" data-label=texts::ACTION>
                {action}
            </td>
        </tr>
    }
    .into_any()
}

#[component]
fn EmptyLine(asked: bool) -> impl IntoView {
    view! {
        <tr role="row">
            <td role="cell" class="table-empty" colspan="5">
                <p class="table-empty-title">{texts::NO_DATA}</p>
                <p>{if asked { texts::REASON_ABOVE } else { texts::ENTER_CODE }}</p>
            </td>
        </tr>
    }
    .into_any()
}
