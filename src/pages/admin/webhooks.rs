//! `/admin/webhooks`: other systems that hear of events, and what of it did not arrive.

use super::super::load::load;
use super::super::refused::{split, told};
use super::frame::AdminFrame;
use super::parts::{Cell, Outcome, Standing, Table, Tick};
use super::unsent_deliveries::UnsentDeliveries;
use crate::api;
use crate::domain::admin::{WebhookDone, WebhookDraft, WebhookLine, WebhooksView};
use crate::domain::views::Retained;
use crate::domain::{Field, FieldProblem, MessageKind};
use crate::texts::webhooks as words;
use crate::texts::{self, Tone};
use crate::ui::{GroupProblem, Notice, TextField};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// What the answer to the form adds: a secret that is shown once, or what came of a test.
#[derive(Clone, Debug)]
pub struct JustPressed(pub WebhookDone);

#[component]
pub fn WebhooksPage() -> impl IntoView {
    let query = use_query_map().get_untracked();
    let edited: Option<i64> = query.get("edit").and_then(|text| text.parse().ok());
    let before: Option<i64> = query.get("before").and_then(|text| text.parse().ok());
    let done = query.get("done").map(|word| match word.as_str() {
        "again" => WebhookDone::Again,
        "all-again" => WebhookDone::AllAgain,
        "sent" => WebhookDone::OnItsWay,
        "removed" => WebhookDone::Removed,
        _ => WebhookDone::Saved,
    });
    let pressed = use_context::<JustPressed>().map(|pressed| pressed.0);
    let retained = use_context::<Retained<WebhookDraft>>();
    load(api::admin_webhooks(before), move |found: WebhooksView| {
        let (typed, fault) = retained.map_or((None, None), |r| (Some(r.draft), r.fault));
        let (problems, refused) = split(fault);
        let done = pressed.or(done.filter(|_| typed.is_none()));
        let chosen = found.webhooks.iter().find(|line| Some(line.id) == edited);
        let draft = typed
            .filter(|draft| draft.go.is_empty())
            .or_else(|| chosen.map(draft_of))
            .unwrap_or_else(new_draft);
        view! {
            <AdminFrame title=words::TITLE who=found.who current=words::TITLE>
                <div class="content-head">
                    <h1>{words::TITLE}</h1>
                    <p class="quiet">{words::NOTE}</p>
                </div>
                <Outcome done=done.as_ref().map(words::done) fault=refused />
                <Secret done />
                {(!found.allowed).then(|| view! { <Notice saying=words::off() /> })}
                <Webhooks webhooks=found.webhooks allowed=found.allowed />
                <Form draft problems />
                <UnsentDeliveries
                    unsent=found.unsent
                    given_up=found.given_up
                    before=found.before
                    paged=before.is_some()
                />
            </AdminFrame>
        }
    })
}

fn new_draft() -> WebhookDraft {
    WebhookDraft {
        kinds: MessageKind::ALL.map(|kind| kind.as_str().to_owned()).into(),
        enabled: "1".to_owned(),
        ..WebhookDraft::default()
    }
}

fn draft_of(line: &WebhookLine) -> WebhookDraft {
    let kinds = line.kinds.iter();
    WebhookDraft {
        id: line.id.to_string(),
        url: line.url.clone(),
        kinds: kinds.map(|kind| kind.as_str().to_owned()).collect(),
        enabled: if line.enabled { "1" } else { "" }.to_owned(),
        go: String::new(),
    }
}

/// To be copied by hand.
#[component]
fn Secret(done: Option<WebhookDone>) -> impl IntoView {
    match done {
        Some(WebhookDone::Secret(secret)) => Some(view! {
            <p>
                <input
                    class="field-input code"
                    type="text"
                    readonly=true
                    value=secret
                    aria-label=words::SECRET
                />
            </p>
        }),
        _ => None,
    }
}

