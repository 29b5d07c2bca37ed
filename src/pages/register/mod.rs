//! `/register`: 单位注册, and `/ask`: 申请成为经办人.

mod ask;
mod parts;

pub use ask::AskPage;
pub use parts::{PasswordFields, PersonFields};

use super::frame::PortalFrame;
use super::load::load;
use super::profile_form::{IndustryChoice, RegionChoice};
use super::refused::{WhyNot, told, told_all};
use crate::api;
use crate::domain::registering::RegisterView;
use crate::domain::views::Retained;
use crate::domain::{Fault, Field, FieldProblem, Problem, RegisterDraft, UnitType, problem_at};
use crate::texts::{self, registering as words};
use crate::ui::{Choice, Notice, TextField};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use parts::CodeField;

#[component]
pub fn RegisterPage() -> impl IntoView {
    let retained = use_context::<Retained<RegisterDraft>>();
    // An invitation names the code.
    let invited = use_query_map().get_untracked().get("code");
    let retained = retained.or_else(|| {
        let draft = RegisterDraft {
            code: invited?,
            ..RegisterDraft::default()
        };
        Some(Retained { draft, fault: None })
    });
    load(api::register_form(), move |form: RegisterView| {
        view! {
            <PortalFrame title=words::REGISTER>
                <div class="content">
                    <div class="content-head">
                        <h1>{words::REGISTER}</h1>
                    </div>
                    <p>{words::REGISTER_NOTE}</p>
                    <Notice saying=words::verification(form.verification_required) />
                    <RegisterForm form retained />
                    <p class="auth-foot">
                        <a class="text-link" href="/login?panel=operator">
                            {words::HAS_ACCOUNT}
                        </a>
                    </p>
                </div>
            </PortalFrame>
        }
    })
}

#[component]
fn RegisterForm(form: RegisterView, retained: Option<Retained<RegisterDraft>>) -> impl IntoView {
    let Retained { draft, fault } = retained.unwrap_or(Retained {
        draft: RegisterDraft::default(),
        fault: None,
    });
    let problems = told_all(fault.as_ref());
    let person = draft.person.clone();
    let profile = form.profile;
    view! {
        <WhyNot fault />
        <form class="card" method="post" action="/register" novalidate=true>
            <UnitPart draft=draft.clone() regions=form.regions problems=problems.clone() />
            <ContactPart draft problems=problems.clone() />
            <section class="card-part" aria-labelledby="person-part">
                <h2 id="person-part">{words::PERSON_PART}</h2>
                <p>{words::PERSON_NOTE}</p>
                <PersonFields draft=person problems=problems.clone() />
            </section>
            <section class="card-part" aria-labelledby="password-part">
                <h2 id="password-part">{words::PASSWORD_PART}</h2>
                <p>{words::KNOWN_NOTE}</p>
                <PasswordFields profile problems label=words::SET_PASSWORD />
            </section>
            <div class="card-part">
                <button class="button button-primary button-large" type="submit">
                    {words::SUBMIT}
                </button>
            </div>
        </form>
    }
    .into_any()
}

#[component]
fn UnitPart(
    draft: RegisterDraft,
    regions: Vec<crate::domain::views::RegionGroup>,
    problems: Vec<FieldProblem>,
) -> impl IntoView {
    let problem = |field| told(&problems, field);
    let taken = problem_at(&problems, Field::OwnCode) == Some(&Problem::CodeRegistered);
    let ways = taken.then(|| view! { <OtherWays code=draft.code.clone() /> }.into_any());
    view! {
        <section class="card-part" aria-labelledby="unit-part">
            <h2 id="unit-part">{words::UNIT_PART}</h2>
            <div class="field-grid">
                <CodeField value=draft.code problems=problems.clone() ways />
                <TextField
                    name="name"
                    label=texts::UNIT_NAME
                    value=draft.name
                    required=true
                    autocomplete="organization"
                    problem=problem(Field::Name)
                />
                <KindChoice chosen=draft.kind problem=problem(Field::Kind) />
                <IndustryChoice
                    chosen=draft.industry
                    required=true
                    problem=problem(Field::Industry)
                    why=String::new()
                />
                <RegionChoice
                    chosen=draft.region
                    groups=regions
                    problem=problem(Field::Region)
                    why=String::new()
                />
                <TextField
                    name="address"
                    label=texts::ADDRESS
                    value=draft.address
                    required=true
                    autocomplete="street-address"
                    problem=problem(Field::Address)
                />
                <TextField
                    name="email"
                    label=texts::EMAIL
                    kind="email"
                    value=draft.email
                    required=true
                    hint=words::EMAIL_HINT
                    problem=problem(Field::Email)
                />
                <TextField
                    name="account"
                    label=texts::LEGAL_ACCOUNT
                    value=draft.account
                    hint=words::ACCOUNT_HINT
                    problem=problem(Field::UnitAccount)
                />
            </div>
        </section>
    }
    .into_any()
}

/// A code that is registered is no dead end.
#[component]
fn OtherWays(code: String) -> impl IntoView {
    let code = super::escape(&code);
    view! {
        <p class="button-row">
            <a class="button button-small" href=format!("/ask?code={code}")>
                {words::ASK}
            </a>
            <a class="button button-small" href=format!("/recover?code={code}")>
                {texts::people::RECOVER}
            </a>
        </p>
    }
    .into_any()
}

#[component]
fn KindChoice(chosen: String, problem: Option<String>) -> impl IntoView {
    let option = |kind: &UnitType| {
        let (code, text) = (
            kind.code(),
            format!("{} {}", kind.code(), texts::unit_type(*kind)),
        );
        let selected = code == chosen;
        view! {
            <option value=code selected=selected>
                {text}
            </option>
        }
    };
    let options = UnitType::ALL.iter().map(option).collect_view();
    view! {
        <Choice name="kind" label=texts::UNIT_TYPE problem=problem hint=words::KIND_HINT>
            <option value="">{words::BY_CODE}</option>
            {options}
        </Choice>
    }
    .into_any()
}

#[component]
fn ContactPart(draft: RegisterDraft, problems: Vec<FieldProblem>) -> impl IntoView {
    view! {
        <section class="card-part" aria-labelledby="contact-part">
            <h2 id="contact-part">{words::CONTACT_PART}</h2>
            <div class="field-grid">
                <TextField
                    name="contact_name"
                    label=texts::field_label(Field::ContactName)
                    value=draft.contact_name
                    required=true
                    problem=told(&problems, Field::ContactName)
                />
                <TextField
                    name="contact_phone"
                    label=texts::field_label(Field::ContactPhone)
                    kind="tel"
                    value=draft.contact_phone
                    required=true
                    hint=texts::PHONE_HINT
                    problem=told(&problems, Field::ContactPhone)
                />
            </div>
        </section>
    }
    .into_any()
}

/// What a form came back with, if it did.
fn kept<D: Clone + Send + Sync + 'static>() -> (Option<D>, Option<Fault>) {
    match use_context::<Retained<D>>() {
        Some(Retained { draft, fault }) => (Some(draft), fault),
        None => (None, None),
    }
}
