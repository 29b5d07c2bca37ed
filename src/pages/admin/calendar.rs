//! `/admin/calendar`: 工作日历, a year at a time.

use super::super::load::load;
use super::super::refused::{split, told};
use super::frame::AdminFrame;
use super::parts::{Cell, Outcome, Standing, Table};
use crate::api;
use crate::domain::admin::CalendarView;
use crate::domain::views::Retained;
use crate::domain::{CalendarDay, CalendarDraft, Field, FieldProblem, Problem};
use crate::texts::{self, rounds as words};
use crate::ui::{GroupProblem, Notice, TextArea, TextField};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

#[component]
pub fn CalendarPage() -> impl IntoView {
    let query = use_query_map().get_untracked();
    let year = query.get("year").unwrap_or_default();
    let done = query.get("done").map(|_| texts::admin::done());
    let retained = use_context::<Retained<CalendarDraft>>();
    load(api::admin_calendar(year), move |found: CalendarView| {
        let (typed, fault) = retained.map_or((None, None), |r| (Some(r.draft), r.fault));
        let (problems, refused) = split(fault);
        let done = done.filter(|_| typed.is_none());
        let draft = CalendarDraft {
            version: found.draft.version,
            ..typed.unwrap_or_else(|| found.draft.clone())
        };
        let year = found.year;
        let unknown = found.draft.version == 0;
        let changed = found.changed;
        view! {
            <AdminFrame title=words::CALENDAR who=found.who current=words::CALENDAR>
                <div class="content-head">
                    <h1>{words::CALENDAR}</h1>
                    <p class="quiet">{words::CALENDAR_NOTE}</p>
                </div>
                <Outcome done fault=refused />
                <Years years=found.years year no_year=found.no_year />
                {unknown.then(|| view! { <Notice saying=words::no_year(year) /> })}
                <Days year days=found.days />
                {changed.map(|(by, at)| view! { <p>{words::calendar_changed(&by, at)}</p> })}
                <Form draft problems />
            </AdminFrame>
        }
    })
}

/// The years of which something is known, and any other.
#[component]
fn Years(years: Vec<i64>, year: i64, no_year: Option<String>) -> impl IntoView {
    let problem = no_year.is_some().then(|| {
        let (field, problem) = (Field::Year, Problem::NotAYear);
        texts::problem(field, &problem)
    });
    let link = |known: i64| {
        let here = (known == year).then_some("page");
        view! {
            <a class="tab" href=format!("/admin/calendar?year={known}") aria-current=here data-visit="">
                {known}
            </a>
        }
    };
    view! {
        <nav class="tabs" aria-label=words::YEARS>
            {years.into_iter().map(link).collect_view()}
        </nav>
        <form class="button-row" method="get" action="/admin/calendar">
            <TextField
                name="year"
                id="other-year"
                label=words::YEAR
                value=no_year.unwrap_or_else(|| (year + 1).to_string())
                problem
            />
            <button class="button" type="submit">
                {words::OTHER_YEAR}
            </button>
        </form>
    }
    .into_any()
}

#[component]
fn Days(year: i64, days: Vec<CalendarDay>) -> impl IntoView {
    let heads = vec![words::DAY, words::WEEKDAY, words::WORKING];
    let line = |day: CalendarDay| {
        let (tone, text) = words::day_kind(day.working);
        let weekday = words::weekday(day.weekday());
        view! {
            <tr role="row">
                <Cell head=words::DAY>{day.day}</Cell>
                <Cell head=words::WEEKDAY>{weekday}</Cell>
                <Cell head=words::WORKING>
                    <Standing tone text />
                </Cell>
            </tr>
        }
    };
    (!days.is_empty()).then(|| {
        view! {
            <Table name=words::days_of(year) heads empty=None>
                {days.into_iter().map(line).collect_view()}
            </Table>
        }
    })
}

#[component]
fn Form(draft: CalendarDraft, problems: Vec<FieldProblem>) -> impl IntoView {
    let problem = |field| told(&problems, field);
    let year = problem(Field::Year);
    view! {
        <form class="card form" method="post" action="/admin/calendar" novalidate=true>
            <input type="hidden" name="year" value=draft.year />
            <input type="hidden" name="version" value=draft.version />
            <GroupProblem id="year-error" problem=year />
            <TextArea
                name="days"
                label=words::DAYS
                value=draft.days
                rows=14
                hint=words::DAYS_HINT
                problem=problem(Field::CalendarDays)
            />
            <div class="button-row">
                <button class="button button-primary" type="submit">
                    {words::SAVE_YEAR}
                </button>
            </div>
        </form>
    }
    .into_any()
}
