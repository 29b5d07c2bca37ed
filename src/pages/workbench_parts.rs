//! The parts of the workbench: the unit card, and the manual's notices.

use super::case_facts::Fact;
use crate::domain::ApplicationState;
use crate::domain::views::{Verification, WorkbenchView};
use crate::texts::{self, Saying, Tone};
use crate::ui::{Badge, Notice};
use leptos::prelude::*;

#[component]
pub fn UnitCard(workbench: WorkbenchView) -> impl IntoView {
    let unit = workbench.unit.clone();
    let (tone, word) = match workbench.verification {
        Verification::Verified => (Tone::Success, texts::VERIFIED),
        Verification::Waiting(_) => (Tone::Info, texts::registering::WAITING),
        Verification::Returned { .. } => (Tone::Warning, texts::registering::RETURNED),
    };
    let verified = view! { <Badge tone=Some(tone) text=word /> };
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

/// What keeps the unit from binding, while the platform has not verified it.
#[component]
pub fn VerificationNotice(workbench: WorkbenchView) -> impl IntoView {
    use texts::registering as words;
    if !workbench.verification_required {
        return ().into_any();
    }
    match workbench.verification {
        Verification::Verified => ().into_any(),
        Verification::Waiting(since) => {
            view! { <Notice saying=words::waiting(since) /> }.into_any()
        }
        Verification::Returned { at, why } => {
            let ask = workbench.may_apply.then(|| {
                view! {
                    <form method="post" action="/verification">
                        <button class="button button-primary" type="submit">
                            {words::ASK_AGAIN}
                        </button>
                    </form>
                }
            });
            view! {
                <Notice saying=words::returned(at) quote=why>
                    {ask}
                </Notice>
            }
            .into_any()
        }
    }
}

/// The superior, or 暂未绑定 and the way to the dialog.
#[component]
fn Superior(workbench: WorkbenchView) -> impl IntoView {
    if let Some(superior) = workbench.superior {
        return view! {
            <span>{superior.name}</span>
            <Badge tone=Some(Tone::Success) text=texts::BOUND />
            {superior
                .disabled
                .then(|| view! { <Badge tone=Some(Tone::Warning) text=texts::tie::DISABLED /> })}
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
    let class = match workbench.exempt || open {
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

/// The manual's notices, word by word, but for who needs no superior where the rules say otherwise.
#[component]
pub fn Notices(kinds: Option<Vec<String>>) -> impl IntoView {
    let exempt = kinds.map_or_else(
        || texts::NOTICE_ENTERPRISES.to_owned(),
        |kinds| texts::rounds::exempt(&kinds),
    );
    view! {
        <section class="notice-list" aria-label=texts::ATTENTION>
            <Notice saying=Saying::new(Tone::Warning, "", exempt, "") />
            <Notice saying=Saying::new(Tone::Danger, "", texts::NOTICE_OWN_CODE, "") />
            <Notice saying=Saying::new(Tone::Info, "", texts::NOTICE_REGION, "")>
                <p>{texts::NOTICE_REPORT}</p>
            </Notice>
        </section>
    }
    .into_any()
}
