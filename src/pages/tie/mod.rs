//! `/tie`: 隶属关系 of the unit: where things stand, the route, and all that happened.

mod invite;
mod leaving;
mod moving;
mod unbinding;

pub use invite::InvitePage;
pub use leaving::LeavingPage;
pub use moving::MovePage;
pub use unbinding::UnbindPage;

use super::frame::WorkbenchFrame;
use super::load::load;
use super::refused::WhyNot;
use crate::api;
use crate::domain::Fault;
use crate::domain::tie::{InvitationView, Period, Route, TieEvent, TieView};
use crate::domain::views::{Retained, Who};
use crate::texts::{self, tie as words};
use crate::ui::Notice;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

#[component]
pub fn TiePage() -> impl IntoView {
    let urged = use_query_map().get_untracked().get("urged").is_some();
    let fault = use_context::<Retained<()>>().and_then(|retained| retained.fault);
    load(api::tie(), move |tie: TieView| {
        view! { <Tie tie urged fault /> }
    })
}

#[component]
fn Tie(tie: TieView, urged: bool, fault: Option<Fault>) -> impl IntoView {
    let invitation = tie.invitation.clone();
    let disabled = tie.superior.as_ref().filter(|superior| superior.disabled);
    let disabled = disabled.map(texts::superior_disabled);
    let waiting = tie.case.as_ref().and_then(words::waits_at);
    view! {
        <WorkbenchFrame title=words::TITLE who=tie.who current=texts::WORKBENCH>
            <Crumbs here=words::TITLE />
            <WhyNot fault />
            {urged.then(|| view! { <Notice saying=words::urged() announced=true /> })}
            {invitation.map(|found| view! { <Invitation found may_apply=tie.may_apply /> })}
            {disabled.map(|saying| view! { <Notice saying /> })}
            {waiting.map(|saying| view! { <Notice saying /> })}
            <RouteCard route=tie.route title=words::ROUTE />
            <Periods periods=tie.periods />
            <Events events=tie.events />
        </WorkbenchFrame>
    }
    .into_any()
}

/// 待对方入驻, with the way to the sheet, where the invitation is also taken back.
#[component]
pub fn Invitation(found: InvitationView, may_apply: bool) -> impl IntoView {
    let sheet = (may_apply && found.refused.is_none()).then(|| {
        view! {
            <div class="button-row">
                <a class="button" href="/invite">
                    {words::SHEET}
                </a>
            </div>
        }
    });
    view! {
        <Notice saying=words::waits(&found)>
            {sheet}
        </Notice>
    }
    .into_any()
}

/// There is no tie to be moved or ended: what there is to do instead.
#[component]
fn Unbound(who: Who, here: &'static str) -> impl IntoView {
    view! {
        <WorkbenchFrame title=here who current=texts::WORKBENCH>
            <Crumbs here />
            <Notice saying=words::unbound()>
                <div class="button-row">
                    <a class="button button-primary" href="/bind">
                        {texts::GO_BIND}
                    </a>
                    <a class="button" href="/workbench">
                        {words::BACK}
                    </a>
                </div>
            </Notice>
        </WorkbenchFrame>
    }
    .into_any()
}

/// The way back to the workbench, and the page's heading.
#[component]
fn Crumbs(here: &'static str) -> impl IntoView {
    view! {
        <div class="content-head">
            <nav class="breadcrumb" aria-label=texts::HERE>
                {texts::HERE}
                ": "
                <a href="/workbench">{texts::WORKBENCH}</a>
                " > "
                {(here != words::TITLE)
                    .then(|| {
                        view! {
                            <a href="/tie">{words::TITLE}</a>
                            " > "
                        }
                    })}
                <span aria-current="page">{here}</span>
            </nav>
            <h1>{here}</h1>
        </div>
    }
    .into_any()
}

/// 本单位 → 上级 → … → 人社部门
#[component]
pub fn RouteCard(route: Route, title: &'static str) -> impl IntoView {
    view! {
        <section class="card" aria-labelledby="route-title">
            <div class="card-head">
                <h2 id="route-title">{title}</h2>
            </div>
            <div class="card-part">
                <RouteLine route />
                <p>{words::ROUTE_NOTE}</p>
            </div>
        </section>
    }
    .into_any()
}

/// The route as a list in order.
#[component]
pub fn RouteLine(route: Route) -> impl IntoView {
    let alone = route.units.len() < 2;
    let step = |name: String| view! { <li class="route-step">{name}</li> };
    view! {
        <ol class="route" role="list">
            {route.units.into_iter().map(step).collect_view()}
            {alone.then(|| view! { <li class="route-step">{words::NO_SUPERIOR_YET}</li> })}
            {route.office.map(|office| view! { <li class="route-step route-end">{office}</li> })}
        </ol>
    }
    .into_any()
}

#[component]
fn Periods(periods: Vec<Period>) -> impl IntoView {
    let none = periods.is_empty();
    let line = |period: Period| {
        let until = period.until.map(|at| at.minute_shanghai());
        view! {
            <tr role="row">
                <td role="cell" class="table-name" data-label=words::SUPERIOR>
                    {words::period(&period)}
                </td>
                <td role="cell" class="table-date" data-label=words::SINCE>
                    {period.from.minute_shanghai()}
                </td>
                <td role="cell" class="table-date" data-label=words::UNTIL>
                    {until.unwrap_or_else(|| words::NOW.to_owned())}
                </td>
            </tr>
        }
    };
    view! {
        <section class="card" aria-labelledby="periods-title">
            <div class="card-head">
                <h2 id="periods-title">{words::PERIODS}</h2>
            </div>
            {if none {
                view! { <p class="card-part">{words::NO_PERIODS}</p> }.into_any()
            } else {
                view! {
                    <div class="table-frame">
                        <table class="table" role="table" aria-labelledby="periods-title">
                            <thead role="rowgroup">
                                <tr role="row">
                                    <th role="columnheader" scope="col">{words::SUPERIOR}</th>
                                    <th role="columnheader" scope="col">{words::SINCE}</th>
                                    <th role="columnheader" scope="col">{words::UNTIL}</th>
                                </tr>
                            </thead>
                            <tbody role="rowgroup">{periods.into_iter().map(line).collect_view()}</tbody>
                        </table>
                    </div>
                }
                    .into_any()
            }}
        </section>
    }
    .into_any()
}

#[component]
fn Events(events: Vec<TieEvent>) -> impl IntoView {
    let item = |event: TieEvent| {
        let at = event.at.minute_shanghai();
        view! {
            <li class="timeline-item">
                <p class="timeline-change">{words::happened(&event)}</p>
                <p>{words::by(&event)}</p>
                {(!event.why.is_empty()).then(|| view! { <p class="quote">{event.why}</p> })}
                <time datetime=at.clone()>{at.clone()}</time>
            </li>
        }
    };
    view! {
        <section class="card" aria-labelledby="events-title">
            <div class="card-head">
                <h2 id="events-title">{words::EVENTS}</h2>
            </div>
            <ol class="timeline" role="list">
                {events.into_iter().map(item).collect_view()}
            </ol>
        </section>
    }
    .into_any()
}

/// What a change does, each in a sentence.
#[component]
fn Lines(lines: Vec<String>) -> impl IntoView {
    view! {
        <div class="card-part">
            <h2>{words::CONSEQUENCES}</h2>
            <ul class="consequences">
                {lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}
            </ul>
        </div>
    }
    .into_any()
}
