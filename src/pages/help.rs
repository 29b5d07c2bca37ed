//! `/help`: 帮助, open to everybody.

use super::frame::{PortalFrame, WorkbenchFrame};
use super::load::load;
use crate::api;
use crate::texts::help as words;
use leptos::prelude::*;

#[component]
pub fn HelpPage() -> impl IntoView {
    load(api::home(), |home| match home.who {
        Some(who) => {
            let manages = who.manages;
            view! {
                <WorkbenchFrame title=words::TITLE who current=words::TITLE>
                    <Questions manages />
                </WorkbenchFrame>
            }
            .into_any()
        }
        None => view! {
            <PortalFrame title=words::TITLE>
                <div class="content">
                    <Questions manages=false />
                </div>
            </PortalFrame>
        }
        .into_any(),
    })
}

/// `manages`: whether the reader may open 经办人管理.
#[component]
fn Questions(manages: bool) -> impl IntoView {
    let entry = move |(n, question): (usize, words::Question)| {
        let (text, href) = question.place;
        let place = match href == "/people" && !manages {
            true => view! { <p class="quiet">{words::FOR_MANAGERS}</p> }.into_any(),
            false => view! {
                <p>
                    <a class="text-link" href=href>
                        {text}
                    </a>
                </p>
            }
            .into_any(),
        };
        view! {
            <section class="card card-part" id=format!("q{}", n + 1)>
                <h2>{question.question}</h2>
                <p>{question.answer}</p>
                {place}
                <details class="quiet proof">
                    <summary>{words::PROOF}</summary>
                    <p>
                        {words::PROVED}
                        <code>{question.file} " · " {question.proof}</code>
                    </p>
                </details>
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
