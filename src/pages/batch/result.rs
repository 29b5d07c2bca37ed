//! `/review/batch/{id}`: what became of it.

use super::super::load::load;
use super::super::refused::WhyNot;
use super::{BatchFrame, Named, place};
use crate::api;
use crate::domain::batch::{NamedRow, RefusedRow};
use crate::domain::views::{Retained, Who};
use crate::domain::{
    BatchView, DeskAddress, Instant, Listing, Outcome, Tab, UndoneBatch, Walk, under,
};
use crate::texts;
use crate::ui::Notice;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// What became of 撤销, above the result of the batch.
#[derive(Clone, Debug)]
pub struct BatchUndone(pub UndoneBatch);

#[component]
pub fn BatchPage() -> impl IntoView {
    let id = use_params_map().get_untracked().get("id");
    let id = id.and_then(|id| id.parse().ok()).unwrap_or(0);
    let place = place();
    let undone = use_context::<BatchUndone>().map(|undone| undone.0);
    let fault = use_context::<Retained<()>>().and_then(|retained| retained.fault);
    load(api::batch(id), move |(who, batch): (Who, BatchView)| {
        view! {
            <BatchFrame who title=texts::desk::BATCH_RESULT>
                <WhyNot fault />
                {undone.map(|undone| view! { <Undone undone /> })}
                <Result batch place />
            </BatchFrame>
        }
    })
}

#[component]
fn Undone(undone: UndoneBatch) -> impl IntoView {
    view! {
        <Notice saying=texts::desk::batch_undone(undone.undone, undone.kept) announced=true>
            <Refused rows=undone.rows />
        </Notice>
    }
    .into_any()
}

#[component]
fn Refused(rows: Vec<RefusedRow>) -> impl IntoView {
    let item = |row: RefusedRow| {
        view! {
            <li>
                <span class="batch-name">{row.name}</span>
                " — "
                {texts::row_fault(&row.fault)}
            </li>
        }
    };
    (!rows.is_empty())
        .then(|| view! { <ul class="batch-lines">{rows.into_iter().map(item).collect_view()}</ul> })
}

#[component]
fn Result(batch: BatchView, place: DeskAddress) -> impl IntoView {
    let refused = batch.asked - batch.passed;
    let query = place.unselected().to_query();
    let here = under(&format!("/review/batch/{}", batch.id), &query);
    let retry = format!(
        "/review/batch?outcome={}&retry={}",
        batch.outcome.as_str(),
        batch.id
    );
    let retry = if query.is_empty() {
        retry
    } else {
        format!("{retry}&{query}")
    };
    let more = refused - batch.refused.len() as i64;
    let at_first = batch.undone_at.is_none();
    let saying = texts::desk::batch_done(batch.outcome, batch.passed, refused);
    view! {
        <Notice saying announced=at_first>
            <Refused rows=batch.refused />
            {(more > 0).then(|| view! { <p>{texts::desk::and_more(more)}</p> })}
        </Notice>
        {batch.undone_at.map(|at| view! { <p>{texts::desk::undone_at(at)}</p> })}
        {batch.undoable_until.map(|until| view! { <Undo here until /> })}
        <Decided outcome=batch.outcome named=batch.named n=batch.passed stands=at_first />
        <div class="button-row">
            {(refused > 0 && at_first)
                .then(|| {
                    view! {
                        <a class="button" href=retry data-visit="">
                            {texts::desk::retry(refused)}
                        </a>
                    }
                })}
            <a class="button button-primary" href=place.unselected().path() data-visit="">
                {texts::BACK_TO_LIST}
            </a>
        </div>
    }
    .into_any()
}

/// Whom it was done to, by name. What was taken back waits again, and has another place.
#[component]
fn Decided(outcome: Outcome, named: Vec<NamedRow>, n: i64, stands: bool) -> impl IntoView {
    let name = |row: NamedRow| match stands {
        false => row.name.into_any(),
        true => {
            let href = Walk::of_tab(Tab::Settled).case(row.application, &[]);
            view! { <a class="text-link" href=href>{row.name}</a> }.into_any()
        }
    };
    let of_state = Listing::from_query(&format!("state={}", outcome.state().as_str()));
    let settled = DeskAddress::default().listing(of_state).path();
    let rest = stands.then_some((settled, texts::desk::SEE_IN_SETTLED));
    let (title, names) = (
        texts::desk::decided(outcome),
        named.into_iter().map(name).collect(),
    );
    view! { <Named title names n rest /> }
}

#[component]
fn Undo(here: String, until: Instant) -> impl IntoView {
    view! {
        <form class="card button-row" method="post" action=here aria-label=texts::desk::UNDO_BATCH>
            <p>{texts::desk::undoable(until)}</p>
            <button class="button" type="submit">
                {texts::desk::UNDO_BATCH}
            </button>
        </form>
    }
    .into_any()
}
