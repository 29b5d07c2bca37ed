//! `/admin/rounds`: 申报批次

use super::super::load::load;
use super::frame::AdminFrame;
use super::parts::{Cell, Outcome, Pages, Standing, Table};
use crate::api;
use crate::domain::admin::{RoundLine, RoundsView};
use crate::texts::{self, rounds as words};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

#[component]
pub fn RoundsPage() -> impl IntoView {
    let query = use_query_map().get_untracked();
    let before: Option<i64> = query.get("before").and_then(|text| text.parse().ok());
    let done = query.get("done").map(|_| texts::admin::done());
    load(api::admin_rounds(before), move |found: RoundsView| {
        let first = before.map(|_| "/admin/rounds".to_owned());
        let next = (found.older).map(|last| format!("/admin/rounds?before={last}"));
        view! {
            <AdminFrame title=words::ROUNDS who=found.who current=words::ROUNDS>
                <div class="content-head">
                    <h1>{words::ROUNDS}</h1>
                    <p class="quiet">{words::ROUNDS_NOTE}</p>
                    {found.outside.then(|| view! { <p class="quiet">{words::OUTSIDE_NOTE}</p> })}
                    <a class="button button-primary" href="/admin/rounds/new" data-visit="">
                        {words::NEW_ROUND}
                    </a>
                </div>
                <Outcome done fault=None />
                <Rounds rounds=found.rounds />
                <Pages first next />
            </AdminFrame>
        }
    })
}

#[component]
fn Rounds(rounds: Vec<RoundLine>) -> impl IntoView {
    let heads = vec![
        words::ROUND_NAME,
        words::YEAR,
        words::OPENS,
        words::CLOSES,
        texts::admin::IN_USE,
        texts::ACTION,
    ];
    let empty = rounds.is_empty().then_some((words::NO_ROUNDS, ""));
    let line = |round: RoundLine| {
        let (tone, text) = words::round_state(round.state);
        let edit = texts::admin::edit(&round.name);
        let year = match round.year {
            0 => String::new(),
            year => year.to_string(),
        };
        view! {
            <tr role="row">
                <td role="cell" class="table-name" data-label=words::ROUND_NAME>
                    {round.name}
                </td>
                <Cell head=words::YEAR>{year}</Cell>
                <Cell head=words::OPENS>{round.opens.date_shanghai()}</Cell>
                <Cell head=words::CLOSES>{round.closes.date_shanghai()}</Cell>
                <Cell head=texts::admin::IN_USE>
                    <Standing tone text />
                </Cell>
                <Cell head=texts::ACTION>
                    <a
                        class="button button-small"
                        href=format!("/admin/rounds/{}", round.id)
                        aria-label=edit
                        data-visit=""
                    >
                        {texts::admin::EDIT}
                    </a>
                </Cell>
            </tr>
        }
    };
    view! {
        <Table name=words::ROUNDS heads empty>
            {rounds.into_iter().map(line).collect_view()}
        </Table>
    }
    .into_any()
}
