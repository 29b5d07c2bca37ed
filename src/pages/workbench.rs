//! `/workbench`: 工作台, and `/bind`: the same with the dialog open before it.

use super::appeal_card::AppealCard;
use super::bind_dialog::{BindForms, DialogState, Shown};
use super::case_notice::{CaseNotice, unverified};
use super::frame::{PortalFrame, WorkbenchFrame, brand};
use super::load::load;
use super::profile_form::ProfileForm;
use super::refused::WhyNot;
use super::season::SeasonNote;
use super::workbench_parts::{Notices, UnitCard, VerificationNotice};
use crate::api;
use crate::domain::views::{EventKind, Retained, WorkbenchView};
use crate::domain::{ApplicationState, ApplyDraft, Fault, SearchDraft, WorkbenchDraft};
use crate::pages::frame::Account;
use crate::texts::{self, Saying, Tone};
use crate::ui::Notice;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

#[component]
pub fn WorkbenchPage() -> impl IntoView {
    let query = use_query_map().get_untracked();
    let done = query.get("done").unwrap_or_default();
    let done = match query.get("saved").is_some() {
        true => "saved".to_owned(),
        false => done,
    };
    let fault = use_context::<Retained<()>>().and_then(|retained| retained.fault);
    let retained = use_context::<Retained<WorkbenchDraft>>();
    load(api::workbench(), move |workbench| {
        if !workbench.entered {
            return view! { <EnterPage workbench /> }.into_any();
        }
        let dialog = DialogState::default();
        view! { <Workbench workbench done fault retained dialog /> }.into_any()
    })
}

#[component]
pub fn BindPage() -> impl IntoView {
    let query = use_query_map().get_untracked();
    let text = |name: &str| query.get(name).unwrap_or_default();
    let asked = query.get("code").is_some();
    let applied = query.get("applied").is_some();
    let draft = SearchDraft {
        name: text("name"),
        code: text("code"),
        status: text("status"),
    };
    let retained = use_context::<Retained<ApplyDraft>>();
    let work = async move {
        let workbench = api::workbench().await?;
        let shown = match asked {
            true => answer(draft.clone(), applied).await?,
            false => Shown::Nothing,
        };
        Ok((workbench, draft, shown))
    };
    load(work, move |(workbench, mut draft, mut shown)| {
        if !workbench.entered {
            return view! { <EnterPage workbench /> }.into_any();
        }
        let mut special_reason = String::new();
        if let Some(retained) = retained {
            draft.code = retained.draft.code;
            special_reason = retained.draft.special_reason;
            if let Some(fault) = retained.fault {
                shown = shown.refused(fault);
            }
        }
        let dialog = DialogState {
            open: true,
            draft,
            special_reason,
            shown,
        };
        view! { <Workbench workbench done=String::new() fault=None retained=None dialog /> }
            .into_any()
    })
}

/// The answer to a search that came as an address. `applied` is believed only where it is so.
async fn answer(draft: SearchDraft, applied: bool) -> Result<Shown, Fault> {
    use crate::domain::Obstacle::PendingHere;
    match api::search_superior(draft).await {
        Ok(answer) => {
            let pending = matches!(answer.obstacle, Some(PendingHere { .. }));
            let applied = applied && pending;
            Ok(Shown::Answer {
                answer,
                applied,
                refused: None,
            })
        }
        Err(fault @ Fault::SignInRequired) => Err(fault),
        Err(fault) => Ok(Shown::Fault(fault)),
    }
}

#[component]
fn Workbench(
    workbench: WorkbenchView,
    /// What the address says was just done.
    done: String,
    /// Why a button of the case did nothing.
    fault: Option<Fault>,
    retained: Option<Retained<WorkbenchDraft>>,
    dialog: DialogState,
) -> impl IntoView {
    let who = workbench.who.clone();
    let exempt = workbench.exempt;
    let kinds = workbench.exempt_kinds.clone();
    let refused = fault.or_else(|| retained.as_ref().and_then(|r| r.fault.clone()));
    let done = refused
        .is_none()
        .then(|| just_done(&done, &workbench))
        .flatten();
    view! {
        <WorkbenchFrame
            title=texts::WORKBENCH
            who
            current=texts::WORKBENCH
            headed=true
            inert=dialog.open
        >
            {done.map(|saying| view! { <Notice saying announced=true attr:data-said="/workbench" /> })}
            <WhyNot fault=refused />
            <VerificationNotice workbench=workbench.clone() />
            <SeasonNote season=workbench.season.clone() />
            <CaseNotice workbench=workbench.clone() />
            <AppealCard workbench=workbench.clone() />
            <UnitCard workbench=workbench.clone() />
            <Notices kinds />
            <ProfileForm workbench retained />
        </WorkbenchFrame>
        <BindForms state=dialog enterprise=exempt />
    }
    .into_any()
}

/// What a button just did, which the address is believed only where the records say the same.
fn just_done(word: &str, workbench: &WorkbenchView) -> Option<Saying> {
    let case = workbench.case.as_ref();
    match word {
        "saved" => Some(Saying::new(
            Tone::Success,
            texts::SAVED,
            texts::SAVED_NOTE,
            "",
        )),
        "withdrawn" => case
            .filter(|case| case.state == ApplicationState::Withdrawn)
            .map(texts::withdrawn),
        "resubmitted" => case
            .filter(|case| case.last.kind == EventKind::Resubmitted)
            .map(|_| {
                Saying::new(
                    Tone::Success,
                    texts::RESUBMITTED,
                    texts::RESUBMITTED_NOTE,
                    "",
                )
            }),
        _ => None,
    }
}

/// The first time a unit comes: entering 大人才一体化 is what lets it bind and be bound to.
#[component]
fn EnterPage(workbench: WorkbenchView) -> impl IntoView {
    let module = brand().module;
    let note = match unverified(&workbench) {
        true => texts::first_time_unverified(&module),
        false => texts::first_time_note(&module),
    };
    let account = view! { <Account who=workbench.who /> }.into_any();
    view! {
        <PortalFrame title=texts::first_time(&module) account>
            <div class="middle">
                <section class="card form">
                    <h1>{texts::first_time(&module)}</h1>
                    <p>{note}</p>
                    <dl class="facts">
                        <div class="facts-item">
                            <dt>{texts::UNIT_NAME}</dt>
                            <dd>{workbench.unit.name}</dd>
                        </div>
                        <div class="facts-item">
                            <dt>{texts::UNIFIED_CODE}</dt>
                            <dd class="code">{workbench.unit.code}</dd>
                        </div>
                    </dl>
                    <form class="button-row" method="post" action="/enter">
                        <button class="button button-primary" type="submit">
                            {texts::enter(&module)}
                        </button>
                        <a class="button" href="/">
                            {texts::NOT_NOW}
                        </a>
                    </form>
                </section>
            </div>
        </PortalFrame>
    }
    .into_any()
}
