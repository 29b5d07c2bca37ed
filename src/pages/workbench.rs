//! `/workbench`: 工作台, and `/bind`: the same with the dialog open before it.

use super::appeal_card::AppealCard;
use super::bind_dialog::{BindForms, DialogState, Shown};
use super::case_notice::CaseNotice;
use super::frame::{PortalFrame, WorkbenchFrame, brand};
use super::load::load;
use super::profile_form::ProfileForm;
use super::season::SeasonNote;
use super::workbench_parts::{Notices, UnitCard, VerificationNotice};
use crate::api;
use crate::domain::views::{Retained, WorkbenchView};
use crate::domain::{ApplyDraft, Fault, ProfileDraft, SearchDraft};
use crate::pages::frame::Account;
use crate::texts::{self, Saying, Tone};
use crate::ui::Notice;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

#[component]
pub fn WorkbenchPage() -> impl IntoView {
    let query = use_query_map().get_untracked();
    let saved = query.get("saved").is_some();
    let fault = use_context::<Retained<()>>().and_then(|retained| retained.fault);
    let retained = use_context::<Retained<ProfileDraft>>();
    load(api::workbench(), move |workbench| {
        if !workbench.entered {
            return view! { <EnterPage workbench /> }.into_any();
        }
        let dialog = DialogState::default();
        view! { <Workbench workbench saved fault retained dialog /> }.into_any()
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
                shown = Shown::Fault(fault);
            }
        }
        let dialog = DialogState {
            open: true,
            draft,
            special_reason,
            shown,
        };
        view! { <Workbench workbench saved=false fault=None retained=None dialog /> }.into_any()
    })
}

/// The answer to a search that came as an address. `applied` is believed only where it is so.
async fn answer(draft: SearchDraft, applied: bool) -> Result<Shown, Fault> {
    use crate::domain::Obstacle::PendingHere;
    match api::search_superior(draft).await {
        Ok(answer) => {
            let pending = matches!(answer.obstacle, Some(PendingHere { .. }));
            let applied = applied && pending;
            Ok(Shown::Answer { answer, applied })
        }
        Err(fault @ Fault::SignInRequired) => Err(fault),
        Err(fault) => Ok(Shown::Fault(fault)),
    }
}

#[component]
fn Workbench(
    workbench: WorkbenchView,
    saved: bool,
    /// Why a button of the case did nothing.
    fault: Option<Fault>,
    retained: Option<Retained<ProfileDraft>>,
    dialog: DialogState,
) -> impl IntoView {
    let who = workbench.who.clone();
    let exempt = workbench.exempt;
    let kinds = workbench.exempt_kinds.clone();
    let refused = fault.or_else(|| retained.as_ref().and_then(|r| r.fault.clone()));
    let done = Saying::new(Tone::Success, texts::SAVED, texts::SAVED_NOTE, "");
    view! {
        <WorkbenchFrame
            title=texts::WORKBENCH
            who
            current=texts::WORKBENCH
            headed=true
            inert=dialog.open
        >
            {saved.then(|| view! { <Notice saying=done announced=true /> })}
            {refused.map(|fault| view! { <Notice saying=texts::fault(&fault) announced=true /> })}
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

/// The first time a unit comes: entering 大人才一体化 is what lets it bind and be bound to.
#[component]
fn EnterPage(workbench: WorkbenchView) -> impl IntoView {
    let module = brand().module;
    let account = view! { <Account who=workbench.who /> }.into_any();
    view! {
        <PortalFrame title=texts::first_time(&module) account>
            <div class="middle">
                <section class="card form">
                    <h1>{texts::first_time(&module)}</h1>
                    <p>{texts::first_time_note(&module)}</p>
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
