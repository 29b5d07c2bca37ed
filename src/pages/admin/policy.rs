//! `/admin/policy`: 安全策略, changed in two steps: what would change, and then that it does.

use super::super::load::load;
use super::super::refused::{split, told};
use super::frame::AdminFrame;
use super::parts::{Outcome, Pages};
use crate::api;
use crate::domain::admin::{PolicyVersion, PolicyView};
use crate::domain::views::Retained;
use crate::domain::{Field, FieldProblem, PasswordProfile, Policy, PolicyDraft, SecondFactorFor};
use crate::texts::{self, Saying, Tone};
use crate::ui::{Choice, GroupProblem, Notice, TextField};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

#[component]
pub fn PolicyPage() -> impl IntoView {
    let query = use_query_map().get_untracked();
    let before: Option<i64> = query.get("before").and_then(|text| text.parse().ok());
    let done = query.get("done").map(|_| texts::admin::done());
    let retained = use_context::<Retained<PolicyDraft>>();
    load(api::admin_policy(before), move |found: PolicyView| {
        let typed = retained.as_ref().map(|kept| kept.draft.clone());
        // Without a fault it was looked through, and is to be confirmed.
        let wanted = (retained.as_ref())
            .filter(|kept| kept.fault.is_none())
            .and_then(|kept| Policy::try_from(kept.draft.clone()).ok());
        let (problems, refused) = split(retained.and_then(|kept| kept.fault));
        let done = done.filter(|_| typed.is_none());
        let draft = PolicyDraft {
            // What is shown beside it is the policy of now.
            version: found.draft.version,
            ..typed.unwrap_or_else(|| found.draft.clone())
        };
        let first = before.map(|_| "/admin/policy".to_owned());
        let next = (found.older).map(|version| format!("/admin/policy?before={version}"));
        let form = match wanted {
            Some(wanted) => {
                let changes = texts::admin::changes(&found.policy, &wanted);
                view! { <Confirmation draft changes /> }.into_any()
            }
            None => view! { <Form draft problems /> }.into_any(),
        };
        view! {
            <AdminFrame title=texts::admin::POLICY who=found.who current=texts::admin::POLICY>
                <div class="content-head">
                    <h1>{texts::admin::POLICY}</h1>
                    <p class="quiet">{texts::admin::POLICY_NOTE}</p>
                </div>
                <Outcome done fault=refused />
                {form}
                <Versions versions=found.versions />
                <Pages first next back=texts::admin::NEWEST on=texts::admin::OLDER />
            </AdminFrame>
        }
    })
}

/// The difference, and the whole form once more, hidden.
#[component]
fn Confirmation(draft: PolicyDraft, changes: Vec<String>) -> impl IntoView {
    let none = changes.is_empty();
    let saying = match none {
        true => Saying::new(Tone::Info, texts::admin::NO_CHANGES, "", ""),
        false => Saying::new(Tone::Warning, texts::admin::CONFIRM_CHANGES, "", ""),
    };
    let hidden = |(name, value): (&'static str, String)| {
        view! { <input type="hidden" name=name value=value /> }
    };
    let factors = draft.second_factor.into_iter();
    let fields = [
        ("version", draft.version.to_string()),
        ("verification_required", draft.verification_required),
        ("password_profile", draft.password_profile),
        ("idle_minutes", draft.idle_minutes),
        ("absolute_hours", draft.absolute_hours),
        ("trail_months", draft.trail_months),
        ("confirmed", "1".to_owned()),
    ];
    let fields = fields
        .into_iter()
        .chain(factors.map(|word| ("second_factor", word)));
    view! {
        <form class="card form" method="post" action="/admin/policy">
            {fields.map(hidden).collect_view()}
            <Notice saying announced=true>
                <ul class="plain-list">
                    {changes.into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}
                </ul>
            </Notice>
            <div class="button-row">
                {(!none)
                    .then(|| {
                        view! {
                            <button class="button button-primary" type="submit">
                                {texts::admin::CONFIRM}
                            </button>
                        }
                    })}
                <a class="button" href="/admin/policy" data-visit="">
                    {texts::admin::BACK_TO_FORM}
                </a>
            </div>
        </form>
    }
    .into_any()
}

