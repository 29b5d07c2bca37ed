//! `/login`: 统一认证登录, with 个人登录, 法人登录 and, inside it, 经办人账号登录.

use super::frame::{PortalFrame, brand};
use super::held::{Carried, HeldForm};
use super::load::escape;
use super::refused::{told, told_all};
use crate::domain::{Ended, Fault, Field, FieldProblem, Panel, SignInDraft};
use crate::texts::{self, Saying, Tone};
use crate::ui::{Notice, TextField};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// The session that the browser still has was ended, why, and whether its owner did it themself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EndedSession(pub Ended, pub bool);

/// What the server adds when it shows the sign-in in answer to a form.
#[derive(Clone, Debug, Default)]
pub struct LoginState {
    /// The sign-in that was refused.
    pub draft: SignInDraft,
    pub fault: Option<Fault>,
    pub next: String,
    pub held: Option<HeldForm>,
    /// A form that was not kept: it had a password in it.
    pub dropped: bool,
}

#[component]
pub fn LoginPage() -> impl IntoView {
    let query = use_query_map().get_untracked();
    let from_query = || LoginState {
        draft: SignInDraft {
            panel: query.get("panel").unwrap_or_default(),
            ..SignInDraft::default()
        },
        next: query.get("next").unwrap_or_default(),
        ..LoginState::default()
    };
    let state = use_context::<LoginState>().unwrap_or_else(from_query);
    let panel = Panel::from_word(&state.draft.panel);
    let done = query.get("done").filter(|_| state.fault.is_none());
    let done = done.and_then(|word| texts::registering::done(&word));
    let ended = use_context::<EndedSession>().filter(|_| state.fault.is_none() && done.is_none());
    let ended = ended.map(|EndedSession(why, own)| texts::account::ended(why, own));
    view! {
        <PortalFrame title=texts::UNIFIED_SIGN_IN>
            <div class="middle">
                <div class="card">
                    <div class="auth-head">
                        <h1>{texts::UNIFIED_SIGN_IN}</h1>
                        <a class="text-link" href=panel_link("legal", &state.next)>
                            {texts::PASSWORD_HERE}
                        </a>
                    </div>
                    <Panels panel next=state.next.clone() />
                    <div class="auth-panel">
                        {done.map(|saying| view! { <Notice saying announced=true /> })}
                        {ended.map(|saying| view! { <Notice saying announced=true /> })}
                        <Refusal
                            fault=state.fault.clone()
                            held=state.held.is_some()
                            dropped=state.dropped
                        />
                        {match panel {
                            Panel::Person => view! { <PersonPanel next=state.next /> }.into_any(),
                            Panel::Legal => view! { <LegalForm state /> }.into_any(),
                            Panel::Operator => view! { <OperatorForm state /> }.into_any(),
                        }}
                        <Ways />
                    </div>
                </div>
            </div>
        </PortalFrame>
    }
    .into_any()
}

#[component]
fn Panels(panel: Panel, next: String) -> impl IntoView {
    let person = (panel == Panel::Person).then_some("page");
    let legal = (panel != Panel::Person).then_some("page");
    view! {
        <nav class="tabs" aria-label=texts::WAYS_TO_SIGN_IN>
            <a class="tab" href=panel_link("person", &next) aria-current=person>
                {texts::PERSON_PANEL}
            </a>
            <a class="tab" href=panel_link("legal", &next) aria-current=legal>
                {texts::LEGAL_PANEL}
            </a>
        </nav>
    }
    .into_any()
}

/// For who has no account yet, or can't get into it.
#[component]
fn Ways() -> impl IntoView {
    view! {
        <p class="auth-foot auth-ways">
            <a class="text-link" href="/register">
                {texts::registering::REGISTER}
            </a>
            <a class="text-link" href="/ask">
                {texts::registering::ASK}
            </a>
            <a class="text-link" href="/recover">
                {texts::people::FORGOT}
            </a>
            <a class="text-link" href="/recover">
                {texts::people::RECOVER}
            </a>
        </p>
    }
    .into_any()
}

