//! `/admin/codes`: codes that are right although their check digit is wrong.

use super::super::load::{escape, load};
use super::super::refused::{split, told};
use super::frame::AdminFrame;
use super::parts::{Cell, Outcome, Pages, Table};
use crate::api;
use crate::domain::admin::{CodeDraft, CodeLine, CodesView};
use crate::domain::views::Retained;
use crate::domain::{Field, FieldProblem};
use crate::texts;
use crate::ui::{TextArea, TextField};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

#[component]
pub fn CodesPage() -> impl IntoView {
    let query = use_query_map().get_untracked();
    let after = query.get("after").unwrap_or_default();
    let done = query.get("done").map(|word| match word.as_str() {
        "removed" => texts::admin::code_removed(),
        _ => texts::admin::done(),
    });
    let retained = use_context::<Retained<CodeDraft>>();
    load(api::admin_codes(after.clone()), move |found: CodesView| {
        let (typed, fault) = retained.map_or((None, None), |r| (Some(r.draft), r.fault));
        let (problems, refused) = split(fault);
        let done = done.filter(|_| typed.is_none());
        let first = (!after.is_empty()).then(|| "/admin/codes".to_owned());
        let next = (found.after).map(|last| format!("/admin/codes?after={}", escape(&last)));
        view! {
            <AdminFrame title=texts::admin::CODES who=found.who current=texts::admin::CODES>
                <div class="content-head">
                    <h1>{texts::admin::CODES}</h1>
                    <p class="quiet">{texts::admin::CODES_NOTE}</p>
                </div>
                <Outcome done fault=refused />
                <Form draft=typed.unwrap_or_default() problems />
                <Codes codes=found.codes />
                <Pages first next />
            </AdminFrame>
        }
    })
}

#[component]
fn Form(draft: CodeDraft, problems: Vec<FieldProblem>) -> impl IntoView {
    view! {
        <form class="card form" method="post" action="/admin/codes" novalidate=true>
            <TextField
                name="code"
                label=texts::admin::CODE
                value=draft.code
                code=true
                required=true
                autocomplete="off"
                problem=told(&problems, Field::UnitCode)
            />
            <TextArea
                name="why"
                label=texts::admin::WHY
                value=draft.why
                rows=2
                required=true
                hint=texts::admin::WHY_HINT
                problem=told(&problems, Field::Ground)
            />
            <div class="button-row">
                <button class="button button-primary" type="submit">
                    {texts::admin::ALLOW}
                </button>
            </div>
        </form>
    }
    .into_any()
}

#[component]
fn Codes(codes: Vec<CodeLine>) -> impl IntoView {
    let heads = vec![
        texts::admin::CODE,
        texts::admin::WHY,
        texts::admin::ALLOWED_BY,
        texts::admin::SINCE,
        texts::ACTION,
    ];
    let empty = codes.is_empty().then_some((texts::admin::NO_CODES, ""));
    let line = |line: CodeLine| {
        let code = line.code.clone();
        let no_longer = texts::admin::no_longer(&code);
        view! {
            <tr role="row">
                <Cell head=texts::admin::CODE>
                    <span class="code">{code}</span>
                </Cell>
                <Cell head=texts::admin::WHY>{line.why}</Cell>
                <Cell head=texts::admin::ALLOWED_BY>{line.by}</Cell>
                <Cell head=texts::admin::SINCE>{line.at.minute_shanghai()}</Cell>
                <Cell head=texts::ACTION>
                    <form method="post" action="/admin/codes">
                        <input type="hidden" name="code" value=line.code />
                        <button
                            class="button button-small"
                            type="submit"
                            name="go"
                            value="remove"
                            aria-label=no_longer
                        >
                            {texts::admin::NO_LONGER}
                        </button>
                    </form>
                </Cell>
            </tr>
        }
    };
    view! {
        <Table name=texts::admin::CODES heads empty>
            {codes.into_iter().map(line).collect_view()}
        </Table>
    }
    .into_any()
}