#[component]
fn Form(draft: PolicyDraft, problems: Vec<FieldProblem>) -> impl IntoView {
    let problem = |field| told(&problems, field);
    let number = |name, field, value| {
        view! {
            <TextField
                name
                label=texts::field_label(field)
                value=value
                required=true
                problem=problem(field)
            />
        }
    };
    let held = draft.password_profile;
    let profile = move |profile: PasswordProfile| {
        let selected = profile.as_str() == held;
        view! {
            <option value=profile.as_str() selected=selected>
                {texts::admin::profile(profile)}
            </option>
        }
    };
    let asked = draft.second_factor.clone();
    view! {
        <form class="card form" method="post" action="/admin/policy" novalidate=true>
            <input type="hidden" name="version" value=draft.version />
            <div class="field">
                <label class="choice">
                    <input
                        type="checkbox"
                        name="verification_required"
                        value="yes"
                        checked=!draft.verification_required.is_empty()
                    />
                    {texts::admin::VERIFICATION}
                </label>
            </div>
            <Choice
                name="password_profile"
                label=texts::field_label(Field::PasswordProfile)
                problem=problem(Field::PasswordProfile)
            >
                {PasswordProfile::ALL.into_iter().map(profile).collect_view()}
            </Choice>
            <div class="field-grid">
                {number("idle_minutes", Field::IdleMinutes, draft.idle_minutes.clone())}
                {number("absolute_hours", Field::AbsoluteHours, draft.absolute_hours.clone())}
                <TextField
                    name="trail_months"
                    label=texts::field_label(Field::TrailMonths)
                    value=draft.trail_months.clone()
                    required=true
                    hint=texts::admin::TRAIL_MONTHS_HINT
                    problem=problem(Field::TrailMonths)
                />
            </div>
            <Factors asked problem=problem(Field::SecondFactorFor) />
            <div class="button-row">
                <button class="button button-primary" type="submit">
                    {texts::admin::REVIEW_CHANGES}
                </button>
            </div>
        </form>
    }
    .into_any()
}

#[component]
fn Factors(asked: Vec<String>, problem: Option<String>) -> impl IntoView {
    let choice = |word: &'static str| {
        let checked = asked.iter().any(|asked| asked == word);
        view! {
            <label class="choice">
                <input type="checkbox" name="second_factor" value=word checked=checked />
                {texts::admin::factor_for(word)}
            </label>
        }
    };
    let described = problem.is_some().then_some("second-factor-error");
    view! {
        <fieldset class="field" aria-describedby=described>
            <legend class="field-label">{texts::field_label(Field::SecondFactorFor)}</legend>
            {SecondFactorFor::WORDS.into_iter().map(choice).collect_view()}
            <GroupProblem id="second-factor-error" problem />
        </fieldset>
    }
    .into_any()
}

#[component]
fn Versions(versions: Vec<PolicyVersion>) -> impl IntoView {
    let none = versions.is_empty();
    let item = |version: PolicyVersion| {
        let at = version.at.second_shanghai();
        let changes = texts::admin::changes(&version.before, &version.policy);
        view! {
            <li class="timeline-item">
                <p class="timeline-change">{texts::admin::version(version.version)}</p>
                {changes.into_iter().map(|line| view! { <p>{line}</p> }).collect_view()}
                <p>{version.by}</p>
                <time datetime=at.clone()>{at.clone()}</time>
            </li>
        }
    };
    view! {
        <section class="card" aria-labelledby="versions-title">
            <div class="card-head">
                <h2 id="versions-title">{texts::admin::POLICY_VERSIONS}</h2>
            </div>
            {none.then(|| view! { <p class="quiet">{texts::admin::POLICY_NEVER}</p> })}
            <ol class="timeline" role="list">
                {versions.into_iter().map(item).collect_view()}
            </ol>
        </section>
    }
    .into_any()
}
