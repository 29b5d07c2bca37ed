//! Fields that more than one form asks for.

use super::super::refused::told;
use crate::domain::{Field, FieldProblem, PasswordProfile, PersonDraft, Problem, problem_at};
use crate::texts::account::password_rules;
use crate::texts::{self, registering as words};
use crate::ui::TextField;
use leptos::prelude::*;

/// The code of a unit, with the one that was probably meant, and other ways where it has some.
#[component]
pub fn CodeField(
    value: String,
    problems: Vec<FieldProblem>,
    #[prop(default = None)] ways: Option<AnyView>,
) -> impl IntoView {
    let likely = problem_at(&problems, Field::OwnCode).and_then(texts::suggestion);
    let meant = likely.map(|code| {
        view! {
            <p class="field-hint">
                {texts::did_you_mean()} <strong class="code">{code.to_string()}</strong> "？"
            </p>
        }
    });
    view! {
        <TextField
            name="code"
            label=texts::UNIFIED_CODE
            value=value
            required=true
            code=true
            hint=words::CODE_HINT
            problem=told(&problems, Field::OwnCode)
        >
            {meant}
            {ways}
        </TextField>
    }
    .into_any()
}

/// 姓名, 手机号, 身份证号.
#[component]
pub fn PersonFields(draft: PersonDraft, problems: Vec<FieldProblem>) -> impl IntoView {
    let problem = |field| told(&problems, field);
    view! {
        <div class="field-grid">
            <TextField
                name="person"
                label=texts::field_label(Field::PersonName)
                value=draft.person
                required=true
                autocomplete="off"
                problem=problem(Field::PersonName)
            />
            <TextField
                name="mobile"
                label=texts::field_label(Field::Mobile)
                kind="tel"
                value=draft.mobile
                required=true
                autocomplete="off"
                problem=problem(Field::Mobile)
            />
            <TextField
                name="card"
                label=texts::field_label(Field::IdentityCard)
                value=draft.card
                required=true
                autocomplete="off"
                problem=problem(Field::IdentityCard)
            />
        </div>
    }
    .into_any()
}

/// A password, twice. It never comes back.
#[component]
pub fn PasswordFields(
    profile: PasswordProfile,
    problems: Vec<FieldProblem>,
    label: &'static str,
) -> impl IntoView {
    // Named as it is on this page.
    let missing = problem_at(&problems, Field::NewPassword) == Some(&Problem::Required);
    let missing = missing.then(|| words::please_enter(label));
    view! {
        <div class="field-grid">
            <TextField
                name="password"
                label
                kind="password"
                required=true
                autocomplete="new-password"
                hint=password_rules(profile)
                problem=missing.or_else(|| told(&problems, Field::NewPassword))
            />
            <TextField
                name="repeated"
                label=texts::field_label(Field::RepeatedPassword)
                kind="password"
                required=true
                autocomplete="new-password"
                problem=told(&problems, Field::RepeatedPassword)
            />
        </div>
    }
    .into_any()
}
