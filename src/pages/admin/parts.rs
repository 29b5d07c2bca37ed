//! What several of the administrators' pages have.

use super::super::refused::WhyNot;
use crate::domain::Fault;
use crate::texts::{self, Saying, Tone};
use crate::ui::{Badge, Notice};
use leptos::prelude::*;

/// What a form did, or why it did not.
#[component]
pub fn Outcome(done: Option<Saying>, fault: Option<Fault>) -> impl IntoView {
    view! {
        {fault
            .is_none()
            .then_some(done)
            .flatten()
            .map(|saying| view! { <Notice saying announced=true /> })}
        <WhyNot fault />
    }
}

/// A table whose rows become cards where it is narrow.
#[component]
pub fn Table(
    #[prop(into)] name: String,
    heads: Vec<&'static str>,
    /// What is said where there is no row.
    empty: Option<(&'static str, &'static str)>,
    children: Children,
) -> impl IntoView {
    let columns = heads.len().to_string();
    let head = |text: &'static str| view! { <th role="columnheader" scope="col">{text}</th> };
    view! {
        <div class="table-frame">
            <table class="table" role="table" aria-label=name>
                <thead role="rowgroup">
                    <tr role="row">{heads.into_iter().map(head).collect_view()}</tr>
                </thead>
                <tbody role="rowgroup">
                    {children()}
                    {empty
                        .map(|(title, note)| {
                            view! {
                                <tr role="row">
                                    <td role="cell" class="table-empty" colspan=columns>
                                        <p class="table-empty-title">{title}</p>
                                        <p>{note}</p>
                                    </td>
                                </tr>
                            }
                        })}
                </tbody>
            </table>
        </div>
    }
    .into_any()
}

#[component]
pub fn Cell(head: &'static str, children: Children) -> impl IntoView {
    view! {
        <td role="cell" data-label=head>
            {children()}
        </td>
    }
    .into_any()
}

/// Links to the pages beside: the first one, where this is another, and the next.
#[component]
pub fn Pages(
    first: Option<String>,
    next: Option<String>,
    #[prop(default = texts::FIRST_PAGE)] back: &'static str,
    #[prop(default = texts::NEXT_PAGE)] on: &'static str,
    #[prop(into, default = texts::PAGES.to_owned())] name: String,
) -> impl IntoView {
    let link = |text: &'static str, to: Option<String>| {
        to.map(|href| {
            view! {
                <a class="button" href=href data-visit="">
                    {text}
                </a>
            }
        })
    };
    (first.is_some() || next.is_some()).then(|| {
        view! {
            <nav class="pager" aria-label=name>
                {link(back, first)}
                {link(on, next)}
            </nav>
        }
    })
}

#[component]
pub fn Standing(tone: Tone, text: &'static str) -> impl IntoView {
    view! { <Badge tone=Some(tone) text=text /> }
}

/// A box to tick.
#[component]
pub fn Tick(name: &'static str, label: &'static str, ticked: bool) -> impl IntoView {
    view! {
        <div class="field">
            <label class="choice">
                <input type="checkbox" name=name value="1" checked=ticked />
                {label}
            </label>
        </div>
    }
    .into_any()
}
