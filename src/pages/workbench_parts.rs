//! The parts of the workbench: where the case stands, the unit card, the notices, 基本信息.

use super::case_facts::Fact;
use super::login::told;
use crate::domain::views::{CaseStanding, RegionGroup, Retained, WorkbenchView};
use crate::domain::{
    ApplicationState, Fault, Field, FieldProblem, Industry, ProfileDraft, views::BarredView,
};
use crate::texts::{self, Saying, Tone};
use crate::ui::{Badge, Choice, Notice, TextArea, TextField};
use leptos::prelude::*;

/// Where things stand, in one sentence and one next step.
#[component]
pub fn CaseNotice(workbench: WorkbenchView) -> impl IntoView {
    let enterprise = workbench.unit.enterprise;
    let may_apply = workbench.may_apply;
    if let Some(superior) = workbench.superior {
        let saying = texts::bound(&superior.name, superior.since, enterprise);
        return view! {
            <Notice saying>{(enterprise && may_apply).then(|| view! { <UnbindForm /> })}</Notice>
        }
        .into_any();
    }
    let Some(case) = workbench.case else {
        return ().into_any();
    };
    let saying = match (&case.state, workbench.barred) {
        (_, Some(BarredView { round, until })) => texts::barred(&case, &round, until),
        (ApplicationState::Approved | ApplicationState::Withdrawn, None) => {
            return ().into_any();
        }
        _ => texts::standing(&case),
    };
    let quoted = matches!(
        case.state,
        ApplicationState::Returned
            | ApplicationState::Rejected
            | ApplicationState::Terminated
            | ApplicationState::Closed
    );
    let quote = match quoted {
        true => case.last.why.clone(),
        false => String::new(),
    };
    view! {
        <Notice saying quote>
            {may_apply.then(|| view! { <CaseButtons case enterprise /> })}
        </Notice>
    }
    .into_any()
}

/// 撤回 while the case is open, 重新提交 when it was returned.
#[component]
fn CaseButtons(case: CaseStanding, enterprise: bool) -> impl IntoView {
    let id = case.id;
    let version = case.version;
    let carried = move || {
        view! {
            <input type="hidden" name="application" value=id />
            <input type="hidden" name="version" value=version />
        }
    };
    let returned = case.state == ApplicationState::Returned;
    let resubmit = returned.then(|| {
        view! {
            <form class="form" method="post" action="/resubmit">
                {carried()}
                {enterprise
                    .then(|| {
                        view! {
                            <TextArea
                                name="special_reason"
                                label=texts::SPECIAL_REASON
                                value=case.special_reason
                                required=true
                                rows=3
                            />
                        }
                    })}
                <div class="button-row">
                    <button class="button button-primary" type="submit">
                        {texts::RESUBMIT}
                    </button>
                    <a class="button" href="#basic">
                        {texts::TO_CORRECT}
                    </a>
                </div>
            </form>
        }
    });
    let withdraw = case.state.is_open().then(|| {
        view! {
            <details class="confirm">
                <summary class="button">{texts::WITHDRAW}</summary>
                <form class="button-row" method="post" action="/withdraw">
                    {carried()}
                    <p>{texts::WITHDRAW_NOTE}</p>
                    <button class="button button-danger" type="submit">
                        {texts::WITHDRAW_SURELY}
                    </button>
                </form>
            </details>
        }
    });
    view! {
        {resubmit}
        {withdraw}
    }
    .into_any()
}

/// 自行解除, asked twice: it holds at once.
#[component]
fn UnbindForm() -> impl IntoView {
    view! {
        <details class="confirm">
            <summary class="button">{texts::UNBIND}</summary>
            <form class="button-row" method="post" action="/unbind">
                <p>{texts::UNBIND_NOTE}</p>
                <button class="button button-danger" type="submit">
                    {texts::UNBIND_SURELY}
                </button>
            </form>
        </details>
    }
    .into_any()
}

#[component]
pub fn UnitCard(workbench: WorkbenchView) -> impl IntoView {
    let unit = workbench.unit.clone();
    let verified = match unit.verified {
        true => view! { <Badge tone=Some(Tone::Success) text=texts::VERIFIED /> },
        false => view! { <Badge tone=Some(Tone::Warning) text=texts::NOT_VERIFIED /> },
    };
    view! {
        <section class="card" aria-labelledby="unit-title">
            <div class="card-head">
                <h2 class="card-title" id="unit-title">
                    {unit.name}
                    " "
                    {verified}
                </h2>
            </div>
            <dl class="facts">
                <Fact name=texts::INDUSTRY value=unit.industry />
                <Fact name=texts::EMAIL value=unit.email />
                <div class="facts-item">
                    <dt>{texts::SUPERIOR_DEPARTMENT}</dt>
                    <dd class="facts-row">
                        <Superior workbench />
                    </dd>
                </div>
                <Fact name=texts::UNIT_TYPE value=unit.unit_type />
                <Fact name=texts::ADDRESS value=unit.address />
            </dl>
        </section>
    }
    .into_any()
}

