//! `/help`: 帮助, open to everybody.

use super::frame::{PortalFrame, WorkbenchFrame};
use super::load::load;
use crate::api;
use crate::texts::help as words;
use leptos::prelude::*;

#[component]
pub fn HelpPage() -> impl IntoView {
    load(api::home(), |home| match home.who {
        Some(who) => view! {
            <WorkbenchFrame title=words::TITLE who current=words::TITLE>
                <Questions />
            </WorkbenchFrame>
        }
        .into_any(),
        None => view! {
            <PortalFrame title=words::TITLE>
                <div class="content">
                    <Questions />
                </div>
            </PortalFrame>
        }
        .into_any(),
    })
}

#[component]
fn Questions() -> impl IntoView {
    let entry = |(n, question): (usize, words::Question)| {
        let (text, href) = question.place;
        view! {
            <section class="card card-part" id=format!("q{}", n + 1)>
                <h2>{question.question}</h2>
                <p>{question.answer}</p>
                <p>
                    <a class="text-link" href=href>
                        {text}
                    </a>
                </p>
                <p class="quiet">
                    {words::PROVED}
                    <code>{question.proof}</code>
                </p>
            </section>
        }
    };
    let contents = |(n, question): (usize, &words::Question)| {
        view! {
            <li>
                <a class="text-link" href=format!("#q{}", n + 1)>
                    {question.question}
                </a>
            </li>
        }
    };
    view! {
        <div class="content-head">
            <h1>{words::TITLE}</h1>
        </div>
        <p>{words::NOTE}</p>
        <nav aria-label=words::TITLE>
            <ol class="consequences">
                {words::QUESTIONS.iter().enumerate().map(contents).collect_view()}
            </ol>
        </nav>
        {words::QUESTIONS.into_iter().enumerate().map(entry).collect_view()}
    }
    .into_any()
}
