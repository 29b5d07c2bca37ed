//! `/board`: 审核看板.

use super::frame::WorkbenchFrame;
use super::load::load;
use crate::api;
use crate::domain::Instant;
use crate::domain::board::{BoardView, OldestView, OrphansView};
use crate::texts::{self, superior as words};
use crate::ui::BarChart;
use leptos::prelude::*;

#[component]
pub fn BoardPage() -> impl IntoView {
    load(api::board(), |board: BoardView| {
        let age = |(from, to, n): (i64, Option<i64>, i64)| (words::age(from, to), n);
        let ages = board.ages.into_iter().map(age).collect();
        view! {
            <WorkbenchFrame title=words::BOARD who=board.who current=texts::REVIEWS>
                <div class="content-head">
                    <nav class="breadcrumb" aria-label=texts::HERE>
                        {texts::HERE}
                        ": "
                        <a href="/review">{texts::UNIFIED_REVIEW}</a>
                        " > "
                        <span aria-current="page">{words::BOARD}</span>
                    </nav>
                    <h1>{words::BOARD}</h1>
                </div>
                <Oldest oldest=board.oldest />
                <Orphans orphans=board.orphans />
                <Chart title=words::WAITING name=words::AGE rows=ages />
                <Chart title=words::DECIDED name=words::DAY rows=board.days />
                <Chart title=words::BY_REVIEWER name=words::REVIEWER rows=board.reviewers />
            </WorkbenchFrame>
        }
    })
}

#[component]
fn Oldest(oldest: Option<OldestView>) -> impl IntoView {
    let said = match oldest {
        None => view! { <p>{words::NO_OLDEST}</p> }.into_any(),
        Some(found) => {
            let day = found.applied_at.date_shanghai();
            view! {
                <p>
                    <a class="text-link" href=format!("/review/{}", found.application)>
                        {words::oldest(&found.name, &day, found.waited)}
                    </a>
                </p>
            }
            .into_any()
        }
    };
    view! {
        <section class="card card-part" aria-labelledby="oldest-title">
            <h2 id="oldest-title">{words::OLDEST}</h2>
            {said}
        </section>
    }
    .into_any()
}

#[component]
fn Orphans(orphans: OrphansView) -> impl IntoView {
    let expected = orphans.expected.map(|n| {
        view! {
            <p>
                <a class="text-link" href="/expected?show=missing">
                    {words::expected_orphans(n)}
                </a>
            </p>
        }
    });
    let line = |(name, at): (String, Instant)| {
        view! { <li>{words::left(&name, &at.date_shanghai())}</li> }
    };
    let left = match orphans.left.is_empty() {
        true => view! { <p>{words::NOBODY_LEFT}</p> }.into_any(),
        false => view! {
            <p>{words::LEFT}</p>
            <ul class="plain-list">{orphans.left.into_iter().map(line).collect_view()}</ul>
        }
        .into_any(),
    };
    view! {
        <section class="card card-part" aria-labelledby="orphans-title">
            <h2 id="orphans-title">{words::ORPHANS}</h2>
            {expected}
            {left}
        </section>
    }
    .into_any()
}

#[component]
fn Chart(title: &'static str, name: &'static str, rows: Vec<(String, i64)>) -> impl IntoView {
    let said = words::chart(title, &rows);
    let none = rows.is_empty();
    let rows: Vec<(String, i64, String)> = rows
        .into_iter()
        .map(|(name, n)| (name, n, words::counted(n)))
        .collect();
    view! {
        <section class="card card-part">
            {if none {
                view! {
                    <h2>{title}</h2>
                    <p>{words::NOBODY}</p>
                }
                    .into_any()
            } else {
                view! {
                    <BarChart title said rows name number=words::HOW_MANY as_table=words::AS_TABLE />
                }
                    .into_any()
            }}
        </section>
    }
    .into_any()
}