/// The superior, or 暂未绑定 and the way to the dialog.
#[component]
fn Superior(workbench: WorkbenchView) -> impl IntoView {
    if let Some(superior) = workbench.superior {
        return view! {
            <span>{superior.name}</span>
            <Badge tone=Some(Tone::Success) text=texts::BOUND />
        }
        .into_any();
    }
    let case = workbench
        .case
        .filter(|case| case.state != ApplicationState::Approved);
    let state = case.as_ref().map(|case| {
        let tone = texts::state_tone(case.state);
        view! { <Badge tone=Some(tone) text=texts::state(case.state) /> }
    });
    let open = case.as_ref().is_some_and(|case| case.state.is_open());
    let class = match workbench.unit.enterprise || open {
        true => "button button-small",
        false => "button button-primary button-small",
    };
    view! {
        <span>{texts::NOT_BOUND_YET}</span>
        {state}
        {workbench
            .may_apply
            .then(|| {
                view! {
                    <a class=class href="/bind" data-opens-bind="">
                        {texts::GO_BIND}
                    </a>
                }
            })}
    }
    .into_any()
}

/// The manual's notices, word by word.
#[component]
pub fn Notices() -> impl IntoView {
    view! {
        <section class="notice-list" aria-label=texts::ATTENTION>
            <Notice saying=Saying::new(Tone::Warning, "", texts::NOTICE_ENTERPRISES, "") />
            <Notice saying=Saying::new(Tone::Danger, "", texts::NOTICE_OWN_CODE, "") />
            <Notice saying=Saying::new(Tone::Info, "", texts::NOTICE_REGION, "")>
                <p>{texts::NOTICE_REPORT}</p>
            </Notice>
        </section>
    }
    .into_any()
}

/// 基本信息, and at the bottom 人才分类定级报送信息, with one 保存.
#[component]
pub fn ProfileForm(
    workbench: WorkbenchView,
    retained: Option<Retained<ProfileDraft>>,
) -> impl IntoView {
    let unit = workbench.unit;
    let version = workbench.profile.version;
    let (draft, problems) = match retained {
        Some(retained) => (retained.draft, problems(retained.fault)),
        None => (workbench.profile, Vec::new()),
    };
    let superior = workbench.superior.map(|superior| superior.name);
    let problem = |field| told(&problems, field);
    view! {
        <form class="card" method="post" action="/workbench" aria-label=texts::UNIT_DATA novalidate=true>
            // The version that is shown now: saying 保存 once more is then meant.
            <input type="hidden" name="version" value=version />
            <section class="card-part" aria-labelledby="basic">
                <h2 id="basic">{texts::BASIC_INFORMATION}</h2>
                <dl class="facts">
                    <Fact name=texts::UNIT_NAME value=unit.name />
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
                    <RegionChoice
                        chosen=draft.region
                        groups=workbench.regions
                        problem=problem(Field::Region)
                    />
                    <IndustryChoice chosen=draft.industry problem=problem(Field::Industry) />
                    <TextField
                        name="email"
                        label=texts::EMAIL
                        kind="email"
                        value=draft.email
                        autocomplete="email"
                        problem=problem(Field::Email)
                    />
                    <TextField
                        name="address"
                        label=texts::ADDRESS
                        value=draft.address
                        problem=problem(Field::Address)
                    />
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
                .then(|| {
                    view! {
                        <div class="card-part">
                            <div class="button-row">
                                <button class="button button-primary" type="submit">
                                    {texts::SAVE}
                                </button>
                            </div>
                        </div>
                    }
                })}
        </form>
    }
    .into_any()
}

fn problems(fault: Option<Fault>) -> Vec<FieldProblem> {
    match fault {
        Some(Fault::Invalid(problems)) => problems,
        _ => Vec::new(),
    }
}

#[component]
fn RegionChoice(
    chosen: String,
    groups: Vec<RegionGroup>,
    problem: Option<String>,
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
            hint=texts::REGION_HINT
            problem=problem
        >
            <option value="">{texts::PLEASE_CHOOSE}</option>
            {options}
        </Choice>
    }
    .into_any()
}

#[component]
fn IndustryChoice(chosen: String, problem: Option<String>) -> impl IntoView {
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
        <Choice name="industry" label=texts::INDUSTRY problem=problem>
            <option value="">{texts::PLEASE_CHOOSE}</option>
            {options}
        </Choice>
    }
    .into_any()
}
