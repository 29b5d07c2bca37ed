//! `/account`: 我的账号, with 修改密码, 两步验证 and 我的会话.

use super::frame::{Account, PortalFrame};
use super::held::{Carried, HeldForm, waiting_form};
use super::load::load;
use super::mail_choice::MailCard;
use super::refused::{WhyNot, split, told};
use crate::api;
use crate::domain::views::Retained;
use crate::domain::{
    AccountView, EndOwnDraft, Fault, Field, PasswordDraft, PasswordProfile, SessionView,
};
use crate::texts::account as words;
use crate::texts::{self, Saying, Tone};
use crate::ui::{Badge, Notice, TextField};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

#[component]
pub fn AccountPage() -> impl IntoView {
    let query = use_query_map().get_untracked();
    let done = query.get("done").unwrap_or_default();
    let password = use_context::<Retained<PasswordDraft>>().and_then(|kept| kept.fault);
    let sessions = use_context::<Retained<EndOwnDraft>>().and_then(|kept| kept.fault);
    let held = waiting_form();
    load(api::account(), move |account: AccountView| {
        let who = view! { <Account who=account.who.clone() /> }.into_any();
        let due = account.due.map(|due| texts::fault(&Fault::Due(due)));
        let done = done_saying(&done).map(|saying| view! { <Notice saying announced=true /> });
        let waits = held
            .as_ref()
            .map(|_| view! { <Notice saying=words::waits() announced=true /> });
        let quiet = held.is_some() || password.is_some() || sessions.is_some();
        view! {
            <PortalFrame title=words::MY_ACCOUNT account=who>
                <div class="content account">
                    <h1>{words::MY_ACCOUNT}</h1>
                    {(!quiet).then_some(done)}
                    {waits}
                    {due.map(|saying| view! { <Notice saying /> })}
                    <PasswordForm profile=account.profile fault=password held />
                    <MailCard />
                    <FactorCard on=account.factor />
                    <Sessions sessions=account.sessions fault=sessions />
                </div>
            </PortalFrame>
        }
    })
}

/// What the address says was done: only that it was, so that anybody may write it.
fn done_saying(word: &str) -> Option<Saying> {
    let (title, body) = match word {
        "password" => (words::PASSWORD_CHANGED, words::PASSWORD_CHANGED_NOTE),
        "sessions" => (words::SESSIONS_ENDED, words::SESSIONS_ENDED_NOTE),
        word => return texts::messages::mail_done(word),
    };
    Some(Saying::new(Tone::Success, title, body, ""))
}

/// Nothing of it comes back: passwords are typed anew.
#[component]
fn PasswordForm(
    profile: PasswordProfile,
    fault: Option<Fault>,
    held: Option<HeldForm>,
) -> impl IntoView {
    let (problems, refused) = split(fault);
    view! {
        <section class="card" aria-labelledby="password-title">
            <h2 id="password-title">{words::CHANGE_PASSWORD}</h2>
            <WhyNot fault=refused />
            <form class="form" method="post" action="/account" novalidate=true>
                <Carried next=String::new() held />
                <TextField
                    name="current"
                    label=texts::field_label(Field::CurrentPassword)
                    kind="password"
                    required=true
                    autocomplete="current-password"
                    problem=told(&problems, Field::CurrentPassword)
                />
                <TextField
                    name="new"
                    label=texts::field_label(Field::NewPassword)
                    kind="password"
                    required=true
                    autocomplete="new-password"
                    hint=words::password_rules(profile)
                    problem=told(&problems, Field::NewPassword)
                />
                <TextField
                    name="repeated"
                    label=texts::field_label(Field::RepeatedPassword)
                    kind="password"
                    required=true
                    autocomplete="new-password"
                    problem=told(&problems, Field::RepeatedPassword)
                />
                <div class="button-row">
                    <button class="button button-primary" type="submit">
                        {words::CHANGE_PASSWORD}
                    </button>
                </div>
            </form>
        </section>
    }
    .into_any()
}

#[component]
fn FactorCard(on: bool) -> impl IntoView {
    let (tone, word) = match on {
        true => (Some(Tone::Success), words::FACTOR_ON),
        false => (None, words::FACTOR_OFF),
    };
    view! {
        <section class="card" aria-labelledby="factor-title">
            <h2 id="factor-title">{words::SECOND_FACTOR} " " <Badge tone text=word /></h2>
            <p>{words::SECOND_FACTOR_NOTE}</p>
            <div class="button-row">
                <a class="button" href="/account/second-factor">
                    {words::MANAGE_FACTOR}
                </a>
            </div>
        </section>
    }
    .into_any()
}

/// One form, with one password for whichever button is pressed.
#[component]
fn Sessions(sessions: Vec<SessionView>, fault: Option<Fault>) -> impl IntoView {
    let others = sessions.iter().any(|session| !session.here);
    let (problems, refused) = split(fault);
    view! {
        <section class="card" aria-labelledby="sessions-title">
            <h2 id="sessions-title">{words::MY_SESSIONS}</h2>
            <p class="quiet">{words::MY_SESSIONS_NOTE}</p>
            <WhyNot fault=refused />
            <form class="form" method="post" action="/account/sessions" novalidate=true>
                {others
                    .then(|| {
                        view! {
                            <TextField
                                name="password"
                                label=texts::field_label(Field::OwnPassword)
                                kind="password"
                                required=true
                                autocomplete="current-password"
                                hint=words::END_HINT
                                problem=told(&problems, Field::OwnPassword)
                            />
                            <div class="button-row">
                                <button class="button" type="submit">
                                    {words::END_OTHERS}
                                </button>
                            </div>
                        }
                    })}
                <ul class="session-list" role="list">
                    {sessions
                        .into_iter()
                        .map(|session| view! { <Session session /> })
                        .collect_view()}
                </ul>
            </form>
        </section>
    }
    .into_any()
}

#[component]
fn Session(session: SessionView) -> impl IntoView {
    let device = match session.device.is_empty() {
        true => words::UNKNOWN_DEVICE.to_owned(),
        false => session.device,
    };
    let name = format!("{}：{device}", words::END_SESSION);
    view! {
        <li class="session">
            <div>
                <p>
                    <strong>{device}</strong>
                    " "
                    {session
                        .here
                        .then(|| {
                            view! { <Badge tone=Some(Tone::Info) text=words::THIS_SESSION /> }
                        })}
                </p>
                {session.unit.map(|unit| view! { <p>{unit}</p> })}
                <p class="quiet">
                    {words::OPENED} " " {session.opened_at.minute_shanghai()} "，"
                    {words::LAST_SEEN} " " {session.seen_at.minute_shanghai()}
                </p>
            </div>
            {(!session.here)
                .then(|| {
                    view! {
                        <button
                            class="button"
                            type="submit"
                            name="name"
                            value=session.id
                            aria-label=name
                        >
                            {words::END_SESSION}
                        </button>
                    }
                })}
        </li>
    }
    .into_any()
}
