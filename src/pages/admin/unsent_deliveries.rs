//! What did not arrive, in `/admin/webhooks`: why, and 重发.

use super::parts::{Cell, Pages, Table};
use crate::domain::admin::{NextTry, UnsentLine};
use crate::texts;
use crate::texts::webhooks as words;
use leptos::prelude::*;

#[component]
pub fn UnsentDeliveries(
    unsent: Vec<UnsentLine>,
    /// Whether some were given up, on whichever page.
    given_up: bool,
    before: Option<i64>,
    paged: bool,
) -> impl IntoView {
    let heads = vec![
        words::NUMBER,
        words::WHAT,
        words::WHERE,
        words::WHY,
        words::SINCE,
        texts::ACTION,
    ];
    let empty = unsent.is_empty().then_some((words::NO_UNSENT, ""));
    let line = |line: UnsentLine| {
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
                <Cell head=words::WHY>
                    {words::unsent(line.why)} <br /> {words::tried(line.tries, line.next)}
                </Cell>
                <td role="cell" class="table-date" data-label=words::SINCE>
                    {line.at.minute_shanghai()}
                </td>
                <td role="cell" class="table-action" data-label=texts::ACTION>
                    {(line.next != NextTry::Now)
                        .then(|| {
                            view! {
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
                            }
                        })}
                </td>
            </tr>
        }
    };
    let first = paged.then(|| "/admin/webhooks".to_owned());
    let next = before.map(|id| format!("/admin/webhooks?before={id}"));
    view! {
        <section class="content" aria-labelledby="unsent-title">
            <div class="content-head">
                <h2 id="unsent-title">{words::UNSENT}</h2>
                <p class="quiet">{words::UNSENT_NOTE}</p>
            </div>
            {given_up
                .then(|| {
                    view! {
                        <form method="post" action="/admin/webhooks">
                            <button class="button" type="submit" name="go" value="again-all">
                                {words::ALL_AGAIN}
                            </button>
                        </form>
                    }
                })}
            <Table name=words::UNSENT heads empty>
                {unsent.into_iter().map(line).collect_view()}
            </Table>
            <Pages first next />
        </section>
    }
    .into_any()
}
