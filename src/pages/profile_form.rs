//! 基本信息 and 人才分类定级报送信息 of the workbench, with what the superior found wrong in them.

use super::case_facts::Fact;
use super::case_notice::{resubmits, why_wrong};
use super::refused::told;
use super::resubmit_part::ResubmitPart;
use crate::domain::views::{RegionGroup, Retained, WorkbenchView};
use crate::domain::{
    ApplicationState, DataField, Fault, Field, FieldProblem, Industry, WorkbenchDraft,
};
use crate::texts;
use crate::ui::{Choice, Notice, TextField};
use leptos::prelude::*;

/// 基本信息, and at the bottom 人才分类定级报送信息, with one 保存.
#[component]
pub fn ProfileForm(
    workbench: WorkbenchView,
    retained: Option<Retained<WorkbenchDraft>>,
) -> impl IntoView {
    let resubmits = resubmits(&workbench);
    let exempt = workbench.exempt;
    let unit = workbench.unit;
    let version = workbench.profile.version;
    let manages = workbench.who.manages;
    let email = workbench.profile.email.clone();
    let fault = retained.as_ref().and_then(|r| r.fault.clone());
    let (mut draft, typed) = match retained {
        Some(retained) => (retained.draft.profile, Some(retained.draft.case)),
        None => (workbench.profile, None),
    };
    let problems = problems(fault.clone());
    if !manages {
        // They can't change it: what stands there is what holds.
        draft.email = email;
    }
    let returned = workbench
        .case
        .filter(|case| case.state == ApplicationState::Returned);
    let wrong = returned
        .as_ref()
        .map_or_else(Vec::new, |case| case.wrong.clone());
    let case = returned.filter(|_| resubmits);
    let why = |field| why_wrong(&wrong, field);
    let reverify = unit.verified && workbench.verification_required;
    let superior = workbench.superior.map(|superior| superior.name);
    let problem = |field| told(&problems, field);
    view! {
        <form class="card" method="post" action="/workbench" aria-label=texts::UNIT_DATA novalidate=true>
            // The version that is shown now: saying 保存 once more is then meant.
            <input type="hidden" name="version" value=version />
            <section class="card-part" aria-labelledby="basic">
                <h2 id="basic">{texts::BASIC_INFORMATION}</h2>
                <dl class="facts">
                    <Fact name=texts::UNIFIED_CODE value=unit.code code=true />
                    <Fact
                        name=texts::ORGANIZATION_CODE
                        value=unit.organization_code
                        code=true
                    />
                    <Fact
                        name=texts::SUPERIOR
                        value=superior.unwrap_or_else(|| texts::NOT_BOUND_YET.to_owned())
                    />
                </dl>
                <div class="field-grid">
                    {named(
                        why(DataField::Name),
                        view! {
                            <TextField
                                name="name"
                                label=texts::UNIT_NAME
                                value=draft.name
                                required=true
                                autocomplete="organization"
                                problem=problem(Field::Name)
                                hint=hint(why(DataField::Name), reverify)
                            />
                        },
                    )}
                    {named(
                        why(DataField::Region),
                        view! {
                            <RegionChoice
                                chosen=draft.region
                                groups=workbench.regions
                                problem=problem(Field::Region)
                                why=hint(why(DataField::Region), reverify)
                            />
                        },
                    )}
                    {named(
                        why(DataField::Industry),
                        view! {
                            <IndustryChoice
                                chosen=draft.industry
                                problem=problem(Field::Industry)
                                why=why(DataField::Industry)
                            />
                        },
                    )}
                    {named(
                        why(DataField::Email),
                        view! {
                            <TextField
                                name="email"
                                label=texts::EMAIL
                                kind="email"
                                value=draft.email
                                autocomplete="email"
                                problem=problem(Field::Email)
                                hint=email_hint(why(DataField::Email), manages)
                                readonly=!manages
                            />
                        },
                    )}
                    {named(
                        why(DataField::Address),
                        view! {
                            <TextField
                                name="address"
                                label=texts::ADDRESS
                                value=draft.address
                                problem=problem(Field::Address)
                                hint=why(DataField::Address)
                            />
                        },
                    )}
                    <TextField
                        name="contact_name"
                        label=texts::field_label(Field::ContactName)
                        value=draft.contact_name
                        problem=problem(Field::ContactName)
                    />
                    <TextField
                        name="contact_phone"
                        label=texts::field_label(Field::ContactPhone)
                        kind="tel"
                        value=draft.contact_phone
                        hint=texts::PHONE_HINT
                        problem=problem(Field::ContactPhone)
                    />
                    {workbench
                        .may_apply
                        .then(|| {
                            view! {
                                <TextField
                                    name="password"
                                    label=texts::field_label(Field::OwnPassword)
                                    kind="password"
                                    autocomplete="current-password"
                                    hint=texts::REACH_HINT
                                    problem=problem(Field::OwnPassword)
                                />
                            }
                        })}
                </div>
            </section>
            <section class="card-part" aria-labelledby="report">
                <h2 id="report">{texts::REPORT_INFORMATION}</h2>
                <Notice saying=texts::report(&workbench.missing) />
                <div class="field-grid">
                    <TextField
                        name="report_contact"
                        label=texts::field_label(Field::ReportContact)
                        value=draft.report_contact
                        problem=problem(Field::ReportContact)
                    />
                    <TextField
                        name="report_phone"
                        label=texts::field_label(Field::ReportPhone)
                        kind="tel"
                        value=draft.report_phone
                        hint=texts::PHONE_HINT
                        problem=problem(Field::ReportPhone)
                    />
                    <TextField
                        name="report_department"
                        label=texts::field_label(Field::ReportDepartment)
                        value=draft.report_department
                        problem=problem(Field::ReportDepartment)
                    />
                </div>
            </section>
            {workbench
                .may_apply
                .then(|| match case {
                    Some(case) => {
                        view! { <ResubmitPart case exempt typed fault problems=problems.clone() /> }
                            .into_any()
                    }
                    None => {
                        view! {
                            <div class="card-part">
                                <div class="button-row">
                                    <button class="button button-primary" type="submit">
                                        {texts::SAVE}
                                    </button>
                                </div>
                            </div>
                        }
                            .into_any()
                    }
                })}
        </form>
    }
    .into_any()
}

