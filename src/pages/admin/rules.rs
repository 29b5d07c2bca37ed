//! `/admin/rules`: 业务规则, changed in two steps: what would change, and then that it does.

use super::super::load::load;
use super::super::refused::{split, told};
use super::frame::AdminFrame;
use super::parts::{Outcome as Told, Pages, Tick};
use crate::api;
use crate::domain::admin::{Rules, RulesDraft, RulesVersion, RulesView};
use crate::domain::views::Retained;
use crate::domain::{AtLimit, Field, FieldProblem, UnitType};
use crate::texts::{self, Saying, Tone, rounds as words};
use crate::ui::{Choice, GroupProblem, Notice, TextField};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

#[component]
pub fn RulesPage() -> impl IntoView {
    let query = use_query_map().get_untracked();
    let before: Option<i64> = query.get("before").and_then(|text| text.parse().ok());
    let done = query.get("done").map(|_| texts::admin::done());
    let retained = use_context::<Retained<RulesDraft>>();
    load(api::admin_rules(before), move |found: RulesView| {
        let typed = retained.as_ref().map(|kept| kept.draft.clone());
        // Without a fault it was looked through, and is to be confirmed.
        let wanted = (retained.as_ref())
            .filter(|kept| kept.fault.is_none())
            .and_then(|kept| kept.draft.clone().read(found.now).ok());
        let (problems, refused) = split(retained.and_then(|kept| kept.fault));
        let done = done.filter(|_| typed.is_none());
        let draft = RulesDraft {
            // What is shown beside it are the rules of now.
            version: found.draft.version,
            ..typed.unwrap_or_else(|| found.draft.clone())
        };
        let first = before.map(|_| "/admin/rules".to_owned());
        let next = (found.older).map(|version| format!("/admin/rules?before={version}"));
        let later = found.later;
        let form = match wanted {
            Some(wanted) => {
                let changes = words::changes(&found.policy, &wanted.policy);
                view! { <Confirmation draft changes replaces=later.is_some() /> }.into_any()
            }
            None => view! { <Form draft problems /> }.into_any(),
        };
        view! {
            <AdminFrame title=words::RULES who=found.who current=words::RULES>
                <div class="content-head">
                    <h1>{words::RULES}</h1>
                    <p class="quiet">{words::RULES_NOTE}</p>
                </div>
                <Told done fault=refused />
                {later.map(|(version, from)| view! { <Notice saying=words::later(version, from) /> })}
                {form}
                <Versions versions=found.versions />
                <Pages first next back=texts::admin::NEWEST on=texts::admin::OLDER />
            </AdminFrame>
        }
    })
}

/// The difference, and the whole form once more, hidden.
#[component]
fn Confirmation(
    draft: RulesDraft,
    changes: Vec<String>,
    /// Another version is to hold later, which this one would take the place of.
    replaces: bool,
) -> impl IntoView {
    let none = changes.is_empty();
    let body = words::would_hold(&draft.holds_from);
    let saying = match none {
        true => Saying::new(Tone::Info, words::NO_CHANGES, "", ""),
        false => Saying::new(Tone::Warning, words::CONFIRM_CHANGES, body, ""),
    };
    let confirm = match (none, replaces) {
        (false, _) => Some(words::CONFIRM),
        (true, true) => Some(words::SAVE_ALL_THE_SAME),
        (true, false) => None,
    };
    let hidden = |(name, value): (&'static str, String)| {
        view! { <input type="hidden" name=name value=value /> }
    };
    let fields = [
        ("version", draft.version.to_string()),
        ("consent_to_transfer", draft.consent_to_transfer),
        ("consent_to_unbind", draft.consent_to_unbind),
        ("outside_rounds", draft.outside_rounds),
        ("resubmissions", draft.resubmissions),
        ("review_days", draft.review_days),
        ("at_limit", draft.at_limit),
        ("urge_after_days", draft.urge_after_days),
        ("mail", draft.mail),
        ("webhook", draft.webhook),
        ("holds_from", draft.holds_from),
        ("confirmed", "1".to_owned()),
    ];
    let exempt = draft.exempt.into_iter().map(|word| ("exempt", word));
    let outcomes = draft.outcomes.into_iter().map(|word| ("outcomes", word));
    let fields = fields.into_iter().chain(exempt).chain(outcomes);
    view! {
        <form class="card form" method="post" action="/admin/rules">
            {fields.map(hidden).collect_view()}
            <Notice saying announced=true>
                <ul class="plain-list">
                    {changes.into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}
                </ul>
            </Notice>
            <div class="button-row">
                {confirm
                    .map(|text| {
                        view! {
                            <button class="button button-primary" type="submit">
                                {text}
                            </button>
                        }
                    })}
                <a class="button" href="/admin/rules" data-visit="">
                    {words::BACK_TO_FORM}
                </a>
            </div>
        </form>
    }
    .into_any()
}