fn panel_link(panel: &str, next: &str) -> String {
    match next {
        "" => format!("/login?panel={panel}"),
        next => format!("/login?panel={panel}&next={}", escape(next)),
    }
}

/// Why the last try did not sign in; the problems of single fields stand at the fields.
#[component]
fn Refusal(fault: Option<Fault>, held: bool, dropped: bool) -> impl IntoView {
    let saying = match fault {
        Some(Fault::Invalid(_)) => None,
        Some(fault) => Some(texts::fault(&fault)),
        None if dropped => Some(texts::account::dropped()),
        None if held => Some(texts::fault(&Fault::SignInRequired)),
        None => None,
    };
    saying.map(|saying| view! { <Notice saying announced=true /> })
}

#[component]
fn PersonPanel(next: String) -> impl IntoView {
    let personal = brand().personal_sign_in;
    let saying = Saying::new(
        Tone::Info,
        texts::PERSONS_ELSEWHERE,
        texts::PERSONS_NOTE,
        "",
    );
    view! {
        <Notice saying>
            <div class="button-row">
                {(!personal.is_empty())
                    .then(|| {
                        view! {
                            <a class="button" href=personal>
                                {texts::GO_PERSONAL}
                            </a>
                        }
                    })} <a class="button" href=panel_link("legal", &next)>
                    {texts::GO_LEGAL}
                </a> <a class="button button-primary" href=panel_link("operator", &next)>
                    {texts::GO_OPERATOR}
                </a>
            </div>
        </Notice>
    }
    .into_any()
}

#[component]
fn LegalForm(state: LoginState) -> impl IntoView {
    let problems = told_all(state.fault.as_ref());
    view! {
        <form class="form" method="post" action="/login" novalidate=true>
            <input type="hidden" name="panel" value="legal" />
            <Carried next=state.next.clone() held=state.held.clone() />
            <TextField
                name="unit"
                label=texts::LEGAL_ACCOUNT
                value=state.draft.unit
                required=true
                autocomplete="username"
                problem=told(&problems, Field::Unit)
            />
            <PasswordField label=texts::PASSWORD problems=problems />
            <SubmitButton />
        </form>
        <p class="auth-foot">
            <a class="text-link" href=panel_link("operator", &state.next)>
                {texts::OPERATOR_PANEL}
            </a>
        </p>
    }
    .into_any()
}

#[component]
fn OperatorForm(state: LoginState) -> impl IntoView {
    let problems = told_all(state.fault.as_ref());
    let unit = texts::field_label(Field::Unit);
    let operator = texts::field_label(Field::Operator);
    view! {
        <h2 class="auth-title">{texts::OPERATOR_PANEL}</h2>
        <form class="form" method="post" action="/login" novalidate=true>
            <input type="hidden" name="panel" value="operator" />
            <Carried next=state.next.clone() held=state.held.clone() />
            <TextField
                name="unit"
                label=unit
                value=state.draft.unit
                required=true
                autocomplete="organization"
                problem=told(&problems, Field::Unit)
            />
            <TextField
                name="operator"
                label=operator
                value=state.draft.operator
                required=true
                autocomplete="username"
                problem=told(&problems, Field::Operator)
            />
            <PasswordField label=texts::field_label(Field::Password) problems=problems />
            <SubmitButton />
        </form>
        <p class="auth-foot">
            <a class="text-link" href=panel_link("legal", &state.next)>
                {texts::BACK_TO_LEGAL}
            </a>
        </p>
    }
    .into_any()
}

#[component]
fn PasswordField(label: &'static str, problems: Vec<FieldProblem>) -> impl IntoView {
    view! {
        <TextField
            name="password"
            label
            kind="password"
            required=true
            autocomplete="current-password"
            problem=told(&problems, Field::Password)
        />
    }
    .into_any()
}

#[component]
fn SubmitButton() -> impl IntoView {
    view! {
        <button class="button button-primary button-large button-wide" type="submit">
            {texts::SIGN_IN}
        </button>
    }
    .into_any()
}