/// Marks a field that the superior found wrong.
fn named(why: String, field: impl IntoView) -> AnyView {
    match why.is_empty() {
        true => field.into_any(),
        false => view! { <div class="field-returned">{field}</div> }.into_any(),
    }
}

/// Why the e-mail was found wrong, and to who can't change it, who can.
fn email_hint(why: String, manages: bool) -> String {
    let managers = if manages { "" } else { texts::EMAIL_MANAGERS };
    format!("{why}{managers}")
}

/// Why a field was found wrong, and what changing it brings with it.
fn hint(why: String, reverify: bool) -> String {
    let verify = if reverify {
        texts::registering::REVERIFY_HINT
    } else {
        ""
    };
    format!("{why} {verify}").trim().to_owned()
}

fn problems(fault: Option<Fault>) -> Vec<FieldProblem> {
    match fault {
        Some(Fault::Invalid(problems)) => problems,
        _ => Vec::new(),
    }
}

#[component]
pub fn RegionChoice(
    chosen: String,
    groups: Vec<RegionGroup>,
    problem: Option<String>,
    why: String,
) -> impl IntoView {
    let group = |group: RegionGroup| {
        let option = |(code, name): (String, String)| {
            let selected = code == chosen;
            view! {
                <option value=code selected=selected>
                    {name}
                </option>
            }
        };
        view! {
            <optgroup label=group.city>
                {group.regions.into_iter().map(option).collect_view()}
            </optgroup>
        }
    };
    let options = groups.into_iter().map(group).collect_view();
    view! {
        <Choice
            name="region"
            label=texts::REGION
            required=true
            hint=format!("{why} {}", texts::REGION_HINT).trim_start().to_owned()
            problem=problem
        >
            <option value="">{texts::PLEASE_CHOOSE}</option>
            {options}
        </Choice>
    }
    .into_any()
}

#[component]
pub fn IndustryChoice(
    chosen: String,
    problem: Option<String>,
    why: String,
    #[prop(optional)] required: bool,
) -> impl IntoView {
    let option = |industry: Industry| {
        let code = industry.code().to_string();
        let selected = code == chosen;
        let text = format!("{code} {}", industry.name());
        view! {
            <option value=code selected=selected>
                {text}
            </option>
        }
    };
    let options = Industry::ALL.into_iter().map(option).collect_view();
    view! {
        <Choice name="industry" label=texts::INDUSTRY problem=problem hint=why required=required>
            <option value="">{texts::PLEASE_CHOOSE}</option>
            {options}
        </Choice>
    }
    .into_any()
}
