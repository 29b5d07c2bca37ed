//! `/admin/login`: 平台管理员登录, for 三员.

use super::frame::PortalFrame;
use super::held::{Carried, HeldForm};
use super::refused::{WhyNot, split, told};
use crate::domain::{Fault, Field};
use crate::texts;
use crate::texts::account as words;
use crate::ui::TextField;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// The sign-in that was refused.
#[derive(Clone, Debug, Default)]
pub struct AdminLoginState {
    pub account: String,
    pub fault: Option<Fault>,
    pub next: String,
    pub held: Option<HeldForm>,
}

#[component]
pub fn AdminLoginPage() -> impl IntoView {
    let state = use_context::<AdminLoginState>().unwrap_or_else(|| AdminLoginState {
        next: use_query_map()
            .get_untracked()
            .get("next")
            .unwrap_or_default(),
        ..AdminLoginState::default()
    });
    let waits = state.held.as_ref().map(|_| Fault::SignInRequired);
    let (problems, refused) = split(state.fault.or(waits));
    view! {
        <PortalFrame title=words::ADMINISTRATOR_SIGN_IN>
            <div class="middle">
                <div class="card">
                    <div class="auth-head">
                        <h1>{words::ADMINISTRATOR_SIGN_IN}</h1>
                    </div>
                    <div class="auth-panel">
                        <WhyNot fault=refused />
                        <p class="quiet">{words::ADMINISTRATOR_NOTE}</p>
                        <form class="form" method="post" action="/admin/login" novalidate=true>
                            <Carried next=state.next held=state.held />
                            <TextField
                                name="account"
                                label=texts::field_label(Field::AdministratorAccount)
                                value=state.account
                                required=true
                                autocomplete="username"
                                problem=told(&problems, Field::AdministratorAccount)
                            />
                            <TextField
                                name="password"
                                label=texts::PASSWORD
                                kind="password"
                                required=true
                                autocomplete="current-password"
                                problem=told(&problems, Field::Password)
                            />
                            <button
                                class="button button-primary button-large button-wide"
                                type="submit"
                            >
                                {texts::SIGN_IN}
                            </button>
                        </form>
                    </div>
                </div>
            </div>
        </PortalFrame>
    }
    .into_any()
}
