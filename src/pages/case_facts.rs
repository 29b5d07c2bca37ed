//! What a reviewer reads before deciding.

use crate::domain::views::{CaseView, EventView};
use crate::domain::{ApplicationState, DataField};
use crate::texts;
use crate::ui::Badge;
use leptos::prelude::*;

#[component]
pub fn CaseFacts(case: CaseView) -> impl IntoView {
    let applied = case.applied_at.minute_shanghai();
    // Of what is decided the limit says nothing any more.
    let waited = match case.state {
        ApplicationState::Pending => texts::rounds::limit_of(case.waited, case.review_days),
        _ => texts::rounds::waited(case.waited),
    };
    let tone = texts::state_tone(case.state);
    let listed = case.listed.as_ref();
    let listed = listed.map(|l| texts::expected::listed_fact(l.listed, l.name.as_deref()));
    let differs = !case.differences.is_empty();
    let (code, organization) = (case.unit.code.clone(), case.unit.organization_code.clone());
    let data = |field: DataField| view! { <Datum case=case.clone() field /> };
    let explained = !case.special_reason.is_empty()
        || case.differs(DataField::SpecialReason)
        || case.named_last(DataField::SpecialReason).is_some();
    view! {
        <section class="card" aria-labelledby="applicant-title">
            <div class="card-part">
                <div class="card-title">
                    <h2 id="applicant-title">{texts::APPLICANT}</h2>
                    <Badge tone=Some(tone) text=texts::state(case.state) />
                </div>
                {differs.then(|| view! { <p>{texts::case::AS_SUBMITTED}</p> })}
                <dl class="facts">
                    {data(DataField::Name)} <Fact name=texts::TAXPAYER_NUMBER value=code code=true />
                    <Fact name=texts::BINDING value=texts::binding(case.binding) />
                    {listed.map(|value| view! { <Fact name=texts::expected::EXPECTED value=value /> })}
                    <Fact name=texts::APPLIED_AT value=applied />
                    <Fact name=texts::desk::WAITED value=waited />
                    {explained.then(|| data(DataField::SpecialReason))}
                </dl>
            </div>
            <div class="card-part">
                <h3>{texts::BASIC_INFORMATION}</h3>
                <dl class="facts">
                    {data(DataField::UnitType)}
                    <Fact name=texts::ORGANIZATION_CODE value=organization code=true />
                    {data(DataField::Region)} {data(DataField::Industry)} {data(DataField::Email)}
                    {data(DataField::Address)}
                </dl>
            </div>
        </section>
    }
    .into_any()
}

/// What the applicant submitted in a field.
pub fn value_of(case: &CaseView, field: DataField) -> String {
    match field {
        DataField::Name => case.unit.name.clone(),
        DataField::UnitType => case.unit.unit_type.clone(),
        DataField::Industry => case.unit.industry.clone(),
        DataField::Region => case.unit.region.clone(),
        DataField::Email => case.unit.email.clone(),
        DataField::Address => case.unit.address.clone(),
        DataField::SpecialReason => case.special_reason.clone(),
    }
}

/// A field as it was submitted, and in words what was said of it, what it is now and was before.
#[component]
fn Datum(case: CaseView, field: DataField) -> impl IntoView {
    let found = case.differences.iter().find(|d| d.field == field);
    let now = found
        .and_then(|d| d.now.as_deref())
        .map(texts::case::now_is);
    let before = found
        .and_then(|d| d.before.as_deref())
        .map(texts::case::last_was);
    let named = case
        .named_last(field)
        .map(|named| texts::case::named_last(&named.why, named.changed));
    let notes = named.into_iter().chain(now).chain(before);
    view! {
        <div class="facts-item">
            <dt>{texts::data_label_of(case.kind, field)}</dt>
            <dd>
                {texts::case::shown_value(&value_of(&case, field))}
                {notes.map(|note| view! { <p class="differs">{note}</p> }).collect_view()}
            </dd>
        </div>
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
    view! {
        <div class="facts-item">
            <dt>{name}</dt>
            <dd class=code.then_some("code")>{texts::case::shown_value(&value)}</dd>
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
