//! `/ask`: 申请成为经办人 of a unit that is registered.

use super::super::frame::PortalFrame;
use super::super::load::load;
use super::super::refused::{WhyNot, told_all};
use super::kept;
use super::parts::{CodeField, PasswordFields, PersonFields};
use crate::api;
use crate::domain::registering::RegisterView;
use crate::domain::{AskDraft, Fault, PasswordProfile};
use crate::texts::{self, registering as words};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

#[component]
pub fn AskPage() -> impl IntoView {
    let (draft, fault) = kept::<AskDraft>();
    let code = use_query_map().get_untracked().get("code");
    let fresh = AskDraft {
        code: code.unwrap_or_default(),
        ..AskDraft::default()
    };
    let draft = draft.unwrap_or(fresh);
    load(api::register_form(), move |form: RegisterView| {
        view! {
            <PortalFrame title=words::ASK>
                <div class="content">
                    <div class="content-head">
                        <h1>{words::ASK}</h1>
                    </div>
                    <p>{words::ASK_NOTE}</p>
                    <AskForm draft fault profile=form.profile />
                </div>
            </PortalFrame>
        }
    })
}

#[component]
fn AskForm(draft: AskDraft, fault: Option<Fault>, profile: PasswordProfile) -> impl IntoView {
    let problems = told_all(fault.as_ref());
    view! {
        <WhyNot fault />
        <form class="card" method="post" action="/ask" novalidate=true>
            <div class="card-part">
                <CodeField value=draft.code problems=problems.clone() />
            </div>
            <section class="card-part" aria-labelledby="person-part">
                <h2 id="person-part">{texts::people::ME}</h2>
                <PersonFields draft=draft.person problems=problems.clone() />
            </section>
            <section class="card-part" aria-labelledby="password-part">
                <h2 id="password-part">{words::PASSWORD_PART}</h2>
                <p>{words::KNOWN_NOTE}</p>
                <PasswordFields profile problems label=words::SET_PASSWORD />
            </section>
            <div class="card-part">
                <button class="button button-primary button-large" type="submit">
                    {words::ASK_SUBMIT}
                </button>
            </div>
        </form>
    }
    .into_any()
}
