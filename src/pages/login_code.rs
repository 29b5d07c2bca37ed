//! `/login/code`: the second step of a sign-in.

use super::frame::PortalFrame;
use super::held::{Carried, HeldForm};
use super::refused::{WhyNot, split};
use super::second_factor::CodeField;
use crate::domain::Fault;
use crate::texts;
use crate::texts::account as words;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// What the server adds when it shows the page in answer to a form.
#[derive(Clone, Debug, Default)]
pub struct CodeState {
    pub fault: Option<Fault>,
    pub next: String,
    pub held: Option<HeldForm>,
}

#[component]
pub fn LoginCodePage() -> impl IntoView {
    let state = use_context::<CodeState>().unwrap_or_else(|| CodeState {
        next: use_query_map()
            .get_untracked()
            .get("next")
            .unwrap_or_default(),
        ..CodeState::default()
    });
    let (problems, refused) = split(state.fault);
    view! {
        <PortalFrame title=words::CODE_PAGE>
            <div class="middle">
                <div class="card">
                    <div class="auth-head">
                        <h1>{words::CODE_PAGE}</h1>
                    </div>
                    <div class="auth-panel">
                        <WhyNot fault=refused />
                        <p>{words::CODE_PAGE_NOTE}</p>
                        <form class="form" method="post" action="/login/code" novalidate=true>
                            <Carried next=state.next held=state.held />
                            <CodeField name="code" problems />
                            <button
                                class="button button-primary button-large button-wide"
                                type="submit"
                            >
                                {texts::SIGN_IN}
                            </button>
                        </form>
                        <p class="auth-foot">
                            <a class="text-link" href="/login">
                                {words::START_AGAIN}
                            </a>
                        </p>
                    </div>
                </div>
            </div>
        </PortalFrame>
    }
    .into_any()
}
