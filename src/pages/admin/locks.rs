//! `/admin/locks`: somebody who failed to sign in may try again at once. Nobody is listed.

use super::super::load::load;
use super::super::refused::{split, told};
use super::frame::AdminFrame;
use super::parts::Outcome;
use crate::api;
use crate::domain::Field;
use crate::domain::admin::{AdminWho, UnlockDraft};
use crate::domain::views::Retained;
use crate::texts;
use crate::ui::TextField;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

#[component]
pub fn LocksPage() -> impl IntoView {
    let done = use_query_map().get_untracked().get("done");
    let done = done.map(|_| texts::admin::unlocked());
    let retained = use_context::<Retained<UnlockDraft>>();
    load(api::admin_locks(), move |who: AdminWho| {
        let (typed, fault) = retained.map_or((None, None), |r| (Some(r.draft), r.fault));
        let (problems, refused) = split(fault);
        let done = done.filter(|_| typed.is_none());
        let draft = typed.unwrap_or_default();
        view! {
            <AdminFrame title=texts::admin::LOCKS who current=texts::admin::LOCKS>
                <div class="content-head">
                    <h1>{texts::admin::LOCKS}</h1>
                    <p class="quiet">{texts::admin::LOCKS_NOTE}</p>
                </div>
                <Outcome done fault=refused />
                <form
                    class="card form"
                    aria-label=texts::admin::UNLOCK_OPERATOR
                    method="post"
                    action="/admin/locks"
                    novalidate=true
                >
                    <h2>{texts::admin::UNLOCK_OPERATOR}</h2>
                    <TextField
                        name="unit"
                        label=texts::field_label(Field::Unit)
                        value=draft.unit
                        required=true
                        autocomplete="off"
                        problem=told(&problems, Field::Unit)
                    />
                    <TextField
                        name="operator"
                        label=texts::field_label(Field::Operator)
                        value=draft.operator
                        autocomplete="off"
                        hint=texts::admin::OPERATOR_HINT
                        problem=told(&problems, Field::Operator)
                    />
                    <div class="button-row">
                        <button class="button button-primary" type="submit">
                            {texts::admin::UNLOCK}
                        </button>
                    </div>
                </form>
                <form
                    class="card form"
                    aria-label=texts::admin::UNLOCK_ADMINISTRATOR
                    method="post"
                    action="/admin/locks"
                    novalidate=true
                >
                    <h2>{texts::admin::UNLOCK_ADMINISTRATOR}</h2>
                    <TextField
                        name="account"
                        label=texts::field_label(Field::AdministratorAccount)
                        value=draft.account
                        required=true
                        autocomplete="off"
                        problem=told(&problems, Field::AdministratorAccount)
                    />
                    <div class="button-row">
                        <button
                            class="button button-primary"
                            type="submit"
                            name="go"
                            value="administrator"
                        >
                            {texts::admin::UNLOCK}
                        </button>
                    </div>
                </form>
            </AdminFrame>
        }
    })
}
