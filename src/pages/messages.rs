//! `/messages`: 站内消息, newest first.

use super::admin::{Cell, Pages, Table};
use super::frame::WorkbenchFrame;
use super::load::load;
use super::refused::WhyNot;
use crate::api;
use crate::domain::views::Retained;
use crate::domain::{MessageView, MessagesView};
use crate::texts::messages as words;
use crate::texts::{self, Tone};
use crate::ui::Badge;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

#[component]
pub fn MessagesPage() -> impl IntoView {
    let query = use_query_map().get_untracked();
    let before: Option<i64> = query.get("before").and_then(|text| text.parse().ok());
    let fault = use_context::<Retained<()>>().and_then(|kept| kept.fault);
    load(api::messages(before), move |found: MessagesView| {
        let first = before.map(|_| "/messages".to_owned());
        let next = found.before.map(|id| format!("/messages?before={id}"));
        view! {
            <WorkbenchFrame title=words::TITLE who=found.who current=words::TITLE>
                <div class="content-head">
                    <h1>{words::TITLE}</h1>
                    <p class="quiet">{words::unread_note(found.unread)}</p>
                </div>
                <WhyNot fault />
                {(!found.unread.none())
                    .then(|| {
                        view! {
                            <form class="button-row" method="post" action="/messages">
                                <button class="button" type="submit" name="go" value="all">
                                    {words::READ_ALL}
                                </button>
                            </form>
                        }
                    })}
                <Messages messages=found.messages />
                <Pages first next />
            </WorkbenchFrame>
        }
    })
}

#[component]
fn Messages(messages: Vec<MessageView>) -> impl IntoView {
    let heads = vec![words::ABOUT, words::AT, words::STANDING, texts::ACTION];
    let empty = messages
        .is_empty()
        .then_some((words::NONE, words::NONE_NOTE));
    view! {
        <Table name=words::TITLE heads empty>
            {messages.into_iter().map(|message| view! { <Message message /> }).collect_view()}
        </Table>
    }
    .into_any()
}

#[component]
fn Message(message: MessageView) -> impl IntoView {
    let sentence = words::told(&message);
    let (tone, word, class) = match message.unread {
        true => (Some(Tone::Info), words::UNREAD, "message-unread"),
        false => (None, words::READ, ""),
    };
    let why = (!message.why.is_empty()).then(|| {
        view! { <span class="message-why">{message.why}</span> }
    });
    let open = message.link.map(|_| (words::GO, "open"));
    let read = message.unread.then_some((words::READ_ONE, "read"));
    let button = |(text, go): (&'static str, &'static str)| {
        let name = words::of(text, &sentence);
        view! {
            <button class="button button-small" type="submit" name="go" value=go aria-label=name>
                {text}
            </button>
        }
    };
    let buttons: Vec<_> = [open, read].into_iter().flatten().map(button).collect();
    view! {
        <tr role="row">
            <Cell head=words::ABOUT>
                <span class=class>{sentence.clone()}</span>
                {why}
            </Cell>
            <td role="cell" class="table-date" data-label=words::AT>
                {message.at.minute_shanghai()}
            </td>
            <Cell head=words::STANDING>
                <Badge tone text=word />
            </Cell>
            <Cell head=texts::ACTION>
                <form class="button-row" method="post" action="/messages">
                    <input type="hidden" name="id" value=message.id />
                    {buttons}
                </form>
            </Cell>
        </tr>
    }
    .into_any()
}
