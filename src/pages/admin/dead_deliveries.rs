//! What never arrived, in `/admin/webhooks`: why, and 重发.

use super::parts::{Cell, Pages, Table};
use crate::domain::admin::DeadLine;
use crate::texts;
use crate::texts::webhooks as words;
use leptos::prelude::*;

#[component]
pub fn Dead(dead: Vec<DeadLine>, before: Option<i64>, paged: bool) -> impl IntoView {
    let heads = vec![
        words::NUMBER,
        words::WHAT,
        words::WHERE,
        words::WHY,
        words::SINCE,
        texts::ACTION,
    ];
    let empty = dead.is_empty().then_some((words::NO_DEAD, ""));
    let line = |line: DeadLine| {
        let what = line.kind.map_or(words::LETTER, texts::messages::kind);
        let to = line.url.unwrap_or_else(|| words::MAILBOX.to_owned());
        let name = words::of(words::AGAIN, &line.name);
        view! {
            <tr role="row">
                <td role="cell" class="code" data-label=words::NUMBER>
                    {line.name}
                </td>
                <Cell head=words::WHAT>{what}</Cell>
                <td role="cell" class="webhook-address" data-label=words::WHERE>
                    {to}
                </td>
                <Cell head=words::WHY>{words::unsent(line.why)}</Cell>
                <Cell head=words::SINCE>{line.at.minute_shanghai()}</Cell>
                <Cell head=texts::ACTION>
                    <form method="post" action="/admin/webhooks">
                        <input type="hidden" name="id" value=line.id />
                        <button
                            class="button button-small"
                            type="submit"
                            name="go"
                            value="again"
                            aria-label=name
                        >
                            {words::AGAIN}
                        </button>
                    </form>
                </Cell>
            </tr>
        }
    };
    let first = paged.then(|| "/admin/webhooks".to_owned());
    let next = before.map(|id| format!("/admin/webhooks?before={id}"));
    view! {
        <section class="content" aria-labelledby="dead-title">
            <div class="content-head">
                <h2 id="dead-title">{words::DEAD}</h2>
                <p class="quiet">{words::DEAD_NOTE}</p>
            </div>
            <Table name=words::DEAD heads empty>
                {dead.into_iter().map(line).collect_view()}
            </Table>
            <Pages first next />
        </section>
    }
    .into_any()
}
