//! `/recover`: 账号找回 and 忘记密码, and `/reset/{token}`: a new password through a one-time link.

use super::escape;
use super::frame::PortalFrame;
use super::load::load;
use super::refused::{WhyNot, split, told};
use super::register::PasswordFields;
use crate::api;
use crate::domain::recovering::{Helper, RecoverView, Recovered, ResetView};
use crate::domain::views::Retained;
use crate::domain::{Fault, Field, ForgotDraft};
use crate::texts::{self, people as words};
use crate::ui::{Notice, TextField};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

#[component]
pub fn RecoverPage() -> impl IntoView {
    let query = use_query_map().get_untracked();
    let code = query.get("code").unwrap_or_default();
    let mailed = query.get("done").is_some_and(|word| word == "mailed");
    let retained = use_context::<Retained<ForgotDraft>>();
    let asked = code.clone();
    load(api::recover(code), move |view: RecoverView| {
        let mail = view.mail;
        view! {
            <PortalFrame title=words::RECOVER>
                <div class="content">
                    <div class="content-head">
                        <h1>{words::RECOVER}</h1>
                    </div>
                    {mailed.then(|| view! { <Notice saying=words::mailed() announced=true /> })}
                    <CodeForm code=asked answer=view.answer.clone() />
                    {view.answer.map(|answer| view! { <Answer answer platform=view.platform /> })}
                    {mail.then(|| view! { <ForgotForm retained /> })}
                </div>
            </PortalFrame>
        }
    })
}

#[component]
fn CodeForm(code: String, answer: Option<Recovered>) -> impl IntoView {
    let problem = match answer {
        Some(Recovered::Wrong(problem)) => Some(texts::problem(Field::OwnCode, &problem)),
        _ => None,
    };
    view! {
        <p>{words::RECOVER_NOTE}</p>
        <form class="card form" method="get" action="/recover">
            <TextField
                name="code"
                label=texts::UNIFIED_CODE
                value=code
                required=true
                code=true
                problem=problem
            />
            <div class="button-row">
                <button class="button button-primary" type="submit">
                    {words::FIND}
                </button>
            </div>
        </form>
    }
    .into_any()
}

#[component]
fn Answer(answer: Recovered, platform: String) -> impl IntoView {
    match answer {
        Recovered::Wrong(_) => ().into_any(),
        Recovered::NotRegistered { code } => view! {
            <Notice saying=words::not_registered(&code) announced=true>
                <p class="button-row">
                    <a class="button" href="/register">
                        {texts::registering::REGISTER}
                    </a>
                </p>
            </Notice>
        }
        .into_any(),
        Recovered::Registered {
            code,
            unit,
            helpers,
        } => view! {
            <Notice saying=words::registered(&unit) announced=true />
            <Helpers helpers platform />
            <p class="button-row">
                <a class="button" href="/login?panel=operator">
                    {texts::SIGN_IN}
                </a>
                <a class="button" href=format!("/ask?code={}", escape(&code))>
                    {texts::registering::ASK}
                </a>
            </p>
        }
        .into_any(),
    }
}

#[component]
fn Helpers(helpers: Vec<Helper>, platform: String) -> impl IntoView {
    let none = helpers.is_empty();
    let row = |helper: Helper| {
        let role = helper.superior.unwrap_or_else(|| words::OF_UNIT.to_owned());
        view! {
            <div class="facts-item">
                <dt>{role}</dt>
                <dd>{helper.name} " " {helper.mobile}</dd>
            </div>
        }
    };
    let platform = match platform.is_empty() {
        true => words::PLATFORM_UNKNOWN.to_owned(),
        false => platform,
    };
    view! {
        <section class="card" aria-labelledby="helpers">
            <div class="card-part">
                <h2 id="helpers">{words::HELPERS}</h2>
                <p>{if none { words::NO_HELPER } else { words::ASK_THEM }}</p>
                <dl class="facts">
                    {helpers.into_iter().map(row).collect_view()}
                    <div class="facts-item">
                        <dt>{words::OF_PLATFORM}</dt>
                        <dd>{platform}</dd>
                    </div>
                </dl>
            </div>
        </section>
    }
    .into_any()
}

#[component]
fn ForgotForm(retained: Option<Retained<ForgotDraft>>) -> impl IntoView {
    let Retained { draft, fault } = retained.unwrap_or(Retained {
        draft: ForgotDraft::default(),
        fault: None,
    });
    let (problems, refused) = split(fault);
    view! {
        <section class="card" aria-labelledby="forgot">
            <h2 id="forgot">{words::FORGOT}</h2>
            <p>{words::FORGOT_NOTE}</p>
            <WhyNot fault=refused />
            <form class="form" method="post" action="/recover" novalidate=true>
                <TextField
                    name="unit"
                    label=texts::field_label(Field::Unit)
                    value=draft.unit
                    required=true
                    problem=told(&problems, Field::Unit)
                />
                <TextField
                    name="operator"
                    label=texts::field_label(Field::Operator)
                    value=draft.operator
                    required=true
                    problem=told(&problems, Field::Operator)
                />
                <div class="button-row">
                    <button class="button button-primary" type="submit">
                        {words::FORGOT_BUTTON}
                    </button>
                </div>
            </form>
        </section>
    }
    .into_any()
}

/// The link is in the address, so the page sends none of it on.
#[component]
pub fn ResetPage() -> impl IntoView {
    let params = use_params_map().get_untracked();
    let token = params.get("token").unwrap_or_default();
    let fault = use_context::<Retained<()>>().and_then(|kept| kept.fault);
    let action = format!("/reset/{}", escape(&token));
    load(api::reset_link(token), move |link: Option<ResetView>| {
        let body = match link {
            Some(link) => view! { <ResetForm link action fault /> }.into_any(),
            None => view! {
                <Notice saying=words::no_link()>
                    <p class="button-row">
                        <a class="button" href="/recover">
                            {words::RECOVER}
                        </a>
                    </p>
                </Notice>
            }
            .into_any(),
        };
        view! {
            <PortalFrame title=words::RESET>
                <div class="middle">
                    <div class="card form">
                        <h1>{words::RESET}</h1>
                        {body}
                    </div>
                </div>
            </PortalFrame>
        }
    })
}

#[component]
fn ResetForm(link: ResetView, action: String, fault: Option<Fault>) -> impl IntoView {
    let (problems, refused) = split(fault);
    view! {
        <p>{words::reset_for(&link.person)}</p>
        <WhyNot fault=refused />
        <form class="form" method="post" action=action novalidate=true>
            <PasswordFields profile=link.profile problems label=words::NEW_PASSWORD />
            <button class="button button-primary button-large" type="submit">
                {words::RESET_BUTTON}
            </button>
        </form>
    }
    .into_any()
}
