//! Error pages of our own: 403, 404, 500, and the rest of what can go wrong.

use super::frame::PortalFrame;
use crate::domain::Fault;
use crate::texts;
use leptos::prelude::*;

/// The page in place of one that can't be shown.
#[component]
pub fn FaultPage(fault: Fault) -> impl IntoView {
    let saying = texts::fault(&fault);
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
                <div class="button-row">
                    <a class="button button-primary" href="/workbench">
                        {texts::TO_WORKBENCH}
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

/// No route has this address.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    view! { <FaultPage fault=Fault::NotFound /> }
}
