//! `/admin/announcements`: 公告管理

use super::super::load::load;
use super::frame::AdminFrame;
use super::parts::{Cell, Outcome, Pages, Standing, Table};
use crate::api;
use crate::domain::admin::{AnnouncementLine, AnnouncementsView};
use crate::texts;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

#[component]
pub fn AdminAnnouncementsPage() -> impl IntoView {
    let query = use_query_map().get_untracked();
    let before: Option<i64> = query.get("before").and_then(|text| text.parse().ok());
    let done = query.get("done").map(|word| match word.as_str() {
        "withdrawn" => texts::admin::announcement_withdrawn(),
        _ => texts::admin::done(),
    });
    load(
        api::admin_announcements(before),
        move |found: AnnouncementsView| {
            let first = before.map(|_| "/admin/announcements".to_owned());
            let next = (found.older).map(|last| format!("/admin/announcements?before={last}"));
            view! {
                <AdminFrame
                    title=texts::admin::ANNOUNCEMENTS
                    who=found.who
                    current=texts::admin::ANNOUNCEMENTS
                >
                    <div class="content-head">
                        <h1>{texts::admin::ANNOUNCEMENTS}</h1>
                        <a class="button button-primary" href="/admin/announcements/new" data-visit="">
                            {texts::admin::NEW_ANNOUNCEMENT}
                        </a>
                    </div>
                    <Outcome done fault=None />
                    <Announcements announcements=found.announcements />
                    <Pages first next />
                </AdminFrame>
            }
        },
    )
}

#[component]
fn Announcements(announcements: Vec<AnnouncementLine>) -> impl IntoView {
    let heads = vec![
        texts::admin::HEADLINE,
        texts::admin::PUBLISHED,
        texts::admin::WITHDRAWN,
        texts::admin::IN_USE,
        texts::ACTION,
    ];
    let empty = announcements
        .is_empty()
        .then_some((texts::admin::NO_ANNOUNCEMENTS, ""));
    let line = |item: AnnouncementLine| {
        let (tone, text) = texts::admin::shown(item.standing);
        let withdrawn = item
            .withdrawn
            .map_or_else(String::new, |at| at.minute_shanghai());
        let edit = texts::admin::edit(&item.title);
        view! {
            <tr role="row">
                <td role="cell" class="table-name" data-label=texts::admin::HEADLINE>
                    {item.title}
                </td>
                <Cell head=texts::admin::PUBLISHED>{item.published.minute_shanghai()}</Cell>
                <Cell head=texts::admin::WITHDRAWN>{withdrawn}</Cell>
                <Cell head=texts::admin::IN_USE>
                    <Standing tone text />
                    {item
                        .pinned
                        .then(|| {
                            view! { <Standing tone=texts::Tone::Info text=texts::admin::PINNED /> }
                        })}
                </Cell>
                <Cell head=texts::ACTION>
                    <a
                        class="button button-small"
                        href=format!("/admin/announcements/{}", item.id)
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
        <Table name=texts::admin::ANNOUNCEMENTS heads empty>
            {announcements.into_iter().map(line).collect_view()}
        </Table>
    }
    .into_any()
}
