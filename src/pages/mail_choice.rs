//! 消息邮件: its part of `/account`, and `/mail/{token}`, where an address is proved.

use super::frame::PortalFrame;
use super::load::{escape, load};
use super::refused::{WhyNot, split, told};
use crate::api;
use crate::domain::views::Retained;
use crate::domain::{Field, MailChoice, MailDraft, MailView};
use crate::texts;
use crate::texts::messages as words;
use crate::ui::{Choice, Notice, TextField};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// Nothing where no such letters go out.
#[component]
pub fn MailCard() -> impl IntoView {
    let retained = use_context::<Retained<MailDraft>>();
    let work = Suspend::new(async move {
        let found = api::mail_choice().await.ok().flatten();
        found.map(|mail| view! { <MailForm mail retained /> })
    });
    view! { <Suspense>{work}</Suspense> }.into_any()
}

#[component]
fn MailForm(mail: MailView, retained: Option<Retained<MailDraft>>) -> impl IntoView {
    let (draft, fault) = match retained {
        Some(kept) => (kept.draft, kept.fault),
        None => (draft(&mail), None),
    };
    let (problems, refused) = split(fault);
    let problem = |field| told(&problems, field);
    let choice = |choice: MailChoice| {
        let selected = choice.as_str() == draft.choice;
        view! {
            <option value=choice.as_str() selected=selected>
                {words::mail_choice(choice)}
            </option>
        }
    };
    let hour = |hour: i64| {
        let selected = hour.to_string() == draft.hour;
        view! {
            <option value=hour selected=selected>
                {words::hour(hour)}
            </option>
        }
    };
    let choices: Vec<_> = MailChoice::ALL.into_iter().map(choice).collect();
    let hours: Vec<_> = (0..24).map(hour).collect();
    view! {
        <section class="card" aria-labelledby="mail-title">
            <h2 id="mail-title">{words::MAIL}</h2>
            <p class="quiet">{words::MAIL_NOTE}</p>
            {mail.to_prove.map(|mail| view! { <Notice saying=words::to_prove(&mail) /> })}
            <WhyNot fault=refused />
            <form class="form" method="post" action="/account/mail" novalidate=true>
                <Choice
                    name="choice"
                    label=texts::field_label(Field::MailChoice)
                    problem=problem(Field::MailChoice)
                >
                    {choices}
                </Choice>
                <Choice
                    name="hour"
                    label=texts::field_label(Field::MailHour)
                    hint=words::MAIL_HOUR_HINT
                    problem=problem(Field::MailHour)
                >
                    {hours}
                </Choice>
                <TextField
                    name="mail"
                    label=texts::field_label(Field::OwnMail)
                    value=draft.mail.clone()
                    kind="email"
                    autocomplete="email"
                    hint=words::OWN_MAIL_HINT
                    problem=problem(Field::OwnMail)
                />
                <TextField
                    name="mail_password"
                    label=texts::field_label(Field::OwnPassword)
                    kind="password"
                    autocomplete="current-password"
                    hint=words::MAIL_PASSWORD_HINT
                    problem=problem(Field::OwnPassword)
                />
                <div class="button-row">
                    <button class="button button-primary" type="submit">
                        {texts::SAVE}
                    </button>
                </div>
            </form>
        </section>
    }
    .into_any()
}

fn draft(mail: &MailView) -> MailDraft {
    MailDraft {
        mail: mail.mail.clone(),
        choice: mail.choice.as_str().to_owned(),
        hour: mail.hour.to_string(),
        mail_password: String::new(),
    }
}

/// The link is in the address, so the page sends none of it on. It is used by a press alone: what
/// looks at letters on their way opens links too.
#[component]
pub fn MailLinkPage() -> impl IntoView {
    let params = use_params_map().get_untracked();
    let token = params.get("token").unwrap_or_default();
    let fault = use_context::<Retained<()>>().and_then(|kept| kept.fault);
    let done = token == "done";
    let action = format!("/mail/{}", escape(&token));
    load(api::mail_link(token), move |works: bool| {
        let body = match works {
            _ if done => view! { <Notice saying=words::proved() announced=true /> }.into_any(),
            true => view! {
                <p>{words::PROVE_NOTE}</p>
                <WhyNot fault />
                <form method="post" action=action>
                    <button class="button button-primary button-large" type="submit">
                        {words::PROVE}
                    </button>
                </form>
            }
            .into_any(),
            false => view! { <Notice saying=words::no_mail_link() /> }.into_any(),
        };
        view! {
            <PortalFrame title=words::PROVE>
                <div class="middle">
                    <div class="card form">
                        <h1>{words::PROVE}</h1>
                        {body}
                    </div>
                </div>
            </PortalFrame>
        }
    })
}
