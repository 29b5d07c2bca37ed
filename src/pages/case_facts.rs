//! What a reviewer reads before deciding.

use crate::domain::views::{CaseView, EventView};
use crate::texts;
use crate::ui::Badge;
use leptos::prelude::*;

#[component]
pub fn CaseFacts(case: CaseView) -> impl IntoView {
    let applied = case.applied_at.minute_shanghai();
    let tone = texts::state_tone(case.state);
    let unit = case.unit;
    view! {
        <section class="card" aria-labelledby="applicant-title">
            <div class="card-part">
                <div class="card-title">
                    <h2 id="applicant-title">{texts::APPLICANT}</h2>
                    <Badge tone=Some(tone) text=texts::state(case.state) />
                </div>
                <dl class="facts">
                    <Fact name=texts::UNIT_NAME value=unit.name />
                    <Fact name=texts::TAXPAYER_NUMBER value=unit.code code=true />
                    <Fact name=texts::BINDING value=texts::binding(case.binding) />
                    <Fact name=texts::APPLIED_AT value=applied />
                    {(!case.special_reason.is_empty())
                        .then(|| {
                            view! { <Fact name=texts::SPECIAL_REASON value=case.special_reason /> }
                        })}
                </dl>
            </div>
            <div class="card-part">
                <h3>{texts::BASIC_INFORMATION}</h3>
                <dl class="facts">
                    <Fact name=texts::UNIT_TYPE value=unit.unit_type />
                    <Fact
                        name=texts::ORGANIZATION_CODE
                        value=unit.organization_code
                        code=true
                    />
                    <Fact name=texts::REGION value=unit.region />
                    <Fact name=texts::INDUSTRY value=unit.industry />
                    <Fact name=texts::EMAIL value=unit.email />
                    <Fact name=texts::ADDRESS value=unit.address />
                </dl>
            </div>
        </section>
    }
    .into_any()
}

/// A name and its value; an empty value says so.
#[component]
pub fn Fact(
    name: &'static str,
    #[prop(into)] value: String,
    #[prop(optional)] code: bool,
) -> impl IntoView {
    let value = if value.is_empty() {
        texts::NOT_GIVEN.to_owned()
    } else {
        value
    };
    view! {
        <div class="facts-item">
            <dt>{name}</dt>
            <dd class=code.then_some("code")>{value}</dd>
        </div>
    }
    .into_any()
}

/// 办理经过, the oldest first.
#[component]
pub fn Timeline(events: Vec<EventView>) -> impl IntoView {
    let item = |event: EventView| {
        let at = event.at.minute_shanghai();
        view! {
            <li class="timeline-item">
                <p class="timeline-change">{texts::event(&event)}</p>
                <p>{texts::actor(&event)}</p>
                {(!event.why.is_empty()).then(|| view! { <p class="quote">{event.why}</p> })}
                <time datetime=at.clone()>{at.clone()}</time>
            </li>
        }
    };
    view! {
        <section class="card" aria-labelledby="history-title">
            <div class="card-head">
                <h2 id="history-title">{texts::HISTORY}</h2>
            </div>
            <ol class="timeline" role="list">
                {events.into_iter().map(item).collect_view()}
            </ol>
        </section>
    }
    .into_any()
}