#[component]
fn Form(draft: RulesDraft, problems: Vec<FieldProblem>) -> impl IntoView {
    let problem = |field| told(&problems, field);
    let number = |name, field, value: &str, hint: &'static str| {
        view! {
            <TextField
                name
                label=texts::field_label(field)
                value=value.to_owned()
                required=true
                autocomplete="off"
                hint
                problem=problem(field)
            />
        }
    };
    let limit = draft.at_limit.clone();
    let at_limit = move |offered: AtLimit| {
        let selected = offered.as_str() == limit;
        view! {
            <option value=offered.as_str() selected=selected>
                {words::at_limit(offered)}
            </option>
        }
    };
    view! {
        <form class="card form" method="post" action="/admin/rules" novalidate=true>
            <input type="hidden" name="version" value=draft.version />
            <Kinds chosen=draft.exempt.clone() problem=problem(Field::Exempt) />
            <Outcomes chosen=draft.outcomes.clone() problem=problem(Field::Outcomes) />
            <Ticks draft=draft.clone() />
            <div class="field-grid">
                {number(
                    "resubmissions",
                    Field::Resubmissions,
                    &draft.resubmissions,
                    words::RESUBMISSIONS_HINT,
                )}
                {number(
                    "review_days",
                    Field::ReviewDays,
                    &draft.review_days,
                    words::REVIEW_DAYS_HINT,
                )}
                {number("urge_after_days", Field::UrgeAfterDays, &draft.urge_after_days, "")}
            </div>
            <Choice name="at_limit" label=words::AT_LIMIT problem=problem(Field::AtLimit)>
                {AtLimit::ALL.into_iter().map(at_limit).collect_view()}
            </Choice>
            <TextField
                name="holds_from"
                label=words::HOLDS_FROM
                kind="date"
                value=draft.holds_from
                required=true
                hint=words::HOLDS_FROM_HINT
                problem=problem(Field::HoldsFrom)
            />
            <div class="button-row">
                <button class="button button-primary" type="submit">
                    {words::REVIEW_CHANGES}
                </button>
            </div>
        </form>
    }
    .into_any()
}

#[component]
fn Ticks(draft: RulesDraft) -> impl IntoView {
    let tick = |name, label, value: &str| {
        let ticked = !value.is_empty();
        view! { <Tick name label ticked /> }
    };
    view! {
        {tick("consent_to_transfer", words::CONSENT_TO_TRANSFER, &draft.consent_to_transfer)}
        {tick("consent_to_unbind", words::CONSENT_TO_UNBIND, &draft.consent_to_unbind)}
        {tick("outside_rounds", words::OUTSIDE_ROUNDS, &draft.outside_rounds)}
        {tick("mail", words::MAIL, &draft.mail)}
        {tick("webhook", words::WEBHOOK, &draft.webhook)}
    }
    .into_any()
}

#[component]
fn Kinds(chosen: Vec<String>, problem: Option<String>) -> impl IntoView {
    let choice = |unit_type: &'static UnitType| {
        let checked = chosen.iter().any(|code| code == unit_type.code());
        view! {
            <label class="choice">
                <input type="checkbox" name="exempt" value=unit_type.code() checked=checked />
                {words::unit_type(*unit_type)}
            </label>
        }
    };
    let described = problem.is_some().then_some("exempt-error");
    view! {
        <fieldset class="field" aria-describedby=described>
            <legend class="field-label">{words::EXEMPT}</legend>
            <p class="field-hint">{words::EXEMPT_HINT}</p>
            <div class="choice-group">
                {UnitType::ALL.iter().map(choice).collect_view()}
            </div>
            <GroupProblem id="exempt-error" problem />
        </fieldset>
    }
    .into_any()
}

#[component]
fn Outcomes(chosen: Vec<String>, problem: Option<String>) -> impl IntoView {
    let choice = |outcome: crate::domain::Outcome| {
        let checked = chosen.iter().any(|word| word == outcome.as_str());
        view! {
            <label class="choice">
                <input type="checkbox" name="outcomes" value=outcome.as_str() checked=checked />
                {texts::outcome(outcome)}
            </label>
        }
    };
    let described = problem.is_some().then_some("outcomes-error");
    view! {
        <fieldset class="field" aria-describedby=described>
            <legend class="field-label">{words::OUTCOMES}</legend>
            <div class="choice-group">
                {Rules::OUTCOMES.into_iter().map(choice).collect_view()}
            </div>
            <GroupProblem id="outcomes-error" problem />
        </fieldset>
    }
    .into_any()
}

#[component]
fn Versions(versions: Vec<RulesVersion>) -> impl IntoView {
    let none = versions.is_empty();
    let item = |version: RulesVersion| {
        let at = version.at.second_shanghai();
        let changes = words::changes(&version.before, &version.policy);
        view! {
            <li class="timeline-item">
                <p class="timeline-change">{words::version(&version)}</p>
                {changes.into_iter().map(|line| view! { <p>{line}</p> }).collect_view()}
                <p>{version.by}</p>
                <time datetime=at.clone()>{at.clone()}</time>
            </li>
        }
    };
    view! {
        <section class="card" aria-labelledby="versions-title">
            <div class="card-head">
                <h2 id="versions-title">{words::VERSIONS}</h2>
            </div>
            {none.then(|| view! { <p class="quiet">{words::NEVER}</p> })}
            <ol class="timeline" role="list">
                {versions.into_iter().map(item).collect_view()}
            </ol>
        </section>
    }
    .into_any()
}
