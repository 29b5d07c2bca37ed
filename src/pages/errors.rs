//! Error pages of our own: 403, 404, 500, and the rest of what can go wrong.

use super::frame::PortalFrame;
use crate::domain::Fault;
use crate::texts;
use leptos::prelude::*;

/// Whoever asks is one of 三员, to whom the workbench does not exist.
#[derive(Clone, Copy, Debug)]
pub struct Administers;

/// What was typed into a form that its sender may not send any more: each field's label and text.
#[derive(Clone, Debug)]
pub struct Unsent(pub Vec<(String, String)>);

/// The page in place of one that can't be shown.
#[component]
pub fn FaultPage(fault: Fault) -> impl IntoView {
    let administers = use_context::<Administers>().is_some();
    let unsent = use_context::<Unsent>().filter(|Unsent(typed)| !typed.is_empty());
    let saying = match (&fault, administers) {
        (Fault::NotFound, true) => texts::not_for_administrators(),
        _ => texts::fault(&fault),
    };
    let (home, to_home) = match administers {
        true => ("/admin", texts::TO_ADMINISTRATION),
        false => ("/workbench", texts::TO_WORKBENCH),
    };
    let code = match fault {
        Fault::NotFound => "404",
        Fault::Forbidden(_) => "403",
        Fault::TooLarge => "413",
        Fault::Busy | Fault::ReadOnly => "503",
        _ => "500",
    };
    view! {
        <PortalFrame title=saying.title.clone()>
            <div class="middle error-page">
                <p class="error-code" aria-hidden="true">
                    {code}
                </p>
                <h1>{saying.title}</h1>
                <p>{saying.body} {saying.next}</p>
                {unsent.map(|Unsent(typed)| view! { <Typed typed /> })}
                <div class="button-row">
                    <a class="button button-primary" href=home>
                        {to_home}
                    </a>
                    <a class="button" href="/">
                        {texts::BACK_HOME}
                    </a>
                </div>
            </div>
        </PortalFrame>
    }
    .into_any()
}

#[component]
fn Typed(typed: Vec<(String, String)>) -> impl IntoView {
    let item = |(label, text): (String, String)| {
        view! {
            <div class="facts-item">
                <dt>{label}</dt>
                <dd class="quote">{text}</dd>
            </div>
        }
    };
    view! {
        <section class="card card-part" aria-labelledby="unsent">
            <h2 id="unsent">{texts::UNSENT}</h2>
            <p>{texts::UNSENT_NOTE}</p>
            <dl class="facts">{typed.into_iter().map(item).collect_view()}</dl>
        </section>
    }
    .into_any()
}

/// No route has this address.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    view! { <FaultPage fault=Fault::NotFound /> }
}
