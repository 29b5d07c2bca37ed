//! `/admin/modules`: the workbench's other services.

use super::super::load::load;
use super::super::refused::{split, told};
use super::frame::AdminFrame;
use super::parts::{Cell, Outcome, Standing, Table, Tick};
use crate::api;
use crate::domain::admin::{ServiceDraft, ServiceLine, ServicesView};
use crate::domain::views::Retained;
use crate::domain::{Field, FieldProblem};
use crate::texts::{self, Saying, Tone};
use crate::ui::{Notice, TextField};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

#[component]
pub fn ModulesPage() -> impl IntoView {
    let query = use_query_map().get_untracked();
    let edited: Option<i64> = query.get("edit").and_then(|text| text.parse().ok());
    let done = query.get("done").map(|word| match word.as_str() {
        "removed" => texts::admin::service_removed(),
        _ => texts::admin::done(),
    });
    let retained = use_context::<Retained<ServiceDraft>>();
    load(api::admin_services(), move |found: ServicesView| {
        let (typed, fault) = retained.map_or((None, None), |r| (Some(r.draft), r.fault));
        let (problems, refused) = split(fault);
        let chosen = found.services.iter().find(|line| Some(line.id) == edited);
        let done = done.filter(|_| typed.is_none());
        let draft = typed.or_else(|| chosen.map(draft)).unwrap_or_default();
        let also = Saying::new(
            Tone::Info,
            "",
            texts::admin::configured(&found.configured),
            "",
        );
        view! {
            <AdminFrame title=texts::admin::MODULES who=found.who current=texts::admin::MODULES>
                <div class="content-head">
                    <h1>{texts::admin::MODULES}</h1>
                </div>
                <Outcome done fault=refused />
                <Services services=found.services />
                {(!found.configured.is_empty()).then(|| view! { <Notice saying=also /> })}
                <Form draft problems />
            </AdminFrame>
        }
    })
}

fn draft(line: &ServiceLine) -> ServiceDraft {
    ServiceDraft {
        id: line.id.to_string(),
        name: line.name.clone(),
        url: line.url.clone(),
        position: line.position.to_string(),
        hidden: if line.hidden { "1" } else { "" }.to_owned(),
        go: String::new(),
    }
}

#[component]
fn Services(services: Vec<ServiceLine>) -> impl IntoView {
    let heads = vec![
        texts::admin::ORDER,
        texts::admin::SERVICE,
        texts::admin::ADDRESS,
        texts::admin::IN_USE,
        texts::ACTION,
    ];
    let empty = services
        .is_empty()
        .then_some((texts::admin::NO_SERVICES, ""));
    let line = |line: ServiceLine| {
        let (tone, text) = match line.hidden {
            true => (Tone::Warning, texts::admin::HIDDEN),
            false => (Tone::Success, texts::admin::SHOWN),
        };
        view! {
            <tr role="row">
                <Cell head=texts::admin::ORDER>{line.position}</Cell>
                <td role="cell" class="table-name" data-label=texts::admin::SERVICE>
                    {line.name.clone()}
                </td>
                <Cell head=texts::admin::ADDRESS>{line.url}</Cell>
                <Cell head=texts::admin::IN_USE>
                    <Standing tone text />
                </Cell>
                <Cell head=texts::ACTION>
                    <form class="button-row" method="post" action="/admin/modules">
                        <input type="hidden" name="id" value=line.id />
                        <a
                            class="button button-small"
                            href=format!("/admin/modules?edit={}", line.id)
                            aria-label=texts::admin::edit(&line.name)
                            data-visit=""
                        >
                            {texts::admin::EDIT}
                        </a>
                        <button
                            class="button button-small"
                            type="submit"
                            name="go"
                            value="remove"
                            aria-label=texts::admin::remove(&line.name)
                        >
                            {texts::admin::REMOVE}
                        </button>
                    </form>
                </Cell>
            </tr>
        }
    };
    view! {
        <Table name=texts::admin::MODULES heads empty>
            {services.into_iter().map(line).collect_view()}
        </Table>
    }
    .into_any()
}

#[component]
fn Form(draft: ServiceDraft, problems: Vec<FieldProblem>) -> impl IntoView {
    let problem = |field| told(&problems, field);
    let title = match draft.id.is_empty() {
        true => texts::admin::NEW_SERVICE,
        false => texts::admin::EDIT_SERVICE,
    };
    view! {
        <form
            class="card form"
            method="post"
            action="/admin/modules"
            aria-labelledby="service-title"
            novalidate=true
        >
            <h2 id="service-title">{title}</h2>
            <input type="hidden" name="id" value=draft.id />
            <TextField
                name="name"
                label=texts::admin::SERVICE
                value=draft.name
                required=true
                problem=problem(Field::ServiceName)
            />
            <TextField
                name="url"
                label=texts::admin::ADDRESS
                value=draft.url
                required=true
                hint=texts::admin::ADDRESS_HINT
                problem=problem(Field::Url)
            />
            <TextField
                name="position"
                label=texts::admin::ORDER
                value=draft.position
                hint=texts::admin::ORDER_HINT
                problem=problem(Field::Position)
            />
            <Tick name="hidden" label=texts::admin::HIDDEN ticked=!draft.hidden.is_empty() />
            <div class="button-row">
                <button class="button button-primary" type="submit">
                    {texts::SAVE}
                </button>
            </div>
        </form>
    }
    .into_any()
}