#[component]
fn Webhooks(webhooks: Vec<WebhookLine>, allowed: bool) -> impl IntoView {
    let heads = vec![words::URL, words::KINDS, words::STANDING, texts::ACTION];
    let empty = webhooks
        .is_empty()
        .then_some((words::NONE, words::NONE_NOTE));
    let line = move |line: WebhookLine| {
        let (tone, text) = match line.enabled {
            true => (Tone::Success, words::ON),
            false => (Tone::Warning, words::OFF),
        };
        let kinds = line.kinds.iter().map(|kind| texts::messages::kind(*kind));
        let kinds = match line.kinds.len() == MessageKind::ALL.len() {
            true => words::ALL_KINDS.to_owned(),
            false => kinds.collect::<Vec<_>>().join("、"),
        };
        view! {
            <tr role="row">
                <td role="cell" class="webhook-address" data-label=words::URL>
                    {line.url.clone()}
                </td>
                <Cell head=words::KINDS>{kinds}</Cell>
                <Cell head=words::STANDING>
                    <Standing tone text />
                </Cell>
                <Cell head=texts::ACTION>
                    <Buttons line allowed />
                </Cell>
            </tr>
        }
    };
    view! {
        <Table name=words::TITLE heads empty>
            {webhooks.into_iter().map(line).collect_view()}
        </Table>
    }
    .into_any()
}

#[component]
fn Buttons(line: WebhookLine, allowed: bool) -> impl IntoView {
    let button = |go: &'static str, text: &'static str| {
        view! {
            <button
                class="button button-small"
                type="submit"
                name="go"
                value=go
                aria-label=words::of(text, &line.url)
            >
                {text}
            </button>
        }
    };
    view! {
        <form class="button-row" method="post" action="/admin/webhooks">
            <input type="hidden" name="id" value=line.id />
            <a
                class="button button-small"
                href=format!("/admin/webhooks?edit={}", line.id)
                aria-label=words::of(words::CHANGE, &line.url)
                data-visit=""
            >
                {words::CHANGE}
            </a>
            {allowed.then(|| button("test", words::TEST))}
            {button("secret", words::NEW_SECRET)}
            {button("remove", words::REMOVE)}
        </form>
    }
    .into_any()
}

#[component]
fn Form(draft: WebhookDraft, problems: Vec<FieldProblem>) -> impl IntoView {
    let new = draft.id.is_empty();
    let title = match new {
        true => words::NEW,
        false => words::EDIT,
    };
    view! {
        <form
            class="card form"
            method="post"
            action="/admin/webhooks"
            aria-labelledby="webhook-title"
            novalidate=true
        >
            <h2 id="webhook-title">{title}</h2>
            <input type="hidden" name="id" value=draft.id />
            <TextField
                name="url"
                label=texts::field_label(Field::WebhookUrl)
                value=draft.url
                code=true
                required=true
                hint=words::URL_HINT
                problem=told(&problems, Field::WebhookUrl)
            />
            <Kinds ticked=draft.kinds problem=told(&problems, Field::WebhookKinds) />
            <Tick name="enabled" label=words::ON ticked=!draft.enabled.is_empty() />
            <div class="button-row">
                <button class="button button-primary" type="submit">
                    {texts::SAVE}
                </button>
                {(!new)
                    .then(|| {
                        view! {
                            <a class="button" href="/admin/webhooks" data-visit="">
                                {texts::admin::BACK_TO_FORM}
                            </a>
                        }
                    })}
            </div>
        </form>
    }
    .into_any()
}

#[component]
fn Kinds(ticked: Vec<String>, problem: Option<String>) -> impl IntoView {
    let described = problem.is_some().then_some("kinds-error");
    let boxes = MessageKind::ALL.map(|kind| {
        let word = kind.as_str();
        let checked = ticked.iter().any(|one| one == word);
        view! {
            <label class="choice">
                <input type="checkbox" name="kinds" value=word checked=checked />
                {texts::messages::kind(kind)}
            </label>
        }
    });
    view! {
        <fieldset class="field" aria-describedby=described>
            <legend class="field-label field-label-required">{words::KINDS}</legend>
            <div class="choices">{boxes.into_iter().collect_view()}</div>
            <GroupProblem id="kinds-error" problem />
        </fieldset>
    }
    .into_any()
}
