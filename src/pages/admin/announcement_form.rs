//! `/admin/announcements/{id}`, and `new`: an announcement is written, looked at, saved, withdrawn.

use super::super::load::load;
use super::super::refused::{split, told};
use super::frame::AdminFrame;
use super::parts::{Outcome, Tick};
use crate::api;
use crate::domain::admin::{AnnouncementDraft, AnnouncementForm, Shown};
use crate::domain::views::Retained;
use crate::domain::{Fault, Field, FieldProblem};
use crate::texts::{self, Saying, Tone};
use crate::ui::{Notice, TextArea, TextField};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// How what was typed will look; the server made it.
#[derive(Clone, Debug)]
pub struct Preview(pub String);

#[component]
pub fn AnnouncementFormPage() -> impl IntoView {
    let word = use_params_map()
        .get_untracked()
        .get("id")
        .unwrap_or_default();
    let id: Option<i64> = match word.as_str() {
        "new" => None,
        word => Some(word.parse().unwrap_or(0)),
    };
    let retained = use_context::<Retained<AnnouncementDraft>>();
    let preview = use_context::<Preview>();
    load(
        api::admin_announcement(id),
        move |form: AnnouncementForm| {
            let (typed, fault) = retained.map_or((None, None), |r| (Some(r.draft), r.fault));
            // Who was told that somebody else saved it, has read what was saved.
            let seen = match (&typed, &fault) {
                (Some(typed), fault) if *fault != Some(Fault::Changed) => typed.version,
                _ => form.draft.version,
            };
            let draft = AnnouncementDraft {
                version: seen,
                ..typed.unwrap_or(form.draft)
            };
            let (problems, refused) = split(fault);
            let title = match id {
                None => texts::admin::NEW_ANNOUNCEMENT,
                Some(_) => texts::admin::EDIT_ANNOUNCEMENT,
            };
            view! {
                <AdminFrame title who=form.who current=texts::admin::ANNOUNCEMENTS>
                    <div class="content-head">
                        <h1>{title}</h1>
                    </div>
                    <Outcome done=None fault=refused />
                    <Previewed title=draft.title.clone() preview />
                    <Form id draft problems standing=form.standing />
                </AdminFrame>
            }
        },
    )
}

#[component]
fn Previewed(title: String, preview: Option<Preview>) -> impl IntoView {
    let saying = Saying::new(Tone::Info, "", texts::admin::PREVIEW_NOTE, "");
    preview.map(|Preview(html)| {
        view! {
            <Notice saying announced=true />
            <article class="card article">
                <h2>{title}</h2>
                <div class="article-body" inner_html=html></div>
            </article>
        }
    })
}

#[component]
fn Form(
    id: Option<i64>,
    draft: AnnouncementDraft,
    problems: Vec<FieldProblem>,
    standing: Option<Shown>,
) -> impl IntoView {
    let action = match id {
        None => "/admin/announcements/new".to_owned(),
        Some(id) => format!("/admin/announcements/{id}"),
    };
    let problem = |field| told(&problems, field);
    let withdrawable = standing.is_some_and(|standing| standing != Shown::Withdrawn);
    view! {
        <form class="card form" method="post" action=action novalidate=true>
            <input type="hidden" name="version" value=draft.version />
            <TextField
                name="title"
                label=texts::admin::HEADLINE
                value=draft.title
                required=true
                problem=problem(Field::Title)
            />
            <TextArea
                name="body"
                label=texts::admin::BODY
                value=draft.body
                rows=14
                required=true
                hint=texts::admin::BODY_HINT
                problem=problem(Field::Body)
            />
            <div class="field-grid">
                <TextField
                    name="published"
                    label=texts::admin::PUBLISHED
                    kind="datetime-local"
                    value=draft.published
                    hint=texts::admin::PUBLISHED_HINT
                    problem=problem(Field::Published)
                />
                <TextField
                    name="withdrawn"
                    label=texts::admin::WITHDRAWN
                    kind="datetime-local"
                    value=draft.withdrawn
                    hint=texts::admin::WITHDRAWN_HINT
                    problem=problem(Field::Withdrawn)
                />
            </div>
            <Tick name="pinned" label=texts::admin::PINNED ticked=!draft.pinned.is_empty() />
            <div class="button-row">
                <button class="button button-primary" type="submit">
                    {texts::SAVE}
                </button>
                <button class="button" type="submit" name="go" value="preview">
                    {texts::admin::PREVIEW}
                </button>
                {withdrawable
                    .then(|| {
                        view! {
                            <button
                                class="button button-danger"
                                type="submit"
                                name="go"
                                value="withdraw"
                            >
                                {texts::admin::WITHDRAW}
                            </button>
                        }
                    })}
                <a class="button" href="/admin/announcements" data-visit="">
                    {texts::admin::TO_LIST}
                </a>
            </div>
        </form>
    }
    .into_any()
}
